"""datapackage.json: where the files are, how they are written, title, licence, sources. The rest is noted and left.

Used: `title`, `description`, `licenses`, `sources`, `notes` (a list of {en, zh}); of each resource `name`, `path`,
`encoding`, `dialect.delimiter`, `schema.missingValues`, `schema.primaryKey` (which column identifies records),
of its `schema.fields` `categories` and `spelling` (data/tables/codebook.py), and `timezone` (of the dates in it: Asia/Shanghai).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core.text import Text
from .errors import Problems
from .tables.headers import file_table

NAME = "datapackage.json"
_TOP = {"title", "name", "description", "licenses", "sources", "notes", "resources", "profile"}
_TOP |= {"version", "contributors", "created", "keywords", "id", "homepage", "$schema"}
_RESOURCE = {"name", "path", "encoding", "dialect", "schema", "title", "description", "profile", "format", "mediatype"}
_RESOURCE |= {"bytes", "hash", "type", "$schema", "timezone"}
_SCHEMA = {"fields", "missingValues", "primaryKey", "$schema"}


@dataclass(frozen=True, slots=True)
class Resource:
    """How one file is to be read."""

    path: Path
    encoding: str = ""
    delimiter: str = ""
    blank: tuple[str, ...] = ()
    timezone: str = ""
    key: str = ""  # header of the column that identifies records
    fields: tuple[Any, ...] = ()


@dataclass(slots=True)
class Package:
    """What a folder says about itself."""

    resources: dict[str, Resource] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    other: tuple[Path, ...] = ()  # files that are described but are none of ours


def _inside(folder: Path, path: str) -> Path | None:
    """The file a path names, if it is a relative one that stays in the folder and is there."""
    try:
        place = folder / path
        inside = Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder)) and not Path(path).is_absolute()
        return place if inside and place.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def read_package(folder: Path, problems: Problems) -> Package:
    """Read datapackage.json when it is there; an empty package otherwise."""
    place, package = folder / NAME, Package()
    if not place.is_file():
        return package
    try:
        content = json.loads(place.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problems.add("json", NAME, getattr(error, "lineno", None), value=str(error))
        return package
    except OSError as error:
        problems.add("unreadable", NAME, value=error.strerror or "")
        return package
    resources = content.get("resources", []) if isinstance(content, dict) else None
    if not isinstance(resources, list):
        problems.add("package", NAME, column="resources", allowed=Text("a list of resources", "资源列表"))
        return package
    ignored = sorted(key for key in content if key not in _TOP)
    keep = ("title", "description", "licenses", "sources")
    package.about = {key: content[key] for key in keep if key in content}
    package.notes = tuple(_note(note) for note in content.get("notes", []) if note) if isinstance(
        content.get("notes", []), list) else ()  # fmt: skip
    for number, resource in enumerate(resources, 1):
        _resource(folder, number, resource, package, ignored, problems)
    if ignored:
        problems.add("package_ignored", NAME, value=", ".join(dict.fromkeys(ignored)))
    return package


def _note(note: Any) -> Text:
    if isinstance(note, dict):
        return Text(str(note.get("en", note.get("zh", ""))), str(note.get("zh", note.get("en", ""))))
    return Text(str(note), str(note))


def _resource(
    folder: Path, number: int, resource: Any, package: Package, ignored: list[str], problems: Problems
) -> None:  # fmt: skip
    where = f"resources[{number - 1}]"
    if not isinstance(resource, dict) or not isinstance(resource.get("path"), str):
        problems.add("package", NAME, column=f"{where}.path", allowed=Text("one relative path", "一个相对路径"))
        return
    path = _inside(folder, resource["path"])
    if path is None:
        allowed = Text("a file inside the folder", "文件夹内的文件")
        problems.add("package", NAME, column=f"{where}.path", value=resource["path"], allowed=allowed)
        return
    which = file_table(str(resource.get("name", ""))) or file_table(path.stem)
    if not which or path.suffix.casefold() not in {".csv", ".tsv", ".txt", ".graphml", ".geojson", ".json"}:
        package.other += (path,)
        return
    if which in package.resources:
        problems.add("two_files", NAME, column=f"{where}.path", value=resource["path"])
        return
    dialect, schema = resource.get("dialect", {}), resource.get("schema", {})
    dialect = dialect if isinstance(dialect, dict) else {}
    schema = schema if isinstance(schema, dict) else {}
    ignored += [f"{where}.{key}" for key in sorted(resource) if key not in _RESOURCE]
    ignored += [f"{where}.dialect.{key}" for key in sorted(dialect) if key != "delimiter"]
    ignored += [f"{where}.schema.{key}" for key in sorted(schema) if key not in _SCHEMA]
    delimiter = dialect.get("delimiter", "")
    if not isinstance(delimiter, str) or (delimiter and delimiter not in ",;|:\t ") or len(delimiter) > 1:
        allowed = Text("comma, semicolon, tab, bar, colon or space", "逗号、分号、制表符、竖线、冒号或空格")
        problems.add("package", NAME, column=f"{where}.dialect.delimiter", value=delimiter, allowed=allowed)
        delimiter = ""
    blank = schema.get("missingValues", [])
    blank = tuple(str(word) for word in blank) if isinstance(blank, list) else ()
    encoding, zone = (str(resource.get(key) or "") for key in ("encoding", "timezone"))
    identity = schema.get("primaryKey", "")
    identity = identity[0] if isinstance(identity, list) and len(identity) == 1 else identity
    fields = schema.get("fields", [])
    package.resources[which] = Resource(
        path, encoding, delimiter, blank, zone, identity if isinstance(identity, str) else "",
        tuple(fields) if isinstance(fields, list) else (),
    )  # fmt: skip
