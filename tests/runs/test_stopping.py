"""When there are enough replicates."""

import numpy as np
import pytest
from cogov.runs.intervals import interval
from cogov.runs.stopping import BLOCK, FIRST, LOOK_AHEAD, MOST, enough, next_look, widest


def test_looks():
    looks, done = [], 0
    while done < MOST:
        done = next_look(done)
        looks.append(done)
    assert looks[:3] == [FIRST + LOOK_AHEAD, FIRST + LOOK_AHEAD + BLOCK, FIRST + LOOK_AHEAD + 2 * BLOCK]
    assert looks[-1] == MOST == next_look(MOST)


def test_never_before_thirty():
    tiny = {"a": np.random.default_rng(0).normal(0, 1e-9, (1, 34))}
    assert not enough(tiny, {"a": 1.0}, 34)


def test_narrow_is_enough():
    differences = {"a": np.random.default_rng(0).normal(0, 1, (2, 35))}
    width = widest(differences, 30)["a"]
    assert enough(differences, {"a": 1.1 * width}, 35)
    assert not enough(differences, {"a": 0.5 * width}, 35)


def test_the_widest_contrast_decides_and_confidence_is_shared():
    rng = np.random.default_rng(1)
    differences = {"a": np.stack([rng.normal(0, 1, 35), rng.normal(0, 5, 35)]), "b": rng.normal(0, 1, (2, 35))}
    expected = interval(differences["a"][1], shared_by=4).half_width
    assert widest(differences, 35)["a"] == pytest.approx(expected)


def test_a_lucky_narrow_spell_does_not_stop():
    values = np.random.default_rng(2).normal(0, 1, (1, 35))
    width = widest({"a": values}, 30)["a"]
    values[0, 33] = 50.0  # what comes within the look-ahead
    assert not enough({"a": values}, {"a": 1.05 * width}, 35)


def test_no_variance_never_stops():
    assert not enough({"a": np.zeros((1, 105))}, {"a": 1.0}, 105)
