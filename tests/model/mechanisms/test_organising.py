"""Organising: hours, meetings and whom they bring together, members, founding and death, money.

Statistical tests: fixed seeds, four standard errors (one seed in 16,000 fails by chance).
"""

import numpy as np
import pytest
from cogov.core.draws import combine, python_stream
from cogov.model.mechanisms import organising
from cogov.model.network.encounters import encounter
from cogov.model.network.tie_lists import find
from cogov.model.organizations import lifespan as life
from cogov.model.organizations.membership import by_community, is_member, join, leave, leave_all, memberships
from cogov.tests.support.districts import district
from cogov.tests.support.worlds import snapshot, tiny_world, with_organizations, with_ties
from hypothesis import given
from hypothesis import strategies as st

KEY = python_stream(1, 3, 0)


def world(communities=1, residents=10, organizations=1, members=(), levers=None, parameters=None, seed=1, **columns):
    w = tiny_world(communities, residents=residents, seed=seed, build=False, levers=levers, parameters=parameters)
    w = with_organizations(
        with_ties(w, [], room=256 if residents > 40 else 64),
        organizations,
        **{"identity": np.arange(organizations) + 900, **columns},
    )
    for resident, organization in members:
        assert join(w, resident, organization)
    return w


# --- membership lists ---


def test_join_and_leave():
    w = world(organizations=4, members=[(0, 1), (0, 3), (2, 1)])
    assert is_member(w, 0, 1)
    assert not is_member(w, 1, 1)
    assert not join(w, 0, 1), "twice"
    assert join(w, 0, 0)
    assert not join(w, 0, 2), "no room for a fourth"
    assert w.organizations.members.tolist() == [1, 2, 0, 1]
    leave(w, 0, 0)
    assert w.member_of[0].tolist() == [0, 3, -1], "the last one takes the place that fell free"
    assert w.organizations.members.tolist() == [1, 1, 0, 1]


def test_memberships_stand_in_the_first_slots():
    """Whoever joins and leaves what in whatever order: no gap, nothing twice, members counted, nobody else touched."""
    random = np.random.default_rng(5)
    w = world(organizations=5)
    belongs = [set() for _ in range(10)]
    for _ in range(400):
        i, k = int(random.integers(10)), int(random.integers(5))
        if random.random() < 0.6:
            assert join(w, i, k) == (k not in belongs[i] and len(belongs[i]) < 3)
            belongs[i] |= {k} if len(belongs[i]) < 3 else set()
        elif memberships(w, i) > 0:
            slot = int(random.integers(memberships(w, i)))
            belongs[i].discard(int(w.member_of[i, slot]))
            leave(w, i, slot)
        for row, own in zip(w.member_of.tolist(), belongs, strict=True):
            assert set(row[: len(own)]) == own
            assert row[len(own) :] == [-1] * (3 - len(own))
        assert w.organizations.members.tolist() == [sum(k in own for own in belongs) for k in range(5)]
    leave_all(w, 0)
    assert w.member_of[0].tolist() == [-1, -1, -1]


@pytest.mark.parametrize(("who", "rest"), [(4, [5, 6, -1]), (5, [4, 6, -1]), (6, [4, 5, -1]), (7, [4, 5, 6])])
def test_who_leaves_holds_no_office(who, rest):
    w = world(members=[(i, 0) for i in (4, 5, 6, 7)], officer_0=[4], officer_1=[5], officer_2=[6])
    leave(w, who, 0)
    o = w.organizations
    assert [o.officer_0[0], o.officer_1[0], o.officer_2[0]] == rest


def test_by_community():
    w = world(3, organizations=5, community=[2, 0, 2, 2, 0], alive=[1, 1, 0, 1, 1])
    first, rows = by_community(w)
    assert [rows[first[c] : first[c + 1]].tolist() for c in range(3)] == [[1, 4], [], [0, 3]]


# --- hours ---


def test_hours_are_shared_out():
    """Of 10 h each a fifth is saved; 0 is in both organisations, 1 in one, 2 in none, 3 takes no part."""
    w = world(
        organizations=2,
        members=[(0, 0), (0, 1), (1, 1), (3, 0)],
        parameters={"trial_volunteer_share": 0.2},
        hours_left=[1.5, 0.5],
    )
    w.organizations.officer_1[1] = 1
    w.residents.active[:3], w.residents.volunteered[:] = 1, 10.0
    np.testing.assert_allclose(organising.share_hours(w, organising.the_active(w)), [8.0])
    np.testing.assert_allclose(w.organizations.hours, [4.0, 12.0])
    assert not w.organizations.hours_left.any()
    t = w.tally
    found = [t.hours_saved, t.hours_open, t.hours_organizations, t.hours_lapsed, t.officer_hours]
    np.testing.assert_allclose(np.ravel(found), [6.0, 8.0, 16.0, 2.0, 8.0])


