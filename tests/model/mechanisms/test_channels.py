"""Channels: costs, shares of ways, finding, and the count of those affected."""

import numpy as np
import pytest
from cogov.model.mechanisms import channels, problems
from cogov.model.mechanisms.channels import hours_of, weigh
from cogov.model.quantities.codes import (
    CASE_LATENT,
    CHANNEL_FOUND,
    CHANNEL_NONE,
    CHANNEL_ONLINE,
    CHANNEL_RELAY,
    CHANNEL_WINDOW,
)
from cogov.tests.support.case_worlds import case_world


def tell(weeks=40, change=None, **given):
    """A world in which problems arise and are told of, and nobody handles them."""
    parameters = {"problem_rate": 300.0, **given.pop("parameters", {})}
    w = case_world(communities=4, cases=8000, parameters=parameters, **given)
    if change:
        change(w)
    for week in range(weeks):
        problems.step(w, week)
        channels.step(w, week)
    return w


def known(w):
    n = int(w.counters.cases[0])
    return (w.cases.alive[:n] == 1) & ~np.isnan(w.cases.entered[:n])


def test_equal_weights_give_equal_shares():
    cumulative = np.zeros(5)
    weigh(0.0, 0.0, 0.0, np.ones(5), np.arange(5.0), cumulative)
    np.testing.assert_array_equal(cumulative, np.arange(1.0, 6.0))
    weigh(1.0, 0.5, 1.0, np.array([1.0, 1.0, 0.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0, 0.5, 0.5]), cumulative)
    weights = np.exp([-1.0, -1.5, -np.inf, 0.0, 0.5])
    np.testing.assert_allclose(np.diff(cumulative, prepend=0), weights, atol=1e-15)


def test_hours_fall_with_what_is_meant_to_save_them():
    p, hours = case_world().parameters, np.zeros(5)

    def cost(way, **changed):
        values = {"skill": 0.2, "assistance": 0.2, "online": 0.3, "data_sharing": 0.2, "waited": 2.0, **changed}
        hours_of(p, *values.values(), hours)
        return hours[way]

    assert cost(CHANNEL_WINDOW, data_sharing=1.0) < cost(CHANNEL_WINDOW)
    assert cost(CHANNEL_ONLINE, online=1.0) < cost(CHANNEL_ONLINE)
    assert cost(CHANNEL_ONLINE, assistance=1.0) < cost(CHANNEL_ONLINE)
    assert cost(CHANNEL_ONLINE, skill=1.0) < cost(CHANNEL_ONLINE)
    assert cost(CHANNEL_WINDOW, waited=9.0) > cost(CHANNEL_WINDOW)
    assert cost(CHANNEL_NONE, waited=9.0) == cost(CHANNEL_NONE) == p.silence_hours


def test_everybody_affected_is_counted_once():
    t = tell().tally
    assert t.affected.sum() == (t.affected_skilled + t.affected_unskilled).sum()
    assert t.transaction_cost.sum() == pytest.approx((t.cost_skilled + t.cost_unskilled).sum(), rel=1e-12)
    assert 0 < t.silent.sum() < t.affected.sum()


def test_silence_is_counted_at_its_cost():
    t = tell(parameters={"voice_base": -20.0}).tally
    assert t.silent.sum() == t.affected.sum()
    assert t.reported.sum() == 0
    assert t.transaction_cost.sum() == pytest.approx(t.affected.sum(), rel=1e-12)


def test_no_online_service_no_online_requests():
    w = tell(change=lambda w: w.governments.online.fill(0.0))
    assert not np.any(w.cases.channel == CHANNEL_ONLINE)
    w = tell(change=lambda w: w.governments.online.fill(1.0))
    assert np.any(w.cases.channel == CHANNEL_ONLINE)


def test_organizations_serve_where_they_are_alive():
    w = tell(organizations=1)
    assert np.any(w.cases.channel == 4)
    w = tell(organizations=1, change=lambda w: w.organizations.alive.fill(0))
    assert not np.any(w.cases.channel == 4)


def test_walking_finds_only_what_can_be_seen():
    quiet = {"voice_base": -20.0}
    w = tell(parameters=quiet, levers={"relay_time": 0.0})
    found = known(w)
    assert found.sum() > 20
    n = int(w.counters.cases[0])
    assert (w.cases.visible[:n][found] == 1).all()
    assert (w.cases.channel[:n][found] == CHANNEL_FOUND).all()
    assert w.tally.relayed.sum() == 0
    assert not known(tell(parameters=quiet, levers={"relay_time": 0.0, "grid_staff": 0.0})).any()


def test_relay_brings_hidden_ones_up_late():
    w = tell(parameters={"voice_base": -20.0}, levers={"grid_staff": 0.0, "relay_time": 0.5})
    n = int(w.counters.cases[0])
    assert (w.cases.channel[:n][known(w)] == CHANNEL_RELAY).all()
    assert w.tally.relayed.sum() > 20
    assert w.tally.relay_delay.sum() / w.tally.relayed.sum() > 0.5
    np.testing.assert_allclose(w.communities.feedback, 6.6 / 10 * 40 * 0.5)


def test_latent_problems_are_given_up_without_a_record():
    w = tell(weeks=80, parameters={"voice_base": -20.0, "patience": 2.0}, levers={"grid_staff": 0.0, "relay_time": 0.0})
    assert w.tally.abandoned.sum() > 100
    assert w.tally.recorded_ended.sum() == 0
    assert not w.experience.felt.any()
    assert w.residents.case_outcome.mean() < 0.5
    assert w.tally.problems.sum() == w.tally.abandoned.sum() + w.counters.open_cases[0]


def test_it_enters_after_it_arose_and_within_patience():
    w = tell()
    rows = np.flatnonzero(known(w))
    assert (w.cases.entered[rows] >= w.cases.arose[rows]).all()
    assert (w.cases.entered[rows] <= w.cases.deadline[rows]).all()
    assert (w.cases.state[rows] == CASE_LATENT).all()
