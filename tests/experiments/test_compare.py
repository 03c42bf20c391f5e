"""Comparisons with the real model, small."""

import numpy as np
import pytest
from cogov.experiments.comparison import compare as comparing
from cogov.experiments.comparison import paired_run
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.comparison_files import data_files
from cogov.runs.settings import RunFailed, Setting, SettingError
from cogov.runs.stopping import FIRST, LOOK_AHEAD
from cogov.scenarios import compose, load

SMALL = {"weeks": 30, "residents": 120, "communities": 2, "workers": 1}


@pytest.fixture(scope="module")
def made():
    return compare(["status_quo", "co_governance"], replicates=3, **SMALL)


def test_more_replicates_only_add(made):
    fewer = compare(["status_quo", "co_governance"], replicates=2, **SMALL)
    np.testing.assert_array_equal(fewer.summary, made.summary[:, :2])
    np.testing.assert_array_equal(fewer.weekly, made.weekly[:, :2])


def test_other_scenarios_change_nothing(made):
    turned = compare(["top_down", "co_governance", "status_quo"], replicates=3, **SMALL)
    np.testing.assert_array_equal(turned.summary[2], made.summary[0])
    np.testing.assert_array_equal(turned.summary[1], made.summary[1])


def test_a_scenario_against_itself_is_exactly_zero():
    again = compose(load("co_governance"), name="again")
    found = compare(["co_governance", again], replicates=2, **SMALL)
    assert (found.table()[["difference", "low", "high"]].fillna(0) == 0).all(axis=None)
    gains = found.gains()
    assert (gains[~gains["suppressed"]]["same"] == 1).all()


def test_the_same_people_are_found_under_every_scenario(made):
    table = made.gains()
    everybody = table[table["group"] == "all"].iloc[0]
    assert everybody["residents"] == 120
    assert everybody["better"] + everybody["same"] + everybody["worse"] == pytest.approx(1)


def test_summary_is_the_mean_of_the_last_year_for_states(made):
    at = made.indicators.index("belonging")
    np.testing.assert_allclose(made.summary[:, :, at], made.weekly[:, :, :, at].mean(axis=2), rtol=1e-9)


def test_spending_is_equal(made):
    at = made.indicators.index("spending")
    np.testing.assert_allclose(made.summary[:, :, at], 400.0, rtol=0.005)
    for facts in made.facts:
        assert facts.plans[0].balanced


def test_dated_changes_show_in_the_plans():
    found = compare(["status_quo", "status_quo+funding_cut"], replicates=1, **{**SMALL, "weeks": 110})
    assert [len(facts.plans) for facts in found.facts] == [1, 2]


def test_satisfaction_of_residents_is_that_of_the_indicator():
    """Mean over residents of their last-year means, against the indicator, where nobody moves."""
    still = {"turnover_owners": 0.0, "turnover_renters": 0.0}
    setting = Setting((load("status_quo"),), 70, 1, 120, 2, environment=still)
    one = paired_run.run_one(setting, (0, 0))
    assert one.outcomes.satisfaction.mean() == pytest.approx(one.summary["satisfaction"], abs=1e-6)


def test_newcomers_count_from_their_arrival():
    moving = {"turnover_owners": 0.9, "turnover_renters": 0.9}
    one = paired_run.run_one(Setting((load("status_quo"),), 70, 1, 120, 2, environment=moving), (0, 0))
    assert one.outcomes.codes is not None
    assert 0.5 < one.outcomes.codes["arrival"].mean() < 1
    assert ((one.outcomes.satisfaction >= 0) & (one.outcomes.satisfaction <= 1)).all()
    assert one.outcomes.satisfaction.mean() == pytest.approx(one.summary["satisfaction"], abs=0.05)


@pytest.mark.slow
def test_bytes_do_not_depend_on_workers(made):
    parallel = compare(["status_quo", "co_governance"], replicates=3, **{**SMALL, "workers": 2})
    assert data_files(parallel) == data_files(made)


def test_a_failing_run_is_named(monkeypatch):
    real = paired_run.run_one

    def failing(setting, task):
        if task == (1, 1):
            raise FloatingPointError("not a number")
        return real(setting, task)

    monkeypatch.setattr(comparing, "run_one", failing)
    with pytest.raises(RunFailed, match=r"run 'co_governance', replicate 1 \(model seed \d+\) failed: FloatingPoint"):
        compare(["status_quo", "co_governance"], replicates=3, **SMALL)


def test_progress(made):
    told = []
    compare(["status_quo", "co_governance"], replicates=1, **SMALL, progress=lambda *what: told.append(what))
    assert told == [("compile", 0, 1), ("compile", 1, 1), ("run", 0, 2), ("run", 1, 2), ("run", 2, 2)]


@pytest.mark.slow
def test_precision_stops_when_reached():
    small = {**SMALL, "weeks": 4}
    found = compare(["status_quo", "co_governance"], precision={"satisfaction": 0.5}, **small)
    assert found.replicates == FIRST + LOOK_AHEAD
    assert found.reached is not None
    assert found.reached.enough
    assert found.reached.widest["satisfaction"] < 0.5


@pytest.mark.parametrize("replicates", [0, -1, 2.5, True])
def test_replicates(replicates):
    with pytest.raises(SettingError, match="replicates"):
        compare(["status_quo", "co_governance"], replicates=replicates)


def test_one_name_is_one_scenario_and_not_its_letters():
    with pytest.raises(SettingError, match="at least 2 scenarios, not 1"):
        compare("top_down")
