"""What the parts of the evidence share: tables and figures in Markdown, numbers with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from ...core.text import Text
from ...core.units import unit as unit
from ...runs.intervals import Interval
from ..format.numbers import NOTHING, decimals, decimals_of, fixed, signed

Lines = Iterator[Text | str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: int = 1) -> Iterator[str]:
    """Yield a Markdown table; columns from `right` on are numbers."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join("---:" if k >= right else "---" for k in range(len(head))) + "|"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
    yield ""


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
