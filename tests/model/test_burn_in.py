"""Weeks before week 1: every scenario starts from the same district, and nothing of them shows but the state."""

import networkx as nx
import numpy as np
import pytest
from cogov import CommunityModel, compare
from cogov.core.quantity import QuantityError
from cogov.model.cases.lifecycle import lived_there
from cogov.model.process import week_number
from cogov.model.runtime import burn_in
from cogov.model.runtime.burn_in import STARTS, Starts
from cogov.runs.execute import side_by_side

WEEKS = 26
MOVING = {"turnover_renters": 0.9, "turnover_owners": 0.5}


@pytest.fixture(autouse=True)
def fresh():
    STARTS.clear()
    yield
    STARTS.clear()


def made(weeks=WEEKS, scenario="status_quo", *, environment=None, **more):
    about = {"residents": 120, "communities": 2, "rng": 3, **more}
    return CommunityModel(scenario=scenario, environment={"burn_in": weeks, **MOVING, **(environment or {})}, **about)


def same(one, other, *, but=(("residents", "unique_id"),)):  # numbered when Python looks
    for group, arrays in one.district.arrays.items():
        for name, array in arrays.items():
            if (group, name) not in but:
                np.testing.assert_array_equal(array, other.district.arrays[group][name], err_msg=f"{group}.{name}")


def test_weeks_have_numbers_without_a_week_0():
    assert [week_number(week) for week in (-2, -1, 0, 1)] == [-2, -1, 1, 2]
    # who came in week -1 lived there for cases of week -1 and later, and who was there at the start for all
    assert [bool(lived_there(-1, arose)) for arose in (-2, -1, 0)] == [False, True, True]
    assert [bool(lived_there(1, arose)) for arose in (-1, 0)] == [False, True]
    assert lived_there(0, np.array([-90, -1, 0])).all()


def test_off_is_a_district_as_it_is_built():
    off, default = made(0), made(0)
    built = off.residents
    assert (built.satisfaction == built.satisfaction[0]).all() or built.satisfaction.std() > 0
    assert off.district.arrays["counters"]["cases"][0] == 0
    assert (built.arrived == 0).all()
    same(off, default)


def test_the_clock_begins_at_week_1_and_only_the_state_is_left():
    model = made(record_events=True, by_community=True, record_cases=True)
    residents, organizations = model.residents, model.organizations
    assert (model.week, model.time, len(model.indicators), len(model.events), len(model.cases_frame())) == (
        0,
        0.0,
        0,
        0,
        0,
    )
    assert residents.satisfaction.std() > 0
    assert (residents.arrived < 0).any()
    assert residents.arrived.min() >= -WEEKS
    assert (model.cases.entered[model.cases.alive == 1] < 0).any()
    assert (model.ties.used < 0).any()
    assert model.governments.spent.tolist() == [0.0] * len(model.governments.spent)
    assert not residents.satisfaction_sum.any()
    assert not organizations.spent.any()
    model.run_for(15)
    assert (model.week, model.time) == (15, 15.0)
    assert model.indicators.index.tolist() == list(range(1, 16))
    assert len(model.indicators_by_community) == 30
    assert model.events["week"].min() >= 1
    assert model.governments.spent[0] == pytest.approx(400 * 120 / 52 * 15)
    assert model.measures.spending.sum() == pytest.approx(400 * 120 / 52 * 15)
    assert model.residents.satisfaction_sum.max() <= 15
    assert (residents.arrived <= 15).all()
    cases = model.case_records.all(model)
    assert len(cases["entered"]) > 0
    assert cases["entered"].min() >= 0


def test_time_in_mesa_counts_from_week_1():
    model = made()
    seen = []
    model.add_observer(lambda m: seen.append((m.week, m.time)))
    model.add_process(lambda m: seen.append(m.week), before="turnover")
    model.step()
    model.step()
    assert [one for one in seen if isinstance(one, int)] == [0, 1]
    assert [week for week, *_ in (one for one in seen if isinstance(one, tuple))] == [1, 2]
    assert len(model.datacollector.get_model_vars_dataframe()) == 2


@pytest.mark.parametrize("threads", [1, 2])
def test_a_start_that_is_shared_is_the_start_computed_anew(threads):
    first = made(scenario="co_governance", threads=threads)
    assert len(STARTS._kept) == 1
    shared = made(scenario="co_governance")
    STARTS.clear()
    anew = made(scenario="co_governance")
    for model in (first, shared, anew):
        model.run_for(14)
    same(first, anew)
    same(shared, anew)
    assert first.indicators.equals(anew.indicators)


