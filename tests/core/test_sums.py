"""Sums that do not depend on the order or the split of their terms, against math.fsum, in both modes."""

import math
import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from cogov.core.compile.compiled import compiled
from cogov.core.sums import number_of, sum_of_numbers, sum_of_shares
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

SHARE_UNIT, NUMBER_UNIT = 2.0**-30, 2.0**-31
LENGTHS = st.integers(0, 700)
SHARES = st.floats(0, 1, width=32)
NUMBERS = st.floats(-(2.0**12), 2.0**12, width=32)  # so that all sums have less than 2**53 units


def column(elements):
    return LENGTHS.flatmap(
        lambda n: st.tuples(
            arrays.arrays(np.float32, n, elements=elements),
            arrays.arrays(np.uint8, n, elements=st.integers(0, 1)),
            st.lists(st.integers(0, n), max_size=4),
            st.integers(0, 1000),
        )
    )


def laws(total, values, mask, cuts, seed, unit):
    """Near the true sum, never above it in size, and the same for any split and order."""
    found, chosen = total(values, mask), values[mask == 1].astype(float)
    exact = math.fsum(chosen)
    assert found == math.fsum(np.trunc(chosen / unit) * unit), "each term is cut to units"
    assert abs(found - exact) <= len(chosen) * unit + 1e-15 * abs(exact)
    edges = [0, *sorted(cuts), len(values)]
    parts = [total(values[a:b], mask[a:b]) for a, b in pairwise(edges)]
    assert sum(parts) == found
    order = np.random.default_rng(seed).permutation(len(values))
    assert total(values[order], mask[order]) == found
    assert total(values, np.zeros_like(mask)) == 0.0


@given(column(SHARES))
def test_shares(drawn):
    laws(sum_of_shares, *drawn, SHARE_UNIT)
    values, mask, *_ = drawn
    assert sum_of_shares(values, mask) <= math.fsum(values[mask == 1].astype(float))


@given(column(NUMBERS))
def test_numbers(drawn):
    laws(sum_of_numbers, *drawn, NUMBER_UNIT)


@given(column(st.floats(0, 5, width=32)))
def test_usual_numbers(drawn):
    laws(sum_of_numbers, *drawn, NUMBER_UNIT)


@given(arrays.arrays(np.uint8, LENGTHS, elements=st.integers(0, 1)))
@settings(max_examples=30)
def test_number_of(mask):
    assert number_of(mask) == int(mask.sum(dtype=int))


@pytest.mark.parametrize("n", [0, 1, 127, 128, 129, 255, 256, 257, 100_000])
def test_many_ones(n):
    """More than 8, 31 and 32 bits could hold."""
    ones, mask = np.ones(n, np.float32), np.ones(n, np.uint8)
    assert sum_of_shares(ones, mask) == sum_of_numbers(ones, mask) == number_of(mask) == n
    assert sum_of_numbers(ones * np.float32(2.0**14), mask) == n * 2.0**14


@pytest.mark.parametrize("size", [1e6, 2.0**31, 2.0**33, 1e20, 3e38])
def test_no_sum_of_numbers_overflows(size):
    """Units of 2**-31 fill 64 bits at 2**32: one number as large, or all together."""
    random = np.random.default_rng(2)
    values, mask = (random.random(9000) * size).astype(np.float32), random.integers(0, 2, 9000).astype(np.uint8)
    for some in (slice(0, 1), slice(0, 2), slice(0, 9000)):
        exact = math.fsum(values[some][mask[some] == 1].astype(float))
        assert sum_of_numbers(values[some], mask[some]) == pytest.approx(exact, rel=1e-12)
        assert sum_of_numbers(-values[some], mask[some]) == pytest.approx(-exact, rel=1e-12)


@pytest.mark.parametrize("odd", [np.inf, -np.inf, np.nan])
def test_what_is_no_number_shows_in_the_sum_unless_left_out(odd):
    values = np.array([1.5, odd, 2.5], np.float32)
    assert str(sum_of_numbers(values, np.array([1, 1, 0], np.uint8))) == str(float(odd))
    assert sum_of_numbers(values, np.array([1, 0, 1], np.uint8)) == 4.0


@compiled
def tail(values, mask, begin, end):
    """Return what slices within compiled code sum to, as mechanisms take them."""
    return sum_of_shares(values[begin:end], mask[begin:end])


def test_slices():
    random = np.random.default_rng(1)
    values, mask = random.random(1000).astype(np.float32), random.integers(0, 2, 1000).astype(np.uint8)
    for begin, end in ((0, 1000), (3, 998), (17, 17), (999, 1000)):
        assert tail(values, mask, begin, end) == sum_of_shares(values[begin:end].copy(), mask[begin:end].copy())


def shown():
    """Sums of enough terms to overrun small integers, as they are printed."""
    random = np.random.default_rng(3)
    values, mask = random.random(5000).astype(np.float32), random.integers(0, 2, 5000).astype(np.uint8)
    return repr([float(total(values, mask)) for total in (sum_of_shares, sum_of_numbers)] + [float(number_of(mask))])


@pytest.mark.slow
def test_interpreted_and_compiled_sums_agree():
    found = [
        subprocess.run(
            [sys.executable, "-W", "error", __file__],
            env=os.environ | {"NUMBA_DISABLE_JIT": disable}, capture_output=True, text=True, check=False,
        )
        for disable in ("0", "1")
    ]  # fmt: skip
    assert [done.returncode for done in found] == [0, 0], found[1].stderr
    assert found[0].stdout == found[1].stdout == shown()


if __name__ == "__main__":
    sys.stdout.write(shown())
