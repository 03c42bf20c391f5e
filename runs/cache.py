"""Finished runs kept in a folder, so that whatever stops the work loses nothing and nothing is run twice.

A run is known by a digest of all that determines it: the model's code (`kernel_hash`), the code that drives and sees
it, scenario, values, size, switches, seed, probe. Changed code therefore never meets old rows. Rows go into one SQLite
file with one writer, in transactions; a killed process loses at most the last second. Each row carries a digest of what
was seen: a changed one is never taken for a result.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from ..core.compile.compiled import kernel_hash
from ..core.disk import AS_BEFORE, WriteFailed
from ..core.text import Text
from .databases import in_use, writing
from .extensions.extensions import facts_now
from .settings import SettingError

FILE = "runs.sqlite"
COMMIT_SECONDS = 1.0
_DIGEST = 32  # bytes of a digest before what was packed
_PACKAGE = Path(__file__).resolve().parents[1]
_DRIVERS = ("runs", "experiments", "evidence")  # folders whose code makes or observes a run
_PROCESSES = _PACKAGE / "runs" / "workers"  # how processes are looked after is no part of a run


@cache
def code_digest() -> str:
    """Return a digest of the model's code and of the code that drives and sees a run."""
    made = hashlib.sha256(kernel_hash().encode())
    for folder in _DRIVERS:
        for path in sorted((_PACKAGE / folder).rglob("*.py")):
            if _PROCESSES not in path.parents:
                made.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    return made.hexdigest()


def run_id(**asked: Any) -> str:
    """Return the digest that a run is known by; the code is part of it."""
    own = [list(one) for one in facts_now()]  # extensions in use
    text = json.dumps(
        {"code": code_digest(), **({"extensions": own} if own else {}), **asked}, sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def packed(seen: Any) -> bytes:
    """Return what a probe saw, an array or a mapping of arrays and numbers, as bytes."""
    sink = io.BytesIO()
    if isinstance(seen, np.ndarray):
        np.save(sink, seen, allow_pickle=False)
    else:
        np.savez(sink, allow_pickle=False, **{name: np.asarray(value) for name, value in seen.items()})
    data = sink.getvalue()
    return hashlib.sha256(data).digest() + data


def unpacked(data: bytes) -> Any:
    """Return what was packed; nothing in the file is ever executed.

    Raises
    ------
    ValueError
        If it is not what was packed.
    """
    mark, data = data[:_DIGEST], data[_DIGEST:]
    if not isinstance(data, bytes) or hashlib.sha256(data).digest() != mark:
        raise ValueError("its digest is another one")
    found = np.load(io.BytesIO(data), allow_pickle=False)
    if isinstance(found, np.ndarray):
        return found
    return {name: found[name] if found[name].ndim else float(found[name]) for name in found.files}


_STAY = Text(
    "finished runs that were written before are kept there; the same command goes on",
    "此前写入的运行结果保留在该文件中；重新执行同一命令即可继续",
)


class RunCache:
    """The finished runs of a folder; use in a `with` block.

    Raises
    ------
    SettingError
        If the file is damaged, or another process writes to it.
    WriteFailed
        If the folder cannot be written to.
    """

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder).expanduser() / FILE
        self.added = 0
        self._base: sqlite3.Connection | None = None
        self._last = 0.0

    def __enter__(self) -> RunCache:
        try:
            if self.path.parent.exists() and not self.path.parent.is_dir():
                raise SettingError(
                    Text(
                        f"{self.path.parent}: runs cannot be kept there, for it is a file; name a folder",
                        f"{self.path.parent}：这是文件，无法保存运行结果；请指定文件夹",
                    )
                )
            with self._told(AS_BEFORE):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                if self.path.is_symlink() and not self.path.exists():
                    raise SettingError(
                        Text(
                            f"{self.path}: is a link to {os.readlink(self.path)}, which is not there",
                            f"{self.path}：是指向 {os.readlink(self.path)} 的链接，而目标不存在",
                        )
                    )
                self._base = sqlite3.connect(self.path, timeout=0.2, isolation_level=None)
                self._base.execute("pragma locking_mode = exclusive")
                self._base.execute(
                    "create table if not exists runs (id text primary key, seen blob not null) without rowid"
                )
                self._base.execute("select id, seen from runs limit 1").fetchone()
                self._begin()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._base is None:
            return
        try:
            with self._told():
                if self._base.in_transaction:
                    self._base.execute("commit")
        except (WriteFailed, SettingError):
            if kind is None:  # else what went wrong first is told
                raise
        finally:
            self._close()

    def _close(self) -> None:
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def _begin(self) -> None:
        assert self._base is not None
        self._base.execute("begin immediate")
        self._last = time.monotonic()

    @contextlib.contextmanager
    def _told(self, kept: Text = _STAY) -> Iterator[None]:
        """Turn what SQLite and the system say into one message; `kept` says what is kept."""
        try:
            with writing(self.path, kept):
                yield
        except sqlite3.Error as error:
            if in_use(error):
                raise SettingError(
                    Text(
                        f"{self.path}: finished runs cannot be kept here; another cogov is using it",
                        f"{self.path}：无法在此保存运行结果；另一个 cogov 正在使用",
                    )
                ) from error
            raise SettingError(
                Text(
                    f"{self.path}: is damaged, or is not a file of finished runs ({error}); move it away, and the runs are made again",
                    f"{self.path}：已损坏，或不是运行结果文件（{error}）；将其移走后会重新运行",
                )
            ) from error

    def get(self, name: str) -> Any:
        """Return what is kept of a run, by its digest; None if it is not there.

        Raises
        ------
        SettingError
            If the file is damaged.
        """
        assert self._base is not None
        with self._told():
            row = self._base.execute("select seen from runs where id = ?", (name,)).fetchone()
        return None if row is None else self._read(name, row[0])

    def _read(self, name: str, data: Any) -> Any:
        try:
            return unpacked(data)
        except (ValueError, TypeError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
            raise SettingError(
                Text(
                    f"{self.path}: run {name} is not as it was written ({error}); move the file away, and the runs are made again",
                    f"{self.path}：运行 {name} 与写入时不同（{error}）；请将该文件移走，运行会重新进行",
                )
            ) from error

    def add(self, name: str, seen: Any) -> None:
        """Keep a run.

        Raises
        ------
        WriteFailed
            If it cannot be written; what was kept before stays.
        """
        assert self._base is not None
        with self._told():
            self._base.execute("insert or replace into runs values (?, ?)", (name, packed(seen)))
            self.added += 1
            if time.monotonic() - self._last > COMMIT_SECONDS:
                self._base.execute("commit")
                self._begin()
