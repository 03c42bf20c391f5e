"""The statistics of an analysis, on studies whose answers are known."""

import numpy as np
import pytest
from cogov import Study
from cogov.studies import StudyError
from cogov.studies.analysis import analyse, sample_of
from cogov.studies.analysis.boxes import Rule, prim
from cogov.studies.analysis.effects import main_effects
from cogov.studies.analysis.indices import morris, sobol
from cogov.studies.analysis.noise import fit, shares
from cogov.studies.analysis.regions import region_map
from cogov.tests.support import synthetic_studies

ISHIGAMI_S1, ISHIGAMI_ST = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def made(folder, runner, method, points, replicates=4, count=3, scenarios=("status_quo",), **more):
    """A finished study of the first factors, each from 0 to 1."""
    design = {"method": method, **({} if method == "grid" else {"points": points})}
    ends = {"low": 0, "high": 1} | ({"levels": points} if method == "grid" else {})
    asked = {"factors": {name: ends for name in synthetic_studies.FACTORS[:count]}, "design": design, **more}
    study = Study(folder, runner=runner, scenarios=list(scenarios), replicates=replicates, weeks=2, **asked)
    study.run(workers=0)
    return study


@pytest.fixture(scope="module")
def ishigami(tmp_path_factory):
    return made(tmp_path_factory.mktemp("studies") / "a", synthetic_studies.ishigami, "sobol_indices", 256)


def test_two_way_fit_is_the_analysis_of_variance():
    rng = np.random.default_rng(4)
    table = rng.normal(size=(30, 1)) + rng.normal(size=(1, 6)) + rng.normal(size=(30, 6))
    found = fit(table)
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    assert found.rest == pytest.approx((left**2).sum() / (29 * 5))
    assert found.means == pytest.approx(table.mean(axis=1))
    holes = table.copy()
    holes[rng.random(table.shape) < 0.3] = np.nan
    # Least squares over what is there, by the normal equations of the two factors.
    p, r = np.nonzero(np.isfinite(holes))
    dummies = np.zeros((len(p), 36))
    dummies[np.arange(len(p)), p] = dummies[np.arange(len(p)), 30 + r] = 1
    best = dummies @ np.linalg.lstsq(dummies, holes[p, r], rcond=None)[0]
    assert fit(holes).rest == pytest.approx(((holes[p, r] - best) ** 2).sum() / (len(p) - 35))


def test_noise_share_is_recovered(ishigami):
    sample = sample_of(ishigami)
    found = shares(sample.response("satisfaction", "status_quo").values, sample.group, 1)
    # Of the variance but for the common luck, which four replicates tell little about.
    assert found.design / (found.design + found.rest) == pytest.approx(13.845 / (13.845 + 4), abs=0.03)
    assert found.rest * found.deviation**2 == pytest.approx(4, rel=0.1)
    assert found.design + found.luck + found.rest == pytest.approx(1)
    assert found.error == pytest.approx(1, rel=0.1)  # sqrt(4 / 4 replicates)
    clean = shares(sample.response("belonging", "status_quo").values, sample.group, 1)
    assert clean.noise == pytest.approx(0, abs=1e-9)
    # The luck that all points share cannot be known from four replicates; with many it is.
    rng = np.random.default_rng(2)
    table = rng.normal(size=(40, 1)) + 2 * rng.normal(size=(1, 400)) + rng.normal(size=(40, 400))
    found = shares(table, np.arange(40), 1)
    assert found.luck == pytest.approx(4 / 6, abs=0.08)
    assert found.noise_low < 5 / 6 < found.noise_high


def test_sobol_indices_of_ishigami(ishigami):
    sample = sample_of(ishigami)
    for name in ("belonging", "satisfaction"):
        found = sobol(sample, sample.response(name, "status_quo"))
        for index, first, total in zip(found, ISHIGAMI_S1, ISHIGAMI_ST):
            assert abs(index.first - first) < 1.3 * index.first_half
            assert abs(index.total - total) < 1.3 * index.total_half
            assert index.first_half < 0.35
            assert index.total_half < 0.25


