"""Problems: counts, who is affected, and that the same problem arises under any policy."""

import numpy as np
import pytest
from cogov.model.cases.lifecycle import expected_problems, needed_room, room_for_week
from cogov.model.mechanisms import problems
from cogov.tests.support.case_worlds import case_world


def arisen(weeks=40, **given):
    """Keys and traits of all problems of some weeks, handled by nobody."""
    w = case_world(cases=9000, **given)
    for week in range(weeks):
        problems.step(w, week)
    n = int(w.counters.cases[0])
    assert w.counters.no_room[0] == 0
    return w, {
        name: getattr(w.cases, name)[:n].copy()
        for name in ("key", "work", "deadline", "first_affected", "affected", "tier", "visible", "arose")
    }


def test_rate_is_poisson_of_the_residents():
    w, cases = arisen(weeks=200, communities=4, parameters={"problem_rate": 100.0})
    mean = 200 * 400 * 0.01
    assert abs(len(cases["key"]) - mean) < 4 * mean**0.5
    assert w.tally.problems.sum() == len(cases["key"]) == len(np.unique(cases["key"]))


def test_shares_and_means():
    w, cases = arisen(
        weeks=200, communities=4, parameters={"problem_rate": 500.0, "standard_saving": 0.0, "spans_share": 0.3}
    )
    n = len(cases["key"])
    for found, share in ((cases["visible"], 0.4), (cases["tier"], 0.15), (w.cases.other_grid[:n] >= 0, 0.3)):
        assert abs(found.mean() - share) < 4 * (share * (1 - share) / n) ** 0.5
    assert abs(cases["work"].mean() - 4.0) < 4 * 4.0 / n**0.5


def test_affected_stay_in_the_building_and_hold_the_home():
    w, cases = arisen(parameters={"problem_rate": 500.0, "affected_mean": 12.0})
    building = w.residents.building
    last = cases["first_affected"] + cases["affected"] - 1
    assert (building[cases["first_affected"]] == building[last]).all()
    assert cases["affected"].max() == 20
    assert problems.neighbours_of(10, 5, 0, 60) == (8, 5)
    assert problems.neighbours_of(0, 5, 0, 60) == (0, 5)
    assert problems.neighbours_of(59, 5, 0, 60) == (55, 5)


def test_other_grid_is_in_the_same_community():
    w, cases = arisen(parameters={"problem_rate": 500.0, "spans_share": 1.0})
    n = len(cases["key"])
    assert (w.cases.other_grid[:n] != w.cases.grid[:n]).all()
    assert (w.cases.other_grid[:n] // 2 == w.cases.community[:n]).all()
    alone, _ = arisen(grids=1, parameters={"problem_rate": 500.0, "spans_share": 1.0})
    assert (alone.cases.other_grid[: alone.counters.cases[0]] == -1).all()


def test_same_problems_under_another_policy():
    _, one = arisen(parameters={"problem_rate": 200.0})
    _, other = arisen(parameters={"problem_rate": 200.0}, levers={"pooling": 0.9, "linkage": 1.0, "grid_staff": 3.0})
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])


def test_better_rules_only_leave_problems_out():
    _, all_of_them = arisen(parameters={"problem_rate": 200.0})
    w = case_world(cases=4000, parameters={"problem_rate": 200.0})
    w.rules.benefit[:] = 0.5
    for week in range(40):
        problems.step(w, week)
    n = int(w.counters.cases[0])
    assert 0 < n < len(all_of_them["key"])
    place = {key: k for k, key in enumerate(all_of_them["key"])}
    for row in range(n):
        assert w.cases.work[row] == all_of_them["work"][place[w.cases.key[row]]]
    assert expected_problems(40.0, 400.0, 0.7, 0.5) == pytest.approx(1.6 * np.exp(-0.35), rel=1e-12)


def test_standard_saves_work():
    w = case_world()
    w.rules.elements[:] = 1
    w.rules.template[:] = 1
    assert problems.shared_standard(w.rules, 0) == 1.0
    w.rules.paper[0, :3] = 1
    assert problems.shared_standard(w.rules, 0) == 0.5


def test_room():
    w = case_world(cases=400)
    cases, tasks = needed_room(w)
    assert 50 < cases < 80
    assert tasks == 2 * cases
    assert room_for_week(w)
    assert not room_for_week(case_world(cases=20))
    full = case_world(cases=3, parameters={"problem_rate": 2000.0})
    problems.step(full, 0)
    assert full.counters.no_room[0] > 0
    assert full.counters.open_cases[0] == 3


def test_no_rate_no_problems():
    _, cases = arisen(parameters={"problem_rate": 0.0})
    assert len(cases["key"]) == 0
