"""How a case ends: what is counted, who is told, which row is free again."""

import numpy as np
import pytest
from cogov.model.cases import lifecycle as rules
from cogov.model.mechanisms import problems
from cogov.model.quantities.codes import CASE_LATENT, CHANNEL_ORGANIZATION, DISPUTE, PROBLEM
from cogov.tests.support.case_worlds import case_world
from cogov.tests.support.moved_states import STILL
from cogov.tests.support.worlds import felt, snapshot

KNOWN, AROSE, ENTERED, TIME = CASE_LATENT + 1, 4.25, 4.5, 6.0


def ended(how, known=True, kind=PROBLEM, channel=0, arrived=0, parts=0, **parameters):
    """A world of two communities in which one case of the second has ended; three are affected, or two parties."""
    w = case_world(parameters={**STILL, "case_outcome_step": 0.2, **parameters})
    w.residents.case_outcome[:] = w.residents.anchor[:] = w.residents.influence[:] = 0.5
    w.residents.burden[:] = 0.25
    w.residents.arrived[101] = arrived
    rules.open_case(w.cases, w.counters)
    case = rules.open_case(w.cases, w.counters)
    values = {"kind": kind, "community": 1, "first_affected": 100, "affected": 3, "party": 101, "opponent": 150, "arose": 4, "channel": channel, "parts_left": parts}  # fmt: skip
    for name, value in values.items():
        getattr(w.cases, name)[case] = value
    w.cases.state[case] = KNOWN if known else CASE_LATENT
    w.cases.entered[case], w.cases.arose_at[case] = ENTERED, AROSE
    rules.end_case(w, 6, case, how, TIME)
    return w


def counts(w):
    names = (
        "resolved_true",
        "resolved_false",
        "abandoned",
        "recorded_ended",
        "recorded_resolved",
        "case_ended",
        "case_time",
    )
    assert all(getattr(w.tally, name)[0] == 0 for name in names)
    return tuple(getattr(w.tally, name)[1] for name in names)


@pytest.mark.parametrize(
    ("how", "known", "expected"),
    [
        (rules.END_TRUE, True, (1, 0, 0, 1, 1, 1, 1.5)),
        (rules.END_FALSE, True, (0, 1, 0, 1, 1, 0, 0)),
        (rules.END_ABANDONED, True, (0, 0, 1, 1, 0, 1, 1.5)),
        (rules.END_ABANDONED, False, (0, 0, 1, 0, 0, 0, 0)),
    ],
)
def test_what_is_counted(how, known, expected):
    assert counts(ended(how, known)) == expected


@pytest.mark.parametrize("how", [rules.END_TRUE, rules.END_FALSE, rules.END_ABANDONED])
@pytest.mark.parametrize("kind", [PROBLEM, DISPUTE])
def test_who_is_told(how, kind):
    """All affected, or both parties, and nobody else; only the true end is a good one."""
    w = ended(how, kind=kind)
    concerned = [100, 101, 102] if kind == PROBLEM else [101, 150]
    good = how == rules.END_TRUE
    told = np.zeros(200)
    told[concerned] = 1
    np.testing.assert_array_equal(felt(w, "government_up"), told * good)
    np.testing.assert_array_equal(felt(w, "government_down"), told * (not good))
    np.testing.assert_allclose(w.residents.case_outcome, 0.5 + told * (0.1 if good else -0.1), rtol=1e-6)
    assert not felt(w, "organizations_up").any()
    assert not felt(w, "organizations_down").any()


def test_what_an_organisation_carried_is_an_experience_of_it_too():
    assert felt(ended(rules.END_TRUE, channel=CHANNEL_ORGANIZATION), "organizations_up").sum() == 3
    assert felt(ended(rules.END_FALSE, channel=CHANNEL_ORGANIZATION), "organizations_down").sum() == 3


def test_newcomers_are_not_told():
    assert felt(ended(rules.END_TRUE, arrived=6), "government_up").nonzero()[0].tolist() == [100, 102]
    assert felt(ended(rules.END_TRUE, arrived=5), "government_up").nonzero()[0].tolist() == [100, 101, 102]


def test_what_nobody_reported_moves_no_trust():
    w = ended(rules.END_ABANDONED, known=False)
    assert not w.experience.felt.any()
    np.testing.assert_allclose(w.residents.case_outcome[100:103], 0.4, rtol=1e-6)


@pytest.mark.parametrize("how", [rules.END_TRUE, rules.END_FALSE, rules.END_ABANDONED])
@pytest.mark.parametrize("known", [True, False])
def test_what_a_case_leaves_with_those_affected(how, known):
    """Burden and anchor whoever knew of it, influence only by what an office knew of."""
    w = ended(how, known, anchor_case=0.1, influence_case=0.3, adaptation=13.0, burden_half_life=26.0)
    good = how == rules.END_TRUE
    weighs = 13 * (1 - np.exp(-1.75 / 13)) if good else 13.0
    told = np.zeros(200)
    told[[100, 101, 102]] = 1
    r = w.residents
    np.testing.assert_allclose(r.anchor, 0.5 + told * (0.05 if good else -0.05), rtol=1e-6)
    np.testing.assert_allclose(r.burden, 0.25 + told * weighs * (1 - 2 ** (-1 / 26)), rtol=1e-6)
    np.testing.assert_allclose(r.influence, 0.5 + known * told * (0.15 if good else -0.15), rtol=1e-6)
    np.testing.assert_allclose(w.tally.problem_burden, [0.0, 3 * weighs], rtol=1e-12)


