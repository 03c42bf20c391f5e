"""Belonging: residents average the belonging of those they are tied to with their own anchor.

x <- S W x + (I - S) a, where W are the strengths of the present ties divided by their sum, S the susceptibility (the same
for all) and a the anchor. Who has no ties keeps to the anchor: x = a.

Source: Friedkin & Johnsen 1990, "Social influence and opinions", J. Math. Sociol. 15. Limits: S = 1 is DeGroot 1974; for
S < 1 and fixed ties the state tends to (I - SW)^-1 (I - S) a. Claims C13, C15; hypotheses H2, H3. Off: susceptibility 0
with anchors at rest leaves x = a.

Examples
--------
>>> import numpy as np
>>> first, neighbour, strength = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.ones(2)
>>> degree = np.array([1, 1], np.int32)
>>> x = average(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.5, first, degree, neighbour, strength)
>>> x.tolist()
[0.5, 0.5]
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.quantity import constant

PARAMETERS = (
    constant("susceptibility", 0.6, 0, 1, "share", "Susceptibility to others", "受他人影响程度", "not measured; 0 is no influence, 1 DeGroot", plausible=(0.3, 0.9)),
)  # fmt: skip


@compiled
def influenced(mean, anchor, susceptibility):
    """Return the next belonging (share) of one whose ties have this weighted mean."""
    return susceptibility * mean + (1.0 - susceptibility) * anchor


@compiled
def average(x, anchor, susceptibility, first, degree, neighbour, strength):
    """Return one synchronous step of Friedkin & Johnsen.

    Parameters
    ----------
    x, anchor : float64 arrays (n), shares
    susceptibility : float, share
    first, degree, neighbour, strength : slot lists of ties, as in `state.Ties`

    Returns
    -------
    float64 array (n)
    """
    following = np.empty(x.size)
    for i in range(x.size):
        total = 0.0
        weight = 0.0
        for slot in range(first[i], first[i] + degree[i]):
            total += strength[slot] * x[neighbour[slot]]
            weight += strength[slot]
        if weight > 0.0:
            following[i] = influenced(total / weight, anchor[i], susceptibility)
        else:
            following[i] = anchor[i]
    return following


@compiled
def step(w, week):
    """Update the belonging of every resident."""
    r, t = w.residents, w.ties
    following = average(r.belonging, r.anchor, w.parameters.susceptibility, t.first, t.degree, t.neighbour, t.strength)
    for i in range(following.size):
        r.belonging[i] = min(1.0, max(0.0, following[i]))  # rounding only: an average of shares is a share
