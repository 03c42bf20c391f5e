"""What an extension declares, held against what the model knows: one message that names the extension, the thing, what would be right."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...core.nearest import nearest
from ...core.quantity import Kind, Quantity, QuantityError
from ...core.rows.columns import Column
from ...core.text import Text
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
SETTABLE = {Kind.LEVER: "lever", Kind.CONSTANT: "constant", Kind.ENVIRONMENT: "environment"}


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
        raise ExtensionError(f"extension '{extension.name}': scenarios = {folder} is no folder with *.yaml files in it")
    return names


def check(extension: Extension, where: str) -> None:
    """Raise `ExtensionError` for what an extension declares wrongly; `where` begins the message."""
    if not isinstance(extension.name, str) or not NAME.fullmatch(extension.name):
        raise ExtensionError(f"{where}a name is of small letters, digits and underscores, and begins with a letter")
    given = (
        extension.mechanisms,
        extension.indicators,
        extension.parameters,
        extension.residents,
        extension.organizations,
        extension.moves,
    )
    if not any(given) and extension.scenarios is None:
        raise ExtensionError(f"{where}adds nothing: no mechanism, indicator, parameter, column, no scenarios")
    for one in extension.mechanisms:
        _check_mechanism(one, where)
    for one in extension.indicators:
        _check_indicator(one, where)
    for one in extension.parameters:
        _check_parameter(one, where)
    names = [one.name for one in (*extension.indicators, *extension.parameters)]
    for name in names:
        if names.count(name) > 1:
            raise ExtensionError(f"{where}'{name}' is declared twice")
    for group, columns in extension.columns.items():
        for one in columns:
            _check_column(one, group, where)
            if [other.name for other in columns].count(one.name) > 1:
                raise ExtensionError(f"{where}column '{one.name}' of {group} is declared twice")
    if extension.moves is not None and not callable(extension.moves):
        raise ExtensionError(f"{where}moves = {extension.moves!r} is not a function of the model and a cogov.Moves")


def _in_both(text: Any, what: str) -> None:
    if not isinstance(text, Text) or not (text.en.strip() and text.zh.strip()):
        raise ExtensionError(f"{what} is needed in both languages, as Text('...', '...')")


def _check_mechanism(one: Mechanism, where: str) -> None:
    if not isinstance(one, Mechanism) or not callable(one.function):
        raise ExtensionError(f"{where}mechanisms are a list of cogov.Mechanism(function, before= or after=, label=)")
    names = [process.name for process in SCHEDULE]
    place = one.before if one.before is not None else one.after
    if place is None or (one.before is not None and one.after is not None):
        raise ExtensionError(f"{where}mechanism '{one.name}' needs one of before= and after=, a line of the week")
    if place not in names:
        raise ExtensionError(
            f"{where}mechanism '{one.name}' is placed next to '{place}', which is not a line of the week"
            f"{nearest(str(place), names) or '; known: ' + ', '.join(names)}"
        )
    _in_both(one.label, f"{where}the label of mechanism '{one.name}'")


def _check_indicator(one: Indicator, where: str) -> None:
    if not isinstance(one, Indicator) or not callable(one.function):
        raise ExtensionError(f"{where}indicators are a list of cogov.Indicator(name, function, label=, unit=)")
    _check_name(one.name, f"{where}indicator '{one.name}'")
    if one.better not in (-1, 0, 1):
        raise ExtensionError(f"{where}indicator '{one.name}': better = {one.better!r} is not allowed: -1, 0 or 1")
    _in_both(one.label, f"{where}the label of indicator '{one.name}'")
    _in_both(one.unit, f"{where}the unit of indicator '{one.name}'")


def _check_name(name: Any, what: str) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ExtensionError(f"{what}: a name is of small letters, digits and underscores")
    for catalogue in (INDICATORS, *ALL):
        if name in catalogue.model:
            raise ExtensionError(f"{what} has the name of {_article(catalogue.noun)} of the model")
    if name in RESERVED:
        raise ExtensionError(f"{what} has the name of a column of the tables")


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _known_units() -> Iterator[str]:
    return (one.unit for catalogue in (INDICATORS, *ALL) for one in catalogue.model.values())


def _check_words(one: Quantity, what: str) -> None:
    _in_both(one.label, f"{what}: the label")
    if not isinstance(one.extra.get("unit"), Text) and one.unit not in set(_known_units()):
        raise ExtensionError(f"{what}: its unit {one.unit!r} is needed in both languages, as Text('...', '...')")


def _check_range(one: Quantity, what: str) -> None:
    """Raise for bounds that contradict each other, and for a default or a plausible range outside of them."""
    if not one.choices and None not in (one.low, one.high) and one.low > one.high:  # type: ignore[operator]
        raise ExtensionError(f"{what}: low = {one.low:g} is above high = {one.high:g}")
    try:
        for value in (one.default, *(one.plausible or ())):
            one.check(value)
    except QuantityError as error:
        raise ExtensionError(f"{what}: default or plausible range: {error}") from None
    if one.plausible is not None and not one.plausible[0] < one.plausible[1]:
        raise ExtensionError(f"{what}: plausible = {one.plausible} is no range: (low, high)")


def _check_parameter(one: Quantity, where: str) -> None:
    if not isinstance(one, Quantity) or one.kind not in SETTABLE:
        ways = ", ".join(f"cogov.{name}" for name in SETTABLE.values())
        raise ExtensionError(f"{where}parameters are a list of what {ways} return, not {one!r}")
    what = f"{where}{SETTABLE[one.kind]} '{one.name}'"
    _check_name(one.name, what)
    _check_words(one, what)
    _check_range(one, what)
    if one.extra.get("price") is not None:
        raise ExtensionError(f"{what}: the budget pays for levers of the model only; say in cost= what it costs")
    if one.kind is not Kind.LEVER and not one.source.strip():
        raise ExtensionError(f"{what}: its source is needed: where the default comes from, or why it is assumed")


def _check_column(one: Column, group: str, where: str) -> None:
    if not isinstance(one, Column) or not isinstance(one.quantity, Quantity) or one.quantity.kind is not Kind.STATE:
        raise ExtensionError(f"{where}{group} are a list of what cogov.column returns, not {one!r}")
    what = f"{where}column '{one.name}' of {group}"
    if not NAME.fullmatch(one.name):
        raise ExtensionError(f"{what}: a name is of small letters, digits and underscores")
    if hasattr(KINDS[group], one.name) or one.name in RESERVED:
        raise ExtensionError(f"{what} has the name of one that is there already")
    _check_words(one.quantity, what)
    _check_range(one.quantity, what)
    for source in (one.start, one.newcomers):
        if source is not None and not callable(source):
            try:
                one.check(source)
            except (TypeError, ValueError) as error:
                raise ExtensionError(f"{what}: {error}") from None
    if not math.isfinite(one.default):
        raise ExtensionError(f"{what}: default = {one.default!r} is not finite")


def check_together(one: Active, other: Active) -> None:
    """Raise if two extensions use a name twice."""
    if one.name == other.name:
        raise ExtensionError(f"extension '{one.name}' is asked for twice: {other.asked} and {one.asked}")
    parts = {
        "indicator": [[i.name for i in entry.extension.indicators] for entry in (one, other)],
        "parameter": [[q.name for q in entry.extension.parameters] for entry in (one, other)],
        "indicator or parameter": [
            [q.name for q in (*entry.extension.indicators, *entry.extension.parameters)] for entry in (one, other)
        ],
        "column of residents": [[c.name for c in e.extension.residents] for e in (one, other)],
        "column of organizations": [[c.name for c in e.extension.organizations] for e in (one, other)],
        "scenario": [scenario_names(entry.extension) for entry in (one, other)],
    }
    for what, (mine, theirs) in parts.items():
        for name in mine:
            if name in theirs:
                raise ExtensionError(f"extensions '{other.name}' and '{one.name}' both have {what} '{name}'")