def test_what_is_kept_is_a_copy():
    first = made()
    first.residents.satisfaction[:] = 0.9
    first.run_for(5)
    again = made()
    STARTS.clear()
    same(again, made())


def test_all_scenarios_start_from_one_district():
    quo, co, named = made(), made(scenario="co_governance"), made(scenario=None)
    for name in ("satisfaction", "belonging", "trust_government", "identity", "arrived", "recent"):
        np.testing.assert_array_equal(getattr(quo.residents, name), getattr(co.residents, name))
    np.testing.assert_array_equal(quo.rules.elements, co.rules.elements)
    np.testing.assert_array_equal(quo.governments.law, co.governments.law)
    assert co.levers != quo.levers
    assert co.plan.levers != quo.plan.levers
    same(quo, named)  # equal levers, equal runs
    for model in (quo, named):
        model.run_for(14)
    same(quo, named)


@pytest.mark.parametrize(
    "other",
    [
        {"rng": 4}, {"off": "ties"}, {"without": ["rule:1"]}, {"constants": {"gossip": 0.0}},
        {"environment": {"problem_rate": 20.0}}, {"weeks": WEEKS + 13},
    ],
)  # fmt: skip
def test_another_district_has_another_start(other):
    made()
    known = dict(STARTS._kept)
    made(**other)
    assert len(STARTS._kept) == 2
    assert set(known) < set(STARTS._kept)


def test_draws_from_week_1_on_are_those_without_a_burn_in():
    """Who moves out in a week follows from seed, week and person alone."""
    quiet = {"turnover_renters": 0.0, "turnover_owners": 0.0}
    short, long = made(0, environment=quiet), made(13, environment=quiet)
    np.testing.assert_array_equal(short.residents.identity, long.residents.identity)
    np.testing.assert_array_equal(short.communities.key, long.communities.key)


def test_a_mechanism_that_is_off_is_off_in_the_burn_in_too():
    assert (made(off="turnover").residents.arrived == 0).all()
    model = made(off="turnover")
    model.run_for(5)
    assert (model.residents.arrived == 0).all()


def test_a_checkpoint_goes_on_after_the_burn_in(tmp_path):
    whole, part = made(), made()
    part.run_for(5)
    restored = CommunityModel.restore(part.checkpoint(tmp_path / "state"))
    start = CommunityModel.restore(made().checkpoint(tmp_path / "start"))
    branch = start.fork()
    whole.run_for(15)
    restored.run_for(10)
    for model in (start, branch):
        model.run_for(15)
    for model in (restored, start, branch):
        same(whole, model)
        assert whole.indicators.equals(model.indicators)
    assert restored.time == 15.0


def test_dated_changes_and_crisis_begin_at_week_0():
    at_once = made(changes=[(0, {"pooling": 0.7})])
    assert at_once.levers["pooling"] == 0.7
    crisis = made(environment={"shock_week": 0, "shock_size": 1.0})
    calm = made()
    np.testing.assert_array_equal(crisis.rules.table, calm.rules.table)
    crisis.run_for(13)
    calm.run_for(13)
    assert (crisis.rules.table != calm.rules.table).any()


def ties_of_residents(model):
    return {frozenset(tie) for tie in model.network.edges if max(tie) <= len(model.residents.alive)}


def test_records_stand_at_week_0_as_they_were_read():
    graph = nx.watts_strogatz_graph(80, 6, 0.1, seed=1)
    with_ties = CommunityModel(population=graph, rng=1, environment={"burn_in": WEEKS, **MOVING})
    without = CommunityModel(population=graph, rng=1, environment={"burn_in": 0, **MOVING})
    np.testing.assert_array_equal(with_ties.residents.identity, without.residents.identity)
    assert ties_of_residents(with_ties) == ties_of_residents(without)
    assert (with_ties.residents.arrived == without.residents.arrived).all()
    assert (with_ties.residents.satisfaction != without.residents.satisfaction).any()
    with_ties.run_for(20)
    assert (with_ties.residents.arrived > 0).any()  # from week 1 on people move


def test_hours_and_funds_add_up_from_week_1_on():
    model = made(scenario="local_exploration")
    funds = model.organizations.funds.astype(float).copy()
    model.run_for(39)
    rules, o = model.rules, model.organizations
    saved = rules.hours_spent + rules.hours_pooled + rules.hours_lapsed + model.communities.trial_hours
    np.testing.assert_allclose(rules.hours_saved, saved, atol=1e-9)
    np.testing.assert_allclose(rules.hours_spent.sum(), model.measures.hours_trials.sum(), atol=1e-9)
    opened = np.arange(len(funds))[model.organizations.founded[: len(funds)] <= 0]
    came_in = (o.grants + o.dues + o.donations + o.contracts)[opened]
    np.testing.assert_allclose(funds[opened] + came_in, (o.funds + o.spent)[opened], rtol=1e-5, atol=0.5)


