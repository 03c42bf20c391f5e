"""Groups of arrays and numbers that compiled code reads by name.

A kernel that takes two hundred arrays is unreadable, and a namedtuple of them compiles ten times slower than a
reference. A struct is such a reference: one pointer to a block of eight-byte words that hold, for each field, a
number, the address of another struct, or the address and shape of an array. Compiled code builds the array from these
words where it reads the field; nothing is counted or copied, and nothing is compiled to make an instance. The Python
object holds the arrays, so it must outlive the calls that use it (an argument always does), and a kernel must not
return an array that it took from a struct.

With ``NUMBA_DISABLE_JIT=1`` an instance is a plain object with the same fields.
"""

import hashlib
import importlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.core.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    lower_setattr_generic,
    typeof_impl,
    unbox,
)
from numba.core.typing.templates import AttributeTemplate
from numba.np import arrayobj, numpy_support

from .compiled import INTERPRETED
from .instance import SCALARS, Instance, InterpretedInstance, ReadAsPython, with_more

float64, int64, uint64 = types.float64, types.int64, types.uint64
float64_1d, float32_1d = types.float64[::1], types.float32[::1]
int64_1d, int32_1d, int16_1d, int8_1d = types.int64[::1], types.int32[::1], types.int16[::1], types.int8[::1]
uint64_1d, uint32_1d, uint16_1d, uint8_1d = types.uint64[::1], types.uint32[::1], types.uint16[::1], types.uint8[::1]
bool_1d = types.boolean[::1]
float64_2d, float32_2d, int64_2d, uint8_2d = (
    types.float64[:, ::1],
    types.float32[:, ::1],
    types.int64[:, ::1],
    types.uint8[:, ::1],
)


class StructType(types.Type):
    """The Numba type of one kind of struct; its name carries a digest of the fields: equal names, equal layout."""

    def __init__(self, name: str, module: str, fields: dict[str, types.Type], plain: str = ""):
        self.module, self.plain = module, plain or name
        self.fields = fields
        self.offsets: dict[str, int] = {}
        self.words = 0
        for field, kind in fields.items():
            self.offsets[field] = self.words
            self.words += 1 + (kind.ndim if isinstance(kind, types.Array) else 0)
        super().__init__(name)

    def __reduce__(self) -> tuple:
        return _find_type, (self.module, self.name)


_types: dict[str, StructType] = {}


def _find_type(module: str, name: str) -> StructType:
    """Look a type up by name: what a cached kernel stores instead of two hundred fields."""
    if name not in _types:
        importlib.import_module(module)
    return _types[name]


class Struct:
    """A declared kind of struct; calling it with every field by keyword makes an instance. Made by `struct`."""

    def __init__(self, name: str, fields: Mapping[str, Any], module: str):
        self.name, self.module = name, module
        self.fields: dict[str, Any] = dict(fields)
        resolved = {}
        for field, kind in self.fields.items():
            kind = kind.numba_type if isinstance(kind, Struct) else kind
            if isinstance(kind, types.Array):
                if kind.layout != "C" or kind.ndim not in (1, 2):
                    raise TypeError(
                        f"{name}.{field}: arrays must be C-contiguous with one or two dimensions, not {kind}"
                    )
            elif not isinstance(kind, StructType) and kind not in SCALARS:
                raise TypeError(
                    f"{name}.{field}: {kind!r} is neither an array type, float64, int64, uint64, nor a struct"
                )
            if not field.isidentifier() or field.startswith("_"):
                raise TypeError(f"{name}: {field!r} cannot name a field")
            resolved[field] = kind
        digest = hashlib.sha256(repr([(field, str(kind)) for field, kind in resolved.items()]).encode()).hexdigest()[
            :16
        ]
        self.numba_type = StructType(f"{module}.{name}_{digest}", module, resolved, name)
        _types[self.numba_type.name] = self.numba_type
        self._dtypes = {
            field: numpy_support.as_dtype(kind.dtype)
            for field, kind in resolved.items()
            if isinstance(kind, types.Array)
        }
        # What makes an instance quickly: thousands of small runs make hundreds each.
        self._arrays = [(f, self._dtypes[f], k.ndim) for f, k in resolved.items() if isinstance(k, types.Array)]
        self._structs = [f for f, k in resolved.items() if isinstance(k, StructType)]
        letters = {float64: "d", int64: "q", uint64: "Q"}
        self._plan = [
            (
                f, self.numba_type.offsets[f],
                "array" if isinstance(k, types.Array) else "struct" if isinstance(k, StructType) else letters[k],
                None if k not in SCALARS else SCALARS[k][1],
            )
            for f, k in resolved.items()
        ]  # fmt: skip
        self._plain = (
            type(name, (InterpretedInstance,), {"__slots__": (*resolved, "_more"), "_definition": self})
            if INTERPRETED
            else None
        )

    def __repr__(self) -> str:
        return f"<struct {self.module}.{self.name}, {len(self.fields)} fields>"

    def __call__(self, **values: Any) -> Any:
        if values.keys() != self.fields.keys():
            missing, unknown = sorted(self.fields.keys() - values.keys()), sorted(values.keys() - self.fields.keys())
            raise TypeError(f"{self.name}: missing {missing}, unknown {unknown}")
        for field, dtype, ndim in self._arrays:
            value = values[field]
            if not (
                type(value) is np.ndarray and value.dtype == dtype and value.ndim == ndim and value.flags.carray
            ):  # what is not plainly right is looked at closely, and named
                self._check(field, value)
        for field in self._structs:
            self._check(field, values[field])
        return self._make_plain(values) if INTERPRETED else self._make(values)

    def _check(self, field: str, value: Any) -> None:
        kind = self.numba_type.fields[field]
        if isinstance(kind, types.Array):
            if not isinstance(value, np.ndarray) or value.dtype != self._dtypes[field] or value.ndim != kind.ndim:
                shown = f"{value.dtype}, {value.ndim}-d" if isinstance(value, np.ndarray) else type(value).__name__
                raise TypeError(
                    f"{self.name}.{field}: needs a {kind.ndim}-d array of {self._dtypes[field]}, got {shown}"
                )
            if not (value.flags.c_contiguous and value.flags.aligned):
                raise ValueError(f"{self.name}.{field}: the array must be contiguous and aligned")
            if kind.mutable and not value.flags.writeable:
                raise ValueError(f"{self.name}.{field}: the array is read-only")
        elif isinstance(kind, StructType):
            found = (
                value._definition.numba_type
                if isinstance(value, InterpretedInstance)
                else getattr(value, "_type", None)
            )
            if found is not kind:
                raise TypeError(f"{self.name}.{field}: needs a {kind.plain}, got {type(value).__name__}")

    def _make_plain(self, values: Mapping[str, Any]) -> Any:
        assert self._plain is not None
        instance = self._plain()
        with_more(instance, {})
        for field, value in values.items():
            kind = self.fields[field]
            if kind in SCALARS:
                value = SCALARS[kind][1](value)
            elif isinstance(value, np.ndarray):
                value = value.view(ReadAsPython)
            object.__setattr__(instance, field, value)
        return instance

    def _make(self, values: Mapping[str, Any]) -> Instance:
        words = np.zeros(max(self.numba_type.words, 1), np.int64)
        raw = memoryview(words).cast("B")
        numbers = {"d": raw.cast("d"), "q": raw.cast("q"), "Q": raw.cast("Q")}
        whole = numbers["q"]
        held = {}
        for field, offset, letter, convert in self._plan:
            value = values[field]
            if letter == "array":
                whole[offset] = value.__array_interface__["data"][0]
                for axis, size in enumerate(value.shape):
                    whole[offset + 1 + axis] = size
                held[field] = value
            elif letter == "struct":
                whole[offset] = value._address
                held[field] = value
            else:
                assert convert is not None
                numbers[letter][offset] = convert(value)
        instance = object.__new__(Instance)
        for name, value in (
            ("_address", words.ctypes.data),
            ("_held", held),
            ("_more", {}),
            ("_type", self.numba_type),
            ("_words", words),
        ):
            object.__setattr__(instance, name, value)
        return instance


