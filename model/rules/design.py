"""Design: how a template is searched in pilots, who pays, and how many candidates there can be.

A candidate is the template with one mandated element flipped, or (first, `tournament` of them) the whole rules of a community in the
mandated elements, the k-th candidate those of the k-th best report. It is tried in every pilot, or, with probability
`design_spread`, in one: candidate k in pilot k mod P. The pilot's own rules stand around it. It is kept if

    mean over pilots of worth + e + optimism x r x 2 u   exceeds   mean worth of the template there + optimism x r,

worth as in spillover.py with `design_hearing`, e ~ N(0, (design_sight x sd of a trial there)^2), u uniform on 0-1, r = report effort.
The centre's own interest (capture.py) and the effort of pilots that does not repeat (pilot_effort.py) come in here.

Price of a candidate, in trials of a pilot: design_fixed once + (1 - design_fixed) in each pilot that tries it, times the price of
hearing. Two purses:

- staff: `design_trials` a quarter, as many as the staff of every pilot can pay on top of the burden of the mandate;
- the fund: what `design_pooling` takes of the hours saved this quarter for trials, for the part of the rules that is mandated, where
  there is a pilot. Staff pays first. The fund holds at most the cost of `trial_limit` trials in every community; more lapses, and
  everything when nothing is mandated.

No pilot makes more than `trial_limit` trials a quarter, which is the limit of communities too. A candidate of a tournament that
equals the template or one tried before is neither tried nor paid, and they are at most half of a quarter's candidates.

Hours: pooled = spent by the fund + lapsed in it + still there; rules.hours_design is what staff and fund spent, by pilot.

Off: design_pooling, design_spread, tournament, design_fixed 0 and design_sight 1: candidates of staff, tried in every pilot.
Limit: with one community as its own pilot, all mandated and all hours pooled, it is the local search of trials.py. A tournament of n
rule sets is the best of n draws (E max of n normal draws .5642, 1.1630, 1.5388 at n = 2, 5, 10).
Source: pooled hours and fixed cost: Oates 1972 (economies of scale); tournament: Callander and Harstad 2015, *Quarterly Journal of
Economics* 130, Siggelkow and Levinthal 2003, *Organization Science* 14. Sizes: assumed.

Examples
--------
>>> own, template, out = np.zeros(4, np.uint8), np.ones(4, np.uint8), np.empty(4, np.uint8)
>>> with_template(own, template, np.array([2, 0, 3, 1]), 2, out)  # a mandate of two elements: ranks 0 and 1
>>> out.tolist()
[0, 1, 0, 1]
>>> from cogov.model.sandbox import district
>>> w = district(60, communities=4, levers={"pilots": 4, "design_spread": 1.0}, constants={"design_fixed": 0.25})
>>> trials_of_candidate(w, 1), trials_of_candidate(w, 2)  # in one of two pilots, in both
(1.0, 1.75)
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import bound, bound_anywhere
from ..quantities.codes import WEEKS_A_QUARTER
from ..quantities.streams import DESIGN, TEMPLATE
from .capture import leaning
from .pilot_effort import boost
from .spillover import hearing_price, worth
from .trying import choose_element, cost_of_trial, sd_of_trial

ABOUT = Text(
    "How the template is searched: candidates are tried in pilots, paid by their staff or from hours that communities pool.",
    "顶层模板如何搜索：候选方案在全部或单个试点试行，由试点人员工时或各社区上交的探索工时支付；每个试点每季度的试行次数与社区相同，设有上限。",
)

PARAMETERS = (
    constant(
        "design_fixed",
        0.0,
        bounds=(0, 1),
        plausible=(0, 0.6),
        unit="share of a trial's cost",
        label=Text("Fixed cost of a candidate", "候选方案的固定成本"),
        source="design assumption: drafting and law needed once; reviews of economies of scale are inconclusive, so off, and swept",
    ),
    constant(
        "design_sight",
        1.0,
        bounds=(0.1, 10),
        plausible=(0.3, 3),
        unit="ratio of sd",
        label=Text("Noise of design", "顶层观测噪声倍数"),
        source="design assumption: above 1 local knowledge is lost on the way, below 1 experts see more; the sign is open",
    ),
)

_ALONE = DESIGN


@compiled
def with_template(own, template, rank, fixed, out):
    """Put into `out` the rules `own` with the template's values in all mandated elements."""
    for e in range(own.size):
        out[e] = template[e] if rank[e] < fixed else own[e]


@compiled
def tried_there(nth, only):
    """Return whether the nth pilot tries a candidate for pilot `only` (-1: for all)."""
    return only < 0 or nth == only


