"""Who works on cases: servers and speed of every queue, from staff, social workers and volunteers (see
mechanisms/handling.py).
"""

from __future__ import annotations

import math

import numpy as np

from ...core.compile.compiled import compiled
from ...core.quantity import Status, constant
from ...core.sums import number_of, sum_of_shares
from ...core.text import Text
from .lifecycle import office
from .queues import give_back

ABOUT = Text(
    "Who works on cases: servers and speed of every queue, from staff, social workers and volunteers.",
    "办件力量：社区工作者、网格员、社工与志愿者的工时如何成为各队列的办事员人数与速度。",
)

LEAST_HOURS = 1e-6  # h a week: less is nothing

PARAMETERS = (
    constant(
        "case_posts",
        0.16,
        bounds=(0, 1),
        plausible=(0.1, 0.3),
        unit="share of posts",
        label=Text("Staff posts for cases", "办件岗位占比"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that staff are busy about 0.8 of the time: 0.70 at 8 x 400, 0.86 at 8 x 4,200 (fifth year at defaults)",
            "取值使工作人员约有 0.8 的时间在忙：8 × 400 时为 0.70，8 × 4,200 时为 0.86（默认条件下第五年）",
        ),
    ),
    constant(
        "staff_factor",
        1.0,
        bounds=(0, 10),
        plausible=(1, 2),
        unit="ratio",
        label=Text("Factor of posts for cases", "办件岗位倍数"),
        source=Text(
            "1: as declared; multiplies posts for cases of grid workers, community staff and street offices, which the budget does not pay for",
            "取 1：按设定值；为网格员、社区工作者与街道办件岗位的倍数，增加部分不计入预算",
        ),
    ),
    constant(
        "case_share",
        0.5,
        bounds=(0, 1),
        plausible=(0.25, 1),
        unit="share of hours",
        label=Text("Hours for cases of a post for cases", "办件岗位的办件时间占比"),
        source=Text("design assumption: 40 h x 0.5", "设计假定：40 小时 × 0.5"),
    ),
    constant(
        "street_staff",
        1.5,
        bounds=(0, 100),
        plausible=(0.5, 3),
        unit="per 10,000 residents",
        label=Text("Staff of street offices for cases", "街道办件人员"),
        source=Text("not measured; part of the protected core", "未见实测；属于基本配置"),
    ),
    constant(
        "street_share",
        0.5,
        bounds=(0, 1),
        plausible=(0.25, 1),
        unit="share of hours",
        label=Text("Hours for cases at street offices", "街道办件时间占比"),
        source=Text("design assumption: 40 h x 0.5", "设计假定：40 小时 × 0.5"),
    ),
    constant(
        "volunteer_share",
        0.1,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="share of hours",
        label=Text("Volunteer hours for cases", "志愿者办件时间占比"),
        source="not measured",
    ),
)


@compiled
def carries(w, i):
    """Return the trust that carries a hand-over from one body to another: the mean of trust in organisations and in
    government.
    """
    return 0.5 * (float(w.residents.trust_organizations[i]) + w.residents.trust_government[i])


@compiled
def acceptance(w, c):
    """Return the mean of `carries` over a community."""
    r, first, end = w.residents, int(w.communities.first[c]), int(w.communities.first[c + 1])
    alive = r.alive[first:end]
    total = sum_of_shares(r.trust_organizations[first:end], alive) + sum_of_shares(r.trust_government[first:end], alive)
    return 0.5 * total / max(number_of(alive), 1.0)


@compiled
def man(queues, q, fte, hours):
    """Set servers and speed of a queue; `hours` a week of work are shared by ceil(fte) servers, as far as there is room."""
    hours = hours if hours > LEAST_HOURS else 0.0
    room = int(queues.first_server[q + 1]) - int(queues.first_server[q])
    servers = min(max(math.ceil(fte), 1), room)
    if hours <= 0.0 or servers < int(queues.servers[q]):
        give_back(queues, q, servers if hours > 0.0 else 0)
    queues.servers[q] = servers
    queues.speed[q] = hours / float(servers) if servers > 0 else 0.0


