"""Sobol' and Morris indices of the mean response, with what noise adds taken out.

Sobol': first-order and total indices by the estimators of Saltelli et al. 2010 (*Computer Physics Communications* 181,
259-270) as in SALib (outputs less their mean), on means over replicates. Such means still hold noise: it adds to the variance (all indices too small) and to every
total index. Both biases are estimated from the scatter of replicates and taken out, without
assuming that noise at neighbouring points is independent: for a product of two contrasts of means the covariance over replicates of the
two contrasts, divided by the number of replicates, is subtracted.

Morris 1991 (*Technometrics* 33, 161-174), mu* after Campolongo et al. 2007 (*Environmental Modelling & Software* 22, 1509-1518): in
the unit of the indicator for a step over the whole range of the factor. The variance that noise adds to elementary effects is removed from
sigma; mu* of a factor without any effect is not 0 but what noise makes of it, the `floor`, given next to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..design.designs import RECOMMENDED
from .jackknife import half_width, without_each
from .noise import clearly_more, constant, fit, own_luck, without_rounding
from .reasons import CONSTANT, FAINT, Cannot, too_few, verdict
from .responses import Response, Sample, block_size

FEWEST = 4
"""Base rows or trajectories below which no interval is worth showing."""


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """First-order and total index of one factor, each with the half-width of its 95 % interval.

    Parameters
    ----------
    first, first_half, total, total_half : of the mean response, noise taken out.
    first_plain, total_plain : as SALib finds them from means over replicates, noise left in.
    reason : why there are dashes, a key of `reasons.DASHES`; "" where there are none.
    """

    factor: str
    first: float
    first_half: float
    total: float
    total_half: float
    first_plain: float
    total_plain: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """The Sobol' indices of one response.

    Parameters
    ----------
    factors : one for each factor.
    totals, totals_half : sum of the total indices, which is at least 1 for any function of independent factors.
    rows : complete base rows.
    """

    factors: tuple[SobolIndex, ...]
    totals: float = math.nan
    totals_half: float = math.nan
    rows: int = 0

    def __iter__(self) -> Iterator[SobolIndex]:
        """Go through the factors."""
        return iter(self.factors)

    def __getitem__(self, place: int) -> SobolIndex:
        """Return the index of one factor, by its place."""
        return self.factors[place]

    def __len__(self) -> int:
        """Return the number of factors."""
        return len(self.factors)


@dataclass(frozen=True, slots=True)
class MorrisIndex:
    """Elementary effects of one factor over its whole range, in the unit of the indicator.

    Parameters
    ----------
    mu, mu_half : mean effect and the half-width of its 95 % interval.
    mu_star, mu_star_half : mean size of the effect.
    sigma : standard deviation of the effect over the space: interaction and curvature; noise taken out.
    floor : mu* that noise alone would make.
    reason : why there are dashes, a key of `reasons.DASHES`; "" where there are none.
    """

    factor: str
    mu: float
    mu_half: float
    mu_star: float
    mu_star_half: float
    sigma: float
    floor: float
    reason: str = ""

    @property
    def clear(self) -> bool:
        """Whether the effect is larger than noise makes it look."""
        return self.mu_star - self.mu_star_half > (self.floor if math.isfinite(self.floor) else 0.0)


def need(sample: Sample, method: str, en: str, zh: str) -> None:
    """Raise unless the design is the one that an index needs; say which."""
    design, now = f"{{method: {method}, points: {RECOMMENDED[method]}}}", sample.spec.design.method
    if now != method:
        raise Cannot(
            f"{en} need design: {design} in the study file; this study's design is {now} (cogov sweep --example {method})",
            f"{zh}需要研究文件中的 design: {design}；本研究的设计为 {now}（cogov sweep --example {method}）",
        )


def _blocks(sample: Sample, response: Response) -> tuple[np.ndarray, np.ndarray]:
    """Return values as (blocks, points of a block, replicates) and the numbers of the blocks that are whole."""
    size = block_size(sample.spec)
    values = response.values
    shaped = values.reshape(-1, size, values.shape[1])
    whole = np.flatnonzero(np.isfinite(shaped).any(axis=2).all(axis=1))
    return shaped, whole


def _products(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return what noise adds, on average, to the product of the means of two contrasts: (blocks, replicates) each."""
    seen = np.isfinite(a) & np.isfinite(b)
    count = seen.sum(axis=1)
    one, two = (np.where(seen, values, 0.0) for values in (a, b))
    some = np.maximum(count, 1)[:, None]
    one, two = (
        np.where(seen, values - values.sum(axis=1, keepdims=True) / some, 0.0) for values in (one, two)
    )  # fmt: skip
    cov = (one * two).sum(axis=1) / np.maximum(count - 1, 1) / np.maximum(count, 1)
    return np.where(count > 1, cov, np.nan)


