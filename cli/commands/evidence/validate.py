"""`cogov validate`: the validation card."""

from __future__ import annotations

import json
import shlex

import click

from ...support.cache_option import keep_option, keeping
from ...support.options import console, handled, options, progress_bar


@click.command()
@click.option("--replicates", type=click.IntRange(min=2), default=20, show_default=True, help="Runs of each setting.")
@click.option("--quick", is_flag=True, help="Smoke test on tiny districts; the results are not meaningful.")
@options("seed")
@click.option("--out", type=click.Path(), default="out/validation", show_default=True, help="Folder of the results.")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def validate(
    replicates: int, quick: bool, seed: int, out: str, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """Fill in the validation card: each empirical target, its source, what the model gives, met or not.

    Says of each target whether it was put in, fitted, or held out. Writes validation.md, validation.zh.md, a figure and
    a table into OUT. Finished runs are kept in KEEP, as by `cogov hypotheses`.
    """
    from ....evidence.validation import USE_LABELS, gather
    from ....reports.document.documents import write_files
    from ....reports.document.markdown import with_interval
    from ....reports.evidence.evidence_text import MET
    from ....reports.evidence.validation import files, summary, wanted
    from ....runs.files.manifest import plain
    from ....runs.files.output_files import check_folder

    language = lang or "en"
    folder = check_folder(out, ())
    with keeping(keep) as kept, progress_bar(quiet, "runs", language) as progress:
        card = gather(replicates, seed, quick=quick, workers=workers, progress=progress, kept=kept)
    words = ["cogov", "validate", "--replicates", str(replicates), "--seed", str(seed), *(["--quick"] * quick)]
    written = write_files(files(card, shlex.join(words)), folder)
    if as_json:
        click.echo(json.dumps({"targets": plain(summary(card))}, ensure_ascii=False, indent=2))
    elif not quiet:
        from rich.table import Table

        table = Table()
        heads = (("measured", "测量"), ("wanted", "目标"), ("model", "模型"), ("result", "结果"), ("use", "用途"))
        for head in heads:
            table.add_column(head[1] if language == "zh" else head[0])
        for row in card.rows:
            found = with_interval(row.check.found, row.check.unit)
            table.add_row(
                row.check.label[language], wanted(row), found, MET[row.met][language], USE_LABELS[row.use][language]
            )
        console().print(table)
        click.echo(f"{len(written)} files in {out}" if lang != "zh" else f"{out} 中共 {len(written)} 个文件")
