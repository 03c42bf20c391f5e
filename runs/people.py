"""The residents and ties that a caller brings, in whatever form Python has them, and a digest of all that they hold."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from ..data.folder import load
from ..model.population.from_graph import given_from_graph


def people_of(population: Any) -> tuple[str | None, Any]:
    """Return (folder, residents and ties) of a data folder, of a networkx graph, or of what was read before (no folder)."""
    if isinstance(population, str | Path):
        return str(Path(population).expanduser().absolute()), load(population)
    return None, given_from_graph(population) if isinstance(population, nx.Graph) else population


def population_digest(population: Any) -> str | None:
    """Return a digest of all that a population holds, or None without one."""
    if population is None:
        return None
    digest = hashlib.sha256()
    _digest(digest, given_from_graph(population) if isinstance(population, nx.Graph) else population)
    return digest.hexdigest()


def _digest(digest: Any, value: Any) -> None:
    digest.update(f"<{type(value).__name__}>".encode())
    if isinstance(value, np.ndarray):
        words = value.dtype.kind in "OUS"
        digest.update(f"{value.dtype.str} {value.shape}".encode())
        digest.update("\n".join(map(str, value.ravel())).encode() if words else np.ascontiguousarray(value).tobytes())
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            _digest(digest, getattr(value, field.name))
    elif isinstance(value, Mapping):
        for name in value:
            digest.update(str(name).encode())
            _digest(digest, value[name])
    elif isinstance(value, tuple | list):
        for item in value:
            _digest(digest, item)
    else:
        digest.update(repr(value).encode())
