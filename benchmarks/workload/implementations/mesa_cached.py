"""Mesa with each resident's neighbours kept in a list: the fair figure for Mesa when ties do not change."""

from __future__ import annotations

from ..draws import Draws
from ..rules import Start
from .mesa_objects import ObjectModel, runner


class CachedModel(ObjectModel):
    """Residents who know their neighbours."""

    def connect(self, start: Start) -> None:
        """Give everybody a list."""
        for resident in self.people:
            resident.neighbours = []
        for one, other in self.ties:
            one.neighbours.append(other)
            other.neighbours.append(one)


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    return runner(CachedModel(start, draws, seed))
