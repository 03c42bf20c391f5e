"""What was understood of each column of a record: how many cells read as what, how many empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, tidy
from ..tables.csv_tables import Sheet
from ..tables.dates import FORMS, Moments
from ..tables.headers import normal
from .answers import NOT_ASKED

SHOWN = 6
"""Words that are listed for one meaning."""
CODES = {
    "status": {1.0: Text("open", "办理中"), 0.0: Text("closed", "已办结")},
    "": {1.0: Text("yes", "是"), 0.0: Text("no", "否")},
}
NO_ANSWER, NOT_READ = Text("no answer", "无回答"), Text("not read", "未能读取")


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A column as it was understood.

    Parameters
    ----------
    name, header : what it is, and what it is called in the file.
    read : what cells were read as, with their number.
    missing : empty cells, and those that stand for nothing known.
    rows : all cells.
    """

    name: str
    header: str
    read: tuple[tuple[Text, int], ...]
    missing: int
    rows: int

    def text(self, language: str) -> str:
        """All that was read, in one line."""
        comma = "；" if language == "zh" else "; "
        return comma.join(f"{what[language]}: {count:,}" for what, count in self.read)


def missing_cells(values: np.ndarray) -> np.ndarray:
    """Return which cells hold nothing known."""
    codes, unique = pd.factorize(values)
    gone = np.array([tidy(word) in MISSING for word in unique], dtype=bool)
    return gone[codes] if len(unique) else np.zeros(len(values), bool)


def understood(
    sheet: Sheet, moments: Mapping[str, Moments], coded: Mapping[str, np.ndarray], frame: Mapping[str, Any]
) -> tuple[ColumnNote, ...]:
    """Return a note on every column of a sheet, in its order.

    Parameters
    ----------
    moments, coded : columns of times, and of words that have codes (1, 0, nan).
    frame : the other columns as they were read.
    """
    notes = []
    for name in sheet.frame.columns:
        words = sheet.words(name).to_numpy(dtype=object)
        empty = missing_cells(words)
        if name in moments:
            read = [(FORMS[form], count) for form, count in moments[name].forms.items() if count]
        elif name in coded:
            read = _coded(words, coded[name], empty, CODES.get(name, CODES[""]))
        elif name == "affected":
            read = [(Text("numbers", "数字"), int((~np.isnan(frame[name])).sum()))]
        elif name == "service_request_id":
            read = [(Text("ids", "编号"), int((~empty).sum()))]
        else:
            different = len(set(words[~empty]))
            read = [(Text(f"words, {different:,} different", f"文字，{different:,} 种"), int((~empty).sum()))]
        notes.append(ColumnNote(name, sheet.header(name), tuple(read), int(empty.sum()), len(sheet)))
    return tuple(notes)


def _coded(
    words: np.ndarray, codes: np.ndarray, empty: np.ndarray, names: Mapping[float, Text]
) -> list[tuple[Text, int]]:  # fmt: skip
    read = []
    asked = ~np.isin(words, [word for word in set(words) if normal(word) in NOT_ASKED])
    rest = np.isnan(codes) & ~empty
    groups = [(name, codes == code) for code, name in names.items()]
    groups += [(NO_ANSWER, rest & ~asked), (NOT_READ, rest & asked)]
    for name, there in groups:
        if there.any():
            found = list(pd.Series(words[there]).value_counts(sort=False).index)
            listed = [", ".join(found[:SHOWN]) + (", ..." if len(found) > SHOWN else "")] * 2
            read.append((Text(f"{name.en} ({listed[0]})", f"{name.zh}（{listed[1]}）"), int(there.sum())))
    return read
