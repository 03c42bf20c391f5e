"""Effort under measurement: staff do what is wanted out of their own will, and what is measured for reward.

True effort t = m + b g cos(theta), report effort r = b g sin(theta), both divided by max(1, t + r), for a week has
since the hours of a week are limited. m is the intrinsic effort, b = `kpi_power`, cos(theta) = `kpi_alignment`, g the size of the
measure (C24: tools before values). Servers work at speed t; r closes cases on paper (handling) and adopts rules on
paper (template). Handling comes first in the week and so uses the effort of the week before; `start` gives the first
one.

Where closings are called back (model/cases/callback.py), a paper closing is found out with chance pi = callback (1 - callback_e2), and
costs `refusal_penalty` F in units of power. What goes into rules and reports is as above; what goes into closing cases is

    r_cases = max(0, b g sin(theta) (1 - pi) - pi F b g),

and all are divided by max(1, t + (1 - s) r_cases + s r), s = `shared_report` being the share of report effort that is not on cases; none is above 1. Closing on
paper stops at pi* = sin(theta) / (sin(theta) + F), for every g (Becker & Stigler 1974: detection times penalty). With pi 0 both
report efforts are the same number.

Limit: m = 0 and no constraint of hours is Baker (2002, "Distortion and risk in optimal incentive contracts", *Journal
of Human Resources* 37, 728-751) with the value of effort f of size 1: its surplus t - (t^2 + r^2) / 2 is greatest at b =
cos(theta) / g, where it is cos^2(theta) of the first best. Off: effort stays what it was. With `kpi_power` 0, t = m
and r = 0.

Examples
--------
>>> true, report = effort(0.6, 0.5, 0.8)
>>> round(true, 4), round(report, 4)
(0.7692, 0.2308)
>>> true, report = effort(0.0, 0.8, 0.8, 1.0, False)
>>> round(true - 0.5 * (true**2 + report**2), 6)  # the optimum of Baker's limit: cos^2 / 2
0.32
"""

from __future__ import annotations

import math

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.text import Text
from ..process import WEEKLY, Process

PARAMETERS = (
    constant(
        "intrinsic_effort",
        0.6,
        bounds=(0, 1),
        plausible=(0.4, 0.8),
        unit="share of hours",
        label=Text("Intrinsic effort", "内在努力"),
        source="design assumption",
    ),
    constant(
        "measure_size",
        1.0,
        bounds=(0, 10),
        unit="ratio",
        label=Text("Size of the measure", "考核指标的强度"),
        source=Text("1: the scale of kpi_power (Baker 2002: |g|)", "取 1：即 kpi_power 的尺度（Baker 2002：|g|）"),
    ),
    constant(
        "refusal_penalty",
        0.3,
        bounds=(0, 10),
        plausible=(0, 1),
        unit="KPI power",
        label=Text("Penalty of a refused closing", "办结不被认可的扣分"),
        source=Text("assumed; form after Becker & Stigler 1974", "假定；形式参照 Becker & Stigler 1974"),
    ),
    constant(
        "shared_report",
        0.5,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share of report effort",
        label=Text("Report effort that is not on cases", "不用于办件的报表努力占比"),
        source="design assumption",
    ),
)


@compiled
def effort(intrinsic, power, alignment, size=1.0, constrained=True):
    """Return true effort and report effort (shares of the hours if constrained)."""
    true = intrinsic + power * size * alignment
    report = power * size * math.sqrt(max(0.0, 1.0 - alignment * alignment))
    total = max(1.0, true + report)
    if constrained:
        true, report = true / total, report / total
    return true, report


@compiled
def on_cases(report, pressure, seen, penalty):
    """Return the report effort that goes into closing cases, without the limit of hours.

    Parameters
    ----------
    report : report effort if nobody looked, pressure x sin(theta).
    pressure : power times the size of the measure.
    seen : chance that a paper closing is found out, pi.
    penalty : of a closing found out, in units of power.
    """
    return max(0.0, report * (1.0 - seen) - seen * penalty * pressure)


@compiled
def efforts(intrinsic, power, alignment, size, seen, penalty, shared):
    """Return true effort, report effort on rules, and report effort on cases, as shares of the hours."""
    true, report = effort(intrinsic, power, alignment, size, False)
    cases = on_cases(report, power * size, seen, penalty)
    total = max(1.0, true + (report - (1.0 - shared) * (report - cases)))  # exactly true + report where nobody looks
    return true / total, min(1.0, report / total), cases / total


@compiled
def start(w):
    """Set the effort of the first week, and of every later one: all offices answer to the same measures."""
    p, levers = w.parameters, w.levers
    seen = p.callback * (1.0 - p.callback_e2)
    true, report, cases = efforts(
        p.intrinsic_effort, levers.kpi_power, levers.kpi_alignment, p.measure_size, seen, p.refusal_penalty, p.shared_report
    )  # fmt: skip
    for k in range(w.governments.effort_true.size):
        w.governments.effort_true[k] = true
        w.governments.effort_report[k] = report
        w.governments.effort_cases[k] = cases


@compiled
def step(w, week):
    """Set the effort of every office by the measures in force this week."""
    start(w)


PROCESS = Process(
    "effort",
    step,
    every=WEEKLY,
    label=Text("Effort under measurement", "考核下的努力"),
    about=Text(
        "Staff do what is wanted out of their own will and what is measured for reward; the part of the measure that is off the goal goes into reports. Callbacks and their penalty lower what goes into closing cases on paper.",
        "工作人员的真实努力 t = m + b·g·cosθ，应付考核的努力 r = b·g·sinθ，二者之和受工时限制。m 为内在努力，b 为考核强度，cosθ 为考核与目标的一致程度。t 决定办事速度，r 决定虚假办结与纸面落实。有回访时，用于虚假办结的努力减为 max(0, r(1 - π) - πF·b·g)，π 为虚假办结被发现的概率，F 为不认可的扣分。",
    ),
)