def struct(name: str, fields: Mapping[str, Any], module: str) -> Struct:
    """Declare a kind of struct, at module level.

    Parameters
    ----------
    name
        The name it is bound to in its module.
    fields
        Field names to types, in order: array types such as `float64_1d` (any element type, one or two dimensions,
        C-contiguous), the numbers `float64`, `int64`, `uint64`, or other structs.
    module
        ``__name__`` of the declaring module, by which a kernel loaded from the cache finds the type again.

    Returns
    -------
    Struct
        Call it with every field by keyword: ``Residents(belonging=..., trust=...)``.

    Raises
    ------
    TypeError
        For a field that compiled code could not read.

    Examples
    --------
    >>> Residents = struct("Residents", {"trust": float64_1d, "week": int64}, "example")
    >>> residents = Residents(trust=np.zeros(3), week=4)
    >>> residents.week
    4
    """
    return Struct(name, fields, module)


# What follows tells Numba about instances: how they arrive, and how a field is read and written.

register_default(StructType)(models.OpaqueModel)


@typeof_impl.register(Instance)
def _typeof_instance(value: Instance, _context: object) -> StructType:
    return value._type


@unbox(StructType)
def _unbox_instance(_kind: StructType, instance: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(instance, "_address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)


@infer_getattr
class _StructAttribute(AttributeTemplate):
    key = StructType

    def generic_resolve(self, kind: StructType, field: str) -> Any:
        return kind.fields.get(field)


def _word(context: Any, builder: Any, instance: Any, offset: int, kind: Any, *, constant: bool) -> Any:
    """Load a word as `kind`; a constant word (address, shape) may be kept in a register across any store."""
    word_type = context.get_value_type(kind)
    base = builder.bitcast(instance, word_type.as_pointer())
    value = builder.load(builder.gep(base, [context.get_constant(types.intp, offset)]))
    if constant:
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


@lower_getattr_generic(StructType)
def _read_field(context: Any, builder: Any, layout: StructType, instance: Any, field: str) -> Any:
    kind, offset = layout.fields[field], layout.offsets[field]
    if not isinstance(kind, types.Array):
        return _word(context, builder, instance, offset, kind, constant=isinstance(kind, StructType))
    array = arrayobj.make_array(kind)(context, builder)
    shape = [
        _word(context, builder, instance, offset + 1 + axis, types.intp, constant=True) for axis in range(kind.ndim)
    ]
    itemsize = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    strides = [itemsize] if kind.ndim == 1 else [builder.mul(itemsize, shape[1]), itemsize]
    data = builder.bitcast(_word(context, builder, instance, offset, types.voidptr, constant=True), array.data.type)
    arrayobj.populate_array(array, data=data, shape=shape, strides=strides, itemsize=itemsize, meminfo=None)
    return array._getvalue()


@lower_setattr_generic(StructType)
def _write_field(context: Any, builder: Any, signature: Any, arguments: Any, field: str) -> None:
    layout, value_type = signature.args
    instance, value = arguments
    kind = layout.fields[field]
    if kind not in SCALARS:
        raise TypeError(f"{layout.plain}.{field} cannot be replaced: only number fields can be set")
    base = builder.bitcast(instance, context.get_value_type(kind).as_pointer())
    place = cgutils.gep_inbounds(builder, base, layout.offsets[field])
    builder.store(context.cast(builder, value, value_type, kind), place)
