"""The common workload: all contenders, first checked for agreement, then timed in turn."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ..measure import Timing, in_turn, seconds
from ..rows import Options, Row, residents_text
from ..workload import agreement
from ..workload.contenders import CONTENDERS, Contender
from ..workload.rules import Start, make_start

SIZES = 1_000, 10_000, 1_000_000
SHORTEST, LONGEST, ALTOGETHER, MOST_RUNS = 0.05, 4.0, 12.0, 50
"""Seconds that a measurement should last at least and at most, and all of one contender at one size; who is too slow for
all weeks runs fewer, who is too quick runs several times, MOST_RUNS at most."""
ALWAYS = {"c": "<= 1.3", "cogov_2_threads": ">= 1.8"}
SMALL = {"scipy": ">= 4", "mesa_grid": ">= 200", "mesa_cached": ">= 100"}
"""Ratios aimed at, for all sizes and up to 10,000 residents."""


def contenders(residents: int, everyone: bool) -> list[Contender]:
    """Return who takes part at a size."""
    from ..workload.implementations.cogov_ import PARALLEL

    return [
        c
        for c in CONTENDERS
        if not c.missing and (everyone or residents <= c.most) and (c.threads == 1 or residents > PARALLEL)
    ]


def measured(contender: Contender, start: Start, weeks: int, runs: int) -> float:
    """Return the seconds of one run, the mean of `runs`, set-up left out: of the processor with one thread, of the clock with more."""
    prepared = [contender.prepare(start) for _ in range(runs)]
    clock = time.process_time if contender.threads == 1 else time.perf_counter
    return seconds(lambda: [run(weeks) for run in prepared], clock) / runs


def plan(contender: Contender, start: Start, options: Options) -> tuple[int, int, int]:
    """Return weeks of a run, runs of a measurement, measurements; what compiles does so here."""
    contender.prepare(start)(1)
    few = min(2, options.weeks)
    each = measured(contender, start, few, 1) / few
    weeks = max(1, min(options.weeks, int(LONGEST / each)))
    runs = max(1, min(MOST_RUNS, int(SHORTEST / (each * weeks))))
    return weeks, runs, max(1, min(options.repeats, int(ALTOGETHER / (each * weeks * runs))))


def rows(options: Options) -> Iterator[Row]:
    """Check, then measure."""
    sizes = options.sized(*SIZES)
    options.tell("common workload: do all agree?")
    everyone = [c for c in CONTENDERS if not c.missing]
    apart = agreement.check(everyone)
    for missing in (c for c in CONTENDERS if c.missing):
        options.tell(f"common workload: {missing.label} left out for want of {missing.missing}")
    exact = max(a.difference for a in apart)
    likely = min((a.likely for a in apart if a.likely is not None), default=1.0)
    yield Row(
        "common workload", f"agreement of {len(apart)} contenders", "", exact, "largest difference", kind="plain",
        note=f"participation exact with the same draws; with own draws means agree, least p = {likely:.2g}",
    )  # fmt: skip
    for size in sizes:
        yield from _at(size, options)


def _at(size: int, options: Options) -> Iterator[Row]:
    start = make_start(size)
    chosen = contenders(size, options.everyone)
    plans, actions = {}, {}
    for contender in chosen:
        options.tell(f"common workload, {residents_text(size)}: {contender.label} gets ready")
        plans[contender.key] = plan(contender, start, options)
        weeks, runs, _ = plans[contender.key]
        actions[contender.key] = lambda c=contender, weeks=weeks, runs=runs: measured(c, start, weeks, runs)
    found: dict[str, list[float]] = {key: [] for key in actions}
    for key, sample in in_turn(actions, {key: measurements for key, (_, _, measurements) in plans.items()}):
        options.tell(f"common workload, {residents_text(size)}: all in turn, round {len(found[key]) + 1}")
        found[key].append(sample / plans[key][0] / size * 1e9)
    ours = Timing(tuple(found["cogov"])).median
    for contender in chosen:
        timing = Timing(tuple(found[contender.key]))
        yield _row(contender, size, timing, ours, plans[contender.key][0], options.weeks)


def _row(contender: Contender, size: int, timing: Timing, ours: float, weeks: int, wanted: int) -> Row:
    ratio, target = "", {**ALWAYS, **(SMALL if size <= 10_000 else {})}.get(contender.key, "")
    if contender.key == "c":
        ratio = f"cogov takes {ours / timing.median:.2f} x this"
    elif contender.threads > 1:
        ratio = f"{ours / timing.median:.2f} x faster than one thread"
    elif contender.key != "cogov":
        ratio = f"cogov is {timing.median / ours:,.1f} x faster"
    note = "" if weeks == wanted else f"measured over {weeks} weeks"
    return Row(
        "common workload", f"{residents_text(size)}: {contender.label}", f"common.{contender.key}.{size}", timing.median,
        "ns a resident-week", ratio, target, timing, note=note,
    )  # fmt: skip
