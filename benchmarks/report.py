"""The one table, and the file next to it."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from ..core.machine.processors import processors
from . import baseline
from .measure import Timing
from .rows import Row


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the code."""
    return {
        "machine": platform.machine(), "system": platform.system(), "cores": processors(), "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "numba", "mesa")},
    }  # fmt: skip


def figure(value: float) -> str:
    """Return a number with four digits that count."""
    if value == 0.0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.4g}"
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.1e}"


def spread(timing: Timing | None) -> str:
    """Return the spread of measurements and how many there were."""
    if timing is None:
        return ""
    part = timing.spread
    return f"{len(timing.samples)}" if part is None else f"±{part:.1%}, {len(timing.samples)}"


def table(rows: Sequence[Row], yardstick: Timing | None, stored: Mapping[str, float]) -> Table:
    """Return the table: ratios first."""
    made = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        title_justify="left",
        title="cogov benchmarks: medians ± half the quartile distance, number of measurements",
    )
    for name, justify in (
        ("ratio", "left"), ("target", "left"), ("what", "left"), ("median", "right"), ("unit", "left"), ("spread", "right"),
        ("baseline", "right"), ("now / then", "right"), ("note", "left"),
    ):  # fmt: skip
        made.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    section = None
    for row in rows:
        if row.section != section:
            if section is not None:
                made.add_section()
            made.add_row("", "", f"[bold]{row.section}[/bold]")
            section = row.section
        then = baseline.change(row, yardstick and yardstick.median, stored)
        made.add_row(
            row.ratio, row.target, row.label, figure(row.value), row.unit, spread(row.timing),
            "" if then is None else figure(then[0]), "" if then is None else f"{then[1]:.2f}", row.note,
        )  # fmt: skip
    return made


def show(rows: Sequence[Row], yardstick: Timing | None, stored: Mapping[str, float]) -> None:
    """Print the table on standard output, wide enough not to be cut where it does not go to a screen."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(table(rows, yardstick, stored))
    if yardstick is not None:
        console.print(
            f"Yardstick: C, 1,000 residents: {yardstick.median:.2f} ns a resident-week ({spread(yardstick)}). The baseline is "
            "given in this machine's time."
        )  # fmt: skip


def as_json(rows: Sequence[Row], yardstick: Timing | None, complete: bool) -> dict[str, Any]:
    """Return everything measured."""
    lines = [{**asdict(row), "normalised": baseline.normalised(row, yardstick and yardstick.median)} for row in rows]
    return {
        "complete": complete,
        "machine": machine(),
        "yardstick": None if yardstick is None else asdict(yardstick),
        "rows": lines,
    }


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write the file, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
