"""Read a user's networkx graph: nodes as residents, edges as ties, every attribute through one reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.text import Text
from ..population.cell_words import MISSING, CellError, Codes, cell, tidy
from ..population.given import Notice, natural
from .graph_view import TIE_KINDS

PLACES = ("community", "grid", "building", "household")
KINDS = {name: code for code, name in enumerate(TIE_KINDS)}  # TIE_...
STRENGTHS = ("strength", "weight")  # the first that any edge has is read
NONE = Codes({})
SHOWN = 3  # nodes or edges named in one message


class GraphError(ValueError):
    """A graph that cannot be a population; `text` has the message in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __reduce__(self) -> tuple[type[GraphError], tuple[Text]]:
        return type(self), (self.text,)


@dataclass(frozen=True, slots=True)
class GraphPopulation:
    """What a graph says about residents and their ties; residents in the order of nodes."""

    nodes: list[Hashable]
    attributes: dict[str, list[Any]]  # node attributes as plain scalars, None where missing
    source: NDArray[np.int64]  # edges, as positions of nodes
    target: NDArray[np.int64]
    kind: NDArray[np.int64]  # TIE_..., -1 where unknown
    strength: NDArray[np.float64]  # share, nan where unknown
    warnings: list[Notice]


def some(values: Iterable[Any]) -> str:
    """Return the first values as text, and whether there are more."""
    words = [repr(value) for value in values]
    return ", ".join(words[:SHOWN]) + (", ..." if len(words) > SHOWN else "")


def _nodes(graph: Any) -> list[Hashable]:
    nodes = list(graph.nodes)
    if not nodes:
        raise GraphError(
            Text(
                "the graph has no nodes: a population needs at least one resident", "图中没有节点：人口至少需要一位居民"
            )
        )
    lost = [node for node in nodes if _no_name(node)]
    if lost:
        edges = sum(graph.degree(node) for node in lost)
        raise GraphError(
            Text(
                f"a node is missing ({some(lost)}, {edges} edges): every resident needs an id; drop rows without one",
                f"节点缺失（{some(lost)}，{edges} 条边）：每位居民都要有编号，请删去没有编号的行",
            )
        )
    first: dict[str, Hashable] = {}
    for node in nodes:
        if str(node) in first:
            one = first[str(node)]
            raise GraphError(
                Text(
                    f"nodes {one!r} ({type(one).__name__}) and {node!r} ({type(node).__name__}) are written alike; "
                    "use one type for all ids",
                    f"节点 {one!r}（{type(one).__name__}）与 {node!r}（{type(node).__name__}）写法相同，编号请统一类型",
                )
            )
        first[str(node)] = node
    return nodes


def _no_name(node: Any) -> bool:
    """Whether a node is a missing value in some form; a tuple or any other hashable object is a name."""
    try:
        value = cell(node)
    except (CellError, TypeError, ValueError):
        return False
    return value is None or (isinstance(value, str) and tidy(value) in MISSING)


def _partition(name: str, values: list[Any], nodes: list[Hashable]) -> list[Any] | None:
    """Return numbers of groups where each value is the set of nodes of a group, as networkx's benchmarks have them."""
    if not all(isinstance(value, set | frozenset | list | tuple | np.ndarray) for value in values):
        return None
    try:
        groups = [frozenset(value.tolist() if isinstance(value, np.ndarray) else value) for value in values]
    except TypeError:  # members that are no scalars
        return None
    group_of = dict(zip(nodes, groups, strict=True))
    first = {group: min(natural(str(node)) for node in group) for group in dict.fromkeys(groups) if group}
    number = {
        group: str(place)
        for place, group in enumerate(sorted(dict.fromkeys(groups), key=lambda one: first.get(one, ([], ""))), 1)
    }
    for node, group in group_of.items():
        if node not in group:
            return None
        odd = next((one for one in group if group_of.get(one) != group), None)
        if odd is not None:
            shown = some(sorted(group, key=str))
            raise GraphError(
                Text(
                    f"node {node!r}: {name} = {{{shown}}} holds {odd!r}, whose {name} is another one: groups must not overlap",
                    f"节点 {node!r}：{name} = {{{shown}}} 含 {odd!r}，而后者的 {name} 不同：分组不得重叠",
                )
            )
    return [number[group] for group in groups]


def _attribute(name: str, about: list[Mapping[Any, Any]], nodes: list[Hashable], codes: Codes) -> list[Any]:
    """Return one node attribute as plain scalars, None where it is missing; codes of a codebook become words."""
    raw = [data.get(name) for data in about]
    named = [k for k, value in enumerate(raw) if isinstance(value, set | frozenset | list | tuple | np.ndarray)]
    if len(named) == len(raw) and name in PLACES:
        groups = _partition(name, raw, nodes)
        if groups is not None:
            return groups
    found = []
    for node, value in zip(nodes, raw, strict=True):
        try:
            plain = cell(value)
            hash(plain)
        except (CellError, TypeError, ValueError):
            raise GraphError(
                Text(
                    f"node {node!r}: {name} = {_short(value)} is not one value: a word or a number is needed",
                    f"节点 {node!r}：{name} = {_short(value)} 不是单个值，应为一个词或数",
                )
            ) from None
        if plain is not None and codes:
            plain = cell(codes[plain])
        found.append(plain)
    return found


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _strength(edge: tuple[Any, Any], name: str, value: Any) -> float:
    """Return a strength as a number, NaN where it is missing."""
    try:
        plain = cell(value)
        if isinstance(plain, bool):
            raise TypeError
        number = np.nan if plain is None else float(plain)
    except (CellError, TypeError, ValueError):
        raise GraphError(
            Text(
                f"edge {edge[0]!r} - {edge[1]!r}: {name} = {_short(value)} is not a number",
                f"边 {edge[0]!r} - {edge[1]!r}：{name} = {_short(value)} 不是数字",
            )
        ) from None
    if plain is not None and not (np.isfinite(number) and number >= 0.0):
        raise GraphError(
            Text(
                f"edge {edge[0]!r} - {edge[1]!r}: {name} = {_short(value)} is negative or not finite; allowed is a share from 0 to 1, "
                "or a weight from 0 (weights above 1 are divided by the greatest)",
                f"边 {edge[0]!r} - {edge[1]!r}：{name} = {_short(value)} 为负或非有限数；允许 0 至 1 的比例，或不小于 0 的权重（大于 1 时除以最大值）",
            )
        )
    return number


