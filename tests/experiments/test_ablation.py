"""What residents contribute to a difference: full less ablated, paired by replicate."""

import numpy as np
import pytest
from cogov import compare
from cogov.experiments.comparison.ablation import Ablated, ablations_of
from cogov.experiments.comparison.comparison_manifest import compare_command
from cogov.experiments.comparison.result import Comparison
from cogov.model.quantities.indicators import INDICATORS
from cogov.runs.intervals import interval
from cogov.runs.settings import SettingError

from ..support.synthetic_comparisons import comparison


@pytest.fixture(scope="module")
def found():
    made = comparison(Comparison)
    made.ablations = (Ablated("means", made.summary - made.summary[:1] * 0.5),)
    return made


def test_the_contribution_is_the_paired_difference_of_differences(found):
    table = found.residents().set_index(["ablation", "scenario", "indicator"])
    k = list(INDICATORS).index("belonging")
    for name, place in (("local_exploration", 1), ("co_governance", 2)):
        full = found.summary[place, :, k] - found.summary[0, :, k]
        less = found.ablations[0].summary[place, :, k] - found.ablations[0].summary[0, :, k]
        row = table.loc[("means", name, "belonging")]
        for columns, values in (
            (("difference", "low", "high"), full),
            (("ablated", "ablated_low", "ablated_high"), less),
            (("residents", "residents_low", "residents_high"), full - less),
        ):
            one = interval(values)
            assert row[list(columns)].tolist() == [one.mean, one.low, one.high]
        assert row["difference"] == found.difference(name, "belonging").mean
        assert row["baseline"] == "top_down"
    assert len(table) == 2 * len(INDICATORS)


def test_replicates_without_a_value_are_left_out(found):
    made = comparison(Comparison)
    k = list(INDICATORS).index("satisfaction")
    less = made.summary.copy()
    less[0, 2, k] = np.nan
    made.ablations = (Ablated("alone", less),)
    row = made.residents().set_index(["scenario", "indicator"]).loc[("co_governance", "satisfaction")]
    assert row["replicates"] == made.replicates - 1
    assert row["residents"] == pytest.approx(0.0, abs=1e-12)


def test_the_command_names_the_ablations(found):
    assert compare_command(found).count("--ablate means") == 1
    assert comparison(Comparison).residents().empty


def test_kinds_come_once_and_in_order(found):
    assert ablations_of(found.setting, ["alone", "means", "alone"]) == ("means", "alone")
    assert ablations_of(found.setting, "frozen") == ("frozen",)
    with pytest.raises(SettingError, match="unknown ablation 'mean'; did you mean 'means'") as refused:
        ablations_of(found.setting, ["mean"])
    assert "可取：means, frozen, alone" in refused.value.text.zh


@pytest.mark.slow
def test_runs_are_made_again_with_ablated_residents(tmp_path):
    asked = dict(replicates=2, weeks=14, residents=120, communities=2, workers=1, keep=tmp_path)
    found = compare(["status_quo", "co_governance"], ablate="frozen", environment={"burn_in": 0}, **asked)
    direct = compare(["status_quo", "co_governance"], environment={"burn_in": 0, "ablate": "frozen"}, **asked)
    np.testing.assert_array_equal(found.ablations[0].summary, direct.summary)
    assert (found.summary != direct.summary).any()
    with pytest.raises(SettingError, match="leave out --set ablate"):
        compare(["status_quo", "co_governance"], ablate="means", environment={"ablate": "frozen"}, **asked)
