"""Records of cases: what residents asked of a hotline, and what became of it; real ones and simulated ones alike.

A table like the service requests of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2; as files, GeoReport/bulk), to
which Chinese 12345 hotlines add channel, unit, response, resolution and satisfaction. Needed are an id and when the
request came; what else is there is used. `cogov run --cases` and `CommunityModel.cases_frame` write the same form.

When a case ended is `closed_datetime`, else `updated_datetime` of a closed case (GeoReport: the date the request was closed). A day without a
time lasts until its end: what ended on it ended at its last second; what was taken in on it, at its first. A case without a status is
closed if it says when it was; a table without any closing time (`ends` is False) has answers that count by the day of intake.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DataProblem, Problems
from ..tables.conversions import ids, numbers
from ..tables.csv_tables import Sheet
from ..tables.dates import read_dates
from .answers import answers, note_count, status
from .coverage import covered
from .understood import ColumnNote, missing_cells, understood
from .zones import Stamps, one_clock

LABELS = ("service_code", "service_name", "source", "agency_responsible", "community", "grid", "address", "description")
ANSWERS = ("responded", "resolved", "satisfied", "truly_resolved")
DATES = ("requested_datetime", "response_datetime", "closed_datetime")


@dataclass(frozen=True)
class Cases:
    """A table of cases, one row each, in the order of the file.

    Parameters
    ----------
    frame : `service_request_id`; words (empty where missing) of `LABELS`; `open` (bool: known to be open, by the status, else by an
        empty closing time); datetimes in seconds of `DATES`, by the clock of the place (NaT where missing); numbers 1, 0 and nan of
        `ANSWERS`; `affected` (nan where missing).
    given : columns that the file has.
    about : of the file: name, sha256, encoding, rows.
    ends : whether the table has any closing time.
    zone : time zone, where one is known.
    weeks : from intake to the end, nan where one of them is missing; between two days without a time, whole days.
    columns : what was understood of each.
    warnings : what is worth knowing of single rows.
    """

    frame: pd.DataFrame
    given: tuple[str, ...]
    about: dict[str, Any] = field(default_factory=dict)
    ends: bool = True
    zone: str = ""
    weeks: np.ndarray = field(default_factory=lambda: np.empty(0))
    columns: tuple[ColumnNote, ...] = ()
    warnings: tuple[DataProblem, ...] = ()

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def type(self) -> pd.Series:
        """What each request was about: its name, else its code."""
        name, code = (self.frame[one].to_numpy() for one in ("service_name", "service_code"))
        return pd.Series(np.where(name != "", name, code))

    def only(self, rows: np.ndarray) -> Cases:
        """Return some of the cases (bool for each)."""
        return replace(self, frame=self.frame[rows].reset_index(drop=True), weeks=self.weeks[rows])


def cases_from_sheet(
    sheet: Sheet, problems: Problems, about: dict[str, Any] | None = None, timezone: str = ""
) -> Cases:  # fmt: skip
    """Return the cases of a sheet; note what is wrong with them, and what of them cannot be used."""
    before = len(problems)
    columns: dict[str, Any] = {"service_request_id": ids(sheet, "service_request_id", problems)}
    for name in LABELS:
        values = sheet.words(name).to_numpy(dtype=object)
        columns[name] = np.where(missing_cells(values), "", values)
    moments = {name: read_dates(sheet, name, problems) for name in (*DATES, "updated_datetime") if name in sheet}
    stamps, zone = one_clock(sheet, moments, "requested_datetime", timezone, problems)
    coded = {"status": status(sheet, problems)} if "status" in sheet else {}
    still = coded.get("status", np.full(len(sheet), np.nan))
    intake, none = stamps["requested_datetime"], Stamps.none(len(sheet))
    response = stamps.get("response_datetime", none).late
    end = _ends(sheet, still, stamps, problems)
    ends = bool((~np.isnat(end.time)).any())
    columns["open"] = np.where(np.isnan(still), np.isnat(end.time) & ends, still == 1)
    if ends:
        undated = (still == 0) & np.isnat(end.time) & ~end.impossible
        said = sheet.words("status").to_numpy(dtype=object)
        problems.add_rows(
            "closed_undated", sheet.file, sheet.line[undated].tolist(), sheet.header("status"), said[undated]
        )
    columns |= {"requested_datetime": intake.time, "response_datetime": response.time, "closed_datetime": end.time}
    _intake(sheet, intake, problems)
    for name, one in (("response_datetime", response), ("closed_datetime", end)):
        which = name if name in sheet else "updated_datetime"
        early = one.utc < intake.utc
        values = sheet.words(which).to_numpy(dtype=object)
        problems.add_rows("date_order", sheet.file, sheet.line[early].tolist(), sheet.header(which), values[early])
    coded |= {name: answers(sheet, name, problems) for name in ANSWERS if name in sheet}
    columns |= {name: coded.get(name, np.full(len(sheet), np.nan)) for name in ANSWERS}
    columns["affected"] = numbers(sheet, "affected", 0, None, problems, "residents")
    if "responded" not in sheet and "response_datetime" in sheet:
        known = ~columns["open"] | ~np.isnat(columns["response_datetime"])
        columns["responded"] = np.where(known, ~np.isnat(columns["response_datetime"]), np.nan)
    _unused(sheet, columns, still, ends, problems)
    return Cases(
        pd.DataFrame(columns), tuple(sheet.frame.columns), about or {}, ends, zone, intake.weeks_to(end),
        understood(sheet, moments, coded, columns), tuple(one for one in list(problems)[before:] if not one.is_error),
    )  # fmt: skip


def _ends(sheet: Sheet, still: np.ndarray, stamps: dict[str, Stamps], problems: Problems) -> Stamps:
    """Return when each case ended: its closing time, of a case with the status closed else when it was last changed."""
    none = Stamps.none(len(sheet))
    closed, updated = (stamps.get(name, none).late for name in ("closed_datetime", "updated_datetime"))
    note_count(problems, "open_dated", sheet, "status", np.flatnonzero((still == 1) & ~np.isnat(closed.time)))
    found = closed.where(~np.isnat(closed.time) | (still != 0), updated)
    return found.where(still != 1, none)


def _intake(sheet: Sheet, intake: Stamps, problems: Problems) -> None:
    """Note cases that do not say when they were taken in, those far from all others, and holes of the record."""
    words = sheet.words("requested_datetime").to_numpy(dtype=object)
    empty = missing_cells(words)
    header = sheet.header("requested_datetime")
    problems.add_rows("missing_value", sheet.file, sheet.line[empty].tolist(), header, words[empty])
    found = covered(intake.time)
    if found is None:
        return
    problems.add_rows("far_date", sheet.file, sheet.line[found.far].tolist(), header, words[found.far])
    for begin, end in found.holes:
        days = f"{begin.astype('datetime64[D]')} - {end.astype('datetime64[D]')}"
        problems.add("hole", sheet.file, None, header, days)


def _unused(sheet: Sheet, columns: dict[str, Any], still: np.ndarray, ends: bool, problems: Problems) -> None:
    """Note answers that count for nothing, and why."""
    if not ends and any(name in sheet for name in ANSWERS[1:]):
        problems.add("no_ends", sheet.file)
    undated = np.isnat(columns["closed_datetime"]) & ends & (still != 1)
    for name in ANSWERS[1:]:
        answered = ~np.isnan(columns[name])
        note_count(problems, "answer_open", sheet, name, np.flatnonzero(answered & (still == 1)))
        note_count(problems, "answer_undated", sheet, name, np.flatnonzero(answered & undated))
