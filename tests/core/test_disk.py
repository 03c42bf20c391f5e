"""A file is the old one or the new one, a set all old or all new, whichever call to the system fails."""

import errno
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cogov.core import disk
from cogov.core.disk import Halfway, WriteFailed, place_fault, put, put_all
from cogov.core.machine import leftovers

unix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="links and limits of other systems")


class Failing:
    """The system, whose call number `at` fails, or all from there on; `calls` counts those that change a disk."""

    def __init__(self, at, number=errno.ENOSPC, lasting=False):
        self.at, self.number, self.lasting, self.calls = at, number, lasting, 0

    def __getattr__(self, name):
        real = getattr(os, name)

        def call(*words, **named):
            self.calls += 1
            if self.calls == self.at or (self.lasting and self.calls > self.at):
                if name == "close":
                    real(*words)
                raise OSError(self.number, os.strerror(self.number), str(words[0]))
            return real(*words, **named)

        return call


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def failed_in_turn(monkeypatch, write, check, **how):
    """Let each call of `write` to the system fail, until none does; return how many there were."""
    for at in range(1, 500):
        failing = Failing(at, **how)
        monkeypatch.setattr(disk, "system", failing)
        try:
            write()
        except WriteFailed as error:
            check(error)
        else:
            assert failing.calls < at
            return at - 1
    raise AssertionError("it never ends")


NEW = {"a.txt": b"new", "deep/b.txt": b"new", "deep/er/c.txt": b"new", "manifest.json": b"new"}
OLD = {"a.txt": b"old", "deep/b.txt": b"old", "manifest.json": b"old", "mine.txt": b"mine"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES, errno.EFBIG])
def test_a_file_is_the_old_one_if_any_call_fails(tmp_path, monkeypatch, number):
    path = tmp_path / "x.txt"
    path.write_bytes(b"old")

    def check(error):
        assert tree(tmp_path) == {"x.txt": b"old"}
        assert str(error).startswith(f"cannot write {path}: ")
        assert "nothing was written" in str(error)

    assert failed_in_turn(monkeypatch, lambda: put(path, b"new"), check, number=number) == 5
    assert tree(tmp_path) == {"x.txt": b"new"}


def test_a_new_folder_is_whole_or_not_there(tmp_path, monkeypatch):
    def check(error):
        assert list(tmp_path.iterdir()) == []
        assert str(tmp_path / "above" / "out") in str(error)

    count = failed_in_turn(monkeypatch, lambda: put_all(tmp_path / "above" / "out", NEW), check)
    assert count > 20
    assert tree(tmp_path / "above" / "out") == NEW


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_an_earlier_folder_is_all_old_or_all_new(tmp_path, monkeypatch, number):
    out = tmp_path / "out"
    put_all(out, OLD)

    def check(error):
        found = tree(out)
        kept = {name: data for name, data in found.items() if not name.startswith(".cogov-")}
        assert kept == OLD
        spare = {name.partition("/")[2]: data for name, data in found.items() if name.startswith(".cogov-")}
        assert spare in ({}, NEW)
        if spare:  # a file could not be put in place: the new ones are not lost
            folder = Path(error.kept.en.rpartition(" in ")[2])
            assert tree(folder) == NEW
            disk.shutil.rmtree(folder)
        assert [path for path in out.iterdir() if path.name not in ("a.txt", "deep", "manifest.json", "mine.txt")] == []
        assert not (out / "deep" / "er").exists()

    count = failed_in_turn(monkeypatch, lambda: put_all(out, NEW), check, number=number)
    assert count > 25
    assert tree(out) == {**NEW, "mine.txt": b"mine"}


def test_a_disk_that_goes_away_for_good_loses_nothing(tmp_path, monkeypatch):
    """Nothing can be put back then: the message names where the earlier and the new files are."""
    out = tmp_path / "out"
    put_all(out, OLD)

    def check(error):
        found = tree(out)
        assert sorted(data for data in found.values() if data != b"new") == [b"mine", b"old", b"old", b"old"]
        if isinstance(error, Halfway):
            assert str(out) in error.kept.en
            for path in [path for path in out.iterdir() if path.name.startswith(".cogov-")]:
                disk.shutil.rmtree(path)
            monkeypatch.setattr(disk, "system", os)
            put_all(out, OLD)

    failed_in_turn(monkeypatch, lambda: put_all(out, NEW), check, number=errno.EIO, lasting=True)


