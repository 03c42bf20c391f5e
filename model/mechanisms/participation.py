"""Participation: residents take part when what speaks for it, and enough of those around them, exceed their threshold.

i is active if social_weight x A_i + drive_i + noise >= threshold_i, where A_i is the share (or number, `threshold_kind`) of
i's ties that were active last week, threshold_i ~ N(0, 1) over residents, noise ~ N(0, participation_noise) each week, and
drive = base + w_b (belonging - 1/2) + w_t (trust in neighbours and organisations - 0.65) + w_r (responsibility - 0.4) + w_a (awareness
- 0.35) + w_i x invited - cost (1 - volunteer_support / 2) - w_f x fatigue. Members of an organisation that met last week are
invited. The active give a share of the hours they have left this week; these hours are the currency of everything local.
Mutual help, which comes before, counts the hours given anew each week; where it is switched off, this mechanism does.

Source: thresholds after Granovetter 1978, "Threshold models of collective behavior", AJS 83, on the network as in Watts 2002
(fraction) and Centola & Macy 2007 (count). Limit: social_weight 1, drive 0, noise 0 and thresholds in shares is their model.
A social weight of 4 without fatigue has two stable states; nothing is clipped. Claims C3, C9, C15. Off: base far below 0.

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
>>> from cogov.model.alone import tie_lists
>>> ties = tie_lists(nx.complete_graph(100))
>>> active = np.zeros(100, np.uint8)
>>> for week in range(100):
...     active = decide(active, np.arange(100.0), np.zeros(100), 1.0, 1, *ties[:3])
>>> int(active.sum())
100
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.draws import normal_exceeds, stream, whole
from ...core.quantity import constant
from ..codes import SWITCH_MUTUAL_HELP, THRESHOLD_COUNT
from ..neighbourhood import count_along, count_of_list
from ..purposes import PARTICIPATION

PARAMETERS = (
    constant("participation_base", -2.0, -20, 20, "utility", "Base of participation", "参与基础效用", "design assumption", plausible=(-2.5, -1.5)),
    constant("participation_belonging", 1.0, -10, 10, "utility", "Weight of belonging", "归属感的权重", "not measured", plausible=(0, 2)),
    constant("participation_trust", 1.0, -10, 10, "utility", "Weight of trust", "信任的权重", "not measured", plausible=(0, 2)),
    constant("participation_responsibility", 1.0, -10, 10, "utility", "Weight of responsibility", "责任心的权重", "not measured", plausible=(0, 2)),
    constant("participation_awareness", 0.5, -10, 10, "utility", "Weight of awareness", "自治意识的权重", "not measured", plausible=(0, 1.5)),
    constant("participation_invited", 0.7, -10, 10, "utility", "Weight of an invitation", "邀请的权重", "not measured", plausible=(0, 1.5)),
    constant("participation_cost", 0.2, 0, 10, "utility", "Cost of taking part", "参与成本", "not measured", plausible=(0, 0.5)),
    constant("participation_fatigue", 0.05, 0, 10, "utility a unit", "Weight of fatigue", "疲劳的权重", "design assumption", plausible=(0, 0.1)),
    constant("participation_hours", 0.6, 0, 1, "share of spare hours", "Hours given by the active", "参与者投入的空闲时间占比", "not measured", plausible=(0.3, 0.9)),
)  # fmt: skip


@compiled
def social_signal(count, degree, kind):
    """Return the share (kind 0) or number (kind 1) of active ties: `count` of `degree`; 0 without ties."""
    if kind == THRESHOLD_COUNT:
        return float(count)
    return float(count) / float(degree) if degree > 0 else 0.0


@compiled
def takes_part(utility, threshold):
    """Return whether a resident takes part: what speaks for it, with who else does, reaches the threshold."""
    return utility >= threshold


@compiled
def decide(active, threshold, drive, social_weight, kind, first, degree, neighbour):
    """Return who is active next (uint8 array), all deciding at once on who was active before.

    Parameters
    ----------
    active : uint8 array (n), last week's activity
    threshold, drive : float arrays (n), utility; reckoned with in 64 bits
    social_weight : float, utility of all (kind 0) or of one (kind 1) active tie
    kind : 0 fraction, 1 count
    first, degree, neighbour : slot lists of ties, as in `state.Ties`
    """
    following = np.zeros(active.size, np.uint8)
    for i in range(active.size):
        signal = social_signal(count_of_list(i, active, first, degree, neighbour), whole(degree[i]), kind)
        if takes_part(float(social_weight) * signal + float(drive[i]), float(threshold[i])):
            following[i] = 1
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
def reluctance(w, low, high):
    """Return threshold minus drive of residents in rows low ... high - 1, without noise, invitation and ties (utility)."""
    r, p = w.residents, w.parameters
    base = p.participation_base - p.participation_cost * (1.0 - 0.5 * w.levers.volunteer_support)
    belonging, fatigue, threshold = r.belonging[low:high], r.fatigue[low:high], r.threshold[low:high]
    neighbours, organizations = r.trust_neighbours[low:high], r.trust_organizations[low:high]
    responsibility, awareness = r.responsibility[low:high], r.awareness[low:high]
    needed = np.empty(high - low)
    for i in range(needed.size):
        u = base - p.participation_fatigue * fatigue[i]
        u += p.participation_belonging * (belonging[i] - 0.5)
        u += p.participation_trust * (0.5 * (float(neighbours[i]) + organizations[i]) - 0.65)
        u += p.participation_responsibility * (responsibility[i] - 0.4)
        u += p.participation_awareness * (awareness[i] - 0.35)
        needed[i] = threshold[i] - u
    return needed


@compiled
def choose(w, week, low, high):
    """Let the residents of communities low ... high - 1 decide, on who was active last week."""
    r, p, c, member_of, kind = w.residents, w.parameters, w.communities, w.member_of, int(w.parameters.threshold_kind)
    weight, noise, invited = p.social_weight, p.participation_noise, p.participation_invited
    per_noise = 1.0 / noise if noise > 0.0 else 0.0
    key = stream(w.seed, PARTICIPATION, week)
    start = c.first[low]
    counts = count_along(w.ties, r.active, start, c.first[high])
    for k in range(low, high):
        begin, end = c.first[k], c.first[k + 1]
        needed = reluctance(w, begin, end)
        identity, degree, chosen, active_ties = (
            r.identity[begin:end],
            w.ties.degree[begin:end],
            w.scratch.flag[begin:end],
            counts[begin - start : end - start],
        )
        for i in range(needed.size):
            x = needed[i] - weight * social_signal(active_ties[i], whole(degree[i]), kind)
            if member_of[begin + i, 0] >= 0 and is_invited(w, begin + i):
                x -= invited
            if noise > 0.0:
                takes = normal_exceeds(key, identity[i], 0, x * per_noise)
            else:
                takes = takes_part(-x, 0.0)
            chosen[i] = 1 if takes else 0


@compiled
def take_part(w, week, low, high):
    """Enter who is active in communities low ... high - 1, and count the hours given."""
    r, p, c = w.residents, w.parameters, w.communities
    anew = w.switches[SWITCH_MUTUAL_HELP] == 0
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
