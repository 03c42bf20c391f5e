"""Sums along ties are those of every list by itself, wherever lists stand; and counts of experiences never run over."""

import os
import subprocess
import sys

import numpy as np
import pytest
from cogov.core.compile.compiled import compiled
from cogov.model import experience, state
from cogov.model.mechanisms import belonging, participation
from cogov.model.network import neighbour_sums, tie_lists
from cogov.model.quantities.codes import CHUNK
from cogov.model.rules import fitness
from cogov.model.sandbox import TieLists
from cogov.model.state import Ties
from cogov.tests.support.districts import district
from cogov.tests.support.worlds import allocate, check_ties, empty_tie_lists
from hypothesis import given, settings
from hypothesis import strategies as st

SIZES = st.sampled_from([1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])


@compiled
def tie_all(ties, ends, strength, gone):
    """Make these ties one after the other, and drop every `gone`-th again."""
    for k in range(ends.shape[0]):
        tie_lists.add(ties, ends[k, 0], ends[k, 1], k % 3, strength[k], 0)
    for k in range(0, ends.shape[0], gone):
        tie_lists.drop(ties, ends[k, 0], ends[k, 1])


def network(people, seed, room=3, hubs=0, each=4):
    """Random ties, in lists of this much room that had to move where they outgrew it; hubs are tied to nearly everybody."""
    random = np.random.default_rng(seed)
    ends = random.integers(0, people, (each * people, 2))
    for _ in range(hubs):
        row = int(random.integers(people))
        ends = np.concatenate([ends, np.stack([np.full(people, row), np.arange(people)], axis=1)])
    random.shuffle(ends)
    ties = empty_tie_lists(people, room, 12 * len(ends) + 100)
    ties.neighbour[:] = random.integers(0, people, ties.neighbour.size)  # slots that are not in use hold anything
    tie_all(ties, ends, random.random(len(ends)), 7)
    assert ties.refused[0] == 0
    return ties


def by_list(ties, values):
    """For every list: the exact sum of `values(slot)` over its slots, in Python."""
    first, degree = np.asarray(ties.first).tolist(), np.asarray(ties.degree).tolist()
    return [sum(values(slot) for slot in range(f, f + d)) for f, d in zip(first, degree, strict=True)]


def check_sums(ties, begin, end, seed):
    random, n = np.random.default_rng(seed), len(ties.degree)
    active, x = random.integers(0, 2, n).astype(np.uint8), random.random(n).astype(np.float32)
    neighbour, strength = np.asarray(ties.neighbour).tolist(), np.asarray(ties.strength).astype(float).tolist()
    on, share = active.tolist(), x.astype(float).tolist()
    unit = int(neighbour_sums.UNIT)
    lists = (ties.first, ties.degree, ties.neighbour)
    counts = by_list(ties, lambda slot: on[neighbour[slot]])
    assert neighbour_sums.count_along(*lists, active, begin, end).tolist() == counts[begin:end]
    pulls = by_list(ties, lambda slot: int(unit * strength[slot] * share[neighbour[slot]] + 0.5))
    assert neighbour_sums.pull_along(ties, x, begin, end).tolist() == pulls[begin:end]
    weights = by_list(ties, lambda slot: int(unit * strength[slot] + 0.5))
    assert ties.weight.tolist() == weights
    for i in range(begin, end, max(1, (end - begin) // 9)):
        assert neighbour_sums.pull_of_list(i, x, *lists, ties.strength) == pulls[i]


@given(SIZES, st.integers(0, 10_000), st.sampled_from([0, 1, 3, 30]), st.integers(0, 2), st.data())
@settings(max_examples=40)
def test_sums_along_ties(people, seed, room, hubs, data):
    """Of any residents in a row, whichever of their lists have moved."""
    ties = network(people, seed, room, hubs)
    begin = data.draw(st.integers(0, people))
    end = data.draw(st.integers(begin, people))
    check_sums(ties, begin, end, seed)
    packed = Ties(**tie_lists.repack(ties))
    check_sums(packed, begin, end, seed)
    check_sums(packed, 0, people, seed)


@pytest.mark.parametrize("begin", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1])
@pytest.mark.parametrize("end", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 300])
def test_at_the_edges_of_chunks(begin, end):
    ties = network(300, 5)
    moved = np.asarray(ties.first) >= 900
    assert 0.2 < moved.mean() < 1
    if begin <= end:
        check_sums(ties, begin, end, 8)


