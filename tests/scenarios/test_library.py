"""The library: complete, in both languages, with reasons, at equal cost, and each pair isolating one idea."""

import re

import pytest
from cogov.model.budget import plan
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.scenarios import load, names
from cogov.scenarios.library import _ORDER

ON_TASKS = sum(LEVERS[name].default for name in TIME_LEVERS)


def differing(a, b):
    one, two = load(a).levers, load(b).levers
    return {name for name in LEVERS if one[name] != two[name]}


def test_the_fifteen_are_there():
    assert names() == list(_ORDER)
    assert len(names()) == 15


@pytest.mark.parametrize("name", _ORDER)
def test_words(name):
    scenario = load(name)
    chinese = re.compile("[\u4e00-\u9fff]")
    texts = [
        scenario.title,
        scenario.question,
        *scenario.reasons.values(),
        *(change.why for change in scenario.changes),
    ]
    assert all(chinese.search(text.zh) and not chinese.search(text.en) and text.en for text in texts)
    assert scenario.claims
    assert set(scenario.reasons) >= set(scenario.own)
    assert all(re.search(r"C\d", text[lang]) for text in scenario.reasons.values() for lang in ("en", "zh"))


@pytest.mark.parametrize("name", _ORDER)
def test_own_levers_do_something(name):
    scenario = load(name)
    base = load(scenario.extends).levers if scenario.extends else LEVERS.defaults()
    assert not {lever for lever, value in scenario.own.items() if base[lever] == value}


@pytest.mark.parametrize("communities", [1, 8])
@pytest.mark.parametrize("size", [400, 4200])
def test_all_spend_the_same_and_nothing_is_scaled(communities, size):
    for name in names():
        scenario = load(name)
        for week in (0, *scenario.weeks):
            planned = plan(scenario.at(week), size * communities, communities, 400)
            assert planned.total == pytest.approx(400 * size * communities, rel=1e-9)
            assert planned.factor == 1
            assert not planned.warning.en


@pytest.mark.parametrize("name", _ORDER)
def test_no_scenario_gets_social_workers_hours_for_nothing(name):
    """Tasks take the same share of paid hours everywhere: only the portfolio differs."""
    assert sum(load(name).levers[lever] for lever in TIME_LEVERS) == pytest.approx(ON_TASKS)


def test_pairs_that_isolate_one_idea():
    assert differing("transplant_mechanical", "transplant_adapted") == {"copying"}
    assert differing("internet_plus", "tool_without_value") == {"kpi_power", "kpi_alignment"}
    assert differing("local_exploration", "grassroots_only") == {"linkage", "promotion"}
    assert differing("networked", "grid_plus_network") == {"grid_staff", "pooling"}
    assert differing("co_governance", "funding_cut") == set()
    assert not load("status_quo").own


def test_funding_cut_cuts_and_nothing_else():
    (change,) = load("funding_cut").changes
    assert change.week == 104
    for name in names():
        before = load(name).levers
        assert all(value <= before[lever] for lever, value in change.levers.items())
        after = (load(name) + load("funding_cut")).at(104)
        assert {lever for lever in LEVERS if after[lever] != before[lever]} <= set(change.levers)
