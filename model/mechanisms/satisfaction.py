"""Satisfaction: a moving average of the service one gets, of what became of one's own cases, and of help in need.

s += a (target - s), a = 1 - 2^(-1/half-life), target = w_s x service + w_c x own cases + w_h x help, where service is the fit
of the rules the community practises, cut to 0-1, own cases and help are moving records of the resident (`case_outcome`,
`help_outcome`). It is an outcome: nothing reads it but the indicators.

Source: assumed, form and weights. Off: half-life infinite (weights then do not matter).

Examples
--------
>>> from cogov.model.sandbox import district
>>> w = district(2, constants={"satisfaction_half_life": 1.0}, case_outcome=1.0, help_outcome=1.0, satisfaction=[0.0, 1.0])
>>> w.rules.benefit[:] = 1.0  # the target is 1 for both
>>> step(w, 0)
>>> [round(float(s), 4) for s in w.residents.satisfaction]
[0.5, 1.0]
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.sums import sum_of_shares
from ...core.text import Text
from ..process import WEEKLY, Process

PARAMETERS = (
    constant(
        "satisfaction_half_life",
        26.0,
        bounds=(0.1, 1e9),
        plausible=(8, 52),
        unit="weeks",
        label=Text("Half-life of satisfaction", "满意度半衰期"),
        source="design assumption",
    ),
    constant(
        "satisfaction_service",
        0.5,
        bounds=(0, 1),
        plausible=(0.3, 0.7),
        unit="weight",
        label=Text("Weight of service", "服务的权重"),
        source="not measured",
    ),
    constant(
        "satisfaction_cases",
        0.3,
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        unit="weight",
        label=Text("Weight of own cases", "个人诉求的权重"),
        source="not measured",
    ),
    constant(
        "satisfaction_help",
        0.2,
        bounds=(0, 1),
        plausible=(0.1, 0.4),
        unit="weight",
        label=Text("Weight of help", "互助的权重"),
        source="not measured",
    ),
)

LOG_2 = 0.6931471805599453


@compiled
def step_places(w, week, low, high):
    """Update the satisfaction of the residents of communities low ... high - 1, and its running sum."""
    r, p, first = w.residents, w.parameters, w.communities.first
    rate = 1.0 - exp(-LOG_2 / p.satisfaction_half_life)
    by_cases, by_help = p.satisfaction_cases, p.satisfaction_help
    for k in range(low, high):
        service = p.satisfaction_service * min(1.0, max(0.0, w.rules.benefit[k]))
        begin, end = first[k], first[k + 1]
        satisfaction, in_all = r.satisfaction[begin:end], r.satisfaction_sum[begin:end]
        cases, help_got = r.case_outcome[begin:end], r.help_outcome[begin:end]
        for i in range(satisfaction.size):
            target = service + by_cases * cases[i] + by_help * help_got[i]
            s = min(1.0, satisfaction[i] + rate * (target - satisfaction[i]))
            satisfaction[i] = s
            in_all[i] += s


@compiled
def step(w, week):
    """Update the satisfaction of every resident."""
    step_places(w, week, 0, w.communities.key.size)


SUMS = {"satisfaction": sum_of_shares}

PROCESS = Process(
    "satisfaction",
    step,
    every=WEEKLY,
    label=Text("Satisfaction", "满意度"),
    about=Text(
        "A moving average of the service one gets, of what became of one's own cases, and of help in need. Nothing reads it but the indicators.",
        "满意度是规则适配度、本人诉求结果与求助结果三者加权值的移动平均（半衰期 26 周）。它只是结果，不反过来影响任何机制。",
    ),
    phases=(step_places,),
)
