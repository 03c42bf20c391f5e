"""Participation: Granovetter's thresholds (1978) on the rule of the model, what speaks for and against, hours given."""

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from cogov.model.mechanisms import participation
from cogov.model.network.neighbour_sums import count_along
from cogov.model.organizations.membership import join
from cogov.model.sandbox import district, tie_lists
from cogov.tests.support.worlds import tiny_world, with_organizations, with_ties
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

NEUTRAL = {
    **{f"participation_{name}": 0.0 for name in ("base", "belonging", "trust", "responsibility", "awareness", "invited", "cost", "fatigue", "noise")},
    "social_weight": 1.0,
}  # fmt: skip


def crowd(thresholds, kind):
    """A world in which everybody knows everybody and nothing counts but how many take part."""
    n = len(thresholds)
    w = tiny_world(1, residents=n, build=False, parameters={**NEUTRAL, "threshold_kind": kind})
    w = with_ties(w, [(i, j) for j in range(n) for i in range(j)], room=n)
    w.residents.threshold[:] = thresholds
    return w


def settle(w, weeks=150):
    for week in range(weeks):
        participation.step(w, week)
    return int(w.residents.active.sum())


@pytest.mark.parametrize("kind", ["count", "fraction"])
def test_granovetter(kind):
    """Thresholds 0, 1, ..., 99: all of 100. With 1 replaced by 2: the instigator alone."""
    scale = 1.0 if kind == "count" else 100.0
    thresholds = np.arange(100.0)
    assert settle(crowd(thresholds / scale, kind)) == 100
    thresholds[1] = 2.0
    assert settle(crowd(thresholds / scale, kind)) == 1


def test_the_cascade_goes_one_by_one():
    w = crowd(np.arange(20.0), "count")
    for week in range(20):
        participation.step(w, week)
        assert w.residents.active.sum() == week + 1


def test_fraction_and_number_of_ties():
    """Two of four ties active: one half, or two; and so they are counted along ties."""
    ties = tie_lists(nx.star_graph(4))
    active = np.array([0, 1, 0, 1, 0], np.uint8)
    assert count_along(*ties[:3], active, 0, 5).tolist() == [2, 0, 0, 0, 0]
    assert participation.social_signal(2, 4, 0) == 0.5
    assert participation.social_signal(2, 4, 1) == 2.0
    assert participation.social_signal(0, 0, 0) == 0.0


@given(st.integers(0, 10_000), st.floats(0, 6), st.sampled_from([0, 1]))
@settings(max_examples=50)
def test_more_activity_and_more_drive_never_stop_anybody(seed, weight, kind):
    random = np.random.default_rng(seed)
    w = tiny_world(2, residents=8, build=False)
    t, n = w.ties, 16
    active = random.integers(0, 2, n).astype(np.uint8)
    more = active | random.integers(0, 2, n).astype(np.uint8)
    threshold, drive = random.normal(size=n), random.normal(size=n)
    decide = lambda who, push: participation.decide(who, threshold, push, weight, kind, t.first, t.degree, t.neighbour)  # noqa: E731
    assert (decide(active, drive) <= decide(more, drive)).all()
    assert (decide(active, drive) <= decide(active, drive + 0.5)).all()


# --- what speaks for it ---


def resident_like(levers=None, invited=False, **columns):
    """The drive of residents of these attributes, without noise, at the declared weights: their threshold less what is needed."""
    w = tiny_world(1, residents=4, build=False, levers=levers, parameters={"participation_noise": 0.0})
    w = with_organizations(with_ties(w, []), 1, hours=[2.0 if invited else 0.0])
    join(w, 0, 0)
    for name, value in columns.items():
        getattr(w.residents, name)[:] = value
    return w, tipping(w)


def tipping(w):
    """The highest threshold with which resident 0 takes part, found by halving what lies between."""
    low, high = -40.0, 40.0
    for _ in range(40):
        w.residents.threshold[:] = middle = (low + high) / 2
        participation.choose(w, 3, 0, 1)
        low, high = (middle, high) if w.scratch.flag[0] else (low, middle)
    return (low + high) / 2


def test_drive_by_hand():
    w, found = resident_like(
        {"volunteer_support": 0.4}, True, belonging=0.7, trust_neighbours=0.9, trust_organizations=0.5, responsibility=0.6,
        awareness=0.15, fatigue=4.0,
    )  # fmt: skip
    p = w.parameters
    wanted = (
        p.participation_base + p.participation_belonging * 0.2 + p.participation_trust * 0.05 + p.participation_responsibility * 0.2
        - p.participation_awareness * 0.2 + p.participation_invited - p.participation_cost * 0.8 - p.participation_fatigue * 4.0
    )  # fmt: skip
    assert found == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("belonging", 1),
        ("trust_neighbours", 1),
        ("trust_organizations", 1),
        ("responsibility", 1),
        ("awareness", 1),
        ("fatigue", -1),
    ],
)
def test_directions(name, sign):
    low, high = (resident_like(**{name: value})[1] for value in (0.2, 0.8))
    assert sign * (high - low) > 0


