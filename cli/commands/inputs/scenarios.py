"""`cogov scenarios`: the library of scenarios, and care of one's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...support.errors import Failure, Problem, explained, said
from ...support.language_option import language_option
from ...support.options import options
from ...support.size_option import asked, sized, tell_shortfall

if TYPE_CHECKING:
    from rich.table import Table

    from ....model.budget import Plan
    from ....scenarios import Scenario

_language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="en", envvar="COGOV_LANG", help="Language of the texts."
)
_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")

_WORDS = {
    "name": ("name", "名称"), "title": ("title", "标题"), "claims": ("claims", "论点"), "lever": ("lever", "政策杠杆"),
    "value": ("value", "取值"), "status quo": ("status quo", "现状"), "reason": ("reason", "理由"),
    "question": ("Question", "问题"), "extends": ("Extends", "基于"), "kind": ("kind", "类别"), "parts": ("Parts", "模块"),
    "joined": ("Parts, joined by + with one of each kind: above+low_control+government_purse", "模块，以 + 连接，每类至多一个：above+low_control+government_purse"),
    "no levers": ("Every lever is at the status quo.", "所有政策杠杆均为现状。"),
    "week": ("week", "周"), "why": ("why", "原因"), "item": ("item", "项目"),
    "asked": ("asked", "申请"), "paid": ("paid", "支出"),
    "same": ("The two ask for the same.", "两者设置相同。"), "total": ("total", "合计"),
    "money": ("yuan a resident a year", "元/居民/年"), "factor": ("factor", "压缩系数"),
    "staff": ("community staff per 10,000", "每万人社区工作者"),
}  # fmt: skip


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "zh"]


def _table(lang: str, *columns: str, title: str = "") -> Table:
    from rich.table import Table

    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(_word(column, lang) if column in _WORDS else column, overflow="fold")
    return table


def _print(*parts: Any) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    for part in parts:
        console.print(part, markup=False, highlight=False) if isinstance(part, str) else console.print(part)


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _label(name: str, lang: str) -> str:
    from ....model.quantities.levers import LEVERS

    return f"{name} ({LEVERS[name].label[lang]})"


@click.group("scenarios")
@language_option
def scenarios() -> None:
    """The library of scenarios: list, show, compare, write and check them.

    A NAME is one of the library, the path of a YAML file, or several joined with +: a part of each kind
    (above+low_control+government_purse), or a scenario and what is put on top of it (co_governance+funding_cut).
    """


@scenarios.command("list")
@_language
@_json
@options("extension")
@explained()
def list_command(lang: str, as_json: bool) -> None:
    """List the scenarios of the library, and the parts to put together others from."""
    from ....scenarios import load, names, parts

    found, of_parts = [load(name) for name in names()], [load(name) for kind in parts().values() for name in kind]
    if as_json:
        _print_json([_about(scenario) for scenario in (*found, *of_parts)])
        return
    table = _table(lang, "name", "title", "claims")
    for scenario in found:
        table.add_row(scenario.name, scenario.title[lang], ", ".join(scenario.claims))
    _print(table)
    table = _table(lang, "kind", "name", "title", "claims", title=_word("joined", lang))
    for part in of_parts:
        table.add_row(*_kinds(part, lang), part.name, part.title[lang], ", ".join(part.claims))
    _print(table)


def _kinds(scenario: Scenario, lang: str) -> list[str]:
    from ....model.quantities.lever_groups import KINDS

    return [KINDS[kind][0][lang] for kind in scenario.parts]


def _about(scenario: Scenario) -> dict[str, Any]:
    data = scenario.to_dict()
    about = {
        "name": scenario.name,
        "title": data["title"],
        "question": data.get("question"),
        "claims": list(scenario.claims),
        "parts": dict(scenario.parts),
    }
    return {**about, "extends": scenario.extends, "digest": scenario.digest}


@scenarios.command()
@click.argument("name")
@_language
@_json
@click.option("--yaml", "as_yaml", is_flag=True, help="The scenario as a file that stands alone, every lever in it.")
@options("extension")
@explained()
def show(name: str, lang: str, as_json: bool, as_yaml: bool) -> None:
    """Show a scenario: its question, levers with reasons, changes and costs."""
    from ....model.quantities.levers import LEVERS
    from ....scenarios import load

    scenario = load(name)
    defaults = LEVERS.defaults()
    if as_yaml:
        click.echo(scenario.to_yaml(), nl=False)
        return
    if as_json:
        _print_json({**_about(scenario), **scenario.to_dict()})
        return
    lines = [f"{scenario.name}: {scenario.title[lang]}", f"{_word('question', lang)}: {scenario.question[lang]}"]
    if scenario.extends:
        lines.append(f"{_word('extends', lang)}: {scenario.extends}")
    if scenario.parts:
        lines.append(
            f"{_word('parts', lang)}: {', '.join(f'{name} ({kind})' for kind, name in zip(_kinds(scenario, lang), scenario.parts.values()))}"
        )
    lines.append(f"{_word('claims', lang)}: {', '.join(scenario.claims)}")
    _print(*lines)
    table = _table(lang, "lever", "value", "status quo", "reason")
    for lever, value in scenario.levers.items():
        if value != defaults[lever] or lever in scenario.own:
            reason = scenario.reasons[lever][lang] if lever in scenario.reasons else ""
            table.add_row(_label(lever, lang), _shown(value), _shown(defaults[lever]), reason)
    _print(table if table.row_count else _word("no levers", lang))
    if scenario.changes:
        table = _table(lang, "week", "lever", "value", "why")
        for change in scenario.changes:
            for lever, value in change.levers.items():
                table.add_row(str(change.week), _label(lever, lang), _shown(value), change.why[lang])
        _print(table)


@scenarios.command()
@click.argument("a")
@click.argument("b")
@_language
@_json
@options("extension")
@explained()
def diff(a: str, b: str, lang: str, as_json: bool) -> None:
    """Show in which levers two scenarios differ, at the start and after each change."""
    from ....model.quantities.levers import LEVERS
    from ....scenarios import load

    one, two = load(a), load(b)
    rows, before = [], {}
    for week in sorted({0, *one.weeks, *two.weeks}):
        first, second = one.at(week), two.at(week)
        now = {name: (first[name], second[name]) for name in LEVERS if first[name] != second[name]}
        for name in LEVERS:
            if now.get(name) != before.get(name):
                rows.append({"week": week, "lever": name, a: first[name], b: second[name]})
        before = now
    if as_json:
        _print_json([{"week": row["week"], "lever": row["lever"], "a": row[a], "b": row[b]} for row in rows])
        return
    if not rows:
        _print(_word("same", lang))
        return
    table = _table(lang, "week", "lever", one.name, two.name)
    for row in rows:
        table.add_row(str(row["week"]), _label(row["lever"], lang), _shown(row[a]), _shown(row[b]))
    _print(table)


@scenarios.command()
@_language
@click.argument("name")
@click.option("--extends", default="status_quo", show_default=True, help="Scenario to depart from: a name or a file.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write.  [default: NAME.yaml]")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@options("extension")
@explained()
def new(name: str, extends: str, out: Path | None, force: bool, lang: str) -> None:
    """Write a scenario file to start from, with every lever and what it allows as comments."""
    from ....core.disk import put
    from ....scenarios.template import template

    path = out or Path(f"{name}.yaml")
    text = template(name, extends, path)
    try:
        put(path, text.encode("utf-8"), over=force)
    except FileExistsError:
        raise Problem(
            said(f"{path}: the file exists; --force writes over it", f"{path}：文件已存在；--force 可覆盖")
        ) from None
    click.echo(str(path))


@scenarios.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options("size")
@click.option("--residents", type=click.IntRange(min=1), default=3200, show_default=True, help="Adults in all.")
@click.option("--communities", type=click.IntRange(min=1), default=8, show_default=True, help="Communities.")
@click.option(
    "--budget", type=click.FloatRange(min=0), default=400.0, show_default=True, help="Yuan a resident a year."
)
@_language
@_json
@options("extension")
@explained()
def check(files: tuple[str, ...], residents: int, communities: int, budget: float, lang: str, as_json: bool) -> None:
    """Check scenario files and what they cost: all faults at once, then the budget line by line."""
    from ....model.budget import plan
    from ....scenarios import ScenarioError, load

    scale, source = asked(), click.get_current_context().get_parameter_source
    if scale is not None:
        given = {"residents": residents, "communities": communities}
        size = {
            name: value if source(name) is click.core.ParameterSource.COMMANDLINE else None
            for name, value in given.items()
        }
        sized(scale, size, {}, None)
        residents, communities = scale.residents, scale.communities
    found, faults = [], []
    for file in files:
        try:
            found.append(load(file))
        except ScenarioError as error:
            faults += error.texts
    tell_shortfall(scale, found, {}, lang)
    results = [
        (scenario, week, plan(scenario.at(week), residents, communities, budget))
        for scenario in found
        for week in dict.fromkeys((0, *scenario.weeks))
    ]
    if as_json:
        checked = [_costs(scenario, week, planned) for scenario, week, planned in results]
        _print_json({"checked": checked, "faults": [one[lang] for one in faults]})
    else:
        for scenario, week, planned in results:
            _print(_cost_table(scenario, week, planned, lang))
            if planned.warning.en:
                _print(planned.warning[lang])
    if faults:
        raise Problem("\n".join(one[lang] for one in dict.fromkeys(faults)))
    wrong = [
        said(f"{scenario.name}, week {week}", f"{scenario.name} 第 {week} 周")
        for scenario, week, planned in results
        if not planned.balanced
    ]
    if wrong:
        raise Failure(
            said(f"spending differs from the budget: {'; '.join(wrong)}", f"支出与预算不符：{'；'.join(wrong)}")
        )


def _costs(scenario: Scenario, week: int, planned: Plan) -> dict[str, Any]:
    lines = [
        {
            "name": line.name,
            "quantity": line.quantity,
            "unit": line.unit,
            "price": line.price,
            "asked": line.asked,
            "paid": line.paid,
        }
        for line in planned.lines
    ]
    facts = {
        "name": scenario.name,
        "week": week,
        "factor": planned.factor,
        "staff": planned.staff,
        "total": planned.total,
    }
    return {
        **facts,
        "available": planned.available,
        "balanced": planned.balanced,
        "warning": planned.warning.en,
        "lines": lines,
    }


def _cost_table(scenario: Scenario, week: int, planned: Plan, lang: str) -> Table:
    title = f"{scenario.name}: {scenario.title[lang]} ({_word('week', lang)} {week})"
    table = _table(lang, "item", "asked", "paid", title=title)
    facts = (
        _word("money", lang),
        f"{_word('factor', lang)} {planned.factor:.4g}",
        f"{_word('staff', lang)} {planned.staff:.2f}",
    )
    table.caption = "; ".join(facts)
    for line in planned.lines:
        asked, paid = line.asked / planned.residents, line.paid / planned.residents
        table.add_row(f"{line.name} ({line.label[lang]})", f"{asked:.2f}", f"{paid:.2f}")
    asked = sum(line.asked for line in planned.lines) / planned.residents
    table.add_row(_word("total", lang), f"{asked:.2f}", f"{planned.total / planned.residents:.2f}")
    return table
