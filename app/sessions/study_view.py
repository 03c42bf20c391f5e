"""A study folder as a visitor sees it: how far it is, what matters, where which scenario is ahead, any run again.

Folders are chosen from those below the one that the server was started with; a visitor never names a path.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.indicators import INDICATORS
from ...reports.format.words import unit
from ...runs.settings import replicate_seed, split_values
from ...studies import Study
from ...studies.design.study_extensions import shown as declared
from ..live.district import Live

STUDY_FILE = "study.yaml"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7a7a7a")
BEST = 0.1
SHRUNK = 0.75


def folders(root: str) -> list[str]:
    """Return the names of study folders below the root, in order."""
    if not root or not Path(root).is_dir():
        return []
    return sorted(path.parent.name for path in Path(root).glob(f"*/{STUDY_FILE}"))


def opened(root: str, name: str) -> Any:
    """Return the study of one of these folders.

    Raises
    ------
    KeyError
        For a name that is not one of `folders`.
    """
    if name not in folders(root):
        raise KeyError(name)
    return Study.open(Path(root) / name)


def numeric_factors(study: Any, runs: Any) -> list[str]:
    """Return the factors that are numbers and do vary."""
    names = [name for name in study.spec.factor_names if name in runs]
    return [name for name in names if pd.api.types.is_numeric_dtype(runs[name]) and runs[name].nunique() > 1]


def effect_plots(study: Any, runs: Any, indicator: str, language: str) -> list[dict[str, Any]]:
    """Return, for each factor, the indicator's mean along it (up to eight parts of equal size), by scenario."""
    titles = {one.name: one.title[language] for one in study.spec.scenarios}
    plots = []
    for factor in numeric_factors(study, runs):
        series = []
        for k, (name, title) in enumerate(titles.items()):
            own = runs[(runs["scenario"] == name) & runs[indicator].notna()]
            if own.empty:
                continue
            values = own[factor]
            parts = values if values.nunique() <= 8 else pd.qcut(values, 8, duplicates="drop")
            found = own.groupby(parts, observed=True).agg(x=(factor, "mean"), y=(indicator, "mean"))
            colour = COLOURS[k % len(COLOURS)]
            data = [[float(f"{x:.4g}"), float(f"{y:.5g}")] for x, y in found.to_numpy()]
            series.append(
                {
                    "name": title,
                    "type": "line",
                    "data": data,
                    "lineStyle": {"color": colour},
                    "itemStyle": {"color": colour},
                }
            )
        label = declared(factor).label[language]
        plots.append(
            {
                "name": factor, "label": label, "unit": unit(declared(factor).unit)[language], "spoken": f"{INDICATORS[indicator].label[language]}: {label}",
                "option": {"legend": {"top": 0}, "grid": {"left": 56, "right": 16, "top": 30, "bottom": 26}, "series": series, "xAxis": {"type": "value", "scale": True}, "yAxis": {"type": "value", "scale": True}},
            }
        )  # fmt: skip
    return plots


def importance_plot(study: Any, runs: Any, indicator: str, language: str) -> list[dict[str, Any]]:
    """Return Spearman's rank correlation of each factor with the indicator, by scenario: how strong, and which way."""
    names = numeric_factors(study, runs)
    if not names:
        return []
    series = []
    for k, one in enumerate(study.spec.scenarios):
        own = runs[runs["scenario"] == one.name]
        found = [own[name].corr(own[indicator], method="spearman") for name in names]
        data = [round(float(v), 3) if np.isfinite(v) else 0.0 for v in found]
        series.append(
            {
                "name": one.title[language],
                "type": "bar",
                "barMaxWidth": 14,
                "data": data,
                "itemStyle": {"color": COLOURS[k % len(COLOURS)]},
            }
        )
    labels = [declared(name).label[language] for name in names]
    option = {
        "legend": {"top": 0}, "grid": {"left": 150, "right": 20, "top": 30, "bottom": 26}, "series": series,
        "xAxis": {"type": "value", "min": -1, "max": 1}, "yAxis": {"type": "category", "data": labels},
    }  # fmt: skip
    label = Text("Rank correlation with the factor", "与各因素的秩相关")[language]
    return [{"name": "importance", "label": label, "unit": "-1 … 1", "spoken": label, "option": option}]


