"""The library of scenarios, read once: its files do not change while the server runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..scenarios import Scenario, load
from ..scenarios import names as scenario_names


@cache
def library() -> Mapping[str, Scenario]:
    """Return all scenarios of the library by name, in reading order."""
    return {name: load(name) for name in scenario_names()}


def library_choices(language: str) -> list[dict[str, str]]:
    """Return them to choose from."""
    return [{"name": name, "label": scenario.title[language]} for name, scenario in library().items()]
