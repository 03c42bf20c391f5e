"""`cogov calibrate`: parameters that meet targets, and how well these determine them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ....core.text import text_of
from ...support.engine_options import asked_engine, begun, engine_options
from ...support.errors import Failure, Problem, said
from ...support.options import handled, options
from ...support.study_progress import shown

STAGES = {
    "prior": ("points of the prior", "先验抽样点"), "search": ("points of the search", "搜索点"),
    "check": ("point checked on new random numbers", "用新随机数检验的点"), "recovery": ("known points to be found again", "待找回的已知点"),
}  # fmt: skip


@click.command()
@click.argument("targets", type=click.Path(), required=False)
@click.option("--out", type=click.Path(), metavar="FOLDER", help="Folder of the study in which runs are kept.  [default: out/NAME of the file]")  # fmt: skip
@engine_options
@click.option("--check", is_flag=True, help="Read the file, say how many runs it takes at most, and run nothing.")
@click.option("--example", is_flag=True, help="Print a file of targets to begin with.")
@options("extension", "lang", "quiet", "json")
@handled
def calibrate(
    targets: str | None, out: str | None, engine: str, workers: int | None, check: bool,
    example: bool, lang: str | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Fit free parameters to a TARGETS file; report what the targets determine, and what is held out.

    Points spread over what is free, then a search, a check of the best point on new random numbers, and the same procedure on
    known points. Stopped, it goes on with the same command: finished runs are kept in the folder.

    \b
    cogov calibrate --example > targets.yaml
    cogov calibrate targets.yaml --check
    cogov calibrate targets.yaml
    cogov compare --set @out/targets/exports/calibration/best.yaml

    Exit codes: 0 done, 1 stopped or failed, 2 wrong usage or input.
    """  # noqa: D301
    if example:
        from ....studies.calibration.example import EXAMPLE

        click.echo(EXAMPLE, nl=False)
        return
    if targets is None:
        raise Problem(
            said(
                "name a file of targets, or write one: cogov calibrate --example > targets.yaml",
                "请指定目标文件，或先写一个：cogov calibrate --example > targets.yaml",
            )
        )
    from ....studies import WorkersLost
    from ....studies.calibration import calibrate as fit
    from ....studies.calibration import read
    from ....studies.calibration.calibrate import most_runs
    from ....studies.calibration.search import check_search

    plan = read(targets)
    folder = Path("out") / Path(targets).stem if out is None else Path(out).expanduser()
    place = 1 if lang == "zh" else 0
    check_search()
    asked_engine(engine)
    if check:
        runs = most_runs(plan)
        click.echo(f"至多 {runs} 次运行，结果在 {folder}" if place else f"up to {runs} runs, into {folder}")
        return

    def say(stage: str, points: int) -> None:
        if points and not quiet:
            click.echo(f"{points} {STAGES[stage][place]}", err=True)

    try:
        with shown(quiet, lang or "en") as tell:
            found = fit(plan, folder, begun(engine), workers, tell, say=say)
    except KeyboardInterrupt as error:
        raise Failure(
            said(
                f"stopped; finished runs are in {folder}; the same command continues",
                f"已停止；已完成的运行在 {folder}；用同一命令继续",
            )
        ) from error
    except WorkersLost as error:
        raise Failure(
            said(
                f"{error}; finished runs are in {folder}; the same command continues",
                f"{text_of(error).zh}；已完成的运行在 {folder}；用同一命令继续",
            )
        ) from error
    from ....reports.studies.calibration import as_data, page, write

    where = folder / "exports" / "calibration"
    written = write(found, where)
    if as_json:
        click.echo(json.dumps({**as_data(found), "folder": str(where)}, ensure_ascii=False, indent=2, allow_nan=False))
    elif not quiet:
        click.echo(page(found, lang or "en", path=str(where / "best.yaml")))
        click.echo(f"{where} 中写入 {len(written)} 个文件" if place else f"{len(written)} files in {where}")
