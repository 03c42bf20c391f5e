"""Sobol' and Morris indices of the mean response, with what luck adds taken out.

Sobol': first-order and total indices by the estimators of Saltelli et al. 2010 (*Computer Physics Communications* 181,
259-270) as in SALib, on means over replicates. Such means still hold luck: it adds to the variance (all indices too small) and to every
total index. Both biases are estimated from the scatter of replicates and taken out, without
assuming that luck at neighbouring points is independent: for a product of two contrasts of means the covariance over replicates of the
two contrasts, divided by the number of replicates, is subtracted.

Morris 1991 (*Technometrics* 33, 161-174), mu* after Campolongo et al. 2007 (*Environmental Modelling & Software* 22, 1509-1518): in
the unit of the indicator for a step over the whole range of the factor. The variance that luck gives to elementary effects is taken out of
sigma; mu* of a factor without any effect is not 0 but what luck makes of it, the `floor`, given beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import StudyError
from .noise import Resampled, fit, spread
from .responses import Response, Sample, block_size

FEWEST = 4
"""Base rows or trajectories below which no interval is worth showing."""


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """First-order and total index of one factor, each with the half-width of its 95 % interval.

    Parameters
    ----------
    first, first_half, total, total_half : of the mean response, luck taken out.
    first_plain, total_plain : as SALib finds them from means over replicates, luck left in.
    """

    factor: str
    first: float
    first_half: float
    total: float
    total_half: float
    first_plain: float
    total_plain: float


@dataclass(frozen=True, slots=True)
class MorrisIndex:
    """Elementary effects of one factor over its whole range, in the unit of the indicator.

    Parameters
    ----------
    mu, mu_half : mean effect and the half-width of its 95 % interval.
    mu_star, mu_star_half : mean size of the effect.
    sigma : standard deviation of the effect over the space: interaction and curvature; luck taken out.
    floor : mu* that luck alone would make.
    """

    factor: str
    mu: float
    mu_half: float
    mu_star: float
    mu_star_half: float
    sigma: float
    floor: float

    @property
    def clear(self) -> bool:
        """Whether the effect is larger than luck makes it look."""
        return self.mu_star - self.mu_star_half > (self.floor if math.isfinite(self.floor) else 0.0)


def need(sample: Sample, method: str, what: str) -> None:
    """Raise unless the design is the one that an index needs; say which."""
    points = 20 if method == "morris" else 64
    if sample.spec.design.method != method:
        raise StudyError(
            f"{what} need design: {{method: {method}, points: {points}}} in the study file; this study's design is "
            f"{sample.spec.design.method} (cogov sweep --example {method})"
        )


def _blocks(sample: Sample, response: Response) -> tuple[np.ndarray, np.ndarray]:
    """Return values as (blocks, points of a block, replicates) and the numbers of the blocks that are whole."""
    size = block_size(sample.spec)
    values = response.values
    shaped = values.reshape(-1, size, values.shape[1])
    whole = np.flatnonzero(np.isfinite(shaped).any(axis=2).all(axis=1))
    return shaped, whole


def _products(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return what luck adds, on average, to the product of the means of two contrasts: (blocks, replicates) each."""
    seen = np.isfinite(a) & np.isfinite(b)
    count = seen.sum(axis=1)
    one, two = (np.where(seen, values, 0.0) for values in (a, b))
    some = np.maximum(count, 1)[:, None]
    one, two = (
        np.where(seen, values - values.sum(axis=1, keepdims=True) / some, 0.0) for values in (one, two)
    )  # fmt: skip
    cov = (one * two).sum(axis=1) / np.maximum(count - 1, 1) / np.maximum(count, 1)
    return np.where(count > 1, cov, np.nan)


