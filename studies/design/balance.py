"""Whether the points of a design separate its factors: pairs of factors of which one passes for the other.

Dimensions of the Sobol' sequence are balanced one by one, not in pairs: in some pairs the points lie on a few lines until there are
many of them, whatever the scramble (Joe & Kuo 2008, *SIAM J. Scientific Computing* 30, 2635-2654). Then the effect of one
factor shows as that of the other.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

EVEN = (
    0, 1, 2, 3, 5, 6, 11, 70, 81,  # all pairs from 64 points on
    4, 7, 12,  # from 128
    9, 16, 22, 30, 37, 48, 63, 90,  # from 256
    8, 13, 20, 33, 34, 36, 40, 41, 65,  # from 512
)  # fmt: skip
"""Dimensions of SciPy's Sobol' sequence in the order in which factors take them: found one by one, each the first whose pairs with
all before are no less even than random points (correlation ratio over 4 or 8 parts, mean of 6 scrambles), at 32 to 1,024 points."""
CHANCE = 1e-4
"""Probability that random points would be called confounded."""


def even_dimensions(count: int) -> list[int]:
    """Return the dimensions of the Sobol' sequence for a number of factors."""
    rest = (dimension for dimension in range(count + len(EVEN)) if dimension not in EVEN)
    return [*EVEN, *rest][:count]


def correlation_ratios(unit: np.ndarray) -> np.ndarray:
    """Return the share of the variance of one factor's places that goes with parts of the range of another.

    Parameters
    ----------
    unit : float64 (points, factors), places in 0-1.

    Returns
    -------
    numpy.ndarray
        (factors, factors): the larger of both directions; 0 on the diagonal.
    """
    points, factors = unit.shape
    parts = _parts(points)
    found = np.zeros((factors, factors))
    spread = np.maximum(unit.var(axis=0), 1e-300)
    for k in range(factors):
        where = np.minimum((unit[:, k] * parts).astype(int), parts - 1)
        count = np.bincount(where, minlength=parts)
        sums = np.zeros((parts, factors))
        np.add.at(sums, where, unit - unit.mean(axis=0))
        found[k] = (sums**2 / np.maximum(count, 1)[:, None]).sum(axis=0) / points / spread
    np.fill_diagonal(found, 0.0)
    return np.maximum(found, found.T)


def _parts(points: int) -> int:
    return 8 if points >= 64 else 4 if points >= 16 else 2


def confounded(unit: np.ndarray) -> tuple[int, int, float] | None:
    """Return the pair of factors that is confounded most and its correlation ratio; None where none is beyond chance."""
    points, factors = unit.shape
    parts = _parts(points)
    if factors < 2 or points <= parts:
        return None
    found = correlation_ratios(unit)
    one, two = np.unravel_index(int(found.argmax()), found.shape)
    pairs = factors * (factors - 1)
    limit = betaincinv((parts - 1) / 2, (points - parts) / 2, 1 - CHANCE / pairs)
    worst = float(found[one, two])
    return (min(int(one), int(two)), max(int(one), int(two)), worst) if worst > limit else None
