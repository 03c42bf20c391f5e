"""The decision report of a comparison as content: the finding first, then what it rests on, at last where each number is from."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from matplotlib.figure import Figure

from ...core.versions import version
from ...experiments.attribution.result import Attribution
from ...experiments.comparison.comparison_manifest import compare_command
from ...experiments.comparison.result import Comparison
from ...runs.extensions.extensions import code_hash
from ...runs.files.manifest import libraries
from ..document.blocks import (  # fmt: skip
    NOTHING,
    Block,
    Cell,
    Code,
    Mono,
    Para,
    Report,
    Row,
    Section,
    Table,
    head,
    joined,
    listed,
    numbered,
    of,
    say,
)
from ..document.ledger import Ledger
from . import findings
from .sections import basis, causes, costs, futures, residents, results, when
from .sections.first_page import front


@dataclass(frozen=True, slots=True)
class Cover:
    """What a user may write on the first page, in one language; nothing of it is in any number."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    question: str | None = None


class Addition(Protocol):
    """What a command may add to the report of a comparison: tables, a section, figures by name."""

    @property
    def figures(self) -> Mapping[str, Callable[[Comparison, str], Figure]]:
        """The figures, by the names of their files; each is drawn for a language."""
        ...

    def enter(self, ledger: Ledger) -> None:
        """Give the ledger the tables that the section reads."""

    def section(self, comparison: Comparison, ledger: Ledger) -> Section:
        """Return the section, which stands behind the outcomes."""
        ...


MANY = 4
"""More scenarios than this are not all named in the title."""
KIND = say("Comparison of scenarios of community micro-governance", "社区微治理方案比较报告")


def content(
    comparison: Comparison, ledger: Ledger, run_set: str, digests: Mapping[str, str], cover: Cover | None = None,
    attributions: Sequence[Attribution] = (), addition: Addition | None = None,
) -> Report:  # fmt: skip
    """Return the report as content; what attributions and futures hold must be in the ledger.

    Parameters
    ----------
    run_set : short name of the set of runs.
    digests : SHA-256 of the files that the numbers come from.
    cover : title, author, date and question in the user's words.
    attributions : why scenarios differ, as far as that was asked for.
    addition : a further section.
    """
    cover = cover or Cover()
    title = findings.titles(comparison)
    shown = of(cover.title) if cover.title else joined([title[name] for name in comparison.names], " · ", " · ")
    if not cover.title and len(comparison.names) > MANY:
        shown = say("{n} scenarios compared with {base}", "{n} 种方案与{base}的比较", n=ledger.setting("others"), base=title[comparison.names[0]])  # fmt: skip
    years = comparison.setting.weeks % 52 == 0
    facts = (
        (ledger.setting("residents"), say("adult residents", "名成年居民")),
        (ledger.setting("communities"), say("communities", "个社区")),
        (ledger.setting("years" if years else "weeks"), say("years", "年") if years else say("weeks", "周")),
        (ledger.setting("replicates"), say("replicates, common random numbers across scenarios", "次重复，各方案使用公共随机数")),
        (NOTHING, say("runs {runs}", "运行集 {runs}", runs=Mono(run_set))),
    )  # fmt: skip
    asked = attributions[0].asked if attributions else ()
    more = [word for name in asked for word in ("--why", name)]
    if attributions:  # a smaller budget that all of these fit into makes the same orders
        more += ["--why-runs", str(max(one.scheme.runs for one in attributions))]
    command = with_option(comparison, *more)
    parts = [
        results.outcomes(comparison, ledger),
        *(() if addition is None else (addition.section(comparison, ledger),)),
        *residents.residents(comparison, ledger),
        results.differences(comparison, ledger),
        results.over_time(comparison, ledger),
        when.when(comparison, ledger),
        results.gains(comparison, ledger),
        costs.costs(comparison, ledger),
        causes.why(comparison, ledger, attributions, with_option(comparison, "--why")),
        futures.fails(comparison, ledger, with_option(comparison, "--futures", "100")),
        basis.assumptions(comparison, ledger),
        basis.scenarios(comparison, ledger),
        basis.limits(),
        _again(comparison, command, digests, run_set),
    ]
    first = front(comparison, ledger, cover.question, futures.in_short(comparison, ledger))
    top = Section("", NOTHING, tuple(Para(number) for number, _ in facts))
    references = numbered((top, first, *parts))
    made = Report(shown, KIND, facts, first, (), run_set, cover.author, cover.date, references)
    return replace(made, sections=(*parts, _sources(comparison, command, made)))


