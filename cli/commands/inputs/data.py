"""`cogov data`: make a data folder from records that ship with a package, check one's own."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...support.case_report import Day, cases_report, show_cases, timezone_option
from ...support.errors import Problem, explained
from ...support.language_option import language_option

if TYPE_CHECKING:
    from ....data.folder import Reading

WORDS = {
    "file": ("file", "文件"),
    "rows": ("rows", "行数"),
    "encoding": ("encoding", "编码"),
    "columns": ("columns", "列"),
    "column": ("column", "列"),
    "meaning": ("read as", "读作"),
    "kind": ("kind", "类型"),
    "read": ("read", "已读"),
    "missing": ("missing", "缺失"),
    "understood": ("what was understood", "读取内容"),
    "then": ("gaps", "缺失处理"),
    "draw": ("drawn", "抽取"),
    "keep": ("empty", "留空"),
    "drawn": ("drawn from defaults", "按默认值抽取"),
    "kept": ("stays empty", "保留为空"),
    "full": ("-", "-"),
    "unread": ("not read", "未读取"),
    "warnings": ("Warnings", "警告"),
    "errors": ("Errors", "错误"),
    "notes": ("Notes", "说明"),
    "fine": ("No errors.", "没有错误。"),
    "made": ("made", "已生成"),
}


def _say(word: str, lang: str) -> str:
    return WORDS[word][lang == "zh"]


_language = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="Language.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


@click.group()
@language_option
def data() -> None:
    """Data folders: make one from real records, check one's own."""


