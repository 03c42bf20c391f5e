"""Pages and pictures of docs/, and types, that are made from the code, and kept current by a test: `make docs` renews them."""

from __future__ import annotations

from pathlib import Path

from . import results
from .links import DOCS
from .pages import LANGUAGES, file_of
from .pictures import architecture, week
from .reference import columns, commands, glossary, python_names, quantities

PAGES = {
    "glossary": glossary.page,
    "reference/quantities": quantities.page,
    "reference/columns": columns.page,
    "reference/commands": commands.page,
    "reference/python": python_names.page,
}
PICTURES = {"architecture": architecture.picture, "week": week.picture}


def files() -> dict[str, str]:
    """Return all that is made from the code, by file below docs/."""
    found = {columns.TYPES: columns.types()}
    for language in LANGUAGES:
        found |= {file_of(name, language): make(language) for name, make in PAGES.items()}
        ending = "" if language == "en" else f".{language}"
        found |= {f"figures/{name}{ending}.svg": make(language) for name, make in PICTURES.items()}
    return found | results.files()


def renew() -> list[Path]:
    """Write what has changed; return the files written."""
    written = []
    for name, text in files().items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return written
