"""Capture: those who decide also have an interest of their own, which other rules than the best would serve.

The officers of each community, and the centre, have a table of their own on the same elements (independent draws, no drift,
normalised like fit). They judge rules by

    (1 - weight) x worth of the rules + weight x what these rules do for themselves,

with weight `capture_local` in communities and `capture_centre` at the centre.

Off: weights 0: nothing is drawn.
Limit: on a landscape without interactions (K = 0) long search with weight l ends at fit 1 - a^2/2 + a^3/5, a = l / (1 - l), for
l up to .5, and at 0 for l = 1; where all communities are alike it is the same who decides if the weights are equal
(Bardhan and Mookherjee 2000, *American Economic Review* 90).
Source: that either may be larger: Bardhan & Mookherjee. No evidence says which, so both are equal by default, and off.

Examples
--------
>>> from cogov.model.sandbox import district
>>> w = district(60, constants={"capture_local": 0.3})
>>> x = w.rules.elements[0]
>>> abs(leaning(w, 0, x, 0.5, 0.3) - (0.7 * 0.5 + 0.3 * interest(w, 0, x))) < 1e-12
True
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import stream
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.streams import CAPTURE
from .fitness import relative, score
from .tables import draw_table, find_mean_and_best

ABOUT = Text(
    "Those who decide also follow an interest of their own: officers of a community there, the centre for the template.",
    "决策者也有自身利益：社区骨干在本社区的决策中、上级在统一模板的选择中，都会在一定权重上偏向自身利益。",
)

PARAMETERS = (
    constant(
        "capture_local",
        0.0,
        bounds=(0, 1),
        plausible=(0, 0.45),
        unit="weight",
        label=Text("Capture in communities", "社区层面的俘获"),
        source="no size at this level: .12 is what less than one per cent of welfare means (Alatas et al. 2013), .41 to .45 what 18 to 22 per cent of funds lost means; off, and equal to the centre's",
    ),
    constant(
        "capture_centre",
        0.0,
        bounds=(0, 1),
        plausible=(0, 0.45),
        unit="weight",
        label=Text("Capture at the centre", "上级层面的俘获"),
        source="no evidence on which side is worse (Bardhan & Mookherjee 2000): equal to that in communities",
    ),
)


@compiled
def draw_capture(w):
    """Draw the tables of the officers of every community, and in the last row those of the centre."""
    r, places = w.rules, w.communities
    elements = r.mandate_rank.size
    size = r.capture.shape[1] // elements
    officers, centre = stream(w.seed, CAPTURE, 0), stream(w.seed, CAPTURE + 1, 0)
    for e in range(elements):
        for c in range(places.key.size):
            draw_table(officers, places.key[c], e, size, r.capture[c])
        draw_table(centre, 0, e, size, r.capture[places.key.size])
    find_mean_and_best(r.depends, r.capture, r.capture_mean, r.capture_best)


@compiled
def interest(w, who, elements):
    """Return what these rules do for the officers of community `who`, or for the centre (C); 1 at best."""
    r = w.rules
    return relative(score(elements, r.depends, r.capture[who]), r.capture_mean[who], r.capture_best[who])


@compiled
def leaning(w, who, elements, worth, weight):
    """Return how one who gives his own interest this weight judges rules of this worth."""
    return (1.0 - weight) * worth + weight * interest(w, who, elements) if weight > 0.0 else worth
