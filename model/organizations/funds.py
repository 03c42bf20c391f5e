"""The money of organisations: grants, contracts, donations, dues, upkeep. The rules in words: mechanisms/organising.py."""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.codes import FULL_SIZE, FULL_TARGET, WEEKS_A_QUARTER, WEEKS_A_YEAR

PARAMETERS = (
    constant(
        "organization_cost",
        12_000.0,
        bounds=(0, 1e7),
        plausible=(5_000, 30_000),
        unit="yuan a year at full size",
        label=Text("Upkeep of an organisation", "组织运营成本"),
        source="not measured",
    ),
    constant(
        "contract_share",
        0.5,
        bounds=(0, 1),
        unit="share of the pool at full legal status",
        label=Text("Contracts", "购买服务占比"),
        source="not measured",
    ),
    constant(
        "dues", 0.5, bounds=(0, 100), unit="yuan a member a week", label=Text("Dues", "会费"), source="not measured"
    ),
    constant(
        "donations",
        10.0,
        bounds=(0, 1000),
        plausible=(2, 30),
        unit="yuan a resident a year at full trust and allowance",
        label=Text("Donations", "捐赠"),
        source="not measured",
    ),
    constant(
        "paper_activity",
        2.0,
        bounds=(0, 40),
        unit="h a member a quarter at full report effort",
        label=Text("Activity on paper", "纸面活动"),
        source="not measured",
    ),
)


@compiled
def upkeep(w, c):
    """Return what an organisation of community c costs a week (yuan): a scaled community carries the same cost a resident."""
    people = float(w.communities.first[c + 1] - w.communities.first[c])
    target = max(1.0, w.communities.target_organizations[c])
    return w.parameters.organization_cost * people / FULL_SIZE * FULL_TARGET / target / WEEKS_A_YEAR


@compiled
def reports(w, k):
    """Return the activity (h) that organisation k reports for the quarter: true, and with report effort also on paper."""
    o = w.organizations
    return o.activity[k] + w.governments.effort_report[0] * w.parameters.paper_activity * o.members[k]


@compiled
def divide_pool(w):
    """Pay the quarter's grants by reports, contracts by true activity, and donations by membership."""
    r, o, p, c, tally = w.residents, w.organizations, w.parameters, w.communities, w.tally
    places = c.key.size
    reported, true, members = np.zeros(places), np.zeros(places), np.zeros(places)
    for k in range(w.counters.organizations[0]):
        if o.alive[k] == 1:
            reported[o.community[k]] += reports(w, k)
            true[o.community[k]] += o.activity[k]
            members[o.community[k]] += o.members[k]
    contract_share = p.contract_share * w.levers.legal_status
    pool, given = np.zeros(places), np.zeros(places)
    for k in range(places):
        people = float(c.first[k + 1] - c.first[k])
        pool[k] = w.levers.organization_grants * p.price_grant * people / FULL_SIZE / 4.0
        tally.grants_pool[k] += pool[k]
        trust = 0.0
        for i in range(c.first[k], c.first[k + 1]):
            if r.alive[i] == 1:
                trust += r.trust_organizations[i]
        given[k] = p.donations * w.levers.funding_mix * trust / 4.0
    for k in range(w.counters.organizations[0]):
        if o.alive[k] == 0:
            continue
        place = o.community[k]
        grant, contract, donation = 0.0, 0.0, 0.0
        if reported[place] > 0.0:
            grant = (1.0 - contract_share) * pool[place] * reports(w, k) / reported[place]
        if true[place] > 0.0:
            contract = contract_share * pool[place] * o.activity[k] / true[place]
        if members[place] > 0.0:
            donation = given[place] * o.members[k] / members[place]
        o.grants[k] += grant
        o.contracts[k] += contract
        o.donations[k] += donation
        o.funds[k] += grant + contract + donation
        tally.grants_paid[place] += grant + contract
    for k in range(w.counters.organizations[0]):
        o.activity[k] = 0.0


@compiled
def finance(w, week):
    """Collect dues, pay upkeep, move legitimacy; return the share of its upkeep that each organisation could not pay."""
    r, o, p = w.residents, w.organizations, w.parameters
    used = w.counters.organizations[0]
    if (week + 1) % WEEKS_A_QUARTER == 0:
        divide_pool(w)
    trust = np.zeros(used)
    for i in range(r.alive.size):
        for slot in range(w.member_of.shape[1]):
            if w.member_of[i, slot] < 0:
                break
            trust[w.member_of[i, slot]] += r.trust_organizations[i]
    poor = np.zeros(used)
    for k in range(used):
        if o.alive[k] == 0:
            continue
        dues = p.dues * o.members[k]
        o.dues[k] += dues
        o.funds[k] += dues
        cost = upkeep(w, o.community[k])
        paid = min(o.funds[k], cost)
        o.funds[k] -= paid
        o.spent[k] += paid
        poor[k] = 1.0 - paid / cost if cost > 0.0 else 0.0
        mean = trust[k] / o.members[k] if o.members[k] > 0 else 0.0
        aim = min(
            1.0,
            p.legitimacy_base
            + p.legitimacy_legal * w.levers.legal_status
            + (1.0 - p.legitimacy_base - p.legitimacy_legal) * mean,
        )
        o.legitimacy[k] += p.legitimacy_speed * (aim - o.legitimacy[k])
    return poor
