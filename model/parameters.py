"""Every constant of every mechanism, gathered from the files that declare them, and the environment."""

from __future__ import annotations

from ..core.quantity import Catalogue
from . import landscape, population
from .environment import ENVIRONMENT
from .mechanisms import (
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
)  # fmt: skip

MODULES = (
    population, landscape, turnover, problems, settlement, channels, handling, effort, mutual_help, participation, organising,
    ties, belonging, trust, learning, fatigue, satisfaction, trials, imitation, template, money,
)  # fmt: skip

CONSTANTS = Catalogue((quantity for module in MODULES for quantity in module.PARAMETERS), "constant")

__all__ = ["CONSTANTS", "ENVIRONMENT", "MODULES"]
