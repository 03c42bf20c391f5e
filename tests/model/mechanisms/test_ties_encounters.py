"""Ties by hand: how many chances living near gives, who is met with homophily, the weeks that count as use."""

import numpy as np
import pytest
from cogov.model.mechanisms import ties
from cogov.model.network.tie_lists import find
from cogov.model.quantities.codes import TIE_BUILDING, TIE_HOUSEHOLD
from cogov.tests.support.worlds import tiny_world, with_ties

ONLY = {"tie_loss": 0.0, "tie_fade": 0.0, "tie_growth": 0.0}


def met(mean_ties, weeks=20, **parameters):
    w = tiny_world(
        4, residents=100, build=False, parameters={"tie_rate": 0.05, "mean_ties": mean_ties, **ONLY, **parameters}
    )
    w = with_ties(w, [], room=120)
    w.residents.sociability[:] = 1.0
    for week in range(weeks):
        ties.step(w, week)
    return w


@pytest.mark.parametrize("mean_ties", [3.0, 6.0, 12.0])
def test_chances_follow_the_ties_that_are_usual(mean_ties):
    """Poisson with tie_rate a resident and week at six ties; fewer by meeting oneself (1 %) and those known (4 %)."""
    w = met(mean_ties)
    expected = 20 * 400 * 0.05 * mean_ties / 6
    formed = w.tally.ties_formed.sum()
    assert 0.90 * expected - 4 * np.sqrt(expected) < formed < expected + 4 * np.sqrt(expected)
    assert w.ties.degree.sum() == 2 * formed
    assert (w.tally.ties_formed > 0).all()


def test_met_are_those_of_the_building_and_the_tie_is_as_declared():
    w = met(6.0)
    for i in range(400):
        for slot in range(w.ties.first[i], w.ties.first[i] + w.ties.degree[i]):
            assert w.ties.neighbour[slot] // 100 == i // 100
            assert w.ties.kind[slot] == TIE_BUILDING
            assert w.ties.strength[slot] == pytest.approx(w.parameters.tie_strength)


def test_homophily_is_the_share_of_chances_within_a_group():
    """Half of those met by chance are alike anyway: with homophily h, h + (1 - h) / 2; within 5 standard errors and the known."""
    for homophily in (0.0, 0.5, 0.9):
        w = met(6.0, homophily=homophily)
        pairs = [
            (i, w.ties.neighbour[s])
            for i in range(400)
            for s in range(w.ties.first[i], w.ties.first[i] + w.ties.degree[i])
        ]
        alike = np.mean([w.residents.origin[i] == w.residents.origin[j] for i, j in pairs])
        n = len(pairs) / 2
        share = homophily + (1 - homophily) / 2
        assert abs(alike - share) < 5 * np.sqrt(0.25 / n) + 0.03


@pytest.mark.parametrize(("used", "expected"), [(0, 0.5 + 0.2 * 0.5), (-1, 0.5 - 0.1 * 0.5), (5, 0.5 + 0.2 * 0.5)])
def test_used_within_thirteen_weeks_grows(used, expected):
    w = tiny_world(1, build=False, parameters={"tie_rate": 0.0, "tie_loss": 0.0, "tie_growth": 0.2, "tie_fade": 0.1})
    w = with_ties(w, [(0, 1), (1, 2)], 0.5)
    w.ties.used[find(w.ties, 0, 1)] = w.ties.used[find(w.ties, 1, 0)] = used
    w.ties.used[find(w.ties, 1, 2)] = w.ties.used[find(w.ties, 2, 1)] = -50
    ties.step(w, 12)
    for i, j, s in ((0, 1, expected), (1, 0, expected), (1, 2, 0.45), (2, 1, 0.45)):
        assert w.ties.strength[find(w.ties, i, j)] == pytest.approx(s)
    ties.step(w, 13)
    assert w.ties.strength[find(w.ties, 0, 1)] == pytest.approx(expected)


def test_household_ties_stay_as_they_are():
    w = tiny_world(1, build=False, parameters={"tie_rate": 0.0, "tie_loss": 1.0})
    w = with_ties(w, [(0, 1)], 0.5, TIE_HOUSEHOLD)
    for week in range(12, 100, 13):
        ties.step(w, week)
    assert w.ties.strength[find(w.ties, 0, 1)] == pytest.approx(0.5)


def test_the_stronger_the_safer():
    """Lost at the end of a quarter with probability tie_loss (1 - strength); within 4 standard errors; both ends lose it."""
    for strength in (0.2, 0.8):
        w = tiny_world(1, residents=1000, build=False, parameters={"tie_rate": 0.0, "tie_loss": 0.5})
        w = with_ties(w, [(i, i + 1) for i in range(0, 1000, 2)], strength, room=2)
        w.residents.identity[:] = np.arange(1000) * 7919 + 3
        ties.step(w, 12)
        lost, chance = w.tally.ties_lost.sum(), 0.5 * (1 - strength)
        assert abs(lost - 500 * chance) < 4 * np.sqrt(500 * chance * (1 - chance))
        assert w.ties.degree.sum() == 1000 - 2 * lost
