"""Paired runs of scenarios: the same district and common random numbers under each, as often as asked for or as needed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from ...core.text import Text
from ...model.extensions.extension import active, using
from ...model.quantities.indicators import INDICATORS
from ...runs.cache import RunCache
from ...runs.execute import Runs, Work
from ...runs.extensions.extensions import find_all
from ...runs.factory import Facts
from ...runs.people import people_of
from ...runs.settings import Progress, Setting, SettingError, at_least_one, check_precision
from ...runs.stopping import Reached, enough, next_look, widest
from ...runs.values import plain
from ...runs.workers.limits import as_long_as
from ...scenarios import Scenario, load
from ..futures.run import run_futures
from ..futures.sampling import REPLICATES, Sampling, sampling
from .ablation import Ablated, ablated, ablations_of
from .gains import Count, count_gains, found_in_all
from .paired_run import Run, identities, pack, run_name, run_one, unpack
from .result import Comparison
from .transitions import Crossing, cross

DEFAULT = ("below", "below_copying", "above_four_pilots", "above_spread")
"""What is compared if nothing else is asked for: who decides, with the status quo's control and purse; see evidence/contest/declared.py."""


def compare(
    scenarios: Iterable[str | Scenario] = DEFAULT,
    *,
    replicates: int = 20,
    weeks: int = 260,
    seed: int = 1,
    residents: int | None = None,
    communities: int | None = None,
    levers: Mapping[str, Any] | None = None,
    environment: Mapping[str, Any] | None = None,
    constants: Mapping[str, Any] | None = None,
    population: Any = None,
    precision: Mapping[str, float] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    futures: int | None = None,
    over: Iterable[str] | Mapping[str, Any] = (),
    per_future: int = REPLICATES,
    keep: str | Path | None = None,
    ablate: str | Iterable[str] = (),
    extensions: Iterable[str | Path] | None = None,
    time_limit: float | None = None,
) -> Comparison:
    """Compare scenarios on common random numbers.

    Parameters
    ----------
    scenarios : names of the library, scenario files or scenarios; the first is the baseline.
    replicates : runs of each scenario; replicate k has the same seed under every scenario.
    weeks : length of each run.
    seed : whole number from which the seeds of the replicates follow.
    residents, communities : size of the district.
    levers, environment, constants : values that replace those of every scenario.
    population : residents and ties: a data folder, what `load_data` made of one, or a networkx graph of residents.
    precision : half-width to be reached by indicator, in its unit; `replicates` then does not count.
    workers : processes; as many as there are processors by default. Results do not depend on it.
    progress : callback, called with what is done.
    futures : number of sampled futures in which the comparison is repeated (`Comparison.futures`); None: none.
    over : what varies over futures: names, `name=low:high`, or {name: (low, high)}; see `sampling.sampling`.
    per_future : runs of each scenario in each future.
    keep : folder of finished runs; those it holds are not run again. The first replicate always is, and so are runs of
        residents who are your own, of whom nothing is kept.
    ablate : kinds of ablation of residents, "means", "frozen" or "alone" (model/population/ablation.py), under which the comparison is run
        again: what residents contribute to each difference (`Comparison.residents`).
    extensions : names or files of extensions to use (docs/extending.md); those in use already if none are named.
    time_limit : seconds that one run may take before it counts as hung and has failed; 0: as long as it likes. By default an
        hour, or what `runs.limits.limited` says.

    Raises
    ------
    ValueError
        For what cannot be run, before anything runs.
    RunFailed
        If a run ends with an error, takes longer than its time limit, or if processes die at it again and again; the message
        names it. A process that died otherwise is replaced, and its run made again.
    """
    if extensions is not None or time_limit is not None:
        with using(active() if extensions is None else find_all(extensions)), as_long_as(time_limit):
            return compare(
                scenarios, replicates=replicates, weeks=weeks, seed=seed, residents=residents, communities=communities,
                levers=levers, environment=environment, constants=constants, population=population, precision=precision,
                workers=workers, progress=progress, futures=futures, over=over, per_future=per_future, keep=keep, ablate=ablate,
            )  # fmt: skip
    replicates, precision, workers, futures, over, per_future = (
        plain(one) for one in (replicates, precision, workers, futures, over, per_future)
    )
    scenarios = plain(scenarios)
    if isinstance(scenarios, str | Path | Scenario):
        scenarios = (scenarios,)  # one by itself, not the letters of its name
    chosen = tuple(one if isinstance(one, Scenario) else load(one) for one in scenarios)
    source, population = people_of(population)
    setting = Setting(
        chosen, weeks, seed, residents, communities, dict(levers or {}), dict(environment or {}), dict(constants or {}), population
    )  # fmt: skip
    if futures is None and over:
        raise SettingError(
            Text(
                "over means something only with futures: say how many",
                "over 仅在有 futures 时有意义：请给出未来情形的个数",
            )
        )
    kinds = ablations_of(setting, ablate)
    setting.check()
    chosen_futures = None if futures is None else sampling(setting, futures, over, per_future)
    with contextlib.nullcontext() if keep is None else RunCache(keep) as kept:
        return compare_setting(
            setting, replicates, precision=precision, workers=workers, progress=progress, source=source,
            futures=chosen_futures, kept=kept, whole=True, ablate=kinds,
        )  # fmt: skip


