"""Cells that a spreadsheet would compute are written as text, and read back as they were."""

import csv
import io

import pandas as pd
import pytest
from cogov.core.cells import plain_text, safe_table, safe_text
from cogov.runs.files.output_files import csv_bytes
from hypothesis import given
from hypothesis import strategies as st

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "＝1",
    "=",
    "-",
    "--",
    "- a",
]
HARMLESS = ["", "status_quo", "协同共治", "'quoted'", "1-1", "a=b", "-0.25", "+3", "-1e-05", "−3", " =1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_is_written_as_text(text):
    written = safe_text(text)
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert plain_text(written) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text):
    assert safe_text(text) == text
    assert plain_text(text) == text


@given(st.text(alphabet="'=+-@\t\r a1.", max_size=8) | st.text())
def test_every_text_is_read_back(text):
    assert plain_text(safe_text(text)) == text


def test_tables_are_written_safely_in_every_kind_of_column():
    table = pd.DataFrame({
        "scenario": ["=1+1", "plain"],
        "@kind": pd.Categorical(["-a", "b"]),
        "text": pd.array(["+x", None], dtype="string"),
        "mixed": pd.Series(["=2", 3.5], dtype=object),
        "number": [-1.5, 2.0],
    })  # fmt: skip
    rows = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))
    assert rows == [
        ["scenario", "'@kind", "text", "mixed", "number"],
        ["'=1+1", "'-a", "'+x", "'=2", "-1.5"],
        ["plain", "b", "", "3.5", "2"],
    ]
    assert table["scenario"][0] == "=1+1"
    assert list(safe_table(table)["number"]) == [-1.5, 2.0]
