"""The one way to make many runs: what is kept is read, what is missing is made by workers, each is handed on as it comes.

Comparisons, futures, attributions, chains of events and designed experiments say what one of their runs is (`Work`); the rest is
here: finished runs of earlier times, memory, compiling, processes, names in messages, progress. A study has its own
coordinator (studies/execution), for its workers may be on other machines; the processes are the same (runs/workers).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Any, Self

from ..core.machine.processors import worker_count
from ..core.quantity import QuantityError
from ..core.text import Text, text_of
from .cache import RunCache
from .extensions.extensions import as_in, facts_now
from .factory import compile_model
from .settings import Progress, Setting, SettingError, failed, fitted
from .workers.pool import RunFailed, Workers


@dataclass(frozen=True, slots=True)
class Work:
    """What one kind of run is.

    Parameters
    ----------
    do : makes one run from (common, task): a function of a module, for workers import it.
    name : words for a run in messages, from (common, task); a function of a module too.
    common : what all runs need; sent to each worker once.
    identities : the digests that the runs of some tasks are kept by (`cache.run_id`); a run without one is not kept.
    pack : what is kept of a result: an array, or a mapping of arrays and numbers.
    unpack : the result of a task again, from what is kept of it.
    start : what tasks have in common that start from the same district (seed and all but levers), so that each worker can compute
        it once (model/runtime/burn_in.py); None: nothing is known of it.
    """

    do: Callable[[Any, Any], Any]
    name: Callable[[Any, Any], Text]
    common: Any
    identities: Callable[[Sequence[Any]], Mapping[Any, str]] | None = None
    pack: Callable[[Any], Any] = lambda result: result
    unpack: Callable[[Any, Any], Any] = lambda _, seen: seen
    start: Callable[[Any], Any] | None = None


class Runs:
    """Runs of one kind, made as they are asked for; in a `with` block, in which the workers stay.

    Results depend neither on the number of workers nor on what happens to them, nor on what was kept.

    Parameters
    ----------
    work : what one run is.
    largest : of some tasks, the setting that takes most memory.
    workers : processes; None: one for each processor, as far as they fit into memory.
    progress : callback, called with "compile", then `phase`, how many runs are done, and of how many.
    kept : finished runs; those it holds are not made again, and what is made is kept as it comes.
    phase : name of the work in progress.
    done : runs of the same whole that are finished already, for progress.
    compiled : whether the code is compiled already.
    """

    def __init__(
        self, work: Work, largest: Callable[[Sequence[Any]], Setting], *, workers: int | None = None,
        progress: Progress | None = None, kept: RunCache | None = None, phase: str = "run", done: int = 0, compiled: bool = False,
    ) -> None:  # fmt: skip
        self.work, self.largest, self.phase, self.done = work, largest, phase, done
        self.made = 0
        self.count = 1
        self._asked, self._kept = workers, kept
        self._tell = progress or (lambda *_: None)
        self._ready, self._compiled, self._compiling = False, compiled, 0.0
        self._pool: Workers | None = None
        self._stack = contextlib.ExitStack()
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    @property
    def timing(self) -> dict[str, Any]:
        """Seconds of compiling and of everything else until now, and the number of processes."""
        seconds = time.perf_counter() - self._started - self._compiling
        return {"compile_seconds": self._compiling, "run_seconds": seconds, "workers": self.count}

    def prepare(self, tasks: Sequence[Any] = (), most: int | None = None) -> None:
        """Choose the number of processes, for `tasks` or for as many as `most` at a time, and compile; only once.

        Raises
        ------
        TooLarge
            If the district, or as many processes as were asked for, do not fit into memory.
        """
        if self._ready:
            return
        many = len(tasks) if most is None else most
        self.count = fitted(self.largest(tasks), self._asked, worker_count(self._asked, many))
        self._ready = True
        if not self._compiled:
            self._tell("compile", 0, 1)
            self._compiling = compile_model()
            self._tell("compile", 1, 1)

    def as_they_come(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result): first what is kept, then what is made, in the order in which it is finished.

        Raises
        ------
        SettingError
            If a run cannot begin with what was asked for; the message names it.
        RunFailed
            If a run ends with an error, takes too long, or if processes die at it again and again; the message names it.
        """
        tasks = list(tasks)
        total = self.done + len(tasks)
        kept, work = self._kept, self.work
        names = {} if kept is None or work.identities is None else work.identities(tasks)
        todo = []
        for task in tasks:
            seen = None if kept is None or task not in names else kept.get(names[task])
            if seen is None:
                todo.append(task)
            else:
                self.done += 1
                yield task, work.unpack(task, seen)
        if todo:
            self.prepare(todo)
        self._tell(self.phase, self.done, total)
        if not todo:
            return
        for task, result in self._workers().do(side_by_side(todo, work.start, self.count)):
            if kept is not None and task in names:
                kept.add(names[task], work.pack(result))
            self.made += 1
            self.done += 1
            yield task, result
            self._tell(self.phase, self.done, total)

    def results(self, tasks: Iterable[Any]) -> dict[Any, Any]:
        """Return each result by its task, in the order of the tasks; raise as `as_they_come` does."""
        tasks = list(tasks)
        found = dict(self.as_they_come(tasks))
        return {task: found[task] for task in tasks}

    def _workers(self) -> Workers:
        """Return the processes; started when the first run is missing."""
        if self._pool is None:
            work = self.work
            doing = partial(_one, work.do, work.name, facts_now())
            pool = Workers(doing, work.common, self.count, lambda task: work.name(work.common, task))
            self._pool = self._stack.enter_context(pool)
        return self._pool


def side_by_side(tasks: Sequence[Any], start: Callable[[Any], Any] | None, workers: int) -> list[Any]:
    """Return tasks in an order in which workers that take turns each stay at one start.

    Examples
    --------
    >>> side_by_side(["a1", "b1", "a2", "b2", "a3", "b3"], lambda task: task[1], 2)
    ['a1', 'a2', 'b1', 'b2', 'a3', 'b3']
    """
    if start is None:
        return list(tasks)
    groups: dict[Any, list[Any]] = {}
    for task in tasks:
        groups.setdefault(start(task), []).append(task)
    every, ordered = list(groups.values()), []
    for first in range(0, len(every), workers):
        for row in zip_longest(*every[first : first + workers]):
            ordered += [task for task in row if task is not None]
    return ordered


def _one(do: Callable[[Any, Any], Any], name: Callable[[Any, Any], Text], used: Any, common: Any, task: Any) -> Any:
    """Make one run with the extensions in use, in a worker or here; an error says which run it was."""
    with as_in(used):
        try:
            return do(common, task)
        except (SettingError, RunFailed):  # says where already
            raise
        except QuantityError as error:  # something asked for that does not fit together: no run can start
            said, run = text_of(error), name(common, task)
            raise SettingError(Text(f"{run.en}: {said.en}", f"{run.zh}：{said.zh}")) from error
        except Exception as error:
            raise failed(name(common, task), error) from error
