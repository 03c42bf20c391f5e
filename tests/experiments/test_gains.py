"""Who gains and who loses, counted by hand."""

import numpy as np
import pytest
from cogov.experiments.comparison.gains import (  # fmt: skip
    QUANTILES,
    category_label,
    count_gains,
    found_in_all,
    gains_table,
    share_interval,
    weighted_quantiles,
)
from cogov.experiments.comparison.transitions import cross, crossed_table, transitions_table
from cogov.runs.intervals import wilson

from ..support.synthetic_comparisons import outcomes


def test_better_same_worse_by_more_than_the_margin():
    base = np.full(40, 0.5)
    other = base.copy()
    other[:10] += 0.1  # better
    other[10:15] -= 0.1  # worse
    other[15] += 0.019  # within the margin
    count = count_gains([outcomes(base), outcomes(other, codes=False)])["all", 0]
    assert count.residents == 40
    np.testing.assert_allclose(count.shares[0, 1], [10 / 40, 25 / 40, 5 / 40])
    np.testing.assert_allclose(count.shares[1, 0], [5 / 40, 25 / 40, 10 / 40])
    np.testing.assert_allclose(count.shares[0, 0], [0, 1, 0])


def test_groups():
    base = np.full(40, 0.5)
    other = base + np.where(np.arange(40) < 20, 0.1, 0.0)  # the owners
    counts = count_gains([outcomes(base), outcomes(other, codes=False)])
    assert counts["tenure", 0].shares[0, 1, 0] == 1
    assert counts["tenure", 1].shares[0, 1, 0] == 0
    assert sum(count.residents for (group, _), count in counts.items() if group == "origin") == 40


def test_weights():
    weight = np.ones(4)
    weight[0] = 3
    count = count_gains([outcomes([0.5] * 4, weight=weight), outcomes([0.6, 0.5, 0.5, 0.5], codes=False)])["all", 0]
    assert count.shares[0, 1, 0] == pytest.approx(0.5)


def test_only_residents_in_both_runs_are_compared():
    first = outcomes([0.5, 0.5, 0.5], identity=[1, 2, 3])
    second = outcomes([0.9, 0.5], identity=[2, 4], codes=False)
    count = count_gains([first, second])["all", 0]
    assert count.residents == 1
    assert count.shares[0, 1, 0] == 1


def test_small_cells_are_not_shown():
    base, other = np.full(24, 0.5), np.full(24, 0.6)  # three home regions of eight
    table = gains_table([count_gains([outcomes(base), outcomes(other, codes=False)])] * 2, ["a", "b"], "a")
    origin = table[table["group"] == "origin"]
    assert origin["suppressed"].all()
    assert origin[["residents", "better", "same_low", "worse_high"]].isna().all(axis=None)
    assert not table[table["group"] == "tenure"]["suppressed"].any()


def test_intervals_stay_within_shares():
    counts = [count_gains([outcomes([0.5] * 30), outcomes([0.5 + gain] * 30, codes=False)]) for gain in (0, 0.1)]
    row = gains_table(counts, ["a", "b"], "a").iloc[0]
    assert (row["better"], row["better_low"], row["better_high"]) == (0.5, 0.0, 1.0)


def test_names_of_home_regions_in_the_data_are_used():
    assert category_label("origin", 1, ("Anhui", "Henan")).zh == "Henan"
    assert category_label("origin", 1).en == "home region 2"
    assert category_label("community", 0, (), ("Beiyuan",)).en == "Beiyuan"
    assert category_label("community", 1, (), ("Beiyuan",)).zh == "社区 2"


def test_by_how_much():
    base = np.full(40, 0.5)
    other = base + np.linspace(-0.1, 0.3, 40)
    count = count_gains([outcomes(base), outcomes(other, codes=False)])["all", 0]
    assert count.change[0, 1] == pytest.approx(0.1, abs=1e-6)
    assert count.change[1, 0] == -count.change[0, 1]
    np.testing.assert_allclose(count.quantiles[0, 1], np.quantile(other - base, QUANTILES, method="hazen"), atol=1e-6)
    np.testing.assert_allclose(count.quantiles[1, 0], -count.quantiles[0, 1, ::-1])
    row = gains_table([{("all", 0): count}] * 3, ["a", "b"], "a").iloc[0]
    assert row["change"] == pytest.approx(0.1, abs=1e-6)
    assert row["p10"] < row["p50"] < row["p90"]


