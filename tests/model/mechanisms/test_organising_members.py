"""Members: who belongs at the start, joins without taking part, and lapses. Four standard errors (one seed in 16,000 fails by chance)."""

import itertools

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import organising
from cogov.model.organizations import lifespan as life
from cogov.model.organizations.membership import join, memberships
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.worlds import digest, tiny_world, with_organizations

KEY = python_stream(1, 3, 0)


def world(residents=2000, organizations=3, target=6.0, **parameters):
    w = tiny_world(1, residents=residents, build=False, parameters=parameters)
    w.communities.target_organizations[:] = target
    return with_organizations(w, organizations, identity=np.arange(organizations) + 900)


# --- joining, active or not ---


@pytest.mark.parametrize(("organizations", "target", "reach"), [(3, 6.0, 0.5), (6, 6.0, 1.0), (2, 0.5, 2.0)])
def test_who_belongs_to_nothing_joins(organizations, target, reach):
    """With probability join_open x n / max(1, target), each organisation alike, active or not."""
    w = world(20_000, organizations, target, join_open=0.1)
    active = np.arange(20_000) % 2
    w.residents.active[:] = active
    organising.join_open(w, KEY)
    joined = w.member_of[:, 0] >= 0
    chance = 0.1 * reach
    for who in (active == 0, active == 1):
        assert abs(joined[who].mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / who.sum())
    count = joined.sum()
    for k in range(organizations):
        share = 1 / organizations
        assert abs(w.organizations.members[k] - count * share) < 4 * np.sqrt(count * share * (1 - share))
    assert w.organizations.members.sum() == count


def test_members_the_absent_and_places_without_organisations():
    w = world(10, join_open=1.0, target=1.0)
    assert join(w, 0, 2)
    w.residents.alive[1] = 0
    organising.join_open(w, KEY)
    assert w.member_of[0].tolist() == [2, -1, -1]
    assert w.member_of[1].tolist() == [-1, -1, -1]
    assert (w.member_of[2:, 0] >= 0).all()
    assert (w.member_of[:, 1] < 0).all()
    alone = world(10, 1, join_open=1.0)
    alone.organizations.alive[0] = 0
    organising.join_open(alone, KEY)
    assert (alone.member_of < 0).all()


# --- lapsing ---


def test_memberships_lapse_one_by_one():
    w = world(10_000, membership_lapse=0.2)
    for i in range(10_000):
        for k in range(1 + i % 3):
            join(w, i, k)
    before = int((w.member_of >= 0).sum())
    organising.lapse(w, KEY)
    after = int((w.member_of >= 0).sum())
    assert abs(after - 0.8 * before) < 4 * np.sqrt(before * 0.16)
    assert w.organizations.members.sum() == after
    assert all(memberships(w, i) == (w.member_of[i] >= 0).sum() for i in range(0, 10_000, 97))
    kept = np.array([(w.member_of[i] >= 0).sum() for i in range(2, 10_000, 3)])
    assert abs((kept == 3).mean() - 0.512) < 4 * np.sqrt(0.512 * 0.488 / kept.size), "each by itself"


def test_all_lapse_and_none():
    for chance, left in ((1.0, 0), (0.0, 30)):
        w = world(10, membership_lapse=chance)
        for i in range(10):
            for k in range(3):
                join(w, i, k)
        organising.lapse(w, KEY)
        assert (w.member_of >= 0).sum() == left


@pytest.mark.parametrize("name", ["join_open", "lapse"])
def test_off_does_nothing(name):
    w = world(50, join_open=0.0, membership_lapse=0.0)
    join(w, 3, 1)
    before = digest(w.organizations, w.residents), w.member_of.tobytes()
    getattr(organising, name)(w, KEY)
    assert before == (digest(w.organizations, w.residents), w.member_of.tobytes())


def test_members_come_to_the_rest_of_both():
    """Joined a week by share (1 - m), left by m: m = j / (j + l) of those who may belong to one."""
    w = world(20_000, 4, 4.0, join_open=0.02, membership_lapse=0.08)
    for week in range(60):
        organising.join_open(w, python_stream(1, 4, week))
        organising.lapse(w, python_stream(1, 5, week))
    rest = 0.02 * 0.92 / (0.02 * 0.92 + 0.08)  # counted after lapsing: who joins may lapse in the same week
    assert abs((w.member_of[:, 0] >= 0).mean() - rest) < 4 * np.sqrt(rest * (1 - rest) / 20_000)


# --- members at the start ---


def started(selection, residents=2000, share=0.12, seed=1):
    parameters = {"member_selection": selection, "initial_members": share}
    w = tiny_world(2, residents=residents, build=False, seed=seed, parameters=parameters)
    w.residents.threshold[:] = np.random.default_rng(seed).normal(size=2 * residents)
    w.communities.target_organizations[:] = 2.0
    w = with_organizations(w, 8, alive=np.zeros(8))
    w.counters.organizations[0] = 0
    life.start(w, True)
    return w


def test_selected_members_are_of_low_threshold():
    """The more, the higher the weight; and as many as `initial_members` says, in each community."""
    means = []
    for selection in (0.0, 0.5, 2.0, 50.0):
        w = started(selection)
        member = w.member_of[:, 0] >= 0
        assert w.organizations.members.sum() == member.sum()
        if selection > 0:
            assert [member[:2000].sum(), member[2000:].sum()] == [240, 240]
        means.append(w.residents.threshold[member].mean() - w.residents.threshold[~member].mean())
    assert abs(means[0]) < 0.2
    assert all(more < less - 0.2 for less, more in itertools.pairwise(means))


def test_a_great_weight_takes_exactly_those_of_least_threshold():
    w = started(100.0, residents=200, share=0.1)
    for c in range(2):
        here = slice(200 * c, 200 * (c + 1))
        member, threshold = w.member_of[here, 0] >= 0, w.residents.threshold[here]
        assert threshold[member].mean() < np.sort(threshold)[:24].mean()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nobody_or_all(share):
    w = started(2.0, residents=50, share=share)
    assert (w.member_of[:, 0] >= 0).mean() == share


# --- in the week ---


def test_off_is_off_and_on_matters_in_the_week():
    """All three at 0 is the week without them; each alone changes a run; threads make no difference."""
    still = {"join_open": 0.0, "membership_lapse": 0.0, "member_selection": 0.0, "meeting_tie_loss": 0.0}
    runs = {None: state_of(district(300, 2, 30, constants=still))}
    for name, value in (
        ("join_open", 0.01),
        ("membership_lapse", 0.02),
        ("member_selection", 2.0),
        ("meeting_tie_loss", 0.9),
    ):
        one, two = (
            state_of(district(300, 2, 30, constants={**still, name: value}, threads=threads)) for threads in (1, 2)
        )
        assert differing(one, two) == set()
        assert differing(one, runs[None])
