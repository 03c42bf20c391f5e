"""Contacts in doublings, by home-region group: the published limits, and brute force on random ties."""

import math

import networkx as nx
import numpy as np
import pytest
from cogov.evidence.reproduce.participation import signal_of
from cogov.model.network.contact_groups import TABLED, contact_signals, doublings, worth
from cogov.model.network.neighbour_sums import count_along
from cogov.model.sandbox import tie_lists
from hypothesis import given, settings
from hypothesis import strategies as st

LOGS = doublings(TABLED)


@pytest.mark.parametrize(
    ("groups", "diversity", "wanted"),
    [
        ((), 0.7, 0.0),
        ((3,), -0.4, 1.0),
        ((0, 0), 0.0, 1.584962500721156),
        ((0, 0), 1.0, 1.584962500721156),
        ((0, 1), 0.0, 1.584962500721156),
        ((0, 1), 1.0, 2.0),
        ((0, 1), 0.2, 1.667970000576925),
        ((0, 1, 2), 1.0, 3.0),
        ((0, 1), -0.5, 1.377443751081734),
    ],
)
def test_published_limits(groups, diversity, wanted):
    assert signal_of(groups, diversity) == pytest.approx(wanted, abs=1e-12)


def test_the_table_and_beyond():
    assert LOGS[:2].tolist() == [0.0, 1.0]
    for count in (0, 1, 3, TABLED - 1, TABLED, 5000):
        assert worth(count, LOGS) == pytest.approx(math.log2(1 + count), abs=1e-12)


def random_ties(seed, n=40, groups=3):
    random = np.random.default_rng(seed)
    graph = nx.fast_gnp_random_graph(n, 0.25, seed=seed)
    active = random.integers(0, 2, n).astype(np.uint8)
    return graph, tie_lists(graph)[:3], active, random.integers(0, groups, n).astype(np.int32)


@given(st.integers(0, 10_000), st.floats(-1, 1))
@settings(max_examples=30)
def test_brute_force(seed, diversity):
    graph, ties, active, origin = random_ties(seed)
    found = contact_signals(*ties, active, origin, 3, diversity, LOGS, 10, 30)
    for i in range(10, 30):
        of = [int(origin[j]) for j in graph[i] if active[j]]
        wanted = (1 - diversity) * math.log2(1 + len(of))
        wanted += diversity * sum(math.log2(1 + of.count(g)) for g in range(3))
        assert found[i - 10] == pytest.approx(wanted, abs=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_the_identity_and_no_diversity_is_the_count(seed):
    _, ties, active, origin = random_ties(seed)
    found = contact_signals(*ties, active, origin, 3, 0.0, np.arange(40.0), 0, 40)
    np.testing.assert_array_equal(found, count_along(*ties, active, 0, 40))


@given(st.integers(0, 10_000), st.floats(-0.9, 0.9))
@settings(max_examples=20)
def test_one_group_is_no_diversity(seed, diversity):
    _, ties, active, _ = random_ties(seed)
    one = np.zeros(40, np.int32)
    np.testing.assert_allclose(
        contact_signals(*ties, active, one, 1, diversity, LOGS, 0, 40),
        contact_signals(*ties, active, one, 1, 0.0, LOGS, 0, 40),
        atol=1e-12,
    )


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(max_examples=20)
def test_more_active_ties_and_more_groups_count_more(seed, diversity):
    """Bounds: between one doubling of all and what each contact by itself would be."""
    _, ties, active, origin = random_ties(seed)
    more = active.copy()
    more[np.random.default_rng(seed).integers(0, 40, 8)] = 1
    few, many = (contact_signals(*ties, who, origin, 3, diversity, LOGS, 0, 40) for who in (active, more))
    assert (few <= many + 1e-12).all()
    count = count_along(*ties, active, 0, 40)
    assert (few >= np.log2(1 + count) - 1e-12).all()
    assert (few <= count + 1e-12).all()
