"""`cogov hypotheses`, `assumptions`, `validate`: what they write, print and refuse."""

import json

import pytest
from click.testing import CliRunner
from cogov.cli.commands.evidence.assumptions import assumptions
from cogov.cli.commands.evidence.hypotheses import hypotheses
from cogov.cli.commands.evidence.validate import validate
from cogov.cli.main import cli

SMALL = ["--quick", "--residents", "160", "--weeks", "20", "--replicates", "2", "--workers", "1"]


@pytest.fixture
def folders(tmp_path):
    return ["--out", str(tmp_path / "out"), "--keep", str(tmp_path / "kept")]


@pytest.mark.slow
def test_a_tiny_run_and_its_files(tmp_path, folders):
    done = CliRunner().invoke(hypotheses, ["H7", "H10", *SMALL, "--map", *folders])
    assert done.exit_code == 0, done.output
    assert "H10" in done.output
    out = tmp_path / "out"
    for language in ("", ".zh"):
        text = (out / f"hypotheses{language}.md").read_text(encoding="utf-8")
        assert "--replicates 2" in text
        shown = [line.partition("](")[2].rstrip(")") for line in text.splitlines() if line.startswith("![")]
        assert len(shown) == 3
        assert all((out / name).exists() for name in shown)
    listed = json.loads((out / "hypotheses" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert "hypotheses/runs.parquet" in listed
    again = CliRunner().invoke(hypotheses, ["H7", "H10", *SMALL, "--map", *folders, "--json"])
    found = json.loads(again.stdout[again.stdout.index("{") :])["verdicts"]
    assert [one["hypothesis"] for one in found] == ["H7", "H10"]
    assert all(one["nulls_exact"] and one["en"] and one["zh"] for one in found)


def test_one_trajectory_is_not_enough(folders):
    done = CliRunner().invoke(assumptions, ["gossip", *SMALL, "--trajectories", "1", *folders])
    assert done.exit_code == 2
    assert "0 or at least 2" in done.output


def test_unknown_names(folders):
    for command, name, near in ((hypotheses, "H12", "H"), (assumptions, "trust_dwon", "trust_down")):
        done = CliRunner().invoke(command, [name, *SMALL, *folders])
        assert done.exit_code == 2
        assert f"did you mean '{near}" in done.output


def test_folders_are_tried_before_anything_runs(tmp_path, folders):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for command in (hypotheses, assumptions, validate):
        for option in ("--out", "--keep"):
            done = CliRunner().invoke(command, ["--quick", *folders, option, str(tmp_path / "file")])
            assert done.exit_code == 2
            assert "file" in done.output
            assert "running" not in done.output


def test_stopped_work_says_how_to_go_on(monkeypatch, folders):
    from cogov.evidence.hypotheses import gather

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(gather, "gather", stop)
    done = CliRunner().invoke(cli, ["hypotheses", "H8", *SMALL, *folders])
    assert done.exit_code == 1
    assert "0 finished runs are kept" in done.output
    assert "the same command goes on" in done.output


@pytest.mark.slow
def test_assumptions_of_two_numbers(tmp_path, folders):
    done = CliRunner().invoke(
        assumptions, ["gossip", "trust_down", *SMALL, "--trajectories", "2", *folders, "--lang", "zh"]
    )
    assert done.exit_code == 0, done.output
    assert "结论" in done.output
    assert (tmp_path / "out" / "assumptions" / "one-at-a-time.csv").exists()
    assert "Morris" in (tmp_path / "out" / "assumptions.md").read_text(encoding="utf-8")
