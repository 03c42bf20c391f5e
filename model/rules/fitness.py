"""The fit of rule sets: the score of one, the mean of all, the best there is, and the search by single flips.

What the tables are and where they come from: landscape.py.
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled

_FLAT = 1e-12


@compiled
def score(elements, depends, table):
    """Return the mean contribution of a rule set (0-1): elements (N), depends (N x K), table (N * 2^(K+1))."""
    n, k = depends.shape
    size = 2 << k
    total = 0.0
    for e in range(n):
        entry = 1 if elements[e] else 0
        for j in range(k):
            if elements[depends[e, j]]:
                entry += 2 << j
        total += float(table[e * size + entry])
    return total / n


@compiled
def mean_score(depends, table):
    """Return the mean score of all rule sets, exactly: every entry of a table is met equally often."""
    total = 0.0
    for value in table:
        total += float(value)
    return total / table.size


@compiled
def best_score(depends, table, best):
    """Return the best score of all 2^N rule sets and put the rules that have it into `best`.

    Visits them in the order of the Gray code, where the next differs in one element, so that few contributions change.
    """
    n, k = depends.shape
    size = 2 << k
    count = np.ones(n, np.int64)  # of the contributions that element i takes part in
    whose = np.empty((n, n), np.int64)
    bit = np.ones((n, n), np.int64)
    place = np.empty(n, np.int64)
    for e in range(n):
        place[e] = e * size
        whose[e, 0] = e
    for e in range(n):
        for j in range(k):
            other = depends[e, j]
            whose[other, count[other]] = e
            bit[other, count[other]] = 2 << j
            count[other] += 1
    total = 0.0
    for e in range(n):
        total += table[place[e]]
    highest, where = total, 0
    for visit in range(1, 1 << n):
        i = 0
        while (visit >> i) & 1 == 0:
            i += 1
        for j in range(count[i]):
            e = whose[i, j]
            total -= table[place[e]]
            place[e] ^= bit[i, j]
            total += table[place[e]]
        if visit & 63 == 0:  # rounding must not add up
            total = 0.0
            for e in range(n):
                total += table[place[e]]
        if total > highest:
            highest, where = total, visit
    code = where ^ (where >> 1)
    for e in range(n):
        best[e] = (code >> e) & 1
    return score(best, depends, table)


@compiled
def relative(value, mean, best):
    """Return the fit that a score means: 0 for the mean, 1 for the best; 0 where all rule sets are alike."""
    spread = best - mean
    return (value - mean) / spread if spread > _FLAT else 0.0


@compiled
def try_flip(elements, element, depends, table, mean, best, noise):
    """Flip one element, see the new fit with this error, keep it if it looks better than before; return if kept."""
    before = relative(score(elements, depends, table), mean, best)
    elements[element] = 0 if elements[element] else 1
    if relative(score(elements, depends, table), mean, best) + noise > before:
        return True
    elements[element] = 0 if elements[element] else 1
    return False


@compiled
def climb(elements, depends, table):
    """Flip what raises the score most until nothing does, in place; return the score of this local optimum."""
    present = score(elements, depends, table)
    while True:
        highest, which = present, -1
        for e in range(elements.size):
            elements[e] = 0 if elements[e] else 1
            value = score(elements, depends, table)
            if value > highest:
                highest, which = value, e
            elements[e] = 0 if elements[e] else 1
        if which < 0:
            return present
        elements[which] = 0 if elements[which] else 1
        present = highest
