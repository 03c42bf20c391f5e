"""Ties: neighbours become acquainted by living near each other; ties that are not used fade and may be lost.

In each building `tie_rate` x residents x (mean_ties / 6) chances a week arise; who meets whom is drawn by sociability, and with
probability `homophily` within the home-region group (for 1 of 60 the two are the same person: nothing happens). A tie is made,
or used again. Once a quarter each tie outside the household is looked at: used in the last 13 weeks it grows stronger,
s += tie_growth (1 - s), unused it fades, s -= tie_fade s, and it is lost with probability tie_loss (1 - s). Ties also arise in
activities and help, and end when somebody moves.

The rates are set so that a mean of 6 ties in the building is stationary at defaults, turnover included; the gamma distribution of
sociability then keeps the negative binomial shape. Claims C11, C14. Off: tie_rate, tie_fade, tie_growth and tie_loss 0.

Examples
--------
Twenty residents without a tie who live in one building become acquainted; at a rate of 0 nobody does:

>>> import networkx as nx
>>> from cogov.model.alone import district
>>> for rate in (0.0, 0.5):
...     w = district(nx.empty_graph(20), constants={"tie_rate": rate}, household=range(20))
...     step(w, 0)
...     formed = int(w.tally.ties_formed[0])
...     print(formed > 0, int(w.ties.degree.sum()) == 2 * formed)
False True
True True
"""

from __future__ import annotations

from ...core.compiled import compiled
from ...core.draws import pair, poisson, stream, uniform
from ...core.quantity import Status, constant
from ..codes import TIE_BUILDING, TIE_HOUSEHOLD, WEEKS_A_QUARTER
from ..network import add, drop, find, strengthen
from ..purposes import TIES

PARAMETERS = (
    constant("tie_rate", 0.0185, 0, 1, "a resident a week", "Acquaintance by living near", "邻近结识率", "set so that a mean of 6 ties in the building is stationary at defaults", Status.CALIBRATED, plausible=(0.005, 0.02)),
    constant("tie_loss", 0.004, 0, 1, "a quarter for strength 0", "Loss of ties", "联系流失率", "set so that mean ties are stationary at defaults", Status.CALIBRATED, plausible=(0, 0.05)),
    constant("tie_fade", 0.04, 0, 1, "a quarter", "Fading of unused ties", "联系淡化", "not measured"),
    constant("tie_growth", 0.2, 0, 1, "a quarter", "Growth of used ties", "联系加强", "not measured"),
    constant("tie_strength", 0.4, 0, 1, "share", "Strength of a new neighbour tie", "新邻里联系强度", "not measured"),
)  # fmt: skip


@compiled
def pick(r, low, high, group, u):
    """Return the resident among rows low ... high - 1 (of one group unless -1) at share u of the summed sociability, or -1."""
    total = 0.0
    for i in range(low, high):
        if r.alive[i] == 1 and (group < 0 or r.origin[i] == group):
            total += r.sociability[i]
    mark = u * total
    found = -1
    for i in range(low, high):
        if r.alive[i] == 1 and (group < 0 or r.origin[i] == group):
            found = i
            mark -= r.sociability[i]
            if mark < 0.0:
                break
    return found


@compiled
def live_near(w, b, key, week):
    """Let the chances of one building happen."""
    r, p = w.residents, w.parameters
    low, high = w.buildings.first[b], w.buildings.first[b + 1]
    place = w.buildings.key[b]
    chances = poisson(key, place, 0, p.tie_rate * (p.mean_ties / 6.0) * (high - low))
    for e in range(chances):
        i = pick(r, low, high, -1, uniform(key, place, 4 * e + 1))
        if i < 0:
            return
        group = r.origin[i] if uniform(key, place, 4 * e + 2) < p.homophily else -1
        j = pick(r, low, high, group, uniform(key, place, 4 * e + 3))
        if j < 0 or i == j:
            continue
        if find(w.ties, i, j) >= 0:
            strengthen(w.ties, i, j, 0.0, week)
        elif add(w.ties, i, j, TIE_BUILDING, p.tie_strength, week):
            w.tally.ties_formed[w.buildings.community[b]] += 1.0


@compiled
def fade(w, i, key, week):
    """Look at the ties of resident i to residents of later rows: strengthen, weaken or lose them."""
    r, t, p = w.residents, w.ties, w.parameters
    slot = t.first[i] + t.degree[i] - 1
    while slot >= t.first[i]:  # from the end: a tie that is dropped is replaced by the last one
        j = t.neighbour[slot]
        if j > i and t.kind[slot] != TIE_HOUSEHOLD:
            s = t.strength[slot]
            if week - t.used[slot] < WEEKS_A_QUARTER:
                change = p.tie_growth * (1.0 - s)
            else:
                change = -p.tie_fade * s
            if uniform(key, pair(r.identity[i], r.identity[j]), 0) < p.tie_loss * (1.0 - s):
                drop(t, i, j)
                w.tally.ties_lost[r.community[i]] += 1.0
            else:
                t.strength[slot] = s + change
                t.strength[find(t, j, i)] = s + change
        slot -= 1


@compiled
def step(w, week):
    """Let neighbours meet; once a quarter, let ties grow, fade and end."""
    p = w.parameters
    key = stream(w.seed, TIES, week)
    if p.tie_rate > 0.0:
        for b in range(w.buildings.key.size):
            live_near(w, b, key, week)
    if (week + 1) % WEEKS_A_QUARTER == 0:
        key = stream(w.seed, TIES + 1, week)
        for i in range(w.residents.alive.size):
            fade(w, i, key, week)
