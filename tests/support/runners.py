"""Runs that are no model: instant, slow, failing, deadly. Workers import them by name, as they would a user's."""

import hashlib
import math
import os
import signal
import time

import numpy as np

OUTPUTS = ("a", "b", "c")


def numbers(run) -> dict[str, float]:
    """Three numbers in 0-1 that follow from the cell and the replicate, and nothing else."""
    found = hashlib.sha256(f"{run.cell.id} {run.replicate}".encode()).digest()
    return {name: int.from_bytes(found[8 * k : 8 * k + 8], "big") / 2**64 for k, name in enumerate(OUTPUTS)}


def quick(run):
    return numbers(run)


def busy(run):
    """Work for 20 ms of processor time."""
    until = time.process_time() + 0.02
    while time.process_time() < until:
        math.sqrt(2.0)
    return numbers(run)


def slow(run):
    time.sleep(0.05)
    return numbers(run)


def failing(run):
    if run.replicate == 3 and run.cell.point == 1:
        raise ValueError("no number can be had")
    return numbers(run)


def deadly(run):
    """One run of the study ends its process, as running out of memory does."""
    if run.replicate == 3 and run.cell.point == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return numbers(run)


def sleepy(run):
    """One run of the study never ends."""
    if run.replicate == 1 and run.cell.point == 1:
        time.sleep(600)
    return numbers(run)


def normal(run):
    """Scenario against scenario differ by 0.1 with noise of 1: for stopping by precision."""
    rng = np.random.default_rng([run.seed, len(run.cell.scenario)])
    return {"satisfaction": 0.1 * len(run.cell.scenario) + float(rng.normal())}


for runner in (quick, busy, slow, failing, deadly, sleepy):
    runner.outputs = OUTPUTS  # type: ignore[attr-defined]
normal.outputs = ("satisfaction",)  # type: ignore[attr-defined]
