"""Tests run on a copy of the package, each time in a fresh process that is forked with the heavy libraries loaded."""

import importlib
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from kept import digest
from places import EXAMPLES, FOR_ALL

HEAVY = ("numpy", "numba", "mesa", "scipy.sparse", "scipy.stats", "networkx", "pandas", "hypothesis.strategies")
LEFT_OUT = (".*", "out", "build", "dist", "docs", "notebooks", "__pycache__", "*.egg-info")
MEMORY = 6 << 30  # bytes of address space: a fault may ask for more and more


class TooSlow(BaseException):
    """A test took longer than it is given here."""


class Chosen:
    """A pytest plugin: only these tests, in this order, each with its seconds; what came out."""

    def __init__(self, wanted: Collection[str], seconds: float, modules: Collection[str]):
        self.wanted, self.seconds, self.modules = list(wanted), seconds, modules
        self.passed: dict[str, float] = {}
        self.failed: list[str] = []
        self.said = ""
        self.begun = 0.0

    def pytest_sessionstart(self) -> None:
        from hypothesis import Phase, settings

        phases = [Phase.explicit, Phase.generate]  # a failing example is enough, the smallest is not wanted
        settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=phases)
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        if self.wanted:
            place = {name: k for k, name in enumerate(self.wanted)}
            items[:] = sorted((i for i in items if i.nodeid in place), key=lambda i: place[i.nodeid])
        else:
            everybody = lambda i: Path(i.location[0]).match(f"*/{FOR_ALL}") or EXAMPLES in i.location[0]  # noqa: E731
            items[:] = [
                i
                for i in items
                if not i.get_closest_marker("browser")
                and (not everybody(i) or any(f"[{m}]" in i.nodeid for m in self.modules))
            ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Any:
        signal.signal(signal.SIGPROF, self.stop)
        signal.setitimer(
            signal.ITIMER_PROF, self.seconds, self.seconds
        )  # of processor time: the machine may have other work
        self.begun = time.process_time()
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def stop(self, *_: object) -> None:
        raise TooSlow

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
            self.passed.pop(report.nodeid, None)
        elif report.when == "call" and report.passed and report.nodeid not in self.failed:
            self.passed[report.nodeid] = time.process_time() - self.begun  # not by the clock: the machine may be busy

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
            self.said = str(report.longrepr)[-400:]


def refuse(*_: object, **__: object) -> None:
    """Stand in for what starts another process."""
    raise OSError("no other processes while faults are tried")


def child(channel: Any, root: Path, files: list[str], chosen: Chosen, stop: bool, write: bool) -> None:
    """In a process of its own: run the tests, send what came out."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    subprocess.Popen = refuse  # type: ignore[assignment,misc]  # a process of its own would compile everything: such tests are left out
    os.chdir(root)
    sys.path[:] = [str(root.parent), *(p for p in sys.path if Path(p).resolve() != Path(__file__).resolve().parent)]
    sys.dont_write_bytecode = not write
    options = [
        "-q",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(root),
        *(["-x"] if stop else []),
    ]
    code = pytest.main([*options, *files], plugins=[chosen])
    channel.send((int(code), chosen.passed, chosen.failed or [chosen.said] * bool(chosen.said)))
    channel.close()
    os._exit(0)


class Copy:
    """A copy of the package in which files may be broken, and tests run."""

    def __init__(self, root: Path, folder: Path, timed: Path):
        self.origin, self.root, self.timed = root, folder / "cogov", timed
        shutil.copytree(root, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in HEAVY:
            with suppress(ImportError):  # a little project may not have them
                importlib.import_module(name)
        self.sources = digest(*(file.read_bytes() for file in sorted((self.root / "model").rglob("*.py"))))
        self.known: dict[str, dict[str, float]] = (
            json.loads(timed.read_text(encoding="utf-8")) if timed.exists() else {}
        )

    def run(self, files: list[str], chosen: Chosen, seconds: float, stop: bool = True, write: bool = False) -> tuple[int, dict[str, float], list[str]]:  # fmt: skip
        """Return pytest's exit code (-1: no answer in time), seconds of the tests that passed, names of those that failed."""
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=child, args=(there, self.root, files, chosen, stop, write))
        process.start()
        there.close()
        try:
            answer = here.recv() if here.poll(seconds) else (-1, {}, [])
        except EOFError:  # it died
            answer = (-1, {}, [])
        finally:
            process.kill()
            process.join()
        return answer

    def baseline(self, files: list[str], modules: Collection[str], seconds: float) -> dict[str, float]:
        """Return seconds of each test of these files that passes on sound code, interpreted, within the seconds given to one."""
        keys = {file: self.key(file, modules, seconds) for file in files}
        new = [file for file in files if keys[file] not in self.known]
        if new:
            begin = time.monotonic()
            _, passed, failed = self.run(new, Chosen((), seconds, modules), 600 * len(new), stop=False, write=True)
            for file in new:
                self.known[keys[file]] = {test: took for test, took in passed.items() if test.startswith(f"{file}::")}
            if failed:
                took = time.monotonic() - begin
                print(f"  {' '.join(new)}: {len(passed)} tests; left out, as they fail or are slow: {len(failed)}, as {failed[0].rpartition('::')[2]} ({took:.0f} s)", flush=True)  # fmt: skip
            self.timed.parent.mkdir(parents=True, exist_ok=True)
            self.timed.write_text(json.dumps(self.known), encoding="utf-8")
        return {test: took for file in files for test, took in self.known[keys[file]].items()}

    def key(self, file: str, modules: Collection[str], seconds: float) -> str:
        """By which the times of a file are known: they hold for the same tests on the same model."""
        shared = sorted(modules) if Path(file).match(FOR_ALL) or EXAMPLES in file else []
        return " ".join([file, digest((self.root / file).read_bytes()), self.sources, f"{seconds:g}", *shared])

    @contextmanager
    def broken(self, path: str, source: bytes) -> Any:
        """Put a fault into one file for a while."""
        file = self.root / path
        sound = file.read_bytes()
        for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            stale.unlink()
        try:
            file.write_bytes(source)
            yield
        finally:
            file.write_bytes(sound)
