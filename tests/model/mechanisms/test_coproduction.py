"""Co-production: who follows, and what rules are worth by it. Four standard errors (one seed in 16,000 fails by chance)."""

import numpy as np
import pytest
from cogov.model.mechanisms import coproduction
from cogov.model.rules import spillover
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.moved_states import STILL
from cogov.tests.support.worlds import snapshot, tiny_world, with_ties
from scipy.stats import norm

WEIGHTS = {
    "following_base": 0.5,
    "following_trust": 2.0,
    "following_ties": 0.5,
    "following_active": 0.3,
    "following_usual": 0.7,
}


def world(residents=4000, mandate=0.5, pairs=(), **parameters):
    about = {"coproduction": 1.0, **WEIGHTS, **parameters}
    w = tiny_world(1, residents=residents, build=False, levers={"mandate_share": mandate}, parameters=about)
    w = with_ties(w, pairs, room=4)
    r = w.residents
    r.trust_government[:], r.trust_neighbours[:], r.recent[:], r.follows[:] = 0.6, 0.6, 0, 1
    return w


def share_of(w):
    coproduction.step(w, 12)
    assert w.communities.following[0] == w.residents.follows.mean()
    return w.residents.follows.mean()


def close(found, wanted, n=4000):
    return abs(found - wanted) < 4 * np.sqrt(wanted * (1 - wanted) / n)


# --- who follows ---


@pytest.mark.parametrize(
    ("government", "neighbours", "mandate", "recent", "utility"),
    [
        (0.6, 0.6, 0.5, 0, 0.5),
        (0.9, 0.1, 1.0, 0, 1.1),
        (0.9, 0.1, 0.0, 0, -0.5),
        (0.9, 0.1, 0.25, 0, 0.5 + 2 * (0.3 - 0.6)),
        (0.6, 0.6, 0.5, 4, 0.8),
    ],
)
def test_a_share_of_like_residents_follows(government, neighbours, mandate, recent, utility):
    """Phi(u), by the step that the weeks run; without ties the others do not count."""
    w = world(mandate=mandate)
    w.residents.trust_government[:], w.residents.trust_neighbours[:], w.residents.recent[:] = (
        government,
        neighbours,
        recent,
    )
    assert close(share_of(w), norm.cdf(utility))


@pytest.mark.parametrize(("follows", "utility"), [(1, 1.0), (0, 0.0)])
def test_ties_that_follow(follows, utility):
    pairs = [(i, i + 1) for i in range(0, 4000, 2)]
    w = world(pairs=pairs)
    w.residents.follows[:] = follows
    assert close(share_of(w), norm.cdf(utility))


def test_who_follows_stays_with_the_person():
    """The same every quarter while nothing changes; with more trust nobody stops, and no new luck is drawn."""
    w = world(following_ties=0.0)
    share_of(w)
    before = w.residents.follows.copy()
    coproduction.step(w, 25)
    np.testing.assert_array_equal(w.residents.follows, before)
    w.residents.trust_government[:] = 0.8
    coproduction.step(w, 38)
    assert (w.residents.follows >= before).all()
    assert w.residents.follows.sum() > before.sum()


def test_all_decide_at_once_and_by_parts():
    w = tiny_world(3, residents=60, build=False, parameters={"coproduction": 1.0, **WEIGHTS})
    w.residents.follows[:] = np.random.default_rng(1).integers(0, 2, 180)
    coproduction.choose(w, 12, 0, 3)
    together = w.scratch.flag.copy()
    w.scratch.flag[:] = 7
    for low, high in ((1, 3), (0, 1)):
        coproduction.choose(w, 12, low, high)
    np.testing.assert_array_equal(w.scratch.flag, together)


def test_vacant_homes_do_not_count():
    w = world(residents=10)
    w.residents.alive[:] = 0
    coproduction.step(w, 12)
    assert w.communities.following[0] == pytest.approx(0.7)


# --- what rules are worth ---


@pytest.mark.parametrize(
    ("chi", "following", "worth"), [(0.0, 0.1, 1.0), (1.0, 0.7, 1.0), (1.0, 0.35, 0.5), (0.5, 0.35, 0.75), (1.0, 0.0, 0.0), (1.0, 1.0, 1 / 0.7)]
)  # fmt: skip
def test_worth(chi, following, worth):
    w = tiny_world(1, parameters={**WEIGHTS, "coproduction": chi})
    w.communities.following[:] = following
    assert spillover.practised(w, 0) == pytest.approx(worth, abs=1e-12)
    w.rules.fit[:] = 0.6
    spillover.update_benefit(w, 12)
    assert w.rules.benefit[0] == pytest.approx(0.6 * worth, abs=1e-12)


def test_what_is_done_next_door_does_not_hang_on_it():
    w = tiny_world(3, parameters={**WEIGHTS, "coproduction": 1.0, "spillover": 0.4})
    w.communities.following[:] = 0.0
    spillover.update_benefit(w, 12)
    for c in range(3):
        assert w.rules.benefit[c] == pytest.approx(0.4 * spillover.received(w, c), abs=1e-12)


def test_off_does_nothing():
    w = world(coproduction=0.0)
    before = snapshot(w.residents), snapshot(w.communities), snapshot(w.scratch)
    coproduction.step(w, 12)
    for old, group in zip(before, (w.residents, w.communities, w.scratch), strict=True):
        assert all((snapshot(group)[name] == values).all() for name, values in old.items())
    assert spillover.practised(w, 0) == 1.0


# --- in the week ---


def test_nought_and_one_differ_and_threads_do_not():
    def run(chi, off=(), **more):
        return district(240, 3, 39, constants={**STILL, "coproduction": chi, **WEIGHTS}, off=off, **more)

    nought, one, two = run(0.0), run(1.0), run(1.0, threads=2)
    assert differing(state_of(one), state_of(two)) == set()
    assert {"rules.benefit", "residents.follows", "residents.satisfaction"} <= differing(
        state_of(nought), state_of(one)
    )
    assert nought.residents.follows.all()
    assert 0 < one.residents.follows.mean() < 1
    assert differing(state_of(run(1.0, ["coproduction"])), state_of(nought)) == set()
    series = nought.indicators.benefit, one.indicators.benefit
    assert (series[0].iloc[:12] == series[1].iloc[:12]).all()
    assert (series[0].iloc[13:] != series[1].iloc[13:]).all()


def test_trust_in_who_decides_moves_what_rules_are_worth():
    """Rules from above are followed where government is trusted, rules of the place where neighbours are."""
    worth = {}
    for mandate in (0.0, 1.0):
        for government, neighbours in ((0.8, 0.4), (0.35, 0.8)):
            w = world(mandate=mandate)
            w.residents.trust_government[:], w.residents.trust_neighbours[:] = government, neighbours
            coproduction.step(w, 12)
            worth[mandate, government] = spillover.practised(w, 0)
    assert worth[1.0, 0.8] > worth[0.0, 0.8]
    assert worth[1.0, 0.35] < worth[0.0, 0.35]
