"""The results of an ensemble: differences first, their course, who gains, cost against effect, and downloads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import solara

from ...core.disk import reason_of
from ...core.text import Text
from ...experiments.comparison.comparison_manifest import compare_command
from ...model.quantities.indicators import INDICATORS
from ...reports.decision.comparison import Comparison
from ...runs.files.manifest import scenario_files
from ..parts.parts import Differences, DownloadButton, Gains, Plots, choice
from ..sessions.asked import setting_line
from ..sessions.compare_session import Contest
from ..sessions.ensemble import report_files, zipped
from ..sessions.results_data import (
    COSTS,
    EFFECTS,
    course_plots,
    difference_rows,
    frontier,
    gain_tables,
    headline,
    titles,
    when_table,
)
from ..sessions.visit import watch
from ..words import words
from . import compare_words as w


@solara.component
def Results(contest: Contest, slow: Any) -> None:
    """All that the last finished ensemble says; nothing before the first one."""
    watch(slow)
    result = contest.ensemble.result
    if result is not None:
        asked = contest.is_asked(result.setting, result.replicates)
        Shown(result, contest.visit.language, not asked).key(f"result-{id(result)}")


def made(result: Comparison, language: str) -> str:
    """Return from what a result was made: its scenarios, sizes, weeks, seed and replicates."""
    setting = result.setting
    assert setting.residents is not None
    assert setting.communities is not None
    line = setting_line(
        language, setting.residents, setting.communities, setting.seed, setting.weeks, result.replicates
    )
    return w.WORDS["made"][language].format(titles=" / ".join(titles(result, language)), line=line)


def note(text: str) -> None:
    """Show from what a part of the result was made."""
    solara.HTML(tag="p", classes=["cg-note"], attributes={"data-test": "made"}, unsafe_innerHTML=escape(text))


@solara.component
def Shown(result: Comparison, language: str, earlier: bool) -> None:
    """One result; each of its parts names what it was made from."""
    origin = made(result, language)
    levels = solara.use_reactive("differences")
    cost, effect = solara.use_reactive(COSTS[0]), solara.use_reactive(EFFECTS[0])
    shown = titles(result, language)
    rows = solara.use_memo(lambda: difference_rows(result, language), [language])
    plots = solara.use_memo(
        lambda: course_plots(result, language, levels.value == "differences"), [language, levels.value]
    )
    tables = solara.use_memo(lambda: gain_tables(result, language), [language])
    with solara.Div(classes=["cg-page"]):
        with solara.Div(classes=["cg-shown"]):
            title = f"{w.WORDS['result'][language]} · {' / '.join(shown)}"
            solara.HTML(tag="h2", attributes={"data-test": "result"}, unsafe_innerHTML=escape(title))
            note(origin)
            if earlier:
                solara.HTML(
                    tag="p", classes=["cg-warn"], attributes={"data-test": "earlier", "role": "status"},
                    unsafe_innerHTML=escape(w.WORDS["earlier"][language]),
                )  # fmt: skip
        Differences(
            made=origin,
            headline=headline(result, language),
            base=shown[0],
            others=shown[1:],
            rows=rows,
            words=words(w.RESULTS, language),
        )
        with solara.Div(classes=["cg-card"]):
            note(origin)
            with solara.Div(classes=["cg-inline"]):
                ways = {"differences": w.WORDS["course"][language], "levels": w.WORDS["levels"][language]}
                choice("", levels, ways, "course")
                for place, title in enumerate(shown):
                    if place or levels.value == "levels":
                        solara.HTML(
                            tag="span",
                            classes=["cg-key", f"cg-scenario-{place}"],
                            unsafe_innerHTML=f"<i></i>{escape(title)}",
                        )
            Plots(plots=plots, height=150, wide=False)
        When(result, language, origin)
        Gains(tables=tables, made=origin, words=words(w.GAINS, language))
        with solara.Div(classes=["cg-card"]):
            solara.HTML(tag="h2", unsafe_innerHTML=w.WORDS["cost"][language])
            note(origin)
            solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=w.WORDS["cost_lead"][language])
            with solara.Div(classes=["cg-inline"]):
                choice(w.WORDS["x"][language], cost, {name: INDICATORS[name].label[language] for name in COSTS}, "cost")
                choice(
                    w.WORDS["y"][language],
                    effect,
                    {name: INDICATORS[name].label[language] for name in EFFECTS},
                    "effect",
                )
            Plots(plots=frontier(result, cost.value, effect.value, language), height=330, wide=True)
        Downloads(result, language, origin)


@solara.component
def When(result: Comparison, language: str, origin: str) -> None:
    """Differences by quarter: since rules began, since a crisis, at the end."""
    shown = titles(result, language)
    with solara.Div(classes=["cg-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=w.WORDS["when"][language])
        note(origin)
        solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=w.WORDS["when_lead"][language].format(base=escape(shown[0])))  # fmt: skip
        for place, name in enumerate(result.names[1:], 1):
            heads, rows = when_table(result, name, language)
            line = "".join(f"<th scope='col'>{escape(one)}</th>" for one in ("", *heads))
            body = "".join(
                f"<tr><th scope='row'>{escape(row[0])}</th>{''.join(f'<td>{escape(one)}</td>' for one in row[1:])}</tr>"
                for row in rows
            )
            solara.HTML(
                tag="div", classes=["cg-scroll"], attributes={"data-test": "when", "tabindex": "0"},
                unsafe_innerHTML=f"<table class='cg-table'><caption>{escape(shown[place])}</caption><thead><tr>{line}</tr></thead><tbody>{body}</tbody></table>",
            )  # fmt: skip


def attempted(name: str, of: Callable[[], bytes], language: str) -> tuple[bytes | None, str]:
    """Return a file to download, or None and why it cannot be made: without memory, or a place for temporary files."""
    try:
        return of(), ""
    except Exception as error:
        text = getattr(error, "text", None)
        why = text if isinstance(text, Text) else reason_of(error, Path())
        return None, w.WORDS["not_made"][language].format(name=name, why=why[language])


@solara.component
def Downloads(result: Comparison, language: str, origin: str) -> None:
    """Report, data, scenarios, and the command."""
    ready, set_ready = solara.use_state({})
    waiting, set_waiting = solara.use_state("")
    fault, set_fault = solara.use_state("")
    made: Any = solara.use_ref(None)  # all files, once made

    def all_files() -> dict[str, bytes]:
        if made.current is None:
            made.current = report_files(result)
        return made.current

    def ask(name: str, kind: str, of: Callable[[], bytes]) -> Callable[[Any], None]:
        def begin(_: Any) -> None:
            def work() -> None:
                data, why = attempted(name, of, language)
                set_fault(why)
                if data is not None:
                    set_ready({name: {"name": name, "type": kind, "data": data, "again": ready.get("again", 0) + 1}})
                set_waiting("")

            if not waiting:
                set_waiting(name)
                threading.Thread(target=work, daemon=True, name="cogov-download").start()

        return begin

    offers = (
        ("cogov-report.html", "text/html", "report", lambda: all_files()["report.html"]),
        ("cogov-comparison.zip", "application/zip", "data", lambda: zipped(all_files())),
        ("cogov-scenarios.zip", "application/zip", "scenarios", lambda: zipped(scenario_files(result.setting))),
    )
    with solara.Div(classes=["cg-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=w.WORDS["take"][language])
        note(origin)
        with solara.Div(classes=["cg-inline"]):
            for name, kind, word, of in offers:
                label = w.WORDS["preparing"][language] if waiting == name else w.WORDS[word][language]
                DownloadButton(
                    label=label,
                    file=ready.get(name),
                    disabled=bool(waiting),
                    test=f"download-{word}",
                    event_ask=ask(name, kind, of),
                )
        if fault:
            solara.HTML(
                tag="p", classes=["cg-note"], attributes={"data-test": "not-made"}, unsafe_innerHTML=escape(fault)
            )
        solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=w.WORDS["command"][language])
        solara.HTML(tag="code", classes=["cg-code"], unsafe_innerHTML=escape(compare_command(result)))
