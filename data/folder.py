"""A folder of files as a population: everything is read and checked, and all that is wrong is said at once.

    given = load(folder)        # or DataError with the whole list
    problems = check(folder)    # the list, errors and warnings; never raises for what is in the files

Files: residents.csv; ties.csv or ties.graphml; organizations.csv; memberships.csv; communities.csv or
communities.geojson; cases.csv (for targets of a calibration, data/cases/records.py); codes.csv (what codes mean); datapackage.json. Names, headers and words in English or Chinese; UTF-8 or GB18030; comma,
semicolon or tab.
"""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..model.population.given import CODES, NUMBERS, Edges, Given, Memberships, Places
from .cases.records import Cases, cases_from_sheet
from .errors import DataError, DataProblem, Problems, nearest_name, notices
from .package import NAME as PACKAGE
from .package import Package, Resource, read_package
from .places import places_from_geojson, places_from_sheet
from .relations import read_memberships, read_organizations, read_ties, sheet_from_graphml
from .residents import read_residents
from .tables.codebook import Codebook, from_fields, read_codes
from .tables.csv_tables import Sheet, decode, read_sheet
from .tables.headers import FILES, file_table
from .tables.identity import check_identity

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
    sheets: dict[str, Sheet] = field(default_factory=dict)
    book: Codebook = field(default_factory=Codebook)

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
    _codes(reading, found, problems)
    if "residents" not in found and "cases" in found and (data := _bytes(reading, found["cases"], problems)):
        reading.cases = _cases(reading, found["cases"], data, problems, timezone)[1]
        problems.add("only_cases", str(reading.folder))
        return
    if "residents" not in found:
        if not any(p.kind in {"package", "json"} for p in problems):
            names = [entry.name for entry in entries]
            problems.add("no_residents", str(reading.folder), nearest=_alike(names))
        return
    content: dict[str, bytes] = {}
    for which in FILES:
        if which != "codes" and which in found and (data := _bytes(reading, found[which], problems, which)):
            content[which] = data

    def sheet(which: str) -> Sheet | None:
        return _sheet(reading, found[which], which, content[which], problems) if which in content else None

    people = sheet("residents")
    groups, members = sheet("organizations"), sheet("memberships")
    named = _used((people, "community"), (groups, "community"))
    places = _places(reading, found, content, named, problems)
    requests: Sheet | None = None
    if "cases" in content:
        requests, reading.cases = _cases(reading, found["cases"], content["cases"], problems, timezone)
    if people is None or not len(people):
        if "ties" in found and found["ties"].path.suffix.casefold() in CELLS:
            sheet("ties")  # what is wrong with its form can be said all the same
        return
    residents, places, names = read_residents(people, places, problems)
    if requests is not None and reading.cases is not None:
        _communities_of_cases(requests, reading.cases, places, problems)
    edges = _ties(reading, found, content, residents["id"], problems)
    organizations = read_organizations(groups, places, problems) if groups is not None else None
    memberships: Memberships | None = None
    if members is not None:
        known = organizations["id"] if organizations is not None else np.empty(0, dtype=object)
        memberships = read_memberships(members, residents["id"], known, problems)
    ties = reading.sheets.get(_name(reading.folder, found["ties"].path)) if "ties" in found else None
    words = _used((ties, "source"), (ties, "target"), (members, "resident"))
    check_identity(people, "id", words, problems, bool(found["residents"].key))
    if groups is not None:
        words = _used((members, "organization"))
        check_identity(groups, "id", words, problems, bool(found["organizations"].key))
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
        warnings=notices(problems, {name: about["table"] for name, about in reading.files.items()}),
    ).in_order()  # fmt: skip


def _used(*columns: tuple[Sheet | None, str]) -> list[str]:
    """Return the different words of some columns."""
    found: dict[str, None] = {}
    for sheet, column in columns:
        if sheet is not None:
            found |= dict.fromkeys(sheet.words(column).unique())
    return list(found)


