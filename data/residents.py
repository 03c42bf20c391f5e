"""residents.csv: who lives where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.text import Text
from ..model.population.given import Places
from ..model.quantities.environment import ENVIRONMENT
from .errors import KEPT, Problems
from .places import communities_of
from .tables.codebook import KEEP
from .tables.conversions import bounds, ids, labels, no_codes, numbers, words
from .tables.csv_tables import Sheet
from .tables.headers import RESOURCE, RESOURCE_ALLOWED, SEX, SEX_ALLOWED, TENURE, TENURE_ALLOWED

ADULT, OLDEST = 18, 120
HOUSEHOLD, COMMUNITY = 30, 50_000  # residents of one place beyond which its label is questioned
ORIGINS = Text("names of regions", "地区名称")
AGE_LIMITS = (35, 60)  # years at which the second and the third of the age bands begin


def read_residents(
    sheet: Sheet, places: Places | None, problems: Problems
) -> tuple[dict[str, np.ndarray], Places, dict[str, tuple[str, ...]]]:
    """Return the columns, the places that have residents, and the names behind the codes."""
    columns: dict[str, np.ndarray] = {"id": ids(sheet, "id", problems)}
    columns["community"], places = communities_of(sheet, places, problems)
    if sheet.spelling.get("community") != KEEP:
        _sizes(
            sheet,
            "community",
            columns["community"],
            COMMUNITY,
            "huge_community",
            problems,
            columns["community"],
            places.name,
        )
    names = _homes(sheet, columns, problems)
    columns["age"] = _ages(sheet, problems)
    columns["sex"] = words(sheet, "sex", SEX, SEX_ALLOWED, problems)
    columns["tenure"] = words(sheet, "tenure", TENURE, TENURE_ALLOWED, problems)
    columns["origin"], names["origin"] = labels(sheet, "origin", problems)
    no_codes(sheet, "origin", problems, ORIGINS)
    most = int(ENVIRONMENT["groups"].high or 0)
    if len(names["origin"]) > most:
        allowed = Text(f"at most {most} groups; take larger regions", f"至多 {most} 组，请合并为较大地区")
        problems.add("too_many_groups", sheet.file, None, sheet.header("origin"), len(names["origin"]), allowed)
    columns["occupation"] = words(sheet, "occupation", RESOURCE, RESOURCE_ALLOWED, problems, "unmapped_occupation")
    columns["years"] = numbers(sheet, "years", 0, OLDEST, problems, "years")
    columns["skill"] = numbers(sheet, "skill", 0, 1, problems, "share")
    columns["weight"] = numbers(sheet, "weight", 0, None, problems)
    if np.isfinite(columns["weight"]).any():
        problems.add("unused_weight", sheet.file, None, sheet.header("weight"))
    columns["age_band"] = np.where(
        np.isnan(columns["age"]), -1, np.searchsorted(AGE_LIMITS, columns["age"], side="right")
    ).astype(np.int32)
    with np.errstate(invalid="ignore"):
        odd = columns["years"] > columns["age"]
    problems.add_rows(
        "years_over_age", sheet.file, sheet.line[odd].tolist(), sheet.header("years"), columns["years"][odd].tolist()
    )
    return columns, places, names


def _ages(sheet: Sheet, problems: Problems) -> np.ndarray:
    """Ages of adults; that agents are adults is worth a message of its own."""
    values = numbers(sheet, "age", 0, OLDEST, problems, "years")
    with np.errstate(invalid="ignore"):
        minor = values < ADULT
    problems.add_rows(
        "under_age", sheet.file, sheet.line[minor].tolist(), sheet.header("age"),
        [f"{age:g}" for age in values[minor]], bounds(ADULT, OLDEST, "years"),
    )  # fmt: skip
    return values


def _homes(sheet: Sheet, columns: dict[str, np.ndarray], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Grid, building and household as codes: a label belongs to what it lies in, so every house may have a flat 101.

    A missing grid or building is taken from others of the same building or household, if they agree.
    """
    community = columns["community"].astype(np.int64)
    grid, grid_names = labels(sheet, "grid", problems, community)
    building, building_names = labels(sheet, "building", problems, community)
    household, household_names = labels(sheet, "household", problems, community, natural=False)
    before = int((grid < 0).sum() + (building < 0).sum())
    building = _filled(building, community, household)
    grid = _filled(grid, community, building)
    grid = _filled(grid, community, household)
    taken = before - int((grid < 0).sum() + (building < 0).sum())
    if taken:
        problems.add("filled_place", sheet.file, value=taken, count=taken)
    columns["grid"], first = _within(community, grid)
    names = {"grid": tuple(grid_names[grid[row]] for row in first)}
    inner = _joined(community, columns["grid"])
    columns["building"], first = _within(inner, building)
    names["building"] = tuple(building_names[building[row]] for row in first)
    columns["household"], first = _within(_joined(inner, columns["building"]), household)
    if sheet.spelling.get("household") != KEEP:
        _sizes(
            sheet, "household", columns["household"], HOUSEHOLD, "huge_household", problems, household, household_names
        )
    return names


def _sizes(
    sheet: Sheet, column: str, codes: np.ndarray, most: int, kind: str, problems: Problems, label: np.ndarray,
    names: Sequence[str],
) -> None:  # fmt: skip
    """Note places with more residents than there can be, where labels have run together."""
    sizes = np.bincount(codes[codes >= 0])
    for code in np.flatnonzero(sizes > most)[:KEPT]:
        row = int(np.flatnonzero(codes == code)[0])
        value = f"{names[label[row]]} ({sizes[code]:,})"
        allowed = Text(
            f"at most {most:,}; if it is so (a dormitory), put {column} * keep into codes.csv",
            f"至多 {most:,} 人；确实如此（如集体户）请在 codes.csv 中为该列的 * 写“区分”",
        )
        problems.add(
            kind, sheet.file, int(sheet.line[row]), sheet.header(column), value, allowed, count=int(sizes[code])
        )


def _joined(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """One number for each pair of codes, in their order."""
    width = int(inner.max(initial=0)) + 2
    _, codes = np.unique(outer.astype(np.int64) * width + inner + 1, return_inverse=True)
    return codes.astype(np.int64)


def _within(outer: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes of labels, distinct within what they lie in, and for each code the first row that has it; -1 stays."""
    codes = np.full(label.size, -1, dtype=np.int32)
    there = np.flatnonzero(label >= 0)
    pairs = outer[there].astype(np.int64) * (int(label.max(initial=0)) + 1) + label[there]
    _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    codes[there] = inverse
    return codes, there[first]


def _filled(place: np.ndarray, community: np.ndarray, group: np.ndarray) -> np.ndarray:
    """`place` with gaps filled from those of the same group in the same community who all name one place."""
    gap = (place < 0) & (group >= 0)
    if not gap.any() or (place < 0).all():
        return place
    key = _joined(community, group)
    known = (place >= 0) & (group >= 0)
    pairs = np.unique(np.stack([key[known], place[known]], axis=1), axis=0)
    keys, first, times = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    told = np.full(int(key.max()) + 1, -1, dtype=np.int32)
    told[keys[times == 1]] = pairs[first[times == 1], 1]
    return np.where(gap, told[key], place).astype(np.int32)
