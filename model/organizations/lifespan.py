"""The life of organisations: founding, officers, death. The rules in words: mechanisms/organising.py."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, integer, normal, stream, uniform, whole
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import listed
from ..events import tell
from ..process import week_number
from ..quantities.codes import (  # fmt: skip
    EVENT_DISSOLVED,
    EVENT_FOUNDED,
    ORGANIZATION_FOUNDED,
    ORGANIZATION_INCUBATED,
    ORGANIZATION_OUTSIDE,
    WEEKS_A_YEAR,
)
from ..quantities.streams import ORGANISING
from .funds import upkeep
from .membership import join, leave

ABOUT = Text(
    "The life of organisations: founding, funds, officers, death.",
    "社会组织的成立、资金、骨干与解散，常数见“组织活动”。",
)

PARAMETERS = (
    constant(
        "founding_rate",
        0.1,
        bounds=(0, 10),
        plausible=(0.05, 0.2),
        unit="a year x target",
        label=Text("Founding", "组织成立率"),
        source="design assumption",
    ),
    constant(
        "hours_baseline",
        0.025,
        bounds=(1e-6, 10),
        unit="h a resident a week",
        label=Text("Baseline of volunteer hours", "志愿时间基准"),
        source=Text(
            "the unit of density; at defaults hours are above it: 0.035 at 8 x 400, 0.052 at 8 x 4,200 (fifth year)",
            "密度的单位；默认条件下志愿时间高于此值：8 × 400 时为 0.035，8 × 4,200 时为 0.052（第五年）",
        ),
    ),
    constant(
        "mortality_young",
        0.15,
        bounds=(0, 1),
        plausible=(0.1, 0.25),
        unit="a year",
        label=Text("Death of young organisations", "新组织年死亡率"),
        source="design assumption",
    ),
    constant(
        "mortality_old",
        0.06,
        bounds=(0, 1),
        plausible=(0.03, 0.1),
        unit="a year",
        label=Text("Death of old organisations", "老组织年死亡率"),
        source="design assumption",
    ),
    constant(
        "mortality_youth",
        3.0,
        bounds=(0.1, 100),
        unit="years",
        label=Text("How long organisations are young", "组织年轻期"),
        source="not measured",
    ),
    constant(
        "mortality_poverty",
        2.0,
        bounds=(0, 100),
        plausible=(0.5, 4),
        unit="ratio",
        label=Text("Deaths added by poverty", "资金不足增加的死亡率"),
        source="not measured",
    ),
    constant(
        "mortality_crowding",
        0.5,
        bounds=(0, 100),
        plausible=(0, 1),
        unit="ratio",
        label=Text("Deaths added by crowding", "拥挤增加的死亡率"),
        source="not measured",
    ),
)


@compiled
def key_of_organization(w, c, week, index):
    """Return the key of an organisation founded in community c: by week (0: there at the start) and index, shared with nothing else."""
    return combine(combine(combine(w.communities.key[c], ORGANISING), week), index)


@compiled
def founder_of(w, c, key):
    """Return the resident who founds: the active one with the highest drawn score x sociability, or -1."""
    r = w.residents
    best, founder = -1.0, -1
    for i in range(w.communities.first[c], w.communities.first[c + 1]):
        if r.active[i] == 1:
            score = r.sociability[i] * uniform(key, r.identity[i], 0)
            if score > best:
                best, founder = score, i
    return founder


@compiled
def open_organization(w, c, kind, focus, identity, week):
    """Make an organisation in the next free row and return the row, or -1 where there is no room (Python makes more)."""
    o = w.organizations
    k = w.counters.organizations[0]
    if k >= o.alive.size:
        return -1
    w.counters.organizations[0] = k + 1
    o.alive[k] = 1
    o.identity[k] = identity
    o.community[k] = c
    o.kind[k] = kind
    o.focus[k] = focus
    o.founded[k] = week
    o.age[k] = 0
    o.members[k] = 0
    o.officer_0[k], o.officer_1[k], o.officer_2[k] = -1, -1, -1
    p = w.parameters
    o.capability[k] = p.initial_capability
    o.legitimacy[k] = min(1.0, p.legitimacy_base + p.legitimacy_legal * w.levers.legal_status)
    return k


@compiled
def found(w, c, alive, key, week):
    """Found an organisation in community c with its yearly rate, by an active resident and his or her active ties."""
    r, p, t = w.residents, w.parameters, w.ties
    target = w.communities.target_organizations[c]
    people = float(w.communities.first[c + 1] - w.communities.first[c])
    if target <= 0.0 or people == 0.0:
        return
    density = w.communities.volunteer_hours[c] / people / p.hours_baseline
    rate = p.founding_rate * target * density / (1.0 + alive / target)
    place = w.communities.key[c]
    if uniform(key, place, 0) >= 1.0 - exp(-rate / WEEKS_A_YEAR):
        return
    founder = founder_of(w, c, key)
    identity = key_of_organization(w, c, week_number(week), 0)
    if founder < 0 or listed(w.without.organizations, identity):
        return
    grants = w.levers.organization_grants
    u = uniform(key, place, 1)
    kind = ORGANIZATION_FOUNDED
    if u < 0.1:
        kind = ORGANIZATION_OUTSIDE
    elif u < 0.1 + 0.9 * grants / (grants + 2.0):
        kind = ORGANIZATION_INCUBATED
    k = open_organization(w, c, kind, r.occupation[founder], identity, week_number(week))
    if k < 0:
        return
    if join(w, founder, k):  # unless he or she belongs to as many as one may
        w.organizations.officer_0[k] = founder
    first = whole(t.first[founder])
    for slot in range(first, first + whole(t.degree[founder])):
        j = whole(t.neighbour[slot])
        if r.active[j] == 1 and r.community[j] == c:
            join(w, j, k)
    w.tally.founded[c] += 1.0
    tell(w, week, EVENT_FOUNDED, c, k, kind, 0.0)


@compiled
def dissolve(w, k, week):
    """End an organisation; its funds lapse. Its members are still to be freed, see `free_members`."""
    o = w.organizations
    o.alive[k] = 0
    w.tally.dissolved[o.community[k]] += 1.0
    w.tally.hours_lapsed[o.community[k]] += o.hours_left[k]
    o.hours_left[k] = 0.0
    tell(w, week, EVENT_DISSOLVED, o.community[k], k, o.age[k], o.funds[k])


@compiled
def free_members(w):
    """Let the members of organisations that have ended leave."""
    alive, member_of = w.organizations.alive, w.member_of
    for i in range(member_of.shape[0]):
        if member_of[i, 0] >= 0:
            for slot in range(
                member_of.shape[1] - 1, -1, -1
            ):  # backwards: the last one takes the place of one that is left
                if member_of[i, slot] >= 0 and alive[member_of[i, slot]] == 0:
                    leave(w, i, slot)


@compiled
def survive(w, alive, poor, week):
    """Let organisations age and die."""
    o, p = w.organizations, w.parameters
    key = stream(w.seed, ORGANISING + 3, week)
    ended = False
    for k in range(w.counters.organizations[0]):
        if o.alive[k] == 0:
            continue
        o.age[k] += 1
        c = o.community[k]
        yearly = p.mortality_old + (p.mortality_young - p.mortality_old) * exp(
            -o.age[k] / (WEEKS_A_YEAR * p.mortality_youth)
        )
        crowding = alive[c] / max(1.0, w.communities.target_organizations[c]) - 1.0
        yearly *= (1.0 + p.mortality_poverty * poor[k]) * max(0.2, 1.0 + p.mortality_crowding * crowding)
        if uniform(key, o.identity[k], 0) < 1.0 - exp(-yearly / WEEKS_A_YEAR):
            dissolve(w, k, week)
            ended = True
    if ended:
        free_members(w)


@compiled
def ahead(w, key, i, j, k):
    """Return whether member i of organisation k is chosen before j (-1: nobody): for more hours given, ties broken at random."""
    if j < 0:
        return True
    r, one = w.residents, w.organizations.identity[k]
    if r.given_total[i] != r.given_total[j]:
        return r.given_total[i] > r.given_total[j]
    return uniform(key, combine(r.identity[i], one), 0) < uniform(key, combine(r.identity[j], one), 0)


@compiled
def elect(w):
    """Make the three members of each organisation who have given most hours its officers; ties are broken at random."""
    r, o = w.residents, w.organizations
    key = stream(w.seed, ORGANISING + 5, 0)
    used = w.counters.organizations[0]
    for k in range(used):
        o.officer_0[k], o.officer_1[k], o.officer_2[k] = -1, -1, -1
    for i in range(r.alive.size):
        for slot in range(w.member_of.shape[1]):
            k = w.member_of[i, slot]
            if k < 0:
                break
            if ahead(w, key, i, o.officer_0[k], k):
                o.officer_2[k], o.officer_1[k], o.officer_0[k] = o.officer_1[k], o.officer_0[k], i
            elif ahead(w, key, i, o.officer_1[k], k):
                o.officer_2[k], o.officer_1[k] = o.officer_1[k], i
            elif ahead(w, key, i, o.officer_2[k], k):
                o.officer_2[k] = i


@compiled
def first_members(w, c, key):
    """Mark who belongs to an organisation of community c at the start (uint8 array over its residents).

    At random, each with probability `initial_members`; with `member_selection` s above 0 that share of those who live there, the ones of
    least s x threshold + N(0, 1).
    """
    r, p = w.residents, w.parameters
    low, high = w.communities.first[c], w.communities.first[c + 1]
    chosen = np.zeros(high - low, np.uint8)
    if p.member_selection <= 0.0:
        for i in range(low, high):
            if r.alive[i] == 1 and uniform(key, r.identity[i], 2) < p.initial_members:
                chosen[i - low] = 1
        return chosen
    score, living = np.empty(high - low), 0
    for i in range(low, high):
        score[i - low] = p.member_selection * float(r.threshold[i]) + normal(key, r.identity[i], 4)
        if r.alive[i] == 1:
            living += 1
        else:
            score[i - low] = np.inf
    wanted = int(p.initial_members * float(living) + 0.5)
    if wanted > 0:
        last = np.sort(score)[wanted - 1]
        for i in range(score.size):
            chosen[i] = 1 if score[i] <= last else 0
    return chosen


@compiled
def start(w, enter):
    """Open the initial organisations of every community; where `enter`, draw their members.

    Ages are drawn up to ten years, so that they are not all young; funds for half a year are there.
    """
    r, o, c = w.residents, w.organizations, w.communities
    key = stream(w.seed, ORGANISING + 4, 0)
    for k in range(c.key.size):
        for e in range(int(c.target_organizations[k])):
            identity = key_of_organization(w, k, 0, e)
            row = open_organization(w, k, ORGANIZATION_FOUNDED, integer(key, identity, 0, 6), identity, 0)
            o.age[row] = integer(key, identity, 1, 10 * WEEKS_A_YEAR)
            o.funds[row] = 26.0 * upkeep(w, k)
            if listed(w.without.organizations, identity):  # the row stays, so that all others keep their numbers
                o.alive[row] = 0
                o.funds[row] = 0.0
    if enter:
        used = w.counters.organizations[0]
        first = 0
        for k in range(c.key.size):
            here = 0
            while first + here < used and o.community[first + here] == k:
                here += 1
            chosen = first_members(w, k, key)
            for i in range(c.first[k], c.first[k + 1]):
                if here > 0 and chosen[i - c.first[k]] == 1:
                    row = first + integer(key, r.identity[i], 3, here)
                    if o.alive[row] == 1:
                        join(w, i, row)
            first += here
    elect(w)
