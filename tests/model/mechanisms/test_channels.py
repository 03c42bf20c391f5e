"""Channels: costs, shares of ways, finding, and the count of those affected."""

import numpy as np
import pytest
from cogov.model.cases.callback import was_told
from cogov.model.cases.records import TOLD
from cogov.model.cases.ways import PHONE, WAYS, hours_of, voices_of, weigh
from cogov.model.mechanisms import channels, problems
from cogov.model.quantities.codes import (
    CASE_LATENT,
    CHANNEL_FOUND,
    CHANNEL_NONE,
    CHANNEL_ONLINE,
    CHANNEL_PHONE,
    CHANNEL_RELAY,
    CHANNEL_WINDOW,
    CHANNEL_WORKER,
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
    cumulative = np.zeros(WAYS)
    weigh(0.0, np.zeros(WAYS), np.ones(WAYS), np.arange(WAYS) * 1.0, cumulative)
    np.testing.assert_array_equal(cumulative, np.arange(1.0, WAYS + 1.0))
    voices = np.array([0.0, 0.5, 0.5, 0.5, 1.0, 0.2])
    weigh(1.0, voices, np.array([1.0, 1.0, 0.0, 1.0, 1.0, 0.5]), np.array([1.0, 2.0, 3.0, 0.5, 0.5, 0.2]), cumulative)
    weights = np.exp([-1.0, -1.5, -np.inf, 0.0, 0.5, np.log(0.5)])
    np.testing.assert_allclose(np.diff(cumulative, prepend=0), weights, atol=1e-15)


def test_hours_fall_with_what_is_meant_to_save_them():
    p, hours = case_world().parameters, np.zeros(WAYS)

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
    for hours in (1.0, 0.0):
        t = tell(parameters={"voice_base": -20.0, "silence_hours": hours}).tally
        assert t.silent.sum() == t.affected.sum()
        assert t.reported.sum() == t.compliance.sum() == t.calls.sum() == 0
        assert t.transaction_cost.sum() == pytest.approx(hours * t.affected.sum(), rel=1e-12)


def test_silence_weighs_as_readiness_does():
    """An hour less of silence is as much less voice: with 1 / h as weight, the same choices to the last case."""
    dear, cheap = (
        tell(parameters={"silence_hours": hours, "voice_base": base, "cost_weight": 1.0})
        for hours, base in ((1.0, -2.5), (0.0, -1.5))
    )
    assert dear.tally.silent.sum() == cheap.tally.silent.sum() > 0
    assert dear.tally.compliance.sum() == pytest.approx(cheap.tally.compliance.sum(), rel=1e-12)
    np.testing.assert_array_equal(dear.cases.channel, cheap.cases.channel)


# --- the telephone ---


def test_without_a_telephone_nothing_hangs_on_it():
    one, other = (tell(parameters={"phone_reach": 0.0, "phone_hours": hours}) for hours in (0.01, 5.0))
    assert other.tally.told_phone.sum() == 0
    for name in ("transaction_cost", "compliance", "calls", "silent", "told_online"):
        np.testing.assert_array_equal(getattr(one.tally, name), getattr(other.tally, name))
    np.testing.assert_array_equal(one.cases.channel, other.cases.channel)


def test_the_telephone_stands_last_in_the_order_of_reach():
    """Reach 0 leaves the running sums of the other ways as they are, bit for bit; more reach only adds behind them."""
    reach, hours = np.array([1.0, 1.0, 0.4, 0.7, 0.3, 0.0]), np.array([1.0, 2.0, 0.9, 0.5, 0.5, 0.15])
    voices = np.array([0.0, -0.3, -0.2, -0.3, -0.1, -0.2])
    sums = []
    for reached in (0.0, 0.3, 1.0):
        reach[PHONE], cumulative = reached, np.zeros(WAYS)
        weigh(1.0, voices, reach, hours, cumulative)
        sums.append(cumulative)
    assert PHONE == WAYS - 1
    assert sums[0][PHONE] == sums[0][PHONE - 1]
    for one in sums[1:]:
        np.testing.assert_array_equal(one[:PHONE], sums[0][:PHONE])
    assert sums[0][-1] < sums[1][-1] < sums[2][-1]


def test_a_telephone_brings_calls_and_takes_from_the_other_ways():
    alike = {
        "silence_hours": 1.0,
        "online_readiness": 0.0,
        "window_readiness": 0.0,
        "worker_readiness": 0.0,
        "voice_base": -2.5,
    }
    none, some, all_over = (tell(parameters={**alike, "phone_reach": reach}) for reach in (0.0, 0.3, 1.0))
    assert np.count_nonzero(none.cases.channel == CHANNEL_PHONE) == 0
    assert (
        0
        < np.count_nonzero(some.cases.channel == CHANNEL_PHONE)
        < np.count_nonzero(all_over.cases.channel == CHANNEL_PHONE)
    )
    assert none.tally.silent.sum() > some.tally.silent.sum() > all_over.tally.silent.sum()
    assert none.tally.told_online.sum() >= all_over.tally.told_online.sum()
    dear = tell(parameters={**alike, "phone_reach": 1.0, "phone_hours": 3.0})
    assert dear.tally.told_phone.sum() < all_over.tally.told_phone.sum()


@pytest.mark.parametrize(("name", "channel"), [("online_readiness", CHANNEL_ONLINE), ("window_readiness", CHANNEL_WINDOW), ("worker_readiness", CHANNEL_WORKER)])  # fmt: skip
def test_readiness_moves_its_way_alone(name, channel):
    def change(w):
        w.governments.online.fill(0.8)

    low, high = (tell(change=change, levers={"relay_time": 0.2}, parameters={name: value}) for value in (-3.0, 1.0))
    count = lambda w: np.count_nonzero(w.cases.channel == channel)  # noqa: E731
    assert count(low) < count(high)
    others = {"phone_reach": 1.0, "voice_base": -1.0}
    voices = {}
    for value in (-3.0, 1.0):
        p = case_world(parameters={name: value, **others}).parameters
        voices[value] = np.zeros(WAYS)
        voices_of(p, -1.0, 0.1, 0.2, 0.3, voices[value])
    assert np.flatnonzero(voices[-3.0] != voices[1.0]).tolist() == [channel]


def test_tellers_are_counted_with_their_case():
    w = tell(parameters={"phone_reach": 1.0, "affected_mean": 20.0})
    n = int(w.counters.cases[0])
    kept = w.cases.entered[:n] == w.cases.entered[:n]
    told = np.isin(w.cases.channel[:n], TOLD)
    assert (w.cases.tellers[:n][kept & told] >= 1).all()
    assert (w.cases.tellers[:n][~told] == 0).all()
    assert (w.cases.by_hotline[:n] <= w.cases.tellers[:n]).all()
    assert (w.cases.tellers[:n] <= w.cases.affected[:n]).all()
    assert w.cases.tellers[:n].max() > 2
    assert w.tally.calls.sum() == w.tally.affected.sum() - w.tally.silent.sum()
    assert w.tally.calls_hotline.sum() == w.tally.told_phone.sum() + w.tally.told_online.sum() > 0
    asked = w.cases.arose[:n] >= 0
    assert (
        w.cases.tellers[:n][asked].sum() == w.tally.calls.sum()
    )  # nobody handles these cases: all rows are still there
    assert [was_told(channel) for channel in range(8)] == [channel in TOLD for channel in range(8)]


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
