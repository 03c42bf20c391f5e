"""One struct, as Python sees it: fields by name, all of them in `dir`, rows and columns in `repr`, the nearest name where one is wrong."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import types

from ..quantity import nearest

SCALARS = {types.float64: (np.float64, float), types.int64: (np.int64, int), types.uint64: (np.uint64, int)}
"""Types of the number fields: what NumPy and Python make of them."""


class Instance:
    """One struct, passed to kernels as it is. Number fields can be set; arrays are filled in place, never replaced."""

    __slots__ = ("_address", "_held", "_more", "_type", "_words")

    def __getattr__(self, field: str) -> Any:
        if field in self._held:
            return self._held[field]
        if field in self._more:
            return self._more[field]
        offset = self._type.offsets.get(field)
        if offset is None:
            raise AttributeError(_unknown(self._type.plain, field, dir(self)))
        dtype, convert = SCALARS[self._type.fields[field]]
        return convert(self._words[offset : offset + 1].view(dtype)[0])

    def __setattr__(self, field: str, value: Any) -> None:
        kind = self._type.fields.get(field)
        if kind not in SCALARS:
            raise AttributeError(_fixed(self._type.plain, field, dir(self)))
        dtype, convert = SCALARS[kind]
        offset = self._type.offsets[field]
        self._words[offset : offset + 1].view(dtype)[0] = convert(value)

    def __dir__(self) -> list[str]:
        return [*self._type.fields, *self._more]

    def __getitem__(self, field: str) -> Any:
        """Return a column by a name that is worked out, or that type checkers do not know."""
        return getattr(self, field)

    def __repr__(self) -> str:
        return _shown(self._type.plain, {name: getattr(self, name) for name in (*self._type.fields, *self._more)})

    def __reduce__(self) -> Any:
        raise TypeError(
            f"a {self._type.plain} holds addresses of this process and cannot be copied or pickled; pass the columns"
        )


def _unknown(kind: str, field: str, known: list[str]) -> str:
    if field.startswith("_"):  # asked by tools that look for methods
        return f"{kind} has no attribute '{field}'"
    return f"{kind} has no column '{field}'{nearest(field, known) or '; dir() lists all'}"


def _fixed(kind: str, field: str, known: list[str]) -> str:
    if field not in known:
        return _unknown(kind, field, known)
    return f"{kind}.{field} cannot be replaced: only number fields can be set; columns are written in place, as .{field}[:]"


def _shown(kind: str, values: Mapping[str, Any]) -> str:
    """Return kind, rows and columns: columns of one length together."""
    by_length: dict[int, list[str]] = {}
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            by_length.setdefault(len(value), []).append(name)
    parts = [f"{rows:,} {'row' if rows == 1 else 'rows'}: {', '.join(names)}" for rows, names in by_length.items()]
    others = [name for name, value in values.items() if not isinstance(value, np.ndarray)]
    return f"<{kind}; {'; '.join([*parts, *([', '.join(others)] if others else [])])}>"


class ReadAsPython(np.ndarray):
    """An array whose elements are read as Python numbers: float32 is reckoned with in double precision, as when compiled."""

    def __getitem__(self, key: Any) -> Any:
        value = super().__getitem__(key)
        return value.item() if isinstance(value, np.generic) else value


class InterpretedInstance:
    """The same fields as plain attributes, with the same refusals."""

    __slots__ = ()
    _definition: Any
    _more: Mapping[str, Any]

    def __getattr__(self, field: str) -> Any:
        more = {} if field.startswith("_") else self._more
        if field in more:
            return more[field]
        raise AttributeError(_unknown(self._definition.name, field, [*self._definition.fields, *more]))

    def __setattr__(self, field: str, value: Any) -> None:
        kind = self._definition.fields.get(field)
        if kind not in SCALARS:
            raise AttributeError(_fixed(self._definition.name, field, dir(self)))
        object.__setattr__(self, field, SCALARS[kind][1](value))

    def __dir__(self) -> list[str]:
        return [*self._definition.fields, *self._more]

    def __getitem__(self, field: str) -> Any:
        return getattr(self, field)

    def __repr__(self) -> str:
        names = (*self._definition.fields, *self._more)
        return _shown(self._definition.name, {name: getattr(self, name) for name in names})


def with_more(instance: Any, arrays: Mapping[str, np.ndarray]) -> None:
    """Let an instance show further arrays by name: to Python alone, compiled code does not know them."""
    object.__setattr__(instance, "_more", arrays)
