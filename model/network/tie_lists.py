"""Ties in slot lists: find, add, drop, strengthen, and make room.

The ties of resident i are the slots ``first[i] ... first[i] + degree[i] - 1``, of ``room[i]`` that are kept for them. Each tie stands at
both ends with the same strength, kind and week of last use. A list that outgrows its room moves behind all lists, where slots are unused
(from ``end`` on); `repack` puts all lists side by side again, in arrays that are long enough for the week to come, and `close_up` in the same
arrays, when a week takes more than usual. Where lists stand changes no result. `ties` is a `state.Ties` or any object with these arrays as attributes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...core.compile.compiled import compiled
from ...core.draws import whole, word
from ..quantities.codes import CHUNK, TIE_ACQUAINTANCE, TIE_BUILDING, TIE_HOUSEHOLD
from .neighbour_sums import units

SLACK = 1  # free slots of a fresh list, and one more for every SLACK_SHARE ties
SLACK_SHARE = 16
GROWTH = 2  # slots by which a list that moves grows, and an eighth of its ties

HOUSEHOLD_STRENGTH = 0.9
OTHER_STRENGTH = 0.4


@compiled
def find(ties, i, j):
    """Return the slot in which tie i-j stands at the end of i, or -1."""
    first = word(ties.first[i])
    for slot in range(first, first + word(ties.degree[i])):
        if ties.neighbour[slot] == j:
            return whole(slot)
    return -1


@compiled
def reserve(residents):
    """Return how many unused slots there are to be behind all lists at the start of a week: what its moves usually take."""
    return residents // 12 + 2048


@compiled
def close_up(ties, i, j, more):
    """Put all lists side by side where they are, `more` free slots in list i and one in j; return whether there are enough.

    Half of all other unused slots go to the lists, in equal parts, the rest behind them. Asks for a new packing (`full`).
    """
    residents, end = ties.degree.size, whole(ties.end[0])
    filled = 0
    for k in range(residents):
        filled += whole(ties.degree[k])
    unused = ties.neighbour.size - filled - more - 1
    if unused < 0:
        return False
    each = unused // (2 * residents)
    neighbour, kind = ties.neighbour[:end].copy(), ties.kind[:end].copy()
    strength, used = ties.strength[:end].copy(), ties.used[:end].copy()
    begin = 0
    for k in range(residents):
        if k % CHUNK == 0:
            ties.home[k // CHUNK] = begin
        old, degree = whole(ties.first[k]), whole(ties.degree[k])
        for slot in range(degree):
            ties.neighbour[begin + slot] = neighbour[old + slot]
            ties.kind[begin + slot] = kind[old + slot]
            ties.strength[begin + slot] = strength[old + slot]
            ties.used[begin + slot] = used[old + slot]
        room = degree + each
        if k == i:
            room += more
        elif k == j:
            room += 1
        ties.first[k] = begin
        ties.room[k] = room
        begin += room
    ties.home[ties.home.size - 1] = begin
    ties.end[0] = begin
    ties.full[0] = 1
    return True


@compiled
def _has_room(ties, i, j):
    """Return whether list i has a free slot, after moving it behind the others where it had none; that of j keeps its own."""
    degree = whole(ties.degree[i])
    if degree < whole(ties.room[i]):
        return True
    more = GROWTH + degree // 8
    old, new = whole(ties.first[i]), whole(ties.end[0])
    room = degree + more
    if new + room > ties.neighbour.size:
        return close_up(ties, i, j, more) or close_up(ties, i, j, 1)
    for k in range(degree):
        ties.neighbour[new + k] = ties.neighbour[old + k]
        ties.kind[new + k] = ties.kind[old + k]
        ties.strength[new + k] = ties.strength[old + k]
        ties.used[new + k] = ties.used[old + k]
    ties.first[i] = new
    ties.room[i] = room
    ties.end[0] = new + room
    if ties.neighbour.size - ties.end[0] < reserve(ties.degree.size):
        ties.full[0] = 1
    return True


@compiled
def set_strength(ties, i, slot, strength):
    """Set the strength of the tie in a slot of list i, and keep the sum over the list."""
    ties.weight[i] -= units(ties.strength[slot])
    ties.strength[slot] = strength
    ties.weight[i] += units(ties.strength[slot])


@compiled
def _append(ties, i, j, kind, strength, week):
    slot = whole(ties.first[i]) + whole(ties.degree[i])
    ties.neighbour[slot] = j
    ties.kind[slot] = kind
    ties.strength[slot] = strength
    ties.used[slot] = week
    ties.weight[i] += units(ties.strength[slot])
    ties.degree[i] = whole(ties.degree[i]) + 1


@compiled
def take_out(ties, i, slot):
    """Take one slot out of the list of i: the last tie moves there."""
    last = whole(ties.first[i]) + whole(ties.degree[i]) - 1
    ties.weight[i] -= units(ties.strength[slot])
    ties.neighbour[slot] = ties.neighbour[last]
    ties.kind[slot] = ties.kind[last]
    ties.strength[slot] = ties.strength[last]
    ties.used[slot] = ties.used[last]
    ties.degree[i] = whole(ties.degree[i]) - 1


@compiled
def add(ties, i, j, kind, strength, week):
    """Tie i and j, and say whether a tie was made.

    Nothing is done when i is j or they are tied already, nor when no slot is left: that raises `refused`. `full` is raised
    when few unused slots are left (see `repack`).
    """
    if i == j or find(ties, i, j) >= 0:
        return False
    if not (_has_room(ties, i, j) and _has_room(ties, j, i)):
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
    take_out(ties, i, slot)
    take_out(ties, j, find(ties, j, i))
    return True


@compiled
def drop_all_but_household(ties, i):
    """Take away all ties of i but those of the household; return how many were lost."""
    lost = 0
    first = whole(ties.first[i])
    slot = first + whole(ties.degree[i]) - 1
    while slot >= first:  # backwards: what moves into a freed slot was looked at before
        if ties.kind[slot] != TIE_HOUSEHOLD:
            drop(ties, i, whole(ties.neighbour[slot]))
            lost += 1
        slot -= 1
    return lost


@compiled
def strengthen_at(ties, slot, i, j, gain, week):
    """Move the strength of tie i-j, which stands in `slot` at the end of i, towards 1 by the share `gain`, and note its use."""
    strength = ties.strength[slot] + gain * (1.0 - ties.strength[slot])
    other = find(ties, j, i)
    set_strength(ties, i, slot, strength)
    ties.used[slot] = week
    set_strength(ties, j, other, strength)
    ties.used[other] = week


@compiled
def strengthen(ties, i, j, gain, week):
    """Strengthen tie i-j, see `strengthen_at`, and say whether there is such a tie."""
    slot = find(ties, i, j)
    if slot < 0:
        return False
    strengthen_at(ties, slot, i, j, gain, week)
    return True


@compiled
def _fill(first, source, target, kind, strength, degree, weight, neighbour, kinds, strengths):
    """Write edges into empty lists, in the order of the edges."""
    for e in range(source.size):
        for end in range(2):
            i = source[e] if end == 0 else target[e]
            slot = whole(first[i]) + whole(degree[i])
            neighbour[slot] = target[e] if end == 0 else source[e]
            kinds[slot] = kind[e]
            strengths[slot] = strength[e]
            weight[i] += units(strengths[slot])
            degree[i] = whole(degree[i]) + 1


@compiled
def _copy(first, degree, neighbour, strength, kind, used, new_first, new_neighbour, new_strength, new_kind, new_used):
    for i in range(degree.size):
        for k in range(whole(degree[i])):
            old, new = whole(first[i]) + k, whole(new_first[i]) + k
            new_neighbour[new] = neighbour[old]
            new_strength[new] = strength[old]
            new_kind[new] = kind[old]
            new_used[new] = used[old]


def _empty(room: NDArray, refused: NDArray, least: int = 0) -> dict[str, NDArray]:
    """Return lists with `room` slots each and unused slots for a while, `least` slots in all, all fields zero."""
    behind = np.cumsum(room, dtype=np.int64)
    end = int(behind[-1]) if len(room) else 0
    slots = max(end + 4 * int(reserve(len(room))), least)
    if slots >= 2**32:
        raise ValueError(f"{len(room)} residents with {end} ends of ties are too many: slots are numbered below 2**32")
    return {
        "first": (behind - room).astype(np.uint32),
        "degree": np.zeros(len(room), np.uint32),
        "room": room.astype(np.uint32),
        "weight": np.zeros(len(room), np.int64),
        "home": np.concatenate([(behind - room)[::CHUNK], [end]]).astype(np.uint32),
        "neighbour": np.zeros(slots, np.uint32),
        "strength": np.zeros(slots, np.float32),
        "kind": np.zeros(slots, np.uint8),
        "used": np.zeros(slots, np.int16),
        "end": np.full(1, end, np.int64),
        "full": np.zeros(1, np.int64),
        "refused": np.array(refused, np.int64).reshape(1),
    }


def repack(ties: Any, ends: int = 0) -> dict[str, NDArray]:
    """Return the fields of `ties` as new arrays: lists side by side, in the same order within each; `full` is 0 again.

    `ends` of new ties are to find room in them, and some more.
    """
    degree = ties.degree.astype(np.int64)
    least = int(degree.sum()) + ends + int(reserve(len(degree)))
    new = _empty(degree + SLACK + degree // SLACK_SHARE, ties.refused, least)
    new["degree"][:] = ties.degree
    new["weight"][:] = ties.weight
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
        ties["first"], source, target, kind, strength,
        ties["degree"], ties["weight"], ties["neighbour"], ties["kind"], ties["strength"],
    )  # fmt: skip
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
