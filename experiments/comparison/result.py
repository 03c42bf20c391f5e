"""The result of a comparison: runs, series, paired differences, who gains; only numbers and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...core.nearest import nearest
from ...core.quantity import Quantity
from ...model.quantities.indicators import INDICATORS
from ...runs.factory import Facts
from ...runs.intervals import LEVEL, Interval, band, interval, same_sign
from ...runs.settings import Setting, SettingError, replicate_seed
from ...runs.stopping import Reached
from .ablation import Ablated, contribution_table
from .disclosure import Cell, hidden
from .gains import SMALLEST_CELL, Count, gains_table, sizes_of
from .moments import Moment, moments, seen_at, when_table
from .transitions import Crossing, crossed_table, transitions_table

if TYPE_CHECKING:
    from ..futures.result import Futures


@dataclass
class Comparison:
    """Scenarios compared on common random numbers, run by run.

    Parameters
    ----------
    setting : what was asked for; its first scenario is the baseline.
    indicators : names, in the order of the last axis.
    summary : means over the last 52 weeks, scenarios x replicates x indicators.
    weekly : every week, scenarios x replicates x weeks x indicators.
    counts : who gains, for each replicate.
    facts : what is the same in all replicates, for each scenario.
    timing : seconds of compiling and of running, number of workers; no part of any result.
    reached : what became of the asked precision, or None.
    source : folder of the data that the population came from, or None.
    futures : the comparison over sampled futures, or None.
    crossings : who gains in one scenario and loses in another, for each replicate.
    ablations : the same runs with residents who differ less; see `ablation.Ablated`.
    """

    setting: Setting
    indicators: tuple[str, ...]
    summary: np.ndarray
    weekly: np.ndarray
    counts: Sequence[Mapping[Cell, Count]]
    facts: tuple[Facts, ...]
    timing: Mapping[str, Any] = field(default_factory=dict)
    reached: Reached | None = None
    source: str | None = None
    futures: Futures | None = None
    crossings: Sequence[Crossing] = ()
    ablations: tuple[Ablated, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, the baseline first."""
        return self.setting.names

    @property
    def replicates(self) -> int:
        """Number of replicates of each scenario."""
        return self.summary.shape[1]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The model's seed in each replicate."""
        return tuple(replicate_seed(self.setting.seed, k) for k in range(self.replicates))

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row for each run: scenario, replicate, seed, and each indicator's mean over the last 52 weeks."""
        count = len(self.names) * self.replicates
        return pd.DataFrame(
            {
                "scenario": [name for name in self.names for _ in range(self.replicates)],
                "replicate": np.tile(np.arange(self.replicates, dtype=np.int32), len(self.names)),
                "seed": np.tile(np.array(self.seeds, dtype=np.int64), len(self.names)),
                **dict(zip(self.indicators, self.summary.reshape(count, -1).T)),
            }
        )

    @cached_property
    def series(self) -> pd.DataFrame:
        """Mean over replicates and its 95 % interval for each scenario, week and indicator (long form)."""
        weeks = self.weekly.shape[2]
        parts = []
        for name, values in zip(self.names, self.weekly):
            mean, low, high = band(values)
            parts.append(
                pd.DataFrame(
                    {
                        "scenario": name,
                        "week": np.repeat(np.arange(1, weeks + 1), len(self.indicators)),
                        "indicator": np.tile(np.array(self.indicators, dtype=object), weeks),
                        "mean": mean.ravel(),
                        "low": low.ravel(),
                        "high": high.ravel(),
                    }
                )
            )
        table = pd.concat(parts, ignore_index=True)
        table["unit"] = [INDICATORS[name].unit for name in table["indicator"]]
        return table

    def place(self, scenario: str | None) -> int:
        """Return the place of a scenario; None means the first."""
        if scenario is None:
            return 0
        if scenario not in self.names:
            raise SettingError(f"no scenario '{scenario}' in this comparison{nearest(scenario, self.names)}")
        return self.names.index(scenario)

    def values(self, scenario: str | None, indicator: str) -> np.ndarray:
        """Return one indicator's mean over the last 52 weeks, for each replicate."""
        if indicator not in self.indicators:
            raise SettingError(f"no indicator '{indicator}'{nearest(indicator, self.indicators)}")
        return self.summary[self.place(scenario), :, self.indicators.index(indicator)]

    def difference(self, scenario: str, indicator: str, baseline: str | None = None) -> Interval:
        """Return the paired difference of a scenario and the baseline, with its 95 % interval."""
        return interval(self.values(scenario, indicator) - self.values(baseline, indicator))

    def table(self, baseline: str | None = None, lang: str = "en") -> pd.DataFrame:
        """Return paired differences of every scenario and the baseline (by default the first).

        Columns: scenario, indicator, label, unit, baseline and value (means over replicates of the mean of the last
        52 weeks), difference with its 95 % t interval low to high, same_sign (share of replicates whose difference has
        the sign of the mean), replicates (those where the indicator exists in both runs) and better (1: more is
        better, -1: less is better, 0: neither).
        """
        base = self.names[self.place(baseline)]
        rows = []
        for name in self.names:
            if name == base:
                continue
            for indicator in self.indicators:
                declared: Quantity = INDICATORS[indicator]
                differences = self.values(name, indicator) - self.values(base, indicator)
                found = interval(differences)
                both = np.isfinite(differences)
                means = (
                    float(self.values(which, indicator)[both].mean()) if both.any() else np.nan
                    for which in (base, name)
                )
                rows.append(
                    (
                        name, indicator, declared.label[lang], declared.unit, *means, found.mean, found.low, found.high,
                        same_sign(differences), found.count, declared.extra["better"],
                    )
                )  # fmt: skip
        columns = ["scenario", "indicator", "label", "unit", "baseline", "value", "difference", "low", "high", "same_sign", "replicates", "better"]  # fmt: skip
        table = pd.DataFrame(rows, columns=columns)
        table.attrs = {"baseline": base, "level": LEVEL, "weeks": min(52, self.setting.weeks)}
        return table

    @cached_property
    def concealed(self) -> Mapping[Cell, str]:
        """The cells of groups that are not shown, and why; more than the small ones where the population is the user's own."""
        tables = None
        if self.setting.population is not None:
            tables = [one.table for one in self.crossings if one.table is not None]
        return hidden(sizes_of(self.counts), SMALLEST_CELL.default, tables)

    @property
    def compared(self) -> float:
        """Share of residents who are there in all runs of a replicate, and so are compared; mean over replicates."""
        return float(np.mean([one.compared for one in self.crossings])) if self.crossings else 1.0

    def gains(self, baseline: str | None = None, lang: str = "en") -> pd.DataFrame:
        """Return who is better off, about the same, and worse off than under the baseline, by group, with 95 % intervals.

        By how much, too; see `gains.gains_table` for the columns.
        """
        population = self.setting.population
        origins = population.labels.get("origin", ()) if population is not None else ()
        communities = population.communities.name if population is not None else ()
        return gains_table(
            self.counts, self.names, self.names[self.place(baseline)], lang, origins, communities, self.concealed,
            population is not None, self.compared,
        )  # fmt: skip

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When outcomes are looked at: quarters after rules began, after a crisis where there is one, and the end."""
        return moments(self.setting.weeks, int(self.facts[0].environment.get("shock_week", -1)))

    @cached_property
    def momentary(self) -> np.ndarray:
        """Every indicator at each of the moments, scenarios x replicates x moments x indicators."""
        return np.concatenate(
            [seen_at(self.weekly, self.indicators, self.moments[:-1]), self.summary[:, :, None, :]], axis=2
        )

    def when(self, baseline: str | None = None) -> pd.DataFrame:
        """Return paired differences at each of the moments; see `moments.when_table` for the columns."""
        return when_table(self.momentary, self.names, self.place(baseline), self.indicators, self.moments)

    def residents(self, baseline: str | None = None, lang: str = "en") -> pd.DataFrame:
        """Return what residents contribute to each difference: full less ablated; see `ablation.contribution_table`."""
        return contribution_table(self.ablations, self.summary, self.names, self.place(baseline), self.indicators, lang)

    def transitions(self, baseline: str | None = None, lang: str = "en") -> pd.DataFrame:
        """Return how residents change places between thirds of satisfaction; see `crossings.transitions_table`."""
        return transitions_table(self.crossings, self.names, self.names[self.place(baseline)], lang)

    def crossed(self, baseline: str | None = None, lang: str = "en") -> pd.DataFrame:
        """Return who is better off in one scenario and worse off in another; see `crossings.crossed_table`."""
        return crossed_table(self.crossings, self.names, self.names[self.place(baseline)], lang)

    def __repr__(self) -> str:
        """Say what was compared."""
        return f"<{type(self).__name__} of {', '.join(self.names)}: {self.replicates} replicates, {self.setting.weeks} weeks>"
