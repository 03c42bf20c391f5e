"""An attribution in sentences, made from the numbers alone.

A share is said to be there only where its interval leaves zero out; all intervals of one indicator hold together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ...core.quantity import STATUS_LABELS, Status
from ...core.text import Text
from ...evidence.claims.claims import CLAIMS
from ...experiments.attribution.players import Path, Player
from ...experiments.attribution.result import Attribution, Pair, Share
from ...model.quantities.indicators import INDICATORS
from ...model.quantities.levers import TIME_LEVERS
from ...runs.intervals import Interval
from ..format.numbers import change, decimals_of, decimals_of_levels, level, percent, scale_of, span
from ..format.words import points, shown

NAMED = 3
"""Shares listed one by one on each side."""

_TITLES = {claim.number: claim.title for claim in CLAIMS}


def titles(result: Attribution) -> tuple[Text, Text]:
    """Return the titles of A and B; where they are the same, with the names."""
    one, other = result.setting.scenarios
    if one.title.en != other.title.en and one.title.zh != other.title.zh:
        return one.title, other.title
    first, second = (Text(f"{x.title.en} [{x.name}]", f"{x.title.zh}〔{x.name}〕") for x in (one, other))
    return first, second


def listed(parts: Sequence[Text]) -> Text:
    """Return words as a list: a, b and c."""
    if not parts:
        return Text("", "")
    en = parts[0].en if len(parts) == 1 else ", ".join(part.en for part in parts[:-1]) + f" and {parts[-1].en}"
    return Text(en, "、".join(part.zh for part in parts))


def shortly(parts: Sequence[Text], most: int = 6) -> Text:
    """Return a list that stops after some: a, b and 7 more."""
    if len(parts) <= most + 1:
        return listed(parts)
    more = len(parts) - most
    en, zh = ", ".join(part.en for part in parts[:most]), "、".join(part.zh for part in parts[:most])
    return Text(f"{en} and {more} more", f"{zh}等 {len(parts)} 项")


def amount(found: Interval, unit: str, most: int | None = None) -> Text:
    """Return a contribution in words: `+2.1 percentage points (+1.8 to +2.4)`.

    With `most`, as in a table: without the word, and with at most that many decimals unless it is clearly not zero.
    """
    places = decimals_of(found, unit)
    if most is not None and not found.clear:
        places = min(places, most)
    number = change(found.mean, places, unit)
    behind = points(unit) if most is None else Text("", "")
    value = Text(f"{number}{behind.en}", f"{number}{behind.zh}")
    if not math.isfinite(found.low):
        return value
    bounds = span(found, places, unit)
    return Text(f"{value.en} ({bounds.en})", f"{value.zh}（{bounds.zh}）")


def path_words(path: Path) -> Text:
    """Return a lever's path in words: `0.1`, `3, from week 104 on 0`."""
    en, zh = shown(path.start).en, shown(path.start).zh
    for week, value in path.changes:
        en += f", from week {week} on {shown(value).en}"
        zh += f"，第 {week} 周起 {shown(value).zh}"
    return Text(en, zh)


def switch_words(player: Player, lever: int = 0) -> Text:
    """Return what is switched: `0.1 -> 0.5`."""
    before, after = path_words(player.before[lever]), path_words(player.after[lever])
    return Text(f"{before.en} → {after.en}", f"{before.zh} → {after.zh}")


def nothing(share: Share) -> bool:
    """Whether a share is exactly zero in every replicate."""
    return share.found.count > 0 and share.found.mean == 0 and share.same_sign == 1


def sentences(result: Attribution, indicator: str | None = None) -> list[Text]:
    """Return what the shares in one indicator say."""
    name = result.indicators[result.place(indicator)]
    unit = INDICATORS[name].unit
    whole = result.difference(name)
    if whole.count == 0:
        label = INDICATORS[name].label
        return [Text(f"{label.en} has no value in these runs.", f"{label.zh}在这些运行中没有数值。")]
    found = [_level(result, name, whole)]
    if result.replicates < 2:
        return [*found, Text("One replicate shows what can happen, not what a lever does.", "单次重复只能说明可能出现的情形，不能说明各项杠杆的作用。")]  # fmt: skip
    shares = result.largest(name)
    if all(nothing(one) for one in shares):
        return found
    clear = [one for one in shares if one.found.clear]
    found += _parts(clear, whole, unit)
    found += _unclear(shares)
    found += _order_matters(clear, unit)
    found += _together(result.together(name), unit)
    return found + _claims(clear)


