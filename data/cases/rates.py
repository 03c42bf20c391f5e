"""What a record of cases shows: the three rates, volumes, times to the end; with standard errors from counts.

The three rates are those by which Chinese 12345 hotlines are judged: response, resolution, satisfaction
(响应率、解决率、满意率; as reported for Beijing E-Town, http://subsites.chinadaily.com.cn/beijing/etda/2023-02/22/c_860796.htm). A rate is a
share k / n of those cases that have an answer and ended within the period (for response: were taken in within it), its
standard error sqrt(p (1 - p) / n) with p = (k + 1/2) / (n + 1), so that it is never 0. A volume is a count, its standard error its
root (Poisson). Both take cases for independent of one another; where they come in clusters, errors are larger.

A table without any closing time has answers of cases taken in within the period instead, whenever they ended.

Times to the end are those of cases taken in within the period, Kaplan & Meier's estimate: an open case counts as one that lasts
longer than it has so far; one that ended, nobody knows when, is left out. The period: periods.py.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...core.text import Text
from .coverage import WEEK
from .periods import LONGEST, Period, period_of
from .records import Cases

__all__ = ["LONGEST", "RATES", "VOLUMES", "WEEK", "Durations", "Period", "Rate", "durations", "period_of", "rates", "volumes", "weekly_volumes"]  # fmt: skip
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
    quartiles : by Kaplan and Meier; nan where too many are still open to reach it.
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


def rates(cases: Cases, period: Period) -> Mapping[str, Rate]:
    """Return the rates that the table has answers for."""
    received = period.received(cases)
    ended = period.ended(cases) if cases.ends else received & ~cases.frame["open"].to_numpy()
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
    """Return cases taken in, one row a week (its first day), one column for each value of `by`."""
    there = period.received(cases)
    weeks = (cases.frame["requested_datetime"].to_numpy()[there] - period.start) // WEEK
    table = pd.crosstab(period.start + weeks * WEEK, _words(cases, by)[there])
    index = pd.DatetimeIndex(np.arange(period.start, period.end, WEEK), name="week")
    return table.reindex(index, fill_value=0)


def durations(cases: Cases, period: Period) -> Durations:
    """Return how long cases take."""
    from scipy.stats import CensoredData, ecdf

    frame = cases.frame
    ended, open_ = frame["closed_datetime"].to_numpy(), frame["open"].to_numpy()
    there = period.received(cases) & (open_ | ~np.isnat(ended))
    censored = np.isnat(ended[there]) | (ended[there] > period.end)
    taken = frame["requested_datetime"].to_numpy()[there]
    so_far = np.asarray(period.end - taken, dtype="timedelta64[s]") / WEEK
    weeks = np.where(censored, so_far, cases.weeks[there])
    first, half, third = math.nan, math.nan, math.nan
    if len(weeks) and cases.ends:
        found = ecdf(CensoredData(weeks[~censored], right=weeks[censored])).cdf
        first, half, third = (_first(found.quantiles, found.probabilities, share) for share in (0.25, 0.5, 0.75))
    closed = cases.weeks[period.ended(cases)]
    closed = closed[~np.isnan(closed)]
    mean = float(closed.mean()) if len(closed) else math.nan
    error = float(closed.std(ddof=1) / math.sqrt(len(closed))) if len(closed) > 1 else math.nan
    return Durations((first, half, third), mean, error, int(censored.sum()), int(period.received(cases).sum()))


def _first(times: np.ndarray, shares: np.ndarray, wanted: float) -> float:
    reached = np.flatnonzero(shares >= wanted - 1e-12)
    return float(times[reached[0]]) if len(reached) else math.nan
