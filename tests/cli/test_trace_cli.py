"""`cogov trace` of one chain of events, and runs that go on from a checkpoint, as a user meets them."""

import json
import shlex

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SMALL = [
    "--weeks", "16", "--residents", "120", "--communities", "2", "--set", "elements=6", "--set", "complexity=2", "--workers", "1",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("one")


@pytest.fixture
def made(cogov, folder):
    """A told chain, made once."""
    out = folder / "out"
    if not out.exists():
        done = cogov("trace", "top_down", "co_governance", "--resident", 5, *SMALL, "--out", out)
        assert done.code == 0, done.err
        (folder / "said.txt").write_text(done.out, encoding="utf-8")
    return out


def test_it_is_told_and_written(made, folder):
    said = (folder / "said.txt").read_text(encoding="utf-8")
    for words in (
        "Resident 5",
        "Satisfaction",
        "difference",
        "Replayed without a cause",
        "the social worker in post",
        "one history",
        "Files:",
    ):
        assert words in said
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()} == {
        *manifest["files"],
        "manifest.json",
    }


def test_its_command_and_replay_tell_the_same(cogov, made, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    words = shlex.split(manifest["command"])[1:]
    assert cogov(*words, "--workers", 1, "--out", tmp_path / "again", "--quiet").code == 0
    assert (tmp_path / "again" / "states.csv").read_bytes() == (made / "states.csv").read_bytes()
    done = cogov("replay", made, "--workers", 1, "--out", tmp_path / "replayed")
    assert done.code == 0, done.err
    assert (tmp_path / "replayed" / "events.csv").read_bytes() == (made / "events.csv").read_bytes()


def test_chinese_and_json(cogov, tmp_path):
    done = cogov(
        "trace",
        "co_governance",
        "--community",
        1,
        "--without",
        "social_worker:1",
        *SMALL,
        "--lang",
        "zh",
        "--out",
        tmp_path / "zh",
    )
    assert done.code == 0, done.err
    assert "岗位 1 的社工" in done.out
    assert "影响到对象的周" in done.out
    done = cogov("trace", "co_governance", "--organization", 2, *SMALL, "--json", "--out", tmp_path / "json")
    found = json.loads(done.out)
    assert found["subject"]["kind"] == "organization"
    assert found["parting"] is None
    assert found["effects"]


def test_why_with_a_subject_is_trace(cogov, made, tmp_path):
    """Options that `cogov why` had are taken still, with a hint."""
    done = cogov("why", "top_down", "co_governance", "--resident", 5, *SMALL, "--out", tmp_path / "old")
    assert done.code == 0, done.err
    assert "cogov trace" in done.err
    for file in made.glob("*.csv"):
        assert (tmp_path / "old" / file.name).read_bytes() == file.read_bytes()
    assert "--organization" not in cogov("why", "--help").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["why", "top_down"], "name a second scenario"), (["trace", "top_down", "--resident", "999"], "there is no number 999: they are 0 to 119"),
        (["trace", "top_down", "--without", "rule"], "is no cause that can be left out"), (["why", "top_down", "--resident", "1", "--exact"], "about shares of levers"),
        (["trace", "top_down", "--resident", "1", "--community", "1"], "one at a time"), (["trace", "--resident", "1"], "Missing argument 'SCENARIO'"),
    ],
)  # fmt: skip
def test_bad_input(cogov, words, said, tmp_path):
    done = cogov(*words, *SMALL, "--out", tmp_path / "out")
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "out").exists()


# --- runs that go on ---

TABLES = ("indicators", "indicators_by_community", "events", "residents")
LONG = [
    "--weeks",
    "39",
    "--residents",
    "120",
    "--communities",
    "2",
    "--set",
    "elements=6",
    "--set",
    "complexity=2",
    "--quiet",
]


@pytest.fixture
def kept(cogov, folder):
    """A run with a checkpoint after two quarters."""
    if not (folder / "whole").exists():
        done = cogov(
            "run",
            "co_governance",
            *LONG,
            "--checkpoint-at",
            26,
            "--checkpoint",
            folder / "week26.ckpt",
            "--out",
            folder / "whole",
        )
        assert done.code == 0, done.err
    return folder / "week26.ckpt"


def test_a_run_goes_on_to_the_same_bytes(cogov, kept, folder, tmp_path):
    plain, on = tmp_path / "plain", tmp_path / "on"
    assert cogov("run", "co_governance", *LONG, "--out", plain).code == 0
    done = cogov("run", "--from", kept, "--weeks", 39, "--out", on)
    assert done.code == 0, done.err
    assert "Satisfaction" in done.out
    for name in TABLES:
        files = [(place / f"{name}.parquet").read_bytes() for place in (plain, folder / "whole", on)]
        assert files[0] == files[1] == files[2], name


def test_a_branch_parts_where_it_was_changed(cogov, kept, folder, tmp_path):
    on = tmp_path / "on"
    done = cogov("run", "--from", kept, "--set", "pooling=1.0", "--weeks", 39, "--out", on, "--json")
    assert done.code == 0, done.err
    one, other = (pd.read_csv(place / "indicators.csv") for place in (folder / "whole", on))
    same = (one == other) | (one.isna() & other.isna())
    assert same[one["week"] <= 26].to_numpy().all()
    assert not same[one["week"] > 26].to_numpy().all()
    manifest = json.loads((on / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["from"]["week"] == 26
    assert "--from" in manifest["command"]
    assert "--set pooling=1" in manifest["command"]
    assert cogov("replay", on).code == 0
    kept_bytes = kept.read_bytes()
    try:
        kept.write_bytes(kept_bytes[:-100])
        done = cogov("replay", on)
        assert done.code == 2
        assert "is not the checkpoint that this run went on from" in done.err
        done = cogov("run", "--from", kept, "--weeks", 39, "--out", tmp_path / "no")
        assert (done.code, "damaged" in done.err or "cut off" in done.err) == (2, True)
    finally:
        kept.write_bytes(kept_bytes)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weeks", "20"], "--weeks 20: week26.ckpt was made at the end of week 26"), (["top_down"], "SCENARIO is in the checkpoint already"),
        (["--seed", "3"], "--seed is in the checkpoint already"), (["--set", "complexity=3"], "--set complexity: holds from the start"),
        (["--set", "poolin=1"], "did you mean 'pooling'"), (["--checkpoint-at", "30"], "--checkpoint-at needs --checkpoint"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_branch(cogov, kept, words, said, tmp_path):
    done = cogov("run", "--from", kept, *words, "--out", tmp_path / "out")
    assert done.code == 2
    assert said in done.err


def test_a_run_needs_a_scenario_and_a_week_of_its_own(cogov, tmp_path):
    assert "name a SCENARIO" in cogov("run", "--out", tmp_path / "a").err
    done = cogov(
        "run", "co_governance", *LONG, "--checkpoint", tmp_path / "c", "--checkpoint-at", 40, "--out", tmp_path / "b"
    )
    assert (done.code, "from 1 to 39" in done.err) == (2, True)
    assert (
        "there is no folder"
        in cogov("run", "co_governance", *LONG, "--checkpoint", tmp_path / "x" / "c", "--out", tmp_path / "b").err
    )
