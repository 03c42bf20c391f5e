"""Lines for the server's log that strangers can cause: one of a kind a minute, however many there were."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

LOG = logging.getLogger("cogov.app")
SECONDS = 60.0


class Rarely:
    """Writes a line of each kind at most once per interval (seconds), with how often it happened since the last one."""

    def __init__(self, seconds: float = SECONDS, write: Callable[[str], None] = LOG.warning) -> None:
        self._seconds, self._write = seconds, write
        self._guard = threading.Lock()
        self._kinds: dict[str, tuple[float, int]] = {}  # when last written, and how often since

    def __call__(self, kind: str, line: str) -> None:
        """Note that something happened; `kind` is one of few, `line` says what it was this time."""
        now = time.monotonic()
        with self._guard:
            last, held = self._kinds.get(kind, (-self._seconds, 0))
            if now - last < self._seconds:
                self._kinds[kind] = last, held + 1
                return
            self._kinds[kind] = now, 0
        self._write(f"cogov: {line}" + (f" (and {held:,} more of this kind since the last line)" if held else ""))
