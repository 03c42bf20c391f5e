"""Kept runs: nothing is lost when work stops, nothing is run twice, changed code meets no old rows."""

import signal
import subprocess
import sys

import numpy as np
import pytest
from cogov.evidence import design_points
from cogov.evidence.design_points import Arm, Job, Size, run_jobs
from cogov.evidence.hypotheses.gather import QUICK, gather
from cogov.reports.evidence.hypotheses import files
from cogov.runs import cache
from cogov.runs.cache import RunCache, packed, unpacked
from cogov.runs.settings import SettingError

ARM = Arm.of("status_quo", {}, Size(160, 4, 20))
EFFORT = QUICK.resized(160, 20, 2)


def test_what_probes_see_is_kept_exactly():
    values = np.array([[1.5, np.nan, -0.0], [np.pi, np.inf, 5e-324]])
    assert unpacked(packed(values)).tobytes() == values.tobytes()
    found = unpacked(packed({"told": 0.1, "rates": np.arange(3)}))
    assert found["told"] == 0.1
    assert found["rates"].tolist() == [0, 1, 2]


def test_finished_runs_are_not_run_again(tmp_path, monkeypatch):
    with RunCache(tmp_path) as store:
        first = run_jobs([Job(ARM, "summary", 2)], workers=1, kept=store)
        assert store.added == 2
    monkeypatch.setattr(design_points, "run_job", lambda *_: pytest.fail("run again"))
    with RunCache(tmp_path) as store:
        again = run_jobs([Job(ARM, "summary", 2)], workers=1, kept=store)
        assert store.added == 0
    assert [one.tobytes() for one in again[ARM, "summary"]] == [one.tobytes() for one in first[ARM, "summary"]]


def test_changed_code_meets_no_old_rows(tmp_path, monkeypatch):
    with RunCache(tmp_path) as store:
        run_jobs([Job(ARM, "summary", 2)], workers=1, kept=store)
        monkeypatch.setattr(cache, "code_digest", lambda: "other code")
        run_jobs([Job(ARM, "summary", 2)], workers=1, kept=store)
        assert store.added == 4


def test_all_that_determines_a_run_is_in_its_name():
    usual = Job(ARM, "summary")
    others = [
        Job(ARM, "outcomes"),
        Job(Arm.of("top_down", {}, ARM.size), "summary"),
        Job(Arm.of("status_quo", {"gossip": 0.0}, ARM.size), "summary"),
        Job(Arm.of("status_quo", {}, Size(160, 4, 21)), "summary"),
        Job(Arm("status_quo", (), ARM.size, ("trust",)), "summary"),
        Job(Arm("status_quo", (), ARM.size, (), "ties_at_random"), "summary"),
    ]
    names = [design_points.identity(job, 1, 0) for job in (usual, *others)]
    names += [design_points.identity(usual, 2, 0), design_points.identity(usual, 1, 1)]
    assert len({*names}) == len(names)
    assert design_points.identity(Job(ARM, "summary", 99), 1, 0) == names[0]  # how many are made is not part of a run


def test_two_writers_are_refused(tmp_path):
    with RunCache(tmp_path), pytest.raises(SettingError, match="another cogov is using it"), RunCache(tmp_path):
        pass


def test_a_folder_that_cannot_be_used(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingError, match=r"file.*cannot be kept"), RunCache(tmp_path / "file"):
        pass


def test_stopped_work_goes_on_to_the_same_bytes(tmp_path):
    """Stopped twice in the middle, then finished: the files are those of work that was never stopped."""
    made = files(gather(["H8", "H9"], effort=EFFORT, with_map=False, workers=1), "command")

    def stop_after(count):
        def tell(what, done, total):
            if what == "run" and done == count:
                raise KeyboardInterrupt

        return tell

    added, found = [], None
    for count in (5, 15, None):
        with RunCache(tmp_path) as store:
            try:
                told = stop_after(count) if count else None
                found = gather(["H8", "H9"], effort=EFFORT, with_map=False, workers=1, progress=told, kept=store)
            except KeyboardInterrupt:
                assert count
            added.append(store.added)
    assert added[:2] == [5, 10]
    assert added[2] > 0
    assert files(found, "command") == made


KILLED = """
import os, signal, sys
from cogov.runs import cache as kept
from cogov.evidence.hypotheses.gather import QUICK, gather
kept.COMMIT_SECONDS = 0.0

def tell(what, done, total):
    if what == "run" and done == 9:
        os.kill(os.getpid(), signal.SIGKILL)

with kept.RunCache(sys.argv[1]) as store:
    gather(["H8"], effort=QUICK.resized(160, 20, 2), with_map=False, workers=1, progress=tell, kept=store)
"""


@pytest.mark.slow
def test_killed_work_goes_on_to_the_same_bytes(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, timeout=300)
    assert killed.returncode == -signal.SIGKILL
    with RunCache(tmp_path) as store:
        found = gather(["H8"], effort=EFFORT, with_map=False, workers=1, kept=store)
        added = store.added
    assert added == len(found.runs) - 9
    assert files(found, "command") == files(gather(["H8"], effort=EFFORT, with_map=False, workers=1), "command")
