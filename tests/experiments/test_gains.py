"""Who gains and who loses, counted by hand."""

import numpy as np
import pytest
from cogov.experiments.gains import category_label, count_gains, gains_table

from .synthetic import outcomes


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
