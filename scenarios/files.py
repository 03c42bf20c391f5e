"""Where scenarios and parts lie: in the library, in the folders of the extensions in use, or at a path."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..core.nearest import meant
from ..core.text import Text
from ..model.extensions import extension
from .errors import ScenarioError

LIBRARY = Path(__file__).resolve().parent / "library"
"""Folder of the scenarios that come with the package; the parts that scenarios are put together from lie in its folder `parts`."""

SUFFIXES = (".yaml", ".yml")


def _here(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def _parts(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder / "parts").rglob("*.yaml"))}


@cache
def _library() -> tuple[dict[str, Path], dict[str, Path]]:
    """Return scenarios and parts of the library, which does not change while a program runs."""
    return _here(LIBRARY), _parts(LIBRARY)


def _own_folders() -> list[Path]:
    return [Path(one.extension.scenarios) for one in extension.active() if one.extension.scenarios is not None]


def library_names() -> list[str]:
    """Return the names of the whole scenarios in the library, in alphabetical order."""
    return list(_library()[0])


def library_files() -> dict[str, Path]:
    """Return the files of the library by name, whole scenarios and parts."""
    whole, parts = _library()
    return {**parts, **whole}


def own_files() -> dict[str, Path]:
    """Return the files of whole scenarios of the extensions in use, by name."""
    return {name: path for folder in _own_folders() for name, path in _here(folder).items()}


def part_files() -> dict[str, Path]:
    """Return the files of parts of the library and of the extensions in use, by name."""
    return {**_library()[1], **{name: path for folder in _own_folders() for name, path in _parts(folder).items()}}


def exists(text: str) -> bool:
    """Return whether there is a file or folder of this name; False where no file could have it."""
    try:
        return Path(text).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


def names_in(text: str) -> list[str]:
    """Return the names that are joined by `+` in a text; a file of just this name is one."""
    return [one.strip() for one in text.split("+")] if "+" in text and not exists(text) else [text]


def find(name: str | Path, folder: Path | None = None) -> Path:
    """Return the file of a scenario or part of the library or an extension in use, or of a path (relative to `folder` if given)."""
    text = str(name)
    known = {**part_files(), **own_files(), **library_files()}
    if isinstance(name, str) and text in known:
        return known[text]
    if isinstance(name, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return (folder or Path()) / name
    if exists(text):
        return Path(text)
    hint = meant(text, sorted(known))
    raise ScenarioError(Text(f"unknown scenario '{text}'{hint.en}", f"没有方案 '{text}'{hint.zh}"))
