"""Where residents live: communities, grids, buildings and households, each a range of consecutive rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...core.compile.compiled import compiled
from ...core.draws import combine, poisson, stream
from ...core.quantity import QuantityError
from ..quantities.streams import POPULATION

HOUSEHOLDS = POPULATION + 3
STREET_COMMUNITIES = 8  # communities of one street office
_COMMUNITY, _GRID, _BUILDING = 1, 2, 3  # kinds of keys
_WORD = 0xFFFFFFFFFFFFFFFF

Whole = NDArray[np.int32]
Rows = NDArray[np.int64]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places and who is in them. ``first_x`` has one entry more than there are places: those of place k are ``first[k]:first[k+1]``."""

    community: Whole  # of each resident, as are the next three
    grid: Whole
    building: Whole
    household: Whole
    first_community: Rows  # first resident of each community, C + 1
    first_grid: Rows  # of each grid
    first_building: Rows  # of each building
    community_first_grid: Rows  # first grid of each community, C + 1
    community_first_building: Rows  # first building of each community, C + 1
    grid_community: Whole
    building_grid: Whole
    building_community: Whole
    street: Whole  # street office of each community
    community_key: Keys
    grid_key: Keys
    building_key: Keys
    community_label: Whole  # the user's number of each community

    @property
    def residents(self) -> int:
        """Number of residents."""
        return len(self.community)

    @property
    def communities(self) -> int:
        """Number of communities."""
        return len(self.community_key)

    @property
    def streets(self) -> int:
        """Number of street offices."""
        return int(self.street[-1]) + 1


@compiled
def _place_keys(first, kind, out):
    """Fill in the keys of the places of each community, by the community's number and the place's number within it."""
    for c in range(first.size - 1):
        parent = combine(combine(kind, c), 0)
        for k in range(first[c], first[c + 1]):
            out[k] = combine(parent, k - first[c])


@compiled
def _draw_households(seed, building, building_key, missing, mean_size, household):
    """Number the households of those who lack one: consecutive rows of a building, sizes 1 + Poisson(mean_size - 1)."""
    key = stream(seed, HOUSEHOLDS, 0)
    number, left, drawn = -1, 0, 0
    for i in range(building.size):
        if i > 0 and building[i] != building[i - 1]:
            left, drawn = 0, 0
        if missing[i] == 0:
            continue
        if left == 0:
            left = 1 + poisson(key, building_key[building[i]], drawn, mean_size - 1.0)
            drawn += 1
            number += 1
        household[i] = number
        left -= 1


def layout(environment: Mapping[str, Any], seed: int) -> Layout:
    """Return the places of a district without records: all parts as equal as whole residents permit.

    A grid has at least one resident and a building two, if there are enough: fewer grids or buildings are made otherwise.

    Parameters
    ----------
    environment : `residents`, `communities`, `grids`, `building_size`, `household_size`.
    seed : seed of the run; it decides on the sizes of households alone.

    Raises
    ------
    QuantityError
        With fewer residents than communities.
    """
    n, communities = int(environment["residents"]), int(environment["communities"])
    if n < communities:
        raise QuantityError(f"residents = {n} is too few: each of {communities} communities needs at least one")
    nobody = np.full(n, -1, np.int64)
    return layout_from(environment, seed, nobody)[1]


