"""Where agents in columns meet Mesa: the agent, the model, `model.agents`, and time.

Everything that relies on names which Mesa keeps to itself is in this file, and `missing_names` lists those of them that
the installed Mesa lacks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod

import mesa
import numpy as np
from mesa.agentset import AbstractAgentSet, _HardKeyAgentSet
from mesa.model import ModelSignals

from .agent_set import RowSet
from .columns import Column, Store
from .row_agent import RowAgent

if TYPE_CHECKING:
    from .columns import Rows

PRIVATE_OF_MODEL = (
    "_all_agents", "_agents_by_type", "_default_schedule", "_event_list", "_user_step", "subscribers", "notify",
    "agent_id_counter",
)  # fmt: skip
PRIVATE_OF_SCHEDULE = ("_current_event", "_execution_count", "function", "is_active", "next_scheduled_time")
PRIVATE_OF_EVENTS = ("_events", "compact")
COUNTS_STEPS = hasattr(mesa.Model, "_do_step")
"""Mesa 3 counts steps, and its schedule calls `_do_step`; that of Mesa 4 calls the step itself and counts nothing."""


class RowModel(mesa.Model):
    """A Mesa model whose agents may be rows of columns; ordinary Mesa agents live next to them.

    A subclass calls `add_store` for classes whose arrays it allocates itself; other stores are made on first use.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        check_mesa()
        super().__init__(*args, **kwargs)
        self._stores: dict[type[RowAgent], Store] = {}
        self._replaced: dict[Any, type[RowAgent]] = {}
        self._agents_by_type = ByType(self._agents_by_type, self._replaced)
        self._all_agents = AllAgents([], random=self.random)
        self._all_agents.follow(self._stores)
        if not COUNTS_STEPS:
            self._default_schedule.function = WeakMethod(self._do_step)

    def add_store(
        self,
        cls: type[RowAgent],
        arrays: Mapping[str, np.ndarray] | None = None,
        count: int | str | np.ndarray | Callable[[], int] = 0,
        *,
        on_create: Callable[[int, dict[str, np.ndarray]], Rows] | None = None,
        on_remove: Callable[[int], None] | None = None,
        own: Mapping[str, Column] | None = None,
        in_place_of: type[RowAgent] | None = None,
    ) -> Store:
        """Keep the agents of a class in these arrays (see `Store`); rows that are alive become agents at once.

        A subclass that is kept `in_place_of` another is found under the name of either.
        """
        if cls in self._stores:
            raise ValueError(f"this model keeps {cls.__name__} already")
        if in_place_of not in (None, cls):
            self._replaced[in_place_of] = cls
        store = Store(self, cls, arrays, count, on_create=on_create, on_remove=on_remove, own=own)
        self._stores[cls] = store
        self._agents_by_type[cls] = RowSet(store, self.random, open_from=0)  # type: ignore[assignment]
        store.sync()
        return store

    def store(self, cls: type[RowAgent]) -> Store:
        """The columns of a class of agents in this model; where it keeps a subclass in place of the class, of that."""
        cls = self._replaced.get(cls, cls)
        return self._stores.get(cls) or self.add_store(cls)

    def _do_step(self) -> None:
        """Make a step, as Mesa does, and what follows on it."""
        if COUNTS_STEPS:
            super()._do_step()  # pyright: ignore[reportAttributeAccessIssue]
        else:
            self._user_step()
        self.after_step()

    def after_step(self) -> None:
        """Called when a step is over, that of a subclass too; nothing by default."""

    def sync_agents(self) -> None:
        """Take note of the agents that compiled code created or removed, in all stores."""
        for store in self._stores.values():
            store.sync()

    def register_agent(self, agent: Any) -> None:
        """Take in an ordinary Mesa agent; Mesa calls this. Rows are taken in by their store."""
        if isinstance(agent, RowAgent):
            raise TypeError(f"{type(agent).__name__} is created by its store: call super().__init__(model, **values)")
        super().register_agent(agent)

    def deregister_agent(self, agent: Any) -> None:
        """Let an agent go; `agent.remove()` calls this."""
        if isinstance(agent, RowAgent):
            agent._store.remove(agent._row)
            self._tell("AGENT_REMOVED", agent)
        else:
            super().deregister_agent(agent)

    def announce(self, store: Store, rows: Rows) -> None:
        """Notify listeners, and Mesa's data sets, about new agents."""
        datasets = getattr(store.cls, "_datasets", ())
        if not datasets and not self._heard("AGENT_ADDED"):
            return  # nobody wants to know, so no view is made
        for row in map(int, rows):
            agent = store.view(row)
            self._tell("AGENT_ADDED", agent)
            for dataset in datasets:
                self.data_registry[dataset].add_agent(agent)  # pyright: ignore[reportAttributeAccessIssue]

    def _heard(self, name: str) -> bool:
        return bool(self.subscribers.get(("agents", getattr(ModelSignals, name))))

    def _tell(self, name: str, agent: RowAgent) -> None:
        if self._heard(name):
            self.notify("agents", getattr(ModelSignals, name), args=(agent,))


