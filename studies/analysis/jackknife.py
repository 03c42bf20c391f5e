"""Intervals of estimates over independent units (base rows, points, trajectories) and over replicates.

Each unit is left out in turn (Quenouille 1956, *Biometrika* 43, 353-360). What noise does to single points is part of how units
differ, so it is counted there. Noise that a replicate brings to several units is not: its part is added, from the
contributions of noise to the estimate, as the sum over replicates of all products of two different units.

The quantile is Student's. Units with rare large contributions reveal little of their own spread, so the degrees of freedom fall with the
kurtosis of the contributions: 2 n / (kurtosis - 1) (Satterthwaite), and half of that for sums of squares, whose
contributions are skewed, so that the kurtosis of a sample is too small. Measured coverage: docs/analysis.md.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

FEWEST_FREE = 3.0
"""Degrees of freedom at least; below that the quantile would only say that nothing is known."""


def half_width(left_out: np.ndarray, luck: np.ndarray | None = None, squares: bool = False) -> np.ndarray:
    """Return half of the 95 % interval.

    Parameters
    ----------
    left_out : float64 (units, ...), the estimates without each of the units.
    luck : float64 (units, replicates, ...), what the noise of a unit in a replicate adds to the estimate; None: unknown.
    squares : whether the estimate is a sum of squares of the units, or of their sizes.
    """
    units = len(left_out)
    apart = left_out - left_out.mean(axis=0)
    size = (apart**2).sum(axis=0)
    between = (units - 1) / units * size
    with np.errstate(divide="ignore", invalid="ignore"):
        kurtosis = np.where(size > 0, units * (apart**4).sum(axis=0) / size**2, 3.0)
    free = np.clip(
        (1 if squares else 2) * units / np.maximum(kurtosis - 1, 1.0), FEWEST_FREE, max(FEWEST_FREE, units - 1)
    )
    variance = between
    if luck is not None and luck.shape[1] > 1:
        replicates = luck.shape[1]
        shared = ((luck.sum(axis=0)) ** 2 - (luck**2).sum(axis=0)).sum(axis=0) * replicates / (replicates - 1)
        shared = np.maximum(shared, 0.0)
        variance = between + shared
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = between**2 / free + shared**2 / (replicates - 1)
            free = np.where(parts > 0, variance**2 / parts, free)
    return stdtrit(free, 0.975) * np.sqrt(variance)


def without_each(rows: np.ndarray) -> np.ndarray:
    """Return the sums over all rows but one, for each: (units, ...)."""
    return rows.sum(axis=0) - rows
