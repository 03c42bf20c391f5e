"""A population and its ties from a user's networkx graph."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .given import natural

PLACES = ("community", "grid", "building", "household")
_KINDS = {"household": 0, "building": 1, "acquaintance": 2}  # TIE_...


@dataclass(frozen=True, slots=True)
class GraphPopulation:
    """What a graph says about residents and their ties; residents in the order of nodes."""

    nodes: list[Hashable]
    places: dict[str, NDArray[np.int64]]  # community, grid, building, household: codes, -1 where missing
    labels: dict[str, list[Any]]  # what each code of a place stands for
    attributes: dict[str, list[Any]]  # all other node attributes, None where missing
    source: NDArray[np.int64]  # edges, as positions of nodes
    target: NDArray[np.int64]
    kind: NDArray[np.int64]  # TIE_..., -1 where unknown
    strength: NDArray[np.float64]  # share, nan where unknown
    warnings: list[str]


def _coded(values: list[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Number the labels in their natural order, whatever the order of nodes; None and nan are missing."""
    there = dict.fromkeys(value for value in values if value is not None and value == value)
    codes = {value: code for code, value in enumerate(sorted(there, key=lambda value: natural(str(value))))}
    numbers = [-1 if value is None or value != value else codes[value] for value in values]
    return np.array(numbers, np.int64), list(codes)


def _strengths(data: list[dict], warnings: list[str]) -> NDArray[np.float64]:
    """Read `strength`, else `weight`; weights above 1 are divided by the greatest."""
    strength = np.array([float(d.get("strength", d.get("weight", np.nan))) for d in data], np.float64)
    if (strength < 0.0).any():
        raise ValueError("edges of the graph have negative strength or weight; allowed is a share from 0 to 1")
    greatest = np.nanmax(strength, initial=0.0)
    if greatest > 1.0:
        warnings.append(f"strengths of ties were divided by the greatest, {greatest:g}")
        strength = strength / greatest
    return strength


def from_graph(graph: Any) -> GraphPopulation:
    """Read a networkx graph of any kind: each node is a resident, each pair of nodes with an edge is a tie.

    Directions and parallel edges are collapsed (the first edge counts), self loops left out; `warnings` says so. Node attributes
    `community`, `grid`, `building`, `household` may hold any hashable labels, missing ones too. Edge attributes: `kind` (household,
    building, acquaintance) and `strength` or `weight`.

    Raises
    ------
    ValueError
        For a graph without nodes, an unknown kind of tie, or a negative strength.
    """
    nodes = list(graph.nodes)
    if not nodes:
        raise ValueError("the graph has no nodes: a population needs at least one resident")
    row = {node: i for i, node in enumerate(nodes)}
    about = [graph.nodes[node] for node in nodes]
    coded = {place: _coded([data.get(place) for data in about]) for place in PLACES}
    names = dict.fromkeys(name for data in about for name in data if name not in PLACES)
    warnings: list[str] = []
    edges: dict[tuple[int, int], dict] = {}
    loops = repeated = 0
    for u, v, data in graph.edges(data=True):
        i, j = row[u], row[v]
        pair = (min(i, j), max(i, j))
        loops += i == j
        repeated += pair in edges
        if i != j and pair not in edges:
            edges[pair] = data
    if loops:
        warnings.append(f"{loops} self loops were left out")
    if repeated:
        warnings.append(f"{repeated} parallel or opposite edges were collapsed")
    kinds = [data.get("kind") for data in edges.values()]
    unknown = sorted({str(kind) for kind in kinds if kind is not None and kind not in _KINDS})
    if unknown:
        raise ValueError(f"edges of kind {', '.join(unknown)}: a tie is one of {', '.join(_KINDS)}")
    ends = np.array(list(edges), np.int64).reshape(-1, 2)
    return GraphPopulation(
        nodes,
        {place: codes for place, (codes, _) in coded.items()},
        {place: labels for place, (_, labels) in coded.items()},
        {name: [data.get(name) for data in about] for name in names},
        ends[:, 0].copy(), ends[:, 1].copy(),
        np.array([-1 if kind is None else _KINDS[kind] for kind in kinds], np.int64),
        _strengths(list(edges.values()), warnings),
        warnings,
    )  # fmt: skip
