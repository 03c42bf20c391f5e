"""The week, as the list of its mechanisms in the order of the ODD description.

This list is all there is: the compiled week is made from it (model/week.py), and so are the switches, the week on threads, the ODD
document and the picture of the week. A new line renumbers nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from ..core.text import Text
from . import landscape
from .mechanisms import (  # fmt: skip
    belonging,
    channels,
    effort,
    fatigue,
    handling,
    imitation,
    learning,
    money,
    mutual_help,
    organising,
    participation,
    problems,
    satisfaction,
    settlement,
    template,
    ties,
    trials,
    trust,
    turnover,
)
from .process import QUARTERLY, WEEKLY, Process

SCHEDULE = (
    Process("turnover", turnover.step, WEEKLY, Text("Turnover", "迁入迁出"), (turnover.leavers, turnover.replace,)),
    Process("problems", problems.step, WEEKLY, Text("Problems arise", "公共问题出现")),
    Process("settlement", settlement.step, WEEKLY, Text("Settlement of disputes", "纠纷化解")),
    Process("channels", channels.step, WEEKLY, Text("Channels", "诉求渠道")),
    Process("handling", handling.step, WEEKLY, Text("Handling of cases", "诉求办理")),
    Process("effort", effort.step, WEEKLY, Text("Effort under measurement", "考核下的努力")),
    Process("mutual_help", mutual_help.step, WEEKLY, Text("Mutual help", "互助"), (mutual_help.needs, mutual_help.meet_needs,)),
    Process("participation", participation.step, WEEKLY, Text("Participation", "参与"), (participation.choose, participation.take_part,)),
    Process("organising", organising.step, WEEKLY, Text("Organising", "组织活动")),
    Process("ties", ties.step, WEEKLY, Text("Ties", "社会联系"), (ties.meet_neighbours, ties.fade,)),
    Process("belonging", belonging.step, WEEKLY, Text("Belonging", "归属感"), (belonging.look_around, belonging.change,)),
    Process("trust", trust.step, WEEKLY, Text("Trust", "信任"), (trust.step_places, trust.forget,)),
    Process("learning", learning.step, WEEKLY, Text("Learning", "学习"), (learning.step_places,)),
    Process("fatigue", fatigue.step, WEEKLY, Text("Fatigue", "疲劳"), (fatigue.step_places,)),
    Process("satisfaction", satisfaction.step, WEEKLY, Text("Satisfaction", "满意度"), (satisfaction.step_places,)),
    Process("saving", trials.accrue, WEEKLY, Text("Saving hours for trials", "积累探索工时")),
    Process("drift", landscape.drift, QUARTERLY, Text("Drift of conditions", "条件漂移")),
    Process("trials", trials.step, QUARTERLY, Text("Local trials", "社区探索")),
    Process("imitation", imitation.step, QUARTERLY, Text("Imitation", "学习借鉴")),
    Process("template", template.step, QUARTERLY, Text("Template", "顶层模板")),
    Process("spending", money.weekly, WEEKLY, Text("Spending", "支出")),
    Process("money", money.step, WEEKLY, Text("Money", "资金")),
)  # fmt: skip


def module_of(process: Process) -> ModuleType:
    """Return the module that a process belongs to."""
    step: Any = process.step
    return importlib.import_module(step.__module__)


MECHANISMS: tuple[ModuleType, ...] = tuple(dict.fromkeys(map(module_of, SCHEDULE)))
"""The modules of the schedule, each once, in the order in which the week comes to them."""
