"""Fatigue: what residents give wears them out, and rest restores them.

F <- decay x F + relief x hours / unit, with relief = 1 - relief_share x volunteer_support (C6, C22e).

Fatigue is counted in units of `fatigue_unit` hours; someone who gives 2 h every week tends to 13 units. Off: the mechanism
does nothing, so that fatigue stays where it was (0 at the start).

Source: form assumed; the sustainability of volunteering is claim C6.

Examples
--------
>>> tire(13.0, 2.0, 0.97, 5.0, 1.0)  # 2 h a week keep someone near 13 units
13.01
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.quantity import constant
from ...core.sums import sum_of_numbers
from ...core.text import Text
from ..process import WEEKLY, Process

PARAMETERS = (
    constant(
        "fatigue_decay",
        0.97,
        bounds=(0, 1),
        plausible=(0.9, 0.99),
        unit="a week",
        label=Text("Fatigue that stays", "疲劳周留存率"),
        source="design assumption",
    ),
    constant(
        "fatigue_unit",
        5.0,
        bounds=(0.1, 100),
        unit="h",
        label=Text("Hours that make a unit of fatigue", "每单位疲劳对应小时"),
        source="design assumption",
    ),
    constant(
        "fatigue_relief",
        0.5,
        bounds=(0, 1),
        unit="share",
        label=Text("Relief by volunteer support", "志愿支持的减负作用"),
        source=Text("assumed: support at 1 halves the load", "假定：支持水平为 1 时负担减半"),
    ),
)


@compiled
def tire(fatigue, given, decay, unit, relief):
    """Return the fatigue (units) after a week in which `given` hours were given."""
    return decay * fatigue + relief * given / unit


@compiled
def step_places(w, week, low, high):
    """Update the fatigue of the residents of communities low ... high - 1."""
    r, p, first = w.residents, w.parameters, w.communities.first
    relief = 1.0 - p.fatigue_relief * w.levers.volunteer_support
    decay, unit = p.fatigue_decay, p.fatigue_unit
    fatigue, given = r.fatigue[first[low] : first[high]], r.given[first[low] : first[high]]
    for i in range(fatigue.size):
        fatigue[i] = tire(float(fatigue[i]), float(given[i]), decay, unit, relief)


@compiled
def step(w, week):
    """Update the fatigue of every resident."""
    step_places(w, week, 0, w.communities.key.size)


SUMS = {"fatigue": sum_of_numbers}

PROCESS = Process(
    "fatigue",
    step,
    every=WEEKLY,
    label=Text("Fatigue", "疲劳"),
    about=Text(
        "Hours given wear residents out, rest restores them, and support for volunteers eases the load.",
        "疲劳 F ← 留存率 × F + 减负系数 × 投入小时 / 单位小时；志愿者支持减轻负担。疲劳降低参与倾向。",
    ),
    phases=(step_places,),
)
