"""What a report rests on: what is assumed, what was data, what the scenarios are, what it must not be used for."""

from __future__ import annotations

from typing import Any

from ....core.quantity import STATUS_LABELS
from ....core.text import Text
from ....experiments.comparison.result import Comparison
from ....model.quantities.lever_groups import KINDS
from ....model.quantities.levers import LEVERS
from ....runs.files.manifest import scenario_file
from ....scenarios import Scenario
from ...document.blocks import (
    NOTHING,
    Block,
    Bullets,
    Cell,
    Heading,
    Mono,
    Para,
    Row,
    Section,
    Table,
    Words,
    head,
    joined,
    of,
    say,
)
from ...document.ledger import Ledger
from ...format.numbers import percent, whole
from ...format.words import DRAWN, shown, unit
from .. import findings
from ..sentences import assumed


def assumptions(comparison: Comparison, ledger: Ledger) -> Section:
    """Return the numbers that are assumed or calibrated, and what came from data."""
    blocks: list[Block] = [Para(assumed(ledger)), _numbers(comparison, ledger)]
    blocks.append(Heading(say("What was data and what was drawn", "哪些来自数据，哪些为随机生成")))
    blocks += _data(comparison)
    return Section("assumptions", say("What is assumed", "模型假定"), tuple(blocks))


def _numbers(comparison: Comparison, ledger: Ledger) -> Table:
    setting = comparison.setting
    changed = {*setting.environment, *setting.constants}
    changed |= {name for name in ("residents", "communities") if getattr(setting, name) is not None}
    rows = []
    file = "tables/assumptions.csv"
    for quantity, _ in comparison.facts[0].assumptions:
        name = quantity.name
        plausible = say("–", "–")
        if quantity.plausible:
            ends = (ledger.general(file, f"plausible_{end}", name) for end in ("low", "high"))
            plausible = joined(ends, " – ", " – ")
        by_command = say("set by the command", "由命令设定") if name in changed else NOTHING
        rows.append(
            Row(
                (
                    Cell(of(quantity.label), below=of(Mono(name))),
                    Cell(_value(ledger, file, name), True, "strong" if name in changed else ""),
                    Cell(of(unit(quantity.unit))),
                    Cell(plausible, True),
                    Cell(of(STATUS_LABELS[quantity.status]), below=by_command),
                    Cell(of(quantity.source)),
                ),
                name=name,
            )
        )
    columns = head(
        say("Quantity", "数值"), (say("Value", "取值"),), say("Unit", "单位"), (say("Plausible", "合理范围"),),
        say("Status", "依据"), say("Source", "来源"),
    )  # fmt: skip
    fold = say("Table of all assumed and calibrated numbers", "全部假定与校准数值")
    return Table(columns, tuple(rows), NOTHING, fold, "tight page", (0.3, 0.1, 0.17, 0.12, 0.1, 0.21))


def _value(ledger: Ledger, file: str, *row: str) -> Words:
    """Return the value of a lever or parameter; a choice in words."""
    value = ledger.value(file, "value", *row)
    return of(shown(value)) if isinstance(value, str) else ledger.general(file, "value", *row)


def _data(comparison: Comparison) -> list[Block]:
    population = comparison.setting.population
    if population is None:
        return [Para(say("No data folder was given: every resident is drawn from the model's defaults.", "未提供数据文件夹：所有居民均按模型默认分布随机生成。"))]  # fmt: skip
    data = population.summary()
    title = data.get("title")
    named = of(title) if isinstance(title, str) else of(Text(**title)) if title else NOTHING
    parts = [
        say("{n} residents", "{n} 名居民", n=whole(data["residents"])),
        say("{n} communities", "{n} 个社区", n=data["communities"]),
    ]
    if data.get("ties"):
        parts.append(say("{n} ties", "{n} 条联系", n=whole(data["ties"])))
    if data.get("organizations"):
        parts.append(say("{n} organisations", "{n} 个社会组织", n=data["organizations"]))
    from_ = say(
        "Residents come from the data folder {folder}{title}: {parts}.",
        "居民来自数据文件夹 {folder}{title}：{parts}。",
        folder=Mono(str(data["folder"])), title=say(" ({title})", "（{title}）", title=named) if named else NOTHING,
        parts=joined(parts, ", ", "，"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(of(DRAWN.get(name, Text(name, name)))),
                Cell(of(percent(1 - share)), True),
                Cell(of(percent(share)), True),
            )
        )
        for name, share in comparison.facts[0].drawn.items()
    )
    columns = head(say("Column of residents", "居民属性"), (say("From data", "来自数据"),), (say("Drawn", "随机生成"),))
    notes = [Para(of(Text(**note)), "note") for note in (*data["notes"], *data["warnings"])]
    return [Para(from_), Table(columns, rows, style="tight narrow"), *notes]


def scenarios(comparison: Comparison, ledger: Ledger) -> Section:
    """Return what the scenarios are: the levers in which they differ, and each definition."""
    blocks: list[Block] = [
        Para(say("Scenarios differ in the values and dates of levers and in nothing else; no rule of the model knows which scenario it is in.", "方案之间只有政策杠杆的取值与时间不同；模型中没有任何规则知道自己处于哪个方案。"))
    ]  # fmt: skip
    differing = _differing(comparison, ledger)
    if differing is None:
        blocks.append(Para(say("At the start their levers are the same; they differ in dated changes, given below.", "各方案起始时杠杆取值相同，差别在于下列按时间发生的调整。")))  # fmt: skip
    else:
        blocks.append(differing)
    title = findings.titles(comparison)
    for one in comparison.setting.scenarios:
        blocks += _definition(comparison, ledger, one, title[one.name])
    return Section("scenarios", say("What the scenarios are", "方案定义"), tuple(blocks))


