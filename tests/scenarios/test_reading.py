"""Scenario files: what is right is read, and each fault is one clear message with its place, all of them at once."""

import os
import sys

import pytest
from cogov.model.quantities.levers import LEVERS
from cogov.scenarios import ScenarioError, load
from cogov.scenarios.template import template

TITLE = "title: {en: Own, zh: 自拟}\n"


@pytest.fixture
def write(tmp_path):
    def put(text, name="own.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put


def faults(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return list(caught.value.faults)


def test_a_file_is_read(write):
    path = write(
        TITLE + 'question: {en: "Why?", zh: 为何}\nclaims: [C1, C22a]\nextends: top_down\n'
        "levers: {pooling: 1e-1, copying: none}\nreasons:\n  pooling: {en: because, zh: 因为}\n"
        "changes:\n  - {week: 104, levers: {organization_grants: 0}, why: support ends}\n"
    )
    scenario = load(path)
    assert scenario.name == "own"
    assert scenario.title.zh == "自拟"
    assert scenario.claims == ("C1", "C22a")
    assert scenario.levers["pooling"] == 0.1
    assert scenario.levers["mandate_share"] == load("top_down").levers["mandate_share"]
    assert scenario.own == {"pooling": 0.1, "copying": "none"}
    assert scenario.reasons["pooling"].zh == "因为"
    assert scenario.changes[0].why.zh == "support ends"
    assert set(scenario.levers) == set(LEVERS)
    assert load(str(path)) == scenario


def test_byte_order_mark_and_windows_lines(write):
    assert load(write(b"\xef\xbb\xbf" + TITLE.replace("\n", "\r\n").encode())).title.en == "Own"


CASES = {
    "titel: {en: a, zh: b}\n" + TITLE: (1, "unknown key 'titel'; did you mean 'title'?"),
    TITLE + "levers: {poolling: 0.1}\n": (2, "unknown lever 'poolling'; did you mean 'pooling'?"),
    TITLE + "levers:\n  pooling: 0.1\n  mandate_share: 1.5\n": (4, "from 0 to 1"),
    TITLE + "levers: {pooling: much}\n": (2, "not a number"),
    TITLE + "levers: {pooling: .nan}\n": (2, "not finite"),
    TITLE + "levers: {pilots: 1.5}\n": (2, "not whole"),
    TITLE + "levers: {pilots: 1" + "0" * 400 + "}\n": (2, "too large"),
    TITLE + "levers: {copying: adopted}\n": (2, "did you mean 'adapted'?"),
    TITLE + "levers: {mediation_time: 0.9, relay_time: 0.6}\n": (2, "at most 1"),
    TITLE + "changes:\n  - {week: 3, levers: {mediation_time: 0.9}}\n": (2, "week 3: "),
    TITLE + "levers: 3\n": (2, "not a mapping"),
    TITLE + "claims: C1\n": (2, "not a list"),
    TITLE + "claims: [C1, C27]\n": (2, "'C27' is not a claim"),
    TITLE + "question: why\n": (2, "not in both languages"),
    TITLE + "reasons: {pooling: {en: a, zh: b}}\n": (2, "not set here"),
    TITLE + "changes: {week: 3}\n": (2, "not a list"),
    TITLE + "changes:\n  - {week: -3, levers: {pooling: 0}}\n": (3, "-3 is not a whole number of at least 0"),
    TITLE + "changes:\n  - {week: 1.5, levers: {pooling: 0}}\n": (3, "1.5 is not a whole number"),
    TITLE + "changes:\n  - {levers: {pooling: 0}}\n": (3, "week is missing"),
    TITLE + "changes:\n  - {week: 3}\n": (3, "changes no lever"),
    TITLE + "changes:\n  - 3\n": (3, "not a mapping"),
    TITLE + "changes:\n  - {weak: 3, week: 3, levers: {pooling: 0}}\n": (3, "did you mean 'week'?"),
    TITLE + "changes:\n  - {week: 3, levers: {pooling: 0}}\n  - {week: 3, levers: {pooling: 1}}\n": (
        4,
        "changed twice",
    ),
    TITLE + "levers:\n  pooling: 0.1\n  pooling: 0.2\n": (4, "given twice, first in line 3"),
    TITLE + TITLE: (2, "given twice, first in line 1"),
    TITLE + "extends: statusquo\n": (2, "did you mean 'status_quo'?"),
    TITLE + "extends: missing.yaml\n": (2, "no such file"),
    TITLE + "extends: own.yaml\n": (2, "circle: own.yaml -> own.yaml"),
    TITLE + "extends: [a]\n": (2, "not the name"),
    "title: {en: Own}\n": (1, "missing in this language"),
    "title: {en: Own, zh: 3}\n": (1, "3 is not a text"),
    "title: Own\n": (1, "not in both languages"),
    "claims: []\n": (1, "title is missing"),
    "- a\n": (1, "a scenario is a mapping"),
    "just words\n": (1, "a scenario is a mapping"),
    TITLE + "levers: {pooling: 0.1\n": (3, "not valid YAML"),
    TITLE + "\tlevers: 1\n": (2, "not valid YAML"),
    TITLE + "---\n" + TITLE: (2, "not valid YAML"),
    TITLE + "question: !!python/object:os.system {}\n": (2, "cannot be read as tag"),
    TITLE + "claims: [!!python/name:os.system '']\n": (2, "cannot be read"),
    TITLE + "levers: {pooling: 2024-99-99}\n": (2, "cannot be read"),
    TITLE + "levers: &a {pooling: 0.1}\nreasons: *a\n": (2, "aliases"),
    TITLE + "levers: &a\n  pooling: *a\n": (2, "aliases"),
    TITLE + "? [a, b]\n: 3\n": (2, "a key that is not a word"),
    TITLE.encode() + "question: {en: a, zh: 自治}".encode("gb18030"): (2, "not UTF-8"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=[what for _, what in CASES.values()])
def test_one_clear_message(write, text, expected):
    path = write(text)
    line, what = expected
    found = faults(path)
    assert len(found) == 1, found
    assert what in found[0]
    assert found[0].startswith(f"{path}:{line}: "), found[0]


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n", "null\n"])
def test_empty_file(write, text):
    assert len(faults(write(text))) == 1


def test_all_faults_at_once(write):
    path = write(
        "titel: 1\nlevers:\n  poolling: 1\n  mandate_share: 2\nchanges:\n  - {week: -1, levers: {linkage: 3}}\n"
    )
    found = faults(path)
    assert len(found) == 6
    assert [int(fault.removeprefix(f"{path}:").split(":")[0]) for fault in found] == [1, 1, 3, 4, 6, 6]


def test_faults_of_the_extended_file_are_told(write):
    write(TITLE + "levers: {pooling: 3}\n", "below.yaml")
    (fault,) = faults(write(TITLE + "extends: below.yaml\n"))
    assert "below.yaml:2" in fault
    assert "pooling = 3" in fault


def test_long_circle(write):
    write(TITLE + "extends: b.yaml\n", "a.yaml")
    write(TITLE + "extends: c.yaml\n", "b.yaml")
    (fault,) = faults(write(TITLE + "extends: a.yaml\n", "c.yaml"))
    assert "c.yaml -> a.yaml -> b.yaml -> c.yaml" in fault


def test_folder_and_missing_file(tmp_path):
    assert "a folder" in faults(tmp_path)[0]
    assert "no such file" in faults(tmp_path / "none.yaml")[0]
    assert "did you mean 'top_down'?" in faults("topdown")[0]
    assert "known:" in faults("zzz")[0]
    assert faults("")
    assert faults("x" * 5000)
    assert faults("a\0b")
    assert faults("co_governance+")
    assert "has no changes" in faults("co_governance+top_down")[0]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="anything can be read here")
def test_unreadable_file(write):
    path = write(TITLE)
    path.chmod(0)
    assert "cannot be read" in faults(path)[0]


def test_library_files_need_reasons(write, monkeypatch, tmp_path):
    monkeypatch.setattr("cogov.scenarios.reading.LIBRARY", tmp_path.resolve())
    found = faults(write(TITLE + "levers: {pooling: 0.4}\n", "own.yaml"))
    assert any("needs a reason" in fault for fault in found)
    assert any("question is missing" in fault for fault in found)


@pytest.mark.parametrize("extends", ["status_quo", "co_governance"])
def test_template_is_valid_and_changes_nothing(tmp_path, extends):
    path = tmp_path / "mine.yaml"
    path.write_text(template("我的: '方案'", extends, path), encoding="utf-8")
    mine = load(path)
    assert mine.levers == load(extends).levers
    assert mine.title.zh == "我的: '方案'"


def test_template_of_a_file_elsewhere(tmp_path, write):
    below = write(TITLE + "levers: {pooling: 0.7}\n")
    path = tmp_path / "sub" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(template("mine", str(below), path), encoding="utf-8")
    assert load(path).levers["pooling"] == 0.7
    with pytest.raises(ScenarioError):
        template("x", "status_quo", tmp_path / "top_down.yaml")
    with pytest.raises(ScenarioError):
        template("x", str(below), below)
