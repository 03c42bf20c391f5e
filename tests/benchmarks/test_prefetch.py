"""A request for an item changes nothing, and what cannot be asked for is refused when it is compiled."""

import numba
import numpy as np
import pytest
from cogov.benchmarks.workload.prefetch import prefetch
from cogov.core.compile.compiled import INTERPRETED, compiled
from numba.core.errors import TypingError


@compiled
def add_up(values, places):
    total = 0.0
    for k in range(places.size):
        prefetch(values, places[min(k + 8, places.size - 1)])
        total += values[places[k]]
    return total


@compiled
def ask_a_table(table):
    prefetch(table, 0)


@pytest.mark.parametrize("kind", [np.int64, np.uint32])
def test_sums_stay_the_same(kind):
    values = np.arange(100.0)
    assert add_up(values, np.arange(99, -1, -1).astype(kind)) == values.sum()


@pytest.mark.skipif(INTERPRETED, reason="nothing is asked for when interpreted")
def test_only_one_dimension():
    with pytest.raises(TypingError, match="one-dimensional"):
        ask_a_table(np.zeros((2, 2)))


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_the_request_reaches_the_processor():
    fresh = numba.njit(add_up.py_func)  # one from the store of kernels shows no code
    fresh(np.zeros(3), np.arange(3))
    assert "prefetch" in next(iter(fresh.inspect_asm().values()))
