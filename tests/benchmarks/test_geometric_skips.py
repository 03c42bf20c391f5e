"""Leaps from one rare event to the next: as many events as draws on each place would give, none of them depending on order."""

import numpy as np
import pytest
from cogov.benchmarks.workload.geometric_skips import leap, leap_scale
from cogov.core.compile.compiled import INTERPRETED, compiled
from cogov.core.draws import stream

BLOCK = 1_000
BLOCKS = 40 if INTERPRETED else 2_000


@compiled
def mark(seed, probability, blocks, hit):
    key = stream(seed, 1, 0)
    scale = leap_scale(probability)
    for block in blocks:
        place = leap(key, block, 0, scale)
        k = 0
        while place < BLOCK:
            hit[block, place] += 1
            k += 1
            place += 1 + leap(key, block, k, scale)


def events(probability, blocks=None):
    hit = np.zeros((BLOCKS, BLOCK), np.int64)
    mark(3, probability, np.arange(BLOCKS) if blocks is None else blocks, hit)
    return hit


@pytest.mark.parametrize("probability", [0.001, 0.02, 0.5])
def test_events_are_independent_with_this_probability(probability):
    hit = events(probability)
    assert hit.max() <= 1
    n = hit.size
    assert abs(hit.sum() - n * probability) < 5.0 * np.sqrt(n * probability * (1.0 - probability))
    both = (hit[:, 1:] * hit[:, :-1]).sum()  # one event says nothing about the next place
    expected = BLOCKS * (BLOCK - 1) * probability**2
    assert abs(both - expected) < 6.0 * np.sqrt(expected) + 1.0
    by_place = hit[:, 0].mean(), hit[:, -1].mean()  # nor is the first or last place of a block special
    assert max(abs(share - probability) for share in by_place) < 5.0 * np.sqrt(probability / BLOCKS)


def test_blocks_in_any_order():
    assert (events(0.02) == events(0.02, np.arange(BLOCKS)[::-1].copy())).all()


def test_bounds():
    assert events(0.0).sum() == 0
    assert leap_scale(1e-9) == pytest.approx(1e9, rel=1e-6)
    assert events(1.0 - 1e-12).all()
