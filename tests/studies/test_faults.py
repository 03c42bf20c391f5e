"""The same bytes, whatever happens: real runs in real processes that are killed, stopped, starved. More of it: `make torture`."""

import json
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest
from cogov.studies import Study
from cogov.studies.execution import coordinator
from cogov.studies.execution.coordinator import DIED
from cogov.tests.support import runners, study_faults
from cogov.tools import overhead

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def plain(place):
    """200 runs, one after the other, in this process: what all others must come to."""
    made = Study.from_yaml(study_faults.study_file(place), place / "plain")
    made.run(workers=0)
    return made


def same(folder, plain):
    made = Study.open(folder)
    with made.tables() as tables:
        assert tables.repeated() == 0
    assert made.status() == {**made.status(), "total": 200, "done": 200, "failed": 0, "missing": 0}
    assert made.digest() == plain.digest()
    assert made.runs.equals(plain.runs)


def finish(place, out, *words, **more):
    code, said = study_faults.ended(study_faults.sweep(place / "study.yaml", out, *words, **more))
    assert code == 0, said
    return said


def test_workers_and_hash_seeds(place, plain):
    finish(place, place / "two", "--workers", 2, PYTHONHASHSEED="1")
    finish(place, place / "none", "--workers", 0, PYTHONHASHSEED="7")
    same(place / "two", plain)
    same(place / "none", plain)


def test_workers_are_killed(place, plain):
    out = place / "killed"
    process = study_faults.sweep(place / "study.yaml", out, "--workers", 1)
    study_faults.until(lambda: study_faults.done(out) > 0 or process.poll() is not None)
    victims = study_faults.workers_of(process)
    for victim in victims:
        victim.send_signal(signal.SIGKILL)
    code, said = study_faults.ended(process)
    assert code == 0, said
    assert victims
    assert json.loads(said.strip().splitlines()[-1])["deaths"] >= 1
    same(out, plain)


def test_the_coordinator_is_killed(place, plain):
    out = place / "shot"
    study_faults.kill_coordinator(place / "study.yaml", out, 2, np.random.default_rng(1), "--workers", 0)
    assert Study.open(out).status()["at_work"] is None
    finish(place, out, "--workers", 0)
    same(out, plain)


def test_interrupted_and_resumed(place, plain):
    out = place / "stopped"
    process = study_faults.sweep(place / "study.yaml", out, "--workers", 1)
    study_faults.until(lambda: study_faults.done(out) > 0)
    process.send_signal(signal.SIGINT)
    code, said = study_faults.ended(process)
    assert code == 1
    assert f"go on with: cogov study resume {out}" in said
    assert json.loads((out / "status.json").read_text(encoding="utf-8"))["phase"] == "interrupted"
    assert 0 < Study.open(out).status()["done"] < 200
    Study.open(out).run(workers=0)
    same(out, plain)


def test_a_full_disk(place, plain):
    with study_faults.small_disk(place / "disk", 4000) as disk:
        if disk is None:
            pytest.skip("no file system can be mounted here; test_coordinator.py has the same without one")
        (disk / "ballast").write_bytes(b"0" * 3_900_000)
        out = disk / "study"
        process = study_faults.sweep(place / "study.yaml", out, "--workers", 0)
        study_faults.until(
            lambda: (out / "status.json").exists() and '"paused"' in (out / "status.json").read_text(encoding="utf-8")
        )
        (disk / "ballast").unlink()
        code, said = study_faults.ended(process)
        assert code == 0, said
        assert "no room" in said
        same(out, plain)


def test_a_deadly_run_is_one_failed_row(tmp_path):
    made = Study(
        tmp_path,
        runner=runners.deadly,
        scenarios=["status_quo"],
        factors={"pooling": [0.1, 0.2, 0.3]},
        replicates=6,
        weeks=4,
    )
    state = made.run(workers=1)
    failed = made.runs[made.runs["error"].notna()]
    assert list(zip(failed["point"], failed["replicate"], failed["error"])) == [(1, 3, DIED)]
    assert (state.done, state.failed) == (18, 1)
    assert state.deaths >= 3


