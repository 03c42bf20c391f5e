"""The extensions of a study: named in its file, kept in its folder with their source, used whenever the study runs."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...core.nearest import meant
from ...core.quantity import Kind, Quantity, QuantityError, Status
from ...core.text import Text, text_of
from ...model.extensions.extension import Active, ExtensionError, active, known
from ...model.quantities.parameters import ALL, declared
from ...runs.extensions.extensions import SUFFIX, find, is_file, may_be

FOLDER = "extensions"
"""Folder, in that of a study, in which the files of its extensions are kept."""
KEYS = ("name", "file", "digest")


def kept(entry: Active) -> str | dict[str, str]:
    """Return how a study file names an extension: a package by its name, a file by where its copy is kept, with the digest."""
    if not is_file(entry.asked):
        return entry.asked or entry.name
    return {"name": entry.name, "file": f"{FOLDER}/{entry.name}/{Path(entry.asked).name}", "digest": entry.digest}


def asked_for(
    listed: list[Any], folder: Path, note: Callable[[int, Text], None], code: bool = True
) -> tuple[Active, ...]:
    """Return the extensions that a study file in `folder` names, and behind them the others in use.

    One that is in use already is the one that is meant, wherever its file is. What is wrong is noted with its place in the list.
    Without `code` a copy that a folder keeps is not run: reading results must not require trust in their origin.
    """
    found: list[Active] = []
    for place, one in enumerate(listed):
        try:
            entry = _one(one, folder, code)
        except ExtensionError as error:
            note(place, text_of(error))
            continue
        if any(entry.name == other.name for other in found):
            note(place, Text(f"extension '{entry.name}' is named twice", f"扩展 '{entry.name}' 出现两次"))
        else:
            found.append(entry)
    return (*found, *(one for one in active() if one.name not in [other.name for other in found]))


def _one(asked: Any, folder: Path, code: bool) -> Active:
    if isinstance(asked, Mapping):
        return _of_entry(asked, folder, code)
    if not isinstance(asked, str) or not asked.strip():
        raise ExtensionError(
            Text(f"{asked!r} is not the name of an extension or of its file", f"{asked!r} 不是扩展名或扩展文件名")
        )
    for one in active():
        if asked in (one.name, one.asked) or (is_file(asked) and _same(folder / asked, one.asked)):
            return one
    if not is_file(asked):
        return find(asked)
    beside = folder / Path(asked).expanduser()
    return find(beside if beside.exists() else Path(asked))


def _of_entry(asked: Mapping[str, Any], folder: Path, code: bool) -> Active:
    for key in asked:
        if key not in KEYS:
            raise ExtensionError(
                Text(f"unknown key '{key}'{meant(str(key), KEYS).en}", f"没有键 '{key}'{meant(str(key), KEYS).zh}")
            )
    file = asked.get("file")
    if not isinstance(file, str) or not file.endswith(SUFFIX):
        raise ExtensionError(
            Text(f"file = {file!r} is not the path of a Python file", f"file = {file!r} 不是 Python 文件的路径")
        )
    for one in active():
        if one.name == asked.get("name"):
            return one  # whether its source is the same decides where runs are made
    if not code:
        raise ExtensionError(
            Text(
                f"extension '{asked.get('name', file)}' is kept in {folder / file}; its code runs where runs are made, or with "
                f"--extension {folder / file}",
                f"扩展 '{asked.get('name', file)}' 保存在 {folder / file}；其代码只在运行时执行，或用 --extension {folder / file}",
            )
        )
    digest = asked.get("digest")
    same = digest is None or may_be(folder / file, str(digest))
    entry = find(folder / file) if same else None  # a file that was changed is not run
    if entry is None or entry.digest != (digest or entry.digest):
        raise ExtensionError(
            Text(
                f"{folder / file}: is not the source that the study was made with (digest {str(digest)[:12]}...); "
                "put that back, or name another file with --extension",
                f"{folder / file}：不是该研究当时所用的源文件（摘要 {str(digest)[:12]}...）；请恢复原文件，或用 --extension 指定另一文件",
            )
        )
    if entry.name != asked.get("name", entry.name):
        raise ExtensionError(
            Text(
                f"{folder / file}: holds extension '{entry.name}', not '{asked['name']}'",
                f"{folder / file}：其中的扩展是 '{entry.name}'，而不是 '{asked['name']}'",
            )
        )
    return entry


def _same(path: Path, other: str) -> bool:
    with contextlib.suppress(OSError):
        return bool(other) and path.exists() and path.samefile(other)
    return False


def shown(name: str) -> Quantity:
    """Return the declaration of a factor for showing results: also one of an extension that is not in use any more.

    Of one that was never here only the name is known.
    """
    try:
        return declared(name)
    except QuantityError:
        for catalogue in ALL:
            if (catalogue.kind, name) in known:
                return known[catalogue.kind, name]
        words = Text(name, name)
        return Quantity(name, Kind.CONSTANT, math.nan, None, None, "", Status.ASSUMED, "", words, words)
