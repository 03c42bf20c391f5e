"""Ctrl-C and polite signals: the first asks to finish what is under way, the second stops at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any


class Orders:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.stop = False

    def hear(self, *_: Any) -> None:
        """Take note of a signal; raise `KeyboardInterrupt` at the second one."""
        if self.stop:
            raise KeyboardInterrupt
        self.stop = True


@contextlib.contextmanager
def listening() -> Iterator[Orders]:
    """Listen to SIGINT and SIGTERM within the block, where Python allows it (in its main thread)."""
    orders = Orders()
    if threading.current_thread() is not threading.main_thread():
        yield orders
        return
    kinds = [getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)]
    before = {kind: signal.signal(kind, orders.hear) for kind in kinds}
    try:
        yield orders
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
