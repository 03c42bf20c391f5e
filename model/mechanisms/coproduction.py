"""Co-production: rules are worth what residents make of them, and whether they follow hangs on whose rules they are.

Once a quarter resident i follows the rules of the community if u_i >= 0,

    u = base + w_t (mu L + (1 - mu) T - 0.6) + w_n (2 n - 1) + w_a x took part + e_i,

with mu the share of rules that are mandated, L trust in government, T trust in neighbours, n the share of one's ties that followed before (1/2
without ties), "took part" in the last 24 weeks, and e_i ~ N(0, 1), which stays with the person. All decide at once; who moves in follows
until the next quarter. The fit of the rules at home is then worth fit x (1 - chi + chi C / usual), C the share of the community's residents who follow
and chi the constant `coproduction`: as much as without where as many follow as usual. At the start rules count as followed
by that many. What rules do next door does not hang on it.

Source: citizens make services with those who provide them (Ostrom 1996, "Crossing the great divide: coproduction, synergy, and development",
World Development 24(6)); rules that people had a say in are followed more (Dal Bó, Foster & Putterman 2010, "Institutions and behavior", AER 100(5)). Form and
weights are assumed. Limits: without ties' weight a share Phi(u) of like residents follows; with chi 1 nobody's following makes rules worth
nothing. Off: coproduction 0; nothing is then recorded either.

Examples
--------
>>> round(inclination(0.5, 2.0, 0.5, 0.3, 0.6, 0.7, 0.25, 0.5, True), 6)  # trust is 0.675, half of the ties follow
0.95
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream, whole
from ...core.quantity import constant
from ...core.text import Text
from ..network.neighbour_sums import count_along
from ..process import QUARTERLY, Process
from ..quantities.streams import COPRODUCTION

PARAMETERS = (
    constant(
        "coproduction",
        0.0,
        bounds=(0, 1),
        unit="share of fit",
        label=Text("Share of what rules do that residents make", "规则效果中由居民共同生产的部分"),
        source=Text("design assumption: 0 is off, 1 is tried next to it", "设计假定：0 为关闭，另以 1 对照"),
    ),
    constant(
        "following_base",
        0.5,
        bounds=(-10, 10),
        plausible=(0, 1),
        unit="utility",
        label=Text("Base of following", "遵守规则的基础效用"),
        source="design assumption",
    ),
    constant(
        "following_trust",
        2.0,
        bounds=(-10, 10),
        plausible=(0, 4),
        unit="utility",
        label=Text("Weight of trust in who made the rules", "对规则制定者信任的权重"),
        source="design assumption",
    ),
    constant(
        "following_ties",
        0.5,
        bounds=(-10, 10),
        plausible=(0, 1),
        unit="utility",
        label=Text("Weight of ties that follow", "熟人遵守规则的权重"),
        source="design assumption",
    ),
    constant(
        "following_active",
        0.3,
        bounds=(-10, 10),
        plausible=(0, 0.6),
        unit="utility",
        label=Text("Weight of having taken part", "曾经参与的权重"),
        source="design assumption",
    ),
    constant(
        "following_usual",
        0.7,
        bounds=(0.01, 1),
        plausible=(0.5, 0.9),
        unit="share of residents",
        label=Text("Residents who usually follow", "通常遵守规则的居民占比"),
        source="design assumption",
    ),
)


@compiled
def inclination(base, by_trust, by_ties, by_active, government, neighbours, mandated, near, took_part):
    """Return what speaks for following the rules, but for the person's own part (utility).

    Parameters
    ----------
    base, by_trust, by_ties, by_active : weights
    government, neighbours : trust, 0-1
    mandated : share of rules that are mandated
    near : share of ties that follow, 1/2 without ties
    took_part : whether he or she took part in the last 24 weeks
    """
    trust = mandated * government + (1.0 - mandated) * neighbours
    return base + by_trust * (trust - 0.6) + by_ties * (2.0 * near - 1.0) + (by_active if took_part else 0.0)


@compiled
def choose(w, week, low, high):
    """Let the residents of communities low ... high - 1 decide, on who of their ties followed before."""
    r, p, t = w.residents, w.parameters, w.ties
    if p.coproduction <= 0.0:
        return
    begin, end = w.communities.first[low], w.communities.first[high]
    key = stream(w.seed, COPRODUCTION, 0)
    mandated = w.levers.mandate_share if w.switches.template[0] == 1 else 0.0  # nothing is mandated without templates
    counts = count_along(t.first, t.degree, t.neighbour, r.follows, begin, end)
    for i in range(begin, end):
        degree = whole(t.degree[i])
        near = float(counts[i - begin]) / float(degree) if degree > 0 else 0.5
        u = inclination(
            p.following_base, p.following_trust, p.following_ties, p.following_active, float(r.trust_government[i]),
            float(r.trust_neighbours[i]), mandated, near, r.recent[i] != 0,
        )  # fmt: skip
        w.scratch.flag[i] = 1 if u + normal(key, r.identity[i], 0) >= 0.0 else 0


@compiled
def follow(w, week, low, high):
    """Enter who follows in communities low ... high - 1, and which share of each that is."""
    r, c = w.residents, w.communities
    if w.parameters.coproduction <= 0.0:
        return
    for k in range(low, high):
        living, following = 0, 0
        for i in range(c.first[k], c.first[k + 1]):
            r.follows[i] = w.scratch.flag[i]
            if r.alive[i] == 1:
                living += 1
                following += whole(r.follows[i])
        c.following[k] = float(following) / float(living) if living > 0 else w.parameters.following_usual


@compiled
def step(w, week):
    """Let every resident follow the rules or not."""
    places = w.communities.key.size
    choose(w, week, 0, places)
    follow(w, week, 0, places)


PROCESS = Process(
    "coproduction",
    step,
    every=QUARTERLY,
    label=Text("Co-production", "共同生产"),
    about=Text(
        "Residents follow the rules of their community or not, by their trust in who made them, by their ties, and by having taken part; rules are worth as much as they are followed. Off by default.",
        "居民是否遵守本社区规则，取决于对规则制定者的信任、熟人是否遵守以及自己是否曾参与；规则的成效随遵守程度而变。默认关闭。",
    ),
    phases=(
        choose,
        follow,
    ),
)
