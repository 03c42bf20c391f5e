"""Template: government designs rules for all on pilots, mandates a share of them, and may lift proven local rules
into it (C1, C7, C26).

Every quarter, if anything is mandated (the elements whose mandate_rank is below `mandate_share` x N):

1. Promotion. Each local element of the best-reported community is lifted into the template with probability
   `promotion`. If it was free it changes places with a mandated element drawn at random, which becomes free: the
   mandate moves to what proved itself, its size stays.
2. Design. `design_trials` candidates, one after another, each flips one mandated element of the template. A candidate
   is tried in every pilot, with the pilot's own rules around it, and kept if the average of the reports is better
   than what the template has there:

       report = fit + e + optimism x r x 2 u,   e as in local trials,   u uniform on 0-1,   r = report effort;
       of the template itself: fit + optimism x r.

   Embellishment is no better for a candidate than for the template on average, but it varies from pilot to pilot and
   blurs the choice; what is promised (governments.template_fit) is too good by optimism x r. Evaluations = candidates
   x pilots, 0.1 h x residents of the pilot each, paid by its community staff over the next quarter; only as many
   candidates as all pilots can pay.
3. Adoption. Where a community's rule differs from the template it adopts: on paper with probability 1 - exp(-3 r),
   else in practice. Paper leaves practice as it is. What is on paper counts as done until the template changes, or
   until it comes to light, with probability `transparency` a quarter; then it must be adopted again. What a community
   has already costs nothing further.
4. Mandates take 0.4 x mandate_share of community staff hours: communities.staff_charge (h a week) = that + the hours
   of design.

Off: mandate_share 0: nothing is searched, adopted, charged or counted as paper. design_trials or pilots 0: what is
mandated is not searched.
Source: assumed; pilots chosen among the better-off promise more than the roll-out gives, Wang & Yang on policy experimentation in China.
At r = 0, one pilot and mandate_share 1 the search is the local search of trials.py, with the same noise, price and
rule of choice.

Examples
--------
>>> import numpy as np
>>> own, template, out = np.zeros(4, np.uint8), np.ones(4, np.uint8), np.empty(4, np.uint8)
>>> with_template(own, template, np.array([2, 0, 3, 1]), 2, out)  # a mandate of two elements: ranks 0 and 1
>>> out.tolist(), round(paper_chance(0.2, 3.0), 6)
([0, 1, 0, 1], 0.451188)
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import bound, bound_anywhere
from ..events import tell
from ..process import QUARTERLY, Process
from ..quantities.codes import EVENT_MANDATED, WEEKS_A_QUARTER
from ..quantities.streams import TEMPLATE
from ..rules.landscape import choose_pilots, fit_of, mandated, update_fit
from .trials import choose_element, cost_of_trial, noise_sd

PARAMETERS = (
    constant(
        "mandate_burden",
        0.4,
        bounds=(0, 1),
        plausible=(0.1, 0.6),
        unit="share of community staff hours",
        label=Text("Burden of a full mandate", "全面强制的人力负担"),
        source="design assumption: up to 40 %",
    ),
    constant(
        "paper_rate",
        3.0,
        bounds=(0, 100),
        plausible=(0, 6),
        unit="per unit of report effort",
        label=Text("Readiness to adopt on paper", "纸面落实倾向"),
        source="design assumption: as for cases closed falsely",
    ),
)


@compiled
def paper_chance(report_effort, rate):
    """Return the probability that an adoption is on paper only."""
    return 1.0 - exp(-rate * report_effort)


@compiled
def with_template(own, template, rank, fixed, out):
    """Put into `out` the rules `own` with the template's values in all mandated elements."""
    for e in range(own.size):
        out[e] = template[e] if rank[e] < fixed else own[e]


@compiled
def pilot_mean(w, template, fixed):
    """Return the mean fit over the pilots of their rules with this template in force; 0 without a pilot."""
    r = w.rules
    rules = np.empty(template.size, np.uint8)
    total, count = 0.0, 0
    for c in range(r.pilot.size):
        if r.pilot[c]:
            with_template(r.elements[c], template, r.mandate_rank, fixed, rules)
            for e in range(rules.size):
                if not bound(w, c, e, fixed):  # a rule left out
                    rules[e] = r.elements[c, e]
            total += fit_of(w, c, rules)
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def report_error(w, week, candidate):
    """Return how far the average report of the pilots on a candidate is from the truth: noise, and embellishment."""
    r, places, p = w.rules, w.communities, w.parameters
    seeing, telling = stream(w.seed, TEMPLATE + 1, week), stream(w.seed, TEMPLATE + 2, week)
    embellish = p.report_optimism * w.governments.effort_report[0]
    total, count = 0.0, 0
    for c in range(r.pilot.size):
        if r.pilot[c]:
            entity = combine(places.key[c], candidate)
            total += noise_sd(p.trial_noise, places.feedback[c]) * normal(seeing, entity, 0)
            total += embellish * 2.0 * uniform(telling, entity, 0)
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def candidates(w):
    """Return how many candidates are tried: as many as every pilot's staff can handle on top of the burden of the mandate."""
    r, places = w.rules, w.communities
    free = 1.0 - w.parameters.mandate_burden * w.levers.mandate_share
    number, any_pilot = w.levers.design_trials, False
    for c in range(r.pilot.size):
        cost = cost_of_trial(w, c)
        if r.pilot[c] and cost > 0.0:
            any_pilot = True
            number = min(number, free * places.staff_hours[c] * WEEKS_A_QUARTER / cost)
    return int(number + 1e-9) if any_pilot else 0


