"""How an indicator is declared, and the formulas from which indicators are made: each a ratio of sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.quantity import OPEN, Bounds, Quantity, indicator
from ...core.text import Text
from .codes import WEEKS_A_QUARTER, WEEKS_A_YEAR

Sums = Callable[[str], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its declaration, how many weeks the weekly series sums over, and its formula."""

    quantity: Quantity
    window: int
    formula: Callable[[Sums], NDArray[np.float64]]


def ratio(above: NDArray, below: NDArray) -> NDArray[np.float64]:
    """Divide; nan where there is nothing to divide by."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0)


def mean(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean over residents."""
    return lambda s: ratio(s(name), s("residents"))


def share(above: str, *below: str) -> Callable[[Sums], NDArray]:
    """Make the formula: one flow as a share of the sum of others."""
    return lambda s: ratio(s(above), np.sum([s(name) for name in below], axis=0))


def per_organization(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean over organisations."""
    return lambda s: ratio(s(name), s("organizations"))


def gap(kind: str, other: str) -> Callable[[Sums], NDArray]:
    """Make the formula: mean satisfaction of one group minus that of another."""
    return lambda s: ratio(s("satisfaction_" + kind), s(kind)) - ratio(s("satisfaction_" + other), s(other))


def widest_gap(s: Sums) -> NDArray[np.float64]:
    """The widest of the three gaps in satisfaction (owners/renters, settled/newcomers, old/young), without sign."""
    gaps = [gap("owners", "renters")(s), gap("settled", "newcomers")(s), gap("old", "young")(s)]
    return np.fmax.reduce([np.abs(g) for g in gaps])


def ei_index(s: Sums) -> NDArray[np.float64]:
    """(external - internal) / all ties, by home-region group (Krackhardt & Stern 1988)."""
    return ratio(2 * s("ties_cross") - s("ties"), s("ties"))


def true_resolution(s: Sums) -> NDArray[np.float64]:
    """Ended problems and cases that were truly resolved, as a share."""
    return ratio(s("resolved_true"), s("resolved_true") + s("resolved_false") + s("abandoned"))


def reported_resolution(s: Sums) -> NDArray[np.float64]:
    """Officially ended cases that are recorded as resolved, as a share."""
    return ratio(s("recorded_resolved"), s("recorded_ended"))


def recorded_resolution(s: Sums) -> NDArray[np.float64]:
    """Ended cases that an office knew of and whose last closing is recorded as resolved, as a share; each case once."""
    return ratio(s("known_resolved"), s("known_ended"))


def resolution_known(s: Sums) -> NDArray[np.float64]:
    """Ended cases that an office knew of and that were truly resolved, as a share; each case once."""
    return ratio(s("known_true"), s("known_ended"))


def weekly(name: str, per: float) -> Callable[[Sums], NDArray]:
    """Make the formula: a flow a week, for each `per` residents."""
    return lambda s: ratio(per * s(name), s("residents"))


def yearly(name: str, per: float) -> Callable[[Sums], NDArray]:
    """Make the formula: a flow a year, for each `per` residents."""
    return lambda s: ratio(per * WEEKS_A_YEAR * s(name), s("residents"))


def of_district(name: str) -> Callable[[Sums], NDArray]:
    """Make the formula for what does not add up: its mean over the weeks."""
    return lambda s: ratio(s(name), s("weeks"))


QUARTER, YEAR = WEEKS_A_QUARTER, WEEKS_A_YEAR


def declare(
    name: str,
    *,
    bounds: Bounds = OPEN,
    unit: str,
    label: Text,
    meaning: Text,
    formula: Callable[[Sums], NDArray],
    window: int = 1,
    better: int = 0,
    claims: tuple[str, ...] = (),
) -> Indicator:
    """Declare an indicator of the model: as `core.quantity.indicator`, with its formula and window."""
    quantity = indicator(name, bounds=bounds, unit=unit, label=label, meaning=meaning, better=better, claims=claims)
    return Indicator(quantity, window, formula)
