"""The contest: equal control and purse by declaration, runs that are left out because they would be the same, what decides an outcome."""

import numpy as np
import pytest
from cogov.evidence.contest import conditions as c
from cogov.evidence.contest.declared import (
    ABLATIONS,
    ARMS,
    AS_IT_IS,
    CONDITIONS,
    CONTRAST,
    EQUAL,
    EQUAL_HOURS,
    FREE,
    SIZE,
    lean,
)
from cogov.evidence.design_points import Arm, Job, Size, run_job, scenario_of, setting_of
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.moments import HOURS, OUTCOMES, moments
from cogov.model.model import CommunityModel
from cogov.model.quantities.lever_groups import KIND_LEVERS
from cogov.runs.intervals import interval
from cogov.runs.settings import split_values

SMALL = Size(160, 4, 60)


def test_arms_differ_in_who_decides_and_in_nothing_else():
    reference = scenario_of(ARMS[0])
    for name in ARMS[1:]:
        for kind in ("control", "purse"):
            assert all(scenario_of(name).levers[one] == reference.levers[one] for one in KIND_LEVERS[kind])
        assert any(scenario_of(name).levers[one] != reference.levers[one] for one in KIND_LEVERS["who"])
    assert scenario_of(ARMS[0]).levers["kpi_power"] == scenario_of("status_quo").levers["kpi_power"]


def test_every_condition_changes_something_and_can_be_run():
    for one in (*CONDITIONS, *ABLATIONS):
        assert one.label.en != one.label.zh
        arms = {who: one.arm(who, {}) for who in ARMS}
        assert any(arm != AS_IT_IS.arm(who, {}) for who, arm in arms.items()), one.name
        for arm in arms.values():
            setting_of(arm, 1).check(fewest=1, room=False)
    assert [one.part for one in CONDITIONS[:2]] == ["no_control", "high_control"]
    assert SIZE.weeks == moments(SIZE.weeks)[-2].week  # the last quarter looked at ends with the run


@pytest.mark.parametrize(
    ("who", "name", "value"),
    [
        ("below", "mandate_burden", 0.0),
        ("below_copying", "paper_rate", 0.0),
        ("below_copying+high_control", "adoption_cost", 0.0),
        ("above+no_control", "paper_rate", 0.0),
        ("above_spread", "copy_trials", 0.5),
        ("negotiated", "hearing_cost", 0.0),
        ("below", "hearing_cost", 0.0),
    ],
)
def test_values_that_nothing_acts_on_change_no_bit(who, name, value):
    other = Arm.of(who, {name: value}, SMALL)
    assert lean(other) == Arm.of(who, {}, SMALL)
    plain, changed = (run_job((7, [Job(one, c.PROBE)]), (0, 0)) for one in (Arm.of(who, {}, SMALL), other))
    assert plain.tobytes() == changed.tobytes()


def test_values_that_something_acts_on_are_kept():
    assert lean(Arm.of("above", FREE, SMALL)).values == tuple(sorted((k, v) for k, v in FREE.items() if k not in ("hearing_cost", "copy_trials")))  # fmt: skip
    heard = Arm.of("negotiated", {"spillover": 0.45, "hearing_cost": 0.0}, SMALL)
    assert lean(heard) == heard


def made(means, seed=0, pairs=40, noise=0.02):
    """Conditions whose differences of the two plain forms at the end are these, in every outcome."""
    rng = np.random.default_rng(seed)
    names = [AS_IT_IS, *CONDITIONS, *ABLATIONS]
    values = {}
    for one in names:
        for arm in ARMS:
            shift = means.get(one.name, means[AS_IT_IS.name]) if arm == CONTRAST[0] else 0.0
            values[one.name, arm] = rng.normal(shift, noise, (pairs, 1, len(c.SEEN))) + (arm == "below_copying") * 0.0
    when = {one.name: (moments(20)[-1],) for one in names}
    return c.Conditions(ARMS, values, when)


