"""Plain arrays and graphs for mechanisms by themselves."""

import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.mechanisms import belonging
from cogov.model.network.neighbour_sums import UNIT, pull_along
from cogov.model.rules import landscape as rules
from cogov.model.sandbox import district, landscape, queue, tie_lists


def test_ties_are_those_of_the_graph():
    graph = nx.DiGraph()
    graph.add_nodes_from("cab")
    graph.add_edge("c", "a", weight=2.0)
    graph.add_edge("c", "b")
    graph.add_edge("b", "b", weight=0.5)
    ties = tie_lists(graph)
    assert ties.first.tolist() == [0, 2, 2, 3]
    assert ties.degree.tolist() == [2, 0, 1]
    assert ties.neighbour.tolist() == [1, 2, 2]
    assert ties.strength.tolist() == [2.0, 1.0, 0.5]
    active = np.array([0, 1, 0], np.uint8)
    assert pull_along(ties, active.astype(float), 0, 3).tolist() == [2 * UNIT, 0, 0]
    assert ties.weight.tolist() == [3 * UNIT, 0, UNIT // 2]


def test_a_graph_without_nodes_or_with_parallel_edges():
    assert tie_lists(nx.Graph()).first.tolist() == [0]
    with pytest.raises(ValueError, match="parallel edges"):
        tie_lists(nx.MultiGraph([(0, 1), (0, 1)]))


def test_columns_follow_the_nodes_of_the_graph():
    """Nodes of two communities, mixed: rows are ordered by community, values stay with their node."""
    graph = nx.Graph()
    for node, place in zip(range(6), "xyxyxy"):
        graph.add_node(node, community=place)
    w = district(graph, belonging=np.arange(6) / 10)
    assert w.residents.community.tolist() == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose(w.residents.belonging, [0.0, 0.2, 0.4, 0.1, 0.3, 0.5], rtol=1e-6)


def test_a_mechanism_on_a_district_is_its_rule_on_arrays():
    graph = nx.barabasi_albert_graph(40, 3, seed=5)
    nx.set_edge_attributes(graph, 0.5, "strength")
    x, anchor = np.random.default_rng(1).uniform(size=(2, 40))
    w = district(graph, constants={"susceptibility": 0.7}, belonging=x, anchor=anchor)
    before, anchors = w.residents.belonging.astype(float), w.residents.anchor.astype(float)
    belonging.step(w, 0)
    expected = np.empty(40)
    belonging.average(tie_lists(graph), before, anchors, 0.7, 0, expected)
    np.testing.assert_allclose(w.residents.belonging, expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"belongin": 0.5}, "did you mean 'belonging'"),
        ({"constants": {"susceptibilty": 0.5}}, "did you mean 'susceptibility'"),
        ({"environment": {"complexity": 99}}, "out of bounds"),
    ],
)
def test_wrong_names_and_values(given, message):
    with pytest.raises(QuantityError, match=message):
        district(10, **given)


def test_landscapes_of_places_share_dependences_and_no_table():
    one, other = landscape(6, 2, seed=4), landscape(6, 2, seed=4, place=1)
    np.testing.assert_array_equal(one[0], other[0])
    assert not (one[1] == other[1]).any()
    assert (landscape(6, 2, seed=5)[1] != one[1]).any()
    assert rules.score(np.zeros(6, np.uint8), *one) != rules.score(np.zeros(6, np.uint8), *other)
    with pytest.raises(QuantityError, match="from 0 to elements - 1 = 5"):
        landscape(6, 6)


def test_an_empty_queue():
    queues, counters = queue(3, 20.0, tasks=7)
    assert queues.servers.tolist() == [3]
    assert queues.server_task.tolist() == [-1, -1, -1]
    assert (queues.head[0], queues.tail[0], queues.task_case.size, counters.tasks[0]) == (-1, -1, 7, 0)