class ByType(dict):
    """`model.agents_by_type`: sets of agents by class; a class in place of which another is kept finds the agents of that."""

    def __init__(self, sets: Mapping[type, Any], replaced: Mapping[type, type]) -> None:
        super().__init__(sets)
        self.replaced = replaced

    def __missing__(self, cls: type) -> Any:
        if cls not in self.replaced:
            raise KeyError(cls)
        return self[self.replaced[cls]]

    def __reduce__(self) -> tuple:
        return type(self), (dict(self), self.replaced)


class Roll(MutableMapping):
    """What `model.agents` holds in place of a dictionary: ordinary agents and rows, in order of their `unique_id`."""

    def __init__(self, stores: dict[type[RowAgent], Store]) -> None:
        self._plain: dict[mesa.Agent, None] = {}
        self._stores = stores
        self._rank: np.ndarray | None = None  # place of each unique_id after a change in place; -1 if taken out

    def _members(self) -> Iterator[tuple[Callable[[int], Any], int]]:
        """For each member, in order, how to find it and its number there."""
        plain, stores = list(self._plain), list(self._stores.values())
        rows = [np.arange(len(plain)), *(np.flatnonzero(store.alive) for store in stores)]
        ids = [np.array([agent.unique_id for agent in plain], dtype=np.int64)]
        ids += [store.columns["unique_id"][own] for store, own in zip(stores, rows[1:], strict=True)]
        source = np.repeat(np.arange(len(rows)), [len(own) for own in rows])
        row, key = np.concatenate(rows), np.concatenate(ids)
        if self._rank is not None:
            ranked = key < len(self._rank)
            key = np.where(ranked, self._rank[np.where(ranked, key, 0)], key)
            source, row, key = source[key >= 0], row[key >= 0], key[key >= 0]
        if np.any(key[1:] < key[:-1]):
            order = np.argsort(key, kind="stable")
            source, row = source[order], row[order]
        find = [plain.__getitem__, *(store.view for store in stores)]
        return ((find[k], r) for k, r in zip(source.tolist(), row.tolist(), strict=True))

    def __iter__(self) -> Iterator[Any]:
        return (find(row) for find, row in self._members())

    def __len__(self) -> int:
        if self._rank is not None:
            return sum(1 for _ in self._members())
        return len(self._plain) + sum(int(np.count_nonzero(store.alive)) for store in self._stores.values())

    def __contains__(self, agent: Any) -> bool:
        if isinstance(agent, RowAgent):
            store = self._stores.get(type(agent))
            known = store is not None and agent._store is store and store.is_alive(agent._row)
        else:
            known = agent in self._plain
        if not known or self._rank is None or agent.unique_id >= len(self._rank):
            return known
        return bool(self._rank[agent.unique_id] >= 0)

    def __getitem__(self, agent: Any) -> None:
        if agent not in self:
            raise KeyError(agent)

    def __setitem__(self, agent: Any, value: None) -> None:
        if not isinstance(agent, RowAgent):
            self._plain[agent] = None

    def __delitem__(self, agent: Any) -> None:
        if not isinstance(agent, RowAgent):
            del self._plain[agent]
        elif agent in self:
            self.reorder([other for other in self if other is not agent])
        else:
            raise KeyError(agent)

    def reorder(self, agents: Iterable[Any]) -> None:
        """Keep these agents in this order; agents to come follow them."""
        chosen = np.array([agent.unique_id for agent in agents], dtype=np.int64)
        last = max([0, *chosen.tolist(), *(agent.unique_id for agent in self)])
        self._rank = np.full(last + 1, -1, dtype=np.int64)
        self._rank[chosen] = np.arange(len(chosen))


