"""The same seed gives the same bytes, however the run is made; and scenarios that differ in policy share all other luck.

Left out of comparisons of differently cut runs is `unique_id` alone: Mesa's numbers are given when Python looks.
"""

import copy
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from cogov.agents import Resident
from cogov.model.network import tie_lists
from cogov.model.quantities.codes import PROBLEM
from cogov.model.runtime import build
from cogov.model.schedule import SCHEDULE
from cogov.tests.support.districts import differing, digest, district, state_of

WEEKS = 26
IDS = ("unique_id",)
OPTIONS = {
    "levers": {"copying": "adapted", "kpi_power": 0.5, "pooling": 0.4},
    "environment": {"turnover_renters": 0.6, "problem_rate": 80.0},
    "changes": [(0, {"linkage": 0.9}), (10, {"pooling": 0.9, "social_workers": 12.0})],
    "record_events": True,
    "by_community": True,
}


def new(**options):
    return district(120, 2, seed=3, **{**OPTIONS, **options})


@pytest.fixture(scope="module")
def whole():
    """One run in one call."""
    model = new()
    model.run_for(WEEKS)
    return model


# --- one run, cut differently ---


def test_week_by_week(whole):
    model = new()
    for _ in range(WEEKS):
        model.step()
    assert differing(state_of(model, IDS), state_of(whole, IDS)) == set()
    assert model.time == whole.time == model.week == WEEKS
    table = model.datacollector.get_model_vars_dataframe()
    assert table.equals(whole.datacollector.get_model_vars_dataframe())
    assert table.to_numpy().tobytes() == whole.indicators.to_numpy().tobytes()


@pytest.mark.parametrize("cuts", [(1, 25), (10, 16), (7, 3, 1, 15), (12, 1, 13), (2.5, 23.5)])
def test_interrupted(cuts, whole):
    model = new()
    for weeks in cuts:
        model.run_for(weeks)
    assert differing(state_of(model, IDS), state_of(whole, IDS)) == set()
    assert model.datacollector.get_model_vars_dataframe().equals(whole.datacollector.get_model_vars_dataframe())


@pytest.mark.parametrize("week", [0, 10, 13])
def test_pickled_on_the_way(week, whole):
    model = new()
    model.run_for(week)
    other = pickle.loads(pickle.dumps(model))
    other.run_for(WEEKS - week)
    assert differing(state_of(other, IDS), state_of(whole, IDS)) == set()
    assert other.indicators.equals(whole.indicators)
    assert other.events.equals(whole.events)


def test_a_copy_goes_its_own_way(whole):
    model = new()
    model.run_for(9)
    twin = copy.deepcopy(model)
    stopped = digest(model)
    twin.run_for(WEEKS - 9)
    assert digest(model) == stopped
    assert differing(state_of(twin, IDS), state_of(whole, IDS)) == set()
    model.run_for(WEEKS - 9)
    assert differing(state_of(model), state_of(twin)) == set()
    model.residents.belonging[:] = 0.0
    assert twin.residents.belonging.any()


def test_seeds_differ(whole):
    other = district(120, 2, WEEKS, seed=4, **OPTIONS)
    for name in ("identity", "skill", "belonging", "trust_government", "satisfaction"):
        assert not np.array_equal(getattr(other.residents, name), getattr(whole.residents, name))
    assert other.rules.table.tobytes() != whole.rules.table.tobytes()


# --- arrays that are too short grow, and nothing changes ---


def roomy(model):
    """Give a new model far more room than it starts with."""
    arrays = model.district.arrays
    arrays["cases"] = build.extend(arrays["cases"], 4000)
    tasks = {name: arrays["queues"][name] for name in arrays["queues"] if name.startswith("task_")}
    arrays["queues"].update(build.extend(tasks, 8000, {"task_case": -1}))
    model._lengthen("organizations", 2000)
    events = {name: array for name, array in arrays["events"].items() if name != "count"}
    arrays["events"] = {"count": arrays["events"]["count"], **build.extend(events, 200_000)}
    model.district.rebind()


