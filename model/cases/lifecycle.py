"""What the mechanisms of cases share: opening and ending a case, rows to reuse, and telling those whom it concerned.

A case ends in one of three ways: truly resolved, closed on paper, or given up. The record books the first two as resolved unless
a callback says otherwise (callback.py). Residents see the true end, not the record. Those affected learn of it if they still live where they lived when it arose: a good end is a good experience of
government (and of the organisation that carried it), the others are bad ones. A problem that nobody ever reported
moves no trust in government, which never knew of it, but it does move the record of own cases, the anchor of belonging and
the burden; influence is moved by cases that an office knew of (mechanism `records`).

Conservation: problems arisen + disputes escalated = resolved + closed on paper + given up + open, in every week.
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..events import tell
from ..experience import GOVERNMENT_DOWN, GOVERNMENT_UP, ORGANIZATIONS_DOWN, ORGANIZATIONS_UP, note
from ..mechanisms.records import toward
from ..quantities.codes import (  # fmt: skip
    CASE_LATENT,
    CHANNEL_ORGANIZATION,
    DISPUTE,
    EVENT_ABANDONED,
    EVENT_FALSELY_CLOSED,
    EVENT_RESOLVED,
)
from ..rules.spillover import gained
from .callback import answer

ABOUT = Text(
    "Opening and ending a case, and telling those whom it concerned of the true end.",
    "案件的产生与了结：真正解决、纸面办结或放弃；有关居民知道的是真实结果，而非记录。",
)

PARAMETERS = (
    constant(
        "case_outcome_step",
        0.2,
        bounds=(0, 1),
        plausible=(0.1, 0.4),
        unit="share",
        label=Text("Step of the record of own cases", "个人诉求记录步长"),
        source="not measured",
    ),
)

CASE_ENDED = (
    4  # a state besides those of codes.py: ended, but parts of it still stand in a queue until the week is over
)
END_TRUE, END_FALSE, END_ABANDONED = 0, 1, 2
LOG_2 = 0.6931471805599453
NOT_YET = float("nan")


@compiled
def expected_problems(rate, residents, effect, gain):
    """Return the expected problems of a grid and week; `rate` per 10,000 residents, `gain` in fit since the start."""
    return rate / 10000.0 * residents * exp(-effect * gain)


@compiled
def needed_room(w):
    """Return how many free rows of cases and of tasks a week may need: mean + 10 sqrt(mean) + 50 new cases, two tasks
    to a case.
    """
    p, grids = w.parameters, w.grids
    mean = p.dispute_rate / 10000.0 * float(w.residents.building.size)
    for g in range(grids.key.size):
        c = int(grids.community[g])
        n = float(int(grids.first[g + 1]) - int(grids.first[g]))
        mean += expected_problems(p.problem_rate, n, p.problem_fit_effect, gained(w, c))
    cases = int(mean + 10.0 * math.sqrt(mean)) + 50
    return cases, 2 * (cases + int(w.counters.open_cases[0])) - int(w.counters.open_tasks[0])


@compiled
def room_for_week(w):
    """Say whether the free rows suffice for a week; tables are made longer at their end, nothing else of them changes."""
    cases, tasks = needed_room(w)
    free_cases = w.cases.alive.size - int(w.counters.open_cases[0])
    free_tasks = w.queues.task_case.size - int(w.counters.open_tasks[0])
    return free_cases >= cases and free_tasks >= tasks


@compiled
def office(w, community):
    """Return the row of the government whose staff serve a community: its street office, or the district if there is
    none.
    """
    row = 1 + int(w.communities.street[community])
    return row if row < w.governments.effort_true.size else 0


@compiled
def open_case(cases, counters):
    """Return a free row, now in use; -1 and a raised `no_room` where there is none."""
    link = int(counters.free_case[0])
    if link > 0:
        row = link - 1
        counters.free_case[0] = int(cases.next_free[row])
    else:
        row = int(counters.cases[0])
        if row >= cases.alive.size:
            counters.no_room[0] += 1
            return -1
        counters.cases[0] = row + 1
    cases.alive[row] = 1
    cases.state[row] = CASE_LATENT
    cases.channel[row] = 0
    cases.topic[row] = 0
    cases.other_grid[row] = -1
    cases.tier[row] = 0
    cases.visible[row] = 1
    cases.party[row] = -1
    cases.opponent[row] = -1
    cases.entered[row] = NOT_YET
    cases.arose_at[row] = 0.0
    cases.finished[row] = 0.0
    cases.parts_left[row] = 0
    cases.queue[row] = -1
    cases.begun[row] = NOT_YET
    cases.ended[row] = NOT_YET
    cases.ended_in[row] = -1
    cases.how[row] = 0
    cases.booked[row] = 0
    cases.tellers[row] = 0
    cases.by_hotline[row] = 0
    cases.calls[row] = 0
    counters.open_cases[0] += 1
    return row


@compiled
def free_case(cases, counters, case):
    """Give the row of an ended case back."""
    cases.next_free[case] = int(counters.free_case[0])
    counters.free_case[0] = case + 1


def lived_there(arrived, arose):
    """Return whether who came in week `arrived` (see agents/resident.py; 0: there from the beginning) lived there when a case arose.

    Weeks in which cases arise count from 0, those of the burn-in from -1 down, and people move in before the problems of the week arise.
    """
    return (arrived == 0) | (arrived <= arose + (arose >= 0))


_lived_there = compiled(lived_there)


@compiled
def lasting(good, weeks, adaptation):
    """Return for how long a problem weighed on those affected, in weeks as felt.

    One gets used to it: tau (1 - exp(-T / tau)) where it was truly resolved after T `weeks`, and tau where it never was;
    tau is `adaptation`.
    """
    return adaptation * (1.0 - exp(-max(0.0, weeks) / adaptation)) if good else adaptation


@compiled
def _tell_resident(w, i, case, good, felt, share):
    """Let one resident see how a case ended, unless the home changed hands since it arose.

    `felt` is how long it weighed on him or her (`lasting`), `share` what of it is added to the burden.
    """
    r, p, cases = w.residents, w.parameters, w.cases
    if not _lived_there(int(r.arrived[i]), int(cases.arose[case])):
        return
    end = 1.0 if good else 0.0
    r.case_outcome[i] = toward(float(r.case_outcome[i]), end, p.case_outcome_step)
    r.anchor[i] = toward(float(r.anchor[i]), end, p.anchor_case)
    r.burden[i] += share * felt
    w.tally.problem_burden[int(cases.community[case])] += felt
    if int(cases.state[case]) == CASE_LATENT:
        return
    r.influence[i] = toward(float(r.influence[i]), end, p.influence_case)
    note(w.experience.felt, i, GOVERNMENT_UP if good else GOVERNMENT_DOWN)
    if int(cases.channel[case]) == CHANNEL_ORGANIZATION:
        note(w.experience.felt, i, ORGANIZATIONS_UP if good else ORGANIZATIONS_DOWN)


@compiled
def end_case(w, week, case, how, time):
    """End a case at a time (weeks) as `book_case` does; one that was truly resolved may be denied when it is called back."""
    booked = 0 if how == END_ABANDONED else 1
    if how == END_TRUE and int(w.cases.state[case]) != CASE_LATENT:
        booked = answer(w, week, case, True)
    book_case(w, week, case, how, time, booked)


@compiled
def book_case(w, week, case, how, time, booked):
    """End a case at a time (weeks): count it, notify those affected; its row is free once no part of it stands in a queue.

    `booked` is what the record says: 1 resolved, 0 not.
    """
    cases, tally = w.cases, w.tally
    c = int(cases.community[case])
    known = int(cases.state[case]) != CASE_LATENT
    if how == END_TRUE:
        tally.resolved_true[c] += 1.0
        kind = EVENT_RESOLVED
    elif how == END_FALSE:
        tally.resolved_false[c] += 1.0
        kind = EVENT_FALSELY_CLOSED
    else:
        tally.abandoned[c] += 1.0
        kind = EVENT_ABANDONED
    if known:
        tally.recorded_ended[c] += 1.0
        tally.recorded_resolved[c] += float(booked)
        tally.known_ended[c] += 1.0
        tally.known_resolved[c] += float(booked)
        tally.known_true[c] += 1.0 if how == END_TRUE else 0.0
        if how != END_FALSE:
            tally.case_time[c] += time - cases.entered[case]
            tally.case_ended[c] += 1.0
    good = how == END_TRUE
    felt = lasting(good, time - cases.arose_at[case], w.parameters.adaptation)
    share = 1.0 - exp(-LOG_2 / w.parameters.burden_half_life)
    first = int(cases.first_affected[case])
    if int(cases.kind[case]) == DISPUTE:
        first = int(cases.party[case])
        _tell_resident(w, first, case, good, felt, share)
        _tell_resident(w, int(cases.opponent[case]), case, good, felt, share)
    else:
        for i in range(first, first + int(cases.affected[case])):
            _tell_resident(w, i, case, good, felt, share)
    tell(w, week, kind, c, first, int(cases.kind[case]), time)
    cases.how[case] = how
    cases.booked[case] = booked
    cases.ended[case] = time
    cases.ended_in[case] = week
    cases.alive[case] = 0
    cases.state[case] = CASE_ENDED
    w.counters.open_cases[0] -= 1
    if int(cases.parts_left[case]) == 0:
        free_case(cases, w.counters, case)
