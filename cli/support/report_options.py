"""What `cogov compare` has for its report: Word, why scenarios differ, and what a user writes on the first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from .errors import Failure, Problem, said
from .futures_options import KEEP

if TYPE_CHECKING:
    from ...reports.attribution.attribution import Attribution
    from ...reports.decision.comparison import Comparison
    from ...reports.decision.report import Cover
    from ...runs.settings import Progress, Setting

MOST_REPLICATES = 20
"""Replicates in which mixtures are replayed for --why, where the comparison has more."""


def report_options(function: Callable) -> Callable:
    """Add the options that belong to the report."""
    for option in reversed(
        [
            click.option("--word", is_flag=True, help="Write the report for Word too: report.docx, or one file for each language."),
            click.option("--why", is_flag=False, flag_value="satisfaction", multiple=True, metavar="[INDICATOR]", help="Also replay mixtures of each scenario and the baseline, and report each lever's share of the difference in this indicator (satisfaction if none is named); may be repeated. Put it last, or name the indicator."),
            click.option("--why-runs", type=click.IntRange(min=1), metavar="N", help="Most runs for each scenario of --why.  [default: 3000]"),
            click.option("--title", metavar="TEXT", help="Title of the report.  [default: the scenarios]"),
            click.option("--question", metavar="TEXT", help="The question on its first page, in your own words."),
            click.option("--author", metavar="TEXT", help="Author, shown on the cover page."),
            click.option("--date", metavar="TEXT", help="Date to be written on it; the report has none by itself."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


def cover_of(title: str | None, author: str | None, date: str | None, question: str | None) -> Cover:
    """Return what the user writes on the first page."""
    from ...reports.decision.report import Cover

    return Cover(title, author, date, question)


def check_report(setting: Setting, replicates: int, word: bool, why: tuple[str, ...], runs: int | None) -> None:
    """Raise for what the report cannot have, before anything runs."""
    from ...experiments.attribution.attribute import RUNS, prepare
    from ...reports.document.word import check_word

    if word:
        check_word()
    if runs is not None and not why:
        raise Problem(said("--why-runs is only for --why", "--why-runs 只能与 --why 一起使用"))
    for other in setting.scenarios[1:] if why else ():
        pair = replace(setting, scenarios=(setting.scenarios[0], other))
        prepare(pair, min(replicates, MOST_REPLICATES), why, groups=None, runs=runs or RUNS, exact=None)


def explained_by(
    result: Comparison, why: tuple[str, ...], runs: int | None, keep: str | None, workers: int | None, progress: Progress
) -> tuple[Attribution, ...]:  # fmt: skip
    """Return why each scenario differs from the baseline, as far as that is asked for; finished runs are kept."""
    from ...experiments.attribution.attribute import RUNS

    options: dict[str, Any] = {"runs": runs or RUNS, "workers": workers, "progress": progress, "keep": keep or KEEP}
    replicates = min(result.replicates, MOST_REPLICATES)
    try:
        return tuple(result.why(name, why, replicates, **options) for name in result.names[1:] if why)
    except KeyboardInterrupt:
        others = "" if keep else ", those of the comparison are not"
        raise Failure(
            said(
                f"stopped; finished runs of --why are kept in {options['keep']}{others}; the same command continues",
                f"已停止；--why 已完成的运行保存在 {options['keep']}{'' if keep else '，比较的运行没有保存'}；用同一命令继续",
            )
        ) from None
