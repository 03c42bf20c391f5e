"""`cogov evidence`: what the model shows: scenarios, claims, patterns, states, money, as documents."""

from __future__ import annotations

import click

from ...support.language_option import language_option
from ...support.options import handled, options, progress_bar


@click.command()
@language_option
@click.option("--replicates", type=click.IntRange(min=2), default=30, show_default=True, help="Runs of each scenario.")
@options("seed")
@click.option("--out", type=click.Path(), default="docs", show_default=True, help="Folder of the documents.")
@click.option("--quick", is_flag=True, help="Smoke test on tiny districts; the results are not meaningful.")
@options("workers", "quiet")
@handled
def evidence(replicates: int, seed: int, out: str, quick: bool, workers: int | None, quiet: bool) -> None:
    """Make the evidence: every scenario, each claim judged by declared contrasts, patterns, every state, money.

    Writes evidence.md, evidence.zh.md, figures/evidence-* and tables with all numbers in evidence/ into OUT. Earlier
    ones are replaced. Takes about a quarter of an hour on two processors.
    """
    from ....evidence.evidence import gather
    from ....reports.evidence.evidence_files import write
    from ....runs.files.output_files import check_folder

    folder = check_folder(out, ())
    with progress_bar(quiet, "runs") as progress:
        found = gather(replicates, seed, quick=quick, workers=workers, progress=progress)
    written = write(found, folder)
    if not quiet:
        for judged in found.judged:
            click.echo(f"{judged.claim.number:5} {judged.verdict.value:16} {judged.claim.title.en}")
        for pattern in found.patterns:
            met = {True: "met", False: "not met", None: "undecided"}[pattern.met]
            click.echo(f"{'':5} {met:16} {pattern.title.en}")
        click.echo(f"{len(written)} files in {folder}")
