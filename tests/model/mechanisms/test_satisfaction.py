"""Satisfaction: a moving average towards service, own cases and help."""

import numpy as np
import pytest
from cogov.model.mechanisms import satisfaction
from cogov.tests.support.worlds import snapshot, tiny_world
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)


def world(fit=0.4, cases=0.8, helped=0.3, start=0.2, **parameters):
    w = tiny_world(2, residents=5, build=False, parameters=parameters)
    w.rules.benefit[:] = fit
    w.residents.case_outcome[:] = cases
    w.residents.help_outcome[:] = helped
    w.residents.satisfaction[:] = start
    return w


def run(w, weeks):
    for week in range(weeks):
        satisfaction.step(w, week)
    return w.residents.satisfaction


def test_half_the_way_in_a_half_life():
    """Target 0.5 x 0.4 + 0.3 x 0.8 + 0.2 x 0.3 = 0.5; from 0.2 to 0.35 in 26 weeks."""
    np.testing.assert_allclose(run(world(), 26), 0.35, rtol=2e-6)  # 26 roundings by 6e-8
    np.testing.assert_allclose(run(world(satisfaction_half_life=4.0), 8), 0.5 - 0.3 / 4, rtol=1e-6)


def test_it_is_summed_week_by_week():
    w = world()
    total = sum(run(w, 1).astype(float) for _ in range(10))
    np.testing.assert_allclose(w.residents.satisfaction_sum, total, rtol=1e-6)


@pytest.mark.parametrize("what", ["fit", "cases", "helped", "start"])
def test_directions(what):
    assert (run(world(**{what: 0.1}), 10) < run(world(**{what: 0.9}), 10)).all()


@pytest.mark.parametrize(
    ("weight", "what"),
    [("satisfaction_service", "fit"), ("satisfaction_cases", "cases"), ("satisfaction_help", "helped")],
)
def test_weights(weight, what):
    others = dict.fromkeys(("satisfaction_service", "satisfaction_cases", "satisfaction_help"), 0.0)
    w = world(**{what: 0.9, **others, weight: 0.5}, satisfaction_half_life=0.1)
    np.testing.assert_allclose(run(w, 1), 0.45 + (0.2 - 0.45) * 2**-10, rtol=2e-7)


@pytest.mark.parametrize(("fit", "counted"), [(-3.0, 0.0), (0.0, 0.0), (0.7, 0.7), (1.0, 1.0)])
def test_service_is_fit_cut_to_a_share(fit, counted):
    w = world(
        fit=fit, satisfaction_cases=0.0, satisfaction_help=0.0, satisfaction_service=1.0, satisfaction_half_life=0.1
    )
    np.testing.assert_allclose(run(w, 3), counted, atol=1e-9)


def test_service_is_that_of_the_community():
    w = world()
    w.rules.benefit[:] = (0.0, 1.0)
    found = run(w, 5)
    assert found[4] < found[5]


@given(st.floats(-5, 1), SHARE, SHARE, SHARE, st.floats(0.1, 1e9), SHARE, SHARE, SHARE)
def test_bounds(fit, cases, helped, start, half_life, service, weight, support):
    weights = {"satisfaction_service": service, "satisfaction_cases": weight, "satisfaction_help": support}
    found = run(world(fit, cases, helped, start, satisfaction_half_life=half_life, **weights), 3)
    assert ((found >= 0) & (found <= 1)).all()


def test_nearly_off():
    """Half-life without bound; the bound that is declared leaves next to nothing."""
    np.testing.assert_allclose(run(world(satisfaction_half_life=1e9), 52), 0.2, atol=1e-7)


def test_nothing_else_changes():
    w = world()
    before = snapshot(w.residents)
    run(w, 2)
    changed = {name for name, values in snapshot(w.residents).items() if not np.array_equal(values, before[name])}
    assert changed == {"satisfaction", "satisfaction_sum"}
