"""Shapley values by their axioms, against brute force over all orders, and sampled orders against exact ones."""

import itertools

import numpy as np
import pytest
from cogov.experiments.attribution import shapley
from cogov.runs.intervals import interval
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

NUMBERS = st.floats(-1e3, 1e3, allow_subnormal=False)


@st.composite
def games(draw, least=1, most=5):
    """Values of every coalition of a few players, for two replicates."""
    count = draw(st.integers(least, most))
    return draw(arrays(np.float64, (1 << count, 2), elements=NUMBERS))


def brute(values):
    """The mean contribution over all orders, order by order."""
    count = len(values).bit_length() - 1
    total = np.zeros((count, *values.shape[1:]))
    orders = list(itertools.permutations(range(count)))
    for order in orders:
        mask = 0
        for player in order:
            total[player] += values[mask | 1 << player] - values[mask]
            mask |= 1 << player
    return total / len(orders)


def exchanged(values, i, j):
    """The same game with the names of two players exchanged."""
    masks = np.arange(len(values))
    a, b = masks >> i & 1, masks >> j & 1
    return values[masks & ~(1 << i) & ~(1 << j) | a << j | b << i]


@given(games())
def test_shares_are_the_mean_over_all_orders_and_sum_to_the_difference(values):
    found = shapley.exact(values)
    assert found == pytest.approx(brute(values), abs=1e-9)
    assert found.sum(axis=0) == pytest.approx(values[-1] - values[0], abs=1e-9)


@given(games(least=2))
def test_players_who_do_the_same_get_the_same(values):
    alike = values + exchanged(values, 0, 1)
    found = shapley.exact(alike)
    assert found[0] == pytest.approx(found[1], abs=1e-9)
    other = shapley.exact(exchanged(values, 0, 1))
    assert other[[1, 0]] == pytest.approx(shapley.exact(values)[:2], abs=1e-9)


@given(games(), st.integers(0, 5))
def test_who_changes_nothing_gets_exactly_nothing(values, place):
    count = len(values).bit_length() - 1
    place = min(place, count)
    masks = np.arange(2 * len(values))
    low = masks & ((1 << place) - 1)
    wider = values[low | masks >> place + 1 << place]
    found = shapley.exact(wider)
    assert (found[place] == 0).all()
    rest = [k for k in range(count + 1) if k != place]
    assert found[rest] == pytest.approx(shapley.exact(values), abs=1e-9)
    together = shapley.interactions(wider)
    assert all((together[k] == 0).all() for k, pair in enumerate(shapley.pairs(count + 1)) if place in pair)


@given(games(3, 3), games(3, 3), st.floats(-10, 10))
def test_shares_of_a_sum_are_the_sum_of_shares(one, other, factor):
    both = shapley.exact(one + factor * other)
    assert both == pytest.approx(shapley.exact(one) + factor * shapley.exact(other), abs=1e-6)


@given(games())
def test_exchanging_the_ends_turns_every_share_into_its_exact_negative(values):
    count = len(values).bit_length() - 1
    back = values[::-1]
    assert (shapley.exact(back) == -shapley.exact(values)).all()
    assert shapley.interactions(back) == pytest.approx(shapley.interactions(values), abs=1e-9)
    orders = [shapley.order(count, "test", k) for k in range(3)]
    ahead, turned = (shapley.sampled(lambda mask, v=v: v[mask], count, orders) for v in (values, back))
    assert (turned == -ahead).all()
    assert (shapley.alone(lambda mask: back[mask], count) == -shapley.taken_out(lambda mask: values[mask], count)).all()


@given(games(), st.integers(0, 100))
def test_sampled_shares_sum_to_the_difference_whatever_the_orders(values, draw):
    count = len(values).bit_length() - 1
    orders = [shapley.order(count, draw, k) for k in range(2)]
    found = shapley.sampled(lambda mask: values[mask], count, orders)
    assert found.sum(axis=0) == pytest.approx(values[-1] - values[0], abs=1e-9)
    every = list(itertools.permutations(range(count)))
    assert shapley.sampled(lambda mask: values[mask], count, every) == pytest.approx(brute(values), abs=1e-9)


@given(games(2, 4))
def test_interactions_are_what_two_add_beyond_each(values):
    count = len(values).bit_length() - 1
    found = shapley.interactions(values)
    for k, (i, j) in enumerate(shapley.pairs(count)):
        # by definition: of the game in which the two are one player, and those in which one of them is absent
        rest = [p for p in range(count) if p not in (i, j)]

        def reduced(joined, rest=rest):
            masks = [sum(1 << rest[b] for b in range(len(rest)) if m >> b & 1) for m in range(1 << len(rest))]
            return np.array([values[m] for m in masks] + [values[m | joined] for m in masks])

        one, other, both = (shapley.exact(reduced(joined))[-1] for joined in (1 << i, 1 << j, 1 << i | 1 << j))
        assert found[k] == pytest.approx(both - one - other, abs=1e-9)


def test_which_coalitions_are_needed():
    order = (2, 0, 1, 3)
    assert shapley.chain(order) == [0, 4, 5, 7, 15]
    needed = shapley.needed(4, [order])
    assert needed == sorted({0, 15, 1, 2, 4, 8, 14, 13, 11, 7, 5, 8 | 2})
    assert shapley.needed(2, [(0, 1)]) == [0, 1, 2, 3]


def test_orders_are_drawn_from_the_key_and_evenly():
    assert shapley.order(6, 1, 2, 3) == shapley.order(6, 1, 2, 3)
    assert shapley.order(6, 1, 2, 3) != shapley.order(6, 1, 2, 4)
    places = np.array([np.argsort(shapley.order(4, 9, k)) for k in range(4000)])
    # each player stands at each place a quarter of the time; 5 standard errors, 16 numbers
    shares = np.array([(places == place).mean(axis=0) for place in range(4)])
    assert np.abs(shares - 0.25).max() < 5 * np.sqrt(0.25 * 0.75 / 4000)


def test_sampled_intervals_cover_the_exact_shares():
    """Together the intervals of all players miss in at most 5 % of studies; 300 studies, three standard errors."""
    count, replicates, studies = 6, 15, 300
    chance = np.random.default_rng(4)
    base = chance.normal(size=1 << count).cumsum()  # strong interactions of every degree
    truth = shapley.exact(base)
    missed = widths = 0.0
    for study in range(studies):
        rows = []
        for k in range(replicates):
            values = base + chance.normal(size=1 << count)
            orders = [shapley.order(count, study, k, 0)]
            rows.append(shapley.sampled(lambda mask, v=values: v[mask], count, orders))
        intervals = [interval(column, shared_by=count) for column in np.array(rows).T]
        missed += any(not one.low <= true <= one.high for one, true in zip(intervals, truth, strict=True))
        widths += sum(one.half_width for one in intervals) / count
    rate = missed / studies
    assert rate <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / studies)
    assert rate > 0.005  # nor are they wide beyond need
    assert 0 < widths / studies < 5


@pytest.mark.parametrize("length", [1, 3, 6])
def test_values_of_every_coalition_are_wanted(length):
    with pytest.raises(ValueError, match=r"2\^n"):
        shapley.exact(np.zeros((length, 1)))
