"""One visitor's live district: a model that runs week by week, what was done to it, and what is worth remembering.

Nothing here knows of browsers. A lock lets the thread that plays and the thread that answers clicks use one model.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model.model import CommunityModel
from ...model.quantities.levers import LEVERS
from ...scenarios import Change, Scenario, compose, load
from .scene import participation_share

HISTORY_EVERY = 4
"""Weeks between two notes of what each resident was like."""

REMEMBERED = ("satisfaction", "belonging", "trust_government", "participation")
EVENTS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of a lever on the time line: by the visitor, or by the scenario's own dates."""

    week: int
    lever: str
    before: Any
    after: Any
    own: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as the model recorded it."""

    week: int
    kind: str
    community: int
    who: int
    what: int
    value: float


class Live:
    """A district that runs.

    Parameters
    ----------
    scenario : name of the library, or a scenario.
    residents, communities : size.
    seed : whole number; the same seed gives the same residents and random numbers.
    environment, constants : values that replace the defaults.
    record : keep events and notes on residents (a run that is only compared needs neither).
    """

    def __init__(
        self, scenario: str | Scenario = "status_quo", residents: int = 3200, communities: int = 8, seed: int = 1,
        environment: Mapping[str, Any] | None = None, constants: Mapping[str, Any] | None = None, record: bool = True,
    ) -> None:  # fmt: skip
        self.lock = threading.RLock()
        self.scenario = load(scenario) if isinstance(scenario, str) else scenario
        self.record = record
        self.model = CommunityModel(
            scenario=self.scenario, residents=residents, communities=communities, rng=seed, environment=environment,
            constants=constants, record_events=record,
        )  # fmt: skip
        self.seed = seed
        self._made = (self.scenario, residents, communities, seed, environment, constants, record)
        self.marks: list[Mark] = []
        self.events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self._known_events = 0
        self._notes: list[np.ndarray] = []
        self._note_weeks: list[int] = []
        self._remember()

    @property
    def week(self) -> int:
        """Weeks that have been run."""
        return self.model.week

    @property
    def levers(self) -> dict[str, Any]:
        """Levers as asked for now; what the budget leaves of them is in `model.plan`."""
        return dict(self.model.levers)

    def again(self) -> Live:
        """Return the same district before its first week, without the visitor's changes."""
        return Live(*self._made)

    def other(self, residents: int, communities: int, seed: int) -> Live:
        """Return a district of another size and seed under the same scenario and values."""
        scenario, _, _, _, environment, constants, record = self._made
        return Live(scenario, residents, communities, seed, environment, constants, record)

    def release(self) -> None:
        """Give the model's memory back at once. A model is in cycles of references, which else wait for a collection."""
        with self.lock:
            vars(self.model).clear()
            del self.model
            self.events.clear()
            self._notes.clear()

    def step(self) -> None:
        """Run a week."""
        self.run(1)

    def run(self, weeks: int) -> None:
        """Run some weeks; notes and dated changes are made in between."""
        with self.lock:
            last = self.week + weeks
            while self.week < last:
                stops = [last, *(w for w, _ in self.model.changes if w > self.week)]
                if self.record:
                    stops.append(self.week + HISTORY_EVERY - self.week % HISTORY_EVERY)
                before, week = self.levers, self.week
                stop = min(stops)
                if stop - week == 1:
                    self.model.step()
                else:
                    self.model.run_for(stop - week)
                self._mark(before, week)
                if self.record:
                    self._tell()
                    if self.week % HISTORY_EVERY == 0:
                        self._remember()

    def set(self, lever: str, value: Any) -> None:
        """Set a lever from now on; raises QuantityError where it cannot have this value."""
        with self.lock:
            before = self.model.levers[lever]
            self.model.set(**{lever: value})
            after = self.model.levers[lever]
            if after == before:
                return
            earlier = [m for m in self.marks if m.week == self.week and m.lever == lever and m.own]
            if earlier:  # one mark a week and lever: from what it was at first to what it is at last
                self.marks.remove(earlier[0])
                before = earlier[0].before
            if after != before:
                self.marks.append(Mark(self.week, lever, before, after, True))

    def _mark(self, before: Mapping[str, Any], week: int) -> None:
        """Note changes that the scenario's dates made while running."""
        now = self.model.levers
        for lever in LEVERS:
            if now[lever] != before[lever]:
                self.marks.append(Mark(week, lever, before[lever], now[lever], False))

    def _tell(self) -> None:
        frame = self.model.events_after(self._known_events)
        self._known_events += len(frame)
        if len(frame) > EVENTS_KEPT:
            frame = frame.iloc[-EVENTS_KEPT:]
        self.events.extend(Event(*row) for row in zip(*(frame[name].tolist() for name in frame.columns)))

    def _remember(self) -> None:
        if not self.record:
            return
        residents = self.model.residents
        columns = [
            participation_share(residents) if n == "participation" else getattr(residents, n) for n in REMEMBERED
        ]
        self._notes.append(np.stack([(255 * np.clip(c, 0, 1)).astype(np.uint8) for c in columns]))
        self._note_weeks.append(self.week)

    def history(self, row: int) -> tuple[list[int], dict[str, list[float]]]:
        """Return the weeks of notes and what the resident of a home was like, by quantity."""
        with self.lock:
            values = np.stack([note[:, row] for note in self._notes]) / 255
            return list(self._note_weeks), {name: values[:, k].round(3).tolist() for k, name in enumerate(REMEMBERED)}

    def series(self, names: Sequence[str]) -> np.ndarray:
        """Return weekly indicators so far: float32, indicators x weeks."""
        with self.lock:
            collected = self.model.datacollector.model_vars
            return np.array([collected[name] for name in names], np.float32)

    def as_scenario(self, name: str) -> Scenario:
        """Return this run as a scenario: where it began, and what was changed since, dated."""
        by_week: dict[int, dict[str, Any]] = {}
        for mark in self.marks:
            if mark.own:
                by_week.setdefault(mark.week, {})[mark.lever] = mark.after
        return compose(
            self.scenario, changes=[Change(week, levers) for week, levers in sorted(by_week.items())], name=name
        )
