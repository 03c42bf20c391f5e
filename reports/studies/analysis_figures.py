"""Figures of an analysis: indices with intervals, courses, boxes, maps, design against noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...studies.analysis.analyse import Analysis
from ...studies.analysis.boxes import Box
from ...studies.analysis.effects import Effect
from ...studies.analysis.indices import MorrisIndex, SobolIndices
from ...studies.analysis.noise import Shares
from ...studies.analysis.reasons import name_of
from ...studies.analysis.regions import Map, Place
from ...studies.analysis.responses import Response
from ..format.numbers import percent
from ..format.style import COLOURS, FAINT, INK, MARKERS, folded
from ..format.words import unit
from .analysis_text import factor

BLUE, ORANGE, GREEN = COLOURS[0], COLOURS[1], COLOURS[2]
MOST = 12
"""Panels of a figure at most; the tables have all."""
WIDE = 3
NARROWEST = 6.4
"""Inches that a line of keys needs."""
WORDS = {
    "first": Text("first order: alone", "一阶：单独作用"),
    "total": Text("total: with interactions", "总效应：含交互"),
    "share": Text("share of the variance of the mean response", "占平均响应方差的份额"),
    "mu_star": Text("mu*: mean size of the effect over the range", "μ*：在整个取值范围上效应的平均大小"),
    "sigma": Text("sigma: how much the effect differs from place to place", "σ：效应随位置的变化"),
    "floor": Text("what noise alone produces", "仅由随机性造成"),
    "design": Text("factors", "因素"),
    "luck": Text("noise shared by all points", "各点共同的随机性"),
    "rest": Text("noise of single points", "各点自身的随机性"),
    "variance": Text("share of the variance of single runs", "占单次运行方差的份额"),
    "coverage": Text("coverage", "覆盖率"),
    "density": Text("density", "密度"),
    "trained": Text("training runs, all boxes", "训练运行（所有盒）"),
    "chosen": Text("the box, held-out runs", "所选的盒（留出运行）"),
    "base": Text("all held-out runs", "全部留出运行"),
    "sure": Text("number: share of resamples in which the scenario is best; hatched: under 95 %", "数字：该方案在重抽样中为最优的比例；斜线：低于 95 %"),
    "empty": Text("no points", "无点"),
}  # fmt: skip

Titles = dict[str, Text]


def _panels(count: int, width: float = 3.6, height: float = 2.5) -> tuple[Figure, list[Axes]]:
    """Return a figure with a number of panels."""
    columns = min(WIDE, count)
    rows = math.ceil(count / columns)
    figure = Figure(figsize=(max(NARROWEST, width * columns), height * rows + 0.5), layout="constrained")
    return figure, [figure.add_subplot(rows, columns, k + 1) for k in range(count)]


def _key(figure: Figure, entries: Sequence[tuple[str, str]]) -> None:
    """Write what colours mean above the panels."""
    place = 0.01
    for colour, label in entries:
        figure.text(place, 0.995, f"● {label}", color=colour, va="top", fontsize=9)
        place += 0.03 + 0.085 * len(label) / figure.get_figwidth() * (1.7 if max(label) > "\u2e80" else 1.0)
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.3 / figure.get_figheight()))  # type: ignore[union-attr]


def _rows(axes: Axes, names: Sequence[str], language: str) -> None:
    axes.set_yticks(range(len(names)), [folded(factor(name)[language], 20) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)


def _title(axes: Axes, response: Response, titles: Titles, language: str) -> None:
    axes.set_title(folded(name_of(response, titles)[language], 44), fontsize=8.5)


def sobol(found: Sequence[tuple[Response, SobolIndices]], titles: Titles, language: str) -> Figure:
    """Draw first-order and total indices with their intervals."""
    figure, panels = _panels(len(found[:MOST]))
    for axes, (response, made) in zip(panels, found):
        for k, one in enumerate(made):
            for value, half, colour, mark, shift in (
                (one.first, one.first_half, BLUE, MARKERS[0], -0.14),
                (one.total, one.total_half, ORANGE, MARKERS[1], 0.14),
            ):
                axes.errorbar(value, k + shift, xerr=half, fmt=mark, color=colour, markersize=4, linewidth=1.3)
        axes.axvline(0, color=FAINT, linewidth=0.7)
        _rows(axes, [one.factor for one in made], language)
        _title(axes, response, titles, language)
    figure.supxlabel(WORDS["share"][language], fontsize=8.5)
    _key(figure, [(BLUE, WORDS["first"][language]), (ORANGE, WORDS["total"][language])])
    return figure


def morris(found: Sequence[tuple[Response, list[MorrisIndex]]], titles: Titles, language: str) -> Figure:
    """Draw mu* against sigma; a grey band is what noise alone produces of mu*."""
    figure, panels = _panels(len(found[:MOST]), 3.8, 2.9)
    for axes, (response, made) in zip(panels, found):
        floors = [one.floor for one in made if math.isfinite(one.floor)]
        if floors:
            axes.axvspan(0, max(floors), color="#E3E3E3", zorder=0)
        for k, one in enumerate(made):
            if not math.isfinite(one.mu_star):
                continue
            colour = COLOURS[k % len(COLOURS)] if one.clear else FAINT
            axes.errorbar(
                one.mu_star, one.sigma, xerr=one.mu_star_half, fmt=MARKERS[k % len(MARKERS)], color=colour, markersize=4.5, linewidth=1
            )  # fmt: skip
            axes.annotate(
                factor(one.factor)[language], (one.mu_star, one.sigma), (4, 4), textcoords="offset points", fontsize=7
            )
        axes.set_xlim(left=0)
        axes.margins(x=0.2, y=0.2)
        axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
        _title(axes, response, titles, language)
    figure.supxlabel(WORDS["mu_star"][language], fontsize=8.5)
    figure.supylabel(folded(WORDS["sigma"][language], 32), fontsize=8.5)
    _key(figure, [("#9A9A9A", WORDS["floor"][language])])
    return figure


def shares(found: Sequence[tuple[Response, list[Effect]]], titles: Titles, language: str) -> Figure:
    """Draw the share of the variance of each main effect."""
    figure, panels = _panels(len(found[:MOST]))
    for axes, (response, made) in zip(panels, found):
        for k, one in enumerate(made):
            axes.errorbar(one.share, k, xerr=one.share_half, fmt="o", color=BLUE, markersize=4, linewidth=1.3)
        axes.axvline(0, color=FAINT, linewidth=0.7)
        _rows(axes, [one.factor for one in made], language)
        _title(axes, response, titles, language)
    figure.supxlabel(WORDS["share"][language], fontsize=8.5)
    return figure


def courses(response: Response, made: list[Effect], titles: Titles, language: str) -> Figure:
    """Draw the mean response over each factor."""
    figure, panels = _panels(len(made[:MOST]), 3.2, 2.3)
    lows = [one.low for effect in made for one in effect.bins if math.isfinite(one.low)]
    highs = [one.high for effect in made for one in effect.bins if math.isfinite(one.high)]
    for axes, effect in zip(panels, made):
        x = [one.middle for one in effect.bins]
        words = not _number(effect.bins[0].label)
        axes.fill_between(x, [b.low for b in effect.bins], [b.high for b in effect.bins], color=BLUE, alpha=0.2, linewidth=0)  # fmt: skip
        axes.plot(x, [b.mean for b in effect.bins], "o-", color=BLUE, markersize=3.5, linewidth=1.4)
        if words:
            axes.set_xticks(x, [folded(one.label, 12) for one in effect.bins])
        if response.against is not None:
            axes.axhline(0, color=FAINT, linewidth=0.7)
        axes.set_title(factor(effect.factor)[language])
        if lows and highs and max(highs) > min(lows):
            pad = 0.05 * (max(highs) - min(lows))
            axes.set_ylim(min(lows) - pad, max(highs) + pad)
    of = unit(INDICATORS[response.indicator].unit)[language]
    figure.supylabel(of, fontsize=8.5)
    figure.suptitle(name_of(response, titles)[language], fontsize=9.5, x=0.01, ha="left")
    return figure


def _number(label: str) -> bool:
    try:
        float(label.lstrip("-").split("-")[0])
    except ValueError:
        return False
    return True


def boxes(found: Sequence[tuple[Response, Box]], titles: Titles, language: str) -> Figure:
    """Draw coverage against density: the path of boxes on training runs, and the chosen one on held-out runs."""
    figure, panels = _panels(len(found[:MOST]), 3.6, 2.8)
    for axes, (response, box) in zip(panels, found):
        if box.path:
            axes.plot(*zip(*box.path), ".-", color=FAINT, linewidth=0.8, markersize=3)
        held = box.held_out
        if box.limits:
            error = [[max(0.0, held.coverage - held.coverage_low)], [max(0.0, held.coverage_high - held.coverage)]]
            error_y = [[max(0.0, held.density - held.density_low)], [max(0.0, held.density_high - held.density)]]
            if all(math.isfinite(one[0]) for one in (*error, *error_y)):
                axes.errorbar(held.coverage, held.density, yerr=error_y, xerr=error, fmt="D", color=BLUE, markersize=5, linewidth=1.3)  # fmt: skip
        axes.axhline(held.base, color=ORANGE, linewidth=1, linestyle=(0, (4, 2)))
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.03, 1.03)
        _title(axes, response, titles, language)
    figure.supxlabel(WORDS["coverage"][language], fontsize=8.5)
    figure.supylabel(WORDS["density"][language], fontsize=8.5)
    _key(figure, [(FAINT, WORDS["trained"][language]), (BLUE, WORDS["chosen"][language]), (ORANGE, WORDS["base"][language])])  # fmt: skip
    return figure


def maps(found: Sequence[Map], titles: Titles, language: str) -> Figure:
    """Draw which scenario wins where, with the certainty written in each cell."""
    figure, panels = _panels(len(found[:MOST]), 4.0, 3.4)
    for axes, one in zip(panels, found):
        for place in one.places:
            _cell(axes, one, place, language)
        axes.set_xlim(0, len(one.columns))
        axes.set_ylim(0, len(one.rows))
        axes.set_xticks(np.arange(len(one.columns)) + 0.5, list(one.columns), rotation=30, ha="right", fontsize=7)
        axes.set_yticks(np.arange(len(one.rows)) + 0.5, list(one.rows), fontsize=7)
        axes.set_xlabel(factor(one.factors[1])[language])
        axes.set_ylabel(factor(one.factors[0])[language])
        axes.set_title(INDICATORS[one.indicator].label[language])
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    figure.supxlabel(WORDS["sure"][language], fontsize=8)
    _key(figure, [(COLOURS[k % len(COLOURS)], f"{_letter(k)}  {titles[name][language]}") for k, name in enumerate(found[0].scenarios)])  # fmt: skip
    return figure


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _cell(axes: Axes, found: Map, place: Place, language: str) -> None:
    corner = (place.column + 0.02, place.row + 0.02)
    middle: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 7.5}
    if not place.winner:
        axes.add_patch(Rectangle(corner, 0.96, 0.96, facecolor="#F2F2F2", edgecolor="none"))
        said = WORDS["empty"][language] if not place.points else "="
        axes.text(place.column + 0.5, place.row + 0.5, said, color=FAINT, **middle)
        return
    k = found.scenarios.index(place.winner)
    colour = COLOURS[k % len(COLOURS)]
    axes.add_patch(
        Rectangle(
            corner, 0.96, 0.96, facecolor=to_rgba(colour, 0.75 if place.sure else 0.25), edgecolor=colour,
            hatch=None if place.sure else "////", linewidth=0.4,
        )
    )  # fmt: skip
    text = f"{_letter(k)}\n{percent(place.certainty)}" if math.isfinite(place.certainty) else _letter(k)
    back = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.2}
    axes.text(place.column + 0.5, place.row + 0.5, text, color=INK, bbox=back, **middle)


def luck(found: Sequence[tuple[Response, Shares]], titles: Titles, language: str) -> Figure:
    """Draw where the variance of single runs comes from."""
    known = [(response, one) for response, one in found if math.isfinite(one.noise)]
    figure = Figure(figsize=(8.5, 0.32 * len(known) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    for row, (_, one) in enumerate(known):
        left = 0.0
        for value, colour in ((one.design, BLUE), (one.luck, "#BBBBBB"), (one.rest, ORANGE)):
            axes.barh(row, value, left=left, height=0.7, color=colour, edgecolor="white", linewidth=0.8)
            left += value
    names = [folded(name_of(response, titles)[language], 46) for response, _ in known]
    axes.set_yticks(range(len(known)), names, fontsize=7)
    axes.set_ylim(len(known) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xlabel(WORDS["variance"][language])
    _key(figure, [(BLUE, WORDS["design"][language]), ("#999999", WORDS["luck"][language]), (ORANGE, WORDS["rest"][language])])  # fmt: skip
    return figure


def figures(found: Analysis, titles: Titles, language: str) -> dict[str, Figure]:
    """Return all figures by name."""
    made: dict[str, Figure] = {}
    if any(math.isfinite(one.noise) for _, one in found.shares):
        made["noise"] = luck(found.shares, titles, language)
    if found.sobol:
        made["sobol"] = sobol(found.sobol, titles, language)
    if found.morris:
        made["morris"] = morris(found.morris, titles, language)
    if found.effects:
        made["effects"] = shares(found.effects, titles, language)
        drawn = [pair for pair in found.effects if pair[0].against is not None] or found.effects
        for response, effects in drawn[:MOST]:
            made[f"course-{response.indicator}-{response.scenario}"] = courses(response, effects, titles, language)
    if found.boxes:
        made["boxes"] = boxes(found.boxes, titles, language)
    if found.maps:
        made["maps"] = maps(found.maps, titles, language)
    return made
