"""Paired differences of a comparison, against arithmetic done by hand."""

import math

import numpy as np
import pytest
from cogov.experiments.comparison.result import Comparison
from cogov.runs.settings import SettingError, replicate_seed

from ..support.synthetic_comparisons import comparison


def given(summary, place):
    summary[0, :, place["satisfaction"]] = [0.1, 0.2, 0.3, 0.4]
    summary[1, :, place["satisfaction"]] = [0.2, 0.2, 0.5, 0.4]
    summary[1, :2, place["relay_delay"]] = np.nan  # nothing was relayed in two runs


@pytest.fixture(scope="module")
def made():
    return comparison(Comparison, ("top_down", "co_governance"), replicates=4, change=given)


def row(table, indicator):
    return table[table["indicator"] == indicator].iloc[0]


def test_paired_difference(made):
    found = row(made.table(), "satisfaction")
    # differences 0.1, 0, 0.2, 0: mean 0.075, variance 0.0275 / 3; t(3, 0.975) = 3.1824463053
    half = 3.1824463053 * math.sqrt(0.0275 / 3 / 4)
    assert found["baseline"] == pytest.approx(0.25)
    assert found["value"] == pytest.approx(0.325)
    assert found["difference"] == pytest.approx(0.075)
    assert found["low"] == pytest.approx(0.075 - half, abs=1e-9)
    assert found["high"] == pytest.approx(0.075 + half, abs=1e-9)
    assert found["same_sign"] == 0.5
    assert (found["replicates"], found["better"], found["unit"]) == (4, 1, "share")


def test_the_other_baseline_turns_the_sign(made):
    there, back = made.table(), made.table(baseline="co_governance")
    assert set(back["scenario"]) == {"top_down"}
    np.testing.assert_allclose(back["difference"], -there["difference"])
    np.testing.assert_allclose(back["low"], -there["high"])


def test_replicates_without_a_value_are_left_out_of_both_sides(made):
    found = row(made.table(), "relay_delay")
    at = made.indicators.index("relay_delay")
    assert found["replicates"] == 2
    assert found["baseline"] == pytest.approx(made.summary[0, 2:, at].mean())


def test_a_scenario_against_itself_is_exactly_zero():
    def same(summary, place):
        summary[1] = summary[0]

    table = comparison(Comparison, ("top_down", "top_down as again"), change=same).table()
    assert (table[["difference", "low", "high"]] == 0).all(axis=None)
    assert (table["same_sign"] == 1).all()


def test_runs_are_in_order_and_name_their_seeds(made):
    runs = made.runs
    assert runs["scenario"].tolist() == ["top_down"] * 4 + ["co_governance"] * 4
    assert runs["replicate"].tolist() == [0, 1, 2, 3] * 2
    assert runs["seed"].tolist() == [replicate_seed(1, k) for k in range(4)] * 2
    np.testing.assert_array_equal(runs["satisfaction"][:4], [0.1, 0.2, 0.3, 0.4])


def test_series(made):
    series = made.series
    assert len(series) == 2 * 30 * len(made.indicators)
    one = series[(series["scenario"] == "co_governance") & (series["week"] == 3)].set_index("indicator")
    values = made.weekly[1, :, 2, made.indicators.index("belonging")]
    assert one.loc["belonging", "mean"] == pytest.approx(values.mean())
    assert one.loc["belonging", "unit"] == "share"


def test_unknown_names(made):
    with pytest.raises(SettingError, match="did you mean 'top_down'"):
        made.table(baseline="topdown")
    with pytest.raises(SettingError, match="did you mean 'satisfaction'"):
        made.values("top_down", "satisfacton")


def test_labels_in_chinese(made):
    assert row(made.table(lang="zh"), "satisfaction")["label"] == "满意度"
    assert made.gains(lang="zh")["category"].iloc[0] == "全体居民"
