"""Mutual help: how needs arise and correlate, who is asked, what it costs, and what the outcome leaves behind."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.core.numeric import normal_quantile
from cogov.model.mechanisms import mutual_help
from cogov.model.network.tie_lists import find
from cogov.model.organizations.membership import by_community, join
from cogov.tests.support.worlds import digest, felt, snapshot, tiny_world, with_organizations, with_ties
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

ALWAYS = {"need_rate": 1.0, "need_correlation": 0.0}
CERTAIN = {"help_base": 1.0, "help_slope": 0.0}
NEVER = {"help_base": 0.0, "help_slope": 0.0}


# --- needs ---


def test_need_probability_by_hand():
    """Phi((sqrt(0.3) x 1 - 1.5) / sqrt(0.7))."""
    assert mutual_help.need_probability(1.0, 1.5, 0.3) == pytest.approx(norm.cdf((0.3**0.5 - 1.5) / 0.7**0.5), abs=1e-9)
    assert mutual_help.need_probability(2.0, 1.5, 0.0) == pytest.approx(norm.cdf(-1.5), abs=1e-9)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("rate", [0.02, 1 / 13, 0.5])
def test_needs_come_at_their_rate_whatever_the_correlation(rate, correlation):
    """The mean over shocks, by quadrature."""
    x, weight = np.polynomial.hermite_e.hermegauss(160)
    cut = normal_quantile(1 - rate)
    found = sum(w * mutual_help.need_probability(z, cut, correlation) for z, w in zip(x, weight, strict=True))
    assert found / np.sqrt(2 * np.pi) == pytest.approx(rate, abs=1e-5)


@given(st.floats(-8, 8), st.floats(-8, 8), st.floats(-4, 4), st.floats(0, 0.99))
def test_need_probability_is_a_share_and_rises_with_the_shock(a, b, cut, correlation):
    low, high = (mutual_help.need_probability(z, cut, correlation) for z in sorted((a, b)))
    assert 0 <= low <= high <= 1


def needs(correlation, rate=0.1, communities=300, residents=20, weeks=60):
    """Number of needs by week and community of one group each."""
    w = tiny_world(
        communities, residents=residents, build=False,
        parameters={"need_rate": rate, "need_correlation": correlation, "groups": 1, **NEVER},
    )  # fmt: skip
    w.residents.origin[:] = 0
    found = np.empty((weeks, communities))
    for week in range(weeks):
        mutual_help.step(w, week)
        found[week] = w.tally.needs
        w.tally.needs[:] = 0.0
    return found


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7])
def test_rate_and_correlation_of_needs(correlation):
    """Two of a group are both in need as often as a bivariate normal says; four standard errors over 18,000 groups."""
    rate, m = 0.1, 20
    count = needs(correlation, rate).ravel()
    both = count * (count - 1) / (m * (m - 1))
    cut = norm.ppf(rate)
    expected = multivariate_normal(cov=[[1, correlation], [correlation, 1]]).cdf([cut, cut])
    for found, wanted in ((count / m, rate), (both, expected)):
        assert abs(found.mean() - wanted) < 4 * found.std() / np.sqrt(found.size)


def test_communities_have_shocks_of_their_own():
    count = needs(0.7)
    across = np.corrcoef(count[:, ::2].ravel(), count[:, 1::2].ravel())[0, 1]
    later = np.corrcoef(count[1:].ravel(), count[:-1].ravel())[0, 1]
    assert abs(across) < 4 / np.sqrt(count.size / 2)
    assert abs(later) < 4 / np.sqrt(count.size)


def test_groups_of_a_community_have_shocks_of_their_own():
    w = tiny_world(200, residents=40, build=False, parameters={"need_rate": 0.2, "need_correlation": 0.9, "groups": 2})
    w.residents.anchor[:] = w.residents.anchor_arrival[:] = 0.5
    mutual_help.step(w, 3)
    in_need = (w.residents.anchor != 0.5).reshape(200, 20, 2).mean(axis=1)
    assert abs(np.corrcoef(in_need.T)[0, 1]) < 4 / np.sqrt(200)
    assert in_need.std(axis=0).min() > 0.2


# --- asking ties ---


def circle(strengths, occupations, hours=2.0, **parameters):
    """Resident 0 tied to 1, 2, ... with these strengths; they hold these resources."""
    n = len(strengths)
    w = tiny_world(1, residents=n + 1, build=False, parameters={**CERTAIN, **parameters})
    w = with_ties(w, [(0, j + 1) for j in range(n)], strengths)
    w.residents.occupation[:] = [5, *occupations]
    w.residents.hours[:] = hours
    w.residents.given[:] = 0.0
    return w


def ask(w, resource=2, week=4):
    return mutual_help.ask_ties(w, 0, resource, python_stream(1, 2, week), week)


def in_turn(w, week=4):
    """Whom resident 0 asks for resource 2, one after the other, and what is said each time of whether there are others."""
    order, said, strength, luck, key = [], [], 2.0, -1.0, python_stream(1, 2, week)
    while True:
        slot, luck, more = mutual_help.next_strongest(w.ties, w.residents, 0, 2, key, strength, luck)
        if slot < 0:
            return order, said
        strength = float(w.ties.strength[slot])
        order.append(int(w.ties.neighbour[slot]))
        said.append(bool(more))


def test_the_strongest_who_holds_it_is_asked_first():
    assert in_turn(circle([0.3, 0.8, 0.5, 0.9], [2, 2, 2, 1])) == ([2, 3, 1], [True, True, False])


def test_equally_strong_ties_are_all_asked_once():
    """In an order drawn again every week, in which nobody stands first."""
    w = circle([0.5] * 4, [2] * 4)
    turns = [in_turn(w, week) for week in range(200)]
    assert all(sorted(order) == [1, 2, 3, 4] and said == [True, True, True, False] for order, said in turns)
    assert np.bincount([order[0] for order, _ in turns], minlength=5)[1:].min() > 25, "fifty each, but for luck"


def test_help_costs_hours_and_strengthens_the_tie():
    w = circle([0.3, 0.8], [2, 2], help_hours=1.0, help_strengthens=0.2)
    assert ask(w, week=9) == 1
    assert w.residents.given.tolist() == [0.0, 0.0, 1.0]
    assert w.residents.given_total.tolist() == [0.0, 0.0, 1.0]
    for i, j in ((0, 2), (2, 0)):
        slot = find(w.ties, i, j)
        assert w.ties.strength[slot] == pytest.approx(0.84, abs=1e-7)
        assert w.ties.used[slot] == 9


def test_who_has_no_hour_is_excused():
    w = circle([0.8, 0.3], [2, 2], hours=[0.0, 0.5, 2.0])
    assert ask(w) == 1
    assert w.residents.given.tolist() == [0.0, 0.0, 1.0]
    assert ask(circle([0.8], [2], hours=0.5)) == -1


def test_nobody_holds_it():
    assert ask(circle([0.8, 0.3], [1, 4])) == -1


def test_who_could_and_would_not():
    w = circle([0.8, 0.3], [2, 2], **NEVER)
    before = digest(w.residents, w.ties)
    assert ask(w) == 0
    assert digest(w.residents, w.ties) == before


@pytest.mark.parametrize(("asks", "helped"), [(1, -1), (2, 1)])
def test_so_many_are_asked(asks, helped):
    """The strongest has no time; whether the second is asked depends on `help_asks`."""
    assert ask(circle([0.8, 0.3], [2, 2], hours=[0.0, 0.0, 2.0], help_asks=asks)) == helped


def willing(strength=0.5, trust=0.5, **parameters):
    """Share of 4,000 weeks in which the one who is asked helps."""
    w = circle(
        [strength],
        [2],
        hours=5.0,
        **{"help_base": 0.2, "help_slope": 0.6, "help_strengthens": 0.0, "help_hours": 0.0, **parameters},
    )
    w.residents.trust_neighbours[:] = (0.3, trust)  # that of the one who is asked counts
    return np.mean([ask(w, week=week) for week in range(4000)])


def test_willingness():
    """Base 0.2 + slope 0.6 x strength 0.5 x trust 0.5 = 0.35; four standard errors."""
    assert abs(willing() - 0.35) < 4 * np.sqrt(0.35 * 0.65 / 4000)


@pytest.mark.parametrize("what", ["strength", "trust", "help_base", "help_slope"])
def test_willingness_rises(what):
    assert willing(**{what: 0.1}) < willing(**{what: 0.7})


# --- asking organisations ---


def with_offer(capability=1.0, left=3.0, focus=(2, 4), trust=1.0, members=()):
    w = tiny_world(1, residents=6, build=False, parameters={"help_hours": 1.0, "help_tie": 1.0})
    w = with_ties(w, [])
    w = with_organizations(
        w,
        len(focus),
        focus=list(focus),
        capability=np.full(len(focus), capability),
        hours_left=np.full(len(focus), left),
    )
    w.residents.trust_organizations[:] = trust
    for resident, organization in members:
        join(w, resident, organization)
    return w


def ask_organization(w, resource=2, week=1):
    return mutual_help.ask_organization(w, 0, resource, python_stream(1, 5, week), *by_community(w))


def test_an_organisation_helps_with_its_hours():
    w = with_offer()
    assert tuple(ask_organization(w)) == (0, 1)
    assert w.organizations.hours_left.tolist() == [2.0, 3.0]
    assert w.organizations.activity.tolist() == [1.0, 0.0]


def test_one_that_fails_keeps_its_hours():
    w = with_offer(capability=0.0)
    assert tuple(ask_organization(w)) == (0, 0)
    assert w.organizations.hours_left.tolist() == [3.0, 3.0]


def test_one_without_hours_lets_nobody_down():
    assert tuple(ask_organization(with_offer(left=0.5))) == (-1, 0)


def test_members_ask_their_own_and_others_by_trust_and_focus():
    assert tuple(ask_organization(with_offer(trust=0.0))) == (-1, 0)
    assert tuple(ask_organization(with_offer(trust=0.0, members=[(0, 1)]))) == (1, 1)
    assert tuple(ask_organization(with_offer(trust=0.0, members=[(0, 1), (0, 0)]))) == (0, 1)
    assert tuple(ask_organization(with_offer(focus=(1, 4)))) == (-1, 0)
    assert ask_organization(with_offer(focus=(1, 2, 2, 2)))[0] in (1, 2, 3), "one of several, see test_serving.py"


@pytest.mark.parametrize(("what", "index"), [("capability", 1), ("trust", 0)])
def test_capability_and_trust_are_probabilities(what, index):
    """Of 2,000 weeks; four standard errors. The first number of the answer is 0 if somebody was asked, the second 1 if helped."""
    w = with_offer(**{what: 0.3}, left=1e6)
    answers = np.array([ask_organization(w, week=week) for week in range(2000)])
    found = (answers[:, index] == index).mean()
    assert abs(found - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 2000)


def test_who_is_helped_meets_the_first_officer():
    w = with_offer(members=[(3, 0)])
    w.organizations.officer_0[0] = 3
    mutual_help.meet_helper(w, 0, 0, python_stream(1, 5, 2), 2)
    assert find(w.ties, 0, 3) >= 0
    assert w.tally.ties_formed.tolist() == [1.0]
    mutual_help.meet_helper(w, 0, 1, python_stream(1, 5, 2), 2)  # has no officer


# --- what it leaves ---


def one_in_need(w, week=0):
    """Let everybody be in need and look at resident 0."""
    w.residents.anchor[:] = w.residents.anchor_arrival[:] = w.residents.help_outcome[:] = 0.4
    mutual_help.step(w, week)
    return w


def all_ask(**parameters):
    """Everybody holds everything that is asked of him or her, and has time."""
    w = tiny_world(
        1,
        residents=12,
        build=False,
        parameters={**ALWAYS, "help_asks": 12, "help_hours": 0.1, **parameters},
    )
    w = with_ties(w, [(i, j) for j in range(12) for i in range(j)])
    w.residents.occupation[:] = np.arange(12) % 6
    w.residents.hours[:] = 5.0
    return w


def test_help_raises_the_anchor():
    """0.4 + 0.03 x 0.6 = 0.418; the record of help 0.4 + 0.3 x 0.6 = 0.58."""
    w = one_in_need(all_ask(**CERTAIN, anchor_step=0.03, help_memory=0.3))
    np.testing.assert_allclose(w.residents.anchor, 0.418, rtol=2e-7)
    np.testing.assert_allclose(w.residents.help_outcome, 0.58, rtol=2e-7)
    assert w.tally.needs.tolist() == w.tally.helped_ties.tolist() == [12.0]
    assert felt(w, "neighbours_up").tolist() == [1] * 12
    assert not felt(w, "neighbours_down").any()
    assert w.residents.given.sum() == pytest.approx(1.2)


def test_refusal_lowers_it():
    """0.4 - 0.03 x 0.4 = 0.388; 0.4 - 0.3 x 0.4 = 0.28."""
    w = one_in_need(all_ask(**NEVER, anchor_step=0.03, help_memory=0.3))
    np.testing.assert_allclose(w.residents.anchor, 0.388, rtol=2e-7)
    np.testing.assert_allclose(w.residents.help_outcome, 0.28, rtol=2e-7)
    assert felt(w, "neighbours_down").tolist() == [1] * 12
    assert not felt(w, "neighbours_up").any()
    assert not w.tally.helped_ties.any()


def test_organisations_stand_in():
    w = with_organizations(all_ask(**NEVER), 6, focus=np.arange(6), hours_left=np.full(6, 100.0), capability=np.ones(6))
    w.residents.trust_organizations[:] = 1.0
    one_in_need(w)
    np.testing.assert_allclose(w.residents.anchor, 0.418, rtol=2e-7)
    assert w.tally.helped_organizations.tolist() == [12.0]
    assert w.tally.hours_help[0] == pytest.approx(1.2) == 600 - w.organizations.hours_left.sum()
    assert felt(w, "organizations_up").tolist() == [1] * 12


def test_organisations_can_fail():
    w = with_organizations(
        all_ask(**NEVER), 6, focus=np.arange(6), hours_left=np.full(6, 100.0), capability=np.zeros(6)
    )
    w.residents.trust_organizations[:] = 1.0
    one_in_need(w)
    np.testing.assert_allclose(w.residents.anchor, 0.388, rtol=2e-7)
    assert felt(w, "organizations_down").tolist() == [1] * 12


def test_hours_of_the_week_are_counted_anew():
    w = tiny_world(1, residents=4, build=False, parameters={"need_rate": 0.0})
    w.residents.given[:] = 3.0
    mutual_help.step(w, 0)
    assert not w.residents.given.any()


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1), st.floats(0, 5))
@settings(max_examples=40)
def test_bounds(seed, base, step, hours):
    w = all_ask(help_base=base, anchor_step=step, help_hours=hours, need_rate=0.7)
    random = np.random.default_rng(seed)
    for name in ("anchor", "anchor_arrival", "help_outcome", "trust_neighbours"):
        getattr(w.residents, name)[:] = random.random(12)
    w.residents.hours[:] = random.uniform(0, 5, 12)
    for week in range(5):
        mutual_help.step(w, week)
        assert (w.residents.given <= w.residents.hours + 1e-6).all()
    for name in ("anchor", "help_outcome"):
        values = getattr(w.residents, name)
        assert ((values >= 0) & (values <= 1)).all()
    assert ((w.ties.strength >= 0) & (w.ties.strength <= 1)).all()


def test_vacant_homes_need_nothing():
    w = all_ask(**CERTAIN)
    w.residents.alive[5] = 0
    one_in_need(w)
    assert w.tally.needs.tolist() == [11.0]
    assert w.residents.anchor[5] == np.float32(0.4)


def test_off():
    w = all_ask(need_rate=0.0)
    w.residents.anchor[:] = w.residents.anchor_arrival[:] = np.linspace(0.1, 0.9, 12)
    before = {**snapshot(w.residents), **snapshot(w.ties), **snapshot(w.tally), **snapshot(w.experience)}
    for week in range(20):
        mutual_help.step(w, week)
    after = {**snapshot(w.residents), **snapshot(w.ties), **snapshot(w.tally), **snapshot(w.experience)}
    assert all(np.array_equal(before[name], after[name]) for name in before)
