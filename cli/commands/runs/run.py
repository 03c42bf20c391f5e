"""`cogov run`: one run, with everything it records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...support.errors import Problem, said
from ...support.options import console, handled, make_setting, options, progress_bar

if TYPE_CHECKING:
    from ....runs.single import CasesAsked, SingleRun


@click.command()
@click.argument("scenario", required=False)
@options("seed", "weeks", "size", "residents", "communities", "set", "data", "extension", "force")
@click.option("--cases", is_flag=True, help="Also write cases.csv: every case as a hotline would record it, with Chinese headers under --lang zh.")  # fmt: skip
@click.option("--start", metavar="DATE", help="Monday on which week 1 begins, for --cases.  [default: 2025-01-06]")
@click.option(
    "--checkpoint", type=click.Path(), metavar="FILE", help="Keep the whole state in this file, to go on from."
)
@click.option(
    "--checkpoint-at",
    type=click.IntRange(min=1),
    metavar="WEEK",
    help="Week at whose end it is kept.  [default: the last]",
)
@click.option(
    "--from",
    "begin",
    type=click.Path(),
    metavar="FILE",
    help="Go on from a checkpoint, in place of SCENARIO, to the end of week --weeks; --set then changes levers from there on.",
)
@click.option("--other-source", is_flag=True, help="Go on from the checkpoint with an extension whose source is not the same any more.")  # fmt: skip
@click.option("--out", type=click.Path(), help="Folder of the results.  [default: out/SCENARIO; out/FILE-continued]")
@click.option("--all", "everything", is_flag=True, help="Show all indicators on the screen, not the main ones.")
@options("lang", "quiet", "json")
@handled
def run(
    scenario: str | None, seed: int, weeks: int, residents: int | None, communities: int | None, values: dict[str, Any],
    data: str | None, cases: bool, start: str | None, checkpoint: str | None, checkpoint_at: int | None, begin: str | None,
    other_source: bool, out: str | None, everything: bool, lang: str | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Run one SCENARIO once, or go on from a checkpoint.

    Writes indicators (week by week, of the district and of each community), events and residents as Parquet and CSV,
    the scenario, and a manifest into OUT. The seed is the model's own: with one from runs.parquet of a comparison it
    is that replicate.

    \b
    cogov run co_governance --checkpoint-at 104 --checkpoint week104.ckpt
    cogov run --from week104.ckpt --set pooling=0.9

    A continued run uses the same random numbers as the run it branched from. A checkpoint can be continued by the version
    of cogov that wrote it. Who moves in later is numbered (unique_id) whenever a run pauses, which it does every 13 weeks
    and at a checkpoint: only a checkpoint at another week numbers differently from a run without.
    """  # noqa: D301
    from ....model.cases.records import first_monday
    from ....model.runtime import size
    from ....runs.files.manifest import scenario_file
    from ....runs.files.output_files import check_file, check_folder, write_folder
    from ....runs.single import CASES, START, TABLES, CasesAsked, run_single

    if checkpoint_at is not None and checkpoint is None:
        raise Problem(
            said(
                "--checkpoint-at needs --checkpoint FILE, where the state is kept",
                "--checkpoint-at 须与存放状态的 --checkpoint FILE 一起使用",
            )
        )
    keep = None if checkpoint is None else (weeks if checkpoint_at is None else checkpoint_at, checkpoint)
    if keep is not None:
        check_file(keep[1])
    if start is not None and not cases:
        raise Problem(
            said(
                "--start is the day on which week 1 begins in cases.csv: it needs --cases",
                "--start 是 cases.csv 中第 1 周开始的日期：须与 --cases 一起使用",
            )
        )
    first_monday(start or START)
    asked = CasesAsked(lang or "en", start or START) if cases else None
    if other_source and begin is None:
        raise Problem(
            said(
                "--other-source is about a checkpoint: it needs --from FILE",
                "--other-source 用于检查点：须与 --from FILE 一起使用",
            )
        )
    if begin is not None:
        quiet_now = quiet or as_json
        result, folder = _go_on(begin, scenario, weeks, values, data, out, asked, keep, quiet_now, lang, other_source)
        _tell(result, folder, everything, as_json, quiet, lang)
        return
    if scenario is None:
        raise Problem(
            said(
                "name a SCENARIO (cogov scenarios list), or a checkpoint with --from FILE",
                "请指定方案 SCENARIO（见 cogov scenarios list），或用 --from FILE 指定检查点",
            )
        )
    setting = make_setting((scenario,), weeks, seed, residents, communities, values, data, lang)
    setting.check(fewest=1)
    size.check(setting.place, weeks, tables=True)
    name = setting.names[0]
    files = [f"{table}.{kind}" for table in (*TABLES, *([CASES] if cases else [])) for kind in ("csv", "parquet")]
    files += ["manifest.json", scenario_file(setting.scenarios[0])]
    folder = check_folder(out or Path("out") / name, files)
    source = str(Path(data).expanduser().absolute()) if data is not None else None
    with progress_bar(quiet or as_json, "weeks", lang or "en") as progress:
        result = run_single(setting, progress, source, asked, keep)
    write_folder(folder, result.files())
    _tell(result, folder, everything, as_json, quiet, lang)


