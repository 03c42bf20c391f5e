"""Branches of a history: copies in memory, and files from which a run goes on."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import numpy as np

from ...core.quantity import QuantityError
from ...core.rows.mesa_bridge import RowModel, advance_time, has_user_events
from .. import state
from ..cases.records import CaseRecords
from ..extensions.attached import attach, is_own
from ..extensions.extension import active
from ..extensions.own_columns import OWN, Columns
from ..schedule import SCHEDULE
from . import build as building
from .checkpoint import CheckpointError, opened, write
from .seeds import generator_in

PLAIN = (
    "seed", "levers", "changes", "population", "environment", "constants", "week", "by_community", "record_events",
    "without", "running", "_order", "_layout", "_policy",
)  # fmt: skip


def fork(model: Any) -> Any:
    """Return a copy that shares what never changes, and that nobody listens to."""
    kind: Any = type(model.subscribers)  # emptied: references to whoever listens cannot be copied
    nobody = kind(list) if hasattr(model.subscribers, "default_factory") else kind()
    shared = {id(part): part for part in (model.population, model._policy) if part is not None}  # never changed
    return copy.deepcopy(model, {**shared, id(model.subscribers): nobody})


def checkpoint(model: Any, path: str | Path) -> Path:
    """Write the whole state to one file."""
    model.sync_agents()
    _refuse(model)
    own = {name: value for name, value in model.__dict__.items() if name not in model._born}
    roll = model.agents._roll  # type: ignore[attr-defined]
    return write(
        path,
        {
            **{name: getattr(model, name) for name in PLAIN},
            "time": float(model.time),
            "next_agent": model.agent_id_counter,
            "order_of_agents": roll._rank,
            "random": model.random.getstate(),
            "rng": model.rng.bit_generator.state,
            "threads": 1 if model._crew is None else model._crew.threads,
            "processes": [[place, _name(function)] for place, function in model._processes if not is_own(function)],
            **({"own_indicators": np.array(model.own_indicators.values)} if model.own_indicators.values else {}),
            "cases": None if model.case_records is None else list(model.case_records.parts),
            "collected": {name: np.array(values, float) for name, values in model.datacollector.model_vars.items()},
            "arrays": model.district.arrays,
            **{f"own: {name}": value for name, value in own.items()},
        },
        [one.facts() for one in model.extensions],
    )


def restore(cls: Any, path: str | Path, processes: list[Any], threads: int | None, other_source: bool) -> Any:
    """Return the model of class `cls` that a file holds."""
    with opened(path, other_source) as kept:
        model = cls.__new__(cls)
        try:
            functions = _functions(path, kept["processes"], processes)
            RowModel.__init__(model, rng=kept["seed"])
            _take_up(model, kept, functions, threads)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, QuantityError):
                raise
            raise CheckpointError(f"{path}: is damaged: {type(error).__name__}: {error}") from error
        return model


def _take_up(model: Any, kept: dict[str, Any], functions: list[tuple[int, Any]], threads: int | None) -> None:
    for name in PLAIN:
        setattr(model, name, kept[name])
    _check_arrays(kept["arrays"])
    model._declare_own(active())
    _check_own(kept["arrays"], model.own_columns)
    model._processes, model._observers = [], []
    model.case_records = None if kept["cases"] is None else CaseRecords(tuple(kept["cases"]))
    if model.case_records is not None:
        model._observers.append(model.case_records)
    model.own_indicators = attach(model)
    model._processes += functions
    if "own_indicators" in kept:
        model.own_indicators.values = tuple(kept["own_indicators"])
    model._begin(kept["arrays"], kept["threads"] if threads is None else threads)
    for name, values in kept["collected"].items():
        model.datacollector.model_vars[name] = values.tolist()
    advance_time(model, kept["time"])
    model.agent_id_counter = kept["next_agent"]
    model.agents._roll._rank = kept["order_of_agents"]  # type: ignore[attr-defined]
    model.random.setstate(kept["random"])
    model.rng = generator_in(kept["rng"])
    for name, value in kept.items():
        if name.startswith("own: "):
            setattr(model, name.removeprefix("own: "), value)


def _refuse(model: Any) -> None:
    """Raise for what a file cannot hold."""
    if math.floor(model.time) != model.week:
        raise CheckpointError(
            f"a checkpoint is made between weeks: the clock says {model.time:g}, and {model.week} weeks are over"
        )
    roll, collector = model.agents._roll, model.datacollector  # type: ignore[attr-defined]
    notes = [view for store in model._stores.values() for view in store.views.values() if view.__dict__]
    own = [cls.__name__ for cls in model._stores if cls not in model._classes().values()]
    reporters = set(collector.model_reporters) != set(collector.model_vars) or collector is not model._own_collector
    watching = [one for one in model._observers if one not in (model.case_records, model.own_indicators)]
    found = (
        (bool(watching), "functions of add_observer follow it: add them after restore()"),
        (has_user_events(model), "events of your own are scheduled, or the clock is listened to: run until they are over, or schedule them after restore()"),
        (any(model.subscribers.values()), "something listens to the model's signals: subscribe after restore()"),
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
