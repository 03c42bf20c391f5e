"""Agents as rows of NumPy columns.

A class of agents declares its state as `Column`s. The values of all its agents in one model live in arrays, kept by
a `Store`; compiled kernels work on those arrays directly. The agents that a Mesa user sees (`mesa_bridge.RowAgent`) are
thin views, made when first touched and then kept, so that a million residents cost no Python object until somebody
looks at one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, overload
from weakref import WeakValueDictionary

import numpy as np

from ..quantity import nearest

if TYPE_CHECKING:
    from .agent_set import Rows
    from .mesa_bridge import RowAgent, RowModel

_SCALARS: dict[str, tuple[type, ...]] = {
    "b": (bool, np.bool_),
    "i": (int, np.integer),
    "u": (int, np.integer),
    "f": (int, float, np.integer, np.floating),
}
_ARRAY_KINDS = {"b": "b", "i": "iu", "u": "iu", "f": "fiu"}
_WORDS = {"b": "True or False", "i": "a whole number", "u": "a whole number", "f": "a number"}


class Column:
    """A typed attribute of a `RowAgent` class whose values live in an array of the model's store.

    Parameters
    ----------
    default
        Value of new agents; taken from `quantity` when left out, else zero.
    dtype
        NumPy type of a number or truth value; taken from `quantity`, else from `default`.
    quantity
        The declaration behind the column. Only `dtype`, `integer`, `default`, `low`, `high` and `choices` are read
        here, each if present. Of a choice, the column holds the position.
    readonly
        Set by the model alone; writing through an agent or an agent set raises AttributeError.
    start, newcomers
        Of a column of one's own: what those have who are there at the start, and those who come later (by default the
        same). A value, or a function of the model and the rows that returns one value or one each; None: the default.
    """

    name = "column"

    def __init__(
        self, default: Any = None, dtype: Any = None, *, quantity: Any = None, readonly: bool = False, start: Any = None,
        newcomers: Any = None,
    ) -> None:  # fmt: skip
        self.name = getattr(quantity, "name", self.name)
        self.start, self.newcomers = start, start if newcomers is None else newcomers
        choices = getattr(quantity, "choices", ())
        if default is None:
            default = getattr(quantity, "default", None)
        if choices and isinstance(default, str):
            default = choices.index(default)
        if dtype is None:
            dtype = getattr(quantity, "dtype", None)
        if dtype is None and getattr(quantity, "integer", False):
            dtype = np.int64
        if dtype is None:
            dtype = np.float64 if default is None else np.asarray(default).dtype
        self.dtype = np.dtype(dtype)
        if self.dtype.kind not in _SCALARS:
            raise TypeError(f"a column holds numbers or truth values, not {self.dtype}")
        self.default = self.dtype.type(0 if default is None else default).item()
        self.quantity = quantity
        self.readonly = readonly
        low, high = getattr(quantity, "low", None), getattr(quantity, "high", None)
        if choices:
            low, high = 0, len(choices) - 1
        self.bounded = low is not None or high is not None or self.dtype.kind in "iu"
        lowest, highest = -np.inf, np.inf
        if self.dtype.kind in "iu":  # what the type cannot hold is outside too
            lowest, highest = np.iinfo(self.dtype).min, np.iinfo(self.dtype).max
        self.low: Any = lowest if low is None else max(low, lowest)
        self.high: Any = highest if high is None else min(high, highest)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __deepcopy__(self, memo: dict) -> Self:
        return self  # a declaration: it never changes

    @overload
    def __get__(self, agent: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type | None = None) -> Any: ...
    def __get__(self, agent: RowAgent | None, owner: type | None = None) -> Any:
        if agent is None:
            return self
        value = agent._store.columns[self.name].item(agent._row)
        return bool(value) if self.dtype.kind == "b" else value

    def __set__(self, agent: RowAgent, value: Any) -> None:
        self.refuse_if_readonly()
        agent._store.columns[self.name][agent._row] = self.check(value)

    def refuse_if_readonly(self) -> None:
        """Raise AttributeError when only the model may write this column."""
        if self.readonly:
            raise AttributeError(f"{self.name} is kept by the model and cannot be set; agents leave by remove()")

    def check(self, value: Any) -> Any:
        """Return one value if it may be written; raise TypeError or ValueError otherwise."""
        kind = self.dtype.kind
        if not isinstance(value, _SCALARS[kind]) or (kind != "b" and isinstance(value, bool)):
            raise TypeError(f"{self.name} takes {_WORDS[kind]}, not {value!r}")
        if self.bounded and not self.low <= value <= self.high:
            self._refuse(value)
        return value

    def check_many(self, values: Any, n: int) -> np.ndarray:
        """Return values for `n` agents as an array (one for all, or one each) if all of them may be written."""
        array = np.asarray(values)
        if array.ndim > 1 or (array.ndim == 1 and len(array) != n):
            raise ValueError(f"{self.name} takes one value or {n} values, not an array of shape {array.shape}")
        if array.size and array.dtype.kind not in _ARRAY_KINDS[self.dtype.kind]:
            raise TypeError(f"{self.name} takes {_WORDS[self.dtype.kind]} for each agent, not values of {array.dtype}")
        if self.bounded:
            inside = (array >= self.low) & (array <= self.high)
            if not inside.all():
                self._refuse(np.atleast_1d(array)[~np.atleast_1d(inside)][0].item())
        return array

    def _refuse(self, value: Any) -> NoReturn:
        raise ValueError(f"{self.name} = {value!r} is outside its bounds [{self.low}, {self.high}]")


def columns_of(cls: type) -> dict[str, Column]:
    """The columns that a class declares or inherits, base classes first."""
    found = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
    return {name: value for name, value in found.items() if isinstance(value, Column)}


class Gone:
    """Stand-in for the store of an agent whose row has been reused: any access raises an error that explains it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # asked by pickle and copy whether there is such a method
            raise AttributeError(name)
        raise RuntimeError(
            f"this {self.kind} has left the model (moved out), and another agent now has its row: look agents up again in model.agents"
        )


