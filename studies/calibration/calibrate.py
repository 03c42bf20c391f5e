"""A calibration: a sample of the prior, a search, a check on new random numbers, what the targets determine, and a test of all that."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from ...core.text import Text
from ..design.designs import Design, unit_points
from ..design.factors import Factor
from ..errors import StudyError
from ..execution.progress import FAILURES, Tell
from ..execution.session import Session
from ..study import OUT, Study
from .search import Trial, accepted, ask, check_search, loss, search
from .surface import Remaining, remaining
from .targets import Plan, Target, read

FRESH = 3
"""Times as many replicates as a trial has, never seen by the search, on which the best point is judged."""
FEWEST = 20
"""Places below which no correlation is given."""


@dataclass(frozen=True, slots=True)
class Range:
    """What the targets leave open of one free parameter.

    Parameters
    ----------
    name : of the parameter.
    best : its value at the best point.
    low, high : smallest and largest value that is not ruled out (choices: the first and last of the list).
    width : of what is not ruled out in the range that was free, 0-1; nan where everything is ruled out.
    words : choices that are not ruled out.
    """

    name: str
    best: Any
    low: Any
    high: Any
    width: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovery:
    """One known point, and whether the procedure finds it again.

    Parameters
    ----------
    truth, best : values of the free parameters.
    inside : whether the true value lies in the range that is not ruled out, by parameter.
    widths : of these ranges, 0-1.
    count : trials that meet all targets.
    """

    truth: dict[str, Any]
    best: dict[str, Any]
    inside: dict[str, bool]
    widths: dict[str, float]
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a calibration found.

    Parameters
    ----------
    plan : what was asked.
    trials : sample of the prior, then the search.
    best : the trial with the smallest loss.
    fresh : the best point again, on random numbers that the search has not used.
    left : what the targets do not rule out.
    ranges : of each free parameter over what is left.
    correlations : rank correlations of the parameters over what is left, (parameters, parameters), or None.
    recovery : known points found again or not.
    """

    plan: Plan
    trials: tuple[Trial, ...]
    best: Trial
    fresh: Trial
    left: Remaining
    ranges: tuple[Range, ...]
    correlations: np.ndarray | None
    recovery: tuple[Recovery, ...]

    @property
    def accepted(self) -> list[Trial]:
        """Trials that meet all fitted targets."""
        return [one for one in self.trials if accepted(one, self.plan.targets)]

    @property
    def free(self) -> tuple[Factor, ...]:
        """What was free."""
        return self.plan.spec.factors


def most_runs(plan: Plan) -> int:
    """Return how many runs a calibration takes at most."""
    replicates, recovery = plan.spec.replicates, plan.recovery
    points = plan.spec.design.points[0] + plan.trials * (1 + recovery)
    return replicates * (points + FRESH + 2 * recovery)


def calibrate(
    targets: str | Path | Plan, folder: str | Path | None = None, executor: Any = None, workers: int | None = None,
    tell: Tell | None = None, runner: Callable[..., Any] | None = None, say: Callable[[str, int], None] | None = None,
) -> Calibration:  # fmt: skip
    """Fit free parameters to targets; a calibration that was stopped goes on from its folder.

    Parameters
    ----------
    targets : file, or what was read from it.
    folder : a study's folder in which all runs are kept; out/NAME by default.
    executor, workers, tell : as for `Study.run`; results do not depend on them.
    runner : makes runs instead of the model.
    say : callback, called with each stage: prior, search, check, recovery; and how many points it has.

    Raises
    ------
    StudyError
        For what cannot be done as asked, before anything runs; or if no point gives numbers for all fitted targets.
    """
    plan = targets if isinstance(targets, Plan) else read(targets)
    check_search()
    if folder is None:
        folder = OUT / (Path(targets).stem if not isinstance(targets, Plan) else "calibration")
    spec, free = plan.spec, plan.spec.factors
    told = say or (lambda stage, points: None)
    seed = spec.seed
    study = Study(folder, spec=spec, runner=runner)
    with study.session(executor, workers, tell) as session:
        told("prior", spec.design.points[0])
        session.finish()
        size = spec.design.points[0]
        places = unit_points(Design("sobol", (size + plan.recovery,)), len(free), seed).tolist()
        prior = ask(session, free, places[:size], plan.targets, range(spec.replicates))
        told("search", plan.trials)
        trials = [*prior, *search(session, free, plan.targets, prior, plan.trials, plan.batch, seed)]
        best = _best(trials, plan.targets, study)
        told("check", 1)
        numbers = range(spec.replicates, (1 + FRESH) * spec.replicates)
        fresh = ask(session, free, [best.shares], plan.targets, numbers)[0]
        told("recovery", plan.recovery)
        recovery = [
            _recover(session, plan, truth, trials, seed + 1 + number) for number, truth in enumerate(places[size:])
        ]
    left = remaining(free, trials, plan.targets, seed)
    found = ranges(free, _kept(left, trials, plan.targets), best)
    return Calibration(plan, tuple(trials), best, fresh, left, found, correlations(left.shares), tuple(recovery))


