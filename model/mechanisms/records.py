"""Records: what residents keep of their experiences, and how it fades: anchor of belonging, influence, burden, trust.

Each week, after all that moves them (in this order, on what the one before left):

    anchor of belonging    a += rho (a0 - a) + eta_T (k / (k + kappa) - a)     k ties; a0 the anchor at arrival
    influence felt         v += iota_0 (v0 - v)
    burden                 B *= 2^(-1 / H)
    trust                  T += rho_T (T0 - T)                                 T0 trust at arrival, for each kind

What moves them is done where it happens, with the rates declared here; x -> y at r means x += r (y - x):

    who takes part         a -> 1 at eta_P and v -> 1 at iota_P by success, a -> 0 at eta_F and v -> 0 at iota_P by failure (`learning`)
    a dispute is escalated a -> 0 at eta_Q, both parties (`settlement`)
    a case ends            a -> good at eta_C for all affected; v -> good at iota_C if an office knew of it (model/cases/lifecycle.py)
    a problem ends         B += b (1 - 2^(-1/H)), b = tau (1 - exp(-T / tau)) if truly resolved T weeks after it arose, else tau

No term knows the kind of a tie, so what bridging does to belonging is not decided in advance (H3). The average over ties
(`belonging`) cannot create belonging: weighted by strength, the mean of a district is that of its anchors.

Source: length of residence and ties after Kasarda & Janowitz 1974, "Community attachment in mass society", American
Sociological Review 39; hedonic adaptation after Frey & Stutzer 2002; trust with a trait after Devine & Valgardsson 2023; all
rates assumed. Limits: under constant inputs the anchor rests at (g + eta_T q + rho a0) / (g + l + eta_T + rho), with g and l
the gain and loss a week; trust is Bush & Mosteller 1955 with a trait; a problem resolved at rate mu with patience theta
weighs tau [1 - mu / (mu + 1/theta + 1/tau)]. Off: anchor_return, anchor_ties, influence_return, trust_return and
trust_return_others 0, burden_half_life without bound.

Examples
--------
An anchor of 0.2 whose owner arrived with 0.6 and has as many ties as give half:

>>> round(anchor_after(0.2, 0.6, 0.005, 0.002, ties_pull(8, 8.0)), 6)
0.2026
>>> round(toward(0.5, 1.0, 0.02), 6), round(toward(0.5, 0.0, 0.02), 6)
(0.51, 0.49)
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.sums import sum_of_numbers, sum_of_shares
from ...core.text import Text
from ..process import WEEKLY, Process

LENGTH_OF_RESIDENCE = Text(
    "size assumed; ties and length of residence make attachment (Kasarda & Janowitz 1974)",
    "数值为假定；联系与居住年限决定社区依恋（Kasarda & Janowitz 1974）",
)

PARAMETERS = (
    constant(
        "anchor_return",
        0.005,
        bounds=(0, 1),
        unit="a week",
        label=Text("Return of the anchor", "归属锚点回归速度"),
        source="design assumption",
    ),
    constant(
        "anchor_ties",
        0.002,
        bounds=(0, 1),
        plausible=(0, 0.006),
        unit="a week",
        label=Text("Pull of ties on the anchor", "联系对归属锚点的拉动"),
        source=LENGTH_OF_RESIDENCE,
    ),
    constant(
        "anchor_ties_half",
        8.0,
        bounds=(0.1, 100),
        plausible=(4, 15),
        unit="ties",
        label=Text("Ties at which their pull is half", "联系拉动达到一半时的联系数"),
        source=Text(
            "assumed: so that ties pull to about where belonging starts",
            "假定：使联系拉向的水平接近初始归属感",
        ),
    ),
    constant(
        "anchor_success",
        0.02,
        bounds=(0, 1),
        plausible=(0, 0.05),
        unit="share",
        label=Text("Rise of the anchor by success in common action", "共同行动成功使归属锚点上升幅度"),
        source=Text(
            "assumed; as large as the fall by failure, so that the sign of taking part is open",
            "假定；与失败时的下降幅度相同，参与的净效果不预设",
        ),
    ),
    constant(
        "anchor_failure",
        0.02,
        bounds=(0, 1),
        plausible=(0, 0.05),
        unit="share",
        label=Text("Fall of the anchor by failure in common action", "共同行动失败使归属锚点下降幅度"),
        source=Text("assumed; as large as the rise by success", "假定；与成功时的上升幅度相同"),
    ),
    constant(
        "anchor_dispute",
        0.1,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="share",
        label=Text("Fall of the anchor by an escalated dispute", "纠纷升级使归属锚点下降幅度"),
        source="assumed",
    ),
    constant(
        "anchor_case",
        0.02,
        bounds=(0, 1),
        plausible=(0, 0.05),
        unit="share",
        label=Text("Step of the anchor by the end of a case", "案件了结使归属锚点变化幅度"),
        source=Text(
            "assumed, not from data: it reaches everybody, those who do not take part as well",
            "假定，并无数据：影响所有居民，包括不参与者",
        ),
    ),
    constant(
        "influence_rest",
        0.3,
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        unit="share",
        label=Text("Influence felt at rest", "影响力感受的静止水平"),
        source="assumed",
    ),
    constant(
        "influence_return",
        0.02,
        bounds=(0, 1),
        plausible=(0.005, 0.05),
        unit="a week",
        label=Text("Return of influence felt", "影响力感受回归速度"),
        source="assumed",
    ),
    constant(
        "influence_step",
        0.1,
        bounds=(0, 1),
        plausible=(0.03, 0.3),
        unit="share",
        label=Text("Step of influence felt by common action", "共同行动使影响力感受变化幅度"),
        source="assumed",
    ),
    constant(
        "influence_case",
        0.15,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="share",
        label=Text("Step of influence felt by the end of a case", "案件了结使影响力感受变化幅度"),
        source="assumed",
    ),
    constant(
        "adaptation",
        13.0,
        bounds=(0.1, 1000),
        plausible=(4, 52),
        unit="weeks",
        label=Text("Adaptation to a problem", "对问题的适应时间"),
        source="assumed",
    ),
    constant(
        "burden_half_life",
        26.0,
        bounds=(0.1, 1e9),
        plausible=(8, 52),
        unit="weeks",
        label=Text("Half-life of burden", "问题负担半衰期"),
        source="assumed",
    ),
    constant(
        "trust_return",
        0.005,
        bounds=(0, 1),
        plausible=(0.003, 0.01),
        unit="a week",
        label=Text("Return of trust in government", "政府信任回归速度"),
        source=Text(
            "assumed; trust is stable in the long term and shocks are gone in a few years (Devine & Valgardsson 2023)",
            "假定；信任长期稳定，冲击数年内消退（Devine & Valgardsson 2023）",
        ),
    ),
    constant(
        "trust_return_others",
        0.01,
        bounds=(0, 1),
        plausible=(0.003, 0.03),
        unit="a week",
        label=Text("Return of trust in neighbours and organisations", "邻里信任与组织信任回归速度"),
        source="assumed",
    ),
)

LOG_2 = 0.6931471805599453


@compiled
def toward(x, goal, rate):
    """Return x (share) moved by the share `rate` of the way to `goal`."""
    return x + rate * (goal - x)


@compiled
def ties_pull(ties, half):
    """Return the anchor to which this number of ties pulls: k / (k + kappa), `half` being kappa."""
    return ties / (ties + half)


@compiled
def anchor_after(anchor, arrival, back, pulled, pull):
    """Return the anchor after a week: returned by `back` to that at arrival, `pulled` to the share `pull` by ties.

    Two rates that are more than 1 together would go beyond both; a share stays one.
    """
    return min(1.0, max(0.0, anchor + back * (arrival - anchor) + pulled * (pull - anchor)))


@compiled
def give_back(values, traits, rate):
    """Let values (float32 array) return to traits by the share `rate`; reckoned in 64 bits, compiled and interpreted."""
    for i in range(values.size):
        values[i] = toward(np.float64(values[i]), np.float64(traits[i]), rate)


@compiled
def step_places(w, week, low, high):
    """Let the records of the residents of communities low ... high - 1 fade."""
    r, p, first = w.residents, w.parameters, w.communities.first
    begin, end = first[low], first[high]
    anchor, arrival, ties = r.anchor[begin:end], r.anchor_arrival[begin:end], w.ties.degree[begin:end]
    for i in range(anchor.size):
        pull = ties_pull(float(ties[i]), p.anchor_ties_half)
        anchor[i] = anchor_after(float(anchor[i]), float(arrival[i]), p.anchor_return, p.anchor_ties, pull)
    influence, burden = r.influence[begin:end], r.burden[begin:end]
    for i in range(influence.size):
        influence[i] = toward(float(influence[i]), p.influence_rest, p.influence_return)
    kept = exp(-LOG_2 / p.burden_half_life)
    for i in range(burden.size):
        burden[i] *= kept
    if p.trust_return > 0.0:
        give_back(r.trust_government[begin:end], r.trust_trait[begin:end], p.trust_return)
        give_back(r.trust_central[begin:end], r.central_trait[begin:end], p.trust_return)
    if p.trust_return_others > 0.0:
        give_back(r.trust_neighbours[begin:end], r.neighbours_trait[begin:end], p.trust_return_others)
        give_back(r.trust_organizations[begin:end], r.organizations_trait[begin:end], p.trust_return_others)


@compiled
def step(w, week):
    """Let the records of every resident fade."""
    step_places(w, week, 0, w.communities.key.size)


SUMS = {"influence": sum_of_shares, "burden": sum_of_numbers}

PROCESS = Process(
    "records",
    step,
    every=WEEKLY,
    label=Text("Records of experience", "经历的留存与消退"),
    about=Text(
        "What residents keep of their experiences fades: the anchor of belonging and trust return to what they were at arrival (the anchor is also pulled by the number of ties), influence felt to its rest, and burden halves.",
        "居民的经历逐渐消退：归属感锚点与信任向迁入时的水平回归（锚点还受联系数量拉动），影响力感受向静止水平回归，问题负担按半衰期减轻。哪些经历改变它们，见参与学习、纠纷化解与案件了结。",
    ),
    phases=(step_places,),
)
