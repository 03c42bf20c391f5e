"""Organising: organisations meet, recruit, are founded, earn their keep, learn, and may die.

Hours. Of the volunteer hours of a community the share saved for local trials is taken by `trials`; the rest of a member's hours
goes to his or her organisations in equal parts, a non-member's to open activities. An organisation spends `meeting_share` of
its hours on meetings and keeps the others for one week to help and to handle cases; what is not asked for lapses.
Meetings. Every hour met or spent in an open activity brings one pair of participants together; with the social workers' bridging
hours added to the number of encounters, and the partner then drawn from another group; bonding hours likewise from the same group;
otherwise anyone. An encounter makes a tie with probability 0.15 within a group and 0.08 across groups, or uses the tie there is.
Members. The active join at `join_rate`. Who belongs to no organisation joins one of the n in the community, active or not, with
probability join_open x n / max(1, target); every membership ends with probability `membership_lapse`. Members inactive for 24 weeks leave
at `leave_rate`; officers are, each quarter, the three members who have given most hours. Without the two in the middle only the active
enter and no active member leaves, and with the ties that meetings keep, participation never comes to rest (see `meeting_tie_loss`).
Founding and mortality (density dependence after Hannan & Freeman 1989, "Organizational Ecology"): a community with n
organisations and target m founds at the yearly rate f m d / (1 + n / m), d the volunteer hours a resident over their baseline; an
organisation dies at the yearly rate (old + (young - old) exp(-age / 3 y)) x (1 + poverty x share of its upkeep it cannot pay) x (1 + crowding (n / m - 1)).
Funds. The grant pool is divided by *reports*: true activity plus, with report effort r, r x paper_activity hours a member; the part
that goes as contracts (contract_share x legal_status) by true activity. Dues come from members, donations from residents where
`funding_mix` allows them, by trust in organisations. What nobody claims of the pool is kept by the government. Upkeep is paid from
funds. Capability c moves by gain x h / (h + 3 h) x (1 - c) - loss x c, h the hours met this week. Legitimacy follows legal status and members' trust.

Claims C2, C4, C6, C14, C15, C22; hypotheses H2, H3, H10. Off: no organisations, founding_rate 0, no social workers.

Examples
--------
All hours given by those who take part are saved for trials, given to organisations, or go to open activities:

>>> from cogov.model.sandbox import district
>>> w = district(60, active=1, volunteered=2.0)
>>> hours = share_hours(w, the_active(w))
>>> t = w.tally
>>> [round(float(x[0]), 6) for x in (t.hours_saved, t.hours_organizations + t.hours_open)]
[24.0, 96.0]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, integer, stream, uniform
from ...core.quantity import constant
from ...core.sums import number_of
from ...core.text import Text
from ..network.encounters import encounter
from ..organizations import funds, lifespan, membership
from ..organizations.funds import finance
from ..organizations.lifespan import elect, found, survive
from ..organizations.membership import by_community, join, leave, memberships
from ..process import WEEKLY, Process
from ..quantities.codes import WEEKS_A_QUARTER
from ..quantities.streams import ORGANISING

PARAMETERS = (
    constant(
        "meeting_share",
        0.5,
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        unit="share of hours",
        label=Text("Hours spent on meetings", "活动时间占比"),
        source="not measured",
    ),
    constant(
        "meeting_tie_within",
        0.15,
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        unit="probability",
        label=Text("A tie from an encounter within a group", "群内相遇建立联系概率"),
        source="design assumption",
    ),
    constant(
        "meeting_tie_across",
        0.08,
        bounds=(0, 1),
        plausible=(0.02, 0.15),
        unit="probability",
        label=Text("A tie from an encounter across groups", "跨群相遇建立联系概率"),
        source="design assumption",
    ),
    constant(
        "meeting_strength",
        0.3,
        bounds=(0, 1),
        unit="share",
        label=Text("Strength of a tie made in an activity", "活动中建立的联系强度"),
        source="not measured",
    ),
    constant(
        "meeting_strengthens",
        0.1,
        bounds=(0, 1),
        unit="share",
        label=Text("A meeting strengthens a tie", "活动加强联系"),
        source="not measured",
    ),
    *membership.PARAMETERS,
    *lifespan.PARAMETERS,
    *funds.PARAMETERS,
    constant(
        "capability_gain",
        0.02,
        bounds=(0, 1),
        unit="a week",
        label=Text("Learning by doing", "能力增长"),
        source="not measured",
    ),
    constant(
        "capability_hours",
        3.0,
        bounds=(0.01, 1000),
        unit="h",
        label=Text("Weekly hours of meetings that teach half as much as many", "能力学习半饱和小时"),
        source="not measured",
    ),
    constant(
        "capability_loss",
        0.005,
        bounds=(0, 1),
        unit="a week",
        label=Text("Decay of capability", "能力衰退"),
        source="not measured",
    ),
    constant(
        "legitimacy_speed",
        0.02,
        bounds=(0, 1),
        unit="a week",
        label=Text("Speed of legitimacy", "认可度变化速度"),
        source="not measured",
    ),
    constant(
        "initial_capability",
        0.5,
        bounds=(0, 1),
        unit="share",
        label=Text("Capability of a new organisation", "新组织能力"),
        source="not measured",
    ),
    constant(
        "legitimacy_base",
        0.2,
        bounds=(0, 1),
        unit="share",
        label=Text("Legitimacy without legal status or trust", "基础认可度"),
        source="not measured",
    ),
    constant(
        "legitimacy_legal",
        0.4,
        bounds=(0, 1),
        unit="share",
        label=Text("Legitimacy by legal status", "法律地位带来的认可度"),
        source="not measured",
    ),
)


@compiled
def the_active(w):
    """Return the rows of all who are active this week."""
    active = w.residents.active
    rows = np.empty(int(number_of(active)), np.int64)
    found = 0
    for i in range(active.size):
        if active[i] == 1:
            rows[found] = i
            found += 1
    return rows


@compiled
def share_hours(w, active):
    """Give organisations their members' hours; return the hours that went to open activities, by community."""
    r, o, tally = w.residents, w.organizations, w.tally
    for k in range(w.counters.organizations[0]):
        tally.hours_lapsed[o.community[k]] += o.hours_left[k]
        o.hours[k] = 0.0
        o.hours_left[k] = 0.0
    open_hours = np.zeros(w.communities.key.size)
    kept = 1.0 - w.parameters.trial_volunteer_share
    for i in active:
        hours = kept * r.volunteered[i]
        c = r.community[i]
        tally.hours_saved[c] += r.volunteered[i] - hours
        count = memberships(w, i)
        if count == 0:
            open_hours[c] += hours
            tally.hours_open[c] += hours
        for slot in range(count):
            k = w.member_of[i, slot]
            o.hours[k] += hours / count
            tally.hours_organizations[o.community[k]] += hours / count
            if o.officer_0[k] == i or o.officer_1[k] == i or o.officer_2[k] == i:
                tally.officer_hours[o.community[k]] += hours / count
    return open_hours


