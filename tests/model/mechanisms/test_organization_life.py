"""The life of organisations: founding and death by density, what they earn and pay, and how legitimate they are.

Statistical tests: fixed seeds, four standard errors (one seed in 16,000 fails by chance).
"""

import numpy as np
import pytest
from cogov.model.mechanisms import organising
from cogov.model.organizations import funds
from cogov.model.organizations import lifespan as life
from cogov.model.organizations.membership import join
from cogov.model.population.attributes import OCCUPATIONS
from cogov.model.quantities.codes import ORGANIZATION_FOUNDED, ORGANIZATION_INCUBATED, ORGANIZATION_OUTSIDE
from cogov.tests.support.worlds import tiny_world, with_organizations, with_ties
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = 3000


# --- founding ---


def founded(target=2.0, alive=0.0, hours=0.1, rate=5.0, levers=None, seed=1):
    """A week of founding in many communities of two active residents; the world."""
    w = tiny_world(
        PLACES,
        residents=2,
        seed=seed,
        build=False,
        levers=levers,
        parameters={"founding_rate": rate, "hours_baseline": 0.05},
    )
    w = with_organizations(with_ties(w, [], room=2), PLACES)
    w.counters.organizations[0] = 0
    w.communities.target_organizations[:] = target
    w.communities.volunteer_hours[:] = 2 * hours
    w.residents.active[:] = 1
    w.residents.occupation[:] = np.arange(2 * PLACES) % OCCUPATIONS
    key = organising.stream(w.seed, organising.ORGANISING + 2, 0)
    for c in range(PLACES):
        life.found(w, c, alive, key, 0)
    return w


@pytest.mark.parametrize(("target", "alive", "hours"), [(2.0, 0.0, 0.1), (2.0, 4.0, 0.1), (5.0, 1.0, 0.02)])
def test_founding_rate(target, alive, hours):
    """f m d / (1 + n / m) a year."""
    yearly = 5.0 * target * (hours / 0.05) / (1 + alive / target)
    p = 1 - np.exp(-yearly / 52)
    found = founded(target, alive, hours).tally.founded.sum()
    assert abs(found - PLACES * p) < 4 * np.sqrt(PLACES * p * (1 - p))


@pytest.mark.parametrize(
    ("what", "low", "high"), [("target", 1.0, 4.0), ("hours", 0.02, 0.2), ("rate", 1.0, 8.0), ("alive", 9.0, 0.0)]
)
def test_what_lets_more_be_founded(what, low, high):
    few, many = (founded(**{what: value}).tally.founded for value in (low, high))
    assert few.sum() < many.sum()
    assert (few <= many).all(), "the same luck: what is founded at the lower rate is founded at the higher one too"


@pytest.mark.parametrize("what", ["target", "hours", "rate"])
def test_nothing_is_founded_at_zero(what):
    assert founded(**{what: 0.0}).tally.founded.sum() == 0


def test_founders_and_their_active_ties():
    w = tiny_world(1, residents=6, build=False, parameters={"founding_rate": 10.0, "hours_baseline": 1e-6})
    w = with_organizations(with_ties(w, [(2, 3), (2, 4), (2, 5)]), 4)
    w.counters.organizations[0] = 0
    w.communities.target_organizations[:], w.communities.volunteer_hours[:] = 5.0, 9.0
    w.residents.active[:] = (0, 0, 1, 1, 0, 1)
    w.residents.sociability[:] = (9, 9, 5, 0, 0, 0)
    w.residents.occupation[2] = 4
    life.found(w, 0, 0.0, organising.stream(1, organising.ORGANISING + 2, 6), 6)
    o = w.organizations
    assert (o.alive[0], o.members[0], o.officer_0[0], o.focus[0], o.founded[0], o.age[0], o.funds[0]) == (
        1,
        3,
        2,
        4,
        7,
        0,
        0.0,
    )
    assert [(row >= 0).any() for row in w.member_of] == [False, False, True, True, False, True]
    assert o.capability[0] == w.parameters.initial_capability


def test_nobody_founds_where_nobody_takes_part():
    w = founded()
    w.counters.organizations[0] = 0
    w.residents.active[:] = 0
    w.tally.founded[:] = 0
    for c in range(PLACES):
        life.found(w, c, 0.0, organising.stream(1, organising.ORGANISING + 2, 0), 0)
    assert w.tally.founded.sum() == 0


