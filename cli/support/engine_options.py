"""Where the runs of a study are made: the options of `sweep`, `study resume` and `calibrate`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from .errors import Problem, said
from .options import time_limit

if TYPE_CHECKING:
    from ...studies.execution.engines import Asked, Engine

_OPTIONS = (
    click.option("--engine", metavar="local|dask:ADDRESS|SYSTEM:KEY=VALUE,...", help="Where runs are made: processes of this machine, workers of a running Dask scheduler (dask:tcp://host:8786), or a batch system (slurm:queue=short,jobs=8,cores=4,memory=8GB). Results do not depend on it.  [default: local]"),
    click.option("--workers", type=click.IntRange(min=0), help="Processes of this machine; 0: this one alone.  [default: processors]"),
    time_limit,
    click.option("--dask", metavar="ADDRESS", help="The same as --engine dask:ADDRESS."),
    click.option("--dask-jobqueue", "jobqueue", metavar="SYSTEM:KEY=VALUE,...", help="The same as --engine SYSTEM:KEY=VALUE,... of a batch system."),
)  # fmt: skip


def engine_options(function: Callable) -> Callable:
    """Add these options; the command gets `engine`, in words, and `workers`."""

    @functools.wraps(function)
    def inner(*args: Any, engine: str | None, dask: str | None, jobqueue: str | None, **more: Any) -> Any:
        asked = {"--engine": engine, "--dask": dask and f"dask:{dask}", "--dask-jobqueue": jobqueue}
        if more["workers"] is not None and engine != "local":
            asked = {"--workers": "local", **asked}
        given = [name for name, words in asked.items() if words is not None]
        if len(given) > 1:
            raise Problem(said(f"{' and '.join(given)} exclude each other", f"{' 与 '.join(given)} 不能同时使用"))
        return function(*args, engine=next(filter(None, asked.values()), "local"), **more)

    for option in reversed(_OPTIONS):
        inner = option(inner)
    return inner


def asked_engine(words: str) -> Asked:
    """Return what the options ask for, read; raise where a library is missing. Nothing is begun."""
    from ...studies.execution.engines import read_engine

    asked = read_engine(words)
    asked.check()
    return asked


def begun(words: str) -> Engine | None:
    """Return the engine that the options ask for; None: processes of this machine."""
    asked = asked_engine(words)
    return None if asked.here else asked.engine()
