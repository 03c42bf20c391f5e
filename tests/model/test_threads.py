"""However many threads share the work of a run, every byte of every array is the same."""

import pickle

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.core.threads import Crew, split
from cogov.model.model import CommunityModel
from cogov.model.runtime import arguments
from cogov.model.schedule import SCHEDULE
from cogov.tests.support.districts import differing, district, state_of

WEEKS = 30
LIVELY = {
    "levers": {"copying": "adapted", "kpi_power": 0.5, "pooling": 0.4, "organization_grants": 5.0, "education_time": 0.1},
    "environment": {"turnover_renters": 0.6, "problem_rate": 80.0, "dispute_rate": 60.0, "initial_organizations": 4},
    "constants": {"tie_rate": 0.1, "participation_base": -1.0, "founding_rate": 1.0, "mortality_young": 0.8},
    "changes": [(0, {"linkage": 0.9}), (10, {"pooling": 0.9, "social_workers": 12.0})],
    "record_events": True,
    "by_community": True,
}  # fmt: skip


def new(communities, threads, **options):
    return district(1500, communities, seed=6, threads=threads, **{**LIVELY, **options})


def everything(model):
    """All arrays as they are, with their room and scratch."""
    return {
        f"{group}.{name}": values
        for group, columns in model.district.arrays.items()
        for name, values in columns.items()
    }


@pytest.fixture(scope="module", params=[1, 2, 7])
def serial(request):
    """A run by one thread, in compiled weeks."""
    model = new(request.param, 1)
    assert model._crew is None
    model.run_for(WEEKS)
    return request.param, model


@pytest.mark.slow
@pytest.mark.parametrize("threads", [2, 3])
def test_threads_give_the_same_bytes(serial, threads):
    communities, one = serial
    other = new(communities, threads)
    assert other._crew.threads == threads
    other.run_for(WEEKS)
    assert differing(everything(other), everything(one)) == set()
    assert other.indicators.equals(one.indicators)
    assert other.indicators_by_community.equals(one.indicators_by_community)
    assert other.events.equals(one.events)
    flows = one.measures.sum()
    for name in ("moves", "escalated", "helped_ties", "founded", "dissolved", "ties_formed", "ties_lost"):
        assert flows[name] > 1, "a run in which much happens"


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_pickled_on_the_way(serial, threads):
    """By one number of threads until week 11, then stored and gone on with: the crew comes along."""
    communities, one = serial
    model = new(communities, threads)
    model.run_for(11)
    other = pickle.loads(pickle.dumps(model))
    assert (other._crew.threads if other._crew else 1) == threads
    other.run_for(WEEKS - 11)
    assert differing(state_of(other, ("unique_id",)), state_of(one, ("unique_id",))) == set()
    assert other.indicators.equals(one.indicators)


@pytest.mark.slow
def test_also_with_a_mechanism_of_ones_own_and_mechanisms_switched_off():
    runs = []
    for threads in (1, 2):
        model = new(7, threads, off=["mutual_help", "trust"])
        model.add_process(lambda m: m.residents.fatigue.fill(m.week / 8), before="participation")
        model.run_for(14)
        runs.append(state_of(model))
    assert differing(*runs) == set()


def test_what_threads_share_is_done_for_communities():
    """Each phase is a function of a range of communities, or of none: then it is for one thread."""
    phases = [phase for process in SCHEDULE for phase in process.phases]
    arguments = [phase.__code__.co_varnames[: phase.__code__.co_argcount] for phase in phases]
    assert set(arguments) == {("w", "week", "low", "high"), ("w", "week")}
    assert arguments.count(("w", "week", "low", "high")) > 8


def test_parts_are_of_communities_and_about_equal():
    first = district(1500, 7).district.world.communities.first
    sizes = [np.diff(first[[low, high]])[0] for low, high in split(first, 3)]
    assert len(sizes) == 3
    assert max(sizes) - min(sizes) <= 1500 // 7 + 1


def test_how_many_threads_there_are(monkeypatch):
    """One for small districts, what the processors or the environment variable say for large ones, or what is told."""
    monkeypatch.setenv("COGOV_THREADS", "3")
    assert district()._crew is None
    monkeypatch.setattr(arguments, "LARGE", 120)
    assert district()._crew.threads == 3
    assert district(threads=2)._crew.threads == 2
    assert district(threads=1)._crew is None
    monkeypatch.setenv("COGOV_THREADS", "1")
    assert district()._crew is None


@pytest.mark.parametrize("threads", [0, -1, 1.5, True, "2"])
def test_what_is_no_number_of_threads(threads):
    with pytest.raises(QuantityError, match="not a number of threads: a whole number from 1"):
        CommunityModel(scenario=None, residents=120, communities=2, threads=threads)


def test_an_error_in_a_part_stops_the_run():
    def fail(w, week, low, high):
        raise ZeroDivisionError(f"communities {low} to {high}")

    with pytest.raises(ZeroDivisionError, match="communities 1 to 2"):
        Crew(2).run(fail, [(None, 0, 1, 2), (None, 0, 0, 1)])
