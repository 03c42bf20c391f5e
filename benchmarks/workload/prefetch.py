"""Ask the processor for a place of an array before it is needed.

A loop over ties reads neighbours that lie all over memory. Above some 50,000 residents they no longer sit in the
processor's nearest store, and the loop waits for each. Asking for the neighbour some ninety ties ahead hides the wait.
Nothing but time changes: a request is a hint, and interpreted code makes none.
"""

from __future__ import annotations

from typing import Any

from ...core.compile.compiled import INTERPRETED

prefetch: Any
"""``prefetch(array, index)`` asks for array[index], soon to be read; `index` must lie within the array, one-dimensional."""

if INTERPRETED:

    def _no_prefetch(array: Any, index: Any) -> None:
        """Do nothing."""

    prefetch = _no_prefetch
else:
    from numba import types
    from numba.core import cgutils as _cgutils
    from numba.core.errors import TypingError
    from numba.extending import intrinsic
    from numba.np.arrayobj import make_array

    cgutils: Any = _cgutils  # what it makes is not declared to a type checker
    _READ, _KEEP, _DATA = 0, 3, 1

    @intrinsic
    def _lower_prefetch(typingctx, array, index):
        """LLVM's request for the place of an item."""
        if not (isinstance(array, types.Array) and array.ndim == 1 and isinstance(index, types.Integer)):
            raise TypingError("prefetch needs a one-dimensional array and an integer")

        def lower(context, builder, signature, arguments):
            place = make_array(signature.args[0])(context, builder, arguments[0])
            position = context.cast(builder, arguments[1], signature.args[1], types.intp)
            pointer = builder.bitcast(builder.gep(place.data, [position]), cgutils.voidptr_t)
            number = context.get_value_type(types.int32)
            declared = cgutils.ir.FunctionType(cgutils.ir.VoidType(), [cgutils.voidptr_t, number, number, number])
            hint = cgutils.get_or_insert_function(builder.module, declared, "llvm.prefetch.p0")
            builder.call(hint, [pointer, number(_READ), number(_KEEP), number(_DATA)])
            return context.get_dummy_value()

        return types.none(array, index), lower

    prefetch = _lower_prefetch
