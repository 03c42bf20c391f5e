"""One visitor's exploring: the live district, its player, and the selected agent; it outlasts the page that shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ...core.text import Text
from ..live.district import Live
from ..live.feed import pulses
from ..live.player import Playing
from ..live.scene import colour_bytes, others, scene
from .asked import WRONG_ONE, Asking, Form, setting_line
from .compare_session import choices, newer, scenario_of
from .visit import Visit

SLOW_SECONDS = 0.3
"""Charts, feed and panel are sent no oftener than this while playing."""

DEFAULTS = {"scenario": "co_governance", "residents": 3200, "communities": 8, "seed": 1}


class Exploring(Asking):
    """The visitor's live district with its player, kept while he or she visits other pages."""

    wrong = WRONG_ONE

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.generation = 0
        self.replay: Callable[[], Live] | None = None
        self.form = Form(DEFAULTS)
        self.origin = Text("", "")
        self.speed = 8.0
        self.picked: tuple[str, int] | None = None
        self.followed = False
        self.tell: Callable[[bool], None] = lambda _: None  # set by the page that is shown
        self.message = ""
        self._slow = 0.0
        self.make(self.asked)
        self.playing = Playing(self._advance, self._show, lambda: self.live.week, self._ended)

    @property
    def outdated(self) -> bool:
        """Whether the scenario of this name has been written again since the district was made."""
        return self.replay is None and newer(self.visit, self.live.scenario)

    def choices(self) -> list[dict[str, str]]:
        """Return the scenarios to choose from; the one that is shown is always among them."""
        found = choices(self.visit)
        now = self.live.scenario
        if now.name not in {one["name"] for one in found}:
            found.insert(0, {"name": now.name, "label": now.title[self.visit.language]})
        return found

    def heading(self) -> str:
        """Return what is shown, in a line."""
        language, asked = self.visit.language, self.asked
        changed = any(mark.own for mark in self.live.marks)
        parts = [
            self.live.scenario.title[language],
            self.origin[language],
            setting_line(language, asked["residents"], asked["communities"], asked["seed"]),
            Text("levers changed by hand", "杠杆已手动调整")[language] if changed else "",
        ]
        return " · ".join(part for part in parts if part)

    def make(self, asked: dict[str, Any]) -> None:
        """Make a district again; a replayed run keeps its study's values as long as its scenario is not changed."""
        size = asked["residents"], asked["communities"], asked["seed"]
        if self.replay is not None and asked["scenario"] == self.asked["scenario"]:
            live = self.live.other(*size)
            self._take(live, asked, live.again, self.origin)
        else:
            self._take(Live(scenario_of(self.visit, asked["scenario"]), *size), asked)

    def take(self, live: Live, origin: Text) -> None:
        """Show a district that was made elsewhere, a run of a study; `origin` names it."""
        self.playing.pause()
        model = live.model
        size = {"residents": len(model.residents.alive), "communities": len(model.communities.key)}
        self._take(live, {"scenario": live.scenario.name, "seed": live.seed, **size}, live.again, origin)

    def restart(self) -> None:
        """Make the same district again, before its first week."""
        self._take(self.live.again(), self.asked, self.replay, self.origin)

    def _take(
        self, live: Live, asked: dict[str, Any], replay: Callable[[], Live] | None = None, origin: Text | None = None
    ) -> None:  # fmt: skip
        self.live, self.replay, self.origin = live, replay, origin or Text("", "")
        self.form.show(asked)
        self.generation += 1
        self.scene = scene(live.model, self.generation)
        self.start_levers = live.levers
        self.picked = None
        self.message = ""

    def _advance(self, weeks: int) -> None:
        self.live.run(weeks)

    def _show(self) -> None:
        now = time.monotonic()
        slow = now - self._slow > SLOW_SECONDS
        if slow:
            self._slow = now
        self.tell(slow)

    def _ended(self, error: Exception | None) -> None:
        if error is not None:
            self.message = f"{type(error).__name__}: {error}"
        self.tell(True)

    def frame(self, colouring: str) -> dict[str, Any]:
        """Return what the map shows of this week."""
        with self.live.lock:
            week = self.live.week
            return {
                "generation": self.generation,
                "week": week,
                "colors": colour_bytes(self.live.model, colouring),
                **others(self.live.model),
                "pulses": pulses(reversed(self.live.events), week),
            }

    def leave(self) -> None:
        """Stop and release the model."""
        self.tell = lambda _: None
        self.playing.pause()
        self.live.release()


def exploring_of(visit: Visit) -> Exploring:
    """Return the visitor's live district, made when first asked for."""

    def make() -> Exploring:
        exploring = Exploring(visit)
        visit.on_leave.append(exploring.leave)
        return exploring

    return visit.keep("explore", make)
