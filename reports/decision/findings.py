"""The findings in plain words, made from the numbers alone; who is ahead of whom is decided in ranking.py.

Better and worse are said only of indicators that declare a direction. Every number in a sentence knows the row of the
table it was read in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...core.text import Text
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS, MAIN, PARTS
from ...runs.intervals import Interval
from ..document.blocks import Words, joined, listed, of, say
from ..document.ledger import Ledger
from ..format.numbers import decimals_of, decimals_of_levels
from ..format.words import points
from . import ranking
from .ranking import Lead, Pair

DIFFERENCES, LEVELS, FINDINGS = "tables/differences.csv", "tables/levels.csv", "tables/findings.csv"


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
    means : mean of each scenario, as it is written.
    """

    indicator: str
    text: Words
    details: tuple[Words, ...]
    leaders: tuple[str, ...]
    clear: bool
    slight: bool
    means: dict[str, Words]


def titles(comparison: Comparison) -> dict[str, Text]:
    """Return the title of each scenario; where two are the same, with the name."""
    found = {one.name: one.title for one in comparison.setting.scenarios}
    seen = [title.en for title in found.values()]
    return {
        name: title if seen.count(title.en) == 1 else Text(f"{title.en} [{name}]", f"{title.zh}〔{name}〕")
        for name, title in found.items()
    }


def outcomes(comparison: Comparison, ledger: Ledger) -> list[Finding]:
    """Return the findings on the main outcomes."""
    return [finding(comparison, ledger, indicator) for indicator in MAIN]


def parts(comparison: Comparison, indicator: str) -> tuple[str, ...]:
    """Return the parts of an outcome that are there in the comparison: those that are not zero in every run."""
    there = (
        one
        for one in PARTS.get(indicator, ())
        if one in comparison.indicators and any(comparison.values(name, one).any() for name in comparison.names)
    )
    return tuple(there)


def part(comparison: Comparison, ledger: Ledger, indicator: str) -> tuple[dict[str, Words], Words]:
    """Return the mean of each scenario in a part of an outcome, and in words the paired differences from the baseline."""
    declared, base = INDICATORS[indicator], comparison.names[0]
    found = {name: comparison.difference(name, indicator) for name in comparison.names[1:]}
    places = decimals_of_levels(min(decimals_of(one, declared.unit) for one in found.values()), declared.unit)
    means = {
        name: ledger.fixed(LEVELS, "mean", name, indicator, places=places, unit=declared.unit)
        for name in comparison.names
    }
    title, said = titles(comparison), []
    for name, one in found.items():
        value, bounds = difference(ledger, indicator, one, name, base)
        value = joined([value, of(points(declared.unit))])
        if bounds:
            value = say("{value} ({bounds})", "{value}（{bounds}）", value=value, bounds=bounds)
        said.append(say("{name} {value}", "{name} {value}", name=title[name], value=value))
    against = say("against {base}: {said}", "与{base}相比：{said}", base=title[base], said=joined(said, "; ", "；"))
    return means, against


def finding(comparison: Comparison, ledger: Ledger, indicator: str) -> Finding:
    """Return what can be said about one outcome."""
    unit = INDICATORS[indicator].unit
    found = ranking.lead(comparison, indicator)
    places = decimals_of_levels(min(decimals_of(other.found, unit) for other in found.others), unit)
    means = {name: ledger.fixed(LEVELS, "mean", name, indicator, places=places, unit=unit) for name in comparison.names}
    details = tuple(_by_how_much(comparison, ledger, indicator, other) for other in found.others)
    leaders = found.top, *(other.second for other in found.level)
    return Finding(indicator, _sentence(comparison, found), details, leaders, found.clear, found.slight, means)


