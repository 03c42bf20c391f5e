"""How many runs are enough: means settle like 1/sqrt(n), intervals of twenty runs cover, and are as narrow as stated.

240 pairs of runs of a small district, under the status quo and under a policy, on seeds of their own. What is tested is the paired
difference, as everywhere in the project. Error rates, if all is as it should be: spread 0.1 % for each indicator (chi-squared, normal
runs assumed) and block length, coverage 0.02 % for each
(five or more misses of twelve at 5 %), correlation 0.1 % for each.
"""

import numpy as np
import pytest
from cogov.runs.intervals import interval
from cogov.tests.support.districts import district
from scipy import stats

RUNS, BLOCK, WEEKS = 240, 20, 52
POLICY = {
    "mandate_share": 0.2, "organization_grants": 4.0, "volunteer_support": 0.8, "civic_education": 0.8, "social_workers": 12.0,
    "transparency": 0.8, "kpi_power": 0.0, "linkage": 0.7,
}  # fmt: skip
# Half-widths of the 95 % interval of the difference that twenty pairs of such small districts reach; larger districts are narrower.
STATED = {
    "true_resolution": 0.05, "belonging": 0.0006, "participation": 0.002, "trust_government": 0.008, "satisfaction": 0.002, "rule_fit": 0.12,
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, np.ndarray]:
    """Paired differences by indicator, one each seed."""
    made = {name: np.empty(RUNS) for name in STATED}
    for k in range(RUNS):
        base, other = (district(320, 4, WEEKS, 5000 + k, levers=levers).summary() for levers in ({}, POLICY))
        for name, values in made.items():
            values[k] = other[name] - base[name]
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", STATED)
@pytest.mark.parametrize("n", [4, 10, 20])
def test_the_standard_error_falls_like_one_over_root_n(name, n, found):
    """Means of n runs vary as much as one run does, divided by n."""
    values = found[name]
    means = values.reshape(-1, n).mean(axis=1)
    ratio = means.var(ddof=1) * n / values.var(ddof=1)
    freedom = len(means) - 1
    assert stats.chi2.ppf(0.0005, freedom) / freedom < ratio < stats.chi2.ppf(0.9995, freedom) / freedom


@pytest.mark.slow
@pytest.mark.parametrize("name", STATED)
def test_twenty_runs_are_enough(name, found):
    """Their interval has the half-width that is stated, and holds the mean of all 240 as often as it says."""
    every = found[name].mean()
    made = [interval(block) for block in found[name].reshape(-1, BLOCK)]
    assert max(one.half_width for one in made) <= STATED[name]
    assert min(one.half_width for one in made) > STATED[name] / 4  # stated is what there is, not anything
    missed = sum(not one.low <= every <= one.high for one in made)
    assert missed <= 4


@pytest.mark.slow
def test_seeds_in_a_row_are_as_good_as_any(found):
    """Runs on neighbouring seeds are not alike: no correlation between one difference and the next (0.1 % each, sd 1/sqrt(240))."""
    for values in found.values():
        assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 3.3 / np.sqrt(RUNS)
