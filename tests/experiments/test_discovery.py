"""Where a finding fails: what is planted is found and described, and luck is told as a condition no oftener than is said."""

import numpy as np
import pytest
from cogov.experiments.futures.discovery import LARGEST_P, Condition, Limit, Search, condition_row, together
from cogov.experiments.futures.sampling import Range, Sampling
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.runs.settings import Setting
from cogov.scenarios import load

PAIR = (load("status_quo"), load("co_governance"))
NAMES = ("similarity", "homophily", "drift", "cross_tier", "initial_belonging")


def ranges(names=NAMES):
    return tuple(
        Range(ENVIRONMENT[name], *(ENVIRONMENT[name].plausible or ()), words=ENVIRONMENT[name].choices)
        for name in names
    )


def search(count, names=NAMES, seed=1):
    over = ranges(names)
    points = Sampling(count, over).points(Setting(PAIR, 10, seed))
    return Search(over, points, seed), points


def judged(looked):
    return together([looked])[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_finding_that_fails_only_where_a_quantity_is_high_is_described(seed):
    look, points = search(30, seed=seed)
    fails = np.array([point["similarity"] > 0.7 for point in points])
    found = judged(look.look("b", "satisfaction", (~fails).astype(float)))
    assert found.found
    assert found.kind == "fails"
    (limit,) = found.limits
    assert limit.name == "similarity"
    assert limit.low == pytest.approx(0.7)
    assert limit.high is None
    assert (found.coverage, found.density) == (1, 1)
    assert found.held_coverage > 0.8
    assert found.held_density > 0.8
    assert found.cases == found.inside == fails.sum()


def test_what_holds_in_few_futures_is_told_by_where_it_holds():
    look, points = search(40)
    holds = np.array([point["drift"] < 0.06 for point in points], dtype=float)
    found = judged(look.look("b", "satisfaction", holds))
    assert (found.kind, found.limits[0].name, found.limits[0].high) == ("holds", "drift", pytest.approx(0.06))


def test_a_band_in_the_middle():
    look, points = search(60)
    fails = np.array([0.4 < point["similarity"] < 0.7 for point in points])
    (limit,) = judged(look.look("b", "satisfaction", (~fails).astype(float))).limits
    assert (limit.name, limit.low, limit.high) == ("similarity", pytest.approx(0.4), pytest.approx(0.7))


def test_two_quantities_are_told_only_where_one_is_not_enough():
    look, points = search(80)
    both = np.array([point["similarity"] > 0.5 and point["homophily"] < 0.3 for point in points])
    found = judged(look.look("b", "satisfaction", (~both).astype(float)))
    assert {limit.name for limit in found.limits} == {"similarity", "homophily"}
    one = np.array([point["similarity"] > 0.5 for point in points])
    assert len(judged(look.look("b", "satisfaction", (~one).astype(float))).limits) == 1


def test_words_and_whole_numbers():
    look, points = search(40, ("threshold_kind", "complexity", "similarity"))
    fails = np.array([point["threshold_kind"] == "count" for point in points])
    found = judged(look.look("b", "satisfaction", (~fails).astype(float)))
    assert found.limits in ((Limit("threshold_kind", words=("count",)),),)
    fails = np.array([point["complexity"] >= 4 for point in points])
    (limit,) = judged(look.look("b", "satisfaction", (~fails).astype(float))).limits
    assert (limit.name, limit.low) == ("complexity", 4)


def test_noise_on_a_condition_costs_density_and_no_more():
    look, points = search(100)
    rng = np.random.default_rng(5)
    fails = np.array([point["similarity"] > 0.7 for point in points]) ^ (rng.random(100) < 0.1)
    found = judged(look.look("b", "satisfaction", (~fails).astype(float)))
    assert found.limits[0].name == "similarity"
    assert 0.6 < found.held_density < 1


@pytest.mark.slow
def test_luck_is_told_as_a_condition_in_one_of_twenty_sets_at_most():
    """Sets of three findings that fail by luck alone: the share with any condition, against the binomial bound for 5 %."""
    rng, sets, told = np.random.default_rng(3), 120, 0
    look, _ = search(30)
    for _ in range(sets):
        found = [look.look("b", name, (rng.random(30) > 0.25).astype(float)) for name in ("one", "two", "three")]
        told += any(one.found for one in together(found))
    assert told <= 12  # of Binomial(120, 0.05) more than 12 have a chance of 1 %


def test_the_null_is_exact():
    """p of a search among failures dealt out by luck is even, or larger: never too small."""
    rng = np.random.default_rng(11)
    look, _ = search(30, NAMES[:3])
    labels = np.zeros(30)
    labels[:6] = 1
    p = np.array([look.look("b", "x", 1 - rng.permutation(labels)).p for _ in range(200)])
    assert np.mean(p <= LARGEST_P) < 0.1
    assert np.mean(p <= 0.2) < 0.3


@pytest.mark.parametrize(
    ("holds", "reason"),
    [
        (np.ones(30), "always"),
        (np.zeros(30), "never"),
        (np.r_[np.zeros(2), np.ones(28)], "few"),
        (np.r_[np.ones(2), np.zeros(28)], "few"),
    ],
)
def test_what_cannot_be_told_is_said(holds, reason):
    look, _ = search(30)
    found = look.look("b", "satisfaction", holds)
    assert found.reason == reason
    assert not found.limits


def test_futures_without_a_number_count_for_nothing():
    look, points = search(40)
    holds = np.array([point["similarity"] <= 0.7 for point in points], dtype=float)
    holds[::4] = np.nan
    found = judged(look.look("b", "satisfaction", holds))
    assert found.count == 30
    assert found.limits[0].name == "similarity"
    assert found.inside == np.nansum(holds == 0)


def test_holm():
    strong = Condition("b", "one", p=0.001, held_density=1.0, cases=5, count=30, limits=(Limit("drift", 0.1),))
    weak = Condition("b", "two", p=0.03, held_density=1.0, cases=5, count=30, limits=(Limit("drift", 0.1),))
    silent = Condition("b", "three", reason="always")
    alone, with_more = together([weak])[0], together([weak, strong, weak, silent])
    assert (alone.found, alone.p) == (True, 0.03)
    assert [one.reason for one in with_more] == ["none", "", "none", "always"]
    assert with_more[1].p == pytest.approx(0.003)


def test_the_row_of_a_table():
    one = Condition("b", "x", limits=(Limit("drift", 0.1), Limit("threshold_kind", words=("count",))), p=0.01)
    assert condition_row(one)["box"] == "0.1 <= drift and threshold_kind = count"
    assert condition_row(Condition("b", "x", reason="none"))["condition"] == "none"