class Store:
    """The columns of one class of agents in one model.

    Rows never move. A row may be given to another agent, by a kernel that sets its `unique_id` to 0 or by `on_create`
    after a removal; the object that showed the agent before is then unusable and raises `Gone`. Arrays may be longer than the number of rows (`capacity`), may
    belong to others, and may be replaced at any time; everything reads them through `columns`.

    Parameters
    ----------
    model
        The `RowModel`.
    cls
        The `RowAgent` class whose instances the rows are.
    arrays
        Arrays allocated by others, of one length; columns without one are allocated here. The column `alive` is the
        membership; rows whose `unique_id` is 0 get one at the next `sync`.
    count
        The number of rows in use: a number kept here, an array of one element, the name of an attribute of the model,
        or a function without arguments (then `on_create` is needed for agents made in Python).
    on_create
        Replaces the method `on_create`.
    on_remove
        Replaces the method `on_remove`.
    own
        Columns that this model has beyond those of the class, by name.
    """

    def __init__(
        self,
        model: RowModel,
        cls: type[RowAgent],
        arrays: Mapping[str, np.ndarray] | None = None,
        count: int | str | np.ndarray | Callable[[], int] = 0,
        *,
        on_create: Callable[[int, dict[str, np.ndarray]], Rows] | None = None,
        on_remove: Callable[[int], None] | None = None,
        own: Mapping[str, Column] | None = None,
    ) -> None:
        self.model = model
        self.cls = cls
        self.spec = {**columns_of(cls), **(own or {})}
        self.views: dict[int, RowAgent] = {}
        self._removed: WeakValueDictionary[int, RowAgent] = WeakValueDictionary()  # views of those whom Python removed
        self._count = count
        if on_create is not None:
            self.on_create = on_create
        if on_remove is not None:
            self.on_remove = on_remove
        self.columns: dict[str, np.ndarray] = {}
        for name, array in (arrays or {}).items():
            self.replace(name, array)
        capacity = min(map(len, self.columns.values()), default=max(16, self.count))
        for name, column in self.spec.items():
            if name not in self.columns:
                self.columns[name] = np.full(capacity, column.default, column.dtype)

    @property
    def count(self) -> int:
        """The number of rows in use, the dead ones included."""
        if isinstance(self._count, str):
            return int(getattr(self.model, self._count))
        if isinstance(self._count, np.ndarray):
            return int(self._count.item())
        return int(self._count() if callable(self._count) else self._count)

    @count.setter
    def count(self, count: int) -> None:
        if isinstance(self._count, str):
            setattr(self.model, self._count, count)
        elif isinstance(self._count, np.ndarray):
            self._count[...] = count
        elif callable(self._count):
            raise TypeError(f"the count of {self.cls.__name__} is a function: pass on_create, which makes the rows")
        else:
            self._count = count

    @property
    def capacity(self) -> int:
        """The number of rows for which there is room."""
        return min(map(len, self.columns.values()))

    @property
    def alive(self) -> np.ndarray:
        """Truth for each row in use: is its agent in the model?"""
        return self.columns["alive"][: self.count].astype(bool, copy=False)

    def is_alive(self, row: int) -> bool:
        """Whether the agent of `row` is in the model."""
        return row < self.count and bool(self.columns["alive"][row])

    def view(self, row: int) -> RowAgent:
        """The agent of `row`: the same object as long as it is the same agent."""
        if not self.columns["unique_id"].item(row) and self.is_alive(row):
            self.sync()  # came in since Python last looked
        agent = self.views.get(row)
        if agent is None:
            agent = object.__new__(self.cls)
            self._bind(agent, row)
        return agent

    def _bind(self, agent: RowAgent, row: int) -> None:
        agent.model, agent._store, agent._row = self.model, self, row
        self.views[row] = agent

    def replace(self, name: str, array: np.ndarray) -> None:
        """Use another array, such as a longer one, for a column."""
        if name not in self.spec:
            raise TypeError(f"{self.cls.__name__} has no column '{name}'{nearest(name, self.spec)}")
        dtype = self.spec[name].dtype
        if array.ndim != 1 or len(array) < self.count:
            raise ValueError(f"column '{name}' needs {self.count} rows in one dimension, not shape {array.shape}")
        if not (np.can_cast(array.dtype, dtype, "same_kind") or (dtype.kind == "b" and array.dtype == np.uint8)):
            raise TypeError(f"column '{name}' holds {dtype}, not {array.dtype}")
        self.columns[name] = array

    def write(self, name: str, rows: Any, n: int, values: Any) -> None:
        """Write checked values, one for all or one each, into `n` rows of a column."""
        column = self.spec[name]
        column.refuse_if_readonly()
        self.columns[name][rows] = column.check_many(values, n)

    def create(self, n: int, values: Mapping[str, Any], agent: RowAgent | None = None) -> Rows:
        """Create `n` agents and return their rows; nothing happens if a name or value is wrong.

        `agent`, if given, becomes the view of the only new row.
        """
        for name in values:
            if name not in self.spec:
                raise TypeError(f"{self.cls.__name__} has no column '{name}'{nearest(name, self.spec)}")
            self.spec[name].refuse_if_readonly()
        checked = {name: self.spec[name].check_many(value, n) for name, value in values.items()}
        rows = self.on_create(n, checked)
        index = slice(rows.start, rows.stop) if isinstance(rows, range) else rows
        for name, value in checked.items():
            self.columns[name][index] = value
        self.columns["alive"][index] = True
        self._give_ids(index, n)
        self._part(rows)
        self.on_new(np.asarray(rows, np.int64), set(checked))
        if agent is not None:
            self._bind(agent, int(rows[0]))
        self.model.announce(self, rows)
        return rows

    def on_create(self, n: int, values: dict[str, np.ndarray], /) -> Rows:
        """Make room for `n` agents, set what is not in `values`, raise the count, return the new rows.

        This one doubles the arrays when they are full and sets the defaults. `values` are written by the caller, as
        are `alive` and `unique_id`.
        """
        first = self.count
        if first + n > self.capacity:
            self.grow(max(first + n, 2 * self.capacity))
        for name in self.spec.keys() - values.keys():
            self.columns[name][first : first + n] = self.spec[name].default
        self.count = first + n
        return range(first, first + n)

    def grow(self, capacity: int) -> None:
        """Replace all columns by copies with room for `capacity` rows."""
        for name, old in list(self.columns.items()):
            new = np.full(capacity, self.spec[name].default, old.dtype)
            new[: self.count] = old[: self.count]
            self.replace(name, new)

    def on_remove(self, row: int, /) -> None:
        """What the model does when the agent of `row` leaves; nothing by default."""

    def on_new(self, rows: np.ndarray, given: set[str], /) -> None:
        """What the model does for agents who came in; columns that are `given` have their values. Nothing by default."""

    def remove(self, row: int) -> None:
        """Take the agent of `row` out of the model; KeyError if it is not in."""
        if not self.is_alive(row):
            raise KeyError(row)
        self.on_remove(row)
        self.columns["alive"][row] = False
        agent = self.views.pop(row, None)
        if agent is not None:
            self._removed[row] = agent  # until another gets the row, if anybody holds it that long

    def sync(self) -> np.ndarray:
        """Take note of what a kernel did: new agents get a `unique_id`, in row order; the dead lose their views.

        A new agent in a row that was another's does not take over the other's view: its holder gets an error.

        Returns
        -------
        numpy.ndarray
            The rows that got their `unique_id` now.
        """
        alive, ids = self.alive, self.columns["unique_id"]
        rows = np.flatnonzero(alive & (ids[: len(alive)] == 0))
        self._give_ids(rows, len(rows))
        self._part(rows)
        if len(rows):
            self.on_new(rows, set())
        for row in [row for row in self.views if not alive[row]]:
            del self.views[row]
        self.model.announce(self, rows)
        return rows

    def _part(self, rows: Rows) -> None:
        """Part the views of those who had these rows before from the rows."""
        if self.views or self._removed:
            for row in map(int, rows):
                for kept in (self.views, self._removed):
                    agent = kept.pop(row, None)
                    if agent is not None:
                        agent._store = Gone(self.cls.__name__)  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        kept = {**self.__dict__, "_removed": None}
        del kept["spec"]  # declarations; columns of a model's own are entered again by `adopt`
        return kept

    def __setstate__(self, kept: dict[str, Any]) -> None:
        self.__dict__.update(kept, _removed=WeakValueDictionary(), spec=columns_of(kept["cls"]))

    def adopt(self, own: Mapping[str, Column]) -> None:
        """Enter the columns that a model has beyond those of the class: those of a copy, which holds their values already."""
        self.spec = {**self.spec, **own}

    def _give_ids(self, rows: Any, n: int) -> None:
        first = self.model.agent_id_counter
        self.columns["unique_id"][rows] = np.arange(first, first + n)
        self.model.agent_id_counter = first + n
