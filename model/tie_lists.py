"""Ties in slot lists: find, add, drop, strengthen, and make room.

The ties of resident i are the slots ``first[i] ... first[i] + degree[i] - 1``; the room ends at ``first[i + 1]``. Each tie stands at both
ends with the same strength, kind and week of last use. `ties` is a `state.Ties` or any object with these arrays as attributes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..core.compiled import compiled
from .codes import TIE_ACQUAINTANCE, TIE_BUILDING, TIE_HOUSEHOLD

SLACK = 4  # free slots of a fresh list, and one more for every SLACK_SHARE ties
SLACK_SHARE = 4
FREE_SLOTS = 2  # with fewer left, `full` is raised

HOUSEHOLD_STRENGTH = 0.9
OTHER_STRENGTH = 0.4


@compiled
def find(ties, i, j):
    """Return the slot in which tie i-j stands at the end of i, or -1."""
    first = ties.first[i]
    for slot in range(first, first + ties.degree[i]):
        if ties.neighbour[slot] == j:
            return slot
    return -1


@compiled
def _append(ties, i, j, kind, strength, week):
    slot = ties.first[i] + ties.degree[i]
    ties.neighbour[slot] = j
    ties.kind[slot] = kind
    ties.strength[slot] = strength
    ties.used[slot] = week
    ties.degree[i] += 1
    if ties.first[i + 1] - slot - 1 < FREE_SLOTS:
        ties.full[0] = 1


@compiled
def _take_out(ties, i, slot):
    """Take one slot out of the list of i: the last tie moves there."""
    last = ties.first[i] + ties.degree[i] - 1
    ties.neighbour[slot] = ties.neighbour[last]
    ties.kind[slot] = ties.kind[last]
    ties.strength[slot] = ties.strength[last]
    ties.used[slot] = ties.used[last]
    ties.degree[i] -= 1


@compiled
def add(ties, i, j, kind, strength, week):
    """Tie i and j, and say whether a tie was made.

    Nothing is done when i is j or they are tied already, nor when a list has no room: that raises `refused`. `full` is raised
    when a list keeps fewer than two free slots (see `repack`).
    """
    if i == j or find(ties, i, j) >= 0:
        return False
    if ties.first[i] + ties.degree[i] >= ties.first[i + 1] or ties.first[j] + ties.degree[j] >= ties.first[j + 1]:
        ties.refused[0] += 1
        ties.full[0] = 1
        return False
    _append(ties, i, j, kind, strength, week)
    _append(ties, j, i, kind, strength, week)
    return True


@compiled
def drop(ties, i, j):
    """Take tie i-j away, and say whether there was one. The last tie of either list takes the place of the lost one."""
    slot = find(ties, i, j)
    if slot < 0:
        return False
    _take_out(ties, i, slot)
    _take_out(ties, j, find(ties, j, i))
    return True


@compiled
def drop_all_but_household(ties, i):
    """Take away all ties of i but those of the household; return how many were lost."""
    lost = 0
    slot = ties.first[i] + ties.degree[i] - 1
    while slot >= ties.first[i]:  # backwards: what moves into a freed slot was looked at before
        if ties.kind[slot] != TIE_HOUSEHOLD:
            drop(ties, i, ties.neighbour[slot])
            lost += 1
        slot -= 1
    return lost


@compiled
def strengthen(ties, i, j, gain, week):
    """Move the strength of tie i-j towards 1 by the share `gain`, note its use, and say whether there is such a tie."""
    slot = find(ties, i, j)
    if slot < 0:
        return False
    strength = ties.strength[slot] + gain * (1.0 - ties.strength[slot])
    other = find(ties, j, i)
    ties.strength[slot] = strength
    ties.used[slot] = week
    ties.strength[other] = strength
    ties.used[other] = week
    return True


@compiled
def _fill(first, source, target, kind, strength, degree, neighbour, kinds, strengths):
    """Write edges into empty lists, in the order of the edges."""
    for e in range(source.size):
        for end in range(2):
            i = source[e] if end == 0 else target[e]
            slot = first[i] + degree[i]
            neighbour[slot] = target[e] if end == 0 else source[e]
            kinds[slot] = kind[e]
            strengths[slot] = strength[e]
            degree[i] += 1


@compiled
def _copy(first, degree, neighbour, strength, kind, used, new_first, new_neighbour, new_strength, new_kind, new_used):
    for i in range(degree.size):
        for k in range(degree[i]):
            old, new = first[i] + k, new_first[i] + k
            new_neighbour[new] = neighbour[old]
            new_strength[new] = strength[old]
            new_kind[new] = kind[old]
            new_used[new] = used[old]


def _empty(room: NDArray, refused: NDArray) -> dict[str, NDArray]:
    """Return lists with `room` slots each, all fields zero."""
    first = np.zeros(len(room) + 1, np.int64)
    np.cumsum(room, out=first[1:], dtype=np.int64)
    slots = int(first[-1])
    return {
        "first": first,
        "degree": np.zeros(len(room), np.int32),
        "neighbour": np.zeros(slots, np.int32),
        "strength": np.zeros(slots),
        "kind": np.zeros(slots, np.uint8),
        "used": np.zeros(slots, np.int32),
        "full": np.zeros(1, np.int64),
        "refused": np.array(refused, np.int64).reshape(1),
    }


def repack(ties: Any) -> dict[str, NDArray]:
    """Return the fields of `ties` as new arrays, in the same order within each list; `full` is 0 again.

    Lists that are nearly full get room for half as many ties again and twice the slack, so that it is long before they are full
    again; the others keep their room.
    """
    room = np.diff(ties.first)
    degree = ties.degree.astype(np.int64)
    new = _empty(np.where(room - degree < SLACK, degree + 2 * SLACK + degree // 2, room), ties.refused)
    new["degree"][:] = ties.degree
    _copy(
        ties.first, ties.degree, ties.neighbour, ties.strength, ties.kind, ties.used,
        new["first"], new["neighbour"], new["strength"], new["kind"], new["used"],
    )  # fmt: skip
    return new


def assemble(n: int, source: NDArray, target: NDArray, kind: NDArray, strength: NDArray) -> dict[str, NDArray]:
    """Return tie lists of clean edges (no loops, no duplicates), each list in the order of the edges."""
    degree = np.bincount(source, minlength=n) + np.bincount(target, minlength=n)
    ties = _empty(degree + SLACK + degree // SLACK_SHARE, np.zeros(1))
    _fill(
        ties["first"], source, target, kind, strength, ties["degree"], ties["neighbour"], ties["kind"], ties["strength"]
    )
    return ties


def from_edges(
    n: int, source: ArrayLike, target: ArrayLike, kind: ArrayLike | None = None, strength: ArrayLike | None = None,
    building: NDArray | None = None, household: NDArray | None = None,
) -> tuple[dict[str, NDArray], list[str]]:  # fmt: skip
    """Return tie lists made of a user's edges, and what had to be changed.

    Parameters
    ----------
    n : number of residents.
    source, target : rows of residents, in either direction.
    kind : a TIE_ number each, -1 where unknown: then it follows from who shares a household or a building.
    strength : share each, nan where unknown: then 0.9 within a household, else 0.4.
    building, household : of each resident, for unknown kinds.

    Returns
    -------
    ties : dict
        Arrays of `state.Ties` by name.
    warnings : list of str
        Self loops, and pairs named more than once (the first naming counts).

    Raises
    ------
    ValueError
        For a resident who does not exist, or a strength outside 0-1.
    """
    i, j = np.asarray(source, np.int64).ravel(), np.asarray(target, np.int64).ravel()
    kinds = np.full(len(i), -1, np.int64) if kind is None else np.asarray(kind, np.int64).ravel()
    strengths = np.full(len(i), np.nan) if strength is None else np.asarray(strength, np.float64).ravel()
    if not len(i) == len(j) == len(kinds) == len(strengths):
        raise ValueError(
            f"ties need equally many sources, targets, kinds and strengths, not {len(i)}, {len(j)}, {len(kinds)}, {len(strengths)}"
        )
    outside = np.flatnonzero((i < 0) | (i >= n) | (j < 0) | (j >= n))
    if outside.size:
        raise ValueError(f"tie {outside[0]} names a resident that does not exist (rows are 0 to {n - 1})")
    wrong = np.flatnonzero((strengths < 0.0) | (strengths > 1.0))
    if wrong.size:
        raise ValueError(f"tie {wrong[0]} has strength {strengths[wrong[0]]:g}; allowed is a share from 0 to 1")

    warnings = []
    proper = i != j
    if not proper.all():
        warnings.append(f"{int((~proper).sum())} ties of a resident to himself or herself were left out")
    i, j, kinds, strengths = i[proper], j[proper], kinds[proper], strengths[proper]
    once = first_of_each(i, j, n)
    if len(once) < len(i):
        warnings.append(f"{len(i) - len(once)} ties were named more than once; the first naming counts")
    i, j, kinds, strengths = i[once], j[once], kinds[once], strengths[once]
    derived = np.full(len(i), TIE_ACQUAINTANCE, np.int64)
    if building is not None:
        derived[np.asarray(building)[i] == np.asarray(building)[j]] = TIE_BUILDING
    if household is not None:
        derived[np.asarray(household)[i] == np.asarray(household)[j]] = TIE_HOUSEHOLD
    kinds = np.where(kinds < 0, derived, kinds)
    usual = np.where(kinds == TIE_HOUSEHOLD, HOUSEHOLD_STRENGTH, OTHER_STRENGTH)
    strengths = np.where(np.isnan(strengths), usual, strengths)
    return assemble(n, i, j, kinds.astype(np.uint8), strengths), warnings


def first_of_each(i: NDArray, j: NDArray, n: int) -> NDArray[np.int64]:
    """Return the positions at which a pair, in either direction, is named for the first time."""
    named = np.minimum(i, j).astype(np.int64) * n + np.maximum(i, j)
    return np.sort(np.unique(named, return_index=True)[1])
