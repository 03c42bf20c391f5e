"""How a model is made from a setting, compiled, and what is the same in all of its replicates."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.compile.compiled import INTERPRETED
from ..core.quantity import Quantity
from ..model.extensions.extension import active, using
from ..model.model import CommunityModel
from ..model.quantities.indicators import INDICATORS
from .extensions.extensions import as_in
from .settings import Setting

WARM_UP_WEEKS = 27
"""Weeks of the run that compiles: two quarters, so that every mechanism has been called."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is the same in all replicates of a scenario: its values, what they cost, what is assumed.

    Parameters
    ----------
    levers, environment, constants : resolved values at the start.
    plans : the plan of spending at the start, and at the end where dated changes made it another one.
    assumptions : declaration and value of each number in use that is assumed or calibrated.
    drawn : share of residents for whom a column was drawn from defaults.
    residents, communities : size of the district.
    """

    levers: Mapping[str, Any]
    environment: Mapping[str, Any]
    constants: Mapping[str, Any]
    plans: tuple[Any, ...]
    assumptions: tuple[tuple[Quantity, Any], ...]
    drawn: Mapping[str, Any]
    residents: int
    communities: int


def make_model(setting: Setting, scenario: int, seed: int, **more: Any) -> CommunityModel:
    """Return the model of one run, before its first week."""
    with as_in(setting.extensions):
        return CommunityModel(
            scenario=setting.scenarios[scenario],
            residents=setting.residents,
            communities=setting.communities,
            rng=seed,
            levers=setting.levers,
            environment=setting.environment,
            constants=setting.constants,
            population=setting.population,
            **more,
        )


def facts_of(model: CommunityModel, plans: list[Any]) -> Facts:
    """Return what is the same in all replicates; `plans` are those noted before the run."""
    plans = plans if _same_plan(model.plan, plans[0]) else [*plans, model.plan]
    return Facts(
        dict(model.levers), dict(model.environment), dict(model.constants), tuple(plans),
        tuple(model.assumptions()), dict(model.drawn),
        int(model.residents.alive.sum()), int(model.environment["communities"]),
    )  # fmt: skip


def _same_plan(one: Any, other: Any) -> bool:
    return [(line.name, line.paid) for line in one.lines] == [(line.name, line.paid) for line in other.lines]


def compile_model() -> float:
    """Run a small district for two quarters, so that all code is compiled and kept; return the seconds it took.

    Mechanisms of extensions are not run, but weeks into which something is put call each mechanism by itself: that is
    compiled then, too.
    """
    if INTERPRETED:
        return 0.0
    started = time.perf_counter()
    own = any(
        one.extension.mechanisms or one.extension.moves or any(one.extension.columns.values()) for one in active()
    )
    with using(()):
        model = CommunityModel(scenario=None, residents=240, communities=2, rng=0, environment={"burn_in": 0})
        model.run_for(WARM_UP_WEEKS)
        if own:
            model.add_process(lambda _: None, before="turnover")
            model.run_for(WARM_UP_WEEKS)
    return time.perf_counter() - started


def summary_of(model: CommunityModel, weeks: int) -> np.ndarray:
    """Return every indicator over the last weeks, float64, in the order of `INDICATORS`."""
    found = model.summary(weeks=weeks)
    return np.array([found[name] for name in INDICATORS])
