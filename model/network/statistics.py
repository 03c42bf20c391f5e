"""What can be measured on ties: degrees, isolation, homophily, clustering, ties across communities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import compiled
from ...core.draws import whole
from ..quantities.codes import TIE_ACQUAINTANCE, TIE_ACTIVITY, TIE_BUILDING, TIE_HOUSEHOLD
from .tie_lists import find


@dataclass(frozen=True, slots=True)
class TieStatistics:
    """Measures of a network of residents at one moment."""

    mean_degree: dict[str, float]  # by kind of tie: household, building, acquaintance, activity
    degrees: NDArray[np.int64]  # number of residents with 0, 1, 2 ... building ties
    isolates: float  # share of residents without a building tie
    coleman: float  # of building ties
    coleman_by_group: NDArray[np.float64]
    across: float  # share of acquaintances in another community; nan without acquaintances


def ends(ties: object) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (resident, slot) of every end of a tie, in the order of lists."""
    degree = ties.degree.astype(np.int64)  # type: ignore[attr-defined]
    begin = np.cumsum(degree) - degree
    resident = np.repeat(np.arange(len(degree)), degree)
    slot = np.arange(len(resident)) + np.repeat(ties.first.astype(np.int64) - begin, degree)  # type: ignore[attr-defined]
    return resident, slot


def coleman(source: NDArray, target: NDArray, group: NDArray) -> tuple[float, NDArray[np.float64]]:
    """Return the homophily index of all residents and of each group.

    With s of the d ties of a group going to its own kind, and w the group's share of all residents, the index is (s - w d) / (d - w d):
    1 if all ties stay inside, 0 if as many as by chance. Below chance it is (s - w d) / (w d), down to -1. For all residents s, d, w d are summed over
    groups. Where nothing can be measured (no tie, one group) the index is 0.

    Coleman, J. S. (1958), "Relational analysis: the study of social organizations with survey methods", *Human Organization* 17(4), 28-36.

    Parameters
    ----------
    source, target : both ends of every tie, in both directions.
    group : of each resident, 0 and up.
    """
    groups = int(group.max()) + 1
    share = np.bincount(group, minlength=groups) / len(group)
    made = np.bincount(group[source], minlength=groups).astype(np.float64)
    inside = np.bincount(group[source][group[source] == group[target]], minlength=groups).astype(np.float64)
    chance = share * made

    def index(s: float, d: float, e: float) -> float:
        room = d - e if s >= e else e
        return float((s - e) / room) if room > 1e-12 else 0.0

    by_group = np.array([index(s, d, e) for s, d, e in zip(inside, made, chance, strict=True)])
    return index(inside.sum(), made.sum(), chance.sum()), by_group


def statistics(ties: object, community: NDArray, origin: NDArray) -> TieStatistics:
    """Return the measures of `ties` (a `state.Ties` or an object with its arrays) among residents of these communities and groups."""
    n = len(community)
    resident, slot = ends(ties)
    partner, kind = ties.neighbour[slot], ties.kind[slot]  # type: ignore[attr-defined]
    names = {
        "household": TIE_HOUSEHOLD,
        "building": TIE_BUILDING,
        "acquaintance": TIE_ACQUAINTANCE,
        "activity": TIE_ACTIVITY,
    }
    near = kind == TIE_BUILDING
    far = kind == TIE_ACQUAINTANCE
    degrees = np.bincount(np.bincount(resident[near], minlength=n))
    index, by_group = coleman(resident[near], partner[near], origin)
    across = float(np.mean(community[resident[far]] != community[partner[far]])) if far.any() else float("nan")
    mean = {name: float((kind == code).sum() / n) for name, code in names.items()}
    return TieStatistics(mean, degrees, float(degrees[0] / n), index, by_group, across)


@compiled
def _clustering(ties):
    total = 0.0
    for i in range(ties.degree.size):
        first, degree = whole(ties.first[i]), whole(ties.degree[i])
        if degree < 2:
            continue
        closed = 0
        for a in range(first, first + degree):
            for b in range(a + 1, first + degree):
                if find(ties, whole(ties.neighbour[a]), ties.neighbour[b]) >= 0:
                    closed += 1
        total += 2.0 * float(closed) / float(degree * (degree - 1))
    return total / float(ties.degree.size)


def clustering(ties: object) -> float:
    """Return the mean local clustering of all ties, as `networkx.average_clustering`; `ties` must be a `state.Ties`."""
    return float(_clustering(ties))