def test_weighted_quantiles_count_a_weight_as_so_many_residents():
    values, weight = np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0])
    many = weighted_quantiles(np.repeat(values, 100 * weight.astype(int)), np.ones(500))
    np.testing.assert_allclose(many[1], np.median(np.repeat(values, 100 * weight.astype(int))))
    np.testing.assert_allclose(weighted_quantiles(values, np.ones(3), (0.5,)), [2.0])


def test_a_share_of_nobody_is_not_known_exactly():
    """Where nobody gains in any replicate, Student's t has no width; the bound is that of as many independent residents."""
    found = share_interval(np.zeros(5), 20)
    assert (found.mean, found.low) == (0, 0)
    assert found.high == pytest.approx(wilson(0, 100).high)
    assert share_interval(np.ones(5), 20).low == pytest.approx(1 - found.high)
    assert np.isnan(share_interval(np.array([0.3]), 20).low)


def test_the_interval_of_a_share_covers():
    """Shares of 40 residents who gain with the same small chance: 95 % intervals miss it in some 5 % of studies at most."""
    rng, missed = np.random.default_rng(2), 0
    for _ in range(400):
        found = share_interval(rng.binomial(40, 0.02, 10) / 40, 40)
        missed += not found.low <= 0.02 <= found.high
    assert missed / 400 < 0.07


def test_residents_who_are_not_in_all_runs_are_told():
    first = outcomes([0.5] * 4, identity=[1, 2, 3, 4])
    found = found_in_all([first, outcomes([0.5] * 4, identity=[2, 3, 4, 5], codes=False)])
    assert found.compared == pytest.approx(3 / 5)
    assert found_in_all([first, first]).compared == 1


def test_groups_of_some_only():
    """Who moved in had no position at the start, and is in no cell of that grouping."""
    one = outcomes(np.full(40, 0.5))
    one.codes["ties"] = np.where(np.arange(40) < 30, np.arange(40) % 3, -1)
    counts = count_gains([one, outcomes(np.full(40, 0.6), codes=False)])
    assert sum(count.residents for (group, _), count in counts.items() if group == "ties") == 30
    assert ("ties", -1) not in counts
    table = gains_table([counts], ["a", "b"], "a", "zh")
    assert table[table["group"] == "ties"]["category"].tolist() == ["联系较少", "联系中等", "联系较多"]


def test_transitions_and_crossings_by_hand():
    base = np.linspace(0.1, 0.9, 30)
    found = found_in_all([outcomes(base), outcomes(base[::-1].copy(), codes=False), outcomes(base + 0.1, codes=False)])
    crossing = cross(found)
    np.testing.assert_allclose(crossing.transitions[0, 0], np.eye(3) / 3)
    np.testing.assert_allclose(crossing.transitions[0, 1], np.fliplr(np.eye(3)) / 3)
    both = crossed_table([crossing] * 2, ["a", "b", "c"], "a").set_index(["in_first", "in_second"])["share"]
    assert both.sum() == pytest.approx(1)
    gains = np.mean(base[::-1] - base > 0.02)
    assert both["better", "better"] == pytest.approx(gains)
    assert both["worse", "better"] == pytest.approx(np.mean(base[::-1] - base < -0.02))
    moved = transitions_table([crossing] * 2, ["a", "b", "c"], "a", "zh")
    assert moved.groupby("scenario")["share"].sum().tolist() == pytest.approx([1, 1])
    assert moved["from_label"].iloc[0] == "后三分之一"


def test_ten_residents_are_too_few_for_a_crossing():
    found = found_in_all([outcomes(np.full(8, 0.5)), outcomes(np.full(8, 0.6), codes=False)])
    assert transitions_table([cross(found)], ["a", "b"], "a")["share"].isna().all()