def _go_on(
    begin: str, scenario: str | None, weeks: int, values: dict[str, Any], data: str | None, out: str | None,
    asked: CasesAsked | None, keep: tuple[int, str] | None, quiet: bool, lang: str | None, other_source: bool,
) -> tuple[SingleRun, Path]:  # fmt: skip
    """Go on from a checkpoint; what holds from the start cannot be said again."""
    from ....runs.files.output_files import check_folder, write_folder
    from ....runs.settings import split_values
    from ....runs.single import CASES, TABLES, continue_single

    context = click.get_current_context()
    given = [n for n in ("seed", "residents", "communities") if context.get_parameter_source(n).name == "COMMANDLINE"]  # type: ignore[union-attr]
    given += ["data"] if data is not None else []
    if scenario is not None or given:
        what = "SCENARIO" if scenario is not None else f"--{given[0]}"
        raise Problem(
            said(
                f"{what} is in the checkpoint already: leave it out with --from",
                f"{what} 已在检查点中：用 --from 时请去掉",
            )
        )
    levers, *others = split_values(values)
    for part in others:
        for name in part:
            raise Problem(
                said(
                    f"--set {name}: holds from the start of a run; from a checkpoint on only levers can be set",
                    f"--set {name}：从运行一开始就生效；由检查点继续时只能设定杠杆",
                )
            )
    tables = (*TABLES, *([CASES] if asked is not None else []))
    files = [f"{table}.{kind}" for table in tables for kind in ("csv", "parquet")]
    folder = check_folder(out or Path("out") / f"{Path(begin).stem}-continued", [*files, "manifest.json"])
    with progress_bar(quiet, "weeks", lang or "en") as progress:
        result = continue_single(begin, weeks, levers, progress, asked, keep, other_source)
    write_folder(folder, result.files())
    return result, folder


def _tell(result: SingleRun, folder: Path, everything: bool, as_json: bool, quiet: bool, lang: str | None) -> None:
    if as_json:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        kept = {key: manifest[key] for key in ("run_set", "command", "weeks", "seed", "summary", "digests", "made")}
        click.echo(json.dumps({"folder": str(folder), **kept}, ensure_ascii=False, indent=2))
    elif not quiet:
        _print(result, folder, everything, lang or "en")


def _print(result: SingleRun, folder: Path, everything: bool, language: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from ....core.text import Text
    from ....model.extensions.extension import indicators as own
    from ....model.quantities.indicators import INDICATORS, MAIN
    from ....reports.format.numbers import decimals, level
    from ....reports.format.words import read_in

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
        numbers = (level(part[name], decimals(declared.unit, size), declared.unit) for part in parts)
        table.add_row(f"{declared.label[language]} [dim]· {read_in(declared.unit)[language]}[/dim]", *numbers)
    screen.print(table)
    timing = result.timing
    said = Text(
        f"Compiled in {timing['compile_seconds']:.1f} s, run in {timing['run_seconds']:.2f} s. "
        f"One run shows what can happen; what differs between scenarios: cogov compare.",
        f"编译 {timing['compile_seconds']:.1f} 秒，运行 {timing['run_seconds']:.2f} 秒。单次运行只说明可能出现的情形；比较方案请用 cogov compare。",
    )
    screen.print(said[language], markup=False)
    screen.print(Text(f"Files: {folder}", f"文件：{folder}")[language], markup=False)
