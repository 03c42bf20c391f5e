"""Finding scenarios and parts: those of the library by name, others by path, several joined with `+`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..core.text import Text
from ..model.quantities.lever_groups import KINDS
from .errors import ScenarioError
from .files import LIBRARY, find, library_names, names_in, own_files, part_files
from .reading import read
from .scenario import Scenario, joined

_ORDER = (
    "status_quo", "top_down", "local_exploration", "co_governance", "law_first", "organizations_and_social_workers",
    "grid_only", "networked", "grid_plus_network", "internet_plus", "transplant_mechanical", "transplant_adapted",
    "tool_without_value", "grassroots_only", "funding_cut",
)  # fmt: skip
_PART_ORDER = (
    "above", "above_one_pilot", "above_four_pilots", "above_spread", "above_hearing", "above_spread_hearing", "below", "below_copying", "below_copying_all",
    "negotiated", "negotiated_copying", "negotiated_copying_all", "static_half", "emergency_mandate", "start_then_free",
    "explore_then_harmonise", "no_control", "low_control", "high_control", "status_quo_purse", "government_purse",
    "society_purse",
)  # fmt: skip


@cache
def _of_library(path: Path) -> Scenario:
    """Return a scenario of the library, which does not change while a program runs: thousands of models ask for the same."""
    return read(path)


def _in_order(found: list[str], order: tuple[str, ...]) -> list[str]:
    place = {name: k for k, name in enumerate(order)}
    return sorted(found, key=lambda name: (place.get(name, len(place)), name))


def names() -> list[str]:
    """Return the names of the whole scenarios of the library, in reading order, followed by those of extensions in use."""
    return [*_in_order(library_names(), _ORDER), *own_files()]


def parts() -> dict[str, list[str]]:
    """Return the names of the parts that scenarios can be put together from, by kind, in reading order."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in _in_order(list(part_files()), _PART_ORDER):
        for kind in load(name).parts:
            found[kind].append(name)
    return found


def load(name_or_path: str | Path) -> Scenario:
    """Return a scenario of the library, of a YAML file, or several joined.

    Examples
    --------
    >>> load("co_governance+funding_cut")                   # dated changes on top of a scenario
    >>> load("above+low_control+government_purse")          # a scenario of parts; kinds not given are at the status quo
    >>> load("top_down+low_control")                        # a part in place of all levers of its kind

    Raises
    ------
    ScenarioError
        When there is no such scenario, they cannot be joined, or for all faults of a file at once.
    """
    if isinstance(name_or_path, str):
        if not name_or_path.strip():
            raise ScenarioError(
                Text(
                    f"the name of a scenario is empty; known: {', '.join(names())}",
                    f"方案名称为空；可用的有：{'、'.join(names())}",
                )
            )
        several = names_in(name_or_path)
        if len(several) > 1:
            return joined([load(one) for one in several])
    path = find(name_or_path)
    return _of_library(path) if LIBRARY in path.parents else read(path)
