"""The embedded executor: one pool of one process for each worker, so that a death concerns nobody else.

A common pool breaks as a whole when one of its processes dies, and does not say whose fault it was. Here only what was
handed to that one process is lost, and it is replaced at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any

from ..core.crew import VARIABLE
from ..experiments.pool import apart, leave_with_parent

AHEAD = 2
"""Batches handed to a process at a time: one it works on, one that waits, so that it never does."""


def _begin(single: bool) -> None:
    """Prepare a worker: Ctrl-C is the parent's to hear, without the parent there is nothing to do, one thread is its share."""
    if single:
        os.environ.setdefault(VARIABLE, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()


class _Hand:
    """One process, and how many batches it has."""

    def __init__(self, single: bool) -> None:
        self.lock = threading.Lock()
        self.single = single
        self.processes: list[Any] = []
        self.alone = False
        self._new()

    def _new(self) -> None:
        self.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin, (self.single,))
        self.load = 0

    def give(self, function: Callable, arguments: tuple) -> Future:
        others = set(multiprocessing.active_children())
        try:
            with apart():
                future = self.pool.submit(function, *arguments)
        except BrokenExecutor:  # it died, at work or idle: another one takes its place
            self.pool.shutdown(wait=False)
            self.processes, self.alone = [], False
            self._new()
            with apart():
                future = self.pool.submit(function, *arguments)
        self.processes += [process for process in multiprocessing.active_children() if process not in others]
        pool = self.pool
        with self.lock:
            self.load += 1
        future.add_done_callback(lambda _: self._less(pool))
        return future

    def _less(self, pool: ProcessPoolExecutor) -> None:
        with self.lock:
            if pool is self.pool:
                self.load -= 1
                self.alone = self.alone and self.load > 0


class Processes(Executor):
    """Processes of this machine, spawned afresh, each replaced when it dies; a `concurrent.futures.Executor`.

    Parameters
    ----------
    count : number of processes.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._hands = [_Hand(count > 1) for _ in range(count)]

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Hand work to the process that has least to do."""
        free = [hand for hand in self._hands if not hand.alone] or self._hands
        return min(free, key=lambda hand: hand.load).give(fn, args)

    def submit_alone(self, fn: Callable, /, *args: Any) -> Future | None:
        """Hand work to a process that has nothing else and gets nothing else until it is done; None if all have."""
        for hand in self._hands:
            if hand.load == 0:
                hand.alone = True
                return hand.give(fn, args)
        return None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes when they have done what they have."""
        for hand in self._hands:
            hand.pool.shutdown(wait=False, cancel_futures=cancel_futures)
        if wait:
            for hand in self._hands:
                hand.pool.shutdown(wait=True)

    def abort(self) -> None:
        """End all processes now."""
        for hand in self._hands:
            for process in hand.processes:
                process.terminate()
        self.shutdown(wait=True, cancel_futures=True)


class Here(Executor):
    """No other process at all: work is done where it is handed in."""

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Do the work now."""
        future: Future = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
