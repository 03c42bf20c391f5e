"""Unequal capacity: what an hour of search is worth in a community.

    q_c = exp(capacity_spread x (sqrt(a) z_c + sqrt(1 - a) n_c)) / mean over communities,

a = capacity_affluence, z_c the affluence of the community in standard deviations, n_c ~ N(0, 1). The mean of q is 1, so hours stay
equal for all together. A trial costs 1 / q hours of one at q = 1, and what it shows is seen with an sd of 1 / sqrt(q).

Off: capacity_spread 0: q = 1 everywhere, nothing is drawn.
Limit: best of n draws is concave in n: 2 and 10 trials give less than 6 and 6 (Saam and Kerber 2013, *JASSS* 16(1) 7).
Source: unequal fiscal capacity of counties of Liaoning (Gini .2 to .3) as order of magnitude; for communities: assumed.

Examples
--------
>>> from cogov.model.sandbox import district
>>> q = district(60, communities=6, environment={"capacity_spread": 0.5}).rules.capacity
>>> bool(q.min() < 0.9), round(float(q.mean()), 12)
(True, 1.0)
"""

from __future__ import annotations

from math import sqrt

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.streams import CAPACITY

ABOUT = Text(
    "Communities differ in what an hour of search is worth, in part with their affluence; the mean stays 1.",
    "各社区开展探索的能力不同：每小时的功效部分取决于富裕程度，部分随机，全区平均为 1。能力强的社区试行更便宜，也看得更准。",
)

PARAMETERS = (
    constant(
        "capacity_affluence",
        0.5,
        bounds=(0, 1),
        unit="share",
        label=Text("Affluence in capacity", "能力差异中富裕程度的占比"),
        source="design assumption; without effect at capacity_spread 0",
    ),
)

_SD = 3.4641016151377544  # sqrt(12): affluence is uniform on 0-1


@compiled
def draw_capacity(w):
    """Draw the capacity of every community; its mean is 1."""
    r, places, p = w.rules, w.communities, w.parameters
    r.capacity[:] = 1.0
    if p.capacity_spread <= 0.0:
        return
    key, total = stream(w.seed, CAPACITY, 0), 0.0
    for c in range(places.key.size):
        better_off = (places.affluence[c] - 0.5) * _SD
        lift = sqrt(p.capacity_affluence) * better_off + sqrt(1.0 - p.capacity_affluence) * normal(
            key, places.key[c], 0
        )
        r.capacity[c] = exp(p.capacity_spread * lift)
        total += r.capacity[c]
    for c in range(places.key.size):
        r.capacity[c] *= places.key.size / total
