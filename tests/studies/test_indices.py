"""Sobol' and Morris indices beside SALib, and how often their intervals hold."""

import numpy as np
import pytest
from cogov.studies.analysis.cautions import of_effects, of_sobol
from cogov.studies.analysis.effects import main_effects
from cogov.studies.analysis.indices import morris, sobol
from cogov.studies.analysis.noise import shares
from cogov.studies.analysis.reasons import CONSTANT, FAINT, verdict
from cogov.studies.design.designs import RECOMMENDED
from cogov.tests.support.known_functions import KNOWN
from cogov.tests.support.synthetic_studies import sample_of_function
from cogov.tools.coverage import covered
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from scipy import stats

ROWS = RECOMMENDED["sobol_indices"]


def problem(sample):
    return {"num_vars": len(sample.factors), "names": list(sample.factors), "bounds": [[0, 1]] * len(sample.factors)}


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 6), st.integers(8, 60), st.integers(1, 3), st.sampled_from([0.0, 50.0, -1e4]), st.integers(0, 99))
def test_indices_are_those_of_salib_at_any_level(count, rows, replicates, level, seed):
    function, _, _ = KNOWN["g"](count)
    sample = sample_of_function(function, "sobol_indices", rows, count, replicates, 0.01, seed, level)
    found = sobol(sample, sample.responses[0])
    theirs = salib_sobol.analyze(
        problem(sample), sample.responses[0].values.mean(axis=1), calc_second_order=False, num_resamples=2, seed=1
    )
    assert [one.first_plain for one in found] == pytest.approx(theirs["S1"].tolist(), abs=1e-7)
    assert [one.total_plain for one in found] == pytest.approx(theirs["ST"].tolist(), abs=1e-7)


def test_intervals_are_about_as_wide_as_those_of_salib():
    function, _, _ = KNOWN["ishigami"]()
    sample = sample_of_function(function, "sobol_indices", ROWS, 3, level=100.0)
    found = sobol(sample, sample.responses[0])
    theirs = salib_sobol.analyze(
        problem(sample), sample.responses[0].values[:, 0], calc_second_order=False, num_resamples=400, seed=1
    )
    for one, first, total in zip(found, theirs["S1_conf"], theirs["ST_conf"]):
        assert 0.7 < one.first_half / first < 1.6
        assert 0.7 < one.total_half / total < 1.6


@pytest.mark.parametrize(("name", "count"), [("ishigami", 3), ("additive", 2), ("g", 6), ("product", 6)])
def test_intervals_hold_as_often_as_they_say(name, count):
    """With 80 samples and the mean over the factors, 3 standard errors of a share of 95 % are some 5 points."""
    hits, _ = covered(name, count, ROWS, 80)
    assert (hits.mean(axis=1) > 0.905).all()
    assert (hits.mean(axis=1) < 0.999).all()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("additive", 12), ("g", 12), ("product", 12)])
def test_intervals_hold_with_many_factors_and_luck(name, count):
    hits, _ = covered(name, count, ROWS, 60, replicates=3, noise=0.3)
    assert (hits.mean(axis=1) > 0.91).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 6), st.integers(6, 25), st.sampled_from([2, 4, 6]), st.integers(0, 99))
def test_morris_measures_are_those_of_salib(count, rows, levels, seed):
    function, _, _ = KNOWN["product"](count)
    sample = sample_of_function(function, "morris", rows, count, seed=seed, level=3.0)
    del levels
    found = morris(sample, sample.responses[0])
    theirs = salib_morris.analyze(
        problem(sample), sample.unit, sample.responses[0].values[:, 0], num_levels=4, num_resamples=2, seed=1
    )
    for name in ("mu", "mu_star", "sigma"):
        assert [getattr(one, name) for one in found] == pytest.approx(np.asarray(theirs[name]).tolist(), abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 3), st.integers(3, 5), st.integers(2, 6), st.integers(0, 99))