FERTILE = {
    "constants": {"founding_rate": 10.0, "participation_base": 0.0, "mortality_old": 0.5, "mortality_young": 0.9}
}


def test_growth_changes_nothing():
    tight, loose = new(**FERTILE), new(**FERTILE)
    roomy(loose)
    sizes = [{group: len(model.district.arrays[group][name]) for group, name in SIZED} for model in (tight, loose)]
    for model in (tight, loose):
        model.run_for(2 * WEEKS)
    grown = [
        {group for group, name in SIZED if len(model.district.arrays[group][name]) > size[group]}
        for model, size in zip((tight, loose), sizes, strict=True)
    ]
    assert grown == [{"cases", "queues", "organizations", "events"}, set()]
    assert differing(state_of(tight), state_of(loose)) == set()


SIZED = (("cases", "alive"), ("queues", "task_case"), ("organizations", "alive"), ("events", "week"))


def test_room_for_ties_changes_nothing(monkeypatch):
    """Lists that move often, with few unused slots to move to, and lists that never do."""
    states, moved, repacked = [], [], []
    for slack, unused in ((0, 120), (64, None)):
        monkeypatch.setattr(tie_lists, "SLACK", slack)
        monkeypatch.setattr(tie_lists, "SLACK_SHARE", 10**6)
        model = new(constants={"tie_rate": 0.2})
        ties = model.district.arrays["ties"]
        first, end = ties["first"].copy(), int(ties["end"][0])
        if unused:
            slots = end + tie_lists.reserve(120) + unused
            ties.update({name: ties[name][:slots].copy() for name in ("neighbour", "strength", "kind", "used")})
            model.district.rebind()
        model.run_for(WEEKS)
        after = model.district.arrays["ties"]
        assert after["refused"][0] == 0
        states.append(state_of(model))
        repacked.append(len(after["neighbour"]) != len(ties["neighbour"]))
        moved.append(not np.array_equal(after["first"], first))
    assert (moved, repacked) == ([True, False], [True, False])
    assert differing(*states) == set()


# --- mechanisms of one's own ---


def look_around(model):
    """Touch agents of all kinds, the network and the indicators, and change nothing."""
    assert len(list(model.agents)) == len(model.agents)
    assert model.network.number_of_nodes() == len(model.agents)


def nothing(model):
    """A mechanism that does nothing."""


@pytest.mark.parametrize("function", [nothing, look_around])
@pytest.mark.parametrize(
    "place", [{"before": "turnover"}, {"after": "turnover"}, {"before": "trust"}, {"after": "money"}]
)
def test_a_mechanism_that_does_nothing(place, function, whole):
    model = new()
    model.add_process(function, **place)
    model.run_for(WEEKS)
    assert differing(state_of(model, IDS), state_of(whole, IDS)) == set()
    assert model.indicators.equals(whole.indicators)


def test_a_mechanism_that_acts(whole):
    model, weeks = new(), []

    def reconcile(model):
        weeks.append(model.week)
        model.residents.trust_neighbours[:] = 0.9

    model.add_process(reconcile, before="mutual_help")
    model.run_for(WEEKS)
    assert weeks == list(range(WEEKS))
    assert model.indicators.trust_neighbours.iloc[-1] > whole.indicators.trust_neighbours.iloc[-1]
    assert model.indicators.mutual_help.iloc[-1] > whole.indicators.mutual_help.iloc[-1]


def test_processes_run_where_they_were_put():
    model, order = new(), []
    for name in ("c", "d"):
        model.add_process(lambda m, name=name: order.append(name), after="trust")
    model.add_process(lambda m: order.append("e"), before="learning")
    model.add_process(lambda m: order.append("b"), before="trust")
    model.add_process(lambda m: order.append("z"), after=SCHEDULE[-1].name)
    model.add_process(lambda m: order.append("a"), before=SCHEDULE[0].name)
    model.run_for(1)
    assert "".join(order) == "abcdez"


# --- other processes, interpreted, with other threads ---

