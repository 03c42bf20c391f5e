"""`cogov extensions`: which are installed, and what one adds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ....core.text import Text
from ...support.options import handled, options

if TYPE_CHECKING:
    from ....model.extensions.extension import Active

WORDS = {
    "none": Text("No extension is installed. docs/extending.md says how to write one.", "没有安装任何扩展。编写方法见 docs/extending.zh.md。"),
    "mechanism": Text("mechanism", "机制"),
    "indicator": Text("indicator", "指标"),
    "scenario": Text("scenario", "方案"),
    "lever": Text("lever", "政策杠杆"),
    "constant": Text("constant", "常数"),
    "environment": Text("environment parameter", "环境参数"),
    "residents": Text("column of residents", "居民的列"),
    "organizations": Text("column of organisations", "社会组织的列"),
    "moves": Text("hook for those who move", "迁入迁出回调"),
    "default": Text("{}, default {}: {}", "{}，默认 {}：{}"),
    "before": Text("before {}", "在 {} 之前"),
    "after": Text("after {}", "在 {} 之后"),
    "source": Text("source", "源码摘要"),
}  # fmt: skip


@click.command()
@click.argument("asked", nargs=-1, metavar="[NAME|FILE]...")
@click.option("--example", is_flag=True, help="Print the file of an extension to begin with.")
@options("lang", "json")
@handled
def extensions(asked: tuple[str, ...], example: bool, lang: str | None, as_json: bool) -> None:
    """List installed extensions without importing them; or import those named, check them, and say what they add.

    \b
    cogov extensions
    cogov extensions gardens
    cogov extensions --example > my_mechanism.py
    cogov extensions my_mechanism.py
    """  # noqa: D301
    if example:
        from ....runs.extensions.example import EXAMPLE

        click.echo(EXAMPLE, nl=False)
        return
    from ....runs.extensions.extensions import find_all, installed

    language = lang or "en"
    if asked:
        found = [_about(entry, language) for entry in find_all(asked)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n\n".join(map(_lines, found)))
        return
    there = [
        {"name": name, "package": entry.dist.name if entry.dist else "", "version": entry.dist.version if entry.dist else "", "place": entry.value}
        for name, entries in installed().items()
        for entry in entries
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(there, ensure_ascii=False, indent=2))
    else:
        lines = [f"{one['name']}  {one['package']} {one['version']}  ({one['place']})" for one in there]
        click.echo("\n".join(lines) or WORDS["none"][language])


def _about(entry: Active, lang: str) -> dict[str, Any]:
    from ....model.extensions.extension import using
    from ....reports.format.words import unit
    from ....reports.odd.odd import _bounds
    from ....runs.extensions.extensions import scenario_names

    with using([entry]):
        pass  # its units are known from now on
    added = [
        {
            "what": WORDS["mechanism"][lang], "name": one.name, "label": one.label[lang],
            "about": WORDS["before" if one.before is not None else "after"][lang].format(one.before or one.after),
        }
        for one in entry.extension.mechanisms
    ]  # fmt: skip
    added += [
        {"what": WORDS["indicator"][lang], "name": one.name, "label": one.label[lang], "about": one.unit[lang]}
        for one in entry.extension.indicators
    ]
    added += [
        {
            "what": WORDS[one.kind.value][lang], "name": one.name, "label": one.label[lang],
            "about": WORDS["default"][lang].format(unit(one.unit)[lang], one.default, _bounds(one)),
        }
        for one in entry.extension.parameters
    ]  # fmt: skip
    added += [
        {
            "what": WORDS[group][lang], "name": one.name, "label": one.quantity.label[lang],
            "about": f"{one.dtype}, {unit(one.quantity.unit)[lang]}, {_bounds(one.quantity)}",
        }
        for group, columns in entry.extension.columns.items()
        for one in columns
    ]  # fmt: skip
    if entry.extension.moves is not None:
        added.append({"what": WORDS["moves"][lang], "name": entry.extension.moves.__name__, "label": "", "about": ""})
    added += [
        {"what": WORDS["scenario"][lang], "name": name, "label": "", "about": ""}
        for name in scenario_names(entry.extension)
    ]
    return {**entry.facts(), "title": entry.extension.title[lang], "source": WORDS["source"][lang], "adds": added}


def _lines(about: dict[str, Any]) -> str:
    head = " ".join(part for part in (about["name"], about["version"], about["title"]) if part)
    lines = [head, f"  {about['source']} {about['digest'][:12]}"]
    for one in about["adds"]:
        rest = ", ".join(part for part in (one["label"], one["about"]) if part)
        lines.append(f"  {one['what']} {one['name']}" + (f": {rest}" if rest else ""))
    return "\n".join(lines)
