"""All the evidence at once: default results of every scenario, claims judged, patterns measured, states followed, money.

Everything is a set of paired runs on the same seeds; equal settings that several parts ask for are run once. With
`quick` all parts are made of tiny districts and nothing they say means anything: it is for trying the machinery.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..core.compile.compiled import kernel_hash
from ..model.budget import Plan, plan
from ..model.quantities.environment import ENVIRONMENT
from ..model.quantities.indicators import INDICATORS
from ..runs.intervals import interval, same_sign
from ..runs.settings import Progress
from ..scenarios import load, names
from . import contrasts, patterns
from .claims.claims import CLAIMS
from .contrasts import Claim, Judged, Verdict, digest, verdict
from .design_points import SIZES, TINY, Arm, Job, Sizes, run_jobs
from .patterns import Pattern
from .trajectories import Course, courses

BASELINE = "status_quo"
REPLICATES = 30
CONTRAST_SHARE = 2 / 3
"""Share of the replicates of which contrasts are made: there are some hundred settings."""

EQUAL_MONEY = 0.005
"""Largest difference in spending between scenarios, as a share."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What one scenario spends a resident and year: as planned at the start and after dated changes, and as counted in runs."""

    scenario: str
    plans: tuple[Plan, ...]
    counted: float

    @property
    def planned(self) -> tuple[float, ...]:
        """Yuan a resident and year, by plan."""
        return tuple(one.total / one.residents for one in self.plans)


@dataclass(frozen=True)
class Evidence:
    """What was found.

    Parameters
    ----------
    seed, replicates, quick : what was asked for.
    sizes : sizes of districts by name.
    scenarios : indicators over the last 52 weeks by scenario: replicates x indicators.
    judged : claims with their findings, in order.
    patterns : patterns with their checks.
    courses : every state variable through the runs of the status quo.
    spending : by scenario.
    arms : every set of runs that a contrast used: what it was, how many runs, digest.
    """

    seed: int
    replicates: int
    quick: bool
    sizes: Sizes
    scenarios: Mapping[str, np.ndarray]
    judged: tuple[Judged, ...]
    patterns: tuple[Pattern, ...]
    courses: tuple[Course, ...]
    spending: tuple[Spending, ...]
    arms: Mapping[Arm, tuple[int, str]]
    kernel: str

    @property
    def contrast_replicates(self) -> int:
        """Replicates of each setting of a contrast."""
        return fewer(self.replicates)

    @property
    def baseline(self) -> str:
        """Name of the scenario that others are compared with."""
        return BASELINE

    @property
    def money_spread(self) -> float:
        """Largest difference in spending between scenarios, planned or counted, as a share of the largest."""
        totals = [total for one in self.spending for total in (*one.planned, one.counted)]
        return (max(totals) - min(totals)) / max(totals)

    def overall(self, stem: str) -> Verdict:
        """Return the verdict over all parts of a claim, as C22 over C22a to C22f."""
        return verdict(f.sign for one in self.judged if stem_of(one.claim.number) == stem for f in one.findings)

    def table(self) -> pd.DataFrame:
        """Return every indicator of every scenario, with 95 % intervals, and paired differences from the baseline."""
        base = self.scenarios[BASELINE]
        rows = []
        for name, values in self.scenarios.items():
            for at, (indicator, declared) in enumerate(INDICATORS.items()):
                level = interval(values[:, at])
                row: dict[str, Any] = {
                    "scenario": name, "indicator": indicator, "label": declared.label.en, "label_zh": declared.label.zh,
                    "unit": declared.unit, "mean": level.mean, "low": level.low, "high": level.high,
                }  # fmt: skip
                if name != BASELINE:
                    apart = values[:, at] - base[:, at]
                    found = interval(apart)
                    row |= {"difference": found.mean, "difference_low": found.low, "difference_high": found.high}
                    row["same_sign"] = same_sign(apart)
                rows.append({**row, "better": declared.extra["better"], "replicates": level.count})
        return pd.DataFrame(rows)


def fewer(replicates: int) -> int:
    """Return the replicates of each setting of a contrast, where `replicates` are made of each scenario."""
    return max(2, round(replicates * CONTRAST_SHARE))


def stem_of(number: str) -> str:
    """Return the number of a claim without the letter of a part."""
    return number.rstrip("abcdef")


def gather(
    replicates: int = REPLICATES,
    seed: int = 1,
    *,
    quick: bool = False,
    claims: Sequence[Claim] = CLAIMS,
    scenarios: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Evidence:
    """Make all runs and return what they show.

    Parameters
    ----------
    replicates : runs of each scenario and pattern; contrasts are made of two thirds as many, large districts of a third.
    quick : tiny districts, at most three replicates.
    claims, scenarios : all by default.
    """
    sizes = TINY if quick else SIZES
    replicates = min(replicates, 3) if quick else replicates
    chosen = list(scenarios) if scenarios is not None else names()
    if BASELINE not in chosen:
        chosen.insert(0, BASELINE)
    usual = Arm.of(BASELINE, {}, sizes["default"])
    jobs = [Job(Arm.of(name, {}, sizes["default"]), "summary", replicates) for name in chosen]
    jobs += contrasts.jobs(claims, fewer(replicates), sizes)
    jobs += patterns.jobs(replicates, sizes)
    jobs += [Job(usual, "course", replicates)]
    seen = run_jobs(jobs, seed, workers, progress)

    runs = {arm: np.stack(found) for (arm, probe), found in seen.items() if probe == "summary"}
    values = {name: runs[Arm.of(name, {}, sizes["default"])] for name in chosen}
    return Evidence(
        seed, replicates, quick, sizes, values,
        tuple(contrasts.judge(claim, runs, shared(claims, claim), sizes) for claim in claims),
        patterns.measure(seen, sizes),
        courses(seen[usual, "course"], usual.size.weeks),
        tuple(_spending(name, values[name], sizes) for name in chosen),
        {arm: (len(found), digest(arm, found)) for arm, found in runs.items()},
        kernel_hash(),
    )  # fmt: skip


def shared(claims: Sequence[Claim], claim: Claim) -> int:
    """Return how many intervals share 95 % confidence with those of a claim: its own, and those of its other parts."""
    return sum(one.intervals() for one in claims if stem_of(one.number) == stem_of(claim.number))


def _spending(name: str, values: np.ndarray, sizes: Sizes) -> Spending:
    scenario, size = load(name), sizes["default"]
    budget = ENVIRONMENT["budget"].default
    plans = tuple(plan(scenario.at(week), size.residents, size.communities, budget) for week in (-1, *scenario.weeks))
    counted = values[:, list(INDICATORS).index("spending")]
    return Spending(name, plans, math.fsum(counted) / len(counted))
