"""Words of hotlines are read where they are clear; digits, unclear words, remarks and answers of unfinished cases are refused or named."""

import numpy as np
import pytest
from cogov.data import DataError, read_cases
from cogov.data.cases.account import left_out
from cogov.data.cases.rates import durations, period_of, rates


def read(folder, rows, header):
    return read_cases(
        folder(
            {
                "cases.csv": "\n".join(
                    [header, *(f"{place},2025-01-{6 + place % 20:02d} 09:00,{row}" for place, row in enumerate(rows))]
                )
            }
        )
    )


@pytest.mark.parametrize(
    ("word", "is_open"),
    [("已办结", 0), ("办理中", 1), ("已派单", 1), ("超期办结", 0), ("In Progress", 1), ("延期", 1), ("已归档", 0)],
)
def test_status_words(folder, word, is_open):
    found = read(folder, [f"{word},2025-02-01" if not is_open else f"{word},"], "id,opened,status,closed")
    assert found.frame["open"].tolist() == [bool(is_open)]


@pytest.mark.parametrize("word", ["退单", "已退回", "作废", "重复工单", "cancelled", "待回访"])
def test_unclear_status_words_are_refused_with_a_way_out(folder, word):
    with pytest.raises(DataError) as caught:
        read(folder, ["已办结,2025-02-01", f"{word},"], "id,opened,status,closed")
    assert [(one.kind, one.row) for one in caught.value.errors] == [("unclear_word", 3)]
    assert "take the row out" in str(caught.value)
    assert "删去该行" in caught.value.text("zh")


@pytest.mark.parametrize("digit", ["1", "0", "2", "1.0", "０", "-1"])
@pytest.mark.parametrize("column", ["status", "resolved", "是否满意", "responded"])
def test_digits_mean_nothing(folder, digit, column):
    with pytest.raises(DataError) as caught:
        read(folder, [f"{digit},"] * 3, f"id,opened,{column},closed")
    assert [(one.kind, one.row, one.count) for one in caught.value.errors] == [("digits", 2, 3)]
    assert "codes.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("word", "answer"), [("解决（市民不认可）", 1), ("未解决(已转办)", 0), ("满意（电话回访）", 1)]
)
def test_remarks_are_named_with_their_number(folder, word, answer):
    found = read(
        folder, [f"已办结,2025-02-01,{word}"] * 7 + ["已办结,2025-02-01,是"], "id,opened,status,closed,resolved"
    )
    np.testing.assert_array_equal(found.frame["resolved"], [answer] * 7 + [1])
    said = next(one for one in found.warnings if one.kind == "remark")
    assert word in said.value or word.replace("（", "(").replace("）", ")") in said.value
    assert "x 7" in said.value
    assert not read(folder, ["已办结,2025-02-01,是（已解决）"], "id,opened,status,closed,resolved").warnings


def test_answers_without_any_closing_time_count_by_intake(folder):
    answers = ["是,满意", "否,不满意", "是,未回访", ",", "是,一般"]
    for header, prefix in (
        ("工单编号,受理时间,是否解决,是否满意", ""),
        ("工单编号,受理时间,状态,是否解决,是否满意", "已办结,"),
        ("工单编号,受理时间,办结时间,是否解决,是否满意", ","),
    ):
        found = read(folder, [prefix + row for row in answers] * 4, header)
        assert {name: (rate.count, rate.of) for name, rate in rates(found, period_of(found)).items()} == {
            "resolved": (12, 16),
            "satisfied": (4, 12),
        }
        assert [one.kind for one in found.warnings] == ["no_ends"]
        took = durations(found, period_of(found))
        assert np.isnan([*took.quartiles, took.closed_mean]).all()


