"""Figures of a comparison, for the screen and for print: readable without colour vision, the same bytes each time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...core.text import Text
from ...experiments.comparison.gains import GROUPS, OUTCOME_LABELS, OUTCOMES
from ...experiments.comparison.result import Comparison
from ...model.budget import HEADINGS
from ...model.quantities.indicators import INDICATORS, MAIN
from ...runs.intervals import band, interval
from ..document.ledger import Ledger
from ..format.style import BASELINE_COLOUR, FAINT, INK, MARKERS, Picture, as_read, folded, look, settled, style
from ..format.words import read_in
from .findings import titles
from .key_figure import COLOURS, key
from .tables import COURSE
from .when_figure import draw as when

MONEY_COLOURS = ("#4C5A6B", "#8FA0B3", "#E69F00", "#0072B2", "#009E73", "#56B4E9", "#CC79A7", "#F0E442", "#D55E00")

WORDS = {
    "week": Text("week", "周"),
    "year": Text("year", "年"),
    "better": Text("better than {} →", "优于{} →"),
    "worse": Text("← worse", "← 劣于"),
    "sd": Text(
        "difference in standard deviations of runs of {} (log scale beyond ±1)",
        "差值，以{}各次运行的标准差为单位（±1 以外为对数刻度）",
    ),
    "yuan": Text("yuan a resident a year", "元/居民/年"),
    "share": Text("share of residents", "居民占比"),
    "against": Text("{} against {}", "{}与{}相比"),
    "end": Text("{}, at the end", "{}（期末）"),
}


def _years(axes: Axes, weeks: int, language: str) -> None:
    axes.set_xlim(0, weeks)
    if weeks < 104:
        axes.set_xlabel(WORDS["week"][language])
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        return
    step = 52 * max(1, round(weeks / 52 / 6))
    axes.set_xticks(range(0, weeks + 1, step))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda week, _: f"{week / 52:.0f}"))
    axes.set_xlabel(WORDS["year"][language])


def _legend(figure: Figure, comparison: Comparison, names: Sequence[str], language: str) -> None:
    title = titles(comparison)
    handles = [Line2D([], [], label=title[name][language], **look(comparison, name)) for name in names]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.995), ncols=min(5, len(names)), handlelength=3.2
    )


def _panels(comparison: Comparison, language: str, names: Sequence[str], draw: Callable[[Axes, str], None]) -> Figure:
    columns = 4
    rows = math.ceil(len(COURSE) / columns)
    lines = math.ceil(len(names) / 5)
    height = 2.45 * rows + 0.35 * lines + 0.1
    figure = Picture(figsize=(12, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - (0.3 * lines + 0.1) / height), wspace=0.04, hspace=0.05)  # type: ignore[union-attr]
    for place, indicator in enumerate(COURSE):
        axes = figure.add_subplot(rows, columns, place + 1)
        draw(axes, indicator)
        declared = INDICATORS[indicator]
        axes.set_title(declared.label[language], fontsize=10, pad=16)
        axes.text(0, 1.035, read_in(declared.unit)[language], transform=axes.transAxes, fontsize=7.5, color="#666666")
        axes.grid(axis="y", color="#E8E8E8", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
        as_read(axes.yaxis, declared.unit)
        _years(axes, comparison.setting.weeks, language)
    _legend(figure, comparison, names, language)
    return figure


def _settled(mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leave out the first quarter of a longer run: sums over 13 weeks are not full yet, and their noise would set the scale."""
    if len(mean) < 104:
        return mean, low, high
    hidden = np.arange(len(mean)) < 12
    return tuple(np.where(hidden, np.nan, part) for part in (mean, low, high))  # type: ignore[return-value]


def over_time(comparison: Comparison, language: str) -> Figure:
    """Draw the main outcomes week by week: means over replicates and their 95 % intervals."""
    weeks = np.arange(1, comparison.setting.weeks + 1)

    def draw(axes: Axes, indicator: str) -> None:
        at = comparison.indicators.index(indicator)
        for name, values in zip(comparison.names, comparison.weekly):
            mean, low, high = _settled(*band(values[:, :, at]))
            axes.fill_between(
                weeks,
                low,
                high,
                color=look(comparison, name)["color"],
                alpha=0.18 if len(comparison.names) < 5 else 0.09,
                linewidth=0,
            )
            axes.plot(weeks, mean, **look(comparison, name))

    return _panels(comparison, language, comparison.names, draw)


