"""The contest under its conditions and ablations: runs that are paired with those of the comparison, and what they say.

Each condition makes the first pairs of the comparison again, with the same seeds. What decides an outcome is found by a fixed rule:
of the declared ablations (`declared.ABLATIONS`) the one that brings the difference between the two plain forms nearest to zero,
if it changes the difference clearly (the paired interval of the change leaves zero out, 95 % shared by all ablations).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ...experiments.comparison.moments import HOURS, OUTCOMES, Moment, moments
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS
from ...runs.cache import RunCache
from ...runs.intervals import Interval, interval
from ...runs.settings import Progress, Setting
from ..design_points import Arm, Job, Size, run_jobs
from .declared import ABLATIONS, AS_IT_IS, CONDITIONS, CONTRAST, EQUAL_HOURS, PAIRS, Condition

PROBE = "momentary"
SEEN = (*OUTCOMES, HOURS)
"""What is seen of each run, in this order."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """What one ablation does to the difference between the two plain forms in one outcome, at the end.

    Parameters
    ----------
    condition : what is set at neutral.
    outcome : the indicator.
    before, after : the paired difference without and with it.
    change : the paired change of the difference, counted towards zero; 95 % shared by all ablations.
    decides : whether it is the one that decides.
    """

    condition: Condition
    outcome: str
    before: Interval
    after: Interval
    change: Interval
    decides: bool

    @property
    def closed(self) -> float:
        """Share of the difference that is closed; below 0: it grows."""
        return 1 - abs(self.after.mean) / abs(self.before.mean) if self.before.mean else float("nan")


@dataclass(frozen=True)
class Conditions:
    """What the contest is under each condition.

    Parameters
    ----------
    arms : who is compared, the reference first.
    titles : of the arms.
    values : by condition and arm: replicates x moments x what is seen; the condition as it is has the pairs of the comparison.
    when : the moments, by condition.
    """

    arms: tuple[str, ...]
    values: Mapping[tuple[str, str], np.ndarray]
    when: Mapping[str, tuple[Moment, ...]]

    def difference(self, condition: str, arm: str, other: str, place: int, outcome: str, pairs: int | None = None) -> Interval:  # fmt: skip
        """Return the paired difference of two arms at one of the condition's moments."""
        return interval(self._apart(condition, arm, other, outcome, pairs)[:, place])

    def _apart(self, condition: str, arm: str, other: str, outcome: str, pairs: int | None = None) -> np.ndarray:
        at = SEEN.index(outcome)
        one, two = (self.values[condition, name][:pairs, :, at] for name in (arm, other))
        return one - two

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every arm's difference from the reference, under each condition, at each of its moments, in each outcome."""
        rows = []
        for one in (AS_IT_IS, *CONDITIONS):
            for arm in self.arms[1:]:
                for place, moment in enumerate(self.when[one.name]):
                    for outcome in OUTCOMES:
                        found = self.difference(one.name, arm, self.arms[0], place, outcome)
                        level = self.values[one.name, self.arms[0]][:, place, SEEN.index(outcome)]
                        rows.append(
                            (
                                one.name, arm, self.arms[0], moment.since, moment.quarters, outcome, INDICATORS[outcome].unit,
                                float(np.nanmean(level)) if np.isfinite(level).any() else float("nan"), found.mean, found.low, found.high, found.count,
                            )
                        )  # fmt: skip
        columns = ["condition", "scenario", "reference", "since", "quarters", "indicator", "unit", "level_of_reference", "difference", "low", "high", "replicates"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def hours(self) -> pd.DataFrame:
        """Hours of search a resident a year by arm and condition, and whether they are the reference's."""
        rows, at = [], SEEN.index(HOURS)
        for one in (AS_IT_IS, *CONDITIONS):
            reference = self.values[one.name, self.arms[0]][:, -1, at]
            for arm in self.arms:
                hours = self.values[one.name, arm][:, -1, at]
                apart = interval(hours - reference)
                relative = float(hours.mean() / reference.mean() - 1) if reference.mean() else float("nan")
                rows.append(
                    (one.name, arm, float(hours.mean()), apart.mean, apart.low, apart.high, relative, EQUAL_HOURS, abs(relative) <= EQUAL_HOURS, len(hours))
                )  # fmt: skip
        columns = [
            "condition",
            "scenario",
            "hours",
            "difference",
            "low",
            "high",
            "relative",
            "limit",
            "equal",
            "replicates",
        ]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def ablations(self) -> tuple[Ablation, ...]:
        """What each ablation does to each outcome, and which one decides it."""
        found: list[Ablation] = []
        for outcome in OUTCOMES:
            before = self._at_end(AS_IT_IS.name, outcome)
            tried = []
            for one in ABLATIONS:
                after = self._at_end(one.name, outcome)
                towards = np.sign(np.mean(before)) * (before - after)
                change = interval(towards, shared_by=len(ABLATIONS))
                tried.append(Ablation(one, outcome, interval(before), interval(after), change, False))
            place = decider(tried)
            found += [
                Ablation(one.condition, outcome, one.before, one.after, one.change, k == place)
                for k, one in enumerate(tried)
            ]
        return tuple(found)

    def _at_end(self, condition: str, outcome: str) -> np.ndarray:
        pairs = min(len(self.values[condition, name]) for name in CONTRAST)
        fewest = min(pairs, *(len(self.values[one.name, CONTRAST[0]]) for one in ABLATIONS))
        return self._apart(condition, *CONTRAST, outcome, fewest)[:, -1]

    @cached_property
    def ablation_table(self) -> pd.DataFrame:
        """The ablations as rows."""
        rows = [
            {
                "indicator": one.outcome, "ablation": one.condition.name, "scenario": CONTRAST[0], "reference": CONTRAST[1],
                "before": one.before.mean, "before_low": one.before.low, "before_high": one.before.high,
                "after": one.after.mean, "after_low": one.after.low, "after_high": one.after.high,
                "towards_zero": one.change.mean, "low_together": one.change.low, "high_together": one.change.high,
                "closed": one.closed, "decides": one.decides, "replicates": one.before.count,
            }
            for one in self.ablations
        ]  # fmt: skip
        return pd.DataFrame(rows)


def decider(tried: Sequence[Ablation]) -> int | None:
    """Return the place of the ablation that decides: of those that clearly close a clear difference, the one that leaves least."""
    clear = [
        k for k, one in enumerate(tried)
        if one.before.clear and one.change.low > 0 and abs(one.after.mean) < abs(one.before.mean)
    ]  # fmt: skip
    return min(clear, key=lambda k: abs(tried[k].after.mean), default=None)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is run: an arm for each condition and name; `plain` are those of the comparison itself."""

    points: Mapping[tuple[str, str], Arm]
    plain: Mapping[str, Arm]

    @property
    def extra(self) -> tuple[Arm, ...]:
        """The arms that are not the comparison's own, each once."""
        return tuple(one for one in dict.fromkeys(self.points.values()) if one not in self.plain.values())


def _plan(setting: Setting) -> _Plan:
    """Return what is run; ablations are for the two plain forms only."""
    values: dict[str, Any] = {**setting.levers, **setting.environment, **setting.constants}
    place = setting.place
    size = Size(int(place["residents"]), int(place["communities"]), setting.weeks)
    asked = [(one, who) for one in CONDITIONS for who in setting.names]
    asked += [(one, who) for one in ABLATIONS for who in CONTRAST]
    points = {(one.name, who): one.arm(who, values, size) for one, who in asked}
    return _Plan(points, {who: AS_IT_IS.arm(who, values, size) for who in setting.names})


def run_conditions(
    found: Comparison, pairs: int = PAIRS, *, workers: int | None = None, progress: Progress | None = None, kept: RunCache | None = None
) -> Conditions:  # fmt: skip
    """Run the conditions and ablations of a comparison of the declared arms, on its first pairs."""
    pairs, arms = min(pairs, found.replicates), found.names
    plan = _plan(found.setting)
    jobs = [Job(one, PROBE, pairs) for one in plan.extra]
    seen = run_jobs(jobs, found.setting.seed, workers, progress, kept, "conditions")
    looked = [found.indicators.index(name) for name in SEEN]
    values = {(AS_IT_IS.name, who): found.momentary[k][:, :, looked] for k, who in enumerate(arms)}
    for (condition, who), arm in plan.points.items():
        same = next((name for name, one in plan.plain.items() if one == arm), None)
        own = np.stack(seen[arm, PROBE]) if same is None else values[AS_IT_IS.name, same][:pairs]
        values[condition, who] = own
    weeks, own_week = found.setting.weeks, int(found.setting.environment.get("shock_week", -1))
    when = {one.name: moments(weeks, int(one.values.get("shock_week", own_week))) for one in (AS_IT_IS, *CONDITIONS)}
    return Conditions(arms, values, when)


def count(setting: Setting, pairs: int = PAIRS) -> int:
    """Return how many runs the conditions take, besides the comparison's own."""
    return pairs * len(_plan(setting).extra)
