"""Slot lists of ties stay whole, in order and symmetric whatever happens to them, wherever they come to stand."""

import numpy as np
import pytest
from cogov.model.network import tie_lists
from cogov.model.quantities.codes import CHUNK, TIE_BUILDING, TIE_HOUSEHOLD
from cogov.model.state import Ties
from cogov.tests.support.worlds import check_ties, empty_tie_lists
from hypothesis import given, settings
from hypothesis import strategies as st

PEOPLE = 8


def listed(ties):
    """Each list as it stands: [[other end, kind, strength, week], ...]."""
    columns = [np.asarray(getattr(ties, name)).tolist() for name in ("neighbour", "kind", "strength", "used")]
    lists = zip(np.asarray(ties.first).tolist(), np.asarray(ties.degree).tolist(), strict=True)
    return [[[column[slot] for column in columns] for slot in range(f, f + d)] for f, d in lists]


class Lists:
    """The same in plain Python: what the order of a list is, and how a tie grows."""

    def __init__(self, n=PEOPLE):
        self.lists = [[] for _ in range(n)]

    def of(self, i, j):
        return next((k for k, tie in enumerate(self.lists[i]) if tie[0] == j), None)

    def add(self, i, j, kind, strength, week):
        for a, b in ((i, j), (j, i)):
            self.lists[a].append([b, kind, float(np.float32(strength)), week])

    def take_out(self, i, j):
        place, last = self.of(i, j), self.lists[i].pop()
        if place < len(self.lists[i]):
            self.lists[i][place] = last

    def drop(self, i, j):
        self.take_out(i, j)
        self.take_out(j, i)

    def leave(self, i):
        lost = [tie[0] for tie in reversed(self.lists[i]) if tie[1] != TIE_HOUSEHOLD]
        for j in lost:
            self.drop(i, j)
        return len(lost)

    def strengthen(self, i, j, gain, week):
        strength = self.lists[i][self.of(i, j)][2]
        for a, b in ((i, j), (j, i)):
            self.lists[a][self.of(a, b)][2:] = [float(np.float32(strength + gain * (1.0 - strength))), week]


NAMES = ("add", "add", "add", "drop", "leave", "strengthen", "repack")
ENDS = st.integers(0, PEOPLE - 1)
OPERATIONS = st.lists(st.tuples(st.sampled_from(NAMES), ENDS, ENDS, st.floats(0, 1, width=32)), max_size=80)


@given(OPERATIONS, st.integers(0, 3), st.sampled_from([0, 7, 20, 4000]))
@settings(max_examples=300)
def test_any_operations_keep_ties_clean(operations, room, spare):
    """Against plain lists, in the order of slots: also where lists move, and where there is no room left to move to."""
    ties, plain = empty_tie_lists(PEOPLE, room, spare), Lists()
    for week, (what, i, j, share) in enumerate(operations):
        tied = plain.of(i, j) is not None
        if what == "add":
            refused = ties.refused[0]
            made = tie_lists.add(ties, i, j, (i + j) % 3, share, week)
            assert made == (i != j and not tied and ties.refused[0] == refused)
            assert made or ties.refused[0] == refused or ties.neighbour.size - ties.degree.sum() < 2
            if made:
                plain.add(i, j, (i + j) % 3, share, week)
        elif what == "drop":
            assert tie_lists.drop(ties, i, j) == tied
            if tied:
                plain.drop(i, j)
        elif what == "leave":
            assert tie_lists.drop_all_but_household(ties, i) == plain.leave(i)
        elif what == "strengthen":
            assert tie_lists.strengthen(ties, i, j, share, week) == tied
            if tied:
                plain.strengthen(i, j, share, week)
        else:
            ties = Ties(**tie_lists.repack(ties))
            assert ties.full[0] == 0
        check_ties(ties)
        assert listed(ties) == plain.lists
    for i, own in enumerate(plain.lists):
        for k, (j, *_) in enumerate(own):
            assert tie_lists.find(ties, i, j) == ties.first[i] + k


def test_a_list_that_is_full_moves_behind_all_others():
    """Room for one: the second tie of 0 takes its list to slot 8, with room to grow; that of 1 stays where it was."""
    ties = empty_tie_lists(PEOPLE, 1, 5)
    assert [tie_lists.add(ties, 0, j, TIE_BUILDING, 0.5, 3) for j in (1, 1, 0)] == [True, False, False]
    assert (ties.first[0], ties.room[0], ties.end[0], ties.full[0]) == (0, 1, 8, 0)
    assert tie_lists.add(ties, 2, 0, TIE_BUILDING, 0.25, 4)
    assert (ties.first[0], ties.room[0], ties.end[0]) == (8, 1 + tie_lists.GROWTH, 9 + tie_lists.GROWTH)
    assert listed(ties)[0] == [[1, TIE_BUILDING, 0.5, 3], [2, TIE_BUILDING, 0.25, 4]]
    assert (ties.first[1], ties.first[2]) == (1, 2)
    assert ties.full[0] == 1, "hardly a slot is left"
    assert ties.refused[0] == 0
    check_ties(ties)


