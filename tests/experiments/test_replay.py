"""The same runs again from a manifest, of a comparison and of a single run."""

import json

import pytest
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.comparison_files import data_files, with_manifest
from cogov.experiments.replay import replay
from cogov.runs.files.output_files import write_folder
from cogov.runs.settings import Setting
from cogov.runs.single import run_single
from cogov.scenarios import load


def edited(folder, **changes):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | changes), encoding="utf-8")


@pytest.fixture(scope="module")
def files():
    made = compare(
        ["status_quo", "co_governance"], replicates=2, weeks=20, residents=120, communities=2, workers=1,
        levers={"pooling": 0.37}, environment={"similarity": 0.45}, constants={"satisfaction_half_life": 20},
    )  # fmt: skip
    return with_manifest(made, data_files(made))


@pytest.fixture
def folder(files, tmp_path):
    return write_folder(tmp_path / "out", files)


def test_same_bytes(folder):
    found = replay(folder / "manifest.json", workers=1)
    assert found.same
    assert found.causes == []
    assert replay(folder, workers=1).same  # a folder will do


def test_another_seed_is_told_apart_with_the_first_values(folder):
    edited(folder, seed=2)
    found = replay(folder, workers=1)
    assert not found.same
    text = "\n".join(found.differences)
    assert "runs.parquet:" in text
    assert "values differ" in text
    assert "seed of status_quo, replicate 0" in text


def test_changed_code_and_libraries_are_named(folder):
    edited(folder, kernel_hash="0" * 64, libraries={"numpy": "1.0"})
    found = replay(folder, workers=1)
    assert found.same
    assert any("the model's code has changed" in cause for cause in found.causes)
    assert any(cause.startswith("numpy is ") for cause in found.causes)


def test_only_the_writing_differs(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    edited(folder, digests={**manifest["digests"], "runs.parquet": "0" * 64})
    found = replay(folder, workers=1)
    assert not found.same
    assert "all values of runs.parquet are the same" in found.differences[-1]


def test_single_run(tmp_path):
    setting = Setting((load("co_governance+funding_cut"),), 20, 11, 120, 2)
    run = run_single(setting)
    folder = write_folder(tmp_path / "run", run.files())
    assert run.command == "cogov run co_governance+funding_cut --weeks 20 --seed 11 --residents 120 --communities 2"
    tables = run.tables
    assert tables["indicators"]["week"].tolist() == list(range(1, 21))
    assert list(tables["indicators_by_community"].columns[:2]) == ["week", "community"]
    assert len(tables["residents"]) == 120
    assert {"week", "event", "community"} <= set(tables["events"].columns)
    assert replay(folder).same
    edited(folder, seed=12)
    assert not replay(folder).same
