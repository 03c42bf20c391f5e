"""The model as users meet it: what it takes and refuses, scenarios and dated changes, and what it tells."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from cogov import scenarios
from cogov.core.quantity import QuantityError, Status
from cogov.model.model import CommunityModel
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.tests.support.districts import differing, digest, district, state_of

SMALL = {"scenario": None, "residents": 60, "communities": 2, "rng": 1}

# What is wrong, and what the message must say: place, value, what is allowed, the nearest name.
REFUSED = {
    "unknown lever": ({"levers": {"poolng": 0.1}}, r"levers: unknown lever 'poolng'; did you mean 'pooling'\?"),
    "lever too high": ({"levers": {"pooling": 2}}, r"levers: pooling = 2 is out of bounds: from 0 to 1 \(share of hours\)"),
    "lever no number": ({"levers": {"pooling": "much"}}, r"levers: pooling = 'much' is not a number"),
    "lever a truth value": ({"levers": {"pooling": True}}, r"pooling = True is not a number"),
    "lever not whole": ({"levers": {"pilots": 1.5}}, r"pilots = 1.5 is not whole"),
    "unknown word": ({"levers": {"copying": "mecanical"}}, r"one of none, mechanical, adapted; did you mean 'mechanical'\?"),
    "hours beyond 1": ({"levers": {"mediation_time": 0.8}}, r"levers: the social workers' hours are shared out beyond 1 \(1.2\): mediation_time"),
    "unknown constant": ({"constants": {"need_rat": 0.1}}, r"constants: unknown constant 'need_rat'; did you mean 'need_rate'\?"),
    "constant nan": ({"constants": {"need_rate": float("nan")}}, r"need_rate = nan is not finite"),
    "constant infinite": ({"constants": {"dues": float("inf")}}, r"dues = inf is not finite"),
    "unknown environment": ({"environment": {"homophilly": 0.1}}, r"environment: unknown environment parameter 'homophilly'; did you mean 'homophily'\?"),
    "environment too low": ({"environment": {"mean_ties": -1}}, r"environment: mean_ties = -1 is out of bounds"),
    "elements not whole": ({"environment": {"elements": 2.5}}, r"elements = 2.5 is not whole: a whole number from 1 to 20"),
    "too complex": ({"environment": {"elements": 4, "complexity": 4}}, r"complexity = 4 is out of bounds: from 0 to elements - 1 = 3"),
    "unknown mechanism": ({"off": ["turnovr"]}, r"off: unknown mechanism 'turnovr'; did you mean 'turnover'\?"),
    "no residents": ({"residents": 0}, r"residents = 0 is out of bounds: a whole number from 1"),
    "half a resident": ({"residents": 2.5}, r"residents = 2.5 is not whole"),
    "no communities": ({"communities": 0}, r"communities = 0 is out of bounds"),
    "more communities than residents": ({"residents": 3, "communities": 5}, r"residents = 3 is too few: each of 5 communities needs at least one"),
    "change before the start": ({"changes": [(-1, {"pooling": 0.8})]}, r"a change cannot take effect in week -1: weeks count from 0"),
    "unknown lever in a change": ({"changes": [(3, {"poling": 0.8})]}, r"change in week 3: unknown lever 'poling'; did you mean 'pooling'\?"),
    "hours beyond 1 in a change": ({"changes": [(5, {"mediation_time": 0.8})]}, r"change in week 5: the social workers' hours are shared out beyond 1"),
    "seed below 0": ({"rng": -1}, r"rng = -1 is not a seed: a whole number from 0"),
    "seed not whole": ({"rng": 1.5}, r"rng = 1.5 is not a seed"),
    "seed a word": ({"rng": "seven"}, r"rng = 'seven' is not a seed"),
    "seed a truth value": ({"rng": True}, r"rng = True is not a seed"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(options, message):
    with pytest.raises(QuantityError, match=message):
        CommunityModel(**{**SMALL, **options})


def test_refused_later():
    model = CommunityModel(**SMALL)
    before = digest(model)
    for wrong, message in (
        (lambda: model.set(poling=1), "unknown lever 'poling'; did you mean 'pooling'"),
        (lambda: model.set(pooling=7), "pooling = 7 is out of bounds"),
        (lambda: model.set(mediation_time=1), "beyond 1"),
        (lambda: model.add_process(print), "needs one of before= and after="),
        (lambda: model.add_process(print, before="trust", after="trust"), "needs one of before= and after="),
        (lambda: model.add_process(print, before="trst"), "unknown mechanism 'trst'; did you mean 'trust'"),
    ):
        with pytest.raises(QuantityError, match=message):
            wrong()
    with pytest.raises(ValueError, match="duration = -1 is negative"):
        model.run_for(-1)
    with pytest.raises(ValueError, match="record_events=True"):
        model.events  # noqa: B018
    with pytest.raises(ValueError, match="by_community=True"):
        model.indicators_by_community  # noqa: B018
    with pytest.raises(TypeError, match="nonsense"):
        CommunityModel(nonsense=1)
    assert digest(model) == before
    assert model.levers == LEVERS.defaults()


def test_hours_are_checked_over_the_scenario():
    idle = SimpleNamespace(levers=dict.fromkeys(TIME_LEVERS, 0.0), changes=())
    model = CommunityModel(**{**SMALL, "scenario": idle}, levers={"bridging_time": 0.9})
    assert model.levers["bridging_time"] == 0.9


def test_changes_are_checked_upon_each_other():
    with pytest.raises(QuantityError, match="beyond 1"):
        CommunityModel(**SMALL, changes=[(3, {"mediation_time": 0.6}), (5, {"bridging_time": 0.45})])


def test_weeks_of_changes_are_whole():
    with pytest.raises(QuantityError):
        CommunityModel(**SMALL, changes=[(2.5, {"pooling": 0.5})])


# --- sizes ---


@pytest.mark.parametrize(("residents", "communities"), [(1, 1), (2, 1), (2, 2), (7, 7), (50, 3), (61, 2)])
def test_small_districts_run(residents, communities):
    model = CommunityModel(
        scenario=None, residents=residents, communities=communities, rng=1, by_community=True, record_events=True
    )
    model.run_for(60)
    assert model.week == 60
    assert model.measures.residents.eq(residents).all()
    assert np.bincount(model.residents.community, minlength=communities).min() > 0
    assert len(model.indicators_by_community) == 60 * communities


@pytest.mark.parametrize(
    "environment",
    [
        {"elements": 1, "complexity": 0},
        {"groups": 1},
        {"building_size": 2},
        {"grids": 5},
        {"mean_ties": 0.0, "acquaintances": 0.0},
        {"household_size": 1.0},
        {"initial_organizations": 0},
        {"budget": 0.0},
    ],
)
def test_extremes_run(environment):
    model = district(120, 2, 40, environment=environment)
    assert model.week == 40
    assert model.indicators.belonging.between(0, 1).all()


def test_size_may_be_given_as_environment():
    model = CommunityModel(scenario=None, environment={"residents": 90, "communities": 3}, rng=1)
    assert (len(model.residents.alive), len(model.communities.key)) == (90, 3)


# --- scenarios and changes ---


@pytest.mark.parametrize("name", scenarios.names())
def test_scenarios_by_name(name):
    model = CommunityModel(scenario=name, residents=60, communities=2, rng=1)
    assert model.scenario.name == name
    policy = scenarios.load(name)
    assert model.levers == {**LEVERS.defaults(), **policy.levers}
    other = CommunityModel(scenario=policy, residents=60, communities=2, rng=1)
    for run in (model, other):
        run.run_for(20)
    assert digest(model) == digest(other)


def test_unknown_scenario():
    with pytest.raises(ValueError, match="did you mean 'status_quo'"):
        CommunityModel(scenario="status_qo")


def test_levers_go_over_the_scenario():
    model = CommunityModel(scenario="top_down", levers={"mandate_share": 0.123}, residents=60, communities=2, rng=1)
    assert model.levers["mandate_share"] == 0.123
    assert model.levers["planning_time"] == scenarios.load("top_down").levers["planning_time"]


def test_a_dated_change_is_a_lever_set_in_that_week():
    dated = district(
        changes=[(9, {"pooling": 0.9, "social_workers": 15.0}), (9, {"linkage": 1.0}), (4, {"pooling": 0.5})]
    )
    dated.run_for(20)
    by_hand = district()
    for week, levers in ((4, {"pooling": 0.5}), (5, {"pooling": 0.9, "social_workers": 15.0, "linkage": 1.0})):
        by_hand.run_for(week)
        by_hand.set(**levers)
    by_hand.run_for(11)
    assert differing(state_of(dated), state_of(by_hand)) == set()
    assert dated.levers == by_hand.levers
    assert differing(state_of(dated), state_of(district(weeks=20)))


def test_a_change_to_what_is_already_there_changes_nothing():
    plain = district(weeks=20)
    assert digest(district(weeks=20, changes=[(0, {"pooling": 0.1}), (7, {"linkage": 0.2})])) == digest(plain)


def test_nothing_of_a_change_is_seen_before_its_week():
    early, late = (district(weeks=9, changes=[(week, {"organization_grants": 9.0})]) for week in (9, 30))
    assert digest(early) == digest(late)


# --- what it tells ---


def test_no_arguments():
    """In a process of its own, as a user would: `import cogov`, a model, a few weeks."""
    program = "import cogov\nm = cogov.CommunityModel()\nm.run_for(3)\nprint(m.scenario.name, len(m.agents), m.week, len(m.indicators))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    name, agents, week, rows = done.stdout.split()
    assert (name, week, rows) == ("status_quo", "3", "3")
    assert int(agents) > 3200


def test_a_seed_is_drawn_and_told():
    one, other = CommunityModel(**{**SMALL, "rng": None}), CommunityModel(**{**SMALL, "rng": None})
    assert one.seed != other.seed
    again = CommunityModel(**{**SMALL, "rng": one.seed})
    assert digest(again) == digest(one)


def test_time():
    model = CommunityModel(**SMALL)
    assert (model.week, model.time, len(model.indicators)) == (0, 0, 0)
    model.run_for(0)
    assert model.week == 0
    model.step()
    model.run_for(4)
    assert (model.week, model.time, len(model.indicators)) == (5, 5, 5)


def test_tables():
    model = district(120, 2, 30, record_events=True, environment={"turnover_renters": 0.9})
    frame = model.residents_frame()
    assert len(frame) == 120
    assert {"unique_id", "community", "belonging", "satisfaction"} <= set(frame)
    assert frame.belonging.to_numpy().tobytes() == model.residents.belonging.tobytes()
    events = model.events
    assert events.week.is_monotonic_increasing
    assert events.week.between(1, 30).all()
    flows = model.measures.sum()
    counts = events.event.value_counts()
    for event, flow in (
        ("moved_in", "moves"),
        ("founded", "founded"),
        ("dissolved", "dissolved"),
        ("escalated", "escalated"),
        ("problem", "problems"),
        ("mediated", "mediated"),
    ):
        assert counts.get(event, 0) == flows[flow], event
    assert set(model.drawn.values()) == {1.0}


def test_events_cost_no_luck():
    with_events, without = district(weeks=30, record_events=True), district(weeks=30)
    changed = differing(state_of(with_events), state_of(without))
    assert all(name.startswith("events.") for name in changed)


def test_assumptions_are_listed_with_the_values_in_use():
    model = CommunityModel(**SMALL, constants={"need_rate": 0.05})
    listed = {quantity.name: value for quantity, value in model.assumptions()}
    assert listed["need_rate"] == 0.05
    assert listed["residents"] == 60
    for catalogue in (ENVIRONMENT, CONSTANTS):
        for name, quantity in catalogue.items():
            assert (name in listed) == (quantity.status in (Status.ASSUMED, Status.CALIBRATED))


def test_one_name_is_enough_to_switch_off():
    one, listed, none = (district(weeks=6, off=off) for off in ("problems", ["problems"], []))
    assert digest(one) == digest(listed) != digest(none)


def test_a_path_is_not_a_population(tmp_path):
    for path in ("my_district", tmp_path):
        with pytest.raises(QuantityError, match=r"is a path: read it with cogov\.load_data"):
            CommunityModel(population=path)
