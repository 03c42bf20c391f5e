"""Scenario files of visitors: data only, of limited size, never a way to other files."""

import pytest
from cogov.app.library import in_library, of_library, part_choices
from cogov.app.sessions.drafts import differences, draft, own_changes, parse, plain_name
from cogov.app.sessions.study_view import folders, opened
from cogov.scenarios import ScenarioError, load


def test_draft_and_text_are_two_views_of_one_scenario():
    changes = [{"week": 104, "levers": {"organization_grants": 0.0}}]
    text = draft("co_governance", {"en": "A", "zh": "甲"}, {"pooling": 0.7, "linkage": 0.7}, changes)
    found = parse(text, 16)
    assert dict(found.own) == {"pooling": 0.7}  # linkage is at 0.7 there already
    assert own_changes(found) == changes
    assert draft("co_governance", {"en": "A", "zh": "甲"}, dict(found.own), own_changes(found)) == text
    rows = differences(found, load("co_governance"), "zh")
    assert [(row["week"], row["lever"], row["after"]) for row in rows] == [
        ("0", "资源整合", "0.7"),
        ("104", "社会组织资助", "0"),
    ]


def test_a_draft_of_parts():
    text = draft("above+high_control", {"en": "A", "zh": "甲"}, {"pooling": 0.7, "kpi_power": 0.6}, [])
    found = parse(text, 16)
    assert found.extends == "above+high_control"
    assert dict(found.own) == {"pooling": 0.7}
    assert not own_changes(found)
    (row,) = differences(found, of_library("above+high_control"), "zh")
    assert row["lever"] == "资源整合"
    assert not own_changes(parse("title: {en: a, zh: b}\nextends: emergency_mandate", 16))
    assert plain_name("Above") == "own_above"


def test_only_what_the_library_has_can_be_joined(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "above+mine").write_text("title: {en: a, zh: b}\n", encoding="utf-8")
    assert of_library("above+funding_cut").digest == load("above+funding_cut").digest
    for name in ("above+mine", "above+below", "above+../x.yaml", "", "+", "above+", None, 3):
        assert not in_library(name), name
    chosen = {one["kind"]: one["chosen"] for one in part_choices(of_library("above+high_control").parts, "en")}
    assert chosen == {"who": "above", "control": "high_control", "purse": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: {en: a, zh: b}\nextends: ../../etc/passwd", "only a scenario of the library"),
        ("title: {en: a, zh: b}\nextends: ./other.yaml", "only a scenario of the library"),
        ("title: {en: a, zh: b}\nextends: above+below", "only a scenario of the library, or parts joined by +"),
        ("title: {en: a, zh: b}\nextends: [a]", "only a scenario of the library"),
        ("x: !!python/object/apply:os.system [ls]", "1:"),
        ("a: &a [1, 1]\nb: [*a, *a]", "aliases"),
        ("title: {en: a, zh: b}\nlevers: {poling: 1}", "did you mean 'pooling'"),
        ("title: {en: a, zh: b}\nlevers: {pooling: 7}", "out of bounds"),
        ("", "empty"),
        ("[", "YAML"),
        ("- a", "mapping"),
        ("x" * 20_000, "more than 16 kilobytes"),
        ("\ud800", "1:"),
    ],
)
def test_what_is_wrong_is_told_and_no_path_is(text, said):
    with pytest.raises(ScenarioError) as raised:
        parse(text, 16)
    message = str(raised.value)
    assert said in message
    assert "cogov-draft" not in message


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Grids that share", "grids_that_share"),
        ("../../etc", "etc"),
        ("我的方案", "own"),
        ("top_down", "own_top_down"),
        ("x" * 99, "x" * 40),
    ],
)
def test_names_are_never_paths(title, name):
    assert plain_name(title) == name


def test_study_folders_are_chosen_never_named(tmp_path):
    (tmp_path / "root" / "one").mkdir(parents=True)
    (tmp_path / "root" / "one" / "study.yaml").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "study.yaml").touch()
    root = str(tmp_path / "root")
    assert folders(root) == ["one"]
    assert folders("") == []
    for name in ("../other", str(tmp_path / "other"), "", "two"):
        with pytest.raises(KeyError):
            opened(root, name)