def test_hubs_of_more_than_a_thousand_ties():
    ties = network(1500, 3, hubs=3)
    assert np.sort(ties.degree)[-3] > 1000
    check_ties(ties)
    check_sums(ties, 0, 1500, 4)
    check_sums(Ties(**tie_lists.repack(ties)), 200, 1400, 4)


def test_nobody_and_nobody_tied():
    ties = Ties(**tie_lists.from_edges(140, [], [])[0])
    active, lists = np.ones(140, np.uint8), (ties.first, ties.degree, ties.neighbour)
    assert neighbour_sums.count_along(*lists, active, 0, 140).tolist() == [0] * 140
    assert neighbour_sums.count_along(*lists, active, 130, 130).size == 0


def test_the_sums_of_strengths_of_a_model_stay_exact():
    """After a year and more in which ties are made, used, lost, moved, and people come and go."""
    model = district(
        700, 2, 61, environment={"turnover_renters": 0.6}, constants={"tie_rate": 0.1, "participation_base": -0.5}
    )
    ties = model.district.world.ties
    assert model.measures.ties_lost.sum() > 20 < model.measures.moves.sum()
    assert (np.asarray(ties.first) >= ties.home[-1]).sum() > 3, "some lists have moved since all were packed"
    check_ties(ties)
    check_sums(ties, 0, 700, 1)


def test_what_is_rounded_does_not_add_up():
    """Where all only average each other for 20,000 weeks, none are lost by rounding: DeGroot's limit to nine digits."""
    random, n = np.random.default_rng(3), 40
    i, j = np.triu_indices(n, 1)
    keep = random.random(len(i)) < 0.2
    strength = random.uniform(0.05, 1.0, keep.sum()).astype(np.float32).astype(float)
    ties = Ties(**tie_lists.from_edges(n, i[keep], j[keep], None, strength)[0])
    weight = np.bincount(np.concatenate([i[keep], j[keep]]), np.tile(strength, 2), n)
    assert weight.min() > 0
    x = start = random.random(n)
    for _ in range(20_000):
        following = np.empty(n)
        belonging.average(ties, x, start, 1.0, 0, following)
        x = following
    np.testing.assert_allclose(x, weight @ start / weight.sum(), atol=1e-9)


# --- experiences ---


def felt_by(people, seed, most=60):
    """Words of experiences, and the counts in plain Python: many of each kind, beyond what is counted."""
    random = np.random.default_rng(seed)
    felt, counts = np.zeros(people, np.int64), random.integers(0, most, (people, experience.KINDS))
    for i in range(people):
        for kind in random.permutation(experience.KINDS).tolist():
            for _ in range(counts[i, kind]):
                experience.note(felt, i, kind)
    return felt, np.minimum(counts, experience.MOST)


def lanes(words):
    return np.array([[experience.count(word, kind) for kind in range(experience.KINDS)] for word in words.tolist()])


def test_own_experiences_are_counted_by_kind():
    felt, counts = felt_by(40, 1)
    assert (counts == experience.MOST).any()
    assert (counts == 0).any() or counts.min() < 3
    np.testing.assert_array_equal(lanes(felt), counts)
    assert experience.MOST * experience.TOGETHER <= experience.LANE
    assert experience.KINDS * experience.BITS <= 63