def _kind(edge: tuple[Any, Any], value: Any) -> int:
    try:
        plain = cell(value)
        code = -1 if plain is None else KINDS.get(tidy(plain) if isinstance(plain, str) else plain)
    except (CellError, TypeError):
        code = None
    if code is None:
        raise GraphError(
            Text(
                f"edge {edge[0]!r} - {edge[1]!r}: kind = {_short(value)} is not known: a tie is one of {', '.join(KINDS)}",
                f"边 {edge[0]!r} - {edge[1]!r}：kind = {_short(value)} 无法识别：联系类型为 {'、'.join(KINDS)} 之一",
            )
        )
    return code


def codes_of(graph: Any) -> dict[str, Codes]:
    """Return the codebook a graph carries: `graph.graph["codes"] = {"tenure": {1: "owner", 2: "renter"}}`."""
    codes = graph.graph.get("codes", {})
    if not isinstance(codes, Mapping) or not all(isinstance(one, Mapping) for one in codes.values()):
        raise GraphError(
            Text(
                'graph.graph["codes"] must be a dictionary of dictionaries: {"tenure": {1: "owner", 2: "renter"}}',
                'graph.graph["codes"] 应为字典的字典：{"tenure": {1: "owner", 2: "renter"}}',
            )
        )
    return {str(name): Codes(one) for name, one in codes.items()}


def from_graph(graph: Any) -> GraphPopulation:
    """Read a networkx graph of any kind: each node is a resident, each pair of nodes with an edge is a tie.

    Directions and parallel edges are collapsed (the strongest counts), self loops left out; `warnings` has a notice of each.
    A value is missing as None, NaN, NA, NaT or an empty word. A place may be a label or, at every node, the set of nodes of its
    group. Edge attributes: `kind` (household, building, acquaintance, activity) and `strength`, or `weight` where no edge has a strength.

    Raises
    ------
    GraphError
        For a graph without nodes, a node that is missing, a value that is no scalar, an unknown kind of tie, a strength that is
        negative or not finite.
    """
    nodes = _nodes(graph)
    codes = codes_of(graph)
    row = {node: i for i, node in enumerate(nodes)}
    about = [graph.nodes[node] for node in nodes]
    names = dict.fromkeys(str(name) for data in about for name in data)
    attributes = {name: _attribute(name, about, nodes, codes.get(name, NONE)) for name in (*PLACES, *names)}
    warnings: list[Notice] = []
    listed = list(graph.edges(data=True))
    has = dict.fromkeys(str(name) for _, _, data in listed for name in data)
    column = next((name for name in STRENGTHS if name in has), "strength")
    edges: dict[tuple[int, int], tuple[float, int]] = {}
    loops, repeated, differing = [], [], []
    for u, v, data in listed:
        i, j = row[u], row[v]
        found = _strength((u, v), column, data.get(column)), _kind((u, v), data.get("kind"))
        if i == j:
            loops.append(u)
            continue
        pair = (min(i, j), max(i, j))
        if pair in edges:
            repeated.append((u, v))
            if not np.array_equal(edges[pair], found, equal_nan=True):
                differing.append((u, v))
            found = max(edges[pair], found, key=lambda one: (-1.0 if np.isnan(one[0]) else one[0], one[1]))
        edges[pair] = found
    if loops:
        warnings.append(_left("{n} self loops were left out", "略去 {n} 条自环", loops))
    if repeated:
        warnings.append(_left("{n} parallel or opposite edges were collapsed", "合并 {n} 条平行或反向的边", repeated))
    if differing:
        warnings.append(
            _left(
                "{n} parallel or opposite edges differ in strength or kind: the strongest of each pair was taken",
                "{n} 条平行或反向的边强度或类型不同：每对取最强者", differing,
            )
        )  # fmt: skip
    unread = [name for name in has if name not in {column, "kind"}]
    if unread:
        warnings.append(_left("{n} edge attributes are not read", "{n} 个边属性未被读取", unread))
    strength = np.array([one for one, _ in edges.values()], np.float64)
    greatest = float(np.nanmax(strength, initial=0.0)) if strength.size else 0.0
    if greatest > 1.0:
        said = Text(
            f"{column}s of ties were divided by the greatest, {greatest:g}",
            f"联系的 {column} 已除以最大值 {greatest:g}",
        )
        warnings.append(Notice(said, said))
        strength = strength / greatest
    ends = np.array(list(edges), np.int64).reshape(-1, 2)
    return GraphPopulation(
        nodes, attributes, ends[:, 0].copy(), ends[:, 1].copy(),
        np.array([kind for _, kind in edges.values()], np.int64), strength, warnings,
    )  # fmt: skip


def _left(en: str, zh: str, what: list[Any]) -> Notice:
    """Return a notice with a count in public, and the first nodes, edges or names in private."""
    public = Text(en.format(n=len(what)), zh.format(n=len(what)))
    return Notice(public, Text(f"{public.en}: {some(what)}", f"{public.zh}：{some(what)}"))
