"""Ties: neighbours become acquainted by living near each other; ties that are not used fade and may be lost.

In each building `tie_rate` x residents x (mean_ties / 6) chances a week arise; who meets whom is drawn by sociability, and with
probability `homophily` within the home-region group (for 1 of 60 the two are the same person: nothing happens). A tie is made,
or used again. Once a quarter each tie outside the household is looked at: used in the last 13 weeks it grows stronger,
s += tie_growth (1 - s), unused it fades, s -= tie_fade s, and it is lost with probability tie_loss (1 - s). Ties also arise in
activities and help, and end when somebody moves. One that arose so and was not used in the last 13 weeks is lost with probability
max(tie_loss (1 - s), meeting_tie_loss): who met in an activity that neither attends any more has little to meet by. While
meeting_tie_loss is 0 such ties are like the others, and recorded as ties in the building or acquaintances.

The rates are set so that the mean of 6 ties to neighbours nearly lasts at defaults, turnover included (see tie_rate); the gamma distribution of
sociability then keeps the negative binomial shape. Claims C11, C14. Off: tie_rate, tie_fade, tie_growth, tie_loss and meeting_tie_loss 0.

Examples
--------
Twenty residents without a tie who live in one building become acquainted; at a rate of 0 nobody does:

>>> import networkx as nx
>>> from cogov.model.sandbox import district
>>> for rate in (0.0, 0.5):
...     w = district(nx.empty_graph(20), constants={"tie_rate": rate}, household=range(20))
...     step(w, 0)
...     formed = int(w.tally.ties_formed[0])
...     print(formed > 0, int(w.ties.degree.sum()) == 2 * formed)
False True
True True
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import pair, poisson, stream, uniform, whole
from ...core.quantity import Status, constant
from ...core.text import Text
from ..network.generator import add, strengthen
from ..network.tie_lists import set_strength, take_out
from ..process import WEEKLY, Process
from ..quantities.codes import TIE_ACTIVITY, TIE_BUILDING, TIE_HOUSEHOLD, WEEKS_A_QUARTER
from ..quantities.streams import TIES

PARAMETERS = (
    constant(
        "tie_rate",
        0.0185,
        bounds=(0, 1),
        plausible=(0.005, 0.02),
        unit="a resident a week",
        label=Text("Acquaintance by living near", "邻近结识率"),
        status=Status.CALIBRATED,
        source=Text(
            "set so that the mean of 6 ties to neighbours lasts: 5.7 at 8 x 400, 5.5 at 8 x 4,200 (fifth year at defaults; some 5 % more in each decade after)",
            "取值使平均 6 个邻里联系得以保持：8 × 400 时为 5.7，8 × 4,200 时为 5.5（默认条件下第五年；此后每十年约增加 5 %）",
        ),
    ),
    constant(
        "tie_loss",
        0.004,
        bounds=(0, 1),
        plausible=(0, 0.05),
        unit="a quarter for strength 0",
        label=Text("Loss of ties", "联系流失率"),
        status=Status.CALIBRATED,
        source=Text("set with tie_rate, so that mean ties last", "与 tie_rate 一并取值，使平均邻里联系数得以保持"),
    ),
    constant(
        "meeting_tie_loss",
        0.1,
        bounds=(0, 1),
        plausible=(0.05, 0.25),
        unit="a quarter",
        label=Text("Loss of unused ties from activities", "活动中结识而未再往来的联系流失率"),
        source=Text(
            "design assumption: contacts that are not kept up fade within months (Roberts & Dunbar 2011); nine of ten bridging ties were gone after a year (Burt 2002), which would be 0.44",
            "设计假定：不维护的联系在数月内淡化（Roberts & Dunbar 2011）；十个桥接联系中有九个一年后消失（Burt 2002），相当于 0.44",
        ),
    ),
    constant(
        "tie_fade",
        0.04,
        bounds=(0, 1),
        unit="a quarter",
        label=Text("Fading of unused ties", "联系淡化"),
        source="not measured",
    ),
    constant(
        "tie_growth",
        0.2,
        bounds=(0, 1),
        unit="a quarter",
        label=Text("Growth of used ties", "联系加强"),
        source="not measured",
    ),
    constant(
        "tie_strength",
        0.4,
        bounds=(0, 1),
        unit="share",
        label=Text("Strength of a new neighbour tie", "新邻里联系强度"),
        source="not measured",
    ),
)


@compiled
def sociability_of(r, low, high, group):
    """Return the summed sociability of rows low ... high - 1, of one group unless -1."""
    total = 0.0
    for i in range(low, high):
        if r.alive[i] == 1 and (group < 0 or r.origin[i] == group):
            total += r.sociability[i]
    return total


@compiled
def pick(r, low, high, group, mark):
    """Return the resident among rows low ... high - 1 (of one group unless -1) at whom the summed sociability passes `mark`, or -1."""
    found = -1
    for i in range(low, high):
        if r.alive[i] == 1 and (group < 0 or r.origin[i] == group):
            found = i
            mark -= r.sociability[i]
            if mark < 0.0:
                break
    return found


@compiled
def live_near(w, b, chances, key, week):
    """Let the chances of one building happen."""
    r, p = w.residents, w.parameters
    low, high = w.buildings.first[b], w.buildings.first[b + 1]
    place = w.buildings.key[b]
    total = sociability_of(r, low, high, -1)
    for e in range(chances):
        i = pick(r, low, high, -1, uniform(key, place, 4 * e + 1) * total)
        if i < 0:
            return
        group, among = -1, total
        if uniform(key, place, 4 * e + 2) < p.homophily:
            group = whole(r.origin[i])
            among = sociability_of(r, low, high, group)
        j = pick(r, low, high, group, uniform(key, place, 4 * e + 3) * among)
        if j < 0 or i == j or strengthen(w.ties, i, j, 0.0, week):
            continue
        if add(w.ties, i, j, TIE_BUILDING, p.tie_strength, week):
            w.tally.ties_formed[w.buildings.community[b]] += 1.0


@compiled
def fade_list(w, i, key, week):
    """Strengthen, weaken or lose the ties in the list of resident i.

    What becomes of a tie depends on nothing but the tie, so both its ends come to the same by themselves.
    """
    r, t, p = w.residents, w.ties, w.parameters
    first = whole(t.first[i])
    slot = first + whole(t.degree[i]) - 1
    while slot >= first:  # from the end: a tie that is lost is replaced by the last one
        if t.kind[slot] != TIE_HOUSEHOLD:
            j = whole(t.neighbour[slot])
            s = float(t.strength[slot])
            used = week - t.used[slot] < WEEKS_A_QUARTER
            loss = p.tie_loss * (1.0 - s)
            if t.kind[slot] == TIE_ACTIVITY and not used:
                loss = max(loss, p.meeting_tie_loss)
            if uniform(key, pair(r.identity[i], r.identity[j]), 0) < loss:
                take_out(t, i, slot)
                if i < j:
                    w.tally.ties_lost[r.community[i]] += 1.0
            elif used:
                set_strength(t, i, slot, s + p.tie_growth * (1.0 - s))
            else:
                set_strength(t, i, slot, s - p.tie_fade * s)
        slot -= 1


@compiled
def fade(w, week, low, high):
    """At the end of a quarter, let the ties in the lists of communities low ... high - 1 grow, fade and end."""
    if (week + 1) % WEEKS_A_QUARTER == 0:
        key = stream(w.seed, TIES + 1, week)
        for i in range(w.communities.first[low], w.communities.first[high]):
            fade_list(w, i, key, week)


@compiled
def meet_neighbours(w, week):
    """Let those who live in a building become acquainted."""
    p, buildings = w.parameters, w.buildings
    if p.tie_rate <= 0.0:
        return
    key, rate = stream(w.seed, TIES, week), p.tie_rate * (p.mean_ties / 6.0)
    for b in range(buildings.key.size):
        chances = poisson(key, buildings.key[b], 0, rate * (buildings.first[b + 1] - buildings.first[b]))
        if chances > 0:
            live_near(w, b, chances, key, week)


@compiled
def step(w, week):
    """Let neighbours meet; once a quarter, let ties grow, fade and end."""
    meet_neighbours(w, week)
    fade(w, week, 0, w.communities.key.size)


PROCESS = Process(
    "ties",
    step,
    every=WEEKLY,
    label=Text("Ties", "社会联系"),
    about=Text(
        "Neighbours become acquainted by living near each other; ties grow with use, fade without, and may be lost.",
        "同楼居民因邻近而相识，谁与谁相识取决于社交性与同质性；每季度常用的联系加强，不用的淡化并可能消失。家庭联系不变。",
    ),
    phases=(
        meet_neighbours,
        fade,
    ),
)
