"""`cogov trace SCENARIO [B]`: the events of one resident, community or organisation, on the screen and in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import console, progress_bar

if TYPE_CHECKING:
    from rich.table import Table

    from ...reports.chains.chain import Told
    from ...runs.settings import Setting

SHOWN = 14
"""Events shown on the screen, world by world; all are in events.csv."""


def tell_history(
    setting: Setting, *, resident: str | None = None, community: str | None = None, organization: str | None = None,
    without: tuple[str, ...] = (), replicate: int = 0, replicates: int = 1, out: str | Path | None = None,
    lang: str | None = None, quiet: bool = False, as_json: bool = False, source: str | None = None,
    workers: int | None = None,
) -> None:  # fmt: skip
    """Trace the chain of events of one resident, community or organisation, and replay it without suspected causes.

    Parameters
    ----------
    setting : one scenario (its own world is reported) or two (side by side); `setting.seed` is the seed of the study.
    resident, community, organization : what the options say, as text; exactly one of them, or none with `without`
        (then the district is reported).
    without : causes to leave out, such as ``organization:17``, ``rule:5@community:3``, ``social_worker:2``.
    replicate : replicate whose history is reported, from 0.
    replicates : replays for paired intervals, where a cause can be identified in each; 1: the one history.
    out : folder of the files, or None for ``out/trace-...``.
    source : absolute path of the data folder, or None.
    """
    from ...experiments.chains.trace import tell_chain
    from ...reports.chains.chain import LANGUAGES, TABLES, Told
    from ...runs.files.manifest import scenario_file
    from ...runs.files.output_files import check_folder, write_folder

    files = [
        *(f"{name}.csv" for name in TABLES),
        "summary.json",
        "manifest.json",
        *map(scenario_file, setting.scenarios),
    ]
    files += [f"timeline_{language}.{kind}" for language in LANGUAGES for kind in ("png", "svg")]
    asked: dict[str, Any] = {"resident": resident, "community": community, "organization": organization}
    subject = next((f"-{kind}-{name}" for kind, name in asked.items() if name is not None), "")
    name = f"trace-{'-'.join(setting.names)}{subject}".replace("/", "-")
    folder = check_folder(out or Path("out") / name, files)
    with progress_bar(quiet or as_json, "runs", lang or "en") as progress:
        chain = tell_chain(
            setting, **asked, without=without, replicate=replicate, replicates=replicates, workers=workers, progress=progress,
            source=source,
        )  # fmt: skip
    told = Told(chain)
    write_folder(folder, told.files())
    if as_json:
        click.echo(
            json.dumps({"folder": str(folder), "command": told.command, **told.summary()}, ensure_ascii=False, indent=2)
        )
    elif not quiet:
        _print(told, folder, lang or "en")


def _table(heading: str, columns: list[str], left: int = 1) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=heading, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < left else "right", overflow="fold")
    return table


def _print(told: Told, folder: Path, language: str) -> None:
    from ...core.text import Text
    from ...reports.chains.chain import title

    screen = console()
    screen.print(_outcomes(told, language, title(told.chain)[language]))
    screen.print(_events(told, language))
    if told.chain.effects:
        screen.print(_effects(told, language))
    for sentence in told.sentences(language):
        screen.print(f"- {sentence}", markup=False)
    screen.print(Text(f"Files: {folder}", f"文件：{folder}")[language], markup=False)


def _outcomes(told: Told, language: str, heading: str) -> Table:
    from ...core.text import Text
    from ...reports.chains.chain_words import world_titles
    from ...reports.format.numbers import decimals, fixed, signed
    from ...reports.format.words import unit

    titles = [one[language] for one in world_titles(told.chain)]
    more = [Text("difference", "差值")[language]] if len(titles) > 1 else []
    window = min(52, told.chain.setting.weeks)
    first = Text(f"last {window} weeks; counts: whole run", f"最后 {window} 周；计数为全程")[language]
    table = _table(heading, [first, *titles, *more])
    for row in told.table().to_dict("records"):
        values = [row[name] for name in told.names]
        places = (
            0 if row["unit"] == "count" else decimals(row["unit"], max((abs(v) for v in values if v == v), default=0.0))
        )
        label = f"{row['label_zh'] if language == 'zh' else row['label_en']}"
        words = "" if row["unit"] == "count" else f" [dim]· {unit(row['unit'])[language]}[/dim]"
        gap = [signed(values[1] - values[0], places)] if more else []
        table.add_row(label + words, *(fixed(value, places) for value in values), *gap)
    return table


def _events(told: Told, language: str) -> Table:
    from ...core.text import Text
    from ...reports.chains.chain_words import world_titles

    events: Any = told.events()
    several = len(told.names) > 1
    if several:  # what both have is told once
        part = events[events["only_here"] | (events["world"] == told.names[0])].sort_values("week", kind="stable")
    else:
        part = events
    week = told.chain.parting.events if told.chain.parting is not None else None
    begin = part[part["week"] >= week] if week is not None else part
    shown = begin.head(SHOWN)
    heading = (
        Text(f"Events from week {week} on, where they part", f"自第 {week} 周（事件开始不同）起")
        if week
        else Text("Events", "事件")
    )
    table = _table(
        heading[language],
        [Text("week", "周")[language], Text("what happened", "事件")[language], Text("in", "情形")[language]],
        left=3,
    )
    titles = dict(zip(told.names, (one[language] for one in world_titles(told.chain))))
    for row in shown.to_dict("records"):
        where = titles[row["world"]] if row["only_here"] or not several else Text("both", "两者")[language]
        table.add_row(str(row["week"]), row["text_zh"] if language == "zh" else row["text_en"], where)
    if len(begin) > len(shown):
        table.caption = Text(
            f"{len(begin) - len(shown)} more in events.csv", f"其余 {len(begin) - len(shown)} 项见 events.csv"
        )[language]
    return table


def _effects(told: Told, language: str) -> Table:
    from ...core.text import Text
    from ...experiments.chains.chain_tables import ranked
    from ...experiments.chains.history import unit_of
    from ...reports.chains.chain_words import causes_words, outcome
    from ...reports.format.numbers import decimals, decimals_of, fixed, signed, span

    chain = told.chain
    name = chain.main
    label = outcome(name)[language]
    columns = [
        Text("left out", "去除")[language], Text("in", "情形")[language], Text(f"{label} with", f"{label}：有")[language],
        Text("without", "没有")[language], Text("effect", "作用")[language], Text("reaches it in week", "影响到对象的周")[language],
    ]  # fmt: skip
    several = any(effect.intervals for effect in chain.effects)
    columns += [Text(f"{chain.replicates} replicates", f"{chain.replicates} 次重复")[language]] if several else []
    table = _table(Text("Replayed without a cause", "去除某一原因后重演")[language], columns, left=2)
    for effect in ranked(chain):
        now, then = chain.worlds[effect.scenario].outcomes()[name], effect.without[name]
        places = decimals(unit_of(name), now if now == now else then)
        row = [
            causes_words(effect.causes)[language], chain.setting.scenarios[effect.scenario].title[language], fixed(now, places), fixed(then, places),
            signed(effect.effect[name], places), str(effect.parting.state or "\u2013"),
        ]  # fmt: skip
        if several:
            band = effect.intervals.get(name)
            row.append(
                "\u2013"
                if band is None
                else f"{signed(band.mean, decimals_of(band, unit_of(name)))} ({span(band, decimals_of(band, unit_of(name)))[language]})"
            )
        table.add_row(*row)
    return table
