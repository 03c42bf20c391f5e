"""`cogov map`: what it writes, prints and refuses."""

import json

import pytest
from click.testing import CliRunner
from cogov.cli.main import _in, cli

SMALL = ["map", "--quick", "--residents", "80", "--workers", "1"]


@pytest.fixture
def folders(tmp_path):
    return ["--out", str(tmp_path / "out"), "--keep", str(tmp_path / "kept")]


@pytest.fixture
def tiny(monkeypatch):
    """The quick map, smaller still."""
    from dataclasses import replace

    from cogov.evidence.contest import families

    grid = replace(families.QUICK, similarity=(0.8,), panels=(families.MIDDLE,), choosing=2, judging=2, telling=2, cells_again=1, communities=4)  # fmt: skip
    monkeypatch.setattr(families, "QUICK", grid)


@pytest.mark.slow
def test_a_tiny_map_and_its_files(tmp_path, folders, tiny):
    done = CliRunner().invoke(cli, [*SMALL, *folders])
    assert done.exit_code == 0, done.output
    assert "runs, some" in done.output  # before it starts
    assert "leads clearly in" in done.output
    out = tmp_path / "out"
    pages = [f"{name}{language}.md" for name in ("map", "map-benefit", "map-benefit-worst", "map-true-resolution") for language in ("", ".zh")]  # fmt: skip
    for page in pages:
        lines = (out / page).read_text(encoding="utf-8").splitlines()
        shown = [line.partition("](")[2].rstrip(")") for line in lines if line.startswith("![")]
        assert shown
        assert all((out / name).exists() for name in shown)
    manifest = json.loads((out / "map" / "manifest.json").read_text(encoding="utf-8"))
    assert {"map/cells.csv", *pages} <= set(manifest["files"])
    assert manifest["command"] == "cogov map --quick --seed 1 --residents 80"
    again = CliRunner().invoke(cli, [*SMALL, *folders, "--json", "--quiet"])
    found = json.loads(again.stdout)["shares"]
    assert found == manifest["shares"]
    for page in found.values():
        assert sum(page[name] for name in ("above", "below", "negotiated", "open")) == pytest.approx(1)


def test_in_chinese(folders):
    shown = CliRunner().invoke(_in("zh"), ["map", "--help"])
    assert "何处谁领先" in shown.output
    done = CliRunner().invoke(cli, ["map", "--residents", "3", "--lang", "zh", *folders])
    assert done.exit_code == 2


def test_folders_are_tried_before_anything_runs(tmp_path, folders):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for option in ("--out", "--keep"):
        done = CliRunner().invoke(cli, [*SMALL, *folders, option, str(tmp_path / "file")])
        assert done.exit_code == 2
        assert "file" in done.output
        assert "choosing" not in done.output