@compiled
def design(w, week, fixed):
    """Try candidates in the pilots and keep what is reported to be better; return the number tried."""
    r = w.rules
    template = r.template[0]
    planned = candidates(w)
    tried = 0
    told = pilot_mean(w, template, fixed) + w.parameters.report_optimism * w.governments.effort_report[0]
    choice = stream(w.seed, TEMPLATE, week)
    for k in range(planned):
        element = choose_element(choice, k, r.mandate_rank, 0, fixed)
        if not bound_anywhere(w, element, fixed):
            continue
        tried += 1
        template[element] = 0 if template[element] else 1
        if pilot_mean(w, template, fixed) + report_error(w, week, k) > told:
            told = pilot_mean(w, template, fixed) + w.parameters.report_optimism * w.governments.effort_report[0]
        else:
            template[element] = 0 if template[element] else 1
    w.governments.template_fit[0] = told
    return tried


@compiled
def promote(w, week, fixed):
    """Lift local rules of the best-reported community into the template."""
    r = w.rules
    lifting, leaving = stream(w.seed, TEMPLATE + 3, week), stream(w.seed, TEMPLATE + 4, week)
    best, least = -1, 2.0
    for c in range(r.fit_reported.size):
        luck = uniform(lifting, w.communities.key[c], 0)  # decides between equals
        if (
            best < 0
            or r.fit_reported[c] > r.fit_reported[best]
            or (r.fit_reported[c] == r.fit_reported[best] and luck < least)
        ):
            best, least = c, luck
    for e in range(r.mandate_rank.size):
        if not bound_anywhere(w, e, r.mandate_rank.size):  # left out everywhere
            continue
        if r.local[best, e] and uniform(lifting, 0, e) < w.levers.promotion:
            r.template[0, e] = r.elements[best, e]
            if r.mandate_rank[e] >= fixed:
                other = choose_element(leaving, e, r.mandate_rank, 0, fixed)
                r.mandate_rank[e], r.mandate_rank[other] = r.mandate_rank[other], r.mandate_rank[e]


@compiled
def adopt(w, c, week, fixed):
    """Let community c adopt the template where it is mandated, in practice or on paper."""
    r, places = w.rules, w.communities
    on_paper = paper_chance(w.governments.effort_report[0], w.parameters.paper_rate)
    adopting, light = stream(w.seed, TEMPLATE + 5, week), stream(w.seed, TEMPLATE + 6, week)
    for e in range(r.mandate_rank.size):
        binding = bound(w, c, e, fixed)
        if not binding or r.elements[c, e] == r.template[0, e]:
            r.paper[c, e] = 0
            if binding:
                r.local[c, e] = 0
            continue
        if r.paper[c, e] and uniform(light, places.key[c], e) >= w.levers.transparency:
            continue
        if uniform(adopting, places.key[c], e) < on_paper:
            r.paper[c, e] = 1
        else:
            r.elements[c, e] = r.template[0, e]
            r.local[c, e] = 0
            r.paper[c, e] = 0
            tell(w, week, EVENT_MANDATED, c, -1, e, float(r.template[0, e]))


@compiled
def part_left_out(w, c, fixed):
    """Return the share of the mandate of `fixed` elements that does not bind community c, because it was left out."""
    left_out = 0
    for e in range(w.rules.mandate_rank.size):
        if w.rules.mandate_rank[e] < fixed and not bound(w, c, e, fixed):
            left_out += 1
    return left_out / fixed if fixed > 0 else 0.0


@compiled
def step(w, week):
    """Promote, design, adopt and charge, every quarter."""
    r, places = w.rules, w.communities
    fixed = mandated(w.levers.mandate_share, r.mandate_rank.size)
    choose_pilots(w)
    tried = 0
    if fixed > 0:
        promote(w, week, fixed)
        tried = design(w, week, fixed)
    share = w.parameters.mandate_burden * w.levers.mandate_share if fixed > 0 else 0.0
    for c in range(places.key.size):
        adopt(w, c, week, fixed)
        places.staff_charge[c] = share * places.staff_hours[c]
        if w.without.rules.size > 0:
            places.staff_charge[c] *= 1.0 - part_left_out(w, c, fixed)
        if r.pilot[c]:
            places.staff_charge[c] += tried * cost_of_trial(w, c) / WEEKS_A_QUARTER
        update_fit(w, c)


PROCESS = Process(
    "template",
    step,
    every=QUARTERLY,
    label=Text("Template", "顶层模板"),
    about=Text(
        "Government searches a template on the reports of pilots, mandates a share of it, and may lift proven local rules into it; adoption is real or on paper.",
        "政府根据试点的汇报搜索统一模板，并强制其中一部分要素；评价成本与社区探索同价。汇报带有噪声与修饰；落实可能只在纸面（概率 1 - exp(-3r)）；成效最好的社区的自创规则可被提升进模板。",
    ),
)
