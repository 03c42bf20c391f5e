"""Chains of events: what is told agrees with what the model counts, and histories part where the cause acts."""

import dataclasses
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.experiments.chains import subject
from cogov.experiments.chains.chain_tables import data_files, effects_table, ranked, states_table, world_names
from cogov.experiments.chains.history import part
from cogov.experiments.chains.recorder import Watch
from cogov.experiments.chains.trace import suspected, tell_chain
from cogov.model.counterfactual import Cause
from cogov.model.model import CommunityModel
from cogov.model.population.from_graph import given_from_graph
from cogov.runs.factory import make_model
from cogov.runs.intervals import interval
from cogov.runs.settings import Setting, SettingError, replicate_seed
from cogov.scenarios import load
from cogov.tests.support.districts import differing, district, state_of

ENVIRONMENT = {"elements": 6, "complexity": 2, "problem_rate": 150.0, "dispute_rate": 150.0, "turnover_renters": 0.6}
CONSTANTS = {"founding_rate": 5.0, "participation_base": 0.0}


def setting(*names, weeks=30, seed=1, **more):
    scenarios = tuple(map(load, names or ("top_down", "co_governance")))
    size = {} if "population" in more else {"residents": 120, "communities": 2}
    return Setting(scenarios, weeks, seed, **size, environment=ENVIRONMENT, constants=CONSTANTS, **more)


def chain(*names, weeks=30, **asked):
    return tell_chain(setting(*names, weeks=weeks), workers=1, **asked)


@pytest.fixture(scope="module")
def watched():
    """A run in which every resident, organisation and community is watched, and the same run unwatched."""
    options = {
        "levers": load("co_governance").levers,
        "environment": ENVIRONMENT,
        "constants": CONSTANTS,
        "record_events": True,
    }
    model, plain = (district(120, 2, seed=4, **options) for _ in range(2))
    watches = [Watch(model, subject.resident(model, str(row))) for row in range(0, 120, 2)]
    places = [Watch(model, subject.community(model, str(c))) for c in range(2)]
    starters = [Watch(model, subject.organization(model, str(k))) for k in range(4)]
    for one in (model, plain):
        one.run_for(40)
    return model, plain, watches, places, starters


# --- watching ---


def test_watching_changes_nothing(watched):
    model, plain, *_ = watched
    assert differing(state_of(model, ("unique_id",)), state_of(plain, ("unique_id",))) == set()


def count(watches, what):
    return sum(h.what == what for watch in watches for h in watch.happenings)


def test_help_and_disputes_add_up(watched):
    """What is told of those who stayed is what the district counted, less what newcomers went through."""
    model, _, watches, *_ = watched
    counted = model.measures.sum()
    for what, flow in (("helped_by_tie", "helped_ties"), ("helped_by_organization", "helped_organizations")):
        assert 0 < count(watches, what) <= counted[flow]
    stayed = [watch for watch in watches if not any(h.what == "moved_out" for h in watch.happenings)]
    assert 0 < len(stayed) < 60
    events = model.events
    rows = {watch.subject.number for watch in stayed}
    for what in ("settled", "mediated", "escalated"):
        assert count(stayed, what) == int((events["event"] == what)[events["who"].isin(rows)].sum())
    assert count(watches, "settled_with") + count(watches, "claimed_against") > 0


