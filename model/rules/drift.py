"""Drift and crisis: conditions change a little every quarter, and at once in a crisis.

Every quarter, before anything else, each table of the landscapes is redrawn with probability 1 - (1 - drift)^(1/4), the
district's for all who have it; so with probability `drift` a year. In the quarter that holds `shock_week` the probability is
`shock_size`, if that is more. What rules do next door (spillover.py) changes in the same way, with draws of its own.

`shock_common` is how common a crisis is: the probability with which a community has the district's table in place of one that the
crisis redraws. Below 0 who shared a table goes on sharing it.

Off: drift 0 redraws nothing; shock_week -1 or shock_size 0: no crisis.
Limit: shock_size 1 is a district of the same rules on conditions drawn afresh.
Source: assumed. A crisis is an event of a what-if run and has no default.

Examples
--------
>>> from cogov.model.sandbox import district
>>> w = district(60, environment={"drift": 0.0, "shock_week": 20, "shock_size": 1.0})
>>> [round(chance_of_change(w, week), 2) for week in (12, 25, 38)]
[0.0, 1.0, 0.0]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.numeric import exp, log
from ...core.text import Text
from ..process import QUARTERLY, Process
from ..quantities.codes import WEEKS_A_QUARTER
from ..quantities.streams import LANDSCAPE, SPILLOVER
from .landscape import update_fit, update_landscape
from .spillover import find_spillover
from .tables import redraw_tables

PARAMETERS = ()


@compiled
def in_crisis(w, week):
    """Return whether the quarter that ends with this week holds the crisis."""
    p = w.parameters
    return p.shock_size > 0.0 and p.shock_week >= 0.0 and week - WEEKS_A_QUARTER < p.shock_week <= week


@compiled
def chance_of_change(w, week):
    """Return the probability with which a table is redrawn in the quarter that ends with this week."""
    chance = 1.0 - exp(0.25 * log(1.0 - w.parameters.drift))
    return max(chance, w.parameters.shock_size) if in_crisis(w, week) else chance


@compiled
def step(w, week):
    """Redraw some tables, every quarter before anything else; what is shared stays shared, but for a crisis."""
    r = w.rules
    chance = chance_of_change(w, week)
    common_share = w.parameters.shock_common if in_crisis(w, week) else -1.0
    changed = np.zeros(w.communities.key.size, np.uint8)
    redraw_tables(w, week, LANDSCAPE, chance, common_share, r.table, r.common, r.shared, changed)
    for c in range(changed.size):
        if changed[c]:
            update_landscape(w, c)
            update_fit(w, c)
    if r.spill.shape[0] > 0:
        next_door = np.zeros(changed.size, np.uint8)
        redraw_tables(w, week, SPILLOVER, chance, common_share, r.spill, r.spill_common, r.spill_shared, next_door)
        find_spillover(w, next_door | changed)


PROCESS = Process(
    "drift",
    step,
    every=QUARTERLY,
    label=Text("Drift of conditions", "条件漂移"),
    about=Text(
        "Conditions change: each table of the landscape is redrawn with a small yearly probability, the district's for all who share it. In a crisis many are redrawn at once.",
        "环境条件漂移：每张适应度表以给定的年概率重新抽取；全区共有的表对共享它的社区同时改变，因此多样性始终有用。危机发生的季度，大量条件表同时改变。",
    ),
)
