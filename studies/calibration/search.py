"""The search: a sample of the prior, then points where earlier ones came near the targets (optuna's TPE, ask and tell).

Batches have a fixed size and are reported in the order of their points, so that what is asked next does not depend on how many workers
there are, or which run ends first. The sampler's seed is that of the study: the same file asks for the same points,
and finished runs come from the folder; that is how a calibration goes on where it stopped.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from ...core.extras import install
from ...core.text import Text
from ...model.runtime.seeds import small_seed
from ..design.factors import Factor
from ..errors import StudyError
from ..execution.session import Session
from .targets import Target

DIGITS = 9
"""Digits of a place in the range: the sampler's logarithms differ in the last bits from one processor to the next."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One point and what came of it.

    Parameters
    ----------
    shares : places of the free parameters in their ranges, 0-1.
    values : of the free parameters.
    outcomes : float64 (targets, replicates); nan where a run failed or has no number.
    searched : whether the search asked for it, rather than the sample of the prior.
    """

    shares: tuple[float, ...]
    values: Mapping[str, Any]
    outcomes: np.ndarray
    searched: bool = False

    @property
    def means(self) -> np.ndarray:
        """Mean outcome for each target; nan where no run has a number."""
        seen = np.isfinite(self.outcomes)
        count = seen.sum(axis=1)
        sums = np.where(seen, self.outcomes, 0.0).sum(axis=1)
        return np.where(count > 0, sums / np.maximum(count, 1), np.nan)

    @property
    def errors(self) -> np.ndarray:
        """Standard error of each mean from noise; 0 with a single run."""
        seen = np.isfinite(self.outcomes)
        count = seen.sum(axis=1)
        left = np.where(seen, self.outcomes - self.means[:, None], 0.0)
        with np.errstate(invalid="ignore"):
            return np.sqrt((left**2).sum(axis=1) / np.maximum(count - 1, 1) / np.maximum(count, 1))


def misses(trial: Trial, targets: Sequence[Target]) -> np.ndarray:
    """Return how far each mean is from its target, in tolerances."""
    values, widths = (np.array([getattr(one, name) for one in targets]) for name in ("value", "tolerance"))
    return (trial.means - values) / widths


def loss(trial: Trial, targets: Sequence[Target]) -> float:
    """Return the weighted mean square of the misses over fitted targets; inf where a number is missing."""
    fitted = np.array([not one.holdout for one in targets])
    weights = np.array([one.weight for one in targets])[fitted]
    found = misses(trial, targets)[fitted]
    return float((weights * found**2).sum() / weights.sum()) if np.isfinite(found).all() else math.inf


def accepted(trial: Trial, targets: Sequence[Target]) -> bool:
    """Return whether all fitted targets are met, allowing for the noise of the trial's mean: |miss| <= sqrt(tolerance^2 + error^2)."""
    widths = np.array([one.tolerance for one in targets])
    fitted = np.array([not one.holdout for one in targets])
    with np.errstate(invalid="ignore"):
        met = np.abs(misses(trial, targets)) <= np.sqrt(1 + (trial.errors / widths) ** 2)
    return bool(met[fitted].all())


def ask(
    session: Session, free: Sequence[Factor], shares: Sequence[Sequence[float]], targets: Sequence[Target],
    replicates: Iterable[int], searched: bool = False,
) -> list[Trial]:  # fmt: skip
    """Return trials at places of the ranges; runs that are there are not made again."""
    points = [{factor.name: factor.at(share) for factor, share in zip(free, row)} for row in shares]
    numbers = list(replicates)
    table = session.ask(points, numbers)
    column = {number: place for place, number in enumerate(numbers)}
    found = [np.full((len(targets), len(numbers)), np.nan) for _ in points]
    windows = _windows(session, targets, table["cell"].unique().tolist())
    for row in table.to_dict("records"):
        if row["error"] is not None and row["error"] == row["error"]:
            continue
        for place, target in enumerate(targets):
            if target.weeks is None:
                value = row[target.indicator]
            else:
                value = windows[target.indicator, target.weeks].get((row["cell"], row["replicate"]), math.nan)
            found[row["asked"]][place, column[row["replicate"]]] = value
    return [
        Trial(tuple(float(one) for one in row), point, values, searched)
        for row, point, values in zip(shares, points, found)
    ]


