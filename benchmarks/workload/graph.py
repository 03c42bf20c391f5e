"""The graph of the common workload: buildings within communities, ten ties a resident.

Six in ten ties lie within a building of 60 residents, three in ten within a community of 1,200, one in ten anywhere: near
what the model's own generator gives. Residents are in the order of their buildings, for all contenders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUILDING, COMMUNITY = 60, 1200
DEGREE = 10
PADDING = 256
"""Entries after the last neighbour, all 0, so that a kernel may look ahead without a check."""


@dataclass(frozen=True)
class Graph:
    """An undirected graph, twice: as lists of neighbours and as a list of ties.

    Parameters
    ----------
    first : int64 (n + 1), the neighbours of i are neighbour[first[i] : first[i + 1]]
    neighbour : uint32 (2 m + PADDING), in rising order for each i
    low, high : uint32 (m), the ends of each tie, low < high, ordered by (low, high)
    """

    first: NDArray[np.int64]
    neighbour: NDArray[np.uint32]
    low: NDArray[np.uint32]
    high: NDArray[np.uint32]

    @property
    def ties(self) -> int:
        """Number of ties."""
        return len(self.low)

    @property
    def neighbours(self) -> NDArray[np.uint32]:
        """The neighbours without the padding, a view."""
        return self.neighbour[: 2 * self.ties]

    def edges(self) -> list[tuple[int, int]]:
        """Return the ties as pairs."""
        return list(zip(self.low.tolist(), self.high.tolist(), strict=True))


def visiting_order(first: NDArray[np.int64], chunk: int, sort: bool) -> NDArray[np.uint8]:
    """Return for each chunk of residents (at most 256) the order in which a kernel sums over their ties.

    Sorted by number of ties, so that the loop over ties ends where the processor expects it to; else as they come.
    """
    n = len(first) - 1
    place = np.arange(n)
    if sort:
        place = np.lexsort((place, np.diff(first), place // chunk))
    return (place % chunk).astype(np.uint8)


def make_graph(residents: int, rng: np.random.Generator) -> Graph:
    """Return a graph with DEGREE ties a resident, on average and less what is drawn twice."""
    wanted = residents * DEGREE // 2
    source = rng.integers(0, residents, wanted)
    kind = rng.random(wanted)
    size = np.where(kind < 0.6, BUILDING, np.where(kind < 0.9, COMMUNITY, residents))
    begin = source // size * size
    end = np.minimum(begin + size, residents)
    target = begin + (rng.random(wanted) * (end - begin)).astype(np.int64)
    apart = source != target
    low, high = np.minimum(source, target)[apart], np.maximum(source, target)[apart]
    pair = np.unique(low * residents + high)
    low, high = pair // residents, pair % residents
    ends = np.concatenate([low * residents + high, high * residents + low])
    ends.sort()
    first = np.searchsorted(ends, np.arange(residents + 1) * residents).astype(np.int64)
    neighbour = np.concatenate([ends % residents, np.zeros(PADDING, np.int64)]).astype(np.uint32)
    return Graph(first, neighbour, low.astype(np.uint32), high.astype(np.uint32))
