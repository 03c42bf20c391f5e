"""All agents and their relations as one networkx.Graph, over arrays.

`network_view` makes a genuine `networkx.Graph` without an object for each node: what networkx asks for is read from arrays, and
dictionaries are made on demand. It is a snapshot of the structure at the moment of the call, read-only; ``.copy()`` gives an ordinary
graph. One pair of nodes has one edge; where two relations meet, the tie comes before membership, service and administration.

Nodes are the `unique_id` of the agents who are alive. Node attributes: `kind` (resident, organization, social_worker, government), `community`
(not for governments), `level` (governments: 0 district, 1 street office). Edge attributes: `kind`, and `weight` (strength of ties, else 1):

- household, building, acquaintance, activity: between residents;
- membership: resident and organisation;
- service: social worker and each organisation of his or her community;
- administration: district and street offices; street office and the organisations and social workers of its communities.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from typing import Any, NoReturn

import networkx as nx
import numpy as np
from numpy.typing import NDArray

NODE_KINDS = ("resident", "organization", "social_worker", "government")
TIE_KINDS = ("household", "building", "acquaintance", "activity")  # TIE_...
EDGE_KINDS = (*TIE_KINDS, "membership", "service", "administration")
MEMBERSHIP, SERVICE, ADMINISTRATION = range(len(TIE_KINDS), len(EDGE_KINDS))
_GROUPS = ("residents", "organizations", "workers", "governments")


def _whole(node: Any) -> int:
    """Return a node as an index; -1 for what cannot be one."""
    if isinstance(node, int | np.integer) and node >= 0:
        return int(node)
    if isinstance(node, float) and node.is_integer() and node >= 0:
        return int(node)  # 1.0 and 1 are one key of a dict
    hash(node)  # as a dict would: TypeError for what can be no node
    return -1


class Attributes(dict):
    """A dictionary that cannot be changed; copies are ordinary dictionaries."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("the network is a view; change a copy of it")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def copy(self) -> dict:
        """Return an ordinary dictionary."""
        return dict(self)

    def __deepcopy__(self, _memo: dict) -> dict:
        return dict(self)

    def __reduce__(self) -> tuple:
        return dict, (dict(self),)


class _Structure:
    """The arrays of a snapshot. Nodes are numbered 0 ... n - 1; the neighbours of number u are at ``first[u]:first[u + 1]``."""

    __slots__ = ("community", "first", "ids", "kind", "level", "neighbour", "number", "tie_kind", "weight")

    def __init__(
        self, ids: NDArray, kind: NDArray, community: NDArray, level: NDArray, edges: tuple[NDArray, ...]
    ) -> None:
        self.ids, self.kind, self.community, self.level = ids, kind, community, level
        if ids.size and ids.min() <= 0:
            raise ValueError(
                "an agent has no unique_id yet: stores must be synchronised before the network is looked at"
            )
        self.number = np.full(int(ids.max(initial=0)) + 1, -1, np.int32)
        self.number[ids] = np.arange(len(ids), dtype=np.int32)
        source, target, self.tie_kind, self.weight = edges
        self.first = np.zeros(len(ids) + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=len(ids)), out=self.first[1:])
        self.neighbour = ids[target]

    def find(self, node: Any) -> int:
        """Return the number of a node; -1 if there is no such node."""
        index = _whole(node)
        return int(self.number[index]) if 0 <= index < self.number.size else -1

    def attributes(self, u: int) -> Attributes:
        """Return the attributes of the node of number u."""
        found = {"kind": NODE_KINDS[self.kind[u]]}
        if self.kind[u] == 3:
            return Attributes({**found, "level": int(self.level[u])})
        return Attributes({**found, "community": int(self.community[u])})

    def edge(self, slot: int) -> Attributes:
        """Return the attributes of the edge at a slot."""
        return Attributes({"kind": EDGE_KINDS[self.tie_kind[slot]], "weight": float(self.weight[slot])})


class _Items(ItemsView):
    """Items without a search for each key."""

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        return self._mapping.pairs()  # type: ignore[attr-defined]


