"""Random draws as pure functions of what they are for.

Each draw depends on (seed, purpose, week, entity, index) and on nothing else: not on the order of residents, the
number of threads, or what else was drawn. So two runs that differ in one policy share every draw that the policy does
not touch, and a draw can be made again to explain an event.

    key = stream(seed, purpose, week)      # once for each mechanism and week
    u = uniform(key, identity[i], 0)       # for each resident; index counts the draws of one resident

A stream is two 64-bit keys. A draw is the output function of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable
pseudorandom number generators", OOPSLA; Stafford's variant 13 of the constants) over a counter made of the entity,
with the second key mixed in midway. Compiled code calculates in uint64; interpreted code in Python integers cut to 64
bits, because NumPy's own uint64 warns where it wraps.
"""

import hashlib
import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .compile.compiled import INTERPRETED, compiled
from .numeric import exp, log, normal_quantile

_WORD = 0xFFFFFFFFFFFFFFFF

if INTERPRETED:

    def word(x: int | np.integer) -> Any:
        """Return an integer of any type as an unsigned 64-bit word, modulo 2**64."""
        return int(x) & _WORD

    def whole(x: int | np.integer) -> Any:
        """Return an integer of any type as a signed one: unsigned ones must not meet signed ones in compiled code."""
        return ((int(x) + (1 << 63)) & _WORD) - (1 << 63)

else:

    @compiled
    def word(x: int | np.integer) -> Any:
        """Return an integer of any type as an unsigned 64-bit word, modulo 2**64."""
        return np.uint64(x)

    @compiled
    def whole(x: int | np.integer) -> Any:
        """Return an integer of any type as a signed one: unsigned ones must not meet signed ones in compiled code."""
        return np.int64(x)


def _constant(x: int) -> Any:
    # In compiled code every operand must be uint64: an int64 next to a uint64 makes Numba compute in float64.
    return x if INTERPRETED else np.uint64(x)


