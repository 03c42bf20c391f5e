"""A cause that is left out never acts; before it would have acted nothing differs, and an empty list changes nothing."""

import dataclasses

import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model import state
from cogov.model.counterfactual import Cause, Known, barred, read_cause, read_causes
from cogov.model.mechanisms import money, template, trials
from cogov.model.model import CommunityModel
from cogov.model.population.given import Memberships
from cogov.model.rules import landscape
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.worlds import digest, snapshot, tiny_world
from hypothesis import given, settings
from hypothesis import strategies as st

IDS = ("unique_id",)  # Mesa numbers agents in the order in which they are seen
FERTILE = {"constants": {"founding_rate": 10.0, "participation_base": 0.0}, "record_events": True}


def new(**options):
    return district(160, 2, seed=5, **{**FERTILE, **options})


def foundings(model):
    events = model.events
    part = events[events["event"] == "founded"]
    return [(int(c), int(w)) for c, w in zip(part["community"], part["week"], strict=True)]


@pytest.fixture(scope="module")
def history():
    model = new()
    model.run_for(40)
    return model


# --- neutrality ---


@given(seed=st.integers(0, 2**32), causes=st.sampled_from([(), ["organization:0/9999"], ["social_worker:1"]]))
@settings(max_examples=6)
def test_what_never_comes_about_changes_nothing(seed, causes):
    """An empty list, and causes that do not occur: nothing is founded in week 9,999, nobody is employed at all."""
    options = {"levers": {"social_workers": 0.0}}
    one, other = district(120, 2, 27, seed, **options), district(120, 2, 27, seed, without=causes, **options)
    assert differing_states(one, other) == set()


def differing_states(one, other, without=()):
    """Names of all state that differs, besides what was asked to be left out."""
    states = [state_of(model, without) for model in (one, other)]
    return differing(*({name: v for name, v in state.items() if not name.startswith("without.")} for state in states))


# --- an organisation ---


def test_the_histories_part_at_the_founding_and_not_before(history):
    community, week = next(place for place in foundings(history) if place[1] > 2)
    name = f"organization:{community}/{week}"
    with_it, without = new(), new(without=[name])
    for model in (with_it, without):
        model.run_for(week - 1)
    assert differing_states(with_it, without) == set()
    for model in (with_it, without):
        model.run_for(1)
    assert "organizations.alive" in differing_states(with_it, without)
    assert (community, week) in foundings(with_it)
    assert (community, week) not in foundings(without)
    without.run_for(40 - week)
    assert (community, week) not in foundings(without)
    told = history.events.query("event == 'founded' and community == @community and week == @week")
    identity = history.organizations.identity[told["who"].iloc[0]]
    assert identity in without.district.arrays["without"]["organizations"]
    assert identity not in without.organizations.identity


def test_the_others_keep_their_luck(history):
    """An organisation founded in the other place meanwhile is founded there in the same week."""
    first = foundings(history)[0]
    elsewhere = next(place for place in foundings(history) if place[0] != first[0])
    other = new(without=[f"organization:{first[0]}/{first[1]}"])
    other.run_for(elsewhere[1])
    assert elsewhere in foundings(other)


def test_one_that_is_there_at_the_start():
    with_it, without = new(), new(without=["organization:1"])
    assert with_it.organizations.alive[1] == 1
    assert without.organizations.alive[1] == without.organizations.members[1] == 0
    members = with_it.memberships
    assert np.array_equal(np.where(members == 1, -1, members), without.memberships), "all others keep their members"
    changed = {name.partition(".")[2] for name in differing_states(with_it, without, IDS)}
    assert changed <= {"alive", "members", "member_of", "funds", "officer_0", "officer_1", "officer_2"}
    for _ in range(30):
        without.run_for(1)
        assert not (without.memberships == 1).any()
    assert without.organizations.alive[1] == 0
    assert 1 not in set(without.events.query("event in ('founded', 'dissolved')")["who"])
    assert [agent for agent in without.agents if type(agent).__name__ == "Organization" and agent._row == 1] == []


