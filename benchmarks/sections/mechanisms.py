"""Where the week goes: each process of the schedule called from Python, one by one, between two looks at the clock.

A call costs some 4 microseconds, so below some 5,000 residents what little is done cannot be told from the call.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from ...model.schedule import SCHEDULE
from ..full_model import make
from ..measure import Timing
from ..rows import Options, Row, residents_text

SIZE = 10_000
WARM_UP = 27  # two quarters, so that every process has been compiled


class Clock:
    """Seconds of each process, week by week. Marks are plain Python mechanisms put before each one and after the last."""

    def __init__(self, model: Any) -> None:
        self.marks: list[list[float]] = [[] for _ in range(len(SCHEDULE) + 1)]
        for place, process in enumerate(SCHEDULE):
            model.add_process(partial(self.note, place), before=process.name)
        model.add_process(partial(self.note, len(SCHEDULE)), after=SCHEDULE[-1].name)

    def note(self, place: int, model: Any) -> None:
        """Look at the clock."""
        self.marks[place].append(time.perf_counter())

    def of(self, place: int) -> list[float]:
        """Return the seconds of a process, each week."""
        return [after - before for before, after in zip(self.marks[place], self.marks[place + 1], strict=True)]


def rows(options: Options) -> Iterator[Row]:
    """Measure at one size."""
    for size in options.sized(SIZE):
        yield from _at(size, options)


def _at(size: int, options: Options) -> Iterator[Row]:
    options.tell(f"profile by mechanism, {residents_text(size)} residents")
    model = make(size, options.scenario, 1, options.per_community)
    clock = Clock(model)
    model.run_for(WARM_UP)
    for marks in clock.marks:
        marks.clear()
    started = time.perf_counter()
    model.run_for(options.weeks)
    whole = time.perf_counter() - started
    steps = size * options.weeks
    spent = [sum(clock.of(place)) for place in range(len(SCHEDULE))]
    for place, process in sorted(enumerate(SCHEDULE), key=lambda pair: -spent[pair[0]]):
        timing = Timing(tuple(sample / size * 1e9 for sample in clock.of(place)))
        yield Row(
            "by mechanism", f"{residents_text(size)}: {process.name}", f"mechanism.{process.name}.{size}", spent[place] / steps * 1e9,
            "ns a resident-week", f"{spent[place] / whole:.1%} of the time", timing=timing if process.every == 1 else None,
        )  # fmt: skip
    rest = whole - sum(spent)
    yield Row(
        "by mechanism", f"{residents_text(size)}: collection, calls from Python", f"mechanism.rest.{size}", rest / steps * 1e9,
        "ns a resident-week", f"{rest / whole:.1%} of the time",
    )  # fmt: skip
