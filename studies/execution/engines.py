"""Where runs are made: processes of this machine, a Dask cluster, a batch system, or any executor that is given.

All of them are a way to get a `concurrent.futures.Executor`; the coordinator knows nothing else of them but whether they
still live and how many can work at a time.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from ...core.extras import install
from ...core.machine.processors import processors, worker_count
from ...core.nearest import nearest
from ...core.text import Text
from ...model.runtime import size
from ...runs.factory import compile_model
from ...runs.workers.processes import Here, Processes
from ..errors import StudyError, WorkersLost

Factory = Callable[[], Executor]
ASK_EVERY = 5.0
"""Seconds between two questions to a cluster how many workers it has."""


class Engine:
    """An executor and what the coordinator has to know of it.

    Parameters
    ----------
    factory : makes the executor, and a new one when it breaks.
    workers : how many runs it makes at a time; None: as the executor says.
    seconds : work that is handed over together; more where handing over costs more.
    owned : whether to shut the executor down in the end.
    """

    def __init__(self, factory: Factory, workers: int | None = None, seconds: float = 0.2, owned: bool = True) -> None:
        self._factory, self._workers, self.seconds, self.owned = factory, workers, seconds, owned

    def fit(self, place: Mapping[str, Any], weeks: int) -> None:
        """Make room for the largest district before any worker starts; raise `TooLarge` where there is none.

        What workers elsewhere have is theirs to say: each run there is held against the memory of its own machine.
        """

    def prepare(self) -> None:
        """Make ready before any worker starts."""

    def start(self) -> Executor:
        """Return an executor."""
        self.executor = self._factory()
        return self.executor

    def workers(self) -> int:
        """Return how many runs can be made at a time; 0 while there is nobody."""
        if self._workers is not None:
            return self._workers
        for name in ("_max_workers", "max_workers", "num_workers"):  # as pools of Python and of mpi4py have it
            found = getattr(self.executor, name, None)
            if isinstance(found, int):
                return found
        return processors()

    def trouble(self) -> str | None:
        """Return what is wrong with all of it, or None."""
        return None

    def stop(self, executor: Executor, now: bool = False) -> None:
        """End an executor; `now`: what it works on is not waited for."""
        if not self.owned:
            return
        if now and hasattr(executor, "abort"):
            executor.abort()  # type: ignore[attr-defined]
            return
        try:
            executor.shutdown(wait=not now, cancel_futures=True)
        except TypeError:  # an executor of older manners
            executor.shutdown(wait=not now)

    def close(self) -> None:
        """Release everything."""


class Embedded(Engine):
    """Processes of this machine; 0: this process alone."""

    def __init__(self, workers: int | None = None) -> None:
        self._asked, self._count = workers, worker_count(workers, 1 << 30) if workers != 0 else 0
        super().__init__(self._begun, max(1, self._count))

    def _begun(self) -> Executor:
        return Processes(self._count, compile_model) if self._count else Here()

    def fit(self, place: Mapping[str, Any], weeks: int) -> None:
        """Use fewer processes if no number was given; else raise if that number does not fit."""
        if self._asked is None:
            self._count = self._workers = size.fitting(place, self._count, weeks)
        else:
            size.check(place, weeks, processes=max(1, self._count))

    def prepare(self) -> None:
        """Compile once, so that the processes find it done."""
        compile_model()


_LOUD = (
    "distributed",
    "distributed.client",
    "distributed.core",
    "distributed.comm",
    "distributed.utils",
    "tornado.application",
    "asyncio",
)
"""Loggers that print a traceback for each thing of theirs that a lost scheduler breaks; one message is enough."""


class Dask(Engine):
    """Workers of a running Dask scheduler, or of a cluster object of dask.

    Parameters
    ----------
    address : of the scheduler, as tcp://host:8786, or a cluster.
    """

    def __init__(self, address: Any) -> None:
        Asked("dask").check()
        from distributed import Client

        super().__init__(lambda: self.client.get_executor(pure=False), seconds=2.0)
        self.cluster = None if isinstance(address, str) else address
        self._levels = {name: logging.getLogger(name).level for name in _LOUD}
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            self.client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            self._speak()
            raise StudyError(
                Text(f"no Dask scheduler at {address}: {error}", f"{address} 处没有 Dask 调度器：{error}")
            ) from None
        self._asked, self._count = -ASK_EVERY, 0

    def workers(self) -> int:
        """Return how many threads the workers have in all, asked again every few seconds."""
        if time.monotonic() - self._asked > ASK_EVERY or not self._count:
            self._asked = time.monotonic()
            try:
                self._count = sum(self.client.nthreads().values())  # type: ignore[union-attr]
            except Exception as error:  # whatever a client says when its scheduler has gone
                if self.client.status == "running":
                    raise
                raise WorkersLost(f"the Dask scheduler is gone ({error})") from error
        return self._count

    def trouble(self) -> str | None:
        """Return what has become of the scheduler, if it is gone: its futures would never end."""
        return None if self.client.status == "running" else f"the Dask scheduler is gone (client {self.client.status})"

    def stop(self, executor: Executor, now: bool = False) -> None:
        """Cancel what is under way; the workers are not ours to end."""
        with contextlib.suppress(Exception):
            executor.shutdown(wait=False)

    def close(self) -> None:
        """Leave the scheduler; end a cluster that was started for this study."""
        lost = self.trouble() is not None
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)
        if self.cluster is not None:
            with contextlib.suppress(Exception):
                self.cluster.close(timeout=10)
        if not lost:  # else there is more to come until Python ends
            self._speak()

    def _speak(self) -> None:
        """Let Dask's loggers speak as before."""
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)


