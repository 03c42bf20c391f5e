"""What goes into a data folder that is made here: tables, texts, and where they are from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.cells import safe_text
from ...core.text import Text

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
            {"name": Path(file).stem.lower(), "path": file, "hash": digest(text)}
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


def digest(content: str | bytes) -> str:
    """Return the digest of a file as datapackage.json names it."""
    return "sha256:" + hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def number(value: float) -> object:
    """A number as it is written in a table: whole where it is whole, an empty cell where it is missing."""
    if value != value:
        return None
    return int(value) if value == int(value) else value


def unique_words(values: Iterable[str]) -> list[str]:
    """The words in the order in which they first stand."""
    return list(dict.fromkeys(values))
