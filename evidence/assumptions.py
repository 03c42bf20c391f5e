"""Which conclusions flip when what is assumed is another number: one at a time, and all at once by Morris.

One at a time: each assumed quantity at the low and at the high end of its range, all settings on the same seeds. A
conclusion *holds* where its interval stays on the side it has at the defaults, *flips* where it leaves zero out on the
other side, and is *lost* where it includes zero. A flip is *sure* where this stands with 95 % shared by every setting.

All at once: elementary effects (Morris 1991) over trajectories drawn by SALib from the seed; mu* is the mean size of
the change of a conclusion for a whole range of one quantity, from steps of two thirds of it, while all others are
anywhere in theirs (Campolongo et al. 2007), and the share of these joint settings in which the sign is that of the defaults is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from ..core.compile.compiled import kernel_hash
from ..core.text import Text
from ..experiments.futures.ranges import Swept, assumed, settled
from ..model.runtime.seeds import small_seed
from ..runs.cache import RunCache
from ..runs.intervals import Interval, interval
from ..runs.settings import Progress
from .conclusions import Conclusion, headline_conclusions, regime_conclusions
from .design_points import Arm, Job, Size, run_jobs

PROBE = "outcomes"
LEVELS = 4


class Fate(StrEnum):
    """What becomes of a conclusion in a setting."""

    HOLDS = "holds"
    LOST = "lost"
    FLIPS = "flips"


FATE_LABELS = {
    Fate.HOLDS: Text("holds", "成立"),
    Fate.LOST: Text("lost", "不再明显"),
    Fate.FLIPS: Text("flips", "反转"),
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is run; with `trajectories` 0 nothing is moved jointly."""

    size: Size
    replicates: int
    trajectories: int
    joint_replicates: int
    headlines: bool


FULL = Effort(Size(1600, 8, 156), 8, 8, 1, True)
QUICK = Effort(Size(480, 4, 60), 4, 2, 1, False)


@dataclass(frozen=True, slots=True)
class Setting:
    """A conclusion under one other value of one quantity."""

    swept: Swept
    value: Any
    found: Interval
    fate: Fate
    sure: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """Elementary effects of one quantity on a conclusion, in the outcome's unit."""

    swept: Swept
    mu_star: float
    half_width: float
    sigma: float


@dataclass(frozen=True)
class Tried:
    """A conclusion with all settings it was tried in.

    Parameters
    ----------
    base : at the defaults.
    settings : one at a time.
    effects : Morris, largest first; empty if nothing was moved jointly.
    joint : difference at each joint setting.
    """

    conclusion: Conclusion
    base: Interval
    settings: tuple[Setting, ...]
    effects: tuple[Effect, ...]
    joint: np.ndarray

    @property
    def stands(self) -> bool:
        """Whether there is a conclusion at the defaults: the interval leaves zero out."""
        return self.base.clear

    def count(self, fate: Fate) -> int:
        """Return in how many settings this becomes of it."""
        return sum(one.fate is fate for one in self.settings)

    @property
    def flips(self) -> list[Setting]:
        """Settings in which it flips, widest first."""
        found = [one for one in self.settings if one.fate is Fate.FLIPS]
        return sorted(found, key=lambda one: -abs(one.found.mean))

    @property
    def joint_share(self) -> float:
        """Share of joint settings with the sign of the defaults."""
        finite = self.joint[np.isfinite(self.joint)]
        return float(np.mean(np.sign(finite) == np.sign(self.base.mean))) if finite.size else np.nan


@dataclass(frozen=True)
class Assumptions:
    """What was found."""

    seed: int
    quick: bool
    effort: Effort
    swept: tuple[Swept, ...]
    tried: tuple[Tried, ...]
    kernel: str


def fate_of(base: Interval, found: Interval) -> Fate:
    """Return what becomes of a conclusion that has the interval `base` at the defaults."""
    if not found.clear:
        return Fate.LOST
    return Fate.HOLDS if np.sign(found.mean) == np.sign(base.mean) else Fate.FLIPS


