"""Five faults that were once planted by hand and that nothing noticed; each now has the test that catches it."""

import networkx as nx
import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import learning, settlement, template, trials
from cogov.model.mechanisms.organising import ORGANISING
from cogov.model.organizations import lifespan as life
from cogov.model.quantities.codes import WEEKS_A_YEAR
from cogov.model.rules import landscape
from cogov.model.sandbox import district
from cogov.tests.support.districts import differing, state_of
from cogov.tests.support.districts import district as small
from cogov.tests.support.worlds import tiny_world, with_organizations, with_ties


def mediated(trusts):
    """Mediations that succeed, and all, between two neighbours of these trusts, the effect of trust being strong."""
    w = district(
        nx.empty_graph(2), levers={"legislation": 0.0}, household=[0, 1], trust_neighbours=trusts, clarity=1.0,
        environment={"dispute_rate": 2000.0, "problem_rate": 0.0, "grids": 1},
        constants={"mediation_trust": 20.0, "relation_weight": 0.0, "claim_base": 1.0, "dispute_cost": 0.0, "standard_spread": 3.0},
    )  # fmt: skip
    w.workers.alive[0], w.workers.mediating[0], w.workers.expertise[0] = 1, 1.0, 0.5
    for week in range(900):
        w.workers.mediation_left[0] = 1e6
        settlement.step(w, week)
        w.counters.cases[0] = w.counters.open_cases[0] = w.counters.free_case[0] = 0
        w.cases.alive[:] = 0
    assert w.tally.mediations[0] > 60
    return float(w.tally.mediated[0]), float(w.tally.mediations[0])


@pytest.mark.parametrize("trusts", [(0.0, 1.0), (1.0, 0.0), (0.7, 0.7), (1.0, 0.4)])
def test_mediation_goes_by_the_trust_of_both_parties(trusts):
    """Planted: the trust of one party counted twice. Who is the claimant is luck, so twice the one's would be half and half."""
    chance = settlement.mediates(0.65, 2.0, 20.0, 0.5, sum(trusts) / 2)
    succeeded, tried = mediated(trusts)
    assert abs(succeeded / tried - chance) < 4 * np.sqrt(max(chance * (1 - chance), 0.02) / tried)


def test_founders_bring_friends_of_their_own_community_only():
    """Planted: active friends from other communities joined as well."""
    w = tiny_world(2, residents=3, build=False, parameters={"founding_rate": 10.0, "hours_baseline": 1e-6})
    w = with_organizations(with_ties(w, [(0, 1), (0, 3), (0, 4)]), 4)
    w.counters.organizations[0] = 0
    w.communities.target_organizations[:], w.communities.volunteer_hours[:] = 5.0, 9.0
    w.residents.active[:] = (1, 1, 0, 1, 1, 0)
    w.residents.sociability[:] = (9, 0, 0, 9, 0, 0)
    life.found(w, 0, 0.0, python_stream(1, ORGANISING + 2, 6), 6)
    assert w.organizations.community[0] == 0
    assert [(row >= 0).any() for row in w.member_of] == [True, True, False, False, False, False]


def test_a_rule_lapses_to_what_was_there_when_it_became_local():
    """Planted: it fell back to what had been there at an earlier time."""
    w = tiny_world(1, 4, 1, 3, levers={"legal_status": 0.0}, parameters={"lapse_rate": 1.0})
    r = w.rules
    r.elements[0], r.local[0], r.before[0] = (0, 0, 0, 0), 0, 0
    landscape.set_local(w, 0, 2, 1)  # tried and kept: 0 was there
    assert (r.local[0, 2], r.before[0, 2]) == (1, 0)
    r.template[0], r.mandate_rank[:] = (0, 0, 1, 0), (3, 2, 0, 1)
    template.adopt(w, 0, 12, 1)  # mandated: 1 is the rule now, and no longer local
    assert (r.local[0, 2], r.elements[0, 2]) == (0, 1)
    r.mandate_rank[:] = (0, 1, 3, 2)
    r.template[0, 2] = 0
    r.elements[0, 2] = 0  # in between the mandate was another
    landscape.set_local(w, 0, 2, 1)
    landscape.set_local(w, 0, 2, 0)  # back at what it was: nothing local is left
    assert r.local[0, 2] == 0
    r.elements[0, 2] = 1
    landscape.set_local(w, 0, 2, 0)  # local anew: 1 was there, not 0
    trials.lapse(w, 0, 12)
    assert (r.elements[0, 2], r.local[0, 2]) == (1, 0)


@pytest.mark.parametrize("crowded", [0, 1])
def test_crowding_goes_by_the_target_of_the_own_community(crowded):
    """Planted: by that of the first community."""
    w = tiny_world(2, residents=4, build=False, parameters={"mortality_crowding": 100.0, "mortality_poverty": 0.0})
    n = 40
    w = with_organizations(w, n, identity=np.arange(n) + 5, community=np.arange(n) // (n // 2), age=np.full(n, 500))
    w.communities.target_organizations[:] = np.where(np.arange(2) == crowded, 1.0, 60.0)
    life.survive(w, np.full(2, n / 2), np.zeros(n), 3)
    dead = np.bincount(w.organizations.community[w.organizations.alive == 0], minlength=2)
    yearly = 0.06 + 0.09 * np.exp(-501 / WEEKS_A_YEAR / 3)
    assert dead[crowded] >= n // 2 * (1 - np.exp(-yearly * (1 + 100 * 19) / 52)) - 4
    assert dead[1 - crowded] <= 1


def test_education_hours_are_those_of_the_own_community_in_every_part():
    """Planted: hours of another community where threads divide the work; seen only where some have a social worker fewer."""
    w = tiny_world(4, residents=5, workers=2, build=False)
    w.workers.hours[:], w.workers.educating[:] = 40.0, np.arange(1, 9) / 10
    w.workers.alive[[1, 4, 5]] = 0
    whole = learning.education_hours(w, 0, 4)
    np.testing.assert_allclose(whole, np.array([4.0, 12.0 + 16.0, 0.0, 28.0 + 32.0]) / 5)
    for cut in (1, 2, 3):
        parts = [*learning.education_hours(w, 0, cut), *learning.education_hours(w, cut, 4)]
        np.testing.assert_array_equal(parts, whole)


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_give_the_same_bytes_where_a_social_worker_is_left_out(threads):
    options = {
        "without": ["social_worker:1"], "levers": {"education_time": 0.5, "social_workers": 30.0},
        "constants": {"participation_base": -1.0, "learning_taught": 5.0},
    }  # fmt: skip
    one = small(120, 3, 14, seed=4, threads=1, **options)
    several = small(120, 3, 14, seed=4, threads=threads, **options)
    assert differing(state_of(one), state_of(several)) == set()
    taught = [float(one.residents.awareness[one.residents.community == c].mean()) for c in range(3)]
    assert max(taught) - min(taught) > 0.01, "who is left out is missed"
