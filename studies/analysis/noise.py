"""Design and noise separated: what the factors move, what noise moves for all points alike, what is left.

A run's value is taken as y[p, r] = point mean + noise of replicate r + rest. All points share the noise of a replicate (the same
seed), so the common part says nothing about factors and is taken out; the rest is what means over replicates
are uncertain by. For a full table this is the two-way analysis of variance with random effects; where runs are
missing it is its least-squares version.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

ROUNDS = 200
FAINT = 1e-12
"""Differences below this share of the level are rounding."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A table of points and replicates, taken apart.

    Parameters
    ----------
    means : float64 (points), means with the common noise taken out; nan where a point has no run.
    luck : float64 (replicates), what a replicate adds at all points.
    rest : variance of what is left in one run; nan with a single replicate.
    error : float64 (points), variance of `means` that noise makes; nan with a single replicate.
    free : degrees of freedom of `rest`.
    """

    means: np.ndarray
    luck: np.ndarray
    rest: float
    error: np.ndarray
    free: int = 0

    @property
    def varies(self) -> bool:
        """Whether the mean response differs over the points by more than noise explains (F test, 5 %)."""
        seen = self.means[np.isfinite(self.means)]
        if len(seen) < 2 or constant(seen):
            return False
        if not math.isfinite(self.rest) or not self.rest > 0:
            return True
        return clearly_more(float(np.var(seen, ddof=1)), len(seen) - 1, float(np.nanmean(self.error)), self.free)

    @property
    def between(self) -> float:
        """Variance of the mean response over the points; its estimate can fall below 0 where there is none."""
        seen = self.means[np.isfinite(self.means)]
        noise = float(np.nanmean(self.error)) if math.isfinite(self.rest) else 0.0
        if len(seen) < 2:
            return math.nan
        return (0.0 if constant(seen) else float(np.var(seen, ddof=1))) - noise


def clearly_more(variance: float, free: int, noise: float, noise_free: int) -> bool:
    """Return whether a variance of mean responses is more than that which noise gives them (F test, 5 %).

    Parameters
    ----------
    variance, free : of the mean responses, and its degrees of freedom.
    noise, noise_free : variance that noise gives to a mean response, and its degrees of freedom; 0: no noise, or unknown.
    """
    if not noise > 0:
        return variance > 0
    return float(fdtrc(free, noise_free, variance / noise)) < 0.05


def constant(values: np.ndarray, level: float = 0.0) -> bool:
    """Return whether numbers differ by no more than rounding makes of their level.

    Parameters
    ----------
    values : of any shape, nan where there is no number.
    level : size of the numbers that the values came from, where it is larger (differences of two large numbers).
    """
    seen = values[np.isfinite(values)]
    return len(seen) == 0 or bool(np.ptp(seen) <= FAINT * max(level, float(np.abs(seen).max())))


def without_rounding(differences: np.ndarray, level: np.ndarray | float) -> np.ndarray:
    """Return differences of numbers of size `level`, with 0 for those that are rounding."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(differences) <= FAINT * np.abs(level), 0.0, differences)


