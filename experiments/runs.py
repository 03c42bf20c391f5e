"""One run of one scenario, and what is kept of it. This is what worker processes do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.compiled import INTERPRETED
from ..core.quantity import Quantity, QuantityError, Text
from ..model.extension import active, using
from ..model.model import CommunityModel
from ..runs.text import text_of
from .extensions import as_in
from .gains import Outcomes, group_codes
from .positions import position_codes, positions
from .settings import WEEKS_SUMMARISED, Setting, SettingError, failed, replicate_seed, run_words

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


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of one run.

    Parameters
    ----------
    scenario : place of the scenario in the setting.
    replicate : number of the replicate, from 0.
    summary : mean of each indicator over the last 52 weeks.
    series : every indicator in every week, float64, weeks x indicators.
    outcomes : what became of each resident.
    facts : only from the first replicate.
    """

    scenario: int
    replicate: int
    summary: Mapping[str, float]
    series: np.ndarray
    outcomes: Outcomes
    facts: Facts | None


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


def run_one(setting: Setting, task: tuple[int, int]) -> Run:
    """Run one scenario (its place) in one replicate; raise `RunFailed` naming the run if it does not come to its end."""
    scenario, replicate = task
    try:
        return _run(setting, scenario, replicate)
    except QuantityError as error:  # something asked for that does not fit together: no run can start
        said, name = text_of(error), setting.names[scenario]
        raise SettingError(Text(f"scenario '{name}': {said.en}", f"情景 '{name}'：{said.zh}")) from error
    except Exception as error:
        raise failed(run_name(setting, task), error) from error


def run_name(setting: Setting, task: tuple[int, int]) -> Text:
    """Return the words for a run in messages."""
    scenario, replicate = task
    what = f"'{setting.names[scenario]}'"
    return run_words(what, what, replicate, replicate_seed(setting.seed, replicate))


def _run(setting: Setting, scenario: int, replicate: int) -> Run:
    model = make_model(setting, scenario, replicate_seed(setting.seed, replicate))
    plans = [model.plan]
    start = positions(model) if scenario == 0 else None
    window = min(WEEKS_SUMMARISED, setting.weeks)
    if setting.weeks > window:
        model.run_for(setting.weeks - window)
    residents = model.residents
    before = residents.satisfaction_sum.copy()
    before_identity = residents.identity.copy()
    model.run_for(window)

    here = np.flatnonzero(residents.alive)
    identity = residents.identity[here]
    stayed = before_identity[here] == identity
    gained = residents.satisfaction_sum[here] - np.where(stayed, before[here], 0.0)
    present = np.minimum(window, setting.weeks + 1 - np.maximum(residents.arrived[here], 0))
    order = np.argsort(identity, kind="stable")
    there = here[order]
    codes = None
    if start is not None:
        columns = (residents.tenure, residents.origin, residents.age_band, residents.arrived, residents.skill)
        position = position_codes(start, there, identity[order], residents.arrived[there] <= 0)
        # drawn communities are others in every replicate: there is nothing to tell of "community 3"
        community = None if setting.population is None else residents.community[there]
        codes = group_codes(*(column[there] for column in columns), community=community, position=position)
    outcomes = Outcomes(
        identity[order],
        (gained / present)[order].astype(np.float32),
        residents.weight[there].copy(),
        codes,
    )
    indicators = model.indicators
    facts = facts_of(model, plans) if replicate == 0 else None
    return Run(
        scenario,
        replicate,
        {name: float(value) for name, value in model.summary(weeks=window).items()},
        indicators.to_numpy(dtype=np.float64),
        outcomes,
        facts,
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
        model = CommunityModel(scenario=None, residents=240, communities=2, rng=0)
        model.run_for(WARM_UP_WEEKS)
        if own:
            model.add_process(lambda _: None, before="turnover")
            model.run_for(WARM_UP_WEEKS)
    return time.perf_counter() - started
