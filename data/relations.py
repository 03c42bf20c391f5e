"""Ties between residents, organisations, and who belongs to them."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import pandas as pd

from ..core.text import Text
from ..model.population.cell_words import MISSING, tidy
from ..model.population.given import Edges, Memberships, Places
from ..model.quantities.codes import WEEKS_A_YEAR
from .errors import Problems
from .places import place_rows
from .tables.conversions import ids, no_codes, numbers, rows_of, words
from .tables.csv_tables import Sheet
from .tables.headers import (  # fmt: skip
    NO_OFFICE,
    ORGANIZATION_KIND,
    ORGANIZATION_KIND_ALLOWED,
    RESOURCE,
    RESOURCE_ALLOWED,
    TIE_KIND,
    TIE_KIND_ALLOWED,
    column_names,
    normal,
)
from .tables.identity import choose_nodes
from .tables.seen import of_numbers, of_words

NODE = "node"  # the own id of a node of a graph
NODE_IDS = ("id", "编号", "居民编号", "label", "标签", "name", "姓名")
_YEAR = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?")
_DATES = Text(
    "a year or a date (2015, 2015-03-01, 2015年3月); a spreadsheet's number of days must be shown as a date there first",
    "年份或日期（2015、2015-03-01、2015年3月）；表格软件的日期序号请先在其中显示为日期",
)
OFFICES = Text("the name of the office, or no (否)", "职务名称，或“否”")


def sheet_from_graphml(
    data: bytes, file: str, residents: np.ndarray, problems: Problems, key: str = ""
) -> Sheet | None:  # fmt: skip
    """The edges of a GraphML file as a sheet; the row is the number of the edge.

    All nodes are residents by the same rule: by their own id, or by an attribute `id`, `label` or `name`.

    Parameters
    ----------
    key : the attribute (or `node`, the node's own id) that datapackage.json names as the identity.
    """
    import networkx as nx

    try:
        graph: Any = nx.read_graphml(io.BytesIO(data))
        edges = [(str(one), str(other), about) for one, other, about in graph.edges(data=True)]
        nodes = {str(node): about for node, about in graph.nodes(data=True)}
    except Exception as error:  # networkx lets through whatever its XML parser or a type conversion raises
        problems.add("graphml", file, value=" ".join(str(error).split()) or type(error).__name__)
        return None
    if not edges:
        problems.add("header_only", file)
        return None
    candidates = {NODE: list(nodes)}
    read = {*NODE_IDS, normal(key)} - {""}
    for name in dict.fromkeys(str(name) for about in nodes.values() for name in about):
        if normal(name) in read:
            candidates[name] = [str(about.get(name, "")).strip() for about in nodes.values()]
        else:
            problems.add("unknown_column", file, None, f"node {name}")
    if key and key not in candidates:
        problems.add(
            "package", file, None, "schema.primaryKey", key, Text(", ".join(candidates), "、".join(candidates))
        )
    chosen = choose_nodes(candidates, residents.tolist(), file, problems, key)
    people = dict(zip(nodes, candidates[chosen], strict=True))
    known, columns, other = column_names("ties"), {}, []
    for name in dict.fromkeys(str(name) for _, _, about in edges for name in about):
        meaning = known.get(normal(name))
        if meaning in {"kind", "strength"} and meaning not in columns:
            columns[meaning] = name
        elif meaning in {"kind", "strength"}:
            problems.add("duplicate_header", file, None, name, value=columns[meaning])
        elif normal(name) != "id":  # networkx keeps the id of an edge under this name
            other.append(name)
            problems.add("unknown_column", file, None, name)
    frame = pd.DataFrame(
        {"source": [people[one] for one, _, _ in edges], "target": [people[two] for _, two, _ in edges]}, dtype=str
    )
    for meaning, name in columns.items():
        frame[meaning] = [str(about.get(name, "")).strip() for _, _, about in edges]
    return Sheet(file, frame, np.arange(1, len(edges) + 1), columns | {"source": chosen, "target": chosen})


def read_ties(sheet: Sheet, residents: np.ndarray, problems: Problems) -> Edges:
    """Ties without direction: self ties are left out, repeated ones merged to the strongest."""
    source = rows_of(sheet, "source", residents, "unknown_resident", problems)
    target = rows_of(sheet, "target", residents, "unknown_resident", problems)
    kind = words(sheet, "kind", TIE_KIND, TIE_KIND_ALLOWED, problems)
    strength = numbers(sheet, "strength", 0, 1, problems, "share")
    self_tie = (source == target) & (source >= 0)
    names = sheet.words("source").to_numpy(dtype=object)
    problems.add_rows("self_tie", sheet.file, sheet.line[self_tie].tolist(), sheet.header("target"), names[self_tie])
    sound = np.flatnonzero((source >= 0) & (target >= 0) & ~self_tie)
    low, high = np.minimum(source, target)[sound], np.maximum(source, target)[sound]
    # The strongest of the same pair first, those without a strength last; then the order of the file.
    order = np.lexsort((sound, -np.nan_to_num(strength[sound], nan=-1.0), high, low))
    pairs = np.stack([low[order], high[order]], axis=1)
    again = np.zeros(order.size, dtype=bool)
    again[1:] = (pairs[1:] == pairs[:-1]).all(axis=1)
    if again.any():
        rows = np.sort(sound[order[again]])
        others = sheet.words("target").to_numpy(dtype=object)
        said = [f"{names[row]} - {others[row]}" for row in rows]
        problems.add_rows("duplicate_tie", sheet.file, sheet.line[rows].tolist(), "", said)
    kept = order[~again]
    rows = sound[kept]
    return Edges(low[kept], high[kept], kind[rows], strength[rows])


def _years(sheet: Sheet, problems: Problems) -> np.ndarray:
    """Years of founding as numbers, with the part of the year where it is given."""
    values = np.full(len(sheet), np.nan)
    for row, word in enumerate(sheet.words("founded")):
        told = tidy(word)
        if told in MISSING:
            continue
        found = _YEAR.fullmatch(re.sub(r"\.0$", "", told))
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        if 1800 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31:
            values[row] = year + (month - 1) / 12 + (day - 1) / 366
        else:
            kind = "unknown_word" if found is None else "out_of_range"
            problems.add(kind, sheet.file, int(sheet.line[row]), sheet.header("founded"), word, _DATES)
    if "founded" in sheet:
        sheet.seen["founded"] = of_numbers(np.floor(values))
    return values


def read_organizations(sheet: Sheet, places: Places, problems: Problems) -> dict[str, np.ndarray]:
    """Organisations; `age` in weeks, from years or from the founding up to the end of the last year in the file."""
    keys = ids(sheet, "id", problems)
    names = np.array(["" if tidy(word) in MISSING else word for word in sheet.words("name")], dtype=object)
    empty = np.array([tidy(word) in MISSING for word in sheet.words("community")], dtype=bool)
    problems.add_rows(
        "missing_value", sheet.file, sheet.line[empty].tolist(), sheet.header("community"), [""] * int(empty.sum())
    )
    founded = _years(sheet, problems)
    age = numbers(sheet, "age", 0, 400, problems, "years")
    if np.isfinite(founded).any() and (np.isnan(age) & np.isfinite(founded)).any():
        end = np.floor(np.nanmax(founded)) + 1
        problems.add("founded_reference", sheet.file, None, sheet.header("founded"), int(end) - 1)
        age = np.where(np.isnan(age), end - founded, age)
    return {
        "id": keys,
        "name": np.where(names == "", keys, names),
        "community": place_rows(sheet, places, problems),
        "kind": words(sheet, "kind", ORGANIZATION_KIND, ORGANIZATION_KIND_ALLOWED, problems),
        "focus": words(sheet, "focus", RESOURCE, RESOURCE_ALLOWED, problems, "unmapped_occupation"),
        "age": np.floor(age * WEEKS_A_YEAR),
        "capability": numbers(sheet, "capability", 0, 1, problems, "share"),
        "legitimacy": numbers(sheet, "legitimacy", 0, 1, problems, "share"),
        "funds": numbers(sheet, "funds", 0, None, problems, "yuan"),
    }


def read_memberships(sheet: Sheet, residents: np.ndarray, organizations: np.ndarray, problems: Problems) -> Memberships:
    """Who belongs to what; the same pair twice is one membership, with the office if either has it."""
    person = rows_of(sheet, "resident", residents, "unknown_resident", problems)
    group = rows_of(sheet, "organization", organizations, "unknown_organization", problems)
    no_codes(sheet, "office", problems, OFFICES)
    office = sheet.words("office").map(lambda word: normal(word) not in NO_OFFICE and tidy(word) not in MISSING)
    office = office.to_numpy(dtype=bool)
    if "office" in sheet:
        codes, unique = pd.factorize(sheet.words("office").to_numpy(dtype=object))
        yes, no = Text("holds an office", "任职"), Text("no office", "不任职")
        meant = [None if tidy(word) in MISSING else no if normal(word) in NO_OFFICE else yes for word in unique]
        sheet.seen["office"] = of_words(codes, unique, meant)
    sound = np.flatnonzero((person >= 0) & (group >= 0))
    order = sound[np.lexsort((sound, ~office[sound], group[sound], person[sound]))]
    again = np.zeros(order.size, dtype=bool)
    again[1:] = (person[order[1:]] == person[order[:-1]]) & (group[order[1:]] == group[order[:-1]])
    if again.any():
        rows = np.sort(order[again])
        people = sheet.words("resident").to_numpy(dtype=object)
        groups = sheet.words("organization").to_numpy(dtype=object)
        said = [f"{people[row]} - {groups[row]}" for row in rows]
        problems.add_rows("duplicate_membership", sheet.file, sheet.line[rows].tolist(), "", said)
    kept = order[~again]
    return Memberships(person[kept], group[kept], office[kept].astype(np.uint8))
