"""Settlement: neighbours fall out, and settle, call a mediator, or go to an office or court.

Grievances arise between residents of a building, Poisson at `dispute_rate` per 10,000 residents a week, in different
households where there are such. Each is of one of six kinds (kind k has a settled legal standard if law > (k + 1/2) /
6), has a merit Y ~ N(0, 1) and a stake J = exp(stake_spread z), z ~ N(0, 1). A party i sees Y + e_i, e_i ~ N(0,
sigma_i), sigma_i = 1 - noise_relief x clarity_i, and holds the standard Y*_i: `court_standard` where law is settled,
else N(court_standard, standard_spread). Its P_i = Phi((Y + e_i - Y*_i) / sigma_i) is how likely it thinks a ruling
for the claimant (Priest & Klein 1984). R_i = relation_weight x tie strength x trust in neighbours is what quarrelling
costs it: 0 without a tie (C11). Then, after Felstiner, Abel & Sarat (1980):

    recognised   with probability claim_base + (1 - claim_base) clarity of the claimant, else lumped
    claimed      if P_1 J > C + R_1, else lumped
    settled      unless (P_1 - P_2) J > 2 C + R_1 + R_2
    mediated     if a social worker has `mediation_hours` left (first come first served), with probability logistic(logit(mediation_success) + ...), see `mediates`
    escalated    else: a case for the office, which decides for the claimant if Y > court_standard.

So clarity raises claims and eases settling, and nothing says which is more (C10, C12, H1). `settled_direct` and
`settled_early` count the same settlements, one to be seen as a share of grievances, the other of claims; what is
lumped counts in neither. Ends among neighbours are experiences of neighbours, ends at an office those of government
(model/cases/lifecycle.py). A dispute that is escalated lowers the anchor of belonging of both parties (`records`).

Limit: R = 0, all grievances recognised, sigma -> 0 is Priest & Klein (1984, *Journal of Legal Studies* 13, 1-55): the
claimants' share of the decided goes to one half and fewer are decided. Off: no disputes arise.

Examples
--------
The claimant thinks that a ruling is for him or her (P = 0.84), the other side does not (0.16); the stake is 1. What
goes to law among strangers is settled, or not even claimed, where a relation would be lost:

>>> for relation in (0.0, 0.4, 0.9):
...     print(dispute(0.0, 1.0, -1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.1, relation, relation))
2
1
0
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import combine, exponential, integer, normal, poisson, stream, uniform
from ...core.numeric import exp, log, logistic, normal_cdf
from ...core.quantity import Status, constant
from ...core.text import Text
from ..cases.callback import enter_calls
from ..cases.lifecycle import open_case
from ..events import tell
from ..experience import NEIGHBOURS_DOWN, NEIGHBOURS_UP, note
from ..network.tie_lists import find
from ..process import WEEKLY, Process
from ..quantities.codes import CHANNEL_WINDOW, DISPUTE, EVENT_ESCALATED, EVENT_MEDIATED, EVENT_SETTLED
from ..quantities.streams import SETTLEMENT
from .records import toward

PARAMETERS = (
    constant(
        "claim_base",
        0.3,
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        unit="probability",
        label=Text("Claims without clarity", "不懂法时提出主张的概率"),
        source="design assumption",
    ),
    constant(
        "noise_relief",
        0.9,
        bounds=(0, 0.99),
        plausible=(0.5, 0.95),
        unit="sd of merit",
        label=Text("Noise taken away by clarity", "法律认知降低的判断噪声"),
        source="design assumption",
    ),
    constant(
        "standard_spread",
        0.7,
        bounds=(0, 10),
        plausible=(0.3, 1.5),
        unit="sd of merit",
        label=Text("Spread of standards where law is silent", "无法可依时标准的分歧"),
        source="design assumption",
    ),
    constant(
        "dispute_cost",
        0.15,
        bounds=(0, 100),
        plausible=(0.05, 0.4),
        unit="median stakes",
        label=Text("Cost of a dispute to each party", "纠纷各方成本"),
        status=Status.CALIBRATED,
        source=Text(
            "set with dispute_rate, so that mediations come near 106 per 10,000 a year",
            "与 dispute_rate 一并取值，使调解量接近每 10,000 人每年 106 件",
        ),
    ),
    constant(
        "stake_spread",
        0.8,
        bounds=(0, 5),
        plausible=(0.4, 1.2),
        unit="sd of the logarithm",
        label=Text("Spread of stakes", "争议金额离散度"),
        source="not measured",
    ),
    constant(
        "relation_weight",
        0.5,
        bounds=(0, 100),
        plausible=(0, 1),
        unit="median stakes",
        label=Text("Value of a relation", "邻里关系价值"),
        source="not measured",
    ),
    constant(
        "mediation_hours",
        6.0,
        bounds=(0.01, 1000),
        plausible=(3, 12),
        unit="h",
        label=Text("Hours of a mediation", "每次调解工时"),
        source="not measured",
    ),
    constant(
        "mediation_success",
        0.65,
        bounds=(0.01, 0.99),
        plausible=(0.5, 0.85),
        unit="probability",
        label=Text("True success of mediation", "调解真实成功率"),
        source=Text(
            "assumed (reported success is 0.95 and more); at expertise 0.5 and trust 0.7",
            "假定（上报的成功率在 0.95 以上）；专业能力为 0.5、信任为 0.7 时的取值",
        ),
    ),
    constant(
        "mediation_expertise",
        2.0,
        bounds=(0, 20),
        plausible=(0, 4),
        unit="logit",
        label=Text("Effect of expertise", "专业能力对调解的作用"),
        source="not measured",
    ),
    constant(
        "mediation_trust",
        2.0,
        bounds=(0, 20),
        plausible=(0, 4),
        unit="logit",
        label=Text("Effect of trust", "信任对调解的作用"),
        source="not measured",
    ),
)

KINDS = 6
COUNT, TRAITS = SETTLEMENT + 0, SETTLEMENT + 1
(
    HOME,
    OTHER,
    KIND,
    MERIT,
    STAKE,
    ERROR_1,
    ERROR_2,
    STANDARD_1,
    STANDARD_2,
    RECOGNISED,
    MEDIATED,
    WORK,
    PATIENCE,
    MOMENT,
) = range(14)
LUMPED, SETTLED, DISPUTED = 0, 1, 2


@compiled
def dispute(merit, error_1, error_2, sigma_1, sigma_2, standard_1, standard_2, stake, cost, relation_1, relation_2):
    """Return what a recognised grievance comes to between the parties: LUMPED, SETTLED or DISPUTED; errors have sd
    sigma, above 0.
    """
    p_1 = normal_cdf((merit + error_1 - standard_1) / sigma_1)
    p_2 = normal_cdf((merit + error_2 - standard_2) / sigma_2)
    if not p_1 * stake > cost + relation_1:
        return LUMPED
    if not (p_1 - p_2) * stake > 2.0 * cost + relation_1 + relation_2:
        return SETTLED
    return DISPUTED


@compiled
def covered(kind, law):
    """Say whether law has a settled standard for a kind of dispute, 0 ... KINDS - 1."""
    return law > (float(kind) + 0.5) / float(KINDS)


@compiled
def mediates(success, expertise_effect, trust_effect, expertise, trust):
    """Return the probability that a mediation succeeds: `success` at expertise 0.5 and trust in neighbours 0.7."""
    return logistic(
        log(success / (1.0 - success)) + expertise_effect * (expertise - 0.5) + trust_effect * (trust - 0.7)
    )


@compiled
def _other_party(residents, traits, case_key, home, first, end):
    """Return the row of a neighbour in the building, of another household if there is one."""
    lodging = residents.household
    low, high = home, home + 1
    while low > first and lodging[low - 1] == lodging[home]:
        low -= 1
    while high < end and lodging[high] == lodging[home]:
        high += 1
    if high - low == end - first:
        low, high = home, home + 1
    other = first + integer(traits, case_key, OTHER, end - first - (high - low))
    return other + (high - low) if other >= low else other


@compiled
def _renew_hours(w):
    """Give mediators their hours of the week; of older ones no more than one mediation's are still good."""
    workers, sitting = w.workers, w.parameters.mediation_hours
    for k in range(workers.hours.size):
        if int(workers.alive[k]) == 1:
            workers.mediation_left[k] = (
                min(workers.mediation_left[k], sitting) + workers.hours[k] * workers.mediating[k]
            )