def test_cases_and_people_add_up_from_week_1_on():
    model = made()
    opened, there = int((model.cases.alive == 1).sum()), int((model.residents.arrived < 0).sum())
    model.run_for(30)
    flows, alive = model.measures.sum(), int((model.cases.alive == 1).sum())
    ended = flows.resolved_true + flows.resolved_false + flows.abandoned
    assert opened > 0
    assert opened + flows.problems + flows.escalated == ended + alive
    assert there > 0
    assert flows.moves >= (model.residents.arrived > 0).sum()


def test_organisations_that_ended_before_week_1_are_nobodys():
    dying = {"mortality_young": 1.0, "mortality_old": 1.0}
    model = made(constants=dying)
    rows = int(model.district.arrays["counters"]["organizations"][0])
    ended = model.organizations.alive[:rows] == 0
    assert ended.any()
    assert not model.organizations.identity[:rows][ended].any()
    alive = int((~ended).sum())
    model.step()
    assert model.measures.initial_organizations.iloc[0] == alive


def test_memory_is_bounded():
    arrays = {"group": {"name": np.zeros(100)}}
    starts = Starts(most_bytes=1700, most=3)
    for key in range(4):
        starts.add(key, None, arrays)
    assert [starts.get(key, None) is not None for key in range(4)] == [False, False, True, True]
    starts.get(2, None)  # used last, so 3 goes first
    starts.add(5, None, arrays)
    assert starts.get(3, None) is None
    assert starts.get(2, None) is not None
    starts.add(6, None, {"group": {"name": np.zeros(1000)}})
    assert starts.get(6, None) is None
    population = object()
    starts.add(7, population, arrays)
    assert starts.get(7, object()) is None
    assert starts.get(7, population)["group"]["name"] is not arrays["group"]["name"]


@pytest.mark.parametrize(("weeks", "words"), [(-1, "from 0 to 1040"), (1041, "from 0 to 1040"), (2.5, "whole number")])
def test_other_lengths_are_refused(weeks, words):
    with pytest.raises(QuantityError, match=words):
        made(weeks)


def test_causes_of_the_burn_in_can_be_left_out():
    founding = {"founding_rate": 10.0, "mortality_young": 0.0, "mortality_old": 0.0}
    model = made(constants=founding)
    founded = model.organizations.founded
    row = int(np.flatnonzero(founded < 0)[0])
    cause = f"organization:{int(model.organizations.community[row])}/{int(founded[row])}"
    identity = model.organizations.identity[row]
    without = made(constants=founding, without=[cause])
    assert identity not in without.organizations.identity
    with pytest.raises(QuantityError, match="weeks count from 1, those of the burn-in from -26 to -1"):
        made(without=["organization:0/-27"])
    with pytest.raises(QuantityError, match="nothing is founded in week -1: weeks count from 1"):
        made(0, without=["organization:0/-1"])


def test_every_sum_since_the_start_is_listed():
    model = made(scenario="local_exploration")
    model.run_for(WEEKS)
    for group, names in burn_in.TOTALS.items():
        assert set(names) <= set(model.district.arrays[group])


def test_workers_that_take_turns_stay_at_one_start():
    tasks = [(scenario, k) for k in range(3) for scenario in range(3)]
    ordered = side_by_side(tasks, lambda task: task[1], 2)
    assert sorted(ordered) == sorted(tasks)
    assert [k for _, k in ordered] == [0, 1, 0, 1, 0, 1, 2, 2, 2]
    assert side_by_side(tasks, lambda task: task[1], 1) == tasks
    assert side_by_side(tasks, None, 2) == tasks


@pytest.mark.slow
def test_a_comparison_with_burn_in_is_the_same_for_any_number_of_workers():
    def compared(workers):
        return compare(
            ["status_quo", "co_governance", "top_down"], replicates=3, weeks=14, residents=120, communities=2,
            environment={"burn_in": WEEKS}, workers=workers,
        )  # fmt: skip

    one, two = compared(1), compared(2)
    np.testing.assert_array_equal(one.summary, two.summary)
    np.testing.assert_array_equal(one.weekly, two.weekly)
