"""Ties: who gets to know whom by living near, and what becomes of ties that are or are not used."""

import numpy as np
import pytest
from cogov.core.draws import poisson, python_stream
from cogov.model.mechanisms import ties
from cogov.model.network.tie_lists import find
from cogov.tests.support.districts import district
from cogov.tests.support.worlds import digest, slots, tiny_world, with_ties
from hypothesis import given, settings
from hypothesis import strategies as st

STILL = {"tie_rate": 0.0, "tie_loss": 0.0, "tie_fade": 0.0, "tie_growth": 0.0}


def world(residents=20, communities=1, pairs=(), strength=0.5, kind=1, room=64, seed=1, **parameters):
    w = tiny_world(communities, residents=residents, seed=seed, build=False, parameters=parameters)
    return with_ties(w, list(pairs), strength, kind, room)


# --- who is picked ---


def test_people_are_picked_in_proportion_to_sociability():
    """Of 1, 2, 0 and 5 in a row: limits at 1, 3, 3."""
    r = world(4).residents
    r.sociability[:] = (1.0, 2.0, 0.0, 5.0)
    assert [ties.pick(r, 0, 4, -1, u) for u in (0.0, 0.99, 1.01, 2.99, 3.01, 7.99)] == [0, 0, 1, 1, 3, 3]
    assert ties.sociability_of(r, 0, 4, -1) == 8.0
    assert ties.pick(r, 0, 4, -1, 8.0) == 3, "rounding leaves nobody out"


def test_within_a_group_and_among_those_who_are_there():
    r = world(6).residents  # groups 0, 1, 0, 1, 0, 1
    r.sociability[:] = 1.0
    assert [ties.pick(r, 0, 6, 1, u) for u in (0.3, 1.5, 2.7)] == [1, 3, 5]
    assert [ties.sociability_of(r, 0, 6, group) for group in (-1, 0, 1)] == [6.0, 3.0, 3.0]
    r.alive[3] = 0
    assert [ties.pick(r, 0, 6, 1, u) for u in (0.2, 0.8, 1.2, 1.8)] == [1, 1, 5, 5]
    assert [ties.sociability_of(r, 0, 6, group) for group in (-1, 0, 1)] == [5.0, 3.0, 2.0]
    assert ties.pick(r, 2, 4, 0, 0.99) == 2
    assert ties.pick(r, 2, 4, -1, 0.99) == 2
    assert ties.pick(r, 3, 4, 1, 0.5) == -1


# --- living near ---


def live_near(w, b, week):
    """One week of a building, as `meet_neighbours` does it."""
    p, people = w.parameters, np.diff(w.buildings.first[b : b + 2])[0]
    key = python_stream(w.seed, 7, week)
    chances = poisson(key, w.buildings.key[b], 0, p.tie_rate * p.mean_ties / 6.0 * people)
    ties.live_near(w, b, chances, key, week)


def formed(weeks=1, **options):
    """Ties that arise among residents who know nobody: pairs, and the world."""
    w = world(**{"tie_rate": 0.02, "mean_ties": 6.0, "homophily": 0.0, "room": 200, **options})
    w.residents.sociability[:] = 1.0
    for week in range(weeks):
        for b in range(w.buildings.key.size):
            live_near(w, b, week)
    return w


def test_chances_come_at_their_rate():
    """200 buildings of 50, rate 0.02 x 6/6, 10 weeks: 2,000 chances, of which 1 in 50 is with oneself; few repeat."""
    w = formed(10, communities=200, residents=50)
    made = w.tally.ties_formed.sum()
    pairs = 50 * 49 / 2
    mean = 200 * pairs * (1 - np.exp(-10 * 0.02 * 50 * 2 / 50**2))  # of independent Poisson chances on every pair
    assert abs(made - mean) < 4 * np.sqrt(mean)


@pytest.mark.parametrize("what", ["tie_rate", "mean_ties"])
def test_more_chances_make_more_ties(what):
    low, high = (
        formed(10, communities=50, **{what: value}).tally.ties_formed.sum()
        for value in ((0.01, 0.04) if what == "tie_rate" else (3.0, 12.0))
    )
    assert high > 2 * low


