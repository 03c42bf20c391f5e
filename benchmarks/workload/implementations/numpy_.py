"""NumPy: sums over neighbours by gathering all of them and `add.reduceat`."""

from __future__ import annotations

import numpy as np

from ..draws import Draws
from ..rules import Start
from .arrays import runner


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    graph = start.graph
    neighbour = graph.neighbours.astype(np.intp)
    tied = np.flatnonzero(np.diff(graph.first))
    begin = graph.first[tied]

    def over(values: np.ndarray) -> np.ndarray:
        total = np.zeros(start.residents)
        if len(tied):
            total[tied] = np.add.reduceat(values[neighbour], begin)  # type: ignore[no-untyped-call]
        return total

    return runner(start, draws, seed, lambda active, belonging: (over(active), over(belonging)))
