"""How a model finds a scenario by its name: the package `scenarios`, which lies above this one, enters its reader here.

In a process that has got the class of the model only, by unpickling it, the package is imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_readers: list[Callable[[str], Any]] = []


def read_with(reader: Callable[[str], Any]) -> None:
    """Let names of scenarios be read by this function from now on."""
    _readers[:] = [reader]


def ready() -> None:
    """See to it that scenarios can be read."""
    if not _readers:
        import_module(f"{__name__.split('.')[0]}.scenarios")


def find(name: str) -> Any:
    """Return the scenario of this name.

    Raises
    ------
    ScenarioError
        When there is none; the nearest is named.
    """
    ready()
    return _readers[0](name)