def test_invitation_and_support():
    assert resident_like(invited=True)[1] > resident_like(invited=False)[1]
    assert resident_like({"volunteer_support": 1.0})[1] > resident_like({"volunteer_support": 0.0})[1]


def test_only_members_are_invited_and_only_to_what_meets():
    w = with_organizations(tiny_world(1, residents=4, build=False), 2, hours=[3.0, 0.0])
    join(w, 0, 0)
    join(w, 1, 1)
    assert [participation.is_invited(w, i) for i in range(3)] == [True, False, False]


@pytest.mark.parametrize("invited", [False, True])
def test_what_is_needed_by_hand(invited):
    """`drives` is what speaks for taking part, but for noise and ties; resident 0 alone is a member."""
    w, found = resident_like({"volunteer_support": 0.4}, invited, belonging=0.7, fatigue=4.0)
    without = found - (w.parameters.participation_invited if invited else 0.0)
    np.testing.assert_allclose(participation.drives(w, 0, 4), [found, without, without, without], atol=1e-6)
    np.testing.assert_array_equal(participation.drives(w, 1, 3), participation.drives(w, 0, 4)[1:3])


@pytest.mark.parametrize("sd", [0.5, 2.0])
def test_noise(sd):
    """Its distribution over 20,000 residents at five thresholds, and that it is new every week; four standard errors."""
    n = 20_000
    w = tiny_world(1, residents=n, build=False, parameters={**NEUTRAL, "social_weight": 0.0, "participation_noise": sd})
    chosen = []
    for week in (1, 2):
        for z in (-1.5, -0.5, 0.0, 0.5, 1.5):
            w.residents.threshold[:] = z * sd
            participation.choose(w, week, 0, 1)
            p = norm.sf(z)
            assert abs(w.scratch.flag.mean() - p) < 4 * np.sqrt(p * (1 - p) / n)
            chosen.append(w.scratch.flag.copy())
    assert (np.diff([chosen[k].astype(int) for k in range(5)], axis=0) <= 0).all(), "the same luck in one week"
    assert abs(np.corrcoef(chosen[2], chosen[7])[0, 1]) < 4 / np.sqrt(n)


def test_communities_decide_as_all_at_once():
    """Who decides what does not depend on which communities are taken together, nor in what order."""
    w = tiny_world(3, residents=2000, build=False, parameters={"social_weight": 3.0})
    random = np.random.default_rng(4)
    people = w.residents.alive.size
    w.residents.threshold[:], w.residents.active[:] = random.normal(size=people), random.integers(0, 2, people)
    participation.choose(w, 5, 0, 3)
    chosen = w.scratch.flag.copy()
    assert 0.02 < chosen.mean() < 0.98
    w.scratch.flag[:] = 2
    for low, high in ((2, 3), (0, 2)):
        participation.choose(w, 5, low, high)
        assert (w.scratch.flag[2000 * low : 2000 * high] == chosen[2000 * low : 2000 * high]).all()
    np.testing.assert_array_equal(w.scratch.flag, chosen)


def test_a_stronger_social_weight_spreads_activity():
    def share(weight):
        given = {"social_weight": weight, "participation_base": -1.0, "threshold_kind": "fraction"}
        w = tiny_world(1, residents=500, build=False, parameters=given)
        w.residents.threshold[:] = np.random.default_rng(1).normal(size=500)
        return settle(w, 30)

    assert share(0.0) < share(2.0) < share(6.0)


# --- hours ---


def busy(**columns):
    """Everybody takes part, whatever the ties."""
    w = tiny_world(2, residents=4, build=False, parameters={"participation_base": 20.0, "participation_hours": 0.6})
    for name, value in columns.items():
        getattr(w.residents, name)[:] = value
    participation.step(w, 0)
    return w


def test_hours_given():
    """0.6 of what is left: 0.6 x (2 - 0.5) = 0.9; nothing if nothing is left."""
    w = busy(hours=2.0, given=[0.5] * 4 + [2.0] * 4, given_total=1.0)
    np.testing.assert_allclose(w.residents.volunteered, [0.9] * 4 + [0.0] * 4, rtol=2e-7)
    np.testing.assert_allclose(w.residents.given, [1.4] * 4 + [2.0] * 4, rtol=2e-7)
    np.testing.assert_allclose(w.residents.given_total, [1.9] * 4 + [1.0] * 4, rtol=2e-7)
    np.testing.assert_allclose(w.communities.volunteer_hours, [3.6, 0.0], rtol=2e-7)
    np.testing.assert_array_equal(w.tally.volunteer_hours, w.communities.volunteer_hours)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=8, max_size=8))
