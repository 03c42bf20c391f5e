"""Why scenarios differ, in a report: each lever's share of the difference from the baseline, from attributions that were run."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from ....core.text import Text
from ....experiments.attribution.attribution_files import why_command
from ....experiments.attribution.result import Attribution, Share
from ....experiments.comparison.result import Comparison
from ....model.quantities.indicators import INDICATORS
from ....model.quantities.levers import LEVERS
from ....runs.intervals import Interval
from ...document.blocks import (
    Block,
    Cell,
    Code,
    Heading,
    Para,
    Picture,
    Row,
    Section,
    Table,
    Words,
    head,
    joined,
    listed,
    of,
    say,
)
from ...document.ledger import Ledger
from ...format.numbers import decimals_of
from ...format.words import points, read_in, shown
from .. import findings

FILES = SHARES, SUMS = "tables/why.csv", "tables/why_sums.csv"
KEYS, GROUP = ("scenario", "baseline", "indicator", "player"), ("scenario", "baseline", "indicator")
NAMED = 3


def enter(ledger: Ledger, attributions: Sequence[Attribution]) -> None:
    """Put the tables of attributions among those of the report."""
    shares, sums = [], []
    for one in attributions:
        a, b = one.names
        for indicator in one.asked:
            table = one.table(indicator=indicator)
            table.insert(0, "scenario", b)
            table.insert(1, "baseline", a)
            shares.append(table)
            check = one.check(indicator)
            sums.append((b, a, indicator, len(one.players), one.replicates, one.mixtures, check.total, check.difference, check.gap))  # fmt: skip
    columns = [*GROUP, "levers", "replicates", "mixtures", "sum_of_shares", "difference", "largest_gap"]
    ledger.add(SHARES, pd.concat(shares, ignore_index=True), KEYS, GROUP)
    ledger.add(SUMS, pd.DataFrame(sums, columns=columns), GROUP, GROUP)


def picture_name(one: Attribution, indicator: str) -> str:
    """Return the name of the waterfall of an attribution."""
    return f"why_{one.names[1]}_{indicator}"


def why(comparison: Comparison, ledger: Ledger, attributions: Sequence[Attribution], command: str) -> Section:
    """Return the section; without attributions, how they are got."""
    title = say("Why they differ", "差异从何而来")
    if not attributions:
        line = say("Which levers cause the difference was not asked for in this report; this command adds it:", "本报告未要求分析哪些杠杆造成差异；以下命令可补充：")  # fmt: skip
        return Section("why", title, (Para(line), Code((command,))), results=True)
    meaning = say(
        "A lever's share is what switching it from one scenario to the other adds, on average over all orders of switching (Shapley value), with the same residents, random numbers and money. It explains the difference in the model, not in a real district.",
        "一项杠杆的贡献，是把它由一个方案改为另一个方案所增加的数值，对所有改变次序取平均（Shapley 值）；居民、随机数与经费均相同。它说明模型中差异的成因，而非现实中的成因。",
    )
    blocks: list[Block] = [Para(meaning)]
    for one in attributions:
        for indicator in one.asked:
            blocks += _one(comparison, ledger, one, indicator)
        blocks.append(Code((why_command(one),)))
    return Section("why", title, tuple(blocks), results=True)


def _one(comparison: Comparison, ledger: Ledger, one: Attribution, indicator: str) -> list[Block]:
    title, declared = findings.titles(comparison), INDICATORS[indicator]
    a, b = one.names
    row = b, a, indicator
    heading = say("{b} against {a}: {label}", "{b}与{a}相比：{label}", a=title[a], b=title[b], label=declared.label)
    sentences = _sentences(ledger, one, indicator, row)
    total = decimals_of(one.difference(indicator), declared.unit)
    sums = (
        ledger.signed(SUMS, column, *row, places=total, unit=declared.unit)
        for column in ("sum_of_shares", "difference")
    )
    caption = say(
        "Shares as a waterfall from {a} to {b}, unit: {unit}; grey: not clearly different from zero. The shares sum to {sum}, the difference is {difference}.",
        "各项贡献，由{a}到{b}，单位：{unit}；灰色：不能确定不为零。各项贡献之和为 {sum}，差值为 {difference}。",
        unit=read_in(declared.unit), a=title[a], b=title[b], **dict(zip(("sum", "difference"), sums)),
    )  # fmt: skip
    picture = Picture(
        picture_name(one, indicator),
        Text(
            f"Waterfall of the shares of levers in {declared.label.en}",
            f"各项杠杆对{declared.label.zh}差异贡献的瀑布图",
        ),
        caption,
        (ledger.at(SHARES, "share", *row),),
    )
    return [Heading(heading), Para(sentences), picture, _table(ledger, one, indicator, row)]


def _sentences(ledger: Ledger, one: Attribution, indicator: str, row: tuple[str, str, str]) -> Words:
    """Say which levers contribute most, which work the other way, and how many are not clearly different from zero."""
    shares = one.largest(indicator)
    side = math.copysign(1.0, one.difference(indicator).mean)
    clear = [share for share in shares if share.found.clear]
    with_, against = ([share for share in clear if share.found.mean * side * sign > 0] for sign in (1, -1))
    unit = INDICATORS[indicator].unit
    places = decimals_of(one.difference(indicator), unit)
    difference = joined([ledger.signed(SUMS, "difference", *row, places=places, unit=unit), of(points(unit))])
    parts = [say("The difference is {difference}.", "差值为 {difference}。", difference=difference)]
    if with_:
        parts.append(say("Most of it comes from {parts}.", "主要来自{parts}。", parts=_named(ledger, with_, indicator, row)))  # fmt: skip
    if against:
        parts.append(say("The other way works {parts}.", "起相反作用的是{parts}。", parts=_named(ledger, against, indicator, row)))  # fmt: skip
    if not clear:
        parts.append(say("No lever's share is clearly different from zero.", "没有一项杠杆的贡献可以确定不为零。"))
    elif len(clear) < len(shares):
        parts.append(say("The shares of the other levers are not clearly different from zero.", "其余杠杆的贡献不能确定不为零。"))  # fmt: skip
    return joined(parts, " ", "")


def _named(ledger: Ledger, shares: Sequence[Share], indicator: str, row: tuple[str, str, str]) -> Words:
    parts = []
    for share in shares[:NAMED]:
        value, bounds = _amount(ledger, share.found, indicator, (*row, share.player.name), ("share", "low", "high"))
        amount = say("{label} {value}{bounds}", "{label} {value}{bounds}", label=share.player.label, value=value, bounds=say(" ({b})", "（{b}）", b=bounds) if bounds else say("", ""))  # fmt: skip
        parts.append(amount)
    return listed(parts)


def _amount(ledger: Ledger, found: Interval, indicator: str, row: tuple[str, ...], columns: tuple[str, str, str]) -> tuple[Words, Words]:  # fmt: skip
    unit = INDICATORS[indicator].unit
    places = decimals_of(found, unit)
    value = ledger.signed(SHARES, columns[0], *row, places=places, unit=unit)
    if not math.isfinite(found.low):
        return value, say("", "")
    return value, ledger.span(SHARES, (columns[1], columns[2]), *row, places=places, unit=unit)


def _switched(ledger: Ledger, one: Attribution, share: Share) -> Words:
    """Say what is switched: from which value to which, or which levers together; dated ones without their dates."""
    player = share.player
    if len(player.levers) != 1:
        return listed([LEVERS[name].label for name in player.levers])
    if player.before[0].changes or player.after[0].changes:
        return say("with its dated changes", "含按时间的调整")
    values = []
    for name in one.names:
        row = name, player.levers[0]
        value = ledger.value("tables/levers.csv", "value", *row)
        values.append(
            of(shown(value)) if isinstance(value, str) else ledger.general("tables/levers.csv", "value", *row)
        )
    return joined(values, " → ", " → ")


def _table(ledger: Ledger, one: Attribution, indicator: str, row: tuple[str, str, str]) -> Table:
    rows = []
    for share in one.largest(indicator):
        cells = [Cell(of(share.player.label), below=_switched(ledger, one, share))]
        kinds = (("share", "low", "high"), ("alone", "alone_low", "alone_high"), ("out", "out_low", "out_high"))
        for found, columns in zip((share.found, share.alone, share.out), kinds):
            value, bounds = _amount(ledger, found, indicator, (*row, share.player.name), columns)
            cells.append(Cell(value, True, "" if found.clear else "faint", below=bounds))
        rows.append(Row(tuple(cells), name=share.player.name))
    columns = head(
        say("Lever", "政策杠杆"), (say("Share", "贡献"),), (say("Switched alone", "仅此一项改变"),),
        (say("Switched last", "最后一项改变"),),
    )  # fmt: skip
    caption = say(
        "From {replicates} replicates and {mixtures} mixtures of the two scenarios. The intervals of a column hold together at {level}; grey: zero is not left out.",
        "基于 {replicates} 次重复、两个方案的 {mixtures} 种组合。同一列的区间共同具有 {level} 置信度；灰色：区间含零。",
        replicates=ledger.whole(SUMS, "replicates", *row), mixtures=ledger.whole(SUMS, "mixtures", *row),
        level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    fold = say("Table of all shares", "全部贡献")
    return Table(columns, tuple(rows), caption, fold, "tight", (0.43, 0.19, 0.19, 0.19))
