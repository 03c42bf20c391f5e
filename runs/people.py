"""The residents and ties that a caller brings, in whatever form Python has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx

from ..data.folder import load
from ..model.population.from_graph import given_from_graph


def people_of(population: Any) -> tuple[str | None, Any]:
    """Return (folder, residents and ties) of a data folder, of a networkx graph, or of what was read before (no folder)."""
    if isinstance(population, str | Path):
        return str(Path(population).expanduser().absolute()), load(population)
    return None, given_from_graph(population) if isinstance(population, nx.Graph) else population
