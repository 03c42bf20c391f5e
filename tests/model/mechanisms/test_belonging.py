"""Belonging: Friedkin & Johnsen (1990) to the closed form, and DeGroot (1974) to consensus."""

import networkx as nx
import numpy as np
import pytest
from cogov.model.mechanisms import belonging
from cogov.model.network.tie_lists import from_edges
from cogov.model.sandbox import tie_lists
from cogov.model.state import Ties
from cogov.tests.support.worlds import snapshot, tiny_world
from hypothesis import given, settings
from hypothesis import strategies as st


def network(n, seed, share=0.2):
    """Random ties with random strengths: tie lists, and the row-stochastic matrix W (zero rows where there are none)."""
    random = np.random.default_rng(seed)
    i, j = np.triu_indices(n, 1)
    keep = random.random(len(i)) < share
    strength = random.uniform(0.05, 1.0, keep.sum()).astype(np.float32).astype(float)  # as lists keep it
    ties, _ = from_edges(n, i[keep], j[keep], None, strength)
    matrix = np.zeros((n, n))
    matrix[i[keep], j[keep]] = matrix[j[keep], i[keep]] = strength
    total = matrix.sum(axis=1, keepdims=True)
    return ties, np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0), total[:, 0]


def average(x, anchor, susceptibility, ties, weeks=1):
    for _ in range(weeks):
        following = np.empty(x.size)
        belonging.average(Ties(**ties), x, anchor, susceptibility, 0, following)
        x = following
    return x


@pytest.mark.parametrize("susceptibility", [0.1, 0.6, 0.95])
@pytest.mark.parametrize("seed", [1, 2])
def test_closed_form(susceptibility, seed):
    """The state tends to (I - S W)^-1 (I - S) a, with S = 0 for those without ties."""
    n = 40
    ties, w, total = network(n, seed, 0.08)
    anchor = np.random.default_rng(seed + 10).random(n)
    s = np.where(total > 0, susceptibility, 0.0)
    wanted = np.linalg.solve(np.eye(n) - s[:, None] * w, (1 - s) * anchor)
    assert (total == 0).any()
    found = average(np.random.default_rng(3).random(n), anchor, susceptibility, ties, 1000)
    np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_one_step_by_hand():
    """0.6 x (0.25 x 0.5 + 0.75 x 0.9) + 0.4 x 0.3 = 0.6."""
    ties, _ = from_edges(3, [0, 0], [1, 2], None, [0.25, 0.75])
    found = average(np.array([0.3, 0.5, 0.9]), np.array([0.3, 0.5, 0.9]), 0.6, ties)
    np.testing.assert_allclose(found, [0.6, 0.6 * 0.3 + 0.4 * 0.5, 0.6 * 0.3 + 0.4 * 0.9], rtol=1e-11)


def test_degroot_consensus():
    """At S = 1 all come to one value: the starting values weighed by the stationary distribution of W."""
    ties, w, total = network(30, 5)
    assert (total > 0).all()
    start = np.random.default_rng(6).random(30)
    stationary = total / total.sum()  # symmetric strengths
    np.testing.assert_allclose(stationary @ w, stationary, atol=1e-12)
    found = average(start, np.zeros(30), 1.0, ties, 2000)
    np.testing.assert_allclose(found, stationary @ start, atol=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_ties_create_no_belonging(seed):
    """Whatever the susceptibilities: sum over residents of D (1 - S) / S (x - a) = 0 at rest, D the strength of all ties of one."""
    graph = nx.karate_club_graph()
    ties, n = tie_lists(graph), graph.number_of_nodes()
    random = np.random.default_rng(seed)
    s, anchor = random.uniform(0.1, 0.9, n), random.random(n)
    matrix = nx.to_numpy_array(graph)
    strength = matrix.sum(axis=1)
    x = anchor
    for _ in range(2000):
        pulled = matrix @ x
        x = np.array([belonging.influenced(pulled[i], strength[i], anchor[i], s[i]) for i in range(n)])
    weights = strength * (1 - s) / s
    assert abs(weights @ (x - anchor)) / weights.sum() < 1e-9
    assert abs((x - anchor).mean()) > 1e-4, "the plain mean moves, by whom one listens to"
    same = average_of(ties, anchor, 0.6)
    assert abs(strength @ (same - anchor)) / strength.sum() < 1e-9


def average_of(ties, anchor, susceptibility, weeks=500):
    x = anchor
    for _ in range(weeks):
        following = np.empty(x.size)
        belonging.average(ties, x, anchor, susceptibility, 0, following)
        x = following
    return x


def test_without_ties_it_is_the_anchor():
    ties, _ = from_edges(4, [0], [1])
    found = average(np.full(4, 0.9), np.array([0.1, 0.2, 0.3, 0.4]), 0.6, ties)
    assert found[2:].tolist() == [0.3, 0.4]


def test_everybody_looks_at_the_same_moment():
    """In a pair at S = 1 the two change places."""
    ties, _ = from_edges(2, [0], [1], None, [0.5])
    np.testing.assert_allclose(average(np.array([0.1, 0.7]), np.zeros(2), 1.0, ties), [0.7, 0.1], rtol=1e-10)


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50)
def test_bounds(seed, susceptibility, share):
    """It stays within what is there: between the least and the greatest of states and anchors."""
    ties, _, _ = network(12, seed, share)
    random = np.random.default_rng(seed)
    x, anchor = random.random(12), random.random(12)
    found = average(x, anchor, susceptibility, ties)
    slack = 1e-10  # sums along ties are cut to units of 2**-40
    assert found.min() >= min(x.min(), anchor.min()) - slack
    assert found.max() <= max(x.max(), anchor.max()) + slack


def test_susceptibility_draws_towards_others():
    ties, _ = from_edges(2, [0], [1])
    x = np.array([0.0, 1.0])
    distances = [np.ptp(average(x, x, s, ties)) for s in (0.0, 0.2, 0.4)]
    assert distances[0] > distances[1] > distances[2]


def test_step_uses_the_present_ties_of_the_world():
    w = tiny_world(2, residents=6, parameters={"susceptibility": 0.7}, build=False)
    random = np.random.default_rng(1)
    w.residents.belonging[:], w.residents.anchor[:] = random.random(12), random.random(12)
    wanted = np.empty(12)
    belonging.average(w.ties, w.residents.belonging, w.residents.anchor, 0.7, 0, wanted)
    before = snapshot(w.residents)
    belonging.step(w, 0)
    np.testing.assert_array_equal(w.residents.belonging, wanted.astype(np.float32))
    assert not np.array_equal(w.residents.belonging, before["belonging"])
    after = snapshot(w.residents)
    assert {name for name in before if not np.array_equal(before[name], after[name])} == {"belonging"}


def test_off():
    w = tiny_world(2, residents=6, parameters={"susceptibility": 0.0}, build=False)
    w.residents.anchor[:] = w.residents.belonging[:] = np.linspace(0, 1, 12)
    belonging.step(w, 0)
    np.testing.assert_array_equal(w.residents.belonging, np.linspace(0, 1, 12).astype(np.float32))
