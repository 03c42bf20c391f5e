"""Trust: good experiences raise it, bad ones lower it faster; news travels along ties; reports are believed in part.

For each experience of one's own: T += u (1 - T) if good, T -= d T if bad, with u = 0.10 and d = 0.17. The experiences that
people one is tied to had this week count likewise with weight `gossip`. Every quarter the official report counts as a
partial experience in government: with v the resolution it shows, T += q (u v (1 - T) - d (1 - v) T), where
v = (1 - transparency) x recorded + transparency x true resolution of the community. Hidden states are not seen.

Source: asymmetry after Slovic 1993, "Perceived risk, trust, and democracy", Risk Analysis 13; other forms assumed. Limit:
with good experiences of probability p and no gossip the mean tends to p u / (p u + (1 - p) d). Hypothesis H10 is tested with
gossip 0. Off: u = d = 0.

Examples
--------
>>> round(learn(0.5, 1, 0, 0.10, 0.17), 6), round(learn(0.5, 0, 1, 0.10, 0.17), 6)
(0.55, 0.415)
>>> round(believe(0.6, 1.0, 0.10, 0.17, 0.25), 6)
0.61
"""

from __future__ import annotations

import numpy as np

from ...core.compiled import compiled
from ...core.quantity import constant
from ..codes import WEEKS_A_QUARTER

PARAMETERS = (
    constant("trust_up", 0.10, 0, 1, "share", "Rise of trust by a good experience", "好经历使信任上升幅度", "design assumption", plausible=(0.05, 0.2)),
    constant("trust_down", 0.17, 0, 1, "share", "Fall of trust by a bad experience", "坏经历使信任下降幅度", "design assumption; bad news weighs more (Slovic 1993)", plausible=(0.1, 0.3)),
    constant("gossip", 0.2, 0, 1, "weight", "Weight of neighbours' experiences", "他人经历的权重", "design assumption", plausible=(0, 0.5)),
    constant("report_weight", 0.25, 0, 1, "weight", "Weight of official reports", "官方通报的权重", "design assumption", plausible=(0, 0.5)),
)  # fmt: skip


@compiled
def learn(trust, good, bad, up, down):
    """Return trust (share) after `good` good and then `bad` bad experiences."""
    for _ in range(good):
        trust += up * (1.0 - trust)
    for _ in range(bad):
        trust -= down * trust
    return trust


@compiled
def believe(trust, shown, up, down, weight):
    """Return trust (share) after a report that shows the share `shown` of good outcomes."""
    return trust + weight * (up * shown * (1.0 - trust) - down * (1.0 - shown) * trust)


@compiled
def spread(count, first, degree, neighbour, heard):
    """Add to `heard` what each resident's ties experienced (at most 255)."""
    for i in range(count.size):
        if count[i] > 0:
            for slot in range(first[i], first[i] + degree[i]):
                j = neighbour[slot]
                heard[j] = min(255, int(heard[j]) + int(count[i]))


@compiled
def update(trust, ups, downs, ties, up, down, gossip):
    """Move one kind of trust by the week's experiences, own ones first, and forget the experiences."""
    n = trust.size
    heard_up = np.zeros(n, np.uint8)
    heard_down = np.zeros(n, np.uint8)
    if gossip > 0.0:
        spread(ups, ties.first, ties.degree, ties.neighbour, heard_up)
        spread(downs, ties.first, ties.degree, ties.neighbour, heard_down)
    for i in range(n):
        if ups[i] > 0 or downs[i] > 0:
            trust[i] = learn(trust[i], int(ups[i]), int(downs[i]), up, down)
            ups[i] = 0
            downs[i] = 0
        if heard_up[i] > 0 or heard_down[i] > 0:
            trust[i] = learn(trust[i], int(heard_up[i]), int(heard_down[i]), gossip * up, gossip * down)


@compiled
def step(w, week):
    """Update the three kinds of trust of every resident."""
    r, p, e, c = w.residents, w.parameters, w.experience, w.communities
    up, down = p.trust_up, p.trust_down
    update(r.trust_neighbours, e.neighbours_up, e.neighbours_down, w.ties, up, down, p.gossip)
    update(r.trust_organizations, e.organizations_up, e.organizations_down, w.ties, up, down, p.gossip)
    update(r.trust_government, e.government_up, e.government_down, w.ties, up, down, p.gossip)
    if (week + 1) % WEEKS_A_QUARTER == 0 and p.report_weight > 0.0:
        open_share = w.levers.transparency
        for k in range(c.true_rate.size):
            shown = (1.0 - open_share) * c.reported_rate[k] + open_share * c.true_rate[k]
            for i in range(c.first[k], c.first[k + 1]):
                r.trust_government[i] = believe(r.trust_government[i], shown, up, down, p.report_weight)
