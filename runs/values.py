"""Values of NumPy and pandas as plain Python: whatever a caller's own code has at hand is taken where a number or a list is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """Return NumPy and pandas values, ranges and tuples as numbers, words, lists and mappings; all else as it is.

    Arrays, Series, Index and ranges become lists, a DataFrame a list of rows by name; NumPy scalars become Python's. pandas'
    NA and NaT become None. Read through lists and mappings, whose keys become plain too.
    """
    if value is None or isinstance(value, str | bytes | bool | int | float):
        item = getattr(value, "item", None)  # np.float64 is a float, np.str_ a str
        return value if item is None else item()
    if isinstance(value, Mapping):
        return {plain(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(one) for one in value]
    module = type(value).__module__.partition(".")[0]
    if module == "pandas":
        return _of_pandas(value)
    if module == "numpy":
        return plain(value.tolist()) if hasattr(value, "tolist") else value
    return value


def _of_pandas(value: Any) -> Any:
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return [plain(row) for row in value.to_dict("records")]
    return plain(value.tolist()) if hasattr(value, "tolist") else value


def missing(value: Any) -> bool:
    """Return whether a plain value stands for none: None, nan, empty words."""
    return (
        value is None
        or (isinstance(value, float) and math.isnan(value))
        or (isinstance(value, str) and not value.strip())
    )
