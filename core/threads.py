"""Threads that share the work of compiled kernels, part by part.

Kernels release the interpreter lock, so plain threads do; each part writes to rows of its own, and so results are the same
for any number of threads. Nothing here is used where a run is small: handing out a part costs some 30 microseconds.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .machine.processors import processors

VARIABLE = "COGOV_THREADS"
"""Environment variable: threads of a large run; workers of a pool set it to 1."""


def available() -> int:
    """Return the threads to use: as the environment variable says, else one for each processor this process may use.

    Raises
    ------
    ValueError
        When the variable holds something else than a whole number from 1.
    """
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        if not told.isdecimal() or int(told) < 1:
            raise ValueError(f"{VARIABLE} = {told!r} is not a number of threads: a whole number from 1")
        return int(told)
    return processors()


def split(first: NDArray, parts: int) -> list[tuple[int, int]]:
    """Return ranges of places of about equal numbers of rows.

    Parameters
    ----------
    first : the rows of place k are first[k] ... first[k + 1] - 1.
    parts : how many ranges at most; fewer where there are fewer places.

    Examples
    --------
    >>> split(np.array([0, 10, 20, 30, 40]), 2)
    [(0, 2), (2, 4)]
    """
    places = len(first) - 1
    wanted = np.linspace(first[0], first[-1], parts + 1)[1:-1]
    cuts = np.unique(np.concatenate([[0], np.searchsorted(first[1:], wanted, side="left") + 1, [places]]))
    return [(int(low), int(high)) for low, high in itertools.pairwise(cuts) if low < high]


class Crew:
    """A number of threads; `run` hands them the parts of one piece of work and waits for all."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._pool: ThreadPoolExecutor | None = None

    def run(self, work: Callable[..., Any], parts: list[tuple]) -> list[Any]:
        """Return ``[work(*part) for part in parts]``, several at a time."""
        if len(parts) < 2 or self.threads < 2:
            return [work(*part) for part in parts]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="cogov")
        futures = [self._pool.submit(work, *part) for part in parts[1:]]
        results = [work(*parts[0])]  # the caller works too: one hand-over less, and no thread that only waits
        return results + [future.result() for future in futures]

    def __reduce__(self) -> tuple:
        return Crew, (self.threads,)