def _differing(comparison: Comparison, ledger: Ledger) -> Table | None:
    title, file = findings.titles(comparison), "tables/levers.csv"
    rows = []
    for name, declared in LEVERS.items():
        values = [scenario.levers[name] for scenario in comparison.setting.scenarios]
        if any(value != values[0] for value in values):
            cells = [
                Cell(_value(ledger, file, one, name), True, "strong" if value != declared.default else "")
                for one, value in zip(comparison.names, values)
            ]
            usual = Cell(_value(ledger, file, "status_quo (default)", name), True, "faint")
            rows.append(Row((Cell(of(declared.label), below=of(unit(declared.unit))), *cells, usual), name=name))
    if not rows:
        return None
    caption = say(
        "Levers in which the scenarios differ; bold: not as in the status quo.",
        "仅列出各方案取值不同的杠杆；粗体：与现状不同。",
    )
    setting = comparison.setting
    values = {**setting.levers, **setting.environment, **setting.constants}
    if values:
        given = joined([Mono(f"{name}={value}") for name, value in values.items()], ", ", "，")
        more = say("Set in every scenario by the command: {given}.", "命令中对所有方案统一设定：{given}。", given=given)
        caption = joined([caption, more], " ", "")
    columns = head(
        say("Lever", "政策杠杆"), *((title[name],) for name in comparison.names), (say("Status quo", "现状"),)
    )
    return Table(columns, tuple(rows), caption, style="tight")


def _definition(comparison: Comparison, ledger: Ledger, one: Scenario, title: Text) -> list[Block]:
    file = "tables/levers.csv"
    blocks: list[Block] = [Heading(of(title))]
    if one.question.en or one.question.zh:
        blocks.append(Para(of(one.question)))
    notes = [say("File: {file}.", "文件：{file}。", file=Mono(scenario_file(one)))]
    if one.claims:
        notes.append(say("Claims of the source essay: {claims}.", "对应原文论点：{claims}。", claims=", ".join(one.claims)))  # fmt: skip
    if one.extends:
        notes.append(say("Written as a departure from {name}.", "基于 {name}。", name=Mono(one.extends)))
    for kind, part in one.parts.items():
        notes.append(say("{kind}: {part}.", "{kind}：{part}。", kind=of(KINDS[kind][0]), part=Mono(part)))
    blocks.append(Para(joined(notes, " ", ""), "note"))
    departing = {
        name: value
        for name, value in one.levers.items()
        if name not in one.own and (name in one.reasons or value != LEVERS[name].default)
    }
    if one.own or departing:
        rows = [
            Row(
                (
                    Cell(of(LEVERS[name].label), below=of(unit(LEVERS[name].unit))),
                    Cell(_value(ledger, file, "status_quo (default)", name), True, "faint"),
                    Cell(_own(ledger, one, name, value), True),
                    Cell(of(one.reasons[name]) if name in one.reasons else say("–", "–")),
                ),
                name=name,
            )
            for name, value in {**one.own, **departing}.items()
        ]
        columns = head(
            say("Lever", "政策杠杆"), (say("Status quo", "现状"),), (say("Here", "本方案"),), say("Reason", "理由")
        )
        fold = say("{title}: its levers and their reasons", "{title}：杠杆取值与理由", title=title)
        blocks.append(Table(columns, tuple(rows), NOTHING, fold, "tight", (0.33, 0.11, 0.12, 0.44)))
    else:
        blocks.append(Para(say("Every lever is at the status quo.", "所有政策杠杆均为现状。")))
    if one.changes:
        blocks.append(_changes(one))
    return blocks


def _own(ledger: Ledger, one: Scenario, name: str, value: Any) -> Words:
    """Return the value that a scenario itself sets; one that something else replaced at the start is as written there."""
    if value == one.levers[name]:
        return _value(ledger, "tables/levers.csv", one.name, name)
    return of(shown(value))


def _changes(one: Scenario) -> Table:
    rows = [
        Row(
            (
                Cell(of(str(change.week)), True),
                Cell(of(LEVERS[name].label)),
                Cell(of(shown(value)), True),
                Cell(of(change.why)),
            )
        )
        for change in one.changes
        for name, value in change.levers.items()
    ]
    columns = head(
        (say("From week", "自第几周起"),), say("Lever", "政策杠杆"), (say("Value", "取值"),), say("Reason", "理由")
    )
    return Table(columns, tuple(rows), style="tight")


def limits() -> Section:
    """Return what a report must not be used for."""
    items = (
        say("To forecast satisfaction, disputes or costs of a named place.", "预测某个具体地方的满意度、纠纷或成本。"),
        say("To rate or rank real communities, officials, organisations or residents.", "对真实的社区、干部、组织或居民进行评价或排名。"),
        say("To decide anything about a single person: residents here are drawn, or stand for groups of a survey.", "对任何个人作出决定：这里的居民是随机生成的，或仅代表调查中的群体。"),
        say("As proof that a policy works. A comparison shows what follows from these mechanisms and these numbers; whether they hold has to be seen in the field.", "作为某项政策有效的证明。比较只说明由这些机制和数值推出的结果；其是否成立，须由实地检验。"),
        say("To quote a number without its interval and without the assumptions it rests on.", "脱离区间与前提假定单独引用某个数字。"),
    )  # fmt: skip
    return Section("limits", say("What this must not be used for", "不得用于以下用途"), (Bullets(items),))
