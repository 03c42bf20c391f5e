"""Errands: the surplus of a logit (Small & Rosen 1981), who arises, what is counted, and what each number moves."""

import math

import numpy as np
import pytest
from cogov.model.mechanisms import errands
from cogov.model.mechanisms.errands import shares
from cogov.tests.support.case_worlds import case_world
from hypothesis import given
from hypothesis import strategies as st

hours = st.floats(0, 50)
share = st.floats(0, 1)


@given(st.floats(0.05, 5), hours, hours, hours, share, share)
def test_shares_are_those_of_the_logit(weight, worth, window, online, window_reach, online_reach):
    undone, at_window, by_net, surplus = shares(weight, worth, window, online, window_reach, online_reach)
    assert undone + at_window + by_net == pytest.approx(1, abs=1e-12)
    assert min(undone, at_window, by_net) >= 0
    assert surplus >= 0
    assert surplus == pytest.approx(-math.log(undone) / weight if undone > 1e-300 else surplus, rel=1e-9, abs=1e-9)
    if at_window > 0 and undone > 1e-200:
        assert at_window / undone == pytest.approx(window_reach * math.exp(weight * (worth - window)), rel=1e-9)


@given(st.floats(0.1, 3), st.floats(0, 20), st.floats(0, 20))
def test_windows_alone_are_a_logit_of_two(weight, worth, window):
    """closure 0 and nothing online."""
    undone, at_window, online, surplus = shares(weight, worth, window, 1.0, 1.0, 0.0)
    odds = math.exp(weight * (worth - window))
    assert online == 0
    assert at_window == pytest.approx(odds / (1 + odds), abs=1e-12)
    assert undone == pytest.approx(1 / (1 + odds), abs=1e-12)
    assert surplus == pytest.approx(math.log1p(odds) / weight, abs=1e-9)


@given(st.floats(0.2, 3), st.floats(0, 8), st.floats(0, 8), st.floats(0, 8), st.floats(0.05, 1), st.floats(0.05, 1))
def test_an_hour_more_costs_its_share(weight, worth, window, online, window_reach, online_reach):
    """Small & Rosen: the slope of surplus in the hours of a way is minus the share that takes it, in what it is worth the share that does it."""
    way = (weight, worth, window, online, window_reach, online_reach)
    found = shares(*way)
    for place, wanted in ((1, 1 - found[0]), (2, -found[1]), (3, -found[2])):
        more, less = list(way), list(way)
        more[place] += 1e-5
        less[place] -= 1e-5
        assert (shares(*more)[3] - shares(*less)[3]) / 2e-5 == pytest.approx(wanted, abs=1e-8)


def test_what_is_worth_very_much_is_no_error():
    undone, at_window, online, surplus = shares(20.0, 1e4, 2.0, 1.0, 0.5, 0.5)
    assert (undone, at_window, online) == pytest.approx((0.0, 0.0, 1.0), abs=1e-8)
    assert surplus == pytest.approx(1e4 - 1 + math.log(0.5) / 20, rel=1e-12)


def test_hours_without_weight_have_no_worth():
    undone, at_window, online, surplus = shares(0.0, 9.0, 2.0, 1.0, 0.5, 0.5)
    assert (undone, at_window, online, surplus) == (0.5, 0.25, 0.25, 0.0)


def done(weeks=52, online=0.5, change=None, levers=None, **parameters):
    """Flows of all communities over some weeks in which nothing but errands happens."""
    given = {"errand_rate": 26.0, "cost_weight": 1.0, **parameters}
    w = case_world(communities=2, residents=400, cases=10, parameters=given, levers=levers)
    w.governments.online[:] = online
    if change:
        change(w)
    for week in range(weeks):
        errands.step(w, week)
    return w


def total(w, name):
    return float(getattr(w.tally, name).sum())


def test_they_arise_at_the_rate():
    w = done(weeks=200, errand_rate=10.0)
    n, chance = 200 * 800, 1 - math.exp(-10 / 52)
    assert abs(total(w, "errands") - n * chance) < 4 * math.sqrt(n * chance * (1 - chance))
    unskilled = np.mean(w.residents.skill < 0.5)
    assert total(w, "errands_unskilled") / total(w, "errands") == pytest.approx(unskilled, abs=0.02)


def test_rate_zero_is_off():
    w = done(errand_rate=0.0)
    assert all(total(w, name) == 0 for name in ("errands", "errands_undone", "errand_hours", "errand_surplus"))


def test_only_flows_are_written():
    before = case_world(communities=2, residents=400, cases=10)
    after = done()
    for name in ("satisfaction", "trust_government", "given", "skill"):
        np.testing.assert_array_equal(getattr(after.residents, name), getattr(before.residents, name))


def test_who_has_left_a_home_has_no_errands():
    w = done(change=lambda w: w.residents.alive.fill(0))
    assert total(w, "errands") == 0


def mean(w, group=""):
    return total(w, f"errand_surplus{group}") / total(w, f"errands{group}")


def undone(w):
    return total(w, "errands_undone") / total(w, "errands")


@pytest.mark.parametrize(
    ("name", "values", "sign"),
    [("errand_benefit", (2.0, 8.0), 1), ("trip_hours", (0.5, 2.0), -1), ("unskilled_hours", (0.5, 4.0), -1), ("online_hours", (0.1, 1.0), -1), ("window_closure", (0.0, 1.0), -1)],
)  # fmt: skip
def test_each_number_moves_surplus_and_what_is_left_undone(name, values, sign):
    low, high = (done(weeks=26, **{name: value}) for value in values)
    assert (mean(high) - mean(low)) * sign > 0
    assert (undone(high) - undone(low)) * sign < 0


def test_more_spread_is_worth_more():
    """Surplus is convex in what an errand is worth, whose median stays."""
    low, high = (done(weeks=26, errand_spread=value) for value in (0.2, 1.2))
    assert mean(high) > mean(low)


def test_hours_do_not_fall_with_what_they_are_worth():
    """Where nobody can do without, each errand takes the hours of its way."""
    w = done(weeks=20, online=0.0, errand_benefit=1000.0, errand_spread=0.0)
    assert total(w, "errands_undone") == 0
    each = w.parameters.trips * w.parameters.trip_hours * (1 - w.parameters.trip_saving * w.governments.data_sharing[0])
    assert total(w, "errand_hours") == pytest.approx(each * total(w, "errands"), rel=1e-12)


def test_going_online_can_help_all_or_leave_the_unskilled_worse():
    """H5 may go either way: with cheap forms and open windows all gain, with dear ones and closed windows the unskilled lose."""
    gain = {}
    for dear, closure in ((0.5, 0.0), (4.0, 1.0)):
        few, much = (
            done(
                weeks=26,
                online=x,
                unskilled_hours=dear,
                window_closure=closure,
                levers={"digital_assistance": 0.0, "data_sharing": 0.0},
            )
            for x in (0.2, 0.9)
        )
        gain[closure] = mean(much, "_unskilled") - mean(few, "_unskilled")
    assert gain[0.0] > 0 > gain[1.0]


def test_parts_of_a_district_are_the_whole():
    one, other = done(weeks=0), done(weeks=0)
    for week in range(10):
        errands.step(one, week)
        for low in (1, 0):
            errands.step_places(other, week, low, low + 1)
    for name in ("errands", "errand_hours", "errand_surplus", "errands_undone_unskilled"):
        np.testing.assert_array_equal(getattr(one.tally, name), getattr(other.tally, name))
        assert getattr(one.tally, name).min() > 0
