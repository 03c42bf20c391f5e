"""The runs behind a comparison over futures: every scenario in every future, on random numbers of that future's own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...runs.cache import RunCache, run_id
from ...runs.execute import Runs, Work
from ...runs.factory import make_model, summary_of
from ...runs.people import population_digest
from ...runs.settings import WEEKS_SUMMARISED, Progress, Setting, run_words
from .result import Futures
from .sampling import Sampling, future_setting

Task = tuple[int, int, int]
"""Places of scenario, future and replicate."""


def future_seed(seed: int, future: int, replicate: int) -> int:
    """Return the model's seed in a future: the same for all scenarios, apart from every other future and from the comparison's own."""
    return int.from_bytes(hashlib.sha256(f"cogov future {seed} {future} {replicate}".encode()).digest()[:6], "big")


def run_futures(
    setting: Setting,
    sampling: Sampling,
    defaults: np.ndarray,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    kept: RunCache | None = None,
) -> Futures:
    """Run every scenario in every future.

    Parameters
    ----------
    setting, sampling : what to run.
    defaults : the comparison itself: means over the last 52 weeks, scenarios x replicates x indicators.
    workers : processes; results do not depend on it.
    progress : callback, called with "futures", how many runs are done, and of how many.
    kept : finished runs; those it holds are not run again.

    Raises
    ------
    RunFailed
        If a run ends with an error or its process dies; the message names it.
    """
    points = sampling.points(setting)
    shape = len(setting.scenarios), len(points), sampling.replicates
    tasks: list[Task] = [(s, f, r) for f in range(shape[1]) for r in range(shape[2]) for s in range(shape[0])]
    values = np.full((*shape, len(INDICATORS)), np.nan)
    work = Work(
        run_future, task_name, (setting, points), lambda tasks: _identities(setting, points, tasks), start=itemgetter(1, 2)
    )  # fmt: skip
    with Runs(
        work, lambda _: setting, workers=workers, progress=progress, kept=kept, phase="futures", compiled=True
    ) as runs:
        for task, seen in runs.as_they_come(tasks):
            values[task] = seen
    timing = {"futures_seconds": runs.timing["run_seconds"], "futures_run": runs.made}
    seeds = np.array([[future_seed(setting.seed, f, r) for r in range(shape[2])] for f in range(shape[1])], np.int64)
    return Futures(setting.names, tuple(INDICATORS), sampling, points, seeds, values, defaults, setting.seed, timing)


def run_future(common: tuple[Setting, Sequence[Mapping[str, Any]]], task: Task) -> np.ndarray:
    """Run one scenario in one future once; what worker processes do."""
    setting, points = common
    scenario, future, replicate = task
    here = future_setting(setting, points[future])
    model = make_model(here, scenario, future_seed(setting.seed, future, replicate))
    model.run_for(here.weeks)
    return summary_of(model, min(WEEKS_SUMMARISED, here.weeks))


def task_name(common: tuple[Setting, Sequence[Mapping[str, Any]]], task: Task) -> Text:
    """Return the words for a run in messages, with all that makes its future."""
    setting, points = common
    scenario, future, replicate = task
    values = ", ".join(f"{name}={value}" for name, value in points[future].items())
    seed = future_seed(setting.seed, future, replicate)
    name = f"'{setting.names[scenario]}'"
    return run_words(
        f"{name} in future {future + 1} ({values})", f"{name}（第 {future + 1} 种情形：{values}）", replicate, seed
    )


def _identities(setting: Setting, points: Sequence[Mapping[str, Any]], tasks: Sequence[Task]) -> dict[Task, str]:
    """Return the digest that each run is known by."""
    data = population_digest(setting.population)
    settings = [future_setting(setting, point) for point in points]
    found = {}
    for task in tasks:
        scenario, future, replicate = task
        here = settings[future]
        found[task] = run_id(
            what="future", scenario=setting.scenarios[scenario].digest, levers=dict(here.levers),
            environment=dict(here.environment), constants=dict(here.constants), residents=here.residents,
            communities=here.communities, weeks=here.weeks, data=data, seed=future_seed(setting.seed, future, replicate),
        )  # fmt: skip
    return found