@pytest.mark.parametrize("grants", [0.0, 2.0, 8.0])
def test_kinds(grants):
    """A tenth from outside; of the others the share g / (g + 2) is incubated."""
    w = founded(rate=10.0, target=9.0, levers={"organization_grants": grants})
    kinds = w.organizations.kind[: w.counters.organizations[0]]
    n = len(kinds)
    assert n > 1000
    expected = {
        ORGANIZATION_OUTSIDE: 0.1,
        ORGANIZATION_INCUBATED: 0.9 * grants / (grants + 2),
        ORGANIZATION_FOUNDED: 0.9 * 2 / (grants + 2),
    }
    for kind, p in expected.items():
        assert abs((kinds == kind).mean() - p) <= 4 * np.sqrt(p * (1 - p) / n)


# --- death ---

N = 20_000


def died(age=0, poor=0.0, alive=2.0, target=2.0, **parameters):
    """Which of many organisations of one age die within a week."""
    w = tiny_world(1, residents=1, build=False, parameters={"mortality_young": 0.9, "mortality_old": 0.3, **parameters})
    w = with_organizations(w, N, identity=np.arange(N) + 5, age=np.full(N, age))
    w.communities.target_organizations[:] = target
    life.survive(w, np.array([alive]), np.full(N, poor), 4)
    assert w.tally.dissolved[0] == N - w.organizations.alive.sum()
    assert (w.organizations.age == age + 1).all()
    return w.organizations.alive == 0


@pytest.mark.parametrize(
    ("age", "poor", "alive", "yearly"),
    [
        (51, 0.0, 2.0, 0.3 + 0.6 * np.exp(-1 / 3)),
        (10_000, 0.0, 2.0, 0.3),
        (10_000, 0.5, 2.0, 0.3 * (1 + 2.0 * 0.5)),
        (10_000, 0.0, 6.0, 0.3 * (1 + 0.5 * 2)),
        (10_000, 0.0, 0.0, 0.3 * 0.5),
    ],
    ids=["one year old", "old", "poor", "crowded", "alone"],
)
def test_mortality(age, poor, alive, yearly):
    p = 1 - np.exp(-yearly / 52)
    assert abs(died(age, poor, alive).sum() - N * p) < 4 * np.sqrt(N * p * (1 - p))


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ({"age": 2000}, {"age": 0}), ({"poor": 0.0}, {"poor": 1.0}), ({"alive": 1.0}, {"alive": 8.0}), ({"target": 8.0, "alive": 8.0}, {"target": 2.0, "alive": 8.0}),
        ({"mortality_old": 0.1, "age": 2000}, {"mortality_old": 0.8, "age": 2000}), ({"mortality_young": 0.4}, {"mortality_young": 1.0}),
        ({"mortality_youth": 0.1, "age": 100}, {"mortality_youth": 20.0, "age": 100}), ({"poor": 1.0, "mortality_poverty": 0.0}, {"poor": 1.0, "mortality_poverty": 4.0}),
        ({"alive": 8.0, "mortality_crowding": 0.0}, {"alive": 8.0, "mortality_crowding": 1.0}),
    ],
    ids=["age", "poverty", "crowding", "target", "old", "young", "youth", "weight of poverty", "weight of crowding"],
)  # fmt: skip
def test_what_lets_more_die(low, high):
    few, many = died(**low), died(**high)
    assert few.sum() < many.sum()
    assert (few <= many).all(), "the same luck"


def test_the_end_of_an_organisation():
    w = tiny_world(1, residents=4, build=False)
    w = with_organizations(w, 2, hours_left=[3.0, 1.0], funds=[50.0, 70.0], officer_0=[1, 2])
    for resident, organization in ((0, 0), (1, 0), (1, 1), (2, 1)):
        join(w, resident, organization)
    life.dissolve(w, 0, 9)
    life.free_members(w)
    o = w.organizations
    assert (o.alive.tolist(), o.members.tolist(), o.hours_left.tolist()) == ([0, 1], [0, 2], [0.0, 1.0])
    assert (o.funds[0], o.officer_0[0]) == (50.0, -1)
    assert [sorted(row[row >= 0].tolist()) for row in w.member_of] == [[], [1], [1], []]
    assert (w.tally.hours_lapsed[0], w.tally.dissolved[0]) == (3.0, 1.0)


