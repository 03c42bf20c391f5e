"""Figures of a calibration: how near each point came to the targets along each parameter, and the targets met or not."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import interval
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.search import accepted, loss
from ..format.style import COLOURS, FAINT, INK, folded
from .analysis_figures import _key, _panels
from .analysis_text import factor

BLUE, ORANGE = COLOURS[0], COLOURS[1]
WORDS = {
    "loss": Text("loss (1: one tolerance off)", "损失（1：相距一个容差）"),
    "accepted": Text("accepted points", "被接受的点"),
    "other": Text("other points", "其他点"),
    "best": Text("best", "最优"),
    "miss": Text("distance from the target, in tolerances", "与目标的距离（以容差为单位）"),
    "fitted": Text("fitted", "拟合"),
    "held": Text("held out", "留出"),
}


def profile(found: Calibration, language: str) -> Figure:
    """Draw the loss of every point over each free parameter."""
    figure, panels = _panels(len(found.free), 3.2, 2.4)
    losses = np.array([loss(one, found.plan.targets) for one in found.trials])
    met = np.array([accepted(one, found.plan.targets) for one in found.trials])
    finite = np.isfinite(losses)
    for axes, free in zip(panels, found.free):
        raw = [one.values[free.name] for one in found.trials]
        x = np.array([free.values.index(value) if free.values else float(value) for value in raw], dtype=float)
        axes.plot(x[finite & ~met], losses[finite & ~met], "o", color=FAINT, markersize=3, alpha=0.6)
        axes.plot(x[finite & met], losses[finite & met], "D", color=BLUE, markersize=4)
        place = found.trials.index(found.best)
        axes.plot(x[place], losses[place], "*", color=ORANGE, markersize=10, markeredgecolor=INK, markeredgewidth=0.4)
        axes.set_yscale("log")
        if free.values:
            axes.set_xticks(range(len(free.values)), [folded(str(value), 12) for value in free.values])
        elif free.log:
            axes.set_xscale("log")
        axes.set_title(factor(free.name)[language])
    figure.supylabel(WORDS["loss"][language], fontsize=8.5)
    _key(figure, [(FAINT, WORDS["other"][language]), (BLUE, WORDS["accepted"][language]), (ORANGE, f"★ {WORDS['best'][language]}")])  # fmt: skip
    return figure


def targets(found: Calibration, language: str) -> Figure:
    """Draw how far the best point is from each target, on new random numbers; the band is the tolerance."""
    rows = found.plan.targets
    figure = Figure(figsize=(6.8, 0.34 * len(rows) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    axes.axvspan(-1, 1, color="#E8E8E8", zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    for k, target in enumerate(rows):
        at = interval(found.fresh.outcomes[k])
        mean, low, high = ((value - target.value) / target.tolerance for value in (at.mean, at.low, at.high))
        colour, mark = (ORANGE, "s") if target.holdout else (BLUE, "o")
        if math.isfinite(low):
            axes.plot([low, high], [k, k], color=colour, linewidth=1.5)
        if math.isfinite(mean):
            axes.plot(mean, k, mark, color=colour, markersize=5)
    names = [INDICATORS[one.indicator].label[language] + (f" {one.weeks[0]}–{one.weeks[1]}" if one.weeks else "") for one in rows]  # fmt: skip
    axes.set_yticks(range(len(rows)), [folded(name, 30) for name in names])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(WORDS["miss"][language])
    _key(figure, [(BLUE, WORDS["fitted"][language]), (ORANGE, f"■ {WORDS['held'][language]}")])
    return figure


def figures(found: Calibration, language: str) -> dict[str, Figure]:
    """Return all figures by name."""
    return {"targets": targets(found, language), "profile": profile(found, language)}
