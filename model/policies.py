"""How a model finds a scenario by its name: the package `scenarios`, which lies above this one, enters its reader here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_readers: list[Callable[[str], Any]] = []


def read_with(reader: Callable[[str], Any]) -> None:
    """Let names of scenarios be read by this function from now on."""
    _readers[:] = [reader]


def find(name: str) -> Any:
    """Return the scenario of this name.

    Raises
    ------
    LookupError
        When nobody can read scenarios: `cogov.scenarios` was not imported.
    """
    if not _readers:
        raise LookupError(f"scenario {name!r} cannot be looked up: import cogov.scenarios first")
    return _readers[0](name)
