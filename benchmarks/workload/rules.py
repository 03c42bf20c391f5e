"""The rules of the common workload, and the start from which every contender sets out.

Each week, all residents at once, from what was so at the end of last week:

1. Disputes. On each tie one arises with probability `dispute`. It is settled if U < (T_i + T_j) / 2, U uniform in [0, 1):
   a good experience for both, otherwise a bad one.
2. Participation. i takes part if social_weight x (share of i's ties active) + base + belonging_weight (x_i - 1/2) +
   trust_weight (T_i - 0.65) + noise z_i >= threshold_i, z_i ~ N(0, 1) (`model.mechanisms.participation`).
3. Belonging. x <- S (mean x of i's ties) + (1 - S) anchor_i (Friedkin & Johnsen; `model.mechanisms.belonging`).
4. Trust. T += u (1 - T) for each good, then T -= d T for each bad experience; to take part is a good one
   (`model.mechanisms.trust`).

The number of residents who take part is noted every week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .graph import Graph, make_graph


class Parameters(NamedTuple):
    """The numbers of the rules, the same for all contenders: those the model starts with, where it has them."""

    social_weight: float = 2.0
    base: float = -1.5
    belonging_weight: float = 1.0
    trust_weight: float = 1.0
    noise: float = 0.5
    susceptibility: float = 0.6
    up: float = 0.10
    down: float = 0.17
    dispute: float = 0.01


@dataclass(frozen=True)
class Start:
    """Where everybody begins: arrays of length n, never written to.

    Parameters
    ----------
    graph : who is tied to whom
    threshold : utility, N(0, 1)
    anchor, belonging, trust : shares, 0-1
    active : uint8, 1 for those who took part last week
    parameters, seed : numbers of the rules; seed of all draws
    """

    graph: Graph
    threshold: NDArray[np.float64]
    anchor: NDArray[np.float64]
    belonging: NDArray[np.float64]
    trust: NDArray[np.float64]
    active: NDArray[np.uint8]
    parameters: Parameters
    seed: int

    @property
    def residents(self) -> int:
        """Number of residents."""
        return len(self.threshold)


@dataclass(frozen=True)
class Outcome:
    """What a contender hands back.

    Parameters
    ----------
    taking_part : residents who took part, week by week
    active, belonging, trust : state of each resident after the last week
    """

    taking_part: NDArray[np.int64]
    active: NDArray[np.uint8]
    belonging: NDArray[np.float64]
    trust: NDArray[np.float64]


def make_start(residents: int, seed: int = 1, parameters: Parameters | None = None) -> Start:
    """Return the start of a district of this size; the same seed gives the same start."""
    rng = np.random.default_rng([seed, residents])
    return Start(
        make_graph(residents, rng),
        rng.standard_normal(residents),
        rng.beta(4.0, 4.0, residents),
        rng.beta(4.0, 4.0, residents),
        rng.beta(7.0, 3.0, residents),
        (rng.random(residents) < 0.2).astype(np.uint8),
        parameters or Parameters(),
        seed,
    )
