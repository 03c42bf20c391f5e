"""Figures of the evidence: scenarios next to the status quo, claims, patterns, every state through five years."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...core.text import Text
from ...evidence.contrasts import VERDICT_LABELS, Finding, Judged, Verdict
from ...evidence.evidence import Evidence
from ...evidence.patterns import Check, Pattern
from ...evidence.trajectories import GROUP_LABELS, Course
from ...model.quantities.indicators import INDICATORS
from ...runs.intervals import interval
from ...scenarios import load
from ..document.markdown import unit
from ..format.style import COLOURS, INK, style

BLUE, ORANGE, GREY = COLOURS[0], COLOURS[1], "#9A9A9A"
SIGN_COLOURS = {1: BLUE, -1: ORANGE, 0: GREY}
VERDICT_COLOURS = {
    Verdict.BORNE_OUT: BLUE, Verdict.CONTRADICTED: ORANGE, Verdict.DEPENDS: "#6B4C9A", Verdict.UNCLEAR: "#777777",
}  # fmt: skip
MET_COLOURS = {True: BLUE, False: ORANGE, None: GREY}
PANELS = (
    "satisfaction", "true_resolution", "reporting_gap", "case_time", "escalation", "belonging",
    "participation", "trust_government", "rule_fit", "organization_survival", "transaction_cost", "cost_per_resolution",
)  # fmt: skip
PARTS = 4
"""Number of figures the claims are drawn in."""

ROW = 0.185
"""Height of a row, in inches."""


def scenarios(evidence: Evidence, language: str) -> Figure:
    """Draw the paired differences of every scenario from the status quo."""
    others = [name for name in evidence.scenarios if name != evidence.baseline]
    base = evidence.scenarios[evidence.baseline]
    at = {name: k for k, name in enumerate(INDICATORS)}
    figure = Figure(figsize=(13, 0.23 * 3 * len(others) + 2.9), layout="constrained")
    for place, name in enumerate(PANELS):
        axes = figure.add_subplot(3, 4, place + 1)
        better = INDICATORS[name].extra["better"]
        for row, scenario in enumerate(others):
            found = interval(evidence.scenarios[scenario][:, at[name]] - base[:, at[name]])
            good = 0 if not found.clear or not better else (1 if found.mean * better > 0 else -1)
            bar(axes, row, found.mean, found.low, found.high, SIGN_COLOURS[good], found.clear)
        label_rows(axes, [load(one).title[language] for one in others] if place % 4 == 0 else [""] * len(others))
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_title(INDICATORS[name].label[language], pad=13)
        axes.text(
            0, 1.02, unit(INDICATORS[name].unit)[language], transform=axes.transAxes, fontsize=7.5, color="#666666"
        )
        axes.xaxis.set_major_locator(MaxNLocator(4))
    key(figure, Text("better", "较好"), Text("worse", "较差"), Text("no clear difference", "无明显差异"), language)
    return figure


def key(figure: Figure, good: Text, bad: Text, unclear: Text, language: str) -> None:
    """Say what the colours mean, above the panels."""
    for place, (label, colour) in enumerate(((good, BLUE), (bad, ORANGE), (unclear, GREY))):
        figure.text(0.012 + 0.13 * place, 0.995, f"● {label[language]}", color=colour, va="top", fontsize=9.5)
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.32 / figure.get_figheight()))  # type: ignore[union-attr]


def bar(axes: Axes, row: float, mean: float, low: float, high: float, colour: str, clear: bool) -> None:
    """Draw a mean with its interval at a row; filled where it is clear."""
    if not math.isfinite(mean):
        return
    axes.plot([low, high], [row, row], color=colour, linewidth=1.5, solid_capstyle="butt")
    axes.plot(
        mean, row, "o", color=colour, markersize=4, markerfacecolor=colour if clear else "white", markeredgewidth=1
    )


def label_rows(axes: Axes, labels: Sequence[str], size: float = 8) -> None:
    """Label rows from the top, with stripes."""
    axes.set_yticks(range(len(labels)), labels, fontsize=size)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#E8E8E8", linewidth=0.6)
    for row in range(0, len(labels), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#F7F7F7", linewidth=0, zorder=0)
    axes.set_axisbelow(True)


# -- claims --------------------------------------------------------------------------------------------------------------


def claims(part: int, evidence: Evidence, language: str) -> Figure:
    """Draw every finding of some of the claims, in the direction that the claim implies, in standard deviations of runs."""
    columns = _columns([_panels(judged) for judged in share(evidence.judged, part)])
    height = max(sum(_height(panel) for panel in column) for column in columns) + 0.75
    figure = Figure(figsize=(14.5, height))
    for place, column in enumerate(columns):
        top = height - 0.5
        for panel in column:
            _claim_panel(figure, panel, place, top, height, language)
            top -= _height(panel)
    words = Text(
        "difference in the direction that the claim implies, in standard deviations between runs (log scale beyond ±1); bars share 95 % within a claim",
        "沿主张方向的差值，以各次运行之间的标准差为单位（±1 以外为对数刻度）；同一主张各区间共享 95 % 置信度",
    )
    figure.text(0.012, 1 - 0.16 / height, words[language], fontsize=9, va="center")
    return figure


def share(judged: Sequence[Judged], part: int) -> list[Judged]:
    """Return the claims of one figure: consecutive ones, with about as many rows in each figure."""
    sizes = np.cumsum([len(one.findings) + 4 for one in judged])
    which = np.minimum((sizes - 1) * PARTS // sizes[-1], PARTS - 1)
    return [one for one, where in zip(judged, which, strict=True) if where == part]


_Panel = tuple[Judged, int, list[Finding]]


def _panels(judged: Judged) -> list[_Panel]:
    """Return a panel for each contrast."""
    return [
        (judged, place, [finding for finding in judged.findings if finding.contrast is contrast])
        for place, contrast in enumerate(judged.claim.contrasts)
    ]


def _height(panel: _Panel) -> float:
    return ROW * len(panel[2]) + 0.52 + (0.32 if panel[1] == 0 else 0.0)


def _columns(claims: Sequence[list[_Panel]]) -> list[list[_Panel]]:
    """Put claims into two columns of about the same height."""
    heights = [sum(map(_height, panels)) for panels in claims]
    splits = range(len(claims) + 1)
    best = min(splits, key=lambda k: max(sum(heights[:k]), sum(heights[k:])))
    return [[panel for panels in part for panel in panels] for part in (claims[:best], claims[best:])]


def _claim_panel(figure: Figure, panel: _Panel, column: int, top: float, height: float, language: str) -> None:
    judged, place, findings = panel
    left = 0.5 * column
    if place == 0:
        verdict = judged.verdict
        figure.text(left + 0.012, top / height, judged.claim.number, fontsize=11, fontweight="bold", va="top")
        figure.text(left + 0.047, top / height, judged.claim.title[language], fontsize=9.5, va="top")
        figure.text(
            left + 0.49, top / height, VERDICT_LABELS[verdict][language], color=VERDICT_COLOURS[verdict],
            fontsize=9.5, fontweight="bold", va="top", ha="right",
        )  # fmt: skip
        top -= 0.24
    label = findings[0].contrast.label[language]
    figure.text(
        left + 0.012,
        top / height,
        shortened(label, 118 if language == "en" else 66),
        fontsize=7.6,
        color="#555555",
        va="top",
    )
    rows = ROW * len(findings)
    axes = figure.add_axes((left + 0.235, (top - 0.2 - rows) / height, 0.255, rows / height))
    for row, finding in enumerate(findings):
        scale = finding.implied / (finding.spread if finding.spread > 1e-12 else 1.0)
        found = finding.difference
        low, high = sorted((found.low * scale, found.high * scale)) if math.isfinite(found.low) else (np.nan, np.nan)
        bar(axes, row, found.mean * scale, low, high, SIGN_COLOURS[finding.sign], finding.sign != 0)
    label_rows(axes, [_row_label(finding, language) for finding in findings], 7.2)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xscale("symlog", linthresh=1, linscale=0.8)
    axes.set_xlim(-60, 60)
    axes.set_xticks([-30, -10, -3, -1, 0, 1, 3, 10, 30])
    axes.minorticks_off()
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.tick_params(axis="x", labelsize=6.5, length=2, pad=1)


def shortened(text: str, most: int) -> str:
    """Cut a label to a length."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _row_label(finding: Finding, language: str) -> str:
    arrow = "↑" if finding.implied > 0 else "↓"
    condition = shortened(finding.condition.label[language], 44 if language == "en" else 26)
    return f"{INDICATORS[finding.indicator].label[language]} {arrow}  {condition}"