SYSTEMS = {
    "slurm": "SLURMCluster", "pbs": "PBSCluster", "lsf": "LSFCluster", "sge": "SGECluster", "oar": "OARCluster",
    "moab": "MoabCluster", "htcondor": "HTCondorCluster", "local": "LocalCluster",
}  # fmt: skip
"""Batch systems of dask-jobqueue; `local` with keys starts its jobs here, to try things out."""
HERE = "local"
"""Processes of this machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An engine as a user writes it, read and checked; nothing is begun.

    Parameters
    ----------
    kind : "local", "dask", or a batch system.
    address : of the Dask scheduler.
    jobs : how many jobs to submit to the batch system; 0: there is none.
    keys : the arguments of dask-jobqueue's cluster.
    """

    kind: str
    address: str = ""
    jobs: int = 0
    keys: Mapping[str, Any] = field(default_factory=dict)

    @property
    def here(self) -> bool:
        """Whether runs are made by processes of this machine, without a cluster."""
        return self.kind == HERE and not self.jobs

    def check(self) -> None:
        """Raise `StudyError` where a library that it needs is not installed."""
        for needed, module, name in (
            (self.kind == "dask", "distributed", "Dask"),
            (self.jobs > 0, "dask_jobqueue", "dask-jobqueue"),
        ):
            if needed and find_spec(module) is None:
                raise StudyError(
                    Text(f"{name} is not installed: {install('dask')}", f"未安装 {name}：{install('dask')}")
                )

    def engine(self, workers: int | None = None) -> Engine:
        """Return the engine; jobs are submitted, or the scheduler is called, now."""
        if self.here:
            return Embedded(workers)
        if workers is not None:
            raise StudyError(
                Text(
                    f"workers = {workers} is about processes of this machine, not about {self.kind}",
                    f"workers = {workers} 指本机的进程数，与 {self.kind} 无关",
                )
            )
        self.check()
        return Dask(self.address) if self.kind == "dask" else Dask(self._cluster())

    def _cluster(self) -> Any:
        import dask_jobqueue
        import dask_jobqueue.local

        kind = dask_jobqueue.local.LocalCluster if self.kind == HERE else getattr(dask_jobqueue, SYSTEMS[self.kind])
        try:
            cluster = kind(**self.keys)
        except (TypeError, ValueError, OSError) as error:
            raise StudyError(f"{self.kind}: {error}") from None
        cluster.scale(jobs=self.jobs)
        return cluster


def read_engine(words: str) -> Asked:
    """Read "local", "dask:tcp://host:8786" or "slurm:queue=short,jobs=8,cores=4,memory=8GB,walltime=02:00:00".

    Keys of a batch system are those of dask-jobqueue's cluster; `jobs` is how many to submit (1), and cores=1, memory=2GB
    unless given. Each job has as many single-threaded processes as cores. "local:cores=1" submits jobs to this machine.

    Raises
    ------
    StudyError
        For what cannot be understood.
    """
    kind, _, rest = words.partition(":")
    if kind == "dask":
        if not rest:
            raise StudyError(
                Text("dask needs an address, as dask:tcp://host:8786", "dask 需要地址，例如 dask:tcp://host:8786")
            )
        return Asked("dask", rest)
    if words == HERE:
        return Asked(HERE)
    known = ["dask", *SYSTEMS]
    if kind not in known:
        hint = nearest(kind, known)
        raise StudyError(
            Text(
                f"unknown engine '{kind}'{hint or '; known: ' + ', '.join(known)}",
                f"未知的引擎 '{kind}'{hint or '；可用：' + '、'.join(known)}",
            )
        )
    keys: dict[str, Any] = {"cores": 1, "memory": "2GB"}
    for pair in filter(None, rest.split(",")):
        key, sign, value = pair.partition("=")
        if not sign:
            raise StudyError(Text(f"{pair!r} is not written as key=value", f"{pair!r} 写法有误，应为 key=value"))
        keys[key.strip()] = int(value) if value.isdigit() else value
    jobs = keys.pop("jobs", 1)
    if not isinstance(jobs, int) or jobs < 1:
        raise StudyError(
            Text(
                f"jobs = {jobs!r} is not allowed: a whole number from 1", f"jobs = {jobs!r} 不允许：须为不小于 1 的整数"
            )
        )
    keys.setdefault("processes", keys["cores"])
    return Asked(kind, jobs=jobs, keys=keys)


def engine_of(executor: Any = None, workers: int | None = None) -> Engine:
    """Return the engine for what `Study.run` was given.

    Parameters
    ----------
    executor : None (processes of this machine), an `Engine`, words that `read_engine` reads ("dask:tcp://host:8786"), an
        executor, or a function without arguments that makes one.
    workers : how many runs at a time.
    """
    if isinstance(executor, Engine):
        return executor
    if executor is None:
        return Embedded(workers)
    if isinstance(executor, str):
        return read_engine(executor).engine(workers)
    if workers is not None and workers < 1:  # nobody would ever do anything
        raise StudyError(
            Text(
                f"workers = {workers} is not allowed with an executor of your own: a whole number from 1",
                f"workers = {workers} 在使用自己的 executor 时不允许：须为不小于 1 的整数",
            )
        )
    if isinstance(executor, Executor):
        given = executor
        return Engine(lambda: given, workers, owned=False)
    if callable(executor):
        return Engine(executor, workers)  # type: ignore[arg-type]
    raise StudyError(
        Text(
            f"{executor!r} is neither a concurrent.futures.Executor nor a function that makes one",
            f"{executor!r} 既不是 concurrent.futures.Executor，也不是返回它的函数",
        )
    )
