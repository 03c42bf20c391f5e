"""Results are kept: whatever happens between two steps, each run is there once."""

import errno
import shutil
import sqlite3

import numpy as np
import pyarrow.parquet as pq
import pytest
from cogov.studies import FolderBusy, OtherCode, StudyError
from cogov.studies.errors import DiskFull
from cogov.studies.execution.batches import Row
from cogov.studies.execution.lock import Lock, holder
from cogov.studies.storage import journal
from cogov.studies.storage.journal import JOURNAL, RESULTS, Store, full_disk

OUT = ("a", "b")


def row(replicate, cell="c" * 32, value=1.0, error=None):
    values = None if error else np.array([value, replicate], dtype=float).tobytes()
    return Row(cell, replicate, values, error=error)


def tasks(kept):
    return {(cell, replicate) for cell, found in kept.done().items() for replicate in found}


def everything(folder):
    with Store(folder, OUT, model="m") as kept:
        return tasks(kept)


def test_a_run_is_kept_once(tmp_path):
    with Store(tmp_path, OUT, model="m") as kept:
        kept.commit([row(0), row(1)])
        kept.commit([row(1, value=9.0), row(2)])
        assert kept.pending() == (3, 48)
        kept.seal()
        assert kept.pending() == (0, 0)
        assert [rows for _, rows, *_ in kept.parts()] == [3]
    assert everything(tmp_path) == {("c" * 32, k) for k in range(3)}


def test_failed_runs_stay_in_the_journal_and_can_be_forgotten(tmp_path):
    with Store(tmp_path, OUT, model="m") as kept:
        kept.commit([row(0), row(1, error="why")])
        kept.seal()
        assert kept.failures() == {("c" * 32, 1): "why"}
        assert tasks(kept) == {("c" * 32, 0), ("c" * 32, 1)}
        assert kept.forget_failures() == 1
        assert tasks(kept) == {("c" * 32, 0)}


@pytest.mark.parametrize("step", ["write", "digest", "replace", "sync", "name"])
def test_killed_at_any_step_of_sealing(tmp_path, monkeypatch, step):
    """What is half done is ignored and done again: no run lost, none twice."""

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    kept = Store(tmp_path, OUT, model="m")
    kept.commit([row(k) for k in range(5)])
    with monkeypatch.context() as patch:
        if step == "name":  # after the file is in its place, before the journal names it
            patch.setattr(kept, "_transaction", die)
        else:
            where = {
                "write": "cogov.studies.storage.journal.write_results", "digest": "cogov.studies.storage.journal.file_digest",
                "replace": "os.replace", "sync": "cogov.core.disk.sync_folder",
            }[step]  # fmt: skip
            patch.setattr(where, die)
        with pytest.raises(Killed):
            kept.seal()
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path, copy, ignore=shutil.ignore_patterns("copy"))  # as a killed process leaves it
    kept.close()
    with Store(copy, OUT, model="m") as again:
        assert tasks(again) == {("c" * 32, k) for k in range(5)}
        assert not list((copy / RESULTS).iterdir())
        again.seal()
        assert len(list((copy / RESULTS).iterdir())) == 1
    assert everything(copy) == {("c" * 32, k) for k in range(5)}


def test_seals_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "SEAL_ROWS", 10)
    with Store(tmp_path, OUT, model="m") as kept:
        for k in range(25):
            kept.commit([row(k)])
            kept.seal_if_due()
        assert [rows for _, rows, *_ in kept.parts()] == [10, 10]
        assert kept.pending()[0] == 5
    assert len(everything(tmp_path)) == 25


def test_weekly_series_of_an_earlier_design_keep_their_shape(tmp_path):
    """Killed before it could seal, and gone on with in another design."""
    weekly = np.arange(6, dtype=np.float32).tobytes()
    with Store(tmp_path, OUT, ("a", "b"), 3, "m") as kept:
        kept.commit([Row("c" * 32, 0, np.zeros(2).tobytes(), weekly)])
    with Store(tmp_path, OUT, ("a",), 2, "m") as kept:
        assert kept.pending() == (0, 0)
        kept.commit([Row("d" * 32, 0, np.zeros(2).tobytes(), weekly[:8])])
        kept.seal()
        shapes = sorted(pq.read_table(tmp_path / part[3]).shape for part in kept.parts())
    assert shapes == [(2, 4), (3, 5)]
    with Store(tmp_path, OUT, (), 2, "m") as kept:
        kept.commit([row(1)])
        kept.seal()
    assert len(everything(tmp_path)) == 3


def test_runs_of_other_code_are_refused(tmp_path):
    with Store(tmp_path, OUT, model="m") as kept:
        kept.commit([row(0)])
    with pytest.raises(OtherCode, match="never mixed"):
        Store(tmp_path, OUT, model="n")
    with pytest.raises(OtherCode, match="other indicators"):
        Store(tmp_path, ("a",), model="m")
    db = sqlite3.connect(tmp_path / JOURNAL)
    db.execute("update meta set value = '99' where name = 'format'")
    db.commit()
    db.close()
    with pytest.raises(OtherCode, match="format 99; this version knows format 1"):
        Store(tmp_path, OUT, model="m")


@pytest.mark.parametrize("damage", ["text", "middle", "folder"])
def test_an_unreadable_journal_is_left_alone(tmp_path, damage):
    with Store(tmp_path, OUT, model="m") as kept:
        kept.commit([row(k) for k in range(200)])
    path = tmp_path / JOURNAL
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        data = path.read_bytes()
        path.write_bytes(b"this is no journal" * 1000 if damage == "text" else data[:40] + b"\xff" * 2000 + data[2040:])
    before = None if damage == "folder" else path.read_bytes()
    with pytest.raises(StudyError, match=r"the journal cannot be read .*nothing was changed"):
        Store(tmp_path, OUT, model="m")
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_has_one_name(code):
    with pytest.raises(DiskFull), full_disk():
        raise OSError(code, "no room")
    with pytest.raises(DiskFull), full_disk():
        raise sqlite3.OperationalError("database or disk is full")
    with pytest.raises(PermissionError), full_disk():
        raise PermissionError(errno.EACCES, "no")
    with pytest.raises(sqlite3.OperationalError), full_disk():
        raise sqlite3.OperationalError("no such table")


def test_one_at_a_time(tmp_path):
    assert holder(tmp_path) is None
    with Lock(tmp_path):
        assert holder(tmp_path)["process"]
        with pytest.raises(FolderBusy, match=r"another process is at work here \(process \d+ on "), Lock(tmp_path):
            pass
    assert holder(tmp_path) is None
    with Lock(tmp_path):
        pass