PROGRAM = """
from cogov.tests.model.test_determinism import new
from cogov.tests.support.districts import digest
model = new()
model.run_for(26)
print(digest(model))
"""


def elsewhere(**environment):
    """The digest of the same run in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NUMBA_DISABLE_JIT", "PYTHONHASHSEED")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], env={**kept, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "NUMBA_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "2", "NUMBA_NUM_THREADS": "2"},
        {"NUMBA_DISABLE_JIT": "1"},
    ],
    ids=["one thread", "two threads", "interpreted"],
)
def test_same_bytes_elsewhere(environment, whole):
    assert elsewhere(**environment) == digest(whole)


# --- the same luck in every scenario ---

ONE = {"levers": {"mandate_share": 0.0, "organization_grants": 8.0, "social_workers": 15.0, "kpi_power": 0.0}}
OTHER = {
    "levers": {
        "mandate_share": 1.0,
        "organization_grants": 0.0,
        "social_workers": 0.0,
        "kpi_power": 1.0,
        "pooling": 0.0,
    }
}


def recorded(levers):
    """A run of two years, and its problems as (grid, week): [(key, affected, visible, tier, ...), ...] in order."""
    model = district(
        240,
        3,
        seed=11,
        levers=levers["levers"],
        environment={"turnover_renters": 0.6, "problem_rate": 150.0, "dispute_rate": 40.0},
    )
    problems = {}

    def note(model):
        cases = model.district.arrays["cases"]
        new = np.flatnonzero((cases["alive"] == 1) & (cases["kind"] == PROBLEM) & (cases["arose"] == model.week))
        names = ("key", "first_affected", "affected", "visible", "tier", "other_grid", "deadline")
        for row in new:
            traits = tuple(cases[name][row].item() for name in names)
            problems.setdefault((int(cases["grid"][row]), model.week), []).append(traits)

    model.add_process(note, after="problems")
    model.run_for(104)
    return model, problems


@pytest.fixture(scope="module")
def scenarios():
    return recorded(ONE), recorded(OTHER)


def test_the_same_people_move_in(scenarios):
    (one, _), (other, _) = scenarios
    assert one.measures.moves.sum() > 20
    assert one.measures.moves.equals(other.measures.moves)
    for name in (
        "identity",
        "arrived",
        "origin",
        "occupation",
        "age_band",
        "tenure",
        "skill",
        "hours",
        "sociability",
        "threshold",
        "anchor_arrival",
    ):
        np.testing.assert_array_equal(getattr(one.residents, name), getattr(other.residents, name))
    assert not np.array_equal(one.residents.belonging, other.residents.belonging)


def test_the_same_problems_arise(scenarios):
    """Rules that fit better leave the last ones of a week out; those that both have are the same in all but work."""
    (_, one), (_, other) = scenarios
    shared = 0
    for place in one.keys() | other.keys():
        here, there = (sorted(problems.get(place, [])) for problems in (one, other))
        fewer, more = sorted((here, there), key=len)
        assert set(fewer) <= set(more)
        shared += len(fewer)
    assert shared > 100
    assert sum(map(len, one.values())) != sum(map(len, other.values()))


def test_the_same_needs_and_grievances(scenarios):
    (one, _), (other, _) = scenarios
    for name in ("needs", "grievances"):
        assert one.measures[name].equals(other.measures[name])
        assert one.measures[name].sum() > 40
    for name in ("helped_organizations", "escalated"):
        assert not one.measures[name].equals(other.measures[name])


def test_newcomers_are_new(scenarios):
    """No identity comes twice; whoever moved in is nobody who was there before."""
    (one, _), _ = scenarios
    start = district(240, 3, seed=11, environment={"turnover_renters": 0.6, "problem_rate": 150.0}).residents.identity
    moved = one.residents.arrived > 0
    assert (one.residents.identity[~moved] == start[~moved]).all()
    assert not set(one.residents.identity[moved]) & set(start)
    assert len(one.agents_by_type[Resident]) == 240
