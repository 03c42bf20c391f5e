"""Every command that writes, with each call to the system failing in turn: one message, exit code 1 or 2, earlier results whole."""

import errno
import functools
import os
import shutil

import pytest
from cogov.core import disk
from cogov.tests.core.test_disk import Failing, tree
from cogov.tests.support.runners import quick

SMALL = ("--weeks", 2, "--residents", 60, "--communities", 2, "--quiet")

CASES = "id,opened,closed,status,resolved\n" + "".join(
    f"{k},2025-{k % 12 + 1:02}-05,2025-{k % 12 + 1:02}-{k % 9 + 10},closed,{('yes', 'no')[k % 3 == 0]}\n"
    for k in range(60)
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A finished study whose runs are no model."""
    from cogov.studies import Study

    folder = tmp_path_factory.mktemp("study") / "study"
    asked = {"scenarios": ["status_quo"], "factors": {"pooling": [0.1, 0.3, 0.5]}, "replicates": 4, "weeks": 5}
    Study(folder, runner=quick, **asked).run(workers=0)
    return folder


def remembered(monkeypatch, name):
    """Let an expensive function be called once: what it returned is taken again, so that only the writing is repeated."""
    from importlib import import_module

    module, _, attribute = name.partition(":")
    owner = import_module(module)
    *path, last = attribute.split(".")
    for part in path:
        owner = getattr(owner, part)
    real, kept = getattr(owner, last), []

    @functools.wraps(real)
    def once(*words, **named):
        if not kept:
            kept.append(real(*words, **named))
        return kept[0]

    monkeypatch.setattr(owner, last, once)


def in_turn(cogov, monkeypatch, words, out, number=errno.ENOSPC, step=1):
    """Let call after call fail until none does; return how many messages there were."""
    before = tree(out) if out.is_dir() else {out.name: out.read_bytes()} if out.exists() else {}
    at, messages = 1, 0
    while True:
        failing = Failing(at, number)
        monkeypatch.setattr(disk, "system", failing)
        done = cogov(*words)
        monkeypatch.setattr(disk, "system", os)
        if done.code == 0:  # no call is left to fail, or another way was there (a file system without links)
            assert failing.calls <= at + 1, done.err
            return messages
        assert done.code in (1, 2), (at, done.err)
        assert "unexpected" not in done.err
        assert "Traceback" not in done.err
        lines = [line for line in done.err.splitlines() if line.startswith("cogov: ")]
        assert len(lines) == 1, done.err
        assert "cannot write" in lines[0]
        assert any(said in lines[0] for said in ("nothing was written", "as they were", "No space"))
        now = tree(out) if out.is_dir() else {out.name: out.read_bytes()} if out.exists() else {}
        kept = {name: data for name, data in now.items() if not name.startswith(".cogov-")}
        assert kept == before, at
        for spare in [*out.parent.glob(".cogov-*"), *(out.glob(".cogov-*") if out.is_dir() else ())]:
            assert "all new results are in" in lines[0] or "earlier files that are not" in lines[0]
            shutil.rmtree(spare)
        messages += 1
        at += step


def test_scenarios_new(cogov, monkeypatch, tmp_path):
    out = tmp_path / "mine.yaml"
    assert in_turn(cogov, monkeypatch, ("scenarios", "new", "mine", "--out", out), out) >= 4
    out.write_text("old", encoding="utf-8")
    assert in_turn(cogov, monkeypatch, ("scenarios", "new", "mine", "--out", out, "--force"), out) >= 4


def test_data_make(cogov, monkeypatch, tmp_path):
    out = tmp_path / "records"
    assert in_turn(cogov, monkeypatch, ("data", "make", "davis", out), out) > 10
    assert in_turn(cogov, monkeypatch, ("data", "make", "davis", out), out, errno.EACCES) > 10


@pytest.mark.parametrize("kind", ["csv", "stata", "xlsx", "netcdf"])
def test_export(cogov, monkeypatch, tmp_path, study, kind, needs):
    needs("module:netCDF4" if kind == "netcdf" else "module:xlsxwriter")
    out = tmp_path / "runs"
    out.write_bytes(b"old")
    words = ("study", "export", study, "--format", kind, "--out", out)
    least = 1 if kind == "netcdf" else 4  # its library writes the file itself; we move it into place
    assert in_turn(cogov, monkeypatch, words, out) >= least


def test_export_into_a_missing_folder_is_refused(cogov, tmp_path, study):
    done = cogov("study", "export", study, "--out", tmp_path / "gone" / "runs.csv.gz")
    assert done.code == 2
    assert "there is no folder" in done.err
    assert not (tmp_path / "gone").exists()


def test_analyse_over_an_earlier_analysis(cogov, monkeypatch, tmp_path, study):
    remembered(monkeypatch, "cogov.reports.studies.analysis:tables")
    remembered(monkeypatch, "cogov.reports.studies.analysis:image")
    out = tmp_path / "analysis"
    assert cogov("analyse", study, "--out", out, "--quiet").code == 0
    assert in_turn(cogov, monkeypatch, ("analyse", study, "--out", out, "--quiet"), out, step=3) > 3


def test_odd(cogov, monkeypatch, tmp_path):
    remembered(monkeypatch, "cogov.reports.odd.odd_files:files")
    out = tmp_path / "docs"
    assert in_turn(cogov, monkeypatch, ("odd", "--out", out), out) > 10
    assert in_turn(cogov, monkeypatch, ("odd", "--out", out), out, errno.EROFS) > 10


def test_run_with_a_checkpoint(cogov, monkeypatch, tmp_path):
    """The folder and the checkpoint are two: each is whole; the one written first stays."""
    remembered(monkeypatch, "cogov.runs.single:_kept")
    out = tmp_path / "out"
    words = ("run", "status_quo", *SMALL, "--out", out)
    assert cogov(*words).code == 0
    assert in_turn(cogov, monkeypatch, words, out, step=3) > 5
    (tmp_path / "x.ckpt").write_bytes(b"old")
    assert in_turn(cogov, monkeypatch, (*words, "--checkpoint", tmp_path / "x.ckpt"), out, step=25) > 2


PAGES = {
    "page.md": b"en",
    "page.zh.md": "中文".encode(),
    "figures/one.png": b"1",
    "tables/deep/runs.csv": b"1",
    "manifest.json": b"{}",
}


@pytest.mark.parametrize(
    ("words", "made", "files"),
    [
        (("hypotheses", "H1"), "cogov.evidence.hypotheses.gather:gather", "cogov.reports.evidence.hypotheses:files"),
        (("evidence",), "cogov.evidence.evidence:gather", "cogov.reports.evidence.evidence_files:files"),
        (("assumptions", "similarity", "complexity"), "cogov.evidence.assumptions:gather", "cogov.reports.evidence.assumptions:files"),
        (("validate",), "cogov.evidence.validation:gather", "cogov.reports.evidence.validation:files"),
        (("reproduce", "erlang"), "cogov.evidence.reproduce:reproduce", "cogov.reports.evidence.reproduce:files"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EFBIG])
def test_documents(cogov, monkeypatch, tmp_path, words, made, files, number):
    """What is run and drawn is no part of it: the commands get some pages, and write them over earlier ones."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(made.replace(":", "."), lambda *_, **__: [])
    monkeypatch.setattr(files.replace(":", "."), lambda *_, **__: dict(PAGES))
    monkeypatch.setattr("cogov.reports.evidence.validation.wanted", lambda *_: [], raising=False)
    out = tmp_path / "docs"
    (out / "tables").mkdir(parents=True)
    (out / "page.md").write_bytes(b"old")
    (out / "mine.md").write_bytes(b"mine")
    words = (*words, "--quick", "--quiet", "--out", out)
    assert in_turn(cogov, monkeypatch, words, out, number) > 20
    assert tree(out) == {**PAGES, "mine.md": b"mine"}


def test_calibrate(cogov, monkeypatch, tmp_path, needs):
    needs("module:optuna")
    monkeypatch.chdir(tmp_path)
    targets = tmp_path / "targets.yaml"
    targets.write_text(cogov("calibrate", "--example").out, encoding="utf-8")
    monkeypatch.setattr("cogov.studies.calibration.calibrate", lambda *_, **__: None)
    monkeypatch.setattr("cogov.reports.studies.calibration.files", lambda _: dict(PAGES))
    out = tmp_path / "fit"
    assert (
        in_turn(cogov, monkeypatch, ("calibrate", targets, "--quiet", "--out", out), out / "exports" / "calibration")
        > 20
    )
    assert tree(out) == {f"exports/calibration/{name}": data for name, data in PAGES.items()}


def test_targets_of_cases(cogov, monkeypatch, tmp_path):
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    out = tmp_path / "targets.yaml"
    words = ("data", "targets", tmp_path / "cases.csv", "--population", 900, "--out", out)
    assert in_turn(cogov, monkeypatch, words, out) >= 4
    out.write_text("old", encoding="utf-8")
    assert in_turn(cogov, monkeypatch, (*words, "--force"), out, errno.EFBIG) >= 4


def test_why_and_its_replay(cogov, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    remembered(monkeypatch, "cogov.experiments.attribution.attribute:attribute")
    remembered(monkeypatch, "cogov.reports.attribution.attribution:Attribution.files")
    out = tmp_path / "why"
    words = ("why", "status_quo", "top_down", "--group", "kinds", "--replicates", 2, "--workers", 1, *SMALL)
    assert cogov(*words, "--out", out).code == 0
    assert in_turn(cogov, monkeypatch, (*words, "--out", out), out, step=9) > 3
    remembered(monkeypatch, "cogov.experiments.replay:replay")
    again = tmp_path / "again"
    assert in_turn(cogov, monkeypatch, ("replay", out, "--quiet", "--out", again), again, step=7) > 3
    assert in_turn(cogov, monkeypatch, ("replay", out, "--quiet", "--out", again), again, errno.EROFS, step=9) > 3


def test_one_chain_of_events(cogov, monkeypatch, tmp_path):
    remembered(monkeypatch, "cogov.experiments.chains.trace:tell_chain")
    remembered(monkeypatch, "cogov.reports.chains.chain:Told.files")
    out = tmp_path / "why"
    words = (
        "trace",
        "status_quo",
        "--resident",
        3,
        "--without",
        "social_worker:0",
        "--workers",
        1,
        *SMALL,
        "--out",
        out,
    )
    assert cogov(*words).code == 0
    assert in_turn(cogov, monkeypatch, words, out, step=7) > 3


def test_merge(cogov, monkeypatch, tmp_path, study):
    """Whichever call fails: what was merged stays mergeable, the sources are as they were, and the same command goes on."""
    from cogov.studies import Study

    def whole():  # readers of SQLite's journal leave files beside it
        return {name: data for name, data in tree(study).items() if not name.startswith("journal.sqlite-")}

    before = whole()
    at, messages = 1, 0
    while True:
        out = tmp_path / str(at)
        monkeypatch.setattr(disk, "system", Failing(at))
        done = cogov("study", "merge", out, study)
        monkeypatch.setattr(disk, "system", os)
        assert whole() == before
        if done.code == 0:
            break
        assert done.code == 1, done.err
        assert done.err.count("cogov: ") == 1, done.err
        assert "cannot write" in done.err
        assert cogov("study", "merge", out, study).code == 0
        assert Study.open(out).digest() == Study.open(study).digest()
        at, messages = at + 3, messages + 1
    assert messages > 4


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--futures", 2, "--per-future", 2)], ids=["once", "futures"])
def test_compare_over_an_earlier_comparison(cogov, monkeypatch, tmp_path, more):
    monkeypatch.chdir(tmp_path)
    remembered(monkeypatch, "cogov.reports.decision.comparison:Comparison.files")
    out = tmp_path / "out"
    words = ("compare", "status_quo", "top_down", "--replicates", 2, "--workers", 1, *SMALL, *more, "--out", out)
    assert cogov(*words).code == 0
    assert in_turn(cogov, monkeypatch, words, out, step=29) > 3


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (("run", "status_quo", *SMALL), "--out"),
        (("compare", *SMALL), "--out"),
        (("why", "status_quo", "top_down", *SMALL), "--out"),
        (("evidence", "--quick", "--quiet"), "--out"),
        (("hypotheses", "H1", "--quick", "--quiet"), "--out"),
        (("validate", "--quick", "--quiet"), "--out"),
        (("reproduce", "erlang", "--quick", "--quiet"), "--out"),
        (("run", "status_quo", *SMALL), "--checkpoint"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
@pytest.mark.parametrize("place", ["long", "file", "dangling", "loop"])
def test_places_are_refused_before_any_run(cogov, tmp_path, monkeypatch, words, out, place):
    """Names of 256 letters, files and links where a folder is wanted: exit code 2, and nothing runs."""
    from cogov import CommunityModel

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(CommunityModel, "run_for", lambda *_: pytest.fail("it runs"))
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = {"long": tmp_path / ("a" * 256), "file": tmp_path / "file" / "x"}.get(place, tmp_path / place)
    done = cogov(*words, out, path)
    assert done.code == 2
    assert done.err.startswith("cogov: cannot write")
    assert place != "dangling" or "is a link to" in done.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dangling", "file", "loop"]


def test_downloads_of_the_app(monkeypatch):
    """They are made in memory; whatever goes wrong is said on the page, and a draft that finds no room is refused."""
    from cogov.app.pages.compare_results import attempted
    from cogov.app.sessions.drafts import parse
    from cogov.scenarios import ScenarioError

    def full():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def large():
        raise MemoryError

    assert attempted("x.zip", lambda: b"1", "en") == (b"1", "")
    assert attempted("x.zip", full, "en") == (None, "x.zip could not be made: No space left on device")
    assert attempted("x.zip", full, "zh") == (None, "无法生成 x.zip：磁盘空间不足")
    assert "MemoryError" in attempted("x.zip", large, "en")[1]
    monkeypatch.setattr(disk, "system", Failing(1))
    with pytest.raises(ScenarioError, match=r"cannot write .*No space left on device"):
        parse("extends: status_quo", 64)
