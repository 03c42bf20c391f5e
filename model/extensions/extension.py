"""Extensions: mechanisms, parameters, columns, indicators and scenarios of one's own, from outside this package.

An extension declares what it adds; it takes part in nothing until it is activated (`using`), and every model made meanwhile
has it. What is active is a matter of the running thread of work (a context variable), never of an import, so no result has an extension in it
unasked. Finding extensions by name or file and telling their source apart by digest is runs/extensions/extensions.py; what they
do in a model is model/extensions/attached.py and model/extensions/own_columns.py.

A mechanism is a plain function of the model, called every week before or after a named line of the schedule. An indicator is a plain
function of the model that is called after every week and returns one number; over several weeks it is the mean of
these numbers. Parameters are declared as the model's own are, and stand behind them in the catalogues while the extension is in use.
All functions are Python and take the time that Python takes; the mechanisms of the model stay compiled, and their
results are the same byte for byte if an extension changes nothing.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Self

from ...core.quantity import Catalogue, Kind, Quantity, QuantityError, nearest
from ...core.quantity import indicator as declared
from ...core.rows.columns import Column
from ...core.text import Text, both
from . import installed

NAME = re.compile(r"[a-z][a-z0-9_]*")


class ExtensionError(QuantityError):
    """An extension that cannot be used as asked; the message names it and what would be right."""


class ExtensionFailed(RuntimeError):
    """Code of an extension that went wrong in a run; the message names extension, mechanism or indicator, and week.

    It is English; `text` has it in both languages.
    """

    def __init__(self, words: str | Text) -> None:
        self.text = both(words)
        super().__init__(self.text.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


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
    bounds : (low, high), None where there is none; a number outside them is an error.
    better : 1 if more is better, -1 if less is, 0 if neither.
    missing : whether nan is a possible answer (nothing to measure this week); means leave it out.
    """

    name: str
    function: Callable[[Any], float]
    label: Text
    unit: Text
    meaning: Text = field(default_factory=lambda: Text("", ""))
    bounds: tuple[float | None, float | None] = (None, None)
    better: int = 0
    missing: bool = False

    @property
    def quantity(self) -> Quantity:
        """Its declaration, as those of the model's own."""
        return declared(
            self.name,
            bounds=self.bounds,
            unit=self.unit,
            label=self.label,
            meaning=self.meaning,
            better=self.better,
        )


