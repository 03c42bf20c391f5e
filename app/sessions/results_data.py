"""The result of an ensemble as the parts show it: differences first, their course, who gains, cost against effect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...experiments.comparison.moments import END, HOURS, OUTCOMES, SINCE
from ...model.quantities.indicators import INDICATORS, MAIN
from ...reports.decision import findings
from ...reports.decision.comparison import Comparison
from ...reports.decision.ranking import VERDICTS, verdict
from ...reports.format.numbers import change, decimals_of, decimals_of_levels, level, percent, scale_of, span, whole
from ...reports.format.words import read_in
from ...runs.intervals import Interval, band, interval

COLOURS = ("#7a7a7a", "#0072B2", "#D55E00", "#009E73")
DASHES = ("solid", "solid", "dashed", "dotted")
COURSE = (*MAIN, "reporting_gap")
TABLE = (*dict.fromkeys((*OUTCOMES, HOURS, *COURSE)),)
"""Indicators with their differences: the mean, the worst-off community and the hours of search first."""
COSTS = ("cost_per_resolution", "volunteer_hours", "transaction_cost", "case_time")
EFFECTS = ("satisfaction", "true_resolution", "rule_fit", "belonging", "participation")


def headline(result: Comparison, language: str) -> str:
    """Return the one sentence at the top."""
    return findings.headline(result, result.ledger, findings.outcomes(result, result.ledger))[language]


def titles(result: Comparison, language: str) -> list[str]:
    """Return the scenarios' titles, the baseline first."""
    found = findings.titles(result)
    return [found[name][language] for name in result.names]


def difference_rows(result: Comparison, language: str, names: Sequence[str] = TABLE) -> list[dict[str, Any]]:
    """Return a row for each indicator: the baseline's level, and each other scenario's paired difference with its band."""
    rows = []
    for name in names:
        declared = INDICATORS[name]
        found = [result.difference(other, name) for other in result.names[1:]]
        ends = [abs(end) for one in found for end in (one.low, one.high, one.mean) if math.isfinite(end)]
        reach = max(ends, default=0.0) or 1.0
        places = min(decimals_of(one, declared.unit) for one in found)
        rows.append(
            {
                "name": name,
                "label": declared.label[language],
                "meaning": declared.meaning[language],
                "unit": read_in(declared.unit)[language],
                "baseline": level(
                    float(np.nanmean(_values(result, 0, name))),
                    decimals_of_levels(places, declared.unit),
                    declared.unit,
                ),
                "cells": [_cell(one, declared.extra["better"], declared.unit, reach, language) for one in found],
            }
        )
    return rows


def when_table(result: Comparison, name: str, language: str) -> tuple[list[str], list[list[str]]]:
    """Return one scenario's differences at each moment: heads, and a row for each outcome; clear ones have a star."""
    table: Any = result.when().set_index(["scenario", "since", "quarters", "indicator"]).sort_index()
    heads = [
        SINCE[one.since][language] if one.since == END else f"{one.quarters} · {SINCE[one.since][language]}"
        for one in result.moments
    ]
    rows = []
    for outcome in OUTCOMES:
        declared = INDICATORS[outcome]
        cells = []
        for one in result.moments:
            row = table.loc[(name, one.since, one.quarters, outcome)]
            found = Interval(row["difference"], row["low"], row["high"], int(row["replicates"]))
            cells.append(
                change(found.mean, decimals_of(found, declared.unit), declared.unit) + ("*" if found.clear else "")
            )
        rows.append([f"{declared.label[language]} · {read_in(declared.unit)[language]}", *cells])
    return heads, rows


def _values(result: Comparison, place: int, name: str) -> np.ndarray:
    values = result.values(result.names[place], name)
    return values if np.isfinite(values).any() else np.zeros(1)


def _cell(found: Interval, better: int, words: str, reach: float, language: str) -> dict[str, Any]:
    places = decimals_of(found, words)
    kind = verdict(found, better)

    def at(value: float) -> float:
        return round(50 + 48 * value / reach, 2) if math.isfinite(value) else 50.0

    return {
        "difference": change(found.mean, places, words),
        "bounds": span(found, places, words)[language] if math.isfinite(found.low) else "",
        "verdict": kind,
        "words": VERDICTS[kind][language],
        "left": at(found.low),
        "width": round(at(found.high) - at(found.low), 2),
        "mid": at(found.mean),
    }


def _line(name: str, values: np.ndarray, colour: str, dash: str) -> dict[str, Any]:
    return {
        "name": name, "type": "line", "showSymbol": False, "data": _points(values),
        "lineStyle": {"color": colour, "width": 2, "type": dash}, "itemStyle": {"color": colour},
    }  # fmt: skip


def _points(values: np.ndarray) -> list[list[Any]]:
    return [[week + 1, float(f"{value:.5g}") if np.isfinite(value) else None] for week, value in enumerate(values)]


