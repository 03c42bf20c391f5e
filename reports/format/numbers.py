"""How numbers are written: as many digits as mean something, the sign of a difference always shown."""

from __future__ import annotations

import math

from ...core.text import Text
from ...runs.intervals import Interval

MINUS = "\u2212"
NOTHING = "\u2013"
MOST_DECIMALS = 6

# Decimals where a scale is bounded and nothing is known about the uncertainty; elsewhere three significant digits.
_FIXED = {"share": 3, "Gini": 3, "index": 3, "fit": 3}


def scale_of(unit: str) -> float:
    """Return what numbers in a unit are multiplied by to be read: shares are read in per cent."""
    return 100.0 if unit == "share" else 1.0


def read_places(places: int, unit: str) -> int:
    """Return the decimals of a number as it is read, from those of the number in its unit."""
    return places if scale_of(unit) == 1 else max(0, places - 2)


def level(value: float, places: int, unit: str) -> str:
    """Return a number as it is read: a share in per cent."""
    return fixed(value if value is None else scale_of(unit) * value, read_places(places, unit))


def change(value: float, places: int, unit: str) -> str:
    """Return a difference as it is read, with its sign: one of shares in percentage points."""
    return signed(value if value is None else scale_of(unit) * value, read_places(places, unit))


def decimals(unit: str, size: float) -> int:
    """Return how many decimals to show for numbers of this size in this unit."""
    if unit in _FIXED:
        return _FIXED[unit]
    if size == 0 or not math.isfinite(size):
        return 2
    return min(MOST_DECIMALS, max(0, 2 - math.floor(math.log10(abs(size)))))


def decimals_of_levels(places: int, unit: str) -> int:
    """Return the decimals of levels from those of their difference: as many, and no fewer than usual for the scale."""
    return max(places, _FIXED.get(unit, 0))


def decimals_of(found: Interval, unit: str) -> int:
    """Return the decimals an interval supports: two digits of its half-width, or one where that begins with 4 or more.

    One or two more where a bound that leaves zero out would else be rounded to it.
    """
    half = found.half_width
    if not math.isfinite(half) or half <= 0:
        return decimals(unit, found.mean)
    power = math.floor(math.log10(half))
    digits = 1 if half / 10**power < 3.5 else 0
    places = max(0, digits - power)
    nearest = min(abs(found.low), abs(found.high)) if found.clear else 1.0
    enough = (more for more in (places, places + 1, places + 2) if round(nearest, more) != 0)
    return min(MOST_DECIMALS, next(enough, places))


def fixed(value: float, places: int) -> str:
    """Return a number with a given number of decimals; a missing number is a dash."""
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{value:,.{places}f}"
    text = text.removeprefix("-") if float(text.replace(",", "")) == 0 else text
    return text.replace("-", MINUS)


def number(value: float, unit: str = "", size: float | None = None) -> str:
    """Return a number; `size` sets the digits where several numbers should agree in them."""
    return fixed(value, decimals(unit, value if size is None else size)) if value is not None else NOTHING


def whole(value: float) -> str:
    """Return a count."""
    return fixed(value, 0)


def signed(value: float, places: int) -> str:
    """Return a difference, with its sign."""
    text = fixed(value, places)
    return f"+{text}" if text != NOTHING and not text.startswith(MINUS) and text.strip("0.,") else text


def bounds(found: Interval, places: int, unit: str = "") -> tuple[str, str]:
    """Return the bounds of an interval as they are read, with their signs."""
    low, high = (change(bound, places, unit) for bound in (found.low, found.high))
    if found.clear:  # a bound so near to zero that it is rounded to it still says on which side it lies
        sign = "+" if found.low > 0 else MINUS
        low, high = (bound if bound[0] in f"+{MINUS}" else sign + bound for bound in (low, high))
    return low, high


def span(found: Interval, places: int, unit: str = "") -> Text:
    """Return the bounds of an interval in words."""
    low, high = bounds(found, places, unit)
    return Text(f"{low} to {high}", f"{low} 至 {high}")


def percent(share: float) -> str:
    """Return a share in percent; what is not nothing, or not all, is not written as 0 or 100."""
    if share is None or not math.isfinite(share):
        return NOTHING
    if 0 < share < 0.005:
        return "< 1\u00a0%"
    return "> 99\u00a0%" if 0.995 <= share < 1 else f"{100 * share:.0f}\u00a0%"
