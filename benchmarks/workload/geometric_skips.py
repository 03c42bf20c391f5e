"""Rare events on long lists by leaps from one to the next, not by a draw for each place of the list.

Each place of a list holds an event with probability p. The places passed over before the next event are geometric:
floor(E / -log(1 - p)) with E exponential of mean 1. Leaps are keyed by block of the list, so that blocks can be visited
in any order, by any thread, with the same events.

    scale = leap_scale(0.01)
    place, k = first_of_block + leap(key, block, 0, scale), 0
    while place < end_of_block:
        ...                                  # an event at `place`
        k += 1
        place += 1 + leap(key, block, k, scale)
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import exponential
from ...core.numeric import log

_FARTHEST = 4.0e18


@compiled
def leap_scale(probability):
    """Return what `leap` multiplies by: -1 / log(1 - p), for 0 <= p < 1; p of 0 leaps beyond any list.

    Relative error below 2e-16 / p, from the rounding of 1 - p.
    """
    if probability <= 0.0:
        return _FARTHEST
    return -1.0 / log(1.0 - probability)


@compiled
def leap(key, block, k, scale):
    """Return how many places lie before the next event (k-th of this block, from 0); at most 2**61."""
    return int(min(exponential(key, block, k) * scale, 2.305843009213694e18))
