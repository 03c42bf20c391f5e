"""Makes data folders: from real records that ship with a package, and one small invented example to copy.

A folder is written next to its place under a temporary name and then renamed, so that nothing half-written is left. An
earlier product of the same command is replaced; any other folder that is not empty is left alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.cells import safe_text
from ...core.disk import put_all
from ...core.quantity import nearest
from ...core.text import Text
from ..package import NAME as PACKAGE

MARK = "cogov data make"  # in datapackage.json: this folder was made by this command


class MakeError(ValueError):
    """A folder cannot be made: unknown name, a package that is missing, a folder that belongs to someone else."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Table:
    """A file of a folder: its header, its rows, and the datapackage type of each column that is no string."""

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    types: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The table as CSV; None is an empty cell."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        for row in (self.header, *self.rows):
            writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
        return out.getvalue()

    def schema(self) -> dict[str, Any]:
        """The columns for datapackage.json."""
        return {"fields": [{"name": name, "type": self.types.get(name, "string")} for name in self.header]}


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that goes into one folder."""

    title: str
    description: str
    tables: Mapping[str, Table]
    readme: str
    texts: Mapping[str, str] = field(default_factory=dict)  # other files, as they stand
    licenses: Sequence[Mapping[str, str]] = ()
    sources: Sequence[Mapping[str, str]] = ()
    notes: Sequence[Text] = ()

    def files(self) -> dict[str, str]:
        """The text of each file but datapackage.json."""
        tables = {file: table.text() for file, table in self.tables.items()}
        return tables | dict(self.texts) | {"README.md": self.readme}

    def package(self, name: str) -> str:
        """The text of datapackage.json."""
        resources = [
            {"name": Path(file).stem.lower(), "path": file, "hash": _digest(text)}
            | ({"format": "csv", "schema": self.tables[file].schema()} if file in self.tables else {})
            for file, text in self.files().items()
        ]
        content = {
            "name": name.replace("_", "-"),
            "title": self.title,
            "description": self.description,
            "licenses": list(self.licenses),
            "sources": list(self.sources),
            "keywords": [MARK, name],
            "notes": [{"en": note.en, "zh": note.zh} for note in self.notes],
            "resources": resources,
        }
        if not self.licenses:
            del content["licenses"]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _social_insure() -> Records:
    from .social_insure import records

    return records()


def _davis() -> Records:
    from .davis import records

    return records()


def _example() -> Records:
    from .invented import records

    return records()


NAMES: dict[str, tuple[Callable[[], Records], Text]] = {
    "social_insure": (
        _social_insure,
        Text("1,410 household heads in 44 Chinese villages", "44 个行政村的 1,410 位户主"),
    ),
    "davis": (
        _davis,
        Text("18 women and 14 events, Deep South 1941 (networkx)", "18 位女性与 14 场活动，1941 年（networkx）"),
    ),
    "example": (
        _example,
        Text("a small invented folder with every file, to copy", "小型虚构示例，含所有文件，供复制"),
    ),
}  # fmt: skip


def make(name: str, folder: str | Path) -> list[str]:
    """Write the folder called `name`; return the names of the files in it."""
    if name not in NAMES:
        known = ", ".join(NAMES)
        hint = nearest(name, NAMES)
        raise MakeError(
            Text(f"there are no records called '{name}': {known}{hint}", f"没有名为 '{name}' 的数据：{known}{hint}")
        )
    try:
        folder = Path(folder).expanduser().resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise MakeError(Text(f"{folder} cannot be used: {error}", f"无法使用 {folder}：{error}")) from error
    _free(name, folder)
    records = NAMES[name][0]()
    files = records.files() | {PACKAGE: records.package(name)}
    try:
        _write(folder, files)
    except OSError as error:
        why = error.strerror or str(error)
        raise MakeError(Text(f"{folder} cannot be written: {why}", f"无法写入 {folder}：{why}")) from error
    return sorted(files)


def _made_by_us(name: str, folder: Path) -> bool:
    """Whether the folder holds what this command made under this name, unchanged, and nothing besides."""
    try:
        content = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        ours = {resource["path"]: resource["hash"] for resource in content["resources"]}
        there = {entry.name for entry in folder.iterdir()} - {PACKAGE}
        unchanged = there <= set(ours) and all(_digest((folder / file).read_bytes()) == ours[file] for file in there)
        return unchanged and content["keywords"] == [MARK, name]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _digest(content: str | bytes) -> str:
    return "sha256:" + hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def _free(name: str, folder: Path) -> None:
    try:
        if folder.exists() and not folder.is_dir():
            raise MakeError(Text(f"{folder} is a file; name a folder", f"{folder} 是文件，请指定文件夹"))
        taken = folder.is_dir() and any(folder.iterdir()) and not _made_by_us(name, folder)
    except (OSError, ValueError) as error:
        raise MakeError(Text(f"{folder} cannot be used: {error}", f"无法使用 {folder}：{error}")) from error
    if taken:
        raise MakeError(
            Text(
                f"{folder} is not empty and is not an unchanged earlier '{name}' of this command; name another folder",
                f"{folder} 不为空，且不是本命令先前生成且未改动的 '{name}'，请另选文件夹",
            )
        )


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files, or none; an earlier folder of this command holds nothing else (`_free`)."""
    gone = {entry.name for entry in folder.iterdir()} - set(files) if folder.is_dir() else set()
    put_all(folder, {name: text.encode("utf-8") for name, text in files.items()}, remove=sorted(gone))


def number(value: float) -> object:
    """A number as it is written in a table: whole where it is whole, an empty cell where it is missing."""
    if value != value:
        return None
    return int(value) if value == int(value) else value


def unique_words(values: Iterable[str]) -> list[str]:
    """The words in the order in which they first stand."""
    return list(dict.fromkeys(values))
