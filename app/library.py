"""The library of scenarios, read once: its files do not change while the server runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from ..model.quantities.lever_groups import KINDS
from ..scenarios import Scenario, ScenarioError, load, parts
from ..scenarios import names as scenario_names
from ..scenarios.scenario import joined


@cache
def library() -> Mapping[str, Scenario]:
    """Return all whole scenarios of the library by name, in reading order."""
    return {name: load(name) for name in scenario_names()}


@cache
def library_parts() -> Mapping[str, Mapping[str, Scenario]]:
    """Return the parts of the library by kind and name, in reading order."""
    return {kind: {name: load(name) for name in found} for kind, found in parts().items()}


@lru_cache(256)
def of_library(name: str) -> Scenario:
    """Return a scenario or part of the library, or several of them joined by `+`; never a file of this path.

    Raises
    ------
    KeyError
        For any other name.
    """
    known = {**library(), **{name: one for found in library_parts().values() for name, one in found.items()}}
    try:
        return joined([known[one] for one in name.split("+")])
    except ScenarioError as error:
        raise KeyError(name) from error


def in_library(name: object) -> bool:
    """Return whether `of_library` has a scenario of this name."""
    try:
        return isinstance(name, str) and of_library(name) is not None
    except KeyError:
        return False


def library_choices(language: str) -> list[dict[str, str]]:
    """Return the whole scenarios to choose from."""
    return [{"name": name, "label": scenario.title[language]} for name, scenario in library().items()]


def part_choices(chosen: Mapping[str, str], language: str) -> list[dict[str, object]]:
    """Return the parts to choose from, by kind, and which of them are `chosen`."""
    return [
        {
            "kind": kind,
            "label": KINDS[kind][0][language],
            "chosen": chosen.get(kind, ""),
            "parts": [{"name": name, "label": part.title[language]} for name, part in found.items()],
        }
        for kind, found in library_parts().items()
    ]