def differences_over_time(comparison: Comparison, language: str) -> Figure:
    """Draw paired differences from the baseline week by week: on common random numbers, so narrower than the levels."""
    weeks = np.arange(1, comparison.setting.weeks + 1)

    def draw(axes: Axes, indicator: str) -> None:
        at = comparison.indicators.index(indicator)
        axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.2)
        for name, values in zip(comparison.names[1:], comparison.weekly[1:]):
            mean, low, high = _settled(*band(values[:, :, at] - comparison.weekly[0, :, :, at]))
            axes.fill_between(
                weeks,
                low,
                high,
                color=look(comparison, name)["color"],
                alpha=0.2 if len(comparison.names) < 5 else 0.12,
                linewidth=0,
            )
            axes.plot(weeks, mean, **look(comparison, name))

    return _panels(comparison, language, comparison.names, draw)


def _standardised(comparison: Comparison) -> list[tuple[str, float, list[tuple[str, float, float, float]]]]:
    """Return, for each indicator with a direction, the differences in standard deviations of the baseline, better upwards."""
    base = comparison.names[0]
    names = [*MAIN, *(name for name in comparison.indicators if name not in MAIN)]
    rows = []
    for indicator in names:
        better = INDICATORS[indicator].extra["better"]
        values = comparison.values(base, indicator)
        values = values[np.isfinite(values)]
        spread = values.std(ddof=1) if len(values) > 1 else 0.0
        if not better or not spread > 1e-12:
            continue
        points = []
        for name in comparison.names[1:]:
            found = interval(
                (comparison.values(name, indicator) - comparison.values(base, indicator)) * better / spread
            )
            points.append((name, found.mean, found.low, found.high))
        rows.append((indicator, float(spread), points))
    return rows


