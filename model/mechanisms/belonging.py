"""Belonging: residents average the belonging of those they are tied to with their own anchor.

x <- S W x + (I - S) a, where W are the strengths of the present ties divided by their sum, S the susceptibility (the same
for all) and a the anchor. Who has no ties keeps to the anchor: x = a.

Source: Friedkin & Johnsen 1990, "Social influence and opinions", J. Math. Sociol. 15. Limits: S = 1 is DeGroot 1974; for
S < 1 and fixed ties the state tends to (I - SW)^-1 (I - S) a. Claims C13, C15; hypotheses H2, H3. Off: susceptibility 0
with anchors at rest leaves x = a.

Examples
--------
On a networkx graph, DeGroot's limit: all agree in the end, at the mean weighted by the number of ties:

>>> import networkx as nx
>>> import numpy as np
>>> from cogov.model.sandbox import tie_lists
>>> ties, x = tie_lists(nx.barbell_graph(3, 0)), np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
>>> for week in range(500):
...     following = np.empty(6)
...     average(ties, x, x, 1.0, 0, following)
...     x = following
>>> x.round(6).tolist()
[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.sums import sum_of_shares
from ...core.text import Text
from ..network.neighbour_sums import pull_along
from ..process import WEEKLY, Process

PARAMETERS = (
    constant(
        "susceptibility",
        0.3,
        bounds=(0, 1),
        plausible=(0.1, 0.6),
        unit="share",
        label=Text("Susceptibility to others", "受他人影响程度"),
        source=Text("not measured; 0 is no influence, 1 DeGroot", "未见实测；0 为不受影响，1 为 DeGroot 模型"),
    ),
)


@compiled
def influenced(total, weight, anchor, susceptibility):
    """Return the belonging of one resident; `total` and `weight`: sums over ties of strength x belonging, and of strength."""
    if weight > 0:
        return susceptibility * (float(total) / float(weight)) + (1.0 - susceptibility) * anchor
    return anchor


@compiled
def average(ties, x, anchor, susceptibility, begin, following):
    """Put into `following` one synchronous step of Friedkin & Johnsen, for residents from row `begin` on.

    Parameters
    ----------
    ties : `state.Ties`, or `alone.tie_lists` of a graph; of a directed one, who looks at whom
    x : float array (n), belonging of all (share); reckoned with in 64 bits
    anchor, following : float arrays, of as many residents as are updated (share)
    susceptibility : float, share
    """
    totals = pull_along(ties, x, begin, begin + following.size)
    for i in range(following.size):
        x_i = influenced(totals[i], ties.weight[begin + i], float(anchor[i]), float(susceptibility))
        following[i] = min(1.0, max(0.0, x_i))  # rounding only: an average of shares is a share


@compiled
def look_around(w, week, low, high):
    """Work out the belonging of the residents of communities low ... high - 1, from what it was for all."""
    r, begin, end = w.residents, w.communities.first[low], w.communities.first[high]
    average(w.ties, r.belonging, r.anchor[begin:end], w.parameters.susceptibility, begin, w.scratch.number[begin:end])


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


SUMS = {"belonging": sum_of_shares}

PROCESS = Process(
    "belonging",
    step,
    every=WEEKLY,
    label=Text("Belonging", "归属感"),
    about=Text(
        "Residents average the belonging of those they are tied to with their own anchor (Friedkin and Johnsen).",
        "弗里德金-约翰森规则：x ← S·W·x + (I - S)·a，即以联系强度加权的熟人平均归属感与自身锚点 a 的加权和；没有联系者等于锚点。S = 1 即德格鲁特模型。",
    ),
    phases=(
        look_around,
        change,
    ),
)
