"""What comes along ties: sums over the ties of many residents at a time.

Few are active or have something to pass on in a week, so what they bring is handed out from their end: each tie stands at both. Belonging
comes along every tie. Lists have very different lengths, and a loop over each costs most of its time at its end, which a processor
cannot foresee; so running sums are made over all slots of a chunk of CHUNK lists, and the sum of one list is the difference of two of
them. Slots that are not in use cancel out; lists that have moved behind the others (see tie_lists) are summed one by one. All sums are
of whole numbers (shares in units of 2**-40): exact, and the same in any order. Numbers kept in 32 bits are widened before they are reckoned
with, by name, as plain arrays would not be when interpreted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import whole, word
from ..quantities.codes import CHUNK

UNIT = 1099511627776.0  # 2**40


@compiled
def longest(home):
    """Return the slots of the longest chunk."""
    most = 0
    for k in range(home.size - 1):
        most = max(most, whole(home[k + 1]) - whole(home[k]))
    return most


@compiled
def count_along(first, degree, neighbour, value, begin, end):
    """Return the sum of `value` (array of whole numbers, mostly 0) over the ties of residents begin ... end - 1 (int64 array).

    Each tie must stand at both its ends: sums are handed out from the end that has something.
    """
    counts: Any = np.zeros(end - begin, np.int64)
    for i in range(value.size):
        if value[i] != 0:
            low = word(first[i])
            for slot in range(low, low + word(degree[i])):
                j = whole(neighbour[slot]) - begin
                if 0 <= j < counts.size:
                    counts[j] = whole(
                        whole(counts[j]) + whole(value[i])
                    )  # words of counts may run over: see experience
    return counts


@compiled
def units(share):
    """Return a share in UNITs, to the nearest: cut off, what many weeks lose would add up."""
    return np.int64(UNIT * float(share) + 0.5)


@compiled
def pull_of_list(i, x, first, degree, neighbour, strength):
    """Return the sum of strength times x over the ties of resident i (in UNITs)."""
    total = 0
    low = word(first[i])
    for slot in range(low, low + word(degree[i])):
        total += np.int64(UNIT * float(strength[slot]) * float(x[neighbour[slot]]) + 0.5)
    return total


@compiled
def pull_along(ties, x, begin, end):
    """Return the sum of strength times x over the ties of residents begin ... end - 1 (int64 array, UNITs)."""
    first, degree, neighbour, strength, home = ties.first, ties.degree, ties.neighbour, ties.strength, ties.home
    totals, running = np.empty(end - begin, np.int64), np.empty(longest(home) + 1, np.int64)
    for chunk in range(begin // CHUNK, (end + CHUNK - 1) // CHUNK):
        low, high = word(home[chunk]), word(home[chunk + 1])
        total = 0
        for slot in range(low, high):
            running[slot - low] = total
            total += np.int64(UNIT * float(strength[slot]) * float(x[neighbour[slot]]) + 0.5)
        running[high - low] = total
        for i in range(max(begin, chunk * CHUNK), min(end, (chunk + 1) * CHUNK)):
            at, after = word(first[i]), word(first[i]) + word(degree[i])
            if low <= at and after <= high:
                totals[i - begin] = running[after - low] - running[at - low]
            else:
                totals[i - begin] = pull_of_list(i, x, first, degree, neighbour, strength)
    return totals
