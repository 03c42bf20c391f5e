"""What the targets rule out: a response surface through all trials, and the places of the prior where it meets the targets.

Accepted trials alone are few and lie where the search went, so their range would claim too much. Here each target's mean outcome is
fitted by a quadratic surface in the places of the free parameters (least squares; choices shift it), its error
is what it misses at points left out of the fit (so the noise of single trials is part of it). All trials share the noise of their
replicates, which shifts the whole surface and cannot be seen in what it misses: its size is estimated from how replicates differ at
all points alike, with Student's quantile for their number. A place is kept where for every fitted target
|surface - value| <= sqrt(tolerance^2 + (2 error)^2 + shift^2): history matching (Craig et al. 1997; Vernon, Goldstein & Bower 2010,
*Bayesian Analysis* 5, 619-670). A second surface through the trials near the targets sharpens the first where there are enough of
them. A surface that fits badly rules out little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...runs.intervals import t_quantile
from ..analysis.noise import fit
from ..design.designs import Design, unit_points
from ..design.factors import Factor
from .search import Trial, misses
from .targets import Target

PLACES = 4096
"""Places of the prior that are judged."""
NEAR = 3.0
"""Tolerances within which trials count as near for the second surface; its own error is added."""
Z = 2.0


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of the prior.

    Parameters
    ----------
    shares : float64 (places, parameters), places that are not ruled out.
    part : share of the prior that they are.
    explained : share of the variance of each target's outcomes over trials that the surface predicts at points left out.
    """

    shares: np.ndarray
    part: float
    explained: tuple[float, ...]


def remaining(free: Sequence[Factor], trials: Sequence[Trial], targets: Sequence[Target], seed: int) -> Remaining:
    """Return the part of the prior that the fitted targets do not rule out."""
    places = unit_points(Design("sobol", (PLACES,), seed=seed), len(free), seed)
    tried = np.array([one.shares for one in trials])
    missed = np.array([misses(one, targets) for one in trials])  # (trials, targets), in tolerances
    keep = np.ones(len(places), dtype=bool)
    fitted = [place for place, one in enumerate(targets) if not one.holdout]
    shifts = _shifts(trials, targets)
    explained, errors = [], {}
    for place in range(len(targets)):
        surface, error, known = _surface(free, tried, missed[:, place], places)
        explained.append(known)
        if place in fitted:
            errors[place] = Z * error + shifts[place]
            keep &= np.abs(surface) <= np.sqrt(1 + (Z * error) ** 2 + shifts[place] ** 2)
    near = np.isfinite(missed[:, fitted]).all(axis=1)
    for place in fitted:
        near &= np.abs(np.where(near, missed[:, place], np.inf)) <= NEAR + errors[place]
    if near.sum() >= 2 * _features(free, tried).shape[1]:
        for place in fitted:
            surface, error, _ = _surface(free, tried[near], missed[near, place], places)
            keep &= np.abs(surface) <= np.sqrt(1 + (Z * error) ** 2 + shifts[place] ** 2)
    return Remaining(places[keep], float(keep.mean()), tuple(explained))


def _shifts(trials: Sequence[Trial], targets: Sequence[Target]) -> np.ndarray:
    """Return by how much the noise that all trials share may shift each target's surface (95 %), in tolerances."""
    found = []
    for place, target in enumerate(targets):
        table = np.array([one.outcomes[place] for one in trials])
        table = table[:, np.isfinite(table).any(axis=0)]
        if table.shape[1] < 2:  # with one replicate nothing is known of luck; a file asks for two at least
            found.append(0.0)
            continue
        luck = fit(table).luck
        found.append(t_quantile(len(luck)) * float(np.std(luck, ddof=1)) / math.sqrt(len(luck)) / target.tolerance)
    return np.array(found)


def _features(free: Sequence[Factor], shares: np.ndarray) -> np.ndarray:
    """Return the terms of the surface, (points, terms): 1, linear, square, products; a step for each further choice."""
    columns = [np.ones(len(shares))]
    numbers = [2 * shares[:, k] - 1 for k, factor in enumerate(free) if not factor.values]
    columns += numbers
    columns += [one * numbers[b] for a, one in enumerate(numbers) for b in range(a, len(numbers))]
    for k, factor in enumerate(free):
        if factor.values:
            which = np.minimum((shares[:, k] * len(factor.values)).astype(int), len(factor.values) - 1)
            columns += [(which == place).astype(float) for place in range(1, len(factor.values))]
    return np.column_stack(columns)


def _surface(
    free: Sequence[Factor], tried: np.ndarray, missed: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, float, float]:
    """Return the surface at the places, its error at points left out, and the share of variance it predicts there."""
    seen = np.isfinite(missed)
    terms, at, y = _features(free, tried[seen]), _features(free, places), missed[seen]
    linear = 1 + sum(not factor.values for factor in free)
    if len(y) < terms.shape[1] + 4:  # too few trials for a quadratic one
        terms, at = terms[:, :linear], at[:, :linear]
    if len(y) < terms.shape[1] + 2:
        return np.zeros(len(places)), np.inf, np.nan
    weights, *_ = np.linalg.lstsq(terms, y, rcond=None)
    leverage = np.einsum("ij,ji->i", terms, np.linalg.pinv(terms))
    left = (y - terms @ weights) / np.maximum(1 - leverage, 1e-6)
    error = float(np.sqrt(np.mean(left**2)))
    spread = float(np.var(y))
    return at @ weights, error, 1 - error**2 / spread if spread > 0 else np.nan
