"""`cogov study`: manage a study folder."""

from __future__ import annotations

import json
from typing import Any

import click

from ...support.errors import Failure, said
from ...support.language_option import language_option
from ...support.options import handled, options
from .sweep import carry_out, work_options

FOLDER = click.argument("folder", type=click.Path())


@click.group()
@language_option
def study() -> None:
    """Manage a study folder: status, resume, verify, merge, export."""


@study.command()
@FOLDER
@options("extension", "lang", "json")
@handled
def status(folder: str, lang: str | None, as_json: bool) -> None:
    """Say how far the study in FOLDER is, and who is at work there."""
    from ....studies import Study
    from ....studies.execution.precision import shortfall
    from ....studies.execution.progress import last_status

    found = Study.open(folder)
    about = {**found.status(), "by_precision": bool(found.spec.precision), "last": last_status(found.folder)}
    if as_json:
        click.echo(json.dumps(about, ensure_ascii=False, indent=2))
        return
    zh = lang == "zh"
    most = ("至多 " if zh else "up to ") if about["by_precision"] and about["missing"] else ""
    click.echo(
        f"{about['done']} / {most}{about['total']} 次运行，失败 {about['failed']}" if zh
        else f"{about['done']} of {most}{about['total']} runs, {about['failed']} failed"
    )  # fmt: skip
    if about["at_work"]:
        click.echo(("正在运行：" if zh else "at work: ") + json.dumps(about["at_work"]))
    elif about["missing"]:
        click.echo(f"cogov study resume {folder}")
    short = shortfall(about["precision"])
    if short is not None:
        click.echo(short[lang or "en"])


@study.command()
@FOLDER
@work_options
@options("extension", "lang", "quiet", "json")
@handled
def resume(
    folder: str, engine: str, workers: int | None, part: tuple[int, int], retry_failed: bool,
    lang: str | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make the runs that are missing in FOLDER, on this machine or another than before."""
    from ....studies import Study

    carry_out(Study.open(folder), engine, workers, part, retry_failed, False, lang, quiet, as_json)


@study.command()
@FOLDER
@click.option("--again", type=click.IntRange(min=0), default=0, metavar="N", help="Make N of the finished runs again and compare every byte.")  # fmt: skip
@click.option("--rebuild", is_flag=True, help="Make a new journal from the sealed parts, where the journal is damaged.")
@options("extension", "lang", "json")
@handled
def verify(folder: str, again: int, rebuild: bool, lang: str | None, as_json: bool) -> None:
    """Check that all in FOLDER is whole, and print the digest of its results.

    Exit code 0: it is. 1: something is damaged, and what is said. Missing runs are no damage.
    """
    from ....studies import Study
    from ....studies.maintenance.verify import rebuild_journal, verified

    found = Study.open(folder)
    if rebuild:
        kept = rebuild_journal(found.folder)
        click.echo(f"{kept} sealed runs are in the new journal; the damaged one was kept next to it", err=True)
    report = verified(found, again)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        zh = f"{report['done']} / {report['total']} 次运行，失败 {report['failed']}，缺 {report['missing']}\n摘要 {report['digest']}"
        en = f"{report['done']} of {report['total']} runs, {report['failed']} failed, {report['missing']} missing\ndigest {report['digest']}"
        click.echo(zh if lang == "zh" else en)
        if again:
            words = (
                f"{report['again']} made again: the same bytes"
                if not report["faults"]
                else f"{report['again']} made again"
            )
            click.echo(f"{report['again']} 次重做" if lang == "zh" else words)
    if report["faults"]:
        raise Failure("\n  ".join([said(f"{folder}: is damaged:", f"{folder}：已损坏："), *report["faults"]]))


@study.command()
@FOLDER
@click.argument("others", nargs=-1, required=True, type=click.Path())
@options("extension", "lang", "quiet")
@handled
def merge(folder: str, others: tuple[str, ...], lang: str | None, quiet: bool) -> None:
    """Bring finished runs of OTHER folders into FOLDER, which is made from the first of them if it is not there.

    All must be of the same code of the model. Runs that are in both must be the same, byte for byte.
    """
    from ....studies.maintenance.merge import merge as bring_together

    added = bring_together(folder, others)
    if not quiet or added.beside:
        click.echo(added.words(folder)[lang or "en"])


@study.command()
@FOLDER
@click.option("--format", "kind", type=click.Choice(["csv", "stata", "xlsx", "netcdf"]), default="csv", show_default=True, help="csv.gz, .dta, .xlsx or .nc")  # fmt: skip
@click.option("--series", is_flag=True, help="The weekly series instead of one row for each run (csv, netcdf).")
@click.option("--out", type=click.Path(), metavar="FILE", help="[default: exports/ in the folder]")
@options("extension", "lang", "quiet")
@handled
def export(folder: str, kind: str, series: bool, out: str | None, lang: str | None, quiet: bool) -> None:
    """Write the finished runs of FOLDER for other programs, with labels and units."""
    from ....runs.files.output_files import check_file
    from ....studies import Study
    from ....studies.maintenance.export import export as write

    if out is not None:
        check_file(out)
    study = Study.open(folder)
    with study.in_use():
        path: Any = write(study, kind, out, series, lang or "en")
    if not quiet:
        click.echo(str(path))
