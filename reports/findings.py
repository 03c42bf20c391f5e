"""The findings in plain words, made from the numbers alone.

One scenario is said to be higher than another only where the 95 % interval of the paired difference leaves zero out.
Better and worse are said only of indicators that declare a direction. A clear difference of less than a fiftieth of
the level is called slight: it can be told apart from luck and still not matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.quantity import Text
from ..experiments.comparison import MAIN, Comparison
from ..experiments.intervals import Interval, interval
from ..model.indicators import INDICATORS
from .numbers import number, signed, span

SLIGHT = 0.02
"""A difference below this share of the level is called slight."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How one scenario differs from another in one indicator: positive where the first is higher."""

    first: str
    second: str
    found: Interval
    slight: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said about one outcome.

    Parameters
    ----------
    indicator : its name.
    text : the finding in words.
    leaders : scenarios that no other is clearly better than (or, without a direction, higher than).
    clear : whether there is one leader, clearly ahead of all others.
    means : mean of each scenario.
    """

    indicator: str
    text: Text
    leaders: tuple[str, ...]
    clear: bool
    means: dict[str, float]


def pair(comparison: Comparison, first: str, second: str, indicator: str) -> Pair:
    """Return the paired difference of two scenarios."""
    one, other = (comparison.values(name, indicator) for name in (first, second))
    found = interval(one - other)
    level = abs(float(interval(other).mean))
    return Pair(first, second, found, bool(level > 0 and abs(found.mean) < SLIGHT * level))


def outcomes(comparison: Comparison) -> list[Finding]:
    """Return the findings on the main outcomes."""
    return [finding(comparison, indicator) for indicator in MAIN]


def finding(comparison: Comparison, indicator: str) -> Finding:
    """Return what can be said about one outcome."""
    declared = INDICATORS[indicator]
    direction = declared.extra["better"] or 1
    means = {name: interval(comparison.values(name, indicator)).mean for name in comparison.names}
    order = sorted(comparison.names, key=lambda name: -direction * means[name] if math.isfinite(means[name]) else math.inf)
    top = order[0]
    others = [pair(comparison, top, name, indicator) for name in order[1:]]
    behind = [other for other in others if other.found.clear and other.found.mean * direction > 0]
    level = [other for other in others if other not in behind]
    text = _sentence(comparison, indicator, top, behind, level)
    return Finding(indicator, text, (top, *(other.second for other in level)), not level, means)


def _sentence(comparison: Comparison, indicator: str, top: str, behind: Sequence[Pair], level: Sequence[Pair]) -> Text:
    declared = INDICATORS[indicator]
    better = declared.extra["better"]
    title = titles(comparison)
    if comparison.replicates < 2 or not all(math.isfinite(p.found.low) for p in (*behind, *level)):
        return Text("too few replicates for a statement", "重复次数不足,无法作出判断")
    word = {1: Text("highest", "最高"), 0: Text("highest", "最高"), -1: Text("lowest", "最低")}[better]
    good = {1: Text(" (more is better)", "(越高越好)"), 0: Text("", ""), -1: Text(" (less is better)", "(越低越好)")}[better]
    if not behind:
        rest = _list([_between(comparison, indicator, p) for p in level])
        return Text(f"no clear difference: {rest.en}", f"无明确差异:{rest.zh}")
    parts = _list([_between(comparison, indicator, p) for p in behind])
    if not level:
        return Text(
            f"{word.en} under {title[top].en}{good.en}: {parts.en}", f"{title[top].zh}{word.zh}{good.zh}:{parts.zh}"
        )
    tied = _list([title[top], *(title[p.second] for p in level)])
    gaps = _list([_between(comparison, indicator, p) for p in level])
    return Text(
        f"{word.en} under {tied.en}{good.en}, without a clear difference between them ({gaps.en}); {parts.en}",
        f"{tied.zh}{word.zh}{good.zh},二者之间无明确差异({gaps.zh});{parts.zh}"
        if len(level) == 1
        else f"{tied.zh}{word.zh}{good.zh},彼此无明确差异({gaps.zh});{parts.zh}",
    )


def _between(comparison: Comparison, indicator: str, one: Pair) -> Text:
    """Say by how much: `+0.045 against Top-down design (+0.041 to +0.049)`."""
    unit = INDICATORS[indicator].unit
    size = max(abs(one.found.low), abs(one.found.high))
    bounds = span(one.found, unit, size)
    difference = signed(one.found.mean, unit, size)
    slight = Text(", slight", ",幅度很小") if one.slight and one.found.clear else Text("", "")
    other = titles(comparison)[one.second]
    return Text(
        f"{difference} against {other.en} ({bounds.en}{slight.en})", f"与{other.zh}相比 {difference}({bounds.zh}{slight.zh})"
    )


def _list(parts: Sequence[Text]) -> Text:
    en = parts[0].en if len(parts) == 1 else ", ".join(p.en for p in parts[:-1]) + f" and {parts[-1].en}"
    return Text(en, "、".join(p.zh for p in parts))


def titles(comparison: Comparison) -> dict[str, Text]:
    """Return the title of each scenario; where two are the same, with the name."""
    found = {one.name: one.title for one in comparison.setting.scenarios}
    seen = [title.en for title in found.values()]
    return {
        name: title if seen.count(title.en) == 1 else Text(f"{title.en} [{name}]", f"{title.zh}〔{name}〕")
        for name, title in found.items()
    }


def headline(comparison: Comparison, found: Sequence[Finding]) -> Text:
    """Return the one sentence at the top: who is clearly ahead in how many of the main outcomes."""
    if comparison.replicates < 2:
        return Text("One replicate shows what can happen, not what differs.", "单次重复只能说明可能出现的情形,不能说明差异。")
    title = titles(comparison)
    wins = {name: sum(one.clear and one.leaders == (name,) and bool(INDICATORS[one.indicator].extra["better"]) for one in found) for name in comparison.names}  # fmt: skip
    ahead = [name for name in sorted(wins, key=lambda name: -wins[name]) if wins[name]]
    undecided = len(found) - sum(wins.values())
    count = len(found)
    if not ahead:
        return Text(
            f"No scenario is clearly ahead of all others in any of the {count} main outcomes.",
            f"在 {count} 项主要结果中,没有任何方案明确优于其他所有方案。",
        )
    en = [f"{title[name].en} is clearly ahead in {wins[name]}" + (f" of {count} main outcomes" if name == ahead[0] else "") for name in ahead]  # fmt: skip
    zh = [f"{title[name].zh}在 {wins[name]} 项" for name in ahead]
    tail_en = f"; in {undecided} no scenario is clearly ahead of all others" if undecided else ""
    tail_zh = f";其余 {undecided} 项没有明确领先者" if undecided else ""
    return Text(f"{', '.join(en)}{tail_en}.", f"{count} 项主要结果中,{'、'.join(zh)}明确领先{tail_zh}。")


def value(mean: float, indicator: str) -> str:
    """Return the mean of an indicator as shown in tables."""
    return number(mean, INDICATORS[indicator].unit)
