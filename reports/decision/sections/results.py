"""The results in a report: outcome by outcome, over time, all differences, who gains and loses, what it costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ....core.quantity import Quantity
from ....core.text import Text
from ....experiments.comparison.disclosure import COMPLEMENT
from ....experiments.comparison.gains import GROUPS
from ....experiments.comparison.result import Comparison
from ....model.quantities.indicators import INDICATORS, MAIN
from ....runs.intervals import Interval
from ...document.blocks import (
    NOTHING,
    Block,
    Cell,
    Heading,
    Para,
    Picture,
    Row,
    Section,
    Table,
    Words,
    head,
    joined,
    of,
    say,
)
from ...document.ledger import Ledger, between
from ...format.numbers import decimals_of, decimals_of_levels
from ...format.words import read_in
from .. import findings
from ..findings import DIFFERENCES
from ..ranking import VERDICTS
from ..sentences import GAINS, gain_sentence
from .thirds import thirds


def unit_and_side(declared: Quantity) -> Words:
    """Return the unit of an indicator and which side of it is better."""
    side = {1: say(", more is better", "，越高越好"), -1: say(", less is better", "，越低越好"), 0: NOTHING}
    return joined([read_in(declared.unit), side[declared.extra["better"]]])


def _window(ledger: Ledger) -> Words:
    return ledger.setting("weeks summarised")


def outcomes(comparison: Comparison, ledger: Ledger) -> Section:
    """Return the table of main outcomes: means, who is ahead, by how much."""
    title = findings.titles(comparison)
    rows = []
    for one in findings.outcomes(comparison, ledger):
        declared = INDICATORS[one.indicator]
        ahead = one.leaders[0] if one.clear and comparison.replicates > 1 else ""
        means = [Cell(one.means[name], True, "strong" if name == ahead else "") for name in comparison.names]
        said = Cell(one.text, below=joined(one.details, "; ", "；"))
        rows.append(Row((Cell(of(declared.label), below=unit_and_side(declared)), *means, said), "main", one.indicator))
        rows += [_part(comparison, ledger, part) for part in findings.parts(comparison, one.indicator)]
    caption = say(
        "Means over the replicates, last {window} weeks; the parts of satisfaction add up to what it moves to; bold: clearly ahead of all others. Shares are in per cent, their differences in percentage points.",
        "各次重复最后 {window} 周的平均值；满意度各组成部分之和为满意度趋向的水平；粗体：明确优于其他所有方案。比率以 % 表示，其差值以百分点表示。",
        window=_window(ledger),
    )
    if comparison.replicates > 1:
        more = say(
            "In brackets: {level} interval of the paired difference. Ahead: the interval leaves zero out. Slightly: below {slight} of the level. These are {n} intervals: if no scenario differed from another, about {chance} of them would exclude zero by chance alone.",
            "括号内：配对差值的 {level} 区间。领先：区间不含零。幅度很小：不到水平值的 {slight}。此处共有 {n} 个区间：倘若各方案其实毫无差异，其中约 {chance} 个仍会因偶然而不含零。",
            level=ledger.setting_percent("confidence"), slight=ledger.setting_percent("slight"),
            n=ledger.whole(findings.FINDINGS, "count", "intervals", "", ""),
            chance=ledger.fixed(findings.FINDINGS, "count", "intervals without zero expected by chance", "", "", places=1),
        )  # fmt: skip
        caption = joined([caption, more], " ", "")
    columns = head(
        say("Outcome", "结果"),
        *((title[name],) for name in comparison.names),
        say("What can be said", "可以得出的结论"),
    )
    blocks: list[Block] = [Table(columns, tuple(rows), caption, style="summary", widths=_widths(len(comparison.names)))]
    if comparison.replicates < 2:
        blocks.append(Para(say("With a single replicate there are no intervals, so it is not known whether a difference is more than chance.", "仅一次重复，无法给出区间，也无法判断差异是否只是偶然。"), "warn"))  # fmt: skip
    if comparison.reached:
        blocks.append(Para(_reached(comparison, ledger), "note"))
    return Section("findings", say("Outcome by outcome", "逐项结果"), tuple(blocks), results=True)


def _part(comparison: Comparison, ledger: Ledger, indicator: str) -> Row:
    """Return the row of a part of an outcome: its means and paired differences, without a verdict of its own."""
    means, against = findings.part(comparison, ledger, indicator)
    cells = (Cell(means[name], True) for name in comparison.names)
    return Row((Cell(of(INDICATORS[indicator].label)), *cells, Cell(against, tone="faint")), "part", indicator)


def _widths(scenarios: int) -> tuple[float, ...]:
    each, first = min(0.13, 0.42 / scenarios), 0.2 if scenarios < 5 else 0.15
    return (first, *[each] * scenarios, 1 - first - each * scenarios)


def _reached(comparison: Comparison, ledger: Ledger) -> Words:
    reached = comparison.reached
    assert reached is not None
    parts = [
        say(
            "{label} ±{is_} (asked for ±{asked})", "{label} ±{is_}（要求 ±{asked}）", label=INDICATORS[name].label,
            is_=ledger.general("tables/setting.csv", "value", f"precision reached, {name}", digits=3),
            asked=ledger.general("tables/setting.csv", "value", f"precision asked, {name}", digits=3),
        )
        for name in reached.asked
    ]  # fmt: skip
    missed = (
        NOTHING
        if reached.enough
        else say(
            " The precision was not reached at the largest number of replicates.",
            "达到最大重复次数时仍未达到所要求的精度。",
        )
    )
    return say(
        "Replicates were added until the intervals of the paired differences were as narrow as asked for (together {level}, Bonferroni): {parts}.{missed}",
        "重复次数逐步增加，直至配对差值的区间达到所要求的精度（合计 {level}，Bonferroni 校正）：{parts}。{missed}",
        level=ledger.setting_percent("confidence"), parts=joined(parts, ", ", "，"), missed=missed,
    )  # fmt: skip


def over_time(comparison: Comparison, ledger: Ledger) -> Section:
    """Return the course of the main outcomes, and of their differences."""
    title = findings.titles(comparison)
    levels = Picture(
        "over_time",
        Text("Main outcomes by week for each scenario", "各方案主要结果的逐周变化"),
        say(
            "Means over replicates with {level} intervals of the mean. Flows are summed over the last {flows} weeks, so curves of longer runs begin with that week. Scales do not start at zero.",
            "各次重复的平均值及其 {level} 区间。流量指标按最近 {flows} 周合计，因此较长运行的曲线自该周开始。纵轴不从零开始。",
            level=ledger.setting_percent("confidence"), flows=ledger.setting("weeks of flows"),
        ),
        (ledger.at("indicators.csv", "mean"),),
    )  # fmt: skip
    paired = Picture(
        "differences_over_time",
        Text("Paired differences from the baseline by week", "与基准方案配对差值的逐周变化"),
        say(
            "Paired: each replicate has the same residents, problems and random numbers under every scenario, so differences are known more precisely than levels.",
            "配对比较：每次重复中，各方案面对相同的居民、问题与随机数，因此差值比水平值更可靠。",
        ),
        (ledger.at("tables/differences_over_time.csv", "difference"),),
    )
    from_base = say("Differences from {base}", "与{base}之差", base=title[comparison.names[0]])
    return Section("over-time", say("Over time", "随时间变化"), (levels, Heading(from_base), paired), results=True)


def differences(comparison: Comparison, ledger: Ledger) -> Section:
    """Return the differences of all indicators from the baseline, as a figure and as tables."""
    base = comparison.names[0]
    picture = Picture(
        "differences",
        Text("Standardised differences of all indicators with a direction", "全部有优劣方向指标的标准化差值"),
        say(
            "Indicators that have a better and a worse side, on one scale: right is better. The unit is the standard deviation between runs of the baseline, so it shows how large a difference is compared with ordinary variation between runs, not how much it matters. Hollow marks: the {level} interval includes zero.",
            "有优劣方向的指标统一到同一尺度，向右为优。单位是基准方案各次运行之间的标准差：它表示差异相对于偶然波动的大小，而不是其重要程度。空心标记：{level} 区间包含零。",
            level=ledger.setting_percent("confidence"),
        ),
        tuple(ledger.at(DIFFERENCES, "difference", name, base) for name in comparison.names[1:]),
    )  # fmt: skip
    tables = [_differences(comparison, ledger, name) for name in comparison.names[1:]]
    return Section("differences", say("All differences", "全部差异"), (picture, *tables), results=True)


def _differences(comparison: Comparison, ledger: Ledger, name: str) -> Table:
    title, base = findings.titles(comparison), comparison.names[0]
    rows = []
    first = [one for main in MAIN for one in (main, *findings.parts(comparison, main))]
    for indicator in (*first, *(one for one in comparison.indicators if one not in first)):
        if len(rows) == len(first):
            rows.append(Row((Cell(say("Other indicators", "其他指标")),), "group"))
        rows.append(
            _difference(
                comparison, ledger, name, indicator, "part" if indicator not in MAIN and indicator in first else ""
            )
        )
    caption = say(
        "Means of the last {window} weeks over replicates, paired t intervals. Same sign: share of replicates whose difference has the sign of the mean. Differences of shares are in percentage points.",
        "最后 {window} 周均值在各次重复间的平均，配对 t 区间。同号比例：差值与平均差值同号的重复所占比例。比率之差以百分点表示。",
        window=_window(ledger),
    )
    fold = say("{one} against {base}: table of all indicators", "{one}与{base}相比：全部指标数据表", one=title[name], base=title[base])  # fmt: skip
    level = say("{level} interval", "{level} 区间", level=ledger.setting_percent("confidence"))
    columns = head(
        say("Indicator", "指标"), (title[base],), (title[name],), (say("Difference", "差值"),), (level,),
        (say("Same sign", "同号比例"),), say("Verdict", "判断"),
    )  # fmt: skip
    return Table(columns, tuple(rows), caption, fold, "tight page", (0.31, 0.11, 0.11, 0.11, 0.16, 0.07, 0.13))


def _difference(comparison: Comparison, ledger: Ledger, name: str, indicator: str, style: str = "") -> Row:
    declared = INDICATORS[indicator]
    row = name, comparison.names[0], indicator
    read = ledger.rows(DIFFERENCES)[row]
    found = Interval(read["difference"], read["low"], read["high"], int(read["replicates"]))
    places = decimals_of(found, declared.unit)
    level = decimals_of_levels(places, declared.unit)
    difference, bounds = findings.difference(ledger, indicator, found, *row[:2])
    below: Words = of(read_in(declared.unit))
    if found.count < comparison.replicates:
        below = joined([below, say("not defined in every run", "部分运行中无定义")], "; ", "；")
    verdict = read["verdict"]
    tone = verdict if verdict in ("better", "worse") else ("faint" if verdict in ("none", "same", "unknown") else "")
    cells = (
        Cell(of(declared.label), below=below),
        Cell(ledger.fixed(DIFFERENCES, "level_of_baseline", *row, places=level, unit=declared.unit), True),
        Cell(ledger.fixed(DIFFERENCES, "level", *row, places=level, unit=declared.unit), True),
        Cell(difference, True),
        Cell(bounds or say("–", "–"), True),
        Cell(ledger.percent(DIFFERENCES, "same_sign", *row), True),
        Cell(of(VERDICTS[verdict]), tone=tone),
    )
    return Row(cells, "main" if indicator in MAIN else style, indicator)


def gains(comparison: Comparison, ledger: Ledger) -> Section:
    """Return who gains and who loses, by group."""
    title, base = findings.titles(comparison), comparison.names[0]
    against = [
        joined([say("{one} against {base}:", "{one}与{base}相比：", one=title[name], base=title[base]), gain_sentence(comparison, ledger, name)], " ", "")
        for name in comparison.names[1:]
    ]  # fmt: skip
    picture = Picture(
        "gains",
        Text(
            "Share of residents better off, about the same and worse off, by group",
            "各群体中受益、大致不变与受损居民的占比",
        ),
        say(
            "The same residents under two scenarios. Better or worse off: mean satisfaction of the last {window} weeks differs by more than {margin} (assumed). Groups of fewer than {smallest} residents are not shown. Positions in the network are those of the start, the same under all scenarios; {compared} of residents are there in every run and compared.",
            "同一居民在两种方案下的比较。受益或受损：最后 {window} 周平均满意度相差超过 {margin}（假定值）。少于 {smallest} 人的群体不显示。网络位置取初始状态，各方案相同；{compared} 的居民在各次运行中均在场并参与比较。",
            window=_window(ledger), margin=ledger.setting("gain_margin"), smallest=ledger.setting("smallest_cell"),
            compared=ledger.percent(GAINS, "compared", comparison.names[1], base, "all", comparison.gains()["category"].iloc[0]),
        ),
        tuple(ledger.at(GAINS, "better", name, base) for name in comparison.names[1:]),
    )  # fmt: skip
    tables = [
        table
        for name in comparison.names[1:]
        for table in (_gains(comparison, ledger, name), *thirds(comparison, ledger, name))
    ]
    blocks = (*(Para(one) for one in against), picture, *tables)
    return Section("gains", say("Who gains and who loses", "谁受益，谁受损"), blocks, results=True)


def _gains(comparison: Comparison, ledger: Ledger, name: str) -> Table:
    title, base = findings.titles(comparison), comparison.names[0]
    tables: Any = (comparison.gains(lang=lang).to_dict("records") for lang in ("en", "zh"))
    rows = []
    for en, zh in zip(*tables):
        if en["scenario"] != name:
            continue
        first = Cell(
            of(Text(en["category"], zh["category"])), below=of(GROUPS[en["group"]]) if en["group"] != "all" else NOTHING
        )
        style = "main" if en["group"] == "all" else ""
        if en["suppressed"]:
            rows.append(Row((first, Cell(_not_shown(ledger, en["why"], en["protected"]), tone="faint")), style))
            continue
        row = name, base, en["group"], en["category"]
        rows.append(Row((first, *_gain_cells(ledger, row)), style))
    level = say("{level} interval", "{level} 区间", level=ledger.setting_percent("confidence"))
    columns = head(
        title[name], (say("Residents", "居民数"),), (say("Better off", "受益"),), (level,),
        (say("About the same", "大致不变"),), (say("Worse off", "受损"),), (level,),
    )  # fmt: skip
    fold = say("{one} against {base}: table with intervals", "{one}与{base}相比：数据表与区间", one=title[name], base=title[base])  # fmt: skip
    return Table(columns, tuple(rows), NOTHING, fold, "tight", (0.34, 0.1, 0.1, 0.14, 0.12, 0.09, 0.11))


def _not_shown(ledger: Ledger, why: str, protected: bool) -> Words:
    """Say why a group is not shown: too small to speak of, or a small one would follow from it."""
    n = ledger.setting("smallest_cell")
    if why == COMPLEMENT:
        return say("protected: a smaller group would follow from it", "受保护：否则可推算出更小的群体")
    if protected:
        return say("fewer than {n} residents: protected", "少于 {n} 人：受保护", n=n)
    return say("fewer than {n} residents: too few to speak of", "少于 {n} 人：人数过少，不作判断", n=n)


def _gain_cells(ledger: Ledger, row: tuple[str, ...]) -> Iterator[Cell]:
    yield Cell(ledger.whole(GAINS, "residents", *row), True)
    for kind in ("better", "same", "worse"):
        yield Cell(ledger.percent(GAINS, kind, *row), True)
        if kind != "same":
            low, high = (ledger.value(GAINS, f"{kind}_{end}", *row) for end in ("low", "high"))
            known = math.isfinite(low) and math.isfinite(high)
            ends = (ledger.percent(GAINS, f"{kind}_{end}", *row) for end in ("low", "high"))
            yield Cell(between(*ends) if known else say("–", "–"), True)
