"""Mutual help: residents in need ask those they are tied to, then organisations; help given or refused moves the anchor.

Each week a resident needs one of six resources with probability `need_rate`; needs correlate by `need_correlation` within a
home-region group of a community (one-factor Gaussian copula: given the group's shock z, p = Phi((sqrt(rho) z - cut) /
sqrt(1 - rho))). A resource is held by an occupation. Ties that hold it are asked, strongest first (ties broken at random), at most `asks`; one who has
an hour to spare this week helps (all in need look for help in an order drawn again every week) with probability base + slope x strength x trust in neighbours, and who has none is excused. Failing that, an organisation
is asked (one's own, else, with probability trust in organisations, one of the community with that focus); if it has a volunteer
hour left it takes the case on and succeeds with probability `capability`. Then
anchor += a (1 - anchor) if helped, anchor -= a anchor if not (what else moves the anchor, and its return: mechanism `records`).

Source: form assumed; the shocks' correlation after the one-factor model of Vasicek 2002 as a device only. Claims C11, C13-C15;
hypothesis H2. Off: need_rate 0.

Examples
--------
Without correlation a need comes at its rate whatever the shock; with it, a bad week of the group brings many:

>>> from cogov.core.numeric import normal_quantile
>>> cut = normal_quantile(1 - 1 / 13)
>>> [round(need_probability(shock, cut, rho), 3) for rho, shock in ((0.0, 2.0), (0.3, -2.0), (0.3, 2.0))]
[0.077, 0.001, 0.346]
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, integer, normal, stream, uniform, whole, word
from ...core.numeric import normal_cdf, normal_quantile
from ...core.quantity import Status, constant
from ...core.text import Text
from ..experience import NEIGHBOURS_DOWN, NEIGHBOURS_UP, ORGANIZATIONS_DOWN, ORGANIZATIONS_UP, note
from ..network.encounters import encounter
from ..network.tie_lists import strengthen_at
from ..organizations.membership import by_community
from ..process import WEEKLY, Process
from ..quantities.streams import MUTUAL_HELP

PARAMETERS = (
    constant(
        "need_rate",
        1 / 13,
        bounds=(0, 1),
        plausible=(0.04, 0.15),
        unit="a week",
        label=Text("Needs", "求助需求发生率"),
        source=Text("design assumption: one a quarter", "设计假定：每季度一次"),
    ),
    constant(
        "need_correlation",
        0.3,
        bounds=(0, 0.99),
        plausible=(0, 0.6),
        unit="correlation",
        label=Text("Correlation of needs within groups", "群体内需求相关性"),
        source="design assumption",
    ),
    constant(
        "help_asks",
        3,
        bounds=(1, 100),
        integer=True,
        unit="ties",
        label=Text("Ties asked", "求助的熟人数"),
        source="not measured",
    ),
    constant(
        "help_hours",
        1.0,
        bounds=(0, 5),
        unit="h",
        label=Text("Hours of one help", "每次帮助耗时"),
        source="not measured",
    ),
    constant(
        "help_base",
        0.36,
        bounds=(0, 1),
        plausible=(0.2, 0.7),
        unit="probability",
        label=Text("Willingness to help", "基础助人意愿"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that trust in neighbours rests not far below where it starts (0.70): 0.64 at 8 x 400, 0.64 at 8 x 4,200 (fifth year at defaults)",
            "取值使邻里信任稳定在略低于初始值（0.70）的水平：8 × 400 时为 0.64，8 × 4,200 时为 0.64（默认条件下第五年）",
        ),
    ),
    constant(
        "help_slope",
        0.6,
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        unit="probability",
        label=Text("Willingness by strength and trust", "关系与信任对助人意愿的作用"),
        source="not measured",
    ),
    constant(
        "help_tie",
        0.15,
        bounds=(0, 1),
        unit="probability",
        label=Text("A tie from help by an organisation", "经组织互助建立联系的概率"),
        source=Text("as in a meeting within a group", "与群内相遇相同"),
    ),
    constant(
        "help_strengthens",
        0.2,
        bounds=(0, 1),
        unit="share",
        label=Text("Help strengthens a tie", "互助强化联系"),
        source="not measured",
    ),
    constant(
        "anchor_step",
        0.03,
        bounds=(0, 1),
        unit="share",
        label=Text("Step of the anchor", "归属锚点变化幅度"),
        source="design assumption",
    ),
    constant(
        "help_memory",
        0.3,
        bounds=(0, 1),
        unit="share",
        label=Text("Memory of help", "互助经历记忆权重"),
        source="not measured",
    ),
)

RESOURCES = 6


@compiled
def need_probability(shock, cut, correlation):
    """Return the probability of a need given the group's shock (standard normal)."""
    return normal_cdf((sqrt(correlation) * shock - cut) / sqrt(1.0 - correlation))


