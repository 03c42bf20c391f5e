"""`make torture`: everything that can go wrong with a study, many times over, with real runs; prints a table.

    python -m cogov.tools.torture [--kills 20] [--seed 1] [FOLDER]

Every line is one way to make the same study, and says whether its digest is that of the plain serial one.
"""

import argparse
import shutil
import signal
import tempfile
import time
from pathlib import Path

import numpy as np
from cogov.studies import Study
from cogov.tests.support import study_faults
from cogov.tools import overhead


class Table:
    """Lines as they are measured."""

    def __init__(self, digest: str, runs: int) -> None:
        self.digest, self.runs, self.wrong = digest, runs, 0

    def line(self, name: str, folder: Path, started: float, note: str = "") -> None:
        study = Study.open(folder)
        status, digest = study.status(), study.digest()
        with study.tables() as tables:
            repeated = tables.repeated()
        same = digest == self.digest and status["done"] == self.runs and not status["failed"] and not repeated
        self.wrong += not same
        print(
            f"{'same' if same else 'WRONG':6} {name:44} {status['done']:6} runs {repeated:3} twice "
            f"{time.monotonic() - started:7.1f} s  {digest[:12]}  {note}",
            flush=True,
        )


def finished(file: Path, folder: Path, *words: object, **more: str) -> None:
    code, said = study_faults.ended(study_faults.sweep(file, folder, *words, **more), 1800)
    assert code == 0, said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replicates", type=int, default=500)
    asked = parser.parse_args()
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="cogov-torture-"))
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(asked.seed)
    file = study_faults.study_file(folder, replicates=asked.replicates, weeks=52)

    started = time.monotonic()
    finished(file, folder / "serial", "--workers", 0, "--quiet")
    plain = Study.open(folder / "serial")
    table = Table(plain.digest(), 8 * asked.replicates)
    table.line("serial", folder / "serial", started)
    for name, words, more in (
        ("1 worker, hash seed 0", ("--workers", 1), {"PYTHONHASHSEED": "0"}),
        ("2 workers, hash seed 7", ("--workers", 2), {"PYTHONHASHSEED": "7"}),
        ("5 workers", ("--workers", 5), {}),
    ):
        started = time.monotonic()
        out = folder / name.replace(" ", "-").replace(",", "")
        finished(file, out, "--quiet", *words, **more)
        table.line(name, out, started)

    started = time.monotonic()
    with study_faults.dask_cluster(3) as (address, _, hands):
        process = study_faults.sweep(file, folder / "dask", "--engine", f"dask:{address}", "--quiet")
        study_faults.until(lambda: study_faults.done(folder / "dask") > 50)
        study_faults.end(hands[0])
        code, said = study_faults.ended(process, 1800)
        assert code == 0, said
    table.line("Dask, 3 workers, one killed", folder / "dask", started)

    started = time.monotonic()
    killed = 0
    out = folder / "workers-killed"
    while killed < asked.kills:  # the study may be over before it was killed often enough: once more, from the start
        shutil.rmtree(out, ignore_errors=True)
        process = study_faults.sweep(file, out, "--workers", 2, "--quiet")
        killed += study_faults.kill_workers(process, asked.kills - killed, rng, out)
        code, said = study_faults.ended(process, 1800)
        assert code == 0, said
        table.line(f"kill -9 of workers: {killed} so far", out, started)

    started = time.monotonic()
    killed, out = 0, folder / "coordinator-killed"
    while killed < asked.kills:
        shutil.rmtree(out, ignore_errors=True)
        killed += study_faults.kill_coordinator(file, out, asked.kills - killed, rng, "--workers", 1, "--quiet")
        finished(file, out, "--workers", 1, "--quiet")
        table.line(f"kill -9 of the coordinator: {killed} so far", out, started)

    started, out = time.monotonic(), folder / "interrupted"
    stops = 0
    while True:
        process = study_faults.sweep(file, out, "--workers", 2, "--quiet")
        before = study_faults.done(out)
        study_faults.until(
            lambda before=before, process=process: study_faults.done(out) > before + 300 or process.poll() is not None
        )
        process.send_signal(signal.SIGINT)
        code, said = study_faults.ended(process, 300)
        if code == 0:
            break
        assert "cogov study resume" in said, said
        stops += 1
    table.line(f"Ctrl-C {stops} times", out, started)

    started, out = time.monotonic(), folder / "extended"
    finished(study_faults.study_file(folder, "first", asked.replicates // 3, 52), out, "--workers", 2, "--quiet")
    finished(file, out, "--workers", 2, "--quiet")
    table.line("a third of the replicates, then all", out, started)

    started = time.monotonic()
    with study_faults.small_disk(folder / "disk", 40_000) as disk:
        if disk is None:
            print("       full disk: no small file system can be mounted here")
        else:
            (disk / "ballast").write_bytes(b"0" * 40_300_000)
            out = disk / "study"
            process = study_faults.sweep(file, out, "--workers", 2)
            study_faults.until(lambda: '"paused"' in _status(out), 600)
            time.sleep(5)
            held = study_faults.done(out)
            (disk / "ballast").unlink()
            code, said = study_faults.ended(process, 1800)
            assert code == 0, said
            table.line("full disk", out, started, f"paused after {held} runs")
    for line in overhead.report(folder):
        print(line, flush=True)
    print("all the same" if not table.wrong else f"{table.wrong} are WRONG", f"({folder})")
    return bool(table.wrong)


def _status(folder: Path) -> str:
    try:
        return (folder / "status.json").read_text(encoding="utf-8")
    except OSError:
        return ""


if __name__ == "__main__":
    raise SystemExit(main())
