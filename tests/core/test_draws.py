"""Keyed draws: their distributions, their independence across every part of the key, and the same bits in both modes.

Each statistical test has fixed seeds, so it always gives the same answer. The threshold is a p-value of 1e-9 for each
of some 250 p-values, six standard errors for moments and 6.5 for the 2560 single bits: together a correct generator
had a chance below 1e-6 of failing when the seeds were chosen.
"""

import os
import subprocess
import sys

import numpy as np
import pytest
from cogov.core import draws
from cogov.core.compile.compiled import INTERPRETED, compiled
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

LEVEL = 1e-9
N = 2_000 if INTERPRETED else 200_000
WORDS = st.integers(0, 2**63 - 1)
MEANS = [0.05, 0.7, 4.0, 29.0, 31.0, 200.0]
BITS, NORMAL, EXPONENTIAL, INTEGER, POISSON, CHOICE = range(6)


@compiled
def fill(kind, seed, purpose, week, first, step, index, mean, cumulative, out):
    key = draws.stream(seed, purpose, week)
    for i in range(out.size):
        entity = draws.word(first + i * step)
        if kind == NORMAL:
            out[i] = draws.normal(key, entity, index)
        elif kind == EXPONENTIAL:
            out[i] = draws.exponential(key, entity, index)
        elif kind == INTEGER:
            out[i] = draws.integer(key, entity, index, 7)
        elif kind == POISSON:
            out[i] = draws.poisson(key, entity, index, mean)
        else:
            out[i] = draws.choice(key, entity, index, cumulative)


@compiled
def exceed(entities, steps, out):
    """Compare `normal_exceeds` with the number itself, at x some floats above and below what matters; count the differences."""
    key = draws.stream(11, 3, 5)
    for i in range(entities):
        z = draws.normal(key, draws.word(i), 0)
        grid = float(int(z * 64.0)) / 64.0
        for mark in (z, grid, grid + 0.015625, grid - 0.015625, -z, z - 0.004, z + 0.004):
            x = mark
            for _ in range(steps):
                x -= 2.3e-16 * abs(x)
            for _ in range(2 * steps + 1):
                out[0] += 1 if draws.normal_exceeds(key, draws.word(i), 0, x) != (z >= x) else 0
                out[1] += 1 if z >= x else 0
                out[2] += 1
                x += 2.3e-16 * abs(x)


@compiled
def fill_bits(seed, purpose, week, first, step, index, out):
    key = draws.stream(seed, purpose, week)
    for i in range(out.size):
        out[i] = draws.bits(key, draws.word(first + i * step), index)


@compiled
def fill_combined(symmetric, out):
    for i in range(out.size):
        a, b = i % 447, i // 447
        out[i] = draws.pair(a, 1000 + b) if symmetric else draws.combine(a, b)


def draw(kind: int, *, index: int = 0, mean: float = 1.0, cumulative: tuple = (1.0,)) -> np.ndarray:
    out = np.empty(N)
    fill(kind, 11, 3, 5, 0, 1, index, mean, np.array(cumulative), out)
    return out


def bits(seed: int = 11, purpose: int = 3, week: int = 5, step: int = 1, index: int = 0, first: int = 0) -> np.ndarray:
    out = np.empty(N, np.uint64)
    fill_bits(seed, purpose, week, first, step, index, out)
    return out


def chi_square(counts: np.ndarray, expected: np.ndarray | float) -> float:
    return float(stats.chi2.sf(((counts - expected) ** 2 / expected).sum(), counts.size - 1))


def byte_values(words: np.ndarray) -> list[float]:
    table = words.view(np.uint8).reshape(-1, 8)
    return [chi_square(np.bincount(table[:, k], minlength=256), len(table) / 256) for k in range(8)]


@pytest.mark.parametrize("step", [1, 2, 256, 2**32, 2**40 + 1])
def test_bits_are_uniform_for_entities_in_any_pattern(step: int) -> None:
    words = bits(step=step)
    assert min(byte_values(words)) > LEVEL
    assert np.unique(words).size == N
    ones = int(np.unpackbits(words.view(np.uint8)).sum())
    assert stats.norm.sf(abs(ones - 32 * N) / np.sqrt(16 * N)) * 2 > LEVEL


