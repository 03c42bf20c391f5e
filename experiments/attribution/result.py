"""What an attribution found: shares of a difference by lever, pairs, the check of their sum; only numbers and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ...core.nearest import suggestion
from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...runs.factory import Facts
from ...runs.intervals import LEVEL, Interval, interval, same_sign
from ...runs.settings import Setting, SettingError, replicate_seed
from . import shapley
from .coalitions import Scheme, Task
from .players import Groups, Player


@dataclass(frozen=True, slots=True)
class Share:
    """What one player contributes to the difference in one indicator; intervals of all players hold together.

    Parameters
    ----------
    player : the lever or group.
    found : its share (Shapley value).
    alone : what changes when only it is switched in A.
    out : what it adds when it is the last to be switched: B against B without it.
    same_sign : share of replicates whose value has the sign of the mean.
    """

    player: Player
    found: Interval
    alone: Interval
    out: Interval
    same_sign: float


@dataclass(frozen=True, slots=True)
class Pair:
    """How much more two players give together than each apart, on average over what else is switched."""

    first: Player
    second: Player
    found: Interval


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the shares sum to the difference: `gap` is the largest deviation in any replicate."""

    total: float
    difference: float
    gap: float
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether they do, but for rounding."""
        return self.gap <= self.tolerance


@dataclass
class Attribution:
    """A difference of two scenarios, shared out among the levers in which they differ.

    Parameters
    ----------
    setting : what was asked for: scenarios A and B, size, seed, values.
    players : the levers and groups that are switched, in the order of the levers.
    indicators : names, in the order of the last axis of all arrays.
    asked : the indicators that are shown, the first one being the focus.
    scheme : the coalitions that were run in each replicate; `scheme.exact` says whether it is all.
    values : every indicator of each run, by (coalition, replicate).
    before, after : A and B: replicates x indicators.
    contributions, alone, out : players x replicates x indicators (see `Share`).
    interactions : pairs x replicates x indicators, None if not every coalition was run.
    facts : what is the same in all replicates of A and of B.
    scaled : number of mixtures whose wishes exceeded the budget, so that purchases were scaled down.
    mixtures : number of different mixtures that were run, A and B among them.
    groups : as asked for.
    timing : seconds, runs, processes; no part of any result.
    source : folder of the data that the population came from, or None.
    """

    setting: Setting
    players: tuple[Player, ...]
    indicators: tuple[str, ...]
    asked: tuple[str, ...]
    scheme: Scheme
    values: Mapping[Task, np.ndarray]
    before: np.ndarray
    after: np.ndarray
    contributions: np.ndarray
    alone: np.ndarray
    out: np.ndarray
    interactions: np.ndarray | None
    facts: tuple[Facts, Facts]
    scaled: int
    mixtures: int
    groups: Groups | str | None = None
    timing: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None

    @property
    def exact(self) -> bool:
        """Whether every coalition was run."""
        return self.scheme.exact

    @property
    def replicates(self) -> int:
        """Number of replicates of each coalition."""
        return len(self.before)

    @property
    def orders(self) -> int:
        """Number of orders walked in each replicate, forwards and backwards counted; 0 if every coalition was run."""
        return 2 * len(self.scheme.orders[0])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of A and B."""
        return self.setting.names

    def place(self, indicator: str | None) -> int:
        """Return the place of an indicator; None means the focus."""
        name = self.asked[0] if indicator is None else indicator
        if name not in self.indicators:
            raise SettingError(
                Text(
                    f"no indicator '{name}'{suggestion(name, self.indicators).en}",
                    f"没有指标 '{name}'{suggestion(name, self.indicators).zh}",
                )
            )
        return self.indicators.index(name)

    def _complete(self, at: int) -> np.ndarray:
        """Return the replicates in which an indicator has a value in every run that the shares need."""
        return np.isfinite(self.contributions[:, :, at]).all(axis=0) & np.isfinite(
            self.after[:, at] - self.before[:, at]
        )

    def rounding(self, indicator: str | None = None) -> float:
        """Return the size below which a value is but rounding of the numbers it was made from."""
        at = self.place(indicator)
        sizes = np.abs([self.before[:, at], self.after[:, at], *self.contributions[:, :, at], *self.alone[:, :, at]])
        return 1e-13 * len(self.players) * float(np.max(sizes[np.isfinite(sizes)], initial=0.0))

    def _told(self, values: np.ndarray, at: int) -> np.ndarray:
        """Return values of the complete replicates, what is but rounding as zero."""
        found = values[..., self._complete(at)]
        return np.where(np.abs(found) <= self.rounding(self.indicators[at]), 0.0, found)

    def levels(self, indicator: str | None = None) -> tuple[float, float]:
        """Return the means under A and under B."""
        at = self.place(indicator)
        rows = self._complete(at)
        return interval(self.before[rows, at]).mean, interval(self.after[rows, at]).mean

    def difference(self, indicator: str | None = None) -> Interval:
        """Return the paired difference of B and A, with its 95 % interval."""
        at = self.place(indicator)
        rows = self._complete(at)
        return interval(self.after[rows, at] - self.before[rows, at])

    def shares(self, indicator: str | None = None) -> list[Share]:
        """Return every player's share, in the order of the players."""
        at, shared = self.place(indicator), len(self.players)
        found = []
        for k, player in enumerate(self.players):
            three = [self._told(part[k, :, at], at) for part in (self.contributions, self.alone, self.out)]
            share, alone, out = (interval(values, shared_by=shared) for values in three)
            found.append(Share(player, share, alone, out, same_sign(three[0])))
        return found

    def of_several(self, players: Iterable[Player], indicator: str | None = None) -> Interval:
        """Return the sum of some players' shares, with its interval (in common with those of all players)."""
        at = self.place(indicator)
        chosen = [self.players.index(player) for player in players]
        values = self.contributions[chosen, :, at].sum(axis=0)
        return interval(self._told(values, at), shared_by=len(self.players))

    def largest(self, indicator: str | None = None) -> list[Share]:
        """Return the shares, the largest first, whichever their sign."""
        return sorted(self.shares(indicator), key=lambda one: -abs(one.found.mean) if one.found.count else 0.0)

    def together(self, indicator: str | None = None) -> list[Pair]:
        """Return how pairs of players act together, the largest first; none unless every coalition was run."""
        if self.interactions is None:
            return []
        at = self.place(indicator)
        found = [
            Pair(
                self.players[i],
                self.players[j],
                interval(self._told(values[:, at], at), shared_by=len(self.interactions)),
            )
            for (i, j), values in zip(shapley.pairs(len(self.players)), self.interactions)
        ]
        return sorted(found, key=lambda one: -abs(one.found.mean) if one.found.count else 0.0)

    def check(self, indicator: str | None = None) -> Check:
        """Return whether the shares sum to the difference, in each replicate."""
        at = self.place(indicator)
        rows = self._complete(at)
        total = self.contributions[:, rows, at].sum(axis=0)
        difference = self.after[rows, at] - self.before[rows, at]
        gap = float(np.abs(total - difference).max(initial=0.0))
        return Check(_mean(total), _mean(difference), gap, self.rounding(indicator))

    def table(self, lang: str = "en", indicator: str | None = None) -> pd.DataFrame:
        """Return the shares in one indicator, or in all that were asked for, one row a player.

        Columns: indicator, label, unit, player, lever (label), levers, share with its interval low to high, alone and out
        with theirs, same_sign, clear (the interval leaves zero out), replicates, a and b (levels), better (1: more is
        better, -1: less is better, 0: neither).
        """
        rows = []
        for name in self.asked if indicator is None else (self.indicators[self.place(indicator)],):
            declared, levels = INDICATORS[name], self.levels(name)
            for one in self.shares(name):
                bounds = (v for part in (one.found, one.alone, one.out) for v in (part.mean, part.low, part.high))
                rows.append(
                    (
                        name, declared.label[lang], declared.unit, one.player.name, one.player.label[lang], "+".join(one.player.levers),
                        *bounds, one.same_sign, one.found.clear, one.found.count, *levels, declared.extra["better"],
                    )
                )  # fmt: skip
        columns = ["indicator", "label", "unit", "player", "lever", "levers", "share", "low", "high", "alone", "alone_low", "alone_high", "out", "out_low", "out_high", "same_sign", "clear", "replicates", "a", "b", "better"]  # fmt: skip
        table = pd.DataFrame(rows, columns=columns)
        table.attrs = {"a": self.names[0], "b": self.names[1], "level": LEVEL, "shared_by": len(self.players)}
        return table

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row for each run: coalition (mask), what it has of B, replicate, seed, every indicator."""
        tasks = sorted(self.values, key=lambda task: (task[1], task[0]))
        told = {chosen: "+".join(p.name for k, p in enumerate(self.players) if chosen >> k & 1) for chosen, _ in tasks}
        seeds = [replicate_seed(self.setting.seed, k) for k in range(self.replicates)]
        values = np.stack([self.values[task] for task in tasks])
        return pd.DataFrame(
            {
                "coalition": np.array([chosen for chosen, _ in tasks], dtype=np.int64),
                "from_b": [told[chosen] for chosen, _ in tasks],
                "replicate": np.array([k for _, k in tasks], dtype=np.int32),
                "seed": np.array([seeds[k] for _, k in tasks], dtype=np.int64),
                **dict(zip(self.indicators, values.T)),
            }
        )

    def __repr__(self) -> str:
        """Say what was attributed."""
        how = "exact" if self.exact else f"{self.orders} orders a replicate"
        return f"<{type(self).__name__} of {self.names[1]} against {self.names[0]}: {len(self.players)} levers or groups, {self.replicates} replicates, {how}>"


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")
