"""Spillover against brute force: what is reachable, who is next to whom, and that benefit adds up to the worth of rules."""

from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from cogov.model.mechanisms import trials
from cogov.model.rules import landscape, spillover
from cogov.model.sandbox import district
from hypothesis import given
from hypothesis import strategies as st

ELEMENTS = 6


@lru_cache
def places(communities, complexity=2, seed=1):
    return district(
        20 * communities, communities=communities, seed=seed,
        environment={"elements": ELEMENTS, "complexity": complexity, "spillover": 0.4, "similarity": 0.5},
    )  # fmt: skip


def practise(w, rules):
    """Put these rules (C x N) into force everywhere."""
    w.rules.elements[:] = rules
    for c in range(len(rules)):
        landscape.update_fit(w, c)
    spillover.update_benefit(w, 12)
    return w.rules.benefit.copy()


def neighbours(c, communities):
    return {(c - 1) % communities, (c + 1) % communities} - {c}


@st.composite
def settings_of(draw):
    """A district of 2 to 7 communities with some spillover, and rules for each of them."""
    communities = draw(st.integers(2, 7))
    bits = draw(st.lists(st.integers(0, 2**ELEMENTS - 1), min_size=communities, max_size=communities))
    w = places(communities)
    w.parameters.spillover = draw(st.floats(0.01, 0.9))
    return w, (np.array(bits)[:, None] >> np.arange(ELEMENTS)) & 1


@given(settings_of())
def test_benefit_adds_up_to_what_rules_do_at_home_and_next_door(setting):
    w, rules = setting
    benefit = practise(w, rules)
    worth = [spillover.worth(w, c, w.rules.elements[c], 1.0) for c in range(len(rules))]
    assert benefit.sum() == pytest.approx(sum(worth), abs=1e-12)


@given(settings_of())
def test_benefit_is_fit_at_home_and_the_mean_of_what_neighbours_do(setting):
    w, rules = setting
    benefit, k = practise(w, rules), w.parameters.spillover
    for c in range(len(rules)):
        done = [spillover.done_to(w, c, w.rules.elements[j]) for j in neighbours(c, len(rules))]
        assert benefit[c] == pytest.approx((1 - k) * w.rules.fit[c] + k * np.mean(done), abs=1e-12)


@given(settings_of(), st.integers(0, 6), st.integers(0, ELEMENTS - 1))
def test_a_change_reaches_the_next_ones_on_the_ring_and_nobody_else(setting, who, element):
    w, rules = setting
    who %= len(rules)
    before = practise(w, rules)
    rules[who, element] ^= 1
    after = practise(w, rules)
    changed = {c for c in range(len(rules)) if before[c] != after[c]}
    assert changed == {who} | neighbours(who, len(rules))  # tables are continuous: a flip changes each of them


@given(settings_of(), st.floats(0, 1))
def test_worth_is_between_that_of_who_asks_nobody_and_of_who_asks_all(setting, hearing):
    w, rules = setting
    x = rules[0].astype(np.uint8)
    alone, asked = spillover.worth(w, 0, x, 0.0), spillover.worth(w, 0, x, 1.0)
    assert spillover.worth(w, 0, x, hearing) == pytest.approx((1 - hearing) * alone + hearing * asked, abs=1e-12)
    assert alone == pytest.approx((1 - w.parameters.spillover) * landscape.fit_of(w, 0, x), abs=1e-12)


@pytest.mark.parametrize("communities", [2, 3, 5])
@pytest.mark.parametrize("complexity", [0, 2, 5])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_what_is_reachable_is_the_best_of_all_rule_sets(communities, complexity, share):
    w = places(communities, complexity, seed=communities + complexity)
    w.parameters.spillover = share
    spillover.find_spillover(w, np.ones(communities, np.uint8))
    everything = [np.array(bits, np.uint8) for bits in product((0, 1), repeat=ELEMENTS)]
    for c in range(communities):
        best = max(spillover.worth(w, c, x, 1.0) for x in everything)
        assert w.rules.reachable[c] == pytest.approx(best, abs=1e-12)
        assert max(spillover.done_to(w, c, x) for x in everything) == pytest.approx(1.0, abs=1e-12)
        assert np.mean([spillover.done_to(w, c, x) for x in everything]) == pytest.approx(0.0, abs=1e-12)


def test_where_nothing_is_done_next_door_the_best_at_home_is_reachable():
    w = district(60, communities=3, environment={"elements": ELEMENTS, "spillover": 0.3})
    w.rules.spill[:] = 0.25  # flat: all rule sets are alike to the neighbours
    spillover.find_spillover(w, np.ones(3, np.uint8))
    assert w.rules.reachable == pytest.approx(0.7, abs=1e-12)


def test_only_what_changed_and_its_neighbours_are_found_again():
    w = places(5, seed=9)
    spillover.find_spillover(w, np.ones(5, np.uint8))
    right = w.rules.reachable.copy()
    w.rules.reachable[:] = -9.0
    spillover.find_spillover(w, np.array([0, 1, 0, 0, 0], np.uint8))
    assert w.rules.reachable.tolist() == [*right[:3], -9.0, -9.0]


def test_one_community_has_no_neighbour():
    w = district(30, environment={"elements": ELEMENTS, "spillover": 0.6})
    x = w.rules.elements[0]
    assert not spillover.spills(w)
    assert spillover.worth(w, 0, x, 1.0) == landscape.fit_of(w, 0, x)
    assert spillover.hearing_price(w, 1.0) == 1.0
    spillover.update_benefit(w, 12)
    assert w.rules.benefit[0] == w.rules.fit[0]


def test_two_communities_have_each_other():
    w = places(2)
    w.parameters.spillover = 0.4
    practise(w, np.array([[1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 0, 1]]))
    x, y = w.rules.elements
    assert spillover.caused(w, 0, x) == spillover.received(w, 1) == spillover.done_to(w, 1, x)
    assert spillover.caused(w, 1, y) == spillover.received(w, 0) == spillover.done_to(w, 0, y)


@pytest.mark.parametrize(("voice", "cost", "price"), [(0.0, 0.5, 1.0), (1.0, 0.5, 1.5), (0.4, 2.0, 1.8)])
def test_asking_makes_trials_dearer(voice, cost, price):
    w = district(
        40, communities=2, environment={"spillover": 0.2}, levers={"neighbour_voice": voice}, constants={"hearing_cost": cost}
    )  # fmt: skip
    assert spillover.hearing_price(w, voice) == pytest.approx(price)
    assert trials.price_of_trial(w, 0) == pytest.approx(price * 2.0)  # 0.1 h x 20 residents
    w.parameters.spillover = 0.0
    assert trials.price_of_trial(w, 0) == pytest.approx(2.0)