def gather(
    seed: int = 1,
    *,
    quick: bool = False,
    effort: Effort | None = None,
    only: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    kept: RunCache | None = None,
) -> Assumptions:
    """Make all runs that are not kept yet, and say what becomes of each conclusion.

    Parameters
    ----------
    only : names of quantities; all that are assumed by default.
    effort : replaces what `quick` chooses.
    """
    effort = effort or (QUICK if quick else FULL)
    swept = [one for one in assumed() if not only or one.name in only]
    conclusions = regime_conclusions() + (headline_conclusions() if effort.headlines else [])
    single = [{one.name: value} for one in swept for value in one.values if value != one.quantity.default]
    design, joint = _design(swept, effort.trajectories, seed)

    def run(points: Sequence[Mapping[str, Any]], replicates: int) -> dict[Arm, np.ndarray]:
        jobs = [
            Job(arm, PROBE, replicates)
            for values in points
            for one in conclusions
            for arm in one.arms(values, effort.size)
        ]
        return {arm: np.stack(found) for (arm, _), found in run_jobs(jobs, seed, workers, progress, kept).items()}

    runs = run([{}, *single], effort.replicates)
    crossed = run(joint, effort.joint_replicates) if joint else {}
    tried = tuple(_tried(one, swept, runs, crossed, design, joint, effort, seed) for one in conclusions)
    return Assumptions(seed, quick, effort, tuple(swept), tried, kernel_hash())


def _design(swept: Sequence[Swept], trajectories: int, seed: int) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Return Morris trajectories: as shares of the ranges, and as values."""
    if not trajectories or len(swept) < 2:
        return np.zeros((0, len(swept))), []
    from SALib.sample import morris

    found = morris.sample(_problem(swept), trajectories, num_levels=LEVELS, seed=small_seed(seed))
    points = [settled({one.name: one.at(float(x)) for one, x in zip(swept, row, strict=True)}) for row in found]
    return found, points


def _problem(swept: Sequence[Swept]) -> dict[str, Any]:
    return {"num_vars": len(swept), "names": [one.name for one in swept], "bounds": [[0.0, 1.0]] * len(swept)}


def _tried(
    one: Conclusion, swept: Sequence[Swept], runs: Mapping[Arm, np.ndarray], crossed: Mapping[Arm, np.ndarray],
    design: np.ndarray, joint: Sequence[Mapping[str, Any]], effort: Effort, seed: int,
) -> Tried:  # fmt: skip
    size = effort.size
    base = interval(one.difference(runs, {}, size))
    asked = [(what, value) for what in swept for value in what.values if value != what.quantity.default]
    settings = []
    for what, value in asked:
        apart = one.difference(runs, {what.name: value}, size)
        found, strict = interval(apart), interval(apart, shared_by=len(asked))
        settings.append(Setting(what, value, found, fate_of(base, found), strict.clear))
    ends = [np.nanmean(one.difference(crossed, values, size)) for values in joint] if crossed else []
    effects = _effects(swept, design, np.array(ends), seed) if crossed else []
    return Tried(one, base, tuple(settings), tuple(effects), np.array(ends))


def _effects(swept: Sequence[Swept], design: np.ndarray, ends: np.ndarray, seed: int) -> list[Effect]:
    """Return elementary effects, largest first; a joint setting without a number counts as no difference."""
    from SALib.analyze import morris

    found = morris.analyze(_problem(swept), design, np.nan_to_num(ends), num_levels=LEVELS, seed=small_seed(seed))
    rows = zip(swept, found["mu_star"], found["mu_star_conf"], found["sigma"], strict=True)
    effects = [Effect(what, *(float(number) for number in numbers)) for what, *numbers in rows]
    return sorted(effects, key=lambda effect: -effect.mu_star)