@pytest.mark.parametrize("homophily", [0.0, 0.3, 0.8])
def test_homophily(homophily):
    """Of two equal groups: within with h + (1 - h) / 2, less those who meet themselves; four standard errors."""
    w = formed(5, communities=200, residents=50, homophily=homophily)
    own = np.repeat(np.arange(len(w.ties.degree)), w.ties.degree)
    at = slots(w.ties)
    within = (w.residents.origin[own] == w.residents.origin[w.ties.neighbour[at]]).mean()
    alike = homophily * 24 / 25 + (1 - homophily) * 24 / 50
    wanted = alike / (alike + (1 - homophily) / 2)
    assert abs(within - wanted) < 4 * np.sqrt(wanted * (1 - wanted) / (len(at) / 2)) + 0.005


def test_neighbours_stay_in_their_building():
    w = formed(20, communities=5, residents=20)
    for i in range(100):
        for slot in range(w.ties.first[i], w.ties.first[i] + w.ties.degree[i]):
            assert w.ties.neighbour[slot] // 20 == i // 20
            assert (w.ties.kind[slot], w.ties.strength[slot]) == (1, np.float32(w.parameters.tie_strength))


def test_sociable_residents_make_more_ties():
    w = world(40, tie_rate=0.5, room=200)
    w.residents.sociability[:] = np.where(np.arange(40) < 20, 0.2, 1.8)
    for week in range(3):
        live_near(w, 0, week)
    assert w.ties.degree[20:].mean() > 3 * w.ties.degree[:20].mean()


def test_meeting_again_uses_the_tie():
    w = world(2, pairs=[(0, 1)], tie_rate=1.0, mean_ties=40.0)
    w.residents.sociability[:] = 1.0
    w.residents.origin[:] = 0
    live_near(w, 0, 30)
    assert w.ties.degree.tolist() == [1, 1]
    for i, j in ((0, 1), (1, 0)):
        slot = find(w.ties, i, j)
        assert (w.ties.used[slot], w.ties.strength[slot]) == (30, 0.5)


def test_vacant_homes_meet_nobody():
    w = world(3, tie_rate=1.0, mean_ties=40.0)
    w.residents.alive[1] = 0
    live_near(w, 0, 3)
    assert w.ties.degree[1] == 0
    w.residents.alive[:] = 0
    live_near(w, 0, 4)


# --- use and loss ---


def quarter(week, used, **options):
    """One tie, last used in week `used`, looked at at the end of a quarter; its strength at both ends."""
    w = world(2, pairs=[(0, 1)], **{**STILL, **options})
    for i, j in ((0, 1), (1, 0)):
        w.ties.used[find(w.ties, i, j)] = used
    ties.step(w, week)
    return [
        float(w.ties.strength[find(w.ties, i, j)]) if find(w.ties, i, j) >= 0 else None for i, j in ((0, 1), (1, 0))
    ]


def test_used_ties_grow_and_unused_fade():
    """0.5 + 0.2 x 0.5 = 0.6; 0.5 - 0.04 x 0.5 = 0.48."""
    assert quarter(25, 13, tie_growth=0.2, tie_fade=0.04) == pytest.approx([0.6, 0.6], abs=6e-8)
    assert quarter(25, 12, tie_growth=0.2, tie_fade=0.04) == pytest.approx([0.48, 0.48], abs=6e-8)


def test_only_at_the_end_of_a_quarter():
    assert quarter(24, 24, tie_growth=0.2, tie_fade=0.5, tie_loss=1.0) == [0.5, 0.5]


def test_ties_of_the_household_stay():
    assert quarter(25, 0, kind=0, tie_growth=0.2, tie_fade=0.5, tie_loss=1.0) == [0.5, 0.5]


@pytest.mark.parametrize("strength", [0.2, 0.7])
def test_loss(strength):
    """With probability tie_loss (1 - s): of 4,950 ties, four standard errors; what is lost is lost at both ends."""
    pairs = [(i, j) for j in range(100) for i in range(j)]
    w = world(100, pairs=pairs, strength=strength, room=120, **{**STILL, "tie_loss": 0.3})
    ties.step(w, 12)
    lost, p = w.tally.ties_lost[0], 0.3 * (1 - strength)
    assert abs(lost - 4950 * p) < 4 * np.sqrt(4950 * p * (1 - p))
    assert w.ties.degree.sum() == 2 * (4950 - lost)
    for i in range(100):
        for slot in range(w.ties.first[i], w.ties.first[i] + w.ties.degree[i]):
            assert find(w.ties, int(w.ties.neighbour[slot]), i) >= 0


