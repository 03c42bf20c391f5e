"""`cogov assumptions`: which conclusions flip when an assumed number is another one."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import Any

import click

from ....core.nearest import suggestion
from ....core.text import Text
from ...support.cache_option import keep_option, keeping
from ...support.errors import Failure, said
from ...support.options import console, handled, options, progress_bar


def _trajectories(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
    if value is not None and (value < 0 or value == 1):
        raise click.BadParameter(
            said(f"{value} trajectories: 0 or at least 2", f"{value} 条轨迹：应为 0 或至少 2"), ctx, param
        )
    return value


@click.command()
@click.argument("names", nargs=-1, metavar="[QUANTITY ...]")
@click.option("--quick", is_flag=True, help="Small districts, few runs, conclusions on scenarios only: minutes.")
@click.option("--replicates", type=click.IntRange(min=2), help="Runs of each setting.  [default: 8, quick 4]")
@click.option(
    "--trajectories",
    type=int,
    callback=_trajectories,
    help="Morris trajectories; 0: one at a time only.  [default: 8, quick 2]",
)
@click.option(
    "--headlines/--no-headlines", default=None, help="The headline of every hypothesis too.  [default: yes, quick no]"
)
@click.option("--residents", type=click.IntRange(min=16), help="Adults in all.")
@click.option("--weeks", type=click.IntRange(min=10), help="Length of each run.")
@options("seed")
@click.option("--out", type=click.Path(), default="out/assumptions", show_default=True, help="Folder of the results.")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def assumptions(
    names: tuple[str, ...], quick: bool, replicates: int | None, trajectories: int | None, headlines: bool | None, residents: int | None,
    weeks: int | None, seed: int, out: str, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Sweep every assumed number, one at a time and (Morris) all at once, and say which conclusions flip where.

    Without names all numbers whose status is `assumed`. Conclusions are declared beforehand: differences of scenarios,
    and the headline contrast of every hypothesis. Finished runs are kept in KEEP, as by `cogov hypotheses`.
    """
    from ....core.extras import install
    from ....core.quantity import QuantityError
    from ....evidence.assumptions import FULL, QUICK, gather
    from ....experiments.futures.ranges import assumed
    from ....reports.document.documents import write_files
    from ....reports.evidence.assumptions import files, summary
    from ....runs.files.output_files import check_folder

    known = [one.name for one in assumed()]
    for name in names:
        if name not in known:
            raise QuantityError(
                Text(
                    f"'{name}' is not an assumed quantity that can be swept{suggestion(name, known).en}",
                    f"'{name}' 不是可以改变的假定值{suggestion(name, known).zh}",
                )
            )
    effort = QUICK if quick else FULL
    given = {"residents": residents, "weeks": weeks}
    size = replace(effort.size, **{name: value for name, value in given.items() if value is not None})
    others = {"replicates": replicates, "trajectories": trajectories, "headlines": headlines}
    effort = replace(effort, size=size, **{name: value for name, value in others.items() if value is not None})
    if effort.trajectories:
        try:
            import SALib  # noqa: F401
        except ImportError:
            raise Failure(
                said(
                    f"Morris designs come with SALib: {install('sensitivity')}; or --trajectories 0",
                    f"Morris 设计需要 SALib：{install('sensitivity')}；或用 --trajectories 0",
                )
            ) from None
    folder = check_folder(out, ())
    with keeping(keep) as kept, progress_bar(quiet, "runs", lang or "en") as progress:
        found = gather(seed, quick=quick, effort=effort, only=names, workers=workers, progress=progress, kept=kept)
    words = ["cogov", "assumptions", *names, *(["--quick"] * quick), "--seed", str(seed)]
    for name, value in (*given.items(), *list(others.items())[:2]):
        words += [f"--{name}", str(value)] if value is not None else []
    words += [] if headlines is None else ["--headlines" if headlines else "--no-headlines"]
    written = write_files(files(found, shlex.join(words)), folder)
    if as_json:
        from ....runs.files.manifest import plain

        click.echo(json.dumps({"conclusions": plain(summary(found))}, ensure_ascii=False, indent=2))
    elif not quiet:
        _show(summary(found), lang or "en")
        click.echo(f"{len(written)} files in {out}" if lang != "zh" else f"{out} 中共 {len(written)} 个文件")


def _show(rows: list[dict[str, Any]], language: str) -> None:
    from rich.table import Table

    chinese = language == "zh"
    table = Table()
    heads = (("Conclusion", "结论"), ("holds", "成立"), ("lost", "不再明显"), ("flips", "反转"), ("by", "因"))
    for head in heads:
        table.add_column(head[1] if chinese else head[0])
    for row in rows:
        counts = [str(row[name]) for name in ("holds", "lost", "flips")] if row["stands_at_defaults"] else ["-"] * 3
        table.add_row(str(row["zh" if chinese else "en"]), *counts, str(row["flips_by"]))
    console().print(table)
