"""Main effects: the mean response at each value, or in each part of the range, of a factor, and its share of the variance.

For designs that fill the space: grid, Latin hypercube, Sobol' points. The share is the first-order index estimated by binning (the
correlation ratio, with the part that chance gives to bins taken out, and the variance that luck adds to means over
replicates taken out of the total). In a full grid it is the main effect of the analysis of variance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import StudyError
from .noise import Resampled, fit, spread
from .responses import Response, Sample, ordered

FILLING = ("grid", "latin_hypercube", "sobol", "sobol_indices")
MOST_VALUES = 8
"""Values of a factor up to which each is a bin of its own."""
FEWEST = 8
"""Points below which nothing is said about main effects."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of the range of a factor, or one value of it.

    Parameters
    ----------
    label : the value, or the ends.
    middle : where to draw it; the place in the list for words.
    points : how many points lie in it.
    mean, low, high : of the mean response there, with the 95 % interval over points and replicates.
    """

    label: str
    middle: float
    points: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """The main effect of one factor on one response.

    Parameters
    ----------
    share, share_half : share of the variance of the mean response, and the half-width of its 95 % interval; nan where this
        variance is not told apart from luck.
    bins : the course of the mean response.
    """

    factor: str
    share: float
    share_half: float
    bins: tuple[Bin, ...]


def need_filling(sample: Sample, what: str) -> None:
    """Raise unless the design fills the space; say which ones do."""
    method = sample.spec.design.method
    if method not in FILLING:
        raise StudyError(
            f"{what} need a design that fills the space: grid, latin_hypercube or sobol; this study's design is {method}"
        )


def binned(values: Sequence[Any], unit: np.ndarray, most: int) -> tuple[np.ndarray, list[str], list[float]]:
    """Return the bin of each point, int (points), and labels and middles of the bins."""
    different = ordered(values)
    words = not all(isinstance(value, int | float) for value in different)
    if words or len(different) <= max(most, 2) or len(different) <= MOST_VALUES:
        place = {value: k for k, value in enumerate(different)}
        labels = [text(value) for value in different]
        return np.array([place[value] for value in values]), labels, [
            float(k) if words else float(value) for k, value in enumerate(different)
        ]  # fmt: skip
    number = np.minimum((unit * most).astype(int), most - 1)
    kept = np.unique(number)
    number = np.searchsorted(kept, number)
    numbers = np.array(values, dtype=np.float64)
    labels, middles = [], []
    for k in range(len(kept)):
        inside = numbers[number == k]
        labels.append(f"{text(float(inside.min()))}-{text(float(inside.max()))}")
        middles.append(float(inside.mean()))
    return number, labels, middles


def text(value: Any) -> str:
    """Return a value of a factor for reading."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def main_effects(sample: Sample, response: Response, seed: int = 0, resamples: int = 400) -> list[Effect]:
    """Return the main effect of each factor on a response.

    Raises
    ------
    StudyError
        If the design does not fill the space, or fewer than eight points have a finished run.
    """
    need_filling(sample, "main effects")
    there = np.isfinite(response.values).any(axis=1)
    if there.sum() < FEWEST:
        raise StudyError(f"{there.sum()} points have finished runs; main effects need at least {FEWEST}")
    values = response.values[there]
    found = fit(values)
    group = np.unique(sample.group[there], return_inverse=True)[1]
    draw = Resampled(int(group.max()) + 1, values.shape[1], seed, resamples)
    moved = draw.means(values, found)
    weights = draw.group_weights[:, group].T  # (points, resamples)
    noise = float(np.mean(found.error)) if math.isfinite(found.rest) else 0.0
    most = int(np.clip(math.sqrt(there.sum()), 3, MOST_VALUES))
    out = []
    for k, name in enumerate(sample.factors):
        column = [value for value, use in zip(sample.column(name), there) if use]
        number, labels, middles = binned(column, sample.unit[there, k], most)
        once = np.ones((len(values), 1))
        share, half = math.nan, math.nan
        if found.varies:
            share = float(_share(found.means[:, None], once, number, noise)[0])
            half = spread(_share(moved, weights, number, noise))
        out.append(Effect(name, share, half, _course(found.means, moved, weights, number, labels, middles)))
    return out


def _course(
    means: np.ndarray, moved: np.ndarray, weights: np.ndarray, number: np.ndarray, labels: list[str], middles: list[float]
) -> tuple[Bin, ...]:  # fmt: skip
    bins = []
    for k, (label, middle) in enumerate(zip(labels, middles)):
        inside = number == k
        some = weights[inside].sum(axis=0)
        drawn = (moved[inside] * weights[inside]).sum(axis=0)[some > 0] / some[some > 0]
        low, high = np.quantile(drawn, [0.025, 0.975]) if len(drawn) > 1 else (math.nan, math.nan)
        bins.append(Bin(label, middle, int(inside.sum()), float(means[inside].mean()), float(low), float(high)))
    return tuple(bins)


def _share(means: np.ndarray, weights: np.ndarray, number: np.ndarray, noise: float) -> np.ndarray:
    """Return the share of variance between bins; means and weights (points, draws)."""
    total = weights.sum(axis=0)
    middle = (means * weights).sum(axis=0) / total
    squares = (weights * (means - middle) ** 2).sum(axis=0)
    between, used = np.zeros_like(middle), np.zeros_like(middle)
    for k in range(int(number.max()) + 1):
        inside = number == k
        some = weights[inside].sum(axis=0)
        mean = (means[inside] * weights[inside]).sum(axis=0) / np.maximum(some, 1e-300)
        between += np.where(some > 0, some * (mean - middle) ** 2, 0.0)
        used += some > 0
    free = total - used
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(free > 0, (squares - between) / free, np.nan)
        signal = squares / (total - 1) - noise
        share = (between - (used - 1) * within) / total / signal
    return np.where((signal > 0) & (used > 1), share, np.nan)
