"""Sums that do not depend on the order of their terms: numbers are added as whole multiples of a small unit.

Whole numbers add up the same however a sum is split, so the compiler may add several at a time, and threads may share the work,
without a bit of difference. What is below the unit (2**-30 of a share, 2**-31 of another number) is cut off, so that a mean is right
to a billionth. Numbers so large that their units might not fit into 64 bits are added as they are, one after another.
"""

from __future__ import annotations

import numpy as np

from .compile.compiled import compiled
from .draws import whole

_SHARE, _NUMBER = 1073741824.0, 2147483648.0
_SHARE_32 = np.float32(_SHARE)
_MOST = 4294967296.0
"""Size of a sum of numbers, 2**32, from which its units need more than 64 bits."""


@compiled
def sum_of_shares(values, mask):
    """Return the sum of shares (float32 array, 0-1) where `mask` (uint8 array) is 1."""
    total = 0
    for i in range(values.size):
        units = np.int32(values[i] * _SHARE_32)
        total += whole(units if mask[i] == 1 else np.int32(0))
    return float(total) / _SHARE


@compiled
def sum_of_numbers(values, mask):
    """Return the sum of numbers (float32 array) where `mask` (uint8 array) is 1."""
    most, beyond = _MOST / max(values.size, 1), 0
    for i in range(values.size):
        beyond += whole(0 if abs(values[i]) < most else mask[i])
    if beyond > 0:
        return plain_sum(values, mask)
    total = 0
    for i in range(values.size):
        units = np.int64(float(values[i]) * _NUMBER) if mask[i] == 1 else np.int64(0)
        total += units
    return float(total) / _NUMBER


@compiled
def plain_sum(values, mask):
    """Return the sum where `mask` is 1, rounded at every term; what is infinite or not a number shows in it."""
    total = 0.0
    for i in range(values.size):
        if mask[i] == 1:
            total += float(values[i])
    return total


@compiled
def number_of(mask):
    """Return how many entries of `mask` (uint8 array of 0 and 1) are 1."""
    total = 0
    for i in range(mask.size):
        total += whole(mask[i])
    return float(total)