def _kept(left: Remaining, trials: Sequence[Trial], targets: Sequence[Target]) -> np.ndarray:
    """Return the places that are left, with those of trials that meet all targets, float64 (places, parameters)."""
    return np.vstack([left.shares, *(np.array([one.shares]) for one in trials if accepted(one, targets))])


def _best(trials: Sequence[Trial], targets: Sequence[Target], study: Study) -> Trial:
    best = min(trials, key=lambda one: loss(one, targets))  # the first of equals
    if not math.isfinite(loss(best, targets)):
        why = _why_none(trials, targets, study)
        raise StudyError(
            Text(
                f"{study.folder}: no point has numbers for all fitted targets{why.en}",
                f"{study.folder}：没有一个点在全部拟合目标上都有数值{why.zh}",
            )
        )
    return best


def _why_none(trials: Sequence[Trial], targets: Sequence[Target], study: Study) -> Text:
    """Return why nothing can be fitted: runs that failed, or indicators that have no number in any run."""
    failed = study.status()["failed"]
    if failed:
        return Text(
            f": {failed} runs failed; see {study.folder / FAILURES}",
            f"：{failed} 次运行失败；见 {study.folder / FAILURES}",
        )
    empty = [
        one.indicator
        for place, one in enumerate(targets)
        if not one.holdout and not any(np.isfinite(trial.outcomes[place]).any() for trial in trials)
    ]
    if empty:
        return Text(
            f": {', '.join(empty)} has no number in any run (nothing of the kind happens in them); leave it out, or run more weeks or residents",
            f"：{'、'.join(empty)} 在任何运行中都没有数值（其中没有发生这类事情）；请去掉，或增加周数或居民数",
        )
    return Text(
        ": in each point some indicator has no number in any of its replicates; more replicates, weeks or residents help",
        "：每个点都有某个指标在其各次重复中均无数值；可增加重复次数、周数或居民数",
    )


def ranges(free: Sequence[Factor], kept: np.ndarray, best: Trial) -> tuple[Range, ...]:
    """Return the range of each parameter over places (places, parameters)."""
    found = []
    for factor, column in zip(free, kept.T):
        mine = best.values[factor.name]
        if not len(column):
            found.append(Range(factor.name, mine, None, None, math.nan))
        elif factor.values:
            seen = {factor.at(float(share)) for share in column}
            words = [value for value in factor.values if value in seen]
            width = (len(words) - 1) / max(1, len(factor.values) - 1)
            found.append(Range(factor.name, mine, words[0], words[-1], width, tuple(map(str, words))))
        else:
            low, high = float(column.min()), float(column.max())
            found.append(Range(factor.name, mine, factor.at(low), factor.at(high), high - low))
    return tuple(found)


def correlations(shares: np.ndarray) -> np.ndarray | None:
    """Return Spearman's rank correlations of the columns; nan where one does not vary; None for a few rows only."""
    if len(shares) < FEWEST:
        return None
    ranks = np.apply_along_axis(rankdata, 0, shares)
    ranks = ranks - ranks.mean(axis=0)
    size = np.sqrt((ranks**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return ranks.T @ ranks / np.outer(size, size)


def _recover(session: Session, plan: Plan, truth: Sequence[float], known: Sequence[Trial], seed: int) -> Recovery:
    """Make data at a known point, on its own random numbers, and run the same search for them."""
    free, replicates = plan.spec.factors, plan.spec.replicates
    # All replicates from 0 on, because a study keeps them without gaps; the data are those that no trial uses.
    made = ask(session, free, [truth], plan.targets, range(2 * replicates))[0]
    data = Trial(made.shares, made.values, made.outcomes[:, replicates:]).means
    targets = [
        dataclasses.replace(one, value=float(value) if math.isfinite(value) else one.value)
        for one, value in zip(plan.targets, data)
    ]
    trials = [*known, *search(session, free, targets, known, plan.trials, plan.batch, seed)]
    trials = [one for one in trials if one.values != made.values]
    left = remaining(free, trials, targets, plan.spec.seed)
    best = min(trials, key=lambda one: loss(one, targets))
    found = ranges(free, _kept(left, trials, targets), best)
    held = {}
    for factor, one in zip(free, found):
        true = made.values[factor.name]
        held[one.name] = (
            str(true) in one.words if factor.values else one.low is not None and one.low <= true <= one.high
        )
    count = sum(accepted(one, targets) for one in trials)
    return Recovery(dict(made.values), dict(best.values), held, {one.name: one.width for one in found}, count)
