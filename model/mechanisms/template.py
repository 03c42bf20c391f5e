"""Template: government designs rules for all on pilots, mandates a share of them, and may lift proven local rules
into it (C1, C7, C26).

Every quarter, if anything is mandated (the elements whose mandate_rank is below `mandate_share` x N):

1. Promotion. Each local element of the best-reported community is lifted into the template with probability
   `promotion`. If it was free it changes places with a mandated element drawn at random, which becomes free: the
   mandate moves to what proved itself, its size stays.
2. Design. Candidates for the template are tried in pilots and kept if the reports on them are better than what the template has there
   (model/rules/design.py). Evaluations by staff cost the pilot's community staff 0.1 h x residents each over the next quarter.
3. Adoption. Where a community's rule differs from the template it adopts: on paper with probability 1 - exp(-3 r),
   else in practice. Paper leaves practice as it is. What is on paper counts as done until the template changes, or
   until it comes to light, with probability `transparency` a quarter; then it must be adopted again. What a community
   has already costs nothing further. Each rule changed in practice takes `adoption_cost` trials' hours of community staff over the
   next quarter.
4. A mandate takes hours as far as it is checked: mandate_burden x mandate_share x min(1, kpi_power / full_control) of community
   staff hours. communities.staff_charge (h a week) = that + the hours of adoption and of design.

Off: mandate_share 0: nothing is searched, adopted, charged or counted as paper. design_trials or pilots 0: what is
mandated is not searched.
Source: assumed; pilots chosen among the better-off promise more than the roll-out gives, Wang & Yang on policy experimentation in China.
At r = 0, one pilot and mandate_share 1 the search is the local search of trials.py, with the same noise, price and
rule of choice.

Examples
--------
>>> from cogov.model.sandbox import district
>>> round(paper_chance(0.2, 3.0), 6), [round(burden(district(60, levers={"kpi_power": k})), 2) for k in (0.0, 0.15, 0.6)]
(0.451188, [0.0, 0.1, 0.4])
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import bound, bound_anywhere
from ..events import tell
from ..process import QUARTERLY, Process
from ..quantities.codes import EVENT_MANDATED, WEEKS_A_QUARTER
from ..quantities.streams import TEMPLATE
from ..rules.design import limit_fund, search
from ..rules.landscape import mandated, update_fit
from ..rules.pilots import choose_pilots
from ..rules.trying import choose_element, cost_of_trial

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
        "full_control",
        0.6,
        bounds=(0, 1.5),
        plausible=(0.3, 0.6),
        unit="KPI power",
        label=Text("Control of a full burden", "满负担对应的考核强度"),
        source="design assumption: what is not checked costs no hours; 0: any mandate takes its full burden",
    ),
    constant(
        "adoption_cost",
        1 / 6,
        bounds=(0, 10),
        plausible=(0, 0.5),
        unit="trials an element",
        label=Text("Cost of adoption", "落实一项规则的成本"),
        source="design assumption: the price of keeping a copy, one trial for 6 of 12 elements; 0: adoption is free",
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
def burden(w):
    """Return the share of community staff hours that a full mandate takes: all of `mandate_burden` where it is fully checked."""
    p = w.parameters
    return (
        p.mandate_burden * min(1.0, w.levers.kpi_power / p.full_control) if p.full_control > 0.0 else p.mandate_burden
    )


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
    """Let community c adopt the template where it is mandated, in practice or on paper; return how many rules it changed."""
    r, places, changed = w.rules, w.communities, 0
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
            changed += 1
            tell(w, week, EVENT_MANDATED, c, -1, e, float(r.template[0, e]))
    return changed


@compiled
def part_left_out(w, c, fixed):
    """Return the share of the mandate of `fixed` elements that does not bind community c, because it was left out."""
    left_out = 0
    for e in range(w.rules.mandate_rank.size):
        if w.rules.mandate_rank[e] < fixed and not bound(w, c, e, fixed):
            left_out += 1
    return left_out / fixed if fixed > 0 else 0.0


@compiled
def charge_design(w, charged):
    """Charge the staff of every pilot for the trials it made of candidates (pilots, in trials), over the next quarter."""
    r, places, nth = w.rules, w.communities, -1
    for c in range(r.pilot.size):
        if r.pilot[c]:
            nth += 1
            hours = charged[nth] * cost_of_trial(w, c)
            places.staff_charge[c] += hours / WEEKS_A_QUARTER
            r.hours_design[c] += hours
            w.tally.hours_design[c] += hours


@compiled
def step(w, week):
    """Promote, design, adopt and charge, every quarter."""
    r, places = w.rules, w.communities
    fixed = mandated(w.levers.mandate_share, r.mandate_rank.size)
    choose_pilots(w)
    charged = np.zeros(int(r.pilot.sum()))
    share = burden(w) * w.levers.mandate_share if fixed > 0 else 0.0
    if fixed > 0:
        promote(w, week, fixed)
        search(w, week, fixed, share, charged)
    limit_fund(w, fixed)
    for c in range(places.key.size):
        adopted = adopt(w, c, week, fixed)
        places.staff_charge[c] = share * places.staff_hours[c]
        if w.without.rules.size > 0:
            places.staff_charge[c] *= 1.0 - part_left_out(w, c, fixed)
        if adopted > 0:
            places.staff_charge[c] += w.parameters.adoption_cost * adopted * cost_of_trial(w, c) / WEEKS_A_QUARTER
        update_fit(w, c)
    charge_design(w, charged)


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
