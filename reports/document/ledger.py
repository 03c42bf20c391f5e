"""Numbers with their source: they are looked up in the very tables that are written next to a report."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...core.text import Text
from ...runs.files.output_files import csv_bytes
from ...runs.intervals import Interval
from ..format.numbers import MINUS, NOTHING, bounds, change, decimals_of, level, percent, scale_of, signed, whole
from .blocks import At, Name, Num, Words, of, say


@dataclass(frozen=True, slots=True)
class Source:
    """A table that numbers come from.

    Parameters
    ----------
    make : returns it.
    keys : columns whose values name a row.
    group : those of the keys that set a source of its own apart.
    own : whether it is written with the ledger's files; else somebody else writes it.
    """

    make: Callable[[], pd.DataFrame]
    keys: tuple[str, ...]
    group: tuple[str, ...] = ()
    own: bool = True


class Ledger:
    """The tables of a report, and numbers out of them.

    Parameters
    ----------
    sources : the tables by the names of their files; each is made when it is first read.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = dict(sources)
        self._made: dict[str, pd.DataFrame] = {}
        self._rows: dict[str, dict[tuple[str, ...], Mapping[str, Any]]] = {}

    def add(self, file: str, table: pd.DataFrame, keys: tuple[str, ...], group: tuple[str, ...] = ()) -> None:
        """Take in another table, to be written next to the report too."""
        self._enter(file, Source(lambda: table, keys, group))

    def know(self, file: str, table: pd.DataFrame, keys: tuple[str, ...], group: tuple[str, ...] = ()) -> None:
        """Take in a table that is written by somebody else."""
        self._enter(file, Source(lambda: table, keys, group, own=False))

    def _enter(self, file: str, source: Source) -> None:
        self._sources[file] = source
        self._made.pop(file, None)
        self._rows.pop(file, None)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that are written with these numbers, by the names of their files."""
        return {name: self._table(name) for name, source in self._sources.items() if source.own}

    def _table(self, file: str) -> pd.DataFrame:
        if file not in self._made:
            self._made[file] = self._sources[file].make()
        return self._made[file]

    def files(self) -> dict[str, bytes]:
        """Return the tables as files."""
        return {name: csv_bytes(table) for name, table in self.tables.items()}

    def rows(self, file: str) -> dict[tuple[str, ...], Mapping[str, Any]]:
        """Return the rows of a table by their keys."""
        if file not in self._rows:
            records: list[Mapping[str, Any]] = self._table(file).to_dict("records")  # type: ignore[assignment]
            named = [tuple(str(row[name]) for name in self._sources[file].keys) for row in records]
            twice = {key for key, count in Counter(named).items() if count > 1}  # two communities of one name
            self._rows[file] = {key: row for key, row in zip(named, records) if key not in twice}
        return self._rows[file]

    def value(self, file: str, column: str, *row: str) -> Any:
        """Return what a table says, by its column and the keys of its row."""
        return self.rows(file)[row][column]

    def at(self, file: str, column: str, *row: str) -> At:
        """Return the place of a number."""
        source = self._sources[file]
        named = dict(zip(source.keys, row))
        return At(
            file, tuple(named.items()), column, tuple((name, named[name]) for name in source.group if name in named)
        )

    def _num(self, text: str, file: str, column: str, row: tuple[str, ...], scale: float = 1.0) -> Words:
        value = float(self.value(file, column, *row))
        return of(Text(text, text) if text == NOTHING else Num(text, value, self.at(file, column, *row), scale))

    def fixed(self, file: str, column: str, *row: str, places: int = 0, unit: str = "") -> Words:
        """Return a number with a given number of decimals, as it is read in its unit."""
        return self._num(level(self.value(file, column, *row), places, unit), file, column, row, scale_of(unit))

    def signed(self, file: str, column: str, *row: str, places: int = 0, unit: str = "") -> Words:
        """Return a difference with its sign, as it is read in its unit."""
        return self._num(change(self.value(file, column, *row), places, unit), file, column, row, scale_of(unit))

    def whole(self, file: str, column: str, *row: str) -> Words:
        """Return a count."""
        return self._num(whole(self.value(file, column, *row)), file, column, row)

    def general(self, file: str, column: str, *row: str, digits: int = 6) -> Words:
        """Return a number with a given number of significant digits; a word stays a word."""
        value = self.value(file, column, *row)
        if isinstance(value, str):
            return of(Name(value))
        value = float(value)
        text = f"{value:,.{digits}g}".replace("-", MINUS) if math.isfinite(value) else NOTHING
        return self._num(text, file, column, row)

    def percent(self, file: str, column: str, *row: str) -> Words:
        """Return a share in percent."""
        return self._num(percent(self.value(file, column, *row)), file, column, row, 100.0)

    def hundred(self, file: str, column: str, *row: str) -> Words:
        """Return a share as a count per hundred."""
        return self._num(percent(self.value(file, column, *row)).removesuffix("\u00a0%"), file, column, row, 100.0)

    def relative(self, file: str, column: str, *row: str) -> Words:
        """Return a relative difference in percent, with its sign."""
        value = 100 * float(self.value(file, column, *row))
        places = 0 if abs(value) >= 10 else 1
        text = signed(value, places)
        return self._num(text if text == NOTHING else f"{text}\u00a0%", file, column, row, 100.0)

    def interval(self, file: str, columns: tuple[str, str, str], *row: str, unit: str) -> tuple[Words, Words, Interval]:
        """Return a difference, its bounds in words, and both as they were read.

        Parameters
        ----------
        columns : of the mean and of the bounds; without bounds in the table the words are empty.
        unit : of the indicator, for the digits.
        """
        mean, low, high = (float(self.value(file, column, *row)) for column in columns)
        found = Interval(mean, low, high, 2 if math.isfinite(low) else 1)
        places = decimals_of(found, unit)
        scale = scale_of(unit)
        difference = self._num(change(mean, places, unit), file, columns[0], row, scale)
        texts = bounds(found, places, unit)
        ends = (self._num(text, file, column, row, scale) for text, column in zip(texts, columns[1:]))
        return difference, between(*ends) if found.count > 1 else of(""), found

    def span(self, file: str, columns: tuple[str, str], *row: str, places: int, unit: str = "") -> Words:
        """Return the bounds of an interval in words, signed, as they are read in their unit."""
        low, high = (float(self.value(file, column, *row)) for column in columns)
        texts = bounds(Interval((low + high) / 2, low, high, 2), places, unit)
        parts = (self._num(text, file, column, row, scale_of(unit)) for text, column in zip(texts, columns))
        return between(*parts)

    def setting(self, name: str, digits: int = 3) -> Words:
        """Return a number that says what was run or how it is judged."""
        value = float(self.value("tables/setting.csv", "value", name))
        text = whole(value) if value == round(value) else f"{value:.{digits}g}"
        return self._num(text, "tables/setting.csv", "value", (name,))

    def setting_percent(self, name: str) -> Words:
        """Return such a number in percent."""
        return self.percent("tables/setting.csv", "value", name)


def between(low: Words, high: Words) -> Words:
    """Return two bounds in words."""
    return say("{low} to {high}", "{low} 至 {high}", low=low, high=high)
