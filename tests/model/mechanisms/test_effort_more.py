"""Effort follows the measures of the week, not those of the start."""

import numpy as np
from cogov.model.mechanisms import effort
from cogov.tests.support.worlds import tiny_world


def test_a_change_of_measures_takes_effect_at_the_next_step():
    w = tiny_world(2, build=False, levers={"kpi_power": 0.0})
    effort.step(w, 0)
    assert (w.governments.effort_report == 0).all()
    w.levers.kpi_power = 1.0
    effort.step(w, 1)
    p = w.parameters
    true, report = effort.effort(p.intrinsic_effort, 1.0, w.levers.kpi_alignment, p.measure_size, True)
    np.testing.assert_allclose([w.governments.effort_true[0], w.governments.effort_report[0]], [true, report])
    assert report > 0
