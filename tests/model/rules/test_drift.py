"""A crisis: when it comes, how much it changes, and for whom it is the same."""

import numpy as np
import pytest
from cogov.model.quantities.codes import WEEKS_A_QUARTER
from cogov.model.rules import drift
from cogov.model.rules.fitness import best_score, mean_score
from cogov.model.sandbox import district
from hypothesis import given
from hypothesis import strategies as st

ELEMENTS, COMMUNITIES, WEEK = 6, 5, 25
SETS = (("table", "common", "shared"), ("spill", "spill_common", "spill_shared"))
ENDS = range(WEEKS_A_QUARTER - 1, 20 * WEEKS_A_QUARTER, WEEKS_A_QUARTER)


def shaken(communities=COMMUNITIES, week=WEEK, **environment):
    """A district after the last week of a quarter, and its tables before."""
    w = district(
        10 * communities, communities=communities,
        environment={"elements": ELEMENTS, "similarity": 0.5, "spillover": 0.3, "drift": 0.0, "shock_week": 20, **environment},
    )  # fmt: skip
    before = {name: getattr(w.rules, name).copy() for names in SETS for name in names}
    drift.step(w, week)
    return w, before


def by_element(tables):
    return tables.reshape(len(tables), ELEMENTS, -1)


def changed(w, before, name):
    """Which tables (C x N) are others than before, and that a table changes as a whole."""
    different = by_element(getattr(w.rules, name)) != by_element(before[name])
    assert (different.all(axis=2) == different.any(axis=2)).all()
    return different.all(axis=2)


@pytest.mark.parametrize("names", SETS)
@pytest.mark.parametrize("common", [-1.0, 0.0, 0.4, 1.0])
def test_a_full_crisis_changes_every_table(names, common):
    w, before = shaken(shock_size=1.0, shock_common=common)
    assert changed(w, before, names[0]).all()
    assert changed(w, before, names[1]).all()


@pytest.mark.parametrize("setting", [{"shock_size": 0.0}, {"shock_size": 1.0, "shock_week": -1}, {"shock_size": 1.0, "shock_week": 26}])  # fmt: skip
def test_no_crisis_changes_nothing(setting):
    w, before = shaken(**setting)
    for name, values in before.items():
        assert np.array_equal(getattr(w.rules, name), values)


@given(st.integers(0, ENDS[-1]), st.floats(0.1, 1.0), st.floats(0.0, 0.9))
def test_a_crisis_comes_once(week, size, usual):
    """In the quarter that holds its week, and there the larger of both chances counts."""
    w = district(10, environment={"shock_week": week, "shock_size": size, "drift": usual})
    quarterly = 1 - (1 - usual) ** 0.25
    chances = [drift.chance_of_change(w, end) for end in ENDS]
    hit = week // WEEKS_A_QUARTER
    assert [drift.in_crisis(w, end) for end in ENDS] == [q == hit for q in range(len(ENDS))]
    assert chances == pytest.approx([max(size, quarterly) if q == hit else quarterly for q in range(len(ENDS))])


@pytest.mark.parametrize("names", SETS)
def test_shared_as_before(names):
    table, common, shared = names
    w, before = shaken(shock_size=1.0, shock_common=-1.0)
    assert np.array_equal(getattr(w.rules, shared), before[shared])
    assert 0 < before[shared].sum() < before[shared].size
    follows_district(w, table, common, shared)


def follows_district(w, table, common, shared):
    """Who shares a table has the district's; of the others every one has one of its own."""
    own, one, marked = (
        by_element(getattr(w.rules, table)),
        by_element(getattr(w.rules, common))[0],
        getattr(w.rules, shared),
    )
    assert np.array_equal((own == one).all(axis=2), marked == 1)
    for e in range(ELEMENTS):
        apart = own[marked[:, e] == 0, e]
        assert len(np.unique(apart[:, 0])) == len(apart)


@pytest.mark.parametrize("names", SETS)
@pytest.mark.parametrize("common", [0.0, 1.0])
def test_a_crisis_of_each_place_or_of_all(names, common):
    w, _ = shaken(shock_size=1.0, shock_common=common)
    assert (getattr(w.rules, names[2]) == common).all()
    follows_district(w, *names)


def test_how_common_and_how_large_are_shares():
    """Within four standard errors; whoever is not hit keeps the table, shared or not."""
    communities, size, common = 400, 0.3, 0.7
    w, before = shaken(communities, shock_size=size, shock_common=common, similarity=0.0)
    hit = changed(w, before, "table")
    marked = w.rules.shared == 1
    n = hit.size
    assert abs(hit.mean() - size) < 4 * np.sqrt(size * (1 - size) / n)
    assert abs(marked[hit].mean() - common) < 4 * np.sqrt(common * (1 - common) / hit.sum())
    assert not marked[~hit].any()


def test_mean_best_fit_and_reach_follow():
    w, _ = shaken(shock_size=1.0, shock_common=0.5)
    r = w.rules
    for tables, mean, best in ((r.table, r.mean, r.best), (r.spill, r.spill_mean, r.spill_best)):
        for c in range(COMMUNITIES):
            assert mean[c] == mean_score(r.depends, tables[c])
            assert best[c] == best_score(r.depends, tables[c], np.empty(ELEMENTS, np.uint8))
    found = r.reachable.copy()
    drift.find_spillover(w, np.ones(COMMUNITIES, np.uint8))
    assert np.array_equal(found, r.reachable)


def test_interests_do_not_change():
    w = district(
        30, communities=3, constants={"capture_local": 0.2},
        environment={"elements": ELEMENTS, "shock_week": 20, "shock_size": 1.0},
    )  # fmt: skip
    before = w.rules.capture.copy()
    drift.step(w, WEEK)
    assert before.size > 0
    assert np.array_equal(w.rules.capture, before)