@compiled
def _mediator(w, c, case_key, traits):
    """Return the social worker of a community with most hours for mediating left, ties broken at random; -1 if they do not suffice."""
    workers, best, least = w.workers, -1, 2.0
    most = w.parameters.mediation_hours
    posts = workers.hours.size // w.communities.key.size  # rows of one community, see money.employ
    for k in range(c * posts, (c + 1) * posts):
        if int(workers.alive[k]) == 0:
            continue
        left = workers.mediation_left[k]
        if left >= most:
            luck = uniform(traits, combine(case_key, workers.identity[k]), 0)
            if left > most or luck < least:
                best, most, least = k, left, luck
    return best


@compiled
def _escalate(w, week, c, i, j, kind, merit, case_key, traits):
    """Open a case for the office of a dispute that nobody could settle."""
    p, cases = w.parameters, w.cases
    case = open_case(cases, w.counters)
    if case < 0:
        return
    cases.key[case] = case_key
    cases.kind[case] = DISPUTE
    cases.topic[case] = kind
    cases.community[case] = c
    cases.grid[case] = int(w.residents.grid[i])
    cases.channel[case] = CHANNEL_WINDOW
    cases.first_affected[case] = i
    cases.affected[case] = 0
    cases.party[case] = i
    cases.opponent[case] = j
    cases.arose[case] = week
    cases.entered[case] = float(week) + uniform(traits, case_key, MOMENT)
    cases.arose_at[case] = cases.entered[case]
    cases.work[case] = p.case_work * exponential(traits, case_key, WORK)
    cases.deadline[case] = cases.entered[case] + p.patience * exponential(traits, case_key, PATIENCE)
    enter_calls(w, case, 1, 0)
    w.tally.escalated[c] += 1.0
    w.tally.escalated_plaintiff_won[c] += 1.0 if merit > p.court_standard else 0.0
    anchor = w.residents.anchor
    anchor[i] = toward(float(anchor[i]), 0.0, p.anchor_dispute)
    anchor[j] = toward(float(anchor[j]), 0.0, p.anchor_dispute)


