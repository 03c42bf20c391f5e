"""The agent that is a row: a Mesa agent whose state lives in the columns of its model."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from ..quantity import nearest
from .agent_set import RowSet
from .columns import Column, Store, columns_of

if TYPE_CHECKING:
    from .mesa_bridge import RowModel


def _public_names(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")} | _annotated_names(cls)


def _annotated_names(cls: type) -> set[str]:
    return {name for base in cls.__mro__ for name in inspect.get_annotations(base)}


class RowAgent(mesa.Agent):
    """A Mesa agent that is a row of its model's columns.

    Subclasses declare state as `Column`s. An attribute of another kind must be declared in the class body, by a default
    or an annotation; anything else, such as a note on a single agent, goes into `agent.extra`. A name that is neither
    raises AttributeError, so that a mistyped one is noticed. Agents created in bulk are not passed through `__init__`;
    a subclass that defines `__init__` is therefore created one agent at a time.

    Parameters
    ----------
    model
        The `RowModel` in which the agent lives.
    **values
        Values of columns; the others take their defaults.
    """

    __slots__ = ("_row", "_store", "model")

    unique_id = Column(0, np.int64, readonly=True)
    alive = Column(True, np.bool_, readonly=True)
    pos: Any = None  # Mesa spaces write it
    current_action: Any = None  # Mesa 4 writes it

    _row: int
    _store: Store
    model: RowModel

    def __init__(self, model: RowModel, **values: Any) -> None:
        self.model = model
        store = _store_of(model, type(self))
        if store.cls is not type(self):  # the model keeps a class of its own in place of this one
            self.__class__ = store.cls  # pyright: ignore[reportAttributeAccessIssue]
        store.create(1, values, agent=self)

    @classmethod
    def create_agents(cls, model: RowModel, n: int, *args: Any, **kwargs: Any) -> Any:
        """Create `n` agents at once, without making Python objects.

        Parameters
        ----------
        model
            The `RowModel` in which the agents live.
        n
            How many.
        *args
            Passed to `__init__` of a subclass that defines one; refused otherwise.
        **kwargs
            Values of columns, one for all or a sequence of `n`.

        Returns
        -------
        RowSet
            The new agents (an ordinary AgentSet when the subclass defines `__init__`).
        """
        if cls.__init__ is not RowAgent.__init__:
            return super().create_agents(model, n, *args, **kwargs)
        if args:
            raise TypeError(f"{cls.__name__}.create_agents takes values by name: {', '.join(columns_of(cls))}")
        store = _store_of(model, cls)
        return RowSet(store, model.random, store.create(n, kwargs))

    @property
    def extra(self) -> dict[str, Any]:
        """A dictionary for whatever one wants to hang on this agent."""
        return self.__dict__.setdefault("_extra", {})

    def __setattr__(self, name: str, value: Any) -> None:
        cls = type(self)
        if not (hasattr(cls, name) or name.startswith("_") or name in _annotated_names(cls)):
            own = self._own_columns()
            if name in own:
                own[name].__set__(self, value)
                return
            hint = nearest(name, _public_names(cls) | own.keys())
            note = f"notes go into agent.extra['{name}']"
            raise AttributeError(f"{cls.__name__} has no attribute '{name}'{hint} ({note})")
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        cls = type(self)  # reached only when the ordinary look-up has failed
        if name in ("_store", "_row"):
            raise AttributeError(f"call super().__init__(model) before using the columns of {cls.__name__}")
        if name.startswith("_"):
            raise AttributeError(f"{cls.__name__} has no attribute '{name}'")
        own = self._own_columns()
        if name in own:
            return own[name].__get__(self, cls)
        raise AttributeError(
            f"{cls.__name__} has no attribute '{name}'{nearest(name, _public_names(cls) | own.keys())}"
        )

    def _own_columns(self) -> Mapping[str, Column]:
        """Return the columns of this model's agents, those of extensions included; nothing before there is a store."""
        try:
            store = object.__getattribute__(self, "_store")
        except AttributeError:
            return {}
        return store.spec

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._own_columns()})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}>"


def _store_of(model: Any, cls: type) -> Store:
    try:
        find = model.store
    except AttributeError:
        raise TypeError(f"{cls.__name__} lives in a RowModel; {type(model).__name__} is not one") from None
    return find(cls)