_MASK = _constant(_WORD)
_GAMMA = _constant(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = _constant(0xBF58476D1CE4E5B9), _constant(0x94D049BB133111EB)
_INDEX_FIRST, _INDEX_SECOND = _constant(0xD1342543DE82EF95), _constant(0xDABA0B6EB09322E3)
_SALT_1, _SALT_2, _SALT_3 = _constant(0x243F6A8885A308D3), _constant(0x13198A2E03707344), _constant(0xA4093822299F31D0)
_S11, _S12, _S27, _S30, _S31 = _constant(11), _constant(12), _constant(27), _constant(30), _constant(31)

_TABLE_END, _TABLE_STEPS = 8.0, 64.0
_TABLE_MARGIN = 1e-12  # far above the rounding of both sides
_TABLE = np.array([0.5 * math.erfc((_TABLE_END - k / _TABLE_STEPS) / math.sqrt(2.0)) for k in range(1026)])

_POISSON_PIECE = 30.0
_LARGEST_MEAN = 1e9
_SMALLEST_TOTAL = 2.2250738585072014e-308


@compiled
def _mix(z: int) -> int:
    z = ((z ^ (z >> _S30)) * _MIX_1) & _MASK
    z = ((z ^ (z >> _S27)) * _MIX_2) & _MASK
    return z ^ (z >> _S31)


@compiled
def stream(seed: int | np.uint64, purpose: int, week: int) -> tuple[int, int]:
    """Return the two keys of all draws for one purpose in one week.

    Parameters
    ----------
    seed
        The seed of the run, any integer; counted modulo 2**64.
    purpose
        A small integer that belongs to one use in one mechanism.
    week
        The week, any integer.

    Returns
    -------
    tuple of two uint64
        To be passed to the functions below as it is.
    """
    first = _mix((word(seed) + _SALT_1) & _MASK)
    first = _mix((first + word(purpose) * _GAMMA + _SALT_2) & _MASK)
    first = _mix((first + word(week) * _GAMMA + _SALT_3) & _MASK)
    second = _mix((word(seed) ^ _SALT_3) & _MASK)
    second = _mix((second + word(purpose) * _INDEX_FIRST + _SALT_1) & _MASK)
    second = _mix((second + word(week) * _INDEX_SECOND + _SALT_2) & _MASK)
    return first, second


@compiled
def bits(key: tuple[int, int], entity: int, index: int) -> int:
    """Return 64 random bits (uint64) for one entity.

    Parameters
    ----------
    key
        From `stream`.
    entity
        The stable identity of a resident, or the key of a case, tie or pair (`combine`, `pair`); never a row number.
    index
        Which of the entity's draws in this stream, from 0.
    """
    i = word(index)
    z = (word(entity) * _GAMMA + (word(key[0]) + i * _INDEX_FIRST)) & _MASK
    z = ((z ^ (z >> _S30)) * _MIX_1) & _MASK
    z = z ^ ((word(key[1]) + i * _INDEX_SECOND) & _MASK)
    z = ((z ^ (z >> _S27)) * _MIX_2) & _MASK
    return z ^ (z >> _S31)


@compiled
def uniform(key: tuple[int, int], entity: int, index: int) -> float:
    """Return a number in [0, 1), a multiple of 2**-53; `entity` and `index` as in `bits`."""
    return float(bits(key, entity, index) >> _S11) * 1.1102230246251565e-16


@compiled
def _open_uniform(key: tuple[int, int], entity: int, index: int) -> float:
    """Return a number in (0, 1), an odd multiple of 2**-53, so that logarithms and quantiles are finite."""
    return (float(bits(key, entity, index) >> _S12) + 0.5) * 2.220446049250313e-16


@compiled
def normal(key: tuple[int, int], entity: int, index: int) -> float:
    """Return a standard normal number, by the quantile of one uniform; at most 8.3 in size."""
    return normal_quantile(_open_uniform(key, entity, index))


@compiled
def normal_exceeds(key: tuple[int, int], entity: int, index: int, x: float) -> bool:
    """Return whether ``normal(key, entity, index) >= x``: the same answer, mostly without working out the quantile.

    The normal number is at least x where its uniform is at least the distribution function of x, which a table bounds.
    """
    u = _open_uniform(key, entity, index)
    if -_TABLE_END < x < _TABLE_END:
        place = int((x + _TABLE_END) * _TABLE_STEPS)
        if u < _TABLE[place] - _TABLE_MARGIN:
            return False
        if u > _TABLE[place + 1] + _TABLE_MARGIN:
            return True
    return normal_quantile(u) >= x


@compiled
def exponential(key: tuple[int, int], entity: int, index: int) -> float:
    """Return a positive exponential number of mean 1, by the quantile of one uniform; at most 36.8."""
    return -log(_open_uniform(key, entity, index))


@compiled
def _poisson_small(u: float, mean: float) -> int:
    """Return the least n with P(N <= n) > u, for a mean of at most 30."""
    n = 0
    probability = exp(-mean)
    total = probability
    while u >= total:
        n += 1
        probability = probability * mean / float(n)
        # Past the largest sum that rounding lets the probabilities reach, u lies beyond the last representable tail.
        if total + probability == total and float(n) > mean:
            break
        total += probability
    return n


@compiled
def poisson(key: tuple[int, int], entity: int, index: int, mean: float) -> int:
    """Return a Poisson number with this mean.

    By inversion of one uniform for means up to 30, so that the number never falls when the mean rises. A larger mean
    is split into equal parts below 30, whose independent numbers are added: exact too, at a cost that grows with the
    mean (170 ns for every 30).

    Raises
    ------
    ValueError
        For a mean that is negative, NaN or above 1e9.
    """
    if not (mean >= 0.0 and mean <= _LARGEST_MEAN):
        raise ValueError("the mean of a Poisson draw must lie between 0 and 1e9")
    if mean <= _POISSON_PIECE:
        return _poisson_small(uniform(key, entity, index), float(mean))
    pieces = int(mean / _POISSON_PIECE) + 1
    part = float(mean) / float(pieces)
    below = bits(key, entity, index)
    count = 0
    for piece in range(pieces):
        count += _poisson_small(uniform(key, below, piece + 1), part)
    return count


@compiled
def choice(key: tuple[int, int], entity: int, index: int, cumulative: NDArray[np.float64]) -> int:
    """Return an index drawn with chances in proportion to weights.

    Parameters
    ----------
    cumulative
        Running sums of the weights, shape (n,), never falling; the last need not be 1. An entry of weight zero is
        never drawn.

    Raises
    ------
    ValueError
        When there is no weight at all.
    """
    if cumulative.size == 0 or not cumulative[cumulative.size - 1] >= _SMALLEST_TOTAL:
        raise ValueError("a choice needs at least one positive weight")
    target = uniform(key, entity, index) * cumulative[cumulative.size - 1]
    low, high = 0, cumulative.size - 1
    while low < high:
        middle = (low + high) >> 1
        if cumulative[middle] > target:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def integer(key: tuple[int, int], entity: int, index: int, n: int) -> int:
    """Return an integer in 0..n-1, each with chance 1/n to within 2**-53; n at least 1 and below 2**53.

    Raises
    ------
    ValueError
        When n is below 1.
    """
    if n < 1:
        raise ValueError("an integer draw needs n of at least 1")
    return int(uniform(key, entity, index) * float(n))


@compiled
def combine(a: int, b: int) -> int:
    """Return a well mixed uint64 key made of two, in this order: (resident, case), (tie, week)."""
    return _mix((_mix((word(a) + _SALT_2) & _MASK) + word(b) * _GAMMA) & _MASK)


@compiled
def pair(a: int, b: int) -> int:
    """Return a well mixed uint64 key of an unordered pair: a tie is the same from both its ends."""
    a, b = word(a), word(b)
    return combine(a, b) if a < b else combine(b, a)


def python_stream(seed: int, purpose: int, week: int) -> tuple[np.uint64, np.uint64]:
    """Return `stream` as NumPy scalars: the form to use from Python, when one draw is to be looked at or made again.

    Numba takes any Python integer for an int64, so a key above 2**63 - 1 that came back from compiled code could not
    go in again. Pass large entities from Python as ``np.uint64`` for the same reason.
    """
    first, second = stream(np.uint64(int(seed) & _WORD), purpose, week)
    return np.uint64(first), np.uint64(second)


def text_purpose(what: str) -> int:
    """Return the purpose of draws that a word names: one of 2**48, all of them beyond the small integers of mechanisms."""
    return 2**48 + int.from_bytes(hashlib.sha256(what.encode()).digest()[:6], "big")


@compiled
def _fill_uniforms(
    seed: int | np.uint64, purpose: int, week: int, entities: NDArray[np.uint64], index: int, out: NDArray[np.float64]
) -> None:
    key = stream(seed, purpose, week)
    for i in range(entities.size):
        out[i] = uniform(key, entities[i], index)


def uniforms(seed: int, purpose: int, week: int, entities: ArrayLike, index: int = 0) -> NDArray[np.float64]:
    """Return `uniform` for many entities at once, for set-up code.

    Parameters
    ----------
    seed, purpose, week
        As in `stream`.
    entities
        Identities, any shape, converted to uint64.
    index
        As in `bits`.

    Returns
    -------
    ndarray of float64
        Of the shape of `entities`, in [0, 1).
    """
    identities = np.ascontiguousarray(entities, dtype=np.uint64)
    out = np.empty(identities.shape)
    # A NumPy scalar, because Numba takes a Python integer for an int64 whatever its size.
    _fill_uniforms(np.uint64(int(seed) & _WORD), purpose, week, identities.ravel(), index, out.ravel())
    return out
