"""Kernels whose text is made from a list, so that the list is all there is to edit.

The text is a pure function of sources that name the compiled kernels (`compiled.kernel_hash`), so it is kept with them. Python knows
the lines: a traceback, a debugger and `inspect.getsource` show them.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .compiled import compiled


def generated(name: str, text: str, names: Mapping[str, Any], module: str, file: str) -> Callable:
    r"""Return the compiled function that a text defines.

    Parameters
    ----------
    name : of the function in the text.
    text : its definition, complete.
    names : what the text may name besides Python's own words.
    module, file : ``__name__`` and ``__file__`` of the module that makes the text.

    Examples
    --------
    >>> twice = generated("twice", "def twice(x):\n    return step(x) + step(x)\n", {"step": abs}, "example", "example.py")
    >>> twice(-3)
    6
    """
    place = f"<{module}.{name}>"
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    space: dict[str, Any] = {"__name__": module, **names}
    exec(compile(text, place, "exec"), space)
    return compiled(space[name], source=Path(file))
