"""Which time rates are taken over: by default the last year that the intake of a record covers (coverage.py)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from ...core.text import Text
from .coverage import DAY, WEEK, covered
from .records import Cases

SECOND = np.timedelta64(1, "s")
LONGEST = 52
"""Weeks of a period that is not given."""


@dataclass(frozen=True, slots=True)
class Period:
    """Cases are taken in from `start` on and before `end`, and end after `start` and until `end`."""

    start: np.datetime64
    end: np.datetime64

    @property
    def weeks(self) -> float:
        """Its length."""
        return float((self.end - self.start) / WEEK)

    def received(self, cases: Cases) -> np.ndarray:
        """Say which cases were taken in within it."""
        times = cases.frame["requested_datetime"].to_numpy()
        return (times >= self.start) & (times < self.end)

    def ended(self, cases: Cases) -> np.ndarray:
        """Say which cases ended within it."""
        times = cases.frame["closed_datetime"].to_numpy()
        return (times > self.start) & (times <= self.end)

    @property
    def days(self) -> tuple[np.datetime64, np.datetime64]:
        """First and last day."""
        return self.start.astype("datetime64[D]"), (self.end - SECOND).astype("datetime64[D]")

    @property
    def text(self) -> Text:
        """First and last day, and the length."""
        first, last = self.days
        count = int((self.end - self.start) // DAY)
        number, en, zh = (count, "day", "天") if count % 7 or not count else (count // 7, "week", "周")
        return Text(f"{first} to {last} ({number} {en}{'s' * (number != 1)})", f"{first} 至 {last}（{number} {zh}）")


def period_of(
    cases: Cases, start: datetime.date | None = None, end: datetime.date | None = None, longest: int = LONGEST
) -> Period:
    """Return the last `longest` weeks that the intake of a table covers; `start` and `end` are its first and last day where they are given.

    Raises
    ------
    ValueError
        Where no case has a time of intake and none is given.
    """
    if start is not None and end is not None:
        return Period(_midnight(start), _midnight(end) + DAY)
    found = covered(cases.frame["requested_datetime"].to_numpy())
    if found is None:
        raise ValueError("a table without dates covers no period")
    last = found.end if end is None else _midnight(end) + DAY
    return Period(_midnight(start) if start is not None else max(found.start, last - longest * WEEK), last)


def _midnight(day: datetime.date) -> np.datetime64:
    return np.datetime64(f"{day:%Y-%m-%d}", "s")
