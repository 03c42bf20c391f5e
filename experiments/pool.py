"""Runs in parallel: one process for each worker, started afresh, whose death is noticed and named.

Results do not depend on the number of workers: a run is a pure function of its setting, and whoever collects the
results puts them in order.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from typing import Any

from ..core import crew
from ..core.signals import interrupts_later
from .extensions import as_in, facts_now
from .settings import RunFailed

WAITING = 2
"""Tasks handed over ahead for each worker: enough to keep it busy, few enough to stop soon."""

_FREE = -1
_work: Callable[[int], Any] | None = None


def worker_count(workers: int | None, tasks: int) -> int:
    """Return how many processes to use: as many as asked for, or as there are processors, but no more than tasks."""
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(workers, tasks))


def _begin(work: Callable[[Any, Any], Any], common: Any, marks: Any, started: Any, used: Any) -> None:
    """Prepare a worker: leave interrupts to the parent, do not outlive it, and say in `marks` what is being done.

    `used` are the extensions in use where the work was asked for.
    """
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault(crew.VARIABLE, "1")  # the processes share the processors already
    threading.Thread(target=leave_with_parent, daemon=True).start()
    with started.get_lock():
        place = started.value
        started.value += 1
    marks[2 * place] = os.getpid()

    def one(number: int, task: Any) -> Any:
        marks[2 * place + 1] = number
        with as_in(used):
            result = work(common, task)
        marks[2 * place + 1] = _FREE
        return result

    _work = one  # type: ignore[assignment]


def leave_with_parent() -> None:
    """End this process as soon as its parent has ended, however that happened."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(number: int, task: Any) -> Any:
    return _work(number, task)  # type: ignore[misc]


@contextlib.contextmanager
def apart() -> Iterator[None]:
    """Start processes without the user's script, and deaf to Ctrl-C, which is the parent's to handle.

    A spawned process would import `__main__` first; a script or notebook cell that calls `compare` outside of
    ``if __name__ == "__main__"`` would then start itself again and again. Workers need nothing from it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        with interrupts_later():
            yield
    finally:
        sys.modules["__main__"] = main


class Workers:
    """Processes that do `work(common, task)` for one task after another; use in a `with` block.

    Parameters
    ----------
    work : a function of a module.
    common : what all tasks need; sent to each process once.
    count : number of processes; with 1 the tasks are done here, without any other process.
    name : words for a task, for messages.
    """

    def __init__(self, work: Callable[[Any, Any], Any], common: Any, count: int, name: Callable[[Any], str]) -> None:
        self.work, self.common, self.count, self.name = work, common, count, name
        self._pool: ProcessPoolExecutor | None = None
        self._processes: list[Any] = []
        self._given: list[Any] = []

    def __enter__(self) -> Workers:
        if self.count > 1:
            context = multiprocessing.get_context("spawn")
            self._marks = context.RawArray("q", [0, _FREE] * self.count)
            arguments = (self.work, self.common, self._marks, context.Value("i", 0), facts_now())
            self._pool = ProcessPoolExecutor(self.count, context, _begin, arguments)
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self._pool is None:
            return
        if kind is not None:
            for process in self._processes:  # an unfinished run is worth nothing any more
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def do(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) as results come in.

        Raises
        ------
        RunFailed
            If a task raises it, or if a process dies: the message names the task.
        """
        if self._pool is None:
            for task in tasks:
                yield task, self.work(self.common, task)
            return
        pending: dict[Future, Any] = {}
        todo = iter(tasks)
        while True:
            while len(pending) < WAITING * self.count and (task := next(todo, None)) is not None:
                pending[self._submit(task)] = task
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                task = pending.pop(future)
                try:
                    result = future.result()
                except BrokenExecutor:
                    raise RunFailed(self._who_died()) from None
                yield task, result

    def _submit(self, task: Any) -> Future:
        assert self._pool is not None
        others = set(multiprocessing.active_children())
        self._given.append(task)
        try:
            with apart():
                future = self._pool.submit(_do, len(self._given) - 1, task)
        except BrokenExecutor:
            raise RunFailed(self._who_died()) from None
        self._processes += [process for process in multiprocessing.active_children() if process not in others]
        return future

    def _who_died(self) -> str:
        """Say which run a dead process was at. The pool ends the other processes with SIGTERM, so that one is told apart."""
        doing = {self._marks[2 * k]: self._marks[2 * k + 1] for k in range(self.count)}
        for process in self._processes:
            process.join(5)
        codes = {process.pid: process.exitcode for process in self._processes}
        first = [pid for pid, code in codes.items() if code not in (None, 0, -signal.SIGTERM)] or list(doing)
        names = [self.name(self._given[doing[pid]]) for pid in first if doing.get(pid, _FREE) != _FREE]
        if not names:
            return "a worker process died while it started; try --workers 1"
        how = f" (exit code {codes[first[0]]})" if len(first) == 1 else ""
        return (
            f"the worker process of {' or '.join(names)} died{how}; out of memory? Fewer workers need less: --workers 1"
        )
