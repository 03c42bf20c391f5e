"""Trust: two speeds, gossip, and reports. Statistical tests: fixed seeds, four standard errors (one seed in 16,000)."""

import numpy as np
import pytest
from cogov.model.experience import LANE, MOST
from cogov.model.mechanisms import trust
from cogov.tests.support.worlds import feel, snapshot, tiny_world, with_ties
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)
KINDS = ("neighbours", "organizations", "government")
EXPERIENCES = [f"{kind}_{way}" for kind in KINDS for way in ("up", "down")]


def world(residents=6, communities=1, levers=None, pairs=(), **parameters):
    w = tiny_world(communities, residents=residents, build=False, levers=levers, parameters=parameters)
    for kind in KINDS:
        getattr(w.residents, f"trust_{kind}")[:] = 0.5
    return with_ties(w, list(pairs))


def one_word(kind):
    """The word of one experience of a kind."""
    w = world(1)
    feel(w, kind, 0)
    return int(w.experience.felt[0])


def test_learn_by_hand():
    """0.5 + 0.1 x 0.5 = 0.55; 0.55 - 0.17 x 0.55 = 0.4565: good ones first."""
    assert trust.learn(0.5, 1, 1, 0.1, 0.17) == pytest.approx(0.4565, abs=1e-15)
    assert trust.learn(0.5, 2, 0, 0.1, 0.17) == pytest.approx(0.595, abs=1e-15)
    assert trust.learn(0.5, 0, 2, 0.1, 0.17) == pytest.approx(0.5 * 0.83**2, abs=1e-15)


@given(SHARE, st.integers(0, LANE), st.integers(0, LANE), SHARE, SHARE)
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
    up_word, down_word = one_word("organizations_up"), one_word("organizations_down")
    for week in range(400):
        good = random.random(n) < p
        w.experience.felt[:] = np.where(good, up_word, down_word)
        trust.step(w, week)
    found = w.residents.trust_organizations.astype(float)
    expected = p * up / (p * up + (1 - p) * down)
    assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(n)


def test_bad_news_weighs_more():
    """At defaults as many good as bad experiences leave less trust than one half."""
    w = world(2, gossip=0.0)
    for week in range(200):
        feel(w, "neighbours_up" if week % 2 else "neighbours_down", [0, 1])
        trust.step(w, week)
    assert (w.residents.trust_neighbours < 0.45).all()


@pytest.mark.parametrize("kind", KINDS)
def test_experiences_move_their_own_kind_of_trust(kind):
    w = world(3, gossip=0.0, report_weight=0.0)
    feel(w, f"{kind}_up", 0)
    feel(w, f"{kind}_down", 1)
    trust.step(w, 0)
    np.testing.assert_allclose(getattr(w.residents, f"trust_{kind}"), [0.55, 0.415, 0.5], rtol=2e-7)
    for other in set(KINDS) - {kind}:
        assert (getattr(w.residents, f"trust_{other}") == 0.5).all()


def test_experiences_are_forgotten_once_they_counted():
    w = world(3)
    for name in EXPERIENCES:
        feel(w, name, [0, 1, 2], 2)
    trust.step(w, 0)
    assert not any(values.any() for values in snapshot(w.experience).values())
    before = snapshot(w.residents)
    trust.step(w, 1)
    assert all(np.array_equal(before[name], values) for name, values in snapshot(w.residents).items())


def test_gossip_by_hand():
    """Resident 0 has a good and resident 2 two bad ones; 1 is tied to both: 0.5 + 0.02 x 0.5 = 0.51, x (1 - 0.034)^2."""
    w = world(4, pairs=[(0, 1), (1, 2)], gossip=0.2, trust_up=0.1, trust_down=0.17)
    feel(w, "neighbours_up", 0)
    feel(w, "neighbours_down", 2, 2)
    trust.step(w, 0)
    np.testing.assert_allclose(
        w.residents.trust_neighbours, [0.55, 0.51 * (1 - 0.034) ** 2, 0.5 * 0.83**2, 0.5], rtol=2e-7
    )