def test_the_members_of_those_that_end_are_free_at_the_end_of_the_week():
    """A tenth of 60 end in each of eight weeks; who belonged to them does no more, whatever else he or she belongs to."""
    w = tiny_world(1, residents=60, build=False, parameters={"mortality_young": 1.0, "mortality_old": 1.0})
    w = with_organizations(w, 60, identity=np.arange(60) + 5, officer_0=np.arange(60))
    w.communities.target_organizations[:] = 1.0
    for i in range(60):
        for k in range(3):
            assert join(w, i, (i + k) % 60)
    for week in range(8):
        life.survive(w, np.array([10.0]), np.zeros(60), week)
        alive, o = w.organizations.alive == 1, w.organizations
        lists = [row[row >= 0] for row in w.member_of]
        for i, row in enumerate(w.member_of):
            assert sorted(lists[i]) == sorted(k for k in {i, (i + 1) % 60, (i + 2) % 60} if alive[k])
            assert (row[len(lists[i]) :] == -1).all(), "in the first slots"
        assert o.members.tolist() == np.where(alive, 3, 0).tolist()
        assert o.officer_0.tolist() == np.where(alive, np.arange(60), -1).tolist()
    assert 5 < np.count_nonzero(w.organizations.alive == 1) < 55


# --- money ---

PEOPLE = 420  # a tenth of a full-size community


def rich(activity=(3.0, 1.0), members=(1, 3), levers=None, report=0.0, funds=(0.0, 0.0), trust=0.5, **parameters):
    """One community, two organisations with these hours of activity and members."""
    levers = {"organization_grants": 2.0, "legal_status": 0.0, "funding_mix": 0.0, **(levers or {})}
    w = tiny_world(
        1,
        residents=PEOPLE,
        build=False,
        levers=levers,
        parameters={"dues": 0.0, "organization_cost": 0.0, **parameters},
    )
    w = with_organizations(w, 2, activity=list(activity), funds=list(funds))
    w.communities.target_organizations[:] = 2.0
    w.governments.effort_report[:] = report
    w.residents.trust_organizations[:] = trust
    row = 0
    for k, count in enumerate(members):
        for _ in range(count):
            join(w, row, k)
            row += 1
    return w


def test_grants_follow_activity():
    """2 x 30,000 x 0.1 / 4 = 1,500 a quarter, by activity 3 : 1."""
    w = rich()
    funds.divide_pool(w)
    np.testing.assert_allclose(w.organizations.grants, [1125.0, 375.0])
    np.testing.assert_allclose(w.organizations.funds, [1125.0, 375.0])
    np.testing.assert_allclose([w.tally.grants_pool[0], w.tally.grants_paid[0]], 1500.0)
    assert not w.organizations.activity.any(), "counted anew for the next quarter"


def test_under_measurement_they_follow_reports():
    """Report effort 0.5 x 2 h a member on paper: (3 + 1) : (1 + 3)."""
    w = rich(report=0.5, paper_activity=2.0)
    funds.divide_pool(w)
    np.testing.assert_allclose(w.organizations.grants, [750.0, 750.0])


def test_contracts_follow_true_activity_and_need_legal_status():
    """Half of the pool at full legal status, a quarter at half."""
    for legal in (0.0, 0.5, 1.0):
        w = rich(report=0.5, levers={"legal_status": legal}, contract_share=0.5)
        funds.divide_pool(w)
        np.testing.assert_allclose(w.organizations.contracts, np.array([1125.0, 375.0]) * 0.5 * legal)
        np.testing.assert_allclose(w.organizations.grants, 750.0 * (1 - 0.5 * legal))


def test_donations_follow_members_trust_and_what_is_allowed():
    """10 yuan x 0.4 x 0.5 x 420 / 4 = 210 a quarter, by members 1 : 3."""
    w = rich(levers={"funding_mix": 0.4, "organization_grants": 0.0}, donations=10.0)
    funds.divide_pool(w)
    np.testing.assert_allclose(w.organizations.donations, [52.5, 157.5])
    w = rich(levers={"funding_mix": 0.4, "organization_grants": 0.0}, donations=10.0)
    w.residents.alive[210:] = 0
    funds.divide_pool(w)
    np.testing.assert_allclose(w.organizations.donations.sum(), 105.0)