def test_everything_adds_up_where_nobody_moves():
    still = {
        "environment": {**ENVIRONMENT, "turnover_owners": 0.0, "turnover_renters": 0.0},
        "constants": CONSTANTS,
        "record_events": True,
    }
    model = district(60, 2, seed=4, levers=load("co_governance").levers, **still)
    watches = [Watch(model, subject.resident(model, str(row))) for row in range(60)]
    model.run_for(40)
    counted = model.measures.sum()
    helped = count(watches, "helped_by_tie") + count(watches, "helped_by_organization")
    assert count(watches, "helped_by_tie") == counted["helped_ties"]
    assert count(watches, "helped_by_organization") == counted["helped_organizations"]
    assert helped + count(watches, "not_helped") + count(watches, "failed_by_organization") == counted["needs"]
    # Every problem concerns those affected; of each that ended, all of them are told.
    assert sum(1 for w in watches for h in w.happenings if h.what == "problem") >= counted["problems"]
    cases = model.district.arrays["cases"]
    is_open = sum(int(cases["affected"][k]) or 2 for k in np.flatnonzero(cases["alive"]))
    ends = sum(count(watches, what) for what in ("resolved", "falsely_closed", "abandoned"))
    begun = count(watches, "problem") + 2 * counted["escalated"]
    assert begun == ends + is_open


def test_memberships_are_followed(watched):
    model, _, watches, _, starters = watched
    for watch in watches:
        if any(h.what == "moved_out" for h in watch.happenings):
            continue
        names = Counter()
        for h in watch.happenings:
            names[h.name] += {"member": 1, "joined": 1, "left": -1}.get(h.what, 0)
        now = {k for k in model.memberships[watch.subject.number].tolist() if k >= 0}
        assert sum(names.values()) == len(now)
        assert {name for name, n in names.items() if n} == {
            str(k) if k < 4 else f"{model.organizations.community[k]}/{model.organizations.founded[k]}" for k in now
        }
    for watch in starters:
        row = watch.subject.number
        balance = sum({"gained": 1, "lost": -1}.get(h.what, 0) * h.value for h in watch.happenings)
        if model.organizations.alive[row]:
            assert balance == model.organizations.members[row] == watch.states[-1][0]
        else:
            assert "dissolved_it" in {h.what for h in watch.happenings}


def test_rules_and_organisations_of_a_place(watched):
    model, _, _, places, _ = watched
    events = model.events
    for watch in places:
        for what in ("mandated", "trial_kept", "founded", "dissolved"):
            told = events[(events["event"] == what) & (events["community"] == watch.subject.number)]
            assert [h.week for h in watch.happenings if h.what == what] == told["week"].tolist()
    assert sum(len(watch.happenings) for watch in places) > 0


def test_who_moves_in_is_told_from_then_on(watched):
    model, *_ = watched
    moved = model.events.query("event == 'moved_in'")
    row, week = int(moved["who"].iloc[0]), int(moved["week"].iloc[0])
    again = district(
        120,
        2,
        seed=4,
        levers=load("co_governance").levers,
        environment=ENVIRONMENT,
        constants=CONSTANTS,
        record_events=True,
    )
    watch = Watch(again, subject.resident(again, f"{row}/{week}"))
    again.run_for(40)
    first = next(h for h in watch.happenings if h.own)
    assert (first.week, first.what) == (week, "moved_in")
    states = np.array(watch.states)
    assert np.isnan(states[: week - 1]).all()
    assert np.isfinite(states[week - 1]).all()


# --- histories part where the cause acts ---


@pytest.fixture(scope="module")
def founded():
    """Place and week of an organisation founded some weeks after the start."""
    model = make_model(setting("co_governance"), 0, replicate_seed(1, 0), record_events=True)
    model.run_for(30)
    told = model.events.query("event == 'founded' and week > 3").iloc[0]
    return int(told["community"]), int(told["week"])


def test_worlds_that_differ_in_one_organisation_part_at_its_founding(founded):
    name = f"{founded[0]}/{founded[1]}"
    found = chain("co_governance", organization=name, without=[f"organization:{name}"])
    assert world_names(found) == ("co_governance", f"co_governance without organization:{name}")
    assert found.parting.district == found.parting.state == found.parting.events == founded[1]
    assert "founded_it" in {h.what for h in found.parting.first[0]}
    assert np.isnan(found.worlds[1].states).all()
    assert not [h for h in found.worlds[1].happenings if h.own]
    assert founded in found.worlds[0].founded
    assert founded not in found.worlds[1].founded
    assert np.isfinite(found.worlds[0].states[founded[1] - 1 :, 0]).any()


