"""Pilots: the communities in which candidates for the template are tried."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ..quantities.codes import PILOTS_FAVOURABLE
from ..quantities.streams import LANDSCAPE

_PILOTS = LANDSCAPE + 12


@compiled
def choose_pilots(w):
    """Mark the pilots, `pilots` for each 8 communities, at least one: in a fixed random order, or better-off first."""
    places, pilot = w.communities, w.rules.pilot
    count = pilot.size
    wanted = int(w.levers.pilots * count / 8.0 + 0.5)
    if w.levers.pilots > 0.0:
        wanted = min(max(wanted, 1), count)
    drawn, better = np.empty(count), np.empty(count)
    key = stream(w.seed, _PILOTS, 0)
    for c in range(count):
        pilot[c] = 0
        drawn[c] = uniform(key, places.key[c], 0)
    order = np.argsort(drawn, kind="mergesort")
    if w.levers.pilot_selection == PILOTS_FAVOURABLE:
        for k in range(count):
            better[k] = -places.affluence[order[k]]
        order = order[np.argsort(better, kind="mergesort")]  # stable: equals stay in random order
    for k in range(wanted):
        pilot[order[k]] = 1
