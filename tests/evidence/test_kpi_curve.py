"""H8 as a curve: its form, its pairing, and that callbacks matter only where something is closed on paper."""

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.evidence.hypotheses.kpi_curve import CALLED, OUTCOMES, curve

SMALL = {"residents": 600, "communities": 2, "weeks": 40, "environment": {"problem_rate": 150.0}}


@pytest.fixture(scope="module")
def found():
    return curve((1, 2, 3), powers=(0.0, 1.0), constants={"callback_e2": 0.6, "refusal_penalty": 0.3}, **SMALL)


def test_one_row_for_each_setting_and_power(found):
    assert [tuple(row) for row in found[["called", "power"]].to_numpy().tolist()] == [(n, p) for n in CALLED for p in (0.0, 1.0)]  # fmt: skip
    assert found[list(OUTCOMES)].notna().all(axis=None)
    first = found[found.power == 0.0]
    assert (first[["difference", "low", "high"]] == 0).all(axis=None)
    later = found[found.power == 1.0]
    assert (later.low < later.difference).all()
    assert (later.difference < later.high).all()


def test_without_measures_nothing_is_closed_on_paper_or_comes_back(found):
    first = found[found.power == 0.0]
    assert (first.repeat_calls == 0).all()
    np.testing.assert_allclose(first.resolution_known, first.resolution_known.iloc[0], rtol=0, atol=1e-12)


def test_what_callbacks_change(found):
    at = found[found.power == 1.0].set_index("called")
    assert at.repeat_calls["off"] == 0 < at.repeat_calls["reported"]
    assert at.resolution_known["off"] < at.resolution_known["reported"]
    assert at.reported_resolution["off"] > at.reported_resolution["all"]


def test_names_are_checked():
    with pytest.raises(QuantityError):
        curve((1,), constants={"callback_e3": 0.1}, **SMALL)
    with pytest.raises(KeyError):
        curve((1,), called=("nobody",), **SMALL)
