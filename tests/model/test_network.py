"""First ties have the statistics asked for, and ties of users are theirs."""

from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from cogov.model.network import generator, tie_lists
from cogov.model.network.statistics import ends
from cogov.model.population.layout import layout
from cogov.model.quantities.codes import TIE_ACQUAINTANCE, TIE_BUILDING, TIE_HOUSEHOLD
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.state import Ties
from cogov.tests.support.worlds import check_ties

DEFAULTS = {q.name: q.code(q.default) for q in (*ENVIRONMENT.values(), *generator.PARAMETERS)}


def build(seed=1, **environment):
    """Places, people and first ties of a district whose people are drawn plainly."""
    settings = {**DEFAULTS, **environment}
    places = layout(settings, seed)
    random = np.random.default_rng(seed)
    n, k = places.residents, settings["tie_dispersion"]
    people = {
        "origin": random.integers(0, int(settings["groups"]), n).astype(np.int32),
        "sociability": random.gamma(k, 1 / k, n),
        "identity": random.integers(0, 2**64, n, np.uint64),
    }
    arrays = generator.build(
        places.community, places.building, places.household, *people.values(), parameters=settings, seed=seed
    )
    return SimpleNamespace(places=places, **people, arrays=arrays, ties=Ties(**arrays))


def measure(district):
    return generator.statistics(district.ties, district.places.community, district.origin)


@pytest.mark.parametrize("mean", [3.0, 6.0, 10.0])
@pytest.mark.parametrize("homophily", [0.0, 0.3, 0.6])
def test_statistics_are_what_was_asked_for(mean, homophily):
    """Eight seeds a cell, nine cells; bounds are 4 standard errors of a cell's mean (false alarms below 1 in 500 in all)."""
    found = [
        measure(build(seed, mean_ties=mean, homophily=homophily, residents=6000, communities=4)) for seed in range(8)
    ]
    degree = np.array([f.mean_degree["building"] for f in found])
    coleman = np.array([f.coleman for f in found])
    isolates = np.array([f.isolates for f in found])
    expected = (1 + mean / 0.61) ** -0.61
    ties = mean * 6000 * len(found) / 2
    assert degree.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean * 0.5 * 4 / 48_000) + 0.003 * mean)
    assert coleman.mean() == pytest.approx(
        homophily, abs=4 / np.sqrt(ties) + 0.006
    )  # a share of ties; composition adds
    if (mean, homophily) == (
        10.0,
        0.6,
    ):  # 15 of one's own group in the building: both cannot be had, homophily goes first
        assert 0.1 < isolates.mean() < expected
        return
    assert isolates.mean() == pytest.approx(expected, abs=4 * np.sqrt(0.24 * 0.76 / 48_000) + 0.003)


def test_a_quarter_has_no_tie_in_the_building():
    found = [measure(build(seed)) for seed in range(8)]
    assert np.mean([f.isolates for f in found]) == pytest.approx(
        0.235, abs=0.012
    )  # 4 standard errors of 25,600 residents
    assert np.mean([f.mean_degree["acquaintance"] for f in found]) == pytest.approx(2.0, abs=0.1)
    assert np.mean([f.across for f in found]) == pytest.approx(0.3, abs=0.02)


def test_degrees_are_nearly_negative_binomial():
    from scipy.stats import nbinom

    degrees = measure(build(1, residents=60_000, communities=100)).degrees
    share = np.cumsum(degrees) / 60_000
    asked = nbinom(0.61, 0.61 / 6.61).cdf(np.arange(len(share)))
    assert np.abs(share - asked).max() < 0.06


