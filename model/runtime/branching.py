"""Branches of a history: copies in memory, and files from which a run goes on."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np

from ...core.quantity import QuantityError
from ...core.rows.mesa_bridge import RowModel, advance_time, has_user_events
from .. import state
from ..cases.records import CaseRecords
from ..extensions.attached import OwnIndicators, attach, is_own
from ..extensions.extension import active
from ..extensions.own_columns import OWN, Columns
from ..schedule import SCHEDULE
from . import build as building
from .capacity import Room
from .checkpoint import CheckpointError, opened, write
from .seeds import generator_in

PLAIN = (
    "seed", "levers", "changes", "population", "environment", "constants", "week", "by_community", "record_events",
    "without", "running", "_order", "_layout", "_policy",
)  # fmt: skip


class Branching(Room):
    """The part of the model that is copied, kept and taken up again."""

    seed: int
    without: tuple
    levers: dict[str, Any]
    population: Any
    datacollector: Any
    _policy: Any
    _own_collector: Any
    _crew: Any
    _born: frozenset[str]
    _processes: list[tuple[int, Callable[..., object]]]
    _observers: list[Callable[..., object]]
    case_records: CaseRecords | None
    own_indicators: OwnIndicators

    def fork(self) -> Self:
        """Return an independent model, identical until now.

        Both use the same random numbers from here on: every draw is keyed by its purpose, so what the branch changes (`set`, agents,
        columns) has its consequences, and nothing else differs. Functions added by `add_process`, and events scheduled
        with Mesa, go along; those that keep a model of their own, in a closure, keep this one. What subscribes to
        this model's signals receives nothing from the branch.

        Examples
        --------
        >>> from cogov import CommunityModel
        >>> trunk = CommunityModel(scenario="status_quo", residents=60, communities=1, rng=1)
        >>> branch = trunk.fork()
        >>> branch.set(pooling=0.5)
        >>> trunk.levers["pooling"], branch.levers["pooling"]
        (0.1, 0.5)
        """
        kind: Any = type(self.subscribers)  # emptied: references to whoever listens cannot be copied
        nobody = kind(list) if hasattr(self.subscribers, "default_factory") else kind()
        shared = {id(part): part for part in (self.population, self._policy) if part is not None}  # never changed
        return copy.deepcopy(self, {**shared, id(self.subscribers): nobody})

    def checkpoint(self, path: str | Path) -> Path:
        """Write the whole state to one file, from which `restore` goes on; return its absolute path.

        What Python functions do cannot be kept: functions added by `add_process` are kept by name and place and are
        given again to `restore`. Attributes of your own are kept if they are numbers, words, arrays, or lists and
        dictionaries of these.

        Parameters
        ----------
        path : the file; an earlier one is replaced when the new one is complete.

        Raises
        ------
        CheckpointError
            For a state that a file cannot hold (events of your own that are scheduled, agents of your own classes,
            notes on agents, listeners, observers, a data collector of your own), within a week, and where nothing can be written.
        """
        self.sync_agents()
        self._refuse()
        own = {name: value for name, value in self.__dict__.items() if name not in self._born}
        roll = self.agents._roll  # type: ignore[attr-defined]
        return write(
            path,
            {
                **{name: getattr(self, name) for name in PLAIN},
                "time": float(self.time),
                "next_agent": self.agent_id_counter,
                "order_of_agents": roll._rank,
                "random": self.random.getstate(),
                "rng": self.rng.bit_generator.state,
                "threads": 1 if self._crew is None else self._crew.threads,
                "processes": [[place, _name(function)] for place, function in self._processes if not is_own(function)],
                **({"own_indicators": np.array(self.own_indicators.values)} if self.own_indicators.values else {}),
                "cases": None if self.case_records is None else list(self.case_records.parts),
                "collected": {name: np.array(values, float) for name, values in self.datacollector.model_vars.items()},
                "arrays": self._arrays,
                **{f"own: {name}": value for name, value in own.items()},
            },
            [one.facts() for one in self.extensions],
        )

    @classmethod
    def restore(
        cls, path: str | Path, *, processes: Iterable[Callable[..., object]] = (), threads: int | None = None,
        other_source: bool = False,
    ) -> Self:  # fmt: skip
        """Return the model of a checkpoint: it goes on as the one that was kept would have, bit for bit.

        Parameters
        ----------
        path : a file that `checkpoint` wrote.
        processes : the functions that were added by `add_process`, in that order.
        threads : other than when it was kept; results do not depend on it.
        other_source : go on with an extension whose source is not the same any more.

        Raises
        ------
        CheckpointError
            For a file that is missing, damaged, no checkpoint, or made by other code of the model, where
            `processes` are not those of the file, and where the extensions in use are not those that it was made with.
        """
        with opened(path, other_source) as kept:
            return cls._restored(path, kept, list(processes), threads)

    @classmethod
    def _restored(cls, path: str | Path, kept: dict[str, Any], processes: list[Any], threads: int | None) -> Self:
        model = cls.__new__(cls)
        try:
            functions = _functions(path, kept["processes"], processes)
            RowModel.__init__(model, rng=kept["seed"])
            model._take_up(kept, functions, threads)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, QuantityError):
                raise
            raise CheckpointError(f"{path}: is damaged: {type(error).__name__}: {error}") from error
        return model

    def _take_up(self, kept: dict[str, Any], functions: list[tuple[int, Any]], threads: int | None) -> None:
        for name in PLAIN:
            setattr(self, name, kept[name])
        _check_arrays(kept["arrays"])
        self._declare_own(active())
        _check_own(kept["arrays"], self.own_columns)
        self._processes, self._observers = [], []
        self.case_records = None if kept["cases"] is None else CaseRecords(tuple(kept["cases"]))
        if self.case_records is not None:
            self._observers.append(self.case_records)
        self.own_indicators = attach(self)
        self._processes += functions
        if "own_indicators" in kept:
            self.own_indicators.values = tuple(kept["own_indicators"])
        self._begin(kept["arrays"], kept["threads"] if threads is None else threads)
        for name, values in kept["collected"].items():
            self.datacollector.model_vars[name] = values.tolist()
        advance_time(self, kept["time"])
        self.agent_id_counter = kept["next_agent"]
        self.agents._roll._rank = kept["order_of_agents"]  # type: ignore[attr-defined]
        self.random.setstate(kept["random"])
        self.rng = generator_in(kept["rng"])
        for name, value in kept.items():
            if name.startswith("own: "):
                setattr(self, name.removeprefix("own: "), value)

    def _begin(
        self, arrays: dict[str, building.Arrays] | None, threads: int | None = None, off: str | Iterable[str] = ()
    ) -> None:
        """Take these arrays as the state and make all that follows from them."""
        raise TypeError("a CommunityModel begins by itself")

    def _refuse(self) -> None:
        """Raise for what a file cannot hold."""
        if math.floor(self.time) != self.week:
            raise CheckpointError(
                f"a checkpoint is made between weeks: the clock says {self.time:g}, and {self.week} weeks are over"
            )
        roll, collector = self.agents._roll, self.datacollector  # type: ignore[attr-defined]
        notes = [view for store in self._stores.values() for view in store.views.values() if view.__dict__]
        own = [cls.__name__ for cls in self._stores if cls not in self._classes().values()]
        reporters = set(collector.model_reporters) != set(collector.model_vars) or collector is not self._own_collector
        watching = [one for one in self._observers if one not in (self.case_records, self.own_indicators)]
        found = (
            (bool(watching), "functions of add_observer follow it: add them after restore()"),
            (has_user_events(self), "events of your own are scheduled, or the clock is listened to: run until they are over, or schedule them after restore()"),
            (any(self.subscribers.values()), "something listens to the model's signals: subscribe after restore()"),
            (bool(roll._plain), f"{len(roll._plain)} agents are ordinary Mesa agents: add them after restore()"),
            (bool(own), f"there are agents of classes of your own: {', '.join(own)}"),
            (bool(notes), f"{len(notes)} agents carry notes (extra), a position or other attributes, such as {notes[:1]}"),
            (reporters or bool(collector.agent_reporters or collector.tables), "the data collector is not the model's own: keep its tables, and collect again after restore()"),
        )  # fmt: skip
        for is_so, words in found:
            if is_so:
                raise CheckpointError(f"a checkpoint cannot hold this model: {words}. fork() copies it as it is")


def _name(function: Any) -> str:
    return str(getattr(function, "__qualname__", type(function).__qualname__))


def _functions(path: Any, kept: list[list[Any]], given: list[Any]) -> list[tuple[int, Any]]:
    """Return the processes of a model: places from the file, functions as given again."""
    known, found = [name for _, name in kept], [_name(function) for function in given]
    if known != found:
        names = [process.name for process in SCHEDULE]
        where = [f"{name} (before {names[at]})" if at < len(names) else f"{name} (at the end)" for at, name in kept]
        wanted = ", ".join(where) or "none"
        raise CheckpointError(
            f"{path}: give the functions of add_process again, as processes=[...], in this order: {wanted}; "
            f"given: {', '.join(found) or 'none'}"
        )
    return [(place, function) for (place, _), function in zip(kept, given, strict=True)]


def _check_arrays(arrays: dict[str, building.Arrays]) -> None:
    """Raise unless groups and fields are those that kernels read, and agents' columns are of one length."""
    for group, declared in state.GROUPS.items():
        fields = set(building.allocate(declared, 0))
        if set(arrays[group]) != fields:
            raise CheckpointError(f"checkpoint: group '{group}' does not have the fields this version reads")
    for group in building.AGENTS:
        if len({len(array) for array in arrays[group].values()}) != 1:
            raise CheckpointError(f"checkpoint: the columns of {group} differ in length")


def _check_own(arrays: dict[str, building.Arrays], own: Columns) -> None:
    """Raise unless the columns of one's own are those that extensions and classes declare now."""
    for group, columns in own.items():
        known = arrays.get(OWN + group, {})
        kept = {name: array.dtype for name, array in known.items()}
        now = {name: column.dtype for name, column in columns.items()}
        if kept != now:
            was, here = (", ".join(f"{n} ({t})" for n, t in one.items()) or "none" for one in (kept, now))
            raise CheckpointError(f"checkpoint: its columns of your own for {group} are {was}; declared now: {here}")
        if any(array.shape != arrays[group]["alive"].shape for array in known.values()):
            raise CheckpointError(f"checkpoint: the columns of your own for {group} differ in length from the others")