def sobol(sample: Sample, response: Response, seed: int = 0, resamples: int = 400) -> list[SobolIndex]:
    """Return the Sobol' indices of a response, factor by factor; nan where its mean does not vary beyond luck.

    Raises
    ------
    StudyError
        If the design is another, or fewer than four base rows are complete.
    """
    need(sample, "sobol_indices", "Sobol' indices")
    from SALib.analyze.sobol import first_order, total_order

    shaped, whole = _blocks(sample, response)
    if len(whole) < FEWEST:
        raise StudyError(
            f"{len(whole)} base rows of the design are complete; at least {FEWEST} are needed: cogov study resume"
        )
    values = shaped[whole]
    blocks, size, replicates = values.shape
    found = fit(values.reshape(blocks * size, replicates))
    means = found.means.reshape(blocks, size)
    clean = values - found.luck
    draw = Resampled(blocks, replicates, seed, resamples)
    moved = draw.means(values.reshape(blocks * size, replicates), found).reshape(blocks, size, -1)
    moved = moved[draw.rows.T, :, np.arange(resamples)].transpose(2, 0, 1)  # (size, blocks, resamples)
    a, b = means[:, 0], means[:, -1]
    scale = float(np.var(np.r_[a, b]))
    known = math.isfinite(found.rest)
    noise = float(np.mean(found.error)) if known else 0.0
    if not found.varies or not scale > noise:
        return [SobolIndex(name, *[math.nan] * 6) for name in sample.factors]
    scales = np.var(np.concatenate([moved[0], moved[-1]]), axis=0)
    out = []
    for k, name in enumerate(sample.factors, 1):
        plain = float(first_order(a, means[:, k], b)), float(total_order(a, means[:, k], b))
        drawn = first_order(moved[0], moved[k], moved[-1]), total_order(moved[0], moved[k], moved[-1])
        step = clean[:, k] - clean[:, 0]
        added = (
            float(np.nanmean(_products(clean[:, -1], step))) if known else 0.0,
            0.5 * float(np.nanmean(_products(step, step))) if known else 0.0,
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            index = [(one * scale - more) / (scale - noise) for one, more in zip(plain, added)]
            half = [spread((one * scales - more) / np.where(scales > noise, scales - noise, np.nan)) for one, more in zip(drawn, added)]  # fmt: skip
        out.append(SobolIndex(name, index[0], half[0], index[1], half[1], *plain))
    return out


def morris(sample: Sample, response: Response, seed: int = 0, resamples: int = 400) -> list[MorrisIndex]:
    """Return Morris's measures of a response, factor by factor.

    Raises
    ------
    StudyError
        If the design is another, or fewer than four trajectories are complete.
    """
    need(sample, "morris", "Morris indices")
    shaped, whole = _blocks(sample, response)
    if len(whole) < FEWEST:
        raise StudyError(
            f"{len(whole)} trajectories of the design are complete; at least {FEWEST} are needed: cogov study resume"
        )
    values = shaped[whole]
    blocks, size, replicates = values.shape
    found = fit(values.reshape(blocks * size, replicates))
    which, step = _moves(sample.unit.reshape(-1, size, size - 1)[whole])
    draw = Resampled(blocks, replicates, seed, resamples)
    moved = draw.means(values.reshape(blocks * size, replicates), found).reshape(blocks, size, -1)
    means = found.means.reshape(blocks, size)
    effects = _by_factor(np.diff(means, axis=1) / step, which)
    clean = values - found.luck
    single = _by_factor(np.diff(clean, axis=1) / step[:, :, None], which)  # (blocks, factors, replicates)
    drawn = _by_factor(np.diff(moved, axis=1) / step[:, :, None], which)
    drawn = drawn[draw.rows.T, :, np.arange(resamples)].transpose(2, 0, 1)  # (factors, blocks, resamples)
    out = []
    for k, name in enumerate(sample.factors):
        luck = float(np.nanmean(_products(single[:, k], single[:, k]))) if replicates > 1 else math.nan
        variance = float(np.var(effects[:, k], ddof=1)) - (luck if math.isfinite(luck) else 0.0)
        out.append(
            MorrisIndex(
                name, float(effects[:, k].mean()), spread(drawn[k].mean(axis=0)),
                float(np.abs(effects[:, k]).mean()), spread(np.abs(drawn[k]).mean(axis=0)),
                math.sqrt(max(0.0, variance)), math.sqrt(2 / math.pi * luck) if luck >= 0 else math.nan,
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
