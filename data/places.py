"""Communities: from communities.csv or communities.geojson, or, where there is none, from the residents."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from ..core.text import Text
from ..model.population.cell_words import MISSING, tidy
from ..model.population.given import Places
from .errors import Problems, nearest_name
from .tables.conversions import ids, labels, numbers, rows_of
from .tables.csv_tables import Sheet
from .tables.headers import column_names, normal
from .tables.identity import ambiguous, check_identity, choose

FEATURE = "feature id"  # the `id` of a feature, next to its properties
GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def places_from_sheet(sheet: Sheet, problems: Problems) -> Places:
    """Read communities.csv."""
    keys = ids(sheet, "id", problems)
    names = np.array(["" if tidy(word) in MISSING else word for word in sheet.words("name")], dtype=object)
    population = numbers(sheet, "population", 0.0, None, problems) if "population" in sheet else None
    return Places(tuple(keys), tuple(name or key for name, key in zip(names, keys, strict=True)), population)


def _geometry(geometry: Any) -> Any:
    """The geometry if it is one that a map can draw, else None."""
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRIES:
        return None

    def sound(part: Any, depth: int = 0) -> bool:
        if isinstance(part, list) and part and depth < 6:
            return all(sound(piece, depth + 1) for piece in part)
        return isinstance(part, int | float) and not isinstance(part, bool) and abs(part) < 1e9

    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not sound(coordinates):
        return None
    return {"type": geometry["type"], "coordinates": coordinates}


def places_from_geojson(
    text: str, file: str, problems: Problems, used: Collection[str] = (), key: str = ""
) -> tuple[Places, Sheet] | None:  # fmt: skip
    """Read communities.geojson: features with properties id, name, population. The row is the number of the feature.

    Parameters
    ----------
    used : the words by which residents name their communities; of several properties that may be the id, the one they use is.
    key : property that is the id, where datapackage.json names one.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        problems.add("json", file, getattr(error, "lineno", None), value=str(error))
        return None
    except RecursionError:
        problems.add("json", file, value="[[[...")
        return None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        allowed = Text("type FeatureCollection with features", "含 features 的 FeatureCollection")
        problems.add("geojson", file, allowed=allowed)
        return None
    if not features:
        problems.add("header_only", file)
        return None
    rows: list[dict[str, str]] = []
    shapes: list[Any] = []
    for number, feature in enumerate(features, 1):
        feature = feature if isinstance(feature, dict) else {}
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        row = {str(name): _word(value) for name, value in properties.items()}
        if "id" in feature:
            row.setdefault(FEATURE, _word(feature["id"]))
        rows.append(row)
        shapes.append(_geometry(feature.get("geometry")))
        if shapes[-1] is None and feature.get("geometry") is not None:
            problems.add("geometry", file, number, allowed=Text(", ".join(GEOMETRIES), "、".join(GEOMETRIES)))
    frame = pd.DataFrame(rows, dtype=object).fillna("").astype(str)
    sheet = _identified(frame, file, problems, used, key)
    found = places_from_sheet(sheet, problems)
    known = found.population is not None and bool(np.isfinite(found.population).any())
    places = Places(found.id, found.name, found.population if known else None, tuple(shapes) if any(shapes) else None)
    return places, sheet


