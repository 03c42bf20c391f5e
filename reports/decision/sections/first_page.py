"""The first page of a report: the question, the answer with its uncertainty, what to look at, what cannot be said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ....core.text import Text
from ....experiments.comparison.gains import LONG
from ....experiments.comparison.result import Comparison
from ....model.quantities.indicators import INDICATORS, MAIN
from ...document.blocks import Block, Bullets, Heading, Para, Picture, Section, Words, joined, listed, of, say
from ...document.ledger import Ledger, between
from ...format.words import points
from .. import findings, ranking
from ..sentences import GAINS, assumed, gain_sentence, spent
from . import residents

SPOKEN = 3
"""Most scenarios besides the baseline that get a sentence of their own on the first page."""


def front(comparison: Comparison, ledger: Ledger, question: str | None, futures: Words) -> Section:
    """Return the first page; `futures` says what is known about other environments."""
    found = findings.outcomes(comparison, ledger)
    asked = say("{question}", "{question}", question=question) if question else _question(comparison, ledger)
    blocks: list[Block] = [Para(asked, "question"), Para(findings.headline(comparison, ledger, found), "lead")]
    blocks += [Para(one, "answer") for one in _answers(comparison, ledger)]
    blocks += [Para(one, "answer") for one in (spent(comparison, ledger), *residents.in_words(comparison, ledger))]
    places = [ledger.at(findings.DIFFERENCES, "relative", name, comparison.names[0]) for name in comparison.names[1:]]
    places += [ledger.at(GAINS, "better", name, comparison.names[0]) for name in comparison.names[1:]]
    blocks.append(Picture("key", Text("Main outcomes and residents better and worse off, against the baseline", "主要结果及受益、受损居民（与基准方案相比）"), _key_caption(comparison, ledger), tuple(places)))  # fmt: skip
    blocks += [Heading(say("How sure this is", "把握有多大")), Bullets(_sure(comparison, ledger, futures))]
    blocks += [Heading(say("What to look at", "需要关注")), Bullets(_look_at(comparison, ledger))]
    blocks += [Heading(say("What this cannot say", "不能说明什么")), Bullets(_cannot_say(comparison, found))]
    return Section("finding", say("The finding", "主要结论"), tuple(blocks), results=True)


def _question(comparison: Comparison, ledger: Ledger) -> Words:
    title = findings.titles(comparison)
    years = comparison.setting.weeks % 52 == 0
    time = ledger.setting("years" if years else "weeks")
    others = listed([title[name] for name in comparison.names[1:]])
    if len(comparison.names) > SPOKEN + 1:
        others = say("each of {n} scenarios", "{n} 种方案", n=ledger.setting("others"))
    return say(
        f"How does a simulated district of {{residents}} adult residents in {{communities}} communities differ after {{time}} {'years' if years else 'weeks'} under {{others}}, compared with {{base}}: in which outcomes, for whom, at what cost?",
        f"一个有 {{residents}} 名成年居民、{{communities}} 个社区的模拟街区，在{{others}}之下运行 {{time}} {'年' if years else '周'}后，与{{base}}相比有何不同：哪些结果不同，谁受益谁受损，花费多少？",
        residents=ledger.setting("residents"), communities=ledger.setting("communities"), time=time,
        others=others, base=title[comparison.names[0]],
    )  # fmt: skip


def _satisfied(comparison: Comparison, ledger: Ledger, name: str) -> Words:
    """Say how much higher or lower mean satisfaction is, in per cent of the baseline's."""
    row = (name, comparison.names[0], "satisfaction")
    if not math.isfinite(ledger.value(findings.DIFFERENCES, "relative", *row)):
        return say("", "")
    bounds = say("", "")
    if math.isfinite(ledger.value(findings.DIFFERENCES, "relative_low", *row)):
        ends = (ledger.relative(findings.DIFFERENCES, f"relative_{end}", *row) for end in ("low", "high"))
        bounds = say(" ({span})", "（{span}）", span=between(*ends))
    value = ledger.relative(findings.DIFFERENCES, "relative", *row)
    return say(
        "Mean satisfaction changes by {value}{bounds} of its level.",
        "平均满意度相对变化 {value}{bounds}。",
        value=value,
        bounds=bounds,
    )


