"""Scenarios as values: frozen, composable, written and read back unchanged."""

import pickle

import pytest
from cogov.core.text import Text
from cogov.model.quantities.levers import LEVERS
from cogov.scenarios import Change, Scenario, ScenarioError, compose, load, names

OWN = Text("own", "自拟")


def test_a_bare_scenario_is_the_status_quo():
    assert Scenario("own", OWN).levers == load("status_quo").levers == LEVERS.defaults()


def test_nothing_can_be_changed():
    scenario = load("co_governance")
    with pytest.raises(AttributeError):
        scenario.name = "x"
    with pytest.raises(TypeError):
        scenario.levers["pooling"] = 1
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert hash(scenario) == hash(load("co_governance"))


def test_dated_changes_on_top_of_another():
    both = load("organizations_and_social_workers") + load("funding_cut")
    assert both == load("organizations_and_social_workers+funding_cut")
    assert both.name == "organizations_and_social_workers+funding_cut"
    assert both.at(103)["organization_grants"] == 5
    assert both.at(104)["organization_grants"] == 0
    assert both.weeks == (104,)
    assert "C6" in both.claims
    assert load("co_governance+funding_cut").digest == load("funding_cut").digest


def test_the_later_change_counts_and_order_of_weeks_is_kept():
    changes = [Change(50, {"pooling": 0.5}), Change(10, {"pooling": 0.2}, "first")]
    scenario = compose(load("status_quo"), changes=changes)
    assert [scenario.at(week)["pooling"] for week in (0, 10, 49, 50)] == [0.1, 0.2, 0.2, 0.5]
    assert compose(scenario, changes=[Change(50, {"pooling": 0.9})]).at(60)["pooling"] == 0.9
    assert scenario.changes[0].why == Text("first", "first")


def test_with_levers():
    scenario = load("co_governance").with_levers(pooling=0.8)
    assert scenario.name == "co_governance"
    assert scenario.levers["pooling"] == scenario.own["pooling"] == 0.8
    assert "pooling" not in scenario.reasons
    assert scenario.digest != load("co_governance").digest
    assert load("co_governance").levers["pooling"] == 0.5


@pytest.mark.parametrize("levers", [{"poolling": 1}, {"pooling": 2}, {"mediation_time": 0.6, "relay_time": 0.6}])
def test_wrong_levers_are_refused(levers):
    with pytest.raises(ScenarioError):
        load("status_quo").with_levers(**levers)
    with pytest.raises(ScenarioError):
        compose(load("status_quo"), changes=[Change(3, levers)])


@pytest.mark.parametrize("week", [-1, 1.5, True, "3"])
def test_wrong_weeks_are_refused(week):
    with pytest.raises(ScenarioError):
        Change(week, {"pooling": 1})


def test_adding_needs_changes():
    with pytest.raises(ScenarioError, match="has no changes"):
        load("co_governance") + load("top_down")


@pytest.mark.parametrize("name", [*names(), "law_first+funding_cut"])
def test_written_and_read_back(name, tmp_path):
    scenario = load(name)
    path = tmp_path / "copy.yaml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    again = load(path)
    assert again.digest == scenario.digest
    assert again.levers == scenario.levers
    assert again.changes == scenario.changes
    assert (again.title, again.question, again.claims, again.reasons) == (
        scenario.title, scenario.question, scenario.claims, scenario.reasons,
    )  # fmt: skip


def test_digest_is_about_what_happens_not_about_words():
    one, two = Scenario("a", OWN), Scenario("b", Text("other", "另拟"), claims=("C1",))
    assert one.digest == two.digest
    assert one.digest == Scenario("a", OWN, levers={"pilots": 1.0}).digest
    digests = {load(name).digest for name in names()}
    assert len(digests) == len(names())


def test_errors_travel_between_processes():
    error = ScenarioError(["one", "two"])
    assert pickle.loads(pickle.dumps(error)).faults == ("one", "two")