@compiled
def _third_party(w, week, c, i, j, kind, merit, case_key, traits):
    """Let a mediator try; return whether he or she succeeds. Otherwise the dispute is escalated."""
    p, r, tally = w.parameters, w.residents, w.tally
    k = _mediator(w, c, case_key, traits)
    if k >= 0:
        w.workers.mediation_left[k] -= p.mediation_hours
        tally.mediations[c] += 1.0
        trust = 0.5 * (r.trust_neighbours[i] + r.trust_neighbours[j])
        chance = mediates(p.mediation_success, p.mediation_expertise, p.mediation_trust, w.workers.expertise[k], trust)
        if uniform(traits, case_key, MEDIATED) < chance:
            tally.mediated[c] += 1.0
            tell(w, week, EVENT_MEDIATED, c, i, kind, merit)
            return True
    note(w.experience.felt, i, NEIGHBOURS_DOWN)
    note(w.experience.felt, j, NEIGHBOURS_DOWN)
    _escalate(w, week, c, i, j, kind, merit, case_key, traits)
    tell(w, week, EVENT_ESCALATED, c, i, kind, merit)
    return False


@compiled
def _fall_out(w, week, b, case_key, traits):
    """Run one grievance of building `b` to its end between the parties and the mediator."""
    p, r, tally, buildings = w.parameters, w.residents, w.tally, w.buildings
    c, first, end = int(buildings.community[b]), int(buildings.first[b]), int(buildings.first[b + 1])
    i = first + integer(traits, case_key, HOME, end - first)
    j = _other_party(r, traits, case_key, i, first, end)
    kind = integer(traits, case_key, KIND, KINDS)
    lawful = covered(kind, w.governments.law[0])
    tally.grievances[c] += 1.0
    tally.grievances_covered[c] += 1.0 if lawful else 0.0
    if not uniform(traits, case_key, RECOGNISED) < p.claim_base + (1.0 - p.claim_base) * r.clarity[i]:
        tally.lumped[c] += 1.0
        return
    merit = normal(traits, case_key, MERIT)
    spread = 0.0 if lawful else p.standard_spread
    sigma_1, sigma_2 = 1.0 - p.noise_relief * r.clarity[i], 1.0 - p.noise_relief * r.clarity[j]
    slot = find(w.ties, i, j)
    worth = p.relation_weight * w.ties.strength[slot] if slot >= 0 else 0.0
    outcome = dispute(
        merit, sigma_1 * normal(traits, case_key, ERROR_1), sigma_2 * normal(traits, case_key, ERROR_2), sigma_1, sigma_2,
        p.court_standard + spread * normal(traits, case_key, STANDARD_1), p.court_standard + spread * normal(traits, case_key, STANDARD_2),
        exp(p.stake_spread * normal(traits, case_key, STAKE)), p.dispute_cost, worth * r.trust_neighbours[i], worth * r.trust_neighbours[j],
    )  # fmt: skip
    if outcome == LUMPED:
        tally.lumped[c] += 1.0
        return
    tally.claims[c] += 1.0
    if outcome == SETTLED:
        tally.settled_direct[c] += 1.0
        tally.settled_early[c] += 1.0
        tell(w, week, EVENT_SETTLED, c, i, kind, merit)
    elif not _third_party(w, week, c, i, j, kind, merit, case_key, traits):
        tally.escalated_covered[c] += 1.0 if lawful else 0.0
        return
    note(w.experience.felt, i, NEIGHBOURS_UP)
    note(w.experience.felt, j, NEIGHBOURS_UP)


