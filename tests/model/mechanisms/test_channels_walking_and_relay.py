"""Channels by hand: hours of relay, membership, what walking and relay find, what delay is counted, who is counted at what cost."""

import numpy as np
import pytest
from cogov.model.cases import ways
from cogov.model.cases.ways import WAYS
from cogov.model.mechanisms import channels, problems
from cogov.model.quantities.codes import CHANNEL_NONE, CHANNEL_ORGANIZATION, CHANNEL_PHONE
from cogov.tests.support.case_worlds import case_world

QUIET = {"voice_base": -20.0, "problem_rate": 2000.0, "patience": 1000.0, "visible_share": 0.5}


def latent(weeks=4, first=0, **options):
    """A world with many latent problems that nobody will tell of, and what is asked of finding."""
    parameters = {**QUIET, **options.pop("parameters", {})}
    w = case_world(communities=2, residents=200, cases=2000, parameters=parameters, **options)
    for week in range(first, first + weeks):
        problems.step(w, week)
    return w


def found(w):
    n = int(w.counters.cases[0])
    return ~np.isnan(w.cases.entered[:n])


def test_relay_hours_are_those_of_the_place_per_thousand():
    w = case_world(communities=2, residents=100, organizations=1)
    w.workers.hours[:], w.workers.relaying[:] = (8.0, 20.0), (0.25, 0.5)
    w.organizations.alive[1] = 0
    relay, present = channels._survey(w)
    assert relay.tolist() == w.communities.feedback.tolist() == [20.0, 100.0]
    assert present.tolist() == [1.0, 0.0]
    w.workers.alive[0] = 0
    assert channels._survey(w)[0].tolist() == [0.0, 100.0]


