"""NumPy with SciPy: sums over neighbours as one product of the sparse matrix of ties with two columns."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from ..draws import Draws
from ..rules import Start
from .arrays import runner


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    graph, n = start.graph, start.residents
    kind = np.int32 if 2 * graph.ties < 2**31 else np.int64
    ties = csr_array((np.ones(2 * graph.ties), graph.neighbours.astype(kind), graph.first.astype(kind)), shape=(n, n))
    shown = np.empty((n, 2))

    def sums(active: np.ndarray, belonging: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shown[:, 0] = active
        shown[:, 1] = belonging
        both = ties @ shown
        return both[:, 0], both[:, 1]

    return runner(start, draws, seed, sums)
