"""Extensions: mechanisms, indicators and scenarios of one's own, from outside this package.

An extension declares what it adds; it takes part in nothing until it is activated (`using`), and every model made meanwhile
has it. What is active is a matter of the running thread of work (a context variable), never of an import, so no result has an extension in it
unasked. Finding extensions by name or file and telling their source apart by digest is experiments/extensions.py.

A mechanism is a plain function of the model, called every week before or after a named line of the schedule. An indicator is a plain
function of the model that is called after every week and returns one number; over several weeks it is the mean of
these numbers. Both are Python and take the time that Python takes; the mechanisms of the model stay compiled, and their
results are the same byte for byte if an extension changes nothing.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..core.quantity import Quantity, QuantityError, Text
from ..core.quantity import indicator as declared

NAME = re.compile(r"[a-z][a-z0-9_]*")


class ExtensionError(QuantityError):
    """An extension that cannot be used as asked; the message names it and what would be right."""


class ExtensionFailed(RuntimeError):
    """Code of an extension that went wrong in a run; the message names extension, mechanism or indicator, and week."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism of one's own.

    Parameters
    ----------
    function : called with the model every week; `model.week` is the number of weeks finished.
    before, after : the line of the schedule (`cogov odd` lists them) before or after which it stands; one of the two.
    label : what it is called, in both languages.
    description : what it does, for the ODD document.
    """

    function: Callable[[Any], object]
    before: str | None = None
    after: str | None = None
    label: Text = field(default_factory=lambda: Text("", ""))
    description: Text = field(default_factory=lambda: Text("", ""))

    @property
    def name(self) -> str:
        """The name of its function."""
        return getattr(self.function, "__name__", type(self.function).__name__)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of one's own.

    Parameters
    ----------
    name : column of the tables: small letters, digits, underscores.
    function : called with the model after every week; returns one number.
    label, unit : in both languages.
    meaning : one sentence in both languages.
    low, high : bounds; a number outside them is an error.
    better : 1 if more is better, -1 if less is, 0 if neither.
    missing : whether nan is a possible answer (nothing to measure this week); means leave it out.
    """

    name: str
    function: Callable[[Any], float]
    label: Text
    unit: Text
    meaning: Text = field(default_factory=lambda: Text("", ""))
    low: float | None = None
    high: float | None = None
    better: int = 0
    missing: bool = False

    @property
    def quantity(self) -> Quantity:
        """Its declaration, as those of the model's own."""
        return declared(
            self.name, self.low, self.high, self.unit.en, self.label.en, self.label.zh, self.meaning.en, self.meaning.zh, self.better
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extension:
    """What is added to the model.

    Parameters
    ----------
    name : small letters, digits, underscores.
    mechanisms, indicators : see `Mechanism` and `Indicator`.
    scenarios : a folder of scenario files (YAML), or None.
    title : in both languages.
    """

    name: str
    mechanisms: tuple[Mechanism, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    scenarios: Any = None
    title: Text = field(default_factory=lambda: Text("", ""))

    def __post_init__(self) -> None:
        for name in ("mechanisms", "indicators"):
            object.__setattr__(self, name, tuple(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Active:
    """An extension in use.

    Parameters
    ----------
    extension : what it adds.
    asked : how it was asked for: its name, or the path of a file.
    version : of the package it is in, or an empty string.
    digest : SHA-256 of its source, 64 hexadecimal digits.
    """

    extension: Extension
    asked: str = ""
    version: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """Name of the extension."""
        return self.extension.name

    def facts(self) -> dict[str, str]:
        """What a manifest keeps of it."""
        return {"name": self.name, "asked": self.asked, "version": self.version, "digest": self.digest}


_active: ContextVar[tuple[Active, ...]] = ContextVar("cogov_extensions", default=())
known: dict[str, Quantity] = {}
"""Declarations of all indicators that were ever active, so that results can be shown after their extension is left."""
UNITS: dict[str, str] = {}
"""Their units in Chinese."""


def active() -> tuple[Active, ...]:
    """Return the extensions in use."""
    return _active.get()


def indicators() -> dict[str, Quantity]:
    """Return the declarations of the indicators of all extensions in use."""
    return {one.name: known[one.name] for entry in active() for one in entry.extension.indicators}


@contextlib.contextmanager
def using(entries: Iterable[Active]) -> Iterator[tuple[Active, ...]]:
    """Use these extensions, and no others, inside of a ``with`` block."""
    entries = tuple(entries)
    for entry in entries:
        for one in entry.extension.indicators:
            known[one.name] = one.quantity
            UNITS[one.unit.en] = one.unit.zh
    token = _active.set(entries)
    try:
        yield entries
    finally:
        _active.reset(token)


@dataclass(slots=True)
class Step:
    """A mechanism as the model calls it: what goes wrong in it is named."""

    extension: str
    mechanism: Mechanism

    def __call__(self, model: Any) -> None:
        """Run it for one week."""
        model.sync_agents()
        try:
            self.mechanism.function(model)
        except Exception as error:
            raise ExtensionFailed(
                f"extension '{self.extension}', mechanism '{self.mechanism.name}', week {model.week + 1}: "
                f"{type(error).__name__}: {error}"
            ) from error


class OwnIndicators:
    """The indicators of extensions in a model, week by week: an observer of the model."""

    def __init__(self, indicators: Iterable[tuple[str, Indicator]] = ()) -> None:
        self.indicators = tuple(indicators)
        self.values: tuple[np.ndarray, ...] = ()  # an array a week

    def __call__(self, model: Any) -> None:
        """Note the numbers of the week just run."""
        model.sync_agents()
        self.values += (np.array([self._value(model, *one) for one in self.indicators]),)

    def _value(self, model: Any, extension: str, one: Indicator) -> float:
        where = f"extension '{extension}', indicator '{one.name}', week {model.week}: "
        try:
            given = one.function(model)
        except Exception as error:
            raise ExtensionFailed(f"{where}{type(error).__name__}: {error}") from error
        value = given.item() if isinstance(given, np.generic) else given
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ExtensionFailed(f"{where}returned {given!r} ({type(given).__name__}), not one number")
        if math.isnan(value):
            if one.missing:
                return math.nan
            raise ExtensionFailed(f"{where}returned nan; if there can be nothing to measure, declare missing=True")
        low, high = -math.inf if one.low is None else one.low, math.inf if one.high is None else one.high
        if not math.isfinite(value) or not low <= value <= high:
            raise ExtensionFailed(
                f"{where}returned {value!r}, which its declaration does not allow: {one.quantity.allowed}"
            )
        return float(value)

    def series(self, weeks: int) -> Mapping[str, np.ndarray]:
        """Return the numbers of the last weeks by name."""
        rows = self.values[len(self.values) - weeks :] if weeks else ()
        table = np.array(rows).reshape(len(rows), len(self.indicators))
        return {one.name: table[:, k].copy() for k, (_, one) in enumerate(self.indicators)}

    def means(self, weeks: int) -> Mapping[str, float]:
        """Return the mean of each over the last weeks; nan where all of them are missing."""
        return {
            name: float(np.nanmean(values)) if (~np.isnan(values)).any() else math.nan
            for name, values in self.series(weeks).items()
        }


def attach(model: Any) -> OwnIndicators:
    """Put the mechanisms and indicators of all extensions in use into a new model; return the holder of the indicators."""
    entries = active()
    for entry in entries:
        for one in entry.extension.mechanisms:
            model.add_process(Step(entry.name, one), before=one.before, after=one.after)
    own = OwnIndicators((entry.name, one) for entry in entries for one in entry.extension.indicators)
    if own.indicators:
        model.add_observer(own)
    return own
