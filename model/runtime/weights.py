"""Weights that sum to 1: those that are set are taken as they are, the others give way in proportion to their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.quantity import QuantityError
from ...core.text import Text
from ..quantities.parameters import CONSTANTS

SATISFACTION = (
    "satisfaction_service", "satisfaction_cases", "satisfaction_help", "satisfaction_influence", "satisfaction_relief",
)  # fmt: skip
"""The weights of satisfaction."""

ROUNDING = 1e-6


def whole(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constants that were set, with the weights that give way to them.

    Raises
    ------
    QuantityError
        If the weights cannot sum to 1: what is set is more than 1, or less and no other is left that could grow.

    Examples
    --------
    >>> whole({"gossip": 0.1})
    {'gossip': 0.1}
    >>> sum(whole({"satisfaction_help": 0.6})[name] for name in SATISFACTION)
    1.0
    """
    set_now = {name: float(given[name]) for name in SATISFACTION if name in given}
    rest = 1.0 - sum(set_now.values())
    others = {name: float(CONSTANTS[name].default) for name in SATISFACTION if name not in given}
    room = sum(others.values())
    if not set_now or abs(rest - room) <= ROUNDING:
        return dict(given)
    if rest < -ROUNDING or room <= 0.0:
        listed = ", ".join(f"{name} = {value:g}" for name, value in set_now.items())
        total = sum(set_now.values())
        raise QuantityError(
            Text(
                f"constants: the weights of satisfaction must sum to 1, but {listed} sum to {total:g}; set other values, or fewer of {', '.join(SATISFACTION)}: those that are not set give way",
                f"constants：满意度各项权重之和须为 1，而 {listed} 合计 {total:g}；请改用其他数值，或少设几项（{'、'.join(SATISFACTION)}）：未设定的权重会按比例调整",
            )
        )
    return {**given, **{name: value * max(0.0, rest) / room for name, value in others.items()}}


def scaled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in which weights that were drawn together sum to at most 1, and to 1 where all of them were drawn."""
    drawn = {name: float(values[name]) for name in SATISFACTION if name in values}
    total = sum(drawn.values())
    if total > 1.0 or (len(drawn) == len(SATISFACTION) and total > 0.0):
        return {**values, **{name: value / total for name, value in drawn.items()}}
    return dict(values)
