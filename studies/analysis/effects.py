"""Main effects: the mean response at each value, or in each part of the range, of a factor, and its share of the variance.

For designs that fill the space with points that are free of each other: grid, Latin hypercube, Sobol' points. The share is the
first-order index from one least-squares fit of the sum of a function of each factor (steps for few values and words, else
polynomials of a degree that the number of points allows); what chance and noise add to it is removed, and the variance that
noise adds to means over replicates is taken out of the total. In a full grid it is the main effect of the analysis of variance.

The base rows of a design for Sobol' indices share coordinates; such a study has first-order indices instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial.legendre import legvander

from .jackknife import half_width
from .noise import Fit, Resampled, constant, fit, own_luck
from .reasons import CONSTANT, FAINT, Cannot, too_few, verdict
from .responses import Response, Sample, ordered

FILLING = ("grid", "latin_hypercube", "sobol", "sobol_indices")
CLEAN = ("grid", "latin_hypercube", "sobol")
"""Designs whose points share no coordinates beyond what a grid is made of."""
PER_TERM = 2.5
"""Points at least for each function that is fitted."""
MOST_DEGREE = 8
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
    share, share_half : share of the variance of the mean response, and the half-width of its 95 % interval.
    reason : why the share is nan, a key of `reasons.DASHES`; "" where it is not.
    bins : the course of the mean response.
    """

    factor: str
    share: float
    share_half: float
    reason: str
    bins: tuple[Bin, ...]


