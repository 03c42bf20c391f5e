"""The timeline of a chain of events: the state of the subject, two lanes of events, and where the histories part."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ...core.text import Text
from ...experiments.chains.history import Chain, World, unit_of
from ..format.style import BASELINE_COLOUR, COLOURS, FAINT, INK, Picture, style
from ..format.words import unit
from .chain_words import BAD, GOOD, GROUPS, KINDS, PLAIN, kind_words, outcome, world_titles

TONES = {GOOD: COLOURS[0], BAD: COLOURS[1], PLAIN: "#555555"}
LINES: tuple[dict[str, Any], ...] = (
    {"color": BASELINE_COLOUR, "linestyle": "-"},
    {"color": COLOURS[2], "linestyle": (0, (6, 2))},
)
WIDTH, LEFT, TOP, GAP = 11.0, 1.25, 0.92, 0.36  # inches
WORDS = {
    "week": Text("week", "周"),
    "district": Text("district parts", "全区开始不同"),
    "state": Text("reaches the subject", "影响到对象"),
    "events": Text("events part", "事件开始不同"),
    "only": Text("only in this world", "仅此情形"),
    "both": Text("in both worlds", "两种情形均有"),
    GOOD: Text("good", "好"),
    BAD: Text("bad", "坏"),
    PLAIN: Text("neither", "中性"),
}


def timeline(chain: Chain, language: str) -> Figure:
    """Draw it; marks that both worlds share are hollow."""
    with style(language) as shown:
        return _timeline(chain, shown)


def _groups(chain: Chain) -> list[str]:
    there = {KINDS[h.what].group for world in chain.worlds for h in world.happenings}
    return [name for name in GROUPS if name in there]


def _timeline(chain: Chain, language: str) -> Figure:
    groups = _groups(chain)
    kinds = [name for name in KINDS if any(h.what == name for world in chain.worlds for h in world.happenings)]
    lane = 0.15 + 0.34 * max(1, len(groups))
    heights = [1.9] + [lane] * len(chain.worlds)
    below = 0.62 + 0.2 * math.ceil(len(kinds) / 5)
    height = TOP + sum(heights) + GAP * (len(heights) - 1) + below
    figure = Picture(figsize=(WIDTH, height))
    axes = np.array(_places(figure, heights, height), dtype=object)
    _states(axes[0], chain, language)
    for place, world in enumerate(chain.worlds):
        _lane(axes[1 + place], chain, world, groups, language, place)
    _partings(axes, chain, language)
    axes[-1].set_xlabel(WORDS["week"][language])
    for part in axes:
        part.set_xlim(-1, chain.setting.weeks + 1)
        part.xaxis.set_major_locator(MaxNLocator(10, integer=True))
        part.tick_params(axis="x", labelbottom=part is axes[-1])
    _legend(figure, chain, kinds, language, height)
    return figure


def _places(figure: Figure, heights: list[float], height: float) -> list[Axes]:
    """Return axes one above the other at fixed places: a layout that is solved for may differ in its last digits."""
    made, top = [], height - TOP
    for own in heights:
        made.append(figure.add_axes((LEFT / WIDTH, (top - own) / height, (WIDTH - LEFT - 0.2) / WIDTH, own / height)))
        top -= own + GAP
    return made


def _states(axes: Axes, chain: Chain, language: str) -> None:
    weeks = np.arange(1, chain.setting.weeks + 1)
    for place, world in enumerate(chain.worlds):
        values = world.states[:, world.names.index(chain.main)]
        axes.plot(weeks, values, linewidth=1.7, label=world_titles(chain)[place][language], **LINES[place])
    axes.set_title(f"{outcome(chain.main)[language]}  [{unit(unit_of(chain.main))[language]}]", pad=6)
    axes.grid(axis="y", color="#E8E8E8", linewidth=0.6)
    axes.margins(y=0.12)
    axes.yaxis.set_major_locator(MaxNLocator(5))


def _lane(axes: Axes, chain: Chain, world: World, groups: list[str], language: str, place: int) -> None:
    others = Counter(h for other in chain.worlds if other is not world for h in other.happenings)
    alone = len(chain.worlds) == 1
    for happening in world.happenings:
        kind = KINDS[happening.what]
        shared = others[happening] > 0
        others[happening] -= shared
        colour = TONES[kind.tone]
        filled = alone or not shared
        axes.plot(
            happening.week, groups.index(kind.group), kind.marker, color=colour, markersize=4 if kind.marker == "." else 6.5,
            markerfacecolor=colour if filled else "white", markeredgecolor=colour, alpha=1.0 if filled else 0.55, clip_on=False,
        )  # fmt: skip
    axes.set_yticks(range(len(groups)), [GROUPS[name][language] for name in groups])
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#EEEEEE", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(world_titles(chain)[place][language], pad=4, fontweight="bold" if language == "en" else "normal")


def _partings(axes: np.ndarray, chain: Chain, language: str) -> None:
    if chain.parting is None:
        return
    at: dict[int, list[str]] = {}
    for name in ("district", "state", "events"):
        week = getattr(chain.parting, name)
        if week is not None:
            at.setdefault(week, []).append(WORDS[name][language])
    parts = []
    for week, told in sorted(at.items()):
        for part in axes:
            part.axvline(week, color=COLOURS[3], linewidth=1.0, linestyle=(0, (2, 2)), zorder=0)
        parts.append(f"week {week}: {', '.join(told)}" if language == "en" else f"第 {week} 周：{'、'.join(told)}")
    axes[0].set_title("   |   ".join(parts), loc="right", fontsize=8, color="#9A4F7B", pad=6)


def _legend(figure: Figure, chain: Chain, kinds: list[str], language: str, height: float) -> None:
    lines = [
        Line2D([], [], linewidth=1.7, label=title[language], **LINES[place])
        for place, title in enumerate(world_titles(chain))
    ]
    tones = [
        Line2D([], [], marker="o", linestyle="", color=colour, markersize=6, label=WORDS[tone][language])
        for tone, colour in TONES.items()
    ]
    if len(chain.worlds) > 1:
        tones += [
            Line2D([], [], marker="o", linestyle="", color=FAINT, markersize=6, label=WORDS["only"][language]),
            Line2D([], [], marker="o", linestyle="", color=FAINT, markersize=6, markerfacecolor="white", label=WORDS["both"][language]),
        ]  # fmt: skip
    label = chain.subject.label[language]
    figure.text(0.008, 1 - 0.06 / height, label[0].upper() + label[1:], va="top", fontsize=11, color=INK)
    figure.legend(handles=[*lines, *tones], loc="upper left", bbox_to_anchor=(0.0, 1 - 0.26 / height), ncols=7, fontsize=8, handlelength=2.4, columnspacing=1.3)  # fmt: skip
    marks = [
        Line2D([], [], marker=KINDS[name].marker, linestyle="", color=TONES[KINDS[name].tone], markersize=6, label=kind_words(name)[language])
        for name in kinds
    ]  # fmt: skip
    if marks:
        figure.legend(handles=marks, loc="lower left", bbox_to_anchor=(0.0, 0.0), ncols=5, fontsize=7.5, handlelength=1.2, columnspacing=1.5)  # fmt: skip
