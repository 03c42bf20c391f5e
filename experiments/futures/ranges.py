"""What is assumed, and in which range each number is swept: one rule for all, stated on every page that uses it.

The range is the declared plausible one; where none is declared, half to twice the default, within what is permitted.
A word is swept over the other words. A quantity whose range is its default alone cannot be swept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.quantity import Quantity, Status
from ...model.quantities.environment import ENVIRONMENT
from ...model.quantities.parameters import CONSTANTS
from ...model.runtime.weights import scaled

OWN_RANGES: Mapping[str, tuple[float, float]] = {
    "elements": (8, 14),  # all 2^N rule sets are searched for the best
    "hours_most": (3, 5),
    "group_evenness": (2, 100),
    "coproduction": (0, 1),  # off by default: all of it is tried next to nothing
}
"""Ranges where half to twice would be too slow or mean nothing."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A quantity and the values it takes."""

    quantity: Quantity
    values: tuple[Any, ...]
    declared: bool

    @property
    def name(self) -> str:
        """Name of the quantity."""
        return self.quantity.name

    def at(self, share: float) -> Any:
        """Return the value at a share of the range, 0 to 1; of words the one that is there."""
        if self.quantity.choices:
            return self.quantity.choices[min(int(share * len(self.quantity.choices)), len(self.quantity.choices) - 1)]
        low, high = float(self.values[0]), float(self.values[-1])
        value = low + share * (high - low)
        return round(value) if self.quantity.integer else float(f"{value:.10g}")


def assumed() -> list[Swept]:
    """Return every assumed quantity of environment and mechanisms that can be swept, in the order of declaration."""
    found = [sweep(one) for catalogue in (ENVIRONMENT, CONSTANTS) for one in catalogue.values()]
    return [one for one in found if one is not None]


def sweep(quantity: Quantity) -> Swept | None:
    """Return a quantity with its low and its high value, or None if it is not assumed or has but one value."""
    if quantity.status is not Status.ASSUMED:
        return None
    if quantity.choices:
        return Swept(quantity, tuple(word for word in quantity.choices if word != quantity.default), True)
    pair = quantity.plausible or OWN_RANGES.get(quantity.name)
    declared = pair is not None
    low, high = pair or (quantity.default / 2, quantity.default * 2)
    low = low if quantity.low is None else max(low, quantity.low)
    high = high if quantity.high is None else min(high, quantity.high)
    if quantity.integer:
        low, high = int(low), int(high)
    if not low < high:
        return None
    return Swept(quantity, (low, high), declared)


def settled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with those that cannot stand together brought into order (only where many are changed at once)."""
    found = dict(values)
    elements = found.get("elements", ENVIRONMENT["elements"].default)
    if found.get("complexity", 0) >= elements:
        found["complexity"] = elements - 1
    low, high = (found.get(name, CONSTANTS[name].default) for name in ("initial_strength_low", "initial_strength_high"))
    if low > high:
        found["initial_strength_low"] = high
    return scaled(found)
