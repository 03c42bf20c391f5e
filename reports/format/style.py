"""How figures look: colours that most colour-blind readers can distinguish, fonts, and image files that are the same each time."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib.ticker import FuncFormatter

from ...experiments.comparison.result import Comparison
from .fonts import chinese_family, figure_language
from .numbers import MINUS, scale_of

# Okabe and Ito's colours, told apart by most colour-blind readers; the baseline is grey. Lines differ in dashes too.
BASELINE_COLOUR = "#555555"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[tuple[float, ...] | str, ...] = ("-", (0, (6, 2)), (0, (1.5, 1.2)), (0, (6, 2, 1.5, 2)), (0, (3, 1)))  # type: ignore[assignment]
MARKERS = ("o", "D", "s", "^", "v", "P", "X")
DPI = 160
INK, FAINT = "#222222", "#8A8A8A"

# A hundredth of a point is finer than any screen; the other digits are half of the file.
_PATH, _DIGITS = re.compile(rb' d="[^"]*"'), re.compile(rb"(\.\d\d)\d+")


# What a figure is not about: where windows are shown, and how.
_NOT_OF_FIGURES = {"backend", "backend_fallback", "interactive", "toolbar", "webagg.address", "webagg.open_in_browser"}


def defaults() -> dict[str, Any]:
    """Return matplotlib's own settings: figures start from these, whatever style or rc file the user has."""
    return {name: value for name, value in mpl.rcParamsDefault.items() if name not in _NOT_OF_FIGURES}


def settings(language: str) -> dict[str, Any]:
    """Return matplotlib's settings for labels in a language (that of `figure_language`)."""
    family = [chinese_family()] if language == "zh" else []
    return {
        "font.family": [*family, "DejaVu Sans"],
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.titlesize": 9.5,
        "axes.titleweight": "normal",
        "axes.titlelocation": "left",
        "axes.labelsize": 8.5,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.7,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "text.color": INK,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "svg.hashsalt": "cogov",
        "svg.fonttype": "path",
        "path.simplify": True,
    }


@contextmanager
def style(language: str) -> Iterator[str]:
    """Set fonts and lines for a while; yield the language that labels can be written in."""
    language = figure_language(language)
    with mpl.rc_context(defaults() | settings(language)):  # type: ignore[arg-type]
        yield language


def use_style(language: str = "en") -> str:
    """Set fonts, lines and the colours of cogov's figures for all figures to come, as in a notebook.

    Returns
    -------
    str : the language that labels can be written in: English where no font has Chinese letters.
    """
    if language not in ("en", "zh"):
        raise ValueError(f"no language '{language}': en or zh")
    language = figure_language(language)
    for name, value in settings(language).items():
        mpl.rcParams[name] = value  # type: ignore[index]
    mpl.rcParams["axes.prop_cycle"] = cycler(color=COLOURS)
    return language


def settled(figure: Figure) -> Figure:
    """Lay a figure out once and for all, inside `style`; return it."""
    if (engine := figure.get_layout_engine()) is not None:
        for _ in range(2):  # the first pass learns how long the labels are
            engine.execute(figure)
    figure.set_layout_engine("none")
    return figure


class Picture(Figure):
    """A figure that a notebook shows although pyplot, which would know how, was never imported."""

    def _repr_png_(self) -> bytes:
        return image(self, "png")


def as_read(axis: Axis, unit: str) -> None:
    """Write the numbers along an axis as they are read: shares in per cent."""
    if (scale := scale_of(unit)) != 1:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{scale * value:.6g}".replace("-", MINUS)))


def image(figure: Figure, kind: str, dpi: int = DPI) -> bytes:
    """Return a figure as SVG or PNG bytes without date, software or salt of the moment.

    A figure is laid out and drawn in `style`; the settings here are those of matplotlib but for the salt, so that the
    user's own settings do not come in at the end.
    """
    sink = io.BytesIO()
    with mpl.rc_context(defaults() | {"svg.hashsalt": "cogov", "svg.fonttype": "path"}):  # type: ignore[arg-type]
        if kind == "png":
            figure.savefig(sink, format="png", dpi=dpi, metadata={"Software": None})
            return sink.getvalue()
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": None})
    return _PATH.sub(lambda path: _DIGITS.sub(rb"\1", path[0]), sink.getvalue())


def folded(label: str, width: int) -> str:
    """Break a long label into lines; Chinese letters take the room of two."""
    han = sum(letter >= "\u2e80" for letter in label)
    return "\n".join(textwrap.wrap(label, width if han < len(label) / 2 else width // 2)) or label


def look(comparison: Comparison, name: str) -> dict:
    """Return colour and dashes of a scenario's line."""
    place = comparison.place(name)
    if place == 0:
        return {"color": BASELINE_COLOUR, "linestyle": "-", "linewidth": 1.8}
    dash = DASHES[place % len(DASHES)]
    return {"color": COLOURS[(place - 1) % len(COLOURS)], "linestyle": dash, "linewidth": 1.8}
