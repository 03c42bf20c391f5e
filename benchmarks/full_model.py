"""Builds and runs the full model; done in a process of its own by `sections.full`."""

from __future__ import annotations

import gc
import resource
import sys
import time
from typing import Any

PER_COMMUNITY = 400  # as in the model's default district


def peak() -> int:
    """Return the most memory this process has used so far, bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def make(residents: int, scenario: str, seed: int, per_community: int = PER_COMMUNITY) -> Any:
    """Return a model at week 0."""
    from ..model.model import CommunityModel
    from ..scenarios import load

    return CommunityModel(
        scenario=load(scenario), residents=residents, communities=max(1, residents // per_community), rng=seed
    )  # fmt: skip


def main(residents: int, weeks: int, scenario: str, repeats: int, per_community: int) -> dict[str, Any]:
    """Return seconds of building and of running, and peaks of memory in bytes."""
    from ..runs.factory import compile_model

    compile_model()
    make(1_000, scenario, 0).run_for(27)
    before = peak()
    found: dict[str, Any] = {"build": [], "run": [], "before": before}
    for seed in range(1, repeats + 1):
        started = time.perf_counter()
        model = make(residents, scenario, seed, per_community)
        built = time.perf_counter()
        model.run_for(weeks)
        found["run"].append(time.perf_counter() - built)
        found["build"].append(built - started)
        del model
        gc.collect()
    return {**found, "peak": peak()}
