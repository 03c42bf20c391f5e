"""`--size`: a named size in place of residents, communities and grids, and what is said of pooling."""

import json

import pytest
from cogov.runs import scale as scales
from cogov.runs.scale import Scale

POOLED, APART = "co_governance", "grid_only"


@pytest.fixture
def tiny(monkeypatch):
    """The names stand for districts that run in no time; ten residents a grid are to scale."""
    made = {"quick": Scale("quick", 60, 2, 1), "full": Scale("full", 80, 2, 4)}
    monkeypatch.setattr(scales, "SCALES", made)
    monkeypatch.setattr(scales, "GRID_RESIDENTS", 10)


@pytest.mark.parametrize(("name", "size"), [("quick", (60, 2, 1)), ("full", (80, 2, 4))])
def test_a_run_of_a_named_size(cogov, tiny, tmp_path, name, size):
    done = cogov("run", POOLED, "--size", name, "--weeks", 2, "--out", tmp_path / "a", "--quiet")
    assert done.code == 0
    assert ("pooling is not to scale: 2 communities with 1 grid of 30 residents" in done.err) == (name == "quick")
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert "--size" not in manifest["command"], "the command that remakes it has the numbers"
    residents, communities, grids = size
    words = ("--residents", residents, "--communities", communities, "--set", f"grids={grids}")
    again = cogov("run", POOLED, *words, "--weeks", 2, "--out", tmp_path / "b", "--quiet")
    assert (again.code, again.err) == (0, "")
    for file in ("indicators.csv", "residents.csv"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_nothing_is_said_where_nothing_is_pooled(cogov, tiny, tmp_path):
    done = cogov("run", APART, "--size", "quick", "--set", "pooling=0", "--weeks", 2, "--out", tmp_path, "--quiet")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--residents", 61), "--size quick and residents = 61 contradict each other: it has 60"),
        (("--communities", 3), "communities = 3 contradict each other: it has 2"),
        (("--set", "residents=61"), "residents = 61 contradict"),
        (("--set", "grids=2"), "grids = 2 contradict each other: it has 1; leave one of them out"),
        (("--data", "nowhere"), "leave out --size"),
        (("--lang", "zh", "--set", "grids=2"), "互相矛盾"),
    ],
)
def test_contradictions(cogov, tiny, tmp_path, more, words):
    done = cogov("run", POOLED, "--size", "quick", "--weeks", 2, "--out", tmp_path / "out", *more)
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "out").exists()


def test_the_same_number_twice_is_no_contradiction(cogov, tiny, tmp_path):
    done = cogov("run", POOLED, "--size", "full", "--residents", 80, "--weeks", 2, "--out", tmp_path, "--quiet")
    assert done.code == 0


def test_check(cogov):
    done = cogov("scenarios", "check", POOLED, "--size", "quick", "--json")
    assert done.code == 0
    assert "pooling is not to scale: 8 communities with 1 grid of 1,050 residents each" in done.err
    assert json.loads(done.out)["checked"][0]["available"] == pytest.approx(400.0 * 8_400)
    assert (
        "资源整合在此规模下与实际不成比例" in cogov("scenarios", "check", POOLED, "--size", "quick", "--lang", "zh").err
    )
    assert cogov("scenarios", "check", POOLED, "--size", "full").err == ""
    wrong = cogov("scenarios", "check", POOLED, "--size", "full", "--residents", 3200)
    assert (wrong.code, "residents = 3200 contradict" in wrong.err) == (2, True)


def test_hypotheses_that_pool_are_refused(cogov, tmp_path):
    done = cogov("hypotheses", "H4", "--quick", "--size", "quick", "--out", tmp_path / "out")
    assert done.code == 2
    assert "H4 cannot be tried with --size quick: pooling is not to scale" in done.err
    both = cogov("hypotheses", "H1", "--quick", "--size", "quick", "--residents", 500, "--out", tmp_path / "out")
    assert (both.code, "--size quick and --residents 500 exclude each other" in both.err) == (2, True)


@pytest.mark.parametrize("name", ["huge", "Full"])
def test_unknown_names(cogov, name):
    done = cogov("run", POOLED, "--size", name)
    assert done.code == 2
    assert "quick" in done.err
