"""Rules at week 0: landscapes, what communities begin with, the template, the order of mandates, exemplar and pilots."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ..quantities.streams import LANDSCAPE
from .capacity import draw_capacity
from .capture import draw_capture
from .exemplar import find_exemplar
from .fitness import try_flip
from .landscape import draw_landscapes, fit_of, update_fit
from .pilots import choose_pilots
from .spillover import draw_spillover, update_benefit
from .tables import draw_rules, order_by_draw

_RANK, _START, _BURN_IN, _TEMPLATE, _TEMPLATE_BURN_IN = (LANDSCAPE + k for k in range(4, 9))


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
    draw_capacity(w)
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
    r.reachable[:] = 1.0
    if r.spill.shape[0] > 0:
        draw_spillover(w)
    if r.capture.shape[0] > 0:
        draw_capture(w)
    update_benefit(w, -1)
    for c in range(places.key.size):
        r.benefit_start[c] = r.benefit[c]
