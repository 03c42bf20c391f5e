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

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.sums import sum_of_shares
from ...core.text import Text
from ..experience import GOVERNMENT_UP, NEIGHBOURS_UP, ORGANIZATIONS_UP, count, heard
from ..process import WEEKLY, Process
from ..quantities.codes import WEEKS_A_QUARTER

PARAMETERS = (
    constant(
        "trust_up",
        0.10,
        bounds=(0, 1),
        plausible=(0.05, 0.2),
        unit="share",
        label=Text("Rise of trust by a good experience", "好经历使信任上升幅度"),
        source="design assumption",
    ),
    constant(
        "trust_down",
        0.17,
        bounds=(0, 1),
        plausible=(0.1, 0.3),
        unit="share",
        label=Text("Fall of trust by a bad experience", "坏经历使信任下降幅度"),
        source=Text(
            "design assumption; bad news weighs more (Slovic 1993)", "设计假定；坏消息的影响更大（Slovic 1993）"
        ),
    ),
    constant(
        "gossip",
        0.2,
        bounds=(0, 1),
        plausible=(0, 0.5),
        unit="weight",
        label=Text("Weight of neighbours' experiences", "他人经历的权重"),
        source="design assumption",
    ),
    constant(
        "report_weight",
        0.25,
        bounds=(0, 1),
        plausible=(0, 0.5),
        unit="weight",
        label=Text("Weight of official reports", "官方通报的权重"),
        source="design assumption",
    ),
)

USUAL = 32


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
def steps(rate):
    """Return how far 0, 1, 2 ... steps by `rate` come, as a share of the whole way (the counts that `learn_from` looks up)."""
    far = np.zeros(USUAL)
    for k in range(1, USUAL):
        far[k] = far[k - 1] + rate * (1.0 - far[k - 1])
    return far


@compiled
def learn_at_once(trust, good, bad, ups, downs):
    """Return trust as `learn` does, with the way looked up in `steps`."""
    trust += ups[good] * (1.0 - trust)
    return trust - downs[bad] * trust


@compiled
def update(trust, own, told, kind, up, down, gossip):
    """Move one kind of trust (float array): by one's own experiences, then by those of one's ties.

    Parameters
    ----------
    own, told : int64 arrays, a word of counts a resident (see experience): good ones of `kind`, bad ones next to it
    up, down, gossip : rates, and the weight of others' experiences
    """
    ups, downs, told_ups, told_downs = steps(up), steps(down), steps(gossip * up), steps(gossip * down)
    for i in range(trust.size):
        good, bad = count(own[i], kind), count(own[i], kind + 1)
        told_good, told_bad = count(told[i], kind), count(told[i], kind + 1)
        if (good | bad | told_good | told_bad) < USUAL:
            x = learn_at_once(float(trust[i]), good, bad, ups, downs)
            trust[i] = learn_at_once(x, told_good, told_bad, told_ups, told_downs)
        else:
            x = learn(float(trust[i]), good, bad, up, down)
            trust[i] = learn(x, told_good, told_bad, gossip * up, gossip * down)


@compiled
def step_places(w, week, low, high):
    """Update the three kinds of trust of the residents of communities low ... high - 1; experiences stay for others to learn of."""
    r, p, c = w.residents, w.parameters, w.communities
    up, down = p.trust_up, p.trust_down
    begin, end = c.first[low], c.first[high]
    neighbours, organizations, government = (
        r.trust_neighbours[begin:end],
        r.trust_organizations[begin:end],
        r.trust_government[begin:end],
    )
    own = w.experience.felt[begin:end]
    told = heard(w.ties, w.experience.felt, begin, end)
    update(neighbours, own, told, NEIGHBOURS_UP, up, down, p.gossip)
    update(organizations, own, told, ORGANIZATIONS_UP, up, down, p.gossip)
    update(government, own, told, GOVERNMENT_UP, up, down, p.gossip)
    if (week + 1) % WEEKS_A_QUARTER == 0 and p.report_weight > 0.0:
        open_share = w.levers.transparency
        for k in range(low, high):
            shown = (1.0 - open_share) * c.reported_rate[k] + open_share * c.true_rate[k]
            for i in range(c.first[k] - begin, c.first[k + 1] - begin):
                government[i] = believe(float(government[i]), shown, up, down, p.report_weight)


@compiled
def forget(w, week, low, high):
    """Forget the experiences of communities low ... high - 1, once all have learnt of them."""
    w.experience.felt[w.communities.first[low] : w.communities.first[high]] = 0


@compiled
def step(w, week):
    """Update the three kinds of trust of every resident."""
    places = w.communities.key.size
    step_places(w, week, 0, places)
    forget(w, week, 0, places)


SUMS = {"trust_neighbours": sum_of_shares, "trust_organizations": sum_of_shares, "trust_government": sum_of_shares}

PROCESS = Process(
    "trust",
    step,
    every=WEEKLY,
    label=Text("Trust", "信任"),
    about=Text(
        "Good experiences raise trust, bad ones lower it faster; neighbours' experiences count in part, and so do official reports once a quarter.",
        "信任的涨跌不对称：好经历 T += u·(1 - T)，坏经历 T -= d·T，且 d > u。熟人的经历按较小权重传来；每季度的官方通报按其显示的解决率部分计入，透明度决定其中有多少是真实情况。",
    ),
    phases=(
        step_places,
        forget,
    ),
)
