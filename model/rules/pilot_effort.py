"""Effort at pilots: a place that is watched does better than the same rules will do elsewhere.

While a candidate is tried, the pilots' reports are too high by

    (1 - pilot_discount) x pilot_effort x kpi_power x mean affluence of the pilots;

the template in force has no such lift. The reports of all communities are too high by pilot_effort x kpi_power x affluence, for
imitation, promotion and tournament. What is rolled out has none of it.

Off: pilot_effort 0, or kpi_power 0.
Limit: at K = 0 a change worth d is kept with probability Phi((d + b) / sd), b the lift.
Source: Wang & Yang, on policy experimentation in China: positive selection of pilots and resources that cannot be repeated, not
fully discounted. The size is not known: off, and swept.

Examples
--------
>>> from cogov.model.sandbox import district
>>> w = district(60, constants={"pilot_effort": 0.2}, levers={"kpi_power": 0.5})
>>> w.communities.affluence[0] = 0.5
>>> round(boost(w, 0), 6)
0.05
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.text import Text

ABOUT = Text(
    "Pilots that are watched report more than their rules will do elsewhere; the centre may see through it.",
    "受关注的试点会投入难以复制的额外努力，汇报因此偏高，高出部分随考核强度与富裕程度增加；上级可按“试点成效折减”予以扣除。推广之后这部分成效不复存在。",
)

PARAMETERS = (
    constant(
        "pilot_effort",
        0.0,
        bounds=(0, 2),
        plausible=(0, 0.5),
        unit="fit a unit of KPI power",
        label=Text("Extra effort at pilots", "试点额外投入"),
        source="Wang & Yang: shown, its size not found; off, and swept",
    ),
)


@compiled
def boost(w, c):
    """Return how much too high community c reports what it does because it is watched, in fit."""
    return w.parameters.pilot_effort * w.levers.kpi_power * w.communities.affluence[c]
