"""What an extension declares, held against what the model knows: one message that names the extension, the thing, what would be right."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from ...core.nearest import suggestion
from ...core.quantity import Kind, Quantity, QuantityError
from ...core.rows.columns import Column
from ...core.text import Text, text_of
from ...model.extensions.extension import NAME, Active, Extension, ExtensionError, Indicator, Mechanism
from ...model.extensions.own_columns import KINDS
from ...model.quantities.indicators import INDICATORS
from ...model.quantities.parameters import ALL
from ...model.schedule import SCHEDULE

RESERVED = {
    "scenario", "replicate", "seed", "week", "weeks", "community", "point", "cell", "error", "indicator", "baseline", "difference",
    "low", "high", "unit", "id",
}  # fmt: skip
"""Columns of tables that no indicator or parameter may be called."""
SETTABLE = {
    Kind.LEVER: Text("lever", "杠杆"),
    Kind.CONSTANT: Text("constant", "常数"),
    Kind.ENVIRONMENT: Text("environment", "环境参数"),
}
GROUPS = {"residents": Text("residents", "居民"), "organizations": Text("organizations", "社会组织")}
_NAME = ("a name is of small letters, digits and underscores", "名称只能用小写字母、数字与下划线")


def _refuse(what: Text, en: str, zh: str, cause: Exception | None = None) -> NoReturn:
    """Raise the error: `what` begins the message, in both languages."""
    raise ExtensionError(Text(f"{what.en}{en}", f"{what.zh}{zh}")) from cause


def _within(what: Text, en: str, zh: str) -> Text:
    """Return the beginning of a message about a part of `what`."""
    return Text(f"{what.en}{en}", f"{what.zh}{zh}")


def scenario_names(extension: Extension) -> list[str]:
    """Return the names of its scenarios and parts."""
    if extension.scenarios is None:
        return []
    folder = Path(extension.scenarios)
    names = (
        sorted(path.stem for path in (*folder.glob("*.yaml"), *(folder / "parts").rglob("*.yaml")))
        if folder.is_dir()
        else []
    )
    if not names:
        _refuse(
            called(extension.name),
            f"scenarios = {folder} is no folder with *.yaml files in it",
            f"scenarios = {folder} 不是含有 *.yaml 文件的文件夹",
        )
    return names


def called(name: Any) -> Text:
    """Return how a message about an extension begins."""
    return Text(f"extension '{name}': ", f"扩展 '{name}'：")


def check(extension: Extension) -> None:
    """Raise `ExtensionError` for what an extension declares wrongly."""
    of = called(extension.name)
    if not isinstance(extension.name, str) or not NAME.fullmatch(extension.name):
        _refuse(of, f"{_NAME[0]}, and begins with a letter", f"{_NAME[1]}，并以字母开头")
    given = (
        extension.mechanisms,
        extension.indicators,
        extension.parameters,
        extension.residents,
        extension.organizations,
        extension.moves,
    )
    if not any(given) and extension.scenarios is None:
        _refuse(
            of,
            "adds nothing: no mechanism, indicator, parameter, column, no scenarios",
            "没有增加任何内容：没有机制、指标、参数、列，也没有方案",
        )
    for one in extension.mechanisms:
        _check_mechanism(one, of)
    for one in extension.indicators:
        _check_indicator(one, of)
    for one in extension.parameters:
        _check_parameter(one, of)
    names = [one.name for one in (*extension.indicators, *extension.parameters)]
    for name in names:
        if names.count(name) > 1:
            _refuse(of, f"'{name}' is declared twice", f"'{name}' 声明了两次")
    for group, columns in extension.columns.items():
        for one in columns:
            _check_column(one, group, of)
            if [other.name for other in columns].count(one.name) > 1:
                _refuse(
                    of,
                    f"column '{one.name}' of {group} is declared twice",
                    f"{GROUPS[group].zh}的列 '{one.name}' 声明了两次",
                )
    if extension.moves is not None and not callable(extension.moves):
        _refuse(
            of,
            f"moves = {extension.moves!r} is not a function of the model and a cogov.Moves",
            f"moves = {extension.moves!r} 不是以模型和 cogov.Moves 为参数的函数",
        )


def _in_both(text: Any, what: Text) -> None:
    if not isinstance(text, Text) or not (text.en.strip() and text.zh.strip()):
        _refuse(what, " is needed in both languages, as Text('...', '...')", "须用中英文给出，写作 Text('...', '...')")


def _check_mechanism(one: Mechanism, of: Text) -> None:
    if not isinstance(one, Mechanism) or not callable(one.function):
        form = "cogov.Mechanism(function, before= or after=, label=)"
        _refuse(of, f"mechanisms are a list of {form}", f"mechanisms 须为 {form} 的列表")
    what = _within(of, f"mechanism '{one.name}'", f"机制 '{one.name}'")
    names = [process.name for process in SCHEDULE]
    place = one.before if one.before is not None else one.after
    if place is None or (one.before is not None and one.after is not None):
        _refuse(
            what,
            " needs one of before= and after=, a line of the week",
            "须在 before= 与 after= 中给出一个，为一周中的一步",
        )
    if place not in names:
        hint = suggestion(str(place), names)
        known = hint if hint.en else Text(f"; known: {', '.join(names)}", f"；已有：{'、'.join(names)}")
        _refuse(
            what,
            f" is placed next to '{place}', which is not a line of the week{known.en}",
            f"的位置 '{place}' 不是一周中的一步{known.zh}",
        )
    _in_both(one.label, _within(of, f"the label of mechanism '{one.name}'", f"机制 '{one.name}' 的名称"))


def _check_indicator(one: Indicator, of: Text) -> None:
    if not isinstance(one, Indicator) or not callable(one.function):
        form = "cogov.Indicator(name, function, label=, unit=)"
        _refuse(of, f"indicators are a list of {form}", f"indicators 须为 {form} 的列表")
    what = _within(of, f"indicator '{one.name}'", f"指标 '{one.name}'")
    _check_name(one.name, what)
    if one.better not in (-1, 0, 1):
        _refuse(
            what,
            f": better = {one.better!r} is not allowed: -1, 0 or 1",
            f"：better = {one.better!r} 无效，应为 -1、0 或 1",
        )
    if not (isinstance(one.bounds, tuple | list) and len(one.bounds) == 2):
        _refuse(what, f": bounds = {one.bounds!r} are not (low, high)", f"：bounds = {one.bounds!r} 不是（下限，上限）")
    low, high = one.bounds
    if low is not None and high is not None and low > high:
        _refuse(what, f": bounds = {one.bounds}: low is above high", f"：bounds = {one.bounds} 中下限大于上限")
    _in_both(one.label, _within(of, f"the label of indicator '{one.name}'", f"指标 '{one.name}' 的名称"))
    _in_both(one.unit, _within(of, f"the unit of indicator '{one.name}'", f"指标 '{one.name}' 的单位"))


def _check_name(name: Any, what: Text) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        _refuse(what, f": {_NAME[0]}", f"：{_NAME[1]}")
    for catalogue in (INDICATORS, *ALL):
        if name in catalogue.model:
            _refuse(what, f" has the name of {_article(catalogue.noun)} of the model", "与模型中已有的名称相同")
    if name in RESERVED:
        _refuse(what, " has the name of a column of the tables", "与结果表中的列名相同")


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _known_units() -> Iterator[str]:
    return (one.unit for catalogue in (INDICATORS, *ALL) for one in catalogue.model.values())


def _check_words(one: Quantity, what: Text) -> None:
    _in_both(one.label, _within(what, ": the label", "：名称"))
    if not isinstance(one.extra.get("unit"), Text) and one.unit not in set(_known_units()):
        _refuse(
            what,
            f": its unit {one.unit!r} is needed in both languages, as Text('...', '...')",
            f"：单位 {one.unit!r} 须用中英文给出，写作 Text('...', '...')",
        )


def _check_range(one: Quantity, what: Text) -> None:
    """Raise for bounds that contradict each other, and for a default or a plausible range outside of them."""
    if not one.choices and None not in (one.low, one.high) and one.low > one.high:  # type: ignore[operator]
        _refuse(what, f": low = {one.low:g} is above high = {one.high:g}", f"：下限 {one.low:g} 大于上限 {one.high:g}")
    try:
        for value in (one.default, *(one.plausible or ())):
            one.check(value)
    except QuantityError as error:
        _refuse(what, f": default or plausible range: {error.text.en}", f"：默认值或合理区间：{error.text.zh}")
    if one.plausible is not None and not one.plausible[0] < one.plausible[1]:
        _refuse(
            what,
            f": plausible = {one.plausible} is no range: (low, high)",
            f"：plausible = {one.plausible} 不是区间（下限，上限）",
        )


def _check_parameter(one: Quantity, of: Text) -> None:
    if not isinstance(one, Quantity) or one.kind not in SETTABLE:
        ways = ", ".join(f"cogov.{name.en}" for name in SETTABLE.values())
        _refuse(
            of,
            f"parameters are a list of what {ways} return, not {one!r}",
            f"parameters 须为 {ways} 返回值的列表，不能是 {one!r}",
        )
    kind = SETTABLE[one.kind]
    what = _within(of, f"{kind.en} '{one.name}'", f"{kind.zh} '{one.name}'")
    _check_name(one.name, what)
    _check_words(one, what)
    _check_range(one, what)
    if one.extra.get("price") is not None:
        _refuse(
            what,
            ": the budget pays for levers of the model only; say in cost= what it costs",
            "：预算只支付模型自有的杠杆；请在 cost= 中写明费用",
        )
    if one.kind is not Kind.LEVER and not (one.source.en.strip() and one.source.zh.strip()):
        _refuse(
            what,
            ": its source is needed: where the default comes from, or why it is assumed",
            "：须写明来源：默认值取自何处，或为何作此假定",
        )


def _check_column(one: Column, group: str, of: Text) -> None:
    if not isinstance(one, Column) or not isinstance(one.quantity, Quantity) or one.quantity.kind is not Kind.STATE:
        _refuse(
            of,
            f"{group} are a list of what cogov.column returns, not {one!r}",
            f"{group} 须为 cogov.column 返回值的列表，不能是 {one!r}",
        )
    what = _within(of, f"column '{one.name}' of {group}", f"{GROUPS[group].zh}的列 '{one.name}'")
    if not NAME.fullmatch(one.name):
        _refuse(what, f": {_NAME[0]}", f"：{_NAME[1]}")
    if hasattr(KINDS[group], one.name) or one.name in RESERVED:
        _refuse(what, " has the name of one that is there already", "与已有的列同名")
    _check_words(one.quantity, what)
    _check_range(one.quantity, what)
    for source in (one.start, one.newcomers):
        if source is not None and not callable(source):
            try:
                one.check(source)
            except (TypeError, ValueError) as error:
                _refuse(what, f": {text_of(error).en}", f"：{text_of(error).zh}")
    if not math.isfinite(one.default):
        _refuse(what, f": default = {one.default!r} is not finite", f"：默认值 {one.default!r} 不是有限的数")


def check_together(one: Active, other: Active) -> None:
    """Raise if two extensions use a name twice."""
    if one.name == other.name:
        _refuse(
            Text("", ""),
            f"extension '{one.name}' is asked for twice: {other.asked} and {one.asked}",
            f"扩展 '{one.name}' 被使用两次：{other.asked} 与 {one.asked}",
        )
    parts = {
        Text("indicator", "指标"): [[i.name for i in entry.extension.indicators] for entry in (one, other)],
        Text("parameter", "参数"): [[q.name for q in entry.extension.parameters] for entry in (one, other)],
        Text("indicator or parameter", "指标或参数"): [
            [q.name for q in (*entry.extension.indicators, *entry.extension.parameters)] for entry in (one, other)
        ],
        Text("column of residents", "居民的列"): [[c.name for c in e.extension.residents] for e in (one, other)],
        Text("column of organizations", "社会组织的列"): [
            [c.name for c in e.extension.organizations] for e in (one, other)
        ],
        Text("scenario", "方案"): [scenario_names(entry.extension) for entry in (one, other)],
    }
    for what, (mine, theirs) in parts.items():
        for name in mine:
            if name in theirs:
                _refuse(
                    Text("", ""),
                    f"extensions '{other.name}' and '{one.name}' both have {what.en} '{name}'",
                    f"扩展 '{other.name}' 与 '{one.name}' 都有{what.zh} '{name}'",
                )
