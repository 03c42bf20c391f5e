"""A population from a user's networkx graph, in the form in which data folders hand theirs over."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np

from ...agents.resident import AGE_BANDS, RESOURCES, TENURES
from ...core.nearest import suggestion
from ...core.quantity import QuantityError
from ...core.text import Text
from ..network.from_networkx import NONE, PLACES, GraphError, codes_of, from_graph, some
from .cell_words import Codes, alike, counted, is_code, tidy
from .given import CODES, NUMBERS, SEXES, Edges, Given, Notice, Places, natural

_WORDS = {"tenure": TENURES, "occupation": RESOURCES, "age_band": AGE_BANDS, "sex": SEXES}
_BOUNDS = {"skill": (0.0, 1.0), "years": (0.0, 120.0), "weight": (0.0, np.inf), "age": (18.0, 120.0)}


class GivenGraphError(QuantityError):
    """A graph that cannot be a population; `text` has the message in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"graph: {text.en}")
        self.text = Text(f"graph: {text.en}", f"图：{text.zh}")
        self._given = text

    def __reduce__(self) -> tuple[type[GivenGraphError], tuple[Text]]:
        return type(self), (self._given,)


class GraphWarning(UserWarning):
    """Something in a graph that was left out, merged or rescaled."""


def given_from_graph(graph: nx.Graph) -> Given:
    """Return a population whose residents are the nodes of a graph and whose ties are its edges.

    Whatever is left out, merged or rescaled is a `GraphWarning` and a notice in `warnings` of the population.

    Parameters
    ----------
    graph : a networkx graph of any kind. Node attributes that are read, all optional: `community`, `grid`, `building`, `household`,
        `origin` (any labels), `tenure`, `occupation`, `age_band`, `sex` (a word of the model), `age`, `years`, `skill`, `weight`
        (numbers). Edge attributes: `kind`, `strength` or `weight`. Without communities all live in one. Bare numbers in place of
        words need a codebook: `graph.graph["codes"] = {"tenure": {1: "owner", 2: "renter"}}`.

    Raises
    ------
    QuantityError
        For a value that is not allowed; the message names node or edge, attribute, value and what is allowed.
    """
    try:
        read = from_graph(graph)
        given = _given(read, codes_of(graph))
    except GraphError as error:
        raise GivenGraphError(error.text) from error
    for notice in given.warnings:
        warnings.warn(f"graph: {notice}", GraphWarning, stacklevel=3)
    return given


def _given(read: Any, codes: Mapping[str, Codes]) -> Given:
    n = len(read.nodes)
    attributes = dict(read.attributes)
    residents: dict[str, np.ndarray] = {"id": np.array([str(node) for node in read.nodes], dtype=object)}
    labels: dict[str, tuple[str, ...]] = {}
    for name in (*PLACES, "origin"):
        column, labels[name] = _labels(name, attributes.pop(name, [None] * n), codes.get(name, NONE))
        residents[name] = column
    communities = labels.pop("community")
    del labels["household"]
    if not communities:
        communities = ("1",)
        residents["community"] = np.zeros(n, np.int32)
    for name, words in _WORDS.items():
        residents[name] = _words(name, attributes.pop(name, [None] * n), words, read.nodes)
    for name, (low, high) in _BOUNDS.items():
        residents[name] = _numbers(name, attributes.pop(name, [None] * n), low, high, read.nodes)
    young, old = residents["age"] < 35, residents["age"] >= 60
    known = ~np.isnan(residents["age"]) & (residents["age_band"] < 0)
    residents["age_band"][known] = np.where(young, 0, np.where(old, 2, 1))[known]
    noticed = [*read.warnings, *_unread(attributes), *_alike_ids(read.nodes, codes.get("id", NONE))]
    missing = {name: float(np.mean(residents[name] < 0)) for name in CODES}
    missing.update({name: float(np.mean(np.isnan(residents[name]))) for name in NUMBERS})
    return Given(
        residents,
        Places(communities, communities),
        labels,
        Edges(read.source, read.target, read.kind.astype(np.int32), read.strength),
        columns_given=tuple(name for name, share in missing.items() if share < 1.0),
        columns_drawn=tuple(name for name, share in missing.items() if share > 0.0),
        missing=missing,
        provenance={"folder": "networkx graph", "files": [], "notes": ()},
        warnings=tuple(noticed),
    )


def _unread(attributes: Mapping[str, Any]) -> list[Notice]:
    found = []
    for name in attributes:
        hint = suggestion(name, (*CODES, *NUMBERS))
        private = Text(f"node attribute '{name}' is not read{hint.en}", f"节点属性“{name}”未被读取{hint.zh}")
        found.append(Notice(Text("a node attribute is not read", "有节点属性未被读取"), private))
    return found