@compiled
def participants(w, active):
    """Return (first, rows): the active members of organisation k are rows[first[k]] ... rows[first[k + 1] - 1]."""
    used = w.counters.organizations[0]
    first = np.zeros(used + 1, np.int64)
    for i in active:
        for slot in range(memberships(w, i)):
            first[w.member_of[i, slot] + 1] += 1
    for k in range(used):
        first[k + 1] += first[k]
    rows = np.empty(first[used], np.int64)
    nxt = first.copy()
    for i in active:
        for slot in range(memberships(w, i)):
            k = w.member_of[i, slot]
            rows[nxt[k]] = i
            nxt[k] += 1
    return first, rows


@compiled
def whole_number(hours, u):
    """Return `hours` rounded up or down to a number of encounters, right on average."""
    return int(hours + u)


@compiled
def meet(w, active, key, week):
    """Let the active members of every organisation meet."""
    o, p = w.organizations, w.parameters
    first, rows = participants(w, active)
    for k in range(w.counters.organizations[0]):
        if o.alive[k] == 0:
            continue
        present = first[k + 1] - first[k]
        met = p.meeting_share * o.hours[k] if present > 1 else 0.0
        o.hours_left[k] = o.hours[k] - met
        o.activity[k] += met
        w.tally.hours_meetings[o.community[k]] += met
        for e in range(whole_number(met, uniform(key, o.identity[k], 0))):
            i = rows[first[k] + integer(key, o.identity[k], 2 * e + 1, present)]
            j = rows[first[k] + integer(key, o.identity[k], 2 * e + 2, present)]
            encounter(w, i, j, p.meeting_tie_within, p.meeting_tie_across, key, week)
        doing = p.capability_gain * met / (met + p.capability_hours)
        o.capability[k] += doing * (1.0 - o.capability[k]) - p.capability_loss * o.capability[k]


@compiled
def partner(w, c, i, mode, key, entity, index):
    """Return a resident of community c for i to meet: any (mode 0), of another group (1), of the same group (2)."""
    low, high = w.communities.first[c], w.communities.first[c + 1]
    j = i
    for attempt in range(16):  # where a community has one group only, the last one drawn has to do
        j = low + integer(key, entity, index + attempt, high - low)
        same = w.residents.origin[j] == w.residents.origin[i]
        if mode == 0 or (mode == 1 and not same) or (mode == 2 and same):
            break
    return j


