"""Plans: which run comes next. A fixed number of replicates, or as many as a wanted precision takes.

By precision each point of the design is decided for itself, by the rule of `runs/stopping.py`, on the paired
differences of every scenario and the first one; with one scenario, on its mean. Decisions are made in the order of replicates from
complete looks, so they are the same whichever run ends first, on however many workers, interrupted or not.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from ...runs.stopping import Reached, enough, next_look, widest
from ..design.cells import Cell
from .batches import Row, Task

Done = Mapping[str, set[int]]


class Plan(Protocol):
    """What the coordinator asks."""

    total: int
    """Runs in all, as far as is known now."""
    finished: int
    """Those that were there at the beginning."""

    def take(self, most: int) -> list[Task]:
        """Return up to `most` runs to make next; none while all that is known is under way."""
        ...

    def add(self, row: Row) -> None:
        """Take note of a finished run."""
        ...


class Fixed:
    """Replicates `replicates` of each cell, replicate by replicate, without those that are done.

    Parameters
    ----------
    cells : of the study.
    replicates : numbers of the replicates.
    done : replicates that each cell has.
    """

    def __init__(self, cells: Sequence[Cell], replicates: Iterable[int], done: Done) -> None:
        names = list(dict.fromkeys(cell.id for cell in cells))  # equal cells are run once
        numbers = list(replicates)
        self.total = len(names) * len(numbers)
        nothing: set[int] = set()
        self._tasks: Iterator[Task] = (
            (name, replicate) for replicate in numbers for name in names if replicate not in done.get(name, nothing)
        )
        self.finished = sum(replicate in done.get(name, nothing) for name in names for replicate in numbers)

    def take(self, most: int) -> list[Task]:
        """Return up to `most` runs."""
        return list(itertools.islice(self._tasks, most))

    def add(self, row: Row) -> None:
        """Nothing depends on what came out."""


class _Point:
    """One point under a plan by precision: the values so far, and when they were enough."""

    def __init__(self, cells: Sequence[str], most: int) -> None:
        self.cells, self.most = list(cells), most
        self.values: dict[Task, np.ndarray] = {}
        self.failed: set[Task] = set()
        self.wanted = 0
        self.enough = False
        self.over = False

    @property
    def complete(self) -> bool:
        return all((cell, k) in self.values for cell in self.cells for k in range(self.wanted))

    def differences(self, names: Sequence[str]) -> dict[str, np.ndarray]:
        table = np.array([[self.values[cell, k] for k in range(self.wanted)] for cell in self.cells])
        paired = table[1:] - table[:1] if len(self.cells) > 1 else table
        return {name: paired[:, :, place] for place, name in enumerate(names)}

    def decide(self, asked: Mapping[str, float]) -> None:
        """Look at the intervals; stop, or ask for the next block."""
        if self.wanted:
            self.enough = enough(self.differences(list(asked)), asked, self.wanted)
            # An indicator may be rare, a scenario of which every run fails is broken: no more of its runs.
            broken = any(all((cell, k) in self.failed for k in range(self.wanted)) for cell in self.cells)
            self.over = self.enough or self.wanted >= self.most or broken
        if not self.over:
            self.wanted = next_look(self.wanted, self.most)


class Sequential:
    """Replicates at each point until the declared intervals are narrow enough there.

    Parameters
    ----------
    cells : of the study, the first scenario being the baseline of the differences.
    asked : half-width to be reached by indicator.
    most : replicates at which to give up.
    outputs : names of the numbers of a run.
    known : finished runs: values of the asked indicators, or None where the run failed.
    """

    def __init__(
        self, cells: Sequence[Cell], asked: Mapping[str, float], most: int, outputs: Sequence[str],
        known: Mapping[Task, np.ndarray | None],
    ) -> None:  # fmt: skip
        self.asked = dict(asked)
        self._columns = [list(outputs).index(name) for name in asked]
        self._failed = np.full(len(asked), np.nan)
        together: dict[int, list[str]] = {}
        for cell in cells:
            together.setdefault(cell.point, []).append(cell.id)
        self.points = {number: _Point(names, most) for number, names in together.items()}
        self._of: dict[str, list[_Point]] = {}
        for point in self.points.values():
            for name in dict.fromkeys(point.cells):
                self._of.setdefault(name, []).append(point)
        self._known = {task: self._failed if values is None else values for task, values in known.items()}
        self._given: set[Task] = set()
        self._ready: deque[Task] = deque()
        self.total = self.finished = 0
        for point in self.points.values():
            self._go_on(point)
        self.finished = self.total - len(self._ready)

    def _go_on(self, point: _Point) -> None:
        """Decide as often as what is known allows; then ask for what is missing."""
        while not point.over and point.complete:
            before = point.wanted
            point.decide(self.asked)
            for task in [(cell, k) for k in range(before, point.wanted) for cell in point.cells]:
                self._want(point, task)

    def _want(self, point: _Point, task: Task) -> None:
        if task in self._known:
            self._take_note(point, task)
        elif task not in self._given:
            self._ready.append(task)
        if task not in self._given:
            self._given.add(task)
            self.total += 1

    def _take_note(self, point: _Point, task: Task) -> None:
        point.values[task] = self._known[task]
        if point.values[task] is self._failed:
            point.failed.add(task)

    def take(self, most: int) -> list[Task]:
        """Return up to `most` runs."""
        return [self._ready.popleft() for _ in range(min(most, len(self._ready)))]

    def add(self, row: Row) -> None:
        """Take note of a finished run; its point may be decided by it."""
        values = self._failed if row.values is None else np.frombuffer(row.values, dtype=np.float64)[self._columns]
        self._known[row.task] = values
        for point in self._of.get(row.cell, ()):
            if row.replicate < point.wanted:
                self._take_note(point, row.task)
                self._go_on(point)

    def replicates(self) -> dict[int, int]:
        """Return how many replicates each point takes, as far as is decided."""
        return {number: point.wanted for number, point in self.points.items()}

    def reached(self) -> dict[int, Reached]:
        """Return how narrow the intervals are at each point that is decided."""
        return {
            number: Reached(
                self.asked, widest(point.differences(list(self.asked)), point.wanted), point.wanted, point.enough
            )
            for number, point in self.points.items()
            if point.over
        }
