"""Shapley values on arrays: what each player contributes to v(all) - v(none), on average over all orders of switching.

Value functions are arrays over coalitions (bit masks), with any further axes behind; everything is linear in them, so
axes of replicates and indicators go through unchanged. Sums are made in pairs of a coalition and its complement, so
that exchanging both ends (v(S) for v(N - S)) turns every share into its exact negative.

Source: Shapley, L. S. (1953) A value for n-person games, in: Contributions to the Theory of Games II, 307-317;
interaction index: Grabisch, M. & Roubens, M. (1999), *International Journal of Game Theory* 28, 547-565;
sampling of orders in pairs: Castro, J. et al. (2009), *Computers & Operations Research* 36, 1726-1730, and Mitchell, R.
et al. (2022), *Journal of Machine Learning Research* 23(43).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise
from math import factorial

import numpy as np

Value = Callable[[int], np.ndarray]
"""What a coalition, a bit mask of players, is worth."""


def players_in(count: int) -> int:
    """Return the mask of all players."""
    return (1 << count) - 1


def exact(values: np.ndarray) -> np.ndarray:
    """Return every player's share, from the value of every coalition.

    Parameters
    ----------
    values : 2^n x ..., the coalition's mask is its place.

    Returns
    -------
    n x ..., sums over players to values[-1] - values[0] but for rounding.
    """
    count = _count(values)
    return np.stack([_weighted(values, (player,), count) for player in range(count)])


def interactions(values: np.ndarray) -> np.ndarray:
    """Return the interaction index of every pair: how much more two players give together than each apart.

    Returns
    -------
    pairs x ..., in the order of `pairs`.
    """
    count = _count(values)
    found = [_weighted(values, pair, count) for pair in pairs(count)]
    return np.stack(found) if found else np.zeros((0, *values.shape[1:]))


def pairs(count: int) -> list[tuple[int, int]]:
    """Return every pair of players."""
    return list(combinations(range(count), 2))


def _count(values: np.ndarray) -> int:
    count = len(values).bit_length() - 1
    if len(values) != 1 << count or count < 1:
        raise ValueError(f"{len(values)} values: a value for each of 2^n coalitions of at least one player is needed")
    return count


def _weighted(values: np.ndarray, members: tuple[int, ...], count: int) -> np.ndarray:
    """Return the mean, over orders, of the discrete derivative of `values` by one player or by two."""
    bits = [1 << member for member in members]
    rest = np.array([mask for mask in range(1 << count) if not any(mask & bit for bit in bits)])
    change = values[rest | bits[0]] - values[rest]
    if len(bits) == 2:
        change = (values[rest | bits[0] | bits[1]] - values[rest | bits[1]]) - change
    others = count - len(members)
    size = np.array([int(mask).bit_count() for mask in rest])
    weight = np.array([factorial(k) * factorial(others - k) / factorial(others + 1) for k in range(others + 1)])[size]
    if len(rest) == 1:
        return change[0]
    half = len(rest) // 2
    both = change[:half] + change[::-1][:half]  # a coalition of the others and its complement have the same weight
    return (weight[:half].reshape(-1, *[1] * (values.ndim - 1)) * both).sum(axis=0)


def order(count: int, *key: int | str) -> tuple[int, ...]:
    """Return an order of players: a pure function of the key."""
    digest = hashlib.sha256(" ".join(["cogov why", *map(str, key)]).encode()).digest()
    return tuple(np.random.default_rng(list(digest)).permutation(count).tolist())


def chain(players: Iterable[int]) -> list[int]:
    """Return the coalitions that come about as players join one after another, from none to all."""
    masks = [0]
    for player in players:
        masks.append(masks[-1] | 1 << player)
    return masks


def needed(count: int, orders: Iterable[Sequence[int]]) -> list[int]:
    """Return the coalitions that `sampled` and the first and last places of each player need, each once, ascending."""
    whole = players_in(count)
    masks = {0, whole, *(1 << k for k in range(count)), *(whole ^ 1 << k for k in range(count))}
    for one in orders:
        masks.update(chain(one))
        masks.update(chain(reversed(one)))
    return sorted(masks)


def sampled(value: Value, count: int, orders: Sequence[Sequence[int]]) -> np.ndarray:
    """Return every player's share, estimated from some orders and their reverses.

    Each order's contributions telescope, so that the shares sum to v(all) - v(none) whatever the orders are.

    Returns
    -------
    n x ...
    """
    total = None
    for one in orders:
        ahead, back = _along(value, one, count), _along(value, tuple(reversed(one)), count)
        total = ahead + back if total is None else total + (ahead + back)
    if total is None:
        raise ValueError("at least one order of the players is needed")
    return total / (2 * len(orders))


def _along(value: Value, players: Sequence[int], count: int) -> np.ndarray:
    masks = chain(players)
    steps = [value(after) - value(before) for before, after in pairwise(masks)]
    found = [steps[0]] * count
    for player, step in zip(players, steps, strict=True):
        found[player] = step
    return np.stack(found)


def alone(value: Value, count: int) -> np.ndarray:
    """Return what each player changes when only it is switched: n x ..."""
    return np.stack([value(1 << k) - value(0) for k in range(count)])


def taken_out(value: Value, count: int) -> np.ndarray:
    """Return what each player changes when it is the last to be switched: n x ..."""
    whole = players_in(count)
    return np.stack([value(whole) - value(whole ^ 1 << k) for k in range(count)])
