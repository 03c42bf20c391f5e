"""Satisfaction: a moving average of what one experiences: own cases, help, influence, freedom from problems, and service.

s += a (target - s), a = 1 - 2^(-1/half-life), with

    target = w_s service + w_c own cases + w_h help + w_v influence + w_r exp(-B / B0)

where service is the fit of the rules the community practises, cut to 0-1; own cases, help and influence are moving records
of the resident (`case_outcome`, `help_outcome`, `influence`), B the burden of problems (mechanism `records`). The weights sum to 1:
those that are not set give way in proportion to their defaults (model/quantities/weights.py). It is an outcome: nothing
reads it but the indicators. The five terms are kept as flows, so that every mean can be taken apart: they add up to
the target, to which satisfaction moves with a lag.

Newcomers and first residents start at 0.5, or at their target (`satisfaction_at_target` 1).

Source: influence after Tyler 1990, *Why People Obey the Law*, and Frey & Stutzer 2002, *Happiness and Economics*; form and
weights assumed. Limits: constant records give the weighted sum; see `records` for the burden. Off: half-life infinite
(weights then do not matter).

Examples
--------
>>> from cogov.model.sandbox import district
>>> weights = {"satisfaction_service": 0.5, "satisfaction_cases": 0.3, "satisfaction_help": 0.2, "satisfaction_influence": 0.0, "satisfaction_relief": 0.0}
>>> w = district(2, constants={"satisfaction_half_life": 1.0, **weights}, case_outcome=1.0, help_outcome=1.0, satisfaction=[0.0, 1.0])
>>> w.rules.benefit[:] = 1.0  # the target is 1 for both
>>> step(w, 0)
>>> [round(float(s), 4) for s in w.residents.satisfaction]
[0.5, 1.0]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.numeric import exp
from ...core.quantity import constant
from ...core.sums import number_of, sum_of_shares
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
        0.0,
        bounds=(0, 1),
        plausible=(0, 0.3),
        unit="weight",
        label=Text("Weight of service", "服务的权重"),
        source=Text(
            "rules are felt through problems, waiting and success; counted by themselves they would count twice",
            "规则经由问题、等待与成败被感受到；单独计入则重复计算",
        ),
    ),
    constant(
        "satisfaction_cases",
        0.28,
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        unit="weight",
        label=Text("Weight of own cases", "个人诉求的权重"),
        source="not measured",
    ),
    constant(
        "satisfaction_help",
        0.08,
        bounds=(0, 1),
        plausible=(0, 0.2),
        unit="weight",
        label=Text("Weight of help", "互助的权重"),
        source="not measured",
    ),
    constant(
        "satisfaction_influence",
        0.36,
        bounds=(0, 1),
        plausible=(0.2, 0.5),
        unit="weight",
        label=Text("Weight of influence felt", "影响力感受的权重"),
        source=Text(
            "set so that those who feel most influence are as much more often satisfied as in a survey on housing of 1,681 (MASS::housing)",
            "取值使影响力感受最高者与最低者的满意率之差接近一项 1,681 人的住房调查（MASS::housing）",
        ),
    ),
    constant(
        "satisfaction_relief",
        0.28,
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        unit="weight",
        label=Text("Weight of freedom from problems", "无问题负担的权重"),
        source="assumed",
    ),
    constant(
        "burden_scale",
        0.3,
        bounds=(0.001, 100),
        plausible=(0.1, 1),
        unit="problems",
        label=Text("Scale of burden", "问题负担尺度"),
        source=Text("assumed: near the mean burden", "假定：接近平均负担"),
    ),
    constant(
        "influence_start",
        0.36,
        bounds=(0, 1),
        plausible=(0.2, 0.5),
        unit="share",
        label=Text("Influence felt at arrival", "初始影响力感受"),
        source=Text("set near where it rests at the mechanism's defaults", "取值接近其静止水平"),
    ),
    constant(
        "burden_start",
        0.25,
        bounds=(0, 100),
        plausible=(0, 1),
        unit="problems",
        label=Text("Burden at arrival", "初始问题负担"),
        source=Text("set near where it rests at the mechanism's defaults", "取值接近其静止水平"),
    ),
    constant(
        "satisfaction_at_target",
        1,
        bounds=(0, 1),
        plausible=(0, 1),
        integer=True,
        unit="0 or 1",
        label=Text("Satisfaction starts at its target (1) or at one half (0)", "满意度从目标水平（1）或 0.5（0）开始"),
        source=Text(
            "design assumption: newcomers are not dissatisfied for being new", "设计假定：新居民不因新迁入而更不满意"
        ),
    ),
)

LOG_2 = 0.6931471805599453


@compiled
def relief(burden, scale):
    """Return how free of problems a resident feels: exp(-B / B0), 1 without any."""
    return exp(-burden / scale)


@compiled
def served(benefit):
    """Return the service of a community (share): the fit of its rules, cut to 0-1."""
    return min(1.0, max(0.0, benefit))


@compiled
def target(service, w_cases, cases, w_help, helped, w_influence, influence, freed):
    """Return what satisfaction moves to (share): the weighted sum of records; `service` and `freed` are weighted already."""
    return service + w_cases * cases + w_help * helped + w_influence * influence + freed


@compiled
def begin(w):
    """Let the first residents be as satisfied as they have reason to be, once the rules are in place."""
    if w.parameters.satisfaction_at_target > 0.0:
        for i in range(w.residents.satisfaction.size):
            settle(w, i)


@compiled
def settle(w, i):
    """Put the satisfaction of resident i at its target."""
    r, p = w.residents, w.parameters
    goal = target(
        p.satisfaction_service * served(w.rules.benefit[r.community[i]]),
        p.satisfaction_cases,
        float(r.case_outcome[i]),
        p.satisfaction_help,
        float(r.help_outcome[i]),
        p.satisfaction_influence,
        float(r.influence[i]),
        p.satisfaction_relief * relief(float(r.burden[i]), p.burden_scale),
    )
    r.satisfaction[i] = min(1.0, goal)


@compiled
def step_places(w, week, low, high):
    """Update the satisfaction of the residents of communities low ... high - 1, and its running sum; add up its parts."""
    r, p, first = w.residents, w.parameters, w.communities.first
    rate = 1.0 - exp(-LOG_2 / p.satisfaction_half_life)
    w_cases, w_help, w_influence, w_relief = (
        p.satisfaction_cases,
        p.satisfaction_help,
        p.satisfaction_influence,
        p.satisfaction_relief,
    )
    for k in range(low, high):
        service = p.satisfaction_service * served(w.rules.benefit[k])
        begin, end = first[k], first[k + 1]
        satisfaction, in_all = r.satisfaction[begin:end], r.satisfaction_sum[begin:end]
        cases, helped = r.case_outcome[begin:end], r.help_outcome[begin:end]
        influence, burden, freed = r.influence[begin:end], r.burden[begin:end], np.zeros(end - begin)
        if w_relief > 0.0:
            for i in range(freed.size):
                freed[i] = w_relief * relief(float(burden[i]), p.burden_scale)
        for i in range(satisfaction.size):
            goal = target(service, w_cases, cases[i], w_help, helped[i], w_influence, influence[i], freed[i])
            s = min(1.0, satisfaction[i] + rate * (goal - satisfaction[i]))
            satisfaction[i] = s
            in_all[i] += s
        add_parts(w, k, service, freed)


@compiled
def add_parts(w, k, service, freed):
    """Add up the five parts of the target of the residents of community k; `service` and `freed` are weighted already."""
    r, p, tally = w.residents, w.parameters, w.tally
    begin, end = w.communities.first[k], w.communities.first[k + 1]
    alive = r.alive[begin:end]
    relieved = 0.0
    if p.satisfaction_relief > 0.0:
        for i in range(freed.size):
            relieved += freed[i] if alive[i] == 1 else 0.0
    tally.satisfaction_from_service[k] += service * number_of(alive)
    tally.satisfaction_from_cases[k] += p.satisfaction_cases * sum_of_shares(r.case_outcome[begin:end], alive)
    tally.satisfaction_from_help[k] += p.satisfaction_help * sum_of_shares(r.help_outcome[begin:end], alive)
    tally.satisfaction_from_influence[k] += p.satisfaction_influence * sum_of_shares(r.influence[begin:end], alive)
    tally.satisfaction_from_relief[k] += relieved


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
        "A moving average of what became of one's own cases, of help in need, of the influence one feels, of freedom from problems, and of the service one gets. Nothing reads it but the indicators.",
        "满意度是本人诉求结果、求助结果、影响力感受、无问题负担程度与规则适配度的加权值的移动平均（半衰期 26 周），权重之和为 1。它只是结果，不反过来影响任何机制。",
    ),
    phases=(step_places,),
)