def _level(result: Attribution, name: str, whole: Interval) -> Text:
    """Say the levels and the difference."""
    a, b = titles(result)
    label, unit = INDICATORS[name].label, INDICATORS[name].unit
    places = decimals_of_levels(decimals_of(whole, unit), unit)
    sign = " %" if scale_of(unit) != 1 else ""
    before, after = (level(value, places, unit) + sign for value in result.levels(name))
    if whole.count > 1 and whole.half_width <= result.rounding(name) and abs(whole.mean) <= result.rounding(name):
        return Text(
            f"{label.en}: {before} under both, no difference at all.",
            f"{label.zh}：两种方案均为 {before}，完全没有差异。",
        )
    by = amount(whole, unit)
    first = Text(
        f"{label.en}: {before} under {a.en}, {after} under {b.en}, a difference of {by.en}.",
        f"{label.zh}：{a.zh}为 {before}，{b.zh}为 {after}，相差 {by.zh}。",
    )
    if whole.clear or result.replicates < 2:
        return first
    return Text(
        f"{first.en} The difference itself is not clearly other than zero.", f"{first.zh}这一差异本身与零没有明确区别。"
    )


def _parts(clear: Sequence[Share], whole: Interval, unit: str) -> list[Text]:
    """Say which levers make the difference, and which work against it."""
    if not clear:
        return [
            Text(
                "No single share is clearly different from zero; more replicates would narrow the intervals.",
                "没有一项的贡献可以确定不为零；增加重复次数可缩小区间。",
            )
        ]
    if not whole.clear:
        names = _amounts(clear, unit)
        return [Text(f"Clearly at work: {names.en}.", f"作用明确的有：{names.zh}。")]
    sign = 1 if whole.mean >= 0 else -1
    along = [one for one in clear if one.found.mean * sign > 0]
    against = [one for one in clear if one.found.mean * sign < 0]
    sentences = []
    if along:
        names = _amounts(along, unit)
        of = percent(sum(one.found.mean for one in along) / whole.mean)
        sum_en = f"{'together ' if len(along) > 1 else ''}{of} of the difference"
        sum_zh = f"{'合计' if len(along) > 1 else ''}占差值的 {of}"
        sentences.append(Text(f"It comes from {names.en}: {sum_en}.", f"来自{names.zh}，{sum_zh}。"))
    if against:
        names = _amounts(against, unit)
        lead = (
            Text("Against it:", "起相反作用的是")
            if along
            else Text("Clear, but against the difference:", "可以明确、但作用相反的是")
        )
        sentences.append(Text(f"{lead.en} {names.en}.", f"{lead.zh}{names.zh}。"))
    return sentences


def _amounts(shares: Sequence[Share], unit: str) -> Text:
    parts = []
    for one in shares[:NAMED]:
        by = amount(one.found, unit)
        parts.append(Text(f"{one.player.label.en} {by.en}", f"{one.player.label.zh} {by.zh}"))
    if len(shares) > NAMED:
        rest = shortly([one.player.label for one in shares[NAMED:]])
        parts.append(Text(f"less from {rest.en}", f"较小的还有{rest.zh}"))
        return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))
    return listed(parts)


def _unclear(shares: Sequence[Share]) -> list[Text]:
    """Say which shares are not clearly different from zero, and which are nothing at all."""
    zero = [one.player.label for one in shares if nothing(one)]
    unclear = [one.player.label for one in shares if not one.found.clear and not nothing(one)]
    sentences = []
    if unclear and len(unclear) + len(zero) < len(shares):
        names = shortly(unclear)
        sentences.append(Text(f"Not clearly different from zero: {names.en}.", f"不能确定不为零：{names.zh}。"))
    if zero:
        names = shortly(zero)
        sentences.append(
            Text(f"Exactly nothing in every replicate: {names.en}.", f"在每次重复中贡献都恰为零：{names.zh}。")
        )
    return sentences


def _order_matters(clear: Sequence[Share], unit: str) -> list[Text]:
    """Say of the largest share what the lever does alone and at the end, where the two differ."""
    sentences = []
    for one in clear[:2]:
        apart = one.alone, one.out
        if one.alone.low <= one.out.high and one.out.low <= one.alone.high:
            continue
        alone, out = (amount(part, unit) for part in apart)
        label = one.player.label
        sentences.append(
            Text(
                f"{label.en} depends on what else is switched: alone in A it changes {alone.en}, as the last step to B {out.en}.",
                f"{label.zh}的作用取决于其他杠杆：仅在 A 中单独改变为 {alone.zh}，作为到 B 的最后一步为 {out.zh}。",
            )
        )
    return sentences


def _together(pairs: Sequence[Pair], unit: str) -> list[Text]:
    """Say which two levers act together most, if any clearly do."""
    clear = [one for one in pairs if one.found.clear][:2]
    sentences = []
    for one in clear:
        by = amount(one.found, unit)
        first, second = one.first.label, one.second.label
        sentences.append(
            Text(
                f"{first.en} and {second.en} together change {by.en} beyond what each does apart.",
                f"{first.zh}与{second.zh}同时改变时，比各自单独作用之和多 {by.zh}。",
            )
        )
    return sentences


