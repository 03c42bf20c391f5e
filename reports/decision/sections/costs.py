"""What the scenarios cost, in a report: money line by line, hours, cost of a resolved case, cost to residents."""

from __future__ import annotations

import math

from ....core.text import Text
from ....experiments.comparison.result import Comparison
from ....model.quantities.indicators import INDICATORS
from ....runs.intervals import Interval
from ...document.blocks import Block, Cell, Para, Picture, Row, Section, Table, Words, head, joined, of, say
from ...document.ledger import Ledger, between
from ...format.numbers import decimals_of, decimals_of_levels
from ...format.words import read_in, unit
from .. import findings
from ..findings import LEVELS
from ..sentences import spent

SPENDING = "tables/spending.csv"
COSTS = ("cost_per_resolution", "transaction_cost", "volunteer_hours", "utilisation", "spending")
"""Indicators that say what it costs, besides the plan of spending."""


def costs(comparison: Comparison, ledger: Ledger) -> Section:
    """Return what the scenarios cost."""
    free = say(" Residents' own hours have no price here.", "居民自己投入的时间不计价。")
    blocks: list[Block] = [
        Para(joined([spent(comparison, ledger), free])),
        _what_it_costs(comparison, ledger),
        Picture(
            "money",
            Text("Spending by purpose for each scenario", "各方案按用途的支出"),
            say("Spending by purpose, yuan a resident a year.", "按用途的支出，元/居民/年。"),
            (ledger.at(SPENDING, "value"),),
        ),
        _plan(comparison, ledger),
    ]
    title = findings.titles(comparison)
    for name, facts in zip(comparison.names, comparison.facts):
        for time, plan in zip(("start", "end"), facts.plans):
            if plan.warning.en:
                factor = ledger.percent(SPENDING, "value", name, time, "share paid")
                blocks.append(Para(_unpaid(title[name], factor), "warn"))
    return Section("costs", say("What it costs", "成本"), tuple(blocks), results=True)


def _unpaid(title: Text, factor: Words) -> Words:
    return say(
        "{title}: the budget pays {factor} of what the scenario asks for; see the plan of spending.",
        "{title}：预算只能满足所申请经费的 {factor}，见支出计划。",
        title=title, factor=factor,
    )  # fmt: skip


def _what_it_costs(comparison: Comparison, ledger: Ledger) -> Table:
    """Return costs of each scenario with the intervals of their means."""
    title = findings.titles(comparison)
    rows = []
    for indicator in COSTS:
        declared = INDICATORS[indicator]
        cells = [Cell(of(declared.label), below=of(read_in(declared.unit)))]
        for name in comparison.names:
            read = ledger.rows(LEVELS)[name, indicator]
            found = Interval(read["mean"], read["low"], read["high"], int(read["replicates"]))
            places = decimals_of_levels(decimals_of(found, declared.unit), declared.unit)
            mean, low, high = (ledger.fixed(LEVELS, column, name, indicator, places=places, unit=declared.unit) for column in ("mean", "low", "high"))  # fmt: skip
            wide = math.isfinite(found.low) and found.high > found.low
            cells.append(Cell(mean, True, below=between(low, high) if wide else say("", "")))
        rows.append(Row(tuple(cells), name=indicator))
    hours = [Cell(say("Paid hours", "有偿工时"), below=of(unit("h a resident a year")))]
    for name in comparison.names:
        hours.append(Cell(ledger.fixed(SPENDING, "value", name, "start", "paid hours", places=2), True))
    rows.insert(3, Row(tuple(hours)))
    caption = say(
        "Means of the last {window} weeks with {level} intervals of the mean. Paid hours: posts of the plan at the start, at full working time. Cost per resolution: all spending over truly resolved cases.",
        "最后 {window} 周的平均值及其 {level} 区间。有偿工时：期初计划岗位按全职工时计。每件解决成本：全部支出除以实际解决的案件数。",
        window=ledger.setting("weeks summarised"), level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    columns = head(say("Cost", "成本"), *((title[name],) for name in comparison.names))
    return Table(columns, tuple(rows), caption)


def _plan(comparison: Comparison, ledger: Ledger) -> Table:
    """Return the plan of spending, line by line."""
    title = findings.titles(comparison)
    plans = [
        (name, time, plan)
        for name, facts in zip(comparison.names, comparison.facts)
        for time, plan in zip(("start", "end"), facts.plans)
    ]
    at_end = say("at the end", "期末")
    columns = [Cell(say("Yuan a resident a year", "元/居民/年"))]
    columns += [Cell(of(title[name]), True, below=at_end if time == "end" else say("", "")) for name, time, _ in plans]
    rows = []
    for line in plans[0][2].lines:
        cells = [
            Cell(ledger.fixed(SPENDING, "value", name, time, line.name, places=2), True) for name, time, _ in plans
        ]
        rows.append(Row((Cell(of(line.label)), *cells), name=line.name))
    total = [Cell(ledger.fixed(SPENDING, "value", name, time, "total", places=2), True) for name, time, _ in plans]
    rows.append(Row((Cell(say("Total", "合计")), *total), "sum", "total"))
    paid = [Cell(ledger.percent(SPENDING, "value", name, time, "share paid"), True) for name, time, _ in plans]
    rows.append(Row((Cell(say("Share of purchases that could be paid", "申请经费的满足比例")), *paid)))
    staff = [Cell(ledger.fixed(SPENDING, "value", name, time, "community staff", places=1), True) for name, time, _ in plans]  # fmt: skip
    rows.append(Row((Cell(say("Community staff", "社区工作者"), below=of(unit("FTE per 10,000 residents"))), *staff)))
    caption = say("Prices are assumptions; they are listed among them.", "单价均为假定，见假定一节。")
    return Table(tuple(columns), tuple(rows), caption, say("Plan of spending, line by line", "支出计划明细"), "tight")
