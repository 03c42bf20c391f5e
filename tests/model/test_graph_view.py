"""The view of all agents is a networkx graph like any other, and cannot be changed."""

import pickle
import time

import networkx as nx
import numpy as np
import pytest
from cogov.model.network.graph_view import EDGE_KINDS, network_view
from cogov.model.network.tie_lists import from_edges


def district(n=60, communities=3, seed=4, mean=6):
    """Residents with random ties, two organisations and a worker in each community, a district and two street offices."""
    random = np.random.default_rng(seed)
    m = n * mean // 2
    ties, _ = from_edges(
        n, random.integers(0, n, m), random.integers(0, n, m), kind=random.integers(0, 3, m), strength=random.random(m)
    )
    member_of = np.full((n, 2), -1, np.int32)
    member_of[::3, 0] = random.integers(0, 2 * communities, len(member_of[::3]))
    member_of[0] = 1  # twice in the same one
    organizations = {
        "alive": np.ones(2 * communities + 3, np.uint8),
        "community": np.arange(2 * communities + 3, dtype=np.int32) % communities,
    }
    organizations["alive"][2 * communities :] = 0  # rows not in use
    workers = {"alive": np.ones(communities, np.uint8), "community": np.arange(communities, dtype=np.int32)}
    governments = {"alive": np.ones(3, np.uint8), "level": np.array([0, 1, 1], np.int32)}
    residents = {"alive": np.ones(n, np.uint8), "community": np.arange(n, dtype=np.int32) * communities // n}
    residents["alive"][5] = 0
    arrays = {
        "residents": residents, "organizations": organizations, "workers": workers, "governments": governments, "ties": ties,
        "communities": {"street": np.arange(communities, dtype=np.int32) % 2}, "member_of": member_of,
    }  # fmt: skip
    number = 3
    for group in ("governments", "workers", "organizations", "residents"):
        size = len(arrays[group]["alive"])
        arrays[group]["unique_id"] = np.where(arrays[group]["alive"] == 1, np.arange(number, number + size), 0)
        number += size
    return arrays


@pytest.fixture(scope="module")
def arrays():
    return district()


@pytest.fixture(scope="module")
def view(arrays):
    return network_view(arrays)


ALGORITHMS = {
    "components": lambda g: sorted(map(sorted, nx.connected_components(g))),
    "degree": lambda g: dict(g.degree),
    "weighted degree": lambda g: dict(g.degree(weight="weight")),
    "clustering": nx.clustering,
    "core number": nx.core_number,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "pagerank": nx.pagerank,
    "triangles": nx.triangles,
    "distances": lambda g: dict(nx.all_pairs_shortest_path_length(g)),
    "dijkstra": lambda g: nx.single_source_dijkstra_path_length(g, min(g), weight="weight"),
    "tree": lambda g: sorted(map(sorted, nx.minimum_spanning_tree(g).edges)),
    "communities": lambda g: sorted(map(sorted, nx.community.louvain_communities(g, seed=1))),
    "assortativity": lambda g: nx.attribute_assortativity_coefficient(g, "kind"),
    "laplacian": lambda g: nx.laplacian_matrix(g).toarray().tolist(),
    "subgraph": lambda g: sorted(map(sorted, g.subgraph(sorted(g)[:30]).edges)),
    "complement": lambda g: nx.complement(g).number_of_edges(),
}


@pytest.mark.parametrize("name", ALGORITHMS)
def test_algorithms_agree_with_an_ordinary_graph(view, name):
    ordinary = view.copy()
    assert type(ordinary) is nx.Graph
    found, expected = ALGORITHMS[name](view), ALGORITHMS[name](ordinary)
    assert found == (
        pytest.approx(expected) if isinstance(expected, dict | float) and name != "distances" else expected
    )


def test_it_is_a_graph_of_living_agents_of_all_kinds(view, arrays):
    assert isinstance(view, nx.Graph)
    assert len(view) == view.number_of_nodes() == 59 + 6 + 3 + 3
    kinds = nx.get_node_attributes(view, "kind")
    assert {kind: list(kinds.values()).count(kind) for kind in set(kinds.values())} == {
        "resident": 59, "organization": 6, "social_worker": 3, "government": 3,
    }  # fmt: skip
    assert 0 not in view
    assert "x" not in view
    assert nx.number_of_selfloops(view) == 0
    assert view.size() == view.number_of_edges() == len(list(view.edges))
    assert all(view.has_edge(v, u) and view[u][v] == view[v][u] for u, v in view.edges)
    with pytest.raises(KeyError):
        view[0]


def test_edges_are_what_the_arrays_say(view, arrays):
    ties, resident = arrays["ties"], arrays["residents"]["unique_id"]
    for i in np.flatnonzero(arrays["residents"]["alive"]):
        for slot in range(ties["first"][i], ties["first"][i] + ties["degree"][i]):
            j = ties["neighbour"][slot]
            if arrays["residents"]["alive"][j]:
                assert view[resident[i]][resident[j]] == {
                    "kind": EDGE_KINDS[ties["kind"][slot]],
                    "weight": ties["strength"][slot],
                }
    by_kind = {kind: [e for *e, k in view.edges(data="kind") if k == kind] for kind in EDGE_KINDS}
    assert len(by_kind["service"]) == 3 * 2
    assert len(by_kind["administration"]) == 2 + 6 + 3
    assert len(by_kind["membership"]) == np.sum(arrays["member_of"][arrays["residents"]["alive"] == 1, 0] >= 0)
    assert view[resident[0]][arrays["organizations"]["unique_id"][1]]["kind"] == "membership"


CHANGES = {
    "add_node": (7,), "add_edge": (1, 2), "remove_node": (3,), "remove_edge": (1, 2), "clear": (), "clear_edges": (),
    "add_nodes_from": ([1],), "add_edges_from": ([(1, 2)],), "remove_nodes_from": ([3],), "update": ([(1, 2)],),
    "add_weighted_edges_from": ([(1, 2, 3)],),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_it_cannot_be_changed(view, change):
    with pytest.raises(nx.NetworkXError):
        getattr(view, change)(*CHANGES[change])


def test_attributes_cannot_be_changed(view):
    u, v = next(iter(view.edges))
    with pytest.raises(TypeError):
        view[u][v]["weight"] = 3.0
    with pytest.raises(TypeError):
        view.nodes[u]["kind"] = "x"


def test_copies_are_ordinary(view):
    for copied in (view.copy(), pickle.loads(pickle.dumps(view)), nx.Graph(view), view.subgraph(list(view)).copy()):
        assert nx.utils.graphs_equal(copied, view.copy())
        copied.add_edge("a", "b")
    assert isinstance(view.to_directed(), nx.DiGraph)
    assert "a" not in view


def test_what_happens_later_does_not_change_it(arrays):
    view = network_view(arrays)
    before = view.copy()
    strength = arrays["ties"]["strength"].copy()
    arrays["ties"]["strength"][:] = 0.123
    assert nx.utils.graphs_equal(view.copy(), before)
    arrays["ties"]["strength"][:] = strength


def test_agents_without_a_number_are_an_error():
    arrays = district()
    arrays["residents"]["unique_id"][0] = 0
    with pytest.raises(ValueError, match="unique_id"):
        network_view(arrays)


def test_only_residents_and_no_ties():
    arrays = district(n=6)
    for group in ("organizations", "workers", "governments"):
        arrays[group]["alive"][:] = 0
    arrays["member_of"][:] = -1
    arrays["ties"]["degree"][:] = 0
    view = network_view(arrays)
    assert (len(view), view.number_of_edges()) == (5, 0)


def test_it_costs_milliseconds():
    arrays = district(n=100_000, communities=24, mean=9)
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        network_view(arrays)
        times.append(time.perf_counter() - begin)
    assert min(times) < 1.0  # about 0.05 s on an idle machine