class _Row(Mapping):
    """Neighbours of one node."""

    __slots__ = ("begin", "end", "structure")

    def __init__(self, structure: _Structure, u: int) -> None:
        self.structure, self.begin, self.end = structure, int(structure.first[u]), int(structure.first[u + 1])

    def _slot(self, node: Any) -> int:
        found = np.flatnonzero(self.structure.neighbour[self.begin : self.end] == _whole(node))
        return self.begin + int(found[0]) if found.size else -1

    def __getitem__(self, node: Any) -> Mapping[str, Any]:
        slot = self._slot(node)
        if slot < 0:
            raise KeyError(node)
        return self.structure.edge(slot)

    def __contains__(self, node: Any) -> bool:
        return self._slot(node) >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self.structure.neighbour[self.begin : self.end].tolist())

    def __len__(self) -> int:
        return self.end - self.begin

    def pairs(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield neighbours with the attributes of their edges."""
        return ((node, self.structure.edge(self.begin + k)) for k, node in enumerate(self))

    def items(self) -> ItemsView:
        """Neighbours with the attributes of their edges."""
        return _Items(self)


class _Table(Mapping):
    """A mapping from each node to what `_value` says about its number."""

    __slots__ = ("structure",)

    def __init__(self, structure: _Structure) -> None:
        self.structure = structure

    def _value(self, u: int) -> Any:
        raise NotImplementedError

    def __getitem__(self, node: Any) -> Any:
        u = self.structure.find(node)
        if u < 0:
            raise KeyError(node)
        return self._value(u)

    def __contains__(self, node: Any) -> bool:
        return self.structure.find(node) >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self.structure.ids.tolist())

    def __len__(self) -> int:
        return len(self.structure.ids)

    def pairs(self) -> Iterator[tuple[int, Any]]:
        """Yield nodes with what is said about them."""
        return ((node, self._value(u)) for u, node in enumerate(self))

    def items(self) -> ItemsView:
        """Nodes with what is said about them."""
        return _Items(self)


class _Adjacency(_Table):
    __slots__ = ()

    def _value(self, u: int) -> _Row:
        return _Row(self.structure, u)


class _Nodes(_Table):
    __slots__ = ()

    def _value(self, u: int) -> Mapping[str, Any]:
        return self.structure.attributes(u)


class NetworkView(nx.Graph):
    """A read-only graph over arrays. Without arguments, as networkx makes copies and subgraphs, it is an ordinary graph."""

    def __new__(cls, structure: Any = None, **attributes: Any) -> Any:
        """Make a view of a structure, or an ordinary graph of anything else."""
        if not isinstance(structure, _Structure):
            return nx.Graph(structure, **attributes)
        return super().__new__(cls)

    def __init__(self, structure: _Structure) -> None:
        super().__init__()
        self._adj = _Adjacency(structure)
        self._node = _Nodes(structure)
        nx.freeze(self)

    def number_of_edges(self, u: Any = None, v: Any = None) -> int:
        """Number of edges, or 1 if u and v have one, else 0."""
        return self._adj.structure.neighbour.size // 2 if u is None else int(self.has_edge(u, v))

    def __reduce__(self) -> tuple:
        """Pickle and copy as an ordinary graph."""
        return nx.Graph, (self.copy(),)


def _tie_ends(ties: Mapping[str, NDArray]) -> tuple[NDArray, NDArray]:
    degree = ties["degree"].astype(np.int64)
    begin = np.cumsum(degree) - degree
    resident = np.repeat(np.arange(len(degree)), degree)
    return resident, np.arange(len(resident)) + np.repeat(ties["first"].astype(np.int64) - begin, degree)


def _pairs_within(left: NDArray, right: NDArray) -> tuple[NDArray, NDArray]:
    """Return positions of all pairs with equal values; values are places, 0 and up."""
    order = np.argsort(right, kind="stable")
    low, high = np.searchsorted(right[order], left, "left"), np.searchsorted(right[order], left, "right")
    count = high - low
    begin = np.cumsum(count) - count
    at = np.arange(count.sum()) + np.repeat(low - begin, count)
    return np.repeat(np.arange(len(left)), count), order[at]


def network_view(arrays: Mapping[str, Any]) -> nx.Graph:
    """Return the graph of all agents and relations.

    Parameters
    ----------
    arrays : groups of arrays by name, as `state` declares them. Read are `residents`, `organizations`, `workers` (alive, unique_id,
        community), `governments` (alive, unique_id, level), `ties`, `communities` (street) and `member_of` (an array).

    Raises
    ------
    ValueError
        When an agent who is alive has no unique_id yet.
    """
    groups = [arrays[name] for name in _GROUPS]
    rows = [np.flatnonzero(group["alive"]) for group in groups]
    start = np.cumsum([0, *map(len, rows)])
    numbers = []  # of each row of each group, -1: not alive
    for group, alive, begin in zip(groups, rows, start, strict=False):
        number = np.full(len(group["alive"]), -1, np.int64)
        number[alive] = begin + np.arange(len(alive))
        numbers.append(number)
    ids = np.concatenate([group["unique_id"][alive] for group, alive in zip(groups, rows, strict=True)]).astype(
        np.int64
    )
    kind = np.repeat(np.arange(4), [len(alive) for alive in rows])
    community = np.concatenate(
        [
            *(group["community"][alive] for group, alive in zip(groups[:3], rows[:3], strict=True)),
            np.full(len(rows[3]), -1),
        ]
    )
    level = np.zeros(len(ids), np.int64)
    level[start[3] :] = groups[3]["level"][rows[3]]

    parts = []  # (source, target, kind): each edge once
    resident, slot = np.nonzero(arrays["member_of"] >= 0)
    organization = arrays["member_of"][resident, slot]
    parts.append((numbers[0][resident], numbers[1][organization], MEMBERSHIP))
    of = [community[start[k] : start[k + 1]] for k in range(3)]
    worker, organization = _pairs_within(of[2], of[1])
    parts.append((start[2] + worker, start[1] + organization, SERVICE))
    district, offices = (start[3] + np.flatnonzero(level[start[3] :] == k) for k in (0, 1))
    if len(district):
        parts.append((np.full(len(offices), district[0]), offices, ADMINISTRATION))
    below = np.arange(start[1], start[3])  # organisations and social workers
    if len(offices) and len(below):
        street = np.asarray(arrays["communities"]["street"])[community[below]]
        parts.append((offices[street], below, ADMINISTRATION))
    elif len(district):
        parts.append((np.full(len(below), district[0]), below, ADMINISTRATION))
    return NetworkView(_Structure(ids, kind, community, level, _all_ends(arrays["ties"], numbers[0], parts, len(ids))))


def _all_ends(ties: Mapping[str, NDArray], number: NDArray, parts: list, n: int) -> tuple[NDArray, ...]:
    """Return (source, target, kind, weight) of both ends of every edge, by source; ties of residents first."""
    resident, slot = _tie_ends(ties)
    source, target = number[resident], number[ties["neighbour"][slot]]
    keep = (source >= 0) & (target >= 0)
    source, target, slot = source[keep], target[keep], slot[keep]
    one, other = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
    kind = np.repeat([part[2] for part in parts], [len(part[0]) for part in parts])
    keep = (one >= 0) & (other >= 0)
    one, other, kind = one[keep], other[keep], kind[keep]
    once = np.sort(np.unique(one * n + other, return_index=True)[1])  # someone may stand twice in a list of members
    one, other, kind = one[once], other[once], kind[once]
    # Ties come by source already; the few other edges are put behind them.
    extra, far = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(extra, kind="stable")
    extra, far, kind = extra[order], far[order], np.concatenate([kind, kind])[order]
    at = np.searchsorted(source, extra, "right")
    return (
        np.insert(source, at, extra), np.insert(target, at, far), np.insert(ties["kind"][slot], at, kind.astype(np.uint8)),
        np.insert(ties["strength"][slot], at, 1.0),
    )  # fmt: skip
