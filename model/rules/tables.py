"""The tables of landscapes: how they are drawn, who shares them, and how they are redrawn.

Two sets of tables are drawn by these functions, each with streams of its own: what rules do at home (landscape.py) and what they
do next door (spillover.py). `block` is the first of the sixteen streams of a set.
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, stream, uniform
from .fitness import best_score, mean_score

OWN, COMMON, SHARED, DRIFT_OWN, DRIFT_COMMON, JOINING = 0, 1, 2, 13, 14, 15
"""Streams within a block."""


@compiled
def order_by_draw(key, entity, order):
    """Fill `order` (n) with a random permutation of 0..n-1: the numbers sorted by their own draws."""
    drawn = np.empty(order.size)
    for i in range(order.size):
        u = uniform(key, entity, i)
        k = i
        while k > 0 and drawn[k - 1] > u:
            drawn[k] = drawn[k - 1]
            order[k] = order[k - 1]
            k -= 1
        drawn[k] = u
        order[k] = i


@compiled
def draw_dependence(key, entity, depends):
    """Fill `depends` (N x K): K different other elements for each element."""
    n, k = depends.shape
    order = np.empty(n, np.int64)
    for e in range(n):
        order_by_draw(key, combine(entity, e), order)
        j = 0
        for other in order:
            if other != e and j < k:
                depends[e, j] = other
                j += 1


@compiled
def draw_table(key, entity, element, size, table):
    """Fill the part of `table` that belongs to one element with `size` uniform numbers."""
    place = combine(entity, element)
    for i in range(size):
        table[element * size + i] = uniform(key, place, i)


@compiled
def draw_rules(key, entity, elements):
    """Fill `elements` with a random rule set."""
    for e in range(elements.size):
        elements[e] = 1 if uniform(key, entity, e) < 0.5 else 0


@compiled
def find_mean_and_best(depends, table, mean, best):
    """Put mean and best score of every community's tables into `mean` and `best` (C)."""
    for c in range(mean.size):
        mean[c] = mean_score(depends, table[c])
        best[c] = best_score(depends, table[c], np.empty(depends.shape[0], np.uint8))


@compiled
def draw_tables(w, block, table, common, shared):
    """Draw the district's tables and those of every community: the district's with probability `similarity`, else its own.

    Parameters
    ----------
    block : first stream of this set of tables
    table : C x T, tables of communities; common : 1 x T, of the district; shared : C x N, 1: the community has the district's
    """
    key, size = w.communities.key, table.shape[1] // shared.shape[1]
    own, district, sharing = (
        stream(w.seed, block + OWN, 0),
        stream(w.seed, block + COMMON, 0),
        stream(w.seed, block + SHARED, 0),
    )
    for e in range(shared.shape[1]):
        draw_table(district, 0, e, size, common[0])
    for c in range(key.size):
        for e in range(shared.shape[1]):
            draw_table(own, key[c], e, size, table[c])
            shared[c, e] = 1 if uniform(sharing, key[c], e) < w.parameters.similarity else 0
            if shared[c, e]:
                table[c, e * size : (e + 1) * size] = common[0, e * size : (e + 1) * size]


@compiled
def redraw_tables(w, week, block, chance, common_share, table, common, shared, changed):
    """Redraw each table with this chance, the district's for all who have it; mark in `changed` (C) whose tables changed.

    Parameters
    ----------
    chance : probability that a table is redrawn
    common_share : probability with which a community has the district's in place of a table that was redrawn; below 0: as before
    table, common, shared : as in `draw_tables`
    """
    key, size = w.communities.key, table.shape[1] // shared.shape[1]
    when_own, when_common = stream(w.seed, block + DRIFT_OWN, week), stream(w.seed, block + DRIFT_COMMON, week)
    own, district = stream(w.seed, block + OWN, week), stream(w.seed, block + COMMON, week)
    joining = stream(w.seed, block + JOINING, week)
    for e in range(shared.shape[1]):
        if uniform(when_common, 0, e) < chance:
            draw_table(district, 0, e, size, common[0])
    for c in range(key.size):
        changed[c] = 0
        for e in range(shared.shape[1]):
            hit = uniform(when_common, 0, e) if shared[c, e] else uniform(when_own, key[c], e)
            if hit >= chance:
                continue
            changed[c] = 1
            if common_share >= 0.0:
                shared[c, e] = 1 if uniform(joining, key[c], e) < common_share else 0
            if shared[c, e]:
                table[c, e * size : (e + 1) * size] = common[0, e * size : (e + 1) * size]
            else:
                draw_table(own, key[c], e, size, table[c])