def test_a_grid_is_the_analysis_of_variance_of_statsmodels(count, levels, replicates, seed):
    import pandas as pd
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    function, _, _ = KNOWN["product"](count)
    sample = sample_of_function(function, "grid", levels, count, replicates, 0.2, seed)
    table = pd.DataFrame(
        {f"f{k}": [f"v{value}" for value in sample.column(name)] for k, name in enumerate(sample.factors)}
    )
    table["y"] = sample.responses[0].values.mean(axis=1)
    theirs = anova_lm(ols("y ~ " + " + ".join(f"f{k}" for k in range(count)), table).fit())
    found = main_effects(sample, sample.responses[0], resamples=2)
    noise = shares(sample.responses[0].values, sample.group, 1, 2).error ** 2
    points = len(table)
    for k, one in enumerate(found):
        if one.reason:
            continue
        own = theirs.loc[f"f{k}", "sum_sq"] - (levels - 1) * noise
        assert one.share == pytest.approx(own / (points - 1) / (table["y"].var() - noise), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("level", [0.3, 0.1, 123.45, -7e5])
def test_an_output_of_one_value_gives_dashes_everywhere(level):
    assert np.isnan(shares(np.full((24, 2), level), np.arange(24), 1).rest)
    rough = level * (1 + np.random.default_rng(1).integers(-3, 4, (24, 2)) * 2.3e-16)
    assert np.isnan(shares(rough, np.arange(24), 1).design)
    for method, points in (("sobol_indices", 16), ("morris", 8), ("latin_hypercube", 40), ("sobol", 32), ("grid", 3)):
        sample = sample_of_function(lambda x: np.full(len(x), level), method, points, 3, 2)
        response = sample.responses[0]
        response.values[:] *= 1 + np.random.default_rng(1).integers(-3, 4, response.values.shape) * 2.3e-16
        find = {"sobol_indices": lambda s, r: list(sobol(s, r)), "morris": morris}.get(method, main_effects)
        made = find(sample, response)
        assert {one.reason for one in made} == {CONSTANT}
        shown = {"sobol_indices": "total", "morris": "mu_star"}.get(method, "share")
        assert all(np.isnan(getattr(one, shown)) for one in made)


def test_what_luck_makes_is_a_dash_and_no_index_of_fifty():
    dashed = 0
    for seed in range(12):
        sample = sample_of_function(lambda x: 1e-3 * x[:, 0], "sobol_indices", 32, 4, 3, 1.0, seed)
        for one in sobol(sample, sample.responses[0]):
            dashed += bool(one.reason)
            for value, half in ((one.first, one.first_half), (one.total, one.total_half)):
                assert np.isnan(value) or (half <= 1 and value - 1.5 * half <= 1.005 and value + 1.5 * half >= -0.005)
    assert dashed > 12
    assert [bool(verdict(*one)) for one in ((-65.7, 34.8), (0.2, 1.3), (1.4, 0.2), (-0.05, 0.1))] == [
        True,
        True,
        True,
        False,
    ]


def test_totals_that_sum_to_less_than_one_are_told():
    sample = sample_of_function(KNOWN["additive"](3)[0], "sobol_indices", 64, 3)
    response = sample.responses[0]
    made = sobol(sample, response)
    assert made.totals == pytest.approx(sum(one.total for one in made))
    response.values[:] = np.repeat(np.random.default_rng(1).normal(size=(64, 1)), 5, axis=0) + 0.2 * response.values
    low = sobol(sample, response)
    assert low.totals < 0.5
    told = of_sobol([(response, low)])
    assert "sum to" in told[0].text.en
    assert "总效应之和" in told[0].text.zh
    assert "too few" in told[0].text.en
    assert f"from {ROWS} on" in told[1].text.en  # 64 base rows are fewer than recommended


@pytest.mark.parametrize(
    ("method", "points", "count"),
    [("sobol", 64, 5), ("sobol", 64, 9), ("sobol", 128, 12), ("latin_hypercube", 100, 12)],
)
def test_no_main_effect_is_invented(method, points, count):
    function, true, _ = KNOWN["single"](count)
    sample = sample_of_function(function, method, points, count)
    found = main_effects(sample, sample.responses[0], resamples=2)
    assert [0.0 if one.reason else one.share for one in found] == pytest.approx(true.tolist(), abs=0.02)
    function, true, _ = KNOWN["additive"](count)
    sample = sample_of_function(function, method, points, count)
    found = main_effects(sample, sample.responses[0], resamples=2)
    assert [one.share for one in found] == pytest.approx(true.tolist(), abs=0.03)
    assert not of_effects([(sample.responses[0], found)])


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 40), st.integers(2, 6), st.integers(0, 99))
def test_the_test_for_variation_is_that_of_scipy(points, replicates, seed):
    from cogov.studies.analysis.noise import fit

    rng = np.random.default_rng(seed)
    table = rng.normal(size=(points, 1)) * rng.random() + rng.normal(size=(points, replicates))
    found = fit(table)
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    free = (points - 1) * (replicates - 1)
    ratio = table.mean(axis=1).var(ddof=1) * replicates / ((left**2).sum() / free)
    assert found.varies == (stats.f.sf(ratio, points - 1, free) < 0.05)


def test_faint_is_what_luck_explains():
    reasons = []
    for seed in range(10):  # an F test at 5 %: now and then luck looks like more
        sample = sample_of_function(lambda x: 0 * x[:, 0], "sobol_indices", 16, 3, 4, 1.0, seed)
        reasons.append({one.reason for one in sobol(sample, sample.responses[0])})
    assert reasons.count({FAINT}) >= 7
