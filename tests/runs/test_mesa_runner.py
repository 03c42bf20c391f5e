"""Mesa's scenario runners run districts: the same runs as made by hand, paired over points of a design."""

import pickle

import numpy as np
import pandas as pd
import pytest
from cogov import CommunityModel
from cogov.core.quantity import QuantityError
from cogov.core.rows.mesa_bridge import COUNTS_STEPS
from cogov.runs.mesa_runner import DistrictRuns
from cogov.runs.settings import SettingError
from mesa.experimental import scenarios as of_mesa

pytestmark = pytest.mark.skipif(COUNTS_STEPS, reason="Mesa 3 has no scenario runners")

SIZE = {"residents": 120, "communities": 2}


def points(**columns):
    design = {"scenario": ["top_down", "co_governance"], **columns}
    return of_mesa.Scenario.from_dataframe(pd.DataFrame(design), rng=7, replications=2)


def run_all(scenarios, runs):
    """Return the tables of each run, by Mesa's runner where the installed Mesa has it."""
    if not hasattr(of_mesa, "run_scenarios"):
        return [runs(scenario) for scenario in scenarios]
    store = of_mesa.run_scenarios(scenarios, runs, progress=False)
    return [store.retrieve_output(of_mesa.RunId(one.scenario_id, one.replication_id)) for one in scenarios]


def test_runs_are_those_made_by_hand():
    made = run_all(points(pooling=[0.2, 0.8]), DistrictRuns(until=4, **SIZE))
    for scenario, tables in zip(points(pooling=[0.2, 0.8]), made, strict=True):
        values = dict(scenario)
        model = CommunityModel(scenario=values.pop("scenario"), levers=values, rng=scenario.rng, **SIZE)
        model.run_for(4)
        pd.testing.assert_frame_equal(tables["indicators"], model.indicators)


def test_replications_are_paired_over_points():
    runs = DistrictRuns(until=1, **SIZE)
    seeds = [runs.instantiate_model(scenario).seed for scenario in points()]
    assert seeds[:2] == seeds[2:]
    assert seeds[0] != seeds[1]


def test_a_scenario_can_be_run_again_and_elsewhere():
    runs = DistrictRuns(until=2, outcomes=["indicators", "residents_frame"], constants={}, **SIZE)
    scenario = points()[0]
    first, again = runs(scenario), runs(scenario)
    other = pickle.loads(pickle.dumps(runs))(pickle.loads(pickle.dumps(scenario)))
    for name in ("indicators", "residents_frame"):
        pd.testing.assert_frame_equal(first[name], again[name])
        pd.testing.assert_frame_equal(first[name], other[name])


def test_a_point_goes_over_what_is_fixed():
    runs = DistrictRuns(until=1, levers={"pooling": 0.1, "legislation": 0.2}, **SIZE)
    model = runs.instantiate_model(of_mesa.Scenario(rng=1, pooling=0.5, residents=np.int64(96)))
    assert (model.levers["pooling"], model.levers["legislation"], model.environment["residents"]) == (0.5, 0.2, 96)


def test_mistakes_are_named():
    with pytest.raises(QuantityError, match=r"unknown table 'indicator'.*indicators"):
        DistrictRuns(until=1, outcomes="indicator")
    with pytest.raises(SettingError, match="until = 0"):
        DistrictRuns(until=0)
    with pytest.raises(SettingError, match="brings its own seed"):
        DistrictRuns(until=1, rng=1)
    with pytest.raises(QuantityError, match=r"'poling'.*pooling"):
        DistrictRuns(until=1).instantiate_model(of_mesa.Scenario(rng=1, poling=0.5))
