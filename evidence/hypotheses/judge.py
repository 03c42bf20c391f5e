"""From runs to verdicts: findings of every part, null runs, and what follows for the hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..contrasts import Finding
from ..contrasts import jobs as contrast_jobs
from ..contrasts import judge as judge_claim
from ..design_points import Arm, Job, Sizes
from ..outcomes import OUTCOMES
from .h1_h5 import H1, H2, H3, H4, H5
from .h6_h10 import H6, H7, H8, H9, H10
from .terms import Hypothesis, Null, Outcome, Part, Role, Side

HYPOTHESES: Mapping[str, Hypothesis] = {one.number: one for one in (H1, H2, H3, H4, H5, H6, H7, H8, H9, H10)}
PROBE = "outcomes"
NULL_REPLICATES = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding of one part, and what it says."""

    part: Part
    finding: Finding
    side: Side


@dataclass(frozen=True, slots=True)
class NullSeen:
    """A null run: whether the two settings are equal bit for bit, and where they differ most if not."""

    null: Null
    equal: bool
    compared: int
    replicates: int
    worst: str
    largest: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A hypothesis with all that was found; `more` are sides of tests that stand elsewhere (optimised regimes)."""

    hypothesis: Hypothesis
    seen: tuple[Seen, ...]
    nulls: tuple[NullSeen, ...]
    more: tuple[Side, ...] = ()

    @property
    def tests(self) -> list[Side]:
        """What every test says; where the hypothesis needs several comparisons at once, they make one test."""
        found = [one for one in self.seen if one.part.role is Role.TEST]
        if not self.hypothesis.together:
            return [*(one.side for one in found), *self.more]
        groups: dict[tuple[str, int], list[Side]] = {}
        for one in found:
            groups.setdefault((one.finding.indicator, id(one.finding.condition)), []).append(one.side)
        return [*(joined(sides) for sides in groups.values()), *self.more]

    @property
    def outcome(self) -> Outcome:
        """What becomes of the hypothesis; without exact null runs nothing can be said."""
        if not all(null.equal for null in self.nulls):
            return Outcome.UNDECIDED
        return outcome_of(
            self.tests,
            [one.side for one in self.seen if one.part.role is Role.CONTROL],
            self.hypothesis.anywhere,
        )

    @property
    def main(self) -> Seen:
        """The headline: the first outcome of the first part under its first condition."""
        return self.seen[0]

    def count(self, side: Side) -> int:
        """Return how many tests fall on a side."""
        return self.tests.count(side)


def outcome_of(tests: Iterable[Side], controls: Iterable[Side] = (), anywhere: bool = False) -> Outcome:
    """Return the verdict for the sides of tests and controls; see `terms` for the rules."""
    tests, controls = list(tests), list(controls)
    good, bad = tests.count(Side.FOR), tests.count(Side.AGAINST)
    if controls and {*controls} == {Side.FOR}:
        return Outcome.REFUTED
    if bad and (anywhere or (not good and 2 * bad >= len(tests))):
        return Outcome.REFUTED
    if not good:
        return Outcome.UNDECIDED
    return Outcome.SUPPORTED if good == len(tests) and {*controls} <= {Side.AGAINST} else Outcome.DEPENDS


def joined(sides: Iterable[Side]) -> Side:
    """Return what several comparisons say of a claim that needs all of them."""
    sides = {*sides}
    return Side.AGAINST if Side.AGAINST in sides else (Side.FOR if sides == {Side.FOR} else Side.OPEN)


def side_of(finding: Finding, margin: float = 0.0, role: Role = Role.TEST) -> Side:
    """Return what a finding says; `margin` is the smallest effect on the implied side that would count.

    A control shows the effect only where it is clearly larger than the margin. An interval without width is none: so few
    runs say nothing of how much the difference varies, whichever it is.
    """
    found = finding.difference
    if not np.isfinite(found.low) or found.low == found.high:
        return Side.OPEN
    best = found.high if finding.implied > 0 else -found.low
    least = found.low if finding.implied > 0 else -found.high
    if least > (margin if role is Role.CONTROL else 0):
        return Side.FOR
    return Side.AGAINST if best < margin else Side.OPEN


def jobs(chosen: Iterable[Hypothesis], replicates: int, sizes: Sizes) -> list[Job]:
    """Return all runs that these hypotheses need: parts and null runs."""
    chosen = list(chosen)
    wanted = contrast_jobs([one.claim for one in chosen], replicates, sizes, PROBE)
    for one in chosen:
        for null in one.nulls:
            wanted += [Job(arm, PROBE, NULL_REPLICATES) for arm in _null_arms(null, sizes)]
    return wanted


def _null_arms(null: Null, sizes: Sizes) -> tuple[Arm, Arm]:
    contrast = null.contrast()
    high, low = (contrast.arm(contrast.under[0], which, sizes) for which in (True, False))
    return high, low


def judge(hypothesis: Hypothesis, runs: Mapping[Arm, np.ndarray], sizes: Sizes) -> Verdict:
    """Return a hypothesis with its findings; `runs` by arm: replicates x OUTCOMES."""
    judged = judge_claim(hypothesis.claim, runs, hypothesis.shared(), sizes, OUTCOMES)
    parts = {id(part.contrast): part for part in hypothesis.parts}
    seen = []
    for finding in judged.findings:
        part = parts[id(finding.contrast)]
        seen.append(Seen(part, finding, side_of(finding, part.margin.get(finding.indicator, 0.0), part.role)))
    return Verdict(hypothesis, tuple(seen), tuple(check_null(null, runs, sizes) for null in hypothesis.nulls))


def check_null(null: Null, runs: Mapping[Arm, np.ndarray], sizes: Sizes) -> NullSeen:
    """Return whether the two settings of a null run are the same, bit for bit."""
    high, low = (runs[arm][:NULL_REPLICATES] for arm in _null_arms(null, sizes))
    names = list(OUTCOMES)
    columns = [names.index(name) for name in null.outcomes] or list(range(len(names)))
    first, second = (np.ascontiguousarray(values[:, columns]) for values in (high, low))
    equal = first.tobytes() == second.tobytes()
    apart = np.nan_to_num(np.abs(first - second)).max(axis=0)
    worst = int(apart.argmax())
    return NullSeen(null, equal, len(columns), len(high), "" if equal else names[columns[worst]], float(apart[worst]))