def _claims(clear: Sequence[Share]) -> list[Text]:
    """Say of which claims of the essay the largest levers speak."""
    parts = []
    for one in clear[:NAMED]:
        known = [(claim, _TITLES[claim]) for claim in one.player.claims if claim in _TITLES]
        if known:
            en = "; ".join(f"{number} {title.en}" for number, title in known[:3])
            zh = "；".join(f"{number} {title.zh}" for number, title in known[:3])
            parts.append(Text(f"{one.player.label.en} ({en})", f"{one.player.label.zh}（{zh}）"))
    if not parts:
        return []
    names = listed(parts)
    return [
        Text(
            f"Claims of the essay that declare these levers: {names.en}. A share in this model is no proof of a claim.",
            f"相关文献主张：{names.zh}。模型中的贡献并不等于主张得到证明。",
        )
    ]


def check_words(result: Attribution, indicator: str | None = None) -> Text:
    """Say whether the shares sum to the difference."""
    name = result.indicators[result.place(indicator)]
    check = result.check(name)
    unit = INDICATORS[name].unit
    places = min(9, decimals_of(result.difference(name), unit) + 3)
    total, difference = (change(value, places, unit) for value in (check.total, check.difference))
    verdict = Text("holds", "成立") if check.holds else Text("FAILS", "不成立")
    return Text(
        f"Sum of the shares {total}, difference {difference}: {verdict.en} in every replicate (largest deviation {check.gap:.1g}).",
        f"各项贡献之和 {total}，差值 {difference}：每次重复均{verdict.zh}（最大偏差 {check.gap:.1g}）。",
    )


def notes(result: Attribution) -> list[Text]:
    """Return what the shares mean and rest on."""
    count = len(result.players)
    orders = result.orders
    how = (
        Text(
            f"every one of the {2**count} mixtures was run in each replicate", f"每次重复中运行了全部 {2**count} 种组合"
        )
        if result.exact
        else Text(
            f"{orders} orders of switching were drawn at random in each replicate; the intervals include this sampling error",
            f"每次重复从极多的改变次序中抽取 {orders} 种；区间也包含抽取次序的随机性",
        )
    )
    found = [
        Text(
            f"A share is what switching a lever from A to B adds, on average over all orders of switching (Shapley value); {how.en}.",
            f"贡献指把一项杠杆由 A 改为 B 所增加的数值，对所有改变次序取平均（Shapley 值）；{how.zh}。",
        ),
        _money(result),
        Text(
            f"All mixtures have the same residents and common random numbers. {_intervals(result).en}",
            f"各组合的居民与随机数相同。{_intervals(result).zh}",
        ),
    ]
    if any(len([lever for lever in player.levers if lever in TIME_LEVERS]) > 1 for player in result.players):
        found.append(
            Text(
                "The social workers' shares of time are switched together: they sum to at most 1, which mixtures of single ones could exceed.",
                "社工的各项时间占比作为一个整体改变：其总和不得超过 1，若逐项混合则可能超出。",
            )
        )
    return [*found, _assumed(result)]


def _money(result: Attribution) -> Text:
    first = Text(
        "Every mixture spends the same budget, planned again: a lever's share includes what its cost displaces.",
        "每种组合的支出相同，预算重新编排：一项杠杆的贡献已计入其费用所挤占的其他支出。",
    )
    if not result.scaled:
        return first
    return Text(
        f"{first.en} In {result.scaled} of {result.mixtures} mixtures the wishes exceeded the money, and purchases were scaled down.",
        f"{first.zh}{result.mixtures} 种组合中有 {result.scaled} 种的需求超出预算，相应采购按同一比例缩减。",
    )


def _intervals(result: Attribution) -> Text:
    if result.replicates < 2:
        return Text("One replicate gives no intervals.", "单次重复没有区间。")
    count = len(result.players)
    return Text(
        f"The {count} intervals of an indicator hold together at 95 %, over {result.replicates} replicates; they cover random variation in the model only.",
        f"同一指标的 {count} 个区间共同具有 95 % 置信度，基于 {result.replicates} 次重复；区间仅反映模型的随机性。",
    )


def _assumed(result: Attribution) -> Text:
    counts = Counter(quantity.status for quantity, _ in result.facts[0].assumptions)
    order: Iterable[Status] = counts
    return Text(
        f"Behind this stand {listed([Text(f'{counts[status]} {STATUS_LABELS[status].en}', '') for status in order]).en} numbers: "
        "the shares explain the difference in the model, not in a real district.",
        f"所依据的数值：{'、'.join(f'{STATUS_LABELS[status].zh} {counts[status]} 个' for status in order)}。贡献说明的是模型中差异的成因，而非现实中的成因。",
    )
