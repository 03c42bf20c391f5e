"""Time zones of a record: columns with and without an offset from UTC in one clock, that of the place.

Times without any offset are the clock of the place as they are. Where some carry an offset and others do not, the zone has to
be named (`Asia/Shanghai`); where all do, it has to be named only if those of the intake differ.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ...core.nearest import closest
from ...core.text import Text
from ..errors import Problems
from ..tables.csv_tables import Sheet
from ..tables.dates import NOT_A_TIME, Moments

ZONE_ALLOWED = Text(
    "name the zone of the place once: --timezone Asia/Shanghai, timezone=... in Python, or \"timezone\" of the resource in datapackage.json",
    "请指明所在地时区：--timezone Asia/Shanghai、Python 中的 timezone=...，或 datapackage.json 中该资源的 \"timezone\"",
)  # fmt: skip


LAST_SECOND = np.timedelta64(86_399, "s")
WEEK = np.timedelta64(7, "D")


@dataclass(frozen=True, slots=True)
class Stamps:
    """A column of times by one clock.

    Parameters
    ----------
    time : datetimes in seconds by the clock of the place; NaT where missing.
    whole_day : whether only a day is given.
    east : seconds that the clock is east of UTC; 0 where no zone is known.
    impossible : a date that no record can be of (its `time` is NaT).
    """

    time: np.ndarray
    whole_day: np.ndarray
    east: np.ndarray
    impossible: np.ndarray

    @classmethod
    def none(cls, count: int) -> Stamps:
        """Return a column that the table does not have."""
        no = np.zeros(count, bool)
        return cls(np.full(count, NOT_A_TIME), no, np.zeros(count), no)

    @property
    def late(self) -> Stamps:
        """The same with days at their last second: a day lasts until its end."""
        return replace(self, time=np.where(self.whole_day, self.time + LAST_SECOND, self.time))

    @property
    def utc(self) -> np.ndarray:
        """Datetimes in UTC, as far as the zone is known."""
        return self.time - self.east.astype("timedelta64[s]")

    def where(self, rows: np.ndarray, other: Stamps) -> Stamps:
        """Return these in some rows, others in the rest; an impossible date in either is kept in mind."""
        time, whole, east = (
            np.where(rows, getattr(self, name), getattr(other, name)) for name in ("time", "whole_day", "east")
        )
        return Stamps(time, whole, east, self.impossible | other.impossible)

    def weeks_to(self, end: Stamps) -> np.ndarray:
        """Return weeks until a later time, nan where one of them is missing; between two days without a time, whole days."""
        took = end.utc - self.utc - np.where(self.whole_day & end.whole_day, LAST_SECOND, np.timedelta64(0, "s"))
        return np.where(np.isnat(took), np.nan, took / WEEK)


def zone_fault(name: str) -> Text | None:
    """Return what is wrong with the name of a zone, None where nothing is."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = closest(name, sorted(zoneinfo.available_timezones())) or "Asia/Shanghai"
        return Text(f"no time zone '{name}'; a name as {hint} is needed", f"没有时区“{name}”；请写成 {hint} 这样的名称")
    return None


def one_clock(
    sheet: Sheet, columns: Mapping[str, Moments], intake: str, zone: str, problems: Problems
) -> tuple[dict[str, Stamps], str]:  # fmt: skip
    """Return all columns by the clock of the place, and its zone.

    Parameters
    ----------
    intake : the column whose offset, where all its cells have the same, is the clock of the place if no `zone` is named.
    """
    if zone and (fault := zone_fault(zone)) is not None:
        problems.add("zone", sheet.file, value=zone, allowed=fault)
        zone = ""
    given = {name: one.known & ~np.isnan(one.offset) for name, one in columns.items()}
    bare = {name: one.known & np.isnan(one.offset) for name, one in columns.items()}
    some, without = (any(mask.any() for mask in masks.values()) for masks in (given, bare))
    if not zone and some and (fault := _fault(sheet, columns, given, bare, intake, without)) is not None:
        problems.add("zone", sheet.file, None, "", fault, ZONE_ALLOWED)
        some = False
    fixed = float(columns[intake].offset[given[intake]][0]) if some and not zone and given[intake].any() else 0.0
    stamps = {}
    for name, one in columns.items():
        if zone:
            time, east = _named(sheet, name, one, given[name], zone, problems)
        else:
            shift = np.where(given[name] & some, fixed - one.offset, 0.0).astype("timedelta64[s]")
            time, east = one.time + shift, np.full(len(one.time), fixed)
        stamps[name] = Stamps(time, one.whole_day, east, one.impossible)
    return stamps, zone or (f"UTC{_shown(fixed)}" if some else "")


def _shown(seconds: float) -> str:
    minutes = round(abs(seconds) / 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _fault(
    sheet: Sheet, columns: Mapping[str, Moments], given: Mapping[str, np.ndarray], bare: Mapping[str, np.ndarray],
    intake: str, without: bool,
) -> str | None:  # fmt: skip
    """Return why the zone has to be named."""

    def first(masks: Mapping[str, np.ndarray]) -> str:
        name = next(name for name, mask in masks.items() if mask.any())
        place = int(np.flatnonzero(masks[name])[0])
        return f"{sheet.header(name)} {sheet.words(name).iloc[place]} ({sheet.line[place]})"

    if without:
        return f"{first(given)}; {first(bare)}"
    offsets = np.unique(columns[intake].offset[given[intake]])
    return ", ".join(_shown(one) for one in offsets[:4]) if len(offsets) > 1 else None


def _named(
    sheet: Sheet, name: str, one: Moments, given: np.ndarray, zone: str, problems: Problems
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return times of a column by the clock of a named zone, and how far it is east of UTC then."""
    east = np.zeros(len(one.time))
    time = one.time.copy()
    utc = np.full(len(time), NOT_A_TIME)
    utc[given] = one.time[given] - one.offset[given].astype("timedelta64[s]")
    bare = one.known & ~given
    index = pd.DatetimeIndex(time[bare])
    sure = index.tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward")
    gap = index.tz_localize(zone, ambiguous=np.ones(len(index), bool), nonexistent="NaT").isna() & ~one.whole_day[bare]
    twice = np.asarray(sure.isna()) & ~one.whole_day[bare]
    rows, words = np.flatnonzero(bare), sheet.words(name).to_numpy(dtype=object)
    for kind, mask in (("no_such_time", gap), ("time_twice", twice)):
        at = rows[np.asarray(mask)]
        problems.add_rows(
            kind,
            sheet.file,
            sheet.line[at].tolist(),
            sheet.header(name),
            words[at],
            None if kind == "time_twice" else Text(f"times of {zone}", f"{zone} 的时间"),
        )
    earlier = index.tz_localize(zone, ambiguous=np.ones(len(index), bool), nonexistent="shift_forward")
    utc[bare] = earlier.tz_convert(None).to_numpy().astype("datetime64[s]")
    known = one.known
    local = pd.DatetimeIndex(utc[known], tz="UTC").tz_convert(zone).tz_localize(None).to_numpy().astype("datetime64[s]")
    east[known] = (local - utc[known]).astype("timedelta64[s]").astype(np.float64)
    time[known] = np.where(one.whole_day[known] | ~given[known], one.time[known], local)
    return time, east