@compiled
def grievances(w, week):
    """Return (building, key) of the grievances of the week, in the order in which they arise."""
    buildings, rate = w.buildings, w.parameters.dispute_rate / 10000.0
    count, traits = stream(w.seed, COUNT, week), stream(w.seed, TRAITS, week)
    numbers, total = np.zeros(buildings.key.size, np.int64), 0
    for b in range(numbers.size):
        n = int(buildings.first[b + 1]) - int(buildings.first[b])
        if n >= 2:
            numbers[b] = poisson(count, buildings.key[b], 0, rate * float(n))
            total += int(numbers[b])
    where, keys, moments = np.empty(total, np.int64), np.empty(total, np.uint64), np.empty(total)
    k = 0
    for b in range(numbers.size):
        for m in range(int(numbers[b])):
            where[k], keys[k] = b, combine(combine(buildings.key[b], week), m)
            moments[k] = uniform(traits, keys[k], MOMENT)
            k += 1
    order = np.argsort(moments, kind="mergesort")
    return where[order], keys[order]


@compiled
def step(w, week):
    """Let the disputes of the week arise and run their course, first come first served by mediators."""
    _renew_hours(w)
    traits = stream(w.seed, TRAITS, week)
    where, keys = grievances(w, week)
    for k in range(where.size):
        _fall_out(w, week, int(where[k]), keys[k], traits)


PROCESS = Process(
    "settlement",
    step,
    every=WEEKLY,
    label=Text("Settlement of disputes", "纠纷化解"),
    about=Text(
        "Neighbours fall out; a grievance is lumped, settled, mediated, or goes to an office, by what each party expects of a ruling and what the relation is worth.",
        "邻里之间产生矛盾。当事人先要认识到自己有主张（概率随法律认知上升），再比较预期胜诉所得与成本、关系损失：P1 × J > C + R1 才提出主张；(P1 - P2) × J 不超过双方成本与关系价值之和即自行和解；否则由社工调解，调解不成再由政府或法院裁决。法律清晰既增加主张，也便于和解，净效果不预设。",
    ),
)
