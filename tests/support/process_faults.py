"""Things done to processes on purpose while they work."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator

import psutil

SLOW = """\
import time
from cogov import Extension, Mechanism, Text


def wait(model):
    time.sleep({seconds})


extension = Extension("slow", mechanisms=[Mechanism(wait, before="turnover", label=Text("Waits", "等待"))])
"""
"""An extension that takes time and changes nothing: seconds a week."""


def workers_of(pid: int) -> list[psutil.Process]:
    """The worker processes of a process, as far as they are ready to work: a worker imports for some seconds."""
    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "spawn_main" in " ".join(child.cmdline()):
                    found.append(child)
    return found


@contextlib.contextmanager
def disturbed(kind: int, times: int, pause: float = 0.5, pid: int | None = None) -> Iterator[list[int]]:
    """Send a signal to workers at work, now and then, one after the other; gives the list of those that were hit."""
    hit: list[int] = []
    over = threading.Event()

    def disturb() -> None:
        while len(hit) < times and not over.wait(pause):
            busy = [one for one in workers_of(pid or os.getpid()) if one.pid not in hit and _at_work(one)]
            if busy:
                with contextlib.suppress(psutil.Error):
                    victim = busy[len(hit) % len(busy)]
                    victim.send_signal(kind)
                    hit.append(victim.pid)

    thread = threading.Thread(target=disturb, daemon=True)
    thread.start()
    try:
        yield hit
    finally:
        over.set()
        thread.join()


def _at_work(one: psutil.Process) -> bool:
    """Whether a worker has been there long enough to have begun, and is neither dead nor stopped."""
    with contextlib.suppress(psutil.Error):
        old = time.time() - one.create_time() > 2.0 and sum(one.cpu_times()[:2]) > 1.0
        return old and one.status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_STOPPED)
    return False


__all__ = ["SLOW", "disturbed", "signal", "workers_of"]
