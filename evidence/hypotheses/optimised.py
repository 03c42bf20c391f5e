"""H7 in optimised form: each regime chooses its levers on training seeds, and is judged on others.

The three regimes have the same free levers, as many evaluations, the same money, and ranges of equal width for the
the one lever in which they differ, the mandated share. The same points of a Latin hypercube are tried in all of them, so
that none is luckier. Of all candidates the better quarter goes on to more training seeds, and the best of these is
judged on test seeds that no candidate has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import qmc

from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ...model.quantities.levers import LEVERS
from ...runs.intervals import Interval, interval
from ...runs.settings import replicate_seed
from ..contrasts import Condition
from ..design_points import Arm, Job, Size

REGIMES: Mapping[str, tuple[Text, tuple[float, float], Mapping[str, Any]]] = {
    "top_down": (Text("design from above", "顶层设计"), (2 / 3, 1.0), {}),
    "local_exploration": (Text("exploration below", "社区探索"), (0.0, 1 / 3), {"design_trials": 0, "pilots": 0, "promotion": 0.0}),
    "co_governance": (Text("hybrid", "混合"), (1 / 3, 2 / 3), {}),
}  # fmt: skip
"""Name of the scenario each starts from: label, range of the mandated share, what the regime forbids itself."""

HYBRID = "co_governance"

FREE: Mapping[str, tuple[float, float]] = {
    "pooling": (0.0, 1.0),
    "linkage": (0.0, 1.0),
    "kpi_power": (0.0, 1.0),
    "organization_grants": (0.0, 5.0),
    "social_workers": (2.0, 14.0),
    "grid_staff": (0.2, 1.8),
    "online_service": (0.0, 1.0),
    "data_sharing": (0.0, 1.0),
    "legal_status": (0.0, 1.0),
    "civic_education": (0.0, 1.0),
}
"""Free levers of every regime besides the mandated share, and the ranges that are searched."""

TARGET = "satisfaction"
FIRST, SECOND = 2, 6
"""Training seeds for every candidate, and for the better quarter."""

Runner = Callable[[Sequence[Job], int], Mapping[tuple[Arm, str], list[Any]]]


@dataclass(frozen=True, slots=True)
class Best:
    """What a regime came to under one condition: its levers, on training and on test seeds."""

    regime: str
    condition: Condition
    levers: Mapping[str, Any]
    trained: float
    tested: np.ndarray


@dataclass(frozen=True, slots=True)
class Duel:
    """The optimised hybrid against one optimised pure regime on test seeds, under one condition."""

    condition: Condition
    other: str
    difference: Interval

    @property
    def sign(self) -> int:
        """1 where the hybrid is clearly better, -1 where it is clearly worse, 0 else."""
        return 0 if not self.difference.clear else (1 if self.difference.mean > 0 else -1)


@dataclass(frozen=True, slots=True)
class Optimised:
    """All that the optimised form found."""

    candidates: int
    best: tuple[Best, ...]
    duels: tuple[Duel, ...]


def candidates(regime: str, count: int, seed: int) -> list[dict[str, Any]]:
    """Return the lever values a regime tries; the first is its scenario as written."""
    _, (low, high), fixed = REGIMES[regime]
    names = ["mandate_share", *FREE]
    points = qmc.LatinHypercube(len(names), rng=np.random.default_rng([seed, 7])).random(count - 1)
    bounds = np.array([(low, high), *FREE.values()])
    scaled = bounds[:, 0] + points * (bounds[:, 1] - bounds[:, 0])
    drawn = [dict(zip(names, (round(float(v), 4) for v in row), strict=True)) | dict(fixed) for row in scaled]
    return [dict(fixed), *drawn]


def training_seed(seed: int) -> int:
    """Return the seed of the study from which training seeds follow; those of test runs follow from `seed` itself."""
    return replicate_seed(seed, 1_000_000_007)


def optimise(
    run: Runner, conditions: Sequence[Condition], size: Size, count: int, replicates: int, seed: int
) -> Optimised:
    """Choose, and judge.

    Parameters
    ----------
    run : makes jobs with a study seed.
    conditions : circumstances under which each regime is optimised again.
    count : candidates of each regime.
    replicates : test seeds.
    """
    start = training_seed(seed)
    places = [(k, regime) for k in range(len(conditions)) for regime in REGIMES]
    arms = {
        (k, regime): [Arm.of(regime, {**conditions[k].values, **one}, size) for one in candidates(regime, count, seed)]
        for k, regime in places
    }
    arms = _better(run, arms, FIRST, start, max(1, count // 4))
    chosen = _better(run, arms, SECOND, start, 1)
    trained = _scores(run, chosen, SECOND, start)
    tested = run([Job(one[0], "summary", replicates) for one in chosen.values()], seed)
    at = list(INDICATORS).index(TARGET)
    best = {}
    for (k, regime), (arm,) in chosen.items():
        found = np.stack(tested[arm, "summary"])[:replicates, at]
        best[k, regime] = Best(regime, conditions[k], _levers(arm, conditions[k]), trained[k, regime][0], found)
    others = [name for name in REGIMES if name != HYBRID]
    shared = len(conditions) * len(others)
    duels = [
        Duel(conditions[k], other, interval(best[k, HYBRID].tested - best[k, other].tested, shared_by=shared))
        for k in range(len(conditions))
        for other in others
    ]
    return Optimised(count, tuple(best.values()), tuple(duels))


def _better(run: Runner, arms: Mapping[Any, list[Arm]], replicates: int, seed: int, keep: int) -> dict[Any, list[Arm]]:
    """Return the best arms of each place on training seeds; ties go to the earlier candidate."""
    scores = _scores(run, arms, replicates, seed)
    return {
        place: [arms[place][k] for k in sorted(np.argsort(-np.array(scores[place]), kind="stable")[:keep].tolist())]
        for place in arms
    }


def _scores(run: Runner, arms: Mapping[Any, list[Arm]], replicates: int, seed: int) -> dict[Any, list[float]]:
    seen = run([Job(arm, "summary", replicates) for part in arms.values() for arm in part], seed)
    at = list(INDICATORS).index(TARGET)
    return {
        place: [float(np.stack(seen[arm, "summary"])[:replicates, at].mean()) for arm in part]
        for place, part in arms.items()
    }


def _levers(arm: Arm, condition: Condition) -> dict[str, Any]:
    return {name: value for name, value in arm.values if name not in condition.values and name in LEVERS}