@data.command()
@click.argument("name")
@click.argument("folder", type=click.Path())
@_language
@_json
def make(name: str, folder: str, lang: str, as_json: bool) -> None:
    """Write the records called NAME into FOLDER: social_insure, davis, or example (invented, to copy)."""
    from ....data.samples.make import MakeError
    from ....data.samples.make import make as write

    try:
        with explained(lang):
            files = write(name, folder)
    except MakeError as error:
        raise Problem(error.text[lang]) from error
    if as_json:
        click.echo(json.dumps({"name": name, "folder": folder, "files": files}, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{_say('made', lang)} {folder}: {', '.join(files)}")


@data.command()
@click.argument("folder", type=click.Path())
@timezone_option
@_language
@_json
@click.pass_context
def check(context: click.Context, folder: str, timezone: str, lang: str, as_json: bool) -> None:
    """List what is in FOLDER and all that is wrong with it; exit code 2 if it cannot be used."""
    from ....data.folder import read_folder

    reading = read_folder(folder, timezone)
    if as_json:
        click.echo(json.dumps(_report(reading, lang), ensure_ascii=False, indent=2))
    else:
        _show(reading, lang)
    context.exit(2 if reading.errors else 0)


@data.command()
@click.argument("source", metavar="FOLDER", type=click.Path(exists=True))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write.  [default: print it]")
@click.option("--population", type=click.FloatRange(min=0, min_open=True), metavar="N", help="Residents whose cases these all are.  [default: those of the folder, with the cases of its communities]")  # fmt: skip
@click.option(
    "--from",
    "start",
    type=Day(),
    metavar="DATE",
    help="First day that counts.  [default: the last 52 weeks that the intake covers]",
)
@click.option("--to", "end", type=Day(), metavar="DATE", help="Last day that counts.")
@timezone_option
@click.option("--force", is_flag=True, help="Write over an existing file.")
@_language
@_json
def targets(
    source: str, out: Path | None, population: float | None, start: datetime.date | None, end: datetime.date | None,
    timezone: str, force: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Make targets for `cogov calibrate` from the cases in FOLDER (or in a file): what was recorded, next to what the
    model's offices record. What has no counterpart in the model is listed with the reason.

    \b
    cogov data targets records --population 92000 --out targets.yaml
    cogov calibrate targets.yaml --check
    """  # noqa: D301
    from ...support.case_report import write_targets

    write_targets(source, out, population, start, end, timezone, force, lang, as_json)


def _report(reading: Reading, lang: str) -> dict[str, Any]:
    given = reading.given
    return {
        "folder": str(reading.folder),
        "usable": given is not None,
        "files": reading.files,
        "columns": understood(reading, lang),
        "missing": {} if given is None else {name: round(share, 6) for name, share in given.missing.items()},
        "summary": None if given is None else given.summary(),
        "cases": cases_report(reading.cases, lang, not reading.errors) if reading.cases is not None else None,
        "warnings": [problem.as_dict(lang) for problem in reading.warnings],
        "errors": [problem.as_dict(lang) for problem in reading.errors],
    }


def understood(reading: Reading, lang: str) -> dict[str, list[dict[str, Any]]]:
    """Return what was understood of each column of each file: kind, rows read and missing, and the values at a glance."""
    from ....data.folder import DRAWN
    from ....data.tables.seen import KINDS

    found: dict[str, list[dict[str, Any]]] = {}
    for name, sheet in reading.sheets.items():
        table = reading.files[name]["table"] if name in reading.files else ""
        if table in {"cases", "codes"}:  # cases have a report of their own
            continue
        rows = found[name] = []
        for column in map(str, sheet.frame.columns):
            seen, filled = sheet.seen.get(column), sum(word != "" for word in sheet.words(column))
            about = {"kind": "text", "read": filled, "missing": len(sheet) - filled}
            about = about if seen is None else seen.as_dict(lang)
            drawn = table == "residents" and column in DRAWN and about["missing"] > 0
            rows.append(
                {"column": column, "header": sheet.header(column), **about, "label": KINDS[about["kind"]][lang],
                 "drawn": drawn, "text": "-" if seen is None else seen.text(lang)}
            )  # fmt: skip
        for header in map(str, sheet.other.columns):
            empty = sum(word == "" for word in sheet.other[header])
            rows.append(
                {"column": "", "header": header, "kind": "unread", "read": 0, "missing": empty,
                 "label": _say("unread", lang), "drawn": False, "text": "-"}
            )  # fmt: skip
    return found


def _show(reading: Reading, lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from ....data.errors import TABLES, listed

    colon = "：" if lang == "zh" else ": "
    console = Console(highlight=False, markup=False, soft_wrap=False)
    if reading.files:
        table = Table(*(_say(word, lang) for word in ("file", "rows", "encoding", "columns")))
        for name, about in reading.files.items():
            columns = ", ".join(about.get("columns", ()))
            table.add_row(name, f"{about['rows']:,}", str(about.get("encoding", "")), columns)
        console.print(table)
    given = reading.given
    for name, columns in understood(reading, lang).items():
        title = f"{name} ({TABLES[reading.files[name]['table']][lang]})" if name in reading.files else name
        words = ("column", "meaning", "kind", "read", "missing", "then", "understood")
        table = Table(*(_say(word, lang) for word in words), title=title, title_justify="left")
        for one in columns:
            then = "draw" if one["drawn"] else "keep" if one["missing"] else "full"
            gaps = _say(then, lang)
            cells = (one["header"], one["column"] or "-", one["label"], f"{one['read']:,}", f"{one['missing']:,}", gaps)
            table.add_row(*cells, one["text"])
        console.print(table)
    if given is not None:
        of = len(given)
        for way, names in (
            ("drawn", given.columns_drawn),
            ("kept", [n for n in given.missing if n not in given.columns_drawn]),
        ):
            some = [f"{name} ({round(given.missing[name] * of):,}/{of:,})" for name in names if given.missing[name] > 0]
            if some:
                click.echo(f"{_say(way, lang)}{colon}{', '.join(some)}")
        notes = given.provenance.get("notes", ())
        if notes:
            click.echo(f"{_say('notes', lang)}{colon}".rstrip())
            click.echo("\n".join(f"  {note[lang]}" for note in notes))
    if reading.cases is not None:
        show_cases(reading.cases, lang, not reading.errors)
    for word, problems in (("warnings", reading.warnings), ("errors", reading.errors)):
        if problems:
            click.echo(f"{_say(word, lang)} ({len(problems)}){colon}".rstrip())
            click.echo("\n".join(f"  {line}" for line in listed(problems, lang).splitlines()))
    if not reading.errors:
        click.echo(_say("fine", lang))
