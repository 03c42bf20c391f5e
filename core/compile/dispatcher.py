"""A Numba dispatcher that compiles a kernel together with what it calls, once.

Numba compiles every function of a call tree for itself: optimised, emitted as machine code, wrapped for Python and
kept in the cache, and again for each constant that a caller passes. Most of that is never used, since only the
outermost function is called from Python. Here

- a constant at a call counts as a number of its type, so that a function is compiled once for each type of arguments;
- a function that is compiled because another kernel calls it stays unoptimised LLVM code, which is linked into the
  outermost function and optimised there. It is compiled in full when Python calls it later.

The values are the same: neither changes the order of any operation. All use of Numba's inner names stands in this
file and in `cogov.core.compile.compiled`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from numba.core import sigutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import register_pass
from numba.core.dispatcher import _FunctionCompiler  # pyright: ignore[reportAttributeAccessIssue]
from numba.core.environment import lookup_environment
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering

_ENVIRONMENT = "_ZN08NumbaEnv"
_UNDER_WAY: list[str] = []
"""Kernels whose compilation has begun and not ended, outermost first; changed only under Numba's compiler lock."""


class _Part(JITCodeLibrary):
    """Code of a function that only other kernels call: kept as it was lowered, without machine code."""

    def finalize(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class _Whole(JITCodeLibrary):
    """Code of a function that Python calls, with the parts it needs, directly or through other parts."""

    def finalize(self) -> None:
        self._linking_libraries = list(_with_parts(self._linking_libraries))
        super().finalize()


def _with_parts(libraries: list[Any]) -> Iterator[Any]:
    """Yield the libraries, each once and in order, with those that parts among them are linked with."""
    seen, waiting = set(), list(reversed(libraries))
    while waiting:
        library = waiting.pop()
        if library in seen:
            continue
        seen.add(library)
        yield library
        if isinstance(library, _Part):
            waiting.extend(reversed(library._linking_libraries))


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(NativeLowering):
    _name = "kernel_lowering"

    def run_pass(self, state: Any) -> Any:
        part, name = state.flags.no_compile, state.func_id.func_qualname
        if state.library is None:
            state.library = (_Part if part else _Whole)(state.targetctx.codegen(), name)
            if not part:
                state.library.enable_object_caching()
        super().run_pass(state)
        library: Any = state.library
        if part:
            library._ensure_finalized()
            entry = _not_callable(name)
            state.targetctx.insert_user_function(entry, state["cr"].fndesc, [library])
            state.reload_init.extend(getattr(library, "_reload_init", ()))  # Numba 0.61 has none
            state["cr"] = state["cr"]._replace(cfunc=entry)
            return True
        for variable in library._final_module.global_variables:
            if variable.name.startswith(_ENVIRONMENT):
                environment = lookup_environment(variable.name)
                if environment is not None:
                    library.codegen.set_env(variable.name, environment)
        return True


def _not_callable(name: str) -> Callable:
    def entry(*arguments: object) -> None:
        raise RuntimeError(f"{name} was compiled as a part of another kernel, not to be called from Python")

    return entry


class _Pipeline(CompilerBase):
    """Numba's pipeline for nopython mode, with our step in the place of its lowering."""

    def define_pipelines(self) -> list[Any]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [(_Lowering if step is NativeLowering else step, text) for step, text in passes.passes]
        passes._finalized = False
        passes.finalize()
        return [passes]


class _Compiler(_FunctionCompiler):
    def compile(self, args: Any, return_type: Any) -> Any:
        _UNDER_WAY.append(self.py_func.__qualname__)
        try:
            return super().compile(args, return_type)
        finally:
            _UNDER_WAY.pop()

    def _customize_flags(self, flags: Any) -> Any:
        if len(_UNDER_WAY) > 1:
            flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        return flags


def is_part(result: Any) -> bool:
    """Return whether a compile result holds no machine code, since it was compiled for another kernel alone."""
    return isinstance(result.library, _Part)


class KernelDispatcher(CPUDispatcher):
    """What `cogov.core.compile.compiled.compiled` makes of a function.

    Parameters
    ----------
    py_func
        The function.
    locals, targetoptions
        As Numba's dispatchers take them; the options must hold ``nopython`` and must not hold ``parallel``.
    """

    def __init__(self, py_func: Callable, locals: Any = None, targetoptions: Any = None) -> None:
        super().__init__(py_func, locals or {}, targetoptions or {}, pipeline_class=_Pipeline)
        self._compiler = _Compiler(py_func, self.targetdescr, self.targetoptions, self.locals, _Pipeline)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return the template of a call, the constants among its arguments widened to their types."""
        widened = {name: types.unliteral(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(types.unliteral(kind) for kind in args), widened)

    def add_overload(self, cres: Any) -> None:
        """Take in a compiled form; only one with machine code is entered among those that Python may call."""
        if is_part(cres):
            self.overloads[tuple(cres.signature.args)] = cres
        else:
            super().add_overload(cres)

    def compile(self, sig: Any) -> Any:
        """Compile for a signature, in full where the call comes from Python."""
        with global_compiler_lock:
            arguments = tuple(sigutils.normalize_signature(sig)[0])
            known = self.overloads.get(arguments)
            if known is not None and not _UNDER_WAY and is_part(known):
                del self.overloads[arguments]
            return super().compile(sig)