def compare_setting(
    setting: Setting,
    replicates: int,
    *,
    precision: Mapping[str, float] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    source: str | None = None,
    futures: Sampling | None = None,
    kept: RunCache | None = None,
    whole: bool = False,
    ablate: Sequence[str] = (),
) -> Comparison:
    """Compare the scenarios of a setting; see `compare`.

    `source` is where its population was read, `kept` for runs in futures, and with `whole` for those of the comparison itself and of ablations.
    """
    setting.check()
    at_least_one("replicates", replicates)
    if workers is not None:
        at_least_one("workers", workers)
    check_precision(precision or {}, INDICATORS)
    wanted = next_look(0) if precision else replicates
    results = _Results(setting)
    reached = None
    work = Work(run_one, run_name, setting, partial(identities, setting), pack, unpack, start=itemgetter(1))
    own = kept if whole else None
    with Runs(work, lambda _: setting, workers=workers, progress=progress, kept=own) as runs:
        while True:
            for _, run in runs.as_they_come(results.missing(wanted)):
                results.add(run)
            if not precision:
                break
            reached = results.reached(precision)
            following = next_look(wanted)
            if reached.enough or following == wanted:
                break
            wanted = following
    found = results.comparison(runs.timing, reached, source)
    if futures is not None:
        found.futures = run_futures(setting, futures, found.summary, workers=workers, progress=progress, kept=kept)
        found.timing = {**found.timing, **found.futures.timing}
    for kind in ablate:
        without = compare_setting(
            ablated(setting, kind), found.replicates, workers=workers, progress=progress, kept=kept, whole=whole
        )
        found.ablations += (Ablated(kind, without.summary),)
    return found


class _Results:
    """Runs as they come in, put in their places; of residents only the counts of each finished replicate are kept."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._runs: dict[int, dict[int, Run]] = {}
        self._counts: dict[int, Mapping[tuple[str, int], Count]] = {}
        self._crossings: dict[int, Crossing] = {}
        self._rows: dict[tuple[int, int], np.ndarray] = {}
        self._series: dict[tuple[int, int], np.ndarray] = {}
        self._facts: dict[int, Facts] = {}

    def missing(self, replicates: int) -> list[tuple[int, int]]:
        """Return the tasks (scenario, replicate) still to be done, replicate by replicate."""
        tasks = ((place, k) for k in range(replicates) for place in range(len(self.setting.scenarios)))
        return [task for task in tasks if task not in self._rows]

    def add(self, run: Run) -> None:
        """Take in a run."""
        key = run.scenario, run.replicate
        self._rows[key] = np.array([run.summary[name] for name in INDICATORS], dtype=np.float64)
        self._series[key] = run.series
        if run.facts is not None:
            self._facts[run.scenario] = run.facts
        together = self._runs.setdefault(run.replicate, {})
        together[run.scenario] = run
        if len(together) == len(self.setting.scenarios):
            found = found_in_all([together[k].outcomes for k in range(len(together))])
            self._counts[run.replicate] = count_gains(found)
            self._crossings[run.replicate] = cross(found, self.setting.population is not None)
            del self._runs[run.replicate]

    def _stacked(self, parts: Mapping[tuple[int, int], np.ndarray]) -> np.ndarray:
        scenarios = range(len(self.setting.scenarios))
        return np.stack([np.stack([parts[place, k] for k in range(len(self._counts))]) for place in scenarios])

    def reached(self, precision: Mapping[str, float]) -> Reached:
        """Look at the declared intervals."""
        summary = self._stacked(self._rows)
        place = {name: k for k, name in enumerate(INDICATORS)}
        differences = {name: (summary[1:] - summary[:1])[:, :, place[name]] for name in precision}
        done = summary.shape[1]
        return Reached(dict(precision), widest(differences, done), done, enough(differences, precision, done))

    def comparison(self, timing: Mapping[str, Any], reached: Reached | None, source: str | None) -> Comparison:
        """Return the result, in an order that does not depend on which run ended first."""
        counts = [self._counts[k] for k in range(len(self._counts))]
        facts = tuple(self._facts[place] for place in range(len(self.setting.scenarios)))
        return Comparison(
            self.setting, tuple(INDICATORS), self._stacked(self._rows), self._stacked(self._series), counts, facts, timing, reached,
            source, crossings=[self._crossings[k] for k in range(len(self._crossings))],
        )  # fmt: skip