def fit(values: np.ndarray) -> Fit:
    """Take a table apart; `values` is (points, replicates), nan where there is no number."""
    seen = np.isfinite(values)
    # From one of the values, so that equal numbers leave no rounding behind.
    level = float(values[seen][0]) if seen.any() else 0.0
    filled = np.where(seen, 0.0 if constant(values) else values - level, 0.0)
    rows, columns = seen.sum(axis=1), seen.sum(axis=0)
    luck = np.zeros(values.shape[1])
    means = np.zeros(values.shape[0])
    for _ in range(ROUNDS):
        means = (filled - np.where(seen, luck, 0.0)).sum(axis=1) / np.maximum(rows, 1)
        new = np.where(seen, filled - means[:, None], 0.0).sum(axis=0) / np.maximum(columns, 1)
        new -= np.average(new, weights=columns) if seen.any() else 0.0
        moved = float(np.abs(new - luck).max())
        luck = new
        if moved <= 1e-13 * (1e-300 + float(np.abs(filled).max())) or seen.all():
            break
    means = (filled - np.where(seen, luck, 0.0)).sum(axis=1) / np.maximum(rows, 1)
    left = np.where(seen, filled - means[:, None] - luck, 0.0)
    free = int(seen.sum()) - int((rows > 0).sum()) - int((columns > 0).sum()) + 1
    rest = float((left**2).sum()) / free if free > 0 and (rows > 1).any() else math.nan
    means = np.where(rows > 0, means + level, np.nan)
    return Fit(means, luck, rest, np.where(rows > 0, rest / np.maximum(rows, 1), np.nan), free)


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the variance of single runs comes from; the three shares add up to 1.

    Parameters
    ----------
    design : of the mean response: what the factors do.
    luck : of the noise that a replicate brings to all points alike.
    rest : of noise that differs from point to point.
    noise, noise_low, noise_high : `luck` + `rest`, with its 95 % interval over design points.
    deviation : standard deviation of a run's value.
    error : standard error of a point's mean that noise makes, in the unit of the indicator.
    replicates : of a point, on average.
    """

    design: float
    luck: float
    rest: float
    noise: float
    noise_low: float
    noise_high: float
    deviation: float
    error: float
    replicates: float


NOTHING = Shares(*[math.nan] * 9)


def _parts(values: np.ndarray) -> tuple[float, float, float, Fit]:
    found = fit(values)
    points, replicates = (np.isfinite(values).any(axis=axis).sum() for axis in (1, 0))
    columns = np.isfinite(values).sum(axis=0)
    if not math.isfinite(found.rest) or points < 2 or replicates < 2:
        return math.nan, math.nan, math.nan, found
    used = found.luck[columns > 0]
    luck = float(np.var(used, ddof=1)) - found.rest * float(np.mean(1 / columns[columns > 0]))
    return max(0.0, found.between), max(0.0, luck), found.rest, found


def shares(values: np.ndarray, group: np.ndarray, seed: int, resamples: int = 200) -> Shares:
    """Return the shares of variance; nan where there is one replicate, or nothing varies.

    The interval is a percentile bootstrap over sets of points.
    """
    design, luck, rest, found = _parts(values)
    total = design + luck + rest
    if not total > 0:
        return NOTHING
    rng = np.random.default_rng([seed, 101])
    names = np.unique(group)
    members = [np.flatnonzero(group == name) for name in names]
    drawn = []
    for _ in range(resamples):
        rows = np.concatenate([members[k] for k in rng.integers(0, len(names), len(names))])
        a, b, c, _ = _parts(values[rows])
        if a + b + c > 0:
            drawn.append((b + c) / (a + b + c))
    low, high = np.quantile(drawn, [0.025, 0.975]) if len(drawn) > 1 else (math.nan, math.nan)
    noise = (luck + rest) / total
    return Shares(
        design / total, luck / total, rest / total, noise, float(low), float(high), math.sqrt(total),
        math.sqrt(float(np.nanmean(found.error))), float(np.isfinite(values).sum(axis=1).mean()),
    )  # fmt: skip


class Resampled:
    """Bootstrap over sets of points and over replicates at once, the same draws for all responses of one shape.

    Resampling both counts the part of noise that differs from point to point twice, so intervals err on the wide side
    (Owen 2007, *Annals of Applied Statistics* 1, 386-411).

    Parameters
    ----------
    groups : number of sets of points.
    replicates : number of replicates.
    seed : where draws come from.
    count : resamples.
    """

    def __init__(self, groups: int, replicates: int, seed: int, count: int = 400) -> None:
        rng = np.random.default_rng([seed, groups, replicates])
        self.rows = rng.integers(0, groups, (count, groups))
        chosen = rng.integers(0, replicates, (count, replicates))
        self.weights = np.stack([np.bincount(row, minlength=replicates) for row in chosen]).astype(np.float64)
        self.group_weights = np.stack([np.bincount(row, minlength=groups) for row in self.rows]).astype(np.float64)

    def means(self, values: np.ndarray, found: Fit | None = None) -> np.ndarray:
        """Return means of points over the replicates of each resample, float64 (points, resamples).

        With `found` the common noise is taken out.
        """
        seen = np.isfinite(values)
        clean = np.where(seen, values - (0.0 if found is None else found.luck), 0.0)
        some = seen.astype(np.float64) @ self.weights.T
        sums = clean @ self.weights.T
        whole = clean.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
        return np.where(some > 0, sums / np.maximum(some, 1.0), whole[:, None])


def own_luck(values: np.ndarray, found: Fit) -> np.ndarray:
    """Return what the noise of a run adds to the mean of its point, float64 (points, replicates); 0 where there is no run."""
    seen = np.isfinite(values)
    means = np.where(np.isfinite(found.means), found.means, 0.0)
    return np.where(seen, values - means[:, None] - found.luck, 0.0) / np.maximum(seen.sum(axis=1, keepdims=True), 1)
