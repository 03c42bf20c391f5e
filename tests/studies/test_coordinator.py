"""The coordinator against executors that misbehave; fast, for nothing here is a process."""

import signal
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from cogov.runs.workers.processes import Here
from cogov.studies import Interrupted, OtherCode, Study, WorkersLost
from cogov.studies.errors import DiskFull, StudyError
from cogov.studies.execution import coordinator, stop_signals
from cogov.studies.execution.coordinator import DIED
from cogov.studies.execution.engines import Engine, engine_of
from cogov.tests.support import runners


def study(folder, runner=runners.quick, replicates=6):
    return Study(
        folder, runner=runner, scenarios=["status_quo", "co_governance"], factors={"pooling": [0.1, 0.2, 0.3]},
        replicates=replicates, weeks=4,
    )  # fmt: skip


@pytest.fixture
def plain(tmp_path) -> str:
    """The digest as it must always be."""
    made = study(tmp_path / "plain")
    made.run(workers=0)
    return made.digest()


class Flaky(Here):
    """Breaks as a whole now and then, as a pool does whose process died: nothing of it comes back."""

    made = 0

    def __init__(self, rng, share=0.2, error=BrokenExecutor):
        type(self).made += 1
        self.rng, self.share, self.error, self.broken = rng, share, error, False

    def submit(self, fn, /, *args, **kwargs):
        if self.broken:
            raise BrokenExecutor("broken")
        if self.rng.random() < self.share:
            self.broken = self.error is BrokenExecutor
            future: Future = Future()
            future.set_exception(self.error("gone"))
            return future
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("error", [BrokenExecutor, CancelledError])
def test_nothing_is_lost_with_an_executor_that_breaks(tmp_path, plain, error, monkeypatch):
    monkeypatch.setattr(coordinator, "ATTEMPTS", 50)
    rng = np.random.default_rng(3)
    made = study(tmp_path / "flaky")
    before = Flaky.made
    state = made.run(executor=lambda: Flaky(rng, error=error), workers=2)
    assert made.digest() == plain
    assert state.done == 36
    assert state.failed == 0
    assert state.deaths > 3
    assert (Flaky.made - before > 3) == (error is BrokenExecutor)


class Deadly(Here):
    """Whoever is given the run of a certain replicate dies."""

    def submit(self, fn, /, *args, **kwargs):
        if any(replicate == 3 and args[0].cells[cell].point == 1 for cell, replicate in args[0].tasks):
            future: Future = Future()
            future.set_exception(BrokenExecutor("gone"))
            return future
        return super().submit(fn, *args, **kwargs)


def test_a_deadly_run_is_one_failed_row(tmp_path):
    made = study(tmp_path)
    state = made.run(executor=Deadly, workers=3)
    runs = made.runs
    failed = runs[runs["error"].notna()]
    assert state.failed == 2  # one under each scenario
    assert list(zip(failed["scenario"], failed["point"], failed["replicate"])) == [
        ("status_quo", 1, 3),
        ("co_governance", 1, 3),
    ]
    assert set(failed["error"]) == {DIED}
    assert failed[["a", "b", "c"]].isna().all(axis=None)
    assert runs[runs["error"].isna()][["a", "b", "c"]].notna().all(axis=None)
    assert made.status() == {**made.status(), "total": 36, "done": 36, "failed": 2, "missing": 0}


