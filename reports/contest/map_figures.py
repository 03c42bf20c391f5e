"""Figures of the map: for one outcome, similarity by time in a panel for each kind, spillover and control."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from ...core.text import Text
from ...evidence.contest.cells import Cell
from ...evidence.contest.draw_up import Map
from ...evidence.contest.families import ABOVE, BELOW, CONTROLS, FAMILY_LABELS, NEGOTIATED, OPEN, families_of
from ...experiments.comparison.moments import CRISIS, RULES
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.indicators import INDICATORS
from ..decision.when_figure import HEADS
from ..format.style import COLOURS, FAINT, INK, folded, settled, style

FAMILY_COLOURS = {ABOVE: COLOURS[1], BELOW: COLOURS[0], NEGOTIATED: COLOURS[2], OPEN: "#F4F4F4"}
LETTERS = {ABOVE: Text("A", "上"), BELOW: Text("B", "下"), NEGOTIATED: Text("N", "商"), OPEN: Text("", "")}
"""A letter on each colour, for readers who cannot distinguish the colours."""


def kind_words(since: str) -> Text:
    """Return what a kind of map starts from."""
    return {
        RULES: Text("from random rules", "从随机规则开始"),
        CRISIS: Text("after a crisis", "危机之后"),
    }[since]


def panel_words(control: str, paper_rate: float) -> Text:
    """Return what a panel's control is: KPI power, and adoption on paper where there can be any."""
    kpi = CONTROLS[control]
    if kpi == 0:
        return Text("no control (KPI 0)", "无考核（KPI 0）")
    paper = Text("nothing on paper", "无纸面落实") if paper_rate == 0 else Text(f"paper_rate {paper_rate:g}", f"paper_rate {paper_rate:g}")  # fmt: skip
    return Text(f"KPI {kpi:g}, {paper.en}", f"KPI {kpi:g}，{paper.zh}")


def draw(found: Map, outcome: str, language: str) -> Figure:
    """Draw the map by one outcome."""
    with style(language) as possible:
        return settled(_draw(found, outcome, possible))


def _draw(found: Map, outcome: str, language: str) -> Figure:
    grid, cells = found.grid, found.page(outcome)
    rows = [(since, spillover) for since in (RULES, CRISIS) for spillover in grid.spillover]
    width, height = 2.55 * len(grid.panels) + 0.9, 2.3 * len(rows) + 1.05
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.85 / height), wspace=0.04, hspace=0.05)  # type: ignore[union-attr]
    axes_of = figure.subplots(len(rows), len(grid.panels), squeeze=False)
    for line, (since, spillover) in enumerate(rows):
        for column, panel in enumerate(grid.panels):
            here = [
                one for one in cells
                if (one.place.since, one.place.spillover, one.place.control, one.place.paper_rate) == (since, spillover, *panel)
            ]  # fmt: skip
            axes = axes_of[line, column]
            _panel(axes, here, grid.similarity, language)
            words = [panel_words(*panel)[language]]
            if column == 0:
                spill = Text(f"spillover {spillover:g}", f"外溢 {spillover:g}")[language]
                words.insert(0, f"{kind_words(since)[language]}, {spill}" if language == "en" else f"{kind_words(since)[language]}，{spill}")  # fmt: skip
                axes.set_ylabel(ENVIRONMENT["similarity"].label[language])
            else:
                words.insert(0, "")
            axes.set_title("\n".join(words), fontsize=8)
            axes.set_xlabel(HEADS[since][language], fontsize=7.5)
    _legend(figure, found, outcome, language)
    return figure


def _panel(axes: Axes, cells: list[Cell], similarity: tuple[float, ...], language: str) -> None:
    quarters = sorted({one.quarters for one in cells})
    for one in cells:
        x, y = quarters.index(one.quarters), similarity.index(one.place.similarity)
        side = one.side
        axes.add_patch(
            Rectangle(
                (x - 0.48, y - 0.48), 0.96, 0.96, facecolor=FAMILY_COLOURS[side],
                edgecolor=FAINT if side == OPEN else "white", linewidth=0.5, hatch="////" if side == OPEN else None, alpha=1.0,
            )
        )  # fmt: skip
        lead = f"{100 * one.lead:+.0f}" if side == OPEN else f"{100 * one.lead:.0f}"
        text = f"{LETTERS[side][language]} {lead}".strip().replace("-", "\u2212")
        box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.9}
        axes.text(
            x, y, text, ha="center", va="center", fontsize=7, color=INK if side == OPEN else "white",
            fontweight="bold" if one.lasting else "normal", bbox=box if side == OPEN else None,
        )  # fmt: skip
    axes.set_xlim(-0.52, len(quarters) - 0.48)
    axes.set_ylim(-0.52, len(similarity) - 0.48)
    axes.set_xticks(range(len(quarters)), [str(one) for one in quarters])
    axes.set_yticks(range(len(similarity)), [f"{one:g}" for one in similarity])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _legend(figure: Figure, found: Map, outcome: str, language: str) -> None:
    names = (*families_of(found.grid.places()), OPEN)
    handles = [
        Patch(
            facecolor=FAMILY_COLOURS[name], edgecolor=FAINT, hatch="////" if name == OPEN else None,
            label=f"{LETTERS[name][language]}  {FAMILY_LABELS[name][language]}".strip(),
        )
        for name in names
    ]  # fmt: skip
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.005, 0.998), ncols=len(names), fontsize=10)
    label, height = INDICATORS[outcome].label, figure.get_figheight()
    words = Text(
        f"{label.en}. Number: lead over the next family in hundredths, the smaller of the two prices of copying (open cells: design from above less the best other); bold: holds with all cells of the page together.",
        f"{label.zh}。数字：领先次优者的百分点，取两种借鉴价格中较小者（不明确的格：顶层设计减其他中最优者）；粗体：全页各格一并检验仍成立。",
    )
    figure.text(
        0.008, 1 - 0.4 / height, folded(words[language], int(16.5 * figure.get_figwidth())), fontsize=8.5, va="top"
    )
