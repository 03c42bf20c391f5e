"""Positions in the network at the start: against networkx, and the same under every scenario."""

import networkx as nx
import numpy as np
import pytest
from cogov.experiments.comparison import network_position as module
from cogov.experiments.comparison.network_position import closure, position_codes, positions, thirds
from cogov.experiments.comparison.paired_run import run_one
from cogov.model.model import CommunityModel
from cogov.runs.settings import Setting
from cogov.scenarios import load, names

SIZE = {"residents": 200, "communities": 2, "rng": 3}


def test_closure_is_local_clustering(monkeypatch):
    graph = nx.gnm_random_graph(60, 150, seed=2)
    source, target = np.array([*graph.edges, *[(b, a) for a, b in graph.edges]]).T
    monkeypatch.setattr(module, "_ROWS", 7)  # several chunks
    found = closure(source, target, 60)
    for node, expected in nx.clustering(graph).items():
        assert found[node] == pytest.approx(expected) if graph.degree[node] > 1 else np.isnan(found[node])


def test_closure_without_any_tie():
    assert np.isnan(closure(np.zeros(0, dtype=int), np.zeros(0, dtype=int), 3)).all()


def test_positions_are_those_of_the_graph():
    model = CommunityModel(scenario=None, **SIZE)
    found = positions(model)
    degree = model.ties.degree
    assert (found.ties == degree).all()
    assert found.memberships.max() >= 1
    assert np.isfinite(found.closure).sum() == (degree > 1).sum()


def test_the_start_is_the_same_under_every_scenario():
    """What makes a position comparable: no lever has touched ties or memberships before the first week."""
    first = positions(CommunityModel(scenario=load("status_quo"), **SIZE))
    for name in names():
        other = positions(CommunityModel(scenario=load(name), **SIZE))
        for part in ("identity", "ties", "memberships", "closure"):
            np.testing.assert_array_equal(getattr(first, part), getattr(other, part), err_msg=f"{name}: {part}")


def test_thirds_keep_equal_values_together():
    values = np.array([0, 0, 0, 0, 1, 2, 3, np.nan])
    assert thirds(values).tolist() == [0, 0, 0, 0, 1, 2, 2, -1] or len(set(thirds(values)[:4])) == 1
    assert thirds(np.arange(9.0)).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert thirds(np.full(3, np.nan)).tolist() == [-1, -1, -1]


def test_only_who_was_there_from_the_start_has_a_position():
    moving = {"turnover_owners": 0.5, "turnover_renters": 0.5}
    one = run_one(Setting((load("status_quo"),), 40, 1, 200, 2, environment=moving), (0, 0))
    codes = one.outcomes.codes
    for name in ("ties", "memberships", "contacts"):
        assert ((codes[name] >= 0) == (codes["arrival"] == 0)).all()
        assert len(np.unique(codes[name][codes[name] >= 0])) > 1


def test_a_home_with_another_resident_has_no_position():
    model = CommunityModel(scenario=None, **SIZE)
    found = positions(model)
    rows = np.arange(5)
    identity = found.identity[rows].copy()
    identity[2] += 1
    codes = position_codes(found, rows, identity, np.ones(5, dtype=bool))
    assert codes["ties"][2] == -1
    assert (codes["ties"][[0, 1, 3, 4]] >= 0).all()
