"""The tables behind a report: every number it shows is in one of them, and they are written next to it as CSV.

What is only a picture (the course of differences) has a table too. Text columns are in English, as in all files.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ...experiments.comparison.comparison_files import every_baseline
from ...experiments.comparison.gains import MARGIN, SMALLEST_CELL
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS, MAIN
from ...model.quantities.levers import LEVERS
from ...model.quantities.parameters import CONSTANTS
from ...runs.intervals import LEVEL, Interval, band, interval, same_sign
from ...runs.settings import WEEKS_SUMMARISED
from ..document.ledger import Ledger, Source
from .ranking import SLIGHT, counts, together, verdict

COURSE = (*MAIN, "reporting_gap")
"""Indicators whose course a report shows."""


def levels(comparison: Comparison) -> pd.DataFrame:
    """Return the mean of every indicator in every scenario over replicates, with its interval."""
    rows = []
    for name in comparison.names:
        for indicator in comparison.indicators:
            found = interval(comparison.values(name, indicator))
            rows.append((name, indicator, INDICATORS[indicator].unit, found.mean, found.low, found.high, found.count))
    return pd.DataFrame(rows, columns=["scenario", "indicator", "unit", "mean", "low", "high", "replicates"])


def differences(comparison: Comparison) -> pd.DataFrame:
    """Return the paired difference of every scenario and every other in every indicator.

    `low` to `high` is the interval of the difference by itself; `low_together` to `high_together`, for the main
    outcomes, one that holds together with those of all main outcomes and pairs (Bonferroni). `relative` is the
    difference as a share of the baseline's level; `sd_of_baseline` the standard deviation between its runs.
    """
    shared = together(comparison)
    rows = []
    for base in comparison.names:
        for name in comparison.names:
            if name != base:
                rows += [_difference(comparison, name, base, indicator, shared) for indicator in comparison.indicators]
    return pd.DataFrame(rows)


def _difference(comparison: Comparison, name: str, base: str, indicator: str, shared: int) -> dict[str, Any]:
    declared = INDICATORS[indicator]
    one, other = comparison.values(name, indicator), comparison.values(base, indicator)
    found = interval(one - other)
    joint = interval(one - other, shared_by=shared) if indicator in MAIN else Interval(math.nan, math.nan, math.nan, 0)
    both = np.isfinite(one - other)
    level, value = (float(values[both].mean()) if both.any() else math.nan for values in (other, one))
    spread = float(other[both].std(ddof=1)) if both.sum() > 1 else math.nan
    scale = abs(level) if level else math.nan
    return {
        "scenario": name, "baseline": base, "indicator": indicator, "unit": declared.unit, "level_of_baseline": level,
        "level": value, "difference": found.mean, "low": found.low, "high": found.high,
        "low_together": joint.low, "high_together": joint.high,
        "relative": found.mean / scale, "relative_low": found.low / scale, "relative_high": found.high / scale,
        "same_sign": same_sign(one - other), "sd_of_baseline": spread, "replicates": found.count,
        "more_is": {1: "better", -1: "worse", 0: "neither"}[declared.extra["better"]],
        "verdict": verdict(found, declared.extra["better"]),
    }  # fmt: skip


def course(comparison: Comparison) -> pd.DataFrame:
    """Return the paired difference of each scenario and the first one, week by week."""
    parts = []
    for name, values in zip(comparison.names[1:], comparison.weekly[1:]):
        for indicator in COURSE:
            at = comparison.indicators.index(indicator)
            mean, low, high = band(values[:, :, at] - comparison.weekly[0, :, :, at])
            weeks = np.arange(1, len(mean) + 1)
            part = {"scenario": name, "baseline": comparison.names[0], "indicator": indicator, "week": weeks}
            parts.append(pd.DataFrame({**part, "difference": mean, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)


def when(comparison: Comparison) -> pd.DataFrame:
    """Return the paired difference of each scenario and the first one at each moment, in every indicator."""
    return comparison.when()


def spending(comparison: Comparison) -> pd.DataFrame:
    """Return what each scenario buys, line by line, in yuan a resident a year; where dated changes move money, also at the end."""
    hours = comparison.facts[0].constants.get("working_hours", CONSTANTS["working_hours"].default)
    rows = []
    for name, facts in zip(comparison.names, comparison.facts):
        for time, plan in zip(("start", "end"), facts.plans):
            for line in plan.lines:
                money = line.paid / plan.residents, line.asked / plan.residents
                rows.append((name, time, line.name, "yuan a resident a year", *money))
            posts = sum(line.paid / line.price for line in plan.lines if line.unit == "FTE" and line.price)
            more = (
                ("total", "yuan a resident a year", plan.total / plan.residents, math.nan),
                ("budget", "yuan a resident a year", plan.budget, math.nan),
                ("share paid", "share", plan.factor, math.nan),
                ("community staff", "FTE per 10,000 residents", plan.staff, math.nan),
                ("paid hours", "h a resident a year", posts * hours * 52 / plan.residents, math.nan),
            )
            rows += [(name, time, *one) for one in more]
    return pd.DataFrame(rows, columns=["scenario", "time", "item", "unit", "value", "asked"])


def findings(comparison: Comparison) -> pd.DataFrame:
    """Return what is counted in the findings."""
    return pd.DataFrame(counts(comparison), columns=["finding", "scenario", "baseline", "count"])


def setting(comparison: Comparison) -> pd.DataFrame:
    """Return the numbers that say what was run and how it is judged."""
    asked, facts = comparison.setting, comparison.facts[0]
    rows: list[tuple[str, float, str]] = [
        ("seed", asked.seed, ""),
        ("scenarios", len(comparison.names), ""),
        ("others", len(comparison.names) - 1, "scenarios besides the baseline"),
        ("replicates", comparison.replicates, "of each scenario"),
        ("weeks", asked.weeks, "weeks"),
        ("years", asked.weeks / 52, "years"),
        ("weeks summarised", min(WEEKS_SUMMARISED, asked.weeks), "weeks at the end"),
        ("weeks of flows", 13, "weeks that the weekly course of a flow sums over"),
        ("residents", facts.residents, "adults"),
        ("communities", facts.communities, ""),
        ("confidence", LEVEL, "of each interval"),
        (SLIGHT.name, SLIGHT.default, SLIGHT.unit),
        (MARGIN.name, MARGIN.default, MARGIN.unit),
        (SMALLEST_CELL.name, SMALLEST_CELL.default, SMALLEST_CELL.unit),
    ]
    for status in dict.fromkeys(str(quantity.status) for quantity, _ in facts.assumptions):
        rows.append((f"numbers {status}", sum(quantity.status == status for quantity, _ in facts.assumptions), ""))
    if comparison.reached is not None:
        rows += [(f"precision asked, {name}", width, INDICATORS[name].unit) for name, width in comparison.reached.asked.items()]  # fmt: skip
        rows += [(f"precision reached, {name}", width, INDICATORS[name].unit) for name, width in comparison.reached.widest.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=["name", "value", "unit"])


def levers(comparison: Comparison) -> pd.DataFrame:
    """Return the value of every lever in every scenario at the start, and in the status quo."""
    rows = [("status_quo (default)", name, declared.default, declared.unit) for name, declared in LEVERS.items()]
    for one in comparison.setting.scenarios:
        rows += [(one.name, name, one.levers[name], LEVERS[name].unit) for name in LEVERS]
    return pd.DataFrame(rows, columns=["scenario", "lever", "value", "unit"]).astype({"value": object})


def assumptions(comparison: Comparison) -> pd.DataFrame:
    """Return every number in use that is assumed or calibrated."""
    rows = [
        (one.name, value, one.unit, *(one.plausible or (math.nan, math.nan)), str(one.status), one.source.en)
        for one, value in comparison.facts[0].assumptions
    ]
    columns = ["name", "value", "unit", "plausible_low", "plausible_high", "status", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"value": object})


# Each table: how it is made, the columns that name a row, and those that set a source of its own apart.
TABLES: Mapping[str, tuple[Callable[[Comparison], pd.DataFrame], tuple[str, ...], tuple[str, ...]]] = {
    "tables/setting.csv": (setting, ("name",), ()),
    "tables/findings.csv": (findings, ("finding", "scenario", "baseline"), ()),
    "tables/levels.csv": (levels, ("scenario", "indicator"), ()),
    "tables/differences.csv": (differences, ("scenario", "baseline", "indicator"), ("scenario", "baseline")),
    "tables/differences_over_time.csv": (course, ("scenario", "baseline", "indicator", "week"), ()),
    "tables/when.csv": (when, ("scenario", "baseline", "since", "quarters", "indicator"), ("scenario", "baseline")),
    "tables/spending.csv": (spending, ("scenario", "time", "item"), ()),
    "tables/levers.csv": (levers, ("scenario", "lever"), ()),
    "tables/assumptions.csv": (assumptions, ("name",), ()),
}

_ALL = "scenario", "baseline"
# Tables that the files of the runs hold already: how they are read, the columns that name a row, those that set a source apart.
_OF_RUNS: Mapping[str, tuple[Callable[[Comparison], pd.DataFrame], tuple[str, ...], tuple[str, ...]]] = {
    "gains.csv": (lambda found: every_baseline(found, found.gains), (*_ALL, "group", "category"), _ALL),
    "gains_transitions.csv": (lambda found: every_baseline(found, found.transitions), (*_ALL, "from", "to"), _ALL),
    "indicators.csv": (lambda found: found.series, ("scenario", "week", "indicator"), ()),
}


def ledger_of(comparison: Comparison) -> Ledger:
    """Return the tables of a report on a comparison, and numbers out of them that know their row."""
    own = {name: Source(partial(make, comparison), keys, group) for name, (make, keys, group) in TABLES.items()}
    others = {
        name: Source(partial(make, comparison), keys, group, own=False)
        for name, (make, keys, group) in _OF_RUNS.items()
    }
    return Ledger(own | others)
