"""`cogov analyse` and `cogov calibrate` as a user meets them; real runs, tiny worlds."""

import json
import sys

import pytest
import yaml

STUDY = """\
title: {en: Tiny, zh: 小}
scenarios: [status_quo, co_governance]
factors:
  social_weight: {low: 0, high: 6, levels: 4}
  similarity: [0.2, 0.5, 0.9]
indicators: [participation, satisfaction]
replicates: 3
weeks: 8
residents: 60
communities: 2
"""

TARGETS = """\
free: {social_weight: {low: 0, high: 6}}
targets:
  - {indicator: participation, value: 0.1, tolerance: 0.2}
  - {indicator: satisfaction, value: 0.9, tolerance: 0.01, holdout: true}
prior: 8
trials: 4
batch: 4
recovery: 1
replicates: 2
weeks: 4
residents: 60
communities: 2
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    from cogov import Study

    file = tmp_path_factory.mktemp("study") / "tiny.yaml"
    file.write_text(STUDY, encoding="utf-8")
    made = Study.from_yaml(file, file.parent / "tiny")
    made.run(workers=0)
    return made.folder


@pytest.mark.slow
def test_analyse_writes_pages_figures_and_tables(cogov, study):
    done = cogov("analyse", study, "--lang", "zh")
    assert done.code == 0, done.err
    assert "# 研究结果分析：小" in done.out
    assert "设计" in done.out
    folder = study / "exports" / "analysis"
    names = {path.name for path in folder.iterdir()}
    assert {"analysis.md", "analysis.zh.md", "effects.csv", "maps.csv", "maps.png", "maps.zh.svg", "noise.csv"} <= names
    english = (folder / "analysis.md").read_text(encoding="utf-8")
    assert "72 finished runs of 12 points and 2 scenarios were analysed; 0 failed, 0 are missing" in english
    for line in english.splitlines():
        if line.startswith("!["):
            assert (folder / line.rpartition("(")[2].rstrip(")")).is_file()
    again = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert cogov("analyse", study, "--quiet").code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == again


def test_analyse_as_json(cogov, study, tmp_path):
    done = cogov("analyse", study, "--json", "--part", "noise", "--part", "maps", "--by", "similarity", "--by", "social_weight", "--out", tmp_path)  # fmt: skip
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert data["maps"][0]["row_factor"] == "similarity"
    assert len([row for row in data["maps"] if row["indicator"] == "participation"]) == 12
    assert "sobol" not in data


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--part", "sobol"], "need design: {method: sobol_indices"),
        (["--indicator", "particpation"], "did you mean 'participation'"),
        (["--by", "similarity", "--by", "social_wait"], "did you mean 'social_weight'"),
        (["--by", "similarity"], "two different factors"),
        (["--scenario", "top_down"], "is not in this study"),
        (["--threshold", "satisfaction"], "NAME>NUMBER"),
        (["--threshold", "satisfacton>0.6"], "did you mean 'satisfaction'"),
        (["--threshold", "satisfaction>0.6", "--threshold", "particpation<0.6"], "did you mean 'participation'"),
        (["--threshold", "belonging>0.6"], "is not among those of this study"),
    ],
)
def test_analyse_says_what_is_wrong(cogov, study, tmp_path, words, said):
    done = cogov("analyse", study, "--out", tmp_path / "x", *words)
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "x").exists()


def test_analyse_without_runs(cogov, tmp_path):
    done = cogov("analyse", tmp_path)
    assert done.code == 2
    assert "is not the folder of a study" in done.err


@pytest.mark.slow
def test_calibrate(cogov, tmp_path):
    file = tmp_path / "targets.yaml"
    file.write_text(TARGETS, encoding="utf-8")
    check = cogov("calibrate", file, "--check", "--out", tmp_path / "a")
    assert "up to 42 runs" in check.out
    done = cogov("calibrate", file, "--out", tmp_path / "a", "--workers", 0, "--lang", "zh")
    assert done.code == 0, done.err
    assert "留出" in done.out
    folder = tmp_path / "a" / "exports" / "calibration"
    best = yaml.safe_load((folder / "best.yaml").read_text(encoding="utf-8"))["set"]
    again = cogov("calibrate", file, "--out", tmp_path / "a", "--workers", 0, "--json", "--quiet")
    assert json.loads(again.out)["best"] == best
    run = cogov("run", "status_quo", "--set", f"@{folder / 'best.yaml'}", "--weeks", 2, "--residents", 60, "--communities", 2, "--out", tmp_path / "run", "--json")  # fmt: skip
    assert run.code == 0, run.err
    assert str(best["social_weight"]) in (tmp_path / "run" / "manifest.json").read_text(encoding="utf-8")


def test_calibrate_says_what_is_wrong(cogov, tmp_path):
    file = tmp_path / "targets.yaml"
    file.write_text(TARGETS.replace("tolerance: 0.2", "tolerence: 0.2"), encoding="utf-8")
    done = cogov("calibrate", file)
    assert done.code == 2
    assert "did you mean 'tolerance'" in done.err
    assert "name a file of targets" in cogov("calibrate").err
    (tmp_path / "best.yaml").write_text("pooling: 1", encoding="utf-8")
    done = cogov("run", "status_quo", "--set", f"@{tmp_path / 'best.yaml'}")
    assert done.code == 2
    assert "has no values under the key set" in done.err
    assert cogov("run", "status_quo", "--set", f"@{tmp_path / 'none.yaml'}").code == 2


@pytest.mark.parametrize("more", [(), ("--check",), ("--json", "--quiet")])
def test_calibrate_without_optuna_ends_before_any_run(cogov, tmp_path, monkeypatch, more):
    monkeypatch.setitem(sys.modules, "optuna", None)
    file = tmp_path / "targets.yaml"
    file.write_text(TARGETS, encoding="utf-8")
    done = cogov("calibrate", file, "--out", tmp_path / "a", "--workers", 0, *more)
    assert done.code == 2
    assert 'a search needs optuna: pip install "optuna' in done.err
    assert not (tmp_path / "a").exists()


ENGINES = [
    (["--engine", "dask:tcp://127.0.0.1:1"], "distributed", "Dask"), (["--dask", "tcp://127.0.0.1:1"], "distributed", "Dask"),
    (["--engine", "slurm"], "dask_jobqueue", "dask-jobqueue"), (["--dask-jobqueue", "slurm"], "dask_jobqueue", "dask-jobqueue"),
]  # fmt: skip


@pytest.mark.parametrize("more", [(), ("--check",)])
@pytest.mark.parametrize(("words", "module", "named"), ENGINES)
@pytest.mark.parametrize(("command", "text"), [("sweep", STUDY), ("calibrate", TARGETS)])
def test_what_sends_runs_out_is_missed_before_any_run(cogov, tmp_path, monkeypatch, command, text, words, module, named, more):  # fmt: skip
    monkeypatch.setitem(sys.modules, module, None)
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    done = cogov(command, file, "--out", tmp_path / "a", *words, *more)
    assert done.code == 2
    assert f"{named} is not installed: pip install" in done.err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("module", "words", "said"),
    [
        ("SALib", ["assumptions", "tie_fade", "--quick"], "Morris designs come with SALib: pip install"),
        ("docx", ["compare", "status_quo", "networked", "--word"], "a report for Word needs python-docx: pip install"),
        ("causaldata", ["data", "make", "social_insure", "folder"], "come with the package causaldata: pip install"),
    ],
)
def test_what_is_missing_is_named_before_anything_is_written(cogov, tmp_path, monkeypatch, module, words, said):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.chdir(tmp_path)
    done = cogov(*words)
    assert done.code in (1, 2)
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "module"), [("xlsx", "xlsxwriter"), ("netcdf", "xarray"), ("netcdf", "netCDF4")])
def test_exports_name_what_they_need(cogov, study, monkeypatch, kind, module):
    monkeypatch.setitem(sys.modules, module, None)
    done = cogov("study", "export", study, "--format", kind)
    assert done.code == 2
    assert f"{module} is not installed: pip install" in done.err


def test_boxes_that_were_asked_for_name_what_they_need(cogov, study, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.prim", None)
    done = cogov("analyse", study, "--part", "boxes", "--out", tmp_path / "x")
    assert done.code == 2
    assert "EMA workbench: pip install" in done.err or "boxes need at least" in done.err


def test_the_example_is_printed(cogov):
    from cogov.studies.calibration import EXAMPLE

    assert cogov("calibrate", "--example").out == EXAMPLE
