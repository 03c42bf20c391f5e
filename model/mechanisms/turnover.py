"""Turnover: residents move out, and newcomers take their homes.

Each week a resident leaves with hazard 1 - (1 - y)^(1/52), where y is the yearly rate of his or her tenure
(`turnover_owners`, `turnover_renters`). The newcomer has a new identity, made from the home and the week, so that in every
scenario the same person moves in; he or she has new attributes, no memberships, and only the ties of the household.
The number of homes does not change.

Off: both rates 0. Source: rates assumed; the mix of people in large settlements is claim C14.

Examples
--------
>>> round(weekly_hazard(0.23), 6), round(1 - (1 - weekly_hazard(0.23)) ** 52, 6)
(0.005014, 0.23)
>>> from cogov.model.sandbox import district
>>> w = district(60, environment={"turnover_owners": 1.0, "turnover_renters": 1.0})
>>> step(w, 0)
>>> w.tally.moves.tolist()
[60.0]
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import combine, stream, uniform
from ...core.numeric import exp, log
from ...core.text import Text
from ..events import tell
from ..network.generator import drop_all_but_household
from ..organizations.membership import leave_all
from ..population.attributes import draw_resident, home_key
from ..process import WEEKLY, Process, week_number
from ..quantities.codes import EVENT_MOVED_IN, WEEKS_A_YEAR
from ..quantities.streams import TURNOVER

PARAMETERS = ()


@compiled
def weekly_hazard(yearly):
    """Return the weekly probability that compounds to the probability `yearly` in 52 weeks."""
    if yearly >= 1.0:
        return 1.0
    return 1.0 - exp(log(1.0 - yearly) / WEEKS_A_YEAR)


@compiled
def leavers(w, week, low, high):
    """Mark who moves out of communities low ... high - 1 this week."""
    r, p, first = w.residents, w.parameters, w.communities.first
    owners, renters = weekly_hazard(p.turnover_owners), weekly_hazard(p.turnover_renters)
    key = stream(w.seed, TURNOVER, week)
    begin, end = first[low], first[high]
    leaves, tenure, identity, alive = (
        w.scratch.flag[begin:end],
        r.tenure[begin:end],
        r.identity[begin:end],
        r.alive[begin:end],
    )
    for i in range(leaves.size):
        leaves[i] = alive[i] if uniform(key, identity[i], 0) < (renters if tenure[i] == 1 else owners) else 0


@compiled
def replace(w, week):
    """Replace those who are marked."""
    r, leaves = w.residents, w.scratch.flag
    for i in range(leaves.size):
        if leaves[i] == 1:
            drop_all_but_household(w.ties, i)
            leave_all(w, i)
            r.identity[i] = combine(home_key(w, i), week_number(week))
            r.unique_id[i] = 0  # a new Mesa agent: numbered when Python next looks
            draw_resident(w, i, week_number(week))
            w.tally.moves[r.community[i]] += 1.0
            tell(w, week, EVENT_MOVED_IN, r.community[i], i, 0, 0.0)


@compiled
def step(w, week):
    """Replace those who move out this week."""
    leavers(w, week, 0, w.communities.key.size)
    replace(w, week)


PROCESS = Process(
    "turnover",
    step,
    every=WEEKLY,
    label=Text("Turnover", "迁入迁出"),
    about=Text(
        "Residents move out at the yearly rate of their tenure; a newcomer takes the home, with a new identity, new attributes and only the ties of the household.",
        "居民按住房权属的年迁出率离开，新居民接手该住房：身份与各项属性重新抽取，只保留家庭内的联系。每周迁出概率为 1 - (1 - 年率)^(1/52)；住房总数不变。",
    ),
    phases=(
        leavers,
        replace,
    ),
)
