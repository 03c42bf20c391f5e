"""Mesa's AgentSet over rows of columns: the same methods and the same use of random numbers, without the objects."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from mesa.agentset import AbstractAgentSet, AgentSet, GroupBy

if TYPE_CHECKING:
    from .columns import RowAgent, Store

type Rows = range | np.ndarray
"""Row numbers: a range where they follow each other, so that a million cost nothing."""

NOTHING: Rows = range(0)


class RowSet(AbstractAgentSet, Sequence):
    """An ordered set of agents that are rows of one store.

    Members are the rows given, in that order, and, for the set that a model keeps of a class, all rows from
    `open_from` on. Agents that left the model are left out.

    Parameters
    ----------
    store
        The columns.
    random
        The generator for shuffling, as in any AgentSet.
    rows
        The members.
    open_from
        Rows from this one on belong too, also those to come; `None` for a set with fixed members.
    """

    def __init__(self, store: Store, random: Random, rows: Rows = NOTHING, open_from: int | None = None) -> None:
        self.store = store
        self.random = random
        self._given = rows
        self._open_from = open_from
        self._mask: np.ndarray | None = None

    # --- membership ---

    @property
    def rows(self) -> np.ndarray:
        """The row numbers of the members, in order."""
        alive, given = self.store.alive, self._given
        if isinstance(given, range):
            head = np.flatnonzero(alive[given.start : given.stop]) + given.start
        else:
            head = given[alive[given]]
        if self._open_from is None:
            return head
        tail = np.flatnonzero(alive[self._open_from :]) + self._open_from
        return np.concatenate([head, tail]) if len(head) else tail

    def __len__(self) -> int:
        alive, given = self.store.alive, self._given
        index = slice(given.start, given.stop) if isinstance(given, range) else given
        tail = 0 if self._open_from is None else np.count_nonzero(alive[self._open_from :])
        return int(np.count_nonzero(alive[index]) + tail)

    def __iter__(self) -> Iterator[RowAgent]:
        return map(self.store.view, self.rows.tolist())

    def __contains__(self, agent: object) -> bool:
        if getattr(agent, "_store", None) is not self.store:
            return False
        row: int = agent._row  # type: ignore[attr-defined]
        return self.store.is_alive(row) and self._has(row)

    def _has(self, row: int) -> bool:
        if self._open_from is not None and row >= self._open_from:
            return True
        if isinstance(self._given, range):
            return row in self._given
        if self._mask is None:  # made once, so that each further question is one look-up
            self._mask = np.zeros(int(self._given.max(initial=-1)) + 1, bool)
            self._mask[self._given] = True
        return row < len(self._mask) and bool(self._mask[row])

    def __getitem__(self, item: int | slice) -> Any:
        rows = self.rows[item]
        view = self.store.view
        return [view(row) for row in rows.tolist()] if isinstance(item, slice) else view(int(rows))

    def to_list(self) -> list[RowAgent]:
        """The agents as a list."""
        return list(self)

    def _make(self, rows: Any, inplace: bool = False) -> RowSet:
        rows = rows if isinstance(rows, range) else np.asarray(rows, dtype=np.intp)
        if not inplace:
            return RowSet(self.store, self.random, rows)
        self._given, self._mask = rows, None
        if self._open_from is not None:
            self._open_from = self.store.count
        return self

    def _update(self, agents: Iterable[RowAgent]) -> RowSet:
        return self._make([self._row_of(agent) for agent in agents], inplace=True)

    def _row_of(self, agent: RowAgent) -> int:
        if getattr(agent, "_store", None) is not self.store:
            raise TypeError(f"a set of {self.store.cls.__name__} rows cannot hold {agent!r}; use mesa's AgentSet")
        return agent._row

    def _from_iterable(self, agents: Iterable[Any]) -> AbstractAgentSet:  # type: ignore[override]
        """Result of ``&``, ``|``, ``-`` and ``^``."""
        found = list(agents)
        if all(getattr(agent, "_store", None) is self.store for agent in found):
            return self._make(list(dict.fromkeys(agent._row for agent in found)))
        return AgentSet(found, self.random)

    def add(self, agent: RowAgent) -> None:
        """Add an agent of the same class and model."""
        row = self._row_of(agent)
        if agent not in self:
            self._make(np.append(self.rows, row), inplace=True)

    def discard(self, agent: RowAgent) -> None:
        """Take an agent out of this set, if it is in; it stays in the model."""
        if agent in self:
            rows = self.rows
            self._make(rows[rows != agent._row], inplace=True)

    def remove(self, agent: RowAgent) -> None:
        """Take an agent out of this set; KeyError if it is not in."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def copy(self) -> RowSet:
        """A set with the present members."""
        return self._make(self._given if self._open_from is None else self.rows)

    __copy__ = copy

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_mask": None}

    # --- values ---

    def array(self, name: str) -> np.ndarray:
        """The values of a column, one for each member."""
        return self.store.columns[name][self.rows]

    def _plain(self, name: str) -> np.ndarray:
        """The values in the type that NumPy would give a list of them."""
        kind = self.store.spec[name].dtype.kind
        values = self.array(name)
        if values.dtype == np.uint64:
            return values
        return values.astype({"b": np.bool_, "f": np.float64}.get(kind, np.int64), copy=False)

    def _values(self, name: str, *default: Any) -> list[Any]:
        if name in self.store.spec:
            return self._plain(name).tolist()
        return [getattr(agent, name, *default) for agent in self]

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """The values of one attribute, or a list of values of several attributes, for each member."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"Unknown handle_missing option: {handle_missing}, should be one of 'error' or 'default'")
        default = (default_value,) if handle_missing == "default" else ()
        if isinstance(attr_names, str):
            return self._values(attr_names, *default)
        if not attr_names:
            return [[] for _ in range(len(self))]
        return [list(values) for values in zip(*(self._values(name, *default) for name in attr_names), strict=True)]

    def set(self, attr_name: str, value: Any) -> Self:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Set an attribute of all members: to one value, or, for a column, to one each."""
        if attr_name in self.store.spec:
            rows = self.rows
            self.store.write(attr_name, rows, len(rows), value)
        else:
            for agent in self:
                setattr(agent, attr_name, value)
        return self

    def agg(self, attribute: str, func: Callable | Iterable[Callable]) -> Any:
        """Apply one or several functions to the values of an attribute.

        NumPy's functions get an array, all others a list, so that results equal those of an ordinary AgentSet.
        """
        if not callable(func):
            return [self.agg(attribute, one) for one in func]
        if attribute in self.store.spec and _is_numpy(func):
            return func(self._plain(attribute))
        return func(self._values(attribute))

    # --- subsets and orders ---

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
        *,
        where: Any = None,
    ) -> RowSet:
        """Select members as Mesa does, or, much faster, by `where`: a truth value for each member."""
        rows = self.rows
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(rows) * at_most)
        if where is not None:
            mask = np.asarray(where)
            if mask.dtype != bool or mask.shape != rows.shape:
                raise ValueError(f"where takes {len(rows)} truth values, not {mask.dtype} of shape {mask.shape}")
            rows = rows[mask]
        if agent_type is not None and not issubclass(self.store.cls, agent_type):
            rows = rows[:0]
        if filter_func is not None:
            return self._make(list(self._passing(rows, filter_func, at_most)), inplace)
        return self._make(rows if at_most >= len(rows) else rows[: max(0, int(np.ceil(at_most)))], inplace)

    def _passing(self, rows: np.ndarray, accept: Callable[[Any], bool], at_most: float) -> Iterator[int]:
        count = 0
        for row in rows.tolist():
            if count >= at_most:
                return
            if accept(self.store.view(row)):
                count += 1
                yield row

    def shuffle(self, inplace: bool = False) -> RowSet:
        """The members in random order."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._make(rows, inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> RowSet:
        """The members in order of an attribute or of what a function returns; the highest first, unless `ascending`."""
        rows = self.rows
        if isinstance(key, str) and key in self.store.spec:
            values = self._plain(key)
            if ascending:
                order = np.argsort(values, kind="stable")
            else:  # equal ones keep their order, as in sorted(reverse=True)
                order = len(rows) - 1 - np.argsort(values[::-1], kind="stable")[::-1]
        else:
            keys = [key(agent) for agent in self] if callable(key) else self._values(key)
            order = sorted(range(len(rows)), key=keys.__getitem__, reverse=not ascending)
        return self._make(rows[np.asarray(order, dtype=np.intp)], inplace)

    def groupby(self, by: Callable | str, result_type: Literal["agentset", "list"] = "agentset") -> RowGroups:
        """Groups of members with the same attribute, or for which a function returns the same."""
        keys = [by(agent) for agent in self] if callable(by) else self._values(by)
        groups: dict[Hashable, list[int]] = {}
        for key, row in zip(keys, self.rows.tolist(), strict=True):
            groups.setdefault(key, []).append(row)
        if result_type == "agentset":
            return RowGroups({key: self._make(rows) for key, rows in groups.items()})
        return RowGroups({key: [self.store.view(row) for row in rows] for key, rows in groups.items()})

    # --- actions ---

    def _each(self, rows: list[int], method: str | Callable, args: tuple, kwargs: dict) -> list[Any]:
        view, is_alive = self.store.view, self.store.is_alive  # agents that leave meanwhile are passed over
        if isinstance(method, str):
            return [getattr(view(row), method)(*args, **kwargs) for row in rows if is_alive(row)]
        return [method(view(row), *args, **kwargs) for row in rows if is_alive(row)]

    def do(self, method: str | Callable, *args: Any, **kwargs: Any) -> Self:
        """Call a method of, or a function with, each member."""
        self._each(self.rows.tolist(), method, args, kwargs)
        return self

    def map(self, method: str | Callable, *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method of, or a function with, each member and return the results."""
        return self._each(self.rows.tolist(), method, args, kwargs)

    def shuffle_do(self, method: str | Callable, *args: Any, **kwargs: Any) -> Self:
        """Call a method of, or a function with, each member in random order."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        self._each(rows, method, args, kwargs)
        return self

    def __repr__(self) -> str:
        return f"<RowSet of {len(self)} {self.store.cls.__name__}>"


class RowGroups(GroupBy):
    """Mesa's GroupBy, which reads columns where it can."""

    def agg(self, attr_name: str, func: Callable) -> dict[Hashable, Any]:
        """Apply a function to the values of an attribute in each group."""
        if all(isinstance(group, RowSet) for group in self.groups.values()):
            return {key: group.agg(attr_name, func) for key, group in self.groups.items()}  # type: ignore[union-attr]
        return super().agg(attr_name, func)


def _is_numpy(func: Callable) -> bool:
    return isinstance(func, np.ufunc) or str(getattr(func, "__module__", "")).startswith("numpy")
