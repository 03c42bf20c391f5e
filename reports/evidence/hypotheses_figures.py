"""Figures of the hypotheses: every test and control, and the map of regions as small multiples."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from ...core.text import Text
from ...evidence.contrasts import declared, described
from ...evidence.hypotheses.gather import Hypotheses
from ...evidence.hypotheses.judge import Seen, Verdict
from ...evidence.hypotheses.regions import CRITERIA, FAVOURITES, Certainty, Regions
from ...evidence.hypotheses.terms import OUTCOME_LABELS, Outcome, Role, Side
from ...evidence.outcomes import OUTCOMES
from ...scenarios import load
from ..format.style import COLOURS, INK, style
from .evidence_figures import BLUE, GREY, ORANGE, ROW, bar, label_rows, shortened
from .hypotheses_text import numeral

SIDE_COLOURS = {Side.FOR: BLUE, Side.AGAINST: ORANGE, Side.OPEN: GREY}
OUTCOME_COLOURS = {
    Outcome.SUPPORTED: BLUE, Outcome.REFUTED: ORANGE, Outcome.DEPENDS: "#6B4C9A", Outcome.UNDECIDED: "#777777",
}  # fmt: skip
REGIME_COLOURS: dict[str, str] = dict(zip(FAVOURITES, (COLOURS[1], COLOURS[0], COLOURS[2]), strict=True))
LETTERS = {
    "top_down": Text("T", "顶"),
    "local_exploration": Text("L", "探"),
    "co_governance": Text("C", "共"),
}


def tests(found: Hypotheses, language: str) -> Figure:
    """Draw every test and control in the direction that its hypothesis implies, in standard deviations of runs."""
    heights = [_height(one) for one in found.verdicts]
    split = min(range(1, len(heights) + 1), key=lambda k: max(sum(heights[:k]), sum(heights[k:])), default=len(heights))
    height = max(sum(heights[:split]), sum(heights[split:])) + 0.85
    figure = Figure(figsize=(14.5, height), layout="constrained")
    figure.set_layout_engine("none")
    for place, column in enumerate((found.verdicts[:split], found.verdicts[split:])):
        top = height - 0.75
        for verdict in column:
            _panel(figure, verdict, 0.5 * place, top, height, language)
            top -= _height(verdict)
    words = Text(
        "difference in the direction that the hypothesis implies, in standard deviations between runs (log scale beyond ±1); control: hollow squares",
        "沿假设方向的差值，以各次运行之间的标准差为单位（±1 以外为对数刻度）；对照为空心方块",
    )
    for k, (label, colour) in enumerate(
        ((Text("for", "支持"), BLUE), (Text("against", "反对"), ORANGE), (Text("open", "不明"), GREY))
    ):
        figure.text(
            0.012 + 0.06 * k, 1 - 0.16 / height, f"● {label[language]}", color=colour, fontsize=9.5, va="center"
        )
    figure.text(0.012, 1 - 0.42 / height, words[language], fontsize=9, va="center")
    return figure


def _judged(verdict: Verdict) -> list[Seen]:
    return [seen for seen in verdict.seen if seen.part.role is not Role.DESCRIPTIVE]


def _height(verdict: Verdict) -> float:
    return ROW * len(_judged(verdict)) + 0.72


def _panel(figure: Figure, verdict: Verdict, left: float, top: float, height: float, language: str) -> None:
    one, seen = verdict.hypothesis, _judged(verdict)
    figure.text(left + 0.012, top / height, one.number, fontsize=11, fontweight="bold", va="top")
    figure.text(left + 0.047, top / height, one.title[language], fontsize=9.5, va="top")
    figure.text(
        left + 0.49, top / height, OUTCOME_LABELS[verdict.outcome][language], color=OUTCOME_COLOURS[verdict.outcome],
        fontsize=9.5, fontweight="bold", va="top", ha="right",
    )  # fmt: skip
    rows = ROW * len(seen)
    axes = figure.add_axes((left + 0.24, (top - 0.26 - rows) / height, 0.25, rows / height))
    places = {id(part): k for k, part in enumerate(one.parts)}
    labels = []
    for row, each in enumerate(seen):
        finding = each.finding
        scale = finding.implied / (finding.spread if finding.spread > 1e-12 else 1.0)
        ends = (finding.difference.low * scale, finding.difference.high * scale)
        low, high = sorted(ends) if math.isfinite(finding.difference.low) else (math.nan, math.nan)
        bar(axes, row, finding.difference.mean * scale, low, high, SIDE_COLOURS[each.side], each.side is not Side.OPEN)
        if each.part.role is Role.CONTROL and math.isfinite(finding.difference.mean):
            axes.plot(finding.difference.mean * scale, row, "s", color=INK, markersize=8, markerfacecolor="none")
        arrow = "↑" if finding.implied > 0 else "↓"
        where = shortened(finding.condition.label[language], 40 if language == "en" else 24)
        labels.append(
            f"{numeral(places[id(each.part)])} {OUTCOMES[finding.indicator].label[language]} {arrow}  {where}"
        )
    label_rows(axes, labels, 7.2)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xscale("symlog", linthresh=1, linscale=0.8)
    axes.set_xlim(-60, 60)
    axes.set_xticks([-30, -10, -3, -1, 0, 1, 3, 10, 30])
    axes.minorticks_off()
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.tick_params(axis="x", labelsize=6.5, length=2, pad=1)


# -- the map -------------------------------------------------------------------------------------------------------------


def regions(criterion: str, found: Hypotheses, language: str) -> Figure:
    """Draw the map by one criterion: horizons across, homophily and higher-tier share down, similarity by complexity within."""
    one = found.regions
    assert one is not None
    rows = [(h, t) for h in one.grid["homophily"] for t in one.grid["cross_tier"]]
    columns = one.horizons
    figure = Figure(figsize=(3.5 * len(columns) + 1.2, 2.15 * len(rows) + 1.4), layout="constrained")
    axes_of = figure.subplots(len(rows), len(columns), squeeze=False)
    for row, (homophily, tier) in enumerate(rows):
        for column, weeks in enumerate(columns):
            axes = axes_of[row, column]
            _cells(axes, one, criterion, weeks, homophily, tier, language)
            parts = (described("homophily", homophily)[language], described("cross_tier", tier)[language])
            week = Text(f"week {weeks}", f"第 {weeks} 周")[language]
            axes.set_title(week + "\n" + ", ".join(parts), fontsize=7.6)
            if column == 0:
                axes.set_ylabel(declared("complexity").label[language])
            if row == len(rows) - 1:
                axes.set_xlabel(declared("similarity").label[language])
    _legend(figure, criterion, language)
    return figure


def _cells(axes: Axes, one: Regions, criterion: str, weeks: int, homophily: float, tier: float, language: str) -> None:
    across, down = one.grid["similarity"], one.grid["complexity"]
    for x, similarity in enumerate(across):
        for y, complexity in enumerate(down):
            cell = one.at(
                criterion, weeks, complexity=complexity, similarity=similarity, homophily=homophily, cross_tier=tier
            )
            clear = cell.certainty is Certainty.CLEAR
            colour = REGIME_COLOURS[cell.winner]
            axes.add_patch(
                Rectangle(
                    (x - 0.47, y - 0.46), 0.94, 0.92, facecolor=colour if clear else "white",
                    edgecolor=colour, linewidth=1.4, hatch=None if clear else "////", alpha=1.0 if clear else 0.55,
                )
            )  # fmt: skip
            text = f"{LETTERS[cell.winner][language]} {_short(cell.margin.mean)}"
            white = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
            axes.text(
                x, y, text, ha="center", va="center", fontsize=6.6, color="white" if clear else INK,
                fontweight="bold" if clear else "normal", bbox=None if clear else white,
            )  # fmt: skip
    axes.set_xlim(-0.55, len(across) - 0.45)
    axes.set_ylim(-0.55, len(down) - 0.45)
    axes.set_xticks(range(len(across)), [f"{value:g}" for value in across], fontsize=7)
    axes.set_yticks(range(len(down)), [f"{value:g}" for value in down], fontsize=7)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _short(value: float) -> str:
    """Return a margin in hundredths, as a map has room for."""
    return f"+{100 * value:.1f}" if np.isfinite(value) else ""


def _legend(figure: Figure, criterion: str, language: str) -> None:
    label = OUTCOMES[criterion].label[language]
    words = Text(
        f"Highest {label.lower()}; lead over the runner-up in hundredths. Filled: clear of both others (95 % within the cell); hatched: not clear.",
        f"{label}最高者；领先次优者的百分点。实心：明确优于另两者（同格 95 %）；斜线：不明确。",
    )
    height = figure.get_figheight()
    figure.text(0.01, 1 - 0.14 / height, words[language], fontsize=8.5, va="center")
    for k, regime in enumerate(FAVOURITES):
        text = f"■ {LETTERS[regime][language]} {load(regime).title[language]}"
        figure.text(0.01 + 0.3 * k, 1 - 0.4 / height, text, color=REGIME_COLOURS[regime], fontsize=9.5, va="center")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.62 / height))  # type: ignore[union-attr]


def figures(found: Hypotheses) -> dict[str, Callable[[Hypotheses, str], Figure]]:
    """Return every figure, by the end of its file name."""
    drawn: dict[str, Callable[[Hypotheses, str], Figure]] = {"tests": tests}
    if found.regions is not None:
        drawn |= {f"map-{criterion}": partial(regions, criterion) for criterion in CRITERIA}
    return drawn


def draw(found: Hypotheses, name: str, language: str) -> Figure:
    """Draw one figure with labels in a language; fonts are set while it is written (see `style`)."""
    with style(language) as possible:
        return figures(found)[name](found, possible)
