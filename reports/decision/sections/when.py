"""When, in a report: differences some quarters after rules began, or after a crisis, next to those at the end."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.text import Text
from ....experiments.comparison.moments import CRISIS, END, OUTCOMES, Moment
from ....experiments.comparison.result import Comparison
from ....model.quantities.indicators import INDICATORS
from ...document.blocks import Block, Cell, Para, Picture, Row, Section, Table, Words, head, of, say
from ...document.ledger import Ledger
from ...format.words import read_in
from .. import findings

WHEN = "tables/when.csv"


def moment_head(moment: Moment) -> Words:
    """Return the head of a column: how long after, or the end."""
    if moment.since == END:
        return say("At the end", "期末")
    number = of(str(moment.quarters))
    if moment.since == CRISIS:
        return say("{n} after the crisis", "危机后第 {n} 季度", n=number)
    return say("{n} quarters", "{n} 个季度", n=number) if moment.quarters > 1 else say("{n} quarter", "{n} 个季度", n=number)  # fmt: skip


def with_bounds(ledger: Ledger, file: str, row: tuple[str, ...], better: int) -> Cell:
    """Return a difference above its interval, toned where it is clearly better or worse."""
    difference, span, found = ledger.interval(file, ("difference", "low", "high"), *row, unit=INDICATORS[row[-1]].unit)
    tone = ("better" if found.mean * better > 0 else "worse") if found.clear and better else ""
    return Cell(difference, True, tone, span)


def when(comparison: Comparison, ledger: Ledger) -> Section:
    """Return the section: one table for each scenario, and the figure."""
    title, base = findings.titles(comparison), comparison.names[0]
    intro = say(
        "Rules are first decided at the end of the first quarter, and time counts from there. Each number is a paired difference from {base} over the quarter that ends then; the last column is the last {window} weeks.",
        "规则在第一个季度末首次作出决定，时间由此起算。每个数为与{base}的配对差值，取截至该时点的一个季度；最后一列为最后 {window} 周。",
        base=title[base], window=ledger.setting("weeks summarised"),
    )  # fmt: skip
    blocks: list[Block] = [Para(intro)]
    moments = comparison.moments
    columns = head(say("Outcome", "结果"), *((moment_head(one),) for one in moments))
    width = 0.72 / len(moments)
    for name in comparison.names[1:]:
        rows = []
        for indicator in OUTCOMES:
            declared = INDICATORS[indicator]
            better = declared.extra["better"]
            cells = [
                with_bounds(ledger, WHEN, (name, base, one.since, str(one.quarters), indicator), better)
                for one in moments
            ]
            rows.append(Row((Cell(of(declared.label), below=of(read_in(declared.unit))), *cells), "main", indicator))
        caption = say("{one} less {base}; {control}", "{one}减{base}；{control}", one=title[name], base=title[base], control=control_words(comparison, ledger, (name, base)))  # fmt: skip
        blocks.append(Table(columns, tuple(rows), caption, style="summary", widths=(0.28, *[width] * len(moments))))
    at = tuple(ledger.at(WHEN, "difference", name, base, one.since, str(one.quarters), OUTCOMES[0]) for name in comparison.names[1:] for one in moments[:1])  # fmt: skip
    words = say(
        "Lead over {base} by quarter, with {level} intervals; above the line is better.",
        "各季度相对{base}的领先幅度及 {level} 区间；线上为更好。",
        base=title[base], level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    blocks.append(Picture("when", Text("Lead over time", "领先幅度随时间的变化"), words, at))
    return Section("when", say("When", "何时"), tuple(blocks), results=True)


def control_words(comparison: Comparison, ledger: Ledger, names: Sequence[str]) -> Words:
    """Return how scenarios are controlled: no table shows who decides without it."""
    values = {name: float(ledger.value("tables/levers.csv", "value", name, "kpi_power")) for name in names}
    number = {name: ledger.general("tables/levers.csv", "value", name, "kpi_power", digits=2) for name in names}
    if len(set(values.values())) == 1:
        return say("control: KPI power {kpi} in both", "考核强度均为 {kpi}", kpi=number[names[0]])
    title = findings.titles(comparison)
    return say(
        "control differs: KPI power {one} under {first}, {two} under {second}",
        "考核不同：{first}考核强度为 {one}，{second}为 {two}",
        one=number[names[0]], first=title[names[0]], two=number[names[1]], second=title[names[1]],
    )  # fmt: skip
