"""Records of cases: what residents asked of a hotline, and what became of it; real ones and simulated ones alike.

A table like the service requests of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2; as files, GeoReport/bulk), to
which Chinese 12345 hotlines add channel, unit, response, resolution and satisfaction. Needed are an id and when the
request came; what else is there is used. `cogov run --cases` and `CommunityModel.cases_frame` write the same form.

When a case ended is `closed_datetime`, else `updated_datetime` of a closed case (GeoReport: the date the request was closed).
A case without a status is closed if it says when it was. Dates may be days or have a time; an offset from UTC is
honoured, and all are shown in the zone of the first row that names one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..core.quantity import Text
from ..model.given_words import MISSING, tidy
from .errors import DataError, Problems
from .headers import ANSWER, ANSWER_ALLOWED, CASE_OPEN, CASE_OPEN_ALLOWED, NOT_ASKED, file_table, normal
from .package import read_package
from .tables import Sheet, decode, read_sheet
from .values import ids, numbers, words

LABELS = ("service_code", "service_name", "source", "agency_responsible", "community", "grid", "address", "description")
ANSWERS = ("responded", "resolved", "satisfied", "truly_resolved")
DATES = ("requested_datetime", "response_datetime", "closed_datetime")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ tT]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?\s*(z|Z|[+-]\d{2}:?\d{2})?"
)
DATE_ALLOWED = Text("dates as 2025-01-06 or 2025-01-06 08:15:30", "形如 2025-01-06 或 2025-01-06 08:15:30 的日期")
NOT_A_TIME = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Cases:
    """A table of cases, one row each, in the order of the file.

    Parameters
    ----------
    frame : `service_request_id`; words (empty where missing) of `LABELS`; `open` (bool); datetimes in seconds of `DATES`
        (NaT where missing); numbers 1, 0 and nan of `ANSWERS`; `affected` (nan where missing).
    given : columns that the file has.
    about : of the file: name, sha256, encoding, rows.
    """

    frame: pd.DataFrame
    given: tuple[str, ...]
    about: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def type(self) -> pd.Series:
        """What each request was about: its name, else its code."""
        name, code = (self.frame[one].to_numpy() for one in ("service_name", "service_code"))
        return pd.Series(np.where(name != "", name, code))


def read_cases(path: str | Path) -> Cases:
    """Return the cases of a file, or of the file of cases in a folder.

    Raises
    ------
    DataError
        With all that is wrong with it, each with file, row, column.
    """
    problems = Problems()
    found = read_file(Path(path).expanduser(), problems)
    if found is None or problems.any_error:
        raise DataError(problems)
    return found


def read_file(path: Path, problems: Problems) -> Cases | None:
    """Read a file of cases, or the one in a folder; note what is wrong."""
    encoding, delimiter, blank = "", "", ()
    if path.is_dir():
        package = read_package(path, problems)
        resource = package.resources.get("cases")
        if resource is not None:
            path, encoding, delimiter, blank = resource.path, resource.encoding, resource.delimiter, resource.blank
        else:
            files = sorted(entry for entry in path.iterdir() if entry.suffix.casefold() in (".csv", ".tsv", ".txt"))
            wanted = [entry for entry in files if file_table(entry.stem) == "cases"]
            if not wanted:
                problems.add("no_cases", str(path))
                return None
            if len(wanted) > 1:
                problems.add("two_files", wanted[1].name, value=wanted[0].name)
                return None
            path = wanted[0]
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add("unreadable", str(path), value=error.strerror or type(error).__name__)
        return None
    if not data.strip():
        problems.add("empty_file", path.name)
        return None
    decoded = decode(data, path.name, problems, encoding)
    if decoded is None:
        return None
    sheet = read_sheet(decoded[0], path.name, "cases", problems, delimiter, blank)
    if sheet is None:
        return None
    about = {"file": path.name, "sha256": hashlib.sha256(data).hexdigest(), "encoding": decoded[1], "rows": len(sheet)}
    return cases_from_sheet(sheet, problems, about)


def cases_from_sheet(sheet: Sheet, problems: Problems, about: dict[str, Any] | None = None) -> Cases:
    """Return the cases of a sheet; note what is wrong with them."""
    columns: dict[str, Any] = {"service_request_id": ids(sheet, "service_request_id", problems)}
    for name in LABELS:
        values = sheet.words(name).to_numpy(dtype=object)
        columns[name] = np.array(["" if tidy(word) in MISSING else word for word in values], dtype=object)
    zone: list[int] = []
    times = {name: _dates(sheet, name, problems, zone) for name in (*DATES, "updated_datetime")}
    still = words(sheet, "status", CASE_OPEN, CASE_OPEN_ALLOWED, problems)
    closed = times["closed_datetime"]
    columns["open"] = np.where(still < 0, np.isnat(closed), still == 1)
    closed = np.where(np.isnat(closed) & ~columns["open"], times["updated_datetime"], closed)
    closed[columns["open"]] = NOT_A_TIME
    columns |= {name: times[name] for name in DATES} | {"closed_datetime": closed}
    undated = ~columns["open"] & np.isnat(closed)
    said = sheet.words("status").to_numpy(dtype=object)
    problems.add_rows("closed_undated", sheet.file, sheet.line[undated].tolist(), sheet.header("status"), said[undated])
    missing = np.isnat(times["requested_datetime"])
    words_of = sheet.words("requested_datetime").to_numpy(dtype=object)
    empty = missing & np.array([tidy(word) in MISSING for word in words_of], dtype=bool)
    header = sheet.header("requested_datetime")
    problems.add_rows("missing_value", sheet.file, sheet.line[empty].tolist(), header, words_of[empty])
    for name in ("response_datetime", "closed_datetime"):
        early = columns[name] < columns["requested_datetime"]
        which = name if name in sheet else "updated_datetime"
        values = sheet.words(which).to_numpy(dtype=object)
        problems.add_rows("date_order", sheet.file, sheet.line[early].tolist(), sheet.header(which), values[early])
    for name in ANSWERS:
        columns[name] = _answers(sheet, name, problems)
    columns["affected"] = numbers(sheet, "affected", 0, None, problems, "residents")
    if "responded" not in sheet and "response_datetime" in sheet:
        known = ~columns["open"] | ~np.isnat(columns["response_datetime"])
        columns["responded"] = np.where(known, ~np.isnat(columns["response_datetime"]), np.nan)
    return Cases(pd.DataFrame(columns), tuple(sheet.frame.columns), about or {})


def _answers(sheet: Sheet, column: str, problems: Problems) -> np.ndarray:
    """Return 1, 0 and nan for yes, no and no answer."""
    blank = [normal(word) for word in NOT_ASKED]
    cleaned = sheet.words(column).map(lambda word: "" if normal(word) in blank else word)
    frame = sheet.frame.assign(**{column: cleaned}) if column in sheet else sheet.frame
    codes = words(Sheet(sheet.file, frame, sheet.line, sheet.headers), column, ANSWER, ANSWER_ALLOWED, problems)
    return np.where(codes < 0, np.nan, codes.astype(np.float64))


def _dates(sheet: Sheet, column: str, problems: Problems, zone: list[int]) -> np.ndarray:
    """Return a column as datetimes in seconds, NaT where missing or wrong; `zone` keeps the first offset (minutes)."""
    values = sheet.words(column).to_numpy(dtype=object)
    codes, unique = pd.factorize(values)
    wrong, found = np.zeros(len(unique), bool), np.full(len(unique), NOT_A_TIME)
    for place, word in enumerate(unique):
        time = _date(tidy(word), zone)
        if time is not None:
            found[place] = time
        else:
            wrong[place] = tidy(word) not in MISSING
    bad = wrong[codes] if len(unique) else np.zeros(len(values), bool)
    problems.add_rows("not_date", sheet.file, sheet.line[bad].tolist(), sheet.header(column), values[bad], DATE_ALLOWED)
    return found[codes] if len(unique) else np.full(len(values), NOT_A_TIME)


def _date(word: str, zone: list[int]) -> np.datetime64 | None:
    parts = _DATE.fullmatch(word)
    if parts is None:
        return None
    year, month, day, hour, minute, second, offset = parts.groups()
    text = f"{int(year):04d}-{int(month):02d}-{int(day):02d}T{int(hour or 0):02d}:{int(minute or 0):02d}:{int(second or 0):02d}"
    try:
        time = np.datetime64(text, "s")
    except ValueError:
        return None
    if offset is None:
        return time
    minutes = 0
    if offset not in "zZ":
        digits = offset[1:].replace(":", "")
        minutes = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if offset[0] == "-" else 1)
    zone[:] = zone or [minutes]
    return time + np.timedelta64((zone[0] - minutes) * 60, "s")
