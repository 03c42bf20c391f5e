"""What users may have written into columns, looked at before a week runs: compiled rules would read past the end of an array.

Columns of agents are NumPy arrays that anybody may write. Before a run each is held against what its declaration allows, numbers of rows
and groups against how many there are. The arrays of ties (`CommunityModel.ties`) are not: change ties by `network.add` and `drop`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import INTERPRETED, compiled
from ...core.quantity import QuantityError
from ...core.rows.columns import Column, columns_of
from ..extensions.own_columns import OWN
from .build import AGENTS

ROUNDING = 1e-6  # what a number may lie outside for being kept in 32 bits, or a remainder of hours or money below zero
KEYS = ("unique_id", "alive", "identity")  # written by the model; any key is a key


class Allowed(NamedTuple):
    """One column: where it is, by what names a user knows it, and from what to what it may go."""

    group: str
    name: str
    low: float
    high: float
    why: str


Own = Mapping[str, Mapping[str, Column]]


def _own(columns: Own) -> Iterator[Allowed]:
    """Yield the columns of one's own that have bounds."""
    for group, found in columns.items():
        for name, column in found.items():
            if column.bounded:
                yield Allowed(OWN + group, name, column.low, column.high, getattr(column.quantity, "unit", ""))


def _declared(counts: Mapping[str, int]) -> Iterator[Allowed]:
    rows = {
        ("residents", "community"): ("communities", 0), ("residents", "grid"): ("grids", 0), ("residents", "building"): ("buildings", 0),
        ("residents", "household"): ("residents", 0), ("residents", "origin"): ("groups", 0),
        ("organizations", "community"): ("communities", 0), ("workers", "community"): ("communities", 0),
        **{("organizations", f"officer_{k}"): ("residents", -1) for k in range(3)},
    }  # fmt: skip
    for group, (_, cls) in AGENTS.items():
        for name, column in columns_of(cls).items():
            if (group, name) in rows:
                what, low = rows[group, name]
                yield Allowed(group, name, low, counts[what] - 1, f"there are {counts[what]:,} {what}")
            elif (
                name not in KEYS
                and column.quantity is not None
                and (column.quantity.low, column.quantity.high) != (None, None)
            ):
                yield Allowed(group, name, column.low, column.high, column.quantity.unit)
    yield Allowed(
        "lists",
        "member_of",
        -1,
        counts["organizations"] - 1,
        f"there are {counts['organizations']:,} organizations; -1 is none",
    )
    yield Allowed("communities", "street", 0, counts["offices"] - 1, f"there are {counts['offices']:,} street offices")
    for name in ("elements", "paper", "local", "before", "exemplar", "template"):
        yield Allowed("rules", name, 0, 1, "0 or 1")
    yield Allowed("rules", "depends", 0, counts["elements"] - 1, f"there are {counts['elements']:,} elements")


def allowed(arrays: Mapping[str, Mapping[str, NDArray]], groups: int) -> tuple[Allowed, ...]:
    """Return what every column may hold in a district of these arrays, with that number of home-region groups."""
    return tuple(
        _declared(
            {
                "communities": len(arrays["communities"]["key"]),
                "grids": len(arrays["grids"]["key"]),
                "buildings": len(arrays["buildings"]["key"]),
                "residents": len(arrays["residents"]["alive"]),
                "organizations": int(arrays["counters"]["organizations"][0]),
                "offices": max(1, len(arrays["governments"]["alive"]) - 1),
                "elements": arrays["rules"]["elements"].shape[1],
                "groups": groups,
            }
        )
    )


@compiled
def inside(values, low, high):
    """Return whether all values (array of one dimension) lie from low to high; nan does not."""
    outside = 0
    for i in range(values.size):
        outside += 0 if low <= values[i] <= high else 1
    return outside == 0


def _inside(values: NDArray, low: float, high: float) -> bool:
    if INTERPRETED:
        return bool(((values >= low) & (values <= high)).all())
    return inside(values, low, high)


def check(arrays: Mapping[str, Mapping[str, NDArray]], groups: int, own: Own | None = None) -> None:
    """Hold all columns against what they may hold, those of one's own too.

    Raises
    ------
    QuantityError
        Naming the column, the row and its agent, the value, and what is allowed.
    """
    for column in (*allowed(arrays, groups), *_own(own or {})):
        values = arrays[column.group][column.name]
        slack = ROUNDING if values.dtype.kind == "f" else 0
        if not _inside(values.ravel(), column.low - slack, column.high + slack):
            _refuse(column, values, slack, arrays[column.group.removeprefix(OWN)].get("unique_id"))


def _refuse(column: Allowed, values: NDArray, slack: float, ids: NDArray | None) -> None:
    wrong = ~((values >= column.low - slack) & (values <= column.high + slack))
    place = tuple(int(x) for x in np.argwhere(wrong)[0])
    many = int(wrong.sum())
    group = column.group.removeprefix(OWN)
    group = {"workers": "social_workers", "lists": "memberships"}.get(group, group)
    name = group if group == "memberships" else f"{group}.{column.name}"
    agent = "" if ids is None or not ids[place[0]] else f" (unique_id {ids[place[0]]})"
    more = f", and {many - 1:,} more" if many > 1 else ""
    raise QuantityError(
        f"{name}[{', '.join(map(str, place))}]{agent} = {values[place].item()!r} is out of bounds{more}: "
        f"from {_number(column.low)} to {_number(column.high)} ({column.why})"
    )


def _number(bound: Any) -> str:
    return f"{bound:g}" if abs(bound) < 1e6 else "any number" if np.isinf(bound) else f"{int(bound):,}"