def test_its_members_never_have_it(founded):
    name = f"{founded[0]}/{founded[1]}"
    model = make_model(setting("co_governance"), 0, replicate_seed(1, 0), record_events=True)
    model.run_for(founded[1])
    k = int(model.district.arrays["counters"]["organizations"][0]) - 1
    k = next(
        k
        for k in range(k + 1)
        if (int(model.organizations.community[k]), int(model.organizations.founded[k])) == founded
    )
    member = int(np.flatnonzero((model.memberships == k).any(axis=1))[0])
    found = chain("co_governance", resident=str(member), without=[f"organization:{name}"])
    with_it, without = ({h.name for h in world.happenings if h.what in ("joined", "member")} for world in found.worlds)
    assert name in with_it
    assert name not in without
    assert found.parting.events == founded[1]


def test_effects_are_those_of_the_models_themselves():
    found = chain(resident="7", without=["social_worker:0", "rule:3"])
    assert [[str(c) for c in e.causes] for e in found.effects] == [["rule:3"]] * 2 + [["social_worker:0"]] * 2 + [
        ["rule:3", "social_worker:0"]
    ] * 2
    for effect in found.effects:
        model = make_model(found.setting, effect.scenario, replicate_seed(1, 0), without=effect.causes)
        values, first = [], model.residents.identity[7]
        for _ in range(30):
            model.run_for(1)
            if model.residents.identity[7] == first:
                values.append(float(model.residents.satisfaction[7]))
        assert effect.without["satisfaction"] == np.mean(values)
        world = found.worlds[effect.scenario]
        assert effect.effect["satisfaction"] == world.outcomes()["satisfaction"] - np.mean(values)


def test_two_scenarios_share_who_is_told():
    found = chain(resident="11")
    assert [world.scenario for world in found.worlds] == [0, 1]
    assert found.parting == part(*found.worlds)
    problems = [[h.week for h in world.happenings if h.what == "problem"] for world in found.worlds]
    assert len(set(problems[0]) & set(problems[1])) > 0, "the same luck"
    assert {str(c) for e in found.effects for c in e.causes} <= {n for w in found.worlds for n in w.suspects}
    assert suspected(found.worlds, found.subject)[1] == list(found.untold)
    kinds = Counter(c.kind for c in {c for e in found.effects for c in e.causes})
    assert kinds["organization"] <= 4
    assert kinds["social_worker"] <= 2
    assert [abs(e.effect["satisfaction"]) for e in ranked(found)] == sorted(
        (abs(e.effect["satisfaction"]) for e in found.effects), reverse=True
    )


def test_the_same_scenario_twice_never_parts():
    twin = dataclasses.replace(load("co_governance"), name="twin")
    one = dataclasses.replace(setting(weeks=14), scenarios=(load("co_governance"), twin))
    found = tell_chain(one, resident="5", suspects=False, workers=1)
    assert (found.parting.district, found.parting.state, found.parting.events) == (None, None, None)
    assert found.effects == ()


# --- replicates ---


def test_intervals_where_the_cause_is_the_same_in_each():
    found = chain("co_governance", community="1", without=["social_worker:1", "organization:2"], replicates=3, weeks=20)
    by_cause = {tuple(map(str, e.causes)): e for e in found.effects}
    assert by_cause[("organization:2",)].intervals == {}, "another organisation in each replicate"
    band = by_cause[("social_worker:1",)].intervals["satisfaction"]
    differences = []
    for k in range(3):
        models = [
            make_model(found.setting, 0, replicate_seed(1, k), by_community=True, without=w)
            for w in ((), ["social_worker:1"])
        ]
        for model in models:
            model.run_for(20)
        one, other = (m.indicators_by_community.xs(1, level="community")["satisfaction"].to_numpy() for m in models)
        differences.append(one.mean() - other.mean())
    expected = interval(np.array(differences))
    assert (band.mean, band.low, band.high) == pytest.approx(
        (expected.mean, expected.low, expected.high), rel=1e-9, abs=1e-15
    )
    person = chain("co_governance", resident="3", without=["social_worker:1"], replicates=3, weeks=14)
    assert all(e.intervals == {} for e in person.effects), "somebody else lives there in each replicate"


