"""`cogov extensions`, the page about extensions, and case records on the command line."""

import json
import re

import pytest
from cogov.cli.main import main
from cogov.data import read_cases
from cogov.runs.extensions.example import EXAMPLE
from cogov.runs.extensions.extensions import find
from cogov.tests.repo.conftest import ROOT


@pytest.fixture
def cogov(capsys):
    def call(*words):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return ended.value.code, capsys.readouterr()

    return call


def test_listed_and_looked_at(gardens, cogov):
    code, said = cogov("extensions")
    assert (code, "gardens  cogov-gardens 1.2" in said.out) == (0, True)
    code, said = cogov("extensions", "gardens", "--lang", "zh", "--json")
    (found,) = json.loads(said.out)
    assert [one["name"] for one in found["adds"]] == [
        *("tend_gardens", "garden_gap", "gardener_share", "garden_step", "seedlings", "gardener", "gardeners")
    ]
    code, said = cogov("extensions", "gardns")
    assert code == 2
    assert "did you mean 'gardens'" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("page", ["extending.md", "extending.zh.md"])
def test_the_page_shows_the_example_that_is_printed(cogov, page, tmp_path):
    assert cogov("extensions", "--example")[1].out == EXAMPLE
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0] == EXAMPLE
    path = tmp_path / "gardens.py"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert find(path).name == "gardens"


def test_environment_variable_and_scenarios(gardens, cogov, monkeypatch):
    assert "gardeners" not in cogov("scenarios", "list")[1].out
    monkeypatch.setenv("COGOV_EXTENSIONS", "gardens")
    assert "gardeners" in cogov("scenarios", "list")[1].out
    assert "tend_gardens" in cogov("odd")[1].out
    code, said = cogov("scenarios", "list", "--extension", "nowhere.py")
    assert (code, "nowhere.py: cannot be read" in said.err) == (2, True)


def test_run_with_cases_and_extension(gardens, cogov, tmp_path):
    words = [
        "run",
        "gardeners",
        "--residents",
        200,
        "--communities",
        2,
        "--weeks",
        10,
        "--quiet",
        "--extension",
        "gardens",
    ]
    words += ["--set", "problem_rate=300", "--out", tmp_path / "r"]
    assert cogov(*words, "--start", "2024-12-30")[0] == 2  # a day of what?
    code, said = cogov(*words, "--cases", "--start", "2025-01-01")
    assert (code, "the Monday before is 2024-12-30" in said.err) == (2, True)
    code, said = cogov(*words, "--cases", "--start", "2024-12-30", "--lang", "zh")
    assert code == 0, said.err
    cases = read_cases(tmp_path / "r")
    assert len(cases) > 5
    assert str(cases.frame["requested_datetime"].min()) >= "2024-12-30"
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["cases"] == {"lang": "zh", "start": "2024-12-30"}
    assert "garden_gap" in manifest["units"]
    code, said = cogov("replay", tmp_path / "r", "--quiet")
    assert code == 0, said.err
    target = tmp_path / "targets.yaml"
    assert cogov("data", "targets", tmp_path / "r", "--population", 200, "--out", target)[0] == 0
    assert "recorded_resolution" in target.read_text(encoding="utf-8")
    code, said = cogov("data", "targets", tmp_path / "r", "--out", target)
    assert (code, "--force" in said.err) == (2, True)
    assert cogov("calibrate", target, "--check")[0] == 0
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "诉求.csv").write_bytes((tmp_path / "r" / "cases.csv").read_bytes())
    code, said = cogov("data", "check", tmp_path / "c", "--lang", "zh")
    assert code == 0
    for words in ("响应率", "解决率（按记录）", "满意率", "承办单位", "没有错误"):
        assert words in said.out
    code, said = cogov("data", "check", tmp_path / "c", "--json")
    assert json.loads(said.out)["cases"]["cases"] == len(cases)
    code, said = cogov("compare", "status_quo", "co_governance", "--data", tmp_path / "c", "--quiet")
    assert (code, "no residents.csv" in said.err) == (2, True)
