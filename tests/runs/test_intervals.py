"""Intervals and paired differences against arithmetic done by hand."""

import math

import numpy as np
import pytest
from cogov.runs.intervals import band, interval, same_sign, t_quantile


def test_interval_of_one_to_five():
    found = interval(np.array([1.0, 2, 3, 4, 5]))
    # mean 3, variance 10/4, t(4, 0.975) = 2.7764451052
    half = 2.7764451052 * math.sqrt(2.5 / 5)
    assert (found.mean, found.count) == (3.0, 5)
    assert found.low == pytest.approx(3 - half, abs=1e-9)
    assert found.high == pytest.approx(3 + half, abs=1e-9)
    assert found.half_width == pytest.approx(half)
    assert found.clear


def test_bonferroni_widens():
    assert t_quantile(30, shared_by=4) == pytest.approx(2.6632, abs=1e-4)  # t(29, 1 - 0.05/8)
    assert interval(np.arange(9.0), shared_by=4).half_width > interval(np.arange(9.0)).half_width


def test_values_that_do_not_exist_are_left_out():
    found = interval(np.array([1.0, np.nan, 3.0]))
    assert (found.mean, found.count) == (2.0, 2)
    assert interval(np.array([np.nan])).count == 0
    assert math.isnan(interval(np.array([np.nan])).mean)


def test_one_value_has_no_interval():
    found = interval(np.array([4.0]))
    assert found.mean == 4.0
    assert math.isnan(found.low)
    assert not found.clear


def test_an_interval_at_zero_is_not_clear():
    found = interval(np.zeros(8))
    assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)
    assert not found.clear


def test_band_is_the_interval_of_each_column():
    values = np.random.default_rng(1).normal(size=(7, 5))
    values[2, 1] = np.nan
    values[:, 3] = np.nan
    mean, low, high = band(values)
    for k in range(5):
        found = interval(values[:, k])
        np.testing.assert_allclose([mean[k], low[k], high[k]], [found.mean, found.low, found.high], rtol=1e-12)


@pytest.mark.parametrize(
    ("differences", "share"), [([1, 2, -1, 3], 0.75), ([-1, -2, 0], 2 / 3), ([0, 0], 1.0), ([np.nan, 1], 1.0)]
)
def test_same_sign(differences, share):
    assert same_sign(np.array(differences, dtype=float)) == pytest.approx(share)