@compiled
def _helping_hours(w, shares):
    """Return by community what others than staff put into the common queue (h): social workers, and volunteers (also
    `offered`).
    """
    workers, organizations, offered, p = w.workers, w.organizations, w.queues.offered, w.parameters
    hours = np.zeros(shares.size)
    for k in range(workers.hours.size):
        if int(workers.alive[k]) == 1:
            busy = (
                workers.mediating[k]
                + workers.bridging[k]
                + workers.bonding[k]
                + workers.educating[k]
                + workers.relaying[k]
                + workers.planning[k]
            )
            hours[int(workers.community[k])] += workers.hours[k] * p.case_posts * p.case_share * max(0.0, 1.0 - busy)
    offered[:] = 0.0
    for k in range(organizations.alive.size):
        if int(organizations.alive[k]) == 1:
            c = int(organizations.community[k])
            offered[c] += shares[c] * p.volunteer_share * organizations.hours_left[k]
            hours[c] += p.volunteer_share * organizations.hours_left[k] * organizations.capability[k]
    for c in range(shares.size):
        hours[c] *= shares[c]
    return hours


@compiled
def staff(w):
    """Set servers and speed of every queue for the week, and count the hours of work available."""
    queues, places, grids, p, levers, tally = w.queues, w.communities, w.grids, w.parameters, w.levers, w.tally
    communities, streets = places.key.size, queues.head.size - grids.key.size - places.key.size
    shares, street_residents = queues.pooled, np.zeros(streets)
    for c in range(communities):
        shares[c] = levers.pooling * acceptance(w, c) if levers.pooling > 0.0 else 0.0
        street_residents[int(places.street[c])] += float(int(places.first[c + 1]) - int(places.first[c]))
    helping = _helping_hours(w, shares)
    week_hours = p.working_hours * p.case_share
    for c in range(communities):
        n = float(int(places.first[c + 1]) - int(places.first[c]))
        speed = w.governments.effort_true[office(w, c)]
        fte = (
            p.staff_factor
            * p.case_posts
            * (
                levers.grid_staff * n / levers.grid_size
                + max(0.0, places.staff_hours[c] - places.staff_charge[c]) / p.working_hours
            )
        )
        for g in range(int(places.first_grid[c]), int(places.first_grid[c + 1])):
            own = fte * (1.0 - shares[c]) * float(int(grids.first[g + 1]) - int(grids.first[g])) / max(n, 1.0)
            man(queues, g, own, own * week_hours * speed)
        common = fte * shares[c]
        man(queues, grids.key.size + c, common, common * week_hours * speed + helping[c])
        tally.server_hours[c] += fte * week_hours * speed + helping[c]
        # What a street office has is counted for its communities by residents.
        tally.server_hours[c] += (
            p.staff_factor * p.street_staff * n / 10000.0 * p.working_hours * p.street_share * speed
        )
    for s in range(streets):
        fte = p.staff_factor * p.street_staff * street_residents[s] / 10000.0
        speed = w.governments.effort_true[min(s + 1, w.governments.effort_true.size - 1)]
        man(queues, grids.key.size + communities + s, fte, fte * p.working_hours * p.street_share * speed)


@compiled
def count_hours(w):
    """Count the work done, and use up volunteers' hours as far as the common queue worked."""
    queues, tally, organizations, places, grids = w.queues, w.tally, w.organizations, w.communities, w.grids.key.size
    communities = places.key.size
    for c in range(communities):
        for g in range(int(places.first_grid[c]), int(places.first_grid[c + 1])):
            tally.server_hours_used[c] += queues.used[g]
        q = grids + c
        tally.server_hours_used[c] += queues.used[q]
        able = queues.speed[q] * float(int(queues.servers[q]))
        share = min(1.0, queues.used[q] / able) if able > 0.0 else 0.0
        tally.hours_cases[c] += share * queues.offered[c]
        queues.pooled[c] *= share  # from here on: what was used of the share offered
    for k in range(organizations.alive.size):
        if int(organizations.alive[k]) == 1:
            organizations.hours_left[k] *= (
                1.0 - queues.pooled[int(organizations.community[k])] * w.parameters.volunteer_share
            )
    people = np.zeros(queues.head.size - grids - communities)
    for c in range(communities):
        people[int(places.street[c])] += float(int(places.first[c + 1]) - int(places.first[c]))
    for c in range(communities):
        s = grids + communities + int(places.street[c])
        share = float(int(places.first[c + 1]) - int(places.first[c])) / max(people[int(places.street[c])], 1.0)
        tally.server_hours_used[c] += share * queues.used[s]
