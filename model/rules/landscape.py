"""Landscapes: how well a set of rules fits the conditions of a community.

A rule set has N binary `elements`. Element e contributes an entry of its table, chosen by its own value and the
values of the K = `complexity` other elements it depends on; entries are uniform on 0-1. The score is the mean
contribution, and

    fit = (score - mean of all rule sets) / (best - mean of all rule sets),

so that a random rule set has fit 0 on average, the best one 1, and a bad one less than 0. A flat landscape has fit 0
throughout.

- The district has one table for each element. A community has the district's table with probability `similarity`,
  else its own; two communities have the same table with its square. At similarity 1 all have the same best rules, at 0 their conditions are independent. Which elements
  depend on which is the same everywhere.
- `drift`: each table is redrawn with probability `drift` a year (1 - (1 - drift)^(1/4) a quarter), the district's for
  all who have it.
- Start: the rules of a community are random, then 20 trials are made as in mechanisms/trials.py (one element flipped,
  seen with noise, kept if it looks better). The template starts with the same number of evaluations, so that neither
  side has a head start: random, then 20 candidate flips, each tried once in every community and kept if the average
  looks better. Neither depends on a lever.
- The exemplar is a model place elsewhere: its tables are the district's with probability `exemplar_similarity`, else
  its own; its rules are where steepest ascent from a random start ends, a local optimum at home. It is looked at by
  imitation only.
- Reports: fit as officially reported counts what is adopted on paper as adopted, and adds `report_optimism` x report
  effort.

Off: drift 0 redraws nothing. At K = 0 the landscape has one peak.
Source: Kauffman 1993, *The Origins of Order*; Levinthal 1997, *Management Science* 43. Similarity, drift and the
normalisation: assumed.

Examples
--------
>>> import numpy as np
>>> from cogov.model.sandbox import landscape
>>> depends, table = landscape(elements=6, complexity=2, seed=3)
>>> rules = np.zeros(6, np.uint8)
>>> start, top = score(rules, depends, table), climb(rules, depends, table)
>>> best = best_score(depends, table, np.empty(6, np.uint8))
>>> start < top <= best, relative(best, mean_score(depends, table), best), relative(mean_score(depends, table), mean_score(depends, table), best)
(True, 1.0, 0.0)
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ...core.numeric import exp, log
from ...core.quantity import constant
from ...core.text import Text
from ..process import QUARTERLY, Process
from ..quantities.codes import PILOTS_FAVOURABLE
from ..quantities.streams import LANDSCAPE
from .fitness import best_score, climb, mean_score, relative, score, try_flip

ABOUT = Text(
    "How well a set of rules fits the conditions of a community: NK landscapes that communities share in part.",
    "规则与当地条件的适配：每套规则有 N 个二元要素，每个要素的贡献取决于自身和另外 K 个要素（NK 景观）。社区以概率 similarity 共享全区的表。适配度 = (得分 - 平均) / (最优 - 平均)：随机规则平均为 0，当地最优为 1。",
)

PARAMETERS = (
    constant(
        "burn_in_trials",
        20,
        bounds=(0, 1000),
        integer=True,
        unit="trials",
        label=Text("Trials before the start", "初始试验次数"),
        source="design assumption: rules start after 20 burn-in trials",
    ),
    constant(
        "report_optimism",
        0.2,
        bounds=(0, 2),
        plausible=(0, 0.5),
        unit="fit per unit of report effort",
        label=Text("Optimism of reports", "汇报的乐观程度"),
        source="assumed: at the default report effort of 0.2 a report is 0.04 too good",
    ),
)

_OWN, _COMMON, _SHARED, _DEPENDS, _RANK, _START, _BURN_IN, _TEMPLATE, _TEMPLATE_BURN_IN = range(
    LANDSCAPE, LANDSCAPE + 9
)
_EXEMPLAR_TABLE, _EXEMPLAR_SHARED, _EXEMPLAR_START, _PILOTS, _DRIFT_OWN, _DRIFT_COMMON = range(
    LANDSCAPE + 9, LANDSCAPE + 15
)


@compiled
def order_by_draw(key, entity, order):
    """Fill `order` (n) with a random permutation of 0..n-1: the numbers sorted by their own draws."""
    drawn = np.empty(order.size)
    for i in range(order.size):
        u = uniform(key, entity, i)
        k = i
        while k > 0 and drawn[k - 1] > u:
            drawn[k] = drawn[k - 1]
            order[k] = order[k - 1]
            k -= 1
        drawn[k] = u
        order[k] = i


@compiled
def draw_dependence(key, entity, depends):
    """Fill `depends` (N x K): K different other elements for each element."""
    n, k = depends.shape
    order = np.empty(n, np.int64)
    for e in range(n):
        order_by_draw(key, combine(entity, e), order)
        j = 0
        for other in order:
            if other != e and j < k:
                depends[e, j] = other
                j += 1


@compiled
def draw_table(key, entity, element, size, table):
    """Fill the part of `table` that belongs to one element with `size` uniform numbers."""
    place = combine(entity, element)
    for i in range(size):
        table[element * size + i] = uniform(key, place, i)


@compiled
def draw_rules(key, entity, elements):
    """Fill `elements` with a random rule set."""
    for e in range(elements.size):
        elements[e] = 1 if uniform(key, entity, e) < 0.5 else 0


@compiled
def mandated(share, elements):
    """Return how many of `elements` a mandate of this share fixes: those whose mandate_rank is below it."""
    return int(share * elements + 0.5)


@compiled
def update_landscape(w, c):
    """Find mean and best score of community c again, after its tables changed."""
    r = w.rules
    r.mean[c] = mean_score(r.depends, r.table[c])
    r.best[c] = best_score(r.depends, r.table[c], np.empty(r.depends.shape[0], np.uint8))


@compiled
def fit_of(w, c, elements):
    """Return the fit that these rules would have in community c."""
    r = w.rules
    return relative(score(elements, r.depends, r.table[c]), r.mean[c], r.best[c])


@compiled
def update_fit(w, c):
    """Set fit (practised) and reported fit (paper counts, optimism added) of community c, after a change of rules."""
    r = w.rules
    elements = r.elements[c]
    r.fit[c] = fit_of(w, c, elements)
    told = np.empty(elements.size, np.uint8)
    for e in range(elements.size):
        told[e] = r.template[0, e] if r.paper[c, e] else elements[e]
    r.fit_reported[c] = fit_of(w, c, told) + w.parameters.report_optimism * w.governments.effort_report[0]


@compiled
def set_local(w, c, element, value):
    """Let community c change an element itself: local until it is back at what it was; paper is overridden."""
    r = w.rules
    if r.elements[c, element] == value:
        return
    r.paper[c, element] = 0
    if r.local[c, element]:
        r.local[c, element] = 0
    else:
        r.local[c, element] = 1
        r.before[c, element] = r.elements[c, element]
    r.elements[c, element] = value


@compiled
def choose_pilots(w):
    """Mark the pilots, `pilots` for each 8 communities, at least one: in a fixed random order, or better-off first."""
    places, pilot = w.communities, w.rules.pilot
    count = pilot.size
    wanted = int(w.levers.pilots * count / 8.0 + 0.5)
    if w.levers.pilots > 0.0:
        wanted = min(max(wanted, 1), count)
    drawn, better = np.empty(count), np.empty(count)
    key = stream(w.seed, _PILOTS, 0)
    for c in range(count):
        pilot[c] = 0
        drawn[c] = uniform(key, places.key[c], 0)
    order = np.argsort(drawn, kind="mergesort")
    if w.levers.pilot_selection == PILOTS_FAVOURABLE:
        for k in range(count):
            better[k] = -places.affluence[order[k]]
        order = order[np.argsort(better, kind="mergesort")]  # stable: equals stay in random order
    for k in range(wanted):
        pilot[order[k]] = 1


@compiled
def find_exemplar(w):
    """Set rules and reported fit of the exemplar for the present lever and the present tables of the district."""
    r = w.rules
    n, k = r.depends.shape
    size = 2 << k
    table = np.empty(n * size)
    shared, own = stream(w.seed, _EXEMPLAR_SHARED, 0), stream(w.seed, _EXEMPLAR_TABLE, 0)
    for e in range(n):
        if uniform(shared, 0, e) < w.levers.exemplar_similarity:
            for i in range(size):
                table[e * size + i] = r.common[0, e * size + i]
        else:
            draw_table(own, 0, e, size, table)
    elements = r.exemplar[0]
    draw_rules(stream(w.seed, _EXEMPLAR_START, 0), 0, elements)
    found = climb(elements, r.depends, table)
    best = best_score(r.depends, table, np.empty(n, np.uint8))
    r.exemplar_fit[0] = relative(found, mean_score(r.depends, table), best)


@compiled
def drift(w, week):
    """Redraw some tables, every quarter before anything else; what is shared stays shared."""
    r, places = w.rules, w.communities
    n, k = r.depends.shape
    size = 2 << k
    chance = 1.0 - exp(0.25 * log(1.0 - w.parameters.drift))
    when_own, when_common = stream(w.seed, _DRIFT_OWN, week), stream(w.seed, _DRIFT_COMMON, week)
    own, common = stream(w.seed, _OWN, week), stream(w.seed, _COMMON, week)
    for e in range(n):
        if uniform(when_common, 0, e) < chance:
            draw_table(common, 0, e, size, r.common[0])
    for c in range(places.key.size):
        changed = False
        for e in range(n):
            if r.shared[c, e] and uniform(when_common, 0, e) < chance:
                r.table[c, e * size : (e + 1) * size] = r.common[0, e * size : (e + 1) * size]
                changed = True
            elif not r.shared[c, e] and uniform(when_own, places.key[c], e) < chance:
                draw_table(own, places.key[c], e, size, r.table[c])
                changed = True
        if changed:
            update_landscape(w, c)
            update_fit(w, c)


@compiled
def draw_landscapes(w):
    """Draw what depends on what, the tables of the district and of the communities; find mean and best."""
    r, places = w.rules, w.communities
    n, k = r.depends.shape
    size = 2 << k
    draw_dependence(stream(w.seed, _DEPENDS, 0), 0, r.depends)
    own, common, sharing = stream(w.seed, _OWN, 0), stream(w.seed, _COMMON, 0), stream(w.seed, _SHARED, 0)
    for e in range(n):
        draw_table(common, 0, e, size, r.common[0])
    for c in range(places.key.size):
        for e in range(n):
            draw_table(own, places.key[c], e, size, r.table[c])
            r.shared[c, e] = 1 if uniform(sharing, places.key[c], e) < w.parameters.similarity else 0
            if r.shared[c, e]:
                r.table[c, e * size : (e + 1) * size] = r.common[0, e * size : (e + 1) * size]
        update_landscape(w, c)


@compiled
def start_template(w):
    """Start the template: random rules, then candidate flips, each tried once in every community."""
    r, places = w.rules, w.communities
    template = r.template[0]
    draw_rules(stream(w.seed, _TEMPLATE, 0), 0, template)
    key = stream(w.seed, _TEMPLATE_BURN_IN, 0)
    for trial in range(int(w.parameters.burn_in_trials)):
        element = int(uniform(key, trial, 0) * template.size)
        gain = 0.0
        for c in range(places.key.size):
            before = fit_of(w, c, template)
            template[element] = 0 if template[element] else 1
            noise = w.parameters.trial_noise * normal(key, combine(places.key[c], trial), 1)
            gain += fit_of(w, c, template) + noise - before
            template[element] = 0 if template[element] else 1
        if gain > 0.0:
            template[element] = 0 if template[element] else 1


@compiled
def build(w):
    """Set up everything in `Rules`: landscapes, rules at the start, template, order of mandates, exemplar, pilots."""
    r, places = w.rules, w.communities
    n = r.depends.shape[0]
    draw_landscapes(w)
    start, key = stream(w.seed, _START, 0), stream(w.seed, _BURN_IN, 0)
    for c in range(places.key.size):
        elements = r.elements[c]
        draw_rules(start, places.key[c], elements)
        for trial in range(int(w.parameters.burn_in_trials)):
            entity = combine(places.key[c], trial)
            noise = w.parameters.trial_noise * normal(key, entity, 1)
            element = int(uniform(key, entity, 0) * n)
            try_flip(elements, element, r.depends, r.table[c], r.mean[c], r.best[c], noise)
    start_template(w)
    order = np.empty(n, np.int64)
    order_by_draw(stream(w.seed, _RANK, 0), 0, order)
    for rank in range(n):
        r.mandate_rank[order[rank]] = rank
    for c in range(places.key.size):
        update_fit(w, c)
        r.fit_start[c] = r.fit[c]
    find_exemplar(w)
    choose_pilots(w)


DRIFT = Process(
    "drift",
    drift,
    every=QUARTERLY,
    label=Text("Drift of conditions", "条件漂移"),
    about=Text(
        "Conditions change: each table of the landscape is redrawn with a small yearly probability, the district's for all who share it.",
        "环境条件漂移：每张适应度表以给定的年概率重新抽取；全区共有的表对共享它的社区同时改变，因此多样性始终有用。",
    ),
)
