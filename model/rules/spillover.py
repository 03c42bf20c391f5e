"""Spillover: what the rules of a community do next door, who asks about it, and the benefit that residents have of rules.

With spillover k, the benefit of community c is

    B_c = (1 - k) f_c(x_c) + k x mean over neighbours j of g_c(x_j),

where x are the rules practised, f_c is the fit at home (landscape.py), and g_c a table of its own: what rules of the neighbours do
to c. g depends on the same elements as f, is normalised like f, is shared with probability `similarity`, and drifts as f does.
Neighbours are the communities before and after on a ring of all; of two communities the other one; one alone has none, and k counts
as 0. Benefit takes the place of fit in satisfaction and in how often problems arise. It is set every quarter after everything else.

The sum of B is the same as the sum over communities of what their rules do at home and next door, so

    worth of rules x in c = (1 - k) f_c(x) + hearing x k x mean over neighbours j of g_j(x)

is the right measure where hearing is 1. A community that tries a rule asks with `neighbour_voice`, pilots with `design_hearing`;
hearing makes each trial dearer, by hearing_cost x hearing trials. At k = 0 nothing is asked and nothing paid.

Off: spillover 0: benefit is fit.
Limit: two like places whose levels of a public good are searched by trials end .386294 below the uniform optimum at k = .5 where no
neighbour is asked (Oates 1972; Besley and Coate 2003), and at it where both are asked.
Source: Oates 1972, *Fiscal Federalism*; Besley & Coate 2003, *Journal of Public Economics* 87. Size and price: assumed.

Examples
--------
>>> from cogov.model.sandbox import district
>>> w = district(60, communities=3, environment={"spillover": 0.4})
>>> x = w.rules.elements
>>> home = [fit_of(w, c, x[c]) for c in range(3)]
>>> abroad = [caused(w, c, x[c]) for c in range(3)]
>>> abs(sum(w.rules.benefit) - sum(0.6 * f + 0.4 * g for f, g in zip(home, abroad))) < 1e-12
True
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.text import Text
from ..process import QUARTERLY, Process
from ..quantities.streams import SPILLOVER
from .fitness import best_score, mean_score, relative, score
from .landscape import fit_of
from .tables import draw_tables

PARAMETERS = (
    constant(
        "hearing_cost",
        0.5,
        bounds=(0, 4),
        plausible=(0, 1),
        unit="share of a trial's cost",
        label=Text("Cost of hearing neighbours", "征询邻近社区的成本"),
        source=Text("design assumption: the same for communities and for design", "设计假定：社区探索与顶层试行相同"),
    ),
)


@compiled
def spills(w):
    """Return whether rules have effects next door."""
    return w.parameters.spillover > 0.0 and w.communities.key.size > 1


@compiled
def done_to(w, c, elements):
    """Return what these rules, in force next door, do to community c."""
    r = w.rules
    return relative(score(elements, r.depends, r.spill[c]), r.spill_mean[c], r.spill_best[c])


@compiled
def left_and_right(w, c):
    """Return the neighbours of community c; one and the same where there are two communities."""
    count = w.communities.key.size
    return (c + count - 1) % count, (c + 1) % count


@compiled
def caused(w, c, elements):
    """Return the mean over the neighbours of community c of what these rules of c do to them."""
    left, right = left_and_right(w, c)
    if left == right:
        return done_to(w, left, elements)
    return 0.5 * (done_to(w, left, elements) + done_to(w, right, elements))


@compiled
def received(w, c):
    """Return the mean of what the rules of its neighbours do to community c."""
    left, right = left_and_right(w, c)
    if left == right:
        return done_to(w, c, w.rules.elements[left])
    return 0.5 * (done_to(w, c, w.rules.elements[left]) + done_to(w, c, w.rules.elements[right]))


@compiled
def worth(w, c, elements, hearing):
    """Return what these rules in community c are worth to one who asks the neighbours so far (0-1)."""
    if not spills(w):
        return fit_of(w, c, elements)
    k = w.parameters.spillover
    value = (1.0 - k) * fit_of(w, c, elements)
    return value + hearing * k * caused(w, c, elements) if hearing > 0.0 else value


@compiled
def hearing_price(w, hearing):
    """Return what a trial costs that asks the neighbours so far, in trials that do not."""
    return 1.0 + w.parameters.hearing_cost * hearing if spills(w) else 1.0


@compiled
def reachable(w, c):
    """Return the greatest sum of (1 - k) f and k g that any rules of community c can bring about at home and next door."""
    r, k = w.rules, w.parameters.spillover
    left, right = left_and_right(w, c)
    both, base = np.zeros(r.table.shape[1]), 0.0
    for part in range(3):
        place = c if part == 0 else (left if part == 1 else right)
        table = r.table[c] if part == 0 else r.spill[place]
        mean = r.mean[c] if part == 0 else r.spill_mean[place]
        best = r.best[c] if part == 0 else r.spill_best[place]
        weight = 1.0 - k if part == 0 else 0.5 * k
        if relative(best, mean, best) > 0.0:
            for i in range(both.size):
                both[i] += weight * table[i] / (best - mean)
            base += weight * mean / (best - mean)
    return best_score(r.depends, both, np.empty(r.depends.shape[0], np.uint8)) - base


@compiled
def find_spillover(w, changed):
    """Find mean and best of what is done to communities, and what their rules can bring about, where tables changed (C, 1: yes)."""
    r = w.rules
    for c in range(changed.size):
        if changed[c]:
            r.spill_mean[c] = mean_score(r.depends, r.spill[c])
            r.spill_best[c] = best_score(r.depends, r.spill[c], np.empty(r.depends.shape[0], np.uint8))
    for c in range(changed.size):
        left, right = left_and_right(w, c)
        if changed[c] or changed[left] or changed[right]:
            r.reachable[c] = reachable(w, c)


@compiled
def draw_spillover(w):
    """Draw the tables of what rules do next door."""
    r = w.rules
    draw_tables(w, SPILLOVER, r.spill, r.spill_common, r.spill_shared)
    find_spillover(w, np.ones(w.communities.key.size, np.uint8))


@compiled
def gained(w, c):
    """Return by how much the benefit of community c is above that of week 0."""
    return w.rules.benefit[c] - w.rules.benefit_start[c]


@compiled
def practised(w, c):
    """Return what the rules of community c are worth at home by how many follow them: 1 without co-production (a ratio)."""
    made = w.parameters.coproduction
    if made <= 0.0 or w.switches.coproduction[0] == 0:
        return 1.0
    return 1.0 + made * (w.communities.following[c] / w.parameters.following_usual - 1.0)


@compiled
def update_benefit(w, week):
    """Set the benefit that every community has of the rules in force, every quarter after all else."""
    r, k = w.rules, w.parameters.spillover
    for c in range(w.communities.key.size):
        own = practised(w, c) * r.fit[c]
        r.benefit[c] = (1.0 - k) * own + k * received(w, c) if spills(w) else own


PROCESS = Process(
    "benefit",
    update_benefit,
    every=QUARTERLY,
    label=Text("Benefit of rules", "规则成效"),
    about=Text(
        "What residents have of rules: the fit of their own at home and, where rules spill over, what those of the neighbouring communities do to them.",
        "居民从规则中得到的成效：本社区规则在当地的适配度；存在外溢时，还包括相邻社区的规则给本社区带来的影响。",
    ),
)
