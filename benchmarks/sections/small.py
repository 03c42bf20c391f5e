"""Many small runs, as in a sweep: a fresh population and graph for each."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ...runs.factory import compile_model
from ...runs.workers.pool import WAITING, Workers
from ..full_model import make
from ..measure import Timing, seconds
from ..rows import RATE, Options, Row, residents_text

SIZE, WORKERS = 1_000, 2


def one_run(common: tuple[int, int, str, int], seed: int) -> float:
    """Build, run, and return one indicator: what a task of a sweep does."""
    residents, weeks, scenario, per_community = common
    model = make(residents, scenario, seed, per_community)
    model.run_for(weeks)
    return model.summary()["participation"]


def sweep(common: tuple[int, int, str, int], runs: int) -> float:
    """Return runs a second on two workers, from the first result after both are at work to the last."""
    before = 2 * WAITING * WORKERS  # what was handed over while workers started
    ended: list[float] = []
    with Workers(one_run, common, WORKERS, str) as workers:
        for _ in workers.do(range(before + runs)):
            ended.append(time.perf_counter())
    return runs / (ended[-1] - ended[before - 1])


def rows(options: Options) -> Iterator[Row]:
    """Measure in this process, then on two workers."""
    compile_model()
    for size in options.sized(SIZE):
        yield from _at((size, options.weeks, options.scenario, options.per_community), options)


def _at(common: tuple[int, int, str, int], options: Options) -> Iterator[Row]:
    name = f"{residents_text(common[0])} x {common[1]} weeks"
    options.tell(f"small runs, {name}, in process")
    one_run(common, 0)
    timing = Timing(
        tuple(seconds(lambda seed=seed: one_run(common, seed)) for seed in range(1, 2 * options.repeats + 2))
    )
    rate = Timing(tuple(1.0 / sample for sample in timing.samples))
    key = f"small.{common[0]}"
    yield Row(
        "small runs",
        f"{name}: one run, building included",
        f"{key}.run",
        timing.median * 1e3,
        "ms",
        timing=timing,
        target="<= 25" if common[0] == SIZE else "",
    )
    yield Row(
        "small runs",
        f"{name}: one core",
        f"{key}.core",
        rate.median,
        "runs a second",
        timing=rate,
        kind=RATE,
        target=">= 40" if common[0] == SIZE else "",
    )
    options.tell(f"small runs, {name}, two workers")
    runs = max(4, min(200, int(8.0 / timing.median)))
    value = sweep(common, runs)
    yield Row(
        "small runs", f"{name}: sweep on two workers", f"{key}.sweep", value, "runs a second",
        f"{value / rate.median:.2f} x one core", ">= 60" if common[0] == SIZE else "", kind=RATE, note=f"{runs} runs, a fresh graph each",
    )  # fmt: skip
