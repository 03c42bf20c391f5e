"""What a study costs on top of its runs: measured by `make torture` and, smaller, by the tests."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from cogov.core.machine.processors import processors
from cogov.studies import Study
from cogov.studies.design.cells import cells_of, common_of
from cogov.studies.execution.batches import Row
from cogov.studies.storage.folder import write_design, write_study
from cogov.studies.storage.journal import Store
from cogov.tests.support import runners


def processor_seconds() -> float:
    """CPU time of this process and all its children that live."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in family)


@dataclass
class Share:
    """How much of the processors' time went into runs.

    Parameters
    ----------
    useful : share of the CPU time of all processes, from the first 5 % of the runs to the last 2 %.
    filled : runs' seconds over elapsed seconds x workers; below 1 also when others use the machine.
    """

    useful: float
    filled: float


def share_useful(folder: Path, runs: int, workers: int) -> Share:
    """Make runs of 20 ms of processor time in processes of this machine."""
    study = Study(
        folder, runner=runners.busy, scenarios=["status_quo"], factors={"similarity": {"low": 0, "high": 1, "levels": 10}},
        replicates=runs // 10, weeks=4,
    )  # fmt: skip
    seen: list[tuple[int, float, float]] = []

    def tell(state):
        marks = (runs // 20, runs - runs // 50)
        if len(seen) < 2 and state.done >= marks[len(seen)]:
            seen.append((state.done, time.perf_counter(), processor_seconds()))

    study.run(workers=workers, tell=tell)
    (first, began, used), (last, over, total) = seen
    work = (last - first) * 0.02
    return Share(work / (total - used), work / (over - began) / workers)


def runs_a_second(folder: Path, runs: int, workers: int) -> tuple[float, float]:
    """Make runs of 1,000 residents x 52 weeks; return runs a second with everything, and without the start of workers."""
    study = Study(
        folder, scenarios=["status_quo", "co_governance"], factors={"similarity": {"low": 0, "high": 1, "levels": 10}},
        replicates=runs // 20, weeks=52, residents=1000, communities=4,
    )  # fmt: skip
    seen: list[tuple[int, float]] = []

    def tell(state):
        if state.done and (not seen or state.done > seen[-1][0]):
            seen.append((state.done, time.perf_counter()))

    began = time.perf_counter()
    study.run(workers=workers, tell=tell)
    whole = runs / (time.perf_counter() - began)
    (first, start), (last, end) = seen[0], seen[-1]
    return whole, (last - first) / (end - start)


def synthetic(folder: Path, cells: int, replicates: int) -> Study:
    """Make a finished study without running anything: rows of random numbers, sealed as ever."""
    study = Study(
        folder, scenarios=["status_quo"], design={"method": "sobol", "points": cells}, factors={"similarity": "plausible"},
        replicates=replicates, weeks=52,
    )  # fmt: skip
    common = common_of(study.spec)
    found = cells_of(study.spec, common)
    folder.mkdir(parents=True, exist_ok=True)
    write_study(folder, study.spec)
    write_design(folder, [(cell, replicates, False) for cell in found], study.spec.factor_names)
    rng = np.random.default_rng(0)
    with Store(folder, common.outputs, (), common.weeks, common.model) as store:
        for first in range(0, replicates, 10):
            values = rng.random((len(found), 10, len(common.outputs)))
            store.commit(
                Row(cell.id, first + k, values[place, k].tobytes())
                for place, cell in enumerate(found)
                for k in range(10)
            )
            store.seal_if_due()
        store.seal()
    return study


def grouped(study: Study, indicators: int = 20) -> tuple[float, int]:
    """Return the seconds of a mean of indicators by point over all runs, and how many groups there were."""
    names = study.spec.indicators[:indicators]
    means = ", ".join(f"avg({name}) as {name}" for name in names)
    started = time.perf_counter()
    table = study.query(f"select scenario, point, {means} from runs group by all order by all")
    return time.perf_counter() - started, len(table)


def report(folder: Path, runs: int = 2000) -> list[str]:
    """Return lines with all figures."""
    workers = processors()
    share = share_useful(folder / "busy", runs, workers)
    whole, steady = runs_a_second(folder / "rate", runs, workers)
    study = synthetic(folder / "million", 1000, 1000)
    seconds, groups = grouped(study)
    started = time.perf_counter()
    study.digest()
    digest = time.perf_counter() - started
    size = sum(path.stat().st_size for path in (folder / "million").rglob("*") if path.is_file())
    return [
        f"runs of 20 ms on {workers} workers: {share.useful:.1%} of the processor time useful, {share.filled:.1%} of the time there was",
        f"{runs} runs of 1,000 residents x 52 weeks: {whole:.1f} a second with everything, {steady:.1f} once workers are there",
        f"a million rows, {size / 1e6:.0f} MB: 20 indicators by {groups} groups in {seconds:.2f} s; digest in {digest:.1f} s",
    ]
