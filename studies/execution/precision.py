"""What became of an asked precision: from the runs of a folder, in words and as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...core.text import Text
from ...runs.stopping import Reached
from ..design.cells import Cell
from ..design.spec import Spec
from ..storage.tables import Tables
from .plans import Sequential

SHOWN = 3
"""Points that are named in a message."""


def reached_in(tables: Tables, spec: Spec) -> dict[int, Reached]:
    """Return how narrow the intervals are at each point that is decided, from the runs that are there.

    Parameters
    ----------
    tables : of the study.
    spec : of the study, with `precision`.
    """
    rows = [row for row in tables.design.select(["cell", "scenario", "point", "asked"]).to_pylist() if not row["asked"]]
    if not rows or not tables.outputs:
        return {}
    cells = [Cell(row["cell"], row["scenario"], row["point"], {}) for row in rows]
    known = tables.values(list(spec.precision))
    return Sequential(cells, spec.precision, spec.most, tables.outputs, known).reached()


def precision_status(spec: Spec, found: Mapping[int, Reached]) -> dict[str, Any]:
    """Return what became of the asked precision as plain data."""
    short = [
        {
            "point": number,
            "values": dict(spec.points[number]),
            "replicates": one.replicates,
            "widest": {name: width if math.isfinite(width) else None for name, width in one.widest.items()},
        }
        for number, one in found.items()
        if not one.enough
    ]
    return {
        "asked": dict(spec.precision), "points": len(spec.points), "decided": len(found),
        "reached": len(found) - len(short), "short": short,
    }  # fmt: skip


def shortfall(about: Mapping[str, Any] | None) -> Text | None:
    """Return what fell short of the asked precision in words; None where nothing did, or no precision was asked for."""
    if not about or not about["short"]:
        return None
    named_en, named_zh = [], []
    for one in about["short"][:SHOWN]:
        parts = [(name, about["asked"][name], width) for name, width in one["widest"].items()]
        missed = [part for part in parts if part[2] is None or part[2] > part[1]] or parts
        widths_en = ", ".join(f"{name} {_width(width, 'en')} instead of {asked:g}" for name, asked, width in missed)
        widths_zh = "，".join(f"{name} 为 {_width(width, 'zh')}，要求 {asked:g}" for name, asked, width in missed)
        named_en.append(f"point {one['point']}, {one['replicates']} replicates: {widths_en}")
        named_zh.append(f"点 {one['point']}，{one['replicates']} 次重复：{widths_zh}")
    more = len(about["short"]) > SHOWN
    count = len(about["short"])
    return Text(
        f"the precision asked for was not reached at {count} of {about['points']} points ({'; '.join(named_en)}{'; ...' if more else ''})",
        f"{about['points']} 个点中有 {count} 个未达到所要求的精度（{'；'.join(named_zh)}{'；……' if more else ''}）",
    )


def _width(width: float | None, language: str) -> str:
    if width is None:
        return "no interval (too few numbers, or no variance)" if language == "en" else "无区间（数值太少或没有方差）"
    return f"{width:.3g}"
