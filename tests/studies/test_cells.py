"""What a run is called: everything that can change it, and nothing else."""

import dataclasses

import pytest
from cogov.core.text import Text
from cogov.scenarios import load
from cogov.studies import StudyError
from cogov.studies.design.cells import cells_of, common_of, runner_name
from cogov.studies.design.reading import make
from cogov.studies.execution.batches import Batch, Run, execute
from cogov.tests.support import runners

BASE = {"scenarios": ["status_quo"], "factors": {"pooling": [0.3]}, "weeks": 4, "residents": 60, "communities": 2}


def cell(common=None, **more):
    spec = make({**BASE, **more})
    return cells_of(spec, common or common_of(spec))[0]


def test_whatever_changes_a_run_changes_its_name():
    names = [
        cell().id,
        cell(weeks=5).id,
        cell(seed=2).id,
        cell(residents=61).id,
        cell(factors={"pooling": [0.31]}).id,
        cell(set={"drift": 0.2}).id,
        cell(scenarios=["co_governance"]).id,
        cell(record=["series"]).id,
        cell(record=["series"], indicators=["belonging"]).id,
        cell(scenarios=["status_quo+funding_cut"], weeks=200).id,
        cell(weeks=200).id,
        cell(dataclasses.replace(common_of(make(BASE)), model="0" * 64)).id,
        cell(common_of(make(BASE), runners.quick)).id,
    ]
    assert len(set(names)) == len(names)


def test_words_and_places_do_not():
    spec = make({**BASE, "factors": {"pooling": [0.2, 0.3]}})
    other = make({**BASE, "scenarios": [dataclasses.replace(load("status_quo"), title=Text("a", "b"))]})
    own = make({**BASE, "scenarios": [load("status_quo").with_levers(pooling=0.3)], "factors": {}})
    named = {cells_of(one, common_of(one))[-1].id for one in (spec, other, own)}
    assert named == {cell().id}
    assert cell(replicates=3, title="x", indicators=["belonging"]).id == cell().id
    assert cell(factors={"drift": [0.0]}).id == cell(factors={"drift": [-0.0]}).id


def test_changes_after_the_end_do_not():
    assert cell(scenarios=["status_quo+funding_cut"]).id == cell().id


def test_the_model_runs_as_in_a_comparison():
    """The same seed and values as `cogov compare`, so the same numbers."""
    from cogov import compare

    scenarios = ["status_quo", "co_governance+funding_cut"]
    size = {"weeks": 110, "residents": 60, "communities": 2, "seed": 5}
    found = compare(scenarios, replicates=2, levers={"pooling": 0.3}, workers=1, **size)
    spec = make({"scenarios": scenarios, "factors": {"pooling": [0.3]}, **size})
    common = common_of(spec)
    cells = {one.id: one for one in cells_of(spec, common)}
    rows = execute(Batch(common, cells, [(name, k) for name in cells for k in range(2)]))
    expected = [found.summary[place, k].tobytes() for place in range(2) for k in range(2)]
    assert [row.values for row in rows] == expected


def test_replicates_share_their_luck_and_scenarios_do_not_enter_it():
    spec = make({**BASE, "scenarios": ["status_quo", "co_governance"]})
    common = common_of(spec)
    one, other = cells_of(spec, common)
    assert Run(one, 3, common).seed == Run(other, 3, common).seed != Run(one, 4, common).seed


def test_runners_must_be_importable():
    assert runner_name(runners.quick) == "cogov.tests.support.runners:quick"
    with pytest.raises(StudyError, match="cannot be imported"):
        runner_name(lambda run: {})
