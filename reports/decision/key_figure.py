"""The figure of a report's first page: main outcomes and residents better and worse off, against the baseline."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from ...core.text import Text
from ...experiments.comparison.gains import OUTCOME_LABELS, OUTCOMES
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS, MAIN
from ..document.ledger import Ledger
from ..format.style import BASELINE_COLOUR, INK, MARKERS, folded, look
from .findings import DIFFERENCES, titles
from .ranking import SLIGHT

COLOURS = {"better": "#2F6FA8", "same": "#DADADA", "worse": "#D8833B"}
_AXIS = Text("difference from {}, % of its level (right: better)", "与{}之差，占其水平的 %（向右为更好）")
_SHARE = Text("of 100 residents", "每百名居民")


def key(comparison: Comparison, ledger: Ledger, language: str) -> Figure:
    """Draw relative differences in the main outcomes next to who gains."""
    title, others = titles(comparison), comparison.names[1:]
    height = 0.75 + max(2.2, 0.2 * len(MAIN) + 0.05 * len(MAIN) * len(others))
    figure = Figure(figsize=(9.5, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.3 / height), wspace=0.03)  # type: ignore[union-attr]
    left, right = figure.subplots(1, 2, width_ratios=(1.75, 1))
    _outcomes(left, comparison, ledger, language)
    _residents(right, comparison, ledger, language)
    if len(others) > 1:
        handles = [
            Line2D([], [], marker=MARKERS[k % len(MARKERS)], linestyle="", color=look(comparison, name)["color"], label=title[name][language])
            for k, name in enumerate(others)
        ]  # fmt: skip
        figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=5)
    return figure


def _outcomes(axes: Axes, comparison: Comparison, ledger: Ledger, language: str) -> None:
    base, others = comparison.names[0], comparison.names[1:]
    rows = ledger.rows(DIFFERENCES)
    spread, reach = (0.56 if len(others) > 1 else 0.0), 2.0
    axes.axvspan(-100 * SLIGHT.default, 100 * SLIGHT.default, color="#EEEEEE", linewidth=0)
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.1)
    for place, indicator in enumerate(MAIN):
        side = 100 * (INDICATORS[indicator].extra["better"] or 1)
        for k, name in enumerate(others):
            row: Any = rows[name, base, indicator]
            mean, low, high = (side * row[part] for part in ("relative", "relative_low", "relative_high"))
            if not math.isfinite(mean):
                continue
            y = place + (spread * (k / (len(others) - 1) - 0.5) if len(others) > 1 else 0.0)
            colour, clear = look(comparison, name)["color"], low * high > 0
            axes.plot([low, high], [y, y], color=colour, linewidth=1.8, solid_capstyle="butt")
            axes.plot(mean, y, MARKERS[k % len(MARKERS)], color=colour, markersize=5.5, markerfacecolor=colour if clear else "white")  # fmt: skip
            reach = max([reach, *(abs(end) for end in (mean, low, high) if math.isfinite(end))])
    axes.set_yticks(range(len(MAIN)), [folded(INDICATORS[name].label[language], 22) for name in MAIN])
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_ylim(len(MAIN) - 0.45, -0.55)
    axes.set_xscale("symlog", linthresh=10, linscale=1.2)
    every = (2, 5, 10, 20, 50) if reach < 60 else (2, 10, 50, 200, 1000)
    ticks = [t for t in every if t < reach * 1.15]
    axes.set_xlim(-reach * 1.25, reach * 1.25)
    axes.set_xticks([-t for t in reversed(ticks)] + [0, *ticks])
    axes.minorticks_off()
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+g}" if x else "0"))
    axes.grid(axis="x", color="#E6E6E6", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(_AXIS[language].format(titles(comparison)[base][language]))


def _residents(axes: Axes, comparison: Comparison, ledger: Ledger, language: str) -> None:
    base, others, title = comparison.names[0], comparison.names[1:], titles(comparison)
    rows = ledger.rows("gains.csv")
    for y, name in enumerate(others):
        row: Any = rows[name, base, "all", "all residents"]
        left = 0.0
        for outcome in OUTCOMES:
            share = 0.0 if row["suppressed"] else row[outcome]
            axes.barh(y, share, left=left, height=0.62, color=COLOURS[outcome], edgecolor="white", linewidth=0.8)
            if share >= 0.06:
                ink = INK if outcome == "same" else "white"
                axes.text(left + share / 2, y, f"{100 * share:.0f}", ha="center", va="center", fontsize=9.5, color=ink)
            left += share
    axes.set_yticks(range(len(others)), [folded(title[name][language], 16) for name in others])
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_ylim(len(others) - 0.4 + 0.25 * max(0, 3 - len(others)), -0.6 - 0.25 * max(0, 3 - len(others)))
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(_SHARE[language])
    handles = [
        Line2D([], [], marker="s", linestyle="", markersize=8, color=COLOURS[one], label=OUTCOME_LABELS[one][language])
        for one in OUTCOMES
    ]
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=3, handletextpad=0.1, columnspacing=0.8, fontsize=8.5)  # fmt: skip
