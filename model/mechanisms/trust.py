"""Trust: good experiences raise it, bad ones lower it faster; news travels along ties; reports are believed in part.

For each experience of one's own: T += u (1 - T) if good, T -= d T if bad, with u = 0.10 and d = 0.17. The experiences that
people one is tied to had this week count likewise with weight `gossip`. Every quarter the official report counts as a
partial experience in government: with v the resolution it shows, T += q (u v (1 - T) - d (1 - v) T), where
v = (1 - transparency) x recorded + transparency x true resolution of the community. Hidden states are not seen.

Trust in government has its own d, `trust_down_government` (0: d). The central government is judged by the same experiences
and reports with u and d times 1 - `attribution`, the share laid at the door of local government; who writes to the
hotline trusts the one that `hotline_reads` names. At the end of the week each kind of trust returns to what it was at
arrival, by `trust_return` or `trust_return_others` (mechanism `records`): a person's trust has a trait.

Source: asymmetry after Slovic 1993, "Perceived risk, trust, and democracy", Risk Analysis 13; blame of the local level after
Li 2016, "Reassessing trust in the central government", China Quarterly 225; other forms assumed. Limits:
with good experiences of probability p and no gossip the mean tends to p u / (p u + (1 - p) d). With lambda experiences a
week at most one of which comes, U = lambda p u, D = lambda (1 - p) d and return rho to a trait of mean T0, it tends to
[(1 - rho) U + rho T0] / [1 - (1 - rho)(1 - U - D)], and the autocorrelation of what is not trait at lag h is [(1 - rho)(1 - U -
D)]^h (Bush & Mosteller 1955, with a trait). Hypothesis H10 is tested with gossip 0. Off: u = d = 0 (and
trust_down_government 0).

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
        "trust_down_government",
        0.0,
        bounds=(0, 1),
        plausible=(0.1, 0.2),
        unit="share",
        label=Text(
            "Fall of trust in government by a bad experience (0: as of other trust)",
            "坏经历使政府信任下降幅度（0：与其他信任相同）",
        ),
        source=Text(
            "set so that trust in government rests near where it starts; still above the rise (Slovic 1993)",
            "取值使政府信任稳定在初始值附近；仍大于上升幅度（Slovic 1993）",
        ),
    ),
    constant(
        "attribution",
        1.0,
        bounds=(0, 1),
        plausible=(0.3, 0.9),
        unit="share",
        label=Text("Share attributed to local government alone", "仅归因于地方政府的占比"),
        source=Text(
            "assumed, not from data: it decides how far trust in the central government can move (Li 2016)",
            "假定，并无数据：它决定对中央政府的信任能变动多少（Li 2016）",
        ),
    ),
    constant(
        "hotline_reads",
        0,
        bounds=(0, 1),
        plausible=(0, 1),
        integer=True,
        unit="0 local, 1 central government",
        label=Text("Trust that counts for the hotline", "热线诉求所依据的信任"),
        source=Text(
            "assumed: the hotline passes for a channel to the centre",
            "假定：热线被视为通向中央的渠道",
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
def fall(p):
    """Return how far a bad experience lowers trust in government (share)."""
    return p.trust_down_government if p.trust_down_government > 0.0 else p.trust_down


@compiled
def trust_of_hotline(w, i):
    """Return the trust that counts for resident i where he or she may write to the hotline (share)."""
    r = w.residents
    return float(r.trust_central[i]) if w.parameters.hotline_reads > 0.0 else float(r.trust_government[i])


@compiled
def step_places(w, week, low, high):
    """Update the four kinds of trust of the residents of communities low ... high - 1; experiences stay for others to learn of."""
    r, p, c = w.residents, w.parameters, w.communities
    up, down, down_government = p.trust_up, p.trust_down, fall(p)
    shared = 1.0 - p.attribution
    begin, end = c.first[low], c.first[high]
    neighbours, organizations, government, central = (
        r.trust_neighbours[begin:end],
        r.trust_organizations[begin:end],
        r.trust_government[begin:end],
        r.trust_central[begin:end],
    )
    own = w.experience.felt[begin:end]
    told = heard(w.ties, w.experience.felt, begin, end)
    update(neighbours, own, told, NEIGHBOURS_UP, up, down, p.gossip)
    update(organizations, own, told, ORGANIZATIONS_UP, up, down, p.gossip)
    update(government, own, told, GOVERNMENT_UP, up, down_government, p.gossip)
    if shared > 0.0:
        update(central, own, told, GOVERNMENT_UP, shared * up, shared * down_government, p.gossip)
    if (week + 1) % WEEKS_A_QUARTER == 0 and p.report_weight > 0.0:
        open_share = w.levers.transparency
        for k in range(low, high):
            shown = (1.0 - open_share) * c.reported_rate[k] + open_share * c.true_rate[k]
            for i in range(c.first[k] - begin, c.first[k + 1] - begin):
                government[i] = believe(float(government[i]), shown, up, down_government, p.report_weight)
                central[i] = believe(float(central[i]), shown, shared * up, shared * down_government, p.report_weight)


@compiled
def forget(w, week, low, high):
    """Forget the experiences of communities low ... high - 1, once all have learnt of them."""
    w.experience.felt[w.communities.first[low] : w.communities.first[high]] = 0


@compiled
def step(w, week):
    """Update the four kinds of trust of every resident."""
    places = w.communities.key.size
    step_places(w, week, 0, places)
    forget(w, week, 0, places)


SUMS = {
    "trust_neighbours": sum_of_shares,
    "trust_organizations": sum_of_shares,
    "trust_government": sum_of_shares,
    "trust_central": sum_of_shares,
}

PROCESS = Process(
    "trust",
    step,
    every=WEEKLY,
    label=Text("Trust", "信任"),
    about=Text(
        "Good experiences raise trust, bad ones lower it faster; neighbours' experiences count in part, and so do official reports once a quarter. The central government is credited and blamed for part of what local government does.",
        "信任的涨跌不对称：好经历 T += u·(1 - T)，坏经历 T -= d·T，且 d > u。熟人的经历按较小权重传来；每季度的官方通报按其显示的解决率部分计入，透明度决定其中有多少是真实情况。同样的经历和通报也部分计入对中央政府的信任，比例为 1 减去归因于地方的占比。",
    ),
    phases=(
        step_places,
        forget,
    ),
)
