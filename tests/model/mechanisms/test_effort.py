"""Effort under measurement, and its limit in Baker (2002)."""

import math

import numpy as np
import pytest
from cogov.evidence.reproduce.baker import surplus
from cogov.model.mechanisms.effort import effort, efforts, on_cases, start, step
from cogov.tests.support.case_worlds import case_world
from cogov.tests.support.worlds import tiny_world
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar


@pytest.mark.parametrize("cosine", [0.2, 0.5, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("size", [0.5, 1.0, 2.5])
def test_baker(cosine, size):
    """Optimal power cos / |g|, surplus cos^2 of the first best (1/2)."""
    worth = lambda power: surplus(*effort(0.0, power, cosine, size, False))  # noqa: E731
    best = cosine / size
    assert worth(best) / 0.5 == pytest.approx(cosine**2, abs=1e-9)
    h = 1e-3
    assert (worth(best + h) - worth(best - h)) / (2 * h) == pytest.approx(0.0, abs=1e-9)
    found = minimize_scalar(
        lambda power: -worth(power), bounds=(0, 3 * best + 1), method="bounded", options={"xatol": 1e-12}
    )
    assert found.x == pytest.approx(best, abs=1e-6)


@given(st.floats(0, 1), st.floats(0, 1.5), st.floats(0, 1), st.floats(0, 10))
def test_a_week_has_only_so_many_hours(intrinsic, power, alignment, size):
    true, report = effort(intrinsic, power, alignment, size, True)
    assert true >= 0
    assert report >= 0
    assert true + report <= 1 + 1e-12


def test_no_measurement_leaves_intrinsic_effort():
    assert effort(0.6, 0.0, 0.3, 1.0, True) == (0.6, 0.0)
    assert effort(0.2, 0.5, 1.0, 1.0, True) == (0.7, 0.0)


@given(st.floats(0, 1), st.floats(0, 1.5), st.floats(0, 1), st.floats(0, 10), st.floats(0, 1), st.floats(0, 3))
def test_where_nobody_is_called_back_the_efforts_are_one(intrinsic, power, alignment, size, shared, penalty):
    true, report = effort(intrinsic, power, alignment, size, True)
    assert efforts(intrinsic, power, alignment, size, 0.0, penalty, shared) == (true, report, report)


@given(
    st.floats(0, 1),
    st.floats(0.01, 1.5),
    st.floats(0, 1),
    st.floats(0.1, 10),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 3),
)
def test_callbacks_move_effort_from_paper_to_work(intrinsic, power, alignment, size, seen, shared, penalty):
    true, rules, cases = efforts(intrinsic, power, alignment, size, seen, penalty, shared)
    before, report = effort(intrinsic, power, alignment, size, True)
    assert 0 <= cases <= rules * (1 + 1e-12)
    assert rules <= 1
    assert before * (1 - 1e-12) <= true
    assert report * (1 - 1e-12) <= rules
    assert true + (1 - shared) * cases + shared * rules <= 1 + 1e-12


@pytest.mark.parametrize("alignment", [0.0, 0.4, 0.7, 0.95])
@pytest.mark.parametrize("penalty", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("size", [0.5, 1.0, 3.0])
def test_paper_stops_where_detection_times_penalty_outweighs_it(alignment, penalty, size):
    """pi* = sin / (sin + F), for every size of the measure."""
    sine = math.sqrt(1 - alignment**2)
    stop = sine / (sine + penalty)
    report = effort(0.0, 0.8, alignment, size, False)[1]
    assert on_cases(report, 0.8 * size, stop, penalty) == pytest.approx(0.0, abs=1e-12)
    assert on_cases(report, 0.8 * size, stop - 1e-3, penalty) == pytest.approx(1e-3 * (sine + penalty) * 0.8 * size, abs=1e-9)  # fmt: skip
    assert on_cases(report, 0.8 * size, min(1.0, stop + 0.1), penalty) == 0.0


def test_offices_are_called_back():
    """pi = callback (1 - callback_e2): only closing cases answers to it, and what is left goes into work."""
    given_levers = {"kpi_power": 1.0, "kpi_alignment": 0.7}
    called = {"callback": 0.5, "callback_e2": 0.2, "refusal_penalty": 0.3, "shared_report": 0.5}
    w = case_world(levers=given_levers, parameters=called)
    sine = math.sqrt(1 - 0.49)
    cases = sine * 0.6 - 0.4 * 0.3
    total = 0.6 + 0.7 + 0.5 * cases + 0.5 * sine
    found = w.governments
    assert found.effort_cases[0] == pytest.approx(cases / total, rel=1e-12)
    assert found.effort_report[0] == pytest.approx(sine / total, rel=1e-12)
    assert found.effort_true[0] == pytest.approx(1.3 / total, rel=1e-12)


def test_offices_answer_to_the_same_measures():
    w = case_world(levers={"kpi_power": 0.3, "kpi_alignment": 0.7}, parameters={"callback": 0.0})
    start(w)
    true, report = 0.6 + 0.3 * 0.7, 0.3 * math.sqrt(1 - 0.49)
    np.testing.assert_allclose(w.governments.effort_true, true / (true + report), rtol=1e-14)
    np.testing.assert_allclose(w.governments.effort_report, report / (true + report), rtol=1e-14)


def test_a_change_of_measures_takes_effect_at_the_next_step():
    w = tiny_world(2, build=False, levers={"kpi_power": 0.0}, parameters={"callback": 0.0})
    step(w, 0)
    assert (w.governments.effort_report == 0).all()
    w.levers.kpi_power = 1.0
    step(w, 1)
    p = w.parameters
    true, report = effort(p.intrinsic_effort, 1.0, w.levers.kpi_alignment, p.measure_size, True)
    np.testing.assert_allclose([w.governments.effort_true[0], w.governments.effort_report[0]], [true, report])
    assert report > 0
