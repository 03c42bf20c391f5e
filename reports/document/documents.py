"""What the documents made by commands share: writing files, light images, manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ...core.compile.compiled import INTERPRETED, kernel_hash
from ...core.disk import put_all
from ...core.text import Text
from ...core.versions import version
from ...runs.files.manifest import FORMAT, libraries, plain
from ...runs.files.output_files import json_bytes, sha256
from ..format.style import image

DPI = 110
LANGUAGES = ("en", "zh")


def write_files(files: Mapping[str, bytes], folder: str | Path) -> list[Path]:
    """Write files by their name below a folder, all or none; return what was written."""
    folder = put_all(folder, files)
    return [folder / name for name in files]


def light_png(figure: Figure) -> bytes:
    """Return a figure as PNG, light enough for a repository, without date or software."""
    return image(figure, "png", DPI)


def manifest(kind: str, command: str, files: Mapping[str, bytes], **facts: Any) -> bytes:
    """Return what determines a set of documents besides the code, and the digests of the files; no time, no machine."""
    return json_bytes(
        {
            "kind": kind, "cogov": version(), "format": FORMAT, "command": command, "kernel_hash": kernel_hash(),
            "interpreted": INTERPRETED, **plain(facts), "files": {name: sha256(data) for name, data in files.items()},
            "libraries": libraries(),
        }
    )  # fmt: skip


def ending(language: str) -> str:
    """Return what stands between the name of a document and its extension."""
    return "" if language == "en" else f".{language}"


def with_tables(page: str, folder: str, tables: Iterable[str], language: str) -> str:
    """Return a page with links to the tables that hold its numbers, at its end."""
    links = [f"[{name}.csv]({folder}/{name}.csv)" for name in tables]
    words = Text(f"All numbers: {', '.join(links)}.", f"全部数字：{'、'.join(links)}。")
    return f"{page.rstrip()}\n\n{words[language]}\n"


def image_line(name: str, alternative: Text, language: str) -> str:
    """Return the line that shows a figure."""
    return f"![{alternative[language]}](figures/{name}{ending(language)}.png)\n"