def test_what_nobody_claims_stays():
    w = rich(activity=(0.0, 0.0))
    funds.divide_pool(w)
    assert (w.tally.grants_pool[0], w.tally.grants_paid[0]) == (1500.0, 0.0)


def test_the_dead_receive_nothing():
    w = rich()
    w.organizations.alive[0] = 0
    funds.divide_pool(w)
    np.testing.assert_allclose(w.organizations.grants, [0.0, 1500.0])


def test_pool_comes_once_a_quarter():
    w = rich()
    for week in range(26):
        w.organizations.activity[:] = 1.0
        funds.finance(w, week)
    np.testing.assert_allclose(w.tally.grants_pool[0], 3000.0)


def test_upkeep_and_dues():
    """12,000 x 0.1 x 5 / 2 / 52 = 57.69 a week; one pays it from 100, the other has 30 + 3 x 0.5 only."""
    w = rich(funds=(100.0, 30.0), organization_cost=12_000.0, dues=0.5)
    cost = 12_000 * 0.1 * 5 / 2 / 52
    poor = funds.finance(w, 0)
    np.testing.assert_allclose(poor, [0.0, 1 - 31.5 / cost], atol=1e-12)
    np.testing.assert_allclose(w.organizations.funds, [100.5 - cost, 0.0], atol=1e-12)
    np.testing.assert_allclose(w.organizations.spent, [cost, 31.5])
    np.testing.assert_allclose(w.organizations.dues, [0.5, 1.5])


def test_legitimacy_tends_to_legal_status_and_members_trust():
    """0.2 + 0.4 x 0.5 + 0.4 x 0.8 = 0.72; without members 0.4."""
    w = rich(
        members=(3, 0),
        levers={"legal_status": 0.5},
        trust=0.8,
        legitimacy_speed=0.1,
        legitimacy_base=0.2,
        legitimacy_legal=0.4,
    )
    start = w.organizations.legitimacy.copy()
    funds.finance(w, 0)
    np.testing.assert_allclose(w.organizations.legitimacy, start + 0.1 * (np.array([0.72, 0.4]) - start), rtol=1e-7)
    for week in range(1, 400):
        funds.finance(w, week)
    np.testing.assert_allclose(w.organizations.legitimacy, [0.72, 0.4], atol=1e-7)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=40)
def test_legitimacy_is_a_share(base, legal, status, trust):
    w = rich(
        levers={"legal_status": status}, trust=trust, legitimacy_speed=1.0, legitimacy_base=base, legitimacy_legal=legal
    )
    w.counters.organizations[0] = 1
    opened = life.open_organization(w, 0, 0, 0, 7, 0)
    funds.finance(w, 0)
    assert ((w.organizations.legitimacy >= 0) & (w.organizations.legitimacy <= 1)).all()
    assert opened == 1
    assert life.open_organization(w, 0, 0, 0, 8, 0) == -1, "no room"


def test_the_start():
    """As many as the target says, of ages up to ten years, with funds for half a year and members in their own community."""
    w = tiny_world(40, residents=50, build=False, parameters={"initial_members": 0.12})
    w = with_organizations(w, 120)
    w.counters.organizations[0] = 0
    w.organizations.alive[:] = 0
    w.communities.target_organizations[:] = 2.5
    life.start(w, True)
    o, used = w.organizations, w.counters.organizations[0]
    assert used == 80
    assert np.bincount(o.community[:used]).tolist() == [2] * 40
    assert o.age[:used].max() < 520
    assert abs(o.age[:used].mean() - 260) < 4 * 150 / np.sqrt(80)
    np.testing.assert_allclose(o.funds[:used], 26 * funds.upkeep(w, 0))
    members = (w.member_of >= 0).any(axis=1)
    assert abs(members.sum() - 240) < 4 * np.sqrt(2000 * 0.12 * 0.88)
    home = o.community[w.member_of[members].max(axis=1)]
    assert (home == w.residents.community[members]).all()
    assert (o.officer_0[:used] >= 0).sum() > 70