def _answers(comparison: Comparison, ledger: Ledger) -> list[Words]:
    """Return a sentence or two for each scenario; where there are many, one that names only who gains."""
    title, others = findings.titles(comparison), comparison.names[1:]
    if len(others) <= SPOKEN:
        against = findings.against_baseline(comparison, ledger) or [say("{name}:", "{name}：", name=title[name]) for name in others]  # fmt: skip
        if len(others) == 1 and comparison.replicates > 1:
            against = [say("", "")]  # the sentence above says it
        return [
            joined([one, _satisfied(comparison, ledger, name), gain_sentence(comparison, ledger, name)], " ", "")
            for one, name in zip(against, others)
        ]
    base = comparison.names[0]
    parts = []
    for name in others:
        row = name, base, "all", "all residents"
        if not ledger.value(GAINS, "suppressed", *row):
            better, worse = (ledger.hundred(GAINS, kind, *row) for kind in ("better", "worse"))
            parts.append(say("{name} {better} and {worse}", "{name} {better} 人与 {worse} 人", name=title[name], better=better, worse=worse))  # fmt: skip
    return [
        say(
            "Of every hundred residents, better off and worse off than under {base}: {parts}.",
            "每百名居民中，与{base}相比受益与受损者分别为：{parts}。",
            base=title[base], parts=joined(parts, "; ", "；"),
        )
    ]  # fmt: skip


def _key_caption(comparison: Comparison, ledger: Ledger) -> Words:
    title = findings.titles(comparison)
    chance = (
        say(" with {level} intervals of the paired difference (filled: excludes zero)", "及配对差值的 {level} 区间（实心：不含零）", level=ledger.setting_percent("confidence"))
        if comparison.replicates > 1
        else say("", "")
    )  # fmt: skip
    return say(
        "Left: difference from {base} in per cent of its level{chance}; to the right is better; band: slight, up to {slight}. Right: of all residents, those better off, about the same, worse off. Means of the last {window} weeks.",
        "左：与{base}之差占其水平的百分比{chance}；向右为更好；灰带：幅度很小（不到 {slight}）。右：全体居民中受益、大致不变、受损者。最后 {window} 周平均。",
        base=title[comparison.names[0]], chance=chance, slight=ledger.setting_percent("slight"),
        window=ledger.setting("weeks summarised"),
    )  # fmt: skip


def _sure(comparison: Comparison, ledger: Ledger, futures: Words) -> tuple[Words, ...]:
    return (_chance(comparison, ledger), futures, assumed(ledger))


def _chance(comparison: Comparison, ledger: Ledger) -> Words:
    base = comparison.names[0]
    if comparison.replicates < 2:
        return say(
            "Chance: a single replicate gives no intervals, so it is not known whether a difference is more than chance.",
            "随机性：仅一次重复，无法给出区间，也无法判断差异是否只是偶然。",
        )
    clear, joint, all_ = (
        ledger.whole(findings.FINDINGS, "count", what, "", base)
        for what in ("differences without zero", "differences without zero, all together", "differences from the baseline")
    )  # fmt: skip
    return say(
        "Chance: {n} replicates on common random numbers. Of the {all} differences from {base} in main outcomes, {clear} have a {level} interval that excludes zero; {joint} still do when all {intervals} intervals between scenarios are judged together.",
        "随机性：{n} 次重复，各方案使用公共随机数。与{base}的 {all} 个主要结果差值中，{clear} 个的 {level} 区间不含零；若对方案间全部 {intervals} 个区间一并判断，仍有 {joint} 个。",
        n=ledger.setting("replicates"), all=all_, base=findings.titles(comparison)[base], clear=clear, joint=joint,
        level=ledger.setting_percent("confidence"), intervals=ledger.whole(findings.FINDINGS, "count", "intervals", "", ""),
    )  # fmt: skip


