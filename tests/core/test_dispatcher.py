"""Kernels are compiled once with what they call; what was compiled as a part is compiled in full when Python calls it."""

import numba
import numpy as np
import pytest
from cogov.core.compile.compiled import INTERPRETED, compiled
from cogov.core.compile.dispatcher import is_part

pytestmark = pytest.mark.skipif(INTERPRETED, reason="about compiled code")


def forms(kernel: object) -> list:
    return list(kernel.overloads.values())  # type: ignore[attr-defined]


SOURCE = """
@compiled
def checked(x, limit):
    if x > limit:
        raise ValueError("over the limit", x)
    return x * 3.0

@compiled
def middle(x):
    return checked(x, 5) + checked(x, 7)

@compiled
def whole(values):
    total = 0.0
    for value in values:
        total += middle(value)
    return total
"""


def kernels() -> tuple:
    """Return three kernels that call each other; without a file, so that no earlier process has left them on disk."""
    names: dict = {"compiled": compiled}
    exec(SOURCE, names)
    return names["checked"], names["middle"], names["whole"]


def test_parts_are_linked_into_the_whole() -> None:
    checked, middle, whole = kernels()
    assert whole(np.array([1.0, 2.0])) == 18.0
    assert [is_part(form) for form in forms(whole)] == [False]
    assert [is_part(form) for form in forms(middle)] == [True]
    assert [is_part(form) for form in forms(checked)] == [True]


def test_a_constant_at_a_call_makes_no_new_form() -> None:
    checked, _, whole = kernels()
    whole(np.array([1.0]))
    assert len(forms(checked)) == 1  # for the limits 5 and 7


def test_a_part_that_python_calls_is_compiled_in_full() -> None:
    checked, middle, whole = kernels()
    assert whole(np.array([1.0])) == 6.0
    assert middle(2.0) == 12.0
    assert [is_part(form) for form in forms(middle)] == [False]
    assert checked(2.0, np.int64(9)) == 6.0
    assert whole(np.array([1.0, 1.0])) == 12.0  # as linked before

    @compiled
    def later(x):
        return middle(x) + 1.0

    assert later(1.0) == 7.0


def test_errors_of_parts_come_through_with_their_values() -> None:
    _, _, whole = kernels()
    with pytest.raises(ValueError, match="over the limit") as caught:
        whole(np.array([1.0, 6.0]))
    assert caught.value.args == ("over the limit", 6.0)


def test_kernels_of_others_may_call_ours() -> None:
    _, middle, _ = kernels()

    @numba.njit
    def foreign(x):
        return middle(x) * 2.0

    assert foreign(1.0) == 12.0


def test_recursion() -> None:
    @compiled
    def factorial(n):
        if n <= 1:
            return 1
        return n * factorial(n - 1)

    @compiled
    def called(n):
        return factorial(n)

    assert called(5) == 120
    assert factorial(6) == 720
