"""The text of a scenario file to start from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ..core.quantity import Quantity
from ..core.text import Text
from ..model.quantities.costs import cost_of
from ..model.quantities.levers import LEVERS
from .errors import ScenarioError
from .files import find, library_files, names_in
from .library import load


def template(name: str, extends: str, path: Path) -> str:
    """Return a valid scenario file, to lie at `path`, that departs from `extends` in nothing; every lever is a comment.

    Raises
    ------
    ScenarioError
        When the scenario to extend cannot be read, or the file would hide one of the library or extend itself.
    """
    if path.stem in library_files():
        raise ScenarioError(
            Text(
                f"'{path.stem}' is the name of a scenario in the library; choose another",
                f"'{path.stem}' 是方案库中已有的方案名；请另取名称",
            )
        )
    parent, known = load(extends), "+".join(_seen_from(path, one) for one in names_in(extends))
    words = _quoted(name)
    lines = [
        f"title: {{en: {words}, zh: {words}}}",
        'question: {en: "What is to be found out?", zh: "要回答什么问题?"}',
        "claims: []",
        f"extends: {_quoted(known)}",
        "",
        "# Take the comment sign away and set a value; what is not set is as in the scenario above.",
        "levers:",
        *(
            f"  # {lever}: {_plain(parent.levers[lever])}  # {quantity.allowed}; {_cost(quantity)}{quantity.label.zh}"
            for lever, quantity in LEVERS.items()
        ),
        "",
        "reasons:",
        "  # pooling: {en: ..., zh: ...}",
        "",
        "changes:",
        "  # - {week: 104, levers: {organization_grants: 0}, why: support ends}",
    ]
    return "\n".join(lines) + "\n"


def _seen_from(path: Path, name: str) -> str:
    """Return how a file at `path` names the scenario to extend: as the library does, or by the way to its file."""
    if name in library_files():
        return name
    file = find(name).resolve()
    if file == path.resolve():
        raise ScenarioError(Text(f"{path}: a scenario cannot extend itself", f"{path}：方案不能继承自身"))
    try:
        way = os.path.relpath(file, path.resolve().parent)
    except ValueError:  # another drive
        way = str(file)
    way = way.replace(os.sep, "/")
    return way if "/" in way else f"./{way}"


def _cost(lever: Quantity) -> str:
    cost = cost_of(lever)
    return f"costs {cost.en}; " if cost else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string.
    return json.dumps(text, ensure_ascii=False)
