"""Seeds: whatever Mesa takes for one, as one whole number from which all random numbers of a run follow.

A whole number below 2**63 is the word that all draws are keyed by, as it is. A larger one counts in full too: its word comes
from all of its digits (SHA-256), with the highest bit set, so that it is never that of a smaller seed.
"""

from __future__ import annotations

import hashlib
import inspect
import numbers
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from ...core.quantity import QuantityError, nearest

PLAIN = 2**63
"""Seeds below are words by themselves."""
_DRAWN_FROM = (np.random.Generator, np.random.BitGenerator, np.random.RandomState)


class Seeded(TypedDict, total=False):
    """What a model takes besides: `seed`, another name of `rng` that Mesa gives up."""

    seed: int


def by_either_name(rng: Any, more: Mapping[str, Any], model: str, make: Callable) -> Any:
    """Return the seed, by either name; `more` are the arguments that `make`, which makes the model, does not name."""
    for name in more:
        if name != "seed":
            known = [*inspect.signature(make).parameters, "seed"]
            raise TypeError(f"{model} takes no argument '{name}'{nearest(name, known)}")
    seed = more.get("seed")
    if seed is not None and rng is not None:
        raise QuantityError("rng and seed are two names of one thing: give one of them, rng")
    return rng if seed is None else whole_seed(seed)


def whole_seed(seed: Any, name: str = "seed") -> int:
    """Return a seed that is a whole number from 0, of Python or NumPy, as one of Python.

    Raises
    ------
    QuantityError
        For anything else.
    """
    if isinstance(seed, bool | np.bool_) or not isinstance(seed, numbers.Integral) or int(seed) < 0:
        raise QuantityError(f"{name} = {seed!r} is not a seed: a whole number from 0, of any size")
    return int(seed)


def seed_of(rng: Any) -> int:
    """Return the seed of a run for what Mesa takes as `rng`.

    Parameters
    ----------
    rng : None (a new seed from the operating system); a whole number from 0; a `numpy.random.SeedSequence` or a sequence of
        whole numbers, which always give the same seed (that of one whole number alone gives this number); a NumPy generator,
        from which one number is drawn, so that its next model has another seed.

    Raises
    ------
    QuantityError
        For anything else.
    """
    if rng is None:
        return secrets.randbits(32)
    if isinstance(rng, _DRAWN_FROM):
        source = rng if isinstance(rng, np.random.RandomState) else np.random.default_rng(rng)
        draw = source.randint if isinstance(source, np.random.RandomState) else source.integers
        return int(draw(0, PLAIN, dtype=np.uint64))
    if isinstance(rng, Sequence | np.ndarray) and not isinstance(rng, str | bytes) and np.ndim(rng) == 1 and len(rng):
        rng = np.random.SeedSequence([whole_seed(one, "rng") for one in rng])
    if isinstance(rng, np.random.SeedSequence):
        alone = np.atleast_1d(np.asarray(() if rng.entropy is None else rng.entropy, dtype=object))
        if len(alone) == 1 and not rng.spawn_key:
            return int(alone[0])
        return sum(int(word) << 32 * k for k, word in enumerate(rng.generate_state(4, np.uint32)))
    if isinstance(rng, bool | np.bool_) or not isinstance(rng, numbers.Integral) or int(rng) < 0:
        raise QuantityError(
            f"rng = {rng!r} is not a seed: a whole number from 0, of any size, or a generator or SeedSequence of NumPy"
        )
    return int(rng)


def word_of(seed: int) -> int:
    """Return the 64-bit word that all draws of a run are keyed by."""
    if seed < PLAIN:
        return seed
    digest = hashlib.sha256(f"cogov seed {seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") | PLAIN


def small_seed(seed: int, bits: int = 32) -> int:
    """Return a seed for a library that takes no larger one: itself where it fits, else from all of its digits."""
    if seed < 1 << bits:
        return seed
    return int.from_bytes(hashlib.sha256(f"cogov seed {seed}".encode()).digest()[8:16], "big") % (1 << bits)


def generator_in(state: dict[str, Any]) -> np.random.Generator:
    """Return a generator of NumPy in a state that it was kept in."""
    kinds = {cls.__name__: cls for cls in (np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox, np.random.SFC64)}  # fmt: skip
    bits: Any = kinds[state["bit_generator"]]()
    bits.state = state
    return np.random.Generator(bits)