def test_one_of_the_users_own():
    graph = nx.path_graph(40)
    nx.set_node_attributes(graph, {i: f"c{i // 20}" for i in graph}, "community")
    given_ = CommunityModel(scenario=None, population=graph, rng=1).population
    columns = {
        "id": np.array(["a", "b", "c"], object), "name": np.array(["a", "b", "c"], object),
        "community": np.array([1, 0, 1], np.int32), "kind": np.zeros(3, np.int32), "focus": np.zeros(3, np.int32),
        "age": np.full(3, 10.0), "capability": np.full(3, 0.5), "legitimacy": np.full(3, 0.5), "funds": np.full(3, 9e9),
    }  # fmt: skip
    pairs = Memberships(np.arange(6), np.arange(6) % 3, np.zeros(6, np.uint8))
    population = dataclasses.replace(given_, organizations=columns, memberships=pairs)
    made = [
        CommunityModel(scenario=None, population=population, rng=1, without=causes)
        for causes in ([], ["organization:2"])
    ]
    assert [m.organizations.alive[:3].tolist() for m in made] == [[1, 1, 1], [1, 1, 0]]
    assert [m.organizations.members[:3].tolist() for m in made] == [[2, 2, 2], [2, 2, 0]]
    made[1].run_for(5)
    assert not (made[1].memberships == 2).any()


# --- a rule ---

FULL = {"mandate_share": 1.0, "pilots": 2, "design_trials": 6, "promotion": 0.0, "kpi_power": 0.6}


def bar_rules(w, *pairs):
    n = w.rules.mandate_rank.size
    lists = {
        "organizations": np.zeros(0, np.uint64),
        "rules": np.array([c * n + e for c, e in pairs], np.int64),
        "workers": np.zeros(0, np.int64),
    }
    return state.World(**{**{name: getattr(w, name) for name in state.World.fields}, "without": state.Without(**lists)})


def test_a_rule_left_out_in_one_place_binds_the_others():
    w = bar_rules(tiny_world(4, 8, 2, levers={**FULL, "design_trials": 0}, parameters={"adoption_cost": 0.0}), (1, 5))
    w.rules.elements[:] = 1 - w.rules.template
    template.step(w, 12)
    agree = w.rules.elements == w.rules.template
    assert not agree[1, 5]
    agree[1, 5] = True
    assert agree.all()
    np.testing.assert_allclose(w.communities.staff_charge, 0.4 * 29.0 * np.array([1, 7 / 8, 1, 1]))
    told = w.events.what[: w.events.count[0]][w.events.community[: w.events.count[0]] == 1]
    assert 5 not in told


def test_a_rule_left_out_may_be_chosen_at_home():
    w = bar_rules(tiny_world(4, 8, 2, levers={**FULL, "legal_status": 1.0}, parameters={"trial_noise": 0.0}), (1, 5))
    w.communities.trial_hours[:] = 1000.0
    before = w.rules.elements.copy()
    trials.step(w, 12)
    changed = np.argwhere(w.rules.elements != before).tolist()
    assert changed in ([], [[1, 5]])
    assert w.rules.trials.tolist() == [0, 6, 0, 0]


def test_a_rule_left_out_everywhere_is_not_searched():
    everywhere = [(c, e) for c in range(4) for e in range(8)]
    w = bar_rules(tiny_world(4, 8, 2, levers={**FULL, "promotion": 1.0}), *everywhere)
    w.rules.local[:] = 1
    before = snapshot(w.rules)
    template.step(w, 12)
    for name in ("elements", "template", "mandate_rank"):
        assert np.array_equal(before[name], getattr(w.rules, name)), name
    assert not w.communities.staff_charge.any()


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_rule_that_no_mandate_reaches_changes_nothing(share):
    """Left out or not: an element of the highest rank is not mandated at these shares."""
    worlds = [tiny_world(4, 8, 2, levers={**FULL, "mandate_share": share}) for _ in range(2)]
    free = int(np.argmax(worlds[0].rules.mandate_rank))
    worlds[1] = bar_rules(worlds[1], *((c, free) for c in range(4)))
    for w in worlds:
        for quarter in range(6):
            trials.step(w, 13 * quarter + 12)
            template.step(w, 13 * quarter + 12)
    assert digest(worlds[0].rules, worlds[0].communities) == digest(worlds[1].rules, worlds[1].communities)


