"""The validation card: what is met, what a target was used for, and that everything is there in both languages."""

import pytest
from cogov.core.text import Text
from cogov.evidence import patterns, validation
from cogov.evidence.patterns import Check, Pattern
from cogov.evidence.validation import Row, Use, gather, rows_of
from cogov.reports.evidence.validation import document, files, wanted
from cogov.runs.intervals import Interval

WORDS = Text("a", "甲")


def check(low, high, bottom, top=None):
    return Check(WORDS, Interval((low + high) / 2, low, high, 9), "share", bottom, top)


@pytest.mark.parametrize(
    ("low", "high", "met"), [(0.1, 0.2, True), (0.3, 0.4, False), (0.2, 0.3, None), (0.0, 0.02, False)]
)
def test_a_row_is_met_by_its_whole_interval(low, high, met):
    row = Row("x", WORDS, Use.HELD_OUT, True, check(low, high, 0.05, 0.25))
    assert row.met is met
    assert wanted(row) == "0.05-0.25"


def test_counts_tell_uses_apart():
    rows = [Row("x", WORDS, use, True, check(0.1, 0.2, 0.05)) for use in (Use.HELD_OUT, Use.CALIBRATED, Use.HELD_OUT)]
    one = validation.Card(1, 2, True, {}, tuple(rows), WORDS, "k")
    assert one.count(True, Use.HELD_OUT) == 2
    assert one.count(True, Use.CALIBRATED) == 1
    assert one.count(False, Use.HELD_OUT) == one.count(None, Use.INPUT) == 0


def test_every_pattern_has_its_facts_and_only_checked_numbers_make_rows():
    assert {plan.name for plan in patterns.PLANS} == set(validation._FACTS)
    assert {name for name, _ in validation._BY_CHECK} <= set(validation._FACTS)
    made = [Pattern("alone", WORDS, WORDS, (check(0.2, 0.3, None), check(0.2, 0.3, 0.1), check(0.2, 0.3, 0.1)))]
    assert [row.use for row in rows_of(made)] == [Use.INPUT, Use.HELD_OUT]


def test_the_survey_is_read_from_the_records(needs):
    needs("module:causaldata")
    text = validation.survey_of_diffusion()
    assert "0.564" in text.en  # 56 % against 37 %, as published
    assert "0.366" in text.en
    assert "0.564" in text.zh


@pytest.mark.slow
def test_the_whole_card():
    found = gather(2, quick=True, workers=1)
    names = {row.name for row in found.rows}
    assert names == {plan.name for plan in patterns.PLANS} | {"reported", "trust", "diffusion"}
    assert {row.use for row in found.rows} == {*Use}
    reported = [row for row in found.rows if "0.965" in row.source.en]
    assert reported
    assert all("eported" in row.check.label.en for row in reported)  # reported with reported
    english, chinese = (document(found, "cogov validate", language) for language in ("en", "zh"))
    assert english.count("\n|") == chinese.count("\n|")
    made = files(found, "cogov validate")
    assert {"validation.md", "validation.zh.md", "validation/card.csv", "figures/validation.png"} <= set(made)
    assert files(found, "cogov validate") == made
