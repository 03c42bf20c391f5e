"""The figure of when: the lead of each scenario over the baseline by quarter, a panel for each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ...core.text import Text
from ...experiments.comparison.moments import CRISIS, OUTCOMES, RULES
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS
from ..format.numbers import scale_of
from ..format.style import BASELINE_COLOUR, MARKERS, look
from ..format.style import Picture as Drawing
from ..format.words import read_in
from . import findings

HEADS = {
    RULES: Text("quarters since rules began", "规则实施后的季度数"),
    CRISIS: Text("quarters since the crisis", "危机发生后的季度数"),
}

SHORT = Text("too short a run\nfor a quarter of rules", "运行过短，\n不足一个季度")

Points = Mapping[tuple[str, str], Sequence[tuple[int, float, float, float]]]
"""By (scenario, outcome): quarters, difference, low, high."""


def plotted(table: Any) -> Points:
    """Return what the figure draws of rows with scenario, indicator, quarters, difference, low and high."""
    return {
        (str(name), str(outcome)): list(zip(*(rows[key].tolist() for key in ("quarters", "difference", "low", "high"))))
        for (name, outcome), rows in table[table["indicator"].isin(OUTCOMES)].groupby(
            ["scenario", "indicator"], sort=False
        )
    }


def draw(comparison: Comparison, language: str) -> Figure:
    """Draw the lead over time: after rules began, and below it after a crisis where there is one."""
    table = comparison.when()
    kinds = [since for since in (RULES, CRISIS) if any(one.since == since for one in comparison.moments)]
    return lead_over_time(comparison, [(since, plotted(table[table["since"] == since])) for since in kinds], language)


def lead_over_time(comparison: Comparison, kinds: Sequence[tuple[str, Points]], language: str) -> Figure:
    """Draw leads over the baseline: a row of panels for each of `kinds`, a panel for each outcome."""
    title, others = findings.titles(comparison), comparison.names[1:]
    rows = max(1, len(kinds))
    height = 2.45 * rows + 0.6
    figure = Drawing(figsize=(13.5, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.42 / height), wspace=0.04, hspace=0.06)  # type: ignore[union-attr]
    grid = figure.subplots(rows, len(OUTCOMES), squeeze=False)
    for axes in grid[0] if not kinds else ():
        axes.text(0.5, 0.5, SHORT[language], ha="center", va="center", transform=axes.transAxes, fontsize=8)
        axes.set_axis_off()
    for line, (since, found) in enumerate(kinds):
        for column, outcome in enumerate(OUTCOMES):
            axes, declared = grid[line, column], INDICATORS[outcome]
            axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.1)
            quarters = sorted({one[0] for series in found.values() for one in series})
            for k, name in enumerate(others):
                shift = 0.11 * (k - (len(others) - 1) / 2)
                series = found.get((name, outcome), ())
                x = [quarters.index(one[0]) + shift for one in series]
                scale = scale_of(declared.unit)
                colour = look(comparison, name)["color"]
                axes.vlines(
                    x,
                    [scale * one[2] for one in series],
                    [scale * one[3] for one in series],
                    color=colour,
                    linewidth=1.4,
                )
                axes.plot(x, [scale * one[1] for one in series], MARKERS[k % len(MARKERS)], markersize=4.5, **look(comparison, name) | {"linewidth": 1.0})  # fmt: skip
            axes.set_xticks(range(len(quarters)), [str(one) for one in quarters])
            axes.set_xlabel(HEADS[since][language])
            axes.set_title(f"{declared.label[language]}\n{read_in(declared.unit)[language]}", fontsize=9)
            axes.yaxis.set_major_locator(MaxNLocator(5))
            axes.grid(axis="y", color="#E8E8E8", linewidth=0.6)
            axes.set_axisbelow(True)
    handles = [
        Line2D([], [], marker=MARKERS[k % len(MARKERS)], label=title[name][language], **look(comparison, name))
        for k, name in enumerate(others)
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=min(5, len(others)), handlelength=3.2)  # fmt: skip
    return figure
