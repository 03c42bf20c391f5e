"""A folder of files as a population: everything is read and checked, and all that is wrong is said at once.

    given = load(folder)        # or DataError with the whole list
    problems = check(folder)    # the list, errors and warnings; never raises for what is in the files

Files: residents.csv; ties.csv or ties.graphml; organizations.csv; memberships.csv; communities.csv or
communities.geojson; cases.csv (for targets of a calibration, data/cases.py); datapackage.json. Names, headers and words in English or Chinese; UTF-8 or GB18030; comma,
semicolon or tab.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..core.quantity import Text
from ..model.given import CODES, NUMBERS, Edges, Given, Memberships, Places
from .cases import Cases, cases_from_sheet
from .errors import DataError, DataProblem, Problems, nearest_name
from .headers import FILES, file_table
from .package import NAME as PACKAGE
from .package import Package, Resource, read_package
from .places import places_from_geojson, places_from_sheet
from .relations import read_memberships, read_organizations, read_ties, sheet_from_graphml
from .residents import read_residents
from .tables import Sheet, decode, read_sheet

CELLS = (".csv", ".tsv", ".txt")
SUFFIXES = {"ties": (*CELLS, ".graphml"), "communities": (*CELLS, ".geojson")}
QUIET = ("readme", "license", "licence")  # documents that belong to a folder of data
# Columns that a model needs: what is missing there has to be drawn (weights are for analysis, sex and age ask nothing).
DRAWN = tuple(name for name in (*CODES, *NUMBERS) if name not in {"community", "sex", "weight", "age"})


@dataclass(slots=True)
class Reading:
    """A folder as it was read: what was found, what is wrong, and the population where nothing is."""

    folder: Path
    problems: list[DataProblem] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    given: Given | None = None
    cases: Cases | None = None

    @property
    def errors(self) -> list[DataProblem]:
        """What has to be mended."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[DataProblem]:
        """What is worth knowing."""
        return [problem for problem in self.problems if not problem.is_error]


def load(folder: str | Path) -> Given:
    """Return the population in a folder, or raise `DataError` with all that is wrong."""
    reading = read_folder(folder)
    if reading.given is None:
        lacking = () if reading.errors else (DataProblem("no_residents", str(reading.folder)),)
        raise DataError((*reading.problems, *lacking))
    return reading.given


def check(folder: str | Path) -> list[DataProblem]:
    """Return all that is wrong with a folder, and all that is worth knowing."""
    return read_folder(folder).problems


def read_folder(folder: str | Path, timezone: str = "") -> Reading:
    """Read all files of a folder; raises nothing for what it finds in there. `timezone`: of the cases (see `read_cases`)."""
    folder, problems = Path(folder), Problems()
    reading = Reading(folder)
    try:
        # Asked first: an odd path (too long, with a NUL) is no folder either.
        kind = "" if folder.is_dir() else "not_folder" if folder.exists() else "no_folder"
        entries = sorted(folder.iterdir()) if not kind else []
    except (OSError, ValueError) as error:
        kind, entries = "no_folder" if isinstance(error, ValueError) else "unreadable", []
    if kind:
        problems.add(kind, str(folder))
    else:
        _read(reading, entries, problems, timezone)
    order = {name: place for place, name in enumerate(reading.files)}
    reading.problems = sorted(
        problems, key=lambda problem: (not problem.is_error, order.get(problem.file, -1), _place(problem))
    )
    if reading.given is None and reading.cases is None and not reading.errors:
        raise AssertionError("a folder without errors gives a population")
    return reading


def _place(problem: DataProblem) -> float:
    """Rows in their order; what is said of the rest of the rows at the end."""
    return math.inf if problem.kind in {"more", "more_warnings"} else problem.row or 0


