"""Declared contrasts: what a claim implies about two settings, under which conditions, and what paired runs say to it.

A contrast names two settings of one district that differ in nothing but the values written down; money is the same by
construction (model/budget.py). It is repeated under each of its conditions. The interval of every paired difference
shares 95 % confidence with all other intervals of its claim (Bonferroni), and the verdict follows from the intervals
alone:

    borne out         every one leaves zero out on the side that the claim implies
    contradicted      every one leaves zero out on the other side
    no clear effect   every one includes zero
    depends           anything else
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from ..core.quantity import Quantity
from ..core.text import Text
from ..model.quantities.indicators import INDICATORS
from ..model.quantities.parameters import declared
from ..runs.intervals import Interval, interval
from ..scenarios import load
from .design_points import SIZES, Arm, Job, Sizes


class Verdict(StrEnum):
    """What the intervals of a claim say."""

    BORNE_OUT = "borne out"
    CONTRADICTED = "contradicted"
    DEPENDS = "depends"
    UNCLEAR = "no clear effect"


VERDICT_LABELS = {
    Verdict.BORNE_OUT: Text("borne out", "得到支持"),
    Verdict.CONTRADICTED: Text("contradicted", "与之相反"),
    Verdict.DEPENDS: Text("depends", "视条件而定"),
    Verdict.UNCLEAR: Text("no clear effect", "无明显作用"),
}


SIZE_LABELS = {"full": Text("full size", "完整规模"), "ten years": Text("ten years", "十年")}


@dataclass(frozen=True, slots=True)
class Condition:
    """Circumstances that both settings of a contrast share, over the defaults of a size; a short name for long lists."""

    values: Mapping[str, Any] = field(default_factory=dict)
    size: str = "default"
    name: Text | None = None

    @property
    def label(self) -> Text:
        """What differs from the defaults: by its name if it has one, else value by value."""
        parts = [self.name] if self.name else [described(name, value) for name, value in self.values.items()]
        if self.size in SIZE_LABELS:
            parts.insert(0, SIZE_LABELS[self.size])
        if not parts:
            return Text("defaults", "默认条件")
        return Text(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


_CHOICES_ZH = {
    "none": "不复制",
    "mechanical": "机械照搬",
    "adapted": "复制后调整",
    "representative": "有代表性",
    "favourable": "条件较好",
}


def _shown(value: Any) -> Text:
    if isinstance(value, int | float):
        return Text(f"{value:g}", f"{value:g}")
    return Text(str(value), _CHOICES_ZH.get(value, str(value)))


def _small(label: str) -> str:
    """Return a label as it stands within a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def described(name: str, value: Any) -> Text:
    """Return a value with its label in both languages."""
    label, shown = declared(name).label, _shown(value)
    return Text(f"{_small(label.en)} {shown.en}", f"{label.zh} {shown.zh}")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two settings, what is looked at, and under which conditions.

    Parameters
    ----------
    high, low : values of the two settings over those of their scenario; the difference is high minus low.
    outcomes : indicator and the sign of the difference that the claim implies.
    under : conditions.
    scenario, other : scenario of `high`, and of `low` if that is another one.
    process : what is added to the week of `low` (`processes`), or empty.
    off : mechanisms that are switched off in both.
    name : words for the two settings, where those made from the values would not say it.
    """

    high: Mapping[str, Any]
    low: Mapping[str, Any]
    outcomes: Mapping[str, int]
    under: Sequence[Condition] = (Condition(),)
    scenario: str = "status_quo"
    other: str | None = None
    process: str = ""
    off: tuple[str, ...] = ()
    name: Text | None = None

    @property
    def label(self) -> Text:
        """The two settings in words."""
        if self.name is not None:
            return self.name
        if self.other is not None:
            first, second = _setting_label(self.scenario, self.high), _setting_label(self.other, self.low)
            return Text(f"{first.en} against {second.en}", f"{first.zh}对{second.zh}")
        start = load(self.scenario).levers
        names = dict.fromkeys((*self.high, *self.low))
        parts = [_versus(name, *_both(name, self.high, self.low, start)) for name in names]
        parts = [part for part in parts if part is not None]
        title = load(self.scenario).title
        return Text(
            f"{', '.join(part.en for part in parts)} ({title.en})",
            f"{'，'.join(part.zh for part in parts)}（{title.zh}）",
        )

    def arm(self, condition: Condition, high: bool, sizes: Sizes = SIZES) -> Arm:
        """Return one of the two settings under a condition; `sizes` replace sizes by name."""
        values = self.high if high else self.low
        scenario = self.scenario if high or self.other is None else self.other
        arm = Arm.of(scenario, {**condition.values, **values}, sizes[condition.size])
        return replace(arm, off=self.off, process="" if high else self.process)


def _setting_label(scenario: str, values: Mapping[str, Any]) -> Text:
    title = load(scenario).title
    parts = [described(name, value) for name, value in values.items()]
    if not parts:
        return title
    return Text(
        f"{title.en} with {', '.join(part.en for part in parts)}", f"{title.zh}（{'，'.join(p.zh for p in parts)}）"
    )


def _both(name: str, high: Mapping[str, Any], low: Mapping[str, Any], start: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the value of one name in both settings; where one leaves it alone it is the scenario's or the default."""
    usual = start.get(name, declared(name).default)
    return high.get(name, usual), low.get(name, usual)


