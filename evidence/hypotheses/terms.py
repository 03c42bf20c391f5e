"""What a hypothesis is made of: tests with their controls, null runs, and the rule by which it is judged.

A finding speaks *for* a hypothesis where its interval leaves zero out on the implied side, *against* it where the
interval rules out an effect of at least `margin` on that side (with margin 0: where it lies on the other side), and is
*open* otherwise. Tests of one hypothesis share 95 % confidence (Bonferroni). Rules:

    throughout   supported: every test for; refuted: none for and at least half against; depends: some for, others not;
                 undecided: none for and less than half against (too few runs, or effects too small, to say)
    anywhere     (a claim that holds everywhere or not at all) refuted: any test against; else as above
    together     (a claim to beat several others) the comparisons under one condition make one test: for where all of
                 them are, against where any is

A control says what must *not* be found for the mechanism to be the reason: an effect clearly above its margin. Where
every control shows it, the hypothesis is refuted, for it holds for another reason than the one it gives; where some do,
or it cannot be ruled out, the hypothesis at most depends. What is merely descriptive takes no part in the verdict.

What was declared when: contrasts, conditions, outcomes, margins and controls before any run of them, with the results of
`cogov evidence` on the claims known. Four rules above were changed after runs with seed 1 had been seen: that "throughout" needs half of the tests against (before: one), that the
comparisons of H4 are taken together (before: each by itself), that a control counts beyond its margin (before: beyond
zero) and alone refutes only if every control does, and that an interval without width is open (before: against). Verdicts of record therefore want another seed than 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ...core.text import Text
from ..contrasts import Claim, Condition, Contrast


class Role(StrEnum):
    """What a contrast is for."""

    TEST = "test"
    CONTROL = "control"
    DESCRIPTIVE = "descriptive"


class Side(StrEnum):
    """What a finding says."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"


class Outcome(StrEnum):
    """What becomes of a hypothesis."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    DEPENDS = "depends"
    UNDECIDED = "undecided"


ROLE_LABELS = {
    Role.TEST: Text("test", "检验"),
    Role.CONTROL: Text("control", "对照"),
    Role.DESCRIPTIVE: Text("descriptive", "描述性"),
}
SIDE_LABELS = {
    Side.FOR: Text("for", "支持"),
    Side.AGAINST: Text("against", "反对"),
    Side.OPEN: Text("open", "不明"),
}
OUTCOME_LABELS = {
    Outcome.SUPPORTED: Text("supported", "得到支持"),
    Outcome.REFUTED: Text("refuted", "被否定"),
    Outcome.DEPENDS: Text("depends", "视条件而定"),
    Outcome.UNDECIDED: Text("undecided", "未能判定"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A contrast with its role.

    Parameters
    ----------
    contrast : two settings, outcomes with the implied sign, conditions.
    role : test, control or descriptive.
    margin : smallest effect that would count, by outcome; 0 where none is named.
    """

    contrast: Contrast
    role: Role = Role.TEST
    margin: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Null:
    """The contrast with its mechanism switched off: all outcomes, or those named, must be equal bit for bit.

    Parameters
    ----------
    words : what is switched off.
    high, low : the two settings, without what they cost (the mechanism is off, money is not).
    common : values that both share and that switch the mechanism off.
    off : mechanisms switched off by name.
    outcomes : what must be equal; empty: every outcome.
    scenario : scenario of both.
    """

    words: Text
    high: Mapping[str, Any]
    low: Mapping[str, Any]
    common: Mapping[str, Any] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    scenario: str = "status_quo"

    def contrast(self) -> Contrast:
        """Return the two settings as a contrast."""
        wanted = dict.fromkeys(self.outcomes or ("satisfaction",), 1)
        return Contrast(self.high, self.low, wanted, (Condition(self.common),), self.scenario, off=self.off)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis of the essay, and how it is put to the test.

    Parameters
    ----------
    number : H1 ... H10.
    title : the hypothesis.
    refuted_if : what would refute it.
    control : how it is kept from being written in, in words.
    parts : tests, controls and descriptive contrasts; the first test's first outcome is the headline.
    nulls : null runs.
    anywhere : whether one clear failure anywhere refutes it.
    together : whether the comparisons of one outcome under one condition make one test.
    pools : whether it hangs on how staff are pooled, which small districts do not have to scale.
    """

    number: str
    title: Text
    refuted_if: Text
    control: Text
    parts: Sequence[Part]
    nulls: Sequence[Null]
    anywhere: bool = False
    together: bool = False
    pools: bool = False

    @property
    def claim(self) -> Claim:
        """All parts as a claim, to be judged by the engine of contrasts."""
        return Claim(self.number, self.title, tuple(part.contrast for part in self.parts))

    @property
    def headline(self) -> Contrast:
        """The first test under its first condition with the first outcome."""
        first = self.parts[0].contrast
        outcome = next(iter(first.outcomes.items()))
        usual = next((one for one in first.under if one.size == "default"), first.under[0])
        return Contrast(
            first.high, first.low, dict([outcome]), (usual,), first.scenario, first.other, first.process, first.off, first.name
        )  # fmt: skip

    def shared(self) -> int:
        """Return how many intervals share 95 %: those of tests and controls."""
        judged = [part.contrast for part in self.parts if part.role is not Role.DESCRIPTIVE]
        return sum(len(one.outcomes) * len(one.under) for one in judged)
