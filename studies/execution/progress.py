"""How far a study is: numbers for a bar, for status.json, and a line for each failure."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.disk import WriteFailed, put
from ..design.cells import Cell
from ..errors import StudyError
from ..storage.shapes import STATUS as STATUS_SHAPE
from ..storage.shapes import json_of
from .batches import Row

STATUS, FAILURES = "status.json", "logs/failures.jsonl"
EVERY = 1.0
"""Seconds between two writings of status.json."""
MAKING = ("running", "stopping")
"""Phases in which runs come in."""
_MEMORY = 30.0
"""Seconds over which the rate is averaged."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a study is.

    Parameters
    ----------
    phase : compiling, running, waiting (no worker there), paused (no room on the disk), stopping, finished, interrupted, failed.
    done, failed, total : runs finished (those before included), failed among them, and in all, as far as is known.
    rate : runs a second, lately; None at first.
    seconds_left : at this rate; None while it is unknown, or nothing is being made.
    elapsed : seconds since the start.
    workers, deaths : how many there are, how many died.
    note : what there is to say.
    """

    phase: str
    done: int = 0
    failed: int = 0
    total: int = 0
    rate: float | None = None
    seconds_left: float | None = None
    elapsed: float = 0.0
    workers: int = 0
    deaths: int = 0
    note: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        found = dataclasses.asdict(self)
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in found.items()}


Tell = Callable[[State], None]


class Meter:
    """Counts runs and reports progress: to a callback, and to status.json in the folder.

    Parameters
    ----------
    folder : of the study.
    tell : called with each new `State`.
    """

    def __init__(self, folder: Path, tell: Tell | None = None) -> None:
        self.folder, self._tell = folder, tell
        self.phase, self.note = "compiling", ""
        self.done = self.failed = self.total = self.workers = self.deaths = self.fresh = 0
        self.seconds: float | None = None
        self._started = time.monotonic()
        self._rate: float | None = None
        self._looked = (self._started, 0)
        self._written = self._told = -EVERY

    def add(self, row: Row) -> None:
        """Count a finished run."""
        self.done += 1
        self.fresh += 1
        if self.fresh == 1:  # from here on the rate is counted; workers have taken their time to start
            self._looked = time.monotonic(), 1
        if row.error is not None:
            self.failed += 1
        elif row.seconds:
            self.seconds = row.seconds if self.seconds is None else 0.95 * self.seconds + 0.05 * row.seconds

    def state(self) -> State:
        """Return how far it is."""
        now = time.monotonic()
        since, before = self._looked
        if self.fresh and now - since >= 1.0 and self.phase in MAKING:
            rate, weight = (self.fresh - before) / (now - since), min(1.0, (now - since) / _MEMORY)
            self._rate = rate if self._rate is None else (1 - weight) * self._rate + weight * rate
            self._looked = now, self.fresh
        left = (self.total - self.done) / self._rate if self._rate and self.phase in MAKING else None
        return State(
            self.phase, self.done, self.failed, self.total, self._rate, left, now - self._started, self.workers,
            self.deaths, self.note,
        )  # fmt: skip

    def tell(self, now: bool = False) -> None:
        """Report the state, not too often unless `now`."""
        clock = time.monotonic()
        if self._tell is not None and (now or clock - self._told > 0.1):
            self._told = clock
            self._tell(self.state())
        if now or clock - self._written > EVERY:
            self._written = clock
            about = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "process": os.getpid(), **self.state().plain()}
            data = (json.dumps(about, indent=2) + "\n").encode()
            try:
                put(self.folder / STATUS, data, sync=False)
            except WriteFailed:  # no room: over the old one, whose place on the disk is there
                _write_over(self.folder / STATUS, data)

    def set(self, phase: str, note: str = "") -> None:
        """Enter a phase; reported at once if it is another one."""
        if (phase, note) != (self.phase, self.note):
            if (
                phase in MAKING and self.phase not in MAKING
            ):  # time in which nothing could be made is no part of the rate
                self._looked = time.monotonic(), self.fresh
            self.phase, self.note = phase, note
            self.tell(now=True)


def last_status(folder: Path) -> dict[str, Any]:
    """Return what status.json says; empty if there is none, or none whole."""
    try:
        return json_of(folder / STATUS, STATUS_SHAPE)
    except StudyError:  # it is written over in its place on a full disk; no result is in it
        return {}


def _write_over(path: Path, data: bytes) -> None:
    with contextlib.suppress(OSError), path.open("r+b") as file:
        file.write(data)
        file.truncate()


def log_failure(folder: Path, cell: Cell | None, row: Row) -> None:
    """Add a line about a failed run to the log: which, with which values, what happened where."""
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "cell": row.cell, "replicate": row.replicate,
        "scenario": cell and cell.scenario, "point": cell and cell.point, "values": cell and dict(cell.values),
        "error": row.error, "where": row.where, "trace": row.trace,
    }  # fmt: skip
    path = folder / FAILURES
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