def test_meetings_use_their_share_of_hours():
    """Half of 6 h; an organisation whose only member comes does not meet; capability by hand."""
    parameters = {"meeting_share": 0.5, "capability_gain": 0.1, "capability_hours": 3.0, "capability_loss": 0.02}
    w = world(
        organizations=3,
        members=[(0, 0), (1, 0), (2, 1)],
        parameters=parameters,
        hours=[6.0, 6.0, 0.0],
        capability=[0.4, 0.4, 0.4],
        alive=[1, 1, 0],
    )
    w.residents.active[:] = 1
    organising.meet(w, organising.the_active(w), KEY, 0)
    np.testing.assert_allclose(w.organizations.hours_left, [3.0, 6.0, 0.0])
    np.testing.assert_allclose(w.organizations.activity, [3.0, 0.0, 0.0])
    assert w.tally.hours_meetings.tolist() == [3.0]
    np.testing.assert_allclose(w.organizations.capability, [0.4 + 0.05 * 0.6 - 0.008, 0.4 - 0.008, 0.4], rtol=1e-14)


def test_capability_grows_by_doing_and_decays_idle():
    def after(hours):
        w = world(members=[(0, 0), (1, 0)], hours=[hours])
        w.residents.active[:] = 1
        for week in range(52):
            organising.meet(w, organising.the_active(w), KEY, week)
        return w.organizations.capability[0]

    assert after(0.0) < 0.5 < after(5.0) < after(50.0) <= 1.0


@given(st.floats(0, 50), st.floats(0, 1, exclude_max=True))
def test_whole_numbers(hours, u):
    assert organising.whole_number(hours, u) in (np.floor(hours), np.floor(hours) + 1)


def test_whole_numbers_are_right_on_average():
    assert np.mean([organising.whole_number(2.3, u) for u in np.linspace(0, 1, 1001)[:-1]]) == pytest.approx(
        2.3, abs=1e-9
    )


def test_only_the_active_share_hours_and_meet():
    w = world(members=[(i, 0) for i in range(6)])
    w.residents.active[[1, 4, 8]] = 1
    active = organising.the_active(w)
    assert active.tolist() == [1, 4, 8]
    first, rows = organising.participants(w, active)
    assert (first.tolist(), rows.tolist()) == ([0, 2], [1, 4])
    w.residents.active[:] = 0
    assert organising.the_active(w).size == 0


# --- encounters ---


@pytest.mark.parametrize("alike", [True, False])
def test_encounters_make_ties(alike):
    """0.15 within and 0.08 across groups: of 4,950 pairs, each met once."""
    w = world(residents=100)
    w.residents.origin[:] = 0 if alike else np.arange(100)
    pairs = [(i, j) for j in range(100) for i in range(j)]
    for i, j in pairs:
        encounter(w, i, j, 0.15, 0.08, KEY, 7)
    made, p = w.ties.degree.sum() / 2, 0.15 if alike else 0.08
    assert abs(made - len(pairs) * p) < 4 * np.sqrt(len(pairs) * p * (1 - p))
    assert w.tally.ties_formed.tolist() == [made]


def test_an_encounter_uses_the_tie_there_is():
    """0.5 + 0.1 x 0.5 = 0.55."""
    w = with_ties(world(parameters={"meeting_strengthens": 0.1}), [(0, 1)])
    encounter(w, 1, 0, 0.0, 0.0, KEY, 30)
    for i, j in ((0, 1), (1, 0)):
        slot = find(w.ties, i, j)
        assert w.ties.strength[slot] == pytest.approx(0.55, abs=6e-8)
        assert w.ties.used[slot] == 30


def test_nobody_meets_himself_or_the_absent():
    w = world()
    w.residents.alive[2] = 0
    for i, j in ((0, 0), (0, 2), (2, 0)):
        encounter(w, i, j, 1.0, 1.0, KEY, 0)
    assert not w.ties.degree.any()


@pytest.mark.parametrize(("loss", "kinds"), [(0.0, [1, 2]), (0.1, [3, 3])])
def test_kind_and_strength_of_a_tie_from_an_encounter(loss, kinds):
    w = world(2, parameters={"meeting_strength": 0.35, "meeting_tie_loss": loss})
    encounter(w, 0, 1, 1.0, 1.0, KEY, 0)
    encounter(w, 0, 10, 1.0, 1.0, KEY, 0)
    at = w.ties.first[0]
    # in the building and acquaintance, or both from an activity where such ties are lost again
    assert w.ties.kind[at : at + 2].tolist() == kinds
    assert (w.ties.strength[at : at + 2] == np.float32(0.35)).all()


def arranged(mode=0, residents=60, hours=200.0, **options):
    """Share across groups among the ties of open activities (0), bridging (1) and bonding (2), and their number."""
    w = world(residents=residents, parameters={"meeting_tie_within": 1.0, "meeting_tie_across": 1.0}, **options)
    organising.gather(w, 0, hours, mode, KEY, 0)
    ends = [
        (i, int(j))
        for i in range(residents)
        for j in w.ties.neighbour[w.ties.first[i] : w.ties.first[i] + w.ties.degree[i]]
    ]
    origin = w.residents.origin
    return np.mean([origin[i] != origin[j] for i, j in ends]), len(ends) // 2


