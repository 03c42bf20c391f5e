"""The rules of handling one by one, on a few cases: quick enough to be run as plain Python too."""

import numpy as np
import pytest
from cogov.model.cases import lifecycle as rules
from cogov.model.cases.queues import ABANDONED, BEGUN, FINISHED
from cogov.model.mechanisms import handling
from cogov.model.quantities.codes import CASE_RISING, CASE_SERVED, CASE_WAITING, DISPUTE, PROBLEM
from cogov.tests.support.case_worlds import case_world

FIRST, SECOND = 0, 1  # grids of the first community; its common queue is 4, the street office 6
COMMON, STREET = 4, 6


def world(levers=None, **parameters):
    """Two communities of two grids, nobody at work yet, mistakes and linkage off unless asked for."""
    levers = {"linkage": 0.0, "pooling": 0.0, **(levers or {})}
    w = case_world(levers=levers, parameters=parameters, cases=40)
    w.residents.trust_organizations[:], w.residents.trust_government[:] = 0.0, 0.0
    return w


def known(w, **values):
    """A case of the first grid that has just become known, patient for long; its row."""
    row = rules.open_case(w.cases, w.counters)
    given = {"key": 77 + row, "kind": PROBLEM, "grid": FIRST, "affected": 1, "work": 8.0, "entered": 3.25, "deadline": 90.0, "arose": 3}  # fmt: skip
    for name, value in (given | values).items():
        getattr(w.cases, name)[row] = value
    return row


def admitted(w, week=3):
    handling._admit(w, week, np.full(w.queues.head.size, -1, np.int32))


def waiting(w):
    return {q: int(n) for q, n in enumerate(w.queues.length) if n}


def test_a_problem_waits_in_its_grid_and_one_of_two_grids_by_halves_in_both():
    w = world()
    row = known(w)
    admitted(w)
    assert (waiting(w), int(w.cases.state[row])) == ({FIRST: 1}, CASE_WAITING)
    both = known(w, other_grid=SECOND)
    admitted(w)
    assert waiting(w) == {FIRST: 2, SECOND: 1}
    assert w.cases.parts_left[both] == 2
    assert sorted(w.queues.task_work[:3]) == [4.0, 4.0, 8.0]
    assert w.tally.case_arrivals.tolist() == [2.0, 0.0]


def test_what_nobody_knows_of_is_left_alone():
    w = world()
    known(w, entered=np.nan)
    admitted(w)
    assert waiting(w) == {}


@pytest.mark.parametrize(("kind", "pooled"), [(PROBLEM, False), (DISPUTE, True)])
def test_the_trust_of_whom_it_concerns_carries_a_case_into_the_common_queue(kind, pooled):
    """In a dispute that is the claimant, else the first of those affected."""
    w = world({"pooling": 1.0})
    w.residents.trust_organizations[9] = w.residents.trust_government[9] = 1.0
    w.queues.speed[COMMON] = 1.0
    known(w, kind=kind, first_affected=5, party=9)
    admitted(w)
    assert waiting(w) == ({COMMON: 1} if pooled else {FIRST: 1})


def test_without_hours_nothing_is_pooled():
    w = world({"pooling": 1.0})
    w.residents.trust_organizations[:] = w.residents.trust_government[:] = 1.0
    known(w)
    admitted(w)
    assert waiting(w) == {FIRST: 1}


@pytest.mark.parametrize(("chance", "deadline", "rises"), [(1.0, 90.0, True), (0.0, 90.0, False), (1.0, 3.1, False)])
def test_a_case_rises_if_luck_has_it_and_patience_lasts(chance, deadline, rises):
    w = world(rise_base=chance, rise_linkage=0.0)
    row = known(w, tier=1, deadline=deadline)
    admitted(w)
    assert waiting(w) == ({STREET: 1} if rises else {})
    assert w.cases.state[row] == (CASE_WAITING if rises else CASE_RISING)


def served(w, row, *noted):
    """Note what a server did with the parts of a case: (task, what, when)."""
    for task, what, when in noted:
        handling._note(w, 3, task, what, when)


def test_work_begins_with_the_earliest_part_and_ends_with_the_last():
    w = world()
    row = known(w, other_grid=SECOND)
    admitted(w)
    first, second = (int(w.queues.head[q]) for q in (FIRST, SECOND))
    served(w, row, (first, BEGUN, 3.6), (second, BEGUN, 3.4), (first, BEGUN, 3.9))
    assert (w.cases.begun[row], int(w.cases.queue[row]), int(w.cases.state[row])) == (3.4, SECOND, CASE_SERVED)
    served(w, row, (second, FINISHED, 3.8), (first, FINISHED, 3.7))
    assert (w.cases.ended[row], int(w.cases.how[row])) == (3.8, rules.END_TRUE)


def test_one_part_given_up_ends_the_case():
    w = world()
    row = known(w, other_grid=SECOND)
    admitted(w)
    first, second = (int(w.queues.head[q]) for q in (FIRST, SECOND))
    served(w, row, (first, ABANDONED, 3.5), (second, FINISHED, 3.8))
    assert (w.cases.ended[row], int(w.cases.how[row])) == (3.5, rules.END_ABANDONED)


@pytest.mark.parametrize(("deadline", "ended"), [(3.6, 3.6), (1.5, 3.0), (4.0, None)])
def test_patience_that_ends_while_a_case_waits(deadline, ended):
    """The end is that of patience, but never before the week in which it is seen."""
    w = world()
    row = known(w)
    admitted(w)
    w.cases.deadline[row] = deadline
    handling._sweep_queue(w, 3, FIRST)
    if ended is None:
        assert (waiting(w), int(w.cases.state[row])) == ({FIRST: 1}, CASE_WAITING)
    else:
        assert (waiting(w), w.cases.ended[row], int(w.cases.how[row])) == ({}, ended, rules.END_ABANDONED)


def test_rates_move_by_half_in_the_half_life():
    """From 0.5 towards the share of this week's ends; what has no end this week stays."""
    w = world(rate_half_life=1.0, rate_start=0.5, waiting_start=2.0)
    for name, value in {"resolved_true": 3, "resolved_false": 4, "abandoned": 1, "settled_direct": 6, "mediated": 2, "recorded_ended": 8, "recorded_resolved": 7, "case_ended": 4, "case_time": 4}.items():  # fmt: skip
        getattr(w.tally, name)[0] = value
    handling.update_rates(w)
    places = w.communities
    assert places.true_rate.tolist() == pytest.approx([(0.5 + 3 / 8) / 2, 0.5])
    assert places.efficacy.tolist() == pytest.approx([(0.5 + 11 / 16) / 2, 0.5])
    assert places.reported_rate.tolist() == pytest.approx([(0.5 + 7 / 8) / 2, 0.5])
    assert w.queues.waiting.tolist() == pytest.approx([1.5, 2.0])


def test_a_week_ends_with_the_rates():
    w = world(rate_half_life=1.0, rate_start=0.5)
    w.tally.resolved_true[0] = 1.0
    handling.step(w, 0)
    assert w.communities.true_rate.tolist() == pytest.approx([0.75, 0.5])
