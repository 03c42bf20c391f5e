"""What is noticed has two forms: rows and values for the screen, counts by kind for whatever is handed on."""

import json
import pickle

import pytest
from cogov.data import DataError, load
from cogov.data.errors import ERRORS, WARNINGS, DataProblem, notices

SENTINEL = "Zq7"
FILES = {
    "residents.csv": f"id,community,occupation,age,years,grid,building,{SENTINEL}col\n"
    + "".join(f"{SENTINEL}r{k},X,{SENTINEL}job{k},30,{31 if k < 3 else 1},{'g' if k else ''},1,q\n" for k in range(6)),
    "ties.csv": f"source,target\n{SENTINEL}r0,{SENTINEL}r1\n{SENTINEL}r1,{SENTINEL}r0\n{SENTINEL}r2,{SENTINEL}r2\n",
    "organizations.csv": f"id,community,founded\n{SENTINEL}O,X,2010\n",
    "memberships.csv": f"resident,organization\n{SENTINEL}r0,{SENTINEL}O\n{SENTINEL}r0,{SENTINEL}O\n",
    "cases.csv": f"id,requested,community\n1,2025-01-06,{SENTINEL}place\n",
    f"{SENTINEL}.csv": "x",
}


def test_nothing_of_anyones_record_is_in_what_is_handed_on(folder):
    given = load(folder(FILES))
    screen = "\n".join(notice["en"] for notice in given.warnings)
    for word in ("r1", "r2", "job5", "O", "place", "col", ".csv"):
        assert SENTINEL + word in screen
    public = [notice.public for notice in given.warnings]
    assert not any(SENTINEL in text.en or SENTINEL in text.zh for text in public)
    assert SENTINEL not in json.dumps(given.summary(), ensure_ascii=False)


def test_public_notices_count(folder):
    said = {notice.public.en for notice in load(folder(FILES)).warnings}
    assert "residents: no resource follows from the word; it is drawn (6)" in said
    assert "residents: the person has lived here for longer than he or she lives (3)" in said
    assert "ties: the tie stands more than once; the strongest is taken" in said
    assert "organisations: ages of organisations are counted up to this year: 2010" in said


def test_what_is_only_counted_on_the_screen_is_counted_in_public():
    problems = [DataProblem("duplicate_tie", "t.csv", row) for row in range(5)]
    problems.append(DataProblem("more_warnings", "t.csv", value="7", count=7, of="duplicate_tie"))
    (notice,) = notices(problems, {"t.csv": "ties"})
    assert notice.public.en.endswith("(12)")
    assert notice.public.zh.endswith("（12 处）")


def test_errors_survive_a_process(folder):
    with pytest.raises(DataError) as caught:
        load(folder({"residents.csv": "id,community,age\na,X,7\n"}))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)


def test_chinese_texts_are_punctuated_as_chinese():
    for text in (*ERRORS.values(), *WARNINGS.values()):
        assert not set(text.zh) & set(",;:"), text.zh
