"""A time limit for each run: what hangs is noticed, ended and named.

The process that makes a run sets itself an alarm, so that the error comes from the place where the run hangs. Where that
does not help (a process that was stopped, code that never comes back to Python) the parent ends the process a little later.
"""

from __future__ import annotations

import contextlib
import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from ...core.text import Text

LIMIT = 3600.0
"""Seconds that a run may take by default: about a hundred times what a million residents take for ten years."""

_everywhere = LIMIT
_here: ContextVar[float | None] = ContextVar("cogov_time_limit", default=None)
on_beat: Callable[[], Any] | None = None
"""In a worker: notifies the parent that a run begins."""


class TooLong(RuntimeError):
    """A run that took longer than its time limit."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.text = Text(
            f"it took longer than the time limit of {seconds:g} seconds a run (--time-limit)",
            f"超过每次运行 {seconds:g} 秒的时限（--time-limit）",
        )
        super().__init__(self.text.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.seconds,)


def time_limit() -> float:
    """Return the seconds that a run may take; infinite without a limit."""
    here = _here.get()
    return _everywhere if here is None else here


def checked(seconds: float | None) -> float:
    """Return a time limit; raise ValueError for what is none.

    Parameters
    ----------
    seconds : above 0; 0 or None: no limit.
    """
    if seconds is None:
        return math.inf
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
        raise ValueError(f"time_limit = {seconds!r} is not allowed: seconds a run above 0, or 0 for no limit")
    return float(seconds) or math.inf


@contextlib.contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Let every run that is begun within the block take this long at most; 0 or None: as long as it likes."""
    token = _here.set(checked(seconds))
    try:
        yield
    finally:
        _here.reset(token)


def as_long_as(seconds: float | None) -> contextlib.AbstractContextManager[None]:
    """As `limited`, but None: as long as what holds around the block says."""
    return contextlib.nullcontext() if seconds is None else limited(seconds)


@contextlib.contextmanager
def limited_everywhere(seconds: float | None) -> Iterator[None]:
    """As `limited`, for all threads of this process that have no limit of their own."""
    global _everywhere
    before, _everywhere = _everywhere, checked(seconds)
    try:
        yield
    finally:
        _everywhere = before


@contextlib.contextmanager
def one_run() -> Iterator[None]:
    """Make one run within the block, in its time limit.

    Raises
    ------
    TooLong
        Where it takes longer and this can be noticed: in the main thread, between two instructions of Python.
    """
    if on_beat is not None:
        on_beat()
    seconds = time_limit()
    alarmed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not alarmed or math.isinf(seconds):
        yield
        return

    def ring(*_: Any) -> None:
        raise TooLong(seconds)

    handler = signal.signal(signal.SIGALRM, ring)
    before = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)
        signal.signal(signal.SIGALRM, handler)
