"""Means with t intervals over replicates, and paired differences of scenarios on common random numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

LEVEL = 0.95
"""Confidence of every interval that a report shows."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over replicates with its interval; `low` and `high` are nan where there are fewer than two values."""

    mean: float
    low: float
    high: float
    count: int

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out. An interval without width does so if it is not at zero."""
        return self.low > 0 or self.high < 0


def t_quantile(count: int, level: float = LEVEL, shared_by: int = 1) -> float:
    """Return Student's two-sided quantile for a mean of `count` values.

    Parameters
    ----------
    count : number of values, at least 2.
    level : confidence of the interval.
    shared_by : number of intervals that hold together at this level (Bonferroni).
    """
    return float(stdtrit(count - 1, 1 - (1 - level) / (2 * shared_by)))


def interval(values: np.ndarray, level: float = LEVEL, shared_by: int = 1) -> Interval:
    """Return the mean of the finite `values` with its t interval.

    Values without a number (an indicator that does not exist in a run, as the waiting time where nobody waited) are
    left out; `count` says how many there were.
    """
    values = np.asarray(values, dtype=np.float64)
    values = values[np.isfinite(values)]
    count = len(values)
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(values.mean())
    if count == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = t_quantile(count, level, shared_by) * float(values.std(ddof=1)) / math.sqrt(count)
    return Interval(mean, mean - half, mean + half, count)


def wilson(successes: float, count: float, level: float = LEVEL) -> Interval:
    """Return a proportion with its score interval, which holds near 0 and 1 too (Wilson 1927, *JASA* 22, 209-212).

    Weighted counts need not be whole.
    """
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    share, z = successes / count, float(ndtri((1 + level) / 2))
    scale = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    low = 0.0 if successes <= 0 else max(0.0, middle - half)
    high = 1.0 if successes >= count else min(1.0, middle + half)
    return Interval(share, low, high, int(count))


def band(values: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, low and high over the first axis, leaving out what is not finite; nan where there is nothing."""
    finite = np.isfinite(values)
    count = finite.sum(axis=0)
    filled = np.where(finite, values, 0.0)
    some = np.maximum(count, 1)
    mean = filled.sum(axis=0) / some
    squares = np.where(finite, (filled - mean) ** 2, 0.0).sum(axis=0)
    half = np.full(mean.shape, np.nan)
    for size in np.unique(count[count > 1]).tolist():
        here = count == size
        half[here] = t_quantile(size, level) * np.sqrt(squares[here] / (size - 1) / size)
    mean = np.where(count > 0, mean, np.nan)
    return mean, mean - half, mean + half


def same_sign(differences: np.ndarray) -> float:
    """Return the share of differences with the sign of their mean (zero: the share that is exactly zero)."""
    differences = np.asarray(differences, dtype=np.float64)
    differences = differences[np.isfinite(differences)]
    if len(differences) == 0:
        return math.nan
    return float(np.mean(np.sign(differences) == np.sign(differences.mean())))