@pytest.mark.parametrize(
    ("people", "hubs", "most"), [(200, 1, 60), (300, 3, 60), (1200, 2, 1000), (129, 0, 3), (40, 40, 1000)]
)
def test_what_is_heard_never_runs_over(people, hubs, most):
    """Hubs with hundreds of ties, all of whose neighbours felt as much as is counted: no lane runs into the next."""
    ties = network(people, people, hubs=hubs)
    felt, counts = felt_by(people, 2, min(most, 60))
    if most == 1000:
        felt[:], counts = (
            sum(experience.MOST << (experience.BITS * k) for k in range(experience.KINDS)),
            np.full_like(counts, 31),
        )
    degree = np.asarray(ties.degree)
    assert hubs == 0 or (degree > min(people - 60, 1000) * 0.5).any()
    found = lanes(experience.heard(ties, felt, 0, people))
    neighbour = np.asarray(ties.neighbour).astype(int)
    wanted = [
        counts[neighbour[f : f + d]].sum(axis=0) for f, d in zip(np.asarray(ties.first).tolist(), degree.tolist())
    ]
    np.testing.assert_array_equal(found, np.minimum(wanted, experience.LANE))
    assert hubs == 0 or found.max() == experience.LANE
    for begin, end in ((0, people // 2), (people // 2, people), (people // 3, people // 3 + 1)):
        np.testing.assert_array_equal(lanes(experience.heard(ties, felt, begin, end)), found[begin:end])


def shown():
    """Sums along ties and what is heard, as they are printed: also where words run over on the way."""
    ties = network(200, 9, hubs=2)
    felt = allocate(state.Experience, felt=np.full(200, sum(31 << (10 * k) for k in range(6)))).felt
    x = allocate(state.Scratch, 200, number=np.linspace(0, 1, 200)).number
    parts = experience.heard(ties, felt, 0, 200), neighbour_sums.pull_along(ties, x, 0, 200), ties.weight
    return repr([*(np.asarray(part).tolist() for part in parts), *in_32_bits()])


def in_32_bits():
    """What rules make of plain arrays of 32-bit numbers, of which nothing says that they are to be reckoned with in 64."""
    random, n = np.random.default_rng(5), 60
    x, strength = random.random(n).astype(np.float32), random.random(3 * n).astype(np.float32)
    first, degree = np.arange(0, 3 * n, 3).astype(np.uint32), np.full(n, 3, np.uint32)
    neighbour, active = random.integers(0, n, 3 * n).astype(np.uint32), random.integers(0, 2, n).astype(np.uint8)
    lists, share = (first, degree, neighbour, strength), np.float32(0.6)
    yield [int(neighbour_sums.pull_of_list(i, x, *lists)) for i in range(n)]
    weight, following = (
        (neighbour_sums.UNIT * strength.astype(float)).astype(np.int64).reshape(n, 3).sum(axis=1),
        np.empty(n),
    )
    belonging.average(TieLists(*lists, weight, np.array([0, 3 * n])), x, x[::-1].copy(), share, 0, following)
    yield following.tolist()
    third = np.float32(1 / 3)  # utilities that meet the threshold in 32 bits and not in 64, or the other way round
    at_the_edge = (third * np.float32(2 / 3) + x).astype(np.float32)
    yield participation.decide(active, at_the_edge, x, third, 0, first, degree, neighbour).tolist()
    depends, table = np.array([[1], [2], [0]], np.int32), random.random(12).astype(np.float32)
    yield [
        float(fitness.score(np.array(rules, np.uint8), depends, table)) for rules in ((0, 0, 0), (1, 0, 1), (1, 1, 1))
    ]
    yield float(fitness.mean_score(depends, table))


@pytest.mark.slow
def test_interpreted_and_compiled_sums_agree():
    found = [
        subprocess.run(
            [sys.executable, "-W", "error", __file__],
            env=os.environ | {"NUMBA_DISABLE_JIT": disable}, capture_output=True, text=True, check=False,
        )
        for disable in ("0", "1")
    ]  # fmt: skip
    assert [done.returncode for done in found] == [0, 0], found[1].stderr
    assert found[0].stdout == found[1].stdout == shown()


if __name__ == "__main__":
    sys.stdout.write(shown())