def test_nobody_gives_more_than_there_is(hours):
    spare, gave = np.array(hours).T
    w = busy(hours=spare, given=np.minimum(gave, spare))
    assert (w.residents.given <= w.residents.hours + 1e-6).all()
    assert (w.residents.volunteered >= 0).all()


def test_record_of_activity():
    """Bit k: active k weeks ago, for 24 weeks."""
    w = tiny_world(1, residents=2, build=False, parameters={**NEUTRAL, "social_weight": 0.0})
    course = [1, 0, 1, 1, 0]
    for week, active in enumerate(course):
        w.residents.threshold[:] = -1.0 if active else 1.0
        participation.step(w, week)
        assert w.residents.active.tolist() == [active, active]
    assert w.residents.recent[0] == 0b10110
    w.residents.recent[:] = 0xFFFFFF
    participation.step(w, 9)
    assert w.residents.recent[0] == 0xFFFFFE


def test_the_idle_give_nothing():
    w = tiny_world(1, residents=4, build=False, parameters={"participation_base": -20.0})
    w.residents.volunteered[:] = 1.0
    participation.step(w, 0)
    assert not w.residents.active.any()
    assert not w.residents.volunteered.any()
    assert not w.tally.volunteer_hours.any()


def test_vacant_homes_take_no_part():
    w = tiny_world(1, residents=4, build=False, parameters={"participation_base": 20.0})
    w.residents.alive[2] = 0
    participation.step(w, 0)
    assert w.residents.active.tolist() == [1, 1, 0, 1]


def test_hours_are_counted_anew_also_without_mutual_help():
    w = tiny_world(1, residents=4, build=False, parameters={"participation_base": 20.0, "participation_hours": 0.6})
    w.residents.hours[:] = 2.0
    w.switches.mutual_help[0] = 0
    for week in range(3):
        participation.step(w, week)
        np.testing.assert_allclose(w.residents.volunteered, 1.2, rtol=2e-7)


# --- what is published is what runs ---

PUBLISHED = {"social_weight": 1.0, "participation_noise": 0.0, "threshold_kind": "fraction"}
NO_DRIVE = {name: value for name, value in NEUTRAL.items() if name not in PUBLISHED}


@pytest.mark.parametrize(
    "share",
    [
        Fraction(1, 10),
        Fraction(1, 5),
        Fraction(1, 4),
        Fraction(3, 10),
        Fraction(1, 3),
        Fraction(2, 5),
        Fraction(3, 5),
        Fraction(7, 10),
    ],
)
def test_a_share_that_equals_the_threshold_reaches_it(share):
    """By the week itself, which keeps thresholds in 32 bits, as by the rule on plain arrays."""
    graph, threshold = nx.star_graph(60), float(share)
    ties = tie_lists(graph)
    for active, takes in ((int(share * 60), 1), (int(share * 60) - 1, 0)):
        before = np.array([0, *[1] * active, *[0] * (60 - active)], np.uint8)
        thresholds = np.array([threshold] + [9.0] * 60)
        rule = participation.decide(before, thresholds, np.zeros(61), 1.0, 0, *ties[:3])
        w = district(graph, environment=PUBLISHED, constants=NO_DRIVE, threshold=thresholds, active=before)
        participation.step(w, 0)
        assert (rule[0], w.residents.active[0], w.residents.active.sum()) == (takes, takes, takes)


def test_cascades_are_the_same_by_the_rule_and_by_the_week():
    """Watts at a threshold that shares meet (0.2), from the same starts, on the same random graph: week for week."""
    graph = nx.fast_gnp_random_graph(600, 4 / 600, seed=3)
    ties, n, reached = tie_lists(graph), 600, []
    w = district(graph, environment=PUBLISHED, constants=NO_DRIVE, threshold=0.2)
    for start in range(0, n, 60):
        thresholds = np.full(n, 0.2)
        thresholds[start] = -1.0
        w.residents.threshold[:], w.residents.active[:] = thresholds, 0
        active = np.zeros(n, np.uint8)
        for week in range(25):
            active = participation.decide(active, thresholds, np.zeros(n), 1.0, 0, *ties[:3])
            participation.step(w, week)
            np.testing.assert_array_equal(w.residents.active, active)
        reached.append(int(active.sum()))
    assert max(reached) > 60, "there are global cascades, which hang on shares of just 0.2"
