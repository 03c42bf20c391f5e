"""When there are enough replicates: the declared intervals of the paired differences are narrow enough, and stay so.

At least 30 replicates, then blocks of 10; at each look the next 5 must hold too, so that a lucky narrow spell does not
end a study (Hoad, Robinson and Davies 2010, *J. Operational Research Society* 61, 1632-1644). The t intervals share
their confidence over all declared indicators and all scenarios that are compared (Bonferroni). Differences without any
variance never stop a study: that none was seen does not mean that there is none. Decisions are made in the order of
replicates, so they do not depend on which run ends first. Asymptotically such intervals have their nominal coverage
(Chow and Robbins 1965, *Annals of Mathematical Statistics* 36, 457-462).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .intervals import interval

FIRST, BLOCK, LOOK_AHEAD, MOST = 30, 10, 5, 500


@dataclass(frozen=True, slots=True)
class Reached:
    """How narrow the declared intervals became: the widest half-width of each indicator next to what was asked."""

    asked: Mapping[str, float]
    widest: Mapping[str, float]
    replicates: int
    enough: bool


def next_look(done: int, most: int = MOST) -> int:
    """Return the number of replicates to run before the next decision, never more than `most`."""
    following = FIRST + LOOK_AHEAD
    while following <= done:
        following += BLOCK
    return min(following, most)


def widest(differences: Mapping[str, np.ndarray], replicates: int) -> dict[str, float]:
    """Return the widest half-width for each indicator, over the contrasts, of the first `replicates`.

    Parameters
    ----------
    differences : for each indicator, paired differences, shape (contrasts, replicates).
    """
    intervals = sum(len(values) for values in differences.values())
    found = {}
    for name, values in differences.items():
        widths = []
        for row in values:
            one = interval(row[:replicates], shared_by=intervals)
            widths.append(one.half_width if one.half_width > 0 else np.inf)  # nan and zero variance: not enough
        found[name] = float(max(widths))
    return found


def enough(differences: Mapping[str, np.ndarray], asked: Mapping[str, float], done: int) -> bool:
    """Decide at a look: whether the intervals were narrow enough at the look and at each of the replicates ahead of it."""
    first = done - LOOK_AHEAD
    if first < FIRST:
        return False
    return all(
        width <= asked[name] for count in range(first, done + 1) for name, width in widest(differences, count).items()
    )