def layout_from(
    environment: Mapping[str, Any], seed: int, community: ArrayLike, grid: ArrayLike | None = None,
    building: ArrayLike | None = None, household: ArrayLike | None = None,
) -> tuple[Rows, Layout]:  # fmt: skip
    """Return the order of given residents by place, and the layout in that order; what is missing is filled in.

    Labels are whole numbers, -1 where missing, and count within the place above: household 7 of one building is not household 7 of
    another. A building without a grid takes the grid that other residents of the building name. Residents without a community fill the
    known ones evenly, or the communities of `environment` if none is known; grids likewise. Residents without a building get new
    buildings, those who share a household together.

    Parameters
    ----------
    environment : `communities` (used if no community is known), `grids`, `building_size`, `household_size`.
    seed : seed of the run.
    community, grid, building, household : labels, one for each resident.

    Returns
    -------
    order : ndarray of int64
        Row k of the layout is resident ``order[k]`` of the caller.
    layout : Layout
        `community_label` holds the caller's numbers of the communities.
    """
    c = np.asarray(community, np.int64)
    n = len(c)
    g, b, h = (np.full(n, -1, np.int64) if x is None else np.asarray(x, np.int64) for x in (grid, building, household))
    if not len(c) == len(g) == len(b) == len(h) or n == 0:
        raise ValueError("community, grid, building and household need one label for each of at least one resident")
    everyone = np.zeros(n, np.int64)
    c = _fill(c, everyone, np.arange(n), int(environment["communities"]))
    g = _adopt(g, _groups(c, b), b >= 0)
    # Those who must stay together: a known building; else a known household; else the resident alone.
    unit = _groups(c, g, b, np.where(b < 0, h, 0), np.where((b < 0) & (h < 0), np.arange(n), 0))
    g = _fill(g, c, unit, int(environment["grids"]))
    unit = _groups(c, g, h, np.where(h < 0, np.arange(n), 0))
    place = _groups(c, g)
    lacking = np.bincount(place[b < 0], minlength=place.max() + 1)
    size = int(environment["building_size"])
    wanted = np.maximum(1, np.minimum((lacking + size // 2) // size, lacking // 2))
    fresh = _spread(place, unit, b < 0, wanted[place])
    b = np.where(b < 0, b.max() + 1 + fresh, b)

    order = np.lexsort((np.arange(n), np.where(h < 0, np.iinfo(np.int64).max, h), b, g, c))
    c, g, b, h = c[order], g[order], b[order], h[order]
    numbers = [_codes(c), _codes(c, g), _codes(c, g, b)]
    of_community, of_grid, of_building = numbers
    first_community, first_grid, first_building = (_firsts(x) for x in numbers)
    grid_community = of_community[first_grid[:-1]]
    building_community = of_community[first_building[:-1]]
    communities = len(first_community) - 1
    community_first_grid = np.searchsorted(grid_community, np.arange(communities + 1)).astype(np.int64)
    community_first_building = np.searchsorted(building_community, np.arange(communities + 1)).astype(np.int64)
    keys = [np.zeros(k, np.uint64) for k in (communities, len(grid_community), len(building_community))]
    _place_keys(np.arange(communities + 1), _COMMUNITY, keys[0])
    _place_keys(community_first_grid, _GRID, keys[1])
    _place_keys(community_first_building, _BUILDING, keys[2])

    drawn = np.full(n, -1, np.int64)
    missing = (h < 0).astype(np.uint8)
    mean = float(environment["household_size"])
    _draw_households(np.uint64(int(seed) & _WORD), of_building, keys[2], missing, mean, drawn)
    of_household = _codes(of_building, h, drawn)
    return order.astype(np.int64), Layout(
        of_community, of_grid, of_building, of_household,
        first_community, first_grid, first_building, community_first_grid, community_first_building,
        grid_community, of_grid[first_building[:-1]], building_community,
        (np.arange(communities) // STREET_COMMUNITIES).astype(np.int32), keys[0], keys[1], keys[2], c[first_community[:-1]].astype(np.int32),
    )  # fmt: skip


def _groups(*labels: NDArray) -> Rows:
    """Return a number for each combination of labels, 0 and up, in lexicographic order."""
    order = np.lexsort(labels[::-1])
    numbers = np.empty(len(order), np.int64)
    numbers[order] = _codes(*(label[order] for label in labels))
    return numbers


def _codes(*labels: NDArray) -> Whole:
    """Number consecutive runs of equal labels."""
    changed = np.zeros(len(labels[0]), bool)
    for label in labels:
        changed[1:] |= label[1:] != label[:-1]
    return np.cumsum(changed).astype(np.int32)


def _firsts(codes: Whole) -> Rows:
    return np.append(np.searchsorted(codes, np.arange(int(codes[-1]) + 1)), len(codes)).astype(np.int64)


def _spread(place: NDArray, unit: NDArray, wanting: NDArray, parts: NDArray) -> Rows:
    """Split those of each place who want it into equal consecutive parts that break no unit; return the part of each resident."""
    n = len(place)
    index = np.arange(n)
    first_member = np.full(n, n)
    np.minimum.at(first_member, unit, index)
    order = np.lexsort((index, first_member[unit], ~wanting, place))
    starts = np.zeros(n, np.int64)  # rank within place of the resident's unit
    rank = np.arange(n)
    ordered = place[order]
    begin = np.append(True, ordered[1:] != ordered[:-1])
    rank -= np.maximum.accumulate(np.where(begin, rank, 0))
    new_unit = np.append(True, unit[order][1:] != unit[order][:-1]) | begin
    starts[order] = np.maximum.accumulate(np.where(new_unit, index, 0)) - (index - rank)
    total = np.bincount(place[wanting], minlength=place.max() + 1)[place]
    return np.where(wanting, starts * parts // np.maximum(total, 1), 0)


def _fill(label: NDArray, parent: NDArray, unit: NDArray, parts: int) -> Rows:
    """Give residents without a label one of those known in their parent, or one of `parts` new ones if none is."""
    wanting = label < 0
    if not wanting.any():
        return label
    group = _groups(parent)
    pairs = np.unique(np.stack([group[~wanting], label[~wanting]]), axis=1)
    known = np.bincount(pairs[0], minlength=group.max() + 1)
    first = np.cumsum(known) - known
    total = np.bincount(group[wanting], minlength=group.max() + 1)
    wanted = np.where(known > 0, known, np.maximum(1, np.minimum(parts, total)))
    chosen = _spread(group, unit, wanting, wanted[group])
    if pairs.shape[1]:
        at = np.minimum(first[group] + chosen, pairs.shape[1] - 1)
        chosen = np.where(known[group] > 0, pairs[1][at], chosen)
    return np.where(wanting, chosen, label)


def _adopt(label: NDArray, group: NDArray, within: NDArray) -> Rows:
    """Give residents of a group the least label that others of the group name."""
    named = np.full(group.max() + 1, np.iinfo(np.int64).max)
    known = within & (label >= 0)
    np.minimum.at(named, group[known], label[known])
    found = named[group]
    return np.where(within & (label < 0) & (found < np.iinfo(np.int64).max), found, label)
