"""Residents who differ less, for experiments: what is levelled, what stays, and that off is off."""

from itertools import pairwise

import numpy as np
import pytest
from cogov import CommunityModel, Resident
from cogov.core.quantity import QuantityError
from cogov.core.rows.columns import columns_of
from cogov.model.population.ablation import FROZEN, KEPT, LEVELLED, level

WEEKS = 14


def made(kind="none", **more):
    environment = {"burn_in": 0, "ablate": kind, **more.pop("environment", {})}
    return CommunityModel(residents=120, communities=2, rng=3, environment=environment, **more)


def means(model, name):
    first, column = model.communities.first, getattr(model.residents, name).astype(float)
    return np.array([column[low:high].mean() for low, high in pairwise(first)])


def test_every_number_of_a_resident_is_levelled_or_kept():
    numbers = {name for name, column in columns_of(Resident).items() if column.dtype == np.float32}
    assert set(KEPT) <= numbers
    assert set(LEVELLED) == numbers - set(KEPT)


def test_levelling_leaves_community_means():
    model = made()
    model.run_for(WEEKS)
    before = {name: means(model, name) for name in LEVELLED}
    kept = {name: getattr(model.residents, name).copy() for name in (*KEPT, "tenure", "origin", "identity")}
    level(model.district.arrays)
    for name in LEVELLED:
        np.testing.assert_allclose(means(model, name), before[name], rtol=1e-6)
        values = getattr(model.residents, name)
        assert len(np.unique(values)) <= 2
    for name, values in kept.items():
        np.testing.assert_array_equal(getattr(model.residents, name), values)


def test_those_who_are_not_there_are_left_out():
    model = made()
    model.run_for(2)
    gone = model.residents.alive[:60].nonzero()[0][:5]
    model.residents.alive[gone] = 0
    model.residents.belonging[gone] = 0.987
    level(model.district.arrays)
    assert (model.residents.belonging[gone] == np.float32(0.987)).all()
    here = (model.residents.alive == 1) & (model.residents.community == 0)
    assert len(np.unique(model.residents.belonging[here])) == 1


def test_off_changes_nothing():
    one, other = made(), CommunityModel(residents=120, communities=2, rng=3, environment={"burn_in": 0})
    for model in (one, other):
        model.run_for(WEEKS)
    assert one.indicators.equals(other.indicators)


@pytest.mark.parametrize("kind", ["means", "frozen", "alone"])
def test_each_kind_changes_runs_and_nothing_of_who_lives_where(kind):
    as_it_is, ablated = made(), made(kind)
    for model in (as_it_is, ablated):
        model.run_for(WEEKS)
    assert not as_it_is.indicators.equals(ablated.indicators)
    np.testing.assert_array_equal(as_it_is.residents.identity, ablated.residents.identity)


def test_frozen_is_the_mechanisms_switched_off():
    one, other = made("frozen"), made(off=FROZEN)
    for model in (one, other):
        model.run_for(WEEKS)
    assert one.indicators.equals(other.indicators)


def test_alone_is_the_weights_of_others_at_0():
    one = made("alone")
    nobody = {"social_weight": 0.0, "social_weight_log": 0.0}
    other = made(environment=nobody, constants={"gossip": 0.0, "susceptibility": 0.0})
    for model in (one, other):
        model.run_for(WEEKS)
    assert {one.environment[name] for name in nobody} == {one.constants["gossip"]} == {0.0}
    assert one.indicators.equals(other.indicators)


def test_means_go_on_after_a_checkpoint_and_with_threads(tmp_path):
    whole, part = made("means", environment={"burn_in": 4}), made("means", environment={"burn_in": 4}, threads=2)
    assert (
        whole.residents.trust_government.std() < made(environment={"burn_in": 4}).residents.trust_government.std() / 3
    )
    part.run_for(5)
    restored = CommunityModel.restore(part.checkpoint(tmp_path / "state"))
    whole.run_for(WEEKS)
    restored.run_for(WEEKS - 5)
    assert whole.indicators.equals(restored.indicators)
    assert len(restored._processes) == 1


def test_an_unknown_kind_is_refused():
    with pytest.raises(QuantityError, match=r"ablate = 'mean' is not allowed.*did you mean 'means'"):
        made("mean")
