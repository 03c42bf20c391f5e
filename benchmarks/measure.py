"""Measuring: repeated runs in turn, medians and their spread, and work done in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Seconds = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """Some measurements of one thing, in seconds."""

    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return float(np.median(self.samples))

    @property
    def spread(self) -> float | None:
        """Half the distance between the quartiles, as a share of the median; None for fewer than three measurements."""
        if len(self.samples) < 3:
            return None
        low, high = np.quantile(self.samples, [0.25, 0.75])
        return float((high - low) / 2.0 / self.median)

    def scaled(self, factor: float) -> Timing:
        """Return the same in another unit."""
        return Timing(tuple(sample * factor for sample in self.samples))


def seconds(action: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long an action takes."""
    started = clock()
    action()
    return clock() - started


def in_turn(actions: Mapping[str, Seconds], repeats: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    """Measure each several times, one after the other in rounds, so that a slower minute of the machine meets all."""
    for repeat in range(max(repeats.values(), default=0)):
        for name, measure in actions.items():
            if repeat < repeats[name]:
                yield name, measure()


def in_child(module: str, arguments: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run ``main(**arguments)`` of a module of this folder in a new process; return what it returns.

    Raises
    ------
    RuntimeError
        If the process fails; the message ends with what it said.
    """
    command = [sys.executable, "-m", f"{__package__}.child", module, json.dumps(dict(arguments))]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **(environment or {})}, check=False
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise RuntimeError(f"{module} {dict(arguments)}: {last[0]}")
    return json.loads(done.stdout.splitlines()[-1])
