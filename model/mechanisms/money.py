"""Money: the budget is spent week by week, staff are employed, and law, interpretation and platform are built up.

Every scenario spends the same: spending of a community in a week = budget x residents / 52 (yuan), whatever the
levers. What it buys is planned by `budget.plan` at the start and at each change of levers; `w.levers` holds the levers
as they take effect (after the common factor) and `staff`. Three accounts agree: the flow `spending` by community,
`spent` of the street office a community belongs to, and `spent` of the district government, which consolidates its
street offices. The pool of grants counts as spent here; who receives it is the affair of `organising`.

    staff_hours (h a week, all work) = staff per 10,000 x residents / 10,000 x 40
    FTE of social workers = social_workers x residents / 10,000: max(1, ceil(FTE)) persons share FTE x 40 hours
    expertise = mean + sd x N(0, 1), cut to 0-1, drawn once by the identity of the post (community, index)

Every 13 weeks, law, interpretation, online service and data sharing move towards their lever by at most a constant,
up or down: level <- level + min(pace, max(-pace, lever - level)); law takes two years for a full change, the others
one (A). They start where the budget would hold the status quo, in every scenario.

Source: assumed; that law lags behind is claim C10, the professional part of social workers C16, costs C17 and C18.
Pace 1 is the limit without any time to build. Off: nothing is built or counted as spent; staff stay as they were.

Examples
--------
>>> posts(0.3), posts(2.0), posts(2.1), toward(0.2, 1.0, 0.125), toward(0.2, 0.15, 0.125)
(1, 2, 3, 0.325, 0.15)
>>> from cogov.model.sandbox import district
>>> w = district(520, environment={"budget": 400.0})
>>> weekly(w, 0)
>>> round(float(w.tally.spending[0]), 4)
4000.0
"""

from __future__ import annotations

import math
from typing import Any

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream
from ...core.quantity import constant
from ...core.text import Text
from ..budget import plan
from ..counterfactual import listed
from ..process import WEEKLY, Process
from ..quantities.codes import WEEKS_A_QUARTER, WEEKS_A_YEAR
from ..quantities.levers import LEVERS
from ..quantities.prices import PRICES
from ..quantities.streams import MONEY

PARAMETERS = (
    *PRICES.values(),
    constant(
        "working_hours",
        40.0,
        bounds=(1, 100),
        unit="h a week",
        label=Text("Working hours of a full-time post", "全职每周工时"),
        source=Text("statutory week in China", "中国法定周工时"),
    ),
    constant(
        "law_pace",
        0.125,
        bounds=(0, 1),
        plausible=(0.03, 0.5),
        unit="share a quarter",
        label=Text("Pace of legislation", "立法推进速度"),
        source=Text("assumed: two years for a full change", "假定：完全到位需两年"),
    ),
    constant(
        "interpretation_pace",
        0.25,
        bounds=(0, 1),
        plausible=(0.1, 1),
        unit="share a quarter",
        label=Text("Pace of interpretation", "释法推进速度"),
        source=Text("assumed: one year for a full change", "假定：完全到位需一年"),
    ),
    constant(
        "online_pace",
        0.25,
        bounds=(0, 1),
        plausible=(0.1, 1),
        unit="share a quarter",
        label=Text("Pace of online service", "网上办事建设速度"),
        source=Text("assumed: one year for a full change", "假定：完全到位需一年"),
    ),
    constant(
        "data_sharing_pace",
        0.25,
        bounds=(0, 1),
        plausible=(0.1, 1),
        unit="share a quarter",
        label=Text("Pace of data sharing", "数据共享建设速度"),
        source=Text("assumed: one year for a full change", "假定：完全到位需一年"),
    ),
    constant(
        "expertise_mean",
        0.5,
        bounds=(0, 1),
        plausible=(0.3, 0.7),
        unit="share",
        label=Text("Mean expertise of social workers", "社工专业能力均值"),
        source="assumed",
    ),
    constant(
        "expertise_sd",
        0.15,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="share",
        label=Text("Spread of expertise", "社工专业能力标准差"),
        source="assumed",
    ),
)

_EXPERTISE = MONEY


def room(residents: int) -> int:
    """Return the rows of social workers to allocate for each community, its largest having this many residents."""
    most = LEVERS["social_workers"].high or 0.0
    return max(1, math.ceil(most * residents / 10_000))


@compiled
def toward(level, target, pace):
    """Return `level` moved towards `target` by at most `pace`."""
    gap = target - level
    if gap > pace:
        return level + pace
    if gap < -pace:
        return level - pace
    return target


@compiled
def posts(fte):
    """Return the number of persons who share `fte` full-time equivalents: none for none, else the next whole number."""
    if fte <= 0.0:
        return 0
    whole = int(fte)
    if fte > float(whole) + 1e-9:  # rounding of fte must not make a person
        whole += 1
    return max(1, whole)


@compiled
def expertise_of(key, identity, mean, sd):
    """Return the expertise of the person in a post."""
    return min(1.0, max(0.0, mean + sd * normal(key, identity, 0)))