def _alike_ids(nodes: list[Any], decided: Codes) -> list[Notice]:
    pairs = [group for group in alike(str(node) for node in nodes) if not set(group) <= decided.decided()]
    if not pairs:
        return []
    public = Text(
        f"{len(pairs)} groups of nodes differ in width, case, zeros or .0 only; each is a resident of its own",
        f"{len(pairs)} 组节点仅在全半角、大小写、前导零或 .0 上不同，各算一位居民",
    )
    return [Notice(public, Text(f"{public.en}: {some(pairs)}", f"{public.zh}：{some(pairs)}"))]


def _label(value: Any) -> str:
    """Return a label as it is written; 1.0, which pandas makes of 1 next to a gap, is 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _labels(name: str, values: list[Any], decided: Codes) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the codes of labels in their natural order, whatever the order of nodes, -1 where missing, and the labels.

    Labels that are written alike but differ in type, width, case, zeros or `.0` are refused unless the codebook names them.
    """
    kinds: dict[str, Any] = {}
    for value in values:
        if value is not None:
            one = kinds.setdefault(_label(value), value)
            if isinstance(one, str) != isinstance(value, str) or isinstance(one, bool) != isinstance(value, bool):
                raise GraphError(
                    Text(
                        f"{name} = {one!r} ({type(one).__name__}) and {value!r} ({type(value).__name__}) are written alike; "
                        "use one type",
                        f"{name} = {one!r}（{type(one).__name__}）与 {value!r}（{type(value).__name__}）写法相同，请统一类型",
                    )
                )
    words = decided.decided()
    groups = [group for group in alike(kinds) if not set(group) <= words]
    if groups:
        said = "; ".join(" / ".join(map(repr, group)) for group in groups[:3])
        raise GraphError(
            Text(
                f"{name}: {said} differ in width, case, spaces, zeros or .0 only; write them in one way, or name each in "
                f'graph.graph["codes"]["{name}"]: the same word for both, or each its own',
                f"{name}：{said} 仅在全半角、大小写、空格、前导零或 .0 上不同；请统一写法，或在 "
                f'graph.graph["codes"]["{name}"] 中逐一说明：同一个词，或各为其词',
            )
        )
    known = sorted(kinds, key=natural)
    place = {label: code for code, label in enumerate(known)}
    column = [-1 if value is None else place[_label(value)] for value in values]
    return np.array(column, np.int32), tuple(known)


def _words(name: str, values: list[Any], words: tuple[str, ...], nodes: list[Any]) -> np.ndarray:
    column = np.full(len(values), -1, np.int32)
    known = {tidy(word): code for code, word in enumerate(words)}
    bare = [value for value in values if value is not None and is_code(value)]
    if bare:
        said, example = counted(bare), ", ".join(f"{k}: '{word}'" for k, word in enumerate(words[:2], 1))
        raise GraphError(
            Text(
                f"{name} holds bare numbers, which mean nothing by themselves: {said}; use the words {', '.join(words)}, or "
                f'name the codes: graph.graph["codes"] = {{"{name}": {{{example}}}}}',
                f"{name} 为纯数字代码，本身没有含义：{said}；请使用 {'、'.join(words)}，或说明代码含义："
                f'graph.graph["codes"] = {{"{name}": {{{example}}}}}',
            )
        )
    for i, value in enumerate(values):
        if value is None:
            continue
        code = known.get(tidy(str(value)))
        if code is None:
            hint = suggestion(str(value), words)
            raise GraphError(
                Text(
                    f"node {nodes[i]!r}: {name} = {value!r} is not allowed: one of {', '.join(words)}{hint.en}",
                    f"节点 {nodes[i]!r}：{name} = {value!r} 不可用：应为 {'、'.join(words)} 之一{hint.zh}",
                )
            )
        column[i] = code
    return column


def _numbers(name: str, values: list[Any], low: float, high: float, nodes: list[Any]) -> np.ndarray:
    column = np.full(len(values), np.nan)
    for i, value in enumerate(values):
        if value is None:
            continue
        try:
            if isinstance(value, bool):
                raise TypeError
            column[i] = float(value)
        except (TypeError, ValueError):
            raise GraphError(
                Text(
                    f"node {nodes[i]!r}: {name} = {value!r} is not a number",
                    f"节点 {nodes[i]!r}：{name} = {value!r} 不是数字",
                )
            ) from None
        if not (low <= column[i] <= high and np.isfinite(column[i])):
            raise GraphError(
                Text(
                    f"node {nodes[i]!r}: {name} = {value!r} is out of bounds: from {low:g} to {high:g}",
                    f"节点 {nodes[i]!r}：{name} = {value!r} 超出范围：{low:g} 至 {high:g}",
                )
            )
    return column