@compiled
def next_strongest(t, r, i, resource, key, strength, luck):
    """Return the slot of the strongest tie of i that holds the resource and comes after (strength, draw), or -1; its draw,
    which decides between equals; and whether there are others.
    """
    best, least, found = -1, 2.0, 0
    low = word(t.first[i])
    for k in range(low, low + word(t.degree[i])):
        j = t.neighbour[k]
        if r.occupation[j] == resource and t.strength[k] <= strength:
            s, drawn = t.strength[k], uniform(key, combine(r.identity[i], r.identity[j]), 0)
            if s < strength or drawn > luck:
                found += 1
                if best < 0 or s > t.strength[best] or (s == t.strength[best] and drawn < least):
                    best, least = whole(k), drawn
    return best, least, found > 1


@compiled
def ask_ties(w, i, resource, key, week):
    """Ask the ties of i; return 1 if one helped, 0 if somebody who could have helped would not, -1 if nobody could."""
    r, t, p = w.residents, w.ties, w.parameters
    strength, luck, asked, more = 2.0, -1.0, -1, True
    for a in range(int(p.help_asks)):
        if more:
            slot, luck, more = next_strongest(t, r, i, resource, key, strength, luck)
            if slot < 0:
                break
            strength = float(t.strength[slot])
            j = whole(t.neighbour[slot])
            if float(r.hours[j]) - r.given[j] < p.help_hours:
                continue  # no time: no help, and no offence
            asked = 0
            willing = p.help_base + p.help_slope * strength * r.trust_neighbours[j]
            if uniform(key, r.identity[i], 2 + a) < willing:
                r.given[j] += p.help_hours
                r.given_total[j] += p.help_hours
                strengthen_at(t, slot, i, j, p.help_strengthens, week)
                return 1
    return asked


@compiled
def ask_organization(w, i, resource, key, first, rows):
    """Return (row, 1 helped / 0 failed) of the organisation that was asked, or (-1, 0)."""
    r, o, p = w.residents, w.organizations, w.parameters
    found, least = -1, 3.0
    for slot in range(w.member_of.shape[1]):  # one's own, of that focus if there is one
        k = w.member_of[i, slot]
        if k >= 0:
            luck = uniform(key, combine(r.identity[i], o.identity[k]), 0) + (0.0 if o.focus[k] == resource else 1.0)
            if luck < least:
                found, least = k, luck
    if found < 0 and uniform(key, r.identity[i], 20) < r.trust_organizations[i]:
        c = r.community[i]
        for k in rows[first[c] : first[c + 1]]:
            if o.focus[k] == resource:
                luck = uniform(key, combine(r.identity[i], o.identity[k]), 0)
                if luck < least:
                    found, least = k, luck
    if found < 0:
        return -1, 0
    if o.hours_left[found] < p.help_hours:
        return -1, 0  # no hours left: it says so, and nobody is let down
    if uniform(key, r.identity[i], 21) < o.capability[found]:
        o.hours_left[found] -= p.help_hours
        o.activity[found] += p.help_hours
        return found, 1
    return found, 0


