"""The draws of the common workload as arrays, for contenders that do not call cogov: `core.draws` written once more in NumPy.

Compiled contenders make the same draws themselves. That all of them come to the same residents is the check that this
file, `common.c` and `core` say the same.

    noise of resident i            normal of stream(seed, NOISE, week), entity i
    leaps from dispute to dispute  exponential of stream(seed, LEAP, week), entity = block of BLOCK ties, index 0, 1, ...
    luck of a dispute              uniform of stream(seed, LUCK, week), entity = number of the tie
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from .rules import Start

NOISE, LEAP, LUCK = 1, 2, 3
BLOCK = 8192
"""Ties in a block, within which one dispute is drawn after the other."""

_WORD = 2**64 - 1
_GAMMA = 0x9E3779B97F4A7C15
_MIX = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_INDEX = 0xD1342543DE82EF95, 0xDABA0B6EB09322E3
_SALT = 0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0


class Disputes(NamedTuple):
    """The disputes of one week, in the order of ties: their ties, and the luck of each (uniform in [0, 1))."""

    tie: NDArray[np.int64]
    luck: NDArray[np.float64]


class Draws(Protocol):
    """Where a contender takes its chance from."""

    def noise(self, week: int) -> NDArray[np.float64]:
        """Return a standard normal number for each resident."""
        ...

    def disputes(self, week: int) -> Disputes:
        """Return the disputes of the week."""
        ...


def _mixed(z: int) -> int:
    z = (z ^ (z >> 30)) * _MIX[0] & _WORD
    z = (z ^ (z >> 27)) * _MIX[1] & _WORD
    return z ^ (z >> 31)


def stream(seed: int, purpose: int, week: int) -> tuple[int, int]:
    """Return the two keys of a purpose in a week, as Python integers."""
    first = _mixed(seed + _SALT[0] & _WORD)
    first = _mixed(first + purpose * _GAMMA + _SALT[1] & _WORD)
    first = _mixed(first + week * _GAMMA + _SALT[2] & _WORD)
    second = _mixed(seed ^ _SALT[2])
    second = _mixed(second + purpose * _INDEX[0] + _SALT[0] & _WORD)
    second = _mixed(second + week * _INDEX[1] + _SALT[1] & _WORD)
    return first, second


def bits(key: tuple[int, int], entity: Any, index: Any) -> NDArray[np.uint64]:
    """Return 64 random bits for entities and indices, arrays that broadcast."""
    entity, index = np.asarray(entity, np.uint64), np.atleast_1d(np.asarray(index, np.uint64))
    u = np.uint64
    z = entity * u(_GAMMA) + (u(key[0]) + index * u(_INDEX[0]))
    z = (z ^ (z >> u(30))) * u(_MIX[0])
    z = z ^ (u(key[1]) + index * u(_INDEX[1]))
    z = (z ^ (z >> u(27))) * u(_MIX[1])
    return z ^ (z >> u(31))


def _open_uniform(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


class SharedDraws:
    """The very draws that compiled contenders make."""

    def __init__(self, start: Start, seed: int | None = None) -> None:
        self.seed = start.seed if seed is None else seed
        self.residents, self.ties = start.residents, start.graph.ties
        self.probability = start.parameters.dispute

    def noise(self, week: int) -> NDArray[np.float64]:
        """Return a standard normal number for each resident."""
        return ndtri(_open_uniform(bits(stream(self.seed, NOISE, week), np.arange(self.residents), 0)))

    def disputes(self, week: int) -> Disputes:
        """Return the disputes of the week."""
        begin = np.arange(0, self.ties, BLOCK)
        size = np.minimum(BLOCK, self.ties - begin)
        mean = BLOCK * self.probability
        most = int(mean + 12.0 * np.sqrt(mean) + 40.0)  # beyond what any block comes to
        raw = bits(stream(self.seed, LEAP, week), np.arange(len(begin))[:, None], np.arange(most)[None, :])
        leaps = np.minimum(-np.log(_open_uniform(raw)) / -np.log1p(-self.probability), 1e12).astype(np.int64)
        place = np.cumsum(leaps + 1, axis=1) - 1
        assert (place[:, -1] >= size).all()
        tie = (begin[:, None] + place)[place < size[:, None]]
        luck = (bits(stream(self.seed, LUCK, week), tie, 0) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return Disputes(tie, luck)


class OwnDraws:
    """NumPy's generator, used as fast as it goes: for the timed runs of contenders in NumPy."""

    def __init__(self, start: Start, seed: int | None = None) -> None:
        self.rng = np.random.default_rng(start.seed if seed is None else seed)
        self.residents, self.ties = start.residents, start.graph.ties
        self.probability = start.parameters.dispute
        mean = self.ties * self.probability
        self.most = int(mean + 8.0 * np.sqrt(mean) + 20.0)

    def noise(self, week: int) -> NDArray[np.float64]:
        """Return a standard normal number for each resident."""
        return self.rng.standard_normal(self.residents)

    def disputes(self, week: int) -> Disputes:
        """Return the disputes of the week, by leaps as well."""
        place = np.cumsum(self.rng.geometric(self.probability, self.most)) - 1
        tie = place[: np.searchsorted(place, self.ties)]
        return Disputes(tie, self.rng.random(len(tie)))