def need_filling(sample: Sample, en: str, zh: str, methods: Sequence[str] = FILLING) -> None:
    """Raise unless the design fills the space; say which ones do."""
    method = sample.spec.design.method
    if method == "sobol_indices" and method not in methods:
        raise Cannot(
            f"{en}: the points of a sobol_indices design share coordinates, which would invent effects; its first-order indices are the main effects",
            f"{zh}：sobol_indices 设计的点共用坐标，会造出并不存在的效应；其一阶指数即为主效应",
        )  # fmt: skip
    if method not in methods:
        raise Cannot(
            f"{en} need a design that fills the space: grid, latin_hypercube or sobol; this study's design is {method}",
            f"{zh}需要填满空间的设计：grid、latin_hypercube 或 sobol；本研究的设计为 {method}",
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
        If the design does not fill the space, or too few points have a finished run.
    """
    need_filling(sample, "main effects", "主效应", CLEAN)
    there = np.isfinite(response.values).any(axis=1)
    if there.sum() < FEWEST:
        raise too_few(sample, response, int(there.sum()), FEWEST, "points", "点")
    values = response.values[there]
    found = fit(values)
    draw = Resampled(len(values), values.shape[1], seed, resamples)
    moved = draw.means(values, found)
    weights = draw.group_weights.T  # (points, resamples)
    most = int(np.clip(math.sqrt(there.sum()), 3, MOST_VALUES))
    columns = [[value for value, use in zip(sample.column(name), there) if use] for name in sample.factors]
    unit = sample.unit[there]
    if found.varies:
        luck = own_luck(values, found)
        full = sample.spec.design.method == "grid"
        made = _shares(found, bases(columns, unit, full), luck, full)
    else:
        reason = CONSTANT if constant(values, response.level) else FAINT
        made = [(math.nan, math.nan, reason)] * len(columns)
    out = []
    for k, (name, share) in enumerate(zip(sample.factors, made)):
        number, labels, middles = binned(columns[k], unit[:, k], most)
        out.append(Effect(name, *share, _course(found.means, moved, weights, number, labels, middles)))
    return out


def bases(columns: Sequence[Sequence[Any]], unit: np.ndarray, full: bool) -> list[np.ndarray]:
    """Return for each factor the functions whose sum is fitted, (points, functions), each with mean 0.

    A step for each value but one, where a factor has few of them or words; else Legendre polynomials of its place in the range.

    Parameters
    ----------
    columns : values of each factor, point by point.
    unit : places in 0-1, (points, factors).
    full : whether all values of a factor are to be distinguished (a grid).
    """
    points, most = len(unit), int(len(unit) / PER_TERM / max(1, len(columns)))
    found = []
    for k, values in enumerate(columns):
        different = ordered(values)
        words = not all(isinstance(value, int | float) for value in different)
        if words or full or len(different) - 1 <= min(most, MOST_VALUES):
            place = {value: k for k, value in enumerate(different)}
            which = np.array([place[value] for value in values])
            functions = (which[:, None] == np.arange(1, len(different))).astype(np.float64)
        else:
            functions = legvander(2 * unit[:, k] - 1, min(max(most, 1), MOST_DEGREE))[:, 1:]
        found.append(functions - functions.mean(axis=0))
    terms = 1 + sum(one.shape[1] for one in found)
    if points < terms + 2 and not full:
        raise Cannot(
            f"{points} points have finished runs; main effects of {len(found)} factors need at least {terms + 2}",
            f"仅 {points} 个点有已完成的运行；{len(found)} 个因素的主效应至少需要 {terms + 2} 个",
        )
    return found


def _shares(found: Fit, parts: Sequence[np.ndarray], luck: np.ndarray, full: bool) -> list[tuple[float, float, str]]:
    """Return (share, half-width, reason) for each factor.

    All factors are fitted together, so that one is not credited with what another does at the same points; what chance and noise
    add to the size of a fitted function follows from the error of its weights.
    """
    points = len(found.means)
    table = np.column_stack([np.ones(points), *parts])
    y = found.means - found.means.mean()
    back = np.linalg.pinv(table.T @ table)
    weights = back @ (table.T @ y)
    left, lever = y - table @ weights, np.clip(np.einsum("ij,jk,ik->i", table, back, table), 0.0, 1 - 1e-9)
    noise = float(np.mean(found.error)) if math.isfinite(found.rest) else 0.0
    free = points - int(np.linalg.matrix_rank(table))
    # The points of a whole grid are all there are; only noise is by chance. Without replicates the rest has to stand for it.
    chance = noise if full and math.isfinite(found.rest) else float((left**2).sum()) / free if free > 0 else math.nan
    # The variance that independent factors would have: chance correlations of the columns are no part of it.
    spare = (points - 1) / max(free, 1) if not full else 1.0
    rest = (float((left**2).sum()) * spare - noise * (free if full else points - 1)) / (points - 1) if free > 0 else 0.0
    pulled = left / (1 - lever)
    rests = (((left**2).sum() - left * pulled) * spare - noise * (free if full else points - 1)) / (points - 2)
    made = []
    for part, start in zip(parts, np.cumsum([1, *(one.shape[1] for one in parts)])):
        inside = slice(start, start + part.shape[1])
        size = part.T @ part
        bias = float(np.trace(size @ back[inside, inside])) * chance
        own = float(weights[inside] @ size @ weights[inside] - bias) / (points - 1)
        # Without point j: other weights, and a sum of squares without it.
        other = weights[inside] - (back[inside] @ table.T).T * pulled[:, None]
        gone = np.einsum("ij,ij->i", part, other) ** 2 * points / (points - 1)
        owns = (np.einsum("ij,jk,ik->i", other, size, other) - gone - bias) / (points - 2)
        slope = 2 * (table @ back[:, inside] @ size @ weights[inside]) / (points - 1)
        made.append((own, owns, slope))
    scale = sum(own for own, _, _ in made) + rest
    scales = sum(owns for _, owns, _ in made) + rests
    slopes = sum(slope for _, _, slope in made) + 2 * left * spare / (points - 1)
    if not scale > 0:
        return [(math.nan, math.nan, FAINT)] * len(parts)
    out = []
    for own, owns, slope in made:
        share = own / scale
        half = float(half_width(owns / scales, (slope - share * slopes)[:, None] * luck / scale, squares=True))
        reason = verdict(share, half)
        out.append((math.nan, math.nan, reason) if reason else (share, half, ""))
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