def _added(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return what noise adds to each numerator, (blocks, factors); where a row has one run only, as much as in the others."""
    both = np.broadcast_to(one if one.ndim == 3 else one[:, None], two.shape)
    found = np.column_stack([_products(both[:, k], two[:, k]) for k in range(two.shape[1])])
    return np.where(np.isfinite(found), found, np.nanmean(found, axis=0))


def sobol(sample: Sample, response: Response) -> SobolIndices:
    """Return the Sobol' indices of a response, factor by factor, and the sum of its totals.

    Raises
    ------
    StudyError
        If the design is another, or fewer than four base rows are complete.
    """
    need(sample, "sobol_indices", "Sobol' indices", "Sobol' 指数")
    from SALib.analyze.sobol import first_order, total_order

    shaped, whole = _blocks(sample, response)
    if len(whole) < FEWEST:
        raise too_few(sample, response, len(whole), FEWEST, "base rows", "基准行")
    values = shaped[whole]
    blocks, size, replicates = values.shape
    found = fit(values.reshape(blocks * size, replicates))
    if not found.varies:
        reason = CONSTANT if constant(values, response.level) else FAINT
        return SobolIndices(tuple(SobolIndex(name, *[math.nan] * 6, reason=reason) for name in sample.factors))
    known = math.isfinite(found.rest)
    means = found.means.reshape(blocks, size)
    means = means - means.mean()  # as in SALib: the variance of the first-order estimator grows with the level
    a, b, moved = means[:, 0], means[:, -1], means[:, 1:-1]
    clean = values - found.luck
    step = clean[:, 1:-1] - clean[:, :1]
    added = [_added(clean[:, -1], step), 0.5 * _added(step, step)] if known else [0.0, 0.0]
    noise = float(np.nanmean(found.error)) if known else 0.0
    rows = _Rows(a, b, b[:, None] * (moved - a[:, None]) - added[0], 0.5 * (a[:, None] - moved) ** 2 - added[1], noise)
    first, total, scale = rows.indices()
    if not clearly_more(scale + noise, 2 * blocks - 1, noise, found.free):
        return SobolIndices(tuple(SobolIndex(name, *[math.nan] * 6, reason=FAINT) for name in sample.factors))
    left = rows.without_each()
    luck = own_luck(values.reshape(blocks * size, replicates), found).reshape(blocks, size, replicates)
    moves = rows.moves(luck, moved, first, total, scale)
    halves = half_width(left[0], moves[0]), half_width(left[1], moves[1], squares=True)
    out = []
    for k, name in enumerate(sample.factors):
        plain = float(first_order(a, moved[:, k], b)), float(total_order(a, moved[:, k], b))
        index = float(first[k]), float(halves[0][k]), float(total[k]), float(halves[1][k])
        reasons = verdict(*index[:2]), verdict(*index[2:])
        shown = [math.nan if reasons[place // 2] else value for place, value in enumerate(index)]
        out.append(SobolIndex(name, *shown, *plain, reason=reasons[0] or reasons[1]))  # pyright: ignore[reportCallIssue]
    whole_half = half_width(left[1].sum(axis=1), moves[1].sum(axis=2), squares=True)
    return SobolIndices(tuple(out), float(total.sum()), float(whole_half), blocks)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What each base row gives to the estimators of Saltelli et al. 2010, noise taken out.

    Parameters
    ----------
    a, b : float64 (rows), mean responses less the mean of all.
    first, total : float64 (rows, factors), numerators.
    noise : variance that noise gives to a mean response.
    """

    a: np.ndarray
    b: np.ndarray
    first: np.ndarray
    total: np.ndarray
    noise: float

    def indices(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Return first-order and total indices (factors), and the variance they are shares of."""
        scale = float(np.var(np.r_[self.a, self.b])) - self.noise
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.first.mean(axis=0) / scale, self.total.mean(axis=0) / scale, scale

    def without_each(self) -> list[np.ndarray]:
        """Return the indices with each row left out, (rows, factors) each."""
        count = len(self.a) - 1
        sums, squares = without_each(self.a + self.b), without_each(self.a**2 + self.b**2)
        scale = squares / (2 * count) - (sums / (2 * count)) ** 2 - self.noise
        with np.errstate(divide="ignore", invalid="ignore"):
            return [without_each(one) / count / scale[:, None] for one in (self.first, self.total)]

    def moves(
        self, luck: np.ndarray, moved: np.ndarray, first: np.ndarray, total: np.ndarray, scale: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what noise (rows, points of a row, replicates) adds to the indices, (rows, replicates, factors) each."""
        count, middle = len(self.a), float(np.r_[self.a, self.b].mean())
        of_a, of_b, of_moved = luck[:, 0, :, None], luck[:, -1, :, None], luck[:, 1:-1].transpose(0, 2, 1)
        a, b = self.a[:, None, None] - middle, self.b[:, None, None] - middle
        wide = (a * of_a + b * of_b) / count
        step = (moved - self.a[:, None])[:, None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            one = ((of_moved - of_a) * self.b[:, None, None] + of_b * step) / count - first * wide
            two = (of_moved - of_a) * step / count - total * wide
            return one / scale, two / scale


def morris(sample: Sample, response: Response) -> list[MorrisIndex]:
    """Return Morris's measures of a response, factor by factor; nan where the response has one value everywhere.

    Raises
    ------
    StudyError
        If the design is another, or fewer than four trajectories are complete.
    """
    need(sample, "morris", "Morris indices", "Morris 指数")
    shaped, whole = _blocks(sample, response)
    if len(whole) < FEWEST:
        raise too_few(sample, response, len(whole), FEWEST, "trajectories", "轨迹")
    values = shaped[whole]
    if constant(values, response.level):
        return [MorrisIndex(name, *[math.nan] * 6, reason=CONSTANT) for name in sample.factors]
    blocks, size, replicates = values.shape
    flat = values.reshape(blocks * size, replicates)
    found = fit(flat)
    which, step = _moves(sample.unit.reshape(-1, size, size - 1)[whole])
    means = found.means.reshape(blocks, size)
    level = max(response.level, float(np.nanmax(np.abs(values))))
    effects = _by_factor(without_rounding(np.diff(means, axis=1), level) / step, which)
    single = _by_factor(np.diff(values - found.luck, axis=1) / step[:, :, None], which)  # (blocks, factors, replicates)
    luck = _by_factor(
        np.diff(own_luck(flat, found).reshape(blocks, size, replicates), axis=1) / step[:, :, None], which
    )
    luck = luck.transpose(0, 2, 1) / blocks
    halves = half_width(without_each(effects) / (blocks - 1), luck)
    sizes = half_width(without_each(np.abs(effects)) / (blocks - 1), np.sign(effects)[:, None, :] * luck, squares=True)
    out = []
    for k, name in enumerate(sample.factors):
        noise = float(np.nanmean(_products(single[:, k], single[:, k]))) if replicates > 1 else math.nan
        variance = float(np.var(effects[:, k], ddof=1)) - (noise if math.isfinite(noise) else 0.0)
        out.append(
            MorrisIndex(
                name, float(effects[:, k].mean()), float(halves[k]), float(np.abs(effects[:, k]).mean()), float(sizes[k]),
                math.sqrt(max(0.0, variance)), math.sqrt(2 / math.pi * noise) if noise >= 0 else math.nan,
            )
        )  # fmt: skip
    return out


def _moves(unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which factor moves at each step of a trajectory and by how much, both (trajectories, steps)."""
    change = np.diff(unit, axis=1)
    which = np.abs(change).argmax(axis=2)
    return which, np.take_along_axis(change, which[:, :, None], axis=2)[:, :, 0]


def _by_factor(effects: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return effects in the order of the factors instead of that of the steps."""
    order = np.argsort(which, axis=1)
    return np.take_along_axis(effects, order.reshape(order.shape + (1,) * (effects.ndim - 2)), axis=1)