def test_bridging_mixes_and_bonding_does_not():
    across, made = arranged(1)
    assert across == 1.0
    assert 160 <= made <= 195  # one an hour; some pairs meet twice
    assert arranged(2)[0] == 0.0
    assert abs(arranged(0)[0] - 30 / 59) < 4 * 0.5 / np.sqrt(200)


@pytest.mark.parametrize(("task", "across"), [("bridging", 1.0), ("bonding", 0.0)])
def test_social_workers_arrange_encounters_with_their_hours(task, across):
    w = world(residents=60, parameters={"meeting_tie_within": 1.0, "meeting_tie_across": 1.0})
    getattr(w.workers, task)[:] = 0.5  # of 40 h
    organising.connect(w, np.zeros(1), KEY, 0)
    ends = [
        (i, int(j)) for i in range(60) for j in w.ties.neighbour[w.ties.first[i] : w.ties.first[i] + w.ties.degree[i]]
    ]
    assert 17 <= len(ends) // 2 <= 20
    assert np.mean([w.residents.origin[i] != w.residents.origin[j] for i, j in ends]) == across
    w.workers.alive[:] = 0
    formed = w.tally.ties_formed.copy()
    organising.connect(w, np.zeros(1), KEY, 1)
    assert w.tally.ties_formed.tolist() == formed.tolist()


# --- members ---


def test_the_active_join():
    """2,000 active at 0.05: four standard errors; nobody joins where there is no organisation."""
    w = world(2, residents=1000, organizations=2, community=[0, 0], parameters={"join_rate": 0.05})
    w.residents.active[:] = 1
    organising.recruit(w, organising.the_active(w), KEY)
    joined = (w.member_of >= 0).any(axis=1)
    assert not joined[1000:].any()
    assert abs(joined.sum() - 50) < 4 * np.sqrt(1000 * 0.05 * 0.95)
    assert joined.sum() == w.organizations.members.sum()
    assert w.organizations.members.min() > 0


def test_only_the_long_inactive_leave():
    """1,000 members at 0.02 a week."""
    w = world(residents=1500, members=[(i, 0) for i in range(1500)], parameters={"leave_rate": 0.02})
    w.residents.recent[1000:] = 1 << 23  # active 24 weeks ago
    organising.recruit(w, organising.the_active(w), KEY)
    left = (w.member_of < 0).all(axis=1)
    assert not left[1000:].any()
    assert abs(left.sum() - 20) < 4 * np.sqrt(1000 * 0.02 * 0.98)


@pytest.mark.parametrize("rate", ["join_rate", "leave_rate"])
def test_rates_of_joining_and_leaving(rate):
    def changed(value):
        w = world(
            residents=500,
            members=[(i, 0) for i in range(500)] if rate == "leave_rate" else (),
            parameters={rate: value},
        )
        w.residents.active[:] = rate == "join_rate"
        before = w.organizations.members[0]
        organising.recruit(w, organising.the_active(w), KEY)
        return abs(int(w.organizations.members[0]) - before)

    assert changed(0.0) == 0 < changed(0.1) < changed(0.9)


def test_who_leaves_one_of_several_keeps_the_others():
    """At a leave rate of 1 all go; who joined three leaves three, whichever slot moves into the one that fell free."""
    w = world(organizations=3, members=[(i, k) for i in range(4) for k in range(3)], parameters={"leave_rate": 1.0})
    w.residents.recent[0] = 1
    organising.recruit(w, organising.the_active(w), KEY)
    assert w.member_of[0].tolist() == [0, 1, 2]
    assert (w.member_of[1:] == -1).all()
    assert w.organizations.members.tolist() == [1, 1, 1]


def test_officers_gave_most():
    w = world(members=[(i, 0) for i in range(6)])
    w.residents.given_total[:6] = (3.0, 9.5, 5.0, 9.0, 1.0, 7.0)
    w.residents.given_total[7] = 100.0  # no member
    life.elect(w)
    o = w.organizations
    assert [o.officer_0[0], o.officer_1[0], o.officer_2[0]] == [1, 3, 5]


# --- a whole week ---


def test_nothing_happens_where_nobody_takes_part():
    w = world(organizations=0, parameters={"founding_rate": 10.0})
    before = [snapshot(group) for group in (w.residents, w.ties, w.tally, w.communities)]
    for week in range(26):
        organising.step(w, week)
    after = [snapshot(group) for group in (w.residents, w.ties, w.tally, w.communities)]
    changed = {name for a, b in zip(before, after, strict=True) for name in a if not np.array_equal(a[name], b[name])}
    assert changed <= {"grants_pool"}


def test_luck_is_shared_by_no_two_organisations_or_purposes():
    """Keys of organisations, there at the start or founded, are all different, and none is that of an activity of its community."""
    model = district(
        240,
        3,
        130,
        constants={"founding_rate": 5.0, "participation_base": -0.5},
        environment={"initial_organizations": 5},
    )
    o, keys = model.organizations, model.communities.key
    used = o.identity[: model.district.arrays["counters"]["organizations"][0]]
    assert len(used) > 20
    assert len(np.unique(used)) == len(used)
    assert not set(used.tolist()) & {int(combine(key, k)) for key in keys for k in range(200)}
