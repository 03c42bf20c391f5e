"""Short forms in which the agents declare their columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.quantity import OPEN, Bounds, Unit, state
from ..core.rows.columns import Column
from ..core.text import Text


def column(
    name: str,
    default: float,
    *,
    bounds: Bounds = OPEN,
    unit: Unit,
    label: Text,
    meaning: Text | None = None,
    dtype: Any = np.float64,
    start: Any = None,
    newcomers: Any = None,
) -> Column:
    """Declare a column of one's own, for residents or organisations: of an extension, or of a subclass of an agent.

    Parameters
    ----------
    name : small letters, digits, underscores.
    default : value where nothing else is said, in the bounds.
    bounds : least and greatest value, inclusive (None: open); a value outside of them stops the run and is named.
    unit : in both languages, as Text("h", "小时").
    label, meaning : short name, and one sentence about it; in both languages.
    dtype : NumPy type of a number; whole numbers are of an integer type.
    start : what those have who are there at the start: a value, or a function of the model and their rows that returns
        one value or one each. Random numbers come from `model.draw`. None: the default.
    newcomers : the same for those who come later: who moves in, organisations that are founded. None: as at the start.
    """
    whole = np.dtype(dtype).kind in "iu"
    declared = state(name, default, bounds=bounds, unit=unit, label=label, meaning=meaning, integer=whole)
    return Column(default, dtype, quantity=declared, start=start, newcomers=newcomers)


def share(name: str, default: float, *, label: Text, meaning: Text | None = None, dtype: type = np.float64) -> Column:
    """Declare a column of shares in 0-1."""
    return column(name, default, bounds=(0.0, 1.0), unit="share", label=label, meaning=meaning, dtype=dtype)


def number(
    name: str,
    default: float,
    *,
    bounds: Bounds = OPEN,
    unit: Unit,
    label: Text,
    meaning: Text | None = None,
    dtype: type = np.float64,
) -> Column:
    """Declare a column of real numbers."""
    return column(name, default, bounds=bounds, unit=unit, label=label, meaning=meaning, dtype=dtype)


def whole(
    name: str,
    default: int,
    *,
    bounds: Bounds = OPEN,
    unit: Unit,
    label: Text,
    meaning: Text | None = None,
    dtype: type = np.int32,
) -> Column:
    """Declare a column of whole numbers (32 bit unless said): counts, categories, rows of other agents (-1: none)."""
    return column(name, default, bounds=bounds, unit=unit, label=label, meaning=meaning, dtype=dtype)


def flag(name: str, default: int, *, label: Text, meaning: Text | None = None) -> Column:
    """Declare a column of yes (1) and no (0)."""
    return column(name, default, bounds=(0, 1), unit="0 or 1", label=label, meaning=meaning, dtype=np.uint8)


def key(name: str, *, label: Text, meaning: Text | None = None) -> Column:
    """Declare a column of 64-bit keys, by which draws are made."""
    return column(name, 0, bounds=(0, None), unit="key", label=label, meaning=meaning, dtype=np.uint64)