def test_newcomers_carry_nothing_of_it():
    w = ended(rules.END_FALSE, arrived=6, anchor_case=0.1, influence_case=0.3)
    assert (w.residents.burden[101], w.residents.anchor[101], w.residents.influence[101]) == (0.25, 0.5, 0.5)
    assert w.tally.problem_burden[1] == pytest.approx(2 * w.parameters.adaptation)


@pytest.mark.parametrize(("mu", "theta", "tau"), [(0.4, 8.0, 13.0), (0.15, 4.0, 4.0), (0.4, 1e9, 13.0)])
def test_how_long_a_problem_weighs(mu, theta, tau):
    """Resolved at rate mu, given up after an exponential patience of mean theta: tau [1 - mu / (mu + 1/theta + 1/tau)].

    Without end of patience tau / (1 + mu tau).
    """
    random, n = np.random.default_rng(int(100 * mu)), 40_000
    resolved, patience = random.exponential(1 / mu, n), random.exponential(theta, n)
    found = np.array(
        [rules.lasting(t < limit, min(t, limit), tau) for t, limit in zip(resolved, patience, strict=True)]
    )
    wanted = tau * (1 - mu / (mu + 1 / theta + 1 / tau))
    if theta > 1e6:
        assert wanted == pytest.approx(tau / (1 + mu * tau), rel=1e-6)
    assert abs(found.mean() - wanted) < 4 * found.std() / np.sqrt(n)


def test_the_time_within_the_week_is_kept():
    """As `channels.moment` works it out, and before a case is entered."""
    w = case_world(parameters={"problem_rate": 2000.0})
    problems.step(w, 3)
    used = int(w.counters.cases[0])
    at, keys = np.asarray(w.cases.arose_at[:used]), w.cases.key[:used]
    assert used > 10
    assert ((at >= 3) & (at < 4)).all()
    assert [problems.moment(w.seed, key, 3) for key in keys] == pytest.approx((at - 3).tolist(), abs=1e-12)
    assert (at <= w.cases.deadline[:used]).all()


def test_rows_are_free_once_no_part_is_left():
    w = ended(rules.END_TRUE)
    assert w.counters.open_cases[0] == 1
    assert (w.cases.alive[1], w.cases.state[1]) == (0, rules.CASE_ENDED)
    assert rules.open_case(w.cases, w.counters) == 1
    w = ended(rules.END_TRUE, parts=1)
    assert rules.open_case(w.cases, w.counters) == 2
    rules.free_case(w.cases, w.counters, 1)
    rules.free_case(w.cases, w.counters, 0)
    assert [rules.open_case(w.cases, w.counters) for _ in range(3)] == [0, 1, 3]


def test_no_row_is_left():
    w = case_world(cases=2)
    assert [rules.open_case(w.cases, w.counters) for _ in range(4)] == [0, 1, -1, -1]
    assert (w.counters.no_room[0], w.counters.open_cases[0]) == (2, 2)


def test_expected_problems():
    assert rules.expected_problems(40.0, 500.0, 0.5, 0.0) == 2.0
    assert rules.expected_problems(40.0, 500.0, 0.5, 0.4) == pytest.approx(2.0 * np.exp(-0.2))


def test_offices():
    w = case_world()
    assert [rules.office(w, c) for c in (0, 1)] == [1, 1]
    w.communities.street[:] = (0, 1)  # there is one street office only
    assert [rules.office(w, c) for c in (0, 1)] == [1, 0]


def test_a_row_that_is_used_again_knows_nothing_of_before():
    w = case_world(cases=3)
    fresh = rules.open_case(w.cases, w.counters)
    names = [name for name in snapshot(w.cases) if name != "next_free"]
    first = {name: getattr(w.cases, name)[fresh] for name in names}
    set_by_the_opener = {"key", "kind", "community", "grid", "first_affected", "affected", "arose", "work", "deadline"}
    for name in names:
        getattr(w.cases, name)[fresh] = 1
    w.cases.alive[fresh], w.counters.open_cases[0] = 0, 0
    rules.free_case(w.cases, w.counters, fresh)
    assert rules.open_case(w.cases, w.counters) == fresh
    again = {name: getattr(w.cases, name)[fresh] for name in names}
    told = {name for name in names if name not in set_by_the_opener}
    np.testing.assert_equal({name: again[name] for name in told}, {name: first[name] for name in told})  # nan: not yet
    assert all(np.isnan(again[name]) for name in ("entered", "begun", "ended"))
    assert (again["state"], again["tier"], again["visible"], again["party"], again["other_grid"]) == (
        CASE_LATENT,
        0,
        1,
        -1,
        -1,
    )
