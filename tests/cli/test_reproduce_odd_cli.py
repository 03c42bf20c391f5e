"""`cogov reproduce` and `cogov odd` as a user meets them."""

import json

import pytest
from cogov.evidence.reproduce import baker


def test_a_table_on_the_terminal(cogov):
    done = cogov("reproduce", "granovetter", "--lang", "zh")
    assert done.code == 0
    assert "阈值 0 至 99" in done.out
    assert "一致" in done.out
    assert "granovetter ..." in done.err


def test_json_and_files(cogov, tmp_path):
    done = cogov("reproduce", "baker", "granovetter", "--quick", "--json", "--seed", 5, "--out", tmp_path / "new")
    assert done.code == 0
    data = json.loads(done.out)
    assert (data["seed"], [one["verdict"] for one in data["results"]]) == (5, ["agree", "agree"])
    assert (tmp_path / "new" / "reproduce.zh.md").exists()
    assert (tmp_path / "new" / "figures" / "reproduce-baker.png").exists()


def test_what_differs_is_a_failure(cogov, monkeypatch):
    monkeypatch.setattr(baker, "surplus", lambda true, report: true - 0.51 * (true * true + report * report))
    done = cogov("reproduce", "baker", "--quiet")
    assert done.code == 1
    assert "differ from the published result: baker" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["reproduce", "wats"], "did you mean 'watts'"),
        (["reproduce", "--seed", "-1"], "--seed"),
        (["odd", "--lang", "fr"], "--lang"),
    ],
)
def test_wrong_input(cogov, words, message):
    done = cogov(*words)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""


def test_odd_is_printed_or_written(cogov, tmp_path):
    assert cogov("odd").out.startswith("# ODD description of cogov\n")
    assert cogov("odd", "--trace", "--lang", "zh").out.startswith("# TRACE")
    done = cogov("odd", "--out", tmp_path, "--lang", "zh")
    assert done.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "odd.zh.html",
        "odd.zh.md",
        "trace.zh.html",
        "trace.zh.md",
    ]


def test_a_folder_that_is_a_file(cogov, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for words in (["odd"], ["reproduce", "baker"]):
        done = cogov(*words, "--out", tmp_path / "file")
        assert done.code == 2
        assert "file" in done.err
