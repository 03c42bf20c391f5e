"""What `cogov compare` prints of the contest: hours of search, who leads under which control, when, and what decides it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ....core.text import Text
from ....evidence.contest.conditions import Conditions
from ....evidence.contest.declared import AS_IT_IS, CONDITIONS, CONTRAST
from ....experiments.comparison.moments import END, OUTCOMES, SINCE
from ....model.quantities.indicators import INDICATORS
from ....reports.contest.contest_section import CONTROLLED, label_of, summary
from ....reports.decision.comparison import Comparison
from ....reports.decision.findings import titles
from ....reports.format.numbers import change, decimals_of, fixed
from ....reports.format.words import read_in
from ....runs.intervals import Interval
from ..options import console


def show_contest(result: Comparison, conditions: Conditions, language: str) -> None:
    """Print the contest."""
    screen, title = console(), titles(result)

    def say(en: str, zh: str, style: str = "bold") -> None:
        screen.print(Text(en, zh)[language], markup=False, style=style)

    base = title[conditions.arms[0]]
    screen.print()
    say("Who decides, at equal control and purse", "同等考核与经费下由谁决定")
    _hours(screen, conditions, title, language)
    say(
        f"Differences from {base.en} at the end, by control, costs, hours and crisis; * the 95 % interval leaves zero out",
        f"期末与{base.zh}之差，按考核、成本、工时与危机列出；* 表示 95 % 区间不含零",
    )
    _answers(screen, conditions, title, language)
    say(f"When: differences from {base.en} by quarter, low control", f"何时：各季度与{base.zh}之差，弱考核")
    _when(screen, conditions, title, language)
    say(
        f"What decides it ({title[CONTRAST[0]].en} less {title[CONTRAST[1]].en})",
        f"决定因素（{title[CONTRAST[0]].zh}减{title[CONTRAST[1]].zh}）",
    )
    for line in summary(conditions, language):
        screen.print(f"  {line}", markup=False)


def _table(screen: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(escape(head), justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen.print(table)


def _difference(row: Any) -> str:
    found = Interval(row["difference"], row["low"], row["high"], int(row["replicates"]))
    text = change(found.mean, decimals_of(found, row["unit"]), row["unit"])
    return f"{text}*" if found.clear else text


def _named(outcome: str, language: str) -> str:
    declared = INDICATORS[outcome]
    return f"{declared.label[language]} · {read_in(declared.unit)[language]}"


def _hours(screen: Console, conditions: Conditions, title: dict[str, Text], language: str) -> None:
    hours = conditions.hours.set_index(["condition", "scenario"])
    heads = [Text("Hours of search a resident a year", "每位居民每年的探索工时")[language], *(title[arm][language] for arm in conditions.arms)]  # fmt: skip
    unlike = Text(" (unequal)", "（不相等）")[language]
    rows = []
    for one in (*CONTROLLED, *CONDITIONS[2:]):
        read = [hours.loc[(one.name, arm)] for arm in conditions.arms]
        rows.append([escape(label_of(one)[language]), *(fixed(row["hours"], 3) + ("" if row["equal"] else unlike) for row in read)])  # fmt: skip
    _table(screen, heads, rows)


def _answers(screen: Console, conditions: Conditions, title: dict[str, Text], language: str) -> None:
    table = conditions.table.set_index(["condition", "scenario", "since", "quarters", "indicator"]).sort_index()
    others = conditions.arms[1:]
    heads = [Text("Outcome", "结果")[language], Text("Condition", "条件")[language], *(title[arm][language] for arm in others)]  # fmt: skip
    rows = []
    for outcome in OUTCOMES:
        for k, one in enumerate((*CONTROLLED, *CONDITIONS[2:])):
            cells = (_difference(table.loc[(one.name, arm, END, 0, outcome)]) for arm in others)
            name = _named(outcome, language) if k == 0 else ""
            rows.append([escape(name), escape(label_of(one)[language]), *cells])
    _table(screen, heads, rows)


def _when(screen: Console, conditions: Conditions, title: dict[str, Text], language: str) -> None:
    table = conditions.table.set_index(["condition", "scenario", "since", "quarters", "indicator"]).sort_index()
    crisis = next(one for one in CONDITIONS if one.name == "crisis")
    for one, since in ((AS_IT_IS, "rules"), (crisis, "crisis")):
        quarters = [moment.quarters for moment in conditions.when[one.name] if moment.since == since]
        if not quarters:
            continue
        heads = [Text("Outcome", "结果")[language], Text("Quarters ", "季度数：")[language] + SINCE[since][language], *map(str, quarters)]  # fmt: skip
        rows = [
            [
                escape(_named(outcome, language)) if k == 0 else "",
                escape(title[arm][language]),
                *(_difference(table.loc[(one.name, arm, since, quarter, outcome)]) for quarter in quarters),
            ]
            for outcome in OUTCOMES
            for k, arm in enumerate(conditions.arms[1:])
        ]
        _table(screen, heads, rows)
