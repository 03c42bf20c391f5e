"""Shorthand in which the claims are declared: conditions, settings, contrasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.text import Text
from ..contrasts import Condition, Contrast

FULL, TEN_YEARS = "full", "ten years"


def under(size: str = "default", name: Text | None = None, **values: Any) -> Condition:
    """Return a condition: these values over the defaults."""
    return Condition(values, size, name)


def contrast(
    outcomes: str,
    conditions: Sequence[Condition],
    high: Mapping[str, Any] | None = None,
    low: Mapping[str, Any] | None = None,
    scenario: str = "status_quo",
    other: str | None = None,
) -> Contrast:
    """Return a contrast; each outcome is an indicator with the sign that the claim implies: "rule_fit+ fatigue-"."""
    signs = {word[:-1]: 1 if word[-1] == "+" else -1 for word in outcomes.split()}
    return Contrast(high or {}, low or {}, signs, conditions, scenario, other)


USUAL, LARGE = under(), under(FULL)
ALIKE = (USUAL, under(similarity=0.3), under(similarity=0.9))
RUGGED = (under(complexity=1), under(complexity=5))
TIERS = (under(cross_tier=0.0), USUAL, under(cross_tier=0.3))
MIXED = (USUAL, under(homophily=0.0), under(homophily=0.6), under(groups=8))
LAW = (USUAL, under(legislation=0.1), under(legislation=0.9), LARGE)
LITTLE_TIME = (USUAL, under(hours_mean=0.75), under(complexity=5))
DISTRUST = under(
    FULL,
    Text("initial trust in government and organisations 0.3", "政府与组织初始信任 0.3"),
    initial_trust_government=0.3,
    initial_trust_organizations=0.3,
)
QUEUES = (LARGE, USUAL, DISTRUST, under(FULL, hand_over_hours=2.0))
EXEMPLARS = (under(exemplar_similarity=0.3), USUAL, under(exemplar_similarity=0.9))
TIGHT = (USUAL, under(budget=300.0))
UNSKILLED = under(
    name=Text("low digital skill, no assistance", "数字技能低且无帮扶"),
    skill_young=0.4,
    skill_middle=0.25,
    skill_old=0.1,
    digital_assistance=0.0,
)

NO_DESIGN = {"mandate_share": 0.0, "design_trials": 0, "pilots": 0, "promotion": 0.0}
NO_TASKS: Mapping[str, Any] = dict.fromkeys(
    ("mediation_time", "bridging_time", "bonding_time", "education_time", "relay_time", "planning_time"), 0.0
)
MORE_GRID, LESS_GRID = {"grid_staff": 1.6, "pooling": 0.0}, {"grid_staff": 0.4, "pooling": 0.0}
DIGITAL = {"online_service": 0.9, "data_sharing": 0.9, "transparency": 0.7}
ANALOGUE = {"online_service": 0.0, "data_sharing": 0.0, "transparency": 0.0}
