"""The week as it runs: compiled in one call, or process by process, on threads or with plain Python in between.

Both are made from `schedule.SCHEDULE`. `print(week.TEXT)` shows the compiled one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..core.compile.compiled import compiled
from ..core.compile.generated import generated
from ..core.threads import Crew, split
from .cases.lifecycle import needed_room
from .cases.lifecycle import room_for_week as room_for_cases
from .collect import collect, collect_places, empty_bins, write_district
from .network.tie_capacity import room_for_ties
from .process import Process, shared
from .schedule import SCHEDULE


@compiled
def room_for_week(w):
    """Return whether all lists have room for whatever the coming week may bring."""
    counters, places = w.counters, w.communities.key.size
    free_organizations = w.organizations.alive.size - counters.organizations[0]
    events = 0
    if w.events.week.size > 0:
        cases, _ = needed_room(w)
        events = 3 * (cases + int(counters.open_cases[0])) + 40 * places + w.residents.alive.size // 4
    free_events = w.events.week.size - w.events.count[0]
    return room_for_cases(w) and free_organizations > places and free_events >= events and room_for_ties(w)


def week_text(schedule: Iterable[Process]) -> str:
    """Return the compiled week as Python: `run_weeks`; step_NAME is the step of the process NAME.

    Examples
    --------
    >>> print(week_text([Process("ageing", len, every=52, label="", about="")]))
    def run_weeks(w, week, last):
        on = w.switches
        while week < last and room_for_week(w):
            if on.ageing[0] and (week + 1) % 52 == 0:
                step_ageing(w, week)
            collect(w, week)
            week += 1
        return week
    <BLANKLINE>
    """
    lines = ["def run_weeks(w, week, last):", "    on = w.switches", "    while week < last and room_for_week(w):"]
    for process in schedule:
        due = "" if process.every == 1 else f" and (week + 1) % {process.every} == 0"
        lines += [f"        if on.{process.name}[0]{due}:", f"            step_{process.name}(w, week)"]
    return "\n".join([*lines, "        collect(w, week)", "        week += 1", "    return week", ""])


TEXT = week_text(SCHEDULE)

run_weeks = generated(
    "run_weeks",
    TEXT,
    {
        **{f"step_{process.name}": process.step for process in SCHEDULE},
        "room_for_week": room_for_week,
        "collect": collect,
    },
    __name__,
    __file__,
)
"""Run weeks from `week` until `last` (exclusive); return the week reached: earlier where Python has to make room."""


def run_week(w: Any, week: int, crew: Crew | None, between: Callable[[int], None]) -> None:
    """Run one week process by process, on the threads of a crew; the results are those of `run_weeks`.

    `between` is called before each process with its place in the schedule, and once after the last.
    """
    for place, process in enumerate(SCHEDULE):
        between(place)
        if getattr(w.switches, process.name)[0] and process.due(week):
            run_process(w, week, process, crew)
    between(len(SCHEDULE))
    run_collect(w, week, crew)


def run_process(w: Any, week: int, process: Process, crew: Crew | None = None) -> None:
    """Run one line of the schedule for one week; with a crew, its phases part by part. The results are the same."""
    if crew is None:
        process.step(w, week)
        return
    parts = split(w.communities.first, crew.threads)
    for phase in process.phases or (process.step,):
        if shared(phase):
            crew.run(phase, [(w, week, low, high) for low, high in parts])
        else:
            phase(w, week)


def run_collect(w: Any, week: int, crew: Crew | None = None) -> None:
    """Write the row of this week; with a crew, part by part."""
    if crew is None:
        collect(w, week)
        return
    parts = split(w.communities.first, crew.threads)
    bins = [empty_bins() for _ in parts]
    crew.run(collect_places, [(w, week, low, high, own) for (low, high), own in zip(parts, bins)])
    write_district(w, week, sum(bins[1:], start=bins[0]))
