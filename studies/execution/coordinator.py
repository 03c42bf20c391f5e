"""The coordinator: hands runs to an executor, keeps what comes back, and survives what goes wrong on the way.

- A bounded window of batches is under way; a batch is as many runs as make handing it over worth while.
- When a worker dies, the runs it had are suspects. They are made again one at a time, alone, so that a run that kills its
  worker is distinguished from those that were merely there; it becomes a failed row after `ATTEMPTS` deaths alone. A run that takes
  longer than its time limit becomes one at once.
- Results are committed in groups. On a full disk nothing new is handed out, what is finished stays in memory, and it is
  tried again until there is room.
- The first Ctrl-C stops handing out and waits some seconds for what is under way; the second stops at once. Killed outright, the
  coordinator loses what it had not committed, and no more.
"""

from __future__ import annotations

import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Future
from typing import Any

from ...runs.workers.limits import TooLong
from ...runs.workers.processes import ATTEMPTS, Died, NoWorkers
from ..design.cells import Cell, Common
from ..errors import DiskFull, OtherCode, StudyError, WorkersLost
from ..storage.journal import Store
from .batches import Batch, Row, Task, execute
from .engines import Engine
from .plans import Plan
from .progress import Meter, log_failure
from .stop_signals import Orders

HOPELESS = 3
"""Errors of workers before any run has come back, after which it is no use."""
MOST_DEATHS = 30
"""Deaths of workers with no run in between, more for each worker, after which it is no use either: they die as they start."""
FLUSH_ROWS, FLUSH_SECONDS, RETRY_SECONDS = 500, 0.5, 2.0
LARGEST_BATCH = 2000
LONG_RUN = 5.0
"""Seconds of a run from which on none is handed out ahead, so that one does not wait for two when stopping."""
DIED = "the worker process died every time this run was made alone: out of memory, or killed"
_LOST = {"KilledWorker", "WorkerLost", "WorkerCrashedError", "ManagerLost", "CommClosedError"}


