"""Who takes part in the common workload."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ...core.threads import available
from .rules import Outcome

Run = Callable[[int], Outcome]


@dataclass(frozen=True)
class Contender:
    """One way to carry out the rules.

    Parameters
    ----------
    name : module in this folder
    label : what the table says
    keyed : always draws as cogov does, in timed runs too; else it has a generator of its own for these
    most : residents beyond which it is left out unless asked for, because it takes minutes
    needs : package or command without which it cannot run
    threads : passed on to `prepare`, where it is not 1
    """

    name: str
    label: str
    keyed: bool = False
    most: int = 10**9
    needs: str = ""
    threads: int = 1

    @property
    def key(self) -> str:
        """Its name in results."""
        return self.name.strip("_") + (f"_{self.threads}_threads" if self.threads > 1 else "")

    @property
    def missing(self) -> str:
        """What it needs and is not there; empty when it can run."""
        if self.threads > available():
            return f"{self.threads} processors"
        here = not self.needs or importlib.util.find_spec(self.needs) or shutil.which(self.needs)
        return "" if here else self.needs

    @property
    def module(self) -> Any:
        """The module, imported now."""
        return import_module(f"{__package__}.implementations.{self.name}")

    def prepare(self, start: Any, *more: Any) -> Run:
        """Return a function of weeks that runs from this start, once; `more` are draws and seed."""
        return self.module.prepare(start, *more, **({"threads": self.threads} if self.threads > 1 else {}))


CONTENDERS = (
    Contender("cogov_", "cogov", keyed=True),
    Contender("cogov_", "cogov, two threads", keyed=True, threads=2),
    Contender("cogov_plain", "cogov, plain loops", keyed=True),
    Contender("c_", "C, gcc -O3 -march=native", keyed=True, needs="gcc"),
    Contender("scipy_", "NumPy with SciPy sparse"),
    Contender("numpy_", "NumPy"),
    Contender("mesa_cached", "Mesa, cached neighbour lists", most=10_000),
    Contender("mesa_networkx", "Mesa, networkx neighbours", most=10_000),
    Contender("mesa_grid", "Mesa, NetworkGrid (idiomatic)", most=10_000),
    Contender("agentpy_", "AgentPy", most=10_000, needs="agentpy"),
)
REFERENCE = CONTENDERS[0]
