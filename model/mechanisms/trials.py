"""Local trials: communities explore rules of their own, paid for with the hours of those who take part (C3, C8).

Every week 20 % of the volunteer hours and the planning hours of social workers are saved up for trials. Every quarter
a community makes as many trials as its saved hours pay for, at most 6. A trial costs 0.1 h x residents and flips one
element that no mandate fixes:

    seen = fit with the flip + e,   e ~ N(0, 0.05 / sqrt(1 + feedback)),   kept if seen > fit so far.

What is kept is *local*. Without legal status it has nothing to stand on: each local element lapses, with probability
0.1 x (1 - legal_status) a quarter, to what it was before. Where copying is on, the hours of one copy (`copy_trials`)
are left for imitation.

Hours (h): saved = spent on trials and copies + still there + lapsed. What is saved beyond the cost of 6 trials
lapses: people who come together without anything to try go home. rules.hours_saved, hours_spent and hours_lapsed
count them.

Off: no hours, no trials; the mechanism then changes nothing unless there are local elements to lapse.
Source: local search on rugged landscapes, Levinthal 1997, to which it reduces without noise, mandates and lapses.
Numbers: assumed.

Examples
--------
>>> noise_sd(0.05, 0.0), noise_sd(0.05, 3.0), affordable(130.0, 40.0, 6.0)
(0.05, 0.025, 3)
>>> from cogov.model.sandbox import district
>>> w = district(60, levers={"legal_status": 1.0})
>>> w.communities.trial_hours[:] = 18.0  # three trials at 0.1 h a resident
>>> step(w, 12)
>>> w.rules.trials.tolist(), round(float(w.rules.hours_spent[0]), 4)
([3], 18.0)
"""

from __future__ import annotations

from math import sqrt

from ...core.compile.compiled import compiled
from ...core.draws import combine, normal, stream, uniform
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import free_elements
from ..events import tell
from ..process import QUARTERLY, WEEKLY, Process
from ..quantities.codes import COPYING_NONE, EVENT_LAPSED, EVENT_TRIAL_KEPT
from ..quantities.streams import TRIALS
from ..rules.landscape import mandated, set_local, try_flip, update_fit

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
def noise_sd(noise, feedback):
    """Return the sd with which fit is seen: feedback (h of relay per 1,000 residents and week) sharpens it."""
    return noise / sqrt(1.0 + feedback)


@compiled
def choose_element(key, entity, rank, lowest, beyond):
    """Return the element with the smallest draw among ranks lowest ... beyond - 1; -1 if there is none.

    So a trial under two mandates flips the same element unless the first choice is fixed in one of them.
    """
    chosen, smallest = -1, 2.0
    for e in range(rank.size):
        if lowest <= rank[e] < beyond:
            u = uniform(key, entity, e)
            if u < smallest:
                chosen, smallest = e, u
    return chosen


@compiled
def affordable(hours, cost, limit):
    """Return how many trials these hours pay for, at most `limit`; none where there is nobody to make them."""
    if cost <= 0.0 or hours < cost:
        return 0
    return int(min(hours / cost, limit))


@compiled
def cost_of_trial(w, c):
    """Return the hours that a trial in community c takes."""
    first = w.communities.first
    return w.parameters.trial_cost * (first[c + 1] - first[c])


@compiled
def accrue(w, week):
    """Save hours for trials, every week."""
    places, r, workers = w.communities, w.rules, w.workers
    for c in range(places.key.size):
        hours = w.parameters.trial_volunteer_share * places.volunteer_hours[c]
        places.trial_hours[c] += hours
        r.hours_saved[c] += hours
    for k in range(workers.alive.size):
        if workers.alive[k] == 1:
            hours = workers.hours[k] * workers.planning[k]
            places.trial_hours[workers.community[k]] += hours
            r.hours_saved[workers.community[k]] += hours


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
def explore(w, c, week):
    """Make the trials of community c."""
    r, places, p = w.rules, w.communities, w.parameters
    cost = cost_of_trial(w, c)
    free = free_elements(w, c, under_mandate(w))
    copies = w.levers.copying != COPYING_NONE and w.switches.imitation[0] == 1
    left_for_copy = p.copy_trials * cost if copies else 0.0
    trials = affordable(places.trial_hours[c] - left_for_copy, cost, p.trial_limit)
    if free.sum() == 0:
        trials = 0
    choice, seeing = stream(w.seed, TRIALS, week), stream(w.seed, TRIALS + 1, week)
    sd = noise_sd(p.trial_noise, places.feedback[c])
    for trial in range(trials):
        entity = combine(places.key[c], trial)
        element = choose_element(choice, entity, free, 1, 2)
        rules = r.elements[c].copy()
        if try_flip(rules, element, r.depends, r.table[c], r.mean[c], r.best[c], sd * normal(seeing, entity, 0)):
            set_local(w, c, element, rules[element])
            r.trials_kept[c] += 1
            tell(w, week, EVENT_TRIAL_KEPT, c, -1, element, float(rules[element]))
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
    """Let local rules lapse and communities explore, every quarter."""
    for c in range(w.communities.key.size):
        lapse(w, c, week)
        explore(w, c, week)
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
