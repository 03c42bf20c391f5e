"""Settlement by hand: exact ties, clarity of the other party, mediators' hours, other households, what an escalated dispute carries."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model import state
from cogov.model.mechanisms import settlement
from cogov.model.quantities.codes import CHANNEL_WINDOW, DISPUTE
from cogov.tests.support.case_worlds import case_world
from cogov.tests.support.worlds import snapshot


def outcome(stake=1.0, cost=0.0, relation=(0.0, 0.0), errors=(0.0, 0.0)):
    return settlement.dispute(0.0, *errors, 1.0, 1.0, 0.0, 0.0, stake, cost, *relation)


def test_what_is_just_worth_it_is_not_claimed_and_equal_views_settle():
    """P is 1/2 at merit and standard 0: the comparisons of the rule at equality."""
    assert outcome(cost=0.5) == settlement.LUMPED
    assert outcome(cost=0.4, relation=(0.1, 0.0)) == settlement.LUMPED
    assert outcome(cost=0.499) == settlement.SETTLED
    assert outcome(cost=0.0) == settlement.SETTLED  # 0 > 0 is false: where nobody sees more, nobody quarrels


def test_each_view_and_each_cost_counts():
    wide = (3.0, -3.0)  # P_1 - P_2 is nearly one
    assert outcome(errors=wide, cost=0.4) == settlement.DISPUTED
    assert outcome(errors=wide, cost=0.4, relation=(0.3, 0.0)) == settlement.SETTLED
    assert outcome(errors=wide, cost=0.4, relation=(0.0, 0.3)) == settlement.SETTLED
    assert outcome(errors=(-3.0, 3.0), cost=0.4) == settlement.LUMPED


def fallen_out(clarity=None, weeks=12, change=None, **parameters):
    w = case_world(cases=2000, parameters={"dispute_rate": 1000.0, **parameters}, levers={"mediation_time": 0.0})
    if clarity is not None:
        w.residents.clarity[:] = clarity
    if change:
        change(w)
    for week in range(weeks):
        settlement.step(w, week)
    return w


def test_relief_of_noise_is_for_those_who_are_clear():
    """Without clarity on either side it is as if there were none; with it on either side it is not."""
    tally = lambda w: snapshot(w.tally)  # noqa: E731
    none, relief = tally(fallen_out(0.0, noise_relief=0.0)), tally(fallen_out(0.0, noise_relief=0.9))
    assert all(np.array_equal(none[name], relief[name]) for name in none)
    assert not np.array_equal(relief["claims"], tally(fallen_out(0.5, noise_relief=0.9))["claims"])


def test_what_escalates_is_a_case_of_its_own_kind():
    w = fallen_out(weeks=60)
    n = int(w.counters.cases[0])
    assert n == w.tally.escalated.sum() > 10
    cases, r = w.cases, w.residents
    party, opponent = cases.party[:n], cases.opponent[:n]
    assert (cases.kind[:n] == DISPUTE).all()
    assert (cases.channel[:n] == CHANNEL_WINDOW).all()
    assert (cases.first_affected[:n] == party).all()
    assert (cases.affected[:n] == 0).all()
    assert (r.building[party] == r.building[opponent]).all()
    assert (r.household[party] != r.household[opponent]).all()
    assert (cases.grid[:n] == r.grid[party]).all()
    assert (cases.community[:n] == r.community[party]).all()
    assert ((cases.entered[:n] >= cases.arose[:n]) & (cases.entered[:n] < cases.arose[:n] + 1)).all()
    assert (cases.deadline[:n] > cases.entered[:n]).all()
    waits = cases.deadline[:n] - cases.entered[:n]
    assert abs(waits.mean() - w.parameters.patience) < 4 * w.parameters.patience / np.sqrt(n)
    assert abs(cases.work[:n].mean() - w.parameters.case_work) < 4 * w.parameters.case_work / np.sqrt(n)
    assert set(cases.topic[:n]) <= set(range(6))
    assert (w.tally.grievances == w.tally.lumped + w.tally.settled_direct + w.tally.escalated).all()
    assert (w.tally.settled_early == w.tally.settled_direct).all()
    assert (w.tally.claims == w.tally.settled_direct + w.tally.escalated).all()


def test_claimants_in_the_right_are_counted():
    """None above a standard that nobody reaches, all above one that everybody does."""
    for standard, share in ((-30.0, 1.0), (30.0, 0.0)):
        w = case_world(cases=200)
        for k, merit in enumerate((-1.0, 2.0)):
            w.parameters.court_standard = standard
            settlement._escalate(w, 0, 1, 100, 104, 2, merit, np.uint64(k), python_stream(1, 1, 0))
        assert w.tally.escalated_plaintiff_won.tolist() == [0.0, 2 * share]


@pytest.mark.parametrize(("law", "share"), [(0.0, 0.0), (1.0, 1.0), (0.5, 0.5)])
def test_covered_grievances(law, share):
    w = fallen_out(change=lambda w: w.governments.law.fill(law))
    n = w.tally.grievances.sum()
    assert abs(w.tally.grievances_covered.sum() / n - share) <= 4 * np.sqrt(share * (1 - share) / n)
    assert (w.tally.escalated_covered <= w.tally.escalated).all()
    if share in (0.0, 1.0):
        assert w.tally.escalated_covered.sum() == share * w.tally.escalated.sum()


def mediators(left, alive=(1, 1, 1, 1), hours=3.0):
    """Which of two communities' two social workers each would sit, with these hours left."""
    w = case_world(parameters={"mediation_hours": hours})
    twice = {name: np.repeat(values, 2) for name, values in snapshot(w.workers).items()}
    twice |= {"mediation_left": np.array(left, float), "alive": np.array(alive, np.uint8)}
    world = state.World(
        **{**{name: getattr(w, name) for name in state.World.fields}, "workers": state.SocialWorkers(**twice)}
    )
    return [settlement._mediator(world, c, np.uint64(7), python_stream(1, 2, 3)) for c in (0, 1)]


