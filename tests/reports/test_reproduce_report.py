"""Published results as documents."""

import io
import math

import pandas as pd
import pytest
from cogov.core.text import Text
from cogov.evidence.reproduce import RESULTS, reproduce
from cogov.evidence.reproduce.result import Check, Verdict
from cogov.reports.evidence.reproduce import as_data, files, ours, page, table

from ..repo.conftest import ROOT


@pytest.fixture(scope="module")
def found():
    return reproduce(["granovetter", "baker", "erlang"], 1, quick=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_every_check(found, language):
    text = page(found, language)
    for one in found:
        assert f"## {one.result.title[language]}" in text
        for check in one.outcome.checks:
            assert check.label[language].replace("|", "\\|") in text
            assert ours(check) in text
    assert "cogov reproduce --quick --seed 1" in text


def test_files(found):
    made = files(found)
    assert sorted(made) == sorted([
        "reproduce.csv", "reproduce.md", "reproduce.zh.md",
        *(f"figures/reproduce-{name}{suffix}.png" for name in ("baker", "erlang") for suffix in ("", ".zh")),
    ])  # fmt: skip
    assert made == files(found)
    read = pd.read_csv(io.BytesIO(made["reproduce.csv"]))
    assert len(read) == len(table(found)) == sum(len(one.outcome.checks) for one in found)
    assert all(data.startswith(b"\x89PNG") for name, data in made.items() if name.endswith(".png"))


def test_data_has_no_time_in_it(found):
    data = as_data(found)
    assert data["quick"] is True
    assert [one["name"] for one in data["results"]] == ["granovetter", "baker", "erlang"]
    assert "seconds" not in str(data)


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [(0.123456, 0.0021, "0.1235 ± 0.0021"), (100.0, 0.0, "100"), (math.inf, 0.0, "∞"), (math.nan, 0.0, "–"), (890.2, 31.0, "890 ± 31")],
)  # fmt: skip
def test_numbers_with_their_errors(value, error, shown):
    say = Text("", "")
    assert ours(Check(say, value, error, say, say, Verdict.OPEN)) == shown


def test_the_published_page_has_every_result():
    for name in ("reproduce.md", "reproduce.zh.md"):
        text = (ROOT / "docs" / "results" / name).read_text(encoding="utf-8")
        assert all(f'<a id="{result}"></a>' in text for result in RESULTS)
        assert "--quick" not in text
