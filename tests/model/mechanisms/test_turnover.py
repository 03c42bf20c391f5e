"""Turnover: hazards by tenure, and what changes hands with a home. Statistical tests: fixed seeds, four standard errors."""

import math

import numpy as np
import pytest
from cogov.core.draws import combine
from cogov.model.mechanisms import turnover
from cogov.model.organizations.membership import join
from cogov.model.population.attributes import home_key
from cogov.tests.support.worlds import digest, snapshot, tiny_world, with_organizations
from hypothesis import given
from hypothesis import strategies as st

SHARES = st.floats(0, 1)


def town(residents=400, owners=0.04, renters=0.23, seed=1, **options):
    """Two communities, every second home rented; groups of equal size."""
    w = tiny_world(
        2, residents=residents, seed=seed, build=False,
        parameters={"turnover_owners": owners, "turnover_renters": renters, "groups": 2}, **options,
    )  # fmt: skip
    w.communities.group_share[:] = (0.5, 1.0)
    w.residents.tenure[:] = np.arange(2 * residents) % 2
    return w


@pytest.mark.parametrize("yearly", [0.0, 0.04, 0.23, 0.5, 0.999])
def test_weekly_hazard_compounds_to_the_yearly_rate(yearly):
    assert 1 - (1 - turnover.weekly_hazard(yearly)) ** 52 == pytest.approx(yearly, abs=1e-12)


def test_everybody_leaves_at_rate_one():
    assert turnover.weekly_hazard(1.0) == 1.0


@given(SHARES, SHARES)
def test_weekly_hazard_is_a_share_and_rises(a, b):
    low, high = turnover.weekly_hazard(min(a, b)), turnover.weekly_hazard(max(a, b))
    assert 0 <= low <= high <= 1
    assert high <= max(a, b) + 1e-15


def moved(w, weeks):
    """Number of moves of owners and renters; tenure stays with the home."""
    count = np.zeros(2)
    for week in range(weeks):
        before = w.residents.identity.copy()
        turnover.step(w, week)
        count += np.bincount(w.residents.tenure[before != w.residents.identity], minlength=2)
    return count


def test_hazards_of_owners_and_renters():
    w = town(2000)
    weeks = 104
    count = moved(w, weeks)
    for tenure, yearly in enumerate((0.04, 0.23)):
        p = 1 - (1 - yearly) ** (1 / 52)
        n = 2000 * weeks
        assert abs(count[tenure] - n * p) < 4 * math.sqrt(n * p * (1 - p))
    assert count.sum() == w.tally.moves.sum()


@pytest.mark.parametrize("rate", ["owners", "renters"])
def test_a_higher_rate_moves_more_of_its_tenure_only(rate):
    low = moved(town(owners=0.1, renters=0.1), 52)
    high = moved(town(**{"owners": 0.1, "renters": 0.1, rate: 0.6}), 52)
    raised, other = (0, 1) if rate == "owners" else (1, 0)
    assert high[raised] > 2 * low[raised]
    assert high[other] == pytest.approx(low[other], abs=3 * math.sqrt(low[other]))


def test_a_newcomer():
    """New person, no memberships, ties of the household only; the home and everybody else stay."""
    w = town(60, owners=0.0, renters=0.99, seed=4)
    r = w.residents
    for i in range(120):
        slots = slice(w.ties.first[i], w.ties.first[i] + w.ties.degree[i])
        w.ties.kind[slots] = r.household[w.ties.neighbour[slots]] != r.household[i]  # 0 household, 1 building
    w = with_organizations(w, 1)
    for i in range(120):
        join(w, i, 0)
    r.fatigue[:], r.active[:], r.recent[:], r.given_total[:], r.belonging[:] = 9.0, 1, 7, 3.0, 0.123
    w.organizations.officer_0[0] = 1
    r.unique_id[:] = np.arange(1, 121)
    before = snapshot(r)
    week = 0
    while (before["identity"] == r.identity).all():
        turnover.step(w, week)
        week += 1
    new = before["identity"] != r.identity
    assert not new[::2].any(), "owners stay"
    for name in before:
        assert (getattr(r, name)[~new] == before[name][~new]).all(), name
    for name in ("tenure", "household", "building", "grid", "community", "alive"):
        assert (getattr(r, name) == before[name]).all(), name
    for i in np.flatnonzero(new):
        assert r.identity[i] == combine(np.uint64(home_key(w, i)), week)
        assert r.arrived[i] == week
        assert not any(getattr(r, name)[i] for name in ("unique_id", "fatigue", "active", "recent", "given_total"))
        assert r.belonging[i] == r.anchor[i] == r.anchor_arrival[i] != 0.123
        assert (w.member_of[i] == -1).all()
        kinds = w.ties.kind[w.ties.first[i] : w.ties.first[i] + w.ties.degree[i]]
        assert (kinds == 0).all()
    assert w.organizations.members[0] == 120 - new.sum()
    assert 0 < new[60:].sum() < new.sum()
    assert w.tally.moves.tolist() == [new[:60].sum(), new[60:].sum()]
    assert (w.organizations.officer_0[0] == -1) == new[1]


def test_who_moves_in_follows_from_home_and_week():
    """Rates and seeds of the run decide whether somebody moves, never who moves in: the same in every scenario."""
    one, other = town(owners=0.9, renters=0.9), town(owners=0.5, renters=0.5)
    for week in range(3):
        turnover.step(one, week)
        turnover.step(other, week)
    both = (one.residents.arrived > 0) & (one.residents.arrived == other.residents.arrived)
    assert both.sum() > 10
    for name in (
        "identity",
        "origin",
        "occupation",
        "age_band",
        "skill",
        "hours",
        "sociability",
        "threshold",
        "anchor",
    ):
        np.testing.assert_array_equal(getattr(one.residents, name)[both], getattr(other.residents, name)[both])


def test_vacant_homes_stay_vacant():
    w = town(50, owners=1.0, renters=1.0)
    w.residents.alive[3] = 0
    identity = w.residents.identity.copy()
    turnover.step(w, 0)
    assert (w.residents.identity != identity).tolist() == [i != 3 for i in range(100)]


def test_off():
    w = town(owners=0.0, renters=0.0)
    before = digest(w.residents, w.ties, w.tally)
    for week in range(60):
        turnover.step(w, week)
    assert digest(w.residents, w.ties, w.tally) == before
