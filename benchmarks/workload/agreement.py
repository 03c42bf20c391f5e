"""Do all contenders carry out the same rules? A benchmark of different rules would compare nothing.

With shared draws, each must come to the same residents: who takes part in every week and in the end exactly, belonging and
trust to rounding (`CLOSE`), because sums are added up in another order. Contenders that draw for themselves when timed must
besides agree in distribution: over some seeds, mean participation and the mean and spread of trust must not lie further
apart than chance makes likely (`LEVEL`; seeds are fixed, so the answer is too).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy import stats

from .contenders import REFERENCE, Contender
from .draws import SharedDraws
from .rules import Outcome, Start, make_start

CLOSE = 1e-9
LEVEL = 1e-6


class Disagreement(AssertionError):
    """Two contenders that came to different results."""


@dataclass(frozen=True)
class Agreement:
    """How closely a contender agrees with cogov.

    Parameters
    ----------
    difference : the largest of belonging and trust, with shared draws
    likely : the least p-value of Welch's tests of means with own draws; None where there are no own draws
    """

    contender: Contender
    difference: float
    likely: float | None


def difference(one: Outcome, other: Outcome, name: str) -> float:
    """Return the largest difference of belonging and trust; raise `Disagreement` where results are not the same."""
    largest = 0.0
    for field in fields(Outcome):
        a, b = getattr(one, field.name), getattr(other, field.name)
        apart = float(np.abs(a.astype(float) - b.astype(float)).max()) if a.shape == b.shape else np.inf
        if not apart <= (CLOSE if a.dtype == np.float64 else 0.0):
            raise Disagreement(f"{name} and {REFERENCE.label} differ in {field.name} by {apart:g}, with the same draws")
        largest = max(largest, apart)
    return largest


def means(outcome: Outcome) -> tuple[float, float, float]:
    """Return mean participation over the second half, and the mean and the spread of trust at the end.

    Belonging does not depend on chance, so it is compared with shared draws alone.
    """
    n, weeks = len(outcome.active), len(outcome.taking_part)
    return (
        float(outcome.taking_part[weeks // 2 :].mean() / n),
        float(outcome.trust.mean()),
        float(outcome.trust.std()),
    )


def chance(contender: Contender, start: Start, weeks: int, runs: int) -> float:
    """Return how likely means as far apart would be between equals, each with its own draws; raise `Disagreement` below LEVEL."""
    seeds = range(101, 101 + runs)
    ours = np.array([means(REFERENCE.prepare(replace(start, seed=seed))(weeks)) for seed in seeds])
    theirs = np.array([means(contender.prepare(start, None, seed)(weeks)) for seed in seeds])
    likely = np.asarray(stats.ttest_ind(ours, theirs, equal_var=False)[1])
    if not likely.min() >= LEVEL:
        what = ("mean participation", "mean trust", "spread of trust")[int(likely.argmin())]
        raise Disagreement(
            f"{contender.label} and {REFERENCE.label} differ in {what}, with their own draws (p = {likely.min():.0e})"
        )
    return float(likely.min())


def threads_agree(contender: Contender, residents: int = 20_000, weeks: int = 6) -> float:
    """Return the difference of a contender on several threads, made to use them on a district of a few parts."""
    start = make_start(residents)
    outcome = contender.module.prepare(start, None, contender.threads, 0)(weeks)
    return difference(outcome, REFERENCE.prepare(start)(weeks), contender.label)


def check(contenders: Iterable[Contender], residents: int = 300, weeks: int = 52, runs: int = 12) -> list[Agreement]:
    """Let contenders run the same small district; return how closely they agree.

    Raises
    ------
    Disagreement
        Where one does not.
    """
    start = make_start(residents)
    draws = SharedDraws(start)
    expected = REFERENCE.prepare(start)(weeks)
    found = []
    for contender in contenders:
        if contender.threads > 1:
            apart = threads_agree(contender)
        else:
            apart = difference(contender.prepare(start, draws)(weeks), expected, contender.label)
        own = None if contender.keyed else chance(contender, start, weeks, runs)
        found.append(Agreement(contender, apart, own))
    return found
