"""Lazer & Friedman's race by a second program, written from the paper in plain NumPy: nothing of cogov's rules, landscapes or luck is in it."""

import networkx as nx
import numpy as np
import pytest
from cogov.evidence.reproduce import result as checks
from cogov.evidence.reproduce.lazer_friedman import race, wins

N, K, SEARCHERS = 20, 5, 100


def scores_of(rules, links, table):
    """The mean contribution of each row of rules; the first of an element's links is the element itself."""
    place = (rules[:, links] << np.arange(K + 1)).sum(axis=2)
    return table[np.arange(N), place].mean(axis=1)


def alone(random, rounds):
    """Where searchers in a line and those who all see each other end, from the same start, each with luck of its own."""
    links = np.array([[e, *random.choice([o for o in range(N) if o != e], K, replace=False)] for e in range(N)])
    table = random.random((N, 2 ** (K + 1)))
    start = random.integers(0, 2, (SEARCHERS, N))
    ends = []
    for graph in (nx.path_graph(SEARCHERS), nx.complete_graph(SEARCHERS)):
        seen = nx.to_numpy_array(graph, dtype=bool)
        rules, who = start.copy(), np.arange(SEARCHERS)
        scores = scores_of(rules, links, table)
        for _ in range(rounds):
            around = np.where(seen, scores, -1.0)
            best = around.argmax(axis=1)
            copies = around[who, best] > scores
            tried = rules.copy()
            tried[who, random.integers(N, size=SEARCHERS)] ^= 1
            found = scores_of(tried, links, table)
            better = ~copies & (found > scores)
            following, old = rules.copy(), scores.copy()
            following[copies], scores[copies] = rules[best[copies]], old[best[copies]]
            following[better], scores[better] = tried[better], found[better]
            rules = following
        ends.append(scores.mean())
    return ends


@pytest.mark.slow
def test_who_ends_higher_how_often():
    """Of 150 spaces each: the share in which the line ends higher, and lower, within four standard errors of the difference."""
    spaces = 150
    random = np.random.default_rng(5)
    theirs = np.array([alone(random, 160) for _ in range(spaces)])
    found = race(3, spaces, 300)
    ours = wins(found["line"], found["full"])
    difference = theirs[:, 0] - theirs[:, 1]
    for count, other in zip(ours, ((difference > 1e-9).sum(), (difference < -1e-9).sum()), strict=True):
        (one, error), (two, luck) = checks.share_error(int(count), spaces), checks.share_error(int(other), spaces)
        assert abs(one - two) < 4 * np.hypot(error, luck)


def test_luck_is_shared_where_it_is_asked_for():
    """With shared luck, networks that are one and the same run alike; with their own, they do not."""
    shared, own = (race(1, 6, 60, shared=one) for one in (True, False))
    np.testing.assert_array_equal(shared["full"], own["full"])
    assert not np.array_equal(shared["line"], own["line"])
