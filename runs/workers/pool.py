"""Runs in parallel: one process for each worker, started afresh; a death or a run that hangs is noticed, mended and named.

Results do not depend on the number of workers, nor on what happened to them: a run is a pure function of its setting, a run
whose process died is made again, and the collector of the results puts them in order.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from typing import Any, Self

from ...core.text import Text, both, text_of
from .limits import TooLong, one_run
from .processes import ATTEMPTS, Died, NoWorkers, Processes

WAITING = 2
"""Tasks handed over for each worker: enough to keep it busy, few enough to stop soon."""

_work: Callable[[Any], Any] | None = None


class RunFailed(RuntimeError):
    """A run that ended with an error, took too long, or whose process died again and again; the message names the run.

    Parameters
    ----------
    words : what happened (`text`, in both languages).
    """

    def __init__(self, words: str | Text) -> None:
        self.text = both(words)
        super().__init__(self.text.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


def run_failed(name: str | Text, why: Text) -> RunFailed:
    """Return the failure of a run: which one, and why."""
    name = both(name)
    return RunFailed(Text(f"{name.en} failed: {why.en}", f"{name.zh} 失败：{why.zh}"))


def _begin(work: Callable[[Any, Any], Any], common: Any) -> None:
    """Prepare a worker."""
    global _work

    def one(task: Any) -> Any:
        with one_run():
            return work(common, task)

    _work = one


def _do(task: Any) -> Any:
    return _work(task)  # type: ignore[misc]


class Workers:
    """Processes that do `work(common, task)` for one task after another; use in a `with` block.

    Each run has the time limit of `runs.workers.limits` where the workers were made.

    Parameters
    ----------
    work : a function of a module.
    common : what all tasks need; sent to each process once.
    count : number of processes; with 1 the tasks are done here, without any other process.
    name : words for a task, for messages.
    """

    def __init__(
        self, work: Callable[[Any, Any], Any], common: Any, count: int, name: Callable[[Any], str | Text]
    ) -> None:
        self.work, self.common, self.count, self.name = work, common, count, name
        self.deaths = 0
        self._pool: Processes | None = None

    def __enter__(self) -> Self:
        if self.count > 1:
            self._pool = Processes(self.count, partial(_begin, self.work, self.common))
        return self

    def __exit__(self, *_: Any) -> None:
        if self._pool is not None:
            self._pool.abort()

    def do(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) as results come in.

        Raises
        ------
        RunFailed
            If a task raises it, takes longer than its time limit, or if processes die at it again and again: the message
            names the task.
        """
        if self._pool is None:
            for task in tasks:
                yield task, self._here(task)
            return
        todo, again = iter(tasks), deque[Any]()
        strikes: Counter[int] = Counter()
        pending: dict[Future, Any] = {}
        while True:
            while again and not (pending and self._last_try(strikes, again[0])):
                task = again.popleft()
                pending[self._pool.submit_alone(_do, task)] = task
            alone = any(self._last_try(strikes, task) for task in pending.values())
            while (
                not (again or alone) and len(pending) < WAITING * self.count and (task := next(todo, None)) is not None
            ):
                pending[self._pool.submit(_do, task)] = task
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                task = pending.pop(future)
                try:
                    result = future.result()
                except Died as error:
                    self._died(task, strikes, error)
                    again.append(task)
                    continue
                except NoWorkers as error:
                    raise RunFailed(text_of(error)) from None
                except TooLong as error:
                    raise run_failed(self.name(task), text_of(error)) from None
                strikes.pop(id(task), None)
                yield task, result

    def _here(self, task: Any) -> Any:
        try:
            with one_run():
                return self.work(self.common, task)
        except TooLong as error:
            raise run_failed(self.name(task), text_of(error)) from None

    def _last_try(self, strikes: Counter[int], task: Any) -> bool:
        """Whether this is the last time a task is tried: then nobody else takes memory from it."""
        return strikes[id(task)] == ATTEMPTS - 1

    def _died(self, task: Any, strikes: Counter[int], error: Died) -> None:
        """Count a death; raise `RunFailed` at the last."""
        self.deaths += 1
        strikes[id(task)] += 1
        if strikes[id(task)] >= ATTEMPTS:
            why = Text(
                f"its worker process died {ATTEMPTS} times at it, in the end alone ({error.how}); "
                "if memory is short, a smaller district or fewer workers need less: --workers 1",
                f"工作进程 {ATTEMPTS} 次在此终止，最后一次为单独运行（{error.how}）；若内存不足，可缩小社区规模或减少进程数：--workers 1",
            )
            raise run_failed(self.name(task), why) from None
