"""Calibration: known parameters are found, held-out targets are not fitted, workers and interruptions change nothing."""

import dataclasses

import numpy as np
import pytest
import yaml
from cogov.reports.studies.calibration import as_data, best_yaml, page, tables, write
from cogov.studies import StudyError
from cogov.studies.calibration import EXAMPLE, calibrate, read
from cogov.studies.calibration.calibrate import correlations, most_runs
from cogov.studies.calibration.search import Trial
from cogov.studies.calibration.surface import remaining
from cogov.tests.support import synthetic_studies

FILE = """\
free:
  pooling: {low: 0, high: 1}
  data_sharing: {low: 0, high: 1}
  transparency: {low: 0, high: 1}
targets:
  - {indicator: satisfaction, value: 0.9, tolerance: 0.06}
  - {indicator: belonging, value: 0.5, tolerance: 0.06}
  - {indicator: participation, value: 0.3, tolerance: 0.1, holdout: true}
prior: 32
trials: 24
batch: 8
recovery: 2
replicates: 3
weeks: 2
"""


def plan(tmp_path, text=FILE):
    path = tmp_path / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def fit(tmp_path, name="a", text=FILE, **more):
    return calibrate(plan(tmp_path, text), tmp_path / name, runner=synthetic_studies.targets, **{"workers": 0, **more})


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return fit(tmp_path_factory.mktemp("calibration"))


def test_known_parameters_are_found(found):
    """Satisfaction is pooling + data_sharing, belonging pooling - data_sharing + 0.3: so 0.55 and 0.35; transparency does nothing."""
    best = found.best.values
    assert best["pooling"] == pytest.approx(0.55, abs=0.1)
    assert best["data_sharing"] == pytest.approx(0.35, abs=0.1)
    assert len(found.trials) == 56
    assert len(found.accepted) >= 1
    first, second, third = found.ranges
    assert first.low < 0.55 < first.high
    assert second.low < 0.35 < second.high
    assert 0.05 < first.width < 0.25
    assert 0.05 < second.width < 0.25
    assert third.width > 0.8  # what no target speaks of is not determined
    assert found.fresh.outcomes.shape == (3, 9)
    assert not np.isin(found.fresh.outcomes[:2], found.best.outcomes[:2]).any()


def test_the_search_comes_nearer_than_the_sample(found):
    near = [any(one is other for other in found.accepted) for one in found.trials]
    assert np.mean(near[32:]) > np.mean(near[:32])


def test_recovery(found):
    assert len(found.recovery) == 2
    assert all(inside for one in found.recovery for inside in one.inside.values())
    for one in found.recovery:
        assert one.best["pooling"] == pytest.approx(one.truth["pooling"], abs=0.15)
        assert one.widths["pooling"] < 0.3


def test_what_is_left_covers_the_truth_as_often_as_it_should(found):
    """Many known points, without a search: the true place is hardly ever ruled out, and much of the prior is."""
    free, targets = found.free, found.plan.targets
    kept, parts = [], []
    for number, truth in enumerate(found.trials[:32]):
        data = [dataclasses.replace(one, value=float(value)) for one, value in zip(targets, truth.means)]
        others = [one for one in found.trials if one is not truth]
        left = remaining(free, others, data, number)
        kept.append(np.abs(left.shares[:, :2] - np.array(truth.shares[:2])).max(axis=1).min() < 0.05)
        parts.append(left.part)
    assert np.mean(kept) > 0.9
    assert np.mean(parts) < 0.1


@pytest.mark.slow
def test_held_out_targets_have_no_part(found, tmp_path):
    other = fit(tmp_path, text=FILE.replace("value: 0.3", "value: 0.8"))
    assert other.best.values == found.best.values
    assert [one.values for one in other.trials] == [one.values for one in found.trials]
    rows = tables(other)["targets"].set_index("indicator")
    assert rows["verdict"]["participation"] == "missed"
    assert tables(found)["targets"].set_index("indicator")["holdout"]["participation"]


@pytest.mark.slow
def test_it_goes_on_from_its_folder(found, tmp_path):
    with pytest.raises(RuntimeError, match="enough"):
        fit(tmp_path, say=lambda stage, _: stop() if stage == "check" else None)
    told = []
    again = fit(tmp_path, tell=lambda state: told.append(state.done))
    assert again.best.values == found.best.values
    assert tables(again)["trials"].equals(tables(found)["trials"])
    assert tables(again)["recovery"].equals(tables(found)["recovery"])


def stop():
    raise RuntimeError("enough")


@pytest.mark.slow
def test_workers_change_nothing(found, tmp_path):
    other = fit(tmp_path, workers=2)
    for name, table in tables(found).items():
        assert tables(other)[name].equals(table)


def test_weeks_of_a_target(tmp_path):
    """Real runs: the mean over named weeks comes from the weekly series, also on fresh luck."""
    text = """\
free: {mean_ties: {low: 3, high: 9}, copying: [none, mechanical]}
targets:
  - {indicator: mean_building_ties, value: 5, error: 0.5, when: {from: 1, to: 2}}
  - {indicator: satisfaction, value: 0.5, tolerance: 0.5}
prior: 8
trials: 4
batch: 4
recovery: 0
replicates: 2
weeks: 4
residents: 60
communities: 2
"""
    made = calibrate(plan(tmp_path, text), tmp_path / "a", workers=0)
    assert np.isfinite(made.fresh.outcomes).all()
    assert made.fresh.outcomes.shape == (2, 6)
    ties = np.array([one.means[0] for one in made.trials])
    free = np.array([one.values["mean_ties"] for one in made.trials])
    assert np.corrcoef(ties, free)[0, 1] > 0.8
    assert made.ranges[1].words
    assert {one.values["copying"] for one in made.trials} <= {"none", "mechanical"}


