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
from .numbers import decimals_of, decimals_of_levels, signed, span

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
    details : by how much the first scenario differs from each other one.
    leaders : the scenario with the best value, and those it is not clearly ahead of.
    clear : whether it is clearly ahead of all others.
    slight : whether it is so by little only.
    means : mean of each scenario.
    places : decimals that the differences support.
    """

    indicator: str
    text: Text
    details: tuple[Text, ...]
    leaders: tuple[str, ...]
    clear: bool
    slight: bool
    means: dict[str, float]
    places: int


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
    order = sorted(
        comparison.names, key=lambda name: -direction * means[name] if math.isfinite(means[name]) else math.inf
    )
    others = [pair(comparison, order[0], name, indicator) for name in order[1:]]
    behind = [other for other in others if other.found.clear and other.found.mean * direction > 0]
    level = [other for other in others if other not in behind]
    places = decimals_of_levels(min(decimals_of(other.found, declared.unit) for other in others), declared.unit)
    details = tuple(_by_how_much(comparison, indicator, other) for other in others)
    text = _sentence(comparison, order[0], behind, level)
    leaders = order[0], *(other.second for other in level)
    slight = all(other.slight for other in behind)
    return Finding(indicator, text, details, leaders, not level, slight, means, places)


def _sentence(comparison: Comparison, top: str, behind: Sequence[Pair], level: Sequence[Pair]) -> Text:
    """Say who is ahead of whom, and of whom not; only what the intervals of this one scenario show."""
    title = titles(comparison)
    if comparison.replicates < 2 or not all(math.isfinite(other.found.low) for other in (*behind, *level)):
        return Text("Too few replicates for a statement.", "重复次数不足，无法作出判断。")
    first = title[top]
    if not behind:
        if all(other.found.mean == other.found.low == other.found.high == 0 for other in level):
            return Text("No difference at all.", "完全没有差异。")
        if len(level) == 1:
            return Text("No clear difference.", "无明确差异。")
        return Text(
            f"Best value under {first.en}, but no clear difference from any other.",
            f"{first.zh}的数值最优，但与其他方案均无明确差异。",
        )
    slight = [other for other in behind if other.slight]
    if level:
        ahead, tied = (_list([title[other.second] for other in part]) for part in (behind, level))
        only = Text(", slightly", "（幅度很小）") if len(slight) == len(behind) else Text("", "")
        return Text(
            f"{first.en} is ahead of {ahead.en}{only.en}, but not clearly of {tied.en}.",
            f"{first.zh}明确优于{ahead.zh}{only.zh}，但与{tied.zh}无明确差异。",
        )
    if len(slight) == len(behind):
        return Text(f"{first.en} is ahead, but only slightly.", f"{first.zh}领先，但幅度很小。")
    if slight:
        near = _list([title[other.second] for other in slight])
        return Text(
            f"{first.en} is clearly ahead, though only slightly of {near.en}.",
            f"{first.zh}明确领先，但相对{near.zh}幅度很小。",
        )
    return Text(f"{first.en} is clearly ahead.", f"{first.zh}明确领先。")


def _by_how_much(comparison: Comparison, indicator: str, one: Pair) -> Text:
    """Say by how much: `+0.045 against Top-down design (+0.041 to +0.049)`."""
    places = decimals_of(one.found, INDICATORS[indicator].unit)
    difference, bounds = signed(one.found.mean, places), span(one.found, places)
    other = titles(comparison)[one.second]
    if not math.isfinite(one.found.low):
        return Text(f"{difference} against {other.en}", f"与{other.zh}相比 {difference}")
    return Text(f"{difference} against {other.en} ({bounds.en})", f"与{other.zh}相比 {difference}（{bounds.zh}）")


def _list(parts: Sequence[Text]) -> Text:
    en = parts[0].en if len(parts) == 1 else ", ".join(part.en for part in parts[:-1]) + f" and {parts[-1].en}"
    return Text(en, "、".join(part.zh for part in parts))


def against_baseline(comparison: Comparison) -> list[Text]:
    """Return, for each other scenario, in how many main outcomes it is better and worse than the baseline."""
    if comparison.replicates < 2:
        return []
    title = titles(comparison)
    base = comparison.names[0]
    sentences = []
    for name in comparison.names[1:]:
        better, worse = [], []
        for indicator in MAIN:
            found = pair(comparison, name, base, indicator).found
            direction = INDICATORS[indicator].extra["better"]
            if found.clear and direction:
                (better if found.mean * direction > 0 else worse).append(INDICATORS[indicator].label)
        unclear = len(MAIN) - len(better) - len(worse)
        names = _list(worse) if worse else Text("", "")
        sentences.append(
            Text(
                f"{title[name].en} against {title[base].en}: better in {len(better)}, worse in {len(worse)}"
                + (f" ({names.en})" if worse else "")
                + (f", no clear difference in {unclear}." if unclear else "."),
                f"{title[name].zh}与{title[base].zh}相比：{len(better)} 项更好，{len(worse)} 项更差"
                + (f"（{names.zh}）" if worse else "")
                + (f"，{unclear} 项无明确差异。" if unclear else "。"),
            )
        )
    return sentences


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
        return Text(
            "One replicate shows what can happen, not what differs.", "单次重复只能说明可能出现的情形，不能说明差异。"
        )
    title = titles(comparison)
    wins = {name: sum(one.clear and one.leaders[0] == name for one in found) for name in comparison.names}
    ahead = sorted((name for name in comparison.names if wins[name]), key=lambda name: -wins[name])
    count, undecided = len(found), len(found) - sum(wins.values())
    if not ahead:
        return Text(
            f"No scenario is clearly ahead of all others in any of the {count} main outcomes.",
            f"在 {count} 项主要结果中，没有任何方案明确优于其他所有方案。",
        )
    slight = sum(one.slight for one in found if one.clear)
    en = ", ".join(
        f"{title[name].en} {'is clearly ahead ' if name == ahead[0] else ''}in {wins[name]}" for name in ahead
    )
    zh = "、".join(f"{title[name].zh}（{wins[name]} 项）" for name in ahead)
    some = (
        Text(f" ({slight} of these leads {'is' if slight == 1 else 'are'} slight)", f"（其中 {slight} 项幅度很小）")
        if slight
        else Text("", "")
    )
    rest = (
        Text(f"; in {undecided} no scenario is", f"；其余 {undecided} 项没有明确领先者") if undecided else Text("", "")
    )
    return Text(
        f"Of {count} main outcomes, {en}{some.en}{rest.en}.",
        f"{count} 项主要结果中，明确优于其他所有方案的是：{zh}{some.zh}{rest.zh}。",
    )