def test_luck_is_taken_out_of_sobol_indices(ishigami):
    from SALib.analyze import sobol as salib

    sample = sample_of(ishigami)
    clean, noisy = (sobol(sample, sample.response(name, "status_quo")) for name in ("belonging", "satisfaction"))
    for a, b in zip(clean, noisy):
        assert abs(b.total - a.total) < 0.08  # on the same points: only luck differs
    assert noisy[2].total_plain - noisy[2].total > 0.03  # left in, it would have added this much
    means = sample.response("belonging", "status_quo").values.mean(axis=1)
    problem = {"num_vars": 3, "names": list(sample.factors), "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, means, calc_second_order=False, num_resamples=2, seed=1)
    assert [one.total_plain for one in clean] == pytest.approx(list(theirs["ST"]))
    assert [one.first_plain for one in clean] == pytest.approx(list(theirs["S1"]))


def test_luck_shared_by_neighbours_is_not_taken_out_twice(ishigami):
    """Luck that depends on the place is alike at neighbouring points: subtracting its variance would be too much."""
    sample = sample_of(ishigami)
    response = sample.responses[0]
    a, b, c = sample.unit.T[:, :, None]
    rng = np.random.default_rng(7)
    found = []
    for _ in range(60):
        response.values[:] = 3 * a + b * c + 2 * rng.normal(size=4) * (b - 0.5)
        found.append(sobol(sample, response)[2].total)
    true = (1 / 48 + 1 / 144) / (9 / 12 + 7 / 144)  # of c
    assert np.nanmean(found) == pytest.approx(true, abs=0.005)  # subtracted in full it would be 0.1 less


def test_morris_of_a_linear_function(tmp_path):
    study = made(tmp_path / "a", synthetic_studies.linear, "morris", 30, replicates=6)
    sample = sample_of(study)
    from SALib.analyze import morris as salib

    clean = morris(sample, sample.response("belonging", "status_quo"))
    assert [one.mu for one in clean] == pytest.approx([4, -2, 0], abs=1e-9)
    assert [one.mu_star for one in clean] == pytest.approx([4, 2, 0], abs=1e-9)
    assert [one.sigma for one in clean] == pytest.approx([0, 0, 0], abs=1e-6)
    noisy = morris(sample, sample.response("satisfaction", "status_quo"))
    for one, slope in zip(noisy, (4, -2, 0)):
        assert abs(one.mu - slope) < 1.3 * one.mu_half
        assert (
            one.sigma < 0.85
        )  # left in, luck would make it 0.87: an elementary effect of means over 6 has sd sqrt(2/6) / (2/3) = 0.87
        assert one.floor == pytest.approx(np.sqrt(2 / np.pi) * 0.87, rel=0.25)
    assert [one.clear for one in noisy] == [True, True, False]
    means = sample.response("satisfaction", "status_quo").values.mean(axis=1)
    problem = {"num_vars": 3, "names": list(sample.factors), "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, sample.unit, means, num_levels=4, num_resamples=10, seed=1)
    assert [one.mu_star for one in noisy] == pytest.approx(list(theirs["mu_star"]))


@pytest.mark.parametrize(("method", "points"), [("grid", 5), ("latin_hypercube", 150)])
def test_main_effects(tmp_path, method, points):
    study = made(tmp_path / "a", synthetic_studies.linear, method, points, replicates=3)
    sample = sample_of(study)
    found = main_effects(sample, sample.response("satisfaction", "status_quo"))
    for effect, true in zip(found, (0.8, 0.2, 0.0)):  # 16 : 4 : 0
        assert abs(effect.share - true) < max(0.05, 1.5 * effect.share_half)
        assert effect.share_half < 0.2
    first = found[0].bins
    assert (first[-1].mean - first[0].mean) == pytest.approx(4 * (first[-1].middle - first[0].middle), abs=1.0)
    assert sum(one.points for one in first) == len(study.points)
    assert all(one.low < one.mean < one.high for one in first)


@pytest.mark.slow
def test_a_planted_box_is_found(tmp_path):
    study = made(tmp_path / "a", synthetic_studies.planted, "sobol", 256, replicates=2, count=4)
    sample = sample_of(study)
    found = prim(sample, sample.response("satisfaction", "status_quo"), Rule(True, 0.5), seed=1)
    assert [limit.factor for limit in found.limits] == ["pooling", "data_sharing"]
    assert found.limits[0].low == pytest.approx(0.6, abs=0.07)
    assert found.limits[0].high is None
    assert found.limits[1].high == pytest.approx(0.4, abs=0.1)
    assert found.held_out.density_low > 2 * found.held_out.base
    assert found.held_out.coverage > 0.6
    assert found.held_out.runs == 256  # half of the points, two runs each
    assert found.holds


@pytest.mark.slow
def test_no_box_where_there_is_none(tmp_path):
    study = made(tmp_path / "a", synthetic_studies.linear, "sobol", 128, replicates=2, count=4)
    sample = sample_of(study)
    rng = np.random.default_rng(5)
    luck = sample.response("belonging", "status_quo")
    luck.values[:] = rng.random(luck.values.shape)
    assert not prim(sample, luck, Rule(True, 0.5), seed=1).holds
    assert not prim(sample, luck, Rule(True, 2.0), seed=1).limits


def test_region_map(tmp_path):
    study = made(tmp_path / "a", synthetic_studies.regions, "grid", 5, 6, 2, ("status_quo", "co_governance"))
    found = region_map(sample_of(study), "satisfaction", ("pooling", "data_sharing"))
    assert len(found.places) == 25
    for place in found.places:
        if place.row == place.column:  # equal there: it may be won by luck, and mostly is not sure
            continue
        assert place.winner == ("co_governance" if place.row > place.column else "status_quo")
        assert place.margin_low < 2.5 * abs(place.row - place.column) < place.margin_high or place.sure
    assert sum(place.sure for place in found.places if place.row != place.column) == 20
    assert sum(not place.sure for place in found.places if place.row == place.column) >= 3


@pytest.mark.slow
def test_what_the_design_does_not_allow(ishigami, tmp_path):
    grid = made(tmp_path / "a", synthetic_studies.linear, "grid", 3, 2)
    with pytest.raises(StudyError, match=r"need design: \{method: sobol_indices"):
        analyse(grid, parts=["sobol"])
    with pytest.raises(StudyError, match=r"need design: \{method: morris"):
        analyse(ishigami, parts=["morris"])
    with pytest.raises(StudyError, match="compares scenarios"):
        analyse(grid, parts=["maps"])
    found = analyse(grid)
    assert {part for part, _ in found.left_out} == {"sobol", "morris", "maps"}
    with pytest.raises(StudyError, match="did you mean 'satisfaction'"):
        analyse(grid, indicators=["satisfacton"])
    with pytest.raises(StudyError, match="'case_time' is not among"):
        analyse(grid, indicators=["case_time"])
    with pytest.raises(StudyError, match="known: status_quo"):
        analyse(grid, scenarios=["xyz"])
    with pytest.raises(StudyError, match="NAME>NUMBER"):
        analyse(grid, thresholds=["satisfaction=3"])


def test_failed_and_missing_runs_are_left_out_and_said(tmp_path):
    study = Study(
        tmp_path / "a", runner=synthetic_studies.linear, scenarios=["status_quo"], weeks=2, replicates=3,
        factors={name: {"low": 0, "high": 1} for name in synthetic_studies.FACTORS[:3]}, design={"method": "morris", "points": 8},
    )  # fmt: skip
    with pytest.raises(StudyError, match="not the folder"):
        sample_of(study)
    study.run(workers=0, part=(1, 2))
    sample = sample_of(study)
    assert 0 < sample.counts["missing"] < 8 * 4 * 3
    with pytest.raises(StudyError, match="0 trajectories of the design are complete"):
        morris(sample, sample.responses[0])


@pytest.mark.slow
def test_the_same_each_time(ishigami):
    a, b = (analyse(Study.open(ishigami.folder), ["satisfaction"], parts=["sobol", "boxes"], seed=3) for _ in range(2))
    assert a.sobol[0][1] == b.sobol[0][1]
    assert a.boxes[0][1] == b.boxes[0][1]
