"""What a worker process does: one piece of work after another, for as long as its parent lives."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from . import limits

READY, BEGUN, DONE, FAILED = "ready", "begun", "done", "failed"
EVERY = 0.1
"""Seconds between two signs of life at least."""
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def packed(thing: Any) -> bytes:
    """Return what is sent to another process."""
    return bytes(ForkingPickler.dumps(thing))


def serve(pipe: Connection, setup: bytes, variables: dict[str, str], parent: int, seconds: float) -> None:
    """Do what comes through the pipe, until it is closed.

    Parameters
    ----------
    pipe : gets the work, (function, arguments), and gives back what comes of it.
    setup : a function without arguments, pickled: called before any work.
    variables : of the environment, where they are not set.
    parent : its process number.
    seconds : time limit of a run.
    """
    _end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # signals to stop are the parent's to hear
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # held back while this process was started
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
    for name, value in variables.items():
        os.environ.setdefault(name, value)
    limits.on_beat = _Beat(pipe)
    with limits.limited(seconds):
        try:
            function = pickle.loads(setup)
            if function is not None:
                function()
        except Exception as error:
            pipe.send_bytes(_failure(error))
            return
        pipe.send((READY, None))
        with contextlib.suppress(EOFError, OSError):  # the parent has no more work
            while True:
                _answer(pipe)


class _Beat:
    """Notifies the parent that runs of a batch begin, from time to time: thousands may take a second."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe, self.last = pipe, 0.0

    def __call__(self) -> None:
        """A run begins."""
        if time.monotonic() - self.last > EVERY:
            self.last = time.monotonic()
            self.pipe.send((BEGUN, None))


def _answer(pipe: Connection) -> None:
    """Do one piece of work; whatever goes wrong in it goes back to the parent."""
    data = pipe.recv_bytes()
    pipe.send((BEGUN, None))
    try:
        function, arguments = pickle.loads(data)
        answer = packed((DONE, function(*arguments)))
    except BaseException as error:
        answer = _failure(error)
    pipe.send_bytes(answer)


def _failure(error: BaseException) -> bytes:
    """Return an error as it is sent; one that cannot be sent, or would end the parent, goes as its words."""
    where = "".join(traceback.format_exception(error))
    if isinstance(error, Exception):
        with contextlib.suppress(Exception):
            error.add_note(f"in a worker process:\n{where}")
            data = packed((FAILED, error))
            pickle.loads(data)
            return data
    said = RuntimeError(f"{type(error).__name__}: {error}")
    said.add_note(f"in a worker process:\n{where}")
    return packed((FAILED, said))


def _end_with_parent(parent: int) -> None:
    """End this process as soon as its parent has ended, however that happens: Linux sees to it, elsewhere a thread does."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if hasattr(os, "getppid") and sys.platform != "win32" and os.getppid() != parent:  # it ended before that
        os._exit(1)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