def test_never_mandated_in_a_run():
    options = {"levers": {"mandate_share": 1.0, "design_trials": 4, "pilots": 4}, "record_events": True}
    told = district(120, 2, 53, **options).events.query("event == 'mandated'")
    element = int(told["what"].iloc[0])
    without = district(120, 2, 53, without=[f"rule:{element}"], **options)
    assert element not in set(without.events.query("event == 'mandated'")["what"])
    assert landscape.mandated(1.0, 6) == 6


# --- a social worker ---


def test_a_post_left_empty_is_not_paid_and_nobody_works_more():
    options = {"residents": 2000, "communities": 2, "levers": {"social_workers": 20.0, "mediation_time": 0.5}}
    full, less = district(**options), district(**options, without=["social_worker:1"])
    room = full.social_workers.hours.size // 2
    assert full.social_workers.alive[:room].sum() == 2
    assert less.social_workers.alive[:room].tolist() == [1] + [0] * (room - 1)
    assert less.social_workers.hours[0] == full.social_workers.hours[0]
    assert less.social_workers.hours[1] == less.social_workers.mediating[1] == 0
    assert np.array_equal(less.social_workers.hours[room:], full.social_workers.hours[room:])
    for model in (full, less):
        model.run_for(14)  # over a quarter, when posts are filled anew
    assert less.social_workers.alive[1] == 0
    paid = full.social_workers.hours[0] / 40.0 * 90_000 / 52  # yuan a week, both posts alike
    flows = [model.measures["spending"].to_numpy() for model in (full, less)]
    np.testing.assert_allclose(flows[0] - flows[1], paid, rtol=1e-9)
    spent = [model.governments.spent[0] for model in (full, less)]
    assert spent[1] == pytest.approx(flows[1].sum())
    assert spent[0] - spent[1] == pytest.approx(14 * paid)


def test_no_pay_is_saved_on_a_post_that_nobody_holds():
    w = tiny_world(2, workers=2, levers={"social_workers": 1.0})
    lists = {"organizations": np.zeros(0, np.uint64), "rules": np.zeros(0, np.int64), "workers": np.array([1])}
    w = state.World(**{**{name: getattr(w, name) for name in state.World.fields}, "without": state.Without(**lists)})
    assert money.unpaid(w, 0) == money.unpaid(w, 1) == 0.0  # one post each, of two places


# --- names ---


@pytest.mark.parametrize(
    "name", ["organization:17", "organization:3/104", "rule:5", "rule:5@community:3", "social_worker:2"]
)
def test_names(name):
    assert str(read_cause(name)) == name
    assert read_cause(read_cause(name)) == read_cause(name)


def test_each_once_and_in_order():
    assert read_causes(["rule:5", "organization:2", "rule:5"]) == (Cause("organization", 2), Cause("rule", 5))
    assert read_causes("rule:5") == (Cause("rule", 5),)
    assert new(without="rule:5").without == (Cause("rule", 5),)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("organisation:3", "did you mean 'organization'"), ("rule", "rule:ELEMENT"), ("rule:-1", "rule:ELEMENT"), (7, "organization:NUMBER"),
        ("organization:9", "at the start are 0 to 3; the nearest is 3; one founded later is named by place and week"),
        ("organization:2/7", "the communities are 0 to 1"), ("organization:1/0", "weeks count from 1"),
        ("rule:6", "elements of rules are 0 to 5"), ("rule:1@community:2", "the communities are 0 to 1"), ("social_worker:4", "posts of social workers are"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(name, said):
    with pytest.raises(QuantityError, match=said):
        new(without=[name])


def test_a_district_without_organisations():
    none = {"initial_organizations": 0, "elements": 6, "complexity": 2}
    assert district(120, 2, environment=none).organizations.alive.sum() == 0
    with pytest.raises(QuantityError, match="at the start are none"):
        barred([Cause("organization", 0)], Known((0, 0), 6, 2), np.zeros(2, np.uint64))
