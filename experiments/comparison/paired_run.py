"""One run of a comparison, and what is kept of it. This is what worker processes do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...runs.cache import run_id
from ...runs.factory import Facts, facts_of, make_model
from ...runs.settings import WEEKS_SUMMARISED, Setting, replicate_seed, run_words
from .gains import Outcomes, group_codes
from .network_position import position_codes, positions

_CODE = "code."


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


def run_one(setting: Setting, task: tuple[int, int]) -> Run:
    """Run one scenario (its place) in one replicate."""
    scenario, replicate = task
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


def identities(setting: Setting, tasks: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return the digest that each run is kept by.

    The first replicate has none: facts about its scenario come with it, and are not kept. Neither are runs of residents who
    are the user's own: a folder of finished runs holds nothing about single persons.
    """
    if setting.population is not None:
        return {}
    return {
        (place, k): run_id(
            what="comparison", scenario=setting.scenarios[place].digest, baseline=place == 0, levers=dict(setting.levers),
            environment=dict(setting.environment), constants=dict(setting.constants), residents=setting.residents,
            communities=setting.communities, weeks=setting.weeks, seed=replicate_seed(setting.seed, k),
        )
        for place, k in tasks
        if k > 0
    }  # fmt: skip


def pack(run: Run) -> dict[str, np.ndarray]:
    """Return what is kept of a run, as arrays."""
    outcomes = run.outcomes
    codes = {f"{_CODE}{name}": values for name, values in (outcomes.codes or {}).items()}
    return {
        "summary": np.array([run.summary[name] for name in INDICATORS]), "series": run.series,
        "identity": outcomes.identity, "satisfaction": outcomes.satisfaction, "weight": outcomes.weight, **codes,
    }  # fmt: skip


def unpack(task: tuple[int, int], seen: Mapping[str, np.ndarray]) -> Run:
    """Return a run from what is kept of it."""
    codes = {name.removeprefix(_CODE): values for name, values in seen.items() if name.startswith(_CODE)}
    outcomes = Outcomes(seen["identity"], seen["satisfaction"], seen["weight"], codes or None)
    summary = dict(zip(INDICATORS, seen["summary"].tolist(), strict=True))
    return Run(*task, summary, seen["series"], outcomes, None)


def run_name(setting: Setting, task: tuple[int, int]) -> Text:
    """Return the words for a run in messages."""
    scenario, replicate = task
    what = f"'{setting.names[scenario]}'"
    return run_words(what, what, replicate, replicate_seed(setting.seed, replicate))
