"""Mesa with neighbours from networkx: a graph whose nodes are the residents, asked each week."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from ..draws import Draws
from ..rules import Start
from .mesa_objects import ObjectModel, Resident, runner


class GraphResident(Resident):
    """A resident who asks the graph."""

    @property
    def neighbours(self) -> Iterator[Resident]:
        """Those who are tied to this one."""
        return self.model.graph.neighbors(self)


class GraphModel(ObjectModel):
    """Residents who are the nodes of a graph."""

    resident_class = GraphResident

    def connect(self, start: Start) -> None:
        """Make the graph."""
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.people)
        self.graph.add_edges_from(self.ties)


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    return runner(GraphModel(start, draws, seed))
