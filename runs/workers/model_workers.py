"""Runs of the model in parallel: `runs.workers.pool`, with the extensions in use where they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...core.processors import worker_count
from ...core.text import Text
from ..extensions.extensions import as_in, facts_now
from . import pool


class Workers(pool.Workers):
    """Processes that do `work(common, task)` with the extensions that are in use now; see `runs.workers.pool.Workers`."""

    def __init__(
        self, work: Callable[[Any, Any], Any], common: Any, count: int, name: Callable[[Any], str | Text]
    ) -> None:
        super().__init__(partial(_extended, work, facts_now()), common, count, name)


def _extended(work: Callable[[Any, Any], Any], used: Any, common: Any, task: Any) -> Any:
    with as_in(used):
        return work(common, task)


__all__ = ["Workers", "worker_count"]
