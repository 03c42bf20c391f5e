"""How numbers are written."""

import math

import pytest
from cogov.reports.format.numbers import decimals_of, fixed, number, percent, signed, span
from cogov.runs.intervals import Interval


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.12345, "share", "0.123"), (1234.5, "yuan", "1,234"), (5.701, "weeks", "5.70"), (0.0123, "h", "0.0123"), (0, "h", "0.00"), (math.nan, "h", "–")],
)  # fmt: skip
def test_number(value, unit, text):
    assert number(value, unit) == text


def test_signs():
    assert signed(0.04, 2) == "+0.04"
    assert signed(-0.04, 2) == "−0.04"
    assert signed(-0.0001, 2) == signed(0.0001, 2) == "0.00"
    assert fixed(-1234.5, 1) == "−1,234.5"


@pytest.mark.parametrize(
    ("half", "places"), [(0.026, 3), (0.00034, 5), (0.00036, 4), (0.22, 2), (0.49, 1), (5.0, 0), (12.0, 0), (120.0, 0)]
)
def test_digits_follow_the_uncertainty(half, places):
    assert decimals_of(Interval(0.0, -half, half, 10), "weeks") == places


def test_a_bound_that_leaves_zero_out_is_not_written_as_zero():
    found = Interval(0.04, 0.0004, 0.0796, 10)
    assert span(found, decimals_of(found, "share")).en == "+0.0004 to +0.0796"
    close = Interval(-0.0026, -0.0052, -1e-9, 10)
    assert span(close, decimals_of(close, "share")).en == "−0.0052 to −0.0000"


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.002, "< 1 %"), (0.126, "13 %"), (0.998, "> 99 %"), (1, "100 %"), (math.nan, "–")]
)
def test_percent(share, text):
    assert percent(share).replace("\u00a0", " ") == text
