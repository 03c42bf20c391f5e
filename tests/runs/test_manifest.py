"""The manifest says all that is needed to run again."""

import json

import pytest
from cogov.experiments.comparison.comparison_files import data_files, with_manifest
from cogov.experiments.comparison.comparison_manifest import compare_command
from cogov.experiments.comparison.result import Comparison
from cogov.runs.files.manifest import ManifestError, from_library, read_manifest, setting_of
from cogov.runs.files.output_files import content_digest, sha256
from cogov.runs.settings import Setting
from cogov.scenarios import load

from ..support.synthetic_comparisons import comparison


@pytest.fixture(scope="module")
def made():
    return comparison(Comparison, ("status_quo", "co_governance", "funding_cut"))


@pytest.fixture(scope="module")
def files(made):
    return with_manifest(made, data_files(made))


@pytest.fixture
def manifest(files):
    return json.loads(files["manifest.json"])


def test_digests_are_those_of_the_files(made, files, manifest):
    assert manifest["files"] == {name: sha256(data) for name, data in files.items() if name != "manifest.json"}
    assert manifest["digests"]["runs.parquet"] == sha256(files["runs.parquet"])
    assert manifest["digests"]["values of runs.parquet"] == content_digest(made.runs)
    assert manifest["digests"]["runs.parquet"].startswith(manifest["run_set"])


def test_facts_of_the_making_are_apart(manifest):
    assert {"at", "host", "compile_seconds", "run_seconds", "workers"} <= set(manifest["made"])
    outside = json.dumps({name: value for name, value in manifest.items() if name != "made"})
    assert manifest["made"]["host"] not in outside or not manifest["made"]["host"]


def test_the_same_results_have_the_same_files(made, files):
    again = with_manifest(made, data_files(made))
    assert {n: d for n, d in again.items() if n != "manifest.json"} == {
        n: d for n, d in files.items() if n != "manifest.json"
    }


def test_setting_comes_back(made, manifest):
    setting = setting_of(manifest)
    assert [one.digest for one in setting.scenarios] == [one.digest for one in made.setting.scenarios]
    assert [one.title for one in setting.scenarios] == [one.title for one in made.setting.scenarios]
    assert dict(setting.scenarios[1].own) == dict(made.setting.scenarios[1].own)
    assert setting.scenarios[2].changes == made.setting.scenarios[2].changes
    assert (setting.weeks, setting.seed, setting.population) == (30, 1, None)


def test_plans_and_levers_are_told(manifest):
    plan = manifest["scenarios"][0]["plans"][0]
    assert plan["total"] == pytest.approx(plan["available"])
    assert manifest["scenarios"][1]["levers"]["pooling"] == load("co_governance").levers["pooling"]


def test_command(made):
    assert compare_command(made) == (
        "cogov compare status_quo co_governance funding_cut --replicates 6 --weeks 30 --seed 1"
    )


def test_a_changed_scenario_is_named_by_its_file():
    changed = load("co_governance").with_levers(pooling=0.9)
    assert not from_library(changed)
    assert from_library(load("co_governance+funding_cut"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nonsense", "is not JSON"),
        ("[]", "is not a manifest that cogov wrote"),
        ('{"cogov": "1", "kind": "comparison", "format": 99}', "format 99 is not known"),
    ],
)
def test_what_is_no_manifest(tmp_path, content, message):
    path = tmp_path / "manifest.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ManifestError, match=message):
        read_manifest(tmp_path)


def test_missing_manifest(tmp_path):
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "none.json")


def test_missing_field(manifest):
    del manifest["scenarios"]
    with pytest.raises(ManifestError, match="scenarios"):
        setting_of(manifest)


def test_data_that_moved_or_changed(tmp_path, manifest):
    folder = tmp_path / "district"
    folder.mkdir()
    lines = ["id,community"] + [f"r{k},{'ab'[k % 2]}" for k in range(40)]
    (folder / "residents.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    from cogov.data.folder import load as load_data

    made = comparison(Comparison, ("status_quo", "co_governance"), source=str(folder))
    population = load_data(folder)
    object.__setattr__(made, "setting", Setting(made.setting.scenarios, 30, 1, population=population))
    manifest = json.loads(with_manifest(made, data_files(made))["manifest.json"])
    assert len(setting_of(manifest).population) == 40
    folder.rename(tmp_path / "moved")
    with pytest.raises(ManifestError, match=r"district is not there any more; say where it is with --data"):
        setting_of(manifest)
    assert len(setting_of(manifest, tmp_path / "moved").population) == 40
    with (tmp_path / "moved" / "residents.csv").open("a", encoding="utf-8") as file:
        file.write("r99,a\n")
    with pytest.raises(ManifestError, match=r"residents\.csv: is not the file"):
        setting_of(manifest, tmp_path / "moved")