def test_interrupted_while_writing_leaves_the_earlier_folder(tmp_path, monkeypatch):
    out = tmp_path / "out"
    put_all(out, OLD)

    def stop(*_):
        raise KeyboardInterrupt

    failing = Failing(0)
    failing.fsync = stop
    monkeypatch.setattr(disk, "system", failing)
    with pytest.raises(KeyboardInterrupt):
        put_all(out, NEW)
    assert tree(out) == OLD


def test_not_over_an_earlier_file(tmp_path):
    put(tmp_path / "x", b"old", over=False)
    with pytest.raises(FileExistsError):
        put(tmp_path / "x", b"new", over=False)
    assert tree(tmp_path) == {"x": b"old"}


@unix
def test_links_are_followed_and_dangling_ones_named(tmp_path):
    (tmp_path / "there.txt").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "there.txt")
    put(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there.txt").read_bytes() == b"new"
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    with pytest.raises(WriteFailed, match=r"dangling is a link to .*gone, which is not there"):
        put(tmp_path / "dangling", b"new")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for write in (lambda: put(tmp_path / "loop", b""), lambda: put_all(tmp_path / "loop", {"a": b""})):
        with pytest.raises(WriteFailed):
            write()
    assert place_fault(tmp_path / "loop" / "x", folder=True) is not None


@pytest.mark.parametrize(
    ("below", "folder", "said"),
    [
        ("a" * 256, False, "File name too long"),
        ("a" * 256, True, "File name too long"),
        (f"x/{'字' * 90}", True, "File name too long"),
        ("gone/x.txt", False, "there is no folder"),
        ("file/x.txt", False, "is not a folder"),
        ("file", True, "it is a file"),
        ("file/x", True, "is not a folder"),
        (".", False, "it is a folder"),
        ("x", False, None),
        ("x/y/z", True, None),
    ],
)
def test_places_are_looked_at_before_work(tmp_path, below, folder, said):
    (tmp_path / "file").write_bytes(b"")
    fault = place_fault(tmp_path / below, folder)
    assert fault is None if said is None else said in fault.en
    assert fault is None or fault.zh != fault.en
    assert tree(tmp_path) == {"file": b""}


@unix
def test_a_limit_on_the_size_of_files(tmp_path):
    code = """
import resource, signal, sys
from cogov.core.disk import WriteFailed, put_all
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    put_all(sys.argv[1], {"a": b"1" * 9_000, "b": b"1" * 11_000})
except WriteFailed as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "out"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "File too large" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_messages_are_in_both_languages_and_survive_pickling(tmp_path):
    import pickle

    with pytest.raises(WriteFailed) as caught:
        put(tmp_path / "gone" / "x", b"")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.text == caught.value.text
    assert again.text.zh.startswith("无法写入")
    gc.collect()


@unix
def test_what_killed_processes_left_goes_at_the_next_write(tmp_path, monkeypatch):
    """Only names of this machine and of processes that are no more; a folder beside earlier files (.old) stays."""
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    gone, host = int(dead.stdout), leftovers._host()
    removed = [f".cogov-{host}-{gone}-0.part", f".cogov-{host}-{gone}-1.try", f".cogov-{host}-{gone}-2.part/deep/a.txt"]
    kept = [
        *(f".cogov-{host}-{number}-0.part" for number in (os.getpid(), os.getppid(), 10**30)),
        *(f".cogov-{host}-{gone}-3.{end}/a.txt" for end in ("part", "old")),
        *(f".cogov-{host}-{gone}-4.{end}" for end in ("new", "part.gz", "part~")),
        *(f".cogov-{other}-{gone}-5.part" for other in ("0" * 8, host.upper(), f"{host}0")),
        *(f".cogov-{gone}-0.part", f"x.cogov-{host}-{gone}-0.part", f".cogov-{host}--{gone}-0.part"),
    ]
    for write in (lambda: put(tmp_path / "x", b""), lambda: put_all(tmp_path, {"x": b""})):
        for name in (*removed, *kept):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(b"")
        monkeypatch.setattr(leftovers, "_looked_at", set())
        write()
        assert set(tree(tmp_path)) == {*kept, "x"}


@unix
def test_a_process_that_is_killed_while_it_writes(tmp_path):
    code = """
import os, signal, sys
from pathlib import Path
from cogov.core import disk
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
folder = Path(sys.argv[1])
disk.put_all(folder, {"a": b"1"}) if sys.argv[2] == "folder" else disk.put(folder / "a", b"1")
"""
    for kind in ("folder", "file"):  # the second one removes what the first one left
        subprocess.run([sys.executable, "-c", code, tmp_path, kind], check=False)
        (left,) = tmp_path.iterdir()
        assert left.name.startswith(".cogov-")
        assert left.is_dir() == (kind == "folder")
    put(tmp_path / "b", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
