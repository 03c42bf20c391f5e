"""Ctrl-C and its like: at a better moment, and the same for every way of being asked to stop."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

POLITE = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals by which a program is asked to stop: Ctrl-C, what batch systems send, a terminal that goes away."""


@contextlib.contextmanager
def interrupts_later() -> Iterator[None]:
    """Hold back signals to stop until the block is done; processes started meanwhile never receive them. Nothing to do on Windows."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set(POLITE))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def heard_by(handler: Callable[..., Any]) -> Iterator[None]:
    """Let a function receive the stop signals within the block, where Python allows it (in its main thread).

    What is ignored stays ignored: `nohup` means it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {kind: signal.getsignal(kind) for kind in POLITE}
    heard = [kind for kind, now in before.items() if now not in (signal.SIG_IGN, None)]
    for kind in heard:
        signal.signal(kind, handler)
    try:
        yield
    finally:
        for kind in heard:
            signal.signal(kind, before[kind])


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def as_interrupts() -> contextlib.AbstractContextManager[None]:
    """Let SIGTERM and SIGHUP raise `KeyboardInterrupt` as Ctrl-C does, within the block."""
    return heard_by(_interrupt)
