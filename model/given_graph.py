"""A population from a user's networkx graph, in the form in which data folders hand theirs over."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from ..agents.resident import AGE_BANDS, RESOURCES, TENURES
from ..core.quantity import QuantityError, Text, nearest
from .given import CODES, NUMBERS, Edges, Given, Places, natural
from .user_graph import PLACES, from_graph

_WORDS = {"tenure": TENURES, "occupation": RESOURCES, "age_band": AGE_BANDS, "sex": ("female", "male")}
_BOUNDS = {"skill": (0.0, 1.0), "years": (0.0, 120.0), "weight": (0.0, np.inf), "age": (18.0, 120.0)}


def given_from_graph(graph: nx.Graph) -> Given:
    """Return a population whose residents are the nodes of a graph and whose ties are its edges.

    Parameters
    ----------
    graph : a networkx graph of any kind. Node attributes that are read, all optional: `community`, `grid`, `building`, `household`,
        `origin` (any labels), `tenure`, `occupation`, `age_band`, `sex` (a word of the model or its position), `age`, `years`,
        `skill`, `weight` (numbers). Edge attributes: `kind`, `strength` or `weight`. Without communities all live in one.

    Raises
    ------
    QuantityError
        For a value that is not allowed; the message names node, attribute, value and what is allowed.
    """
    try:
        read = from_graph(graph)
    except ValueError as error:
        raise QuantityError(f"graph: {error}") from error
    n = len(read.nodes)
    residents: dict[str, np.ndarray] = {"id": np.array([str(node) for node in read.nodes], dtype=object)}
    for place in PLACES:
        residents[place] = read.places[place].astype(np.int32)
    names = [str(label) for label in read.labels["community"]]
    if not names:
        names = ["1"]
        residents["community"] = np.zeros(n, np.int32)
    attributes = dict(read.attributes)
    labels = {place: tuple(map(str, read.labels[place])) for place in ("grid", "building")}
    residents["origin"], labels["origin"] = _labels(attributes.pop("origin", [None] * n))
    for name, words in _WORDS.items():
        residents[name] = _words(name, attributes.pop(name, [None] * n), words, read.nodes)
    for name, (low, high) in _BOUNDS.items():
        residents[name] = _numbers(name, attributes.pop(name, [None] * n), low, high, read.nodes)
    young, old = residents["age"] < 35, residents["age"] >= 60
    known = ~np.isnan(residents["age"]) & (residents["age_band"] < 0)
    residents["age_band"][known] = np.where(young, 0, np.where(old, 2, 1))[known]
    warnings = [Text(text, text) for text in read.warnings]
    warnings += [
        Text(f"node attribute '{name}' is not read{nearest(str(name), (*CODES, *NUMBERS))}", f"节点属性“{name}”未使用")
        for name in attributes
    ]
    missing = {name: float(np.mean(residents[name] < 0)) for name in CODES}
    missing.update({name: float(np.mean(np.isnan(residents[name]))) for name in NUMBERS})
    return Given(
        residents,
        Places(tuple(names), tuple(names)),
        labels,
        Edges(read.source, read.target, read.kind.astype(np.int32), read.strength),
        columns_given=tuple(name for name, share in missing.items() if share < 1.0),
        columns_drawn=tuple(name for name, share in missing.items() if share > 0.0),
        missing=missing,
        provenance={"folder": "networkx graph", "files": [], "notes": ()},
        warnings=tuple(warnings),
    )


def _labels(values: list[Any]) -> tuple[np.ndarray, tuple[str, ...]]:
    there = dict.fromkeys(value for value in values if value is not None)
    codes = {value: code for code, value in enumerate(sorted(there, key=lambda value: natural(str(value))))}
    column = [-1 if value is None else codes[value] for value in values]
    return np.array(column, np.int32), tuple(map(str, codes))


def _words(name: str, values: list[Any], words: tuple[str, ...], nodes: list[Any]) -> np.ndarray:
    column = np.full(len(values), -1, np.int32)
    for i, value in enumerate(values):
        if value is None:
            continue
        if value in words:
            column[i] = words.index(value)
        elif isinstance(value, int | np.integer) and not isinstance(value, bool) and 0 <= value < len(words):
            column[i] = value
        else:
            raise QuantityError(
                f"graph: node {nodes[i]!r}: {name} = {value!r} is not allowed: one of {', '.join(words)}{nearest(str(value), words)}"
            )
    return column


def _numbers(name: str, values: list[Any], low: float, high: float, nodes: list[Any]) -> np.ndarray:
    column = np.full(len(values), np.nan)
    for i, value in enumerate(values):
        if value is None:
            continue
        try:
            column[i] = float(value)
        except (TypeError, ValueError):
            raise QuantityError(f"graph: node {nodes[i]!r}: {name} = {value!r} is not a number") from None
        if not (low <= column[i] <= high or np.isnan(column[i])):
            raise QuantityError(
                f"graph: node {nodes[i]!r}: {name} = {value!r} is out of bounds: from {low:g} to {high:g}"
            )
    return column
