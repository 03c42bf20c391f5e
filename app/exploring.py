"""One visitor's exploring: the live district, its player, and whoever is chosen; it outlasts the page that shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .contest import scenario_of
from .feed import pulses
from .live import Live
from .playing import Playing
from .scene import colour_bytes, others, scene
from .visit import Visit

SLOW_SECONDS = 0.3
"""Charts, feed and panel are sent no oftener than this while playing."""

DEFAULTS = {"scenario": "co_governance", "residents": 3200, "communities": 8, "seed": 1}


class Exploring:
    """The visitor's live district with its player, kept while he or she visits other pages."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.generation = 0
        self.asked = dict(DEFAULTS)
        self.speed = 8.0
        self.picked: tuple[str, int] | None = None
        self.followed = False
        self.tell: Callable[[bool], None] = lambda _: None  # set by the page that is shown
        self.message = ""
        self._slow = 0.0
        self.make(self.asked)
        self.playing = Playing(self._advance, self._show, lambda: self.live.week, self._ended)

    def make(self, asked: dict[str, Any]) -> None:
        """Make a district anew."""
        live = Live(scenario_of(self.visit, asked["scenario"]), asked["residents"], asked["communities"], asked["seed"])
        self.replay: Callable[[], Live] | None = None
        self._take(live, asked)

    def take(self, live: Live) -> None:
        """Show a district that was made elsewhere: a run of a study."""
        self.playing.pause()
        self.replay = lambda: live.again()
        model = live.model
        size = {"residents": len(model.residents.alive), "communities": len(model.communities.key)}
        self._take(live, {"scenario": live.scenario.name, "seed": live.seed, **size})

    def restart(self) -> None:
        """Make the same district anew, before its first week."""
        if self.replay is not None:
            self._take(self.replay(), self.asked)
        else:
            self.make(self.asked)

    def _take(self, live: Live, asked: dict[str, Any]) -> None:
        self.live, self.asked = live, dict(asked)
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
        """Stop and let go of the model."""
        self.tell = lambda _: None
        self.playing.pause()


def exploring_of(visit: Visit) -> Exploring:
    """Return the visitor's live district, made when first asked for."""

    def make() -> Exploring:
        exploring = Exploring(visit)
        visit.on_leave.append(exploring.leave)
        return exploring

    return visit.keep("explore", make)
