"""`cogov map`: where design from above leads, where exploration below does, and where it is open."""

from __future__ import annotations

import json
import shlex

import click

from ...support.cache_option import keep_option, keeping
from ...support.options import handled, options, progress_bar


@click.command()
@click.option("--quick", is_flag=True, help="A smaller map with few pairs, some minutes; it is no result.")
@click.option("--residents", type=click.IntRange(min=16), help="Adults in all, in every district.  [default: 3200]")
@options("seed")
@click.option("--out", type=click.Path(), default="out/map", show_default=True, help="Folder of the results.")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def map(
    quick: bool, residents: int | None, seed: int, out: str, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """Map who leads at equal control and purse.

    Similarity of communities by time since rules began or since a crisis, in panels of control and spillover, at two
    prices of copying. Each side takes part in its best form, chosen on other seeds. A cell is coloured only where the
    lead is clear at both prices; a dozen telling cells are run again with 160 pairs.

    Prints first how many runs that takes, and how long. Finished runs are kept in KEEP: interrupted work continues from
    there. Writes pages in both languages, figures, every cell and a manifest into OUT.
    """
    from dataclasses import replace

    from ....core.machine.processors import worker_count
    from ....evidence.contest.draw_up import draw_up, most_runs, seconds_a_run
    from ....evidence.contest.families import FULL, QUICK
    from ....reports.contest.map_files import files, summary
    from ....reports.document.documents import write_files
    from ....runs.files.output_files import check_folder

    grid = QUICK if quick else FULL
    if residents is not None:
        grid = replace(grid, residents=residents)
    folder = check_folder(out, ())
    if not quiet:
        least, most = (sum(found[k] for found in most_runs(grid).values()) for k in (0, 1))
        each = seconds_a_run(grid, seed) / worker_count(workers, least)
        low, high = (max(1, round(runs * each / 60)) for runs in (least, most))
        click.echo(
            f"{least:,} 至 {most:,} 次运行，约 {low} 至 {high} 分钟；已保存的运行不再重做" if lang == "zh"
            else f"{least:,} to {most:,} runs, some {low} to {high} minutes; runs that are kept are not made again",
            err=True,
        )  # fmt: skip
    with keeping(keep) as kept, progress_bar(quiet, "runs", lang or "en") as progress:
        found = draw_up(grid, seed, quick=quick, workers=workers, progress=progress, kept=kept)
    words = ["cogov", "map", *["--quick"] * quick, "--seed", str(seed)]
    words += [] if residents is None else ["--residents", str(residents)]
    written = write_files(files(found, shlex.join(words)), folder)
    if as_json:
        click.echo(json.dumps({"shares": summary(found)}, ensure_ascii=False, indent=2))
    elif not quiet:
        _show(found, lang or "en")
        click.echo(f"{out} 中共 {len(written)} 个文件" if lang == "zh" else f"{len(written)} files in {out}")


def _show(found: object, language: str) -> None:
    from ....reports.contest.map_page import in_short

    for line in in_short(found, language):  # type: ignore[arg-type]
        click.echo(line.replace("**", ""))
