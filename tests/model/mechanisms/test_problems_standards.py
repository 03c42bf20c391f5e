"""Problems by hand: who is affected, which rules count as a shared standard, traits of problems in their shares."""

import numpy as np
import pytest
from cogov.model.mechanisms import problems
from cogov.model.quantities.codes import PROBLEM
from cogov.tests.support.case_worlds import case_world


@pytest.mark.parametrize(
    ("home", "affected", "expected"),
    [
        (15, 1, (15, 1)),
        (15, 2, (15, 2)),
        (15, 3, (14, 3)),
        (15, 4, (14, 4)),
        (10, 5, (10, 5)),
        (19, 5, (15, 5)),
        (12, 99, (10, 10)),
        (19, 2, (18, 2)),
    ],
)
def test_those_around_the_home_are_affected(home, affected, expected):
    assert problems.neighbours_of(home, affected, 10, 20) == expected


def test_standard_is_what_agrees_with_the_template_and_is_practised():
    w = case_world()
    w.rules.template[0] = (1, 1, 1, 0, 0, 0)
    w.rules.elements[1] = (1, 1, 0, 0, 1, 1)
    w.rules.paper[1] = (0, 1, 0, 0, 0, 1)
    assert problems.shared_standard(w.rules, 1) == pytest.approx(2 / 6)


def arisen(weeks=25, **parameters):
    w = case_world(cases=3000, parameters={"problem_rate": 2000.0, "standard_saving": 0.0, **parameters})
    for week in range(weeks):
        problems.step(w, week)
    return w, slice(0, int(w.counters.cases[0]))


def test_shares_and_means_of_traits():
    """Each within 4 standard errors; every problem lies in its grid and building."""
    w, all_ = arisen(cross_tier=0.3, visible_share=0.6, spans_share=0.2, case_work=4.0, patience=8.0)
    c, p = w.cases, w.parameters
    n = all_.stop
    assert abs(n - 25 * 0.2 * 200) < 4 * np.sqrt(1000)
    for values, share in ((c.tier, p.cross_tier), (c.visible, p.visible_share), (c.other_grid >= 0, p.spans_share)):
        assert abs(values[all_].mean() - share) < 4 * np.sqrt(share * (1 - share) / n)
    assert abs(c.work[all_].mean() - 4.0) < 4 * 4.0 / np.sqrt(n)
    moments = np.array([problems.moment(w.seed, c.key[k], c.arose[k]) for k in range(n)])
    assert abs(moments.mean() - 0.5) < 4 / np.sqrt(12 * n)
    waits = c.deadline[all_] - c.arose[all_] - moments
    assert (waits > 0).all()
    assert abs(waits.mean() - 8.0) < 4 * 8.0 / np.sqrt(n)
    building = w.residents.building[c.first_affected[all_]]
    assert (w.residents.grid[c.first_affected[all_]] == c.grid[all_]).all()
    assert (building == w.residents.building[c.first_affected[all_] + c.affected[all_] - 1]).all()
    assert (w.grids.community[c.grid[all_]] == c.community[all_]).all()
    assert (c.kind[all_] == PROBLEM).all()
    spans = c.other_grid[all_] >= 0
    assert (w.grids.community[c.other_grid[all_][spans]] == c.community[all_][spans]).all()
    assert (c.other_grid[all_] != c.grid[all_]).all()
    np.testing.assert_allclose(w.tally.problems, np.bincount(c.community[all_]))
    np.testing.assert_allclose(w.tally.problem_arrivals_work, np.bincount(c.community[all_], c.work[all_]))
    assert len(np.unique(c.key[all_])) == n


def test_standards_save_work():
    full, none = {"standard_saving": 0.25}, {"standard_saving": 0.0}
    worlds = []
    for parameters in (full, none):
        w = case_world(cases=3000, parameters={"problem_rate": 2000.0, **parameters})
        w.rules.elements[:] = w.rules.template[0]
        for week in range(5):
            problems.step(w, week)
        worlds.append(w.cases.work[: int(w.counters.cases[0])])
    np.testing.assert_allclose(worlds[0], 0.75 * worlds[1])


def test_fit_that_rose_prevents_problems():
    few, many = (
        case_world(cases=3000, parameters={"problem_rate": 2000.0}),
        case_world(cases=3000, parameters={"problem_rate": 2000.0}),
    )
    few.rules.benefit[:], few.rules.benefit_start[:] = 0.9, 0.1
    for w in (few, many):
        for week in range(10):
            problems.step(w, week)
    assert few.tally.problems.sum() < many.tally.problems.sum()
