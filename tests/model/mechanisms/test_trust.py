"""Trust: two speeds, gossip, and reports. Statistical tests: fixed seeds, four standard errors (one seed in 16,000)."""

import numpy as np
import pytest
from cogov.model import state
from cogov.model.mechanisms import trust
from cogov.tests.model.worlds import snapshot, tiny_world, with_ties
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)
KINDS = ("neighbours", "organizations", "government")


def world(residents=6, communities=1, levers=None, pairs=(), **parameters):
    w = tiny_world(communities, residents=residents, build=False, levers=levers, parameters=parameters)
    for kind in KINDS:
        getattr(w.residents, f"trust_{kind}")[:] = 0.5
    return with_ties(w, list(pairs))


def test_learn_by_hand():
    """0.5 + 0.1 x 0.5 = 0.55; 0.55 - 0.17 x 0.55 = 0.4565: good ones first."""
    assert trust.learn(0.5, 1, 1, 0.1, 0.17) == pytest.approx(0.4565, abs=1e-15)
    assert trust.learn(0.5, 2, 0, 0.1, 0.17) == pytest.approx(0.595, abs=1e-15)
    assert trust.learn(0.5, 0, 2, 0.1, 0.17) == pytest.approx(0.5 * 0.83**2, abs=1e-15)


@given(SHARE, st.integers(0, 255), st.integers(0, 255), SHARE, SHARE)
def test_bounds(start, good, bad, up, down):
    assert 0 <= trust.learn(start, good, bad, up, down) <= 1


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_bounds_of_belief(start, shown, up, down, weight):
    assert 0 <= trust.believe(start, shown, up, down, weight) <= 1


@pytest.mark.parametrize(("p", "up", "down"), [(0.8, 0.10, 0.17), (0.4, 0.10, 0.17), (0.5, 0.05, 0.05)])
def test_stationary_mean_by_two_speeds(p, up, down):
    """With one experience a week the mean tends to p u / (p u + (1 - p) d)."""
    n = 20_000
    w = world(n, trust_up=up, trust_down=down, gossip=0.0, report_weight=0.0)
    random = np.random.default_rng(int(100 * p))
    for week in range(400):
        good = random.random(n) < p
        w.experience.organizations_up[:] = good
        w.experience.organizations_down[:] = ~good
        trust.step(w, week)
    found = w.residents.trust_organizations
    expected = p * up / (p * up + (1 - p) * down)
    assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(n)


def test_bad_news_weighs_more():
    """At defaults as many good as bad experiences leave less trust than one half."""
    w = world(2, gossip=0.0)
    for week in range(200):
        (w.experience.neighbours_up if week % 2 else w.experience.neighbours_down)[:] = 1
        trust.step(w, week)
    assert (w.residents.trust_neighbours < 0.45).all()


@pytest.mark.parametrize("kind", KINDS)
def test_experiences_move_their_own_kind_of_trust(kind):
    w = world(3, gossip=0.0, report_weight=0.0)
    getattr(w.experience, f"{kind}_up")[0] = 1
    getattr(w.experience, f"{kind}_down")[1] = 1
    trust.step(w, 0)
    np.testing.assert_allclose(getattr(w.residents, f"trust_{kind}"), [0.55, 0.415, 0.5], rtol=1e-14)
    for other in set(KINDS) - {kind}:
        assert (getattr(w.residents, f"trust_{other}") == 0.5).all()


def test_experiences_are_forgotten_once_they_counted():
    w = world(3)
    for name in state.Experience.fields:
        getattr(w.experience, name)[:] = 2
    trust.step(w, 0)
    assert not any(values.any() for values in snapshot(w.experience).values())
    before = snapshot(w.residents)
    trust.step(w, 1)
    assert all(np.array_equal(before[name], values) for name, values in snapshot(w.residents).items())


def test_gossip_by_hand():
    """Resident 0 has a good and resident 2 two bad ones; 1 is tied to both: 0.5 + 0.02 x 0.5 = 0.51, x (1 - 0.034)^2."""
    w = world(4, pairs=[(0, 1), (1, 2)], gossip=0.2, trust_up=0.1, trust_down=0.17)
    w.experience.neighbours_up[0] = 1
    w.experience.neighbours_down[2] = 2
    trust.step(w, 0)
    np.testing.assert_allclose(
        w.residents.trust_neighbours, [0.55, 0.51 * (1 - 0.034) ** 2, 0.5 * 0.83**2, 0.5], rtol=1e-14
    )


def test_no_gossip():
    w = world(3, pairs=[(0, 1), (1, 2)], gossip=0.0)
    w.experience.neighbours_down[0] = 5
    trust.step(w, 0)
    assert w.residents.trust_neighbours[1] == 0.5


@pytest.mark.parametrize("good", [True, False])
def test_gossip_carries_further_with_more_weight_and_ties(good):
    def heard(gossip, tied):
        w = world(5, pairs=[(0, j) for j in range(1, tied + 1)], gossip=gossip)
        (w.experience.government_up if good else w.experience.government_down)[1:] = 1
        trust.step(w, 0)
        return w.residents.trust_government[0]

    sign = 1 if good else -1
    assert sign * heard(0.0, 3) < sign * heard(0.2, 3) < sign * heard(0.5, 3)
    assert sign * heard(0.2, 1) < sign * heard(0.2, 4)


def test_what_is_heard_is_counted_to_255():
    w = world(42, pairs=[(0, j) for j in range(1, 42)], gossip=0.01)
    w.experience.neighbours_up[1:] = 10
    trust.step(w, 0)
    assert w.residents.trust_neighbours[0] == pytest.approx(1 - 0.5 * (1 - 0.001) ** 255, abs=1e-12)


def test_reports_by_hand():
    """v = 0.6 x 0.9 + 0.4 x 0.5 = 0.74; 0.5 + 0.25 (0.1 x 0.74 x 0.5 - 0.17 x 0.26 x 0.5) = 0.503725."""
    w = world(communities=2, levers={"transparency": 0.4}, report_weight=0.25, trust_up=0.1, trust_down=0.17)
    w.communities.reported_rate[:] = 0.9
    w.communities.true_rate[:] = 0.5
    trust.step(w, 12)
    np.testing.assert_allclose(w.residents.trust_government, 0.503725, rtol=1e-14)
    assert (w.residents.trust_neighbours == 0.5).all()
    assert (w.residents.trust_organizations == 0.5).all()


@pytest.mark.parametrize("week", [0, 11, 13, 24])
def test_reports_come_at_the_end_of_a_quarter(week):
    w = world()
    w.communities.reported_rate[:] = 1.0
    trust.step(w, week)
    assert (w.residents.trust_government == 0.5).all()


def test_embellished_reports_raise_trust_and_transparency_takes_that_back():
    def after(transparency):
        w = world(levers={"transparency": transparency})
        w.communities.reported_rate[:], w.communities.true_rate[:] = 0.95, 0.4
        trust.step(w, 12)
        return w.residents.trust_government[0]

    assert after(0.0) > after(0.5) > after(1.0)
    assert after(0.0) > 0.5 > after(1.0)


def test_off():
    w = world(pairs=[(0, 1)], trust_up=0.0, trust_down=0.0)
    for name in state.Experience.fields:
        getattr(w.experience, name)[:] = 3
    before = snapshot(w.residents)
    for week in range(26):
        trust.step(w, week)
    assert all(np.array_equal(before[name], values) for name, values in snapshot(w.residents).items())
