"""Ties that arose in an encounter: their kind, how they are lost, and who counts them."""

import numpy as np
import pytest
from cogov.model.collect import sums_of_ties
from cogov.model.mechanisms import ties as mechanism
from cogov.model.network.encounters import encounter
from cogov.model.network.graph_view import EDGE_KINDS, TIE_KINDS
from cogov.model.network.statistics import statistics
from cogov.model.network.tie_lists import add
from cogov.model.quantities.codes import TIE_ACQUAINTANCE, TIE_ACTIVITY, TIE_BUILDING, TIE_HOUSEHOLD
from cogov.tests.support.districts import district
from cogov.tests.support.worlds import check_ties, tiny_world, with_ties

RATES = {"tie_rate": 0.0, "tie_growth": 0.2, "tie_fade": 0.04}


def world(communities=1, residents=10, pairs=(), kind=TIE_ACTIVITY, strength=0.5, **parameters):
    w = tiny_world(communities, residents=residents, build=False, parameters={**RATES, **parameters})
    return with_ties(w, pairs, strength, kind, room=256)


@pytest.mark.parametrize(("loss", "kinds"), [(0.0, [TIE_BUILDING, TIE_ACQUAINTANCE]), (0.1, [TIE_ACTIVITY] * 2)])
def test_kind_of_a_tie_from_an_encounter(loss, kinds):
    w = world(2, meeting_tie_loss=loss)
    for j in (1, 10):
        encounter(w, 0, j, 1.0, 1.0, (np.uint64(1), np.uint64(2)), 0)
    at = int(w.ties.first[0])
    assert w.ties.kind[at : at + 2].tolist() == kinds


def lost(kind, used, week=38, residents=200, **parameters):
    """The share of ties that one quarter's end takes, of ties used `used` weeks before; 19,900 of them."""
    pairs = [(i, j) for j in range(residents) for i in range(j)]
    w = world(residents=residents, pairs=pairs, kind=kind, **parameters)
    w.ties.used[:] = week - used
    mechanism.fade(w, week, 0, 1)
    check_ties(w.ties)
    left = w.ties.degree.sum() / 2
    assert w.tally.ties_lost[0] == len(pairs) - left
    return 1 - left / len(pairs)


@pytest.mark.parametrize(
    ("kind", "used", "own", "common", "chance"),
    [
        (TIE_ACTIVITY, 13, 0.3, 0.02, 0.3),
        (TIE_ACTIVITY, 12, 0.3, 0.02, 0.01),
        (TIE_ACTIVITY, 30, 0.001, 0.02, 0.01),
        (TIE_ACTIVITY, 30, 0.0, 0.2, 0.1),
        (TIE_BUILDING, 30, 0.3, 0.02, 0.01),
        (TIE_ACQUAINTANCE, 30, 0.3, 0.02, 0.01),
        (TIE_HOUSEHOLD, 30, 1.0, 1.0, 0.0),
    ],
)
def test_loss(kind, used, own, common, chance):
    """max(tie_loss (1 - s), meeting_tie_loss) for those of activities not used for 13 weeks, tie_loss (1 - s) for the others; s 0.5."""
    found = lost(kind, used, meeting_tie_loss=own, tie_loss=common)
    assert abs(found - chance) <= 4 * np.sqrt(chance * (1 - chance) / 19_900)


def test_without_it_kinds_make_no_difference():
    assert lost(TIE_ACTIVITY, 30, meeting_tie_loss=0.0, tie_loss=0.1) == lost(
        TIE_ACQUAINTANCE, 30, meeting_tie_loss=0.0, tie_loss=0.1
    )


def test_neighbours_met_in_an_activity_are_neighbours():
    """Two in the building by any name, one elsewhere: near is near, however they met."""
    w = world(2)
    for j, kind in ((1, TIE_BUILDING), (2, TIE_ACTIVITY), (10, TIE_ACTIVITY), (11, TIE_ACQUAINTANCE)):
        assert add(w.ties, 0, j, kind, 0.5, 0)
    for c in (0, 1):
        sums_of_ties(w, c)
    assert w.sums.ties.tolist() == [6, 2]
    assert w.sums.ties_building.tolist() == [4, 0]
    assert w.sums.isolated.tolist() == [7, 10]


def test_statistics_and_graphs_know_the_kind():
    model = district(200, 2, 30, constants={"meeting_tie_loss": 0.1, "participation_base": -1.0})
    w = model.district.world
    found = statistics(w.ties, model.residents.community, model.residents.origin)
    assert list(found.mean_degree) == list(TIE_KINDS)
    assert found.mean_degree["activity"] > 0
    assert sum(found.mean_degree.values()) == pytest.approx(w.ties.degree.sum() / 200)
    seen = [data["kind"] for *_, data in model.network.edges(data=True)]
    assert seen.count("activity") * 2 == pytest.approx(200 * found.mean_degree["activity"])
    assert len(set(EDGE_KINDS)) == len(EDGE_KINDS) == 7
