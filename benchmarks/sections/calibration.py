"""The yardstick: the C kernel at 1,000 residents, by which figures of two machines are compared."""

from __future__ import annotations

from ..measure import Timing
from ..workload.contenders import CONTENDERS
from ..workload.rules import make_start
from .common import measured

SIZE, WEEKS, RUNS, MEASUREMENTS = 1_000, 260, 10, 9


def yardstick() -> Timing | None:
    """Return nanoseconds a resident-week of C, now, on this machine; None without a compiler."""
    contender = next(c for c in CONTENDERS if c.key == "c")
    if contender.missing:
        return None
    start = make_start(SIZE)
    measured(contender, start, WEEKS, 1)
    samples = (measured(contender, start, WEEKS, RUNS) for _ in range(MEASUREMENTS))
    return Timing(tuple(sample / WEEKS / SIZE * 1e9 for sample in samples))
