"""The figures of an earlier state, kept so that another machine can be compared: times as multiples of the C kernel's.

`baseline.json` holds for each key of a row its value over the yardstick (TIME), its product with it (RATE), or the value
itself (PLAIN).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .rows import PLAIN, RATE, Row

PATH = Path(__file__).with_name("baseline.json")


def normalised(row: Row, yardstick: float | None) -> float | None:
    """Return the figure freed of the machine's speed; None where there is no yardstick."""
    if row.kind == PLAIN:
        return row.value
    if yardstick is None:
        return None
    return row.value * yardstick if row.kind == RATE else row.value / yardstick


def read(path: Path | None = None) -> dict[str, float]:
    """Return the stored figures by key; empty without a baseline."""
    path = path or PATH
    return json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}


def write(rows: Iterable[Row], yardstick: float, about: Mapping[str, Any], path: Path | None = None) -> int:
    """Store the figures of this run, in place of those with the same keys; return how many."""
    new = {row.key: number for row in rows if row.key and (number := normalised(row, yardstick)) is not None}
    path = path or PATH
    figures = {**read(path), **new}
    kept = {key: float(f"{value:.6g}") for key, value in sorted(figures.items())}
    path.write_text(json.dumps({"about": dict(about), "figures": kept}, indent=1) + "\n", encoding="utf-8")
    return len(new)


def change(row: Row, yardstick: float | None, stored: Mapping[str, float]) -> tuple[float, float] | None:
    """Return what the baseline would be here, in the row's unit, and this figure over that; None where nothing is stored."""
    now = normalised(row, yardstick)
    if now is None or not stored.get(row.key) or not row.value:
        return None
    ratio = now / stored[row.key]
    return row.value / ratio, ratio
