"""Tuned C (`common.c`), compiled by gcc when it is first wanted."""

from __future__ import annotations

import ctypes
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from ..graph import visiting_order
from ..rules import Outcome, Start

FLAGS = ("-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-std=gnu11", "-Wall", "-Werror")
CHUNK, FAR, SORTED = 256, 50_000, 2_000


@functools.cache
def library() -> Any:
    """Compile and load; raises FileNotFoundError without gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        raise FileNotFoundError("gcc is missing; `make test-tools` installs it, or says how")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "common.so"
        source = Path(__file__).with_name("common.c")
        subprocess.run([gcc, *FLAGS, "-shared", "-fPIC", str(source), "-o", str(target), "-lm"], check=True)
        loaded = ctypes.CDLL(str(target))
    loaded.run_weeks.restype = None
    return loaded


def _at(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def prepare(start: Start, draws: object = None):
    """Return a function of weeks that runs; the draws are cogov's, made in C."""
    run_weeks = library().run_weeks
    graph, n = start.graph, start.residents
    parameters = np.array(start.parameters, np.float64)
    shown = np.where(start.active == 1, -start.belonging, start.belonging)
    following = np.empty(n)
    trust = start.trust.copy()
    identity = np.arange(n).astype(np.uint64)
    had = np.zeros(n, np.uint16)
    order = visiting_order(graph.first, CHUNK, n > SORTED)
    found = np.empty((graph.ties, 3), np.uint32)

    def run(weeks: int) -> Outcome:
        taking_part = np.zeros(weeks, np.int64)
        whole = (ctypes.c_uint64(start.seed), ctypes.c_int64(weeks), _at(parameters), ctypes.c_int64(n))
        arrays = (
            order, graph.first, graph.neighbour, graph.low, graph.high, identity, start.threshold, start.anchor, shown, following, trust,
            had, found, taking_part,
        )  # fmt: skip
        run_weeks(*whole, ctypes.c_int64(graph.ties), ctypes.c_int(n > FAR), *map(_at, arrays))
        last = following if weeks % 2 else shown
        return Outcome(taking_part, (last < 0.0).astype(np.uint8), np.abs(last), trust)

    return run