def test_the_planted_cause_decides():
    found = made({AS_IT_IS.name: -0.2, "alike": -0.05, "still": -0.15, "no_paper": 0.3})
    for outcome in OUTCOMES:
        chosen = [one.condition.name for one in found.ablations if one.outcome == outcome and one.decides]
        assert chosen == ["alike"]  # no_paper turns the sign and leaves more
    table = found.ablation_table.set_index(["indicator", "ablation"])
    assert table.loc[(OUTCOMES[0], "alike"), "closed"] == pytest.approx(0.75, abs=0.05)
    assert table["decides"].sum() == len(OUTCOMES)


def test_where_there_is_nothing_to_decide_nothing_does():
    assert not any(one.decides for one in made({AS_IT_IS.name: 0.0, "alike": 0.1}).ablations)
    assert not any(one.decides for one in made({AS_IT_IS.name: -0.2}).ablations)


def test_an_error_rate_of_deciding():
    """Without any cause, one of the ablations decides in no more than one outcome of twenty."""
    wrong = sum(one.decides for seed in range(120) for one in made({AS_IT_IS.name: -0.2}, seed).ablations)
    assert wrong / (120 * len(OUTCOMES)) < 0.05


@pytest.mark.slow
def test_conditions_are_pairs_of_the_comparison_and_their_numbers_are_those_of_single_runs():
    found = compare(ARMS, replicates=3, weeks=SMALL.weeks, residents=160, communities=4, workers=1, levers={"online_service": 0.4})  # fmt: skip
    told = []
    seen = c.run_conditions(found, 2, workers=1, progress=lambda *what: told.append(what))
    assert told[-1][0] == "conditions"
    assert told[-1][1] == told[-1][2] == c.count(found.setting, 2) == 2 * 32
    table = seen.table.set_index(["condition", "scenario", "since", "quarters", "indicator"])
    assert (
        table.loc[("as_it_is", "above_spread", "end", 0, "benefit"), "difference"]
        == found.difference("above_spread", "benefit").mean
    )
    # one number by another way: two single runs under high control, their difference
    ends = []
    for k in range(2):
        one, other = (
            compare([f"{who}+high_control", "status_quo"], replicates=k + 1, weeks=SMALL.weeks, residents=160, communities=4,
                    workers=1, levers={"online_service": 0.4}).values(None, "satisfaction")[k]
            for who in ("above_spread", "below")
        )  # fmt: skip
        ends.append(one - other)
    row = table.loc[("high_control", "above_spread", "end", 0, "satisfaction")]
    expected = interval(np.array(ends))
    assert row["difference"] == pytest.approx(expected.mean, rel=1e-9)
    assert row["low"] == pytest.approx(expected.low, rel=1e-9)
    hours = seen.hours.set_index(["condition", "scenario"])
    assert hours.loc[("as_it_is", "above_spread"), "hours"] == pytest.approx(found.values("above_spread", HOURS).mean())
    assert (hours["equal"] == (abs(hours["relative"]) <= hours["limit"])).all()


@pytest.mark.slow
def test_hours_are_equal_where_they_are_called_so():
    """Over five years, on fresh seeds; in a single year whole trials may fall to either side."""
    hours = {}
    for who in ARMS:
        arm, runs = EQUAL.arm(who, {}), []
        levers, environment, constants = split_values(dict(arm.values))
        for seed in range(900, 906):
            model = CommunityModel(
                scenario=arm.scenario, residents=SIZE.residents, communities=SIZE.communities, rng=seed,
                levers=levers, environment=environment, constants=constants,
            )  # fmt: skip
            model.run_for(SIZE.weeks)
            runs.append(model.summary(SIZE.weeks)["search_hours"])
        hours[who] = float(np.mean(runs))
    base = hours[ARMS[0]]
    assert base > 0.2
    assert {who: abs(found / base - 1) <= EQUAL_HOURS for who, found in hours.items()} == dict.fromkeys(ARMS, True), (
        hours
    )
