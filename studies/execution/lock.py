"""One coordinator at a time in a folder. The lock goes with the process, so that a killed one leaves none behind."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from ...core.text import Text
from ...runs.files.schema import fault_of
from ..errors import FolderBusy
from ..storage.shapes import LOCK

NAME = "lock"


def _take(file: BinaryIO) -> None:
    """Lock the file or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 20)  # a byte behind the text, which stays readable
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The right to write into a folder; use in a `with` block.

    Raises
    ------
    FolderBusy
        If another process has it; the message says which, on which machine, since when.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._file: BinaryIO | None = None

    def __enter__(self) -> Lock:
        file = self.path.open("a+b")
        try:
            _take(file)
        except OSError:
            holder = _holder(file)
            file.close()
            who = _said(holder)
            raise FolderBusy(
                Text(
                    f"{self.path.parent}: another process is at work here ({who.en}); wait for it, or stop it first",
                    f"{self.path.parent}：另一个进程正在此工作（{who.zh}）；请等它结束，或先将其停止",
                )
            ) from None
        self._file = file
        with contextlib.suppress(OSError):  # on a full disk the lock holds without words
            file.truncate(0)
            file.write(json.dumps({"process": os.getpid(), "host": platform.node(), "since": time.time()}).encode())
            file.flush()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None


def _holder(file: BinaryIO) -> dict[str, Any]:
    try:
        file.seek(0)
        found = json.loads(file.read())
        return found if fault_of(found, LOCK) is None else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _said(holder: dict[str, Any]) -> Text:
    if not holder:
        return Text("which one is not known", "未知是哪一个")
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(holder.get("since", 0)))
    process, host = holder.get("process"), holder.get("host")
    return Text(f"process {process} on {host} since {since}", f"{host} 上的进程 {process}，自 {since} 起")


def holder(folder: Path) -> dict[str, Any] | None:
    """Return who is at work in a folder, or None."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            try:
                _take(file)
            except OSError:
                return _holder(file) or {"process": None}
    except OSError:
        return None
    return None
