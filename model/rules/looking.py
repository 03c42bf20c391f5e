"""Who looks at whom: the best report that the ties of a community's residents reach.

Examples
--------
Whom each of a row of four would imitate, whose reports are 1, 3, 2 and 2:

>>> import networkx as nx
>>> from cogov.model.sandbox import tie_lists
>>> ties, places, source = tie_lists(nx.path_graph(4)), np.arange(5), np.empty(4, np.int64)
>>> look_around(places, *ties[:3], places, np.array([1.0, 3.0, 2.0, 2.0]), source)
>>> source.tolist()
[1, -1, 1, -1]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import whole
from .landscape import optimism, reported_rules
from .spillover import spills, worth


@compiled
def best_known(own, first_row, last_row, first, degree, neighbour, place, reported):
    """Return the place of the highest report that ties of these rows reach, -1 if none reports more than `own`.

    Ties of row i: neighbour[first[i] : first[i] + degree[i]]; place: where each row is; reported: by place.
    """
    source = -1
    for i in range(first_row, last_row):
        for slot in range(whole(first[i]), whole(first[i]) + whole(degree[i])):
            there = place[neighbour[slot]]
            if reported[there] > own:
                source, own = there, reported[there]
    return source


@compiled
def look_around(first_row, first, degree, neighbour, place, reported, source):
    """Put into `source` whom each place would imitate (`best_known`), all looking at the same moment.

    Rows first_row[c] ... first_row[c + 1] - 1 are those of place c; the others as in `best_known`.
    """
    for c in range(reported.size):
        source[c] = best_known(reported[c], first_row[c], first_row[c + 1], first, degree, neighbour, place, reported)


@compiled
def reports(w):
    """Return what every community reports of its rules (C): fit, or where neighbours are asked their worth to all who are asked."""
    r, voice = w.rules, w.levers.neighbour_voice
    told = r.fit_reported.copy()
    if voice > 0.0 and spills(w):
        rules = np.empty(r.mandate_rank.size, np.uint8)
        for c in range(told.size):
            reported_rules(w, c, rules)
            told[c] = worth(w, c, rules, voice) + optimism(w, c)
    return told


@compiled
def report_of_exemplar(w):
    """Return what the exemplar reports, in the measure of `reports`: it does nothing to the neighbours of others."""
    asked = w.levers.neighbour_voice > 0.0 and spills(w)
    return (1.0 - w.parameters.spillover) * w.rules.exemplar_fit[0] if asked else w.rules.exemplar_fit[0]


@compiled
def look(w, told, sources):
    """Put into `sources` (C) the community with the best of these reports that each one's ties reach; -1: none better."""
    ties = w.ties
    look_around(w.communities.first, ties.first, ties.degree, ties.neighbour, w.residents.community, told, sources)


@compiled
def knows_better(w):
    """Return for every community whether it knows of better reports than its own (C, 1: yes)."""
    told, sources = reports(w), np.empty(w.communities.key.size, np.int64)
    look(w, told, sources)
    better = np.zeros(sources.size, np.uint8)
    for c in range(sources.size):
        better[c] = 1 if sources[c] >= 0 or report_of_exemplar(w) > told[c] else 0
    return better
