"""What a record of cases shows: the three rates, volumes, times to the end; with standard errors from counts.

The three rates are those by which Chinese 12345 hotlines are judged: response, resolution, satisfaction
(响应率、解决率、满意率; as reported for Beijing E-Town, http://subsites.chinadaily.com.cn/beijing/etda/2023-02/22/c_860796.htm). A rate is a
share k / n of those cases that have an answer and ended within the period (for response: were taken in within it), its
standard error sqrt(p (1 - p) / n) with p = (k + 1/2) / (n + 1), so that it is never 0. A volume is a count, its standard error its
root (Poisson). Both take cases for independent of one another; where they come in clusters, errors are larger.

Times to the end are those of cases taken in within the period, Kaplan & Meier's estimate: an open case counts as one that lasts
longer than it has so far. The period is made of whole weeks from Monday: the last 52 between the first and the last
date of the table, unless it is given.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..core.quantity import Text
from .cases import Cases

WEEK = np.timedelta64(7, "D")
LONGEST = 52
"""Weeks of a period that is not given."""
RATES = {
    "responded": Text("Response rate", "响应率"),
    "resolved": Text("Resolution rate (as recorded)", "解决率（按记录）"),
    "satisfied": Text("Satisfaction rate", "满意率"),
    "truly_resolved": Text("True resolution (simulated cases only)", "实际解决率（仅模拟诉求）"),
}
VOLUMES = {
    "type": Text("Type", "类别"),
    "source": Text("Channel", "来源渠道"),
    "agency_responsible": Text("Unit", "承办单位"),
    "community": Text("Community", "社区"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole weeks: cases are taken in from `start` on and before `end`, and end after `start` and until `end`."""

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
    def text(self) -> Text:
        """First and last day."""
        first, last = self.start.astype("datetime64[D]"), (self.end - np.timedelta64(1, "s")).astype("datetime64[D]")
        weeks = f"{self.weeks:.3g}"
        return Text(f"{first} to {last}, {weeks} weeks", f"{first} 至 {last}，{weeks} 周")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its standard error; nan where nothing is known."""

    name: str
    count: int
    of: int

    @property
    def value(self) -> float:
        """The share."""
        return self.count / self.of if self.of else math.nan

    @property
    def error(self) -> float:
        """Its standard error, above 0."""
        p = (self.count + 0.5) / (self.of + 1)
        return math.sqrt(p * (1 - p) / self.of) if self.of else math.nan


@dataclass(frozen=True, slots=True)
class Durations:
    """Weeks from taking in to the end.

    Parameters
    ----------
    quartiles : by Kaplan and Meier; nan where so many are still open that it is not reached.
    closed_mean : mean of those that ended within the period, whenever they were taken in.
    closed_error : its standard error.
    open : cases of the period that are still open.
    count : cases of the period.
    """

    quartiles: tuple[float, float, float]
    closed_mean: float
    closed_error: float
    open: int
    count: int


def period_of(
    cases: Cases, start: datetime.date | None = None, end: datetime.date | None = None, longest: int = LONGEST
) -> Period:
    """Return the period that a table covers; `start` and `end` are its first and last day where they are given."""
    frame = cases.frame
    times = np.concatenate(
        [frame[name].to_numpy() for name in ("requested_datetime", "response_datetime", "closed_datetime")]
    )
    times = times[~np.isnat(times)]
    if start is not None and end is not None:
        return Period(_second(start), _second(end) + np.timedelta64(1, "D"))
    if not len(times):
        raise ValueError("a table without dates covers no period")
    last = (
        _monday(times.max() + WEEK - np.timedelta64(1, "s")) if end is None else _second(end) + np.timedelta64(1, "D")
    )
    first = _monday(frame["requested_datetime"].min().to_datetime64())
    last = max(last, first + WEEK) if end is None else last
    return Period(_second(start) if start is not None else max(first, last - longest * WEEK), last)


def _second(day: datetime.date) -> np.datetime64:
    return np.datetime64(f"{day:%Y-%m-%d}", "s")


def _monday(time: np.datetime64) -> np.datetime64:
    """Return the beginning of the week."""
    days = time.astype("datetime64[D]").astype(np.int64)
    return (np.datetime64(int(days - (days + 3) % 7), "D")).astype("datetime64[s]")  # 1970-01-01 was a Thursday


def rates(cases: Cases, period: Period) -> Mapping[str, Rate]:
    """Return the rates that the table has answers for."""
    ended, received = period.ended(cases), period.received(cases)
    found = {}
    for name in RATES:
        answers = cases.frame[name].to_numpy()[received if name == "responded" else ended]
        answers = answers[~np.isnan(answers)]
        if len(answers):
            found[name] = Rate(name, int(answers.sum()), len(answers))
    return found


def volumes(cases: Cases, period: Period, by: str) -> pd.DataFrame:
    """Return cases taken in by type, channel, unit or community.

    Returns
    -------
    table of `value`, `cases`, `a_week` and `error` (standard error of `a_week`), the most frequent first
    """
    found = Counter(_words(cases, by)[period.received(cases)].tolist())
    rows = sorted(((word, count) for word, count in found.items() if word), key=lambda row: (-row[1], row[0]))
    counts = np.array([count for _, count in rows], np.int64)
    return pd.DataFrame(
        {
            "value": [word for word, _ in rows],
            "cases": counts,
            "a_week": counts / period.weeks,
            "error": np.sqrt(counts) / period.weeks,
        }
    )


def _words(cases: Cases, by: str) -> np.ndarray:
    return (cases.type if by == "type" else cases.frame[by]).to_numpy()


def weekly_volumes(cases: Cases, period: Period, by: str) -> pd.DataFrame:
    """Return cases taken in, one row a week (its Monday), one column for each value of `by`."""
    there = period.received(cases)
    weeks = (cases.frame["requested_datetime"].to_numpy()[there] - period.start) // WEEK
    table = pd.crosstab(period.start + weeks * WEEK, _words(cases, by)[there])
    index = pd.DatetimeIndex(np.arange(period.start, period.end, WEEK), name="week")
    return table.reindex(index, fill_value=0)


def durations(cases: Cases, period: Period) -> Durations:
    """Return how long cases take."""
    from scipy.stats import CensoredData, ecdf

    received = period.received(cases)
    ended, taken = (cases.frame[name].to_numpy()[received] for name in ("closed_datetime", "requested_datetime"))
    censored = np.isnat(ended) | (ended > period.end)
    weeks = (np.where(censored, period.end, ended) - taken) / WEEK
    first, half, third = math.nan, math.nan, math.nan
    if len(weeks):
        found = ecdf(CensoredData(weeks[~censored], right=weeks[censored])).cdf
        first, half, third = (_first(found.quantiles, found.probabilities, share) for share in (0.25, 0.5, 0.75))
    ends, begins = (cases.frame[name].to_numpy() for name in ("closed_datetime", "requested_datetime"))
    there = period.ended(cases)
    closed = ((ends[there] - begins[there]) / WEEK).astype(float)
    mean = float(closed.mean()) if len(closed) else math.nan
    error = float(closed.std(ddof=1) / math.sqrt(len(closed))) if len(closed) > 1 else math.nan
    return Durations((first, half, third), mean, error, int(censored.sum()), len(weeks))


def _first(times: np.ndarray, shares: np.ndarray, wanted: float) -> float:
    reached = np.flatnonzero(shares >= wanted - 1e-12)
    return float(times[reached[0]]) if len(reached) else math.nan
