"""Fatigue: the recursion, its limit, and what eases it."""

import numpy as np
import pytest
from cogov.model.mechanisms import fatigue
from cogov.tests.support.worlds import snapshot, tiny_world
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)


def world(**options):
    return tiny_world(2, residents=5, build=False, **options)


def after(weeks, hours, **options):
    w = world(**options)
    for week in range(weeks):
        w.residents.given[:] = hours
        fatigue.step(w, week)
    return w.residents.fatigue


def test_by_hand():
    """0.97 x 2 + (1 - 0.5 x 0.4) x 3 / 5 = 2.42."""
    w = world(
        levers={"volunteer_support": 0.4},
        parameters={"fatigue_decay": 0.97, "fatigue_unit": 5.0, "fatigue_relief": 0.5},
    )
    w.residents.fatigue[:] = 2.0
    w.residents.given[:] = 3.0
    fatigue.step(w, 0)
    np.testing.assert_allclose(w.residents.fatigue, 2.42, rtol=2e-7)


def test_two_hours_a_week_tend_to_thirteen_units():
    tired = after(1000, 2.0, levers={"volunteer_support": 0.0})
    np.testing.assert_allclose(tired, 2.0 / 5.0 / 0.03, rtol=3e-6)  # a week rounds by 6e-8, and 33 of them are felt


def test_rest_restores():
    w = world()
    w.residents.fatigue[:] = 8.0
    for week in range(52):
        fatigue.step(w, week)
    np.testing.assert_allclose(w.residents.fatigue, 8.0 * 0.97**52, rtol=3e-6)  # 52 roundings


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ({"levers": {"volunteer_support": 1.0}}, {"levers": {"volunteer_support": 0.0}}),
        ({"parameters": {"fatigue_relief": 1.0}}, {"parameters": {"fatigue_relief": 0.0}}),
        ({"parameters": {"fatigue_decay": 0.5}}, {"parameters": {"fatigue_decay": 0.99}}),
        ({"parameters": {"fatigue_unit": 20.0}}, {"parameters": {"fatigue_unit": 1.0}}),
    ],
    ids=["support eases", "relief eases", "decay tires", "unit counts"],
)
def test_directions(low, high):
    assert (after(20, 2.0, **low) < after(20, 2.0, **high)).all()


def test_more_hours_tire_more():
    assert (after(5, 1.0) < after(5, 3.0)).all()


@given(st.floats(0, 1000), st.floats(0, 5), SHARE, st.floats(0.1, 100), SHARE)
def test_bounds(tired, given_hours, decay, unit, relief):
    found = fatigue.tire(tired, given_hours, decay, unit, relief)
    assert 0 <= found <= tired + given_hours / unit


def test_only_fatigue_changes_and_off_leaves_it():
    w = world(levers={"volunteer_support": 1.0}, parameters={"fatigue_relief": 1.0})
    w.residents.given[:] = 4.0
    before = snapshot(w.residents)
    fatigue.step(w, 0)
    after = snapshot(w.residents)
    assert all(np.array_equal(before[name], after[name]) for name in before)
