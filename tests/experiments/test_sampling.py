"""Which futures are tried: a Latin hypercube over what was asked for, and every wrong wish said before anything runs."""

from types import SimpleNamespace

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.experiments.futures.sampling import future_setting, read_sampling, sampling
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.runs.settings import Setting, SettingError
from cogov.scenarios import load

PAIR = (load("status_quo"), load("co_governance"))


def setting(**more):
    return Setting(PAIR, 60, 1, **more)


def names(chosen):
    return [one.name for one in chosen.over]


def test_by_default_the_plausible_ranges_of_the_environment():
    found = sampling(setting(), 30)
    assert {"complexity", "similarity", "cross_tier", "homophily", "threshold_kind"} <= set(names(found))
    assert not {"residents", "communities", "elements"} & set(names(found))
    for one in found.over:
        assert one.words or (one.low, one.high) == ENVIRONMENT[one.name].plausible


def test_every_part_of_every_range_is_met_once():
    found = sampling(setting(), 40, ["similarity", "homophily=0.1:0.5"])
    points = found.points(setting())
    for one in found.over:
        values = np.array([point[one.name] for point in points])
        parts = np.floor((values - one.low) / (one.high - one.low) * 40).clip(0, 39)
        assert sorted(parts.tolist()) == list(range(40))


def test_whole_numbers_and_words_have_equal_room():
    points = sampling(setting(), 70, ["complexity", "threshold_kind"]).points(setting())
    assert np.unique([point["complexity"] for point in points], return_counts=True)[1].tolist() == [10] * 7
    kinds = [point["threshold_kind"] for point in points]
    found = {kind: kinds.count(kind) for kind in ENVIRONMENT["threshold_kind"].choices}
    assert found == {"fraction": 23, "count": 24, "log": 23}


def test_points_follow_from_the_seed():
    chosen = sampling(setting(), 10)
    assert chosen.points(setting()) == chosen.points(setting())
    assert chosen.points(setting()) != chosen.points(Setting(PAIR, 60, 2))


def test_a_mapping_and_texts_say_the_same():
    one = sampling(setting(), 5, {"similarity": (0.2, 0.4), "drift": None})
    assert one == sampling(setting(), 5, ["similarity=0.2:0.4", "drift"])


def test_groups_of_names():
    everything = sampling(setting(), 3, ["assumed"])
    assert len(everything.over) > 100
    more = sampling(setting(), 3, ["environment", "similarity=0.4:0.5"])
    assert len(more.over) == len(sampling(setting(), 3).over)
    assert next(one for one in more.over if one.name == "similarity").low == 0.4


def test_values_that_cannot_stand_together_are_brought_into_order():
    points = sampling(setting(environment={"elements": 4}), 30, ["complexity=0:6"]).points(
        setting(environment={"elements": 4})
    )
    assert max(point["complexity"] for point in points) == 3


def test_the_setting_of_a_future():
    base = setting(environment={"budget": 300.0})
    here = future_setting(base, {"similarity": 0.2, "weeks": 104})
    assert here.environment == {"budget": 300.0, "similarity": 0.2}
    assert (here.weeks, base.weeks) == (104, 60)


def test_what_a_manifest_holds_is_read_back():
    chosen = sampling(setting(), 7, ["similarity=0.12345678901234567:0.9", "threshold_kind", "weeks"], 3)
    entry = {"count": 7, "replicates": 3, "over": [one.text for one in chosen.over]}
    assert read_sampling(setting(), entry) == chosen


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (["similariti"], "did you mean 'similarity'"),
        (["similarity=0:2"], "out of bounds"),
        (["similarity=0.5:0.2"], "not below"),
        (["similarity=0.5:0.5"], "not below"),
        (["similarity=a:b"], "not a number"),
        (["similarity=nan:1"], "not finite"),
        (["similarity=0:0.5:1"], "two ends"),
        (["similarity="], "NAME=LOW:HIGH"),
        (["similarity=0.5"], "NAME=LOW:HIGH"),
        (["=0:1"], "NAME=LOW:HIGH"),
        ({"similarity": 0.5}, "no range"),
        (["pooling"], "lever"),
        (["satisfaction"], "unknown"),
        (["similarity", "similarity=0:1"], "named twice"),
        (["complexity=0.5:3"], "whole"),
        (["threshold_kind=fraction:neither"], "not allowed"),
        (["threshold_kind=fraction:fraction"], "two words"),
        (["environment=0:1"], "takes no range"),
        (["elements=1:2"], "future 1 cannot be run"),
        (["weeks=10:20"], "out of bounds"),
    ],
)
def test_wrong_wishes(over, said):
    with pytest.raises(QuantityError, match=said):
        sampling(setting(), 5, over)


@pytest.mark.parametrize("count", [0, -1, 2.5, True, "3"])
def test_a_number_of_futures(count):
    with pytest.raises(SettingError, match="whole number"):
        sampling(setting(), count)


def test_what_is_set_does_not_vary():
    fixed = setting(environment={"similarity": 0.4}, residents=200)
    assert "similarity" not in names(sampling(fixed, 3))
    for over, said in ((["similarity"], "is set to one value"), (["residents=200:400"], "is set by --residents")):
        with pytest.raises(SettingError, match=said):
            sampling(fixed, 3, over)
    everything = {
        name: quantity.default for name, quantity in ENVIRONMENT.items() if quantity.plausible or quantity.choices
    }
    with pytest.raises(SettingError, match="nothing is left"):
        sampling(setting(environment=everything), 3)


def test_what_the_data_say_does_not_vary():
    class Data(SimpleNamespace):
        communities = ("a", "b")

        def __len__(self):
            return 100

    data = Data(missing={"tenure": 0.0}, edges=object(), organizations=None)
    found = names(sampling(setting(population=data), 3))
    assert not {"groups", "renters", "homophily", "mean_ties", "acquaintances", "across_share"} & set(found)
    assert "similarity" in found
    with pytest.raises(SettingError, match="the data say"):
        sampling(setting(population=data), 3, ["homophily"])
    fewer = Data(missing={"tenure": 0.4}, edges=None, organizations=None)
    assert {"renters", "homophily"} <= set(names(sampling(setting(population=fewer), 3)))


def test_names_of_columns_do_not_collide():
    from cogov.model.quantities.parameters import CONSTANTS

    assert not {*INDICATORS} & {*ENVIRONMENT, *CONSTANTS, "weeks"}