@pytest.mark.parametrize("workers", [0, 1])
def test_a_run_that_never_ends_is_one_failed_row(tmp_path, workers):
    made = Study(
        tmp_path, runner=runners.sleepy, scenarios=["status_quo"], factors={"pooling": [0.1, 0.2, 0.3]}, replicates=3, weeks=4
    )  # fmt: skip
    state = made.run(workers=workers, time_limit=1)
    failed = made.runs[made.runs["error"].notna()]
    assert list(zip(failed["point"], failed["replicate"])) == [(1, 1)]
    assert failed["error"].tolist() == ["it took longer than the time limit of 1 seconds a run (--time-limit)"]
    assert (state.done, state.failed) == (9, 1)


def test_a_stopped_worker_is_replaced_and_not_waited_for(place, plain):
    """Stopped by a signal while it works: replaced. Then again, and one Ctrl-C ends it all."""
    out = place / "held"
    process = study_faults.sweep(place / "study.yaml", out, "--workers", 1)
    study_faults.until(lambda: study_faults.done(out) > 0)
    study_faults.workers_of(process)[0].send_signal(signal.SIGSTOP)
    before = study_faults.done(out)
    study_faults.until(lambda: study_faults.done(out) > before + 5 or process.poll() is not None)
    study_faults.workers_of(process)[0].send_signal(signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    code, said = study_faults.ended(process)
    assert time.monotonic() - started < 10
    if code:  # else it was done before
        assert code == 1
        assert f"go on with: cogov study resume {out}" in said
        assert "leaked" not in said
        Study.open(out).run(workers=0)
    same(out, plain)


def test_a_common_pool_breaks_and_is_replaced(tmp_path, monkeypatch):
    """An executor of the standard library, which loses all it has with one process."""
    monkeypatch.setattr(coordinator, "ATTEMPTS", 1)  # each takes a new process
    made = Study(
        tmp_path,
        runner=runners.deadly,
        scenarios=["status_quo"],
        factors={"pooling": [0.1, 0.2, 0.3]},
        replicates=6,
        weeks=4,
    )
    made.run(executor=partial(ProcessPoolExecutor, 1, get_context("spawn")))
    failed = made.runs[made.runs["error"].notna()]
    assert list(zip(failed["point"], failed["replicate"], failed["error"])) == [(1, 3, DIED)]
    assert made.status()["done"] == 18


def test_dask(place, plain, needs):
    needs("module:distributed")
    with study_faults.dask_cluster(2, PYTHONHASHSEED="3") as (address, scheduler, hands):
        process = study_faults.sweep(place / "study.yaml", place / "dask", "--engine", f"dask:{address}")
        study_faults.until(lambda: study_faults.done(place / "dask") > 0 or process.poll() is not None)
        study_faults.end(hands[0])
        code, said = study_faults.ended(process)
        assert code == 0, said
        same(place / "dask", plain)
        # and without its scheduler, a study ends instead of waiting for ever
        process = study_faults.sweep(place / "study.yaml", place / "gone", "--engine", f"dask:{address}")
        study_faults.until(lambda: study_faults.done(place / "gone") > 0 or process.poll() is not None)
        scheduler.kill()
        code, said = study_faults.ended(process)
        assert code == 1, said
        assert "the Dask scheduler is gone" in said
    assert 0 < Study.open(place / "gone").status()["done"] < 200
    Study.open(place / "gone").run(workers=0)
    same(place / "gone", plain)


def test_no_scheduler_there(place):
    code, said = study_faults.ended(
        study_faults.sweep(place / "study.yaml", place / "nowhere", "--engine", "dask:tcp://127.0.0.1:9")
    )
    assert code == 2
    assert "no Dask scheduler at tcp://127.0.0.1:9" in said
    assert not (place / "nowhere").exists()


def test_little_is_spent_beside_the_runs(tmp_path):
    """At 20 ms a run at least 90 % of the processors' time is useful (`make torture` measures it with more runs)."""
    assert overhead.share_useful(tmp_path, 200, 1).useful > 0.85


def test_a_batch_system(place, plain, needs):
    """dask-jobqueue starts its jobs as it would with sbatch, here by a shell."""
    needs("module:dask_jobqueue")
    finish(place, place / "queue", "--engine", "local:cores=1,memory=2GB,jobs=1")
    same(place / "queue", plain)
