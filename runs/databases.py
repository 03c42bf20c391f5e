"""What SQLite says when a file cannot be written or read, in the words of the system."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..core.disk import WriteFailed, cause_at
from ..core.text import Text

_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_NOT_THE_FILE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM})


def as_system(error: sqlite3.Error, path: Path) -> OSError | None:
    """Return the error of the system behind an error of SQLite; None if the content of the file is at fault."""
    code = getattr(error, "sqlite_errorcode", None)
    number = None if code is None else _ERRNO.get(code & 0xFF)
    if number is None:
        return None
    if number == errno.ENOSPC:
        return OSError(number, str(error), str(path))
    found = cause_at(path, error)  # SQLite hides what the system said
    return found if found.errno != errno.EIO else OSError(number, str(error), str(path))


def in_use(error: sqlite3.Error) -> bool:
    """Return whether another process has the file."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _NOT_THE_FILE


@contextlib.contextmanager
def writing(path: Path, kept: Text) -> Iterator[None]:
    """Turn errors of SQLite and of the system in writing to a file into `WriteFailed`; `kept` is what is kept."""
    try:
        yield
    except sqlite3.Error as error:
        cause = as_system(error, path)
        if cause is None:
            raise
        raise WriteFailed(path, cause, kept) from error
    except OSError as error:
        raise WriteFailed(path, error, kept) from error
