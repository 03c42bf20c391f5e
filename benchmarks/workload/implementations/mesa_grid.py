"""Mesa as its guides have it: residents on a `NetworkGrid`, which they ask for their neighbours each week."""

from __future__ import annotations

import networkx as nx
from mesa.space import NetworkGrid

from ..draws import Draws
from ..rules import Start
from .mesa_objects import ObjectModel, Resident, runner


class GridResident(Resident):
    """A resident who asks the grid."""

    @property
    def neighbours(self) -> list[Resident]:
        """Those on neighbouring nodes."""
        return self.model.grid.get_neighbors(self.pos, include_center=False)


class GridModel(ObjectModel):
    """Residents on a `NetworkGrid`."""

    resident_class = GridResident

    def connect(self, start: Start) -> None:
        """Place everybody on a node."""
        graph = nx.Graph()
        graph.add_nodes_from(range(start.residents))
        graph.add_edges_from(start.graph.edges())
        self.grid = NetworkGrid(graph)
        for node, resident in enumerate(self.people):
            self.grid.place_agent(resident, node)


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    return runner(GridModel(start, draws, seed))
