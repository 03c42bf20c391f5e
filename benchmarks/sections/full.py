"""The full model from a thousand residents to a million: time, memory, and how both grow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..measure import Timing, in_child
from ..rows import PLAIN, RATE, Options, Row, residents_text

SIZES = 1_000, 10_000, 100_000, 1_000_000
GROWTH_FROM, GROWTH_TO = 10_000, 1_000_000
FEWEST_FOR_BYTES = 100_000  # below, what the process needs by itself hides what residents need
TARGET_MILLION = "<= 60 s in all on two threads, at 260 weeks"


def rows(options: Options) -> Iterator[Row]:
    """Measure each size in a process of its own, so that its peak of memory is its own."""
    times: dict[int, float] = {}
    for size in options.sized(*SIZES):
        options.tell(f"full model, {residents_text(size)} residents x {options.weeks} weeks")
        arguments = {
            "residents": size, "weeks": options.weeks, "scenario": options.scenario, "per_community": options.per_community,
            "repeats": max(1, min(options.repeats, 200_000 // size)),
        }  # fmt: skip
        found = in_child("full_model", arguments)
        build, run = Timing(tuple(found["build"])), Timing(tuple(found["run"]))
        both = Timing(tuple(b + r for b, r in zip(build.samples, run.samples, strict=True)))
        times[size] = run.median
        name, key = residents_text(size), f"full.{size}"
        steps = size * options.weeks
        yield Row(
            "full model",
            f"{name}: building and {options.weeks} weeks",
            f"{key}.all",
            both.median,
            "s",
            timing=both,
            target=_target(size),
        )
        yield Row("full model", f"{name}: building", f"{key}.build", build.median, "s", timing=build)
        week = run.scaled(1e3 / options.weeks)
        yield Row("full model", f"{name}: a week", f"{key}.week", week.median, "ms", timing=week)
        rate = Timing(tuple(steps / sample for sample in run.samples))
        yield Row(
            "full model",
            f"{name}: residents x weeks",
            f"{key}.rate",
            rate.median / 1e6,
            "million a second",
            timing=rate,
            kind=RATE,
        )
        yield Row(
            "full model",
            f"{name}: peak memory",
            f"{key}.peak",
            found["peak"] / 2**20,
            "MiB",
            kind=PLAIN,
            note="of the process, libraries included",
        )
        if size >= FEWEST_FOR_BYTES:
            each = (found["peak"] - found["before"]) / size
            yield Row(
                "full model", f"{name}: memory a resident", f"{key}.bytes", each, "bytes", kind=PLAIN, target="<= 300" if size >= 10**6 else "",
                note="peak less what was in use before building, graph and series included",
            )  # fmt: skip
    inside = {size: each for size, each in times.items() if GROWTH_FROM <= size <= GROWTH_TO}
    if len(inside) > 1:
        slope = np.polyfit(np.log(list(inside)), np.log(list(inside.values())), 1)[0]
        yield Row(
            "full model", "growth of time with residents", "full.exponent", float(slope), "exponent", kind=PLAIN, target="<= 1.1",
            note=f"log-log slope, {residents_text(min(inside))} to {residents_text(max(inside))}",
        )  # fmt: skip


def _target(size: int) -> str:
    return {1_000: "<= 0.025", 1_000_000: TARGET_MILLION}.get(size, "")
