"""Normal draws by the hundred: the bits of `normal`, one by one, in every branch of the quantile."""

import numpy as np
import pytest
from cogov.benchmarks.workload import normal_blocks as module
from cogov.benchmarks.workload.normal_blocks import normals
from cogov.core.compile.compiled import INTERPRETED, compiled
from cogov.core.draws import normal, stream

CHUNK = 256
N = 2_000 if INTERPRETED else 100_000


@compiled
def one_by_one(week, identity, out):
    key = stream(5, 9, week)
    for i in range(identity.size):
        out[i] = normal(key, identity[i], 3)


@compiled
def by_chunks(week, identity, out):
    key = stream(5, 9, week)
    drawn, spare, places = np.zeros(CHUNK), np.zeros(CHUNK), np.zeros(CHUNK, np.int64)
    for low in range(0, identity.size, CHUNK):
        part = identity[low : low + CHUNK]
        normals(key, part, 3, drawn, spare, places)
        out[low : low + part.size] = drawn[: part.size]


@pytest.mark.parametrize("n", [1, 255, 256, 257, N])
def test_same_bits_as_one_by_one(n):
    identity = (np.arange(n) * 7 + 2**40).astype(np.uint64)
    expected, found = np.empty(n), np.full(n, np.nan)
    one_by_one(2, identity, expected)
    by_chunks(2, identity, found)
    assert (found == expected).all()


def test_far_tails_are_drawn_too(monkeypatch):
    """One draw in 10**11 lies there, so the uniform numbers are put in by hand, and the function runs uncompiled."""
    edges = np.array([1e-300, 1e-16, 1e-12, 0.07, 0.075, 0.3, 0.5, 0.925, 0.93, 1.0 - 1e-12])
    monkeypatch.setattr(module, "_open_uniform", lambda key, entity, index: float(edges[int(entity)]))
    fill = getattr(normals, "py_func", normals)
    out, spare, places = np.zeros(10), np.zeros(10), np.zeros(10, np.int64)
    fill((0, 0), np.arange(10, dtype=np.uint64), 0, out, spare, places)
    assert out.tolist() == [module.normal_quantile(p) for p in edges]
