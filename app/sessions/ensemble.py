"""An ensemble of paired runs for a visitor: in a thread, with progress, and to be cancelled between two runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ...core.text import Text, text_of
from ...experiments.comparison.compare import compare_setting
from ...reports.decision.comparison import Comparison
from ...runs.settings import Setting
from ..serving.limits import Limits

_AT_WORK = threading.Condition()
_running = 0


FEWEST = 3
"""Runs that have to end after the first ones before the time left is shown."""


_NONE = Text("", "")


class Cancelled(Exception):
    """The visitor does not want it any more."""


class Ensemble:
    """Runs comparisons one after another, for one visitor.

    Parameters
    ----------
    limits : caps; `ensembles` of all visitors run at once, the others wait.
    changed : called whenever there is something new to show.
    """

    def __init__(self, limits: Limits, changed: Callable[[], None]) -> None:
        self.limits, self.changed = limits, changed
        self.state = "idle"  # idle, waiting, running, done, cancelled, failed
        self.done, self.total, self.error = 0, 0, _NONE
        self.result: Comparison | None = None
        self.setting: Setting | None = None  # of what is at work, or was last
        self.replicates = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._first: tuple[float, int] | None = None  # when the first runs had ended, and how many
        self._latest = 0.0

    @property
    def working(self) -> bool:
        """Whether something is waiting or running."""
        return self.state in ("waiting", "running")

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the rest will take at the rate since the first runs ended; what came before was the start of workers."""
        if self.state != "running" or self._first is None:
            return None
        moment, done = self._first
        if self.done < done + FEWEST:
            return None
        return (self._latest - moment) / (self.done - done) * (self.total - self.done)

    def took_note(self, moment: float, done: int) -> None:
        """Note how many runs have ended, at a moment of the monotonic clock."""
        self.done, self._latest = done, moment
        if self._first is None and done:
            self._first = moment, done

    def start(self, setting: Setting, replicates: int) -> None:
        """Start, unless something is at work already."""
        if self.working:
            return
        self._stop = threading.Event()
        self.setting, self.replicates = setting, replicates
        self.state, self.done, self.total, self.error = "waiting", 0, replicates * len(setting.scenarios), _NONE
        self._thread = threading.Thread(
            target=self._run, args=(setting, replicates, self._stop), daemon=True, name="cogov-ensemble"
        )
        self._thread.start()
        self.changed()

    def cancel(self) -> None:
        """Stop at the next run that ends."""
        self._stop.set()
        with _AT_WORK:
            _AT_WORK.notify_all()

    def leave(self) -> None:
        """Stop, and send no more updates."""
        self.changed = lambda: None
        self.cancel()
        self.result = None

    def _run(self, setting: Setting, replicates: int, stop: threading.Event) -> None:
        global _running
        with _AT_WORK:
            while _running >= self.limits.ensembles and not stop.is_set():
                _AT_WORK.wait(1.0)
            _running += 1
        try:
            self._work(setting, replicates, stop)
        except Cancelled:
            self.state = "cancelled"
        except Exception as error:  # a thread's traceback would never reach the visitor
            self.state, self.error = "failed", text_of(error)
        finally:
            with _AT_WORK:
                _running -= 1
                _AT_WORK.notify_all()
        self.changed()

    def _work(self, setting: Setting, replicates: int, stop: threading.Event) -> None:
        def progress(what: str, done: int, total: int) -> None:
            if stop.is_set():
                raise Cancelled
            if what == "run":
                self.total = total
                self.took_note(time.monotonic(), done)
                self.changed()

        if stop.is_set():
            raise Cancelled
        self.state, self._first = "running", None
        self.changed()
        found = compare_setting(setting, replicates, workers=self.limits.workers or None, progress=progress)
        if stop.is_set():
            raise Cancelled
        self.result = Comparison.of(found)
        self.state = "done"


_DRAWING = threading.Lock()


def report_files(result: Comparison) -> dict[str, bytes]:
    """Return all files of a report; one at a time, for matplotlib's settings are shared by all threads."""
    with _DRAWING:
        return result.files(None)


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files as one archive, the same bytes for the same files."""
    import io
    import zipfile

    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry: Any = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return sink.getvalue()