def with_option(comparison: Comparison, *more: str) -> str:
    """Return the command that makes this comparison again with further options."""
    return " ".join([compare_command(comparison), *([shlex.join(more)] if more else [])])


def _again(comparison: Comparison, command: str, digests: Mapping[str, str], run_set: str) -> Section:
    """Return how the numbers are made again."""
    blocks: list[Block] = [
        Para(say("In the folder of this report; the second command also checks that every byte of the results is the same.", "在本报告所在文件夹中运行；第二条命令还会逐字节核对结果。")),
        Code((command, "cogov replay manifest.json")),
    ]  # fmt: skip
    rows = [Row((Cell(of(Mono(name))), Cell(of(Mono(digest))))) for name, digest in digests.items()]
    rows.append(Row((Cell(say("model's sources", "模型源代码")), Cell(of(Mono(code_hash()))))))
    files = say("Files of runs {runs}", "运行集 {runs} 的文件", runs=Mono(run_set))
    blocks.append(Table(head(files, of("SHA-256")), tuple(rows), style="tight digests", widths=(0.3, 0.7)))
    seeds = comparison.seeds[:3]
    more = say(" …", " …") if len(comparison.seeds) > len(seeds) else NOTHING
    used = ", ".join(f"{name} {number}" for name, number in libraries().items())
    blocks.append(
        Para(
            say(
                "cogov {version}; {libraries}. Seed {seed}; replicates have the model seeds {seeds}{more} (all in {runs}); {command} with one of them gives that run with its events and residents.",
                "cogov {version}；{libraries}。随机种子 {seed}；各次重复的模型种子为 {seeds}{more}（全部见 {runs}）；用其中之一运行 {command} 可得到该次运行的事件与居民。",
                version=version(), libraries=used, seed=str(comparison.setting.seed), seeds=", ".join(map(str, seeds)), more=more,
                runs=Mono("runs.parquet"), command=Mono("cogov run SCENARIO --seed"),
            ),
            "note",
        )
    )  # fmt: skip
    return Section("again", say("How to get these numbers again", "如何复现"), tuple(blocks))


def _sources(comparison: Comparison, command: str, report: Report) -> Section:
    """Return the table that every reference leads to."""
    rows = []
    for (file, group), number in sorted(report.references.items(), key=lambda one: one[1]):
        keys = joined([Mono(f"{name}={value}") for name, value in group], ", ", "，") if group else say("all rows", "全部各行")  # fmt: skip
        scenarios = [value for name, value in group if name in ("scenario", "baseline")]
        files = listed([Mono(f"scenarios/{name}.yaml") for name in scenarios]) or say("all scenarios", "全部方案")
        rows.append(Row((Cell(of(f"[R{number}]")), Cell(of(Mono(file))), Cell(keys), Cell(files)), name=f"R{number}"))
    how = say(
        "Each mark leads to a row here; on a screen, hover over a number to see the row and column it was read from. All tables are computed from {runs}, seed {seed}, in the files written next to this report. To reproduce them:",
        "每个标记对应下表中的一行；在屏幕上将光标停在数字上，可见其所在的行与列。各表均出自运行集 {runs}（随机种子 {seed}），与本报告写在同一文件夹，可由以下命令重新得到：",
        runs=Mono(report.run_set), seed=str(comparison.setting.seed),
    )  # fmt: skip
    columns = head(say("Mark", "标记"), say("File", "文件"), say("Rows", "各行"), say("Scenarios", "方案文件"))
    table = Table(columns, tuple(rows), style="tight sources", widths=(0.08, 0.28, 0.32, 0.32))
    blocks = (Para(how), Code((command,)), table)
    return Section("sources", say("Where each number is from", "数字来源"), blocks)
