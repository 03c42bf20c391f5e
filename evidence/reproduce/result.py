"""What a reproduced result consists of: checks of one number each, curves to draw, and how a verdict is reached.

A number that follows from a rule without chance has to agree to 1e-9, one that was printed rounded to half a unit of
its last digit, one that is random within four combined standard errors; that one thing is greater than another is
decided by a paired t test at p < 0.001. Where a paper's text does not settle a number, the verdict states it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import stdtr

from ...core.text import Text

EXACT = 1e-9
ERRORS = 4.0
LEVEL = 0.001
NOTHING = Text("", "")


class Verdict(StrEnum):
    """How a number of ours stands to the published one."""

    AGREE = "agree"
    DIFFER = "differ"
    OPEN = "open"


VERDICTS = {
    Verdict.AGREE: Text("agree", "一致"),
    Verdict.DIFFER: Text("differ", "不一致"),
    Verdict.OPEN: Text("the paper does not determine it", "论文未能确定"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One number of ours next to a published one.

    Parameters
    ----------
    label : what is compared.
    ours : our number, nan where there is none.
    error : its standard error, 0 where nothing is random.
    published : what the paper, or the formula it gives, says: a number as text, or words.
    tolerance : what counts as agreement, in words.
    verdict : agree, differ, or open.
    value : the published value as a number, nan where it is words.
    why : what a reader needs to know besides, above all where the verdict is not agreement.
    """

    label: Text
    ours: float
    error: float
    published: Text
    tolerance: Text
    verdict: Verdict
    value: float = math.nan
    why: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Line:
    """Points of a curve; `published` ones are drawn as what the paper or its formula says."""

    label: Text
    x: Sequence[float]
    y: Sequence[float]
    error: Sequence[float] | None = None
    published: bool = False
    points: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: curves over an axis; `zero` is what stands for 0 on a logarithmic one."""

    title: Text
    x: Text
    y: Text
    lines: tuple[Line, ...]
    log_x: bool = False
    log_y: bool = False
    zero: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a result gave: the setting in words, its checks, its pictures."""

    setting: Text
    checks: tuple[Check, ...]
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One published result, and the function that runs the model's own rules in its setting.

    Parameters
    ----------
    name : as on the command line.
    title : of the result.
    source : the paper.
    rule : the functions of the model that are run.
    note : in which limit of the model, and what differs from the paper.
    run : function (seed, quick) -> Outcome.
    """

    name: str
    title: Text
    source: str
    rule: str
    note: Text
    run: Callable[[int, bool], Outcome]


@dataclass(frozen=True, slots=True)
class Reproduced:
    """A result that has been run."""

    result: Result
    seed: int
    quick: bool
    outcome: Outcome
    seconds: float = field(compare=False)

    @property
    def verdict(self) -> Verdict:
        """Differ if any check differs; agree if those that can be decided agree; open if none can."""
        found = [check.verdict for check in self.outcome.checks]
        if Verdict.DIFFER in found:
            return Verdict.DIFFER
        return Verdict.AGREE if Verdict.AGREE in found else Verdict.OPEN


def _same(words: str) -> Text:
    return Text(words, words)


def _judged(agrees: Any) -> Verdict:
    return Verdict.AGREE if bool(agrees) else Verdict.DIFFER


def digits(value: float) -> str:
    """Return a number as it is printed next to another: six significant digits."""
    return f"{value:.6g}"


def exact(label: Text, ours: float, published: float, tolerance: float = EXACT, why: Text = NOTHING) -> Check:
    """Compare two numbers that are not random."""
    words = Text(f"within {tolerance:g}", f"误差不超过 {tolerance:g}")
    verdict = _judged(abs(ours - published) <= tolerance)
    return Check(label, ours, 0.0, _same(digits(published)), words, verdict, published, why)


def sampled(
    label: Text, ours: float, error: float, published: float, published_error: float = 0.0, why: Text = NOTHING
) -> Check:
    """Compare with a published number within four combined standard errors."""
    combined = math.hypot(error, published_error)
    said = digits(published) + (f" ± {published_error:.2g}" if published_error else "")
    words = Text("4 standard errors", "4 个标准误")
    verdict = _judged(abs(ours - published) <= ERRORS * combined + EXACT)
    return Check(label, ours, error, _same(said), words, verdict, published, why)


def between(
    label: Text, ours: float, low: float, high: float, said: Text, error: float = 0.0, why: Text = NOTHING
) -> Check:
    """Ask whether our number lies where the paper says."""
    words = Text(f"from {low:g} to {high:g}", f"介于 {low:g} 与 {high:g}")
    return Check(label, ours, error, said, words, _judged(low <= ours <= high), math.nan, why)


def greater(label: Text, differences: ArrayLike, said: Text, why: Text = NOTHING) -> Check:
    """Ask whether paired differences are positive on average, by a one-sided t test at p < 0.001."""
    mean, error = mean_error(differences)
    words = Text(f"paired t test, p < {LEVEL:g}", f"配对 t 检验，p < {LEVEL:g}")
    return Check(label, mean, error, said, words, _judged(p_above(differences) < LEVEL), math.nan, why)


def never_less(label: Text, differences: ArrayLike, said: Text, why: Text = NOTHING) -> Check:
    """Ask that paired differences are not significantly negative: agreement unless p < 0.001 the other way."""
    values = np.asarray(differences, float)
    mean, error = mean_error(values)
    words = Text(f"not below zero at p < {LEVEL:g}", f"不显著小于零（p < {LEVEL:g}）")
    return Check(label, mean, error, said, words, _judged(p_above(-values) >= LEVEL), math.nan, why)


def open_question(label: Text, ours: float, error: float, said: Text, why: Text, value: float = math.nan) -> Check:
    """Report a number of ours where the paper's text does not settle what it should be."""
    return Check(label, ours, error, said, Text("none", "无"), Verdict.OPEN, value, why)


def mean_error(values: ArrayLike) -> tuple[float, float]:
    """Return the mean of independent values and its standard error."""
    values = np.asarray(values, float)
    error = float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else math.nan
    return float(values.mean()), error


def share_error(successes: int, trials: int) -> tuple[float, float]:
    """Return a share and its binomial standard error; with none or all, that of half a success."""
    share = successes / trials
    inner = min(max(share, 0.5 / trials), 1 - 0.5 / trials)
    return share, math.sqrt(inner * (1 - inner) / trials)


def p_above(differences: ArrayLike) -> float:
    """Return the one-sided p value of a t test that the mean is above zero; 0 or 1 where all are equal."""
    values = np.asarray(differences, float)
    mean, error = mean_error(values)
    if not error > 0:
        return 0.0 if mean > 0 else 1.0
    return float(1 - stdtr(values.size - 1, mean / error))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function changes its sign, to the last digits."""
    found: Any = brentq(function, low, high, xtol=1e-15)
    return float(found)
