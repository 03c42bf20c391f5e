"""Which column identifies the rows of a table: one rule for all rows; where two could, both are named and nothing is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, tidy
from ..errors import Problems
from .csv_tables import Sheet

HALF = 0.5  # of the words used elsewhere that another column has to hold before it is taken for a rival


def _one_way(header: str) -> Text:
    return Text(
        f'one identity: delete the other column, or set "primaryKey": "{header}" in the schema of this file in datapackage.json',
        f"一种标识：删去另一列，或在 datapackage.json 中为该文件的 schema 设置 \"primaryKey\": \"{header}\"",
    )  # fmt: skip


def _rows(values: Sequence[str]) -> dict[str, int] | None:
    """Return the row of each value of a column, or None where a value stands twice: such a column identifies nothing."""
    found: dict[str, int] = {}
    for row, value in enumerate(values):
        if tidy(value) in MISSING:
            continue
        if value in found:
            return None
        found[value] = row
    return found


def check_identity(sheet: Sheet, column: str, used: Collection[str], problems: Problems, settled: bool = False) -> None:
    """Note a column that is not read and that identifies the rows as well as the one that is, but differently.

    Parameters
    ----------
    sheet, column : the table and the column by which its rows are known.
    used : the words by which other tables refer to its rows.
    settled : the user has named the column; nothing is checked.
    """
    words = [word for word in dict.fromkeys(used) if tidy(word) not in MISSING]
    if settled or not words or column not in sheet:
        return
    known = _rows(sheet.words(column).tolist())
    for header in sheet.other.columns:
        rival = _rows(sheet.other[header].tolist())
        if known is None or rival is None:
            continue
        hits = [word for word in words if word in rival]
        complete = len(hits) == len(words)
        here = sum(word in known for word in words)
        differs = any(known.get(word, -1) != rival[word] for word in hits)
        if differs and (complete or (here < len(words) and len(hits) > here)):
            problems.add("two_identities", sheet.file, None, sheet.header(column), header, _one_way(header))


def choose(
    candidates: Mapping[str, Sequence[str]], used: Collection[str], file: str, problems: Problems, named: str = ""
) -> str:  # fmt: skip
    """Return which of several candidates identifies rows (or nodes): the one whose values other tables use.

    Two that differ and both hold what is used are a problem; so is a rival that holds most of it.

    Parameters
    ----------
    candidates : name -> one value for each row, "" where missing.
    used : the words by which other tables refer to the rows (or, for nodes, the ids of residents).
    named : what the user has settled on.
    """
    names = list(candidates)
    if named in names or len(names) == 1:
        return named or names[0]
    words = {word for word in used if tidy(word) not in MISSING}
    rows = {name: _rows(candidates[name]) for name in names}
    hits = {name: 0 if (found := rows[name]) is None else sum(word in found for word in words) for name in names}
    best = max(names, key=lambda name: hits[name])
    mine = rows[best] or {}
    rivals = [
        name
        for name in names
        if name != best
        and (theirs := rows[name]) is not None
        and hits[name] > 0
        and hits[name] >= HALF * len(words)
        and any(mine.get(word) != theirs[word] for word in words if word in theirs)
    ]
    if rivals or (not words and any(candidates[name] != candidates[best] for name in names)):
        other = rivals[0] if rivals else next(name for name in names if candidates[name] != candidates[best])
        problems.add("two_identities", file, None, best, other, _one_way(best))
    return best


def choose_nodes(
    candidates: Mapping[str, Sequence[str]], known: Collection[str], file: str, problems: Problems, named: str = ""
) -> str:  # fmt: skip
    """Return by which attribute the nodes of a graph are residents: by the same one for all nodes.

    Parameters
    ----------
    candidates : name -> one value for each node, "" where missing.
    known : ids of the residents.
    named : what the user has settled on.
    """
    names = list(candidates)
    if named in names or len(names) == 1:
        return named or names[0]
    there = set(known)
    hits = {name: np.array([value in there for value in candidates[name]]) for name in names}
    best = max(names, key=lambda name: int(hits[name].sum()))
    mine = np.asarray(candidates[best], dtype=object)
    for name in names:
        theirs = np.asarray(candidates[name], dtype=object)
        differ = hits[name] & hits[best] & (mine != theirs)
        if name != best and differ.any() and hits[name].sum() >= HALF * len(mine):
            row = int(np.flatnonzero(differ)[0])
            problems.add("two_identities", file, None, best, f"{name}: '{mine[row]}' / '{theirs[row]}'", _one_way(best))
            break
    return best


def ambiguous(
    ids: Sequence[str], names: Sequence[str], used: pd.Series, file: str, header: str, problems: Problems
) -> bool:
    """Note words that are the id of one place and the name of another; whether there are any."""
    by_id = {word: row for row, word in enumerate(ids)}
    by_name = {word: row for row, word in enumerate(names) if list(names).count(word) == 1}
    both = [word for word in used.unique() if word in by_id and word in by_name and by_id[word] != by_name[word]]
    if both:
        allowed = Text("words that are an id or a name, not both", "只能是编号或名称之一的词")
        problems.add("two_identities", file, None, header, ", ".join(both[:5]), allowed)
    return bool(both)
