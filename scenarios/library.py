"""Finding scenarios: those of the library by name, others by path, several joined with `+`."""

from __future__ import annotations

from functools import cache, reduce
from operator import add
from pathlib import Path

from ..core.text import Text
from .errors import ScenarioError
from .reading import LIBRARY, exists, find, library_names, own_files, read
from .scenario import Scenario

_ORDER = (
    "status_quo", "top_down", "local_exploration", "co_governance", "law_first", "organizations_and_social_workers",
    "grid_only", "networked", "grid_plus_network", "internet_plus", "transplant_mechanical", "transplant_adapted",
    "tool_without_value", "grassroots_only", "funding_cut",
)  # fmt: skip


@cache
def _of_library(path: Path) -> Scenario:
    """Return a scenario of the library, which does not change while a program runs: thousands of models ask for the same."""
    return read(path)


def names() -> list[str]:
    """Return the names of the library, in reading order, followed by those of extensions in use."""
    place = {name: k for k, name in enumerate(_ORDER)}
    return [*sorted(library_names(), key=lambda name: (place.get(name, len(place)), name)), *own_files()]


def load(name_or_path: str | Path) -> Scenario:
    """Return a scenario of the library, of a YAML file, or several joined as in ``"co_governance+funding_cut"``.

    Raises
    ------
    ScenarioError
        When there is no such scenario, or for all faults of its file at once.
    """
    if isinstance(name_or_path, str):
        if not name_or_path.strip():
            raise ScenarioError(
                Text(
                    f"the name of a scenario is empty; known: {', '.join(names())}",
                    f"方案名称为空；可用的有：{'、'.join(names())}",
                )
            )
        if "+" in name_or_path and not exists(name_or_path):
            return reduce(add, (load(part.strip()) for part in name_or_path.split("+")))
    path = find(name_or_path)
    return _of_library(path) if path.parent == LIBRARY else read(path)
