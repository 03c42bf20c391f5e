"""Ctrl-C and polite signals: the first asks to finish what is under way, the second stops at once, and comes by itself."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from ...core.machine.interrupts import heard_by

FINISHING = 6.0
"""Seconds that what is under way has to finish, after the first signal."""
AT_ONCE = 9.0
"""Seconds after which all is stopped, whatever it waits for."""


class Orders:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.stop = False
        self._since = 0.0
        self._second: threading.Timer | None = None

    def hear(self, *_: Any) -> None:
        """Take note of a signal; raise `KeyboardInterrupt` at the second one."""
        if self.stop:
            raise KeyboardInterrupt
        self.stop, self._since = True, time.monotonic()
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "pthread_kill"):
            self._second = threading.Timer(AT_ONCE, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
            self._second.daemon = True
            self._second.start()

    @property
    def now(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.stop and time.monotonic() - self._since > FINISHING

    def over(self) -> None:
        """Nobody listens any more."""
        if self._second is not None:
            self._second.cancel()


@contextlib.contextmanager
def listening() -> Iterator[Orders]:
    """Listen to SIGINT, SIGTERM and SIGHUP within the block, where Python allows it (in its main thread)."""
    orders = Orders()
    with heard_by(orders.hear):
        try:
            yield orders
        finally:
            orders.over()