def test_workers_and_repetition_change_nothing():
    found = [tell_chain(setting(weeks=14), community="0", replicates=2, workers=n) for n in (1, 2)]
    assert data_files(found[0]) == data_files(found[1])
    assert states_table(found[0]).shape == (28, 9)
    assert set(effects_table(found[0])["scenario"]) <= {"top_down", "co_governance"}


# --- whose chain ---


@pytest.fixture(scope="module")
def own():
    graph = nx.path_graph(40)
    nx.set_node_attributes(graph, {i: ("东" if i % 2 else "西") for i in graph}, "community")
    graph = nx.relabel_nodes(graph, {i: f"p{i}" for i in graph})
    return given_from_graph(graph)


def test_ids_of_the_data(own):
    model = CommunityModel(scenario=None, population=own, rng=1)
    found = subject.resident(model, "p7")
    ids = model.residents_frame()["id"].tolist()
    assert ids[found.number] == "p7"
    assert found.own
    assert found.in_every_replicate
    place = subject.community(model, "东")
    assert (model.residents.community[found.number], place.kind) == (place.number, "community")
    with pytest.raises(SettingError, match="did you mean 'p7'"):
        subject.resident(model, "p77")
    told = tell_chain(
        setting("co_governance", weeks=14, population=own),
        resident="p7",
        without=["social_worker:0"],
        replicates=2,
        workers=1,
    )
    assert told.effects[0].intervals["satisfaction"].count == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"resident": "120"}, "--resident 120: there is no number 120: they are 0 to 119; the nearest is 119"),
        ({"resident": "Anna"}, "write a number, or HOME/WEEK"), ({"resident": "1/29"}, "nobody moved into home 1 in week 29"),
        ({"community": "2"}, "they are 0 to 1"), ({"community": "1/3"}, "write a number"),
        ({"organization": "77"}, "the organisations of the first scenario are 0 to"), ({"organization": "0/1"}, "nothing was founded there in that week; founded there:"),
        ({"organization": "5/9"}, "the communities are 0 to 1"), ({"organization": "x"}, "there is none of this name"),
        ({}, "name a --resident"), ({"resident": "1", "community": "1"}, "one at a time"), ({"resident": "1", "replicate": -1}, "whole number from 0"),
        ({"resident": "1", "replicates": 0}, "replicates"), ({"resident": "1", "without": ["rule:9"]}, "elements of rules are 0 to 5"),
    ],
)  # fmt: skip
def test_bad_input_is_named(asked, said):
    with pytest.raises(QuantityError, match=said):
        chain(weeks=14, **asked)


def test_three_scenarios_are_too_many():
    with pytest.raises(SettingError, match="traced for one scenario or two, not 3"):
        chain("top_down", "co_governance", "status_quo", resident="1")


def test_a_number_above_those_at_the_start_is_of_the_first_scenario(founded):
    model = make_model(setting("co_governance"), 0, replicate_seed(1, 0))
    model.run_for(30)
    o = model.organizations
    number = next(k for k in range(4, 60) if (int(o.community[k]), int(o.founded[k])) == founded)
    found = chain("co_governance", organization=str(number), suspects=False)
    assert (found.subject.name, found.subject.week) == (f"{founded[0]}/{founded[1]}", founded[1])


def test_the_district_without_a_cause():
    found = chain("co_governance", without=[Cause("social_worker", 0)], weeks=14)
    assert found.subject.kind == "district"
    assert found.worlds[1].causes == (Cause("social_worker", 0),)
    assert (
        found.effects[0].effect["satisfaction"]
        == found.worlds[0].outcomes()["satisfaction"] - found.worlds[1].outcomes()["satisfaction"]
    )