@dataclass(frozen=True, slots=True)
class Extension:
    """What is added to the model.

    Parameters
    ----------
    name : small letters, digits, underscores.
    mechanisms, indicators : see `Mechanism` and `Indicator`.
    scenarios : a folder of scenario files (YAML), or None.
    title : in both languages.
    parameters : levers, constants and environment parameters, declared by `cogov.lever`, `cogov.constant`, `cogov.environment`.
    residents, organizations : columns that they get, declared by `cogov.column`.
    moves : called with the model and a `Moves` every week after the turnover: who moved in and out.
    """

    name: str
    mechanisms: tuple[Mechanism, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    scenarios: Any = None
    title: Text = field(default_factory=lambda: Text("", ""))
    parameters: tuple[Quantity, ...] = ()
    residents: tuple[Column, ...] = ()
    organizations: tuple[Column, ...] = ()
    moves: Callable[[Any, Any], object] | None = None

    def __post_init__(self) -> None:
        for name in ("mechanisms", "indicators", "parameters", "residents", "organizations"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def columns(self) -> Mapping[str, tuple[Column, ...]]:
        """Its columns, by the group of agents that has them."""
        return {"residents": self.residents, "organizations": self.organizations}

    @property
    def quantities(self) -> list[Quantity]:
        """The declarations of all that it adds: parameters, indicators, columns."""
        columns = [one.quantity for group in self.columns.values() for one in group]
        return [*self.parameters, *(one.quantity for one in self.indicators), *columns]


@dataclass(frozen=True, slots=True)
class Active:
    """An extension in use.

    Parameters
    ----------
    extension : what it adds.
    asked : how it was asked for: its name, or the path of a file.
    version : of the package it is in, or an empty string.
    digest : SHA-256 of its source, 64 hexadecimal digits.
    declared : its parameters and indicators by kind and name.
    """

    extension: Extension
    asked: str = ""
    version: str = ""
    digest: str = ""
    declared: Mapping[Kind, Mapping[str, Quantity]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[Kind, dict[str, Quantity]] = {}
        for one in self.extension.quantities:
            found.setdefault(one.kind, {})[one.name] = one
        object.__setattr__(self, "declared", found)

    @property
    def name(self) -> str:
        """Name of the extension."""
        return self.extension.name

    def facts(self) -> dict[str, str]:
        """What a manifest keeps of it."""
        return {"name": self.name, "asked": self.asked, "version": self.version, "digest": self.digest}

    def __deepcopy__(self, memo: dict) -> Self:
        return self  # it never changes

    def __reduce__(self) -> tuple:
        """In another process it is found again, by how it was asked for: functions of a file cannot be sent there."""
        if self.asked and _again:
            return _again[0], (self.name, self.asked, self.version, self.digest)
        return type(self), (self.extension, self.asked, self.version, self.digest)


_again: list[Callable[[str, str, str, str], Active]] = []


def found_by(finder: Callable[[str, str, str, str], Active]) -> None:
    """Let copies of extensions in other processes be found by this function of (name, asked, version, digest)."""
    _again[:] = [finder]


_active: ContextVar[tuple[Active, ...]] = ContextVar("cogov_extensions", default=())
known: dict[tuple[Kind, str], Quantity] = {}
"""Declarations of all that was ever active, so that results can be shown after their extension is left."""
owners: dict[str, Active] = {}
"""By which extension each of these names was declared last."""


def active() -> tuple[Active, ...]:
    """Return the extensions in use."""
    return _active.get()


def declared_now(kind: Kind) -> Mapping[str, Quantity]:
    """Return the declarations of one kind of all extensions in use."""
    entries = active()
    if len(entries) == 1:
        return entries[0].declared.get(kind, {})
    return {name: one for entry in entries for name, one in entry.declared.get(kind, {}).items()}


def indicators() -> Mapping[str, Quantity]:
    """Return the declarations of the indicators of all extensions in use."""
    return declared_now(Kind.INDICATOR)


def elsewhere(name: str) -> str:
    """Return which extension that is not in use has this name, as the end of a message, or an empty string."""
    owner = owners.get(name)
    if owner is not None and owner.name not in [one.name for one in active()]:
        where = owner.asked or owner.name
        return f"; extension '{owner.name}' declares it and is not in use: add --extension {where}"
    for found in installed.that_name(name):
        if found not in [one.name for one in active()]:
            return f"; extension '{found}', which is installed and not in use, may declare it: try --extension {found}"
    return ""


class Opened(Catalogue):
    """Quantities of the model and, behind them, those of one kind that the extensions in use declare.

    What belonged to an extension that is no longer in use can still be looked up, to show results made with it.
    """

    def __init__(self, quantities: Iterable[Quantity], noun: str, kind: Kind) -> None:
        super().__init__(quantities, noun)
        self.kind = kind

    @property
    def model(self) -> Mapping[str, Quantity]:
        """The quantities of the model alone: those that compiled code knows."""
        return self._items

    def __getitem__(self, name: str) -> Quantity:
        if name in self._items:
            return self._items[name]
        now = declared_now(self.kind)
        return now[name] if name in now else known[self.kind, name]

    def __contains__(self, name: object) -> bool:
        return name in self._items or name in declared_now(self.kind)

    def __iter__(self) -> Iterator[str]:
        return iter((*self._items, *declared_now(self.kind)))

    def __len__(self) -> int:
        return len(self._items) + len(declared_now(self.kind))

    def hint(self, name: str) -> str:
        """Return which extension has a name that is not known, or else the nearest known name."""
        return elsewhere(name) or nearest(name, self)


@contextlib.contextmanager
def using(entries: Iterable[Active]) -> Iterator[tuple[Active, ...]]:
    """Use these extensions, and no others, inside of a ``with`` block."""
    entries = tuple(entries)
    for entry in entries:
        for one in entry.extension.quantities:
            known[one.kind, one.name] = one
            owners[one.name] = entry
    token = _active.set(entries)
    try:
        yield entries
    finally:
        _active.reset(token)
