"""How much memory a process may still take: what the machine has, what control groups and limits of the process leave."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_UNLIMITED = 1 << 60  # version 1 of control groups writes a number near 2^63 for "no limit"


def together(root: Path = Path("/")) -> int | None:
    """Return the bytes that all processes of this job may still take together; None where the system does not say.

    The least of what the machine has available and of what the control groups of this process (version 1 and 2, and all
    above them) leave. `root` is where proc and sys are, for tests.
    """
    found = [value for value in (_machine(root), *_groups(root)) if value is not None]
    return max(0, min(found)) if found else None


def alone(root: Path = Path("/")) -> int | None:
    """Return the bytes that this process may still take by its own limits (address space, data); None without one."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    sizes = _numbers(root / "proc/self/statm")
    page = os.sysconf("SC_PAGE_SIZE")
    used = {"RLIMIT_AS": sizes[0] * page, "RLIMIT_DATA": sizes[5] * page} if len(sizes) > 5 else {}
    limits = [(resource.getrlimit(getattr(resource, name))[0], size) for name, size in used.items()]
    left = [limit - size for limit, size in limits if limit != resource.RLIM_INFINITY]
    return max(0, min(left)) if left else None


def free(root: Path = Path("/")) -> int | None:
    """Return the bytes that this process may still take; None where nothing says."""
    found = [value for value in (together(root), alone(root)) if value is not None]
    return min(found) if found else None


def _machine(root: Path) -> int | None:
    for line in _lines(root / "proc/meminfo"):
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS: all there is, not what is free
        if root == Path("/"):
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _groups(root: Path) -> Iterator[int]:
    """Give what every control group above this process leaves."""
    for line in _lines(root / "proc/self/cgroup"):
        number, controllers, path = [*line.split(":", 2), "", ""][:3]
        if number == "0" and not controllers:
            yield from _left(root / "sys/fs/cgroup", path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            yield from _left(
                root / "sys/fs/cgroup/memory", path, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
            )  # fmt: skip


def _left(mount: Path, path: str, limit: str, usage: str, spare: str) -> Iterator[int]:
    """Give limit less use of a group and of those above it; in a container only the mount itself may be visible."""
    place = mount / path.lstrip("/")
    for folder in [place, *place.parents]:
        if not folder.is_relative_to(mount):
            return
        most, used = _numbers(folder / limit), _numbers(folder / usage)
        if most and used and most[0] < _UNLIMITED:
            cached = [int(line.split()[1]) for line in _lines(folder / "memory.stat") if line.startswith(f"{spare} ")]
            yield most[0] - used[0] + sum(cached)  # pages of files go when room is wanted


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _numbers(path: Path) -> list[int]:
    return [int(word) for line in _lines(path)[:1] for word in line.split() if word.isdigit()]
