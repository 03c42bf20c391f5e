"""`cogov compare`: Word, why, and what a user writes on the first page."""

import json

import pytest

pytestmark = pytest.mark.slow

SMALL = ["--weeks", "10", "--residents", "80", "--communities", "2", "--replicates", "2", "--workers", "1"]


@pytest.fixture
def never(monkeypatch):
    """Nothing may run."""

    def run(*_):
        raise AssertionError("it ran")

    monkeypatch.setattr("cogov.runs.execute.compile_model", run)


def test_word_why_and_cover(cogov, needs, undrawn, tmp_path):
    needs("module:docx")
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: {en: Mine, zh: 我的}\nextends: status_quo\nlevers: {pooling: 0.6}\n", encoding="utf-8")
    told = ["--title", "Pilot", "--author", "Planning office", "--date", "November", "--question", "What now?"]
    out, keep = tmp_path / "out", tmp_path / "kept"
    options = [*SMALL, "--word", "--lang", "zh", *told, "--keep", keep, "--quiet", "--why"]
    done = cogov("compare", "status_quo", mine, "--out", out, *options)
    assert (done.code, done.out, done.err) == (0, "", "")
    page = (out / "report.html").read_text(encoding="utf-8")
    for words in ("Pilot", "Planning office · November", "What now?", "why.csv", "--why satisfaction --why-runs"):
        assert words in page
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert {"report.docx", "tables/why.csv", "why/mine.parquet", "figures/why_mine_satisfaction.png"} <= set(manifest["files"])  # fmt: skip
    assert cogov("replay", out, "--workers", 1).code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--why", "satisfacton"], "did you mean 'satisfaction'?"),
        (["--why-runs", "50"], "--why-runs is only for --why"),
        (["--why", "satisfaction", "--why-runs", "2"], "runs = 2 is too few"),
    ],
)
def test_what_cannot_be_explained_is_said_before_running(cogov, never, tmp_path, options, said):
    done = cogov("compare", "status_quo", "co_governance", *SMALL, *options, "--out", tmp_path / "out")
    assert done.code == 2
    assert said in done.err


def test_without_python_docx_nothing_runs(cogov, never, monkeypatch, tmp_path):
    monkeypatch.setattr("cogov.reports.document.word.importlib.util.find_spec", lambda name: None)
    done = cogov("compare", "status_quo", "co_governance", *SMALL, "--word", "--out", tmp_path / "out")
    assert done.code == 2
    assert "pip install" in done.err
