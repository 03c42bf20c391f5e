"""`cogov data make` and `cogov data check`."""

import json

import pytest
from click.testing import CliRunner
from cogov.cli.commands.inputs.data import data


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(data, [str(argument) for argument in arguments])


def test_make_then_check(run, tmp_path):
    made = run("make", "example", tmp_path / "x")
    assert made.exit_code == 0, made.output
    checked = run("check", tmp_path / "x")
    assert checked.exit_code == 0, checked.output
    assert "residents.csv" in checked.output
    assert "drawn from defaults" in checked.output
    assert "No errors" in checked.output
    assert "没有错误" in run("check", tmp_path / "x", "--lang", "zh").output


def test_errors_are_listed_with_exit_code_2(run, tmp_path):
    (tmp_path / "residents.csv").write_text("id,community,age,agee\na,X,12,\nb,X,x,\n", encoding="utf-8")
    checked = run("check", tmp_path)
    assert checked.exit_code == 2
    for said in ("row 2", "row 3", "agents are adults", "not a number", "agee"):
        assert said in checked.output
    assert "第 2 行" in run("check", tmp_path, "--lang", "zh").output


def test_json_for_scripts(run, tmp_path):
    (tmp_path / "residents.csv").write_text("id,community,age\na,X,12\n", encoding="utf-8")
    checked = run("check", tmp_path, "--json")
    report = json.loads(checked.output)
    assert checked.exit_code == 2
    assert report["usable"] is False
    assert report["errors"][0] | {"message": ""} == {
        "level": "error", "kind": "under_age", "file": "residents.csv", "row": 2, "column": "age", "value": "12",
        "message": "", "allowed": "numbers from 18 to 120 (years)", "nearest": "",
    }  # fmt: skip
    (tmp_path / "residents.csv").write_text("id,community,age\na,X,\nb,X,20\n", encoding="utf-8")
    report = json.loads(run("check", tmp_path, "--json").output)
    assert report["usable"] is True
    assert report["missing"]["age"] == 0.5


def test_make_says_what_is_wrong(run, tmp_path):
    unknown = run("make", "davs", tmp_path / "x")
    assert unknown.exit_code == 2
    assert "did you mean 'davis'" in unknown.output
    assert "Traceback" not in unknown.output
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    assert run("make", "davis", tmp_path).exit_code == 2
    assert json.loads(run("make", "davis", tmp_path / "d", "--json").output)["name"] == "davis"


def test_check_of_no_folder(run, tmp_path):
    nothing = run("check", tmp_path / "nowhere")
    assert nothing.exit_code == 2
    assert "no such folder" in nothing.output
