"""Who is ahead of whom: what the intervals of paired differences show, before it is put into words.

One scenario is ahead of another only where the 95 % interval of the paired difference leaves zero out. A clear
difference of less than a fiftieth of the level is called slight: it can be distinguished from chance and still not matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...core.quantity import constant
from ...core.text import Text
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS, MAIN
from ...runs.intervals import LEVEL, Interval, interval

SLIGHT = constant(
    "slight",
    0.02,
    bounds=(0, 1),
    unit="share of the level",
    label=Text("Slight difference", "幅度很小的差异"),
    source=Text(
        "design assumption: below this share of the level a clear difference is called slight; assumed",
        "设计假定：明确差异小于该水平的这一比例时称为幅度很小；假定",
    ),
)

VERDICTS = {
    "better": Text("better", "更好"),
    "worse": Text("worse", "更差"),
    "higher": Text("higher", "更高"),
    "lower": Text("lower", "更低"),
    "none": Text("no clear difference", "无明确差异"),
    "same": Text("no difference at all", "完全相同"),
    "unknown": Text("too few runs to say", "重复不足，无法判断"),
}


def verdict(found: Interval, better: int) -> str:
    """Return better, worse, higher, lower, none (the interval includes zero), same (no difference at all) or unknown."""
    if not math.isfinite(found.low):
        return "unknown"
    if found.mean == found.low == found.high == 0:
        return "same"
    if not found.clear:
        return "none"
    if better == 0:
        return "higher" if found.mean > 0 else "lower"
    return "better" if found.mean * better > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Pair:
    """How one scenario differs from another in one indicator: positive where the first is higher."""

    first: str
    second: str
    found: Interval
    slight: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """Who is ahead in one outcome: the scenario with the best mean, whom it is clearly ahead of, and whom not.

    Parameters
    ----------
    indicator : its name.
    means : mean of each scenario.
    top : the scenario with the best mean.
    behind : pairs of it and those it is clearly ahead of.
    level : pairs of it and the others.
    """

    indicator: str
    means: dict[str, float]
    top: str
    behind: tuple[Pair, ...]
    level: tuple[Pair, ...]

    @property
    def others(self) -> tuple[Pair, ...]:
        """All pairs."""
        return (*self.behind, *self.level)

    @property
    def clear(self) -> bool:
        """Whether it is clearly ahead of all others."""
        return not self.level

    @property
    def slight(self) -> bool:
        """Whether it is ahead by little only, of all it is ahead of."""
        return all(other.slight for other in self.behind)


def pair(comparison: Comparison, first: str, second: str, indicator: str) -> Pair:
    """Return the paired difference of two scenarios."""
    one, other = (comparison.values(name, indicator) for name in (first, second))
    found = interval(one - other)
    level = abs(float(interval(other).mean))
    return Pair(first, second, found, bool(level > 0 and abs(found.mean) < SLIGHT.default * level))


def lead(comparison: Comparison, indicator: str) -> Lead:
    """Return who is ahead in one outcome."""
    direction = INDICATORS[indicator].extra["better"] or 1
    means = {name: interval(comparison.values(name, indicator)).mean for name in comparison.names}
    order = sorted(
        comparison.names, key=lambda name: -direction * means[name] if math.isfinite(means[name]) else math.inf
    )
    others = [pair(comparison, order[0], name, indicator) for name in order[1:]]
    behind = tuple(other for other in others if other.found.clear and other.found.mean * direction > 0)
    return Lead(indicator, means, order[0], behind, tuple(other for other in others if other not in behind))


@dataclass(frozen=True, slots=True)
class Against:
    """The main outcomes in which a scenario is clearly better than the baseline, clearly worse, or neither."""

    name: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    unclear: tuple[str, ...]


def against_baseline(comparison: Comparison, name: str) -> Against:
    """Sort the main outcomes by how a scenario does against the first one."""
    sorted_: dict[str, list[str]] = {"better": [], "worse": [], "unclear": []}
    for indicator in MAIN:
        found = pair(comparison, name, comparison.names[0], indicator).found
        said = verdict(found, INDICATORS[indicator].extra["better"])
        sorted_[said if said in sorted_ else "unclear"].append(indicator)
    return Against(name, *(tuple(sorted_[kind]) for kind in ("better", "worse", "unclear")))


def also_worse(comparison: Comparison, name: str) -> tuple[str, ...]:
    """Return the indicators besides the main ones that are clearly worse than under the baseline, and by more than a
    slight difference: those that lose most of their level first.
    """
    found = []
    for indicator in comparison.indicators:
        better = INDICATORS[indicator].extra["better"]
        if indicator in MAIN or not better:
            continue
        one = pair(comparison, name, comparison.names[0], indicator)
        if verdict(one.found, better) == "worse" and not one.slight:
            level = abs(float(interval(comparison.values(comparison.names[0], indicator)).mean))
            found.append((-abs(one.found.mean) / level if level else -math.inf, indicator))
    return tuple(indicator for _, indicator in sorted(found))


def together(comparison: Comparison) -> int:
    """Return how many intervals the findings rest on: main outcomes times pairs of scenarios."""
    count = len(comparison.names)
    return len(MAIN) * count * (count - 1) // 2


def counts(comparison: Comparison) -> list[tuple[str, str, str, float]]:
    """Return what is counted in the findings: finding, scenario, baseline, count."""
    leads: Sequence[Lead] = [lead(comparison, indicator) for indicator in MAIN]
    base, intervals = comparison.names[0], together(comparison)
    clear = [one for one in leads if one.clear] if comparison.replicates > 1 else []
    rows: list[tuple[str, str, str, float]] = [
        ("main outcomes", "", "", len(MAIN)),
        ("main outcomes with one scenario ahead of all others", "", "", len(clear)),
        ("main outcomes without", "", "", len(MAIN) - len(clear)),
        ("slight leads", "", "", sum(one.slight for one in clear)),
        ("intervals", "", "", intervals),
        ("intervals without zero expected by chance", "", "", intervals * (1 - LEVEL)),
    ]
    rows += [("leads", name, "", sum(one.top == name for one in clear)) for name in comparison.names]
    found = [
        interval(comparison.values(name, indicator) - comparison.values(base, indicator), shared_by=shared)
        for shared in (1, intervals)
        for name in comparison.names[1:]
        for indicator in MAIN
    ]
    half = len(found) // 2
    rows += [
        ("differences from the baseline", "", base, half),
        ("differences without zero", "", base, sum(one.clear for one in found[:half])),
        ("differences without zero, all together", "", base, sum(one.clear for one in found[half:])),
    ]
    for name in comparison.names[1:]:
        one = against_baseline(comparison, name)
        rows += [(kind, name, base, len(getattr(one, kind))) for kind in ("better", "worse", "unclear")]
    return rows
