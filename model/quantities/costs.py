"""What a lever costs, in words: made from its price, or from the constants of the equation that makes it cost."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from ...core.quantity import Quantity
from ...core.text import Text
from ...core.units import unit
from .parameters import CONSTANTS


def cost_of(lever: Quantity, constants: Mapping[str, Any] | None = None) -> Text | None:
    """Return what a lever costs, or None where it costs nothing; `constants` are values other than the defaults."""
    values = {**CONSTANTS.defaults(), **(constants or {})}
    price, words = lever.extra["price"], lever.extra["cost"]
    if price is not None:
        paid, per = f"{values[price.name]:,.10g}", unit(price.unit)
        return Text(f"{paid} {per.en}", f"{paid} {per.zh}")
    if words is None:
        return None
    named = [name for _, name, _, _ in string.Formatter().parse(words.en) if name]
    shown = {name: f"{values[name]:,.10g}" for name in named}
    return Text(words.en.format(**shown), words.zh.format(**shown))
