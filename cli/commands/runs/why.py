"""`cogov why`: what caused the difference of two scenarios."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...support.cache_option import keep_option, keeping
from ...support.errors import Problem, said
from ...support.options import console, handled, make_setting, options, progress_bar
from .trace import subject_options, trace

if TYPE_CHECKING:
    from ....reports.attribution.attribution import Attribution

FOCUS = ("satisfaction", "true_resolution")
"""Indicators reported in full if none is named; the other main ones share one table."""


def _groups(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> dict[str, list[str]] | str | None:
    """Return `name=lever,lever` as a mapping, or the word kinds."""
    if not texts:
        return None
    if "kinds" in texts:
        if len(texts) > 1:
            raise click.BadParameter(
                said(
                    "kinds takes all levers together by their kind; leave out other groups",
                    "kinds 已按类别包括全部杠杆；请去掉其他组",
                ),
                ctx,
                param,
            )
        return "kinds"
    found: dict[str, list[str]] = {}
    for text in texts:
        name, sign, levers = text.partition("=")
        name = name.strip()
        members = [lever.strip() for lever in levers.split(",") if lever.strip()]
        if not sign or not name or not members:
            words = said(
                f"{text!r} is not written as NAME=lever,lever or kinds",
                f"{text!r} 的写法有误，应为 `NAME=lever,lever` 或 kinds",
            )
            raise click.BadParameter(words, ctx, param)
        if name in found:
            raise click.BadParameter(said(f"group '{name}' is given twice", f"组 '{name}' 出现两次"), ctx, param)
        found[name] = members
    return found


_of_trace = partial(subject_options, hidden=True)
"""Options of `cogov trace`, which was part of this command; they are taken still."""


@click.command()
@click.argument("a")
@click.argument("b", required=False)
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="NAME",
    help="What the difference is in; may be repeated.  [default: the main outcomes]",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    callback=_groups,
    metavar="NAME=LEVER,...",
    help="Levers switched together; may be repeated; `kinds`: all by their declared kind.",
)
@click.option(
    "--replicates",
    type=click.IntRange(min=1),
    help="Runs of each mixture; one gives no intervals.  [default: 20]",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    help="Most runs to make: every mixture if that is enough, else as many orders as it allows.  [default: 3000]",
)
@click.option("--exact/--sampled", default=None, help="Every mixture, whatever that takes; or orders in any case.")
@_of_trace
@options("seed", "weeks", "size", "residents", "communities", "set", "data", "extension", "force")
@click.option("--out", type=click.Path(), help="Folder of the results.  [default: out/why]")
@keep_option
@options("lang", "workers", "quiet", "json")
@handled
def why(
    a: str, b: str | None, indicators: tuple[str, ...], groups: Mapping[str, list[str]] | str | None, replicates: int | None,
    runs: int | None, exact: bool | None, resident: str | None, community: str | None, organization: str | None,
    without: tuple[str, ...], replicate: int, seed: int, weeks: int, residents: int | None, communities: int | None, values: dict[str, Any],
    data: str | None, out: str | None, keep: str, lang: str | None, workers: int | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """What caused the difference of scenario B and scenario A: each lever's share in it.

    Mixtures that take some levers from B and the rest from A are replayed with the same residents, random numbers and money. A
    lever's share is what switching it adds, on average over all orders of switching (Shapley value); the shares sum to the
    difference. With few levers every mixture is run; with many, orders are drawn. The social workers' shares of time are
    switched as one. Finished runs are kept in KEEP: stopped work goes on, nothing is run twice.

    \b
    cogov why status_quo networked
    cogov why top_down co_governance --group kinds --indicator satisfaction
    cogov why status_quo co_governance --runs 6000 --data my_district

    One history, and its replay without a cause: cogov trace.
    """  # noqa: D301
    from ....core.text import Text
    from ....experiments.attribution.attribute import attribute, prepare
    from ....experiments.attribution.coalitions import RUNS
    from ....reports.attribution.attribution import Attribution
    from ....reports.attribution.attribution_page import file_names
    from ....runs.files.output_files import check_folder, write_folder

    if without or replicate or any(name is not None for name in (resident, community, organization)):
        if indicators or groups or runs is not None or exact is not None:
            raise Problem(
                said(
                    "--indicator, --group, --runs and --exact are about shares of levers; one history: cogov trace",
                    "--indicator、--group、--runs 与 --exact 用于杠杆的贡献；追踪一段历史请用 cogov trace",
                )
            )
        hint = Text("one history is the work of: cogov trace", "追踪一段历史请用：cogov trace")
        click.echo(f"cogov why: {hint[lang or 'en']}", err=True)
        click.get_current_context().invoke(
            trace, scenario=a, b=b, resident=resident, community=community, organization=organization, without=without,
            replicate=replicate, replicates=replicates or 1, seed=seed, weeks=weeks, residents=residents,
            communities=communities, values=values, data=data, out=out, lang=lang, workers=workers, quiet=quiet,
            as_json=as_json,
        )  # fmt: skip
        return
    if b is None:
        raise Problem(
            said(
                "name a second scenario: shares are of the difference of two; one history: cogov trace",
                "请指定第二个方案：贡献针对两个方案之差；追踪一段历史请用 cogov trace",
            )
        )
    replicates, out = replicates or 20, out or "out/why"
    asked = {"groups": groups, "runs": runs or RUNS, "exact": exact}
    setting = make_setting((a, b), weeks, seed, residents, communities, values, data, lang)
    _, shown, _ = prepare(setting, replicates, indicators or None, **asked)
    folder = check_folder(out, file_names(setting.names, shown))
    source = str(Path(data).expanduser().absolute()) if data is not None else None
    with keeping(keep) as kept, progress_bar(quiet or as_json, "runs", lang or "en") as progress:
        found = attribute(
            setting,
            replicates,
            indicators or None,
            **asked,
            kept=kept,
            workers=workers,
            progress=progress,
            source=source,
        )
    result = Attribution.of(found)
    files = result.files(lang)
    write_folder(folder, files)
    if as_json:
        click.echo(json.dumps(_as_json(result, folder, files), ensure_ascii=False, indent=2, allow_nan=False))
    elif not quiet:
        _show(result, folder, indicators or FOCUS, lang or "en", json.loads(files["manifest.json"])["run_set"])


def _as_json(result: Attribution, folder: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the shares for a script."""
    from ....runs.files.manifest import plain

    manifest = json.loads(files["manifest.json"])
    kept = (
        "run_set",
        "command",
        "replicates",
        "exact",
        "runs",
        "orders_a_replicate",
        "mixtures",
        "seed",
        "digests",
        "made",
    )
    pairs = [
        {"indicator": name, "first": one.first.name, "second": one.second.name, "interaction": one.found.mean, "low": one.found.low, "high": one.found.high}
        for name in result.asked
        for one in result.together(name)
    ]  # fmt: skip
    said = {name: [{"en": one.en, "zh": one.zh} for one in result.sentences(name)] for name in result.asked}
    return {
        "folder": str(folder),
        **{name: manifest[name] for name in kept},
        "shares": plain(result.table().to_dict("records")),
        "interactions": plain(pairs),
        "check": {
            name: plain({"gap": result.check(name).gap, "holds": result.check(name).holds}) for name in result.asked
        },
        "sentences": said,
    }


