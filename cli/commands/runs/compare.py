"""`cogov compare`: the main job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...support.errors import Failure, Problem, said
from ...support.futures_options import futures_json, futures_options, kept_runs, sampled
from ...support.options import Assignments, handled, make_setting, options, progress_bar, unique
from ...support.report_options import check_report, cover_of, explained_by, report_options

if TYPE_CHECKING:
    from ....evidence.contest.conditions import Conditions
    from ....reports.decision.comparison import Comparison


@click.command()
@click.argument("scenarios", nargs=-1)
@click.option(
    "--replicates",
    type=click.IntRange(min=1),
    help="Runs of each scenario; one gives no intervals.  [default: 20; 160 for the contest]",
)
@click.option(
    "--precision",
    type=Assignments(words=False),
    multiple=True,
    callback=unique,
    metavar="INDICATOR=WIDTH",
    help="Instead of --replicates: run until the interval's half-width of the paired difference is this narrow, in the indicator's unit; may be repeated.",
)
@futures_options
@report_options
@click.option(
    "--conditions/--no-conditions",
    "with_conditions",
    default=None,
    help="Whether the contest is also run under other control, costs and a crisis, and with its ablations.  [default: yes; no with --data]",
)
@click.option(
    "--ablate",
    type=click.Choice(["means", "frozen", "alone"]),
    multiple=True,
    help="Also run the comparison with residents who differ less, and report what residents contribute to each difference: means (replaced by the mean of their community), frozen (no belonging, trust, learning or fatigue) or alone (no influence of others); may be repeated.",
)
@options("seed")
@click.option("--weeks", type=click.IntRange(min=1), help="Length of each run.  [default: 260; 273 for the contest]")
@options("size", "residents", "communities", "set", "data", "extension", "force")
@click.option("--out", type=click.Path(), default="out", show_default=True, help="Folder of the results.")
@click.option("--all", "everything", is_flag=True, help="Show all indicators on the screen, not the main ones.")
@options("lang", "workers", "quiet", "json")
@handled
def compare(
    scenarios: tuple[str, ...], replicates: int | None, precision: dict[str, float], with_conditions: bool | None, seed: int, weeks: int | None,
    residents: int | None, communities: int | None, values: dict[str, Any], data: str | None, out: str,
    everything: bool, lang: str | None, workers: int | None, quiet: bool, as_json: bool, futures: int | None,
    over: tuple[str, ...], per_future: int | None, keep: str | None, word: bool, why: tuple[str, ...], why_runs: int | None,
    title: str | None, question: str | None, author: str | None, date: str | None, ablate: tuple[str, ...],
) -> None:  # fmt: skip
    """Compare SCENARIOS on common random numbers: what differs, who gains and loses, what is assumed.

    The first scenario is the baseline. A scenario is a name of the library (see `cogov scenarios list`), a YAML file, or
    several joined with + (co_governance+funding_cut, above+low_control+government_purse).

    Without SCENARIOS: the contest of below, below_copying, above_four_pilots and above_spread, who decides at equal control and
    purse. It shows the hours of search, the mean and the worst-off community, outcomes 1, 2, 4, 8 and 20 quarters after
    rules began, how the answer changes with control, costs, equal hours and a crisis, and what decides each outcome.

    Writes report.html, figures, indicators.csv, runs.parquet, gains.csv, tables, manifest.json and the scenarios into
    OUT. The report says at first what was found and how sure it is; each of its numbers leads to a row of these tables.

    With --futures, the comparison is repeated over sampled futures: settings of what no policy sets, within what is
    plausible. Reports the share of futures in which each finding holds, the conditions under which it fails, and each
    scenario's regret.

    \b
    cogov compare status_quo law_first --set similarity=0.3
    cogov compare top_down co_governance --precision satisfaction=0.01 --data my_district
    cogov compare --futures 30 --over similarity --over complexity=0:4
    cogov compare top_down co_governance --lang zh --word --author "Planning office" --why satisfaction

    Exit codes: 0 done, 1 a run failed or a precision was not reached, 2 wrong usage or input.
    """  # noqa: D301
    from ....evidence.contest.declared import REPLICATES, WEEKS
    from ....experiments.comparison.ablation import ablations_of
    from ....experiments.comparison.compare import DEFAULT, compare_setting
    from ....model.quantities.indicators import INDICATORS
    from ....reports.decision.comparison import Comparison
    from ....reports.decision.report_files import file_names
    from ....runs.files.output_files import check_folder, write_folder
    from ....runs.settings import check_precision
    from ...support.contest_options import addition_of, asked_for, conditions_of, names_of
    from ...support.summaries.comparison_summary import show

    if replicates is not None and precision:
        raise Problem(
            said(
                "--replicates and --precision exclude each other: give a number of runs, or a precision",
                "--replicates 与 --precision 不能同时使用：请指定次数或精度",
            )
        )
    check_precision(precision, INDICATORS)
    contest = asked_for(bool(scenarios), data is not None, with_conditions)
    weeks = weeks or (260 if scenarios else WEEKS)
    runs = replicates or (REPLICATES if contest else 20)
    setting = make_setting(scenarios or DEFAULT, weeks, seed, residents, communities, values, data, lang)
    setting.check()
    kinds = ablations_of(setting, ablate)
    check_report(setting, runs, word, why, why_runs)
    tried = sampled(setting, futures, over, per_future)
    folder = check_folder(
        out, file_names(setting.names, tried is not None, why, *names_of(contest), ablate=bool(kinds))
    )
    language = lang or "en"
    with progress_bar(quiet or as_json, "runs", language) as progress, kept_runs(tried, keep) as kept:
        found = compare_setting(
            setting,
            runs,
            precision=precision,
            workers=workers,
            progress=progress,
            source=str(Path(data).expanduser().absolute()) if data is not None else None,
            futures=tried,
            kept=kept,
            whole=keep is not None,
            ablate=kinds,
        )
        conditions = conditions_of(found, contest, workers, progress, kept)
    result = Comparison.of(found)
    with progress_bar(quiet or as_json, "runs", language) as progress:
        reasons = explained_by(result, why, why_runs, keep, workers, progress)
    files = result.files(lang, word, cover_of(title, author, date, question), reasons, addition_of(conditions))
    write_folder(folder, files)
    if as_json:
        click.echo(
            json.dumps(_as_json(result, folder, files, conditions), ensure_ascii=False, indent=2, allow_nan=False)
        )
    elif not quiet:
        show(result, folder, everything, language, conditions)
    if result.reached is not None and not result.reached.enough:
        n = result.replicates
        raise Failure(
            f"{n} 次重复后仍未达到所要求的精度；文件已写入 {folder}" if language == "zh"
            else f"the precision asked for was not reached with {n} replicates; the files are in {folder}"
        )  # fmt: skip


def _as_json(
    result: Comparison, folder: Path, files: Mapping[str, bytes], conditions: Conditions | None
) -> dict[str, Any]:
    """Return the tables of a comparison for a script."""
    from ....runs.files.manifest import plain
    from ...support.contest_options import contest_json

    manifest = json.loads(files["manifest.json"])
    kept = ("run_set", "command", "baseline", "replicates", "weeks", "seed", "digests", "precision", "futures", "made")
    futures = {} if result.futures is None else futures_json(result.futures)
    return {
        "folder": str(folder),
        **{name: manifest[name] for name in kept},
        "differences": plain(result.table().to_dict("records")),
        "gains": plain(result.gains().to_dict("records")),
        "when": plain(result.when().to_dict("records")),
        **({"residents": plain(result.residents().to_dict("records"))} if result.ablations else {}),
        **futures,
        **({} if conditions is None else contest_json(conditions)),
    }
