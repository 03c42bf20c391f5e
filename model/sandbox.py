"""Mechanisms by themselves: what a rule, a landscape or a queue needs to be called without a simulation.

`tie_lists` turns any networkx graph into the plain arrays that rules of ties take. `district` gives a whole district in
which everything is at its declared defaults but what is named, so that `step` of one mechanism can be called on it:
plain arrays or a graph in, arrays out. `landscape` draws an NK landscape, `queue` an empty queue. These only arrange
arrays; what happens to them is done by the functions that the simulation runs.

Examples
--------
>>> import networkx as nx
>>> from cogov.model.mechanisms import belonging
>>> graph = nx.path_graph(3)
>>> nx.set_edge_attributes(graph, 0.5, "strength")
>>> w = district(graph, constants={"susceptibility": 1.0}, belonging=[0.0, 0.3, 0.9])
>>> belonging.step(w, 0)
>>> [round(float(x), 4) for x in w.residents.belonging]
[0.3, 0.45, 0.3]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..core.draws import python_stream
from ..core.quantity import QuantityError, nearest
from . import state
from .model import CommunityModel
from .network.neighbour_sums import UNIT
from .quantities.codes import CHUNK
from .quantities.streams import LANDSCAPE
from .rules import tables as rules
from .runtime import build as building
from .week import room_for_week


class TieLists(NamedTuple):
    """Ties as the rules take them: those of node i are the slots first[i] ... first[i] + degree[i] - 1."""

    first: NDArray[np.int64]  # n + 1
    degree: NDArray[np.int32]  # n
    neighbour: NDArray[np.int32]  # slots: position of the other end
    strength: NDArray[np.float64]  # slots
    weight: NDArray[np.int64]  # n: sum of strengths, in units of 2**-40
    home: NDArray[np.int64]  # slots of chunks of lists that are summed together, as in `state.Ties`


def tie_lists(graph: nx.Graph, weight: str = "weight") -> TieLists:
    """Return the ties of a networkx graph as plain arrays, nodes in the order of the graph.

    Parameters
    ----------
    graph : any graph without parallel edges; of a directed one, a node looks at its successors. Loops stay.
    weight : edge attribute with the strength; 1 where it is missing.

    Raises
    ------
    ValueError
        For a graph with parallel edges.

    Examples
    --------
    >>> import networkx as nx
    >>> ties = tie_lists(nx.star_graph(3))
    >>> ties.degree.tolist(), ties.neighbour.tolist()
    ([3, 1, 1, 1], [1, 2, 3, 0, 0, 0])
    """
    if graph.is_multigraph():
        raise ValueError("the graph may have parallel edges; make it simple first, as by nx.Graph(graph)")
    row = {node: i for i, node in enumerate(graph)}
    near = [data for _, data in graph.adjacency()]
    degree = np.fromiter(map(len, near), np.int32, len(row))
    first = np.zeros(len(row) + 1, np.int64)
    np.cumsum(degree, out=first[1:])
    slots = int(first[-1])
    neighbour = np.fromiter((row[other] for ties in near for other in ties), np.int32, slots)
    strength = np.fromiter((data.get(weight, 1.0) for ties in near for data in ties.values()), np.float64, slots)
    weights = np.zeros(len(row), np.int64)
    np.add.at(weights, np.repeat(np.arange(len(row)), degree), (UNIT * strength + 0.5).astype(np.int64))
    home = np.append(first[:-1:CHUNK], slots) if len(row) else np.zeros(1, np.int64)
    return TieLists(first, degree, neighbour, strength, weights, home)


def district(
    residents: int | nx.Graph = 60, *, seed: int = 1, communities: int = 1, levers: Mapping[str, Any] | None = None,
    environment: Mapping[str, Any] | None = None, constants: Mapping[str, Any] | None = None, **columns: ArrayLike,
) -> Any:  # fmt: skip
    """Return a district as it is built, without a burn-in unless one is asked for; `step(district, week)` of any mechanism can be called on it by itself.

    Parameters
    ----------
    residents : how many adults, or a networkx graph of them (its edges are the ties; nodes may say their `community`).
    seed, communities, levers, environment, constants : as of `CommunityModel`.
    columns : values of residents by the name of the column: one for all, or one each in the order of the graph's nodes.

    Returns
    -------
    World : groups of arrays by name, such as ``district.residents.belonging``; what a mechanism does is done to them.
        Residents stand in the order of nodes unless these name places that are not in order.

    Raises
    ------
    QuantityError
        For names that are not known and values out of bounds.

    Examples
    --------
    >>> from cogov.model.mechanisms import fatigue
    >>> w = district(3, given=[0.0, 2.0, 5.0])
    >>> fatigue.step(w, 0)
    >>> [round(float(x), 4) for x in w.residents.fatigue]
    [0.0, 0.36, 0.9]
    """
    about: dict[str, Any] = (
        {"population": residents}
        if isinstance(residents, nx.Graph)
        else {"residents": residents, "communities": communities}
    )
    model = CommunityModel(
        scenario=None,
        rng=seed,
        levers=levers,
        environment={"burn_in": 0, **(environment or {})},
        constants=constants,
        **about,
    )
    if not room_for_week(model.district.world):
        model._make_room()
    w = model.district.world
    for name, values in columns.items():
        if name not in state.Residents.fields:
            raise QuantityError(f"unknown column of residents '{name}'{nearest(name, state.Residents.fields)}")
        column = getattr(w.residents, name)
        given = np.broadcast_to(np.asarray(values, column.dtype), column.shape)
        column[:] = given if model._order is None else given[model._order]
    model._check_columns()
    return w


def landscape(elements: int, complexity: int, seed: int = 1, place: int = 0) -> tuple[NDArray, NDArray]:
    """Return an NK landscape as plain arrays: depends (N x K) and table (N * 2^(K+1)).

    Parameters
    ----------
    elements, complexity : N, and K of at most N - 1.
    seed : which elements depend on which.
    place : landscapes of one seed and different places share the dependences and no table.

    Examples
    --------
    >>> depends, table = landscape(4, 1)
    >>> depends.shape, table.shape
    ((4, 1), (16,))
    """
    if not 0 <= complexity < elements:
        raise QuantityError(f"complexity = {complexity} is out of bounds: from 0 to elements - 1 = {elements - 1}")
    depends = np.zeros((elements, complexity), np.int32)
    table = np.empty(elements * (2 << complexity))
    rules.draw_dependence(python_stream(seed, LANDSCAPE, 0), np.uint64(0), depends)
    key = python_stream(seed, LANDSCAPE + 1, 0)
    for e in range(elements):
        rules.draw_table(key, np.uint64(place), e, 2 << complexity, table)
    return depends, table


def queue(servers: int, hours: float, tasks: int = 10_000) -> tuple[Any, Any]:
    """Return an empty queue and its counters, as the functions of queues.py take them.

    Parameters
    ----------
    servers : how many work on it.
    hours : of work that each of them does a week.
    tasks : most that may stand in it at once.

    Examples
    --------
    >>> queues, counters = queue(servers=2, hours=20.0)
    >>> queues.speed.tolist(), counters.open_tasks.tolist()
    ([20.0], [0])
    """
    shapes = {name: tasks for name in state.Queues.fields if name.startswith("task_")}
    arrays = building.allocate(
        state.Queues, 1, first_server=2, server_task=servers, server_left=servers, server_free=servers, **shapes
    )
    arrays["first_server"][1] = servers
    arrays["servers"][0], arrays["speed"][0] = servers, hours
    for name in ("head", "tail", "server_task"):
        arrays[name][:] = -1
    return state.Queues(**arrays), state.Counters(**building.allocate(state.Counters, 1))
