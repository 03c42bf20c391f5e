"""A model from a user's networkx graph."""

import cogov
import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.population.from_graph import GraphWarning, given_from_graph


def test_ties_of_the_model_are_the_edges_of_the_graph():
    graph = nx.karate_club_graph()
    with pytest.warns(GraphWarning) as caught:
        model = cogov.CommunityModel(population=graph, rng=1)
    said = [str(one.message) for one in caught]
    assert any("'club' is not read" in one for one in said)
    assert any("divided by the greatest, 7" in one for one in said)
    frame = model.residents_frame()
    assert sorted(frame["id"], key=int) == [str(node) for node in range(34)]
    who = dict(zip(frame["unique_id"], frame["id"], strict=True))
    social = {"household", "building", "acquaintance"}
    ties = {frozenset((int(who[u]), int(who[v]))) for u, v, kind in model.network.edges(data="kind") if kind in social}
    assert ties == {frozenset(edge) for edge in graph.edges}
    model.run_for(26)
    assert len(model.indicators) == 26


def test_places_and_attributes_are_read():
    graph = nx.Graph()
    graph.add_node("a", community="north", tenure="renter", age=30, skill=0.9, origin="X")
    graph.add_node("b", community="north", tenure="owner", age=70)
    graph.add_node("c", community="south", occupation="teaching")
    graph.add_edge("a", "b", strength=0.7)
    model = cogov.CommunityModel(population=graph, rng=3)
    r = model.residents_frame().set_index("id")
    assert r.loc["a", ["tenure", "age_band", "skill"]].tolist() == [1, 0, np.float32(0.9)]
    assert r.loc["b", ["tenure", "age_band"]].tolist() == [0, 2]
    assert r.loc["c", "occupation"] == 2
    assert r.loc["a", "community"] == r.loc["b", "community"] != r.loc["c", "community"]
    assert model.drawn["tenure"] == pytest.approx(1 / 3)


def test_a_graph_without_edges_runs():
    graph = nx.empty_graph(20)
    model = cogov.CommunityModel(population=graph, rng=1, environment={"mean_ties": 0})
    assert model.network.number_of_nodes() > 20
    model.run_for(13)
    assert np.isfinite(model.indicators["belonging"]).all()


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"tenure": "onwer"}, ["tenure", "onwer", "did you mean 'owner'"]),
        ({"age": 7}, ["age = 7", "18"]),
        ({"skill": "high"}, ["skill", "not a number"]),
    ],
)
def test_a_wrong_attribute_names_node_and_value(attributes, words):
    graph = nx.Graph()
    graph.add_node("x1", **attributes)
    with pytest.raises(QuantityError) as caught:
        given_from_graph(graph)
    assert all(word in str(caught.value) for word in ["x1", *words])


def test_an_empty_graph_is_refused():
    with pytest.raises(QuantityError, match="no nodes"):
        cogov.CommunityModel(population=nx.Graph())