def _word(value: Any) -> str:
    """A value of JSON as a cell; a whole number as pandas or a spreadsheet writes it is the number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _identified(frame: pd.DataFrame, file: str, problems: Problems, used: Collection[str], key: str) -> Sheet:
    """Name the properties of features; all features are known by the same one."""
    known = column_names("communities") | {normal(FEATURE): "id"}
    columns: dict[str, list[str]] = {}
    for header in frame.columns:
        name = "id" if header == key else known.get(normal(header), "")
        columns.setdefault(name, []).append(header)
    named: dict[str, str] = {}
    for name in ("name", "population"):
        headers = columns.get(name, [])
        for other in headers[1:]:  # one feature may write `name`, another `名称`; both in one feature are two names
            one, two = (frame[header].to_numpy(dtype=object) for header in (headers[0], other))
            twice = (one != "") & (two != "") & (one != two)
            if twice.any():
                problems.add("duplicate_header", file, int(np.flatnonzero(twice)[0]) + 1, other, value=headers[0])
            frame[headers[0]] = np.where(one == "", two, one)
        if headers:
            named[name] = headers[0]
            frame = frame.drop(columns=headers[1:])
    candidates = {
        header: frame[header].tolist()
        for header in sorted(columns.get("id", []), key=lambda one: one == FEATURE)
        if any(tidy(word) not in MISSING for word in frame[header])
    }
    if candidates:
        named["id"] = choose(candidates, used, file, problems, key)
    other = [header for header in frame.columns if header not in named.values()]
    for header in other:
        if header not in candidates:
            problems.add("unknown_column", file, None, header)
    table = pd.DataFrame({name: frame[header] for name, header in named.items()}, index=frame.index)
    if "id" not in table:
        table["id"] = ""
    sheet = Sheet(file, table, np.arange(1, len(frame) + 1), named, pd.DataFrame(frame[other]))
    if not key:
        check_identity(sheet, "id", used, problems)
    return sheet


def communities_of(sheet: Sheet, places: Places | None, problems: Problems) -> tuple[np.ndarray, Places]:
    """The community of each resident as a row of the places, and the places that have residents.

    A resident may name a community by its id or by its name.
    """
    values = sheet.words("community")
    empty = values.isin([word for word in values.unique() if tidy(word) in MISSING]).to_numpy(dtype=bool)
    problems.add_rows(
        "missing_value", sheet.file, sheet.line[empty].tolist(), sheet.header("community"), [""] * int(empty.sum())
    )
    if places is None:
        codes, names = labels(sheet, "community", problems)
        return codes, Places(names, names)
    codes = place_rows(sheet, places, problems)
    used = np.zeros(len(places), dtype=bool)
    used[codes[codes >= 0]] = True
    for place in np.flatnonzero(~used)[:1000]:
        problems.add("empty_community", sheet.file, None, sheet.header("community"), places.id[place])
    renumbered = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
    return renumbered[codes], _taken(places, np.flatnonzero(used))


def place_rows(sheet: Sheet, places: Places, problems: Problems) -> np.ndarray:
    """The rows of places that the column `community` names, by id or by a name that only one place has."""
    single = {name: key for key, name in zip(places.id, places.name, strict=True) if places.name.count(name) == 1}
    keys = set(places.id)
    words = sheet.words("community")
    ambiguous(places.id, places.name, words, sheet.file, sheet.header("community"), problems)
    named = words.map({word: single[word] for word in words.unique() if word not in keys and word in single})
    frame = sheet.frame.assign(community=named.where(named.notna(), words).astype(str))
    frame["community"] = frame["community"].where([tidy(word) not in MISSING for word in frame["community"]], "")
    quiet = Problems()  # a missing community was noted before
    named_sheet = Sheet(sheet.file, frame, sheet.line, sheet.headers)
    codes = rows_of(named_sheet, "community", places.id, "unknown_community", quiet)
    sheet.seen |= named_sheet.seen
    for problem in quiet:
        if problem.kind != "missing_value":
            problems.add(
                problem.kind, problem.file, problem.row, problem.column, problem.value, _choice(places),
                problem.nearest or nearest_name(problem.value, places.name), problem.count, problem.of,
            )  # fmt: skip
    return codes.astype(np.int32)


def _choice(places: Places) -> Text:
    some = ", ".join(places.id[:5]) + (", ..." if len(places) > 5 else "")
    return Text(f"{len(places)} known: {some}", f"共 {len(places)} 个：{some}")


def _taken(places: Places, rows: np.ndarray) -> Places:
    return Places(
        tuple(places.id[row] for row in rows),
        tuple(places.name[row] for row in rows),
        None if places.population is None else places.population[rows],
        None if places.geometry is None else tuple(places.geometry[row] for row in rows),
    )
