"""Extensions that packages name under an entry point, found without importing any of them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator
from pathlib import Path

GROUP = "cogov.extensions"


def installed() -> dict[str, list[importlib.metadata.EntryPoint]]:
    """Return the entry points of installed packages by name; nothing is imported."""
    found: dict[str, list[importlib.metadata.EntryPoint]] = {}
    for entry in importlib.metadata.entry_points(group=GROUP):
        found.setdefault(entry.name, []).append(entry)
    return dict(sorted(found.items()))


def that_name(word: str) -> Iterator[str]:
    """Yield the installed extensions in whose source a name stands between quotation marks; their code is read, not run."""
    quoted = (f'"{word}"', f"'{word}'")
    for name, entries in installed().items():
        for entry in entries:
            if any(mark in text for text in _sources(entry.module.partition(".")[0]) for mark in quoted):
                yield name
                break


def _sources(top: str) -> Iterator[str]:
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return
    if spec is None or spec.origin is None:
        return
    origin = Path(spec.origin)
    for path in sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]:
        try:
            yield path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
