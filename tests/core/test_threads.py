"""Threads that share work: parts that cover everything once, results in order, errors that are heard."""

import pickle
import threading

import numpy as np
import pytest
from cogov.core import threads as crew
from cogov.core.threads import Crew, split
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40), st.integers(1, 12), st.integers(0, 5))
def test_parts_cover_all_places_once(sizes, parts, begin):
    first = begin + np.concatenate([[0], np.cumsum(sizes)])
    found = split(first, parts)
    assert [low for low, _ in found] == [0, *(high for _, high in found[:-1])]
    assert found[-1][1] == len(sizes)
    assert all(low < high for low, high in found)
    assert len(found) <= min(parts, len(sizes))
    fair, largest = sum(sizes) / parts, max(sizes)
    assert all(sum(sizes[low:high]) <= fair + largest for low, high in found)


@pytest.mark.parametrize(
    ("sizes", "parts", "wanted"),
    [
        ([10] * 4, 2, [(0, 2), (2, 4)]),
        ([10] * 4, 1, [(0, 4)]),
        ([10], 3, [(0, 1)]),
        ([5, 5], 5, [(0, 1), (1, 2)]),
        ([100, 1, 1, 1], 2, [(0, 1), (1, 4)]),
        ([0, 0, 0], 2, [(0, 1), (1, 3)]),
    ],
)
def test_split_by_hand(sizes, parts, wanted):
    assert split(np.concatenate([[0], np.cumsum(sizes)]), parts) == wanted


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_results_stand_in_the_order_of_parts(threads):
    assert Crew(threads).run(lambda a, b: a * b, [(k, k + 1) for k in range(20)]) == [k * (k + 1) for k in range(20)]
    assert Crew(threads).run(lambda a: a, []) == []


def test_parts_are_done_at_the_same_time():
    """Three that wait for each other end only if three are at work, one of them the caller."""
    together, names = threading.Barrier(3, timeout=20), []

    def work(k):
        together.wait()
        names.append(threading.current_thread().name)
        return k

    assert Crew(3).run(work, [(0,), (1,), (2,)]) == [0, 1, 2]
    assert len(set(names)) == 3
    assert threading.current_thread().name in names


def test_one_thread_and_one_part_use_no_other_thread():
    here = threading.get_ident()
    assert Crew(1).run(lambda: threading.get_ident(), [(), (), ()]) == [here] * 3
    assert Crew(4).run(lambda: threading.get_ident(), [()]) == [here]


@pytest.mark.parametrize("bad", [0, 2])
def test_an_error_of_any_part_is_raised(bad):
    def work(k):
        if k == bad:
            raise ZeroDivisionError(f"part {k}")

    with pytest.raises(ZeroDivisionError, match=f"part {bad}"):
        Crew(3).run(work, [(0,), (1,), (2,)])


def test_a_crew_can_be_sent_elsewhere():
    one = Crew(3)
    one.run(lambda k: k, [(0,), (1,)])
    assert pickle.loads(pickle.dumps(one)).threads == 3
    assert pickle.loads(pickle.dumps(one)).run(abs, [(-1,), (-2,)]) == [1, 2]


def test_threads_to_use(monkeypatch):
    monkeypatch.delenv(crew.VARIABLE, raising=False)
    assert crew.available() >= 1
    for told, wanted in (("1", 1), (" 3 ", 3), ("", crew.available())):
        monkeypatch.setenv(crew.VARIABLE, told)
        assert crew.available() == wanted
    for told in ("0", "-1", "two", "1.5"):
        monkeypatch.setenv(crew.VARIABLE, told)
        with pytest.raises(ValueError, match="is not a number of threads: a whole number from 1"):
            crew.available()
