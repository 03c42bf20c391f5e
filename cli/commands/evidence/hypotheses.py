"""`cogov hypotheses`: H1-H10 as designed experiments, and the map of where which regime wins."""

from __future__ import annotations

import json
import shlex
from typing import Any

import click

from ...support.cache_option import keep_option, keeping
from ...support.errors import Problem, said
from ...support.options import console, handled, options, progress_bar
from ...support.size_option import asked


@click.command()
@click.argument("numbers", nargs=-1, metavar="[H1 ...]")
@click.option("--quick", is_flag=True, help="Small districts, few runs: a minute or two, and wide intervals.")
@click.option("--replicates", type=click.IntRange(min=2), help="Runs of each setting.  [default: 20, quick 6]")
@options("size")
@click.option("--residents", type=click.IntRange(min=16), help="Adults in all, in every district.")
@click.option("--weeks", type=click.IntRange(min=10), help="Length of each run.")
@click.option("--map/--no-map", "with_map", default=None, help="Draw up the map of regions.  [default: with all ten]")
@options("seed")
@click.option("--out", type=click.Path(), default="out/hypotheses", show_default=True, help="Folder of the results.")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def hypotheses(
    numbers: tuple[str, ...], quick: bool, replicates: int | None, residents: int | None, weeks: int | None, with_map: bool | None,
    seed: int, out: str, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Put hypotheses H1 to H10 to the test; all of them without a name.

    Each is a designed experiment: paired runs on common random numbers with the same money, null runs with the mechanism switched off (the
    effect must be zero bit for bit), a control, intervals that share 95 %, and a verdict: supported, refuted, depends, or
    undecided. H7 also lets each regime optimise its levers on seeds apart. The map shows which regime wins where.

    Finished runs are kept in KEEP: interrupted work continues from there, and nothing is run twice. If the code has changed, it starts from the beginning.
    """
    from ....evidence.hypotheses.gather import FULL, QUICK, choose, gather, to_scale
    from ....reports.document.documents import write_files
    from ....reports.evidence.hypotheses import files, summary
    from ....runs.files.output_files import check_folder

    chosen = choose(numbers)
    effort, scale = QUICK if quick else FULL, asked()
    if scale is not None:
        if residents is not None:
            raise Problem(
                said(
                    f"--size {scale.name} and --residents {residents} exclude each other",
                    f"--size {scale.name} 与 --residents {residents} 不能同时使用",
                )
            )
        effort = effort.of_scale(scale.name)
    chosen = to_scale(chosen, effort, bool(numbers))
    effort = effort.resized(residents, weeks, replicates)
    whole_map = with_map if with_map is not None else not numbers
    folder = check_folder(out, ())
    with keeping(keep) as kept, progress_bar(quiet, "runs", lang or "en") as progress:
        found = gather(
            chosen, seed, quick=quick, effort=effort, with_map=whole_map, workers=workers, progress=progress, kept=kept
        )
    words = ["cogov", "hypotheses", *(chosen if numbers else [])]
    words += ["--quick"] * quick + ["--seed", str(seed)]
    words += [] if scale is None else ["--size", scale.name]
    for name, value in (("replicates", replicates), ("residents", residents), ("weeks", weeks)):
        words += [f"--{name}", str(value)] if value is not None else []
    words += [] if with_map is None else ["--map" if with_map else "--no-map"]
    written = write_files(files(found, shlex.join(words)), folder)
    if as_json:
        click.echo(json.dumps({"verdicts": summary(found)}, ensure_ascii=False, indent=2))
    elif not quiet:
        _show(found, lang or "en")
        click.echo(f"{len(written)} files in {out}" if lang != "zh" else f"{out} 中共 {len(written)} 个文件")


def _show(found: Any, language: str) -> None:
    from rich.table import Table

    from ....evidence.hypotheses.terms import OUTCOME_LABELS
    from ....reports.evidence.hypotheses_text import sentence, short_of

    table = Table(show_lines=True)
    for head in (("", ""), ("Verdict", "结论"), ("In one sentence", "一句话")):
        table.add_column(head[1] if language == "zh" else head[0])
    for one in found.verdicts:
        table.add_row(one.hypothesis.number, OUTCOME_LABELS[one.outcome][language], sentence(one)[language])
    console().print(table)
    for one in found.verdicts:
        short = short_of(one, found.effort)
        if short is not None:
            click.echo(
                f"{one.hypothesis.number}: {short.en}" if language != "zh" else f"{one.hypothesis.number}：{short.zh}"
            )
