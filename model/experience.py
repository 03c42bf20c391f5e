"""What residents went through this week: counts of good and bad experiences with neighbours, organisations, government.

The six counts of a resident stand in one word of 64 bits, 10 bits each, so that what all of somebody's ties went through is
passed on by adding words. A count of one's own stays at MOST: 32 ties then add up without running over.
"""

from __future__ import annotations

from ..core.compile.compiled import compiled
from ..core.draws import word
from .network.neighbour_sums import count_along

NEIGHBOURS_UP, NEIGHBOURS_DOWN, ORGANIZATIONS_UP, ORGANIZATIONS_DOWN, GOVERNMENT_UP, GOVERNMENT_DOWN = range(6)
KINDS = 6
BITS = 10
LANE = (1 << BITS) - 1
MOST = 31
TOGETHER = LANE // MOST - 1  # words that may be added before a count could run over


@compiled
def count(felt, kind):
    """Return how many experiences of one kind a word holds."""
    return (felt >> (BITS * kind)) & LANE


@compiled
def note(felt, i, kind):
    """Add an experience of one kind to the word of resident i (int64 array)."""
    if count(felt[i], kind) < MOST:
        felt[i] += 1 << (BITS * kind)


@compiled
def heard_by_many(felt, i, ties):
    """Return what the ties of resident i went through, as one word in which no count runs over: for long lists."""
    low = word(ties.first[i])
    total = 0
    for kind in range(KINDS):
        many = 0
        for slot in range(low, low + word(ties.degree[i])):
            many += count(felt[ties.neighbour[slot]], kind)
        total += min(many, LANE) << (BITS * kind)
    return total


@compiled
def heard(ties, felt, begin, end):
    """Return what the ties of residents begin ... end - 1 went through, as a word for each; no count above LANE."""
    told = count_along(ties.first, ties.degree, ties.neighbour, felt, begin, end)
    degree = ties.degree[begin:end]
    for i in range(told.size):
        if degree[i] > TOGETHER:
            told[i] = heard_by_many(felt, begin + i, ties)
    return told
