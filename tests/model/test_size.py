"""Sizes that do not fit are refused before they take memory; the estimate holds what a district really takes."""

import pickle

import pytest
from cogov import CommunityModel
from cogov.core import memory
from cogov.model.quantities.parameters import ENVIRONMENT
from cogov.model.runtime import size
from cogov.runs.settings import Setting
from cogov.scenarios import load

GIB = 1 << 30


def place(**values):
    return {**ENVIRONMENT.defaults(), **values}


@pytest.fixture
def left(monkeypatch):
    """`left(bytes)`: so much memory is left, for all together."""
    monkeypatch.delenv(size.FORCE, raising=False)
    monkeypatch.setattr(memory, "alone", lambda: None)
    return lambda count: monkeypatch.setattr(memory, "together", lambda: count)


def arrays(model):
    return sum(array.nbytes for group in model.district.arrays.values() for array in group.values())


@pytest.mark.parametrize(
    "values", [{}, {"mean_ties": 20.0, "acquaintances": 8.0}, {"complexity": 5, "communities": 40}]
)
def test_the_estimate_is_above_what_the_arrays_take_and_not_far(values):
    model = CommunityModel(residents=4000, rng=1, environment=values)
    taken, estimate = arrays(model), size.bytes_needed(model.environment)
    assert taken < estimate < 6 * taken


def test_the_largest_that_fits_is_named_and_fits(left):
    left(2 * GIB)
    with pytest.raises(size.TooLarge, match="5,000,000 residents need about") as caught:
        CommunityModel(residents=5_000_000, communities=100)
    assert "最多可容纳" in caught.value.text.zh
    fits = int(str(caught.value).split("at most ")[1].split(" ")[0].replace(",", ""))
    size.check(place(residents=fits, communities=100))
    with pytest.raises(size.TooLarge):
        size.check(place(residents=int(1.2 * fits), communities=100))
    assert pickle.loads(pickle.dumps(caught.value)).text == caught.value.text


def test_processes_share_what_is_left(left):
    left(4 * GIB)
    size.check(place(residents=2_000_000))
    with pytest.raises(size.TooLarge, match="in each of 4 processes"):
        size.check(place(residents=2_000_000), processes=4)
    assert size.fitting(place(residents=2_000_000), 8) == 2
    assert size.fitting(place(residents=2_000), 8) == 8
    assert size.fitting(place(residents=90_000_000), 8) == 1


def test_own_limits_hold_for_each(left, monkeypatch):
    left(100 * GIB)
    monkeypatch.setattr(memory, "alone", lambda: GIB)
    size.check(place(residents=1_000_000), processes=4)
    with pytest.raises(size.TooLarge):
        size.check(place(residents=2_000_000))


def test_settings_are_held_against_memory_before_anything_runs(left):
    left(GIB)
    with pytest.raises(size.TooLarge, match="at most"):
        Setting((load("status_quo"), load("top_down")), 260, 1, residents=9_000_000).check()
    Setting((load("status_quo"), load("top_down")), 260, 1, residents=9_000).check()


def test_writing_everything_takes_more(left):
    assert size.bytes_needed(place(residents=10**6), 52, tables=True) > 2 * size.bytes_needed(place(residents=10**6))


def test_forced(left, monkeypatch):
    left(GIB)
    monkeypatch.setenv(size.FORCE, "1")
    size.check(place(residents=10**8))
    assert size.fitting(place(residents=10**8), 8) == 8


def test_no_word_from_the_system_is_no_limit(left):
    left(None)
    size.check(place(residents=10**8))


def test_designed_experiments_are_held_against_memory(left, monkeypatch):
    """`cogov hypotheses`, `assumptions`, `evidence` and `validate` make their runs by this one function."""
    from cogov.evidence import design_points

    monkeypatch.setattr("cogov.runs.execute.compile_model", lambda: pytest.fail("it runs"))
    jobs = [
        design_points.Job(design_points.Arm.of("status_quo", {}, design_points.Size(residents, 4, 52)), "summary", 8)
        for residents in (60, 10**6)
    ]
    left(4 * GIB)
    with pytest.raises(size.TooLarge, match=r"1,000,000 residents need about .* in each of 8 processes"):
        design_points.run_jobs(jobs, workers=8)
    left(GIB // 4)
    with pytest.raises(size.TooLarge, match="at most"):
        design_points.run_jobs(jobs)


def test_fewer_processes_where_nobody_said_how_many(left, monkeypatch):
    from cogov.studies.execution import engines

    monkeypatch.setattr(engines, "worker_count", lambda workers, most: 8 if workers is None else workers)
    left(4 * GIB)
    engine = engines.Embedded()
    engine.fit(place(residents=2_000_000), 52)
    assert engine.workers() == 2
    with pytest.raises(size.TooLarge, match="in each of 8 processes"):
        engines.Embedded(8).fit(place(residents=2_000_000), 52)
    engines.Embedded(0).fit(place(residents=2_000_000), 52)


@pytest.mark.parametrize("how", [{"set": {"residents": 2_000_000}}, {"factors": {"residents": [60, 2_000_000]}}])
def test_studies_are_held_against_memory_before_anything_runs(left, monkeypatch, tmp_path, how):
    """`cogov sweep` and `calibrate`: the largest point of the design counts."""
    from cogov.studies import Study
    from cogov.studies.execution import engines

    monkeypatch.setattr(engines.Embedded, "prepare", lambda _: pytest.fail("it runs"))
    left(4 * GIB)
    study = Study(tmp_path / "study", scenarios=["status_quo"], weeks=5, **how)
    with pytest.raises(size.TooLarge, match=r"2,000,000 residents need about .* in each of 8 processes"):
        study.run(workers=8)