def test_an_error_of_a_run_is_its_row_and_a_line_of_the_log(tmp_path):
    made = study(tmp_path, runners.failing)
    assert made.run(workers=0).failed == 2
    assert made.runs["error"].dropna().unique().tolist() == ["ValueError: no number can be had"]
    log = (tmp_path / "logs" / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(log) == 2
    assert '"point": 1' in log[0]
    assert "Traceback" in log[0]
    assert made.run(workers=0).done == 36  # it is not made again unasked
    assert len((tmp_path / "logs" / "failures.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert made.run(workers=0, retry_failed=True).failed == 2
    assert len((tmp_path / "logs" / "failures.jsonl").read_text(encoding="utf-8").splitlines()) == 4


def raising(error):
    class Raises(Executor):
        def submit(self, fn, /, *args, **kwargs):
            future: Future = Future()
            future.set_exception(error)
            return future

    return Raises


def test_workers_that_cannot_work_end_it(tmp_path):
    with pytest.raises(WorkersLost, match="ModuleNotFoundError: No module named 'cogov'"):
        study(tmp_path).run(executor=raising(ModuleNotFoundError("No module named 'cogov'")), workers=2)
    with pytest.raises(WorkersLost, match="no worker has made a single run"):
        study(tmp_path / "other").run(executor=raising(BrokenExecutor("gone")), workers=2)


def test_other_code_ends_it(tmp_path):
    with pytest.raises(OtherCode, match="install the same"):
        study(tmp_path).run(executor=raising(OtherCode("install the same")), workers=2)
    assert study(tmp_path).status()["done"] == 0


def test_an_executor_that_was_given_is_used_and_left_open(tmp_path, plain):
    with ThreadPoolExecutor(3) as pool:
        made = study(tmp_path / "threads")
        made.run(executor=pool)
        assert made.digest() == plain
        assert pool.submit(int).result() == 0


class Gone(Engine):
    """A scheduler that dies when some runs have come back; its futures never end."""

    def __init__(self):
        super().__init__(Silent, workers=2)

    def trouble(self):
        return "the scheduler is gone" if self.executor.asked > 5 else None


class Silent(Here):
    asked = 0

    def submit(self, fn, /, *args, **kwargs):
        self.asked += 1
        return Future() if self.asked > 5 else super().submit(fn, *args, **kwargs)


def test_the_death_of_a_scheduler_is_noticed(tmp_path, plain):
    made = study(tmp_path / "gone")
    with pytest.raises(WorkersLost, match="the scheduler is gone"):
        made.run(executor=Gone())
    assert 5 <= made.status()["done"] < 36  # what came back before is kept
    assert made.status()["at_work"] is None
    made.run(workers=0)
    assert made.digest() == plain


def test_a_full_disk_is_waited_for(tmp_path, plain, monkeypatch):
    monkeypatch.setattr(coordinator, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(coordinator, "FLUSH_ROWS", 4)
    said, calls = [], []

    def commit(self, rows, real=coordinator.Store.commit):
        calls.append(1)
        if 2 <= len(calls) <= 4:
            raise DiskFull(28, "no room")
        real(self, rows)

    monkeypatch.setattr(coordinator.Store, "commit", commit)
    made = study(tmp_path / "full")
    made.run(workers=0, tell=lambda state: said.append((state.phase, state.note)))
    assert [phase for phase, _ in said if phase == "paused"]
    assert any("no room" in note and "kept in memory" in note for _, note in said)
    assert len(calls) > 4
    assert made.digest() == plain


def test_who_waits_for_room_can_be_stopped(tmp_path, plain, monkeypatch):
    """One signal is enough, and what is lost is said."""
    monkeypatch.setattr(coordinator, "FLUSH_ROWS", 4)
    real, full = coordinator.Store.commit, [False]

    def commit(self, rows):
        if full[0]:
            raise DiskFull(28, "no room")
        real(self, rows)
        full[0] = True

    monkeypatch.setattr(coordinator.Store, "commit", commit)
    made = study(tmp_path / "full")

    def stopped():
        with made.session(workers=0) as session:
            session.meter._tell = lambda state: (
                state.phase == "paused" and not session.orders.stop and session.orders.hear()
            )
            session.finish()

    with pytest.raises(Interrupted, match=r"but \d+ for which there was no room on the disk; go on with: cogov study"):
        stopped()
    assert 0 < made.status()["done"] < 36
    full[0] = False
    monkeypatch.setattr(coordinator.Store, "commit", real)
    made.run(workers=0)
    assert made.digest() == plain


def test_what_hangs_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(stop_signals, "FINISHING", 0.3)
    made = study(tmp_path)

    def stopped():
        with made.session(executor=Engine(Silent, workers=2)) as session:
            threading.Timer(0.5, session.orders.hear).start()
            session.finish()

    with pytest.raises(Interrupted, match=r"^stopped; .*cogov study resume"):
        stopped()
    assert 5 <= made.status()["done"] < 36


def test_the_second_signal_comes_by_itself(monkeypatch):
    """Where nothing looks at the orders: as when this process itself makes a run that hangs."""
    monkeypatch.setattr(stop_signals, "AT_ONCE", 0.2)

    def waiting():
        with stop_signals.listening():
            signal.raise_signal(signal.SIGTERM)
            time.sleep(20)

    with pytest.raises(KeyboardInterrupt):
        waiting()
    with stop_signals.listening():
        signal.raise_signal(signal.SIGHUP)
    time.sleep(0.4)  # nobody listens any more, and nothing comes


def test_the_first_order_to_stop_finishes_what_is_under_way(tmp_path, plain):
    made = study(tmp_path / "stopped", runners.slow)
    with ThreadPoolExecutor(2) as pool:

        def stopped():
            with made.session(executor=pool) as session:
                threading.Timer(0.3, session.orders.hear).start()
                session.finish()

        with pytest.raises(Interrupted, match="cogov study resume"):
            stopped()
    done = made.status()["done"]
    assert 2 <= done < 36
    made.run(workers=0)
    assert made.digest() == study_of_slow(tmp_path)


def study_of_slow(folder):
    made = study(folder / "slow", runners.slow)
    made.run(workers=0)
    return made.digest()


def test_the_second_stops_at_once_and_keeps_what_was_finished(tmp_path):
    made = study(tmp_path, runners.slow)
    seen = []

    def tell(state):
        seen.append(state.done)
        if state.done >= 10 and state.phase == "running":
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="stopped at once"):
        made.run(workers=0, tell=tell)
    assert made.status()["done"] == seen[-1] >= 10
    assert Path(made.folder / "status.json").read_text(encoding="utf-8").count('"interrupted"') == 1


def test_nobody_there_is_waited_for(tmp_path):
    class Late(Engine):
        asked = 0

        def workers(self):
            self.asked += 1
            return 0 if self.asked < 4 else 1

    said = []
    study(tmp_path).run(executor=Late(Here), tell=lambda state: said.append(state.phase))
    assert "waiting" in said
    assert said[-1] == "finished"


def test_few_runs_are_handed_out_ahead(tmp_path):
    """A window that is bounded: a million runs are never in memory."""
    live = []

    class Counting(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            future = super().submit(fn, *args, **kwargs)
            live.append(future)
            open_ = [one for one in live if not one.done()]
            assert len(open_) <= 5
            return future

    study(tmp_path, runners.slow, replicates=3).run(executor=lambda: Counting(2), workers=2)


@pytest.mark.parametrize("workers", [0, -1])
def test_own_executor_with_nobody_to_work_is_refused(workers):
    with ThreadPoolExecutor(1) as pool, pytest.raises(StudyError, match=f"workers = {workers} is not allowed"):
        engine_of(pool, workers)
