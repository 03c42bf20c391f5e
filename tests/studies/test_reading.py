"""Study files: what they may say, and that all that is wrong is said at once."""

import pytest
from cogov.cli.commands.studies.sweep import EXAMPLES as OFFERED
from cogov.scenarios import load
from cogov.studies import Study, StudyError
from cogov.studies.design.cells import cells_of, common_of
from cogov.studies.design.examples import EXAMPLES
from cogov.studies.design.reading import make, read

BAD = """\
scenarios: [status_qu, co_governance, co_governance]
factors: {poling: [0.1], similarity: {low: 2, high: 1}, copying: {low: 0, high: 1}, drift: [], homophily: 3, budget: {low: 300, high: 200}}
design: {method: sobl, points: 0}
replicates: 0
precision: {satisfacton: 1, belonging: -1}
weeks: -1
foo: 1
set: {budget: lots}
record: [serie]
indicators: [belongin]
seed: x
data: nowhere
residents: 100
most: 3
title: [1]
"""


def ids(spec):
    return [cell.id for cell in cells_of(spec, common_of(spec))]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_read_and_written_back(name, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(EXAMPLES[name], encoding="utf-8")
    assert EXAMPLES[name].count("\n") <= 16
    spec = read(path)
    path.write_text(spec.to_yaml(), encoding="utf-8")
    again = read(path)
    assert again.plain() == spec.plain()
    if len(spec.points) < 200:
        assert ids(again) == ids(spec)


def test_every_example_is_offered():
    assert tuple(EXAMPLES) == OFFERED


def test_everything_wrong_is_said_at_once(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    with pytest.raises(StudyError) as told:
        read(path)
    said = "\n".join(told.value.faults)
    for part in (
        ":1: scenarios[1]: unknown scenario 'status_qu'; did you mean 'status_quo'?",
        ":1: scenarios[3]: scenario 'co_governance' is named twice",
        ":2: factors.poling: unknown lever",
        ":2: factors.similarity: similarity = 2 is out of bounds: from 0 to 1",
        ":2: factors.copying: copying is a choice",
        ":2: factors.drift: no values",
        ":2: factors.homophily: 3 is neither",
        ":2: factors.budget: low = 300 is not below high = 200",
        ":3: design: method = 'sobl' is not allowed",
        ":4: replicates: replicates = 0",
        ":4: replicates: replicates and precision exclude each other",
        ":5: precision.satisfacton: unknown indicator 'satisfacton'; did you mean 'satisfaction'?",
        ":5: precision.belonging: belonging = -1 is not allowed",
        ":6: weeks: weeks = -1",
        ":7: foo: unknown key 'foo'",
        ":8: set.budget: budget = 'lots' is not a number",
        ":9: record[1]: 'serie' is not allowed",
        ":10: indicators[1]: unknown indicator 'belongin'; did you mean 'belonging'?",
        ":11: seed: seed = 'x'",
        ":12: data: 'nowhere' is not a folder",
        ":12: data: the data say how many residents",
        ":14: most: most = 3",
        ":15: title: [1] is no title",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty; a study needs at least scenarios"),
        ("- a", "a study is a mapping"),
        ("scenarios: [a", "not valid YAML"),
        ("weeks: 3", "scenarios: is missing"),
        ("scenarios: [status_quo]\ndesign: {method: sobol, points: 4}", "factors: is missing; sobol needs what varies"),
        ("scenarios: [status_quo]\nfactors: {pooling: {low: 0, high: 1}}", "a grid needs values or levels"),
        ("scenarios: [status_quo]\nfactors: {pooling: [0]}\nset: {pooling: 1}", "is set to one value as well"),
        ("scenarios: [status_quo]\nset: {residents: 5}\nresidents: 6", "contradict each other"),
        ("scenarios: [status_quo]\nmost: 50", "means something with precision only"),
        (
            "scenarios: [status_quo]\nfactors: {pooling: [0]}\ndesign: {method: list, points: [{drift: 0}]}",
            "leave factors out",
        ),
    ],
)
def test_other_faults(text, said, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as told:
        read(path)
    assert said in str(told.value)


def test_no_file(tmp_path):
    with pytest.raises(StudyError, match="there is no such file"):
        read(tmp_path / "nothing.yaml")
    with pytest.raises(StudyError, match="a folder, not a study file"):
        read(tmp_path)


def test_from_python():
    spec = make({"scenarios": [load("status_quo"), "networked"], "factors": {"pooling": (0.1, 0.2)}, "weeks": 4})
    assert spec.names == ("status_quo", "networked")
    with pytest.raises(StudyError, match="did you mean 'replicates'"):
        Study("nowhere", scenarios="status_quo", replicate=3)


def test_scenarios_beside_the_file(tmp_path):
    own = load("networked").with_levers(pooling=0.77)
    (tmp_path / "own.yaml").write_text(own.to_yaml(), encoding="utf-8")
    (tmp_path / "study.yaml").write_text(
        "scenarios: [own.yaml, co_governance+funding_cut]\nweeks: 4\n", encoding="utf-8"
    )
    spec = read(tmp_path / "study.yaml")
    assert spec.names == ("own", "co_governance+funding_cut")
    assert spec.scenarios[0].levers["pooling"] == 0.77
    assert spec.plain()["scenarios"] == ["scenarios/own.yaml", "co_governance+funding_cut"]


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ({"mediation_time": [0.9]}, r"point 0 \(mediation_time = 0.9\).*at most 1"),
        ({"complexity": [3], "elements": [2]}, "less than elements"),
        ({"residents": [3], "communities": [8]}, "3 residents cannot fill 8 communities"),
    ],
)
def test_points_that_cannot_be_run_are_named(factors, said):
    with pytest.raises(StudyError, match=said):
        ids(make({"scenarios": "status_quo", "factors": factors, "weeks": 4}))
