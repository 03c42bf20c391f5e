"""Parts at work: who searches for rules, and when, in runs of some quarters."""

import numpy as np
import pytest
from cogov import CommunityModel

SIZE = {"residents": 320, "communities": 4, "rng": 3}
FEW = {"burn_in": 0, "elements": 6, "complexity": 1, "drift": 0.0}


def run(scenario, weeks, **environment):
    model = CommunityModel(
        scenario=scenario, environment={**FEW, **environment}, constants={"burn_in_trials": 0}, **SIZE
    )
    model.run_for(weeks)
    return model


def alike(model):
    return bool((model.rules.elements == model.rules.elements[0]).all())


@pytest.fixture(scope="module")
def ended():
    made = {}

    def get(name, weeks=52):
        if (name, weeks) not in made:
            made[name, weeks] = run(name + "+no_control+society_purse", weeks, similarity=0.5)
        return made[name, weeks]

    return get


@pytest.mark.parametrize("name", ["above", "above_one_pilot", "above_four_pilots", "above_spread"])
def test_above_only_the_centre_searches_and_all_have_its_rules(ended, name):
    model = ended(name)
    assert model.rules.candidates[0] > 0
    assert model.rules.trials.sum() == model.rules.copies.sum() == 0
    assert alike(model)


def test_a_candidate_tried_in_one_pilot_leaves_hours_for_more(ended):
    everywhere, spread = (ended(name).rules.candidates[0] for name in ("above_four_pilots", "above_spread"))
    assert spread > everywhere


@pytest.mark.parametrize("name", ["below", "negotiated", "below_copying", "below_copying_all"])
def test_below_only_communities_search(ended, name):
    model = ended(name)
    assert model.rules.candidates[0] == 0
    assert model.rules.trials.sum() > 0
    assert not alike(model)
    assert (model.rules.copies.sum() > 0) == ("copying" in name)


def test_asking_neighbours_takes_hours_of_search_where_there_is_something_to_ask():
    deaf, asking = (run(f"{name}+no_control", 52, spillover=0.4) for name in ("below", "negotiated"))
    assert asking.rules.trials.sum() < deaf.rules.trials.sum()


def test_asking_neighbours_costs_design_as_much():
    deaf, asking = (run(f"{name}+no_control", 52, spillover=0.4) for name in ("above_spread", "above_spread_hearing"))
    assert asking.rules.candidates[0] < deaf.rules.candidates[0]


def test_half_and_half_both_search(ended):
    model = ended("static_half")
    assert model.rules.candidates[0] > 0
    assert model.rules.trials.sum() > 0


def test_start_then_free(ended):
    assert alike(ended("start_then_free", 26))
    assert ended("start_then_free", 26).rules.trials.sum() == 0
    later = ended("start_then_free", 78)
    assert later.rules.trials.sum() > 0
    assert not alike(later)
    assert later.rules.candidates[0] == ended("start_then_free", 26).rules.candidates[0]


def test_emergency_mandate():
    model = run("emergency_mandate+no_control+society_purse", 104, shock_week=104, shock_size=1.0)
    assert not alike(model)
    assert model.rules.candidates[0] == 0
    before = model.rules.trials.copy()
    model.run_for(52)
    assert alike(model)
    assert model.rules.candidates[0] > 0
    assert np.array_equal(model.rules.trials, before)
    model.run_for(26)
    assert (model.rules.trials > before).any()
    assert not alike(model)


def test_explore_then_harmonise():
    model = run("explore_then_harmonise+no_control+society_purse", 142, similarity=0.6)
    sets = model.rules.elements.copy()
    assert not alike(model)
    model.run_for(1)
    assert alike(model)
    assert model.rules.candidates[0] > 0
    in_common = (sets == model.rules.elements[0]).sum(axis=1).max()
    assert (
        in_common >= FEW["elements"] - 1
    )  # the rules of one of the communities, where candidates after it may have changed one
