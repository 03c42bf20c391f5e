"""`cogov analyse`: what a study shows."""

from __future__ import annotations

import json

import click

from ...support.options import handled, options

PARTS = ("noise", "sobol", "morris", "effects", "boxes", "maps")


@click.command()
@click.argument("study", type=click.Path())
@click.option("--indicator", "indicators", multiple=True, metavar="NAME", help="An indicator to analyse; may be repeated.  [default: those of the study, or six main ones]")  # fmt: skip
@click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="A scenario to analyse; may be repeated.  [default: all]")  # fmt: skip
@click.option("--against", metavar="NAME", help="Baseline of paired differences.  [default: the first scenario]")
@click.option("--by", multiple=True, metavar="FACTOR", help="A factor of the region maps; give two.  [default: those that matter most]")  # fmt: skip
@click.option("--threshold", "thresholds", multiple=True, metavar="'NAME>NUMBER'", help="What boxes are looked for, as 'satisfaction>0.6'; with --against, of the difference.  [default: better than the baseline]")  # fmt: skip
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), help="Only this part; may be repeated. An error if the design does not allow it.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of resampling and of the split into training and held-out points.")  # fmt: skip
@click.option("--out", type=click.Path(), metavar="FOLDER", help="[default: exports/analysis in the study's folder]")
@options("extension", "lang", "quiet", "json")
@handled
def analyse(
    study: str, indicators: tuple[str, ...], scenarios: tuple[str, ...], against: str | None, by: tuple[str, ...],
    thresholds: tuple[str, ...], parts: tuple[str, ...], seed: int, out: str | None, lang: str | None, quiet: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Analyse the finished runs of a STUDY's folder: which factors matter, how much is noise, which scenario is best where.

    As far as the design allows: Sobol' or Morris indices, main effects, PRIM boxes as sentences, region maps; all with
    intervals, written as pages in both languages, figures and tables.

    \b
    cogov analyse out/study
    cogov analyse out/study --indicator satisfaction --by similarity --by homophily
    cogov analyse out/study --threshold 'satisfaction>0.02' --against top_down
    """  # noqa: D301
    from ....reports.studies.analysis import as_data, page, write
    from ....runs.files.output_files import check_folder
    from ....studies import Study
    from ....studies.analysis import analyse as make

    opened = Study.open(study)
    folder = check_folder(opened.folder / "exports" / "analysis" if out is None else out, ())
    click.get_current_context().with_resource(opened.in_use())
    found = make(opened, indicators, scenarios, against, by, thresholds, parts, seed)
    written = write(found, folder)
    if as_json:
        click.echo(json.dumps({**as_data(found), "folder": str(folder)}, ensure_ascii=False, indent=2, allow_nan=False))
    elif not quiet:
        click.echo(page(found, lang or "en"))
        zh = f"{folder} 中写入 {len(written)} 个文件"
        click.echo(zh if lang == "zh" else f"{len(written)} files in {folder}")
