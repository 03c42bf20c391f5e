"""Processes of this machine that work one piece at a time; one that dies or hangs is replaced, and concerns nobody else.

Each process has a thread here that starts it, hands it work and waits for what comes back; nothing is handed over ahead, so
a death concerns one piece of work. One more thread looks after all: a process that was stopped, or that took longer than a run
may, is ended, which its own thread notices as any other death.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from multiprocessing import spawn
from multiprocessing.connection import wait
from typing import Any

from ...core.machine.interrupts import interrupts_later
from ...core.text import Text
from . import worker
from .limits import TooLong, time_limit

ATTEMPTS = 5
"""Deaths of a worker at the same run, made by itself, after which the run has failed."""
STARTS = 4
"""Deaths of a worker while it starts, one after the other, after which none can be had."""
GRACE = 5.0
"""Seconds after its time limit in which a run can still end itself, with a better message."""
STOPPED = 5.0
"""Seconds for which a process has been stopped by a signal before it is given up."""
START_SECONDS = 1800.0
"""Seconds that a worker may take to start: without a cache it compiles everything."""
_TICK = 0.25
THREADS = "COGOV_THREADS"
_starting = threading.Lock()


class Died(BrokenExecutor):
    """A worker process that ended while it was at work.

    Parameters
    ----------
    how : what is known of its end.
    """

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(f"the worker process died ({how})")

    def __reduce__(self) -> tuple:
        return type(self), (self.how,)


class NoWorkers(BrokenExecutor):
    """Worker processes cannot be had: they end while they start (`text`, in both languages)."""

    def __init__(self, words: Text) -> None:
        self.text = words
        super().__init__(words.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


@contextlib.contextmanager
def apart() -> Iterator[None]:
    """Start processes without the user's script, and deaf to Ctrl-C, which is the parent's to handle.

    A spawned process would import `__main__` first; a script or notebook cell that calls `compare` outside of
    ``if __name__ == "__main__"`` would then start itself again and again. Workers need nothing from it.
    """
    with _starting, interrupts_later():
        prepared, thread = spawn.get_preparation_data, threading.get_ident()

        def without_script(name: str) -> dict[str, Any]:
            found = prepared(name)
            if threading.get_ident() == thread:  # others start their processes as they are used to
                found.pop("init_main_from_name", None)
                found.pop("init_main_from_path", None)
            return found

        spawn.get_preparation_data = without_script
        try:
            yield
        finally:
            spawn.get_preparation_data = prepared


class _Hand:
    """One process after another in the same place, and the thread that looks after it."""

    def __init__(self, pool: Processes) -> None:
        self.pool = pool
        self.process: Any = None
        self.pipe: Any = None
        self.phase = ""  # "start", "work", or idle
        self.spent = self.stopped = 0.0  # seconds in this run or start; seconds stopped
        self.ended = ""  # why it was ended from here
        self.thread = threading.Thread(target=self._live, name="cogov-worker", daemon=True)

    # -- the thread of this process ---------------------------------------------------------------------------------

    def _live(self) -> None:
        try:
            while (job := self.pool._next()) is not None:
                self._do(*job)
        finally:
            self._leave()

    def _do(self, future: Future, data: bytes) -> None:
        """Have one piece of work done."""
        for _ in range(STARTS):  # a process found dead when it is handed work has not harmed it
            try:
                self._ready()
            except Exception as error:
                future.set_exception(error)
                return
            self.phase, self.spent, self.stopped, self.ended = "work", 0.0, 0.0, ""
            begun, answer = self._exchange(data)
            self.phase = ""
            if answer is not None:
                kind, found = answer
                future.set_exception(found) if kind == worker.FAILED else future.set_result(found)
                return
            error = self._mourn()
            if begun or self.pool._closing:
                future.set_exception(error)
                return
        future.set_exception(NoWorkers(Text("worker processes die before they can work", "工作进程在开始工作前即终止")))

    def _exchange(self, data: bytes) -> tuple[bool, tuple[str, Any] | None]:
        """Send work and wait; return whether it was begun, and what came back, None if the process died."""
        begun = False
        try:
            self.pipe.send_bytes(data)
            while (message := self._heard()) is not None:
                if message[0] != worker.BEGUN:
                    return True, message
                begun, self.spent = True, 0.0
        except (EOFError, OSError):
            pass
        return begun, None

    def _heard(self) -> tuple[str, Any] | None:
        """Return the next message, or None when the process has ended."""
        if self.pipe not in wait([self.pipe, self.process.sentinel]):
            return None
        data = self.pipe.recv_bytes()
        try:
            return pickle.loads(data)
        except Exception as error:
            return worker.FAILED, RuntimeError(f"what the worker gave back cannot be read: {error}")

    def _ready(self) -> None:
        """See to it that there is a process, ready to work."""
        died = ""
        for _ in range(STARTS):
            if self.process is not None and self.process.is_alive():
                return
            if self.process is not None:
                self._mourn()
            if self.pool._closing:
                raise NoWorkers(Text("the workers were stopped", "工作进程已停止"))
            self._start()
            try:
                said = self._heard()
            except (EOFError, OSError):
                said = None
            self.phase = ""
            if said is not None and said[0] == worker.READY:
                return
            died = self._mourn().how
            if said is not None:  # it could not be set up: another one could neither
                raise said[1]
        raise NoWorkers(
            Text(
                f"worker processes die while they start ({died}); try --workers 1",
                f"工作进程在启动时终止（{died}）；请尝试 --workers 1",
            )
        )

    def _start(self) -> None:
        pool = self.pool
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, pool._setup, pool._variables, os.getpid(), pool.seconds)
        self.process = context.Process(target=worker.serve, args=arguments, name="cogov-worker")
        self.phase, self.spent, self.stopped, self.ended = "start", 0.0, 0.0, ""
        with apart():
            self.process.start()
        theirs.close()

    def _mourn(self) -> Any:
        """Clear a dead process away; return the error that says how it ended."""
        self.process.join(5)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join(5)
        code, ended = self.process.exitcode, self.ended
        self.pipe.close()
        self.process = self.pipe = None
        return TooLong(self.pool.seconds) if ended == "limit" else Died(ended or _how(code))

    def _leave(self) -> None:
        """End the process: it has nothing to lose."""
        if self.process is not None:
            with contextlib.suppress(Exception):
                self.pipe.close()
                self.process.kill()
                self.process.join(5)

    # -- looked after by another thread -----------------------------------------------------------------------------

    def look(self, passed: float, limit: float) -> None:
        """End a process that hangs."""
        process = self.process
        if not self.phase or process is None:
            return
        self.spent += passed
        self.stopped = self.stopped + passed if _is_stopped(process.pid) else 0.0
        allowed = limit + GRACE if self.phase == "work" else max(START_SECONDS, limit)
        if self.stopped > STOPPED or (self.spent > allowed and self.stopped):
            self.ended = "it was stopped, by SIGSTOP or a debugger"
        elif self.spent > allowed:
            self.ended = "limit"
        else:
            return
        with contextlib.suppress(Exception):
            process.kill()


class Processes(Executor):
    """Processes of this machine, spawned afresh, each replaced when it dies; a `concurrent.futures.Executor`.

    Futures get `Died` when their process died at work, `TooLong` when a run took longer than the time limit, `NoWorkers`
    when processes cannot be started.

    Parameters
    ----------
    count : number of processes.
    setup : called by each process before its first work: a function of a module, or a partial of one.
    """

    def __init__(self, count: int, setup: Callable[[], Any] | None = None) -> None:
        self.count = self.num_workers = count
        self.seconds = time_limit()
        self._setup = worker.packed(setup)
        self._variables = {THREADS: "1"} if count > 1 else {}  # the processes share the processors already
        self._queue: deque[tuple[Future, bytes]] = deque()
        self._news = threading.Condition()
        self._closing = False
        self._owner = os.getpid()
        self._hands = [_Hand(self) for _ in range(count)]
        self._over = threading.Event()
        for hand in self._hands:
            hand.thread.start()
        threading.Thread(target=_look_after, args=(self._hands, self.seconds, self._over), daemon=True).start()
        _open.add(self)

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Hand work to the next process that has nothing to do."""
        return self._given(fn, args, first=False)

    def submit_alone(self, fn: Callable, /, *args: Any) -> Future:
        """Hand work over before all that waits; every process has one piece of work at a time in any case."""
        return self._given(fn, args, first=True)

    def _given(self, function: Callable, arguments: tuple, first: bool) -> Future:
        future: Future = Future()
        try:
            job = future, worker.packed((function, arguments))
        except Exception as error:  # it cannot be sent
            future.set_exception(error)
            return future
        with self._news:
            if self._closing:
                raise RuntimeError("these processes were shut down")
            self._queue.appendleft(job) if first else self._queue.append(job)
            self._news.notify()
        return future

    def _next(self) -> tuple[Future, bytes] | None:
        """Wait for work; None when there will be none."""
        with self._news:
            while True:
                while self._queue:
                    job = self._queue.popleft()
                    if job[0].set_running_or_notify_cancel():
                        return job
                if self._closing:
                    return None
                self._news.wait()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes when they have done what they have."""
        with self._news:
            self._closing = True
            dropped = list(self._queue) if cancel_futures else []
            if cancel_futures:
                self._queue.clear()
            self._news.notify_all()
        for future, _ in dropped:
            future.cancel()
        if wait:
            for hand in self._hands:
                hand.thread.join()
            self._over.set()

    def abort(self) -> None:
        """End all processes now: an unfinished run is worth nothing any more."""
        with self._news:
            self._closing = True
            dropped = list(self._queue)
            self._queue.clear()
            self._news.notify_all()
        for future, _ in dropped:
            future.cancel()
        end = time.monotonic() + 5
        for hand in self._hands:
            while hand.thread.is_alive() and time.monotonic() < end:
                process = hand.process  # another one, where it was just being replaced
                with contextlib.suppress(Exception):
                    process.kill()
                hand.thread.join(0.05)
        self._over.set()


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


def _look_after(hands: list[_Hand], limit: float, over: threading.Event) -> None:
    """Look at all processes now and then; time in which this process itself was stopped does not count."""
    while not over.wait(_TICK):
        for hand in hands:
            hand.look(_TICK, limit)
        if not any(hand.thread.is_alive() for hand in hands):
            return


def _is_stopped(pid: int) -> bool:
    """Whether a process was stopped by a signal; where that cannot be known, its time limit has to do."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "T"
    except (OSError, IndexError):
        return False


def _how(code: int | None) -> str:
    """Return in words how a process ended."""
    if code is None:
        return "it did not end"
    if code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}: killed, or out of memory" if name == "SIGKILL" else name


_open: weakref.WeakSet[Processes] = weakref.WeakSet()


@atexit.register
def _abort_all() -> None:
    """End what was never shut down, before Python waits for it."""
    for pool in list(_open):
        if pool._owner == os.getpid():  # not in a copy of this process
            pool.abort()


__all__ = ["ATTEMPTS", "Died", "Here", "NoWorkers", "Processes", "TooLong", "apart"]
