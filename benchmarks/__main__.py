"""The command: ``python -m cogov.benchmarks``, or ``make bench ARGS="..."``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from . import baseline, report
from .rows import Options, Row
from .sections.calibration import yardstick as measure_yardstick
from .workload.agreement import Disagreement

SECTIONS = "common", "full", "mechanisms", "small", "start", "crossing"
"""Modules of `sections`, in the order of the table."""


class Sizes(click.ParamType):
    """Whole numbers, separated by commas: 1000,10_000."""

    name = "sizes"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers."""
        if isinstance(value, tuple):
            return value
        try:
            sizes = tuple(int(part) for part in value.split(","))
        except ValueError:
            sizes = ()
        if not sizes or min(sizes) < 20:
            self.fail(f"{value!r}: whole numbers from 20, separated by commas, as 1000,10_000", param, ctx)
        return sizes


@click.command()
@click.option(
    "--only", multiple=True, type=click.Choice(SECTIONS), help="A section; may be given several times.  [default: all]"
)
@click.option(
    "--sizes", type=Sizes(), default=(), help="Residents, as 1000,10000; also 10000000.  [default: each section's own]"
)
@click.option("--weeks", type=click.IntRange(1), default=260, show_default=True, help="Length of a run.")
@click.option(
    "--repeats",
    type=click.IntRange(1),
    default=9,
    show_default=True,
    help="Measurements of what is short; what is long gets fewer.",
)
@click.option("--everyone", is_flag=True, help="Slow contenders of the common workload at all sizes.")
@click.option("--scenario", default="co_governance", show_default=True, help="Of the full model.")
@click.option(
    "--per-community", type=click.IntRange(20), default=400, show_default=True, help="Residents of a community."
)
@click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path),
    default=Path("out/bench.json"),
    show_default=True,
    help="Where all figures go.",
)
@click.option("--write-baseline", is_flag=True, help="Keep this run's figures as the baseline.")
def main(
    only: tuple[str, ...], sizes: tuple[int, ...], weeks: int, repeats: int, everyone: bool, scenario: str, per_community: int,
    target: Path, write_baseline: bool,
) -> None:  # fmt: skip
    """Measure, and print one table. Ctrl-C ends it and prints what there is."""
    progress = Console(stderr=True)
    said: list[str] = []

    def tell(text: str) -> None:
        if said[-1:] != [text]:
            said[:] = [text]
            status.update(text)
            if not progress.is_terminal:
                progress.print(text, markup=False, highlight=False)

    options = Options(sizes, weeks, repeats, everyone, scenario, per_community, tell)
    rows: list[Row] = []
    yardstick, fault, stopped = None, "", False
    with progress.status("starts") as status:
        try:
            tell("yardstick: C")
            yardstick = measure_yardstick()
            for name in only or SECTIONS:
                for row in import_module(f".sections.{name}", __package__).rows(options):
                    rows.append(row)
        except KeyboardInterrupt:
            stopped = True
        except (Disagreement, RuntimeError) as error:
            fault = str(error)
    complete = not (stopped or fault)
    report.show(rows, yardstick, baseline.read())
    report.write_json(target, report.as_json(rows, yardstick, complete))
    progress.print(f"All figures: {target}", markup=False, highlight=False)
    if write_baseline and complete:
        if yardstick is None:
            raise click.ClickException("a baseline needs the C kernel as a yardstick, and gcc is missing")
        count = baseline.write(rows, yardstick.median, report.machine())
        progress.print(f"Baseline: {count} figures in {baseline.PATH.name}", markup=False, highlight=False)
    if fault:
        raise click.ClickException(fault)
    if stopped:
        progress.print("Stopped: the table holds what was measured until then.")
        raise SystemExit(130)


if __name__ == "__main__":
    main(prog_name="make bench")