def test_the_mediator_is_who_has_most_hours_left_in_the_place():
    assert mediators((5, 4, 3.5, 9)) == [0, 3]
    assert mediators((4, 5, 2, 2)) == [1, -1]
    assert mediators((3, 2, 3, 2.9)) == [0, 2]  # just enough is enough
    assert mediators((9, 5, 9, 5), (0, 1, 0, 0)) == [1, -1]


def test_hours_for_mediation_keep_for_one_sitting():
    w = case_world(parameters={"mediation_hours": 3.0})
    w.workers.mediation_left[:], w.workers.hours[:], w.workers.mediating[:] = (10.0, 1.0), 20.0, 0.25
    settlement._renew_hours(w)
    assert w.workers.mediation_left.tolist() == [8.0, 6.0]
    w.workers.alive[:] = 0
    settlement._renew_hours(w)
    assert w.workers.mediation_left.tolist() == [8.0, 6.0]


@pytest.mark.parametrize("households", [(0, 0, 1, 1, 2), (0, 1, 1, 1, 1), (0, 0, 0, 0, 1)])
def test_the_other_party_is_of_another_household_each_alike(households):
    w = case_world()
    w.residents.household[10:15] = households
    w.residents.household[9], w.residents.household[15] = (
        households[0],
        households[-1],
    )  # of other buildings: not counted
    key = python_stream(3, 1, 0)
    for home in range(10, 15):
        met = [int(settlement._other_party(w.residents, key, np.uint64(k), home, 10, 15)) for k in range(300)]
        others = [i for i in range(10, 15) if households[i - 10] != households[home - 10]]
        assert sorted(set(met)) == others
        assert min(met.count(i) for i in others) > 300 / len(others) - 5 * np.sqrt(300 / len(others))


def test_where_all_are_of_one_household_anybody_else():
    w = case_world()
    w.residents.household[10:13] = 5
    met = {
        int(settlement._other_party(w.residents, python_stream(3, 1, 0), np.uint64(k), 11, 10, 13)) for k in range(60)
    }
    assert met == {10, 12}