@pytest.mark.slow
def test_documents(found, tmp_path):
    written = {path.name for path in write(found, tmp_path)}
    assert {
        "calibration.md",
        "calibration.zh.md",
        "best.yaml",
        "profile.png",
        "profile.zh.svg",
        "targets.csv",
    } <= written
    best = yaml.safe_load(best_yaml(found))
    assert best == {"set": dict(found.best.values)}
    assert "held out" in page(found, "en")
    assert "留出" in page(found, "zh")
    assert as_data(found)["accepted"] == len(found.accepted)


def test_nothing_accepted_is_said(found):
    far = dataclasses.replace(found.plan.targets[0], value=30.0)
    other = dataclasses.replace(found.plan, targets=(far, *found.plan.targets[1:]))
    none = dataclasses.replace(found, plan=other, ranges=tuple(dataclasses.replace(one, low=None, high=None, width=np.nan) for one in found.ranges))  # fmt: skip
    assert none.accepted == []
    assert "No point meets all fitted targets" in page(none, "en")


def test_correlations_show_what_is_determined_together():
    rng = np.random.default_rng(3)
    a = rng.random(40)
    shares = np.column_stack([a, 1 - a, rng.random(40)])
    found = correlations(shares)
    assert found is not None
    assert found[0, 1] == pytest.approx(-1)
    assert abs(found[0, 2]) < 0.4
    assert correlations(shares[:3]) is None


def test_luck_that_all_trials_share_is_counted(found):
    """It shifts the whole surface: replicates differ by far more than the tolerance, and the truth must mostly stay."""
    free, rng = found.free[:2], np.random.default_rng(8)
    targets = [dataclasses.replace(one, tolerance=0.02) for one in found.plan.targets[:2]]
    shares = rng.random((40, 2))
    kept = []
    for _ in range(60):
        truth = 0.2 + 0.6 * rng.random(2)
        data = [
            dataclasses.replace(one, value=value) for one, value in zip(targets, (truth.sum(), truth[0] - truth[1]))
        ]
        luck = 0.1 * rng.normal(size=(2, 4))
        trials = [Trial(tuple(row), {}, np.array([[row.sum()], [row[0] - row[1]]]) + luck) for row in shares]
        left = remaining(free, trials, data, 1).shares
        kept.append(np.abs(left - truth).max(axis=1).min(initial=1.0) < 0.04)
    assert np.mean(kept) > 0.85  # two targets at 95 % each


def test_a_surface_that_knows_nothing_rules_out_nothing(found):
    rng = np.random.default_rng(4)
    trials = [Trial(one.shares, one.values, rng.normal(scale=20, size=(3, 1))) for one in found.trials]
    left = remaining(found.free, trials, found.plan.targets, 1)
    assert left.part > 0.9
    assert max(left.explained) < 0.2


def test_faults_of_a_file(tmp_path):
    text = """\
scenario: status_qo
free:
  poling: {low: 0, high: 1}
  similarity: {low: 0.5, high: 0.2}
targets:
  - {indicator: satisfacton, value: 0.5, tolerance: 0.1}
  - {indicator: satisfaction, value: high, tolerance: 0.1}
  - {indicator: belonging, value: 0.5}
  - {indicator: belonging, value: 0.5, error: -1}
  - {indicator: belonging, value: 0.5, error: 1, when: {from: 9, to: 4}}
trails: 5
batch: 0
"""
    with pytest.raises(StudyError) as error:
        plan(tmp_path, text)
    said = str(error.value)
    for line, part in (
        (1, "did you mean 'status_quo'"), (3, "did you mean 'pooling'"), (4, "is not below"), (6, "did you mean 'satisfaction'"),
        (7, "'high' is not allowed"), (8, "either tolerance"), (9, "above 0"), (10, "weeks from 1"), (11, "did you mean 'trials'"),
        (12, "a whole number from 1"),
    ):  # fmt: skip
        assert any(f"targets.yaml:{line}:" in row and part in row for row in said.splitlines()), (line, part)
    with pytest.raises(StudyError, match="at least one must be fitted"):
        plan(tmp_path, FILE.replace("tolerance: 0.06}", "tolerance: 0.06, holdout: true}"))
    with pytest.raises(StudyError, match="two or more"):
        plan(tmp_path, FILE.replace("replicates: 3", "replicates: 1"))
    with pytest.raises(StudyError, match="after the end of the runs"):
        plan(tmp_path, FILE.replace("value: 0.9,", "value: 0.9, when: {from: 1, to: 9},"))


def test_the_example_is_a_calibration(tmp_path):
    made = plan(tmp_path, EXAMPLE)
    assert most_runs(made) == 5 * (64 + 64 * 4 + 3 + 6)
    assert sum(one.holdout for one in made.targets) == 1