def test_ties_are_clean_and_in_their_place():
    district = build(3)
    check_ties(district.ties)
    resident, slot = ends(district.ties)
    kind, partner = district.arrays["kind"][slot], district.arrays["neighbour"][slot]
    p = district.places
    same_building = p.building[resident] == p.building[partner]
    same_household = p.household[resident] == p.household[partner]
    assert np.array_equal(kind == TIE_HOUSEHOLD, same_household)
    assert np.array_equal(kind == TIE_BUILDING, same_building & ~same_household)
    assert np.array_equal(kind == TIE_ACQUAINTANCE, ~same_building)
    sizes = np.bincount(p.household)
    assert (kind == TIE_HOUSEHOLD).sum() == (sizes * (sizes - 1)).sum()
    strength = district.arrays["strength"][slot]
    assert set(strength[same_household]) == {np.float32(0.9)}
    assert (strength[~same_household].min(), strength[~same_household].max()) == pytest.approx((0.2, 0.6), abs=0.01)
    free = district.arrays["room"] - district.arrays["degree"]
    assert np.array_equal(free, tie_lists.SLACK + district.arrays["degree"] // tie_lists.SLACK_SHARE)
    assert np.array_equal(district.arrays["first"][1:], np.cumsum(district.arrays["room"])[:-1]), "side by side"


def test_statistics_agree_with_networkx():
    district = build(4, residents=300, communities=2)
    resident, slot = ends(district.ties)
    graph = nx.Graph()
    graph.add_nodes_from(range(300))
    graph.add_edges_from(zip(resident.tolist(), district.arrays["neighbour"][slot].tolist(), strict=True))
    assert generator.clustering(district.ties) == pytest.approx(nx.average_clustering(graph))
    near = district.arrays["kind"][slot] == TIE_BUILDING
    assert measure(district).mean_degree["building"] == near.sum() / 300


def test_coleman_index_by_hand():
    """Groups of 2 and 2; ties 0-1, 0-2: group 0 has 3 ends, 2 inside, 1.5 by chance; group 1 has one end, outside."""
    source, target = np.array([0, 1, 0, 2]), np.array([1, 0, 2, 0])
    overall, by_group = generator.coleman(source, target, np.array([0, 0, 1, 1]))
    assert by_group == pytest.approx([(2 - 1.5) / 1.5, -1.0])
    assert overall == 0.0
    assert generator.coleman(source[:0], target[:0], np.zeros(3, int))[0] == 0.0


def test_draws_are_keyed():
    one, again, other = build(5), build(5), build(6)
    for name, values in one.arrays.items():
        assert np.array_equal(values, again.arrays[name]), name
    assert not np.array_equal(one.arrays["degree"], other.arrays["degree"])


@pytest.mark.parametrize(
    ("environment", "mean"),
    [
        ({"residents": 1, "communities": 1}, 0.0),
        ({"residents": 60, "communities": 1, "grids": 1}, 6.0),
        ({"groups": 1}, 6.0),
        ({"groups": 64}, 6.0),
        ({"mean_ties": 0}, 0.0),
        ({"building_size": 4, "household_size": 1}, 3.0),  # fewer neighbours than ties wanted: all are tied
        ({"homophily": 0.95}, 6.0),
        ({"tie_dispersion": 0.05}, 6.0),
        ({"tie_dispersion": 100}, 6.0),
        ({"acquaintances": 0}, 6.0),
        ({"across_share": 1, "initial_reach": 0}, 6.0),
    ],
)
def test_edges_of_what_is_permitted(environment, mean):
    district = build(1, **environment)
    check_ties(district.ties)
    found = measure(district)
    assert found.mean_degree["building"] == pytest.approx(mean, abs=0.3 if mean != 6 else 1.6)
    if environment.get("across_share"):
        assert found.across == 1.0


def test_ties_of_users():
    building, household = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 2])
    arrays, warnings = generator.from_edges(
        4, [0, 1, 2, 2, 3], [1, 0, 2, 0, 0], strength=[np.nan, 0.1, 0.1, 0.7, np.nan], building=building, household=household
    )  # fmt: skip
    assert len(warnings) == 2
    ties = Ties(**arrays)
    check_ties(ties)
    slots = [generator.find(ties, 0, j) for j in (1, 2, 3)]
    assert ties.kind[slots].tolist() == [TIE_HOUSEHOLD, TIE_BUILDING, TIE_ACQUAINTANCE]
    assert (ties.strength[slots] == np.array([0.9, 0.7, 0.4], np.float32)).all()
    with pytest.raises(ValueError, match="does not exist"):
        generator.from_edges(4, [0], [4])
    with pytest.raises(ValueError, match="strength 2"):
        generator.from_edges(4, [0], [1], strength=[2.0])


def test_graphs_of_users():
    graph = nx.MultiDiGraph()
    graph.add_node("ann", community="north", building="tower", age_band=2)
    graph.add_node(("b", 1), community="south")
    graph.add_node(3)
    graph.add_edge("ann", ("b", 1), weight=4.0, kind="acquaintance")
    graph.add_edge(("b", 1), "ann", weight=9.0)
    graph.add_edge(3, 3)
    graph.add_edge(3, "ann", weight=2.0)
    read = generator.from_graph(graph)
    assert read.nodes == ["ann", ("b", 1), 3]
    assert read.attributes["community"] == ["north", "south", None]
    assert read.attributes["age_band"] == [2, None, None]
    assert list(zip(read.source, read.target, read.kind, read.strength, strict=True)) == [
        (0, 1, -1, 1.0),  # the stronger of the two, which names no kind
        (0, 2, -1, 2 / 9),
    ]
    assert len(read.warnings) == 4
    check_ties(Ties(**generator.from_edges(3, read.source, read.target, read.kind, read.strength)[0]))
    club = generator.from_graph(nx.karate_club_graph())
    assert (len(club.nodes), len(club.source)) == (34, 78)
    alone = generator.from_graph(nx.empty_graph(5))
    check_ties(Ties(**generator.from_edges(5, alone.source, alone.target, alone.kind, alone.strength)[0]))
    with pytest.raises(ValueError, match="no nodes"):
        generator.from_graph(nx.Graph())
    with pytest.raises(ValueError, match="friend"):
        generator.from_graph(nx.Graph([(1, 2, {"kind": "friend"})]))