def region_plot(study: Any, runs: Any, indicator: str, x: str, y: str, language: str) -> list[dict[str, Any]]:
    """Return a map over two factors: which scenario is best at each point (means over replicates)."""
    better = INDICATORS[indicator].extra["better"] or 1
    table = runs.groupby(["point", "scenario"])[indicator].mean().unstack()
    table = table.dropna(how="all")
    best = (table * better).idxmax(axis=1)
    where = runs.groupby("point")[[x, y]].first()
    series = []
    for k, one in enumerate(study.spec.scenarios):
        here = where.loc[best.index[best == one.name]]
        data = [[float(f"{a:.4g}"), float(f"{b:.4g}")] for a, b in here.to_numpy()]
        mark = {"type": "scatter", "symbolSize": 14, "symbol": ("circle", "diamond", "rect", "triangle")[k % 4]}
        series.append(
            {**mark, "name": one.title[language], "data": data, "itemStyle": {"color": COLOURS[k % len(COLOURS)]}}
        )
    names = [f"{declared(n).label[language]} ({unit(declared(n).unit)[language]})" for n in (x, y)]
    option = {
        "legend": {"top": 0}, "grid": {"left": 64, "right": 30, "top": 50, "bottom": 46}, "series": series, "tooltip": {"show": False},
        "xAxis": {"type": "value", "scale": True, "name": names[0], "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "value", "scale": True, "name": names[1]},
    }  # fmt: skip
    label = Text("Which scenario is best where", "各种条件下哪个方案最优")[language]
    return [
        {
            "name": "regions",
            "label": label,
            "unit": INDICATORS[indicator].label[language],
            "spoken": label,
            "option": option,
        }
    ]


def boxes(study: Any, runs: Any, indicator: str, language: str) -> list[str]:
    """Return, for each scenario, where its best tenth of points lies: factors whose range is clearly narrower there."""
    better = INDICATORS[indicator].extra["better"] or 1
    names = numeric_factors(study, runs)
    said = []
    for one in study.spec.scenarios:
        own = runs[runs["scenario"] == one.name]
        points = (
            own.groupby("point").agg({indicator: "mean", **dict.fromkeys(names, "first")}).dropna(subset=[indicator])
        )
        if len(points) < 20 or not names:
            continue
        chosen = (
            points.nlargest(max(3, int(BEST * len(points))), indicator)
            if better > 0
            else points.nsmallest(max(3, int(BEST * len(points))), indicator)
        )
        limits = []
        for name in names:
            whole = points[name].max() - points[name].min()
            low, high = chosen[name].min(), chosen[name].max()
            if whole > 0 and (high - low) / whole < SHRUNK:
                label = declared(name).label[language]
                limits.append(
                    f"{label} {low:.3g} 至 {high:.3g}" if language == "zh" else f"{label} from {low:.3g} to {high:.3g}"
                )
        where = ("、" if language == "zh" else ", ").join(limits) or Text(
            "no narrower range of any factor", "各因素范围均未收窄"
        )[language]
        said.append(f"{one.title[language]}：{where}" if language == "zh" else f"{one.title[language]}: {where}")
    return said


def run_rows(study: Any, runs: Any, indicators: Sequence[str], language: str, most: int = 200) -> list[dict[str, Any]]:
    """Return the first runs of a study for a table, each with what names it."""
    titles = {one.name: one.title[language] for one in study.spec.scenarios}
    rows = []
    for row in runs.head(most).to_dict("records"):
        values = [
            f"{declared(n).label[language]} {row[n]:.3g}"
            if isinstance(row[n], float)
            else f"{declared(n).label[language]} {row[n]}"
            for n in study.spec.factor_names
            if n in row
        ]
        rows.append(
            {
                "scenario": row["scenario"], "point": int(row["point"]), "replicate": int(row["replicate"]), "title": titles.get(row["scenario"], row["scenario"]),
                "factors": "; ".join(values), "values": ["–" if pd.isna(row[n]) else f"{row[n]:.4g}" for n in indicators], "error": str(row.get("error") or ""),
            }
        )  # fmt: skip
    return rows


def replayed(study: Any, scenario: str, point: int, replicate: int) -> Live:
    """Return one run of a study, before its first week: the same values and the same random numbers.

    Raises
    ------
    LookupError
        If the study has no such run; one over a data folder, or with an extension that is not in use, cannot be replayed here.
    """
    spec = study.spec
    found = [one for one in spec.scenarios if one.name == scenario]
    if not found or not 0 <= point < len(spec.points) or replicate < 0 or spec.data is not None or spec.absent:
        raise LookupError(f"{scenario} {point} {replicate}")
    levers, environment, constants = split_values({**spec.fixed, **spec.points[point]})
    size = {name: int(environment.pop(name, ENVIRONMENT[name].default)) for name in ("residents", "communities")}
    return Live(
        found[0].with_levers(**levers),
        size["residents"],
        size["communities"],
        replicate_seed(spec.seed, replicate),
        environment,
        constants,
    )
