"""The waterfall of an attribution: from A's level through every lever's contribution to B's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...core.text import Text
from ...experiments.attribution.result import Attribution, Share
from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import Interval
from ..format.numbers import change, decimals_of, decimals_of_levels
from ..format.numbers import level as shown_level
from ..format.style import BASELINE_COLOUR, COLOURS, FAINT, Picture, as_read, folded, style
from ..format.words import read_in
from .attribution_text import switch_words, titles

MOST = 14
"""Bars in one figure; the smallest shares beyond it become one bar."""

BETTER, WORSE, NEITHER = COLOURS[0], COLOURS[1], "#6B4C9A"
UNCLEAR = "#C9C9C9"

WORDS = {
    "rest": Text("{} others together", "其余 {} 项合计"),
    "better": Text("better", "改善"),
    "worse": Text("worse", "恶化"),
    "more": Text("clear contribution", "明确的贡献"),
    "unclear": Text("not clearly different from zero", "不能确定不为零"),
    "together": Text("switched together: {} levers", "一并改变：{} 项"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the waterfall."""

    label: Text
    detail: Text
    found: Interval


def bars(result: Attribution, indicator: str) -> list[Bar]:
    """Return the steps, the largest first; many small ones as one."""
    shares = result.largest(indicator)
    told = shares if len(shares) <= MOST else shares[: MOST - 1]
    rest = shares[len(told) :]
    steps = [Bar(one.player.label, _detail(one), one.found) for one in told]
    if rest:
        label = Text(*(WORDS["rest"][language].format(len(rest)) for language in ("en", "zh")))
        steps.append(Bar(label, Text("", ""), result.of_several([one.player for one in rest], indicator)))
    return steps


def _detail(share: Share) -> Text:
    if len(share.player.levers) == 1:
        return switch_words(share.player)
    count = len(share.player.levers)
    return Text(*(WORDS["together"][language].format(count) for language in ("en", "zh")))


def waterfall(result: Attribution, indicator: str | None, language: str) -> Figure:
    """Draw one indicator's waterfall; fonts are set while it is written too (see `style`)."""
    with style(language) as possible:
        return _waterfall(result, result.indicators[result.place(indicator)], possible)


def _waterfall(result: Attribution, indicator: str, language: str) -> Figure:
    declared = INDICATORS[indicator]
    steps = bars(result, indicator)
    before, after = result.levels(indicator)
    rows = len(steps) + 2
    height = 0.36 * rows + 1.15
    figure = Picture(figsize=(9.2, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.28 / height))  # type: ignore[union-attr]
    axes = figure.add_subplot()
    if not (math.isfinite(before) and math.isfinite(after)):
        axes.set_axis_off()
        return figure
    edges = _draw_steps(axes, steps, before, declared.extra["better"], declared.unit)
    places = decimals_of_levels(decimals_of(result.difference(indicator), declared.unit), declared.unit)
    for row, level, colour in ((0, before, BASELINE_COLOUR), (rows - 1, after, "#000000")):
        axes.plot([level, level], [row - 0.36, row + 0.36], color=colour, linewidth=3.2, solid_capstyle="butt")
        axes.annotate(
            shown_level(level, places, declared.unit),
            (level, row),
            (7, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    axes.plot([before, before], [0.36, 0.7], color=FAINT, linewidth=0.7)
    a, b = titles(result)
    _label_rows(axes, [a, *(step.label for step in steps), b], [None, *(step.detail for step in steps), None], language)
    low, high = min([before, after, *edges]), max([before, after, *edges])
    margin = (high - low) or abs(before) * 0.1 or 1.0
    axes.set_xlim(low - 0.05 * margin, high + 0.2 * margin)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}".replace("-", "\u2212")))
    as_read(axes.xaxis, declared.unit)
    axes.set_xlabel(f"{declared.label[language]} · {read_in(declared.unit)[language]}")
    _key(figure, declared.extra["better"], height, language)
    return figure


def _draw_steps(axes, steps: Sequence[Bar], level: float, better: int, words: str) -> list[float]:
    """Draw each step from where the one before ended; return every place that must be seen."""
    edges = []
    for row, step in enumerate(steps, 1):
        found, end = step.found, level + step.found.mean
        colour = UNCLEAR if not found.clear else NEITHER if not better else BETTER if found.mean * better > 0 else WORSE
        axes.barh(row, found.mean, left=level, height=0.56, color=colour, zorder=2)
        low, high = (level + bound for bound in (found.low, found.high))
        if math.isfinite(low):
            axes.plot([low, high], [row, row], color="#333333", linewidth=1.1, zorder=3)
            for bound in (low, high):
                axes.plot([bound, bound], [row - 0.13, row + 0.13], color="#333333", linewidth=1.1, zorder=3)
        axes.plot([end, end], [row + 0.28, row + 0.72], color=FAINT, linewidth=0.7, zorder=1)
        seen = [x for x in (level, end, low, high) if math.isfinite(x)]
        places = min(decimals_of(found, words), 6)
        axes.annotate(
            change(found.mean, places, words), (max(seen), row), (5, 0), textcoords="offset points", va="center", fontsize=8,
            color="#222222" if found.clear else "#777777",
        )  # fmt: skip
        edges += seen
        level = end
    return edges


def _label_rows(axes, labels: Sequence[Text], details: Sequence[Text | None], language: str) -> None:
    axes.set_yticks(range(len(labels)), [""] * len(labels))
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#ECECEC", linewidth=0.6)
    axes.set_axisbelow(True)
    names = []
    for label, detail in zip(labels, details, strict=True):
        extra = f"  {detail[language]}" if detail is not None and detail[language] else ""
        text = label[language] + extra
        names.append(folded(text, 58) if len(text) > 58 else text)
    axes.set_yticklabels(names, fontsize=8.2)
    for place, tick in enumerate(axes.get_yticklabels()):
        if place in (0, len(labels) - 1) and language == "en":
            tick.set_fontweight("bold")


def _key(figure: Figure, better: int, height: float, language: str) -> None:
    """Say what the colours mean, above the bars."""
    kinds = [("better", BETTER), ("worse", WORSE)] if better else [("more", NEITHER)]
    place = 0.012
    for name, colour in (*kinds, ("unclear", "#9A9A9A")):
        words = f"■ {WORDS[name][language]}"
        figure.text(place, 1 - 0.06 / height, words, color=colour, va="top", fontsize=9)
        place += (0.022 if language == "zh" else 0.0105) * len(words) + 0.02