@compiled
def pilot_mean(w, template, fixed, only):
    """Return the mean worth over the pilots of their rules with this template in force; 0 without a pilot.

    `only` is the one pilot that is asked, by its place among the pilots; -1: all.
    """
    r = w.rules
    rules = np.empty(template.size, np.uint8)
    total, count, nth = 0.0, 0, -1
    for c in range(r.pilot.size):
        nth += 1 if r.pilot[c] else 0
        if r.pilot[c] and tried_there(nth, only):
            with_template(r.elements[c], template, r.mandate_rank, fixed, rules)
            for e in range(rules.size):
                if not bound(w, c, e, fixed):  # a rule left out
                    rules[e] = r.elements[c, e]
            total += worth(w, c, rules, w.levers.design_hearing)
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def judged_by_centre(w, template, fixed, only):
    """Return how the centre judges a template that is in force in the pilots, without error."""
    return leaning(w, w.rules.pilot.size, template, pilot_mean(w, template, fixed, only), w.parameters.capture_centre)


@compiled
def reported_template(w, template, fixed, only):
    """Return how good the template in force is reported to be."""
    embellished = w.parameters.report_optimism * w.governments.effort_report[0]
    return judged_by_centre(w, template, fixed, only) + embellished


@compiled
def report_error(w, week, candidate, only):
    """Return how far the average report of the pilots on a candidate is from the truth: noise, embellishment, extra effort."""
    r, places, p = w.rules, w.communities, w.parameters
    seeing, telling = stream(w.seed, TEMPLATE + 1, week), stream(w.seed, TEMPLATE + 2, week)
    embellish = p.report_optimism * w.governments.effort_report[0]
    total, count, nth = 0.0, 0, -1
    for c in range(r.pilot.size):
        nth += 1 if r.pilot[c] else 0
        if r.pilot[c] and tried_there(nth, only):
            entity = combine(places.key[c], candidate)
            total += p.design_sight * sd_of_trial(w, c) * normal(seeing, entity, 0)
            total += embellish * 2.0 * uniform(telling, entity, 0)
            count += 1
    return total / count + lift(w, only) if count > 0 else 0.0


@compiled
def lift(w, only):
    """Return by how much extra effort at pilots makes a candidate look too good, less what the centre discounts."""
    if w.parameters.pilot_effort <= 0.0:
        return 0.0
    total, count, nth = 0.0, 0, -1
    for c in range(w.rules.pilot.size):
        nth += 1 if w.rules.pilot[c] else 0
        if w.rules.pilot[c] and tried_there(nth, only):
            total += boost(w, c)
            count += 1
    return (1.0 - w.levers.pilot_discount) * total / count if count > 0 else 0.0


@compiled
def trials_of_candidate(w, tried_in):
    """Return what a candidate that `tried_in` of the pilots try costs all of them, in trials, hearing included."""
    fixed = w.parameters.design_fixed
    return (fixed + (1.0 - fixed) * tried_in) * hearing_price(w, w.levers.design_hearing)


@compiled
def staff_candidates(w, burden):
    """Return how many candidates every pilot's staff can handle on top of the burden of the mandate (share of their hours)."""
    r, places = w.rules, w.communities
    pilots = int(r.pilot.sum())
    if pilots == 0:
        return 0
    in_mean = w.levers.design_spread + (1.0 - w.levers.design_spread) * pilots
    share, number, any_pilot = trials_of_candidate(w, in_mean) / pilots, w.levers.design_trials, False
    for c in range(r.pilot.size):
        cost = cost_of_trial(w, c) * share
        if r.pilot[c] and cost > 0.0:
            any_pilot = True
            number = min(number, (1.0 - burden) * places.staff_hours[c] * WEEKS_A_QUARTER / cost)
    return int(number + 1e-9) if any_pilot else 0


@compiled
def rule_sets_by_report(w):
    """Return the communities from the best report to the worst."""
    return np.argsort(-w.rules.fit_reported, kind="mergesort")


@compiled
def differs(a, b, rank, fixed):
    """Return whether two templates differ in an element that is mandated."""
    for e in range(rank.size):
        if rank[e] < fixed and a[e] != b[e]:
            return True
    return False


@compiled
def local_rules(w, template, place, fixed, out):
    """Put into `out` the template with the rules of a community in all mandated elements."""
    r = w.rules
    for e in range(out.size):
        binding = r.mandate_rank[e] < fixed and bound_anywhere(w, e, fixed)
        out[e] = r.elements[place, e] if binding else template[e]


@compiled
def only_pilot(w, week, candidate, pilots):
    """Return the one pilot that tries a candidate, by its place among the pilots; -1: all of them."""
    spread = w.levers.design_spread
    alone = spread >= 1.0 or (spread > 0.0 and uniform(stream(w.seed, _ALONE, week), candidate, 0) < spread)
    return candidate % pilots if alone else -1


@compiled
def has_room(load, only, limit):
    """Return whether the pilots that would try a candidate have made fewer trials than the limit."""
    if only >= 0:
        return load[only] < limit
    return load.max() < limit


