"""Rows that are no records: a title above the header, the header once more, totals."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import tidy
from ..errors import Problems
from .headers import NEEDED, column_names, normal

SEARCHED = 10  # records in which the header is looked for
DELETE = Text("delete the row: it is no record", "请删除该行：它不是一条记录")
_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总和|总数|汇总|平均|平均值|均值|平均数|本页小计)[\d,.]*[人户名条件个起]*"
    r"|共[\d,.]+[人户名条件个起]"
    r"|((grand|sub)-?)?totals?([:=]?[\d,.]*|\([^()]*\))|sum|average|mean"
)
_HINT = re.compile("total|sum|average|mean", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PART = re.compile(r".*(小计|合计|总计|汇总|(sub)?total)")


def find_header(text: str, mark: str, which: str) -> int:
    """Return the place, among records that are not empty, of the first of the first ten that has all needed headers, else 0."""
    known = column_names(which)
    try:
        records = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 3 * SEARCHED)
        full = [record for record in records if len(record) > 1 or any(cell.strip() for cell in record)]
    except csv.Error:
        return 0
    for place, record in enumerate(full[:SEARCHED]):
        if set(NEEDED[which]) <= {known.get(normal(cell)) for cell in record}:
            return place
    return 0


def is_total(word: str) -> bool:
    """Whether a cell names a total or an average rather than a record."""
    return _may_be_total(word) and _TOTAL.fullmatch(_bare(word)) is not None


def _may_be_total(word: str) -> bool:
    """Whether a closer look is needed: almost no cell of a large table does."""
    return not word.isascii() or _HINT.search(word) is not None


def _bare(word: str) -> str:
    return re.sub(r"\s+", "", tidy(word)).rstrip(":")


def _part(word: str) -> bool:
    return _may_be_total(word) and (is_total(word) or _PART.fullmatch(_bare(word)) is not None)


def _hits(column: Any, test: Callable[[str], bool]) -> np.ndarray:
    """Apply a test to the different words of a column, and return the answer for each row."""
    codes, unique = pd.factorize(column.to_numpy(dtype=object))
    answers = np.array([test(word) for word in unique], dtype=bool)
    return answers[codes] if len(unique) else np.zeros(len(column), dtype=bool)


def _may_be_header(word: str) -> bool:
    """Whether a closer look is needed: no header is long, or has a digit among English letters."""
    return len(word) <= 40 and not (word.isascii() and _DIGIT.search(word))


def headers_again(frame: Any, meaning: dict[str, int], which: str) -> np.ndarray:
    """Return which rows repeat the header, in whatever language or spelling.

    Parameters
    ----------
    frame : the cells, columns numbered.
    meaning : column -> its number.
    """
    known = column_names(which)
    hits, cells = np.zeros(len(frame), int), (frame != "").sum(axis=1).to_numpy()
    for name, place in meaning.items():
        hits += _hits(frame[place], lambda word, name=name: _may_be_header(word) and known.get(normal(word)) == name)
    return (hits > 0) & (2 * hits >= cells) & ((hits > 1) | (cells == 1))


def totals(frame: Any, meaning: dict[str, int], which: str) -> np.ndarray:
    """Return which rows are totals: by a word in a column that every record needs, or anywhere where the id is empty."""
    needed = [meaning[name] for name in NEEDED[which]]
    found = np.zeros(len(frame), dtype=bool)
    for place in {*needed, 0}:
        found |= _hits(frame[place], is_total)
    empty = (frame[needed[0]] == "").to_numpy() | _hits(frame[needed[0]], _part)
    if empty.any():
        some = frame[empty]
        rows = np.zeros(len(some), dtype=bool)
        for place in frame:
            rows |= _hits(some[place], _part)
        found[np.flatnonzero(empty)[rows]] = True
    return found


def set_aside(
    frame: Any, line: np.ndarray, rows: np.ndarray, kind: str, file: str, problems: Problems,
    allowed: Text | None = None,
) -> tuple[Any, np.ndarray]:  # fmt: skip
    """Name rows that are no records, and return the others."""
    if not rows.any():
        return frame, line
    shown = [" | ".join(cell for cell in record if cell)[:60] for record in frame[rows].to_numpy(dtype=object)]
    problems.add_rows(kind, file, line[rows].tolist(), "", shown, allowed)
    return frame[~rows].reset_index(drop=True), line[~rows]