def test_uniform_moments_and_distribution() -> None:
    u = draws.uniforms(11, 3, 5, np.arange(N))
    assert stats.kstest(u, "uniform").pvalue > LEVEL
    assert abs(u.mean() - 0.5) < 6 * np.sqrt(1 / 12 / N)
    assert abs(u.var() - 1 / 12) < 6 * np.sqrt(1 / 180 / N)


NEIGHBOURS = {
    "entity": {"first": 1},
    "entity of stride": {"first": 64},
    "week": {"week": 6},
    "purpose": {"purpose": 4},
    "index": {"index": 1},
    "far index": {"index": 2},
    "seed": {"seed": 12},
    "seed of high bit": {"seed": 11 + 2**62},
}


@pytest.mark.parametrize("change", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_neighbours_are_independent(change: dict) -> None:
    here, there = bits(), bits(**change)
    sixteenth = np.uint64(60)
    joint = np.bincount(((here >> sixteenth) * np.uint64(16) + (there >> sixteenth)).astype(np.int64), minlength=256)
    assert chi_square(joint, N / 256) > LEVEL
    assert min(byte_values(here ^ there)) > LEVEL
    low = (here & np.uint64(15)) * np.uint64(16) + (there & np.uint64(15))
    assert chi_square(np.bincount(low.astype(np.int64), minlength=256), N / 256) > LEVEL
    scores = here.astype(np.float64), there.astype(np.float64)
    assert abs(np.corrcoef(*scores)[0, 1]) < 6 / np.sqrt(N)
    assert min(byte_values(here - there)) > LEVEL  # modulo 2**64: a shifted counter would show here


def test_index_and_entity_are_not_exchangeable() -> None:
    seen = np.concatenate([bits(index=index) for index in range(8)])
    assert np.unique(seen).size == seen.size


def test_each_bit_of_each_part_changes_half_of_the_bits() -> None:
    base = {"seed": 11, "purpose": 3, "week": 5, "first": 9, "index": 0}
    for part in base:
        for bit in range(8):
            changed = bits(**base) ^ bits(**(base | {part: base[part] ^ (1 << bit)}))
            flips = np.unpackbits(changed.view(np.uint8)).reshape(-1, 64).mean(axis=0)
            assert np.abs(flips - 0.5).max() < 6.5 * 0.5 / np.sqrt(N)


def test_normal_exceeds_is_the_comparison_with_the_number() -> None:
    """At the number itself and its neighbours, at the edges of the table that bounds it, and in between."""
    out = np.zeros(3, np.int64)
    exceed(N // 4, 3, out)
    assert out[0] == 0
    assert 0.3 < out[1] / out[2] < 0.8


EDGES = st.builds(lambda k, d: k / 64 + d, st.integers(-530, 530), st.sampled_from([0.0, 1e-16, -1e-16, 1e-15, -1e-15, 1e-13, -1e-13]))  # fmt: skip


@given(WORDS, WORDS, st.one_of(st.floats(), st.floats(-9, 9), EDGES, st.sampled_from([8.0, -8.0, 8.3, -8.3, np.nextafter(8, 0), np.nextafter(-8, 0)])))  # fmt: skip
def test_normal_exceeds_at_any_x(seed: int, entity: int, x: float) -> None:
    key = draws.python_stream(seed, 1, 2)
    z = draws.normal(key, np.uint64(entity), 3)
    assert bool(draws.normal_exceeds(key, np.uint64(entity), 3, x)) == (z >= x)
    for near in (z, np.nextafter(z, 9), np.nextafter(z, -9)):
        assert bool(draws.normal_exceeds(key, np.uint64(entity), 3, near)) == (z >= near)


def test_the_table_bounds_what_it_should() -> None:
    """Entry k is the distribution function at k / 64 - 8; a place is asked for its own entry and the next."""
    x = np.arange(len(draws._TABLE)) / draws._TABLE_STEPS - draws._TABLE_END
    np.testing.assert_allclose(draws._TABLE, stats.norm.cdf(x), rtol=1e-13)
    last = int((np.nextafter(draws._TABLE_END, 0) + draws._TABLE_END) * draws._TABLE_STEPS)
    assert last + 1 < len(draws._TABLE)


@pytest.mark.parametrize(
    "x", [0, 7, -1, 2**31, -(2**40), np.uint8(200), np.uint32(2**32 - 1), np.uint64(2**63 + 5), np.int16(-3)]
)
def test_whole_is_the_signed_word(x: object) -> None:
    """What is past the largest signed number wraps, as it does in compiled code."""
    found = draws.whole(x)
    assert int(found) == (int(x) + 2**63) % 2**64 - 2**63  # type: ignore[call-overload]
    if not INTERPRETED:
        assert isinstance(found, int)


@pytest.mark.parametrize(("kind", "distribution"), [(NORMAL, stats.norm), (EXPONENTIAL, stats.expon)])
def test_continuous_distributions(kind: int, distribution: stats.rv_continuous) -> None:
    values = draw(kind)
    assert stats.kstest(values, distribution.cdf).pvalue > LEVEL
    assert abs(values.mean() - distribution.mean()) < 6 * distribution.std() / np.sqrt(N)
    fourth = distribution.stats(moments="k") + 2
    assert abs(values.var() - 1.0) < 6 * np.sqrt(fourth / N)


@pytest.mark.parametrize("mean", MEANS)
def test_poisson(mean: float) -> None:
    values = draw(POISSON, mean=mean).astype(int)
    low, high = stats.poisson.ppf([20 / N, 1 - 20 / N], mean).astype(int)
    counts = np.bincount(np.clip(values, low, high) - low, minlength=high - low + 1)
    chances = stats.poisson.pmf(np.arange(low, high + 1), mean)
    chances[0] = stats.poisson.cdf(low, mean)
    chances[-1] = stats.poisson.sf(high - 1, mean)
    assert chi_square(counts, chances * N) > LEVEL
    assert abs(values.mean() - mean) < 6 * np.sqrt(mean / N)


def test_poisson_follows_its_mean_up() -> None:
    counts = np.array([draw(POISSON, mean=mean) for mean in np.linspace(0.0, 30.0, 13)])
    assert (counts[0] == 0).all()
    assert (np.diff(counts, axis=0) >= 0).all()


def test_poisson_of_the_largest_uniform_ends() -> None:
    largest = 1.0 - 2.0**-53
    for mean in (1e-12, 0.1, 1.0, 30.0):
        assert stats.poisson.sf(draws._poisson_small(largest, mean) - 1, mean) > 1e-17


@pytest.mark.parametrize("mean", [-1.0, float("nan"), float("inf"), 2e9])
def test_poisson_refuses(mean: float) -> None:
    with pytest.raises(ValueError, match="mean"):
        draws.poisson(draws.python_stream(1, 2, 3), 4, 0, mean)


def test_choice() -> None:
    weights = np.array([0.0, 3.0, 0.0, 1.0, 0.5, 0.0])
    counts = np.bincount(draw(CHOICE, cumulative=tuple(np.cumsum(weights))).astype(int), minlength=6)
    assert counts[weights == 0].sum() == 0
    expected = N * weights[weights > 0] / weights.sum()
    assert chi_square(counts[weights > 0], expected) > LEVEL
    for nothing in ([], [0.0, 0.0], [float("nan")]):
        with pytest.raises(ValueError, match="weight"):
            draws.choice(draws.python_stream(1, 2, 3), 4, 0, np.array(nothing))


def test_integer() -> None:
    assert chi_square(np.bincount(draw(INTEGER).astype(int), minlength=7), N / 7) > LEVEL
    with pytest.raises(ValueError, match="at least 1"):
        draws.integer(draws.python_stream(1, 2, 3), 4, 0, 0)


@pytest.mark.parametrize("symmetric", [False, True])
def test_combined_keys_are_mixed_and_distinct(symmetric: bool) -> None:
    keys = np.empty(N, np.uint64)
    fill_combined(symmetric, keys)
    assert np.unique(keys).size == N
    assert min(byte_values(keys)) > LEVEL


def test_streams_of_different_parts_are_distinct() -> None:
    grid = [(seed, purpose, week) for seed in range(-4, 12) for purpose in range(16) for week in range(-4, 12)]
    keys = np.array([draws.python_stream(*parts) for parts in grid])
    for key in keys.T:
        assert np.unique(key).size == len(grid)
        flips = np.unpackbits((key[1:] ^ key[:-1]).view(np.uint8)).mean()
        assert abs(flips - 0.5) < 6 * 0.5 / np.sqrt(64 * len(grid))


@given(WORDS, WORDS)
def test_pair_is_symmetric_and_combine_is_not(a: int, b: int) -> None:
    assert draws.pair(a, b) == draws.pair(b, a)
    assert 0 <= draws.combine(a, b) < 2**64
    if a != b:
        assert draws.combine(a, b) != draws.combine(b, a)


@given(WORDS, st.integers(0, 1000), st.integers(-10, 10_000), WORDS, st.integers(0, 50))
def test_ranges(seed: int, purpose: int, week: int, entity: int, index: int) -> None:
    key = draws.python_stream(seed, purpose, week)
    assert 0 <= draws.bits(key, entity, index) < 2**64
    u = draws.uniform(key, entity, index)
    assert 0.0 <= u < 1.0
    assert u == draws.uniforms(seed, purpose, week, [entity], index)[0]
    assert abs(draws.normal(key, entity, index)) < 8.3
    assert 0.0 < draws.exponential(key, entity, index) < 36.8
    assert draws.poisson(key, entity, index, 2.0) >= 0
    assert 0 <= draws.integer(key, entity, index, 3) < 3
    assert draws.integer(key, entity, index, 1) == 0


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=20).filter(lambda weights: sum(weights) > 1e-6), WORDS)
def test_choice_never_takes_a_weight_of_zero(weights: list[float], entity: int) -> None:
    cumulative = np.cumsum(weights)
    chosen = draws.choice(draws.python_stream(1, 2, 3), entity, 0, cumulative)
    assert cumulative[chosen] > (cumulative[chosen - 1] if chosen else 0.0)