def differences(comparison: Comparison, language: str) -> Figure:
    """Draw all differences that are better or worse, on one scale: standard deviations of runs of the baseline."""
    rows = _standardised(comparison)
    title = titles(comparison)
    base = title[comparison.names[0]][language]
    count = len(comparison.names) - 1
    lines = math.ceil(count / 4)
    height = (0.2 + 0.025 * max(2, count)) * len(rows) + 1.0 + 0.3 * lines
    figure = Picture(figsize=(9.5, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - (0.12 + 0.3 * lines) / height))  # type: ignore[union-attr]
    axes = figure.add_subplot()
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.2)
    spread = min(0.7, 0.26 * count) if count > 1 else 0.0
    place, ticks = 0.0, []
    for k, (indicator, _, points) in enumerate(rows):
        if indicator not in MAIN and k and rows[k - 1][0] in MAIN:
            axes.axhline(place + 0.1, color=FAINT, linewidth=0.7)
            place += 1.2
        if k % 2 == 0:
            axes.axhspan(place - 0.5, place + 0.5, color="#F6F6F6", linewidth=0)
        ticks.append(place)
        for m, (name, mean, low, high) in enumerate(points):
            y = place + spread * (m / (count - 1) - 0.5) if count > 1 else place
            colour = look(comparison, name)["color"]
            clear = low > 0 or high < 0
            axes.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt")
            axes.plot(
                mean,
                y,
                MARKERS[m % len(MARKERS)],
                color=colour,
                markersize=5,
                markerfacecolor=colour if clear else "white",
            )
        place += 1
    axes.set_yticks(ticks, [INDICATORS[row[0]].label[language] for row in rows])
    for label, row in zip(axes.get_yticklabels(), rows):
        label.set_fontweight("bold" if row[0] in MAIN and language == "en" else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(place - 0.4, -0.8)
    axes.set_xscale("symlog", linthresh=1, linscale=0.8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    bound = max(
        [2.0, *(abs(b) for _, _, points in rows for _, m, lo, hi in points for b in (m, lo, hi) if math.isfinite(b))]
    )
    reach = [t for t in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if t < bound * 1.15]
    axes.set_xlim(-bound * 1.2, bound * 1.2)
    axes.set_xticks([-t for t in reversed(reach)] + [-0.5, 0, 0.5, *reach])
    axes.minorticks_off()
    axes.grid(axis="x", color="#E4E4E4", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(WORDS["sd"][language].format(base))
    axes.text(
        1,
        1.005,
        WORDS["better"][language].format(base),
        transform=axes.transAxes,
        ha="right",
        va="bottom",
        fontsize=8.5,
    )
    axes.text(0, 1.005, WORDS["worse"][language], transform=axes.transAxes, ha="left", va="bottom", fontsize=8.5)
    handles = [
        Line2D(
            [], [], marker=MARKERS[m % len(MARKERS)], color=look(comparison, name)["color"], label=title[name][language]
        )
        for m, name in enumerate(comparison.names[1:])
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=min(4, count))
    return figure


def gains(comparison: Comparison, language: str) -> Figure:
    """Draw who is better off, about the same and worse off than under the baseline, by group."""
    table: Any = comparison.gains(lang=language)
    table = table[~table["suppressed"] & (table["group"] != "community")]
    title = titles(comparison)
    others = comparison.names[1:]
    columns = min(3, len(others))
    lines = math.ceil(len(others) / columns)
    cells = list(dict.fromkeys(zip(table["group"], table["category"])))
    height = (0.27 * (len(cells) + 0.5 * (len(GROUPS) - 1)) + 0.7) * lines + 0.4
    figure = Picture(figsize=(4.2 * columns + 1.2, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.36 / height))  # type: ignore[union-attr]
    for place, name in enumerate(others):
        axes = figure.add_subplot(lines, columns, place + 1)
        rows = table[table["scenario"] == name].set_index(["group", "category"])
        y, ticks, last = 0.0, [], ""
        for group, category in cells:
            y += 0.5 if last and group != last else 0.0
            last = group
            _stack(axes, y, [rows.loc[(group, category), outcome] for outcome in OUTCOMES])
            ticks.append(y)
            y += 1
        first = place % columns == 0
        axes.set_yticks(ticks, [folded(category, 34) for _, category in cells] if first else [])
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(y - 0.4, -0.6)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{100 * x:.0f} %"))
        axes.spines["left"].set_visible(False)
        against = WORDS["against"][language].format(title[name][language], title[comparison.names[0]][language])
        axes.set_title(folded(against, 52))
        axes.set_xlabel(WORDS["share"][language])
    handles = [
        Line2D(
            [],
            [],
            marker="s",
            linestyle="",
            markersize=9,
            color=COLOURS[name],
            label=OUTCOME_LABELS[name][language],
        )
        for name in OUTCOMES
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=3)
    return figure


def _stack(axes: Axes, y: float, shares: Sequence[float]) -> None:
    left = 0.0
    for outcome, share in zip(OUTCOMES, shares):
        axes.barh(y, share, left=left, height=0.82, color=COLOURS[outcome], edgecolor="white", linewidth=0.6)
        if share >= 0.07:
            colour = INK if outcome == "same" else "white"
            axes.text(left + share / 2, y, f"{100 * share:.0f}", ha="center", va="center", fontsize=7.5, color=colour)
        left += share


def money(comparison: Comparison, language: str) -> Figure:
    """Draw what each scenario spends its money on; where dated changes move money, also at the end."""
    title = titles(comparison)
    bars = []
    for name, facts in zip(comparison.names, comparison.facts):
        bars.append((title[name][language], facts.plans[0]))
        if len(facts.plans) > 1:
            bars.append((WORDS["end"][language].format(title[name][language]), facts.plans[-1]))
    height = 0.52 * len(bars) + 1.55
    figure = Picture(figsize=(10.5, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.82 / height))  # type: ignore[union-attr]
    axes = figure.add_subplot()
    for y, (_, plan) in enumerate(bars):
        paid = {line.name: line.paid / plan.residents for line in plan.lines}
        left = 0.0
        for colour, (_, lines) in zip(MONEY_COLOURS, HEADINGS):
            amount = sum(paid.get(line, 0.0) for line in lines)
            axes.barh(y, amount, left=left, height=0.68, color=colour, edgecolor="white", linewidth=0.8)
            if amount >= 0.035 * plan.budget:
                ink = "white" if colour in ("#4C5A6B", "#0072B2", "#009E73", "#D55E00") else INK
                axes.text(left + amount / 2, y, f"{amount:.0f}", ha="center", va="center", fontsize=8.5, color=ink)
            left += amount
    axes.set_yticks(range(len(bars)), [folded(label, 30) for label, _ in bars])
    axes.set_xlim(0, max(plan.total / plan.residents for _, plan in bars) or 1)
    axes.tick_params(axis="y", length=0, labelsize=9.5)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(WORDS["yuan"][language])
    handles = [
        Line2D([], [], marker="s", linestyle="", markersize=9, color=colour, label=label[language])
        for colour, (label, _) in zip(MONEY_COLOURS, HEADINGS)
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=3, columnspacing=1.4)
    return figure


_FROM_RUNS: dict[str, Callable[[Comparison, str], Figure]] = {
    "differences": differences,
    "over_time": over_time,
    "differences_over_time": differences_over_time,
    "when": when,
    "gains": gains,
    "money": money,
}
FIGURES = ("key", *_FROM_RUNS)
"""Every figure of a report, by the name of its file."""


def draw(comparison: Comparison, ledger: Ledger, name: str, language: str) -> Figure:
    """Draw one figure with labels in a language."""
    with style(language) as possible:
        if name == "key":
            return settled(key(comparison, ledger, possible))
        return settled(_FROM_RUNS[name](comparison, possible))
