"""Elementary functions against decimal arithmetic and SciPy, at their edges, and bit for bit in both modes."""

import decimal
import math
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from cogov.core.compile.compiled import INTERPRETED
from cogov.core.numeric import exp, log, logistic, normal_cdf, normal_quantile
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

POINTS = 3000
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def worst_ulp(function: Callable, exact: Callable[[Decimal], Decimal], points: np.ndarray) -> float:
    worst = 0.0
    with decimal.localcontext() as context:
        context.prec = 40
        for x in points.tolist():
            value = function(x)
            error = abs(Decimal(value) - exact(Decimal(x))) / Decimal(math.ulp(value))
            worst = max(worst, float(error))
    return worst


def between(low: float, high: float) -> np.ndarray:
    return np.random.default_rng(7).uniform(low, high, POINTS)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-20.0, 20.0), (-745.0, -700.0), (-700.0, 709.7)])
def test_exp_is_within_one_ulp(low: float, high: float) -> None:
    assert worst_ulp(exp, Decimal.exp, between(low, high)) < 1.0


@pytest.mark.parametrize("power", [0.01, 1.0, 50.0, 700.0])
def test_log_is_within_one_ulp(power: float) -> None:
    assert worst_ulp(log, Decimal.ln, np.exp(between(-power, power))) < 1.0


def test_log_of_subnormal_numbers() -> None:
    assert worst_ulp(log, Decimal.ln, between(0.0, 2e-308)) < 1.0


def test_logistic_is_within_three_ulp() -> None:
    def exact(x: Decimal) -> Decimal:
        return 1 / (1 + (-x).exp())

    for low, high in ((-700.0, 0.0), (-5.0, 5.0), (0.0, 40.0)):
        assert worst_ulp(logistic, exact, between(low, high)) < 3.0


@pytest.mark.parametrize(("low", "high", "bound"), [(-37.0, -10.0, 1e-12), (-10.0, 0.7, 1e-13), (0.6, 9.0, 1e-15)])
def test_normal_cdf_against_scipy(low: float, high: float, bound: float) -> None:
    points = between(low, high)
    ours = np.array([normal_cdf(x) for x in points.tolist()])
    np.testing.assert_allclose(ours, special.ndtr(points), rtol=bound, atol=0)


def test_normal_quantile_against_scipy() -> None:
    points = np.concatenate([between(0.0, 1.0), np.exp(between(-700.0, -0.1))])
    ours = np.array([normal_quantile(p) for p in points.tolist()])
    np.testing.assert_allclose(ours, special.ndtri(points), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("seam", [0.67448975, 5.656854249492380])
def test_normal_cdf_rises_across_its_seams(seam: float) -> None:
    for x in (seam, -seam):
        values = [normal_cdf(x + step * 1e-9) for step in range(-20, 21)]
        assert values == sorted(values)


def test_edges() -> None:
    infinity, nan = math.inf, math.nan
    assert (exp(-infinity), exp(-746.0), exp(0.0), exp(710.0), exp(infinity)) == (0.0, 0.0, 1.0, infinity, infinity)
    assert exp(-745.0) == 5e-324
    assert exp(709.0) == pytest.approx(math.exp(709.0), rel=1e-15)
    assert (log(0.0), log(-0.0), log(1.0), log(infinity)) == (-infinity, -infinity, 0.0, infinity)
    assert (logistic(-infinity), logistic(-800.0), logistic(0.0), logistic(infinity)) == (0.0, 0.0, 0.5, 1.0)
    assert (normal_cdf(-infinity), normal_cdf(0.0), normal_cdf(infinity)) == (0.0, 0.5, 1.0)
    assert (normal_cdf(-39.0), normal_cdf(9.0), normal_cdf(1e300), normal_cdf(-1e300)) == (0.0, 1.0, 1.0, 0.0)
    assert (normal_quantile(0.0), normal_quantile(0.5), normal_quantile(1.0)) == (-infinity, 0.0, infinity)
    for value in (log(-1.0), log(-infinity), normal_quantile(-0.1), normal_quantile(1.1)):
        assert math.isnan(value)
    for function in (exp, log, logistic, normal_cdf, normal_quantile):
        assert math.isnan(function(nan))


def test_numpy_scalars_and_integers_are_accepted() -> None:
    assert exp(np.float64(1e4)) == math.inf
    assert log(np.float64(0.0)) == -math.inf
    assert logistic(np.float64(-1e4)) == 0.0
    assert exp(1) == exp(1.0)
    assert normal_quantile(np.float64(1.0)) == math.inf


@given(FINITE)
def test_ranges(x: float) -> None:
    assert exp(x) >= 0.0
    assert 0.0 <= logistic(x) <= 1.0
    assert 0.0 <= normal_cdf(x) <= 1.0


@given(st.floats(1e-300, 1.0, exclude_max=True))
def test_quantile_inverts_cdf(p: float) -> None:
    # One ulp of x moves the probability by x * pdf(x) ulp, some 1400 ulp at the far end.
    assert normal_cdf(normal_quantile(p)) == pytest.approx(p, rel=2e-12)


@given(st.floats(-700.0, 700.0))
def test_log_inverts_exp(x: float) -> None:
    assert log(exp(x)) == pytest.approx(x, rel=1e-15, abs=3e-16)


DIGEST = """
import hashlib, random, struct
from cogov.core import numeric
random.seed(5)
points = [random.uniform(-3, 3) for _ in range(500)] + [random.uniform(-760, 760) for _ in range(500)]
points += [struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0] for _ in range(1000)]
points += [random.random() for _ in range(500)] + [2.0 ** -random.uniform(1, 1074) for _ in range(500)]
points += [0.0, -0.0, 1.0, float("inf"), -float("inf"), 5e-324, 2.2250738585072014e-308]
digest = hashlib.sha256()
for function in (numeric.exp, numeric.log, numeric.logistic, numeric.normal_cdf, numeric.normal_quantile):
    for x in points:
        value = function(x)
        digest.update(b"nan" if value != value else struct.pack("<d", value))
print(digest.hexdigest(), numeric.INTERPRETED)
"""


def test_interpreted_and_compiled_agree_bit_for_bit() -> None:
    def digest(disable: str) -> list[str]:
        command = [sys.executable, "-W", "error", "-c", DIGEST]
        environment = os.environ | {"NUMBA_DISABLE_JIT": disable}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()

    compiled, interpreted = digest("0"), digest("1")
    assert compiled[0] == interpreted[0]
    assert (compiled[1], interpreted[1]) == ("False", "True")


@pytest.mark.skipif(INTERPRETED, reason="about compiled code")
def test_vectorised_loops_give_the_same_bits() -> None:
    from cogov.core.compile.compiled import compiled

    @compiled
    def fill(points, exps, logs):
        for i in range(points.size):
            exps[i] = exp(points[i])
            logs[i] = log(points[i])

    points = np.concatenate([between(-760.0, 760.0), between(0.0, 2.0), [np.nan, np.inf, -np.inf, 0.0, 5e-324]])
    exps, logs = np.empty_like(points), np.empty_like(points)
    fill(points, exps, logs)
    np.testing.assert_array_equal(exps, [exp(x) for x in points.tolist()])
    np.testing.assert_array_equal(logs, [log(x) for x in points.tolist()])
