"""Normal draws for a stretch of residents at once: the bits of `draws.normal`, in loops that vectorise.

The quantile has three branches, and a loop with branches goes one number at a time. Here the central branch is
calculated for all, which is right for 85 in 100; the others are gathered into a dense list, calculated there, and put
back.
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.draws import _open_uniform
from ...core.numeric import _CENTRAL_BOTTOM, _CENTRAL_TOP, _OUTER_BOTTOM, _OUTER_TOP, _polynomial, log, normal_quantile


@compiled
def normals(key, identity, index, out, spare, places):
    """Fill out[r] with ``normal(key, identity[r], index)`` for every r of `identity`, some hundreds at a time.

    Parameters
    ----------
    key : from `draws.stream`
    identity : uint64 array (n), best a stretch of n <= 256 so that all in between stays near
    index : which of the entity's draws
    out : float64 array, n long or longer
    spare : float64 array for what comes in between, n long or longer
    places : int64 array for the same, n long or longer
    """
    count = identity.size
    for r in range(count):
        spare[r] = _open_uniform(key, identity[r], index)
    for r in range(count):
        q = spare[r] - 0.5
        square = 0.180625 - q * q
        out[r] = q * _polynomial(square, _CENTRAL_TOP) / _polynomial(square, _CENTRAL_BOTTOM)
    outer = 0
    for r in range(count):
        p = spare[r]
        places[outer] = r
        spare[outer] = p  # never beyond r, whose own number has been read
        outer += 1 if abs(p - 0.5) > 0.425 else 0
    far = 0
    for k in range(outer):
        p = spare[k]
        size = math.sqrt(-log(min(p, 1.0 - p)))
        far += 1 if size > 5.0 else 0
        value = _polynomial(size - 1.6, _OUTER_TOP) / _polynomial(size - 1.6, _OUTER_BOTTOM)
        spare[k] = value if p > 0.5 else -value
    for k in range(outer):
        out[places[k]] = spare[k]
    if far > 0:  # one draw in 10**11: all are made again by the function that knows the far tails
        for r in range(count):
            out[r] = normal_quantile(_open_uniform(key, identity[r], index))
