"""Arms of designed experiments: a scenario with some values replaced, run in replicates on common random numbers with all others.

An arm names everything in which it departs from its scenario. Replicate k of every arm has the same seed, so arms are
paired however they differ; equal arms that several experiments ask for are run once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..core.text import Text
from ..model.model import CommunityModel
from ..model.quantities.levers import LEVERS
from ..model.runtime import size as memory
from ..runs.cache import RunCache, run_id
from ..runs.execute import Runs, Work
from ..runs.factory import make_model
from ..runs.settings import Progress, Setting, replicate_seed, run_words, split_values
from ..scenarios import Scenario, load
from .observers import PROBES
from .processes import PROCESSES


@dataclass(frozen=True, slots=True)
class Size:
    """Size and length of a run.

    Parameters
    ----------
    residents, communities, weeks : as in the model.
    share : share of the replicates that are made of it: large districts vary less and cost more.
    values : environment that belongs to the size.
    """

    residents: int
    communities: int
    weeks: int
    share: float = 1.0
    values: tuple[tuple[str, Any], ...] = ()

    def replicates(self, wanted: int) -> int:
        """Return how many replicates of this size to make, where `wanted` are made of the default one."""
        return max(2, round(wanted * self.share))


_PARTS = (("grids", 4), ("initial_organizations", 5))
Sizes = Mapping[str, Size]

SIZES: Sizes = {
    "default": Size(3200, 8, 260),
    "full": Size(33_600, 8, 260, share=1 / 3, values=_PARTS),
    "ten years": Size(3200, 8, 520),
}
"""Full size: communities of 4,200 residents with four grids and five organisations each, as surveys of residents' committees have them."""

TINY: Sizes = {
    "default": Size(160, 4, 40),
    "full": Size(240, 4, 40, values=_PARTS),
    "ten years": Size(160, 4, 53),
}
"""Sizes of the quick mode, in which everything is made and nothing means anything."""


@dataclass(frozen=True, slots=True)
class Arm:
    """A scenario with values of levers, environment or constants in place of its own.

    Parameters
    ----------
    scenario : name in the library, also joined with `+`.
    values : (name, value), sorted by name.
    size : size and length.
    off : mechanisms that are switched off.
    process : name of a plain Python process that is added to the week (`processes`), or empty.
    """

    scenario: str
    values: tuple[tuple[str, Any], ...] = ()
    size: Size = SIZES["default"]
    off: tuple[str, ...] = field(default=(), repr=False)
    process: str = field(default="", repr=False)

    @classmethod
    def of(cls, scenario: str, values: Mapping[str, Any], size: Size = SIZES["default"]) -> Arm:
        """Return an arm; values of the size give way to `values`."""
        return cls(scenario, tuple(sorted({**dict(size.values), **values}.items())), size)


@dataclass(frozen=True, slots=True)
class Job:
    """An arm and what is to be seen of its runs: the name of a function in `probes`."""

    arm: Arm
    probe: str = "summary"
    replicates: int = 30


@cache
def scenario_of(name: str) -> Scenario:
    """Return a scenario by its name, read once."""
    return load(name)


def setting_of(arm: Arm, seed: int) -> Setting:
    """Return the arm as the setting of a comparison."""
    levers, environment, constants = split_values(dict(arm.values))
    size = arm.size
    return Setting(
        (scenario_of(arm.scenario),), size.weeks, seed, size.residents, size.communities, levers, environment, constants
    )


def check(arms: Iterable[Arm]) -> None:
    """Raise `QuantityError` or `ScenarioError` for what cannot be run, before anything runs."""
    arms = list(arms)
    for arm in arms:
        setting_of(arm, 1).check(fewest=1, room=False)
    if arms:  # asking the system what is left takes longer than all the rest
        _largest(arms).check(fewest=1)


def _largest(arms: Iterable[Arm]) -> Setting:
    """Return the setting that takes most memory."""
    return max((setting_of(arm, 1) for arm in arms), key=lambda one: memory.bytes_needed(one.place, one.weeks))


def _district(arm: Arm) -> tuple:
    """Return what arms have in common that start from the same district."""
    return arm.size.residents, arm.size.communities, arm.off, tuple(one for one in arm.values if one[0] not in LEVERS)


def run_job(common: tuple[int, Sequence[Job]], task: tuple[int, int]) -> Any:
    """Run one replicate of one job; what worker processes do."""
    seed, jobs = common
    place, replicate = task
    job = jobs[place]
    setting = setting_of(job.arm, seed)
    probe = PROBES[job.probe]
    options = {**probe.options, "off": job.arm.off}
    model: CommunityModel = make_model(setting, 0, replicate_seed(seed, replicate), **options)
    if job.arm.process:
        PROCESSES[job.arm.process](model)
    return probe.see(model, job.arm.size.weeks)


def job_name(common: tuple[int, Sequence[Job]], task: tuple[int, int]) -> Text:
    """Return the words for a run in messages."""
    seed, jobs = common
    place, replicate = task
    arm = jobs[place].arm
    values = "".join(f" {name}={value}" for name, value in arm.values)
    what = f"'{arm.scenario}'{values}"
    return run_words(what, what, replicate, replicate_seed(seed, replicate))


def run_jobs(
    jobs: Iterable[Job],
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    kept: RunCache | None = None,
    phase: str = "run",
) -> dict[tuple[Arm, str], list[Any]]:
    """Run jobs in parallel; return what was seen in each replicate by (arm, probe).

    Of equal arms with the same probe the largest number of replicates is made, once. What `kept` holds is not run
    again, and what is run is kept as it comes in. `phase` is what `progress` is called with.
    """
    wanted: dict[tuple[Arm, str], int] = {}
    for job in jobs:
        key = job.arm, job.probe
        wanted[key] = max(job.replicates, wanted.get(key, 0))
    check(arm for arm, _ in wanted)
    unique = [Job(arm, probe, count) for (arm, probe), count in wanted.items()]
    unique.sort(key=lambda job: -job.arm.size.residents)  # the long ones first, so that no process waits at the end
    seen: dict[tuple[Arm, str], list[Any]] = {(job.arm, job.probe): [None] * job.replicates for job in unique}
    tasks = [(place, k) for place, job in enumerate(unique) for k in range(job.replicates)]

    def identities(tasks: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
        return {task: identity(unique[task[0]], seed, task[1]) for task in tasks}

    def largest(tasks: Sequence[tuple[int, int]]) -> Setting:
        return _largest(unique[place].arm for place in {place for place, _ in tasks})

    work = Work(
        run_job, job_name, (seed, unique), identities, start=lambda task: (task[1], _district(unique[task[0]].arm))
    )
    with Runs(work, largest, workers=workers, progress=progress, kept=kept, phase=phase) as runs:
        for (place, k), result in runs.as_they_come(tasks):
            seen[unique[place].arm, unique[place].probe][k] = result
    return seen


def identity(job: Job, seed: int, replicate: int) -> str:
    """Return the digest that one replicate of a job is known by."""
    arm, size = job.arm, job.arm.size
    return run_id(
        scenario=scenario_of(arm.scenario).digest, values=arm.values, off=arm.off, process=arm.process, probe=job.probe,
        residents=size.residents, communities=size.communities, weeks=size.weeks, seed=replicate_seed(seed, replicate),
    )  # fmt: skip
