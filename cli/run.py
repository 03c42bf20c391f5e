"""`cogov run`: one run, with everything it can tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import console, handled, make_setting, options, progress_bar
from .errors import Problem

if TYPE_CHECKING:
    from ..experiments.single import SingleRun


@click.command()
@click.argument("scenario")
@options("seed", "weeks", "residents", "communities", "set", "data", "extension")
@click.option("--out", type=click.Path(), help="Folder of the results.  [default: out/SCENARIO]")
@click.option("--cases", is_flag=True, help="Also write cases.csv: every case as a hotline would record it, with Chinese headers under --lang zh.")  # fmt: skip
@click.option("--start", metavar="DATE", help="Monday on which week 1 begins, for --cases.  [default: 2025-01-06]")
@click.option("--all", "everything", is_flag=True, help="Show all indicators on the screen, not the main ones.")
@options("lang", "quiet", "json")
@handled
def run(
    scenario: str, seed: int, weeks: int, residents: int | None, communities: int | None, values: dict[str, Any],
    data: str | None, out: str | None, cases: bool, start: str | None, everything: bool, lang: str | None, quiet: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Run one SCENARIO once.

    Writes indicators (week by week, of the district and of each community), events and residents as Parquet and CSV,
    the scenario, and a manifest into OUT. The seed is the model's own: with one from runs.parquet of a comparison it
    is that replicate.
    """
    from ..experiments.files import check_folder, write_folder
    from ..experiments.manifest import scenario_file
    from ..experiments.single import CASES, START, TABLES, CasesAsked, run_single
    from ..model.case_records import first_monday

    setting = make_setting((scenario,), weeks, seed, residents, communities, values, data)
    setting.check(fewest=1)
    name = setting.names[0]
    if start is not None and not cases:
        raise Problem("--start says on which day week 1 begins in cases.csv: it needs --cases")
    first_monday(start or START)
    asked = CasesAsked(lang or "en", start or START) if cases else None
    files = [f"{table}.{kind}" for table in (*TABLES, *([CASES] if cases else [])) for kind in ("csv", "parquet")]
    files += ["manifest.json", scenario_file(setting.scenarios[0])]
    folder = check_folder(out or Path("out") / name, files)
    source = str(Path(data).expanduser().absolute()) if data is not None else None
    with progress_bar(quiet or as_json, "weeks", lang or "en") as progress:
        result = run_single(setting, progress, source, asked)
    written = result.files()
    write_folder(folder, written)
    if as_json:
        manifest = json.loads(written["manifest.json"])
        kept = {key: manifest[key] for key in ("run_set", "command", "weeks", "seed", "summary", "digests", "made")}
        click.echo(json.dumps({"folder": str(folder), **kept}, ensure_ascii=False, indent=2))
    elif not quiet:
        _print(result, folder, everything, lang or "en")


def _print(result: SingleRun, folder: Path, everything: bool, language: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from ..core.quantity import Text
    from ..experiments.comparison import MAIN
    from ..model.extension import indicators as own
    from ..model.indicators import INDICATORS
    from ..reports.numbers import number
    from ..reports.words import unit

    screen = console()
    scenario = result.setting.scenarios[0]
    window = min(52, result.setting.weeks)
    table = Table(
        title=scenario.title[language], title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False
    )
    words = [Text("Indicator", "指标"), Text(f"last {window} weeks", f"最后 {window} 周")]
    parts = [result.last]
    if result.setting.weeks > window:  # else both would be the same weeks
        words.insert(1, Text(f"first {window} weeks", f"最初 {window} 周"))
        parts.insert(0, result.first)
    for place, column in enumerate(words):
        table.add_column(column[language], justify="right" if place else "left")
    main = (*MAIN, "reported_resolution", "reporting_gap", "case_time", "spending", *own())
    for name in INDICATORS if everything else main:
        declared = INDICATORS[name]
        size = max(abs(result.first[name]), abs(result.last[name]))
        numbers = (number(part[name], declared.unit, size) for part in parts)
        table.add_row(f"{declared.label[language]} [dim]· {unit(declared.unit)[language]}[/dim]", *numbers)
    screen.print(table)
    timing = result.timing
    said = Text(
        f"Compiled in {timing['compile_seconds']:.1f} s, run in {timing['run_seconds']:.2f} s. "
        f"One run shows what can happen; what differs between scenarios: cogov compare.",
        f"编译 {timing['compile_seconds']:.1f} 秒，运行 {timing['run_seconds']:.2f} 秒。单次运行只说明可能出现的情形；比较方案请用 cogov compare。",
    )
    screen.print(said[language], markup=False)
    screen.print(Text(f"Files: {folder}", f"文件：{folder}")[language], markup=False)
