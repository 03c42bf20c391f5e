"""Things that go wrong, done on purpose: processes killed, disks full, schedulers gone. Used by the tests and by torture.py."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
from cogov.studies import Study

ROOT = Path(__file__).resolve().parents[2]

SMALL = """\
scenarios: [status_quo, co_governance]
factors:
  pooling: [0.1, 0.5]
  complexity: [0, 3]
replicates: {replicates}
weeks: {weeks}
residents: 120
communities: 2
"""


def study_file(folder: Path, name: str = "study", replicates: int = 25, weeks: int = 8, text: str = SMALL) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text.format(replicates=replicates, weeks=weeks), encoding="utf-8")
    return path


def environment(**more: str) -> dict[str, str]:
    """What a process needs to find this package."""
    path = os.pathsep.join(
        filter(None, [str(ROOT.parent) if ROOT.name == "cogov" else "", os.environ.get("PYTHONPATH", "")])
    )
    return {**os.environ, "PYTHONPATH": path, **more}


def sweep(file: Path, out: Path, *words: object, **more: str) -> subprocess.Popen:
    """Start `cogov sweep` as a process of its own."""
    command = [sys.executable, "-m", "cogov", "sweep", str(file), "--out", str(out), *map(str, words)]
    return subprocess.Popen(
        command,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen, seconds: float = 300) -> tuple[int, str]:
    """Wait; return the exit code and all that was said."""
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out + err


def workers_of(process: subprocess.Popen) -> list[psutil.Process]:
    """The worker processes of a coordinator."""
    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "spawn_main" in " ".join(child.cmdline()):
                    found.append(child)
    return found


def done(folder: Path) -> int:
    """Runs in a folder so far; 0 before there is one."""
    try:
        return Study.open(folder).status()["done"]
    except Exception:
        return 0


def until(condition, seconds: float = 120, every: float = 0.05) -> None:
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every)


def kill_workers(process: subprocess.Popen, times: int, rng: np.random.Generator, folder: Path) -> int:
    """Kill -9 random workers while the coordinator runs; return how many."""
    killed = 0
    until(lambda: done(folder) > 0 or process.poll() is not None)
    while killed < times and process.poll() is None:
        alive = [worker for worker in workers_of(process) if time.time() - worker.create_time() > 3.0]
        if alive:
            with contextlib.suppress(psutil.Error):
                alive[int(rng.integers(len(alive)))].send_signal(signal.SIGKILL)
                killed += 1
        time.sleep(float(rng.uniform(0.2, 0.8)))
    return killed


def kill_coordinator(file: Path, folder: Path, times: int, rng: np.random.Generator, *words: object) -> int:
    """Kill -9 the coordinator again and again at random moments, until it has finished or it was `times`."""
    for count in range(times):
        process = sweep(file, folder, *words)
        before = done(folder)
        with contextlib.suppress(AssertionError):
            until(lambda before=before, process=process: done(folder) > before or process.poll() is not None, 60)
        time.sleep(float(rng.uniform(0.0, 0.6)))
        if process.poll() is not None:
            process.communicate()
            return count
        process.kill()
        process.communicate()
    return times


@contextlib.contextmanager
def dask_cluster(workers: int = 2, **more: str):
    """A real scheduler and worker processes on loopback; gives (address, scheduler, workers)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment(**more)}
    words = ["--host", "127.0.0.1", "--no-dashboard"]
    module = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = subprocess.Popen([*module, *words, "--port", str(port)], **quiet)
    module = [sys.executable, "-m", "distributed.cli.dask_worker"]
    options = ["--nthreads", "1", "--nworkers", "1"]
    hands = [subprocess.Popen([*module, address, *words, *options], **quiet) for _ in range(workers)]
    try:
        yield address, scheduler, hands
    finally:
        for process in [*hands, scheduler]:
            end(process)


def end(process: subprocess.Popen) -> None:
    """Kill -9 a process that was started here, and its children first, so that none is brought back."""
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(process.pid)
        for child in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                child.kill()
    process.wait()


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int):
    """A file system of some kilobytes in a folder; gives None where this cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