def _band(low: np.ndarray, high: np.ndarray, colour: str) -> dict[str, Any]:
    """Return a band, which the part draws as an area."""
    weeks = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    points = [[int(week) + 1, float(f"{low[week]:.5g}"), float(f"{high[week]:.5g}")] for week in weeks]
    return {"type": "band", "color": colour, "data": points}


def course_plots(result: Comparison, language: str, differences: bool) -> list[dict[str, Any]]:
    """Return charts over time of means and 95 % bands: of paired differences from the baseline, or of levels."""
    shown = titles(result, language)
    plots = []
    for name in COURSE:
        at = result.indicators.index(name)
        series: list[dict[str, Any]] = []
        for place in range(1 if differences else 0, len(result.names)):
            values = result.weekly[place, :, :, at] - (result.weekly[0, :, :, at] if differences else 0)
            values = scale_of(INDICATORS[name].unit) * values
            mean, low, high = (_settled(part) for part in band(values))
            if result.replicates > 1:
                series.append(_band(low, high, COLOURS[place]))
            series.append(_line(shown[place], mean, COLOURS[place], DASHES[place]))
        declared = INDICATORS[name]
        plots.append(
            {
                "name": name,
                "label": declared.label[language],
                "unit": read_in(declared.unit)[language],
                "spoken": declared.label[language],
                "option": {
                    "xAxis": {"type": "value", "min": 0, "max": result.setting.weeks},
                    "yAxis": {"type": "value", "scale": not differences, "splitNumber": 4},
                    "series": series,
                    "tooltip": {"show": False},
                },
            }
        )
    return plots


def _settled(values: np.ndarray) -> np.ndarray:
    """Leave out the first quarter of a longer run: sums over 13 weeks are not full yet."""
    return np.where((np.arange(len(values)) < 12) & (len(values) >= 104), np.nan, values)


def gain_tables(result: Comparison, language: str) -> list[dict[str, Any]]:
    """Return who is better and worse off than under the baseline, by group, for each other scenario."""
    table = result.gains(lang=language)
    shown = dict(zip(result.names, titles(result, language)))
    found = []
    for name in result.names[1:]:
        rows = []
        for row in _records(table[table["scenario"] == name]):
            cells = {k: (percent(row[k]) if not row["suppressed"] else "–") for k in ("better", "worse")}
            if not row["suppressed"] and math.isfinite(row["better_low"]):
                for k in cells:
                    cells[k] += f" ({percent(row[k + '_low'])} – {percent(row[k + '_high'])})"
            shares = [0.0 if row["suppressed"] else float(row[k]) for k in ("better", "same", "worse")]
            residents = "–" if row["suppressed"] else whole(row["residents"])
            rows.append(
                {
                    "label": row["category"],
                    "residents": residents,
                    "suppressed": bool(row["suppressed"]),
                    "shares": shares,
                    **cells,
                }
            )
        against = f"{shown[name]} ← {shown[result.names[0]]}"
        found.append({"name": name, "title": against, "rows": rows})
    return found


def _records(table: Any) -> list[dict[str, Any]]:
    return table.to_dict("records")


def frontier(result: Comparison, cost: str, effect: str, language: str) -> list[dict[str, Any]]:
    """Return the chart of cost against effect: a point for each scenario, with 95 % intervals both ways."""
    series: list[dict[str, Any]] = []
    for place, title in enumerate(titles(result, language)):
        x, y = (interval(scale_of(INDICATORS[name].unit) * result.values(result.names[place], name)) for name in (cost, effect))  # fmt: skip
        if not (math.isfinite(x.mean) and math.isfinite(y.mean)):
            continue
        colour = COLOURS[place]
        line = {"type": "line", "showSymbol": False, "silent": True, "lineStyle": {"color": colour, "width": 2}}
        if math.isfinite(x.low) and math.isfinite(y.low):
            series.append({**line, "data": [[x.low, y.mean], [x.high, y.mean]]})
            series.append({**line, "data": [[x.mean, y.low], [x.mean, y.high]]})
        point = {
            "type": "scatter",
            "symbolSize": 13,
            "itemStyle": {"color": colour},
            "data": [[x.mean, y.mean]],
            "name": title,
        }
        series.append({**point, "label": {"show": True, "formatter": title, "position": "top", "distance": 9}})
    labels = [INDICATORS[name] for name in (cost, effect)]
    names = [f"{one.label[language]} ({read_in(one.unit)[language]})" for one in labels]
    option = {
        "grid": {"left": 60, "right": 40, "top": 44, "bottom": 48},
        "xAxis": {"type": "value", "scale": True, "name": names[0], "nameLocation": "middle", "nameGap": 28},
        "yAxis": {"type": "value", "scale": True, "name": names[1]},
        "series": series, "tooltip": {"show": False},
    }  # fmt: skip
    label = f"{labels[1].label[language]} / {labels[0].label[language]}"
    return [{"name": "frontier", "label": label, "unit": "", "spoken": label, "option": option}]
