"""Callbacks: who is called, what is booked, what comes back and how, and the limits in closed form."""

import math

import numpy as np
import pytest
from cogov.evidence.reproduce.result import mean_error
from cogov.evidence.reproduce.service.callback import RECORDED, simulated, theory
from cogov.model.cases import callback as rules
from cogov.model.cases import lifecycle
from cogov.model.mechanisms import handling
from cogov.model.quantities.codes import (
    CASE_RISING,
    CASE_SERVED,
    CASE_WAITING,
    CHANNEL_FOUND,
    CHANNEL_PHONE,
    CHANNEL_RELAY,
    CHANNEL_WINDOW,
    DISPUTE,
    PROBLEM,
)
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT
from cogov.tests.support.case_worlds import case_world, run
from cogov.tests.support.districts import differing, district, state_of

OPEN, MANY = 4.25, 400
ALWAYS = {"callback": 1.0, "callback_e2": 0.0, "callback_e1": 0.0, "reopening": 1.0, "repeat_call": 0.0, "callback_told": 1.0}  # fmt: skip


def known(channel=CHANNEL_WINDOW, count=1, state=CASE_WAITING, tellers=3, kind=PROBLEM, **parameters):
    """A world with cases of the second community that an office knows of; all closed on paper in any week."""
    w = case_world(cases=MANY + 5, parameters={"false_closing": 20.0, **ALWAYS, **parameters})
    w.governments.effort_cases[:] = 1e6
    for k in range(count):
        case = lifecycle.open_case(w.cases, w.counters)
        given = {"key": 1000 + k, "kind": kind, "community": 1, "grid": 2, "first_affected": 100, "affected": 2, "party": 101, "opponent": 150,
                 "channel": channel, "state": state, "arose": 4, "entered": OPEN, "deadline": 30.5, "parts_left": 2}  # fmt: skip
        for name, value in given.items():
            getattr(w.cases, name)[case] = value
        if tellers:
            rules.enter_calls(w, case, tellers, 1)
    return w


def flow(w, *names):
    return tuple(float(getattr(w.tally, name)[1]) for name in names)


CLOSED = ("recorded_ended", "recorded_resolved", "known_ended", "resolved_false", "callbacks", "refusals", "returned", "repeats", "calls")  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, (1, 0, 0, 0, 1, 1, 1, 3, 6)),  # refused and reopened
        ({"reopening": 0.0}, (1, 0, 1, 1, 1, 1, 0, 0, 3)),  # refused, and that was it
        ({"callback_e2": 1.0}, (1, 1, 1, 1, 1, 0, 0, 0, 3)),  # accepted
        ({"callback_e2": 1.0, "repeat_call": 1.0}, (1, 1, 0, 0, 1, 0, 1, 3, 6)),  # accepted, and reported again
        ({"callback": 0.0}, (1, 1, 1, 1, 0, 0, 0, 0, 3)),  # nobody called
        ({"callback": 0.0, "repeat_call": 1.0}, (1, 1, 0, 0, 0, 0, 1, 3, 6)),
    ],
)
def test_a_case_closed_on_paper(parameters, expected):
    w = known(**parameters)
    handling.close_on_paper(w, 6)
    assert flow(w, *CLOSED) == expected
    assert w.cases.calls[0] == expected[-1]
    assert w.cases.alive[0] == 1 - expected[2]


@pytest.mark.parametrize("state", [CASE_WAITING, CASE_SERVED, CASE_RISING])
def test_what_comes_back_stays_where_it_is(state):
    w = known(state=state)
    kept = {name: getattr(w.cases, name)[0] for name in ("state", "deadline", "entered", "parts_left", "queue", "finished", "arose", "tellers", "how")}  # fmt: skip
    felt, cases = w.experience.felt.copy(), w.residents.case_outcome.copy()
    for week in (6, 7, 8):
        handling.close_on_paper(w, week)
    assert {name: getattr(w.cases, name)[0] for name in kept} == kept
    assert flow(w, "returned", "repeats") == (3, 9)
    assert w.cases.calls[0] == 12
    assert w.counters.open_cases[0] == 1
    np.testing.assert_array_equal(w.experience.felt, felt)  # nobody has seen it end
    np.testing.assert_array_equal(w.residents.case_outcome, cases)


@pytest.mark.parametrize("channel", [CHANNEL_FOUND, CHANNEL_RELAY])
def test_what_staff_found_has_nobody_to_call(channel):
    w = known(channel=channel, tellers=0, repeat_call=1.0)
    handling.close_on_paper(w, 6)
    assert flow(w, *CLOSED) == (1, 1, 1, 1, 0, 0, 0, 0, 0)
    w = known(channel=channel, tellers=0, callback_told=0.0)
    handling.close_on_paper(w, 6)
    assert flow(w, *CLOSED) == (1, 0, 0, 0, 1, 1, 1, 0, 0)  # it comes back without a call


@pytest.mark.parametrize("kind", [PROBLEM, DISPUTE])
@pytest.mark.parametrize("channel", [CHANNEL_WINDOW, CHANNEL_PHONE])
def test_a_true_end_can_be_denied_and_ends_all_the_same(kind, channel):
    for denied in (0.0, 1.0):
        w = known(channel=channel, kind=kind, callback_e1=denied)
        w.cases.parts_left[0] = 0
        lifecycle.end_case(w, 6, 0, lifecycle.END_TRUE, 6.5)
        assert flow(w, "known_true", "known_ended", "callbacks", "refusals", "returned") == (1, 1, 1, denied, 0)
        assert flow(w, "recorded_ended", "recorded_resolved") == (1, 1 - denied)
        assert (w.cases.booked[0], w.cases.how[0]) == (1 - denied, lifecycle.END_TRUE)
        assert w.residents.case_outcome[101] > case_world().residents.case_outcome[101]


