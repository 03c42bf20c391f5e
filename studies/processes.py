"""The embedded executor: one pool of one process for each worker, so that a death concerns nobody else.

A common pool breaks as a whole when one of its processes dies, and does not say whose fault it was. Here only what was
handed to that one process is lost, and it is replaced at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any

from ..core.crew import VARIABLE
from ..experiments.pool import apart, leave_with_parent

_mark: Any = None


def _begin(mark: Any, single: bool, warm: Callable[[], Any] | None) -> None:
    """Prepare a worker: Ctrl-C is the parent's to hear, without the parent there is nothing to do, one thread is its share."""
    global _mark
    _mark = mark
    if single:
        os.environ.setdefault(VARIABLE, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    if warm is not None:
        warm()


def _do(function: Callable, *arguments: Any) -> Any:
    """Work, and let the mark say so."""
    _mark.value = 1
    try:
        return function(*arguments)
    finally:
        _mark.value = 0


class _Hand:
    """One process, and how many batches it has."""

    def __init__(self, single: bool, warm: Callable[[], Any] | None) -> None:
        self.lock = threading.Lock()
        self.single, self.warm = single, warm
        self.alone = False
        self._new()

    def _new(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.mark: Any = context.RawValue("b", 0)
        self.pool = ProcessPoolExecutor(1, context, _begin, (self.mark, self.single, self.warm))
        self.processes: list[Any] = []
        self.load = 0

    def give(self, function: Callable, arguments: tuple) -> Future:
        others = set(multiprocessing.active_children())
        try:
            with apart():
                future = self.pool.submit(_do, function, *arguments)
        except BrokenExecutor:  # it died, at work or idle: another one takes its place
            self.pool.shutdown(wait=False)
            self._new()
            with apart():
                future = self.pool.submit(_do, function, *arguments)
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
    warm : called by each process before its first work: a function of a module.
    """

    def __init__(self, count: int, warm: Callable[[], Any] | None = None) -> None:
        self.count = count
        self._hands = [_Hand(count > 1, warm) for _ in range(count)]
        self._marks: weakref.WeakKeyDictionary[Future, Any] = weakref.WeakKeyDictionary()

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Hand work to the process that has least to do."""
        free = [hand for hand in self._hands if not hand.alone] or self._hands
        return self._given(min(free, key=lambda hand: hand.load), fn, args)

    def submit_alone(self, fn: Callable, /, *args: Any) -> Future | None:
        """Hand work to a process that has nothing else and gets nothing else until it is done; None if all have."""
        for hand in self._hands:
            if hand.load == 0:
                future = self._given(hand, fn, args)
                with hand.lock:
                    hand.alone = hand.load > 0
                return future
        return None

    def _given(self, hand: _Hand, function: Callable, arguments: tuple) -> Future:
        future = hand.give(function, arguments)
        self._marks[future] = hand.mark
        return future

    def was_at_work(self, future: Future) -> bool:
        """Return whether the process of a lost future died at work, and not while it was starting or idle."""
        return bool(self._marks[future].value)

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
