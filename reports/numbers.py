"""How numbers are written: as many digits as mean something, the sign of a difference always shown."""

from __future__ import annotations

import math

from ..core.quantity import Text
from ..experiments.intervals import Interval

MINUS = "\u2212"
NOTHING = "\u2013"

# Decimals by unit where a scale is bounded; elsewhere three significant digits.
_FIXED = {"share": 3, "Gini": 3, "index": 3, "fit": 3}


def decimals(unit: str, size: float) -> int:
    """Return how many decimals to show for numbers of this size in this unit."""
    if unit in _FIXED:
        return _FIXED[unit]
    if size == 0 or not math.isfinite(size):
        return 2
    return max(0, 2 - math.floor(math.log10(abs(size))))


def number(value: float, unit: str = "", size: float | None = None) -> str:
    """Return a number; `size` sets the digits where several numbers should agree in them."""
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{value:,.{decimals(unit, value if size is None else size)}f}"
    text = text.removeprefix("-") if float(text.replace(",", "")) == 0 else text
    return text.replace("-", MINUS)


def signed(value: float, unit: str = "", size: float | None = None) -> str:
    """Return a difference, with its sign."""
    text = number(value, unit, size)
    return text if text == NOTHING or text.startswith(MINUS) or not value > 0 or set(text) <= set("0.,") else f"+{text}"


def span(found: Interval, unit: str, size: float | None = None) -> Text:
    """Return the bounds of an interval in words."""
    low, high = (signed(bound, unit, size) for bound in (found.low, found.high))
    return Text(f"{low} to {high}", f"{low} 至 {high}")


def percent(share: float) -> str:
    """Return a share in percent."""
    return NOTHING if share is None or not math.isfinite(share) else f"{100 * share:.0f} %"