def test_answers_of_unfinished_cases_are_named_and_counted(folder):
    rows = ["办理中,,否,"] * 3 + ["办理中,,是,满意"] * 2 + ["已办结,2025-01-14 12:00,是,满意"] * 4
    found = read(folder, rows, "id,opened,status,closed,resolved,satisfied")
    period = period_of(found)
    counted = {name: (rate.count, rate.of) for name, rate in rates(found, period).items()}
    assert counted == {"resolved": (4, 4), "satisfied": (4, 4)}
    said = {(one.column, one.value.split("x ")[1]) for one in found.warnings if one.kind == "answer_open"}
    assert said == {("resolved", "5)"), ("satisfied", "2)")}
    assert [(one.label.en, one.shown) for one in left_out(found, period) if one.label.en.startswith("Answers")] == [
        ("Answers in the column resolved", "5"), ("Answers in the column satisfied", "2")
    ]  # fmt: skip
    found = read(folder, [",是", "2025-01-07,是", ",否"], "id,opened,closed,resolved")
    assert [(one.kind, one.value.split("x ")[1]) for one in found.warnings] == [("answer_undated", "2)")]


def test_open_beside_a_closing_time_is_named(folder):
    found = read(folder, ["办理中,2025-01-27"] * 2 + ["已办结,2025-01-27"], "id,opened,status,closed")
    assert found.frame["open"].tolist() == [True, True, False]
    assert [(one.kind, one.row, one.value) for one in found.warnings] == [("open_dated", 2, "办理中 (x 2)")]


def test_what_was_understood_of_each_column(folder):
    found = read(
        folder,
        ["已办结,2025-02-01,是,12345", "办结,2025-02-01 10:00,未回访,微信", "办理中,,,随手拍"],
        "id,opened,状态,closed,resolved,来源",
    )
    said = {one.name: (one.text("en"), one.missing) for one in found.columns}
    assert said["status"] == ("open (办理中): 1; closed (已办结, 办结): 2", 0)
    assert said["closed_datetime"] == ("date and time: 1; day without a time: 1", 1)
    assert said["resolved"] == ("yes (是): 1; no answer (未回访): 1", 1)
    assert said["source"] == ("words, 3 different: 3", 0)
    assert found.frame["source"].tolist() == ["12345", "微信", "随手拍"]
    for one in found.columns:
        assert sum(count for _, count in one.read) + one.missing >= one.rows


@pytest.mark.parametrize(("one", "zero"), [("closed", "open"), ("办理中", "已办结")])
def test_a_codebook_gives_digits_their_meaning(folder, one, zero):
    codes = f"table,column,code,meaning\ncases,status,1,{one}\ncases,status,0,{zero}\ncases,resolved,2,未回访\ncases,resolved,1,是\n"
    table = "id,opened,status,closed,resolved\na,2025-01-06 09:00,1,{0},1\nb,2025-01-06 10:00,0,{1},\nc,2025-01-06 11:00,1,{0},2\n"
    ends = ("2025-01-07", "") if one == "closed" else ("", "2025-01-07")
    place = folder({"cases.csv": table.format(*ends), "codes.csv": codes})
    found = read_cases(place)
    assert found.frame["open"].tolist() == ([False, True, False] if one == "closed" else [True, False, True])
    np.testing.assert_array_equal(found.frame["resolved"], [1, np.nan, np.nan])
    with pytest.raises(DataError):
        read_cases(place / "cases.csv")  # the file alone has no codebook


def test_rows_that_are_no_cases_are_no_cases(folder):
    """A title and the header once more are set aside and named, a total is refused."""
    rows = [
        "2025年1月热线工单,,,",
        "工单编号,受理时间,状态,办结时间",
        "id,opened,status,closed",
        *(f"N{k},2025-01-{k + 6:02d} 09:00,已办结,2025-01-{k + 7:02d}" for k in range(14)),
        "合计,14,,",
    ]
    found = read_cases(folder({"cases.csv": "\n".join(rows[:-1])}))
    assert len(found) == 14
    assert {one.kind for one in found.warnings} >= {"header_again"}
    assert period_of(found).weeks == 2
    with pytest.raises(DataError) as caught:
        read_cases(folder({"cases.csv": "\n".join(rows)}))
    assert [(one.kind, one.row) for one in caught.value.errors] == [("total_row", 18)]


@pytest.mark.parametrize("again", ["N1", "Ｎ１", "n1"])
def test_an_id_stands_once(folder, again):
    with pytest.raises(DataError) as caught:
        read_cases(folder({"cases.csv": f"id,opened\nN1,2025-01-06 09:00\n{again},2025-01-07 09:00\n"}))
    assert [one.kind for one in caught.value.errors] == ["duplicate_id" if again == "N1" else "spellings"]
