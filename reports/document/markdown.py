"""Documents in Markdown: tables, figures, numbers with their intervals."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence

from ...core.text import Text
from ...core.units import unit as unit
from ...runs.intervals import Interval
from ..format.numbers import NOTHING, decimals, decimals_of, fixed, signed

Lines = Iterator[Text | str]


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: int | Collection[int] = 1, spaced: bool = False
) -> Iterator[str]:
    """Yield a Markdown table, line by line, and an empty line.

    Parameters
    ----------
    head : words over the columns.
    rows : cells; what would end a cell or a line in Markdown is written so that it does not.
    right : the columns of numbers: all from this one on, or those named.
    spaced : whether the line below the head has spaces as the others have.
    """
    numbers = range(right, len(head)) if isinstance(right, int) else right
    marks = ["---:" if k in numbers else "---" for k in range(len(head))]
    yield table_row(head)
    yield table_row(marks) if spaced else "|" + "|".join(marks) + "|"
    for row in rows:
        yield table_row(row)
    yield ""


def table_row(cells: Iterable[str]) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def figure(name: str, alternative: Text, language: str) -> str:
    """Return the line that shows a figure."""
    suffix = "" if language == "en" else f".{language}"
    return f"![{alternative[language]}](figures/evidence-{name}{suffix}.png)\n"


def with_interval(found: Interval, unit_: str, sign: bool = False) -> str:
    """Return a number with its interval, in the digits that the interval supports."""
    if not math.isfinite(found.mean):
        return NOTHING
    places = decimals_of(found, unit_)
    write = signed if sign else fixed
    if not math.isfinite(found.low):
        return write(found.mean, decimals(unit_, found.mean))
    return f"{write(found.mean, places)} [{write(found.low, places)}, {write(found.high, places)}]"
