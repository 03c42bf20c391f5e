"""Who stands first in the rows is not served first: where hours are short, luck decides, anew each time."""

import networkx as nx
import numpy as np
import pytest
from cogov.core.draws import python_stream, uniform
from cogov.model.mechanisms import mutual_help, settlement
from cogov.model.organizations import lifespan
from cogov.model.organizations.membership import join
from cogov.model.quantities.streams import SETTLEMENT
from cogov.model.sandbox import district
from cogov.tests.support.worlds import tiny_world, with_organizations
from scipy.stats import binomtest


def test_one_helper_for_many():
    """A hub with one hour a week, whom a hundred ask who need what he or she holds: helped are those of any rows alike."""
    w = district(
        nx.star_graph(100), environment={"initial_organizations": 0, "building_size": 200},
        constants={"need_rate": 1.0, "need_correlation": 0.0, "help_base": 1.0}, hours=[1.0] + [0.0] * 100,
    )  # fmt: skip
    hub = int(np.argmax(w.ties.degree))
    w.residents.occupation[:] = (w.residents.occupation[hub] + 1) % 6
    w.residents.occupation[hub] = 2
    helped = []
    for week in range(300):
        w.residents.help_outcome[:] = 0.5
        mutual_help.step(w, week)
        helped += np.flatnonzero(w.residents.help_outcome > 0.5).tolist()
    assert len(helped) == 300, "one a week"
    first = sum(row <= 50 for row in helped)
    assert binomtest(first, 300, 0.5).pvalue > 1e-3
    assert len(set(helped)) > 80


def test_organisations_of_one_focus_are_asked_alike():
    w = with_organizations(
        tiny_world(1, residents=40, build=False, parameters={"need_rate": 1.0, "need_correlation": 0.0}), 2,
        focus=[3, 3], capability=[1.0, 1.0], hours_left=[1e6, 1e6], identity=[901, 902],
    )  # fmt: skip
    w.residents.trust_organizations[:] = 1.0
    w.residents.occupation[:] = 9  # no neighbour holds anything
    for week in range(40):
        mutual_help.step(w, week)
    one, other = (float(x) for x in w.organizations.activity)
    assert binomtest(int(one), int(one + other), 0.5).pvalue > 1e-3
    assert one + other > 100


def test_disputes_come_before_a_mediator_in_the_order_of_their_moments():
    w = district(240, environment={"dispute_rate": 2000.0, "building_size": 20})
    places, ranks = len(w.buildings.key), []
    for week in range(30):
        where, keys = settlement.grievances(w, week)
        moments = [uniform(python_stream(1, SETTLEMENT + 1, week), key, settlement.MOMENT) for key in keys]
        assert moments == sorted(moments)
        assert len(set(keys.tolist())) == len(keys)
        ranks += [(k + 0.5) / len(where) for k in np.flatnonzero(where < places // 2)]
    assert abs(np.mean(ranks) - 0.5) < 4 * np.sqrt(1 / 12 / len(ranks))


def test_mediators_with_the_same_hours_are_called_alike():
    w = tiny_world(1, residents=20, workers=2, build=False)
    w.workers.identity[:] = (71, 72)
    w.workers.mediation_left[:] = 12.0
    traits = python_stream(1, 2, 3)
    called = [settlement._mediator(w, 0, np.uint64(key), traits) for key in range(400)]
    assert binomtest(sum(called), 400, 0.5).pvalue > 1e-3
    w.workers.mediation_left[:] = (12.0, 13.0)
    assert {settlement._mediator(w, 0, np.uint64(key), traits) for key in range(20)} == {1}, "who has more, comes first"


def test_members_who_gave_as_much_become_officers_alike():
    chosen, w = [], None
    for number in range(200):
        w = with_organizations(tiny_world(1, residents=6, build=False), 1, identity=[1000 + number])
        for i in range(6):
            join(w, i, 0)
        lifespan.elect(w)
        o = w.organizations
        officers = [int(column[0]) for column in (o.officer_0, o.officer_1, o.officer_2)]
        assert len(set(officers)) == 3
        chosen += officers
    assert np.bincount(chosen, minlength=6).min() > 60, "a hundred each, but for luck"
    w.residents.given_total[:] = (0.0, 2.0, 0.0, 1.0, 0.0, 3.0)
    lifespan.elect(w)
    assert [
        int(column[0]) for column in (w.organizations.officer_0, w.organizations.officer_1, w.organizations.officer_2)
    ] == [5, 1, 3]


@pytest.mark.slow
def test_help_does_not_depend_on_the_row():
    """Needs four a quarter, one spare hour: the record of help in the first and the last quarter of the rows of a community."""
    from cogov.model.model import CommunityModel

    gaps = []
    for seed in range(12):
        model = CommunityModel(
            scenario=None, rng=seed, residents=800, communities=2,
            environment={"turnover_owners": 0.0, "turnover_renters": 0.0, "elements": 4},
            constants={"need_rate": 4 / 13, "hours_mean": 1.0, "hours_sd": 0.0},
        )  # fmt: skip
        model.run_for(60)
        quarters = model.residents.help_outcome.reshape(2, 4, 100).mean(axis=(0, 2))
        gaps.append(quarters[0] - quarters[3])
    assert abs(np.mean(gaps)) < 4 * np.std(gaps, ddof=1) / np.sqrt(len(gaps))