def test_nobody_calls_about_what_was_given_up():
    w = known()
    lifecycle.end_case(w, 6, 0, lifecycle.END_ABANDONED, 6.5)
    assert flow(w, "recorded_ended", "recorded_resolved", "known_ended", "callbacks", "returned") == (1, 0, 1, 0, 0)


@pytest.mark.parametrize(("called", "accepted", "again", "reopened"), [(0.7, 0.4, 0.2, 0.9), (0.3, 0.8, 0.6, 0.5)])
def test_chances(called, accepted, again, reopened):
    """Of many cases closed in one week: each share within 4 standard errors."""
    w = known(count=MANY, callback=called, callback_e2=accepted, repeat_call=again, reopening=reopened)
    handling.close_on_paper(w, 6)
    pi = called * (1 - accepted)
    back = pi * reopened + (1 - pi) * again
    for name, chance in (("callbacks", called), ("refusals", pi), ("returned", back), ("recorded_resolved", 1 - pi)):
        assert abs(flow(w, name)[0] / MANY - chance) < 4 * math.sqrt(chance * (1 - chance) / MANY)
    assert flow(w, "repeats", "calls") == (3 * flow(w, "returned")[0], 3 * MANY + 3 * flow(w, "returned")[0])
    assert w.cases.calls.sum() == flow(w, "calls")[0]


@pytest.mark.parametrize("setting", [(0.5, 0.2, 0.4, 0.3, 0.7), (0.2, 0.9, 0.8, 0.1, 0.5), (0.8, 0.4, 0.0, 0.4, 1.0)])
def test_limit_without_patience(setting):
    """Closings a case, true share and recorded share against their closed form, within four standard errors."""
    values = simulated(3, 60, *setting)
    for k, wanted in enumerate(theory(*setting)):
        mean, error = mean_error(values[:, k])
        assert abs(mean - wanted) < 4 * error + 1e-9
    assert values[:, RECORDED].max() <= 1


def test_honest_callbacks_that_reopen_all_leave_no_false_end():
    values = simulated(3, 10, 0.4, 0.5, 1.0, 0.0, 1.0)
    np.testing.assert_array_equal(values[:, 1], 1.0)


def sums(weeks=80, **parameters):
    given = {"problem_rate": 150.0, "repeat_call": 0.3, "phone_reach": 1.0, **parameters}
    levers = {"kpi_power": 1.0, "kpi_alignment": 0.7}
    return run(case_world(communities=4, residents=200, cases=4000, parameters=given, levers=levers), weeks)


def test_conservation():
    """calls = first calls + repeats; known_ended = known_true + false + given up while known."""
    for called in (0.0, 0.6, 1.0):
        s = sums(callback=called)
        assert s["calls"] == s["affected"] - s["silent"] + s["escalated"] + s["repeats"]
        assert s["known_ended"] == s["case_ended"] + s["resolved_false"]
        assert s["known_true"] == s["resolved_true"]
        assert s["recorded_ended"] == s["known_ended"] + s["returned"]
        assert s["repeats"] >= s["returned"] > 0  # each that comes back has a teller


def test_callbacks_raise_what_is_true_and_lower_what_is_recorded():
    none, some, honest = (
        sums(callback=called, callback_e2=accepted) for called, accepted in ((0.0, 0.6), (1.0, 0.6), (1.0, 0.0))
    )
    true = [s["known_true"] / s["known_ended"] for s in (none, some, honest)]
    recorded = [s["recorded_resolved"] / s["recorded_ended"] for s in (none, some, honest)]
    assert true[0] < true[1] < true[2]
    assert recorded[0] > recorded[1]
    assert none["refusals"] == none["callbacks"] == 0


def test_told_cases_only_is_less_than_all():
    told, everyone = (sums(callback=1.0, callback_e2=0.6, callback_told=value, voice_base=-4.0) for value in (1.0, 0.0))
    assert told["callbacks"] < everyone["callbacks"]
    assert told["returned"] < everyone["returned"]


def test_off_reads_none_of_its_numbers():
    """With `callback` and `repeat_call` 0 nothing else about callbacks matters, bit for bit."""
    off = {"environment": {"callback": 0.0, "problem_rate": 200.0}, "levers": {"kpi_power": 1.0}}
    runs = [
        state_of(district(weeks=30, constants={"repeat_call": 0.0, "callback_e2": e2, "reopening": again, "refusal_penalty": penalty, "shared_report": shared, "callback_told": told}, **off))
        for e2, again, penalty, shared, told in ((0.6, 0.7, 0.3, 0.5, 1), (0.1, 1.0, 2.0, 0.9, 0))
    ]  # fmt: skip
    assert differing(*runs) == set()


def test_threads_and_callbacks():
    on = {"environment": {"callback": 0.9, "problem_rate": 200.0}, "levers": {"kpi_power": 1.0, "pooling": 0.5},
          "constants": {"repeat_call": 0.3, "phone_reach": 1.0, "errand_rate": 20.0}}  # fmt: skip
    one, four = (state_of(district(300, 3, 30, threads=threads, **on)) for threads in (1, 4))
    assert differing(one, four) == set()


def test_declared_once():
    assert ENVIRONMENT["callback"].default <= 1
    assert {"callback_e1", "callback_e2", "callback_told", "reopening", "repeat_call", "refusal_penalty", "shared_report"} <= set(CONSTANTS)  # fmt: skip