def _codes(reading: Reading, found: dict[str, Resource], problems: Problems) -> None:
    """Read the codebook of the folder: codes.csv, and the fields that datapackage.json describes."""
    if "codes" in found and (data := _bytes(reading, found["codes"], problems, "codes")):
        sheet = _sheet(reading, found["codes"], "codes", data, problems)
        if sheet is not None:
            read_codes(sheet, reading.book, problems)
    for which, resource in found.items():
        from_fields(which, resource.fields, PACKAGE, f"resources {which}: schema", reading.book, problems)


def _places(
    reading: Reading, found: dict[str, Resource], content: dict[str, bytes], used: list[str], problems: Problems
) -> Places | None:  # fmt: skip
    """Read the communities, known by what residents and organisations call them."""
    if "communities" not in content:
        return None
    resource = found["communities"]
    name = _name(reading.folder, resource.path)
    if resource.path.suffix.casefold() not in {".geojson", ".json"}:
        rows = _sheet(reading, resource, "communities", content["communities"], problems)
        if rows is not None:
            check_identity(rows, "id", used, problems, bool(resource.key))
        return places_from_sheet(rows, problems) if rows is not None else None
    text = decode(content["communities"], name, problems, resource.encoding)
    read = places_from_geojson(text[0], name, problems, used, resource.key) if text else None
    reading.files[name] |= {"encoding": text[1] if text else "", "rows": len(read[0]) if read else 0}
    if read is None:
        return None
    reading.sheets[name] = read[1]
    return read[0]


def cases_in(folder: Path, problems: Problems, timezone: str = "") -> Cases | None:
    """Return the cases of a folder, whatever else is in there; note what is wrong."""
    reading = Reading(folder)
    found = _find(folder, sorted(folder.iterdir()), read_package(folder, problems), problems)
    if "cases" not in found:
        problems.add("no_cases", str(folder))
        return None
    _codes(reading, found, problems)
    data = _bytes(reading, found["cases"], problems)
    return None if data is None else _cases(reading, found["cases"], data, problems, timezone)[1]


def _cases(
    reading: Reading, resource: Resource, data: bytes, problems: Problems, timezone: str
) -> tuple[Sheet | None, Cases | None]:  # fmt: skip
    """Read the file of cases."""
    sheet = _sheet(reading, resource, "cases", data, problems)
    if sheet is None:
        return None, None
    about = {"file": sheet.file, **reading.files[sheet.file]}
    return sheet, cases_from_sheet(sheet, problems, about, timezone or resource.timezone)


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
    described = {os.path.realpath(resource.path) for resource in found.values()} | {
        os.path.realpath(path) for path in package.other
    }
    names = [f"{name[0]}.csv" for name in FILES.values()]
    for entry in entries:
        if entry.name == PACKAGE or entry.name.startswith(".") or os.path.realpath(entry) in described:
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
    sheet = read_sheet(text, name, which, problems, resource.delimiter, resource.blank, resource.key)
    reading.files[name]["encoding"] = encoding
    if sheet is not None:
        reading.book.apply(sheet, which, problems)
        reading.sheets[name] = sheet
        reading.files[name] |= {"rows": len(sheet), "columns": list(sheet.frame.columns)}
    return sheet


def _ties(
    reading: Reading, found: dict[str, Resource], content: dict[str, bytes], residents: np.ndarray, problems: Problems
) -> Edges | None:  # fmt: skip
    if "ties" not in content:
        return None
    name = _name(reading.folder, found["ties"].path)
    if found["ties"].path.suffix.casefold() == ".graphml":
        sheet = sheet_from_graphml(content["ties"], name, residents, problems, found["ties"].key)
        if sheet is not None:
            reading.book.apply(sheet, "ties", problems)
            reading.sheets[name] = sheet
            reading.files[name] |= {"rows": len(sheet), "columns": list(sheet.frame.columns), "encoding": "xml"}
    else:
        sheet = _sheet(reading, found["ties"], "ties", content["ties"], problems)
    return read_ties(sheet, residents, problems) if sheet is not None else None
