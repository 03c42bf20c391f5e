"""What one visitor has: a language, limits, and the runs of each page, kept while he or she goes from page to page."""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import solara

from ..serving.limits import Limits
from ..serving.server import LANGUAGE_VARIABLE

VISITS: weakref.WeakSet[Visit] = weakref.WeakSet()
"""All visits that are still there; a visitor who leaves is gone from here, and his or her models with him or her."""


@dataclass(eq=False)
class Visit:
    """One browser tab's own state. Pages put what must outlast them into `kept`, with what frees it into `on_leave`."""

    limits: Limits = field(default_factory=Limits.from_environment)
    kept: dict[str, Any] = field(default_factory=dict)
    on_leave: list[Callable[[], None]] = field(default_factory=list)
    words_in: Any = field(default_factory=lambda: solara.reactive(preferred_language() or "en"))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        VISITS.add(self)

    @property
    def language(self) -> str:
        """The language of this visitor; a component that reads it while it renders is shown again when it changes."""
        return self.words_in.value

    @language.setter
    def language(self, language: str) -> None:
        self.words_in.value = language

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what is kept under a name, made now if it is not there yet."""
        with self.lock:
            if name not in self.kept:
                self.kept[name] = make()
            return self.kept[name]

    def leave(self) -> None:
        """Stop all that works for this visitor and release all that is kept."""
        for stop in self.on_leave:
            stop()
        self.on_leave.clear()
        self.kept.clear()
        give_back()


TIDY_SECONDS = 2.0
_tidying = threading.Lock()


def give_back() -> None:
    """Return the memory of who has left to the system, shortly after; once for all who leave together.

    The C library keeps what is freed; on Linux it can be asked for it. Solara collects cycles a second after a visitor left.
    """

    def tidy() -> None:
        try:
            ctypes.CDLL(None).malloc_trim(0)
        except (AttributeError, OSError, TypeError):
            pass  # another C library, which has its own ways
        finally:
            _tidying.release()

    if _tidying.acquire(blocking=False):
        timer: Any = threading.Timer(TIDY_SECONDS, tidy)
        timer.daemon, timer.current_context = True, None  # or solara's threads would hold on to whoever left
        timer.start()


def preferred_language() -> str:
    """Return the language the server was started with, or an empty string."""
    return os.environ.get(LANGUAGE_VARIABLE, "")


visit_context: Any = solara.create_context(None)


def use_visit() -> Visit:
    """Return the visit of the visitor of this page."""
    return solara.use_context(visit_context)


def watch(*counters: Any) -> None:
    """Show a component again whenever one of these values changes; called while it renders."""
    for counter in counters:
        counter.get()


def use_ticks(shown: Any) -> tuple[Any, Any, Callable[[], None]]:
    """Let what plays in its own thread, a district or a contest, notify the page that shows it; pause it when the page is left.

    Returns
    -------
    fast : counts pictures.
    slow : counts what changes less often: charts, feed, panels.
    changed : to be called when everything is to be shown again.
    """
    fast, slow = solara.use_reactive(0), solara.use_reactive(0)

    def attach() -> Callable[[], None]:
        guard = threading.Lock()

        def tell(also_slow: bool) -> None:
            with guard:
                fast.value += 1
                if also_slow:
                    slow.value += 1

        shown.tell = tell

        def detach() -> None:
            shown.tell = lambda _: None
            shown.playing.pause()

        return detach

    solara.use_effect(attach, [])

    def changed() -> None:
        shown.tell(True)

    return fast, slow, changed
