"""The first ties: households, neighbours in the building, acquaintances elsewhere; and what can be measured on them.

- Household: all members know each other.
- Building: on all other pairs of a building, P(tie) = 1 - exp(-lambda x_i x_j f_ij), with x = sociability s to a power A and
  f = (1 - H) + H [same group] / w_g, w_g the group's share in the district (Chung and Lu 2002, with homophily). lambda is solved for each
  building so that the expected mean degree is `mean_ties` even where chances near 1 bite; where a building has too few pairs for
  that, all pairs are tied. A (1-3) is solved so that the expected share without a tie is that of the negative binomial,
  (1 + mean_ties / k)^-k, which chances near 1 would lower; H so that the Coleman index expected in the district is `homophily`. Where both cannot be had (ten
  ties at homophily 0.6 among 60), homophily goes first. All this is solved on 400 buildings at most; memory grows with the square of the largest.
- Acquaintances: resident i makes Poisson(acquaintances s_i / 2) ties outside the building, the share `across_share` in
  other communities: d places away on a ring of communities, in either direction, d - 1 geometric. The partner is drawn in proportion to s_j f_ij. Where there is no other
  building (or community), these ties are missing.

With s gamma of shape k (`tie_dispersion`) and mean 1, degrees in the building are nearly negative binomial with dispersion k. Source: the shape is fitted
to 23.5 % who never talk with neighbours (Shanghai survey); the mean and homophily are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.compile.compiled import compiled
from ...core.draws import pair, poisson, stream, uniform
from ...core.numeric import log
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.codes import TIE_ACQUAINTANCE, TIE_BUILDING, TIE_HOUSEHOLD
from ..quantities.streams import NETWORK
from .from_networkx import GraphPopulation, from_graph
from .statistics import TieStatistics, clustering, coleman, statistics
from .tie_lists import add, assemble, drop, drop_all_but_household, find, first_of_each, from_edges, repack, strengthen
from .tie_probabilities import SAMPLE, pair_weights, solve, solve_lambda

ABOUT = Text(
    "The first ties: households, neighbours in the building, acquaintances elsewhere, with homophily and a given mean and share of isolated.",
    "初始联系：同户互识；同楼联系按社交性与同质性抽取，平均数、孤立者比例与同质性指数与给定值一致；楼外熟人一部分跨社区。",
)

__all__ = [
    "PARAMETERS", "GraphPopulation", "TieStatistics", "add", "build", "clustering", "coleman", "drop", "drop_all_but_household", "find",
    "from_edges", "from_graph", "repack", "statistics", "strengthen",
]  # fmt: skip

PARAMETERS = (
    constant(
        "initial_strength_household",
        0.9,
        bounds=(0, 1),
        unit="share",
        label=Text("Strength of household ties", "家庭联系强度"),
        source="assumed",
    ),
    constant(
        "initial_strength_low",
        0.2,
        bounds=(0, 1),
        unit="share",
        label=Text("Least strength of other ties", "其他联系最低强度"),
        source=Text("assumed: uniform between least and greatest", "假定：在最低与最高强度之间均匀分布"),
    ),
    constant(
        "initial_strength_high",
        0.6,
        bounds=(0, 1),
        unit="share",
        label=Text("Greatest strength of other ties", "其他联系最高强度"),
        source="assumed",
    ),
    constant(
        "initial_reach",
        0.5,
        bounds=(0, 0.99),
        plausible=(0.2, 0.9),
        unit="chance",
        label=Text("Reach of acquaintances", "熟人跨社区距离"),
        source=Text(
            "assumed: chance that an acquaintance elsewhere lives yet one community further",
            "假定：其他社区的熟人住在再远一个社区的概率",
        ),
    ),
)

TIED, STRENGTH, ACQUAINTANCES, PARTNER = NETWORK, NETWORK + 1, NETWORK + 2, NETWORK + 3
_ENVIRONMENT = ("mean_ties", "tie_dispersion", "homophily", "acquaintances", "across_share")
_WORD = 0xFFFFFFFFFFFFFFFF
_TRIES = 200  # candidates for one acquaintance


@compiled
def _longer(rows):
    longer = np.empty(2 * rows.size, np.int32)
    longer[: rows.size] = rows
    return longer


@compiled
def _household_ties(household, capacity):
    """Return the pairs of all households, whose members are consecutive rows."""
    source, target = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    count = 0
    for i in range(household.size):
        j = i + 1
        while j < household.size and household[j] == household[i]:
            if count == source.size:
                source, target = _longer(source), _longer(target)
            source[count] = i
            target[count] = j
            count += 1
            j += 1
    return source[:count], target[:count]


@compiled
def _building_ties(
    seed, mean, building_first, household, origin, weight, identity, same, other, capacity, rate, left, guess, stride
):
    """Draw the ties of all buildings, one draw for each pair."""
    key = stream(seed, TIED, 0)
    source, target = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    count = 0
    for b in range(building_first.size - 1):
        first, last = building_first[b], building_first[b + 1]
        pairs = pair_weights(first, last, household, origin, weight, same, other, rate)
        solve_lambda(0.5 * mean * float(last - first), rate, pairs, left, guess[b // stride])
        k = 0
        begin = first
        for i in range(first, last):
            while begin < last and (begin <= i or household[begin] == household[i]):
                begin += 1
            for j in range(begin, last):
                if uniform(key, pair(identity[i], identity[j]), 0) < 1.0 - left[k]:
                    if count == source.size:
                        source, target = _longer(source), _longer(target)
                    source[count] = i
                    target[count] = j
                    count += 1
                k += 1
    return source[:count], target[:count]


@compiled
def _other_community(key, person, draw, c, communities, reach):
    """Return a community other than c: 1 + a geometric number of places away on the ring, in either direction."""
    distance = 1
    if reach > 0.0:
        u = uniform(key, person, draw)
        distance += int(log(1.0 - u) / log(reach)) % (communities - 1)
    if uniform(key, person, draw + 1) < 0.5:
        distance = communities - distance
    return (c + distance) % communities


@compiled
def _above(cumulative, low, high, value):
    """Return the first row of low ... high - 1 whose running sum is above `value`, or high - 1."""
    high -= 1
    while low < high:
        middle = (low + high) >> 1
        if cumulative[middle + 1] > value:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def _acquaintance_ties(
    seed,
    mean,
    across,
    reach,
    homophily,
    community,
    community_first,
    building,
    origin,
    sociability,
    cumulative,
    identity,
    share,
    capacity,
):
    """Draw the ties that residents make outside their buildings; a pair may come twice, from either end."""
    numbers, partners = stream(seed, ACQUAINTANCES, 0), stream(seed, PARTNER, 0)
    source, target = np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    communities = community_first.size - 1
    count = 0
    for i in range(community.size):
        person, home = identity[i], int(community[i])
        alike = 1.0 - homophily + homophily / share[origin[i]]
        for tie in range(poisson(numbers, person, 0, min(0.5 * mean * sociability[i], 1000.0))):
            draw = tie * (2 * _TRIES + 4)
            place = home
            if uniform(partners, person, draw) < across:
                if communities == 1:
                    continue
                place = _other_community(partners, person, draw + 1, home, communities, reach)
            low, high = community_first[place], community_first[place + 1]
            bottom, weight = cumulative[low], cumulative[high] - cumulative[low]
            if not weight > 0.0 or building[low] == building[i] == building[high - 1]:
                continue
            for attempt in range(_TRIES):
                at = draw + 4 + 2 * attempt
                j = _above(cumulative, low, high, bottom + weight * uniform(partners, person, at))
                factor = alike if origin[j] == origin[i] else 1.0 - homophily
                if (
                    building[j] != building[i]
                    and uniform(partners, person, at + 1) * max(alike, 1.0 - homophily) < factor
                ):
                    if count == source.size:
                        source, target = _longer(source), _longer(target)
                    source[count] = i
                    target[count] = j
                    count += 1
                    break
    return source[:count], target[:count]


@compiled
def _strengths(seed, source, target, identity, low, high, out):
    key = stream(seed, STRENGTH, 0)
    for e in range(source.size):
        out[e] = low + (high - low) * uniform(key, pair(identity[source[e]], identity[target[e]]), 0)


def build(
    community: NDArray[np.int32], building: NDArray[np.int32], household: NDArray[np.int32], origin: NDArray[np.int32],
    sociability: NDArray[np.floating], identity: NDArray[np.uint64], parameters: Mapping[str, Any], seed: int,
) -> dict[str, NDArray]:  # fmt: skip
    """Return the tie lists at week 0.

    Parameters
    ----------
    community, building, household : of each resident, numbered from 0 in the order of rows (as `layout` makes them).
    origin, sociability, identity : columns of `state.Residents`.
    parameters : `mean_ties`, `tie_dispersion`, `homophily`, `acquaintances`, `across_share` and the constants of this file, by name.
    seed : seed of the run.

    Returns
    -------
    dict
        Arrays of `state.Ties` by name: household ties first, then those of the building by row, then acquaintances.
    """
    n = len(community)
    sociability = sociability.astype(np.float64)
    p = {name: float(parameters[name]) for name in (*_ENVIRONMENT, *(q.name for q in PARAMETERS))}
    word = np.uint64(int(seed) & _WORD)
    building_first, community_first = (
        np.append(np.searchsorted(x, np.arange(int(x[-1]) + 1)), n).astype(np.int64) for x in (building, community)
    )
    share = np.bincount(origin) / n
    same, weight = np.ones(len(share)), np.empty(n)
    largest = int(np.diff(building_first).max())
    rate, left = np.empty(largest * (largest - 1) // 2), np.empty(largest * (largest - 1) // 2)
    stride = max(1, (len(building_first) - 1) // SAMPLE)
    guess = np.zeros((len(building_first) - 2) // stride + 1)
    scratch = (rate, left, np.empty(largest), guess)
    inbreeding = solve(p, building_first, household, origin, sociability, share, same, weight, scratch, stride)

    parts = [_household_ties(household, max(16, n))]
    parts.append(
        _building_ties(
            word, p["mean_ties"], building_first, household, origin, weight, identity, same, 1.0 - inbreeding,
            max(16, int(0.55 * p["mean_ties"] * n)), rate, left, guess, stride,
        )
    )  # fmt: skip
    cumulative = np.zeros(n + 1)
    np.cumsum(sociability, out=cumulative[1:])
    source, target = _acquaintance_ties(
        word, p["acquaintances"], p["across_share"], p["initial_reach"], p["homophily"], community, community_first, building, origin,
        sociability, cumulative, identity, share, max(16, int(0.55 * p["acquaintances"] * n)),
    )  # fmt: skip
    once = first_of_each(source, target, n)
    parts.append((source[once], target[once]))

    source, target = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
    kind = np.repeat(
        np.array([TIE_HOUSEHOLD, TIE_BUILDING, TIE_ACQUAINTANCE], np.uint8), [len(part[0]) for part in parts]
    )
    strength = np.full(len(source), p["initial_strength_household"])
    others = len(parts[0][0])
    _strengths(
        word,
        source[others:],
        target[others:],
        identity,
        p["initial_strength_low"],
        p["initial_strength_high"],
        strength[others:],
    )
    return assemble(n, source, target, kind, strength)
