"""Names of files that are being written, and what a killed process has left under such a name.

A name holds the machine and the process, so that a later write into the folder can recognise what nobody will finish.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import platform
import re
import shutil
import sys
from functools import cache
from pathlib import Path

_NAME = re.compile(r"\.cogov-(?P<host>[0-9a-f]{8})-(?P<process>[1-9][0-9]*)-[0-9]+\.(?:part|try)")
_count = itertools.count()
_looked_at: set[Path] = set()


@cache
def _host() -> str:
    """Return eight digits for where numbers of processes mean the same: a machine, and a container on it."""
    known = [platform.node()]
    with contextlib.suppress(OSError):  # machines of one name that share a folder
        known.append(Path("/etc/machine-id").read_text(encoding="utf-8", errors="replace"))
    with contextlib.suppress(OSError):
        known.append(os.readlink("/proc/self/ns/pid"))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:8]


def beside(path: Path, end: str) -> Path:
    """Return a name next to a path: short, whatever the name of the file, and nobody else's."""
    while True:
        found = path.with_name(f".cogov-{_host()}-{os.getpid()}-{next(_count)}.{end}")
        if not os.path.lexists(found):  # a process that was killed may have had the same number
            return found


def clear(folder: Path) -> None:
    """Remove what processes of this machine that are no more left half-written in a folder; at the first call for it.

    What was being put in place when its process was killed stays: the folder of earlier files (.old) next to it is then the
    only one that has them.
    """
    if folder in _looked_at or sys.platform == "win32":  # no harmless way to ask for a process there
        return
    _looked_at.add(folder)
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            named = _NAME.fullmatch(path.name)
            if named is None or named["host"] != _host() or _lives(int(named["process"])):
                continue
            if path.is_symlink() or not path.is_dir():
                with contextlib.suppress(OSError):
                    path.unlink()
            elif not os.path.lexists(path.with_suffix(".old")):
                shutil.rmtree(path, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it belongs to somebody else, or the system does not say
        return True
    return True
