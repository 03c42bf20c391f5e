"""Playing: a thread that runs weeks and shows them no faster than the browser draws them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

FRAMES_A_SECOND = 30
"""More are not shown; a higher speed runs several weeks between two pictures."""

AHEAD = 2
"""Pictures that may be on their way to the browser before the next one waits."""

PATIENCE = 2.0
"""Seconds to wait for the browser to say that it has drawn; a page in the background draws nothing."""


class Playing:
    """Runs `advance(weeks)` and `show()` in turn, in a thread of its own, until paused, done or closed.

    Parameters
    ----------
    advance : runs some weeks.
    show : sends a picture; called after each advance.
    week : called with the week reached.
    ended : called with an error or None when the thread stops.
    """

    def __init__(
        self, advance: Callable[[int], None], show: Callable[[], None], week: Callable[[], int], ended: Callable[[Exception | None], None]
    ) -> None:  # fmt: skip
        self._advance, self._show, self._week, self._ended = advance, show, week, ended
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._drawn = threading.Event()
        self._thread: threading.Thread | None = None
        self._on_the_way = 0
        self._speed = 8.0
        self._moments: deque[float] = deque(maxlen=40)

    @property
    def running(self) -> bool:
        """Whether weeks are being run."""
        return self._thread is not None and self._thread.is_alive() and not self._stop.is_set()

    @property
    def drawn_a_second(self) -> float:
        """Pictures the browser has drawn a second, lately."""
        if len(self._moments) < 5 or time.monotonic() - self._moments[-1] > 2:
            return 0.0
        return (len(self._moments) - 1) / max(1e-6, self._moments[-1] - self._moments[0])

    def pace(self, weeks_a_second: float) -> None:
        """Set the speed; 0 is as fast as can be drawn."""
        self._speed = weeks_a_second

    def play(self, until: int, hurry: bool = False) -> None:
        """Run until a week; in a hurry, a quarter between two pictures."""
        with self._lock:
            if self.running:
                return
            self._stop = threading.Event()
            self._on_the_way = 0
            self._moments.clear()
            self._thread = threading.Thread(
                target=self._loop, args=(until, hurry, self._stop), daemon=True, name="cogov-play"
            )
            self._thread.start()

    def pause(self) -> None:
        """Stop after the week at hand and wait until it is done."""
        with self._lock:
            thread = self._thread
            self._stop.set()
            self._drawn.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(10)

    def drawn(self) -> None:
        """Take note that the browser has drawn a picture."""
        self._on_the_way = max(0, self._on_the_way - 1)
        self._moments.append(time.monotonic())
        self._drawn.set()

    def _loop(self, until: int, hurry: bool, stop: threading.Event) -> None:
        error = None
        due = time.monotonic()
        try:
            while not stop.is_set() and self._week() < until:
                speed = self._speed
                weeks = 13 if hurry else max(1, round(speed / FRAMES_A_SECOND)) if speed else 1
                self._advance(min(weeks, until - self._week()))
                self._on_the_way += 1
                self._show()
                self._wait_for_browser(stop)
                due = max(due + (weeks / speed if speed and not hurry else 0.0), time.monotonic() - 0.2)
                stop.wait(max(0.0, due - time.monotonic()))
        except Exception as caught:  # shown to the visitor: a thread's traceback would only reach the terminal
            error = caught
        stop.set()
        self._ended(error)

    def _wait_for_browser(self, stop: threading.Event) -> None:
        give_up = time.monotonic() + PATIENCE
        while self._on_the_way >= AHEAD and not stop.is_set():
            self._drawn.clear()
            if self._on_the_way >= AHEAD and not self._drawn.wait(max(0.0, give_up - time.monotonic())):
                self._on_the_way = 0
                return
