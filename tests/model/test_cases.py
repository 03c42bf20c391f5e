"""How a case ends: what is counted, who is told, which row is free again."""

import numpy as np
import pytest
from cogov.model.cases import lifecycle as rules
from cogov.model.quantities.codes import CASE_LATENT, CHANNEL_ORGANIZATION, DISPUTE, PROBLEM
from cogov.tests.support.case_worlds import case_world
from cogov.tests.support.worlds import felt, snapshot

KNOWN, ENTERED, TIME = CASE_LATENT + 1, 4.5, 6.0


def ended(how, known=True, kind=PROBLEM, channel=0, arrived=0, parts=0):
    """A world of two communities in which one case of the second has ended; three are affected, or two parties."""
    w = case_world(parameters={"case_outcome_step": 0.2})
    w.residents.case_outcome[:] = 0.5
    w.residents.arrived[101] = arrived
    rules.open_case(w.cases, w.counters)
    case = rules.open_case(w.cases, w.counters)
    values = {"kind": kind, "community": 1, "first_affected": 100, "affected": 3, "party": 101, "opponent": 150, "arose": 4, "channel": channel, "parts_left": parts}  # fmt: skip
    for name, value in values.items():
        getattr(w.cases, name)[case] = value
    w.cases.state[case] = KNOWN if known else CASE_LATENT
    w.cases.entered[case] = ENTERED
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
