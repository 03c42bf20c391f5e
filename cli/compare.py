"""`cogov compare`: the main job."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import Assignments, console, handled, make_setting, options, progress_bar, unique
from .errors import Problem

if TYPE_CHECKING:
    from rich.table import Table

    from ..core.quantity import Text
    from ..reports.comparison import Comparison


@click.command()
@click.argument("scenarios", nargs=-1)
@click.option(
    "--replicates", type=click.IntRange(min=1), help="Runs of each scenario; one gives no intervals.  [default: 20]"
)
@click.option(
    "--precision",
    type=Assignments(words=False),
    multiple=True,
    callback=unique,
    metavar="INDICATOR=WIDTH",
    help="Instead of --replicates: run until the interval's half-width of the paired difference is this narrow, in the indicator's unit; may be repeated.",
)
@options("seed", "weeks", "residents", "communities", "set", "data")
@click.option("--out", type=click.Path(), default="out", show_default=True, help="Folder of the results.")
@click.option("--all", "everything", is_flag=True, help="Show all indicators on the screen, not the main ones.")
@options("lang", "workers", "quiet", "json")
@handled
def compare(
    scenarios: tuple[str, ...], replicates: int | None, precision: dict[str, float], seed: int, weeks: int,
    residents: int | None, communities: int | None, values: dict[str, Any], data: str | None, out: str,
    everything: bool, lang: str | None, workers: int | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Compare SCENARIOS on the same luck: what differs, who gains and loses, what is assumed.

    The first scenario is the baseline. Default: top_down local_exploration co_governance. A scenario is a name of the
    library (see `cogov scenarios list`), a YAML file, or several joined with + (co_governance+funding_cut).

    Writes report.html, figures, indicators.csv, runs.parquet, gains.csv, manifest.json and the scenarios into OUT.

    \b
    cogov compare status_quo law_first --set similarity=0.3
    cogov compare --precision satisfaction=0.01 --data my_district
    """  # noqa: D301
    from ..experiments.compare import DEFAULT, compare_setting
    from ..experiments.files import check_folder, write_folder
    from ..experiments.settings import check_precision
    from ..model.indicators import INDICATORS
    from ..reports.comparison import Comparison, file_names

    if replicates is not None and precision:
        raise Problem("--replicates and --precision exclude each other: say how often, or how precisely")
    check_precision(precision, INDICATORS)
    setting = make_setting(scenarios or DEFAULT, weeks, seed, residents, communities, values, data)
    setting.check()
    folder = check_folder(out, file_names(setting.names))
    language = lang or "en"
    with progress_bar(quiet or as_json, "runs", language) as progress:
        found = compare_setting(
            setting,
            20 if replicates is None else replicates,
            precision=precision,
            workers=workers,
            progress=progress,
            source=str(Path(data).expanduser().absolute()) if data is not None else None,
        )
    result = Comparison.of(found)
    files = result.files(lang)
    write_folder(folder, files)
    if as_json:
        click.echo(json.dumps(_as_json(result, folder, files), ensure_ascii=False, indent=2, allow_nan=False))
    elif not quiet:
        _print(result, folder, everything, language)


