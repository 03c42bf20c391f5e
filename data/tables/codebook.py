"""What codes mean: `codes.csv` in the folder, or the categories of the fields in datapackage.json.

    table,column,code,meaning          表,列,代码,含义
    residents,sex,1,male               居民,性别,1,男
    residents,household,*,keep         居民,家庭,*,区分

Digits mean nothing until a codebook gives them a meaning. A meaning is a word that the column may hold, any word for labels
(origin, community, ...), or empty for what is not known. The code `*` decides spellings that differ in width, case, zeros or `.0` only:
`keep` (区分) leaves each as it is, `merge` (合并) takes them for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, Codes, alike, tidy
from ..errors import Problems, nearest_name
from .csv_tables import Sheet
from .headers import COLUMNS, FILES, column_names, file_table, normal

ALL = "*"
KEEP, MERGE = "keep", "merge"
_SPELLING = {normal(word): KEEP for word in ("keep", "different", "区分", "保留", "不同")}
_SPELLING |= {normal(word): MERGE for word in ("merge", "same", "合并", "相同")}
HOW = Text(
    "name each code in codes.csv (table,column,code,meaning) or in `categories` of the field in datapackage.json",
    "请在 codes.csv（表,列,代码,含义）或 datapackage.json 中该字段的 categories 里说明每个代码的含义",
)


@dataclass(slots=True)
class Codebook:
    """The codes of a folder, by table and column.

    Parameters
    ----------
    meanings : (table, column) -> {code: meaning}; "" for what is not known.
    spelling : (table, column) -> `KEEP` or `MERGE`.
    source : (table, column) -> file and row that first name it, for messages.
    """

    meanings: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    spelling: dict[tuple[str, str], str] = field(default_factory=dict)
    source: dict[tuple[str, str], tuple[str, int | None]] = field(default_factory=dict)

    def put(
        self, table: str, column: str, code: str, meaning: str, file: str, row: int | None, problems: Problems
    ) -> None:
        """Add one line; a code that stands twice with two meanings is a problem."""
        key = (table, column)
        self.source.setdefault(key, (file, row))
        if code == ALL:
            decided = _SPELLING.get(normal(meaning))
            if decided is None or self.spelling.get(key, decided) != decided:
                problems.add(
                    "unknown_word", file, row, "meaning", meaning, Text("keep or merge", "keep（区分）或 merge（合并）")
                )
            else:
                self.spelling[key] = decided
            return
        meaning = "" if tidy(meaning) in MISSING else meaning
        before = self.meanings.setdefault(key, {}).setdefault(code, meaning)
        if before != meaning:
            allowed = Text(f"one meaning; first '{before}'", f"一个含义；首次为“{before}”")
            problems.add("two_meanings", file, row, column, f"{code} = {meaning}", allowed)

    def apply(self, sheet: Sheet, table: str, problems: Problems) -> None:
        """Turn the codes in a sheet into their meanings; afterwards its columns hold words."""
        for (which, column), meanings in self.meanings.items():
            if which == table and column in sheet:
                codes = Codes(meanings)
                words, unique = pd.factorize(sheet.words(column).to_numpy(dtype=object))
                turned = np.array([word if word == "" else codes[word] for word in unique], dtype=object)
                if len(unique):
                    sheet.frame[column] = pd.Series(turned[words], dtype=str)
                sheet.decided.setdefault(column, set()).update(codes.decided())
        for (which, column), decided in self.spelling.items():
            if which == table and column in sheet:
                sheet.spelling[column] = decided
                if decided == MERGE:
                    _merge(sheet, column)
        for which, column in self.source:
            if which == table and column not in sheet:
                file, row = self.source[which, column]
                allowed = _listed([sheet.header(str(name)) for name in sheet.frame.columns])
                problems.add("code_column", file, row, "column", column, allowed)


def _merge(sheet: Sheet, column: str) -> None:
    """Write spellings of one word as the first of them."""
    words = sheet.words(column)
    one = {word: sorted(group)[0] for group in alike(words.unique()) for word in group}
    sheet.frame[column] = words.map(lambda word: one.get(word, word))


def read_codes(sheet: Sheet, book: Codebook, problems: Problems) -> None:
    """Add the lines of codes.csv to a codebook."""
    columns = [sheet.words(name) for name in ("table", "column", "code", "meaning")]
    tables = [name for name in FILES if name != "codes"]
    for row, table, column, code, meaning in zip(sheet.line, *columns, strict=True):
        which = file_table(table) or file_table(table.rsplit(".", 1)[0])
        if which not in tables:
            words = [word for name in tables for word in FILES[name]]
            hint = nearest_name(table, words)
            problems.add("unknown_table", sheet.file, int(row), sheet.header("table"), table, _listed(tables), hint)
            continue
        known = column_names(which)
        name = known.get(normal(column))
        if name is None:
            hint = nearest_name(column, [word for words in COLUMNS[which].values() for word in words])
            allowed = _listed(COLUMNS[which])
            problems.add("code_column", sheet.file, int(row), sheet.header("column"), column, allowed, hint)
        elif not code:
            problems.add("missing_value", sheet.file, int(row), sheet.header("code"))
        else:
            book.put(which, name, code, meaning, sheet.file, int(row), problems)


def _listed(names: Iterable[str]) -> Text:
    return Text(", ".join(names), "、".join(names))


def from_fields(table: str, fields: Any, file: str, where: str, book: Codebook, problems: Problems) -> None:
    """Add what the fields of a schema declare: `categories` of {value, label}, `enumLabels` as {value: label}, `spelling`."""
    known = column_names(table)
    for place, one in enumerate(fields if isinstance(fields, list | tuple) else ()):
        if not isinstance(one, Mapping):
            continue
        column = known.get(normal(str(one.get("name", ""))))
        labels = one.get("enumLabels")
        pairs = list(labels.items()) if isinstance(labels, Mapping) else []
        categories = one.get("categories")
        for entry in categories if isinstance(categories, list) else ():
            if isinstance(entry, Mapping) and "value" in entry and "label" in entry:
                pairs.append((entry["value"], entry["label"]))
        if isinstance(one.get("spelling"), str):
            pairs.append((ALL, one["spelling"]))
        if pairs and column is None:
            problems.add(
                "code_column", file, None, f"{where}.fields[{place}].name", one.get("name", ""), _listed(COLUMNS[table])
            )
        elif column is not None:
            for code, label in pairs:
                book.put(table, column, str(code), "" if label is None else str(label), file, None, problems)