def _versus(name: str, high: Any, low: Any) -> Text | None:
    """Return both values in words, None where they are the same."""
    if high == low:
        return None
    label, one, two = declared(name).label, _shown(high), _shown(low)
    return Text(f"{_small(label.en)} {one.en} against {two.en}", f"{label.zh} {one.zh} 对 {two.zh}")


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the essay, by its number, and the contrasts that can bear it out or not.

    Parameters
    ----------
    number : C1 ... C26, with a letter for a part.
    title : the claim in a few words of our own.
    contrasts : what is compared.
    reading : how a statement that is no effect was turned into one; empty where nothing had to be turned.
    """

    number: str
    title: Text
    contrasts: Sequence[Contrast]
    reading: Text = _NOTHING

    def intervals(self) -> int:
        """Return how many intervals share the claim's confidence."""
        return sum(len(contrast.outcomes) * len(contrast.under) for contrast in self.contrasts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator of one contrast under one condition.

    Parameters
    ----------
    implied : sign that the claim implies.
    high, low : means over replicates of the two settings.
    difference : paired difference, with its share of the claim's 95 % confidence.
    spread : standard deviation between runs of `low`.
    run_sets : digests of the two sets of runs.
    """

    contrast: Contrast
    condition: Condition
    indicator: str
    implied: int
    high: float
    low: float
    difference: Interval
    spread: float
    run_sets: tuple[str, str]

    @property
    def sign(self) -> int:
        """1 as the claim implies, -1 opposite, 0 not clear."""
        if not self.difference.clear:
            return 0
        return self.implied if self.difference.mean > 0 else -self.implied

    @property
    def none_at_all(self) -> bool:
        """Whether the two settings are the same in every single run."""
        return self.difference.low == self.difference.high == 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with all its findings."""

    claim: Claim
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """What the intervals say."""
        return verdict(finding.sign for finding in self.findings)

    @property
    def main(self) -> Finding:
        """The finding that is reported first: the first outcome of the first contrast under its first condition."""
        return self.findings[0]


def verdict(signs: Iterable[int]) -> Verdict:
    """Return the verdict for signs of findings: 1 as implied, -1 opposite, 0 not clear."""
    found = sorted({*signs})
    if found == [1]:
        return Verdict.BORNE_OUT
    if found == [-1]:
        return Verdict.CONTRADICTED
    return Verdict.UNCLEAR if found == [0] else Verdict.DEPENDS


def digest(arm: Arm, values: np.ndarray) -> str:
    """Return the short name of a set of runs: of what was asked for and what came out, whichever code made it."""
    text = f"{arm!r} {values.shape}"
    return hashlib.sha256(text.encode() + np.ascontiguousarray(values, np.float64).tobytes()).hexdigest()[:8]


def jobs(claims: Iterable[Claim], replicates: int, sizes: Sizes = SIZES, probe: str = "summary") -> list[Job]:
    """Return all runs that these claims need."""
    return [
        Job(arm, probe, arm.size.replicates(replicates))
        for claim in claims
        for contrast in claim.contrasts
        for condition in contrast.under
        for arm in (contrast.arm(condition, high, sizes) for high in (True, False))
    ]


def judge(
    claim: Claim,
    runs: Mapping[Arm, np.ndarray],
    shared: int | None = None,
    sizes: Sizes = SIZES,
    outcomes: Mapping[str, Quantity] = INDICATORS,
) -> Judged:
    """Return a claim with its findings.

    Parameters
    ----------
    runs : by arm, outcomes of each replicate: replicates x outcomes.
    shared : number of intervals that share 95 % confidence; those of the claim by default.
    outcomes : what stands in the columns of `runs`.
    """
    shared = shared or claim.intervals()
    names = list(outcomes)
    findings = []
    for contrast in claim.contrasts:
        for indicator, implied in contrast.outcomes.items():
            for condition in contrast.under:
                arms = [contrast.arm(condition, high, sizes) for high in (True, False)]
                count = min(len(runs[arm]) for arm in arms)
                high, low = (runs[arm][:count, names.index(indicator)] for arm in arms)
                both = np.isfinite(high - low)
                first, second = (float(values[both].mean()) if both.any() else np.nan for values in (high, low))
                spread = float(low[both].std(ddof=1)) if both.sum() > 1 else np.nan
                sets = (digest(arms[0], runs[arms[0]]), digest(arms[1], runs[arms[1]]))
                found = interval(high - low, shared_by=shared)
                findings.append(Finding(contrast, condition, indicator, implied, first, second, found, spread, sets))
    return Judged(claim, tuple(findings))
