"""Effort under measurement, and its limit in Baker (2002)."""

import math

import numpy as np
import pytest
from cogov.evidence.reproduce.baker import surplus
from cogov.model.mechanisms.effort import effort, start, step
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


def test_offices_answer_to_the_same_measures():
    w = case_world(levers={"kpi_power": 0.3, "kpi_alignment": 0.7})
    start(w)
    true, report = 0.6 + 0.3 * 0.7, 0.3 * math.sqrt(1 - 0.49)
    np.testing.assert_allclose(w.governments.effort_true, true / (true + report), rtol=1e-14)
    np.testing.assert_allclose(w.governments.effort_report, report / (true + report), rtol=1e-14)


def test_a_change_of_measures_takes_effect_at_the_next_step():
    w = tiny_world(2, build=False, levers={"kpi_power": 0.0})
    step(w, 0)
    assert (w.governments.effort_report == 0).all()
    w.levers.kpi_power = 1.0
    step(w, 1)
    p = w.parameters
    true, report = effort(p.intrinsic_effort, 1.0, w.levers.kpi_alignment, p.measure_size, True)
    np.testing.assert_allclose([w.governments.effort_true[0], w.governments.effort_report[0]], [true, report])
    assert report > 0
