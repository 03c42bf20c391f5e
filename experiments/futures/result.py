"""A comparison repeated over many futures: how often a finding holds, who is ahead, and what each choice may cost.

A future is one setting of what no policy sets: environment parameters and constants, drawn together over their ranges
(a Latin hypercube). All scenarios meet each future with common random numbers, and every future has its own, apart from
that of the comparison at the declared values. The ranges are what is plausible, not how likely anything in them is:
shares of futures are shares of what was tried, and no probabilities (Lempert, Popper & Bankes 2003, *Shaping the next
one hundred years*, RAND MR-1626).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from ...core.nearest import suggestion
from ...core.text import Text
from ...model.quantities.indicators import INDICATORS, MAIN
from ...runs.intervals import LEVEL, Interval, interval, t_quantile, wilson
from ...runs.settings import SettingError
from .discovery import Condition, Search, together
from .sampling import Sampling


@dataclass(frozen=True, slots=True)
class Held:
    """What becomes of one finding over the futures.

    Parameters
    ----------
    scenario, indicator : the difference is of this scenario from the baseline.
    default : the difference at the declared values, with its interval.
    share : share of futures in which the difference has the sign it has at the declared values, with its Wilson
        interval; `count` is the number of futures in which there is a difference.
    surely, against : number of futures in which the interval over that future's own replicates leaves zero out, on the
        same side and on the other.
    by_luck : share in which chance alone would reverse the sign with this few replicates, if every future were as declared.
    low, median, high : tenth, half and nine tenths of the differences over futures.
    fails : the futures in which it has not the same sign, by number from 0.
    """

    scenario: str
    indicator: str
    default: Interval
    share: Interval
    surely: int
    against: int
    by_luck: float
    low: float
    median: float
    high: float
    fails: tuple[int, ...]

    @property
    def found(self) -> bool:
        """Whether there is a finding at the declared values that could hold: the interval leaves zero out."""
        return self.default.clear


@dataclass
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
    defaults : the same at the declared values (the comparison itself), scenarios x replicates x indicators.
    seed : seed of the comparison.
    timing : seconds and processes; no part of any result.
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

    @property
    def count(self) -> int:
        """Number of futures."""
        return len(self.points)

    def _at(self, indicator: str) -> int:
        if indicator not in self.indicators:
            raise SettingError(
                Text(
                    f"no indicator '{indicator}'{suggestion(indicator, self.indicators).en}",
                    f"没有指标 '{indicator}'{suggestion(indicator, self.indicators).zh}",
                )
            )
        return self.indicators.index(indicator)

    def _place(self, scenario: str) -> int:
        if scenario not in self.names:
            raise SettingError(
                Text(
                    f"no scenario '{scenario}' in this comparison{suggestion(scenario, self.names).en}",
                    f"该比较中没有方案 '{scenario}'{suggestion(scenario, self.names).zh}",
                )
            )
        return self.names.index(scenario)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row for each run: future and replicate (from 1), scenario, seed, the values that vary, each indicator."""
        scenarios, futures, replicates, _ = self.values.shape
        order = [(f, r, s) for f in range(futures) for r in range(replicates) for s in range(scenarios)]
        columns: dict[str, Any] = {
            "future": np.array([f + 1 for f, _, _ in order], dtype=np.int32),
            "replicate": np.array([r + 1 for _, r, _ in order], dtype=np.int32),
            "scenario": [self.names[s] for _, _, s in order],
            "seed": np.array([self.seeds[f, r] for f, r, _ in order], dtype=np.int64),
        }
        for one in self.sampling.over:
            values = [self.points[f][one.name] for f, _, _ in order]
            columns[one.name] = values if one.words else np.array(values, dtype=np.float64)
        found = np.array([self.values[s, f, r] for f, r, s in order])
        return pd.DataFrame(columns | dict(zip(self.indicators, found.T)))

    def level(self, scenario: str, indicator: str) -> np.ndarray:
        """Return the mean over replicates in each future; nan where there is no number."""
        return _mean(self.values[self._place(scenario), :, :, self._at(indicator)])

    def difference(self, scenario: str, indicator: str) -> np.ndarray:
        """Return the mean paired difference from the baseline in each future; nan where there is no number."""
        return _mean(self._apart(scenario, indicator))

    def _apart(self, scenario: str, indicator: str) -> np.ndarray:
        at = self._at(indicator)
        return self.values[self._place(scenario), :, :, at] - self.values[0, :, :, at]

    def held(self, scenario: str, indicator: str) -> Held:
        """Return what becomes of one difference from the baseline over the futures."""
        at = self._at(indicator)
        at_default = self.defaults[self._place(scenario), :, at] - self.defaults[0, :, at]
        default = interval(at_default)
        found = self.difference(scenario, indicator)
        seen = np.isfinite(found)
        same = np.sign(found) == np.sign(default.mean)
        clear = _clear_sign(self._apart(scenario, indicator))
        sign = np.sign(default.mean)
        low, median, high = np.quantile(found[seen], (0.1, 0.5, 0.9)) if seen.any() else (math.nan,) * 3
        return Held(
            scenario, indicator, default, wilson(int((same & seen).sum()), int(seen.sum())),
            int((clear == sign).sum()) if sign else 0, int((clear == -sign).sum()) if sign else 0,
            _by_luck(at_default, self.sampling.replicates), float(low), float(median), float(high),
            tuple(np.flatnonzero(seen & ~same).tolist()),
        )  # fmt: skip

    def holds(self, indicators: Sequence[str] = MAIN) -> tuple[Held, ...]:
        """Return what becomes of each difference from the baseline: every other scenario, every one of the indicators."""
        return tuple(self.held(name, indicator) for name in self.names[1:] for indicator in indicators)

    def holds_table(self, indicators: Sequence[str] | None = None, lang: str = "en") -> pd.DataFrame:
        """Return the same as a table, of all indicators by default."""
        rows = []
        for one in self.holds(self.indicators if indicators is None else indicators):
            declared = INDICATORS[one.indicator]
            rows.append(
                {
                    "scenario": one.scenario, "baseline": self.names[0], "indicator": one.indicator,
                    "label": declared.label[lang], "unit": declared.unit, "better": declared.extra["better"],
                    "default": one.default.mean, "default_low": one.default.low, "default_high": one.default.high,
                    "found": one.found, "holds": one.share.mean, "holds_low": one.share.low, "holds_high": one.share.high,
                    "futures": one.share.count, "surely": one.surely, "against": one.against, "by_luck": one.by_luck,
                    "p10": one.low, "median": one.median, "p90": one.high,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    def _oriented(self, indicators: Sequence[str] | None) -> list[tuple[str, np.ndarray]]:
        """Return (indicator, levels with more being better: scenarios x futures) of those that have a direction."""
        found = []
        for name in MAIN if indicators is None else indicators:
            better = INDICATORS[name].extra["better"]
            if better:
                levels = np.stack([self.level(scenario, name) for scenario in self.names]) * better
                found.append((name, np.where(np.isfinite(levels).all(axis=0), levels, np.nan)))
        return found

    def ranking(self, indicators: Sequence[str] | None = None, lang: str = "en") -> pd.DataFrame:
        """Return how often each scenario has each rank, of the main indicators that have a direction by default.

        Columns: indicator, label, scenario, best (share of futures in which none does better) with its Wilson interval,
        rank_1 ... (share of futures; equals share the better rank), mean_rank, futures.
        """
        from scipy.stats import rankdata  # heavy, and only wanted where futures are tried

        rows = []
        for name, levels in self._oriented(indicators):
            levels = levels[:, np.isfinite(levels).all(axis=0)]
            count = levels.shape[1]
            ranks = rankdata(-levels, axis=0, method="min") if count else np.zeros((len(self.names), 0))
            for place, scenario in enumerate(self.names):
                best = wilson(int((ranks[place] == 1).sum()), count)
                row = {
                    "indicator": name, "label": INDICATORS[name].label[lang], "scenario": scenario,
                    "best": best.mean, "best_low": best.low, "best_high": best.high,
                }  # fmt: skip
                for rank in range(1, len(self.names) + 1):
                    row[f"rank_{rank}"] = float(np.mean(ranks[place] == rank)) if count else math.nan
                mean = float(rankdata(-levels, axis=0)[place].mean()) if count else math.nan
                rows.append(row | {"mean_rank": mean, "futures": count})
        return pd.DataFrame(rows)

    def regret(self, indicators: Sequence[str] | None = None, lang: str = "en") -> pd.DataFrame:
        """Return the regret of each scenario: how far it is behind the best scenario of each future.

        Columns: indicator, label, unit, scenario, mean, p90 and max over futures, worst (the future of the maximum, from
        1; 0 where there is no regret in any), least (whether no other scenario has a smaller maximum), futures.
        """
        rows = []
        for name, levels in self._oriented(indicators):
            kept = np.flatnonzero(np.isfinite(levels).all(axis=0))
            behind = levels[:, kept].max(axis=0) - levels[:, kept] if len(kept) else np.zeros((len(self.names), 0))
            most = behind.max(axis=1, initial=0.0)
            for place, scenario in enumerate(self.names):
                here = behind[place]
                worst = int(kept[int(here.argmax())]) + 1 if len(kept) and most[place] > 0 else 0
                rows.append(
                    {
                        "indicator": name, "label": INDICATORS[name].label[lang], "unit": INDICATORS[name].unit,
                        "scenario": scenario, "mean": float(here.mean()) if len(kept) else math.nan,
                        "p90": float(np.quantile(here, 0.9)) if len(kept) else math.nan,
                        "max": float(most[place]) if len(kept) else math.nan, "worst": worst,
                        "least": bool(len(kept) and most[place] == most.min()), "futures": len(kept),
                    }
                )  # fmt: skip
        return pd.DataFrame(rows)

    def satisficing(self, targets: Mapping[str, float] | None = None, lang: str = "en") -> pd.DataFrame:
        """Return in how many futures each scenario is good enough.

        Parameters
        ----------
        targets : what is good enough, by indicator; by default, for the main indicators that have a direction, what the
            baseline has at the declared values: no worse than things are expected to be under it.
        """
        if targets is None:
            asked = [name for name, _ in self._oriented(None)]
            targets = {name: float(_mean(self.defaults[0, :, self._at(name)][None])[0]) for name in asked}
        rows = []
        for name, target in targets.items():
            better = INDICATORS.find(name).extra["better"]
            if not better:
                raise SettingError(
                    Text(
                        f"target: {name} is neither better high nor better low; name another indicator",
                        f"target：{name} 没有好坏方向；请指定另一个指标",
                    )
                )
            for scenario in self.names:
                levels = self.level(scenario, name)
                seen = np.isfinite(levels)
                share = wilson(int((seen & (levels * better >= target * better)).sum()), int(seen.sum()))
                rows.append(
                    {
                        "indicator": name, "label": INDICATORS[name].label[lang], "unit": INDICATORS[name].unit,
                        "target": target, "scenario": scenario, "share": share.mean, "low": share.low, "high": share.high,
                        "futures": share.count,
                    }
                )  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Where findings fail: one entry for each other scenario and main indicator, judged together."""
        search = Search(self.sampling.over, self.points, self.seed)
        found = []
        for one in self.holds():
            if not one.found:
                found.append(Condition(one.scenario, one.indicator, count=one.share.count, reason="no finding"))
                continue
            apart = self.difference(one.scenario, one.indicator)
            holds = np.where(np.isfinite(apart), np.sign(apart) == np.sign(one.default.mean), np.nan)
            found.append(search.look(one.scenario, one.indicator, holds))
        return tuple(together(found))

    def condition(self, scenario: str, indicator: str) -> Condition:
        """Return the condition of one main finding."""
        for one in self.conditions:
            if (one.scenario, one.indicator) == (scenario, indicator):
                return one
        raise SettingError(
            Text(
                f"no condition was looked for: scenario '{scenario}', indicator '{indicator}'",
                f"没有寻找过条件：方案 '{scenario}'，指标 '{indicator}'",
            )
        )

    def column(self, name: str) -> np.ndarray:
        """Return what one quantity is in each future; words as places among the words that vary."""
        one = next((one for one in self.sampling.over if one.name == name), None)
        if one is None:
            raise SettingError(
                Text(
                    f"'{name}' does not vary{suggestion(name, [one.name for one in self.sampling.over]).en}",
                    f"'{name}' 没有变化{suggestion(name, [one.name for one in self.sampling.over]).zh}",
                )
            )
        values = [point[name] for point in self.points]
        return np.array([one.words.index(value) if one.words else value for value in values], dtype=np.float64)

    def drivers(self, scenario: str, indicator: str) -> list[tuple[str, float]]:
        """Return Spearman's rank correlation of each quantity with the difference, the strongest first: what moves it alone."""
        from scipy.stats import rankdata  # heavy, and only wanted where futures are tried

        apart = self.difference(scenario, indicator)
        seen = np.isfinite(apart)
        found = []
        for one in self.sampling.over:
            values = self.column(one.name)[seen]
            moves = seen.sum() > 2 and np.ptp(values) > 0 and np.ptp(apart[seen]) > 0
            found.append(
                (one.name, float(np.corrcoef(rankdata(values), rankdata(apart[seen]))[0, 1]) if moves else 0.0)
            )
        return sorted(found, key=lambda pair: -abs(pair[1]))


def _mean(values: np.ndarray) -> np.ndarray:
    """Return the mean over the last axis of what is finite; nan where nothing is."""
    finite = np.isfinite(values)
    count = finite.sum(axis=-1)
    return np.where(count > 0, np.where(finite, values, 0.0).sum(axis=-1) / np.maximum(count, 1), np.nan)


def _clear_sign(values: np.ndarray) -> np.ndarray:
    """Return the sign of each row's mean where its interval leaves zero out, else 0."""
    count = values.shape[1]
    if count < 2:
        return np.zeros(len(values))
    mean, sd = values.mean(axis=1), values.std(axis=1, ddof=1)
    with np.errstate(invalid="ignore"):
        clear = np.abs(mean) > t_quantile(count, LEVEL) * sd / math.sqrt(count)
    return np.where(clear, np.sign(mean), 0.0)


def _by_luck(differences: np.ndarray, replicates: int) -> float:
    """Return the chance that the mean of that many differences has the other sign, from the spread over replicates."""
    values = differences[np.isfinite(differences)]
    if len(values) < 2 or not values.std(ddof=1) > 0:
        return 0.0 if len(values) > 1 else math.nan
    return float(ndtr(-abs(values.mean()) * math.sqrt(replicates) / values.std(ddof=1)))
