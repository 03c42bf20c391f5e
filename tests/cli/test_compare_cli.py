"""`cogov compare`, `run` and `replay` from the command line, small."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SIZE = ["--weeks", "16", "--residents", "120", "--communities", "2"]
SMALL = [*SIZE, "--replicates", "2", "--workers", "1"]
PAIR = ["status_quo", "co_governance"]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("results") / "out"


@pytest.fixture
def made(cogov, out):
    """The folder of a comparison, made once."""
    if not out.exists():
        done = cogov("compare", *PAIR, *SMALL, "--out", out)
        assert done.code == 0, done.err
        (out.parent / "said.txt").write_text(done.out, encoding="utf-8")
        (out.parent / "progress.txt").write_text(done.err, encoding="utf-8")
    return out


def test_files(made):
    names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert names == {*manifest["files"], "manifest.json"}
    assert {"report.html", "indicators.csv", "runs.parquet", "scenarios/co_governance.yaml"} <= names
    series = pd.read_csv(made / "indicators.csv")
    assert list(series.columns) == ["scenario", "week", "indicator", "mean", "low", "high", "unit"]
    assert not [path for path in made.parent.iterdir() if path.name.endswith(".part")]


def test_what_is_said(made):
    said = (made.parent / "said.txt").read_text(encoding="utf-8")
    assert "Compiled in" in said
    assert "7 main outcomes" in said
    for words in (
        "Satisfaction",
        "Who gains and who loses",
        "assumed",
        "drawn from the model's defaults",
        "report.html",
    ):
        assert words in said
    assert "running: 4/4 runs" in (made.parent / "progress.txt").read_text(encoding="utf-8")


def test_replay(cogov, made):
    done = cogov("replay", made / "manifest.json", "--workers", 1, "--quiet")
    assert (done.code, done.out) == (0, "")
    assert "The same bytes" in cogov("replay", made, "--workers", 1).out


def test_replay_that_differs(cogov, made, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"seed": 5}), encoding="utf-8")
    done = cogov("replay", tmp_path, "--workers", 1, "--json")
    assert done.code == 1
    assert json.loads(done.out)["same"] is False
    assert "the results are not the same" in done.err


def test_replay_into_a_folder(cogov, made, tmp_path):
    assert cogov("replay", made, "--workers", 1, "--quiet", "--out", tmp_path / "again").code == 0
    for name in ("runs.parquet", "indicators.csv", "gains.csv", "figures/money.svg"):
        assert (tmp_path / "again" / name).read_bytes() == (made / name).read_bytes()


def test_json_is_all_there_is_on_standard_output(cogov, undrawn, tmp_path):
    done = cogov("compare", *PAIR, *SMALL, "--out", tmp_path / "out", "--json", "--lang", "en")
    data = json.loads(done.out)
    assert data["baseline"] == "status_quo"
    assert data["replicates"] == 2
    assert {row["indicator"] for row in data["differences"]} >= {"satisfaction", "spending"}
    assert done.err == ""


def test_quiet_and_chinese(cogov, undrawn, tmp_path):
    done = cogov("run", "status_quo", *SIZE, "--out", tmp_path / "a", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    done = cogov("compare", *PAIR, *SMALL, "--out", tmp_path / "b", "--lang", "zh")
    assert "谁受益" in done.out
    assert '<html lang="zh-CN"' in (tmp_path / "b" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["compare", *PAIR, *SMALL], ["run", "status_quo", *SIZE]])
def test_a_folder_that_cannot_be_written_is_refused_before_running(cogov, tmp_path, monkeypatch, command):
    def run(*args):
        raise AssertionError("it ran")

    monkeypatch.setattr("cogov.runs.execute.compile_model", run)
    monkeypatch.setattr("cogov.runs.single.compile_model", run)
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = cogov(*command, "--out", tmp_path / "file" / "x")
    assert done.code == 2
    assert "is not a folder" in done.err


def test_files_of_others_are_not_touched(cogov, tmp_path):
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    done = cogov("compare", *PAIR, *SMALL, "--out", tmp_path)
    assert done.code == 2
    assert "not an earlier result of cogov" in done.err
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_run(cogov, tmp_path):
    done = cogov("run", "co_governance", *SIZE, "--seed", "9", "--set", "similarity=0.2", "--out", tmp_path / "run")
    assert done.code == 0, done.err
    assert "Satisfaction" in done.out
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "run"
    assert manifest["environment"]["similarity"] == 0.2
    assert manifest["columns_of_residents"]["tenure"]["unit"] == "0 owner, 1 renter"
    for table in ("indicators", "indicators_by_community", "events", "residents"):
        csv = pd.read_csv(tmp_path / "run" / f"{table}.csv", encoding="utf-8-sig")
        assert len(csv) == len(pd.read_parquet(tmp_path / "run" / f"{table}.parquet"))
    assert cogov("replay", tmp_path / "run").code == 0


def test_run_with_a_seed_of_a_comparison_is_that_replicate(cogov, made, tmp_path):
    runs = pd.read_parquet(made / "runs.parquet")
    row = runs[(runs["scenario"] == "co_governance") & (runs["replicate"] == 1)].iloc[0]
    cogov("run", "co_governance", *SIZE, "--seed", row["seed"], "--out", tmp_path, "--quiet")
    summary = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["summary"]["last_year"]
    assert summary["satisfaction"] == row["satisfaction"]


def test_own_scenario_file(cogov, undrawn, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: {en: Mine, zh: 我的}\nextends: status_quo\nlevers: {pooling: 0.6}\n", encoding="utf-8")
    done = cogov("compare", "status_quo", path, *SMALL, "--out", tmp_path / "out", "--quiet", "--lang", "en")
    assert done.code == 0, done.err
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert "scenarios/mine.yaml" in manifest["command"]
    assert cogov("compare", "status_quo", tmp_path / "out" / "scenarios" / "mine.yaml", *SMALL, "--out", tmp_path / "b", "--quiet", "--lang", "en").code == 0  # fmt: skip
    assert (tmp_path / "b" / "runs.parquet").read_bytes() == (tmp_path / "out" / "runs.parquet").read_bytes()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.parametrize("wait", ["compiling", "running"])
def test_interrupt(tmp_path, wait):
    """Ctrl-C reaches the whole group of processes, as from a terminal."""
    command = [sys.executable, "-m", "cogov", "compare", *PAIR, *SIZE, "--replicates", "4000", "--workers", "2"]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell's background ignores Ctrl-C
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert "compiling" in process.stderr.readline()
        if wait == "running":
            time.sleep(4)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "stopped; nothing was written" in err
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []
