"""Assumptions: what is swept and in which range, what becomes of a conclusion, Morris designs that a seed repeats."""

import dataclasses
import math

import numpy as np
import pytest
from cogov.core.quantity import Status
from cogov.evidence.assumptions import Effort, Fate, fate_of, gather
from cogov.evidence.conclusions import headline_conclusions, regime_conclusions
from cogov.evidence.design_points import Size, check
from cogov.experiments.futures.ranges import assumed, settled, sweep
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.parameters import CONSTANTS
from cogov.reports.evidence.assumptions import document, summary, tables
from cogov.runs.intervals import Interval

SMALL = Effort(Size(160, 4, 20), 2, 2, 1, False)
ONLY = ("trust_down", "threshold_kind", "communities")


def test_everything_assumed_is_swept_within_what_is_permitted():
    found = {one.name: one for one in assumed()}
    every = [one for part in (ENVIRONMENT, CONSTANTS) for one in part.values() if one.status is Status.ASSUMED]
    assert {*found} == {one.name for one in every}
    for one in found.values():
        for value in one.values:
            one.quantity.check(value)
        if one.quantity.plausible:
            assert one.declared
            assert one.values == pytest.approx(one.quantity.plausible)


def test_a_quantity_without_declared_range_goes_from_half_to_twice():
    one = sweep(CONSTANTS["join_rate"])
    assert one.values == (0.0035, 0.014)
    assert not one.declared
    assert sweep(CONSTANTS["trip_saving"]).values == (0.25, 1.0)
    assert sweep(ENVIRONMENT["household_size"]) is None  # measured
    assert sweep(ENVIRONMENT["threshold_kind"]).values == ("fraction", "count")


def test_joint_values_can_stand_together():
    assert settled({"elements": 8, "complexity": 11})["complexity"] == 7
    assert settled({"initial_strength_low": 0.4, "initial_strength_high": 0.3})["initial_strength_low"] == 0.3
    assert settled({"gossip": 0.1}) == {"gossip": 0.1}


def test_every_conclusion_can_be_run_at_both_ends_of_everything():
    conclusions = regime_conclusions() + headline_conclusions()
    assert len({one.name for one in conclusions}) == len(conclusions)
    points = [{}] + [{one.name: value} for one in assumed() for value in one.values]
    joint = [settled({one.name: one.values[k] for one in assumed()}) for k in (0, -1)]
    check(arm for values in (*points, *joint) for one in conclusions for arm in one.arms(values, SMALL.size))


@pytest.mark.parametrize(
    ("low", "high", "fate"),
    [(0.1, 0.2, Fate.HOLDS), (-0.2, -0.1, Fate.FLIPS), (-0.1, 0.1, Fate.LOST), (math.nan, math.nan, Fate.LOST)],
)
def test_fates(low, high, fate):
    assert fate_of(Interval(0.3, 0.2, 0.4, 9), Interval((low + high) / 2, low, high, 9)) is fate


@pytest.fixture(scope="module")
def found():
    return gather(effort=SMALL, only=ONLY, workers=1)


def test_each_conclusion_is_tried_at_each_value(found):
    assert [one.name for one in found.swept] == ["communities", "threshold_kind", "trust_down"]
    for one in found.tried:
        assert [setting.value for setting in one.settings] == [4, 16, "fraction", "count", 0.1, 0.3]
        assert len(one.joint) == 8
        assert sum(one.count(fate) for fate in Fate) == len(one.settings)
        assert [effect.mu_star for effect in one.effects] == sorted((e.mu_star for e in one.effects), reverse=True)
    assert any(one.effects[0].mu_star > 0 for one in found.tried)


def test_the_seed_repeats_all_of_it(found):
    again = gather(effort=SMALL, only=ONLY, workers=1)
    for name, table in tables(found).items():
        assert table.equals(tables(again)[name]), name


def test_an_assumption_that_turns_a_conclusion_round_is_told(found):
    one = found.tried[0]
    setting = dataclasses.replace(one.settings[0], found=Interval(-0.2, -0.3, -0.1, 9), fate=Fate.FLIPS, sure=True)
    turned = dataclasses.replace(one, base=Interval(0.2, 0.1, 0.3, 9), settings=(setting, *one.settings[1:]))
    told = dataclasses.replace(found, tried=(turned,))
    row = summary(told)[0]
    assert row["flips"] == 1 + sum(s.fate is Fate.FLIPS for s in one.settings[1:])
    assert "communities=4" in str(row["flips_by"])
    for language, word in (("en", "What flips where"), ("zh", "何处反转")):
        text = document(told, "cogov assumptions", language)
        assert word in text
        assert "`communities`" in text
    assert np.isfinite(turned.joint_share)
