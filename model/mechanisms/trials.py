"""Local trials: communities explore rules of their own, paid for with the hours of those who take part (C3, C8).

Every week 20 % of the volunteer hours and the planning hours of social workers are saved up for trials. Every quarter
a community makes as many trials as its saved hours pay for, at most 6. A trial costs 0.1 h x residents and flips one
element that no mandate fixes:

    seen = fit with the flip + e,   e ~ N(0, 0.05 / sqrt(1 + feedback)),   kept if seen > fit so far.

Where neighbours are asked (spillover.py), officers have an interest of their own (capture.py), or communities differ in capacity
(capacity.py), what is judged, the price and the noise are theirs.

What is kept is *local*. Without legal status it has nothing to stand on: each local element lapses, with probability
0.1 x (1 - legal_status) a quarter, to what it was before. Where copying is on and better is reported elsewhere, the hours that
looking costs are left for imitation (`copy_ahead`), or always a part of the price (`copy_reserve`).

Before the trials, `design_pooling` x share of rules that is mandated x what was saved this quarter goes to the fund of design
(design.py), where there is a pilot.

Hours (h): saved = spent on trials and copies + pooled + still there + lapsed. What is saved beyond the cost of 6 trials
lapses: people who come together without anything to try go home. rules.hours_saved, hours_spent, hours_pooled and
hours_lapsed count them. What keeping a copy costs may be owed to the next quarter.

Off: no hours, no trials; the mechanism then changes nothing unless there are local elements to lapse.
Source: local search on rugged landscapes, Levinthal 1997, to which it reduces without noise, mandates and lapses.
Numbers: assumed.

Examples
--------
>>> affordable(130.0, 40.0, 6.0)
3
>>> from cogov.model.sandbox import district
>>> w = district(60, levers={"legal_status": 1.0})
>>> w.communities.trial_hours[:] = 18.0  # three trials at 0.1 h a resident
>>> step(w, 12)
>>> w.rules.trials.tolist(), round(float(w.rules.hours_spent[0]), 4)
([3], 18.0)
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import free_elements
from ..events import tell
from ..process import QUARTERLY, WEEKLY, Process
from ..quantities.codes import COPYING_NONE, EVENT_LAPSED, EVENT_TRIAL_KEPT
from ..quantities.streams import TRIALS
from ..rules.judging import judged
from ..rules.landscape import mandated, set_local, update_fit
from ..rules.looking import knows_better
from ..rules.spillover import hearing_price
from ..rules.trying import affordable, choose_element, cost_of_trial, sd_of_trial

PARAMETERS = (
    constant(
        "trial_volunteer_share",
        0.2,
        bounds=(0, 1),
        unit="share of volunteer hours",
        label=Text("Hours saved for trials", "用于试验的志愿时间占比"),
        source="design assumption",
    ),
    constant(
        "trial_cost",
        0.1,
        bounds=(0.001, 100),
        plausible=(0.03, 0.3),
        unit="h a resident",
        label=Text("Cost of a trial", "每次试验成本"),
        source="design assumption: a meeting of one resident in ten for an hour",
    ),
    constant(
        "trial_limit",
        6,
        bounds=(0, 100),
        integer=True,
        unit="trials a quarter",
        label=Text("Most trials", "每季度试验上限"),
        source="design assumption",
    ),
    constant(
        "trial_noise",
        0.05,
        bounds=(0, 10),
        plausible=(0, 0.2),
        unit="fit",
        label=Text("Noise of a trial", "试验观测噪声"),
        source="design assumption: sd without feedback",
    ),
    constant(
        "lapse_rate",
        0.1,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="a quarter",
        label=Text("Lapse of local rules", "社区规则失效率"),
        source="design assumption: without legal status",
    ),
)


@compiled
def accrue(w, week):
    """Save hours for trials, every week."""
    places, r, workers = w.communities, w.rules, w.workers
    for c in range(places.key.size):
        hours = w.parameters.trial_volunteer_share * places.volunteer_hours[c]
        places.trial_hours[c] += hours
        r.hours_saved[c] += hours
        r.saved_now[c] += hours
    for k in range(workers.alive.size):
        if workers.alive[k] == 1:
            hours = workers.hours[k] * workers.planning[k]
            places.trial_hours[workers.community[k]] += hours
            r.hours_saved[workers.community[k]] += hours
            r.saved_now[workers.community[k]] += hours


@compiled
def lapse(w, c, week):
    """Let local elements of community c fall back to what they were."""
    r = w.rules
    key = stream(w.seed, TRIALS + 2, week)
    chance = w.parameters.lapse_rate * (1.0 - w.levers.legal_status)
    for e in range(r.mandate_rank.size):
        if r.local[c, e] and uniform(key, w.communities.key[c], e) < chance:
            set_local(w, c, e, r.before[c, e])
            tell(w, week, EVENT_LAPSED, c, -1, e, float(r.elements[c, e]))


@compiled
def under_mandate(w):
    """Return how many elements are fixed by a mandate now; none where the template is switched off."""
    return mandated(w.levers.mandate_share, w.rules.mandate_rank.size) if w.switches.template[0] == 1 else 0


@compiled
def pool(w):
    """Hand over to the fund of design its part of the hours saved this quarter, where there is a pilot to use them."""
    r, places = w.rules, w.communities
    share = w.levers.design_pooling * under_mandate(w) / r.mandate_rank.size if w.levers.pilots > 0.0 else 0.0
    for c in range(places.key.size):
        if share > 0.0:
            hours = min(share * r.saved_now[c], max(0.0, places.trial_hours[c]))
            places.trial_hours[c] -= hours
            r.fund[0] += hours
            r.hours_pooled[c] += hours
        r.saved_now[c] = 0.0


@compiled
def hours_for_copying(w, c, better):
    """Return the hours that community c leaves for a copy: those of looking where it knows of better, or a standing reserve."""
    p = w.parameters
    if w.levers.copying == COPYING_NONE or w.switches.imitation[0] == 0:
        return 0.0
    price = p.copy_trials * price_of_trial(w, c)
    return max(p.copy_reserve * price, p.copy_ahead * price if better[c] else 0.0)


@compiled
def price_of_trial(w, c):
    """Return the hours that a trial in community c takes: more where neighbours are asked, fewer where capacity is high."""
    return cost_of_trial(w, c) * hearing_price(w, w.levers.neighbour_voice) / w.rules.capacity[c]


@compiled
def try_once(w, c, week, trial, free, sd):
    """Let community c flip a free element, see how the rules then look, and keep it if they look better than before."""
    r = w.rules
    entity = combine(w.communities.key[c], trial)
    element = choose_element(stream(w.seed, TRIALS, week), entity, free, 1, 2)
    rules = r.elements[c].copy()
    before = judged(w, c, rules)
    rules[element] = 0 if rules[element] else 1
    if judged(w, c, rules) + sd * normal(stream(w.seed, TRIALS + 1, week), entity, 0) > before:
        set_local(w, c, element, rules[element])
        r.trials_kept[c] += 1
        tell(w, week, EVENT_TRIAL_KEPT, c, -1, element, float(rules[element]))


@compiled
def explore(w, c, week, left):
    """Make the trials of community c that its hours pay for, but for the hours `left`."""
    r, places, p = w.rules, w.communities, w.parameters
    cost = price_of_trial(w, c)
    free = free_elements(w, c, under_mandate(w))
    trials = affordable(places.trial_hours[c] - left, cost, p.trial_limit)
    if free.sum() == 0:
        trials = 0
    for trial in range(trials):
        try_once(w, c, week, trial, free, sd_of_trial(w, c))
    r.trials[c] += trials
    r.hours_spent[c] += trials * cost
    places.trial_hours[c] -= trials * cost
    w.tally.trials[c] += trials
    w.tally.hours_trials[c] += trials * cost
    beyond = places.trial_hours[c] - p.trial_limit * cost
    if beyond > 0.0:
        places.trial_hours[c] -= beyond
        r.hours_lapsed[c] += beyond


@compiled
def step(w, week):
    """Let local rules lapse, hours be pooled and communities explore, every quarter."""
    better = np.zeros(w.communities.key.size, np.uint8)
    if w.levers.copying != COPYING_NONE and w.parameters.copy_reserve < w.parameters.copy_ahead:
        better = knows_better(w)
    pool(w)
    for c in range(w.communities.key.size):
        lapse(w, c, week)
        explore(w, c, week, hours_for_copying(w, c, better))
        update_fit(w, c)


SAVING = Process(
    "saving",
    accrue,
    every=WEEKLY,
    label=Text("Saving hours for trials", "积累探索工时"),
    about=Text(
        "A share of the volunteer hours and the social workers' planning hours are saved up for trials.",
        "每周把一部分志愿时间和社工的策划时间积累起来，供季度末的社区探索使用。",
    ),
)

PROCESS = Process(
    "trials",
    step,
    every=QUARTERLY,
    label=Text("Local trials", "社区探索"),
    about=Text(
        "Communities flip a free element of their rules, see the new fit with noise, and keep it if it looks better; without legal status local rules may lapse.",
        "每季度社区用积累的工时试行：翻转一个未被强制的规则要素，带噪声地观察适配度，看起来更好就保留。没有法律地位的自创规则会以一定概率失效。",
    ),
)
