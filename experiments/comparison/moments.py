"""When: outcomes some quarters after rules began, or after a crisis, and at the end.

Rules are first decided at the end of the first quarter, so time since rules began counts from there; a crisis acts at the end of
the quarter that holds `shock_week`. An outcome q quarters later is its mean over the quarter that ends 13 q weeks after
that. Flows, whose weekly value is a sum over a quarter already, are read in the last week of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.quantities.codes import WEEKS_A_QUARTER
from ...model.quantities.indicators import ALL, INDICATORS
from ...runs.intervals import interval, same_sign
from ...runs.settings import WEEKS_SUMMARISED

QUARTERS = (1, 2, 4, 8, 20)
"""Quarters after rules began at which outcomes are looked at."""

QUARTERS_AFTER_CRISIS = (1, 2, 4, 8)

OUTCOMES = ("benefit", "benefit_worst", "satisfaction", "satisfaction_worst", "true_resolution")
"""What is looked at over time: how well rules serve, for the mean and for the worst-off community, and what residents get of it."""

HOURS = "search_hours"
"""The hours of search behind them."""

RULES, CRISIS, END = "rules", "crisis", "end"
SINCE = {
    RULES: Text("since rules began", "规则实施以来"),
    CRISIS: Text("since the crisis", "危机发生以来"),
    END: Text("at the end", "期末"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A quarter that is looked at, or the usual period at the end.

    Parameters
    ----------
    since : what time counts from: "rules", "crisis", or "end" for the last year of the run.
    quarters : how long after; 0 at the end.
    week : last week of the period, counted from 1.
    weeks : length of the period.
    """

    since: str
    quarters: int
    week: int
    weeks: int = WEEKS_A_QUARTER


def moments(weeks: int, shock_week: int = -1) -> tuple[Moment, ...]:
    """Return the moments that a run of this length holds.

    Parameters
    ----------
    weeks : length of the run.
    shock_week : week of a crisis, counted from 0; -1: none.
    """
    began = (WEEKS_A_QUARTER, QUARTERS, RULES)
    broke = ((shock_week // WEEKS_A_QUARTER + 1) * WEEKS_A_QUARTER, QUARTERS_AFTER_CRISIS, CRISIS)
    found = [
        Moment(since, one, start + WEEKS_A_QUARTER * one)
        for start, quarters, since in (began, *([broke] if shock_week >= 0 else []))
        for one in quarters
        if start + WEEKS_A_QUARTER * one <= weeks
    ]
    return (*found, Moment(END, 0, weeks, min(WEEKS_SUMMARISED, weeks)))


def seen_at(series: np.ndarray, names: Sequence[str], when: Sequence[Moment]) -> np.ndarray:
    """Return what weekly series were at some moments.

    Parameters
    ----------
    series : every indicator in every week, (..., weeks, indicators).
    names : the indicators.
    when : the moments.

    Returns
    -------
    float64 (..., moments, indicators); nan where an indicator has no value in the whole period.
    """
    found = np.empty((*series.shape[:-2], len(when), series.shape[-1]))
    window = np.array([ALL[name].window if name in ALL else 1 for name in names])
    for place, one in enumerate(when):
        part = series[..., one.week - one.weeks : one.week, :]
        for span in np.unique(window).tolist():
            # a flow's weekly value covers `span` weeks: the values that together cover the period once
            step = min(max(span, 1), one.weeks)
            here = part[..., ::-1, :][..., ::step, :][..., window == span]
            some = np.isfinite(here)
            count = some.sum(axis=-2)
            total = np.where(some, here, 0.0).sum(axis=-2)
            found[..., place, window == span] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return found


COLUMNS = (
    "scenario", "baseline", "since", "quarters", "week", "indicator", "unit", "level_of_baseline", "level",
    "difference", "low", "high", "same_sign", "replicates",
)  # fmt: skip


def when_table(
    values: np.ndarray, names: Sequence[str], base: int, indicators: Sequence[str], when: Sequence[Moment]
) -> pd.DataFrame:
    """Return paired differences from one scenario at each moment, with their 95 % intervals.

    Parameters
    ----------
    values : scenarios x replicates x moments x indicators.
    names : of the scenarios.
    base : place of the baseline.
    """
    rows = []
    for place, name in enumerate(names):
        if place == base:
            continue
        for at, moment in enumerate(when):
            for k, indicator in enumerate(indicators):
                one, other = values[place, :, at, k], values[base, :, at, k]
                found, both = interval(one - other), np.isfinite(one - other)
                levels = (float(part[both].mean()) if both.any() else np.nan for part in (other, one))
                rows.append(
                    (
                        name, names[base], moment.since, moment.quarters, moment.week, indicator, INDICATORS[indicator].unit,
                        *levels, found.mean, found.low, found.high, same_sign(one - other), found.count,
                    )
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
