"""What `cogov compare --futures` says on the screen: in how many futures findings hold, where they fail, the regret."""

from __future__ import annotations

from collections.abc import Callable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ....core.text import Text
from ....experiments.futures.result import Futures
from ....model.quantities.indicators import INDICATORS, MAIN
from ....reports.decision import findings, futures_text
from ....reports.decision.comparison import Comparison
from ....reports.format.numbers import level, percent
from ....reports.format.words import read_in

Say = Callable[..., None]


def show_futures(screen: Console, result: Comparison, say: Say, language: str) -> None:
    """Print what became of the findings over futures; nothing without any."""
    futures = result.futures
    if futures is None:
        return
    screen.print()
    base = findings.titles(result)[result.names[0]]
    say(
        f"Futures: share in which the difference from {base.en} has the same sign as above",
        f"各种情形：与{base.zh}之差与上表方向相同的比例",
        "bold",
    )
    _show_held(screen, result, futures, language)
    for sentence in (futures_text.headline(result), futures_text.about(result)):
        say(sentence.en, sentence.zh)
    for one in futures.conditions:
        if one.found:
            title = findings.titles(result)[one.scenario]
            said, label = futures_text.condition_sentence(one), INDICATORS[one.indicator].label
            say(f"- {title.en}, {label.en}: {said.en}", f"- {title.zh}，{label.zh}：{said.zh}")
    screen.print()
    say(
        "Regret: how far behind the best scenario of a future, at most (on average)",
        "遗憾值：与各情形最优方案的最大差距（平均差距）",
        "bold",
    )
    _show_regret(screen, result, futures, language)


def _table(first: str, others: list[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate([first, *others]):
        table.add_column(escape(column), justify="right" if place else "left", overflow="fold")
    return table


def _show_held(screen: Console, result: Comparison, futures: Futures, language: str) -> None:
    title = findings.titles(result)
    held = {(one.scenario, one.indicator): one for one in futures.holds()}
    table = _table(Text("Indicator", "指标")[language], [title[name][language] for name in result.names[1:]])
    for indicator in MAIN:
        cells = []
        for name in result.names[1:]:
            one = held[name, indicator]
            if not one.found or not one.share.count:
                cells.append(f"[dim]{Text('no finding', '无明确结论')[language]}[/dim]")
                continue
            bounds = f"{percent(one.share.low)} - {percent(one.share.high)}"
            cells.append(f"{one.share.count - len(one.fails)}/{one.share.count} [dim]({bounds})[/dim]")
        table.add_row(escape(INDICATORS[indicator].label[language]), *cells)
    screen.print(table)


def _show_regret(screen: Console, result: Comparison, futures: Futures, language: str) -> None:
    title, regret = findings.titles(result), futures.regret()
    table = _table(Text("Indicator", "指标")[language], [title[name][language] for name in result.names])
    for indicator in dict.fromkeys(regret["indicator"]):
        rows = regret[regret["indicator"] == indicator].set_index("scenario")
        declared = INDICATORS[indicator]
        places = futures_text.places_of(declared.unit, *rows["max"], *rows["mean"])
        cells = []
        for name in result.names:
            most, mean = (level(rows.loc[name, which], places, declared.unit) for which in ("max", "mean"))
            text = f"{most} [dim]({mean})[/dim]"
            cells.append(f"[blue]{text}[/blue]" if rows.loc[name, "least"] else text)
        label = f"{escape(declared.label[language])} [dim]· {escape(read_in(declared.unit)[language])}[/dim]"
        table.add_row(label, *cells)
    screen.print(table)
