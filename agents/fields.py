"""Short forms in which the agents declare their columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.quantity import Unit, state
from ..core.rows.columns import Column


def column(
    name: str, default: float, low: float | None, high: float | None, unit: Unit, en: str, zh: str,
    meaning_en: str = "", meaning_zh: str = "", *, dtype: Any = np.float64, start: Any = None, newcomers: Any = None,
) -> Column:  # fmt: skip
    """Declare a column of one's own, for residents or organisations: of an extension, or of a subclass of an agent.

    Parameters
    ----------
    name : small letters, digits, underscores.
    default : value where nothing else is said, in the bounds.
    low, high : bounds, inclusive (None: open); a value outside of them stops the run and is named.
    unit : in both languages, as Text("h", "小时").
    en, zh, meaning_en, meaning_zh : label, and one sentence about it.
    dtype : NumPy type of a number; whole numbers are of an integer type.
    start : what those have who are there at the start: a value, or a function of the model and their rows that returns
        one value or one each. Random numbers come from `model.draw`. None: the default.
    newcomers : the same for those who come later: who moves in, organisations that are founded. None: as at the start.
    """
    whole = np.dtype(dtype).kind in "iu"
    declared = state(name, default, low, high, unit, en, zh, meaning_en, meaning_zh, integer=whole)
    return Column(default, dtype, quantity=declared, start=start, newcomers=newcomers)


def share(
    name: str, default: float, en: str, zh: str, meaning_en: str = "", meaning_zh: str = "", dtype: type = np.float64
) -> Column:  # fmt: skip
    """Declare a column of shares in 0-1."""
    return Column(default, dtype, quantity=state(name, default, 0.0, 1.0, "share", en, zh, meaning_en, meaning_zh))


def number(
    name: str, default: float, low: float | None, high: float | None, unit: str, en: str, zh: str,
    meaning_en: str = "", meaning_zh: str = "", dtype: type = np.float64,
) -> Column:  # fmt: skip
    """Declare a column of real numbers."""
    return Column(default, dtype, quantity=state(name, default, low, high, unit, en, zh, meaning_en, meaning_zh))


def whole(
    name: str, default: int, low: int | None, high: int | None, unit: str, en: str, zh: str,
    meaning_en: str = "", meaning_zh: str = "", dtype: type = np.int32,
) -> Column:  # fmt: skip
    """Declare a column of whole numbers (32 bit unless said): counts, categories, rows of other agents (-1: none)."""
    declared = state(name, default, low, high, unit, en, zh, meaning_en, meaning_zh, integer=True)
    return Column(default, dtype, quantity=declared)


def flag(name: str, default: int, en: str, zh: str, meaning_en: str = "", meaning_zh: str = "") -> Column:
    """Declare a column of yes (1) and no (0)."""
    declared = state(name, default, 0, 1, "0 or 1", en, zh, meaning_en, meaning_zh, integer=True)
    return Column(default, np.uint8, quantity=declared)


def key(name: str, en: str, zh: str, meaning_en: str = "", meaning_zh: str = "") -> Column:
    """Declare a column of 64-bit keys, by which draws are made."""
    declared = state(name, 0, 0, None, "key", en, zh, meaning_en, meaning_zh, integer=True)
    return Column(0, np.uint64, quantity=declared)
