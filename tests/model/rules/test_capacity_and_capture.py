"""Unequal capacity, with a mean of 1, and capture, which draws nothing where it is off."""

from itertools import product

import numpy as np
import pytest
from cogov.model.mechanisms import trials
from cogov.model.rules import capture
from cogov.model.rules.judging import judged
from cogov.model.rules.landscape import fit_of
from cogov.model.rules.trying import sd_of_trial
from cogov.model.sandbox import district

ELEMENTS = 5


def unequal(communities, spread, affluence=0.5, seed=1):
    return district(
        3 * communities, communities=communities, seed=seed, constants={"capacity_affluence": affluence},
        environment={"elements": 1, "complexity": 0, "capacity_spread": spread},
    )  # fmt: skip


@pytest.mark.parametrize(("communities", "spread"), [(1, 2.0), (2, 0.45), (7, 0.8), (40, 2.0)])
@pytest.mark.parametrize("affluence", [0.0, 0.5, 1.0])
def test_mean_capacity_is_one(communities, spread, affluence):
    q = unequal(communities, spread, affluence, seed=communities).rules.capacity
    assert q.mean() == pytest.approx(1.0, abs=1e-12)
    assert (q > 0).all()
    assert communities == 1 or q.std() > 0


def test_off_all_are_equal():
    assert (unequal(9, 0.0).rules.capacity == 1.0).all()


def test_spread_is_that_of_the_logarithm():
    n, spread = 400, 0.6
    for affluence in (0.0, 1.0):
        w = unequal(n, spread, affluence)
        log = np.log(w.rules.capacity)
        z = (w.communities.affluence - 0.5) * np.sqrt(12)
        slope = np.polyfit(z, log, 1)[0]
        if affluence:
            assert log - log.mean() == pytest.approx(spread * (z - z.mean()), abs=1e-9)
        else:
            assert abs(log.std() - spread) < 4 * spread / np.sqrt(2 * n)
            assert abs(slope) < 4 * spread / np.sqrt(n)


def test_capacity_makes_trials_cheaper_and_clearer():
    w = district(40, communities=2)
    w.rules.capacity[:] = (0.25, 4.0)
    assert trials.price_of_trial(w, 0) == pytest.approx(16 * trials.price_of_trial(w, 1))
    assert sd_of_trial(w, 0) == pytest.approx(4 * sd_of_trial(w, 1))
    assert sd_of_trial(w, 0) == pytest.approx(2 * w.parameters.trial_noise)


def captured(local=0.0, centre=0.0):
    return district(
        30, communities=3, environment={"elements": ELEMENTS}, constants={"capture_local": local, "capture_centre": centre}
    )  # fmt: skip


def test_off_draws_nothing():
    off, local, centre = captured(), captured(0.3), captured(0.0, 0.3)
    assert off.rules.capture.size == 0
    for name in ("table", "elements", "template", "fit", "benefit"):
        values = getattr(off.rules, name)
        assert np.array_equal(values, getattr(local.rules, name))
        assert np.array_equal(values, getattr(centre.rules, name))


def test_everybody_has_an_interest_of_his_own():
    """Normalised like fit: 0 on average over all rules, 1 at best; and it is that of nobody else, nor that of residents."""
    w = captured(0.3, 0.3)
    everything = [np.array(bits, np.uint8) for bits in product((0, 1), repeat=ELEMENTS)]
    found = np.array([[capture.interest(w, who, x) for x in everything] for who in range(4)])
    assert found.mean(axis=1) == pytest.approx(0.0, abs=1e-12)
    assert found.max(axis=1) == pytest.approx(1.0, abs=1e-12)
    fits = np.array([[fit_of(w, c, x) for x in everything] for c in range(3)])
    rows = np.vstack([found, fits])
    assert len({row.tobytes() for row in rows}) == len(rows)


@pytest.mark.parametrize("weight", [0.0, 0.2, 0.7, 1.0])
def test_weights_are_those_of_each_side(weight):
    w = captured(weight, 0.4)
    x = w.rules.elements[1]
    expected = (1 - weight) * fit_of(w, 1, x) + weight * capture.interest(w, 1, x)
    assert judged(w, 1, x) == pytest.approx(expected, abs=1e-12)
    assert capture.leaning(w, 3, x, 0.5, 0.4) == pytest.approx(0.3 + 0.4 * capture.interest(w, 3, x), abs=1e-12)
