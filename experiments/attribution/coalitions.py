"""The runs behind an attribution: which mixed policies in which replicates, each of them run once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from ...core.text import Text
from ...model.quantities.levers import LEVERS
from ...runs.cache import RunCache, run_id
from ...runs.execute import Runs, Work
from ...runs.extensions.extensions import as_in
from ...runs.factory import make_model, summary_of
from ...runs.people import population_digest
from ...runs.settings import WEEKS_SUMMARISED, Setting, SettingError, replicate_seed, run_words
from . import shapley
from .players import Player, of_mixture, path_of

RUNS = 3000
"""Runs that may be made by default: every coalition of seven players in twenty replicates, and some to spare."""

MOST_EXACT = 14
MOST_ORDERS = 200
PROBE = "summary"

Task = tuple[int, int]
"""Coalition (bit mask of the players taken from B) and replicate."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which coalitions are run.

    Parameters
    ----------
    exact : whether it is all of them.
    coalitions : masks for each replicate, ascending.
    orders : orders of the players for each replicate, each used forwards and backwards; none if exact.
    """

    exact: bool
    coalitions: tuple[tuple[int, ...], ...]
    orders: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def runs(self) -> int:
        """Number of runs in all."""
        return sum(map(len, self.coalitions))


def scheme(
    players: Sequence[Player], replicates: int, seed: int, runs: int = RUNS, exact: bool | None = None
) -> Scheme:
    """Return what to run: every coalition where that takes no more than `runs`, else as many orders as do.

    Parameters
    ----------
    exact : True: every coalition, however many runs that takes; False: orders in any case.

    Raises
    ------
    SettingError
        If there are too many players for every coalition, or too few runs for one order in each replicate.
    """
    count = len(players)
    if exact and count > MOST_EXACT:
        raise SettingError(
            Text(
                f"{count} levers or groups have {2**count} coalitions, too many for exact shares: at most {MOST_EXACT}; use groups",
                f"{count} 项杠杆或组共有 {2**count} 种组合，无法精确计算：至多 {MOST_EXACT} 项；请使用组",
            )
        )
    if exact or (exact is None and count <= MOST_EXACT and replicates << count <= runs):
        every = tuple(range(1 << count))
        return Scheme(True, (every,) * replicates, ((),) * replicates)
    found: Scheme | None = None
    orders: list[list[tuple[int, ...]]] = [[] for _ in range(replicates)]
    for draw in range(MOST_ORDERS):
        for replicate, drawn in enumerate(orders):
            drawn.append(shapley.order(count, seed, replicate, draw))
        coalitions = tuple(tuple(shapley.needed(count, drawn)) for drawn in orders)
        more = Scheme(False, coalitions, tuple(map(tuple, orders)))
        if more.runs > runs:
            if found is None:
                raise SettingError(
                    Text(
                        f"runs = {runs} is too few: {count} levers or groups in {replicates} replicates take at least {more.runs} runs; "
                        "allow more runs, fewer replicates, or use groups",
                        f"runs = {runs} 太少：{count} 项杠杆或组、{replicates} 次重复至少需要 {more.runs} 次运行；请增加运行次数、减少重复次数，或使用组",
                    )
                )
            break
        found = more
    assert found is not None
    return found


def run_mixture(common: tuple[Setting, tuple[Player, ...]], task: Task) -> np.ndarray:
    """Run one mixed policy in one replicate; return every indicator over the last 52 weeks. Worker processes do this."""
    setting, players = common
    chosen, replicate = task
    mixture = of_mixture(setting, players, chosen)
    with as_in(setting.extensions):
        model = make_model(mixture, 0, replicate_seed(setting.seed, replicate))
        model.run_for(setting.weeks)
        return summary_of(model, min(WEEKS_SUMMARISED, setting.weeks))


def run_name(common: tuple[Setting, tuple[Player, ...]], task: Task) -> Text:
    """Return the words for a run in messages."""
    setting, players = common
    chosen, replicate = task
    names = [player.name for k, player in enumerate(players) if chosen >> k & 1]
    if len(names) == len(players):
        en = zh = f"'{setting.names[1]}'"
    else:
        en = zh = f"'{setting.names[0]}'"
        en += f" with {', '.join(names)} of '{setting.names[1]}'" if names else ""
        zh += f"（其中 {'、'.join(names)} 取自 '{setting.names[1]}'）" if names else ""
    return run_words(en, zh, replicate, replicate_seed(setting.seed, replicate))


def make_runs(
    setting: Setting,
    players: tuple[Player, ...],
    wanted: Scheme,
    *,
    known: Mapping[Task, np.ndarray] | None = None,
    kept: RunCache | None = None,
    workers: int | None = None,
    tell: Callable[[str, int, int], None],
) -> tuple[dict[Task, np.ndarray], dict[str, Any]]:
    """Make all runs of a scheme that are neither known nor kept; return every value by task, and seconds and processes."""
    tasks = [(chosen, k) for k, coalitions in enumerate(wanted.coalitions) for chosen in coalitions]
    values = {task: known[task] for task in tasks if task in known} if known else {}
    work = Work(
        run_mixture, run_name, (setting, players), lambda tasks: _identities(setting, players, tasks), start=itemgetter(1)
    )  # fmt: skip
    with Runs(work, lambda _: setting, workers=workers, progress=tell, kept=kept, done=len(values)) as runs:
        values.update(runs.as_they_come([task for task in tasks if task not in values]))
    return values, {"runs": len(tasks), "runs_made": runs.made, "workers": runs.count}


def _identities(setting: Setting, players: tuple[Player, ...], tasks: Sequence[Task]) -> dict[Task, str]:
    """Return the digest each run is known by: what all levers do, not whose idea that is."""
    population = population_digest(setting.population)
    found, paths = {}, {}
    for chosen, replicate in tasks:
        if chosen not in paths:
            mixture = of_mixture(setting, players, chosen)
            paths[chosen] = {name: dataclasses.astuple(path_of(mixture, mixture.scenarios[0], name)) for name in LEVERS}
        found[chosen, replicate] = run_id(
            levers=paths[chosen], environment=dict(setting.environment), constants=dict(setting.constants),
            residents=setting.residents, communities=setting.communities, population=population, weeks=setting.weeks,
            probe=PROBE, seed=replicate_seed(setting.seed, replicate),
        )  # fmt: skip
    return found
