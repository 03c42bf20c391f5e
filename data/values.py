"""From the words of a column to numbers and codes, whole columns at a time; what does not fit is noted by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..core.quantity import Text
from ..model.given import natural as in_order
from .errors import Problems
from .headers import MISSING, normal, tidy
from .tables import Sheet

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")


def bounds(low: float | None, high: float | None, unit: str = "") -> Text:
    """What is permitted, in words."""
    unit = f" ({unit})" if unit else ""
    if high is None:
        return Text(f"numbers from {low:g}{unit}", f"不小于 {low:g} 的数{unit}")
    return Text(f"numbers from {low:g} to {high:g}{unit}", f"{low:g} 至 {high:g} 的数{unit}")


def numbers(
    sheet: Sheet, column: str, low: float, high: float | None, problems: Problems, unit: str = ""
) -> np.ndarray:
    """The column as numbers, NaN where missing or wrong; bounds are inclusive."""
    if column not in sheet:
        return np.full(len(sheet), np.nan)
    words = sheet.words(column).to_numpy(dtype=object)
    values = np.array(pd.to_numeric(words, errors="coerce"), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    # Full-width digits, words for missing, and what is no number at all.
    rest = np.flatnonzero(np.isnan(values) & (words != ""))
    wrong = []
    for place in rest:
        word = tidy(words[place])
        if _NUMBER.fullmatch(word) and np.isfinite(float(word)):
            values[place] = float(word)
        elif word not in MISSING:
            wrong.append(place)
    allowed, header = bounds(low, high, unit), sheet.header(column)
    if wrong:
        problems.add_rows("not_number", sheet.file, sheet.line[wrong].tolist(), header, words[wrong], allowed)
    with np.errstate(invalid="ignore"):
        out = (values < low) if high is None else (values < low) | (values > high)
    if out.any():
        problems.add_rows("out_of_range", sheet.file, sheet.line[out].tolist(), header, words[out], allowed)
        values[out] = np.nan
    return values


def words(
    sheet: Sheet, column: str, table: Mapping[str, int], allowed: Text, problems: Problems, kind: str = "unknown_word"
) -> np.ndarray:  # fmt: skip
    """The column as codes of known words, -1 where missing or unknown."""
    codes, unique = pd.factorize(sheet.words(column).to_numpy(dtype=object))
    meaning = np.array([table.get(normal(word), -1) for word in unique], dtype=np.int32)
    strange = np.array(
        [code < 0 and tidy(word) not in MISSING for code, word in zip(meaning, unique, strict=True)], dtype=bool
    )
    if strange.any():
        rows = strange[codes]
        values = unique[codes[rows]]
        places = sheet.line[rows]
        if kind == "unmapped_occupation":  # once for each word, where it first stands
            _, first = np.unique(codes[rows], return_index=True)
            values, places = values[np.sort(first)], places[np.sort(first)]
        # Not digits: a code that only looks near says nothing.
        known = [word for word in table if not word.isdigit()]
        problems.add_rows(kind, sheet.file, places.tolist(), sheet.header(column), values, allowed, known)
    return meaning[codes]


def labels(sheet: Sheet, column: str, natural: bool = True) -> tuple[np.ndarray, tuple[str, ...]]:
    """The column as codes of its own words in their natural order, so that the order of rows does not matter."""
    codes, unique = pd.factorize(sheet.words(column).to_numpy(dtype=object))
    named = [word for word in unique if tidy(word) not in MISSING]
    named.sort(key=in_order if natural else None)
    place = {word: code for code, word in enumerate(named)}
    return np.array([place.get(word, -1) for word in unique], dtype=np.int32)[codes], tuple(named)


def ids(sheet: Sheet, column: str, problems: Problems, unique: bool = True) -> np.ndarray:
    """The column as words that must be there and, if `unique`, stand once each."""
    column_words = sheet.words(column)
    values = column_words.to_numpy(dtype=object)
    empty = values == ""
    lines = sheet.line[empty].tolist()
    problems.add_rows("missing_value", sheet.file, lines, sheet.header(column), [""] * len(lines))
    if unique:
        again = column_words.duplicated().to_numpy() & ~empty
        first = dict(zip(values[::-1], sheet.line[::-1], strict=True)) if again.any() else {}
        for row, value in list(zip(sheet.line[again], values[again], strict=True))[:1000]:
            said = Text(f"each id once; first in row {first[value]}", f"编号不得重复;首次出现在第 {first[value]} 行")
            problems.add("duplicate_id", sheet.file, int(row), sheet.header(column), value, said)
        if again.sum() > 1000:
            problems.add("more", sheet.file, None, sheet.header(column), str(int(again.sum()) - 1000))
    return values


def _bare(word: str) -> str:
    """What stays of an id when a spreadsheet has had it: no leading zeros, no `.0`."""
    word = tidy(word)
    return re.sub(r"\.0$", "", word).lstrip("0")


def rows_of(sheet: Sheet, column: str, known: Sequence[str] | np.ndarray, kind: str, problems: Problems) -> np.ndarray:
    """The rows in `known` of the ids in a column, -1 where an id is missing or unknown."""
    values = ids(sheet, column, problems, unique=False)
    index = pd.Index(np.asarray(known, dtype=object))
    unique_index = index if index.is_unique else index.drop_duplicates()
    found = unique_index.get_indexer(pd.Index(values, dtype=object)).astype(np.int64)
    lost = (found < 0) & (values != "")
    if lost.any():
        bare = {_bare(word): word for word in index} if len(index) <= 2_000_000 else {}
        same = [bare.get(_bare(word), "") for word in values[lost][:1000]]
        if not any(same):
            names = index if len(index) <= 2000 else ()
            lines = sheet.line[lost].tolist()
            problems.add_rows(kind, sheet.file, lines, sheet.header(column), values[lost], None, list(names))
        else:
            for row, word, hint in zip(sheet.line[lost], values[lost], same, strict=False):
                problems.add(kind, sheet.file, int(row), sheet.header(column), word, None, hint)
            if lost.sum() > 1000:
                problems.add("more", sheet.file, None, sheet.header(column), str(int(lost.sum()) - 1000))
    return found