def _sentence(comparison: Comparison, lead: Lead) -> Words:
    """Say who is ahead of whom, and of whom not; only what the intervals of this one scenario show."""
    title = titles(comparison)
    behind, level = lead.behind, lead.level
    if comparison.replicates < 2 or not all(math.isfinite(other.found.low) for other in lead.others):
        return say("Too few replicates for a statement.", "重复次数不足，无法作出判断。")
    first = title[lead.top]
    if not behind:
        if all(other.found.mean == other.found.low == other.found.high == 0 for other in level):
            return say("No difference at all.", "完全没有差异。")
        if len(level) == 1:
            return say("No clear difference.", "无明确差异。")
        return say("No scenario is clearly ahead.", "没有明确领先的方案。")
    slight = [other for other in behind if other.slight]
    if level:
        ahead, tied = (listed([title[other.second] for other in part]) for part in (behind, level))
        only = say(", slightly", "（幅度很小）") if len(slight) == len(behind) else say("", "")
        return say(
            "{first} is ahead of {ahead}{only}, but not clearly of {tied}.",
            "{first}明确优于{ahead}{only}，但与{tied}无明确差异。",
            first=first, ahead=ahead, only=only, tied=tied,
        )  # fmt: skip
    if len(slight) == len(behind):
        return say("{first} is ahead, but only slightly.", "{first}领先，但幅度很小。", first=first)
    if slight:
        near = listed([title[other.second] for other in slight])
        return say(
            "{first} is clearly ahead, though only slightly of {near}.", "{first}明确领先，但相对{near}幅度很小。",
            first=first, near=near,
        )  # fmt: skip
    return say("{first} is clearly ahead.", "{first}明确领先。", first=first)


def difference(ledger: Ledger, indicator: str, found: Interval, name: str, base: str) -> tuple[Words, Words]:
    """Return a paired difference and, in words, its interval (nothing where there is none)."""
    unit = INDICATORS[indicator].unit
    places = decimals_of(found, unit)
    row = name, base, indicator
    bounds = say("", "")
    if math.isfinite(found.low):
        bounds = ledger.span(DIFFERENCES, ("low", "high"), *row, places=places, unit=unit)
    return ledger.signed(DIFFERENCES, "difference", *row, places=places, unit=unit), bounds


def _by_how_much(comparison: Comparison, ledger: Ledger, indicator: str, one: Pair) -> Words:
    """Say by how much: `+4.5 percentage points against Top-down design (+4.1 to +4.9)`."""
    value, bounds = difference(ledger, indicator, one.found, one.first, one.second)
    value = joined([value, of(points(INDICATORS[indicator].unit))])
    other = titles(comparison)[one.second]
    if not bounds:
        return say("{value} against {other}", "与{other}相比 {value}", value=value, other=other)
    return say(
        "{value} against {other} ({bounds})",
        "与{other}相比 {value}（{bounds}）",
        value=value,
        other=other,
        bounds=bounds,
    )


def against_baseline(comparison: Comparison, ledger: Ledger) -> list[Words]:
    """Return, for each other scenario, in how many main outcomes it is better and worse than the baseline."""
    if comparison.replicates < 2:
        return []
    title = titles(comparison)
    base = comparison.names[0]
    sentences = []
    for name in comparison.names[1:]:
        found = ranking.against_baseline(comparison, name)
        better, worse, unclear = (
            ledger.whole(FINDINGS, "count", kind, name, base) for kind in ("better", "worse", "unclear")
        )
        names = say("", "")
        if found.worse:
            labels = listed([INDICATORS[indicator].label for indicator in found.worse])
            names = say(" ({names})", "（{names}）", names=labels)
        rest = say(", no clear difference in {n}", "，{n} 项无明确差异", n=unclear) if found.unclear else say("", "")
        sentences.append(
            say(
                "{name} against {base}: better in {better}, worse in {worse}{names}{rest}.",
                "{name}与{base}相比：{better} 项更好，{worse} 项更差{names}{rest}。",
                name=title[name],
                base=title[base],
                better=better,
                worse=worse,
                names=names,
                rest=rest,
            )
        )
    return sentences