class Coordinator:
    """Makes the runs of one plan after another.

    Parameters
    ----------
    store : where results go.
    engine : where runs are made; it is prepared already.
    common, cells : what the runs are.
    meter : receives progress.
    runner : makes a run instead of the model; a function of a module.
    """

    def __init__(
        self, store: Store, engine: Engine, common: Common, cells: Mapping[str, Cell], meter: Meter,
        runner: Callable[..., Any] | None = None,
    ) -> None:  # fmt: skip
        self.store, self.engine, self.common, self.cells, self.meter, self.runner = (
            store,
            engine,
            common,
            cells,
            meter,
            runner,
        )
        self.executor: Any = None
        self.came: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.live: dict[Future, tuple[list[Task], bool]] = {}
        self.suspects: deque[Task] = deque()
        self.strikes: Counter[Task] = Counter()
        self.buffer: list[Row] = []
        self.seen: set[Task] = set()
        self.full: DiskFull | None = None
        self._flushed = self._looked = time.monotonic()
        self._came_back, self._errors, self._deaths, self._broken = 0, 0, 0, False

    def __enter__(self) -> Coordinator:
        self.executor = self.engine.start()
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        try:
            self.engine.stop(self.executor, now=kind is not None)
        finally:
            self._last()

    def _last(self) -> None:
        """Commit what is left when things end early."""
        if not self.buffer:
            return
        try:
            self.store.commit(self.buffer)
        except DiskFull as error:
            self.full = error
            self.meter.note = f"{len(self.buffer)} finished runs could not be written: {error.strerror}"
        else:
            self.buffer = []

    @property
    def unwritten(self) -> int:
        """Finished runs for which there is no room on the disk."""
        return len(self.buffer) if self.full is not None else 0

    def run(self, plan: Plan, orders: Orders) -> None:
        """Make the runs of a plan, until it is over or `orders` say stop; all that is finished is committed then.

        Raises
        ------
        WorkersLost
            If there is nobody left to make runs.
        OtherCode
            If a worker has other code of the model.
        KeyboardInterrupt
            At the second signal.
        """
        self.plan, self.orders = plan, orders
        self.meter.set("running")
        while self._hand_out() and not orders.now:
            self._collect()
            self._flush_if_due()
            self._look_around()
        while self.buffer:  # room on the disk is waited for, however long, unless somebody asks to stop
            self._flush()
            if self.buffer and orders.stop:
                return
            if self.buffer:
                time.sleep(0.2)

    # -- handing out ------------------------------------------------------------------------------------------------

    def _hand_out(self) -> bool:
        """Hand out what can be; return whether anything is under way or still to come."""
        if self.orders.stop:
            self.meter.set("stopping", "finishing what is under way, for some seconds; Ctrl-C again stops at once")
            self.suspects.clear()
            return bool(self.live)
        if self.full is not None:
            return True
        workers = self.meter.workers = self.engine.workers()
        if workers == 0:
            self.meter.set("waiting", "no worker is there")
            return True
        self.meter.set("running")
        self._mend()
        self._hand_out_suspects()
        ahead = 1 if (self.meter.seconds or 0.0) > LONG_RUN else 2
        while not self.suspects and not self._broken and len(self.live) < ahead * workers:
            tasks = self.plan.take(self._size(workers))
            if not tasks or not self._submit(tasks):
                break
        return bool(self.live or self.suspects)

    def _size(self, workers: int) -> int:
        """Return how many runs to hand over together: enough work to be worth while, less towards the end."""
        if not self.meter.seconds:
            return 1
        left = self.plan.total - self.meter.done
        worth = int(self.engine.seconds / self.meter.seconds)
        return max(1, min(worth, LARGEST_BATCH, left // (4 * workers)))

    def _submit(self, tasks: list[Task], alone: bool = False) -> bool:
        """Hand over a batch; return False, and keep its runs, if the executor does not take it."""
        batch = Batch(self.common, {cell: self.cells[cell] for cell, _ in tasks}, tasks, self.runner)
        hand = getattr(self.executor, "submit_alone", None) if alone else None
        try:
            future = (hand or self.executor.submit)(execute, batch)
        except (BrokenExecutor, RuntimeError):  # RuntimeError: it was shut down
            self._broken = True
            self.suspects.extend(tasks)
            return False
        if future is None:  # nobody is free to be alone
            return False
        self.live[future] = tasks, alone
        future.add_done_callback(self.came.put)
        return True

    def _hand_out_suspects(self) -> None:
        """Make suspects again, one at a time: each alone with its worker, or alone altogether where that cannot be had."""
        apart = hasattr(self.executor, "submit_alone")
        while self.suspects and not self._broken and (apart or not self.live):
            task = self.suspects.popleft()
            if not self._submit([task], alone=True):
                if task not in self.suspects:
                    self.suspects.appendleft(task)
                break

    def _mend(self) -> None:
        """Replace an executor that broke, once all that it had has come back as lost."""
        if not self._broken or self.live:
            return
        if not self.engine.owned:
            raise WorkersLost("the executor is broken; give a function that makes one, so that it can be replaced")
        self.engine.stop(self.executor)
        self.executor = self.engine.start()
        self._broken = False

    # -- taking in --------------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        """Take in what came back, after a short wait for the first."""
        try:
            came = [self.came.get(timeout=0.1)]
        except queue.Empty:
            return
        while not self.came.empty():
            came.append(self.came.get())
        for future in came:
            tasks, alone = self.live.pop(future)
            try:
                rows = future.result()
            except OtherCode:
                raise
            except (Exception, CancelledError) as error:
                self._lost(tasks, alone or (len(tasks) == 1 and isinstance(error, Died | TooLong)), error)
            else:
                self._came_back += 1
                self._deaths = 0
                for row in rows:
                    self._keep(row)

    def _keep(self, row: Row) -> None:
        """Take in a finished run, once: one that was made twice, because its worker was thought dead, counts once."""
        if row.task in self.seen:
            return
        self.seen.add(row.task)
        self.buffer.append(row)
        self.meter.add(row)
        self.plan.add(row)
        if row.error is not None:
            log_failure(self.store.folder, self.cells.get(row.cell), row)

    def _lost(self, tasks: list[Task], guilty: bool, error: BaseException) -> None:
        """Make suspects of runs whose worker died, or failed ones of those that were `guilty`, alone at work, too often."""
        if trouble := self.engine.trouble():
            self.suspects.extend(tasks)
            raise WorkersLost(trouble)
        if isinstance(error, NoWorkers):
            raise WorkersLost(f"{error}") from error
        self.meter.deaths += 1
        if isinstance(error, TooLong):
            for task in tasks:
                self._keep(Row(*task, error=f"{error}")) if guilty else self.suspects.append(task)
            return
        killed = type(error).__name__ == "KilledWorker"  # Dask tried on several workers itself
        died = isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ in _LOST
        said = DIED if died else f"the worker could not make it: {type(error).__name__}: {error}".splitlines()[0][:500]
        if isinstance(error, BrokenExecutor) and not hasattr(self.executor, "submit_alone"):
            self._broken = True
        for task in tasks:
            self.strikes[task] += ATTEMPTS if guilty and killed else int(guilty)
            if self.strikes[task] >= ATTEMPTS:
                self._errors += 1
                self._keep(Row(*task, error=said))
            else:
                self.suspects.append(task)
        self._errors += not died
        self._deaths += 1
        if self._deaths > MOST_DEATHS + 5 * self.meter.workers:
            raise WorkersLost(f"{self._deaths} workers died one after the other, before a single run came back")
        if not self._came_back and self._errors >= HOPELESS:
            raise WorkersLost(f"no worker has made a single run: {said}")

    # -- keeping ----------------------------------------------------------------------------------------------------

    def _flush_if_due(self) -> None:
        waited = time.monotonic() - self._flushed
        if self.full is not None:
            if waited > RETRY_SECONDS:
                self._flush()
        elif len(self.buffer) >= FLUSH_ROWS or (self.buffer and waited > FLUSH_SECONDS):
            self._flush()

    def _flush(self) -> None:
        """Commit what is finished; on a full disk keep it, and report it."""
        self._flushed = time.monotonic()
        try:
            self.store.commit(self.buffer)
            self.buffer = []
            self.store.seal_if_due()
        except DiskFull as error:
            self.full = error
            what = (
                f"{self.store.folder}: no room ({error.strerror}); {len(self.buffer)} finished runs are kept in memory"
            )
            self.meter.set("paused", f"{what}; make room, it is tried again")
        else:
            self.full = None

    def _look_around(self) -> None:
        """Report progress; notice when the engine has gone, whose futures would never come back."""
        self.meter.total = self.plan.total
        self.meter.tell()
        if time.monotonic() - self._looked > 1.0:
            self._looked = time.monotonic()
            if trouble := self.engine.trouble():
                raise WorkersLost(trouble)


def sealed(store: Store, meter: Meter) -> None:
    """Seal what is left; a disk too full for it is no harm, for the journal has it."""
    try:
        store.seal()
    except DiskFull as error:
        meter.set(meter.phase, f"not sealed, for want of room ({error.strerror}); the journal has everything")


__all__ = ["ATTEMPTS", "DIED", "Coordinator", "StudyError", "sealed"]
