"""A comparison repeated over many futures: how often a finding holds, who is ahead, and what each choice may cost.

A future is one setting of what no policy sets: environment parameters and constants, drawn together over their ranges
(a Latin hypercube). All scenarios meet each future with the same luck, and every future has luck of its own, apart from
that of the comparison at the declared values. The ranges are what is plausible, not how likely anything in them is:
shares of futures are shares of what was tried, and no probabilities (Lempert, Popper & Bankes 2003, *Shaping the next
one hundred years*, RAND MR-1626).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..core.quantity import Quantity
from .intervals import Interval


@dataclass(frozen=True, slots=True)
class Range:
    """What varies over futures, and how far.

    Parameters
    ----------
    quantity : its declaration.
    low, high : ends, inclusive; None for a choice of words.
    words : the words of a choice.
    """

    quantity: Quantity
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the quantity."""
        return self.quantity.name


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which futures are tried.

    Parameters
    ----------
    count : number of futures.
    over : what varies.
    replicates : runs of each scenario in each future.
    """

    count: int
    over: tuple[Range, ...]
    replicates: int = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What becomes of one finding over the futures.

    Parameters
    ----------
    scenario, indicator : the difference is of this scenario from the baseline.
    default : the difference at the declared values, with its interval.
    share : share of futures in which the difference has the sign it has at the declared values, with its Wilson
        interval; `count` is the number of futures where there is a difference.
    by_luck : share in which luck alone would turn the sign with so few replicates, were every future as declared.
    low, median, high : tenth, half and nine tenths of the differences over futures.
    fails : the futures in which it has another sign, by number.
    """

    scenario: str
    indicator: str
    default: Interval
    share: Interval
    by_luck: float
    low: float
    median: float
    high: float
    fails: tuple[int, ...]

    @property
    def found(self) -> bool:
        """Whether there is a finding at the declared values that could hold: the interval leaves zero out."""
        return self.default.clear


@dataclass(frozen=True, slots=True)
class Limit:
    """One side, or both, of a box in one quantity; None: open on that side."""

    name: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a finding fails (or, where it fails in most futures, where alone it holds).

    Parameters
    ----------
    scenario, indicator : of the finding.
    kind : "fails" or "holds": what is gathered in the box.
    limits : the box, one or two quantities; empty if no condition was found.
    p : chance of a box this good if failing had nothing to do with what varies, by permutation; for all findings looked
        at together (Holm). nan if nothing was looked for.
    coverage, density : share of these futures that lie in the box; of futures in the box that are of the kind.
    held_coverage, held_density : the same for boxes found without the futures they are judged by (five folds).
    cases, inside, count : futures of the kind, in the box, in all.
    reason : "" for a condition; "always" (no future of the kind), "few" (too few to tell), "none" (no box better than
        chance), "no finding" (nothing at the declared values that could fail).
    """

    scenario: str
    indicator: str
    kind: str
    limits: tuple[Limit, ...]
    p: float
    coverage: float
    density: float
    held_coverage: float
    held_density: float
    cases: int
    inside: int
    count: int
    reason: str = ""


@dataclass(frozen=True)
class Futures:
    """A comparison over futures.

    Parameters
    ----------
    names : scenarios, the baseline first.
    indicators : names, in the order of the last axis.
    sampling : what was tried.
    points : the values of each future, by name.
    seeds : model's seeds, futures x replicates.
    values : means over the last 52 weeks, scenarios x futures x replicates x indicators.
    defaults : the same at the declared values: scenarios x replicates x indicators (the comparison itself).
    """

    names: tuple[str, ...]
    indicators: tuple[str, ...]
    sampling: Sampling
    points: tuple[Mapping[str, Any], ...]
    seeds: np.ndarray
    values: np.ndarray
    defaults: np.ndarray
    seed: int = 1
    timing: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def means(self) -> np.ndarray:
        """Mean over replicates, scenarios x futures x indicators; nan where there is none."""
        raise NotImplementedError

    # What follows is what reports read:
    # table() -> DataFrame: a row for each future, scenario, replicate: future, scenario, replicate, seed, varied values, indicators
    # holds(indicators=MAIN) -> tuple[Held, ...]            every other scenario against the baseline
    # holds_table(lang) -> DataFrame                        the same as a table
    # ranking(lang) -> DataFrame: indicator, label, scenario, best (share of futures, best_low, best_high: Wilson), rank_1 .. rank_n, mean_rank, futures
    # regret(lang) -> DataFrame: indicator, label, unit, scenario, mean, p90, max, worst (future), least (bool: smallest max), where (values of the worst future)
    # satisficing(targets=None, lang) -> DataFrame: indicator, label, target, scenario, share, low, high   (target: what the baseline has at the declared values)
    # conditions -> tuple[Condition, ...]                   one for each main indicator and other scenario
    # and in reports/futures_text.py: sentences(comparison) -> list[Text]; reports/futures_figures.py: FIGURES = {"futures": ..., "futures_ranking": ..., "regret": ...}