class AllAgents(_HardKeyAgentSet):
    """`model.agents`: Mesa's own set, over a `Roll`."""

    _roll: Any = None

    def follow(self, stores: dict[type[RowAgent], Store]) -> None:
        """Hold the agents of these stores besides the ordinary ones."""
        self._roll = Roll(stores)

    @property
    def _agents(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._roll

    @_agents.setter
    def _agents(self, agents: dict[Any, None]) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        if isinstance(self._roll, Roll):
            self._roll.reorder(agents)
        else:
            self._roll = agents

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> AbstractAgentSet:
        """Select agents as Mesa does; those of one class of rows come as a `RowSet`."""
        roll = self._roll
        if agent_type is not None and not inplace and isinstance(roll, Roll) and roll._rank is None:
            stores = [store for cls, store in roll._stores.items() if issubclass(cls, agent_type)]
            if len(stores) == 1 and not any(isinstance(agent, agent_type) for agent in roll._plain):
                if isinstance(at_most, float) and at_most <= 1.0:
                    at_most = int(len(self) * at_most)
                return RowSet(stores[0], self.random, open_from=0).copy().select(filter_func, at_most)
        return super().select(filter_func, at_most, inplace, agent_type)


def uses_step(model: mesa.Model, step: Callable) -> bool:
    """Whether the function `step` of a class is what the model runs each week: not overridden, not replaced."""
    return getattr(model._user_step, "__func__", None) is step


def has_user_events(model: mesa.Model, until: float = math.inf) -> bool:
    """Whether anything but Mesa's own weekly step has to happen by `until`, or listens to the clock."""
    if getattr(model, "_simulator", None) is not None:  # a simulator of Mesa 3 that moves the clock
        return True
    if any(name == "time" for name, _ in model.subscribers):
        return True
    own = model._default_schedule._current_event
    return any(event is not own and not event.CANCELED and event.time <= until for event in model._event_list._events)


def steps_due(model: mesa.Model, duration: float) -> int:
    """How many weekly steps `model.run_for(duration)` would make."""
    schedule = model._default_schedule
    following = schedule.next_scheduled_time
    if not schedule.is_active or following is None or following > model.time + duration:
        return 0
    return math.floor(model.time + duration - following) + 1


def advance_time(model: mesa.Model, weeks: float) -> int:
    """Move the clock as `model.run_for(weeks)` would, without running the steps, which were computed all at once.

    Parameters
    ----------
    model
        Any Mesa model.
    weeks
        Duration, not negative.

    Returns
    -------
    int
        The number of weekly steps counted (`steps_due` gives it beforehand).

    Raises
    ------
    RuntimeError
        If something else has to happen meanwhile (see `has_user_events`); nothing is changed then.
    """
    if weeks < 0:
        raise ValueError(f"time does not run backwards: weeks = {weeks}")
    if has_user_events(model, model.time + weeks):
        raise RuntimeError("other events are scheduled or observed meanwhile: advance week by week with model.step()")
    due, schedule = steps_due(model, weeks), model._default_schedule
    if due and schedule._current_event is not None:
        schedule._current_event.time += float(due)
        schedule._execution_count += due
        model._event_list.compact()  # restores the order of events
        if COUNTS_STEPS:
            model.steps += due
    model.time = model.time + weeks
    return due


def missing_names() -> list[str]:
    """The names of Mesa that this module relies on and that the installed Mesa lacks."""
    model = mesa.Model(rng=0)
    wanted: list[tuple[str, Any, tuple[str, ...]]] = [("Model", model, PRIVATE_OF_MODEL)]
    if hasattr(model, "_default_schedule"):
        wanted.append(("Model._default_schedule", model._default_schedule, PRIVATE_OF_SCHEDULE))
    if hasattr(model, "_event_list"):
        wanted.append(("Model._event_list", model._event_list, PRIVATE_OF_EVENTS))
    wanted.append(("DataCollector", mesa.DataCollector(), ("_collection_steps",)))
    missing = [f"{place}.{name}" for place, thing, names in wanted for name in names if not hasattr(thing, name)]
    for kind in (AllAgents, RowSet):
        missing += [f"{kind.__name__}.{name} (abstract in Mesa)" for name in sorted(kind.__abstractmethods__)]
    return missing


@cache
def check_mesa() -> None:
    """Raise ImportError, saying what is missing, if the installed Mesa does not fit this module."""
    missing = missing_names()
    if missing:
        raise ImportError(
            f"Mesa {mesa.__version__} lacks {', '.join(missing)}, which core/rows/mesa_bridge.py relies on: "
            "install mesa>=3.5.1,<5 or adapt that file"
        )