def test_no_gossip():
    w = world(3, pairs=[(0, 1), (1, 2)], gossip=0.0)
    feel(w, "neighbours_down", 0, 5)
    trust.step(w, 0)
    assert w.residents.trust_neighbours[1] == 0.5


@pytest.mark.parametrize("good", [True, False])
def test_gossip_carries_further_with_more_weight_and_ties(good):
    def heard(gossip, tied):
        w = world(5, pairs=[(0, j) for j in range(1, tied + 1)], gossip=gossip)
        feel(w, "government_up" if good else "government_down", [1, 2, 3, 4])
        trust.step(w, 0)
        return w.residents.trust_government[0]

    sign = 1 if good else -1
    assert sign * heard(0.0, 3) < sign * heard(0.2, 3) < sign * heard(0.5, 3)
    assert sign * heard(0.2, 1) < sign * heard(0.2, 4)


@pytest.mark.parametrize(("others", "times", "heard"), [(20, 10, 200), (32, 31, 992), (33, 31, 1023), (34, 31, 1023), (41, 40, 1023), (60, 10, 600)])  # fmt: skip
def test_what_is_heard_is_counted_to_its_bound(others, times, heard):
    """One's own count stays at MOST, what is heard at LANE; beyond 32 ties it is counted one kind at a time."""
    assert (MOST, LANE) == (31, 1023)
    w = world(others + 1, pairs=[(0, j) for j in range(1, others + 1)], gossip=0.01)
    feel(w, "neighbours_up", range(1, others + 1), times)
    feel(w, "government_down", 1)
    trust.step(w, 0)
    assert w.residents.trust_neighbours[0] == pytest.approx(1 - 0.5 * (1 - 0.001) ** heard, rel=2e-7)
    assert w.residents.trust_neighbours[1] == pytest.approx(1 - 0.5 * 0.9 ** min(times, 31), rel=2e-7)
    assert w.residents.trust_organizations[0] == 0.5
    assert w.residents.trust_government[0] == pytest.approx(0.5 * (1 - 0.0017), rel=2e-7)


@given(SHARE, st.integers(0, 31), st.integers(0, 31), SHARE)
def test_steps_looked_up_are_steps_taken(start, good, bad, rate):
    """`learn_at_once` is `learn` to within rounding, for as many as are looked up."""
    ups, downs = trust.steps(rate), trust.steps(0.5 * rate)
    assert len(ups) == trust.USUAL
    found = trust.learn_at_once(start, good, bad, ups, downs)
    assert found == pytest.approx(trust.learn(start, good, bad, rate, 0.5 * rate), abs=1e-13)


def test_who_hears_little_and_who_hears_much_are_told_alike():
    """The same experiences in one word more than is looked up (40) and in two weeks of half as many."""
    w, other = (world(41, pairs=[(0, j) for j in range(1, 41)], gossip=0.3, trust_down=0.0) for _ in range(2))
    feel(w, "neighbours_up", range(1, 41))
    trust.step(w, 0)
    for half in (range(1, 21), range(21, 41)):
        feel(other, "neighbours_up", half)
        trust.step(other, 0)
    assert w.residents.trust_neighbours[0] == pytest.approx(other.residents.trust_neighbours[0], rel=2e-7)


def test_reports_by_hand():
    """v = 0.6 x 0.9 + 0.4 x 0.5 = 0.74; 0.5 + 0.25 (0.1 x 0.74 x 0.5 - 0.17 x 0.26 x 0.5) = 0.503725."""
    w = world(communities=2, levers={"transparency": 0.4}, report_weight=0.25, trust_up=0.1, trust_down=0.17)
    w.communities.reported_rate[:] = 0.9
    w.communities.true_rate[:] = 0.5
    trust.step(w, 12)
    np.testing.assert_allclose(w.residents.trust_government, 0.503725, rtol=2e-7)
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
    for name in EXPERIENCES:
        feel(w, name, range(6), 3)
    before = snapshot(w.residents)
    for week in range(26):
        trust.step(w, week)
    assert all(np.array_equal(before[name], values) for name, values in snapshot(w.residents).items())
