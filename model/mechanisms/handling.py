"""Handling: cases stand in queues, servers work them off, some are closed on paper, some given up.

Queues: one for each grid, a common one for each community, one for each street office; first come first served, event
by event within the week (`serve`). Work and patience are exponential (problems); a case leaves the queue when its
patience ends, work begun is finished.

**Hours.** A grid has grid_staff x residents / grid_size grid workers, a community its staff less what mandates take;
of the posts `case_posts` are for cases, with `case_share` of their hours. With a = pooling x acceptance, 1 - a of them serve the grids' own queues
and a the common queue, to which a x case_share of the social workers' unallocated hours and a x volunteer_share of
the organisations' hours left (last week's, times capability) are added: unallocated hours are paperwork as much as
those of staff are, so pooling adds no hours beyond what each body has for cases. Volunteers' hours are used up only
as far as there is work. Acceptance is the mean, over residents, of trust in organisations and in government: hours
follow cases. Street offices have `street_staff` per 10,000 residents. ceil(FTE) servers share a queue's hours; paid
staff do them at speed t, the true effort (of last week, see effort). A server that is taken away puts its task back
at the head of the queue, and it cannot lose patience again; a common queue without hours hands its tasks to the
grids.

**Ways.** A case of the higher tier rises to the street office with weekly probability rise_base + rise_linkage x
linkage; of the others mistake x linkage go up too (C25). The rest enter the common queue with probability pooling if
the trust of those concerned carries the hand-over (a keyed uniform below the same mean, of claimant or first
affected), at `hand_over_hours` of coordination; else their grid's queue. A problem that spans grids is in two grid
queues, half the work in each, and ends with the later half; in the common queue it is one (C17-C19, H4). Linkage
costs linkage_hours x linkage a case.

**Closing on paper.** A known open case is closed falsely with probability 1 - exp(-false_closing r) a week, r the
report effort on cases (C24, H8); it may be refused and come back (model/cases/callback.py). At 3, as first designed, half of all open cases vanish in a week at defaults, and no queue ever builds
up, so that nothing could show in H4; hence 1.

Limit: one queue, exponential work and patience is Erlang A (Palm 1957; Garnett, Mandelbaum & Reiman 2002), without
patience Erlang C: `tasks.serve`, which every queue here runs on. Off: nobody works, waits for less or gives up; known cases
pile up. With pooling 0 the common queue is idle.

Examples
--------
An office of one server, 20 h a week: two tasks of 10 h that come at the same moment are done after half a week and a week:

>>> import numpy as np
>>> from cogov.model.sandbox import queue
>>> from cogov.model.cases.queues import FINISHED
>>> queues, counters = queue(servers=1, hours=20.0)
>>> for task in (new_task(queues, counters), new_task(queues, counters)):
...     queues.task_work[task], queues.task_deadline[task] = 10.0, 9.0
...     enqueue(queues, 0, task, 0.0, -1)
>>> task, what, when = np.empty(9, np.int64), np.empty(9, np.int64), np.empty(9)
>>> events = serve(queues, 0, 0.0, 1.0, task, what, when)
>>> when[:events][what[:events] == FINISHED].tolist()
[0.5, 1.0]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..cases import callback, lifecycle, resolution_rates, staffing
from ..cases.callback import answer, comes_back, send_back
from ..cases.lifecycle import CASE_ENDED, END_ABANDONED, END_FALSE, END_TRUE, book_case, end_case, free_case, office
from ..cases.queues import ABANDONED, BEGUN, append, enqueue, new_task, release, serve, take_head  # fmt: skip
from ..cases.resolution_rates import expect_at_start, update_rates
from ..cases.staffing import carries, count_hours, staff
from ..events import tell
from ..process import WEEKLY, Process
from ..quantities.codes import CASE_LATENT, CASE_RISING, CASE_SERVED, CASE_WAITING, DISPUTE, EVENT_RISEN
from ..quantities.streams import HANDLING

PARAMETERS = (
    *staffing.PARAMETERS,
    constant(
        "hand_over_hours",
        0.5,
        bounds=(0, 100),
        plausible=(0, 2),
        unit="h a case",
        label=Text("Coordination in the common queue", "共同队列协调工时"),
        source="design assumption",
    ),
    constant(
        "linkage_hours",
        0.5,
        bounds=(0, 100),
        plausible=(0, 1),
        unit="h a case",
        label=Text("Cost of linkage", "上下联动工时"),
        source="design assumption",
    ),
    constant(
        "rise_base",
        0.04,
        bounds=(0, 1),
        plausible=(0.01, 0.1),
        unit="a week",
        label=Text("Rising without linkage", "无联动时上升概率"),
        source="design assumption",
    ),
    constant(
        "rise_linkage",
        0.46,
        bounds=(0, 0.96),
        plausible=(0.2, 0.6),
        unit="a week",
        label=Text("Rising by linkage", "联动提高的上升概率"),
        source="design assumption",
    ),
    constant(
        "mistake",
        0.10,
        bounds=(0, 1),
        plausible=(0, 0.2),
        unit="share",
        label=Text("Cases sent up by mistake", "误报上级占比"),
        source="design assumption",
    ),
    constant(
        "false_closing",
        1.0,
        bounds=(0, 20),
        plausible=(0.3, 3),
        unit="a week at full report effort",
        label=Text("Closing on paper", "虚假办结率"),
        source=Text(
            "assumed: recorded resolution can rise by effort as well as on paper, and records do not show which (Beijing: 0.531 -> 0.965)",
            "假定：上报的解决率可因实际努力而升，也可因虚假办结而升，记录无法区分（北京：0.531 → 0.965）",
        ),
    ),
    *callback.PARAMETERS,
    *lifecycle.PARAMETERS,
    *resolution_rates.PARAMETERS,
)

ROUTE, RISE, CLOSE = HANDLING + 0, HANDLING + 1, HANDLING + 2


@compiled
def start(w):
    """Empty the queues and set what is expected before anything is known."""
    queues = w.queues
    queues.head[:] = -1
    queues.tail[:] = -1
    queues.server_task[:] = -1
    queues.task_case[:] = -1
    expect_at_start(w)


@compiled
def _hand_back_common(w, last):
    """Give what stands in a common queue without hours to the grids it came from, in order."""
    queues, cases, grids = w.queues, w.cases, w.grids.key.size
    for q in range(grids, grids + w.communities.key.size):
        if queues.speed[q] > 0.0:
            continue
        while int(queues.head[q]) >= 0:
            task = take_head(queues, q)
            append(queues, int(cases.grid[int(queues.task_case[task])]), task)
    for q in range(last.size):
        last[q] = queues.tail[q]


@compiled
def _send(w, case, queue, time, work, last):
    """Put one part of a case into a queue."""
    task = new_task(w.queues, w.counters)
    if task >= 0:
        w.cases.parts_left[case] += 1
        if int(w.cases.queue[case]) < 0:
            w.cases.queue[case] = queue
        w.queues.task_case[task] = case
        w.queues.task_work[task] = work
        w.queues.task_deadline[task] = w.cases.deadline[case]
        enqueue(w.queues, queue, task, time, int(last[queue]))


@compiled
def _to_street(w, case, time, last):
    """Put a case into the queue of its street office."""
    c = int(w.cases.community[case])
    linking = w.parameters.linkage_hours * w.levers.linkage
    w.tally.coordination_hours[c] += linking
    w.cases.state[case] = CASE_WAITING
    _send(
        w,
        case,
        w.grids.key.size + w.communities.key.size + int(w.communities.street[c]),
        time,
        w.cases.work[case] + linking,
        last,
    )


@compiled
def _route(w, case, last):
    """Send a case that has become known on its way."""
    cases, p, levers = w.cases, w.parameters, w.levers
    c, time = int(cases.community[case]), cases.entered[case]
    w.tally.case_arrivals[c] += 1.0
    if int(cases.tier[case]) == 1:
        cases.state[case] = CASE_RISING
        return
    key, case_key = stream(w.seed, ROUTE, int(cases.arose[case])), cases.key[case]
    if uniform(key, case_key, 0) < p.mistake * levers.linkage:
        _to_street(w, case, time, last)
        return
    cases.state[case] = CASE_WAITING
    linking = p.linkage_hours * levers.linkage
    w.tally.coordination_hours[c] += linking
    common = w.grids.key.size + c
    concerned = int(cases.party[case]) if int(cases.kind[case]) == DISPUTE else int(cases.first_affected[case])
    pooled = uniform(key, case_key, 1) < levers.pooling and uniform(key, case_key, 2) < carries(w, concerned)
    if pooled and w.queues.speed[common] > 0.0:
        w.tally.coordination_hours[c] += p.hand_over_hours
        _send(w, case, common, time, cases.work[case] + linking + p.hand_over_hours, last)
    elif int(cases.other_grid[case]) >= 0:
        _send(w, case, int(cases.grid[case]), time, 0.5 * cases.work[case] + linking, last)
        _send(w, case, int(cases.other_grid[case]), time, 0.5 * cases.work[case], last)
    else:
        _send(w, case, int(cases.grid[case]), time, cases.work[case] + linking, last)


@compiled
def _admit(w, week, last):
    """Route what has become known, and let cases of the higher tier rise."""
    cases = w.cases
    rise = stream(w.seed, RISE, week)
    chance = min(1.0, w.parameters.rise_base + w.parameters.rise_linkage * w.levers.linkage)
    for case in range(int(w.counters.cases[0])):
        if int(cases.alive[case]) == 0:
            continue
        if int(cases.state[case]) == CASE_LATENT and cases.entered[case] == cases.entered[case]:
            _route(w, case, last)
        if int(cases.state[case]) == CASE_RISING:
            begin = max(cases.entered[case], float(week))
            time = begin + uniform(rise, cases.key[case], 1) * (float(week + 1) - begin)
            if time < cases.deadline[case] and uniform(rise, cases.key[case], 0) < chance:
                tell(
                    w,
                    week,
                    EVENT_RISEN,
                    int(cases.community[case]),
                    int(cases.first_affected[case]),
                    int(cases.kind[case]),
                    time,
                )
                _to_street(w, case, time, last)


@compiled
def _drop_part(w, task):
    """Take a part of a case out; the row of an ended case is free with its last part."""
    case = int(w.queues.task_case[task])
    release(w.queues, w.counters, task)
    w.cases.parts_left[case] -= 1
    if int(w.cases.parts_left[case]) == 0 and int(w.cases.state[case]) == CASE_ENDED:
        free_case(w.cases, w.counters, case)


@compiled
def _note(w, week, task, what, time):
    """Write down what `serve` did with one task."""
    cases, case = w.cases, int(w.queues.task_case[task])
    ended = int(cases.state[case]) == CASE_ENDED
    if what == BEGUN:
        if not ended:
            cases.state[case] = CASE_SERVED
            if not time >= cases.begun[case]:  # the first part of the case, whichever queue is served first
                cases.begun[case] = time
                cases.queue[case] = w.queues.task_queue[task]
        return
    if not ended and what == ABANDONED:
        end_case(w, week, case, END_ABANDONED, time)
    elif not ended:
        before = cases.finished[case]  # 0: no part finished yet; times of the burn-in lie below 0
        cases.finished[case] = time if before == 0.0 else max(before, time)
        if int(cases.parts_left[case]) == 1:
            end_case(w, week, case, END_TRUE, cases.finished[case])
    _drop_part(w, task)


@compiled
def _work(w, week):
    """Let every queue serve through the week."""
    queues = w.queues
    room = 2 * int(w.counters.tasks[0]) + 1
    task, what, when = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    for q in range(queues.head.size):
        count = serve(queues, q, float(week), float(week + 1), task, what, when)
        for k in range(count):
            _note(w, week, task[k], what[k], when[k])


@compiled
def close_on_paper(w, week):
    """Close known open cases falsely, as report effort goes; those that come back stay where they are."""
    cases, p = w.cases, w.parameters
    key = stream(w.seed, CLOSE, week)
    for case in range(int(w.counters.cases[0])):
        if int(cases.alive[case]) == 1 and int(cases.state[case]) != CASE_LATENT:
            report = w.governments.effort_cases[office(w, int(cases.community[case]))]
            if report > 0.0 and uniform(key, cases.key[case], 0) < 1.0 - exp(-p.false_closing * report):
                booked = answer(w, week, case, False)
                if comes_back(w, week, case, booked):
                    send_back(w, case, booked)
                else:
                    book_case(w, week, case, END_FALSE, float(week + 1), booked)


@compiled
def _sweep_queue(w, week, q):
    """Take out tasks of ended cases, and those whose patience ended while they waited."""
    queues, cases, until = w.queues, w.cases, float(week + 1)
    for s in range(int(queues.first_server[q]), int(queues.first_server[q]) + int(queues.servers[q])):
        task = int(queues.server_task[s])
        if task >= 0 and int(cases.state[int(queues.task_case[task])]) == CASE_ENDED:
            queues.server_task[s] = -1
            _drop_part(w, task)
    waiting = int(queues.length[q])
    for _ in range(waiting):
        task = take_head(queues, q)
        case = int(queues.task_case[task])
        patient = queues.task_deadline[task] >= until if queues.speed[q] > 0.0 else cases.deadline[case] >= until
        if not patient and int(cases.state[case]) != CASE_ENDED:
            end_case(w, week, case, END_ABANDONED, max(cases.deadline[case], float(week)))
        if int(cases.state[case]) == CASE_ENDED:
            _drop_part(w, task)
        else:
            append(queues, q, task)


@compiled
def _sweep(w, week):
    """Let waiting and rising cases be given up whose patience ended this week."""
    cases = w.cases
    for case in range(int(w.counters.cases[0])):
        if (
            int(cases.alive[case]) == 1
            and int(cases.state[case]) == CASE_RISING
            and cases.deadline[case] < float(week + 1)
        ):
            end_case(w, week, case, END_ABANDONED, cases.deadline[case])
    for _ in range(2):  # a part given up in one queue ends the case: its other part may stand in a queue swept before
        for q in range(w.queues.head.size):
            if int(w.queues.length[q]) > 0 or int(w.queues.servers[q]) > 0:
                _sweep_queue(w, week, q)


@compiled
def step(w, week):
    """Route, serve, close on paper, give up, and count, for one week."""
    last = np.empty(w.queues.head.size, np.int32)
    staff(w)
    _hand_back_common(w, last)
    _admit(w, week, last)
    _work(w, week)
    close_on_paper(w, week)
    _sweep(w, week)
    count_hours(w)
    update_rates(w)


PROCESS = Process(
    "handling",
    step,
    every=WEEKLY,
    label=Text("Handling of cases", "诉求办理"),
    about=Text(
        "Known cases wait in queues of grids, of the community, or of the street office and are served event by event; some rise, some are closed on paper, some are given up.",
        "已知诉求在网格队列、社区共同队列或街道队列中排队，按先来先办逐件处理；整合比例决定多少工时与案件进入共同队列，信任不足时不能移交。需上级解决的案件按与联动程度有关的概率上报；考核造成的“纸面办结”概率为 1 - exp(-系数 × 应付考核的努力)。单一队列时即 Erlang A/C 模型。",
    ),
)