@compiled
def meet_helper(w, i, organization, key, week):
    """Let i meet the first officer of an organisation that helped."""
    j = w.organizations.officer_0[organization]
    if j >= 0:
        encounter(w, i, j, w.parameters.help_tie, w.parameters.help_tie, key, week)


@compiled
def seek_help(w, i, key, first, rows, week):
    """Look for help for one resident in need and let the outcome count."""
    r, p, felt, tally = w.residents, w.parameters, w.experience.felt, w.tally
    c = r.community[i]
    resource = integer(key, r.identity[i], 1, RESOURCES)
    tally.needs[c] += 1.0
    helped = ask_ties(w, i, resource, key, week)
    if helped == 1:
        tally.helped_ties[c] += 1.0
        note(felt, i, NEIGHBOURS_UP)
    elif helped == 0:
        note(felt, i, NEIGHBOURS_DOWN)
    if helped < 1:
        organization, success = ask_organization(w, i, resource, key, first, rows)
        if organization >= 0:
            if success == 1:
                helped = 1
                tally.helped_organizations[c] += 1.0
                tally.hours_help[c] += p.help_hours
                note(felt, i, ORGANIZATIONS_UP)
                meet_helper(w, i, organization, key, week)
            else:
                note(felt, i, ORGANIZATIONS_DOWN)
    if helped == 1:
        r.anchor[i] += p.anchor_step * (1.0 - r.anchor[i])
        r.help_outcome[i] += p.help_memory * (1.0 - r.help_outcome[i])
    else:
        r.anchor[i] -= p.anchor_step * r.anchor[i]
        r.help_outcome[i] -= p.help_memory * r.help_outcome[i]


@compiled
def needs(w, week, low, high):
    """Let needs arise in communities low ... high - 1; the hours given this week are counted again from here."""
    r, p, c = w.residents, w.parameters, w.communities
    cut = normal_quantile(1.0 - p.need_rate) if p.need_rate > 0.0 else 40.0
    key_shock, key = stream(w.seed, MUTUAL_HELP, week), stream(w.seed, MUTUAL_HELP + 1, week)
    chance = np.zeros(int(p.groups))
    for k in range(low, high):
        if p.need_rate > 0.0:
            for g in range(chance.size):
                shock = normal(key_shock, combine(c.key[k], g), 0)
                chance[g] = need_probability(shock, cut, p.need_correlation)
        begin, end = c.first[k], c.first[k + 1]
        r.given[begin:end] = 0.0
        in_need, alive, identity, origin = (
            w.scratch.flag[begin:end],
            r.alive[begin:end],
            r.identity[begin:end],
            r.origin[begin:end],
        )
        drawn = np.empty(in_need.size)
        for i in range(drawn.size):
            drawn[i] = uniform(key, identity[i], 0)
        for i in range(in_need.size):
            in_need[i] = alive[i] if drawn[i] < chance[origin[i]] else 0


@compiled
def meet_needs(w, week):
    """Let all who are in need look for help, one after the other, in an order drawn again every week."""
    key, in_need = stream(w.seed, MUTUAL_HELP + 1, week), w.scratch.flag
    first, rows = by_community(w)
    asking = np.flatnonzero(in_need)
    turn = np.empty(asking.size)
    for k in range(asking.size):
        turn[k] = uniform(key, w.residents.identity[asking[k]], 22)
    for k in np.argsort(turn, kind="mergesort"):
        seek_help(w, asking[k], key, first, rows, week)


@compiled
def step(w, week):
    """Let needs arise and be met or not."""
    needs(w, week, 0, w.communities.key.size)
    meet_needs(w, week)


PROCESS = Process(
    "mutual_help",
    step,
    every=WEEKLY,
    label=Text("Mutual help", "互助"),
    about=Text(
        "Residents in need ask their ties, strongest first, then an organisation; help given or refused moves the anchor of belonging.",
        "居民不时需要某种资源，群体内的需求彼此相关。先向掌握该资源的熟人求助（关系强者优先），再向社会组织求助；得到帮助则归属感锚点上升，落空则下降。",
    ),
    phases=(
        needs,
        meet_needs,
    ),
)