def headline(comparison: Comparison, ledger: Ledger, found: Sequence[Finding]) -> Words:
    """Return the one sentence at the top: who is clearly ahead in how many of the main outcomes."""
    if comparison.replicates < 2:
        return say(
            "One replicate shows what can happen, not what differs.", "单次重复只能说明可能出现的情形，不能说明差异。"
        )
    if len(comparison.names) == 2:
        return _headline_of_two(comparison, ledger, found)
    title = titles(comparison)

    def count(what: str, name: str = "") -> Words:
        return ledger.whole(FINDINGS, "count", what, name, "")

    wins = {name: sum(one.clear and one.leaders[0] == name for one in found) for name in comparison.names}
    ahead = sorted((name for name in comparison.names if wins[name]), key=lambda name: -wins[name])
    if not ahead:
        return say(
            "No scenario is clearly ahead of all others in any of the {n} main outcomes.",
            "在 {n} 项主要结果中，没有任何方案明确优于其他所有方案。",
            n=count("main outcomes"),
        )
    slight = sum(one.slight for one in found if one.clear)
    without = len(found) - sum(wins.values())
    parts = [
        say(
            "{name} is clearly ahead in {n}" if name == ahead[0] else "{name} in {n}", "{name}（{n} 项）",
            name=title[name], n=count("leads", name),
        )
        for name in ahead
    ]  # fmt: skip
    some, rest = say("", ""), say("", "")
    if slight:
        verb = "is" if slight == 1 else "are"
        some = say(f" ({{n}} of these leads {verb} slight)", "（其中 {n} 项幅度很小）", n=count("slight leads"))
    if without:
        n = count("main outcomes without")
        rest = say("; in {n} no scenario is", "；其余 {n} 项没有明确领先者", n=n)
    return say(
        "Of {n} main outcomes, {ahead_en}{some}{rest}.",
        "{n} 项主要结果中，明确优于其他所有方案的是：{ahead_zh}{some}{rest}。",
        n=count("main outcomes"), ahead_en=joined(parts, ", ", ""), ahead_zh=joined(parts, "", "、"), some=some, rest=rest,
    )  # fmt: skip


def _headline_of_two(comparison: Comparison, ledger: Ledger, found: Sequence[Finding]) -> Words:
    """Say in how many main outcomes the second scenario is clearly better and worse than the first, and in how many neither."""
    title, (base, name) = titles(comparison), comparison.names

    def count(what: str, name: str = "") -> Words:
        return ledger.whole(FINDINGS, "count", what, name, "")

    better, worse = ([one for one in found if one.clear and one.leaders[0] == first] for first in (name, base))
    if not better and not worse:
        return say(
            "Between {base} and {name} there is no clear difference in any of the {n} main outcomes.",
            "在 {n} 项主要结果中，{name}与{base}均无明确差异。",
            base=title[base], name=title[name], n=count("main outcomes"),
        )  # fmt: skip
    parts = []
    if better:
        parts.append(say("clearly better in {n}", "有 {n} 项明确更好", n=count("leads", name)))
    if worse:
        labels = listed([INDICATORS[one.indicator].label for one in worse])
        parts.append(
            say("clearly worse in {n} ({names})", "有 {n} 项明确更差（{names}）", n=count("leads", base), names=labels)
        )
    some, rest = say("", ""), say("", "")
    if slight := sum(one.slight for one in found if one.clear):
        verb = "is" if slight == 1 else "are"
        some = say(f"; {{n}} of these differences {verb} slight", "，其中 {n} 项幅度很小", n=count("slight leads"))
    if len(found) > len(better) + len(worse):
        n = count("main outcomes without")
        rest = say("; in {n} there is no clear difference", "；{n} 项无明确差异", n=n)
    return say(
        "Compared with {base}, {name} is {parts} of {all} main outcomes{some}{rest}.",
        "与{base}相比，{name}在 {all} 项主要结果中{parts}{some}{rest}。",
        base=title[base], name=title[name], parts=joined(parts, " and ", "，"), all=count("main outcomes"), some=some, rest=rest,
    )  # fmt: skip