# -- patterns ------------------------------------------------------------------------------------------------------------


def patterns(evidence: Evidence, language: str) -> Figure:
    """Draw every pattern's checks with the range that is wanted."""
    chosen = [one for one in evidence.patterns if one.name != "numbers"]
    drawn = [(one, _drawn(one)) for one in chosen]
    lines = [max(len(checks) for _, checks in drawn[k : k + 2]) for k in range(0, len(drawn), 2)]
    figure = Figure(figsize=(14, sum(0.22 * n + 0.95 for n in lines) + 0.4), layout="constrained")
    grid = figure.add_gridspec(len(lines), 2, height_ratios=[0.22 * n + 0.7 for n in lines])
    for place, (pattern, checks) in enumerate(drawn):
        _pattern_panel(figure.add_subplot(grid[place // 2, place % 2]), pattern, checks, language)
    key(
        figure,
        Text("met", "符合"),
        Text("not met", "不符合"),
        Text("undecided or for comparison", "未定或仅供比较"),
        language,
    )
    return figure


def _drawn(pattern: Pattern) -> list[Check]:
    """Return the checks that can stand on one axis."""
    return [check for check in pattern.checks if check.unit == pattern.checks[0].unit]


def _pattern_panel(axes: Axes, pattern: Pattern, checks: Sequence[Check], language: str) -> None:
    bounds = [b for check in checks for b in (check.found.low, check.found.high) if math.isfinite(b)]
    bounds += [b for check in checks for b in (check.low, check.high) if b is not None]
    low, high = min(bounds, default=0.0), max(bounds, default=1.0)
    margin = 0.06 * (high - low or 1.0)
    wide = 58 if language == "en" else 32
    label_rows(axes, ["\n".join(wrap(check.label[language], wide)) for check in checks], 7.6)
    for row, check in enumerate(checks):
        if check.checked:
            begin = low - margin if check.low is None else check.low
            end = high + margin if check.high is None else check.high
            axes.barh(row, end - begin, left=begin, height=0.8, color="#DCE9F3", zorder=0.5)
        bar(
            axes,
            row,
            check.found.mean,
            check.found.low,
            check.found.high,
            MET_COLOURS[check.met],
            check.met is not None,
        )
    axes.set_xlim(low - margin, high + margin)
    axes.set_title("\n".join(wrap(pattern.title[language], 52 if language == "en" else 30)))
    axes.set_xlabel(unit(checks[0].unit)[language], fontsize=7.5)


# -- states --------------------------------------------------------------------------------------------------------------


def course(groups: Sequence[str], evidence: Evidence, language: str) -> Figure:
    """Draw states through the years as small multiples: mean and 5-95 % range."""
    shown = [one for one in evidence.courses if one.state.group in groups and _moves(one)]
    columns = 6
    rows = math.ceil(len(shown) / columns)
    figure = Figure(figsize=(15, 1.75 * rows + 0.3), layout="constrained")
    for place, one in enumerate(shown):
        _course_panel(figure.add_subplot(rows, columns, place + 1), one, language)
    return figure


def _moves(one: Course) -> bool:
    """Whether there is anything to see: what is the same for all and always (a lever's value) is left out."""
    seen = np.concatenate([one.mean, one.low, one.high])
    seen = seen[np.isfinite(seen)]
    return bool(seen.size) and float(np.ptp(seen)) > 1e-9 * max(1.0, float(np.abs(seen).max()))


def _course_panel(axes: Axes, one: Course, language: str) -> None:
    colour = ORANGE if one.faults else ("#6B4C9A" if abs(one.drift_sd) > 1 else BLUE)
    if not one.state.flag:
        axes.fill_between(one.weeks, one.low, one.high, color=colour, alpha=0.15, linewidth=0)
    axes.plot(one.weeks, one.mean, color=colour, linewidth=1.4)
    if one.state.share and one.state.group != "district":
        low, high = np.nanmin(one.low), np.nanmax(one.high)
        pad = 0.08 * max(high - low, 0.05)
        axes.set_ylim(max(-0.03, low - pad), min(1.03, high + pad))
    axes.set_title(shortened(one.state.label[language], 36 if language == "en" else 20), fontsize=8.2, pad=11)
    whose = f"{GROUP_LABELS[one.state.group][language]} · {unit(one.state.unit)[language]}"
    axes.text(0, 1.02, whose, transform=axes.transAxes, fontsize=6.8, color="#666666")
    axes.set_xlim(0, one.weeks[-1])
    step = 52 if one.weeks[-1] >= 104 else 13
    axes.set_xticks(range(0, int(one.weeks[-1]) + 1, step))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda week, _: f"{week / 52:.0f}" if step == 52 else f"{week:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    axes.tick_params(labelsize=7)
    axes.grid(axis="y", color="#E8E8E8", linewidth=0.6)


FIGURES: dict[str, Callable[[Evidence, str], Figure]] = {
    "scenarios": scenarios,
    **{f"claims-{part + 1}": partial(claims, part) for part in range(PARTS)},
    "patterns": patterns,
    "course-residents": partial(course, ("residents", "district")),
    "course-others": partial(course, ("organizations", "workers", "governments", "communities")),
}
"""Every figure, by the end of its file name."""


def draw(evidence: Evidence, name: str, language: str) -> Figure:
    """Draw one figure with labels in a language; fonts are set while it is written (see `style`)."""
    with style(language) as possible:
        return FIGURES[name](evidence, possible)