def _read(reading: Reading, entries: list[Path], problems: Problems, timezone: str) -> None:
    package = read_package(reading.folder, problems)
    found = _find(reading.folder, entries, package, problems)
    if "residents" not in found and "cases" in found and (data := _bytes(reading, found["cases"], problems)):
        sheet_of_cases = _sheet(reading, found["cases"], "cases", data, problems)
        if sheet_of_cases is not None:
            reading.cases = cases_from_sheet(
                sheet_of_cases, problems, reading.files[sheet_of_cases.file], timezone or found["cases"].timezone
            )
        problems.add("only_cases", str(reading.folder))
        return
    if "residents" not in found:
        if not any(p.kind in {"package", "json"} for p in problems):
            names = [entry.name for entry in entries]
            problems.add("no_residents", str(reading.folder), nearest=_alike(names))
        return
    content: dict[str, bytes] = {}
    for which in FILES:
        if which in found and (data := _bytes(reading, found[which], problems, which)):
            content[which] = data

    def sheet(which: str) -> Sheet | None:
        return _sheet(reading, found[which], which, content[which], problems) if which in content else None

    places: Places | None = None
    if "communities" in content:
        if found["communities"].path.suffix.casefold() in {".geojson", ".json"}:
            name = _name(reading.folder, found["communities"].path)
            text = decode(content["communities"], name, problems, found["communities"].encoding)
            places = places_from_geojson(text[0], name, problems) if text else None
            reading.files[name] |= {"encoding": text[1] if text else "", "rows": len(places) if places else 0}
        elif (rows := sheet("communities")) is not None:
            places = places_from_sheet(rows, problems)
    requests = sheet("cases")
    if requests is not None:
        reading.cases = cases_from_sheet(
            requests, problems, reading.files[requests.file], timezone or found["cases"].timezone
        )
    people = sheet("residents")
    if people is None or not len(people):
        for which in ("ties", "organizations", "memberships"):
            if found[which].path.suffix.casefold() in CELLS if which in found else False:
                sheet(which)  # what is wrong with their form can be said all the same
        return
    residents, places, names = read_residents(people, places, problems)
    if requests is not None and reading.cases is not None:
        _communities_of_cases(requests, reading.cases, places, problems)
    edges = _ties(reading, found, content, residents["id"], problems)
    groups = sheet("organizations")
    organizations = read_organizations(groups, places, problems) if groups is not None else None
    memberships: Memberships | None = None
    members = sheet("memberships")
    if members is not None:
        known = organizations["id"] if organizations is not None else np.empty(0, dtype=object)
        memberships = read_memberships(members, residents["id"], known, problems)
    if problems.any_error:
        return
    missing = {name: _missing(residents[name]) for name in residents if name != "id"}
    about = {
        "folder": reading.folder.resolve().name,
        "files": reading.files,
        **package.about,
        "notes": package.notes,
    }
    reading.given = Given(
        residents, places, names, edges, organizations, memberships,
        columns_given=("id", *(name for name in missing if missing[name] < 1 and name != "age_band")),
        columns_drawn=tuple(name for name in DRAWN if missing[name] > 0),
        missing=missing,
        provenance=about,
        warnings=tuple(Text(problem.text("en"), problem.text("zh")) for problem in problems),
    )  # fmt: skip


def _communities_of_cases(sheet: Sheet, cases: Cases, places: Places, problems: Problems) -> None:
    """Warn of cases from where no resident is; each such community once."""
    words = cases.frame["community"].to_numpy()
    new = [word for word in dict.fromkeys(words) if word not in {*places.id, *places.name, ""}]
    lines = [int(sheet.line[np.flatnonzero(words == word)[0]]) for word in new]
    problems.add_rows("case_community", sheet.file, lines, sheet.header("community"), new)


def _missing(column: np.ndarray) -> float:
    gone = np.isnan(column) if column.dtype.kind == "f" else column < 0
    return float(gone.mean())


def _name(folder: Path, path: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.name


def _alike(names: list[str]) -> str:
    """The file that is most likely meant to be residents.csv."""
    return nearest_name("residents.csv", names)


def _find(folder: Path, entries: list[Path], package: Package, problems: Problems) -> dict[str, Resource]:
    """Which file is which: as datapackage.json says, else by name."""
    found = dict(package.resources)
    described = {resource.path.resolve() for resource in found.values()} | {path.resolve() for path in package.other}
    names = [f"{name[0]}.csv" for name in FILES.values()]
    for entry in entries:
        if entry.name == PACKAGE or entry.name.startswith(".") or entry.resolve() in described:
            continue
        which = file_table(entry.stem)
        if entry.is_file() and which and entry.suffix.casefold() in SUFFIXES.get(which, CELLS):
            if which in found:
                problems.add("two_files", entry.name, value=_name(folder, found[which].path))
            else:
                found[which] = Resource(entry)
        elif not entry.stem.casefold().startswith(QUIET):
            problems.add("unknown_file", entry.name, nearest="" if which else nearest_name(entry.name, names))
    return found


def _bytes(reading: Reading, resource: Resource, problems: Problems, which: str = "cases") -> bytes | None:
    name = _name(reading.folder, resource.path)
    try:
        data = resource.path.read_bytes()
    except OSError as error:
        problems.add("unreadable", name, value=error.strerror or type(error).__name__)
        return None
    reading.files[name] = {"table": which, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "rows": 0}
    if not data.strip():
        problems.add("empty_file", name)
        return None
    return data


def _sheet(reading: Reading, resource: Resource, which: str, data: bytes, problems: Problems) -> Sheet | None:
    name = _name(reading.folder, resource.path)
    decoded = decode(data, name, problems, resource.encoding)
    if decoded is None:
        return None
    text, encoding = decoded
    sheet = read_sheet(text, name, which, problems, resource.delimiter, resource.blank)
    reading.files[name]["encoding"] = encoding
    if sheet is not None:
        reading.files[name] |= {"rows": len(sheet), "columns": list(sheet.frame.columns)}
    return sheet


def _ties(
    reading: Reading, found: dict[str, Resource], content: dict[str, bytes], residents: np.ndarray, problems: Problems
) -> Edges | None:  # fmt: skip
    if "ties" not in content:
        return None
    name = _name(reading.folder, found["ties"].path)
    if found["ties"].path.suffix.casefold() == ".graphml":
        sheet = sheet_from_graphml(content["ties"], name, residents, problems)
        if sheet is not None:
            reading.files[name] |= {"rows": len(sheet), "columns": list(sheet.frame.columns), "encoding": "xml"}
    else:
        sheet = _sheet(reading, found["ties"], "ties", content["ties"], problems)
    return read_ties(sheet, residents, problems) if sheet is not None else None