def test_where_no_slot_is_left_ties_are_refused():
    ties = empty_tie_lists(PEOPLE, 1)
    full = [(0, 1), (2, 0), (3, 0), (4, 0)]
    assert all(tie_lists.add(ties, i, j, TIE_BUILDING, 0.5, 1) for i, j in full)
    assert ties.degree.sum() == ties.neighbour.size
    before = listed(ties)
    assert not tie_lists.add(ties, 6, 0, TIE_BUILDING, 0.5, 1)
    assert not tie_lists.add(ties, 1, 7, TIE_BUILDING, 0.5, 1)
    assert (listed(ties), ties.refused[0], ties.full[0]) == (before, 2, 1)
    check_ties(ties)
    fresh = Ties(**tie_lists.repack(ties))
    assert (fresh.full[0], fresh.refused[0]) == (0, 2)
    assert listed(fresh) == before
    assert tie_lists.add(fresh, 6, 0, TIE_BUILDING, 0.5, 1)
    check_ties(fresh)


def test_lists_close_up_in_their_order():
    """Two slots asked for, one for the other: the rest goes half to all lists, half behind them; nothing else of ties changes."""
    random, people = np.random.default_rng(3), 2 * CHUNK + 9
    ties = empty_tie_lists(people, 2, 30 * people)
    for i, j in random.integers(0, people, (3 * people, 2)).tolist():
        tie_lists.add(ties, i, j, int(random.integers(3)), random.random(), int(random.integers(200)))
    before, slots = listed(ties), ties.neighbour.size
    degree = np.asarray(ties.degree).astype(int)
    each = (slots - degree.sum() - 3) // (2 * people)
    assert each > 5
    assert tie_lists.close_up(ties, 5, 9, 2)
    assert listed(ties) == before
    check_ties(ties)
    extra = np.zeros(people, int)
    extra[[5, 9]] = 2, 1
    assert (ties.room == degree + each + extra).all()
    behind = np.concatenate([[0], np.cumsum(ties.room)])
    assert (ties.first == behind[:-1]).all()
    assert ties.home.tolist() == [*behind[:-1:CHUNK].tolist(), behind[-1]]
    assert (ties.end[0], ties.full[0]) == (behind[-1], 1)
    assert not tie_lists.close_up(ties, 5, 9, slots - int(degree.sum()))
    assert listed(ties) == before


def test_packed_lists_have_the_room_that_is_asked_for():
    ties = empty_tie_lists(PEOPLE, 4)
    assert tie_lists.add(ties, 0, 1, TIE_BUILDING, 0.5, 1)
    usual = len(tie_lists.repack(ties)["neighbour"])
    assert len(tie_lists.repack(ties, 100)["neighbour"]) == usual
    assert len(tie_lists.repack(ties, 50_000)["neighbour"]) == 2 + 50_000 + tie_lists.reserve(PEOPLE)


@pytest.mark.parametrize("people", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_repacked_lists_stand_side_by_side(people):
    """In the order of residents, with a free slot and more, unused slots behind them, and where each chunk begins."""
    random, ties = np.random.default_rng(people), empty_tie_lists(people, 2, 40 * people + 100)
    for i, j in random.integers(0, max(people, 1), (3 * people, 2)).tolist():
        tie_lists.add(ties, i, j, int(random.integers(3)), random.random(), int(random.integers(200)))
    moved = np.asarray(ties.first) >= 2 * people
    assert people < 100 or 0.2 < moved.mean() < 1
    packed = tie_lists.repack(ties)
    fresh, degree = Ties(**packed), packed["degree"].astype(int)
    assert listed(fresh) == listed(ties)
    check_ties(fresh)
    assert (packed["room"] == degree + tie_lists.SLACK + degree // tie_lists.SLACK_SHARE).all()
    behind = np.concatenate([[0], np.cumsum(packed["room"])])
    assert (packed["first"] == behind[:-1]).all()
    assert packed["home"].tolist() == [*behind[:-1:CHUNK].tolist(), behind[-1]]
    assert packed["end"][0] == behind[-1]
    assert len(packed["neighbour"]) - behind[-1] >= 2 * tie_lists.reserve(people)


def test_more_slots_than_can_be_numbered_are_refused():
    with pytest.raises(ValueError, match="too many: slots are numbered below"):
        tie_lists._empty(np.full(3, 2**31), np.zeros(1))


def test_strengths_of_one_end_keep_the_sum():
    """Whatever 32-bit number is set: the sum is that of the strengths as kept."""
    ties = empty_tie_lists(PEOPLE, 4)
    for j in range(1, 4):
        tie_lists.add(ties, 0, j, TIE_BUILDING, 0.1 * j, 0)
    tie_lists.set_strength(ties, 0, 1, 0.7)
    tie_lists.set_strength(ties, 0, 2, 1e-9)
    kept = [float(np.float32(x)) for x in (0.1, 0.7, 1e-9)]
    assert ties.weight[0] == sum(int(x * 2**40 + 0.5) for x in kept)
    tie_lists.take_out(ties, 0, 0)
    assert ties.weight[0] == sum(int(x * 2**40 + 0.5) for x in kept[1:])
    assert [tie[0] for tie in listed(ties)[0]] == [3, 2]
