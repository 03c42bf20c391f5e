"""`cogov movability`: how far levers can move what residents feel."""

from __future__ import annotations

import json
import shlex

import click

from ...support.cache_option import keep_option, keeping
from ...support.options import console, handled, options, progress_bar


@click.command()
@click.option("--replicates", type=click.IntRange(min=2), default=4, show_default=True, help="Runs of each setting.")
@click.option("--quick", is_flag=True, help="Smoke test on tiny districts; the results are not meaningful.")
@options("seed")
@click.option("--out", type=click.Path(), default="out/movability", show_default=True, help="Folder of the results.")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def movability(
    replicates: int, quick: bool, seed: int, out: str, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """Measure how far levers can move belonging, trust, satisfaction and other states of residents.

    Moves every lever to either end, all levers at once, and runs the four main scenarios. Ranges are in standard deviations between
    residents, and in margins: a state that the scenarios move by less than one margin is inert here. Writes movability.md,
    movability.zh.md and a table into OUT. Finished runs are kept in KEEP, as by `cogov hypotheses`.
    """
    from ....evidence.movability import gather
    from ....reports.document.documents import write_files
    from ....reports.evidence.movability import files, in_short, summary
    from ....runs.files.manifest import plain
    from ....runs.files.output_files import check_folder

    language = lang or "en"
    folder = check_folder(out, ())
    with keeping(keep) as kept, progress_bar(quiet, "runs", language) as progress:
        found = gather(replicates, seed, quick=quick, workers=workers, progress=progress, kept=kept)
    words = ["cogov", "movability", "--replicates", str(replicates), "--seed", str(seed), *(["--quick"] * quick)]
    written = write_files(files(found, shlex.join(words)), folder)
    if as_json:
        facts = {"states": summary(found), "explained": dict(found.explained)}
        click.echo(json.dumps(plain(facts), ensure_ascii=False, indent=2))
    elif not quiet:
        from rich.table import Table

        table = Table()
        heads = (
            ("state", "状态"),
            ("one lever / sd", "单项杠杆/标准差"),
            ("all levers / sd", "全部杠杆/标准差"),
            ("scenarios / margin", "方案/边际"),
            ("result", "结果"),
        )
        for head in heads:
            table.add_column(head[1] if language == "zh" else head[0])
        for row in found.rows:
            table.add_row(*in_short(row, language))
        console().print(table)
        click.echo(f"{len(written)} files in {out}" if language != "zh" else f"{out} 中共 {len(written)} 个文件")