@compiled
def hours_of_trial(w, only):
    """Return the hours of a trial as the fund pays them: those of the one pilot, or the mean over all."""
    total, count, nth = 0.0, 0, -1
    for c in range(w.rules.pilot.size):
        nth += 1 if w.rules.pilot[c] else 0
        if w.rules.pilot[c] and tried_there(nth, only):
            total += cost_of_trial(w, c)
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def tournament_size(w, staffed, pilots):
    """Return how many rule sets of communities come first: at most half of the quarter's candidates."""
    if w.levers.tournament <= 0.0 or pilots == 0:
        return 0
    price = trials_of_candidate(w, pilots) * hours_of_trial(w, -1)
    funded = w.rules.fund[0] / price if price > 0.0 else 0.0
    candidates = min(staffed + funded + 1e-9, w.parameters.trial_limit * pilots)
    return int(min(w.levers.tournament, float(w.rules.pilot.size), candidates // 2))


@compiled
def repeated(candidate, earlier, count, rank, fixed):
    """Return whether one of the first `count` earlier candidates is the same in all mandated elements."""
    for k in range(count):
        if not differs(candidate, earlier[k], rank, fixed):
            return True
    return False


@compiled
def make_candidate(w, week, k, fixed, order, earlier, candidate):
    """Put the kth candidate of the quarter into `candidate`; return whether it has to be tried.

    Parameters
    ----------
    order : communities from the best report to the worst
    earlier : one row for each candidate of a tournament, filled in here
    """
    r = w.rules
    template = r.template[0]
    if k < earlier.shape[0]:
        local_rules(w, template, order[k], fixed, candidate)
        earlier[k] = candidate
        new = differs(candidate, template, r.mandate_rank, fixed)
        return new and not repeated(candidate, earlier, k, r.mandate_rank, fixed)
    candidate[:] = template
    element = choose_element(stream(w.seed, TEMPLATE, week), k, r.mandate_rank, 0, fixed)
    candidate[element] = 0 if candidate[element] else 1
    return bound_anywhere(w, element, fixed)


@compiled
def pay_from_fund(w, only, pilots):
    """Let the fund pay for a candidate, if it can; return whether it did. What it pays counts where the candidate is tried."""
    r = w.rules
    price = trials_of_candidate(w, 1 if only >= 0 else pilots) * hours_of_trial(w, only)
    if r.fund[0] < price * (1.0 - 1e-9):
        return False
    r.fund[0] = max(0.0, r.fund[0] - price)
    r.fund_spent[0] += price
    nth = -1
    for c in range(r.pilot.size):
        nth += 1 if r.pilot[c] else 0
        if r.pilot[c] and tried_there(nth, only):
            hours = price if only >= 0 else price / pilots
            r.hours_design[c] += hours
            w.tally.hours_design[c] += hours
    return True


@compiled
def note_trials(w, only, by_staff, load, charged):
    """Count the trials of a candidate in `load` (pilots), and in `charged` what staff pay for it, in trials."""
    fixed, dear = w.parameters.design_fixed, hearing_price(w, w.levers.design_hearing)
    for nth in range(load.size):
        there = 1.0 if tried_there(nth, only) else 0.0
        load[nth] += there
        if by_staff:
            charged[nth] += (fixed / load.size + (1.0 - fixed) * there) * dear


@compiled
def search(w, week, fixed, burden, charged):
    """Try candidates in the pilots and keep what looks better.

    Parameters
    ----------
    fixed : how many elements are mandated
    burden : share of staff hours that the mandate takes
    charged : for each pilot, filled in: what its staff pay, in trials
    """
    r, pilots = w.rules, charged.size
    template, candidate = r.template[0], np.empty(r.mandate_rank.size, np.uint8)
    staffed, limit = staff_candidates(w, burden), w.parameters.trial_limit
    contest = tournament_size(w, staffed, pilots)
    funded = int(limit) * pilots if r.fund[0] > 0.0 else 0
    order, earlier = rule_sets_by_report(w), np.zeros((contest, candidate.size), np.uint8)
    load, by_staff = np.zeros(pilots), 0
    for k in range(contest + staffed + funded):
        only = only_pilot(w, week, k, pilots)
        if not has_room(load, only, limit) or not make_candidate(w, week, k, fixed, order, earlier, candidate):
            continue
        staff_pay = by_staff < staffed
        if not staff_pay and not pay_from_fund(w, only, pilots):
            break
        by_staff += 1 if staff_pay else 0
        note_trials(w, only, staff_pay, load, charged)
        r.candidates[0] += 1
        looks = judged_by_centre(w, candidate, fixed, only) + report_error(w, week, k, only)
        if looks > reported_template(w, template, fixed, only):
            template[:] = candidate
            r.candidates_kept[0] += 1
    w.governments.template_fit[0] = reported_template(w, template, fixed, -1) + lift(w, -1)


@compiled
def limit_fund(w, fixed):
    """Let lapse what the fund holds beyond the cost of the most trials in every community, and all of it without a mandate."""
    r, most = w.rules, 0.0
    if fixed > 0:
        for c in range(r.pilot.size):
            most += w.parameters.trial_limit * cost_of_trial(w, c)
    if r.fund[0] > most:
        r.fund_lapsed[0] += r.fund[0] - most
        r.fund[0] = most