def _windows(session: Session, targets: Sequence[Target], cells: list[str]) -> dict:
    """Return means over weeks of the targets that ask for them, by (cell, replicate)."""
    wanted = {(one.indicator, one.weeks) for one in targets if one.weeks is not None}
    found: dict = {}
    if not wanted or not cells:
        return found
    with session.tables() as tables:
        for name, (first, last) in sorted(wanted):
            # Not the view `series`, which ends at the replicates that the design asks for.
            listed = ", ".join(f"'{cell}'" for cell in cells)
            rows = tables.query(
                f'select cell, replicate, avg("{name}") as mean from all_series '
                f"where week between {first} and {last} and cell in ({listed}) group by 1, 2"
            )
            keys = zip(rows["cell"].tolist(), rows["replicate"].tolist())
            found[name, (first, last)] = dict(zip(keys, rows["mean"].tolist()))
    return found


def check_search() -> None:
    """Raise `StudyError` if the library that searches is not installed: before any run is made, not after."""
    if find_spec("optuna") is None:
        raise StudyError(
            Text(f"a search needs optuna: {install('calibration')}", f"搜索需要 optuna：{install('calibration')}")
        )


def search(
    session: Session, free: Sequence[Factor], targets: Sequence[Target], known: Sequence[Trial], trials: int, batch: int,
    seed: int,
) -> list[Trial]:  # fmt: skip
    """Return the points that the search asks for, one batch after another.

    Parameters
    ----------
    session : where runs are made and kept.
    free : what may vary.
    targets : held-out ones are carried along and have no part in it.
    known : trials to learn from.
    trials, batch : how many points in all, and at a time.
    seed : of the sampler.
    """
    check_search()
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts of optuna that are called experimental
            return _search(optuna, session, free, targets, known, trials, batch, seed)
    finally:
        optuna.logging.set_verbosity(before)


def _search(
    optuna: Any, session: Session, free: Sequence[Factor], targets: Sequence[Target], known: Sequence[Trial], trials: int,
    batch: int, seed: int,
) -> list[Trial]:  # fmt: skip
    spaces = {factor.name: _space(optuna, factor) for factor in free}
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=small_seed(seed)))
    for trial in known:
        value = loss(trial, targets)
        params = {factor.name: _param(factor, share) for factor, share in zip(free, trial.shares)}
        if math.isfinite(value):
            study.add_trial(optuna.trial.create_trial(params=params, distributions=spaces, value=value))
    found: list[Trial] = []
    while len(found) < trials:
        asked = [study.ask(spaces) for _ in range(min(batch, trials - len(found)))]
        shares = [[_share(factor, one.params[factor.name]) for factor in free] for one in asked]
        made = ask(session, free, shares, targets, range(session.spec.replicates), searched=True)
        for one, trial in zip(asked, made):  # in the order of asking, whichever run ended first
            value = loss(trial, targets)
            if math.isfinite(value):
                study.tell(one, value)
            else:
                study.tell(one, state=optuna.trial.TrialState.FAIL)
        found += made
    return found


def _space(optuna: Any, factor: Factor) -> Any:
    if factor.values:
        return optuna.distributions.CategoricalDistribution(list(range(len(factor.values))))
    return optuna.distributions.FloatDistribution(0.0, 1.0)


def _param(factor: Factor, share: float) -> Any:
    return min(int(share * len(factor.values)), len(factor.values) - 1) if factor.values else share


def _share(factor: Factor, param: Any) -> float:
    return (param + 0.5) / len(factor.values) if factor.values else round(float(param), DIGITS)
