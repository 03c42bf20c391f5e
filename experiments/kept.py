"""Finished runs kept in a folder, so that whatever stops the work loses nothing and nothing is run twice.

A run is known by a digest of all that determines it: the model's code (`kernel_hash`), the code that drives and sees
it, scenario, values, size, switches, seed, probe. Changed code therefore never meets old rows. Rows go into one SQLite
file with one writer, in transactions; a killed process loses at most the last second.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from ..core.compiled import kernel_hash
from .extensions import facts_now
from .settings import SettingError

FILE = "runs.sqlite"
COMMIT_SECONDS = 1.0
_DRIVERS = ("arms", "outcomes", "probes", "processes", "course", "runs", "settings", "futures_run")


@cache
def code_digest() -> str:
    """Return a digest of the model's code and of the code that drives and sees a run."""
    made = hashlib.sha256(kernel_hash().encode())
    for name in _DRIVERS:
        made.update((Path(__file__).parent / f"{name}.py").read_bytes())
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
    return sink.getvalue()


def unpacked(data: bytes) -> Any:
    """Return what was packed; nothing in the file is ever executed."""
    found = np.load(io.BytesIO(data), allow_pickle=False)
    if isinstance(found, np.ndarray):
        return found
    return {name: found[name] if found[name].ndim else float(found[name]) for name in found.files}


class Kept:
    """The finished runs of a folder; use in a `with` block.

    Raises
    ------
    SettingError
        If the folder cannot be used or another process writes to it.
    """

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder).expanduser() / FILE
        self.added = 0
        self._base: sqlite3.Connection | None = None
        self._last = 0.0

    def __enter__(self) -> Kept:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=0.2, isolation_level=None)
            self._base.execute("pragma locking_mode = exclusive")
            self._base.execute(
                "create table if not exists runs (id text primary key, seen blob not null) without rowid"
            )
            self._begin()
        except (OSError, sqlite3.Error) as error:
            if self._base is not None:
                self._base.close()
            hint = "; another cogov is using it" if "locked" in str(error) else ""
            why = getattr(error, "strerror", None) or error
            raise SettingError(f"{self.path}: finished runs cannot be kept here: {why}{hint}") from error
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._base is not None:
            self._base.execute("commit")
            self._base.close()
            self._base = None

    def _begin(self) -> None:
        assert self._base is not None
        self._base.execute("begin immediate")
        self._last = time.monotonic()

    def get(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what is kept of these runs, by digest."""
        assert self._base is not None
        rows = (self._base.execute("select seen from runs where id = ?", (name,)).fetchone() for name in names)
        return {name: unpacked(row[0]) for name, row in zip(names, rows) if row is not None}

    def add(self, name: str, seen: Any) -> None:
        """Keep a run."""
        assert self._base is not None
        self._base.execute("insert or replace into runs values (?, ?)", (name, packed(seen)))
        self.added += 1
        if time.monotonic() - self._last > COMMIT_SECONDS:
            self._base.execute("commit")
            self._begin()
