"""`cogov reproduce`: published results, by the model's own rules, our numbers next to theirs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ...support.errors import Failure, said
from ...support.options import console, handled, options

if TYPE_CHECKING:
    from rich.table import Table

    from ....evidence.reproduce import Reproduced

_COLOURS = {"agree": "green", "differ": "bold red", "open": "yellow"}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME ...]")
@options("seed")
@click.option("--quick", is_flag=True, help="Small samples: within a minute, for a first look and for CI.")
@click.option(
    "--out", type=click.Path(), metavar="FOLDER", help="Write pages (en, zh), a CSV and figures into a folder."
)
@options("lang", "quiet", "json")
@handled
def reproduce(
    names: tuple[str, ...], seed: int, quick: bool, out: str | None, lang: str | None, quiet: bool, as_json: bool
) -> None:
    """Run published results by the model's own rules, and print our numbers next to theirs.

    Without a NAME all are run, which takes some minutes (--quick: within one). Exit code 1 if one of them differs.

    \b
    cogov reproduce
    cogov reproduce watts erlang --quick
    cogov reproduce --out docs/results --lang zh
    """  # noqa: D301
    from ....evidence.reproduce import Verdict, find
    from ....evidence.reproduce import reproduce as run
    from ....runs.files.output_files import check_folder

    language = lang or "en"
    for name in names:
        find(name)
    folder = None if out is None else check_folder(out, ())
    told = None if quiet else lambda result: click.echo(f"{result.name} ...", err=True)
    found = run(names, seed, quick=quick, tell=told)
    if as_json:
        from ....reports.evidence.reproduce import as_data

        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2, allow_nan=False))
    elif not quiet:
        screen = console()
        for one in found:
            screen.print(_table(one, language))
    if folder is not None:
        from ....reports.evidence.reproduce import write

        written = write(found, folder)
        if not quiet and not as_json:
            click.echo(
                f"{len(written)} files in {folder}" if language == "en" else f"{folder} 中写入 {len(written)} 个文件"
            )
    differ = [one.result.name for one in found if one.verdict is Verdict.DIFFER]
    if differ:
        raise Failure(
            said(f"differ from the published result: {', '.join(differ)}", f"与已发表的结果不符：{'、'.join(differ)}")
        )


def _table(one: Reproduced, language: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    from ....evidence.reproduce import VERDICTS
    from ....reports.evidence.reproduce import WORDS, count, ours

    title = f"{one.result.name}: {one.result.title[language]} ({count(one)}, {one.seconds:.1f} s)"
    made = Table(
        title=title,
        title_justify="left",
        caption=f"{one.result.source}\n{one.outcome.setting[language]}",
        caption_justify="left",
    )
    for key, side in (
        ("what", "left"),
        ("ours", "right"),
        ("published", "right"),
        ("tolerance", "left"),
        ("verdict", "left"),
    ):
        made.add_column(WORDS[key][language], justify=side, overflow="fold")  # type: ignore[arg-type]
    for check in one.outcome.checks:
        reason = f": {check.why[language]}" if check.verdict.value != "agree" and check.why[language] else ""
        verdict = Text(VERDICTS[check.verdict][language], _COLOURS[check.verdict.value]).append(reason, "dim")
        made.add_row(check.label[language], ours(check), check.published[language], check.tolerance[language], verdict)
    return made
