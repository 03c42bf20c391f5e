"""How many are active around a resident, in doublings, and from how many home-region groups they come.

A_i = (1 - delta) f(m_i) + delta sum over groups of f(m_ig), with f(m) = log2(1 + m), m_i the active ties of i and m_ig those of group
g: the first contact counts 1, and one more each time that there are twice as many. With delta above 0 contacts from several groups
count more than as many of one group; below 0, less. Two contacts of one group are 1.58496; of two groups 2 at delta 1, 1.66797 at 0.2.

Sources: the number of components among contacts, not of contacts, went with adoption in Ugander, Backstrom, Marlow & Kleinberg 2012,
"Structural diversity in social contagion", PNAS 109(16); contacts that know each other count more in Centola & Macy 2007, "Complex
contagions and the weakness of long ties", AJS 113(3). Limit: with f(m) = m and delta 0 it is the count of Granovetter 1978.
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import whole, word
from ...core.numeric import log
from .neighbour_sums import count_along

_LOG_2 = 0.6931471805599453
TABLED = 64
"""Numbers of active ties, from 0 on, that are looked up; those of more are worked out."""


@compiled
def doublings(most):
    """Return log2(1 + m) for m = 0 ... most - 1 (float64 array)."""
    found = np.empty(most)
    for m in range(most):
        found[m] = log(1.0 + float(m)) / _LOG_2
    return found


@compiled
def worth(count, table):
    """Return what `count` active ties are worth: looked up, beyond the table log2(1 + count)."""
    return table[count] if count < table.size else log(1.0 + float(count)) / _LOG_2


@compiled
def contact_signals(first, degree, neighbour, active, origin, groups, diversity, table, begin, end):
    """Return A of residents in rows begin ... end - 1 (float64 array).

    Parameters
    ----------
    first, degree, neighbour : slot lists of ties, as in `state.Ties`; each tie stands at both its ends
    active : uint8 array, last week's activity of all residents
    origin : int array, home-region group of all residents, 0 ... groups - 1
    diversity : float, delta
    table : float64 array, what 0, 1, 2 ... active ties are worth; `doublings(TABLED)`, 0 for none
    """
    counts = count_along(first, degree, neighbour, active, begin, end)
    signals = np.empty(end - begin)
    by_group = np.zeros(groups, np.int64)
    for i in range(signals.size):
        count = whole(counts[i])
        signals[i] = worth(count, table)
        if diversity == 0.0 or count < 2:  # one contact is of one group
            continue
        low, spread = word(first[begin + i]), 0.0
        for slot in range(low, low + word(degree[begin + i])):
            j = neighbour[slot]
            if active[j] != 0:
                by_group[origin[j]] += 1
        for g in range(groups):
            spread += worth(by_group[g], table)
            by_group[g] = 0
        signals[i] = (1.0 - diversity) * signals[i] + diversity * spread
    return signals
