"""Headers stand in one declaration: the Chinese page lists them, messages for a Chinese table suggest Chinese ones."""

import re
from pathlib import Path

import pytest
from cogov.data import check
from cogov.data.tables.headers import COLUMNS, FILES, is_chinese, normal

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "data.zh.md"
TABLES = {"居民": "residents", "联系": "ties", "组织": "organizations", "成员": "memberships", "社区": "communities", "编码说明": "codes"}  # fmt: skip


def test_the_chinese_page_lists_the_chinese_headers():
    rows = re.findall(r"^\| (\S+) \| `(\w+)` \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {(TABLES[table], column): re.findall(r"`([^`]+)`", words) for table, column, words in rows}
    declared = {
        (which, column): [word for word in words if is_chinese(word)]
        for which in TABLES.values()
        for column, words in COLUMNS[which].items()
    }
    assert listed == declared


def test_the_chinese_page_lists_the_chinese_names_of_files():
    text = PAGE.read_text(encoding="utf-8")
    assert not [name for which in TABLES.values() for name in FILES[which] if is_chinese(name) and f"`{name}.csv`" not in text]  # fmt: skip


@pytest.mark.parametrize("which", TABLES.values())
def test_no_header_means_two_things(which):
    words = [normal(word) for group in COLUMNS[which].values() for word in group]
    assert len(words) == len(set(words))


def test_a_chinese_table_is_answered_in_chinese_headers(folder):
    found = check(folder({"居民.csv": "编号,社区编码\na,X\n"}))
    (problem,) = [problem for problem in found if problem.is_error]
    assert (problem.column, problem.value) == ("社区", "社区编码")
    assert is_chinese(problem.nearest)
    (unread,) = [problem for problem in found if problem.kind == "unknown_column"]
    assert is_chinese(unread.nearest)
    english = check(folder({"residents.csv": "id,comunity\na,X\n"}, "english"))[0]
    assert english.nearest == "community"


def test_what_was_understood_is_shown_for_every_column(folder):
    import json

    from click.testing import CliRunner
    from cogov.cli.commands.inputs.data import data

    text = "id,community,age,tenure,occupation,住址\na,X,30,owner,astronaut,q\nb,X,,租户,司机,\nc,X,50,OWN,,\n"
    place = folder({"residents.csv": text, "ties.csv": "source,target,kind\na,b,friend\n"})
    report = json.loads(CliRunner().invoke(data, ["check", str(place), "--json"]).output)
    columns = {one["header"]: one for one in report["columns"]["residents.csv"]}
    assert (columns["age"]["read"], columns["age"]["missing"], columns["age"]["low"], columns["age"]["high"]) == (
        2,
        1,
        "30",
        "50",
    )
    assert [(one["value"], one["read_as"], one["rows"]) for one in columns["tenure"]["values"]] == [
        ("OWN", "owner", 1), ("owner", "owner", 1), ("租户", "renter", 1),
    ]  # fmt: skip
    assert {one["value"]: one["read_as"] for one in columns["occupation"]["values"]} == {
        "astronaut": "drawn",
        "司机": "transport",
    }
    assert (columns["occupation"]["read"], columns["occupation"]["missing"], columns["occupation"]["drawn"]) == (
        1,
        2,
        True,
    )
    assert columns["住址"]["kind"] == "unread"
    shown = CliRunner().invoke(data, ["check", str(place), "--lang", "zh"], terminal_width=200).output
    for words in ("业主", "30 至 50", "未读取", "按默认值抽取："):
        assert words in shown
