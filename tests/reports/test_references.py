"""The promise of the report: every number in its results leads to a row of a table beside it, and is that number."""

import dataclasses
import io
import math

import numpy as np
import pandas as pd
import pytest
from cogov.core.text import Text
from cogov.model.quantities.indicators import MAIN
from cogov.reports.decision.comparison import Comparison, compare
from cogov.reports.document.blocks import say
from cogov.scenarios import compose, load
from scipy import stats

from ..support.references import Numbers, WordNumbers, check_report, check_rounding
from ..support.report_pages import rendered, word, written
from ..support.synthetic_comparisons import comparison

SETTINGS = {
    "three": {},
    "two, other luck": {"names": ("status_quo", "co_governance"), "seed": 11, "replicates": 3, "weeks": 120},
    "one replicate": {"names": ("top_down", "co_governance"), "replicates": 1, "weeks": 4, "seed": 2},
    "six": {
        "names": ("status_quo", "top_down", "local_exploration", "co_governance", "law_first", "co_governance+funding_cut"),
        "seed": 5,
        "replicates": 4,
    },
}  # fmt: skip


def spread(seed):
    """Values of very different sizes, some missing, some equal under all scenarios."""
    rng = np.random.default_rng(seed)

    def change(summary, place):
        summary *= 10.0 ** rng.integers(-4, 5, summary.shape[2])
        summary[:, :, place["participation"]] = summary[:1, :, place["participation"]]
        summary[:, 0, place["case_time"]] = np.nan
        summary[:, :, place["relay_delay"]] = np.nan
        summary[:, :, place["spending"]] = 400.0

    return change


@pytest.mark.parametrize(("name", "language"), list(zip(SETTINGS, (None, "en", "zh", "zh"))))
def test_page(name, language):
    made = comparison(Comparison, **SETTINGS[name])
    check_report(Numbers(rendered(made, language)), made, written(made))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_page_of_odd_values(seed):
    made = comparison(Comparison, change=spread(seed), seed=seed)
    check_report(Numbers(rendered(made, "en")), made, written(made))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_word(needs, language):
    needs("module:docx")
    made = comparison(Comparison, **SETTINGS["two, other luck"])
    found = WordNumbers(word(made, language))
    check_report(found, made, written(made))
    assert {given["data-r"] for given, _ in found.numbers} <= found.places


@pytest.fixture(scope="module")
def full():
    """A real comparison of few levers, with futures and why."""
    base = load("status_quo")
    other = compose(base, name="mine", levers={"pooling": 0.8, "legislation": 0.9})
    other = dataclasses.replace(other, title=Text("Plan 2035", "2035 规划"))
    made = compare([base, other], replicates=3, residents=120, communities=2, weeks=20, futures=8, per_future=1, over=["similarity", "complexity"], workers=1)  # fmt: skip
    return made, [made.why("mine", ["satisfaction", "case_time"], workers=1)]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_futures_and_why(needs, full, language):
    made, why = full
    files = written(made, why)
    assert {"tables/why.csv", "futures_findings.csv"} <= set(files)
    page = rendered(made, language, why=why)
    assert "2035" in page
    found = Numbers(page)
    check_report(found, made, files)
    used = {given["title"].split(" · ")[0] for given, _ in found.numbers}
    assert {"tables/why.csv", "tables/why_sums.csv", "futures_findings.csv", "futures_regret.csv"} <= used
    needs("module:docx")
    check_report(WordNumbers(word(made, language, why=why)), made, files)


def test_differences_are_those_of_the_runs(three):
    """From runs.parquet alone, by SciPy's own t interval."""
    runs, files = three.runs, three.ledger.tables
    table = files["tables/differences.csv"].set_index(["scenario", "baseline", "indicator"])
    pairs = len(three.names) * (len(three.names) - 1) // 2
    for first, second in [("co_governance", "top_down"), ("top_down", "local_exploration")]:
        for indicator in MAIN:
            values = [runs.loc[runs["scenario"] == name, indicator].to_numpy() for name in (first, second)]
            apart = values[0] - values[1]
            row = table.loc[(first, second, indicator)]
            error = stats.sem(apart)
            for columns, level in ((("low", "high"), 0.95), (("low_together", "high_together"), 1 - 0.05 / (len(MAIN) * pairs))):  # fmt: skip
                wanted = stats.t.interval(level, len(apart) - 1, loc=apart.mean(), scale=error)
                assert np.allclose(row[list(columns)].astype(float), wanted)
            assert math.isclose(row["difference"], apart.mean())
            assert math.isclose(row["relative"], apart.mean() / abs(values[1].mean()))


def test_counts_are_those_of_the_differences(three):
    tables = three.ledger.tables
    apart, counts = tables["tables/differences.csv"], tables["tables/findings.csv"]
    count = counts.set_index(["finding", "scenario", "baseline"])["count"]
    base = three.names[0]
    main = apart[apart["indicator"].isin(MAIN) & (apart["baseline"] == base)]
    for name in three.names[1:]:
        said = main[main["scenario"] == name]["verdict"].value_counts()
        assert count["better", name, base] == said.get("better", 0)
        assert count["worse", name, base] == said.get("worse", 0)
    clear = (main["low"] > 0) | (main["high"] < 0)
    assert count["differences without zero", "", base] == clear.sum()
    joint = (main["low_together"] > 0) | (main["high_together"] < 0)
    assert count["differences without zero, all together", "", base] == joint.sum() <= clear.sum()
    assert count["differences from the baseline", "", base] == len(main)


def test_spending_adds_up(three):
    table = three.ledger.tables["tables/spending.csv"]
    money = table[table["unit"] == "yuan a resident a year"].pivot_table(index="item", columns="scenario", values="value")  # fmt: skip
    lines = money.drop(index=["total", "budget"])
    assert np.allclose(lines.sum(), money.loc["total"])


def test_a_number_without_a_source_cannot_be_said():
    with pytest.raises(ValueError, match="without its source"):
        say("of 100 residents", "每百名居民")


@pytest.mark.parametrize(("shown", "value"), [("0.51", 0.516), ("+0.2", -0.2), ("37\u00a0%", 36.4), ("<\u00a01", 2), ("1,234", 1235)])  # fmt: skip
def test_the_check_itself_sees_wrong_numbers(shown, value):
    with pytest.raises(AssertionError):
        check_rounding(shown, value, "")


@pytest.mark.parametrize("fault", ["number", "table", "row", "mark"])
def test_the_check_itself_sees_faults(three, fault):
    page, files = rendered(three, "en"), written(three)
    if fault == "number":
        page = page.replace('<p class="answer">', '<p class="answer">About 12 in all. ', 1)
    if fault == "mark":
        page = page.replace('<span class="r">', '<span class="r"><!--').replace("]</span>", "--></span>")
    if fault == "row":
        page = page.replace(" · indicator=satisfaction · ", " · indicator=belonging · ")
    if fault == "table":
        table = pd.read_csv(io.BytesIO(files["gains.csv"]), encoding="utf-8-sig")
        table["better"] += 0.02
        files["gains.csv"] = table.to_csv(index=False).encode("utf-8-sig")
    with pytest.raises(AssertionError):
        check_report(Numbers(page), three, files)
