"""Figures of a comparison over futures: each future a dot, how often each scenario leads, and what each may cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from ...core.text import Text
from ...experiments.comparison.result import Comparison
from ...experiments.futures.discovery import Condition, Limit
from ...experiments.futures.result import Futures
from ...model.quantities.indicators import INDICATORS, MAIN
from ..format.numbers import decimals, level, percent
from ..format.style import BASELINE_COLOUR, FAINT, INK, Picture, as_read, folded, settled, style
from ..format.words import read_in, shown
from .findings import titles
from .futures_text import futures_of, label_of

HOLDS, FAILS, BOX = "#0072B2", "#D55E00", "#F6DFCB"
RANKS = ("#1F4E79", "#7FA7CC", "#D5DEE8", "#EDEDED")
HEAT = LinearSegmentedColormap.from_list("regret", ("#FFFFFF", "#F3C9A5", "#D9793B"))
COLUMNS = 3

WORDS = {
    "holds": Text("a future in which the finding holds", "结论成立的情形"),
    "fails": Text("a future in which it fails", "结论不成立的情形"),
    "nothing": Text("no finding at the declared values", "默认取值下无明确结论"),
    "box": Text("condition under which it fails (or alone holds)", "不成立（或仅在其中成立）的条件"),
    "default": Text("difference at the declared values", "默认取值下的差值"),
    "rank": Text("rank {}", "第 {} 名"),
    "share": Text("share of futures tried", "所尝试情形的占比"),
    "regret": Text("largest regret over {} futures, and the mean below it", "{} 种情形中的最大遗憾值，其下为平均值"),
    "least": Text("smallest largest regret", "最大遗憾值最小者"),
    "against": Text("{} against {}", "{}与{}相比"),
}


def futures(comparison: Comparison, language: str) -> Figure:
    """Draw the difference in each future over the condition where it fails, or over what moves it most."""
    found, title = futures_of(comparison), titles(comparison)
    others = comparison.names[1:]
    columns = len(others) if len(others) in (2, 3) else COLUMNS
    panels = [(name, indicator) for indicator in MAIN for name in others]
    rows = math.ceil(len(panels) / columns)
    height = 1.95 * rows + 0.95
    figure = Picture(figsize=(4.1 * columns, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.82 / height), wspace=0.05, hspace=0.07)  # type: ignore[union-attr]
    base = title[comparison.names[0]][language]
    for place, (name, indicator) in enumerate(panels):
        axes = figure.add_subplot(rows, columns, place + 1)
        _dots(axes, found, name, indicator, language)
        as_read(axes.yaxis, INDICATORS[indicator].unit)
        label = f"{INDICATORS[indicator].label[language]} \u00b7 {read_in(INDICATORS[indicator].unit)[language]}"
        if len(others) == 1:
            axes.set_title(label, fontsize=8.8)
        else:
            against = WORDS["against"][language].format(title[name][language], base)
            told = place < columns or len(others) != columns  # else the head of the column says it
            axes.set_title(f"{folded(against, 60)}\n{label}" if told else label, fontsize=8.8, linespacing=1.5)
    _futures_legend(figure, language)
    return figure


def _futures_legend(figure: Figure, language: str) -> None:
    def dot(colour: str, fill: str) -> Line2D:
        return Line2D([], [], marker="o", linestyle="", markersize=5.5, color=colour, markerfacecolor=fill)

    handles = [
        (dot(HOLDS, HOLDS), "holds"), (dot(FAILS, "white"), "fails"), (dot(FAINT, FAINT), "nothing"),
        (Patch(color=BOX), "box"), (Line2D([], [], color=BASELINE_COLOUR, linestyle=(0, (4, 2)), linewidth=1), "default"),
    ]  # fmt: skip
    for handle, name in handles:
        handle.set_label(WORDS[name][language])
    figure.legend(
        handles=[one for one, _ in handles], loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=2, fontsize=8.5
    )


def _dots(axes: Axes, found: Futures, name: str, indicator: str, language: str) -> None:
    condition, held = found.condition(name, indicator), found.held(name, indicator)
    limit = condition.limits[0] if condition.limits else None
    driver = limit.name if limit is not None else found.drivers(name, indicator)[0][0]
    varied = next(one for one in found.sampling.over if one.name == driver)
    x, y = found.column(driver), found.difference(name, indicator)
    if varied.words:  # set apart, always in the same way
        x = x + 0.5 * (np.arange(found.count) * 0.618 % 1 - 0.5)
    if limit is not None:
        _shade(axes, found, condition, limit)
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.1)
    if math.isfinite(held.default.mean):
        axes.axhline(held.default.mean, color=BASELINE_COLOUR, linewidth=1, linestyle=(0, (4, 2)))
    failing = np.isin(np.arange(found.count), held.fails)
    if held.found:
        axes.plot(x[~failing], y[~failing], "o", color=HOLDS, markersize=4.2, alpha=0.9)
        axes.plot(
            x[failing], y[failing], "o", color=FAILS, markerfacecolor="white", markersize=4.8, markeredgewidth=1.3
        )
    else:
        axes.plot(x, y, "o", color=FAINT, markersize=4.2)
    if varied.words:
        axes.set_xticks(range(len(varied.words)), [shown(word)[language] for word in varied.words])
        axes.set_xlim(-0.6, len(varied.words) - 0.4)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=varied.quantity.integer))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel(folded(label_of(driver)[language], 50))
    if held.found and held.share.count:
        axes.text(1, 1.02, percent(held.share.mean), transform=axes.transAxes, ha="right", va="bottom", fontsize=8.5)


def _shade(axes: Axes, found: Futures, condition: Condition, limit: Limit) -> None:
    """Shade the side of the box that lies along this axis."""
    varied = next(one for one in found.sampling.over if one.name == limit.name)
    if limit.words:
        for word in limit.words:
            at = varied.words.index(word)
            axes.axvspan(at - 0.5, at + 0.5, color=BOX, linewidth=0)
        return
    low, high = varied.ends
    room = 0.5 if varied.quantity.integer else 0.0
    begin = low - room if limit.low is None else limit.low - room
    end = high + room if limit.high is None else limit.high + room
    axes.axvspan(begin, end, color=BOX, linewidth=0)
    if len(condition.limits) > 1:
        second = condition.limits[1]
        outside = np.array([not second.holds(point[second.name]) for point in found.points])
        x, y = found.column(limit.name), found.difference(condition.scenario, condition.indicator)
        axes.plot(x[outside], y[outside], "x", color=FAINT, markersize=7, markeredgewidth=0.8, zorder=1)


def ranking(comparison: Comparison, language: str) -> Figure:
    """Draw in which share of futures each scenario has which rank, for each main outcome."""
    found, title = futures_of(comparison), titles(comparison)
    table: Any = found.ranking(lang=language)
    indicators = list(dict.fromkeys(table["indicator"]))
    count = len(comparison.names)
    height = (0.26 * count + 0.3) * len(indicators) + 1.0
    figure = Picture(figsize=(9.5, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.36 / height))  # type: ignore[union-attr]
    axes = figure.add_subplot()
    y, ticks, labels = 0.0, [], []
    for indicator in indicators:
        axes.text(
            0,
            y - 0.72,
            INDICATORS[indicator].label[language],
            fontsize=9,
            va="center",
            fontweight="bold" if language == "en" else "normal",
        )
        for _, row in table[table["indicator"] == indicator].iterrows():
            left = 0.0
            for rank in range(1, count + 1):
                share = float(row[f"rank_{rank}"])
                share = share if math.isfinite(share) else 0.0
                colour = RANKS[min(rank - 1, len(RANKS) - 1)]
                axes.barh(y, share, left=left, height=0.84, color=colour, edgecolor="white", linewidth=0.6)
                if share >= 0.06:
                    ink = "white" if rank == 1 else INK
                    axes.text(
                        left + share / 2, y, f"{100 * share:.0f}", ha="center", va="center", fontsize=7.5, color=ink
                    )
                left += share
            ticks.append(y)
            labels.append(title[str(row["scenario"])][language])
            y += 1
        y += 1.15
    axes.set_yticks(ticks, [folded(label, 34) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(y - 1.6, -1.25)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(WORDS["share"][language])
    handles = [
        Patch(color=RANKS[min(k, len(RANKS) - 1)], label=WORDS["rank"][language].format(k + 1)) for k in range(count)
    ]
    figure.legend(handles=handles[: len(RANKS)], loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=4)
    return figure


def regret(comparison: Comparison, language: str) -> Figure:
    """Draw the regret table: darker where a scenario may be farther behind the best one of a future."""
    found, title = futures_of(comparison), titles(comparison)
    table: Any = found.regret(lang=language)
    indicators = list(dict.fromkeys(table["indicator"]))
    columns = len(comparison.names)
    height = 0.56 * len(indicators) + 1.25
    figure = Picture(figsize=(3.2 + 1.75 * columns, height), layout="constrained")
    axes = figure.add_subplot()
    for y, indicator in enumerate(indicators):
        rows = table[table["indicator"] == indicator].set_index("scenario")
        most = float(rows["max"].max())
        places = decimals(INDICATORS[indicator].unit, most)
        for x, name in enumerate(comparison.names):
            _cell(axes, x, y, rows.loc[name], most, places, INDICATORS[indicator].unit)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(len(indicators) - 0.45, -0.55)
    axes.set_xticks(range(columns), [folded(title[name][language], 24) for name in comparison.names])
    axes.xaxis.tick_top()
    labels = [f"{INDICATORS[one].label[language]}\n{read_in(INDICATORS[one].unit)[language]}" for one in indicators]
    axes.set_yticks(range(len(indicators)), labels)
    axes.tick_params(length=0, labelsize=8.8)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(
        WORDS["regret"][language].format(found.count) + "   \u25a1 " + WORDS["least"][language], fontsize=8.5
    )
    return figure


def _cell(axes: Axes, x: int, y: int, row: Any, most: float, places: int, unit: str) -> None:
    worst, mean = float(row["max"]), float(row["mean"])
    depth = worst / most if most > 0 else 0.0
    axes.add_patch(Rectangle((x - 0.48, y - 0.45), 0.96, 0.9, color=HEAT(depth), linewidth=0))
    if row["least"]:
        axes.add_patch(Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, fill=False, edgecolor=INK, linewidth=1.3))
    axes.text(x, y - 0.13, level(worst, places, unit), ha="center", va="center", fontsize=9.5)
    axes.text(x, y + 0.24, level(mean, places, unit), ha="center", va="center", fontsize=7.5, color=INK)


FUTURES_FIGURES: dict[str, Callable[[Comparison, str], Figure]] = {
    "futures": futures,
    "futures_ranking": ranking,
    "futures_regret": regret,
}
"""Every figure about futures, by the name of its file."""


def draw_futures(comparison: Comparison, name: str, language: str) -> Figure:
    """Draw one figure with labels in a language."""
    with style(language) as possible:
        return settled(FUTURES_FIGURES[name](comparison, possible))
