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

On a networkx graph, DeGroot's limit: all agree in the end, at the mean weighted by the number of ties:

>>> import networkx as nx
>>> from cogov.model.alone import tie_lists
>>> ties, x = tie_lists(nx.barbell_graph(3, 0)), np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
>>> for week in range(500):
...     x = average(x, x, 1.0, *ties)
>>> x.round(6).tolist()
[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.quantity import constant
from ..neighbourhood import pull_along, pull_of_list, weight_of_list

PARAMETERS = (
    constant("susceptibility", 0.6, 0, 1, "share", "Susceptibility to others", "受他人影响程度", "not measured; 0 is no influence, 1 DeGroot", plausible=(0.3, 0.9)),
)  # fmt: skip


@compiled
def influenced(total, weight, anchor, susceptibility):
    """Return the belonging of one resident; `total` and `weight`: sums over ties of strength x belonging, and of strength."""
    if weight > 0:
        return susceptibility * (float(total) / float(weight)) + (1.0 - susceptibility) * anchor
    return anchor


@compiled
def average(x, anchor, susceptibility, first, degree, neighbour, strength):
    """Return one synchronous step of Friedkin & Johnsen.

    Parameters
    ----------
    x, anchor : float arrays (n), shares; reckoned with in 64 bits
    susceptibility : float, share
    first, degree, neighbour, strength : slot lists of ties, as in `state.Ties`

    Returns
    -------
    float64 array (n)
    """
    following = np.empty(x.size)
    for i in range(x.size):
        total = pull_of_list(i, x, first, degree, neighbour, strength)
        weight = weight_of_list(i, first, degree, strength)
        following[i] = influenced(total, weight, float(anchor[i]), float(susceptibility))
    return following


@compiled
def look_around(w, week, low, high):
    """Work out the belonging of the residents of communities low ... high - 1, from what it was for all."""
    begin, end = w.communities.first[low], w.communities.first[high]
    totals, weights = pull_along(w.ties, w.residents.belonging, begin, end), w.ties.weight[begin:end]
    anchor, following, s = w.residents.anchor[begin:end], w.scratch.number[begin:end], w.parameters.susceptibility
    for i in range(following.size):
        x = influenced(totals[i], weights[i], float(anchor[i]), s)
        following[i] = min(1.0, max(0.0, x))  # rounding only: an average of shares is a share


@compiled
def change(w, week, low, high):
    """Let the residents of communities low ... high - 1 feel what was worked out."""
    first, last = w.communities.first[low], w.communities.first[high]
    w.residents.belonging[first:last] = w.scratch.number[first:last]


@compiled
def step(w, week):
    """Update the belonging of every resident."""
    places = w.communities.key.size
    look_around(w, week, 0, places)
    change(w, week, 0, places)