def _as_json(result: Comparison, folder: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the tables of a comparison for a script."""
    from ..experiments.manifest import plain

    manifest = json.loads(files["manifest.json"])
    kept = ("run_set", "command", "baseline", "replicates", "weeks", "seed", "digests", "precision", "made")
    return {
        "folder": str(folder),
        **{name: manifest[name] for name in kept},
        "differences": plain(result.table().to_dict("records")),
        "gains": plain(result.gains().to_dict("records")),
    }


def _print(result: Comparison, folder: Path, everything: bool, language: str) -> None:
    from ..core.quantity import STATUS_LABELS, Text
    from ..reports import findings

    screen = console()

    def say(en: str, zh: str) -> None:
        screen.print(Text(en, zh)[language], markup=False)

    title = findings.titles(result)
    timing = result.timing
    runs = len(result.names) * result.replicates
    rate = runs / timing["run_seconds"] if timing["run_seconds"] > 0 else float("inf")
    say(
        f"Compiled in {timing['compile_seconds']:.1f} s; {runs} runs of {result.setting.weeks} weeks in "
        f"{timing['run_seconds']:.1f} s ({rate:.1f} a second, {timing['workers']} processes).",
        f"编译 {timing['compile_seconds']:.1f} 秒；{runs} 次运行（每次 {result.setting.weeks} 周）共 "
        f"{timing['run_seconds']:.1f} 秒（每秒 {rate:.1f} 次，{timing['workers']} 个进程）。",
    )
    screen.print()
    found = findings.outcomes(result)
    screen.print(findings.headline(result, found)[language], style="bold", markup=False)
    for one in findings.against_baseline(result):
        screen.print(one[language], markup=False)
    screen.print()
    screen.print(_differences(result, everything, language))
    screen.print(_gains(result, language))
    counts = _counts(result)
    number = Text(
        ", ".join(f"{count} {STATUS_LABELS[status].en}" for status, count in counts.items()),
        "、".join(f"{STATUS_LABELS[status].zh} {count} 个" for status, count in counts.items()),
    )
    spending = sorted({round(plan.total / plan.residents, 2) for facts in result.facts for plan in facts.plans})
    amounts = " - ".join(f"{amount:g}" for amount in spending)
    say(f"Spending in every scenario: {amounts} yuan a resident a year.", f"各方案支出：{amounts} 元/居民/年。")
    say(
        f"Numbers behind this: {number.en}. Intervals are about the model's luck only. All are listed in the report.",
        f"所依据的数值：{number.zh}。区间仅反映模型的随机性。详见报告。",
    )
    if result.setting.population is None:
        say("Residents are drawn from the model's defaults.", "居民按模型默认分布随机生成。")
    else:
        _say_drawn(result, say)
    if result.reached is not None and not result.reached.enough:
        say(
            f"The precision asked for was not reached with {result.replicates} replicates.",
            f"{result.replicates} 次重复后仍未达到所要求的精度。",
        )
    for name, facts in zip(result.names, result.facts):
        for plan in facts.plans:
            if plan.warning.en:
                say(f"{title[name].en}: {plan.warning.en}", f"{title[name].zh}：{plan.warning.zh}")
    say(f"Report: {folder / 'report.html'}", f"报告：{folder / 'report.html'}")


def _say_drawn(result: Comparison, say: Callable[[str, str], None]) -> None:
    """Say which columns of residents came from the data and which were drawn."""
    from ..reports.numbers import percent
    from ..reports.words import DRAWN

    labels = {name: DRAWN[name] for name in result.facts[0].drawn if name in DRAWN}
    given = [name for name, share in result.facts[0].drawn.items() if share == 0 and name in labels]
    drawn = [(name, percent(share)) for name, share in result.facts[0].drawn.items() if share > 0 and name in labels]
    folder = result.setting.population.provenance.get("folder", "")
    say(
        f"Residents from {folder}: {', '.join(labels[name].en for name in given) or '-'}; "
        f"drawn: {', '.join(f'{labels[name].en} ({share})' for name, share in drawn) or '-'}.",
        f"居民来自 {folder}：{'、'.join(labels[name].zh for name in given) or '-'}；"
        f"随机生成：{'、'.join(f'{labels[name].zh}（{share}）' for name, share in drawn) or '-'}。",
    )


def _counts(result: Comparison) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for quantity, _ in result.facts[0].assumptions:
        counts[quantity.status] = counts.get(quantity.status, 0) + 1
    return counts


def _table(*columns: str, title: Text, language: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title[language], title_justify="left", box=SIMPLE_HEAD, pad_edge=False, title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", overflow="fold")
    return table


def _differences(result: Comparison, everything: bool, language: str) -> Table:
    from rich.markup import escape

    from ..core.quantity import Text
    from ..experiments.comparison import MAIN
    from ..experiments.intervals import Interval
    from ..model.indicators import INDICATORS
    from ..reports import findings
    from ..reports.numbers import decimals_of, decimals_of_levels, fixed, signed, span
    from ..reports.words import unit

    title = {name: Text(escape(text.en), escape(text.zh)) for name, text in findings.titles(result).items()}
    base, *others = result.names
    window = min(52, result.setting.weeks)
    table = _table(
        Text("Indicator", "指标")[language], title[base][language],
        *(title[name][language] for name in others),
        title=Text(
            f"Paired differences from {title[base].en}, with 95 % intervals, last {window} weeks",
            f"与{title[base].zh}的配对差值及 95 % 区间（最后 {window} 周）",
        ), language=language,
    )  # fmt: skip
    differences = result.table().set_index(["scenario", "indicator"])
    colours = {1: "blue", -1: "yellow"}
    for indicator in result.indicators if everything else MAIN:
        declared = INDICATORS[indicator]
        rows = [differences.loc[(name, indicator)] for name in others]
        intervals = [Interval(row["difference"], row["low"], row["high"], int(row["replicates"])) for row in rows]
        places = [decimals_of(found, declared.unit) for found in intervals]
        cells = [f"{declared.label[language]} [dim]{unit(declared.unit)[language]}[/dim]"]
        cells.append(fixed(rows[0]["baseline"], decimals_of_levels(min(places), declared.unit)))
        for found, place in zip(intervals, places):
            text = (
                f"{signed(found.mean, place)} [dim]({span(found, place)[language]})[/dim]"
                if found.count > 1
                else signed(found.mean, place)
            )
            colour = colours.get(declared.extra["better"] * (1 if found.mean > 0 else -1)) if found.clear else None
            cells.append(f"[{colour}]{text}[/{colour}]" if colour else text)
        table.add_row(*cells)
    if result.replicates > 1:
        table.caption = Text(
            "blue: better, yellow: worse, by an interval that leaves zero out", "蓝色：更好；黄色：更差（区间不含零）"
        )[language]
    table.caption_justify = "left"
    return table


def _gains(result: Comparison, language: str) -> Table:
    from rich.markup import escape

    from ..core.quantity import Text
    from ..experiments.gains import OUTCOME_LABELS
    from ..reports import findings
    from ..reports.numbers import percent

    title = findings.titles(result)
    gains: Any = result.gains(lang=language)
    gains = gains[gains["group"] != "origin"]
    both = f"{OUTCOME_LABELS['better'][language]} / {OUTCOME_LABELS['worse'][language]}"
    others = result.names[1:]
    table = _table(
        Text("Residents", "居民")[language], *(escape(title[name][language]) for name in others),
        title=Text(f"Who gains and who loses against {title[result.names[0]].en}: {both}", f"与{title[result.names[0]].zh}相比，谁受益，谁受损：{both}"), language=language,
    )  # fmt: skip
    for (_, category), rows in gains.groupby(["group", "category"], sort=False):
        cells = []
        for name in others:
            row = rows[rows["scenario"] == name].iloc[0]
            cells.append("-" if row["suppressed"] else f"{percent(row['better'])} / {percent(row['worse'])}")
        table.add_row(escape(str(category)), *cells)
    return table
