"""`cogov sweep` and `cogov study` as they are typed."""

import json

import pytest
from cogov.cli.support.study_progress import PHASES

STUDY = """\
scenarios: [status_quo, co_governance]
factors: {pooling: [0.1, 0.5]}
replicates: 3
weeks: 5
residents: 60
communities: 2
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_from_an_example_to_tables(cogov, file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = cogov("sweep", file, "--check")
    assert (done.code, done.out) == (0, "2 scenarios x 2 points x 3 replicates = 12 runs, into out/mine\n")
    assert not (tmp_path / "out").exists()
    done = cogov("sweep", file, "--workers", 0)
    assert done.code == 0
    assert done.out.startswith("12 runs in out/mine, 0 failed; digest ")
    digest = done.out.split()[-1]
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert {line["phase"] for line in lines} <= set(PHASES)
    assert lines[-1]["done"] == lines[-1]["total"] == 12
    folder = "out/mine"
    assert cogov("study", "status", folder).out == "12 of 12 runs, 0 failed\n"
    assert json.loads(cogov("study", "status", folder, "--json").out)["missing"] == 0
    verified = cogov("study", "verify", folder, "--again", 2)
    assert f"digest {digest}" in verified.out
    assert "2 made again: the same bytes" in verified.out
    assert cogov("study", "resume", folder, "--workers", 0, "--quiet").code == 0
    assert cogov("study", "export", folder).out == "out/mine/exports/runs.csv.gz\n"
    assert cogov("study", "merge", "out/both", folder, "--lang", "zh").out == "12 次运行并入 out/both\n"
    assert json.loads(cogov("sweep", file, "--workers", 0, "--json").out)["digest"].startswith(digest)


def test_chinese(cogov, file, tmp_path):
    out = tmp_path / "a"
    assert "2 个方案 x 2 个点" in cogov("sweep", file, "--out", out, "--check", "--lang", "zh").out
    assert "12 次运行" in cogov("sweep", file, "--out", out, "--workers", 0, "--lang", "zh").out
    assert "12 / 12 次运行" in cogov("study", "status", out, "--lang", "zh").out
    assert "摘要" in cogov("study", "verify", out, "--lang", "zh").out


@pytest.mark.parametrize("name", ["grid", "list", "latin_hypercube", "sobol", "sobol_indices", "morris", "precision"])
def test_examples_can_be_swept(cogov, tmp_path, name):
    path = tmp_path / "study.yaml"
    path.write_text(cogov("sweep", "--example", name).out, encoding="utf-8")
    assert cogov("sweep", path, "--check").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep"], "name a study file"),
        (["sweep", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["sweep", "{file}", "--workers", "1", "--dask", "tcp://h:1"], "exclude each other"),
        (["sweep", "{file}", "--part", "3/2"], "K/N with K from 1 to N"),
        (["sweep", "{file}", "--out", "{file}", "--workers", "0"], "is a file, not a folder"),
        (["sweep", "{file}", "--engine", "local", "--dask", "tcp://h:1"], "--engine and --dask exclude each other"),
        (["sweep", "{file}", "--engine", "dask"], "dask needs an address"),
        (["sweep", "{file}", "--engine", "slrum:cores=1"], "did you mean 'slurm'"),
        (["sweep", "{file}", "--dask-jobqueue", "slrum:cores=1"], "did you mean 'slurm'"),
        (["sweep", "{file}", "--check", "--engine", "slurm:jobs=0"], "jobs = 0 is not allowed"),
        (["sweep", "{file}", "--dask-jobqueue", "slurm:cores"], "key=value"),
        (["study", "status", "{tmp}"], "is not the folder of a study"),
        (["study", "verify", "{tmp}"], "is not the folder of a study"),
        (["study", "resume", "{tmp}"], "is not the folder of a study"),
        (["study", "merge", "{tmp}/new", "{tmp}"], "is not the folder of a study"),
        (["study", "export", "{tmp}"], "is not the folder of a study"),
    ],
)
def test_wrong_input_is_one_message(cogov, file, tmp_path, words, said):
    done = cogov(*(word.format(file=file, tmp=tmp_path) for word in words))
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unknown_lever_has_its_line(cogov, file):
    file.write_text(STUDY.replace("pooling", "poling"), encoding="utf-8")
    done = cogov("sweep", file, "--workers", 0)
    assert done.code == 2
    assert f"{file}:2: factors.poling: unknown lever" in done.err
    assert "did you mean 'pooling'?" in done.err


def test_damage_is_exit_one(cogov, file, tmp_path):
    out = tmp_path / "a"
    cogov("sweep", file, "--out", out, "--workers", 0)
    next((out / "results").iterdir()).unlink()
    done = cogov("study", "verify", out)
    assert done.code == 1
    assert "is missing" in done.err
    (out / "journal.sqlite").write_bytes(b"nonsense" * 1000)
    done = cogov("sweep", file, "--out", out, "--workers", 0)
    assert done.code == 2
    assert "the journal cannot be read" in done.err