def test_both_ends_of_a_tie_come_to_the_same():
    """Each list is looked at by itself: strengths, weeks of use and losses still agree to the bit, whoever looks at which half."""
    pairs = [(i, j) for j in range(40) for i in range(j)]
    strength, used = np.random.default_rng(2).random((2, len(pairs)))
    worlds = []
    for parts in ([(0, 2)], [(1, 2), (0, 1)]):
        w = world(20, 2, pairs, strength, tie_loss=0.3, tie_growth=0.2, tie_fade=0.1)
        for (i, j), when in zip(pairs, used, strict=True):
            w.ties.used[[find(w.ties, i, j), find(w.ties, j, i)]] = int(26 * when)
        for low, high in parts:
            ties.fade(w, 25, low, high)
        worlds.append(w)
    found = []
    for w in worlds:
        at, own = slots(w.ties), np.repeat(np.arange(40), w.ties.degree)
        rest = zip(w.ties.neighbour[at].tolist(), w.ties.strength[at].tolist(), w.ties.used[at].tolist(), strict=True)
        found.append({(i, j): values for i, (j, *values) in zip(own.tolist(), rest, strict=True)})
    assert found[0] == found[1]
    assert all(found[0][j, i] == values for (i, j), values in found[0].items())
    assert 0 < len(found[0]) < 2 * len(pairs)
    assert worlds[0].tally.ties_lost.tolist() == worlds[1].tally.ties_lost.tolist()
    assert worlds[0].tally.ties_lost.sum() == len(pairs) - len(found[0]) / 2


def test_each_tie_is_looked_at_once():
    """However many are lost from the lists while they are looked at."""
    pairs = [(i, j) for j in range(30) for i in range(j)]
    w = world(30, pairs=pairs, room=40, **{**STILL, "tie_loss": 0.9, "tie_growth": 0.2})
    ties.step(w, 12)
    at = slots(w.ties)
    assert 0 < len(at) < 2 * len(pairs)
    np.testing.assert_allclose(w.ties.strength[at], 0.6, rtol=2e-7)


@pytest.mark.parametrize(
    ("what", "low", "high"), [("tie_loss", 0.0, 0.5), ("tie_fade", 0.0, 0.9), ("tie_growth", 0.9, 0.0)]
)
def test_directions(what, low, high):
    def left(value, used):
        w = world(40, pairs=[(i, j) for j in range(40) for i in range(j)], **{**STILL, what: value})
        w.ties.used[:] = used
        ties.step(w, 51)
        return w.ties.degree.sum() if what == "tie_loss" else w.ties.strength.sum()

    used = 51 if what == "tie_growth" else 0
    assert left(low, used) > left(high, used)


@given(st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30)
def test_bounds(seed, loss, fade, growth):
    pairs = [(i, j) for j in range(12) for i in range(j)]
    strength = np.random.default_rng(seed).random(len(pairs))
    w = world(
        12, pairs=pairs, strength=strength, seed=seed, tie_loss=loss, tie_fade=fade, tie_growth=growth, tie_rate=0.5
    )
    for week in (12, 25, 38):
        ties.step(w, week)
    assert ((w.ties.strength >= 0) & (w.ties.strength <= 1)).all()


def test_off():
    w = world(12, pairs=[(i, j) for j in range(12) for i in range(j)], **STILL)
    before = digest(w.ties, w.tally)
    for week in range(26):
        ties.step(w, week)
    assert digest(w.ties, w.tally) == before


# --- at defaults ---


def test_six_ties_in_the_building_are_stationary():
    """And about a quarter stay without one: at week 0 and still after five years, at defaults."""
    found = [district(3200, 8, 260, seed, environment={"building_size": 60}).indicators for seed in (1, 2)]
    for name, low, high in (("mean_building_ties", 5.4, 6.6), ("isolated", 0.18, 0.30)):
        start, end = (np.mean([table[name].iloc[at] for table in found]) for at in (0, -1))
        assert low < start < high
        assert low < end < high
