"""Participation: residents take part when what speaks for it, and enough of those around them, exceed their threshold.

i is active if social_weight x A_i + drive_i + noise >= threshold_i, where A_i is the share (or number, `threshold_kind`) of
i's ties that were active last week, threshold_i ~ N(0, 1) over residents, noise ~ N(0, participation_noise) each week, and
drive = base + w_b (belonging - 1/2) + w_t (trust in neighbours and organisations - 0.65) + w_r (responsibility - 0.4) + w_a (awareness
- 0.35) + w_i x invited - cost (1 - volunteer_support / 2) - w_f x fatigue. Members of an organisation that met last week are
invited. With `threshold_kind` log, social_weight x A_i is social_weight_log x A_i instead, A_i being
(1 - delta) log2(1 + m_i) + delta sum_g log2(1 + m_ig): m_i ties were active last week, m_ig of them of home-region group g, and delta is
`group_diversity` (network/contact_groups.py). The active give a share of the hours they have left this week; these hours are the currency of everything local.
Mutual help, which comes before, counts the hours given again each week; where it is switched off, this mechanism does.

Source: thresholds after Granovetter 1978, "Threshold models of collective behavior", AJS 83, on the network as in Watts 2002
(fraction) and Centola & Macy 2007 (count). Limit: social_weight 1, drive 0, noise 0 and thresholds in shares is their model.
A social weight of 4 without fatigue has two stable states; nothing is clipped. With kind log, in a world where nothing else
moves, the share a that is active in a week comes to rest where a = E[Phi((drive + social_weight_log A) / sqrt(1 + noise^2))], the active
ties being binomial with a; up to a weight of 0.1 there is one rest, and this mean field meets it within 1 %. At 0.3 it is 2 % low where all have
eight ties and 6 to 9 % where some have many more: who takes part easily does so every week, and their ties with them. Above 0.4 it is of no
use. Claims C3, C9, C15. Off: base far below 0.

Examples
--------
>>> import numpy as np
>>> first, degree = np.array([0, 2, 4, 6]), np.array([2, 2, 2], np.int32)
>>> neighbour = np.array([1, 2, 0, 2, 0, 1], np.int32)
>>> active = np.array([1, 0, 0], np.uint8)
>>> decide(active, np.array([0.0, 0.5, 1.0]), np.zeros(3), 1.0, 0, first, degree, neighbour).tolist()
[1, 1, 0]

On a networkx graph, Granovetter's hundred: everybody knows everybody, thresholds are 0, 1, ..., 99 others:

>>> import networkx as nx
>>> from cogov.model.sandbox import tie_lists
>>> ties = tie_lists(nx.complete_graph(100))
>>> active = np.zeros(100, np.uint8)
>>> for week in range(100):
...     active = decide(active, np.arange(100.0), np.zeros(100), 1.0, 1, *ties[:3])
>>> int(active.sum())
100
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import normal_exceeds, stream, whole
from ...core.quantity import constant
from ...core.text import Text
from ..network.contact_groups import TABLED, contact_signals, doublings
from ..network.neighbour_sums import count_along
from ..process import WEEKLY, Process
from ..quantities.codes import THRESHOLD_COUNT, THRESHOLD_LOG
from ..quantities.streams import PARTICIPATION

PARAMETERS = (
    constant(
        "group_diversity",
        0.2,
        bounds=(-1, 1),
        plausible=(-0.5, 0.8),
        unit="share",
        label=Text("Weight of contacts from several groups", "接触对象分属不同群体的权重"),
        source=Text(
            "three diffusion studies give about 0.35 (s.e. 0.20); above 0 contacts of several groups count more (Ugander et al. 2012), below 0 those of one group (Centola & Macy 2007)",
            "三项扩散研究约为 0.35（标准误 0.20）；大于 0 时分属多个群体的接触更有影响（Ugander 等 2012），小于 0 时同一群体的接触更有影响（Centola & Macy 2007）",
        ),
    ),
    constant(
        "participation_base",
        -2.25,
        bounds=(-20, 20),
        plausible=(-2.5, -1.5),
        unit="utility",
        label=Text("Base of participation", "参与基础效用"),
        source="design assumption",
    ),
    constant(
        "participation_belonging",
        1.0,
        bounds=(-10, 10),
        plausible=(0, 2),
        unit="utility",
        label=Text("Weight of belonging", "归属感的权重"),
        source="not measured",
    ),
    constant(
        "participation_trust",
        1.0,
        bounds=(-10, 10),
        plausible=(0, 2),
        unit="utility",
        label=Text("Weight of trust", "信任的权重"),
        source="not measured",
    ),
    constant(
        "participation_responsibility",
        1.0,
        bounds=(-10, 10),
        plausible=(0, 2),
        unit="utility",
        label=Text("Weight of responsibility", "责任心的权重"),
        source="not measured",
    ),
    constant(
        "participation_awareness",
        0.5,
        bounds=(-10, 10),
        plausible=(0, 1.5),
        unit="utility",
        label=Text("Weight of awareness", "自治意识的权重"),
        source="not measured",
    ),
    constant(
        "participation_invited",
        0.35,
        bounds=(-10, 10),
        plausible=(0, 1.5),
        unit="utility",
        label=Text("Weight of an invitation", "邀请的权重"),
        source="not measured",
    ),
    constant(
        "participation_cost",
        0.2,
        bounds=(0, 10),
        plausible=(0, 0.5),
        unit="utility",
        label=Text("Cost of taking part", "参与成本"),
        source="not measured",
    ),
    constant(
        "participation_fatigue",
        0.05,
        bounds=(0, 10),
        plausible=(0, 0.1),
        unit="utility a unit",
        label=Text("Weight of fatigue", "疲劳的权重"),
        source="design assumption",
    ),
    constant(
        "participation_hours",
        0.6,
        bounds=(0, 1),
        plausible=(0.3, 0.9),
        unit="share of spare hours",
        label=Text("Hours given by the active", "参与者投入的空闲时间占比"),
        source="not measured",
    ),
)


@compiled
def social_signal(count, degree, kind):
    """Return the share (kind 0) or number (kind 1) of active ties: `count` of `degree`; 0 without ties."""
    if kind == THRESHOLD_COUNT:
        return float(count)
    return float(count) / float(degree) if degree > 0 else 0.0


@compiled
def takes_part(utility, threshold):
    """Return whether a resident takes part: what speaks for it, with who else does, reaches the threshold.

    Both count as thresholds are kept, in 32 bits: one active tie of five reaches a threshold of 0.2.
    """
    return np.float32(utility) >= np.float32(threshold)


@compiled
def decide(
    active, threshold, drive, social_weight, kind, first, degree, neighbour, begin=0, noise=0.0, key=None, identity=None
):
    """Return who is active next (uint8 array), all deciding at once on who was active before.

    Parameters
    ----------
    active : uint8 array (n), last week's activity
    threshold, drive : float arrays of those who decide (all n, or residents from `begin` on), utility
    social_weight : float, utility of all (kind 0) or of one (kind 1) active tie
    kind : 0 fraction, 1 count
    first, degree, neighbour : slot lists of ties, as in `state.Ties`; each tie stands at both its ends
    begin : row of the first who decides
    noise : sd of what is drawn again for each (utility), by `key` (a stream) and `identity` (of those who decide)
    """
    following = np.zeros(threshold.size, np.uint8)
    counts = count_along(first, degree, neighbour, active, begin, begin + threshold.size)
    per_noise = 1.0 / noise if noise > 0.0 else 0.0
    for i in range(threshold.size):
        signal = social_signal(counts[i], whole(degree[begin + i]), kind)
        utility = float(social_weight) * signal + float(drive[i])
        if identity is None:
            takes = takes_part(utility, threshold[i])
        elif noise > 0.0:
            takes = normal_exceeds(key, identity[i], 0, (float(threshold[i]) - utility) * per_noise)  # type: ignore[arg-type]
        else:
            takes = takes_part(utility, threshold[i])
        following[i] = 1 if takes else 0
    return following


@compiled
def is_invited(w, i):
    """Return whether an organisation of this resident met last week."""
    for slot in range(w.member_of.shape[1]):
        k = w.member_of[i, slot]
        if k >= 0 and w.organizations.hours[k] > 0.0:
            return True
    return False


@compiled
def drives(w, low, high):
    """Return what speaks for taking part, for residents in rows low ... high - 1, without noise and ties (utility)."""
    r, p, member_of = w.residents, w.parameters, w.member_of
    base = p.participation_base - p.participation_cost * (1.0 - 0.5 * w.levers.volunteer_support)
    belonging, fatigue = r.belonging[low:high], r.fatigue[low:high]
    neighbours, organizations = r.trust_neighbours[low:high], r.trust_organizations[low:high]
    responsibility, awareness = r.responsibility[low:high], r.awareness[low:high]
    drive = np.empty(high - low)
    for i in range(drive.size):
        u = base - p.participation_fatigue * fatigue[i]
        u += p.participation_belonging * (belonging[i] - 0.5)
        u += p.participation_trust * (0.5 * (float(neighbours[i]) + organizations[i]) - 0.65)
        u += p.participation_responsibility * (responsibility[i] - 0.4)
        u += p.participation_awareness * (awareness[i] - 0.35)
        drive[i] = u
    for i in range(drive.size):
        if member_of[low + i, 0] >= 0 and is_invited(w, low + i):
            drive[i] += p.participation_invited
    return drive


@compiled
def add_contacts(w, drive, begin, end):
    """Add to the drive of residents in rows begin ... end - 1 what their active ties do, with threshold kind log (utility)."""
    r, p, t = w.residents, w.parameters, w.ties
    signals = contact_signals(
        t.first, t.degree, t.neighbour, r.active, r.origin, int(p.groups), p.group_diversity, doublings(TABLED), begin, end
    )  # fmt: skip
    for i in range(signals.size):
        drive[i] += p.social_weight_log * signals[i]


@compiled
def choose(w, week, low, high):
    """Let the residents of communities low ... high - 1 decide, on who was active last week."""
    r, p, t = w.residents, w.parameters, w.ties
    begin, end = w.communities.first[low], w.communities.first[high]
    drive, kind = drives(w, begin, end), int(p.threshold_kind)
    weight, seen = p.social_weight, r.active
    if kind == THRESHOLD_LOG:  # what ties do stands in the drive; nobody is left to count
        add_contacts(w, drive, begin, end)
        weight, seen = 0.0, r.active[:0]
    w.scratch.flag[begin:end] = decide(
        seen, r.threshold[begin:end], drive, weight, kind, t.first, t.degree,
        t.neighbour, begin, p.participation_noise, stream(w.seed, PARTICIPATION, week), r.identity[begin:end],
    )  # fmt: skip


@compiled
def take_part(w, week, low, high):
    """Enter who is active in communities low ... high - 1, and count the hours given."""
    r, p, c = w.residents, w.parameters, w.communities
    anew = w.switches.mutual_help[0] == 0
    for k in range(low, high):
        begin, end = c.first[k], c.first[k + 1]
        chosen, alive, active, recent = (
            w.scratch.flag[begin:end],
            r.alive[begin:end],
            r.active[begin:end],
            r.recent[begin:end],
        )
        for i in range(active.size):
            now = whole(chosen[i]) & whole(alive[i])
            active[i] = now
            recent[i] = ((whole(recent[i]) << 1) | now) & 0xFFFFFF
        volunteered, given, in_all, spare = (
            r.volunteered[begin:end],
            r.given[begin:end],
            r.given_total[begin:end],
            r.hours[begin:end],
        )
        volunteered[:] = 0.0
        if anew:
            given[:] = 0.0
        total = 0.0
        for i in range(active.size):
            if active[i] == 1:
                volunteered[i] = p.participation_hours * max(0.0, float(spare[i]) - given[i])
                hours = float(volunteered[i])  # as kept in 32 bits: what is counted here is what is shared out later
                given[i] += hours
                in_all[i] += hours
                total += hours
        c.volunteer_hours[k] = total
        w.tally.volunteer_hours[k] += total


@compiled
def step(w, week):
    """Let every resident decide, and count the hours given by community."""
    places = w.communities.key.size
    choose(w, week, 0, places)
    take_part(w, week, 0, places)


PROCESS = Process(
    "participation",
    step,
    every=WEEKLY,
    label=Text("Participation", "参与"),
    about=Text(
        "A resident takes part when what speaks for it and the share (or number, or doublings) of active ties exceed his or her threshold.",
        "阈值规则：社会影响权重 × 活跃熟人的比例（或人数、人数的倍增次数）+ 个人动力 + 噪声 ≥ 个人阈值时参与。个人动力取决于归属感、信任、责任心、自治意识、邀请、成本与疲劳。参与者投入的时间是一切社区活动的来源。",
    ),
    phases=(
        choose,
        take_part,
    ),
)
