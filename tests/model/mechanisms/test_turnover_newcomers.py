"""Newcomers by hand: what starts anew, digital skill by age, gamma numbers; the numbers that people are drawn from."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import turnover
from cogov.model.population import attributes
from cogov.tests.support.worlds import tiny_world
from scipy import stats

KEY = python_stream(3, 1, 0)
ANEW = {
    "fatigue": 0,
    "active": 0,
    "recent": 0,
    "given": 0,
    "given_total": 0,
    "case_outcome": 0.5,
    "help_outcome": 0.5,
    "satisfaction": 0.5,
}


def test_nothing_of_who_lived_there_is_left():
    w = tiny_world(2, residents=20, build=False, parameters={"turnover_owners": 1.0, "turnover_renters": 1.0})
    w.communities.group_share[:] = np.linspace(0.25, 1, 4)
    known = ("fatigue", "active", "recent", "given", "given_total", "case_outcome", "help_outcome", "satisfaction")
    for name in known:
        getattr(w.residents, name)[:] = 1
    w.residents.arrived[:] = -1
    turnover.step(w, 7)
    assert {name: set(np.asarray(getattr(w.residents, name)).tolist()) for name in known} == {
        n: {v} for n, v in ANEW.items()
    }
    assert (w.residents.arrived == 8).all()
    r = w.residents
    assert np.array_equal(r.anchor, r.anchor_arrival)
    assert np.array_equal(r.anchor, r.belonging)
    assert w.tally.moves.tolist() == [20.0, 20.0]


@pytest.mark.parametrize(("band", "mean"), [(0, 0.8), (1, 0.5), (2, 0.2)])
def test_skill_is_that_of_the_age(band, mean):
    """Within 4 standard errors (of shares, sd below 0.3), and 0.006 that the mean of a logistic normal may be off."""
    w = tiny_world(
        1, residents=1500, build=False, parameters={"skill_young": 0.8, "skill_middle": 0.5, "skill_old": 0.2}
    )
    w.residents.age_band[:] = band
    drawn = [attributes.draw_skill(w, i) for i in range(1500)]
    assert abs(np.mean(drawn) - mean) < 4 * 0.3 / np.sqrt(1500) + 0.006


@pytest.mark.parametrize(("mean", "expected"), [(0.0, 0.0), (1.0, 1.0), (-0.3, 0.0), (1.7, 1.0), (0.5, 0.5)])
def test_shares_without_spread(mean, expected):
    assert attributes.bounded_share(2.0, mean, 0.0) == expected


def test_share_of_a_typical_person():
    """At z = 0 the logit is widened: logit(mean) sqrt(1 + 0.42 sd^2)."""
    logit = np.log(0.8 / 0.2) * np.sqrt(1 + 0.42)
    assert attributes.bounded_share(0.0, 0.8, 1.0) == pytest.approx(1 / (1 + np.exp(-logit)))
    assert attributes.bounded_share(1.5, 0.8, 1.0) == pytest.approx(1 / (1 + np.exp(-logit - 1.5)))


@pytest.mark.parametrize("shape", [0.3, 0.61, 1.0, 4.0])
def test_gamma_numbers(shape):
    """Kolmogorov's test at 1e-4; draws of other entities and indices are others."""
    drawn = np.array([attributes.gamma(KEY, np.uint64(k), 32, shape) for k in range(3000)])
    assert stats.kstest(drawn, stats.gamma(shape).cdf).pvalue > 1e-4
    other = np.array([attributes.gamma(KEY, np.uint64(k), 400, shape) for k in range(400)])
    assert abs(np.corrcoef(drawn[:400], other)[0, 1]) < 0.2


def test_gamma_is_that_of_marsaglia_and_tsang():
    """Each draw is used once: the number is made of the draws that the method names, whichever attempt is taken."""
    from cogov.core.draws import normal, uniform

    refused = 0
    for k in range(3000):
        entity, shape = np.uint64(k), 0.61
        d, v = shape + 1 - 1 / 3, 0.0
        for attempt in range(50):
            z, u = normal(KEY, entity, 33 + 2 * attempt), uniform(KEY, entity, 34 + 2 * attempt)
            v = (1 + z / np.sqrt(9 * d)) ** 3
            if v > 0 and np.log(u) < 0.5 * z * z + d - d * v + d * np.log(v):
                break
            refused += 1
        expected = d * v * uniform(KEY, entity, 32) ** (1 / shape)
        assert attributes.gamma(KEY, entity, 32, shape) == pytest.approx(expected, rel=1e-9)
    assert refused > 20
