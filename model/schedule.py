"""The week, as the list of its mechanisms in the order of the ODD description.

This list is all there is: the compiled week is made from it (model/week.py), and so are the switches, the week on threads, the ODD
document and the picture of the week. A new line renumbers nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from .mechanisms import (  # fmt: skip
    belonging,
    channels,
    coproduction,
    effort,
    errands,
    fatigue,
    handling,
    imitation,
    learning,
    money,
    mutual_help,
    organising,
    participation,
    problems,
    records,
    satisfaction,
    settlement,
    template,
    ties,
    trials,
    trust,
    turnover,
)
from .process import Process
from .rules import drift, spillover

SCHEDULE: tuple[Process, ...] = (
    turnover.PROCESS,
    problems.PROCESS,
    settlement.PROCESS,
    channels.PROCESS,
    handling.PROCESS,
    effort.PROCESS,
    errands.PROCESS,
    mutual_help.PROCESS,
    participation.PROCESS,
    organising.PROCESS,
    ties.PROCESS,
    belonging.PROCESS,
    trust.PROCESS,
    learning.PROCESS,
    fatigue.PROCESS,
    satisfaction.PROCESS,
    records.PROCESS,
    trials.SAVING,
    drift.PROCESS,
    trials.PROCESS,
    imitation.PROCESS,
    template.PROCESS,
    coproduction.PROCESS,
    spillover.PROCESS,
    money.SPENDING,
    money.PROCESS,
)


def module_of(process: Process) -> ModuleType:
    """Return the module that a process belongs to."""
    step: Any = process.step
    return importlib.import_module(step.__module__)


MECHANISMS: tuple[ModuleType, ...] = tuple(dict.fromkeys(map(module_of, SCHEDULE)))
"""The modules of the schedule, each once, in the order in which the week comes to them."""
