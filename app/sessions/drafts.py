"""Scenario files as visitors write or open them: data only, of limited size, and never a way to other files."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ...core.disk import WriteFailed, put, reason_of
from ...core.text import Text
from ...model.quantities.levers import LEVERS
from ...scenarios import Scenario, ScenarioError
from ...scenarios.reading import read
from ...scenarios.yaml_lines import Located
from ..library import in_library, library, library_parts, of_library

FILE = "scenario.yaml"

TOO_LARGE = Text("the file has more than {most} kilobytes", "文件超过 {most} KB")


def plain_name(text: str) -> str:
    """Return a name made of small letters, digits and underscores; it is never used as a path."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:40] or "own"
    return f"own_{name}" if in_library(name) else name


@contextlib.contextmanager
def _written(text: str) -> Iterator[Path]:
    """Give a file with a text, in a folder of its own that goes again.

    Raises
    ------
    ScenarioError
        Where this machine has no room for it.
    """
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cogov-draft-"))
            path = put(Path(folder) / FILE, text.encode("utf-8", "replace"), sync=False)
        except WriteFailed as error:
            raise ScenarioError(error.text.en) from error
        except OSError as error:
            raise ScenarioError(f"cannot write {FILE}: {reason_of(error, Path()).en}") from error
        yield path


def parse(text: str, kilobytes: int) -> Scenario:
    """Return the scenario that a text describes; its name is made of its English title.

    Raises
    ------
    ScenarioError
        With all faults, each with its line; also where the text is too long, or extends anything but a scenario of the library.
    """
    if len(text.encode("utf-8", "replace")) > 1024 * kilobytes:
        raise ScenarioError(Text(*(TOO_LARGE[one].format(most=kilobytes) for one in ("en", "zh"))))
    with _written(text) as path:
        try:
            located = Located(path)
            parent = located.data.get("extends") if isinstance(located.data, dict) else None
            if parent is not None and not in_library(parent):
                place = f"{path}:{located.lines.get(('extends',), 1)}"
                known = [*library(), *(name for found in library_parts().values() for name in found)]
                raise ScenarioError(
                    Text(
                        f"{place}: extends: only a scenario of the library, or parts joined by +, can be extended here: {', '.join(known)}",
                        f"{place}：extends：此处只能继承方案库中的方案，或用 + 连接的模块：{'、'.join(known)}",
                    )
                )
            found = read(path)
        except ScenarioError as error:
            raise ScenarioError(
                [Text(_in_place(one.en, path), _in_place(one.zh, path)) for one in error.texts]
            ) from None
    return dataclasses.replace(found, name=plain_name(found.title.en), source="")


def _in_place(fault: str, path: Path) -> str:
    """Return a fault with its line only; the file is that of the page."""
    return fault.replace(f"{path}:", "").replace(str(path), FILE)


def draft(base: str, title: Mapping[str, str], levers: Mapping[str, Any], changes: list[dict[str, Any]]) -> str:
    """Return the text of a scenario that departs from one of the library in these levers and dated changes."""
    parent = of_library(base)
    own = {name: value for name, value in levers.items() if name in LEVERS and value != parent.levers[name]}
    data: dict[str, Any] = {
        "title": {"en": title.get("en") or "My scenario", "zh": title.get("zh") or "我的方案"},
        "extends": base,
    }
    if own:
        data["levers"] = own
    if changes:
        data["changes"] = changes
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def own_changes(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the dated changes that a scenario adds to the one it extends, as a file has them."""
    inherited = of_library(scenario.extends).changes if scenario.extends else ()
    found = []
    for change in scenario.changes:
        if change in inherited:
            continue
        one: dict[str, Any] = {"week": change.week, "levers": dict(change.levers)}
        if change.why.en:
            one["why"] = change.why.en if change.why.en == change.why.zh else {"en": change.why.en, "zh": change.why.zh}
        found.append(one)
    return found


def differences(own: Scenario, base: Scenario, language: str) -> list[dict[str, str]]:
    """Return the levers and dated changes in which a scenario differs from another, in words."""
    from ...reports.format.words import shown, unit

    rows = []
    for name, lever in LEVERS.items():
        if own.levers[name] != base.levers[name]:
            before, after = shown(base.levers[name])[language], shown(own.levers[name])[language]
            rows.append(
                {
                    "week": "0",
                    "lever": lever.label[language],
                    "before": before,
                    "after": after,
                    "unit": unit(lever.unit)[language],
                }
            )
    for change in own.changes:
        if change in base.changes:
            continue
        before = own.at(change.week - 1)
        for name, value in change.levers.items():
            lever = LEVERS[name]
            rows.append(
                {"week": str(change.week), "lever": lever.label[language], "before": shown(before[name])[language],
                 "after": shown(value)[language], "unit": unit(lever.unit)[language]}
            )  # fmt: skip
    return rows
