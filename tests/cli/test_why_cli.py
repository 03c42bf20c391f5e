"""`cogov why` from the command line, small."""

import json

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SMALL = ["--weeks", "16", "--residents", "120", "--communities", "2", "--replicates", "2", "--workers", "1"]
PAIR = ["status_quo", "networked"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("why")


@pytest.fixture
def made(cogov, folder):
    """The folder of an attribution, made once."""
    out = folder / "out"
    if not out.exists():
        done = cogov("why", *PAIR, *SMALL, "--out", out, "--keep", folder / "kept", "--indicator", "satisfaction")
        assert done.code == 0, done.err
        (folder / "said.txt").write_text(done.out, encoding="utf-8")
    return out


def test_what_is_said(made, folder):
    said = (folder / "said.txt").read_text(encoding="utf-8")
    for words in (
        "Satisfaction",
        "Grid staff",
        "Sum of the shares",
        "holds",
        "Shapley",
        "same budget",
        "shares of time",
        "why.md",
    ):
        assert words in said


def test_files_and_manifest(made):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert names == {*manifest["files"], "manifest.json"}
    assert manifest["kind"] == "why"
    assert manifest["exact"]
    assert len(pd.read_parquet(made / "runs.parquet")) == manifest["runs"] == 2 * manifest["mixtures"]
    assert "--exact" in manifest["command"]
    shares = pd.read_csv(made / "shares.csv")
    found = shares[shares["indicator"] == "satisfaction"]
    assert found["share"].sum() == pytest.approx(found["b"].iloc[0] - found["a"].iloc[0], abs=1e-9)
    assert f"Runs {manifest['run_set']}: `{manifest['command']}`" in (made / "why.md").read_text(encoding="utf-8")


def test_replay(cogov, made, tmp_path):
    done = cogov("replay", made, "--workers", 1, "--out", tmp_path / "again")
    assert done.code == 0, done.err
    assert "The same bytes" in done.out
    for name in ("runs.parquet", "shares.csv", "interactions.csv", "figures/why-satisfaction.png"):
        assert (tmp_path / "again" / name).read_bytes() == (made / name).read_bytes()


def test_replay_that_differs(cogov, made, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"seed": 5}), encoding="utf-8")
    (tmp_path / "runs.parquet").write_bytes((made / "runs.parquet").read_bytes())
    done = cogov("replay", tmp_path, "--workers", 1, "--quiet")
    assert done.code == 1
    assert "of the mixture with nothing of B, replicate 0" in done.err


def test_the_command_of_the_manifest_makes_the_same_again(cogov, made, folder, tmp_path, monkeypatch):
    words = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["command"].split()[1:]
    monkeypatch.chdir(made)
    done = cogov(*words, "--out", tmp_path / "again", "--keep", folder / "kept", "--lang", "zh", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["made"]["runs_made"] == 0
    assert (tmp_path / "again" / "runs.parquet").read_bytes() == (made / "runs.parquet").read_bytes()
    assert told["check"]["satisfaction"]["holds"]
    assert told["sentences"]["satisfaction"][0]["zh"].startswith("满意度：")


def test_sampled_with_groups_in_chinese(cogov, folder, tmp_path):
    done = cogov(
        "why", *PAIR, *SMALL, "--sampled", "--runs", 60, "--group", "money=organization_grants,volunteer_support", "--lang", "zh",
        "--out", tmp_path / "out", "--keep", folder / "kept",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "各项贡献之和" in done.out
    assert "抽取" in done.out
    assert "各项主要结果中的贡献" in done.out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["orders_a_replicate"] >= 2
    assert manifest["groups"] == {"money": ["organization_grants", "volunteer_support"]}
    again = cogov("replay", tmp_path / "out", "--workers", 1, "--json")
    assert json.loads(again.out)["same"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["status_quo", "status_quo"], "compared with itself"),
        (["status_quo", "netwrked"], "did you mean 'networked'"),
        ([*PAIR, "--indicator", "satisfacton"], "did you mean 'satisfaction'"),
        ([*PAIR, "--group", "x"], "not written as NAME=lever,lever"),
        ([*PAIR, "--group", "x=poling"], "did you mean 'pooling'"),
        ([*PAIR, "--group", "kinds", "--group", "x=pooling"], "leave out other groups"),
        ([*PAIR, "--runs", "20", "--sampled"], "runs = 20 is too few"),
        ([*PAIR, "--set", "poling=1"], "did you mean 'pooling'"),
        (["status_quo"], "name a second scenario"),
    ],
)
def test_what_cannot_be_asked(cogov, words, message, tmp_path):
    done = cogov("why", *words, *SMALL, "--out", tmp_path / "out", "--keep", tmp_path / "kept")
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "out").exists()
