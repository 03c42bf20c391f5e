"""Why two scenarios differ: each lever's share of the difference in an indicator, by replaying mixtures of both.

The worth v(S) of a set of levers S is the mean over replicates of the indicator in the last 52 weeks, where the levers
in S are as in scenario B and all others as in A: same residents, common random numbers, and the same money, planned again for each
mixture. A lever's share is its Shapley value: what switching it adds, on average over all orders in which the levers
can be switched. The shares sum to v(B) - v(A) in each replicate, which is checked.

With few levers every coalition is run; with many, each replicate has orders of its own, drawn from the seed, each walked
forwards and backwards. Intervals are over replicates, and so cover the randomness of the runs and of the orders. All
intervals of the shares in one indicator hold together at 95 % (Bonferroni).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ...core.nearest import nearest, suggestion
from ...core.text import Text
from ...model.budget import plan
from ...model.extensions.extension import active, using
from ...model.quantities.indicators import INDICATORS, MAIN
from ...model.quantities.prices import PRICES
from ...runs.cache import RunCache
from ...runs.extensions.extensions import as_in, find_all
from ...runs.factory import Facts, facts_of, make_model
from ...runs.people import people_of
from ...runs.settings import Progress, Setting, SettingError, at_least_one, replicate_seed
from ...runs.values import plain
from ...runs.workers.limits import as_long_as
from ...scenarios import Scenario, load
from ..comparison.result import Comparison
from . import shapley
from .coalitions import RUNS, Scheme, Task, make_runs, scheme
from .players import Groups, Player, of_mixture, players_of
from .result import Attribution

REPLICATES = 20


def why(
    a: str | Scenario,
    b: str | Scenario,
    *,
    indicator: str | Sequence[str] | None = None,
    replicates: int = REPLICATES,
    weeks: int = 260,
    seed: int = 1,
    residents: int | None = None,
    communities: int | None = None,
    levers: Mapping[str, Any] | None = None,
    environment: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None,
    population: Any = None,
    groups: Groups | str | None = None,
    runs: int = RUNS,
    exact: bool | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    keep: str | Path | None = None,
    extensions: Iterable[str | Path] | None = None,
    time_limit: float | None = None,
) -> Attribution:
    """Share out the difference of two scenarios among the levers in which they differ.

    Parameters
    ----------
    a, b : names of the library, scenario files or scenarios; shares are of B minus A.
    indicator : one or several that are shown, the focus first; all others are in the result as well.
    replicates, weeks, seed, residents, communities, levers, environment, constants, population, workers, progress : as
        for `compare`; with the same ones the levels of A and B are the same numbers.
    groups : levers that are switched together, by the name of the group; "kinds" for the declared kinds; by default each
        lever by itself and the social workers' time as one, because its shares cannot be mixed beyond 1.
    runs : most runs to make: every coalition if that is enough, else as many orders as it allows.
    exact : True for every coalition whatever `runs` says, False for orders.
    keep : folder of finished runs, so that stopped work goes on.
    extensions : names or files of extensions to use (docs/extending.md); those in use already if none are named.
    time_limit : as for `compare`.

    Raises
    ------
    ValueError
        For what cannot be run, before anything runs; also if A and B do not differ in any lever.
    RunFailed
        If a run ends with an error, takes longer than its time limit, or if processes die at it again and again.
    """
    if extensions is not None or time_limit is not None:
        with using(active() if extensions is None else find_all(extensions)), as_long_as(time_limit):
            return why(
                a, b, indicator=indicator, replicates=replicates, weeks=weeks, seed=seed, residents=residents,
                communities=communities, levers=levers, environment=environment, constants=constants, population=population,
                groups=groups, runs=runs, exact=exact, workers=workers, progress=progress, keep=keep,
            )  # fmt: skip
    a, b, indicator, replicates, runs, exact, workers = map(plain, (a, b, indicator, replicates, runs, exact, workers))
    pair = tuple(one if isinstance(one, Scenario) else load(one) for one in (a, b))
    if pair[0].name == pair[1].name and pair[0].digest != pair[1].digest:
        pair = pair[0], replace(pair[1], name=f"{pair[1].name}_changed")
    source, population = people_of(population)
    setting = Setting(
        pair, weeks, seed, residents, communities, dict(levers or {}), dict(environment or {}), dict(constants or {}), population
    )  # fmt: skip
    options: dict[str, Any] = {"groups": groups, "runs": runs, "exact": exact, "workers": workers, "progress": progress, "source": source}  # fmt: skip
    with contextlib.nullcontext() if keep is None else RunCache(keep) as kept:
        return attribute(setting, replicates, indicator, kept=kept, **options)


def attribute(
    setting: Setting,
    replicates: int = REPLICATES,
    indicator: str | Sequence[str] | None = None,
    *,
    groups: Groups | str | None = None,
    runs: int = RUNS,
    exact: bool | None = None,
    known: Mapping[Task, np.ndarray] | None = None,
    kept: RunCache | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    source: str | None = None,
) -> Attribution:
    """Share out the difference of the two scenarios of a setting; see `why`. `known` are runs that were made already."""
    players, asked, wanted = prepare(setting, replicates, indicator, groups=groups, runs=runs, exact=exact)
    if workers is not None:
        at_least_one("workers", workers)
    started = time.perf_counter()
    facts = _facts(setting)
    values, timing = make_runs(
        setting, players, wanted, known=known, kept=kept, workers=workers, tell=progress or (lambda *_: None)
    )
    whole, count = shapley.players_in(len(players)), len(players)
    before, after = (np.stack([values[mask, k] for k in range(replicates)]) for mask in (0, whole))
    parts = [_parts(lambda mask, k=k: values[mask, k], count, wanted, k) for k in range(replicates)]
    shares, first, last = (np.stack([part[place] for part in parts], axis=1) for place in range(3))
    both = np.stack([part[3] for part in parts], axis=1) if wanted.exact else None
    mixtures = sorted({mask for mask, _ in values})
    scaled = sum(_scaled(of_mixture(setting, players, mask), facts[0]) for mask in mixtures)
    timing["run_seconds"] = time.perf_counter() - started
    return Attribution(
        setting, players, tuple(INDICATORS), asked, wanted, values, before, after, shares, first, last, both, facts, scaled,
        len(mixtures), groups, timing, source,
    )  # fmt: skip


def of_pair(
    comparison: Comparison,
    first: int,
    second: int,
    indicator: str | Sequence[str] | None = None,
    replicates: int | None = None,
    keep: str | Path | None = None,
    **options: Any,
) -> Attribution:
    """Share out the difference of two scenarios of a comparison (their places); runs it has made are not made again."""
    with as_in(comparison.setting.extensions):
        return _of_pair(comparison, first, second, indicator, replicates, keep, **options)


def _of_pair(
    comparison: Comparison, first: int, second: int, indicator: str | Sequence[str] | None, replicates: int | None,
    keep: str | Path | None, **options: Any,
) -> Attribution:  # fmt: skip
    replicates = comparison.replicates if replicates is None else replicates
    setting = comparison.setting
    pair = replace(setting, scenarios=(setting.scenarios[first], setting.scenarios[second]))
    players, _, _ = prepare(
        pair,
        replicates,
        indicator,
        **{name: options.get(name) for name in ("groups", "exact")},
        runs=options.get("runs", RUNS),
    )
    whole = shapley.players_in(len(players))
    ends = ((0, first), (whole, second))
    known = {
        (mask, k): comparison.summary[place, k]
        for mask, place in ends
        for k in range(min(replicates, comparison.replicates))
    }
    options |= {"known": known, "source": comparison.source}
    with contextlib.nullcontext() if keep is None else RunCache(keep) as kept:
        return attribute(pair, replicates, indicator, kept=kept, **options)


def prepare(
    setting: Setting, replicates: int, indicator: str | Sequence[str] | None, *, groups: Groups | str | None, runs: int, exact: bool | None
) -> tuple[tuple[Player, ...], tuple[str, ...], Scheme]:  # fmt: skip
    """Return players, indicators to show and the runs to make; raise for whatever cannot be done."""
    if len(setting.scenarios) != 2:
        raise SettingError(
            Text(
                f"two scenarios are needed, not {len(setting.scenarios)}",
                f"需要两个方案，目前为 {len(setting.scenarios)} 个",
            )
        )
    if setting.scenarios[0].digest == setting.scenarios[1].digest and setting.names[0] == setting.names[1]:
        raise SettingError(
            Text(
                f"'{setting.names[0]}' is compared with itself: there is no difference to explain",
                f"'{setting.names[0]}' 与自身比较：没有可解释的差异",
            )
        )
    setting.check()
    at_least_one("replicates", replicates)
    at_least_one("runs", runs)
    asked = MAIN if indicator is None else (indicator,) if isinstance(indicator, str) else tuple(indicator)
    for name in asked or MAIN:
        if name not in INDICATORS:
            raise SettingError(
                Text(
                    f"unknown indicator '{name}'{nearest(name, INDICATORS)}",
                    f"未知指标 '{name}'{suggestion(name, INDICATORS).zh}",
                )
            )
    players = players_of(setting, groups)
    return players, tuple(dict.fromkeys(asked or MAIN)), scheme(players, replicates, setting.seed, runs, exact)


def _parts(value: shapley.Value, count: int, wanted: Scheme, replicate: int) -> tuple[np.ndarray, ...]:
    """Return shares, first places and last places of one replicate, and pairs where every coalition was run."""
    edges = shapley.alone(value, count), shapley.taken_out(value, count)
    if not wanted.exact:
        return shapley.sampled(value, count, wanted.orders[replicate]), *edges
    every = np.stack([value(mask) for mask in range(1 << count)])
    return shapley.exact(every), *edges, shapley.interactions(every)


def _facts(setting: Setting) -> tuple[Facts, Facts]:
    """Return what is the same in all replicates of A and of B, without running them."""
    found = []
    for place in (0, 1):
        model = make_model(setting, place, replicate_seed(setting.seed, 0))
        facts = facts_of(model, [model.plan])
        last = _plans(replace(setting, scenarios=(setting.scenarios[place],)), facts)[-1]
        same = [line.paid for line in last.lines] == [line.paid for line in facts.plans[0].lines]
        found.append(facts if same else replace(facts, plans=(*facts.plans, last)))
    return found[0], found[1]


def _plans(setting: Setting, facts: Facts) -> list[Any]:
    """Return the plan of spending of a scenario at the start and after each dated change."""
    scenario = setting.scenarios[0]
    levers, plans = {**scenario.levers, **setting.levers}, []
    prices = {name: facts.constants[name] for name in PRICES}
    place = facts.environment
    for week in (None, *(week for week in scenario.weeks if week < setting.weeks)):
        for change in scenario.changes:
            levers.update(change.levers if change.week == week else {})
        plans.append(plan(levers, place["residents"], place["communities"], place["budget"], prices))
    return plans


def _scaled(setting: Setting, facts: Facts) -> bool:
    """Whether the wishes of a mixture exceed the budget at any time."""
    return any(one.factor < 1 for one in _plans(setting, facts))
