"""Structs pass groups of arrays and numbers to kernels, load from the cache, and refuse what does not fit."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import cogov.core
import numpy as np
import pytest
from cogov.core.compile.compiled import INTERPRETED, compiled
from cogov.core.compile.struct import bool_1d, float64, float64_1d, float64_2d, int64, struct, uint32_1d, uint64

Inner = struct("Inner", {"trust": float64_1d, "open": bool_1d, "ties": uint32_1d, "grid": float64_2d}, __name__)
Rates = struct("Rates", {"decay": float64, "key": uint64}, __name__)
Outer = struct("Outer", {"inner": Inner, "rates": Rates, "week": int64, "total": float64}, __name__)
LARGE = 2**64 - 3


def make() -> tuple:
    arrays = {
        "trust": np.arange(4.0),
        "open": np.array([True, False, True, False]),
        "ties": np.array([3, 2, 1, 0], np.uint32),
        "grid": np.arange(8.0).reshape(2, 4),
    }
    return Outer(inner=Inner(**arrays), rates=Rates(decay=0.5, key=LARGE), week=7, total=0.0), arrays


@compiled
def decay(inner, rates):
    for i in range(inner.trust.size):
        if inner.open[i]:
            inner.trust[i] = inner.trust[i] * rates.decay + inner.grid[1, inner.ties[i]]


@compiled
def run(world, weeks):
    for _ in range(weeks):
        decay(world.inner, world.rates)
        world.week += 1
    world.total = world.inner.trust.sum()
    return world.inner.grid.shape[0] * 100 + world.inner.grid.shape[1]


@compiled
def column(world):
    trust = world.inner.trust
    half = trust[1:3]
    half[:] = -1.0
    return half.sum()


def test_kernel_reads_and_writes_through_nested_structs() -> None:
    world, arrays = make()
    assert run(world, 2) == 204
    assert arrays["trust"].tolist() == [(0.0 * 0.5 + 7) * 0.5 + 7, 1.0, (2 * 0.5 + 5) * 0.5 + 5, 3.0]
    assert world.week == 9
    assert world.total == arrays["trust"].sum()
    assert world.inner.trust is arrays["trust"]
    assert world.rates.key == LARGE


def test_slices_write_into_the_same_array() -> None:
    world, arrays = make()
    assert column(world) == -2.0
    assert arrays["trust"].tolist() == [0.0, -1.0, -1.0, 3.0]


def test_number_fields_are_set_from_python() -> None:
    world, _ = make()
    world.week = 20
    world.rates.decay = 0
    assert world.rates.decay == 0.0
    assert isinstance(world.rates.decay, float)
    run(world, 1)
    assert world.week == 21


def test_arrays_cannot_be_replaced() -> None:
    world, _ = make()
    with pytest.raises(AttributeError, match="cannot be replaced"):
        world.inner.trust = np.zeros(4)
    with pytest.raises(AttributeError):
        world.absent = 1
    with pytest.raises(AttributeError, match="absent"):
        _ = world.absent


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trust": np.zeros(4, np.float32)}, "array of float64"),
        ({"trust": np.zeros((2, 2))}, "1-d array"),
        ({"trust": [0.0]}, "got list"),
        ({"trust": np.zeros(8)[::2]}, "contiguous"),
        ({"grid": np.zeros((4, 2)).T}, "contiguous"),
        ({"absent": 1}, "unknown"),
    ],
)
def test_wrong_values_are_refused(change: dict, message: str) -> None:
    _, arrays = make()
    with pytest.raises((TypeError, ValueError), match=message):
        Inner(**(arrays | change))


def test_missing_fields_other_structs_and_read_only_arrays_are_refused() -> None:
    world, arrays = make()
    with pytest.raises(TypeError, match="missing"):
        Rates(decay=1.0)
    with pytest.raises(TypeError, match="needs a"):
        Outer(inner=world.rates, rates=world.rates, week=0, total=0.0)
    arrays["trust"].flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        Inner(**arrays)


def test_declarations_are_checked() -> None:
    with pytest.raises(TypeError, match="neither"):
        struct("Wrong", {"a": float}, __name__)
    with pytest.raises(TypeError, match="contiguous"):
        struct("Wrong", {"a": float64[:]}, __name__)
    with pytest.raises(TypeError, match="cannot name"):
        struct("Wrong", {"_a": float64}, __name__)


@pytest.mark.skipif(INTERPRETED, reason="about compiled code")
def test_instances_do_not_travel() -> None:
    world, _ = make()
    with pytest.raises(TypeError, match="addresses"):
        pickle.dumps(world)


@pytest.mark.skipif(INTERPRETED, reason="about compiled code")
def test_compiled_code_cannot_replace_an_array() -> None:
    @compiled
    def replace(inner):
        inner.trust = inner.trust[1:]

    with pytest.raises(Exception, match="cannot be replaced"):
        replace(make()[0].inner)


SCRIPT = """
import numpy as np
from cogov.core.compile.compiled import INTERPRETED, compiled
from cogov.core.compile.struct import float64, float64_1d, struct

Many = struct("Many", {f"f{i}": float64_1d for i in range(100)} | {"sum": float64}, __name__)

@compiled
def add(many):
    for i in range(many.f1.size):
        many.f0[i] += many.f1[i] * many.f99[i]
        many.sum += many.f0[i]
"""
CALL = """
from script import *
many = Many(**{f"f{i}": np.arange(5.0) / 3 for i in range(100)}, sum=0)
add(many)
print(many.sum.hex(), "plain" if INTERPRETED else len(add.stats.cache_hits))
"""


def test_cached_kernel_is_loaded_and_agrees_with_the_interpreter(tmp_path: Path) -> None:
    package = Path(cogov.core.__file__).parent.parent.parent
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")

    def call(**more: str) -> list[str]:
        paths = os.pathsep.join([str(tmp_path), str(package), os.environ.get("PYTHONPATH", "")])
        settings = {"PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
        command = [sys.executable, "-W", "error", "-c", CALL]
        return subprocess.run(
            command, env=os.environ | settings | more, capture_output=True, text=True, check=True
        ).stdout.split()

    first, second, interpreted = call(), call(), call(NUMBA_DISABLE_JIT="1")
    assert (first[1], second[1], interpreted[1]) == ("0", "1", "plain")
    assert first[0] == second[0] == interpreted[0]