@compiled
def employ(w):
    """Employ community staff and social workers as the levers now stand, and set the weekly budgets of the governments.

    Community c has the rows c x room ... (c + 1) x room - 1 of `w.workers`, of which the first are filled; with too
    little room the same hours are shared by fewer.
    """
    c, s, g, lever, p = w.communities, w.workers, w.governments, w.levers, w.parameters
    first, community_key = c.first, c.key
    alive, community, identity, hours, left = s.alive, s.community, s.identity, s.hours, s.mediation_left
    key = stream(w.seed, _EXPERTISE, 0)
    places = community_key.size
    rows = s.hours.size // places
    for k in range(places):
        share = float(first[k + 1] - first[k]) / 10_000.0
        c.staff_hours[k] = lever.staff * share * p.working_hours
        fte = lever.social_workers * share
        filled = min(posts(fte), rows)
        for j in range(rows):
            i = k * rows + j
            community[i] = k
            identity[i] = combine(community_key[k], j)
            working = j < filled and not listed(w.without.workers, i)
            here = 1.0 if working else 0.0
            s.mediating[i] = here * lever.mediation_time
            s.bridging[i] = here * lever.bridging_time
            s.bonding[i] = here * lever.bonding_time
            s.educating[i] = here * lever.education_time
            s.relaying[i] = here * lever.relay_time
            s.planning[i] = here * lever.planning_time
            if working:
                if alive[i] == 0:
                    s.expertise[i] = expertise_of(key, identity[i], p.expertise_mean, p.expertise_sd)
                alive[i] = 1
                hours[i] = fte * p.working_hours / float(filled)
            else:
                alive[i] = 0
                hours[i] = 0.0
                left[i] = 0.0
    for i in range(g.budget.size):
        g.budget[i] = p.budget * float(g.residents[i]) / float(WEEKS_A_YEAR)


@compiled
def unpaid(w, k):
    """Return the pay (yuan a week) of posts of community k that are left out on request (model/counterfactual.py)."""
    rows = w.workers.hours.size // w.communities.key.size
    fte = w.levers.social_workers * float(w.communities.first[k + 1] - w.communities.first[k]) / 10_000.0
    filled = min(posts(fte), rows)
    vacant = 0
    for j in range(filled):
        if listed(w.without.workers, k * rows + j):
            vacant += 1
    return w.parameters.price_social_worker * fte * vacant / filled / float(WEEKS_A_YEAR) if vacant > 0 else 0.0


@compiled
def weekly(w, week):
    """Spend the week's budget of every community and enter it in all three accounts."""
    c, g, p = w.communities, w.governments, w.parameters
    first, street, spending, spent = c.first, c.street, w.tally.spending, g.spent
    for k in range(street.size):
        amount = p.budget * float(first[k + 1] - first[k]) / float(WEEKS_A_YEAR)
        if w.without.workers.size > 0:
            amount -= unpaid(w, k)
        spending[k] += amount
        spent[0] += amount
        office = street[k] + 1
        if office < spent.size:
            spent[office] += amount


@compiled
def build(w):
    """Move law, interpretation, online service and data sharing one quarter towards their levers, for all."""
    g, lever, p = w.governments, w.levers, w.parameters
    law = toward(g.law[0], lever.legislation, p.law_pace)
    interpretation = toward(g.interpretation[0], lever.interpretation, p.interpretation_pace)
    online = toward(g.online[0], lever.online_service, p.online_pace)
    data_sharing = toward(g.data_sharing[0], lever.data_sharing, p.data_sharing_pace)
    for i in range(g.law.size):
        g.law[i] = law
        g.interpretation[i] = interpretation
        g.online[i] = online
        g.data_sharing[i] = data_sharing


@compiled
def step(w, week):
    """At the end of a quarter build on, and employ for the next; nothing in other weeks."""
    if (week + 1) % WEEKS_A_QUARTER == 0:
        build(w)
        employ(w)


def begin(w: Any, residents: int, communities: int, budget: float) -> None:
    """Set what time must build to what the budget holds of the status quo, the same start for every scenario."""
    prices = {name: getattr(w.parameters, name) for name in PRICES}
    held = plan(LEVERS.defaults(), residents, communities, budget, prices).levers
    g = w.governments
    g.law[:] = held["legislation"]
    g.interpretation[:] = held["interpretation"]
    g.online[:] = held["online_service"]
    g.data_sharing[:] = held["data_sharing"]


SPENDING = Process(
    "spending",
    weekly,
    every=WEEKLY,
    label=Text("Spending", "支出"),
    about=Text(
        "The week's budget of every community is spent and entered in three accounts that agree.",
        "各社区每周支出预算的 1/52，并同时记入社区、街道、区三本一致的账。所有方案的支出相等。",
    ),
)

PROCESS = Process(
    "money",
    step,
    every=WEEKLY,
    label=Text("Money", "资金"),
    about=Text(
        "At the end of a quarter law, interpretation, online service and data sharing move towards their levers at a limited pace, and staff are employed.",
        "每季度末，法律、释法、网上服务与数据共享以有限的速度向政策目标靠近（建设需要时间），并按政策配置社区工作者与社工。",
    ),
)