def test_members_are_those_of_what_is_alive_and_here():
    w = case_world(communities=2, residents=100, organizations=1)
    member = np.flatnonzero(w.member_of[:, 0] >= 0)
    assert [i for i in range(200) if channels._is_member(w, i, i // 100)] == member.tolist()
    assert not any(channels._is_member(w, i, 1) for i in range(100))
    w.organizations.alive[0] = 0
    assert [i for i in range(200) if channels._is_member(w, i, i // 100)] == member[member >= 100].tolist()


@pytest.mark.parametrize(("staff", "size"), [(1.0, 1000.0), (2.0, 1000.0), (1.0, 250.0)])
def test_walking_finds_at_the_stated_rate(staff, size):
    """Share of visible problems found in one week; error rate of the test below 1e-4 each."""
    w = latent(levers={"grid_staff": staff, "grid_size": size, "relay_time": 0.0})
    channels.step(w, 4)
    visible = w.cases.visible[: found(w).size] == 1
    hours = staff / size * 1000 * w.parameters.working_hours * w.parameters.walk_share
    chance, n = 1 - np.exp(-w.parameters.walk_finds * hours), visible.sum()
    assert n > 100
    assert abs(found(w)[visible].mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / n)
    assert not found(w)[~visible].any()


def test_relay_finds_at_the_stated_rate_and_later_by_the_delay_counted():
    w = latent(levers={"grid_staff": 0.0})
    w.workers.hours[:], w.workers.relaying[:] = 4.0, 1.0  # 20 h per 1,000 residents
    channels.step(w, 4)
    chance, n = 1 - np.exp(-w.parameters.relay_finds * 20), found(w).size
    assert abs(found(w).mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / n)
    rows = np.flatnonzero(found(w))
    assert w.tally.relayed.sum() == rows.size
    here = w.cases.community[rows] == 0
    weeks = [int(week) for week in w.cases.arose[rows]]
    arose = [
        week + problems.moment(w.seed, key, week) for week, key in zip(weeks, w.cases.key[rows])
    ]  # within its week
    delay = w.cases.entered[rows] - arose
    np.testing.assert_allclose(w.tally.relay_delay, [delay[here].sum(), delay[~here].sum()])
    assert ((w.cases.entered[rows] >= 4) & (w.cases.entered[rows] < 5)).all()


def test_nothing_is_found_before_it_arose_or_after_patience_ended():
    w = latent(
        weeks=5, parameters={"patience": 0.7, "walk_finds": 10.0, "visible_share": 1.0}, levers={"relay_time": 0.0}
    )
    channels.step(w, 4)
    rows = np.flatnonzero(found(w))
    new = rows[w.cases.arose[rows] == 4]
    assert new.size > 20
    moments = [problems.moment(w.seed, w.cases.key[k], 4) for k in new]
    assert (w.cases.entered[new] >= 4 + np.array(moments)).all()
    assert (w.cases.entered[rows] <= w.cases.deadline[rows]).all()
    late = np.flatnonzero((w.cases.arose[: found(w).size] < 4) & (w.cases.deadline[: found(w).size] < 4))
    assert late.size > 20
    assert not found(w)[late].any()


def test_each_affected_is_counted_in_the_community_and_by_skill():
    w = latent(weeks=1, levers={"grid_staff": 0.0, "relay_time": 0.0})
    channels.step(w, 0)
    n = int(w.counters.cases[0])
    who = [np.arange(f, f + a) for f, a in zip(w.cases.first_affected[:n], w.cases.affected[:n], strict=True)]
    skilled = [int((w.residents.skill[rows] >= 0.5).sum()) for rows in who]
    place = w.cases.community[:n]
    for c in (0, 1):
        here = [k for k in range(n) if place[k] == c]
        assert w.tally.affected[c] == w.tally.silent[c] == sum(who[k].size for k in here)
        assert w.tally.affected_skilled[c] == sum(skilled[k] for k in here)
        assert w.tally.cost_skilled[c] == pytest.approx(sum(skilled[k] for k in here) * w.parameters.silence_hours)
        assert w.tally.transaction_cost[c] == pytest.approx(w.tally.silent[c] * w.parameters.silence_hours)


def test_ways_are_taken_as_the_logit_says():
    """Frequencies of the ways of single residents against the weights, each within 4 standard errors."""
    w = case_world(communities=1, residents=200, cases=2000, organizations=1, parameters={"problem_rate": 1000.0, "affected_mean": 0.0, "voice_base": -1.0, "phone_reach": 0.5, "online_readiness": 0.4, "window_readiness": 0.3, "worker_readiness": -0.5})  # fmt: skip
    r, p = w.residents, w.parameters
    r.skill[:], r.awareness[:], r.trust_government[:], r.trust_organizations[:] = 0.3, 0.5, 0.7, 0.4
    w.member_of[:] = -1
    w.queues.waiting[:] = 2.0
    reach, hours, voices, cumulative = np.ones(WAYS), np.zeros(WAYS), np.zeros(WAYS), np.zeros(WAYS)
    reach[2:] = w.governments.online[0], 1 - np.exp(-6.6 * 40 / 10 * 0.1 / p.worker_reach), p.organization_reach, 0.5
    ways.hours_of(
        p, 0.3, w.levers.digital_assistance, w.governments.online[0], w.governments.data_sharing[0], 2.0, hours
    )
    heard = p.voice_base + p.voice_awareness * 0.15
    voices[1:] = heard + p.voice_trust * np.array([0.1, 0.1, 0.1, -0.2, 0.1]) + [0.3, 0.4, -0.5, 0.0, 0.0]
    ways.weigh(p.cost_weight, voices, reach, hours, cumulative)
    share = np.diff(cumulative, prepend=0) / cumulative[-1]
    for week in range(30):
        problems.step(w, week)
        channels.step(w, week)
    n = int(w.tally.affected[0])
    told = w.tally.affected[0] - w.tally.silent[0]
    assert n > 400
    assert abs(told / n - (1 - share[CHANNEL_NONE])) < 4 * np.sqrt(share[0] * (1 - share[0]) / n)
    taken = np.bincount(w.cases.channel[: int(w.counters.cases[0])], minlength=8)
    for way, channel in enumerate((*range(1, CHANNEL_ORGANIZATION + 1), CHANNEL_PHONE), 1):
        assert abs(taken[channel] / n - share[way]) < 4 * np.sqrt(share[way] * (1 - share[way]) / n) + 0.005
