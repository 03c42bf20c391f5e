"""What extensions do in a model: their mechanisms as lines of the week, their indicators as an observer, who moves and what newcomers get."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.text import Text, text_of
from ..population.ablation import Levelled
from .extension import Active, ExtensionFailed, Indicator, Mechanism


@dataclass(slots=True)
class Step:
    """A mechanism as the model calls it: what goes wrong in it is named."""

    entry: Active
    place: int

    @property
    def mechanism(self) -> Mechanism:
        """What it is."""
        return self.entry.extension.mechanisms[self.place]

    def __call__(self, model: Any) -> None:
        """Run it for one week."""
        model.sync_agents()
        try:
            self.mechanism.function(model)
        except Exception as error:
            name, mechanism, week, said = self.entry.name, self.mechanism.name, model.week + 1, text_of(error)
            raise ExtensionFailed(
                Text(
                    f"extension '{name}', mechanism '{mechanism}', week {week}: {type(error).__name__}: {said.en}",
                    f"扩展 '{name}' 的机制 '{mechanism}'，第 {week} 周：{type(error).__name__}: {said.zh}",
                )
            ) from error


@dataclass(slots=True)
class Arrivals:
    """Where a week stops after people moved or organisations were founded: newcomers get the columns of one's own there."""

    moves: bool = False

    def __call__(self, model: Any) -> None:
        """Look who is new, and name those who moved to the followers."""
        model.sync_agents()
        if self.moves:
            model.follow_moves()


class OwnIndicators:
    """The indicators of extensions in a model, week by week: an observer of the model."""

    def __init__(self, entries: Iterable[Active] = ()) -> None:
        self.entries = tuple(entries)
        self.values: tuple[np.ndarray, ...] = ()  # an array a week

    @property
    def indicators(self) -> Iterator[tuple[str, Indicator]]:
        """Each with the name of its extension."""
        return ((entry.name, one) for entry in self.entries for one in entry.extension.indicators)

    def __call__(self, model: Any) -> None:
        """Note the numbers of the week just run."""
        model.sync_agents()
        self.values += (np.array([self._value(model, *one) for one in self.indicators]),)

    def _value(self, model: Any, extension: str, one: Indicator) -> float:

        def failure(en: str, zh: str) -> ExtensionFailed:
            return ExtensionFailed(
                Text(
                    f"extension '{extension}', indicator '{one.name}', week {model.week}: {en}",
                    f"扩展 '{extension}' 的指标 '{one.name}'，第 {model.week} 周：{zh}",
                )
            )

        try:
            given = one.function(model)
        except Exception as error:
            said = text_of(error)
            raise failure(f"{type(error).__name__}: {said.en}", f"{type(error).__name__}: {said.zh}") from error
        value = given.item() if isinstance(given, np.generic) else given
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise failure(
                f"returned {given!r} ({type(given).__name__}), not one number",
                f"返回了 {given!r}（{type(given).__name__}），不是一个数",
            )
        if math.isnan(value):
            if one.missing:
                return math.nan
            raise failure(
                "returned nan; if there can be nothing to measure, declare missing=True",
                "返回了 nan；若可能没有可测量的内容，请声明 missing=True",
            )
        low, high = one.bounds
        low, high = -math.inf if low is None else low, math.inf if high is None else high
        if not math.isfinite(value) or not low <= value <= high:
            allowed = one.quantity.permitted
            raise failure(
                f"returned {value!r}, which its declaration does not allow: {allowed.en}",
                f"返回了 {value!r}，超出其声明：{allowed.zh}",
            )
        return float(value)

    def series(self, weeks: int) -> Mapping[str, np.ndarray]:
        """Return the numbers of the last weeks by name."""
        rows = self.values[len(self.values) - weeks :] if weeks else ()
        names = [one.name for _, one in self.indicators]
        table = np.array(rows).reshape(len(rows), len(names))
        return {name: table[:, k].copy() for k, name in enumerate(names)}

    def means(self, weeks: int) -> Mapping[str, float]:
        """Return the mean of each over the last weeks; nan where all of them are missing."""
        return {
            name: float(np.nanmean(values)) if (~np.isnan(values)).any() else math.nan
            for name, values in self.series(weeks).items()
        }


def attach(model: Any) -> OwnIndicators:
    """Put the mechanisms and indicators of the extensions of a new model into it; return the holder of the indicators.

    An experiment that levels residents (model/population/ablation.py) is put in as well.
    """
    if model.environment["ablate"] == "means":
        model.add_process(Levelled(), after="turnover")
    moves = model.follows_moves
    if model.own_columns["residents"] or moves:
        model.add_process(Arrivals(moves), after="turnover")
    if model.own_columns["organizations"]:
        model.add_process(Arrivals(), after="organising")
    for entry in model.extensions:
        for place, one in enumerate(entry.extension.mechanisms):
            model.add_process(Step(entry, place), before=one.before, after=one.after)
    own = OwnIndicators(model.extensions)
    if any(own.indicators):
        model.add_observer(own)
    return own


def is_own(process: Callable[..., object]) -> bool:
    """Return whether a process was put in by `attach`, so that it need not be given again."""
    return isinstance(process, Step | Arrivals | Levelled)
