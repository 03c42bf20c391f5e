"""Two to four scenarios side by side on common random numbers: live, and as an ensemble."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ...evidence.contest.declared import WEEKS
from ...experiments.comparison.compare import DEFAULT
from ...runs.settings import Setting
from ...scenarios import Scenario
from ..library import library_choices, library_parts, of_library
from ..live.district import Live
from ..live.player import Playing
from ..live.scene import colour_bytes, others, scene
from .asked import WRONG_SOME, Asking, Form
from .ensemble import Ensemble
from .visit import Visit

SLOW_SECONDS = 0.35
DEFAULTS: dict[str, Any] = {
    "scenarios": list(DEFAULT), "residents": 3200, "communities": 8, "weeks": WEEKS, "seed": 1,
}  # fmt: skip


def own_scenarios(visit: Visit) -> dict[str, Scenario]:
    """Return the scenarios a visitor has made or opened, by name."""
    return visit.keep("own", dict)


def scenario_of(visit: Visit, name: str) -> Scenario:
    """Return a scenario by its name: the visitor's own, or one of the library or of its parts; never a path."""
    own = own_scenarios(visit)
    if name in own:
        return own[name]
    return of_library(name)


def choices(visit: Visit) -> list[dict[str, str]]:
    """Return all scenarios the visitor may choose: the visitor's own, who decides, whole ones of the library."""
    deciding = {**own_scenarios(visit), **library_parts()["who"]}
    found = [{"name": name, "label": one.title[visit.language]} for name, one in deciding.items()]
    return found + library_choices(visit.language)


def newer(visit: Visit, scenario: Scenario) -> bool:
    """Return whether the visitor has written another scenario under the name of this one."""
    own = own_scenarios(visit).get(scenario.name)
    return own is not None and own != scenario


class Contest(Asking):
    """The districts of one visitor's comparison, in step with each other, and the ensemble behind them."""

    wrong = WRONG_SOME

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.tell: Callable[[bool], None] = lambda _: None
        self.ensemble = Ensemble(visit.limits, lambda: self.tell(True))
        self.generation = 0
        self.speed = 8.0
        self.message = ""
        self._slow = 0.0
        self.replicates = 20
        self.form = Form(DEFAULTS)
        self.make(self.asked)
        self.playing = Playing(self._advance, self._show, lambda: self.lives[0].week, self._ended)

    @property
    def outdated(self) -> bool:
        """Whether one of the scenarios has been written again since the districts were made."""
        return any(newer(self.visit, one) for one in self.scenarios)

    def choices(self) -> list[dict[str, str]]:
        """Return the scenarios to choose from."""
        return choices(self.visit)

    def make(self, asked: dict[str, Any]) -> None:
        """Make the districts again: the same residents and random numbers under each scenario."""
        scenarios = [scenario_of(self.visit, name) for name in asked["scenarios"]]
        lives = [Live(one, asked["residents"], asked["communities"], asked["seed"], record=False) for one in scenarios]
        self.scenarios, self.lives = scenarios, lives
        self.form.show(asked)
        self.generation += 1
        self.scenes = [scene(live.model, self.generation) for live in lives]
        self.message = ""

    @property
    def week(self) -> int:
        """Weeks run so far."""
        return self.lives[0].week

    def setting(self) -> Setting:
        """Return what an ensemble of these scenarios is asked to do."""
        asked = self.asked
        return Setting(
            tuple(self.scenarios),
            asked["weeks"],
            asked["seed"],
            asked["residents"],
            asked["communities"],
            {},
            {},
            {},
            None,
        )

    def is_asked(self, setting: Setting | None, replicates: int) -> bool:
        """Return whether a setting, so often repeated, is what the form stands for now."""
        if setting is None or self.form.changed or self.outdated:
            return False
        return setting == self.setting() and replicates == self.replicates

    def frame(self, place: int, colouring: str) -> dict[str, Any]:
        """Return what one map shows."""
        live = self.lives[place]
        with live.lock:
            colours = colour_bytes(live.model, colouring)
            return {
                "generation": self.generation,
                "week": live.week,
                "colors": colours,
                **others(live.model),
                "pulses": [],
            }

    def advance(self, weeks: int) -> None:
        """Run some weeks in each district."""
        for live in self.lives:
            live.run(weeks)

    def leave(self) -> None:
        """Stop everything."""
        self.tell = lambda _: None
        self.playing.pause()
        self.ensemble.leave()
        for live in self.lives:
            live.release()

    def _advance(self, weeks: int) -> None:
        self.advance(weeks)

    def _show(self) -> None:
        now = time.monotonic()
        slow = now - self._slow > SLOW_SECONDS
        self._slow = now if slow else self._slow
        self.tell(slow)

    def _ended(self, error: Exception | None) -> None:
        self.message = f"{type(error).__name__}: {error}" if error is not None else ""
        self.tell(True)
