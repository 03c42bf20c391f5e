"""How soon something is to be seen: help, import, the first run after installation and the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..measure import Timing, seconds
from ..rows import Options, Row

HELP, SECOND = "<= 0.3", "<= 3"


def command() -> list[str]:
    """Return how `cogov` is called: by its script next to this Python, else as a module."""
    script = Path(sys.executable).with_name("cogov")
    return [str(script)] if script.exists() else [sys.executable, "-m", "cogov"]


def called(arguments: list[str], **environment: str) -> float:
    """Return the seconds of one call; raise `RuntimeError` with its last words if it fails."""

    def call() -> None:
        done = subprocess.run(
            arguments, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}, check=False
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed: {done.stderr.strip().splitlines()[-1:]}")

    return seconds(call)


def several(arguments: list[str], repeats: int, **environment: str) -> Timing:
    """Return the seconds of some calls."""
    return Timing(tuple(called(arguments, **environment) for _ in range(repeats)))


def rows(options: Options) -> Iterator[Row]:
    """Measure, with an empty store of compiled kernels where it says first."""
    for label, key, arguments, target in (
        ("python, nothing else", "python", [sys.executable, "-c", "pass"], ""),
        ("import cogov", "import", [sys.executable, "-c", "import cogov"], ""),
        ("cogov --help", "help", [*command(), "--help"], HELP),
    ):
        options.tell(f"start: {label}")
        timing = several(arguments, options.repeats)
        yield Row("start", label, f"start.{key}", timing.median, "s", target=target, timing=timing)
    with tempfile.TemporaryDirectory() as folder:
        run = [*command(), "run", "status_quo", "--out", str(Path(folder) / "out")]
        kernels = {"NUMBA_CACHE_DIR": str(Path(folder) / "kernels")}
        options.tell("start: first cogov run, which compiles (a minute or more)")
        first = called(run, **kernels)
        yield Row("start", "first cogov run after installation", "start.first", first, "s", note="compiles all kernels")
        options.tell("start: second cogov run")
        timing = several(run, min(3, options.repeats), **kernels)
        yield Row(
            "start",
            "second cogov run",
            "start.second",
            timing.median,
            "s",
            target=SECOND,
            timing=timing,
            note="default size",
        )
