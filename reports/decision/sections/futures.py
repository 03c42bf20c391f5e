"""Where findings fail, in a report: what became of them in sampled futures, under which conditions, and at what regret."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ....core.text import Text
from ....experiments.comparison.result import Comparison
from ....experiments.futures.discovery import Condition
from ....experiments.futures.result import Futures
from ....experiments.futures.sampling import Range
from ....model.quantities.indicators import INDICATORS, MAIN
from ....runs.intervals import Interval
from ...document.blocks import (
    NOTHING,
    Block,
    Cell,
    Code,
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
from ...document.ledger import Ledger, between
from ...format.numbers import decimals_of, number
from ...format.words import CHOICES, read_in, unit
from .. import findings

HOLDS, REGRET, FUTURES = "futures_findings.csv", "futures_regret.csv", "futures.csv"
FILES = LIMITS, RANGES, FACTS = "tables/futures_limits.csv", "tables/futures_ranges.csv", "tables/futures_setting.csv"


def enter(ledger: Ledger, futures: Futures, files: Mapping[str, bytes]) -> None:
    """Put the tables of futures among those of the report; three of them are written already, as `files`."""
    for file, keys in ((HOLDS, ("scenario", "indicator")), (REGRET, ("indicator", "scenario"))):
        ledger.know(file, pd.read_csv(io.BytesIO(files[file]), encoding="utf-8-sig"), keys)
    ledger.know(FUTURES, futures.table, ("scenario", "future", "replicate"))
    limits = [
        (one.scenario, one.indicator, k + 1, limit.name, limit.low, limit.high, " or ".join(limit.words))
        for one in futures.conditions
        for k, limit in enumerate(one.limits)
    ]
    columns = ["scenario", "indicator", "limit", "quantity", "low", "high", "words"]
    ledger.add(LIMITS, pd.DataFrame(limits, columns=columns).astype({"low": float, "high": float}), ("scenario", "indicator", "limit"))  # fmt: skip
    ranges = [(one.name, one.low, one.high, one.quantity.unit, " ".join(one.words)) for one in futures.sampling.over]
    table = pd.DataFrame(ranges, columns=["quantity", "low", "high", "unit", "words"])
    ledger.add(RANGES, table.astype({"low": float, "high": float}), ("quantity",))
    facts = [("futures", futures.count), ("runs of each scenario in each", futures.sampling.replicates), ("quantities that vary", len(ranges))]  # fmt: skip
    ledger.add(FACTS, pd.DataFrame(facts, columns=["name", "value"]), ("name",))


def in_short(comparison: Comparison, ledger: Ledger) -> Words:
    """Return what the first page says of other conditions."""
    futures, title = comparison.futures, findings.titles(comparison)
    if futures is None:
        return say(
            "Other conditions: not tried; whether the findings hold where the surroundings are different is open.",
            "其他条件：未作检验；环境不同时结论是否成立，尚无答案。",
        )
    tried = say("Other conditions: {n} futures were tried.", "其他条件：检验了 {n} 种情形。", n=_fact(ledger, "futures"))  # fmt: skip
    clear = [one for one in futures.holds() if one.found and one.share.count]
    if not clear:
        return joined(
            [tried, say("There is no clear difference that could hold.", "没有可供检验的明确差异。")], " ", ""
        )
    least, most = min(clear, key=lambda one: one.share.mean), max(clear, key=lambda one: one.share.mean)

    def share_of(one: Any) -> Words:
        row = one.scenario, one.indicator
        ends = (ledger.hundred(HOLDS, f"holds_{end}", *row) for end in ("low", "high"))
        return say(
            "{label} under {name}, in {share} of every hundred ({span})",
            "{name}的{label}，每百种中 {share} 种（{span}）",
            label=INDICATORS[one.indicator].label, name=title[one.scenario], share=ledger.hundred(HOLDS, "holds", *row), span=between(*ends),
        )  # fmt: skip

    if least is most:
        more = say("The one clear difference from {base} keeps its sign: {share}.", "与{base}的唯一明确差异保持同号的情形：{share}。", base=title[comparison.names[0]], share=share_of(most))  # fmt: skip
    else:
        more = say(
            "Of the clear differences from {base} in main outcomes, the one that keeps its sign most often: {most}; least often: {least}.",
            "与{base}的主要结果明确差异中，保持同号最多的是{most}；最少的是{least}。",
            base=title[comparison.names[0]], most=share_of(most), least=share_of(least),
        )  # fmt: skip
    return joined([tried, more], " ", "")


def _fact(ledger: Ledger, name: str) -> Words:
    return ledger.whole(FACTS, "value", name)


def fails(comparison: Comparison, ledger: Ledger, command: str) -> Section:
    """Return the section; without futures, how they are got."""
    title = say("Where it fails", "何时不成立")
    futures = comparison.futures
    if futures is None:
        line = say("Under which conditions the findings fail was not asked for in this report; this command adds it:", "本报告未要求检验结论在哪些条件下不成立；以下命令可补充：")  # fmt: skip
        return Section("futures", title, (Para(line), Code((command,))), results=True)
    tried = say(
        "The comparison was repeated in {n} futures, each a draw of {k} quantities that no policy sets, over their plausible ranges, with {r} runs of each scenario. Shares are of what was tried; they are not probabilities.",
        "在 {n} 种情形中重复比较：每种情形在合理范围内同时抽取 {k} 个不受政策控制的数值，每个方案运行 {r} 次。占比是所试情形中的占比，不是概率。",
        n=_fact(ledger, "futures"), k=_fact(ledger, "quantities that vary"), r=_fact(ledger, "runs of each scenario in each"),
    )  # fmt: skip
    blocks: list[Block] = [Para(tried)]
    blocks += [_held(comparison, ledger, futures, name) for name in comparison.names[1:]]
    blocks += _pictures(ledger)
    blocks += [_regret(comparison, ledger, futures), _ranges(ledger, futures)]
    return Section("futures", title, tuple(blocks), results=True)


def _held(comparison: Comparison, ledger: Ledger, futures: Futures, name: str) -> Table:
    title = findings.titles(comparison)
    labels = {one.name: one for one in futures.sampling.over}
    rows = []
    for indicator in MAIN:
        held, row, declared = futures.held(name, indicator), (name, indicator), INDICATORS[indicator]
        places = decimals_of(held.default, declared.unit)
        spread = decimals_of(Interval(held.median, held.low, held.high, 2), declared.unit)
        default = ledger.signed(HOLDS, "default", *row, places=places, unit=declared.unit)
        ends = (ledger.signed(HOLDS, end, *row, places=spread, unit=declared.unit) for end in ("p10", "p90"))
        first = Cell(of(declared.label), below=of(read_in(declared.unit)))
        if not held.found:
            none = say("no clear difference at the declared values", "按设定值无明确差异")
            cells = (first, Cell(default, True, "faint"), Cell(between(*ends), True), Cell(say("–", "–"), True), Cell(none, tone="faint"))  # fmt: skip
        else:
            share = ledger.percent(HOLDS, "holds", *row)
            bounds = between(*(ledger.percent(HOLDS, f"holds_{end}", *row) for end in ("low", "high")))
            where = _condition(ledger, futures.condition(name, indicator), labels)
            cells = (
                first,
                Cell(default, True),
                Cell(between(*ends), True),
                Cell(share, True, below=bounds),
                Cell(where),
            )
        rows.append(Row(cells, "main", indicator))
    columns = head(
        say("{name} against {base}", "{name}与{base}相比", name=title[name], base=title[comparison.names[0]]),
        (say("Difference as declared", "按设定值的差值"),), (say("Middle of the futures", "各情形的中间范围"),),
        (say("Same sign in", "同号占比"),), say("Where it does not", "不成立的条件"),
    )  # fmt: skip
    caption = say(
        "Middle: all but the lowest and the highest tenth of futures. Same sign: share of futures, with its {level} interval (Wilson). Conditions are shown only if they do better than chance, given all that were tried.",
        "中间范围：除去最低与最高各十分之一。同号占比附 {level} 区间（Wilson）。仅当优于所有尝试中的偶然结果时才给出条件。",
        level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    return Table(columns, tuple(rows), caption, widths=(0.2, 0.13, 0.17, 0.14, 0.36))


def _pictures(ledger: Ledger) -> tuple[Picture, ...]:
    dots = Picture(
        "futures",
        Text("Difference in each future, by what it depends on most", "各情形中的差值及其最主要的影响因素"),
        say(
            "Each dot is a future: the difference from the baseline, over the condition under which it fails or else the quantity that moves it most.",
            "每个点是一种情形：与基准方案之差，横轴为使其不成立的条件，或对其影响最大的数值。",
        ),
        (ledger.at(FUTURES, "future"),),
    )
    ranks = Picture(
        "futures_ranking",
        Text("How often each scenario has each rank", "各方案居各名次的情形占比"),
        say("Share of futures in which each scenario has each rank.", "各方案居各名次的情形占比。"),
        (ledger.at(REGRET, "best"),),
    )
    return dots, ranks


REASONS = {
    "always": say("it held in every future tried", "在所有情形中均成立"),
    "never": say("it held in no future tried", "在所有情形中均不成立"),
    "few": say("too few exceptions to say where", "例外过少，无法说明条件"),
    "none": say("no condition was found that does better than chance", "未发现优于偶然的条件"),
    "no finding": say("–", "–"),
}


def _condition(ledger: Ledger, one: Condition, labels: Mapping[str, Range]) -> Words:
    if not one.found:
        return REASONS.get(one.reason, REASONS["none"])
    row = one.scenario, one.indicator
    parts = []
    for k, limit in enumerate(one.limits):
        at = (*row, str(k + 1))
        label = labels[limit.name].quantity.label
        low, high = (ledger.general(LIMITS, end, *at, digits=4) if value is not None else None for end, value in (("low", limit.low), ("high", limit.high)))  # fmt: skip
        if limit.words:
            words = listed([CHOICES.get(word, Text(word, word)) for word in limit.words])
            parts.append(say("{label} is {words}", "{label}为{words}", label=label, words=words))
        elif low and high:
            parts.append(say("{label} is from {low} to {high}", "{label}在 {low} 至 {high} 之间", label=label, low=low, high=high))  # fmt: skip
        elif low:
            parts.append(say("{label} is at least {low}", "{label}不低于 {low}", label=label, low=low))
        else:
            parts.append(say("{label} is at most {high}", "{label}不高于 {high}", label=label, high=high))
    box = joined(parts, " and ", "且")
    numbers = {
        name: ledger.percent(HOLDS, name, *row) for name in ("density", "coverage", "held_density", "held_coverage")
    }
    if one.kind == "fails":
        return say(
            "mostly where {box}: it fails in {density} of these futures, {coverage} of all failures (judged on futures that it was not found on: {held_density}, {held_coverage})",
            "主要在{box}时：其中 {density} 不成立，占全部不成立情形的 {coverage}（以未用于寻找该条件的情形检验：{held_density}、{held_coverage}）",
            box=box, **numbers,
        )  # fmt: skip
    return say(
        "it holds mostly only where {box}: in {density} of these futures, {coverage} of all where it holds (judged on futures that it was not found on: {held_density}, {held_coverage})",
        "基本仅在{box}时成立：其中 {density} 成立，占全部成立情形的 {coverage}（以未用于寻找该条件的情形检验：{held_density}、{held_coverage}）",
        box=box, **numbers,
    )  # fmt: skip


def _regret(comparison: Comparison, ledger: Ledger, futures: Futures) -> Table:
    title = findings.titles(comparison)
    rows = []
    for indicator in MAIN:
        if (indicator, comparison.names[0]) not in ledger.rows(REGRET):
            continue
        declared = INDICATORS[indicator]
        largest = max(float(ledger.value(REGRET, "max", indicator, name)) for name in comparison.names)
        places = len(number(largest, declared.unit).partition(".")[2]) if math.isfinite(largest) else 2
        cells = [Cell(of(declared.label), below=of(read_in(declared.unit)))]
        for name in comparison.names:
            worst = ledger.fixed(REGRET, "max", indicator, name, places=places, unit=declared.unit)
            mean = ledger.fixed(REGRET, "mean", indicator, name, places=places, unit=declared.unit)
            least = bool(ledger.value(REGRET, "least", indicator, name))
            below = say("on average {mean}", "平均 {mean}", mean=mean)
            cells.append(Cell(worst, True, "strong" if least else "", below))
        rows.append(Row(tuple(cells), name=indicator))
    columns = head(say("Largest regret", "最大遗憾值"), *((title[name],) for name in comparison.names))
    caption = say(
        "Regret: how far a scenario is behind the one that does best in the same future. Bold: no other scenario's largest regret is smaller.",
        "遗憾值：在同一情形中与表现最好的方案相差多少。粗体：没有其他方案的最大遗憾值更小。",
    )
    return Table(columns, tuple(rows), caption, style="tight")


def _ranges(ledger: Ledger, futures: Futures) -> Table:
    rows = []
    for one in futures.sampling.over:
        if one.words:
            span = listed([CHOICES.get(word, Text(word, word)) for word in one.words])
        else:
            span = joined([ledger.general(RANGES, end, one.name) for end in ("low", "high")], " – ", " – ")
        rows.append(
            Row((Cell(of(one.quantity.label)), Cell(span, True), Cell(of(unit(one.quantity.unit)))), name=one.name)
        )
    columns = head(say("Quantity", "数值"), (say("Range", "范围"),), say("Unit", "单位"))
    return Table(columns, tuple(rows), NOTHING, say("What varied over the futures", "各情形中变动的数值"), "tight")
