"""The exemplar: a model place elsewhere, whose rules are a local optimum at home. Imitation alone looks at it."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ..quantities.streams import LANDSCAPE
from .fitness import best_score, climb, mean_score, relative
from .tables import draw_rules, draw_table

_EXEMPLAR_TABLE, _EXEMPLAR_SHARED, _EXEMPLAR_START = LANDSCAPE + 9, LANDSCAPE + 10, LANDSCAPE + 11


@compiled
def find_exemplar(w):
    """Set rules and reported fit of the exemplar for the present lever and the present tables of the district."""
    r = w.rules
    n, k = r.depends.shape
    size = 2 << k
    table = np.empty(n * size)
    shared, own = stream(w.seed, _EXEMPLAR_SHARED, 0), stream(w.seed, _EXEMPLAR_TABLE, 0)
    for e in range(n):
        if uniform(shared, 0, e) < w.levers.exemplar_similarity:
            for i in range(size):
                table[e * size + i] = r.common[0, e * size + i]
        else:
            draw_table(own, 0, e, size, table)
    elements = r.exemplar[0]
    draw_rules(stream(w.seed, _EXEMPLAR_START, 0), 0, elements)
    found = climb(elements, r.depends, table)
    best = best_score(r.depends, table, np.empty(n, np.uint8))
    r.exemplar_fit[0] = relative(found, mean_score(r.depends, table), best)
