"""What `cogov compare` says on the screen: imported once there is something to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ....core.quantity import STATUS_LABELS
from ....core.text import Text
from ....evidence.contest.conditions import Conditions
from ....experiments.comparison.gains import LONG, OUTCOME_LABELS
from ....model.quantities.indicators import INDICATORS, MAIN
from ....reports.decision import findings
from ....reports.decision.comparison import Comparison
from ....reports.decision.sections.residents import in_words
from ....reports.format.numbers import change, decimals_of, decimals_of_levels, level, percent, span
from ....reports.format.words import DRAWN, read_in
from ....runs.intervals import Interval
from ..options import console
from .contest_summary import show_contest
from .futures_summary import show_futures

Say = Callable[[str, str], None]


def show(
    result: Comparison, folder: Path, everything: bool, language: str, conditions: Conditions | None = None
) -> None:
    """Print times, findings, differences, who gains, what is assumed, and where the files are."""
    screen = console()

    def say(en: str, zh: str, style: str = "") -> None:
        screen.print(Text(en, zh)[language], markup=False, style=style)

    _say_times(result, say)
    screen.print()
    headline = findings.headline(result, result.ledger, findings.outcomes(result, result.ledger))
    say(headline.en, headline.zh, "bold")
    for one in findings.against_baseline(result, result.ledger):
        say(one.en, one.zh)
    base = findings.titles(result)[result.names[0]]
    window = min(52, result.setting.weeks)
    screen.print()
    say(
        f"Paired differences from {base.en}, with 95 % intervals, last {window} weeks; those of shares in percentage points",
        f"与{base.zh}的配对差值及 95 % 区间（最后 {window} 周；比率之差以百分点表示）",
        "bold",
    )
    _show_differences(screen, result, everything, language)
    if result.replicates > 1:
        say("blue: better, yellow: worse (the interval leaves zero out)", "蓝色：更好；黄色：更差（区间不含零）", "dim")
    _say_residents(result, say)
    screen.print()
    better, worse = OUTCOME_LABELS["better"], OUTCOME_LABELS["worse"]
    say(
        f"Who gains and who loses against {base.en}: {better.en} / {worse.en}",
        f"与{base.zh}相比，谁受益，谁受损：{better.zh} / {worse.zh}",
        "bold",
    )
    _show_gains(screen, result, language)
    show_futures(screen, result, say, language)
    if conditions is not None:
        show_contest(result, conditions, language)
    _say_what_it_rests_on(result, say)
    report = folder / "report.html"
    say(f"Report: {report}", f"报告：{report}")


def _say_residents(result: Comparison, say: Say) -> None:
    """Print what residents contribute to the differences, where ablations were run."""
    for one in in_words(result, result.ledger):
        say(one.en, one.zh)


def _say_times(result: Comparison, say: Say) -> None:
    timing, runs = result.timing, len(result.names) * result.replicates
    rate = runs / max(timing["run_seconds"], 1e-9)
    say(
        f"Compiled in {timing['compile_seconds']:.1f} s; {runs} runs of {result.setting.weeks} weeks in "
        f"{timing['run_seconds']:.1f} s ({rate:.2g} a second, {timing['workers']} processes).",
        f"编译 {timing['compile_seconds']:.1f} 秒；{runs} 次运行（每次 {result.setting.weeks} 周）共 "
        f"{timing['run_seconds']:.1f} 秒（每秒 {rate:.2g} 次，{timing['workers']} 个进程）。",
    )


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(escape(column), justify="right" if place else "left", overflow="fold")
    return table


def _show_differences(screen: Console, result: Comparison, everything: bool, language: str) -> None:
    others = result.names[1:]
    title = findings.titles(result)
    table = _table(Text("Indicator", "指标")[language], *(title[name][language] for name in result.names))
    differences = result.table().set_index(["scenario", "indicator"])
    below = {part: main for main in MAIN for part in findings.parts(result, main)}
    first = [one for main in MAIN for one in (main, *(part for part in below if below[part] == main))]
    for indicator in (*first, *(one for one in result.indicators if one not in first)) if everything else first:
        declared = INDICATORS[indicator]
        rows = [differences.loc[(name, indicator)] for name in others]
        intervals = [Interval(row["difference"], row["low"], row["high"], int(row["replicates"])) for row in rows]
        places = [decimals_of(found, declared.unit) for found in intervals]
        label = f"{'  ' if indicator in below else ''}{escape(declared.label[language])} [dim]· {escape(read_in(declared.unit)[language])}[/dim]"
        base = level(rows[0]["baseline"], decimals_of_levels(min(places), declared.unit), declared.unit)
        better = declared.extra["better"]
        cells = (_cell(found, place, better, declared.unit, language) for found, place in zip(intervals, places))
        table.add_row(label, base, *cells)
    screen.print(table)


def _cell(found: Interval, places: int, better: int, unit: str, language: str) -> str:
    """Return a difference with its interval, in colour where it is clearly better or worse."""
    text = change(found.mean, places, unit)
    if found.count > 1:
        text += f" [dim]({span(found, places, unit)[language]})[/dim]"
    if not found.clear or not better:
        return text
    colour = "blue" if found.mean * better > 0 else "yellow"
    return f"[{colour}]{text}[/{colour}]"


def _show_gains(screen: Console, result: Comparison, language: str) -> None:
    title, others = findings.titles(result), result.names[1:]
    gains: Any = result.gains(lang=language)
    gains = gains[~gains["group"].isin(LONG)]
    table = _table(Text("Residents", "居民")[language], *(title[name][language] for name in others))
    for (_, category), rows in gains.groupby(["group", "category"], sort=False):
        cells = []
        for name in others:
            row = rows[rows["scenario"] == name].iloc[0]
            cells.append("-" if row["suppressed"] else f"{percent(row['better'])} / {percent(row['worse'])}")
        table.add_row(escape(str(category)), *cells)
    screen.print(table)


def _say_what_it_rests_on(result: Comparison, say: Say) -> None:
    """Say what was spent, how many numbers are assumed, what was drawn, and what the budget or the precision did not reach."""
    spending = sorted({round(plan.total / plan.residents, 2) for facts in result.facts for plan in facts.plans})
    amounts = " - ".join(f"{amount:g}" for amount in spending)
    say(f"Spending in every scenario: {amounts} yuan a resident a year.", f"各方案支出：{amounts} 元/居民/年。")
    counts = Counter(quantity.status for quantity, _ in result.facts[0].assumptions)
    say(
        f"Numbers behind this: {', '.join(f'{n} {STATUS_LABELS[status].en}' for status, n in counts.items())}. "
        "Intervals cover random variation in the model only. The report lists all of them.",
        f"所依据的数值：{'、'.join(f'{STATUS_LABELS[status].zh} {n} 个' for status, n in counts.items())}。"
        "区间仅反映模型的随机性。详见报告。",
    )
    if result.setting.population is None:
        say("Residents are drawn from the model's defaults.", "居民按模型默认分布随机生成。")
    else:
        _say_drawn(result, say)
    if result.reached is not None and not result.reached.enough:
        n = result.replicates
        say(f"The precision asked for was not reached with {n} replicates.", f"{n} 次重复后仍未达到所要求的精度。")
    title = findings.titles(result)
    for name, facts in zip(result.names, result.facts):
        for plan in facts.plans:
            if plan.warning.en:
                say(f"{title[name].en}: {plan.warning.en}", f"{title[name].zh}：{plan.warning.zh}")


def _say_drawn(result: Comparison, say: Say) -> None:
    """Say which columns of residents came from the data and which were drawn."""
    shares = {DRAWN[name]: share for name, share in result.facts[0].drawn.items() if name in DRAWN}
    given = [label for label, share in shares.items() if share == 0]
    drawn = [(label, percent(share)) for label, share in shares.items() if share > 0]
    folder = result.setting.population.provenance.get("folder", "")
    say(
        f"Residents from {folder}: {', '.join(label.en for label in given) or '-'}; "
        f"drawn: {', '.join(f'{label.en} ({share})' for label, share in drawn) or '-'}.",
        f"居民来自 {folder}：{'、'.join(label.zh for label in given) or '-'}；"
        f"随机生成：{'、'.join(f'{label.zh}（{share}）' for label, share in drawn) or '-'}。",
    )