def _look_at(comparison: Comparison, ledger: Ledger) -> tuple[Words, ...]:
    """Return what a reader should weigh: what gets worse, who loses most, what could not be paid."""
    title, others = findings.titles(comparison), comparison.names[1:]
    base = comparison.names[0]
    if comparison.replicates < 2:
        return (say("Nothing yet: more replicates are needed to distinguish a difference from chance.", "暂无：需要更多重复，才能区分差异与偶然。"),)  # fmt: skip
    found = []
    for name in others[:SPOKEN]:
        worse = ranking.against_baseline(comparison, name).worse
        if worse:
            labels = listed([INDICATORS[indicator].label for indicator in worse])
            found.append(
                say("What gets worse under {name} than under {base}: {labels}.", "与{base}相比，{name}之下变差的结果：{labels}。", name=title[name], base=title[base], labels=labels)
            )  # fmt: skip
        also = [_worse_by(comparison, ledger, name, indicator) for indicator in ranking.also_worse(comparison, name)]
        if also:
            found.append(
                say("Other indicators clearly worse under {name} than under {base}: {labels}.", "其他指标中，{name}之下比{base}明确更差的有：{labels}。", name=title[name], base=title[base], labels=listed(also))
            )  # fmt: skip
    further = [
        name for name in others[SPOKEN:]
        if ranking.against_baseline(comparison, name).worse or ranking.also_worse(comparison, name)
    ]  # fmt: skip
    if further:
        found.append(
            say("Some indicators are also clearly worse under {names} than under {base}: see the tables of differences.", "{names}之下也有指标比{base}明确更差：见差异各表。", names=listed([title[name] for name in further]), base=title[base])
        )  # fmt: skip
    found += _who_loses(comparison, ledger, others[:SPOKEN])
    for name, facts in zip(comparison.names, comparison.facts):
        if any(plan.warning.en for plan in facts.plans):
            found.append(say("{name} asks for more than the budget pays: see the costs.", "{name}的申请超出预算：见“成本”。", name=title[name]))  # fmt: skip
    gap = [name for name in others if ranking.verdict(comparison.difference(name, "reporting_gap"), -1) == "worse"]
    if gap:
        found.append(
            say("Reports say more than is true by a wider margin under {names} than under {base}: do not judge it by reported figures.", "{names}之下，上报结果比{base}更高于实际：不宜用上报数字评判。", names=listed([title[name] for name in gap]), base=title[base])
        )  # fmt: skip
    return tuple(found) or (
        say(
            "No indicator is clearly worse than under {base} by more than a slight difference.",
            "没有指标比{base}明确更差（幅度很小者除外）。",
            base=title[base],
        ),
    )


def _worse_by(comparison: Comparison, ledger: Ledger, name: str, indicator: str) -> Words:
    """Name an indicator and by how much it differs from the baseline, in per cent of the level where that is not zero."""
    base = comparison.names[0]
    if math.isfinite(ledger.value(findings.DIFFERENCES, "relative", name, base, indicator)):
        value = ledger.relative(findings.DIFFERENCES, "relative", name, base, indicator)
    else:
        found = ranking.pair(comparison, name, base, indicator).found
        value, _ = findings.difference(ledger, indicator, found, name, base)
        value = joined([value, of(points(INDICATORS[indicator].unit))])
    return say("{label} ({value})", "{label}（{value}）", label=INDICATORS[indicator].label, value=value)


def _who_loses(comparison: Comparison, ledger: Ledger, names: Sequence[str]) -> list[Words]:
    """Name, for each scenario, the group with the largest share worse off, if that is clearly larger than of all residents."""
    if comparison.replicates < 2:
        return []
    title, base = findings.titles(comparison), comparison.names[0]
    tables: Any = {lang: comparison.gains(lang=lang).to_dict("records") for lang in ("en", "zh")}
    found = []
    for name in names:
        overall = ledger.value(GAINS, "worse", name, base, "all", "all residents")
        rows = [
            (en, zh)
            for en, zh in zip(tables["en"], tables["zh"])
            if en["scenario"] == name and en["group"] not in ("all", *LONG) and en["worse_low"] > overall
        ]
        if rows:
            en, zh = max(rows, key=lambda pair: pair[0]["worse"])
            row = name, base, en["group"], en["category"]
            found.append(
                say("More than others lose under {name}: {group}, about {worse} worse off of every hundred (all residents: {all}).", "{name}之下受损多于他人的群体：{group}，每百人中约 {worse} 人受损（全体居民为 {all} 人）。", name=title[name], group=Text(en["category"], zh["category"]), worse=ledger.hundred(GAINS, "worse", *row), all=ledger.hundred(GAINS, "worse", name, base, "all", "all residents"))
            )  # fmt: skip
    return found


def _cannot_say(comparison: Comparison, found: Sequence[findings.Finding]) -> tuple[Words, ...]:
    items = [
        say("What would happen in a real place: this is a simulated district, and most of its numbers are not measured.", "真实地方会发生什么：这是模拟街区，多数数值没有实测依据。"),
        say("Which scenario to choose: that depends on how outcomes and groups are weighed, which is not for the model to decide.", "应选择哪个方案：取决于如何权衡各项结果与各类人群，这不由模型决定。"),
    ]  # fmt: skip
    open_ = [
        INDICATORS[name].label for name, one in zip(MAIN, found) if not one.clear and one.text.en != "No difference at all."
    ]  # fmt: skip
    if open_ and comparison.replicates > 1:
        items.append(say("Who is ahead in {labels}: no scenario is clearly ahead of all others.", "{labels}孰优：没有方案明确优于其他所有方案。", labels=listed(open_)))  # fmt: skip
    return tuple(items)