@compiled
def gather(w, c, hours, mode, key, week):
    """Bring residents of one community together, one pair an hour."""
    p = w.parameters
    place = combine(w.communities.key[c], mode)
    low, high = w.communities.first[c], w.communities.first[c + 1]
    if high == low:
        return
    for e in range(whole_number(hours, uniform(key, place, 0))):
        i = low + integer(key, place, 20 * e + 1, high - low)
        j = partner(w, c, i, mode, key, place, 20 * e + 2)
        encounter(w, i, j, p.meeting_tie_within, p.meeting_tie_across, key, week)


@compiled
def connect(w, open_hours, key, week):
    """Open activities, and the encounters that social workers arrange."""
    s = w.workers
    places = w.communities.key.size
    bridging, bonding = np.zeros(places), np.zeros(places)
    for k in range(s.alive.size):
        if s.alive[k] == 1:
            bridging[s.community[k]] += s.hours[k] * s.bridging[k]
            bonding[s.community[k]] += s.hours[k] * s.bonding[k]
    for c in range(places):
        gather(w, c, open_hours[c], 0, key, week)
        gather(w, c, bridging[c], 1, key, week)
        gather(w, c, bonding[c], 2, key, week)


@compiled
def join_open(w, key):
    """Let residents who belong to no organisation join one of their community, active or not: more easily where there are more."""
    r, chance = w.residents, w.parameters.join_open
    if chance <= 0.0:
        return
    first, rows = by_community(w)
    for c in range(w.communities.key.size):
        here = first[c + 1] - first[c]
        within = chance * float(here) / max(1.0, w.communities.target_organizations[c])
        if here == 0:
            continue
        for i in range(w.communities.first[c], w.communities.first[c + 1]):
            if w.member_of[i, 0] < 0 and r.alive[i] == 1 and uniform(key, r.identity[i], 0) < within:
                join(w, i, rows[first[c] + integer(key, r.identity[i], 1, int(here))])


@compiled
def lapse(w, key):
    """Let memberships end, of the active and the others alike."""
    chance, member_of = w.parameters.membership_lapse, w.member_of
    if chance <= 0.0:
        return
    for i in range(member_of.shape[0]):
        for slot in range(memberships(w, i) - 1, -1, -1):
            if uniform(key, w.residents.identity[i], slot) < chance:
                leave(w, i, slot)


@compiled
def recruit(w, active, key):
    """The active join an organisation of their community; those long inactive leave."""
    r, p, member_of = w.residents, w.parameters, w.member_of
    first, rows = by_community(w)
    for i in active:
        c = r.community[i]
        here = first[c + 1] - first[c]
        if here > 0 and uniform(key, r.identity[i], 0) < p.join_rate:
            join(w, i, rows[first[c] + integer(key, r.identity[i], 1, int(here))])
    for i in range(member_of.shape[0]):
        if member_of[i, 0] >= 0 and r.recent[i] == 0:
            for slot in range(member_of.shape[1] - 1, -1, -1):
                if member_of[i, slot] >= 0 and uniform(key, r.identity[i], 2 + slot) < p.leave_rate:
                    leave(w, i, slot)


@compiled
def step(w, week):
    """Run the week of all organisations."""
    places = w.communities.key.size
    key = stream(w.seed, ORGANISING, week)
    active = the_active(w)
    connect(w, share_hours(w, active), key, week)
    meet(w, active, key, week)
    recruit(w, active, stream(w.seed, ORGANISING + 1, week))
    join_open(w, stream(w.seed, ORGANISING + 6, week))
    lapse(w, stream(w.seed, ORGANISING + 7, week))
    alive = np.zeros(places)
    for k in range(w.counters.organizations[0]):
        alive[w.organizations.community[k]] += w.organizations.alive[k]
    key = stream(w.seed, ORGANISING + 2, week)
    for c in range(places):
        found(w, c, alive[c], key, week)
    survive(w, alive, finance(w, week), week)
    if (week + 1) % WEEKS_A_QUARTER == 0:
        elect(w)


PROCESS = Process(
    "organising",
    step,
    every=WEEKLY,
    label=Text("Organising", "组织活动"),
    about=Text(
        "Organisations meet, make ties, recruit, are founded, earn their keep, learn, and may die; social workers arrange encounters within or across groups.",
        "社会组织用成员的志愿时间开展活动、促成联系、吸收成员；社工安排跨群或群内的交往。组织的成立与解散遵循密度依赖，资金来自资助、合同、会费与捐赠，资助按上报的活动量分配；能力在活动中增长，闲置时衰退。",
    ),
)
