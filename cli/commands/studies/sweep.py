"""`cogov sweep`: the runs of a study, on this machine or a cluster."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ....core.text import text_of
from ...support.engine_options import asked_engine, begun, engine_options
from ...support.errors import Failure, Problem, said
from ...support.options import handled, options
from ...support.study_progress import shown

if TYPE_CHECKING:
    from ....studies import Study

EXAMPLES = ("grid", "list", "latin_hypercube", "sobol", "sobol_indices", "morris", "precision")


def _part(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int]:
    """Read `2/4`."""
    if value is None:
        return 1, 1
    place, _, parts = value.partition("/")
    if not (place.isdigit() and parts.isdigit() and 1 <= int(place) <= int(parts)):
        words = said(
            f"{value!r} is not written as K/N with K from 1 to N", f"{value!r} 的写法有误，应为 K/N，K 从 1 到 N"
        )
        raise click.BadParameter(words, ctx, parameter)
    return int(place), int(parts)


_WORK = (
    engine_options,
    click.option("--part", callback=_part, metavar="K/N", help="Every N-th point from the K-th, for machines apart; `cogov study merge` joins them."),
    click.option("--retry-failed", is_flag=True, help="Make failed runs again."),
)  # fmt: skip


def work_options(function: Callable) -> Callable:
    """Add the options of commands that make runs of a study."""
    for option in reversed(_WORK):
        function = option(function)
    return function


@click.command()
@click.argument("study", type=click.Path(), required=False)
@click.option(
    "--out", type=click.Path(), metavar="FOLDER", help="Folder of the study.  [default: out/NAME of the file]"
)
@work_options
@click.option("--redesign", is_flag=True, help="Go on in a folder whose design is not part of this one.")
@click.option("--check", is_flag=True, help="Read the file, say what would be run, and run nothing.")
@click.option("--example", is_flag=False, flag_value="grid", type=click.Choice(EXAMPLES), help="Print a study file to begin with: grid, or another kind.")  # fmt: skip
@options("extension", "lang", "quiet", "json")
@handled
def sweep(
    study: str | None, out: str | None, engine: str, workers: int | None, part: tuple[int, int],
    retry_failed: bool, redesign: bool, check: bool, example: str | None, lang: str | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make the runs of a STUDY file: scenarios at the points of a design, in replicates.

    Stops and goes on without losing or repeating a finished run: the first Ctrl-C finishes what is under way (6 seconds at
    most), the second stops at once; the same command, or `cogov study resume FOLDER`, goes on. A design may grow between sessions.

    \b
    cogov sweep --example > study.yaml             a file to begin with
    cogov sweep study.yaml --check
    cogov sweep study.yaml --workers 4
    cogov sweep study.yaml --engine dask:tcp://host:8786

    Exit codes: 0 all runs are there, 1 stopped, some failed, or a precision was not reached, 2 wrong usage or input.
    """  # noqa: D301
    if example is not None:
        from ....studies.design.examples import EXAMPLES as texts

        click.echo(texts[example], nl=False)
        return
    if study is None:
        raise Problem(
            said(
                "name a study file, or write one: cogov sweep --example > study.yaml",
                "请指定研究文件，或先写一个：cogov sweep --example > study.yaml",
            )
        )
    from ....studies import Study

    asked = Study.from_yaml(study, out)
    if check:
        asked_engine(engine)
        with asked.in_use():
            _say_what(asked, lang, as_json)
        return
    carry_out(asked, engine, workers, part, retry_failed, redesign, lang, quiet, as_json)


def carry_out(
    study: Study, engine: str, workers: int | None, part: tuple[int, int], retry_failed: bool,
    redesign: bool, lang: str | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Run a study with the options of the command line, and say how it ended."""
    from ....studies import Interrupted, WorkersLost
    from ....studies.execution.precision import shortfall

    executor = begun(engine)
    try:
        with shown(quiet, lang or "en") as tell:
            state = study.run(executor, workers, tell, redesign, part, retry_failed)
    except Interrupted as error:
        raise Failure(text_of(error)[lang or "en"]) from error
    except WorkersLost as error:
        raise Failure(
            said(
                f"{error}; finished runs are in {study.folder}, continue with: cogov study resume {study.folder}",
                f"{text_of(error).zh}；已完成的运行在 {study.folder}，继续请用：cogov study resume {study.folder}",
            )
        ) from error
    except KeyboardInterrupt as error:
        raise Failure(
            said(
                f"stopped; finished runs are in {study.folder}; continue with: cogov study resume {study.folder}",
                f"已停止；已完成的运行在 {study.folder}，继续请用：cogov study resume {study.folder}",
            )
        ) from error
    status = {**study.status(), "digest": study.digest(), "seconds": round(state.elapsed, 3)}
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False, indent=2))
    elif not quiet:
        zh = f"{status['done']} 次运行在 {study.folder}，失败 {status['failed']}；摘要 {status['digest'][:16]}"
        en = f"{status['done']} runs in {study.folder}, {status['failed']} failed; digest {status['digest'][:16]}"
        click.echo(zh if lang == "zh" else en)
    if status["failed"]:
        raise Failure(
            said(
                f"{status['failed']} runs failed; see {study.folder / 'logs' / 'failures.jsonl'}; --retry-failed repeats them",
                f"{status['failed']} 次运行失败；见 {study.folder / 'logs' / 'failures.jsonl'}；--retry-failed 重做这些运行",
            )
        )
    short = shortfall(status["precision"])
    if short is not None:
        more = (
            f"。运行均已保存；可提高 most（现为 {study.spec.most}）或放宽要求" if lang == "zh"
            else f". All runs are kept; raise most (now {study.spec.most}), or ask for less"
        )  # fmt: skip
        raise Failure(short[lang or "en"] + more)


def _say_what(study: Study, lang: str | None, as_json: bool) -> None:
    from ....studies.design.cells import cells_of, common_of

    spec = study.spec
    cells = cells_of(spec, common_of(spec))
    each = f"{spec.most}" if spec.precision else f"{spec.replicates}"
    about = {
        "folder": str(study.folder), "scenarios": list(spec.names), "factors": spec.factor_names, "points": len(spec.points),
        "cells": len(cells), "runs": len({cell.id for cell in cells}) * int(each),
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(about, ensure_ascii=False, indent=2))
        return
    upto = {"en": "up to ", "zh": "至多 "}[lang or "en"] if spec.precision else ""
    if lang == "zh":
        click.echo(
            f"{len(spec.names)} 个方案 x {len(spec.points)} 个点 x {upto}{each} 次重复 = {upto}{about['runs']} 次运行，结果在 {study.folder}"
        )
    else:
        click.echo(
            f"{len(spec.names)} scenarios x {len(spec.points)} points x {upto}{each} replicates = {upto}{about['runs']} runs, into {study.folder}"
        )