def _show(result: Attribution, folder: Path, told: tuple[str, ...], language: str, runs: str) -> None:
    """Print each indicator's sentences, table and check, then all shares side by side, and what they rest on."""
    from rich.markup import escape

    from ....core.text import Text
    from ....model.quantities.indicators import INDICATORS

    screen = console()

    def say(text: Text, style: str = "") -> None:
        screen.print(text[language], markup=False, style=style)

    for indicator in told:
        screen.print(f"[bold]{escape(INDICATORS[indicator].label[language])}[/bold]")
        for sentence in result.sentences(indicator):
            say(sentence)
        _table(result, indicator, language)
        _pairs(result, indicator, language)
    if len(result.asked) > len(told):
        say(
            Text(
                "Shares in the main outcomes (bold: clearly not zero)", "各项主要结果中的贡献（粗体：可以确定不为零）"
            ),
            "bold",
        )
        _overview(result, language)
    for note in result.notes():
        say(note, "dim")
    page = folder / ("why.zh.md" if language == "zh" and (folder / "why.zh.md").exists() else "why.md")
    say(Text(f"Runs {runs}. Everything: {page}", f"运行集 {runs}。全部结果：{page}"))


def _table(result: Attribution, indicator: str, language: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from ....model.quantities.indicators import INDICATORS
    from ....reports.attribution.attribution_page import heads, row
    from ....reports.attribution.attribution_text import check_words

    better = INDICATORS[indicator].extra["better"]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads(language)):
        table.add_column(escape(head), justify="right" if place > 1 else "left", overflow="fold")
    for share in result.largest(indicator):
        cells = [escape(cell) for cell in row(result, share, indicator, language)]
        if share.found.clear and better:
            colour = "blue" if share.found.mean * better > 0 else "yellow"
            cells[2] = f"[{colour}]{cells[2]}[/{colour}]"
        table.add_row(*cells)
    screen = console()
    screen.print(table)
    screen.print(check_words(result, indicator)[language], markup=False, style="dim")


def _pairs(result: Attribution, indicator: str, language: str) -> None:
    """Print the largest interactions."""
    from ....model.quantities.indicators import INDICATORS
    from ....reports.attribution.attribution_text import amount

    pairs = [one for one in result.together(indicator) if one.found.mean != 0][:3]
    screen = console()
    if pairs:
        head = (
            "最大的交互作用（高出各自作用之和）：" if language == "zh" else "Largest interactions (beyond each apart):"
        )
        screen.print(head, markup=False, style="dim")
    for one in pairs:
        by = amount(one.found, INDICATORS[indicator].unit)[language]
        screen.print(f"  {one.first.label[language]} × {one.second.label[language]}  {by}", markup=False, style="dim")
    screen.print()


def _overview(result: Attribution, language: str) -> None:
    """Print every share in every indicator that was asked for."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from ....core.text import Text
    from ....model.quantities.indicators import INDICATORS
    from ....reports.format.numbers import change, decimals_of
    from ....reports.format.words import read_in

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(Text("Lever", "杠杆")[language])
    for name in result.asked:
        head = f"{INDICATORS[name].label[language]} · {read_in(INDICATORS[name].unit)[language]}"
        table.add_column(escape(head), justify="right", overflow="fold")
    shares = {name: result.shares(name) for name in result.asked}
    most = {name: decimals_of(result.difference(name), INDICATORS[name].unit) + 2 for name in result.asked}
    for k, player in enumerate(result.players):
        cells = []
        for name in result.asked:
            found = shares[name][k].found
            places = decimals_of(found, INDICATORS[name].unit)
            text = change(found.mean, places if found.clear else min(places, most[name]), INDICATORS[name].unit)
            cells.append(f"[bold]{text}[/bold]" if found.clear else f"[dim]{text}[/dim]")
        table.add_row(escape(player.label[language]), *cells)
    console().print(table)
