"""Connections: how many there may be, and how long one may take to ask for something.

A connection that is opened and says nothing costs a file descriptor; without a limit some hundreds of them keep everybody
else out. Where there are too many, the one that has waited longest without a request goes first: visitors ask at once.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from .rarely import Rarely

RESERVE = 128
"""File descriptors kept for everything else: libraries, workers, files."""

A_VISITOR = 5
"""File descriptors of a visitor with a websocket: the connection, and the event loop of its thread."""

BACKLOG = 64
"""Connections the system may hold for us; as many are taken at once."""

MOST_DESCRIPTORS = 16_384


def file_descriptors() -> int:
    """Return how many files may be open, after asking the system for as many as it grants."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return most if soft == resource.RLIM_INFINITY else soft


def limits(descriptors: int, asked: int = 0) -> tuple[int, int]:
    """Return the most connections, and the most visitors with a websocket, that a number of file descriptors allows.

    Parameters
    ----------
    descriptors : files that may be open.
    asked : fewer connections than these are wanted; 0: as many as can be.
    """
    free = max(32, descriptors - RESERVE)
    connections = min(free // 2, asked) if asked else free // 2
    return connections, max(1, min(connections, free // (2 * (A_VISITOR - 1))))


def protocol(most: int, seconds: float, tell: Rarely) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with a limit of connections, and of the time until one has asked for something."""
    waiting: dict[Any, asyncio.TimerHandle] = {}  # oldest first

    class Limited(H11Protocol):
        """A connection that is closed when it asks for nothing."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > most:
                oldest = next(iter(waiting), self)
                tell(
                    "connections",
                    f"{most} connections are open, more than this server carries; closed one that was idle",
                )
                oldest._drop()
                if oldest is self:
                    return
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._settle()
            super().connection_lost(exc)

        def handle_events(self) -> None:
            before = self.scope
            super().handle_events()
            if self.scope is not before:  # a request has come in whole
                self._settle()

        def on_response_complete(self) -> None:
            self._wait()
            super().on_response_complete()

        def _wait(self) -> None:
            self._settle()
            waiting[self] = self.loop.call_later(seconds, self._late)

        def _settle(self) -> None:
            timer = waiting.pop(self, None)
            if timer is not None:
                timer.cancel()

        def _late(self) -> None:
            tell("late", f"closed a connection that asked for nothing within {seconds:g} s")
            self._drop()

        def _drop(self) -> None:
            self._settle()
            self.connections.discard(self)
            self.transport.abort()

    return Limited


def quiet_errors(loop: asyncio.AbstractEventLoop, tell: Rarely) -> None:
    """Write a line instead of a traceback where the system has no room for a connection, or a stranger breaks one off."""

    def handler(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError):
            tell("system", f"{context.get('message', 'a connection failed')}: {error.strerror or error}")
        else:
            loop.default_exception_handler(context)

    loop.set_exception_handler(handler)
