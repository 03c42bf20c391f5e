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
- Start: the rules of a community are random, then 20 trials are made as in mechanisms/trials.py (one element flipped,
  seen with noise, kept if it looks better). The template starts with the same number of evaluations, so that neither
  side has a head start: random, then 20 candidate flips, each tried once in every community and kept if the average
  looks better. Neither depends on a lever.
- The exemplar is a model place elsewhere: its tables are the district's with probability `exemplar_similarity`, else
  its own; its rules are where steepest ascent from a random start ends, a local optimum at home. It is looked at by
  imitation only.
- Reports: fit as officially reported counts what is adopted on paper as adopted, and adds `report_optimism` x report
  effort.

Off: at K = 0 the landscape has one peak.
Source: Kauffman 1993, *The Origins of Order*; Levinthal 1997, *Management Science* 43. Similarity, drift and the
normalisation: assumed.

Examples
--------
>>> import numpy as np
>>> from cogov.model.rules.fitness import climb
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
from ...core.draws import stream
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.streams import LANDSCAPE
from . import pilot_effort
from .fitness import best_score, mean_score, relative, score
from .tables import draw_dependence, draw_tables, find_mean_and_best

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

_DEPENDS = LANDSCAPE + 3


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
def reported_rules(w, c, out):
    """Put into `out` the rules of community c as officially reported: what is adopted on paper counts as adopted."""
    r = w.rules
    for e in range(out.size):
        out[e] = r.template[0, e] if r.paper[c, e] else r.elements[c, e]


@compiled
def optimism(w, c):
    """Return how much too good community c reports its rules to be, in fit."""
    extra = w.parameters.report_optimism * w.governments.effort_report[0]
    return extra + pilot_effort.boost(w, c) if w.parameters.pilot_effort > 0.0 else extra


@compiled
def update_fit(w, c):
    """Set fit (practised) and reported fit (paper counts, optimism added) of community c, after a change of rules."""
    r = w.rules
    r.fit[c] = fit_of(w, c, r.elements[c])
    told = np.empty(r.mandate_rank.size, np.uint8)
    reported_rules(w, c, told)
    r.fit_reported[c] = fit_of(w, c, told) + optimism(w, c)


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
def draw_landscapes(w):
    """Draw what depends on what, the tables of the district and of the communities; find mean and best."""
    r = w.rules
    draw_dependence(stream(w.seed, _DEPENDS, 0), 0, r.depends)
    draw_tables(w, LANDSCAPE, r.table, r.common, r.shared)
    find_mean_and_best(r.depends, r.table, r.mean, r.best)
