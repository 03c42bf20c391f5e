"""Makes data folders: from real records that ship with a package, and one small invented example to copy.

A folder is written next to its place under a temporary name and then renamed, so that nothing half-written is left. An
earlier product of the same command is replaced; any other folder that is not empty is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from ...core.disk import put_all
from ...core.nearest import nearest
from ...core.text import Text
from ..package import NAME as PACKAGE
from .records import MARK, MakeError, Records, digest


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
        unchanged = there <= set(ours) and all(digest((folder / file).read_bytes()) == ours[file] for file in there)
        return unchanged and content["keywords"] == [MARK, name]
    except (OSError, ValueError, KeyError, TypeError):
        return False


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
