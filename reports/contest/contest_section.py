"""The contest in a report: hours of search, how the answer changes with control, costs and a crisis, what decides each outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.figure import Figure

from ...core.text import Text
from ...evidence.contest.conditions import Conditions
from ...evidence.contest.declared import ABLATIONS, AS_IT_IS, CONDITIONS, CONTRAST, Condition
from ...experiments.comparison.moments import CRISIS, END, OUTCOMES, RULES
from ...experiments.comparison.result import Comparison
from ...model.quantities.indicators import INDICATORS
from ..decision import findings
from ..decision.sections.when import moment_head, with_bounds
from ..decision.when_figure import lead_over_time, plotted
from ..document.blocks import Block, Cell, Heading, Para, Picture, Row, Section, Table, Words, head, joined, of, say
from ..document.ledger import Ledger
from ..format.numbers import change, decimals_of
from ..format.style import settled, style
from ..format.words import points, read_in

ANSWERS, HOURS, DECIDES = "tables/conditions.csv", "tables/search_hours.csv", "tables/ablations.csv"
FILES = (ANSWERS, HOURS, DECIDES)

CONTROLLED = (CONDITIONS[0], AS_IT_IS, CONDITIONS[1])
"""No, low and high control: no table shows who decides without how controlled."""


def enter(ledger: Ledger, conditions: Conditions) -> None:
    """Give the ledger the tables of the contest."""
    key = ("condition", "scenario", "since", "quarters", "indicator")
    ledger.add(ANSWERS, conditions.table, key, ("condition",))
    ledger.add(HOURS, conditions.hours, ("condition", "scenario"))
    ledger.add(DECIDES, conditions.ablation_table, ("indicator", "ablation"))


@dataclass(frozen=True)
class Contest:
    """The contest as an addition to the report of its comparison."""

    conditions: Conditions

    @property
    def figures(self) -> Mapping[str, Callable[[Comparison, str], Figure]]:
        """The course after rules began and after a crisis, where the runs hold it."""
        if not crisis_held(self.conditions):
            return {}
        return {"crisis": partial(draw_crisis, self.conditions)}

    def enter(self, ledger: Ledger) -> None:
        """Give the ledger the tables of the contest."""
        enter(ledger, self.conditions)

    def section(self, comparison: Comparison, ledger: Ledger) -> Section:
        """Return the section."""
        return section(comparison, ledger, self.conditions)


def crisis_held(conditions: Conditions) -> bool:
    """Return whether the runs are long enough to see a crisis."""
    return any(one.since == CRISIS for one in conditions.when["crisis"])


def draw_crisis(conditions: Conditions, comparison: Comparison, language: str) -> Figure:
    """Draw the lead since rules began, and since the crisis."""
    table = conditions.table
    kinds = [
        (since, plotted(table[(table["condition"] == name) & (table["since"] == since)]))
        for name, since in ((AS_IT_IS.name, RULES), ("crisis", CRISIS))
    ]
    with style(language) as possible:
        return settled(lead_over_time(comparison, kinds, possible))


def label_of(condition: Condition) -> Text:
    """Return what a condition is called in a table; the condition as it is by its control."""
    return Text("low control (as compared)", "弱考核（本次比较）") if condition is AS_IT_IS else condition.label


def section(comparison: Comparison, ledger: Ledger, conditions: Conditions) -> Section:
    """Return the section."""
    title, base = findings.titles(comparison), comparison.names[0]
    intro = say(
        "Who decides is compared at equal control and purse. {base} is the reference: every community searches for itself. Hours of search follow from how well residents are served, so they are listed, and one condition makes them equal. Differences are paired, at the end of the run; each condition makes the first pairs of the comparison again.",
        "在考核与经费相同的条件下比较由谁决定。参照为{base}：各社区自行探索。探索工时取决于居民得到的服务，因此逐项列出，并有一种条件使工时相等。差值为期末的配对差值；每种条件重新运行比较中的前若干对。",
        base=title[base],
    )  # fmt: skip
    blocks: list[Block] = [
        Para(intro),
        Heading(say("Hours of search", "探索工时")),
        _hours(comparison, ledger, conditions),
        Heading(say("How the answer changes", "结论如何变化")),
        _answers(comparison, ledger, conditions),
    ]
    if crisis_held(conditions):
        blocks += [
            Heading(say("After a crisis", "危机之后")),
            *_crisis(comparison, ledger, conditions),
            Picture(
                "crisis",
                Text("Lead after rules began and after the crisis", "规则实施后与危机发生后的领先幅度"),
                say(
                    "Lead over {base}: above since rules began, below since the crisis.",
                    "相对{base}的领先幅度：上排自规则实施起，下排自危机发生起。",
                    base=title[base],
                ),
                (ledger.at(ANSWERS, "difference", "crisis", comparison.names[1], END, "0", OUTCOMES[0]),),
            ),
        ]
    blocks += [Heading(say("What decides it", "决定因素")), *_decides(comparison, ledger, conditions)]
    return Section(
        "contest", say("Who decides, at equal control and purse", "同等考核与经费下由谁决定"), tuple(blocks), results=True
    )  # fmt: skip


def _hours(comparison: Comparison, ledger: Ledger, conditions: Conditions) -> Table:
    title = findings.titles(comparison)
    rows = []
    for one in (*CONTROLLED, *CONDITIONS[2:]):
        cells = []
        for arm in conditions.arms:
            key = one.name, arm
            equal = bool(ledger.value(HOURS, "equal", *key))
            apart = of("") if arm == conditions.arms[0] else ledger.relative(HOURS, "relative", *key)
            cells.append(Cell(ledger.fixed(HOURS, "hours", *key, places=3), True, "" if equal else "worse", apart))
        rows.append(Row((Cell(of(label_of(one))), *cells), "main" if one is AS_IT_IS else ""))
    caption = say(
        "Hours a resident a year that are spent on looking for better rules, from every source; below, how far from the reference. Marked where further than {equal} from it.",
        "每位居民每年用于探索更好规则的工时，不论由谁承担；下方为与参照之差。相差超过 {equal} 者另行标出。",
        equal=ledger.percent(HOURS, "limit", AS_IT_IS.name, conditions.arms[0]),
    )  # fmt: skip
    columns = head(say("Condition", "条件"), *((title[name],) for name in conditions.arms))
    return Table(columns, tuple(rows), caption, style="summary", widths=_widths(len(conditions.arms)))


def _widths(columns: int) -> tuple[float, ...]:
    return (0.3, *[0.7 / columns] * columns)


def _answers(comparison: Comparison, ledger: Ledger, conditions: Conditions) -> Table:
    """Return the differences at the end: outcome by outcome, for each control, then costs and crisis."""
    title, others = findings.titles(comparison), conditions.arms[1:]
    rows = []
    for outcome in OUTCOMES:
        declared = INDICATORS[outcome]
        rows.append(Row((Cell(joined([declared.label, read_in(declared.unit)], ", ", "，")),), "group", outcome))
        for one in (*CONTROLLED, *CONDITIONS[2:]):
            cells = [
                with_bounds(ledger, ANSWERS, (one.name, arm, END, "0", outcome), declared.extra["better"])
                for arm in others
            ]
            rows.append(Row((Cell(of(label_of(one))), *cells), "main" if one is AS_IT_IS else ""))
    caption = say(
        "Difference from {base} at the end, with its interval. Low control has all {n} pairs, the other conditions the first {m}; costs without a source are those of hearing, copying, adoption, burden and paper.",
        "期末与{base}之差及其区间。弱考核为全部 {n} 对，其余条件为前 {m} 对；没有来源的成本指征询、借鉴、落实、强制负担与纸面落实。",
        base=title[conditions.arms[0]], n=ledger.setting("replicates"),
        m=ledger.whole(ANSWERS, "replicates", CONDITIONS[0].name, others[0], END, "0", OUTCOMES[0]),
    )  # fmt: skip
    columns = head(say("Outcome and condition", "结果与条件"), *((title[name],) for name in others))
    return Table(columns, tuple(rows), caption, style="summary", widths=_widths(len(others)))


def _crisis(comparison: Comparison, ledger: Ledger, conditions: Conditions) -> list[Table]:
    title, base = findings.titles(comparison), conditions.arms[0]
    after = [one for one in conditions.when["crisis"] if one.since == CRISIS]
    columns = head(say("Outcome", "结果"), *((moment_head(one),) for one in after))
    tables = []
    for arm in conditions.arms[1:]:
        rows = []
        for outcome in OUTCOMES:
            declared = INDICATORS[outcome]
            cells = [
                with_bounds(ledger, ANSWERS, ("crisis", arm, one.since, str(one.quarters), outcome), declared.extra["better"])
                for one in after
            ]  # fmt: skip
            rows.append(Row((Cell(of(declared.label), below=of(read_in(declared.unit))), *cells), "main", outcome))
        caption = say(
            "{one} less {base}, low control in both; all conditions are drawn again after two years",
            "{one}减{base}，均为弱考核；两年后全部条件重新抽取",
            one=title[arm], base=title[base],
        )  # fmt: skip
        tables.append(Table(columns, tuple(rows), caption, style="summary", widths=_widths(len(after))))
    return tables


def _decides(comparison: Comparison, ledger: Ledger, conditions: Conditions) -> list[Block]:
    """Return what decides each outcome, and the table of all ablations."""
    title = findings.titles(comparison)
    first, second = title[CONTRAST[0]], title[CONTRAST[1]]
    lines = [_decided(ledger, conditions, outcome, first, second) for outcome in OUTCOMES]
    rule = say(
        "Each ablation sets one cause at neutral and runs the same pairs again. The one that decides is, of those that clearly bring a clear difference nearer to zero, the one that leaves least of it; {level} is shared by all ablations of an outcome.",
        "每项消融将一个因素取为中性，并重新运行相同的配对。决定因素是在明确缩小明确差异的各项中，使剩余差异最小的一项；同一结果的全部消融共享 {level}。",
        level=ledger.setting_percent("confidence"),
    )  # fmt: skip
    rows = []
    for outcome in OUTCOMES:
        rows.append(Row((Cell(of(INDICATORS[outcome].label)),), "group", outcome))
        for one in ABLATIONS:
            key = outcome, one.name
            strong = "strong" if ledger.value(DECIDES, "decides", *key) else ""
            rows.append(
                Row(
                    (
                        Cell(of(one.label), tone=strong),
                        _bounded(ledger, key, "before"),
                        _bounded(ledger, key, "after"),
                        Cell(ledger.percent(DECIDES, "closed", *key), True, strong),
                    )
                )
            )
    columns = head(say("Ablation", "消融"), (say("Difference", "差值"),), (say("With it", "消融后"),), (say("Closed", "缩小的比例"),))  # fmt: skip
    caption = say("{one} less {other}, low control in both, at the end", "{one}减{other}，均为弱考核，期末", one=first, other=second)  # fmt: skip
    fold = say("All ablations", "全部消融")
    return [*(Para(one) for one in lines), Para(rule, "note"), Table(columns, tuple(rows), caption, fold, "tight", (0.46, 0.2, 0.2, 0.14))]  # fmt: skip


def _bounded(ledger: Ledger, key: tuple[str, str], what: str) -> Cell:
    columns = (what, f"{what}_low", f"{what}_high")
    difference, span, _ = ledger.interval(DECIDES, columns, *key, unit=INDICATORS[key[0]].unit)
    return Cell(difference, True, below=span)


def _decided(ledger: Ledger, conditions: Conditions, outcome: str, first: Text, second: Text) -> Words:
    """Say what decides one outcome."""
    tried = [one for one in conditions.ablations if one.outcome == outcome]
    label = INDICATORS[outcome].label
    before = tried[0].before
    key = outcome, tried[0].condition.name
    places = decimals_of(before, INDICATORS[outcome].unit)
    difference = ledger.signed(DECIDES, "before", *key, places=places, unit=INDICATORS[outcome].unit)
    if not before.clear:
        return say(
            "{label}: {first} and {second} do not differ clearly ({difference}{points}), so there is nothing to decide.",
            "{label}：{first}与{second}无明确差异（{difference}{points}），无须寻找决定因素。",
            label=label, first=first, second=second, difference=difference, points=points(INDICATORS[outcome].unit),
        )  # fmt: skip
    chosen = next((one for one in tried if one.decides), None)
    if chosen is None:
        return say(
            "{label}: {first} differs from {second} by {difference}{points}; none of the ablations closes that clearly.",
            "{label}：{first}与{second}相差 {difference}{points}；没有一项消融能明确缩小这一差异。",
            label=label, first=first, second=second, difference=difference, points=points(INDICATORS[outcome].unit),
        )  # fmt: skip
    after = ledger.signed(
        DECIDES, "after", outcome, chosen.condition.name, places=places, unit=INDICATORS[outcome].unit
    )
    return say(
        "{label}: {first} differs from {second} by {difference}{points}; decided by {what}, which leaves {after}{points}.",
        "{label}：{first}与{second}相差 {difference}{points}；起决定作用的是{what}，取中性后剩余 {after}{points}。",
        label=label, first=first, second=second, difference=difference, points=points(INDICATORS[outcome].unit), what=chosen.condition.label, after=after,
    )  # fmt: skip


def summary(conditions: Conditions, language: str) -> Sequence[str]:
    """Return what decides each outcome as lines for a terminal."""
    lines = []
    for outcome in OUTCOMES:
        tried = [one for one in conditions.ablations if one.outcome == outcome]
        before, label = tried[0].before, INDICATORS[outcome].label[language]
        places = decimals_of(before, INDICATORS[outcome].unit)
        chosen = next((one for one in tried if one.decides), None)
        if chosen is not None:
            what = chosen.condition.label[language]
            after = change(chosen.after.mean, places, INDICATORS[outcome].unit)
            lines.append(Text(f"{label}: {change(before.mean, places, INDICATORS[outcome].unit)}, {after} with {what}", f"{label}：{change(before.mean, places, INDICATORS[outcome].unit)}；{what}后 {after}")[language])  # fmt: skip
        else:
            none = Text("no ablation closes it clearly", "没有一项消融能明确缩小")[language] if before.clear else Text("no clear difference", "无明确差异")[language]  # fmt: skip
            lines.append(
                f"{label}{'：' if language == 'zh' else ': '}{change(before.mean, places, INDICATORS[outcome].unit)}{'；' if language == 'zh' else ', '}{none}"
            )
    return lines
