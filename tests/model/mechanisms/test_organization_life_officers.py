"""Organisations by hand: officers in order of what they gave, death where few are meant to be, upkeep of a scaled place."""

import numpy as np
import pytest
from cogov.model.organizations import funds
from cogov.model.organizations import lifespan as life
from cogov.tests.support.worlds import tiny_world, with_organizations


@pytest.mark.parametrize(
    ("given", "officers"),
    [
        ((5, 4, 3, 2, 1), (0, 1, 2)), ((1, 2, 3, 4, 5), (4, 3, 2)), ((3, 5, 4, 1, 2), (1, 2, 0)), ((4, 1, 3, 2, 5), (4, 0, 2)),
    ],
)  # fmt: skip
def test_officers_are_the_three_who_gave_most(given, officers):
    w = tiny_world(1, residents=6, build=False)
    w = with_organizations(w, 2)
    w.member_of[:5, 0] = 1
    w.residents.given_total[:] = (*given, 99)
    w.organizations.officer_0[:], w.organizations.officer_1[:], w.organizations.officer_2[:] = 5, 5, 5
    life.elect(w)
    o = w.organizations
    assert (o.officer_0[1], o.officer_1[1], o.officer_2[1]) == officers
    assert (o.officer_0[0], o.officer_1[0], o.officer_2[0]) == (-1, -1, -1)


@pytest.mark.parametrize("members", [0, 1, 2])
def test_fewer_members_fewer_officers(members):
    w = with_organizations(tiny_world(1, residents=6, build=False), 1)
    w.member_of[:members, 0] = 0
    life.elect(w)
    o = w.organizations
    assert sorted([o.officer_0[0], o.officer_1[0], o.officer_2[0]]) == sorted([*range(members), -1, -1, -1][:3])


def test_crowding_is_beyond_the_target_and_below_one_there_is_none():
    """A target below one counts as one, so that a single organisation is not crowded."""
    deaths = []
    for target in (0.0, 1.0, 4.0):
        w = tiny_world(1, residents=1, build=False, parameters={"mortality_young": 0.9, "mortality_old": 0.9})
        w = with_organizations(w, 4000, identity=np.arange(4000) + 5)
        w.communities.target_organizations[:] = target
        life.survive(w, np.array([4.0]), np.zeros(4000), 4)
        deaths.append(4000 - w.organizations.alive.sum())
    assert deaths[0] == deaths[1] > deaths[2]


def test_upkeep_is_the_same_cost_a_resident():
    w = tiny_world(2, residents=420, build=False, parameters={"organization_cost": 52_000.0})
    w.communities.target_organizations[:] = (1.0, 2.0)
    np.testing.assert_allclose([funds.upkeep(w, c) for c in (0, 1)], [1000.0 * 0.1 * 5, 1000.0 * 0.1 * 5 / 2])