def test_seeds_of_any_size() -> None:
    values = [draws.uniforms(seed, 0, 0, [0])[0] for seed in (-1, 2**64 - 1, 0, 2**64, 2**63)]
    assert values[0] == values[1]
    assert values[2] == values[3]
    assert len(set(values)) == 3
    assert draws.uniforms(1, 2, 3, np.arange(6).reshape(2, 3)).shape == (2, 3)


DIGEST = """
import hashlib
import numpy as np
from cogov.core import draws
from cogov.core.compile.compiled import INTERPRETED, compiled

@compiled
def fill(seed, first, weights, out):
    for week in range(-1, 4):
        key = draws.stream(seed, 2, week)
        for i in range(40):
            entity = draws.combine(first, i) if i % 2 else draws.pair(i, first)
            row = out[week + 1, i]
            row[0] = draws.uniform(key, entity, 0)
            row[1] = draws.normal(key, entity, 1)
            row[2] = draws.exponential(key, entity, 2)
            row[3] = draws.poisson(key, entity, 3, 0.2 * (i + 1))
            row[4] = draws.poisson(key, entity, 4, 10.0 * (i + 1))
            row[5] = draws.choice(key, entity, 5, weights)
            row[6] = draws.integer(key, entity, 6, 100)
            row[7] = draws.uniform(key, i, i)
            row[8] = float(draws.bits(key, entity, 8) >> draws._S11)

out = np.zeros((5, 40, 9))
fill(2**62 + 7, 12345678901234567, np.array([0.1, 0.4, 0.4, 2.0]), out)
more = draws.uniforms(2**64 - 5, 1, 2, np.array([0, 1, 2**63, 2**64 - 1], dtype=np.uint64), 3)
print(hashlib.sha256(out.tobytes() + more.tobytes()).hexdigest(), INTERPRETED)
"""


def test_interpreted_and_compiled_agree_bit_for_bit() -> None:
    # A kernel given as text has no file and so is not cached.
    def digest(disable: str) -> list[str]:
        command = [sys.executable, "-W", "error", "-c", DIGEST]
        environment = os.environ | {"NUMBA_DISABLE_JIT": disable}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()

    compiled_digest, interpreted = digest("0"), digest("1")
    assert compiled_digest[0] == interpreted[0]
    assert (compiled_digest[1], interpreted[1]) == ("False", "True")


def test_known_values() -> None:
    """Every stored result rests on these: if they change, old runs cannot be made again."""
    key = draws.python_stream(1, 2, 3)
    assert [int(part) for part in key] == [1344833633079883226, 17221422937227003688]
    assert draws.bits(key, 7, 0) == 15314958043413304370
    assert draws.combine(1, 2) == 15493040692338799178
