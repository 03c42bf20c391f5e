"""What the contenders in NumPy share: all but the sums over neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..draws import Draws, OwnDraws
from ..rules import Outcome, Start

Sums = Callable[[NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
"""From who is active (0.0 or 1.0) and belonging, to their sums over the neighbours of each resident."""


def runner(start: Start, draws: Draws | None, seed: int | None, sums: Sums):
    """Return a function of weeks that runs the rules on arrays."""
    p, graph, n = start.parameters, start.graph, start.residents
    chance = OwnDraws(start, seed) if draws is None else draws
    degree = np.diff(graph.first).astype(np.float64)
    alone = np.flatnonzero(degree == 0)
    divisor = np.maximum(degree, 1.0)
    state = {
        "active": start.active.astype(np.float64),
        "belonging": start.belonging.copy(),
        "trust": start.trust.copy(),
    }

    def run(weeks: int) -> Outcome:
        active, belonging, trust = state["active"], state["belonging"], state["trust"]
        taking_part = np.zeros(weeks, np.int64)
        for week in range(weeks):
            tie, luck = chance.disputes(week)
            ends = np.stack([graph.low[tie], graph.high[tie]])
            settled = luck < 0.5 * (trust[ends[0]] + trust[ends[1]])
            good = np.bincount(ends[:, settled].ravel(), minlength=n)
            bad = np.bincount(ends[:, ~settled].ravel(), minlength=n)

            count, total = sums(active, belonging)
            drive = p.base + p.belonging_weight * (belonging - 0.5) + p.trust_weight * (trust - 0.65)
            drive += p.noise * chance.noise(week)
            taking = p.social_weight * (count / divisor) + drive >= start.threshold
            belonging = p.susceptibility * (total / divisor) + (1.0 - p.susceptibility) * start.anchor
            belonging[alone] = start.anchor[alone]
            active = taking.astype(np.float64)

            trust = np.where(taking, trust + p.up * (1.0 - trust), trust)
            for k in range(int(good.max())):
                some = np.flatnonzero(good > k)
                trust[some] += p.up * (1.0 - trust[some])
            for k in range(int(bad.max())):
                some = np.flatnonzero(bad > k)
                trust[some] -= p.down * trust[some]
            taking_part[week] = np.count_nonzero(taking)
        return Outcome(taking_part, active.astype(np.uint8), belonging, trust)

    return run
