"""How much memory a district takes, so that one that does not fit is refused before hours are spent on it.

Bytes as measured on Linux with Python 3.12 (peak of a process, rounded up): a district while it is built and run, and
what the tables of `cogov run` take in addition. tests/model/test_size.py holds them against a district that is built.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ...core import memory
from ...core.quantity import QuantityError
from ...core.text import Text
from ..measures import FLOWS, SUMS

FORCE = "COGOV_FORCE"
"""Environment variable: whatever its value, sizes are not held against memory."""

PROCESS = 350 << 20  # Python, Numba and compiled kernels, libraries
RESIDENT, TIE = 400, 25  # bytes a resident; a resident and mean tie
COMMUNITY = 6_000
TABLES = 1_500  # bytes a resident: its row as a frame, as CSV and as Parquet
_RESERVE = 0.9  # share of what is free that is given away


class TooLarge(QuantityError):
    """A district that does not fit into memory; the message names the largest that does (`text`, in both languages)."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


def _each(environment: Mapping[str, Any], tables: bool) -> float:
    ties = float(environment["mean_ties"]) + float(environment["acquaintances"])
    return RESIDENT + TIE * ties + TABLES * tables


def _rest(environment: Mapping[str, Any], weeks: int, tables: bool) -> float:
    landscape = int(environment["elements"]) * 2 ** (int(environment["complexity"]) + 1) * 8
    communities = int(environment["communities"])
    series = weeks * 8 * (len(FLOWS) + len(SUMS)) * (1 + 4 * communities * tables)
    return communities * (COMMUNITY + landscape) + series


def bytes_needed(environment: Mapping[str, Any], weeks: int = 0, tables: bool = False) -> int:
    """Return the bytes that a district takes, besides those of the process.

    Parameters
    ----------
    environment : values of residents, communities, mean_ties, acquaintances, elements, complexity.
    weeks : that are run.
    tables : whether everything is recorded and written, as by `cogov run`.
    """
    residents = int(environment["residents"])
    return int(residents * _each(environment, tables) + _rest(environment, weeks, tables))


def check(environment: Mapping[str, Any], weeks: int = 0, tables: bool = False, processes: int = 1) -> None:
    """Raise where a district does not fit into the memory that is left.

    Parameters
    ----------
    environment, weeks, tables : as for `bytes_needed`.
    processes : how many such districts run at once, each in a process of its own.

    Raises
    ------
    TooLarge
        With the largest number of residents that fits, and how to try anyway.
    """
    if FORCE in os.environ:
        return
    need = bytes_needed(environment, weeks, tables)
    room = _room(processes)
    if room is None or need <= room:
        return
    fits = _rounded((room - _rest(environment, weeks, tables)) / _each(environment, tables))
    raise TooLarge(_message(int(environment["residents"]), need, processes, room, fits))


def _room(processes: int) -> float | None:
    """Return the bytes that are left for each of some processes."""
    shared, own = memory.together(), memory.alone()
    left = []
    if shared is not None:
        left.append(_RESERVE * shared / processes - (PROCESS if processes > 1 else 0))
    if own is not None:
        left.append(_RESERVE * own)
    return min(left) if left else None


def fitting(environment: Mapping[str, Any], processes: int, weeks: int = 0) -> int:
    """Return how many of some processes fit into memory, each with such a district; at least one."""
    shared = memory.together()
    if FORCE in os.environ or shared is None or processes == 1:
        return processes
    return max(1, min(processes, int(_RESERVE * shared / (PROCESS + bytes_needed(environment, weeks)))))


def _rounded(count: float) -> int:
    """Return two leading digits of a count, rounded down."""
    if count < 1:
        return 0
    step = 10 ** max(0, len(str(int(count))) - 2)
    return int(count) // step * step


def _message(residents: int, need: int, processes: int, room: float, fits: int) -> Text:
    each = f" in each of {processes} processes" if processes > 1 else ""
    per_process = f"（{processes} 个进程，每个）" if processes > 1 else ""
    largest = f"at most {fits:,} residents fit" if fits else "this number of communities and weeks does not fit at all"
    most = f"最多可容纳 {fits:,} 名居民" if fits else "仅社区数与周数所需内存即已超出"
    few = " or fewer workers" if processes > 1 else ""
    fewer_workers = "，或减少进程数" if processes > 1 else ""
    return Text(
        f"{residents:,} residents need about {_size(need)} of memory{each}, and {_size(room)} are left: {largest}; "
        f"name fewer residents{few}, or try anyway with --force ({FORCE}=1 in Python)",
        f"{residents:,} 名居民约需 {_size(need)} 内存{per_process}，目前可用 {_size(room)}：{most}；请减少居民数{fewer_workers}，"
        f"或用 --force 强制运行（Python 中设 {FORCE}=1）",
    )


def _size(count: float) -> str:
    return f"{max(0.0, count) / 2**30:.1f} GiB"
