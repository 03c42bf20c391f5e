"""Layouts hold everybody once, in order; people are drawn by key, with the distributions asked for."""

import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from cogov.agents import Resident
from cogov.core.compile.struct import (
    float32_1d,
    float64,
    float64_1d,
    float64_2d,
    int32_1d,
    int64_1d,
    struct,
    uint8_1d,
    uint64,
    uint64_1d,
)
from cogov.core.draws import combine, python_stream
from cogov.core.quantity import QuantityError
from cogov.core.rows.columns import columns_of
from cogov.model.network import generator
from cogov.model.population import attributes
from cogov.model.population.layout import layout, layout_from
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.parameters import CONSTANTS
from cogov.model.state import Experience
from cogov.tests.support.moved_states import STILL
from hypothesis import given
from hypothesis import strategies as st

DEFAULTS = {q.name: q.code(q.default) for q in (*ENVIRONMENT.values(), *CONSTANTS.values())}
COLUMNS = columns_of(Resident)
COLUMNS = {name: column for name, column in COLUMNS.items() if name not in {"alive", "unique_id"}}
KINDS = {"f8": float64_1d, "f4": float32_1d, "i4": int32_1d, "u1": uint8_1d, "u8": uint64_1d}

Residents = struct("Residents", {k: KINDS[c.dtype.str[1:]] for k, c in COLUMNS.items()}, __name__)
Buildings = struct("Buildings", {"key": uint64_1d, "first": int64_1d}, __name__)
Communities = struct("Communities", {"affluence": float64_1d, "group_share": float64_2d}, __name__)
Rules = struct("Rules", {"benefit": float64_1d}, __name__)
Parameters = struct("Parameters", dict.fromkeys(DEFAULTS, float64), __name__)
World = struct(
    "World",
    {
        "seed": uint64, "residents": Residents, "buildings": Buildings, "communities": Communities, "rules": Rules,
        "experience": Experience, "parameters": Parameters,
    },
    __name__,
)  # fmt: skip
PLACES = ("community", "grid", "building", "household")


def settle(seed=1, places=None, **environment):
    """A world with its first residents, as far as attributes.py needs one."""
    settings = {**DEFAULTS, **STILL, "initial_trust_government": 0.64, **environment}
    places = places or layout(settings, seed)
    columns = {name: np.full(places.residents, c.default, c.dtype) for name, c in COLUMNS.items()}
    for place in PLACES:
        columns[place][:] = getattr(places, place)
    affluence = np.zeros(places.communities)
    share = np.zeros((places.communities, int(settings["groups"])))
    attributes.draw_communities(np.uint64(seed), places.community_key, settings["group_evenness"], affluence, share)
    world = World(
        seed=seed,
        residents=Residents(**columns),
        buildings=Buildings(key=places.building_key, first=places.first_building),
        communities=Communities(affluence=affluence, group_share=share),
        rules=Rules(benefit=np.zeros(places.communities)),
        experience=Experience(felt=np.zeros(places.residents, np.int64)),
        parameters=Parameters(**{name: float(value) for name, value in settings.items()}),
    )
    attributes.draw_residents(world)
    return SimpleNamespace(places=places, columns=columns, world=world, settings=settings, seed=seed)


def tie(settled):
    """The first ties of such a world."""
    c = settled.columns
    return generator.build(
        c["community"], c["building"], c["household"], c["origin"], c["sociability"], c["identity"], settled.settings, settled.seed
    )  # fmt: skip


def check(places, n):
    """Everybody is in one place of each kind, places are ranges of rows, and nested."""
    for place, first in (
        ("community", places.first_community),
        ("grid", places.first_grid),
        ("building", places.first_building),
    ):
        of = getattr(places, place)
        assert len(of) == n
        assert (np.diff(first) > 0).all()
        assert first[0] == 0
        assert first[-1] == n
        assert np.array_equal(np.repeat(np.arange(len(first) - 1), np.diff(first)), of)
    assert np.array_equal(places.grid_community[places.grid], places.community)
    assert np.array_equal(places.building_grid[places.building], places.grid)
    assert np.array_equal(places.building_community[places.building], places.community)
    assert set(np.diff(places.household)) <= {0, 1}
    same = places.household[1:] == places.household[:-1]
    assert np.array_equal(places.building[1:][same], places.building[:-1][same])
    for first, community in (
        (places.community_first_grid, places.grid_community),
        (places.community_first_building, places.building_community),
    ):
        assert np.array_equal(np.repeat(np.arange(len(first) - 1), np.diff(first)), community)
    keys = np.concatenate([places.community_key, places.grid_key, places.building_key])
    assert len(np.unique(keys)) == len(keys)


@given(st.integers(1, 700), st.integers(1, 9), st.integers(1, 5), st.integers(2, 80), st.floats(1, 5))
def test_layout_holds_everybody(n, communities, grids, building_size, household_size):
    environment = {
        "residents": n, "communities": communities, "grids": grids, "building_size": building_size,
        "household_size": household_size,
    }  # fmt: skip
    if n < communities:
        with pytest.raises(QuantityError, match="too few"):
            layout(environment, 1)
        return
    places = layout(environment, 1)
    check(places, n)
    sizes = np.diff(places.first_community)
    assert (len(sizes), sizes.max() - sizes.min() <= 1) == (communities, True)
    for c in range(communities):
        of_grid = np.diff(places.first_grid)[places.grid_community == c]
        assert len(of_grid) == min(grids, sizes[c])
        assert of_grid.max() - of_grid.min() <= 1
    for g in range(len(places.grid_key)):
        of_building = np.diff(places.first_building)[places.building_grid == g]
        assert of_building.max() - of_building.min() <= 1
        assert of_building.min() >= min(2, of_building.sum())


def test_the_default_layout():
    places = layout(DEFAULTS, 1)
    assert (places.residents, places.communities, len(places.grid_key), places.streets) == (3200, 8, 16, 1)
    assert np.diff(places.first_building).min() >= 60
    large = layout({**DEFAULTS, "residents": 100_000}, 1)
    sizes = np.bincount(large.household)
    assert sizes.mean() == pytest.approx(2.62, abs=0.06)  # households at the end of a building are cut


def test_places_do_not_depend_on_what_comes_after_them():
    small, large = layout(DEFAULTS, 3), layout({**DEFAULTS, "residents": 6400, "communities": 16}, 3)
    assert np.array_equal(small.building_key, large.building_key[: len(small.building_key)])
    assert np.array_equal(small.household, large.household[:3200])


labels = st.integers(-1, 3)


@given(
    st.lists(st.tuples(labels, labels, labels, labels), min_size=1, max_size=120), st.integers(1, 3), st.integers(2, 9)
)
def test_given_places_are_kept_and_missing_ones_filled(rows, grids, building_size):
    given_places = np.array(rows)
    environment = {**DEFAULTS, "communities": 2, "grids": grids, "building_size": building_size}
    order, places = layout_from(environment, 5, *given_places.T)
    assert sorted(order) == list(range(len(rows)))
    check(places, len(rows))
    c, _, b, h = given_places[order].T
    known = c >= 0
    assert np.array_equal(places.community_label[places.community][known], c[known])
    for i in range(len(rows)):  # those who are known to live together still do
        together = known & (c == c[i]) & (b == b[i]) & (h == h[i]) & (places.grid == places.grid[i])
        if known[i] and b[i] >= 0:
            assert len(set(places.building[together])) == 1
        if known[i] and b[i] >= 0 and h[i] >= 0:
            assert len(set(places.household[together])) == 1


def test_complete_places_keep_their_order():
    places = layout(DEFAULTS, 1)
    order, again = layout_from(DEFAULTS, 9, places.community, places.grid, places.building, places.household)
    assert np.array_equal(order, np.arange(3200))
    for place in PLACES:
        assert np.array_equal(getattr(again, place), getattr(places, place))


def test_people_have_the_distributions_asked_for():
    c = settle(2, residents=40_000, communities=100).columns
    means = {
        "skill": 0.55, "anchor": 0.5, "trust_neighbours": 0.70, "trust_organizations": 0.60, "trust_government": 0.64,
        "clarity": 0.35, "awareness": 0.35, "responsibility": 0.40, "tenure": 0.3,
    }  # fmt: skip
    for (
        name,
        mean,
    ) in means.items():  # sd at most 0.5; tenure comes by household: 0.0055 is 1 standard error of it at most
        assert c[name].mean() == pytest.approx(mean, abs=0.02 if name == "tenure" else 0.006), name
    assert c["hours"].mean() == pytest.approx(1.5, abs=0.02)
    assert c["skill"][c["age_band"] == 2].mean() == pytest.approx(0.432, abs=0.01)
    assert np.bincount(c["age_band"]) / 40_000 == pytest.approx([0.30, 0.46, 0.24], abs=0.01)
    assert np.bincount(c["occupation"]) / 40_000 == pytest.approx(np.full(6, 1 / 6), abs=0.01)
    assert np.bincount(c["origin"]) / 40_000 == pytest.approx(np.full(4, 0.25), abs=0.02)
    assert (c["threshold"].mean(), c["threshold"].std()) == pytest.approx((0, 1), abs=0.02)
    for name, column in COLUMNS.items():
        if column.quantity.unit == "share" and name not in {
            "satisfaction",
            "case_outcome",
            "help_outcome",
            "influence",
        }:
            # kept in 24 bits: of 40,000 some 50 pairs fall on the same number
            assert len(np.unique(c[name])) > 39_800 or name == "weight", name
            assert 0 < c[name].min() < c[name].max() < 1
    assert 0 < c["hours"].min() < c["hours"].max() < 5
    assert len(np.unique(c["identity"])) == 40_000


@pytest.mark.parametrize("shape", [0.1, 0.61, 1.0, 3.0, 20.0])
def test_gamma_has_its_quantiles(shape):
    from scipy.stats import gamma, kstest

    key = python_stream(5, 1, 0)
    drawn = [attributes.gamma(key, np.uint64(i), 32, shape) for i in range(5000)]
    assert kstest(drawn, gamma(shape).cdf).pvalue > 1e-4


def test_better_off_communities_start_higher():
    settled = settle(3, residents=20_000, communities=50)
    affluence = settled.world.communities.affluence
    means = np.bincount(settled.columns["community"], settled.columns["trust_government"]) / 400
    slope = np.polyfit(affluence, means, 1)[0]
    assert slope == pytest.approx(0.1, abs=0.03)
    share = np.diff(settled.world.communities.group_share, prepend=0.0)
    assert share.sum(axis=1) == pytest.approx(1)
    assert share.std() == pytest.approx(0.05, abs=0.015)


def test_draws_follow_keys_not_rows():
    small, large = settle(7).columns, settle(7, residents=6400, communities=16).columns
    for name, values in small.items():
        assert np.array_equal(values, large[name][:3200]), name
    other = settle(8).columns
    assert not np.array_equal(small["skill"], other["skill"])
    assert np.array_equal(small["identity"], other["identity"])


def test_a_newcomer_keeps_the_home_and_nothing_else():
    settled = settle(7)
    before = {name: values[10] for name, values in settled.columns.items()}
    neighbour = {name: values[11] for name, values in settled.columns.items()}
    home = np.uint64(attributes.home_key(settled.world, 10))
    assert before["identity"] == np.uint64(combine(home, 0))
    settled.columns["identity"][10] = combine(home, 31)
    settled.columns["fatigue"][10] = 3.0
    attributes.draw_resident(settled.world, 10, 30)
    after = {name: values[10] for name, values in settled.columns.items()}
    for name in (*PLACES, "tenure", "weight"):
        assert after[name] == before[name]
    for name in ("skill", "hours", "sociability", "anchor", "trust_government"):
        assert after[name] != before[name]
    assert (after["arrived"], after["fatigue"], after["belonging"]) == (30, 0.0, after["anchor"])
    assert neighbour == {name: values[11] for name, values in settled.columns.items()}


@pytest.mark.parametrize("environment", [{"residents": 1, "communities": 1}, {"groups": 1}, {"household_size": 1}, {"building_size": 2}, {"renters": 1}, {"renters": 0, "initial_belonging": 0}])  # fmt: skip
def test_edges_of_what_is_permitted(environment):
    settled = settle(1, **environment)
    check(settled.places, settled.places.residents)
    for name, values in settled.columns.items():
        assert np.isfinite(values).all(), name


def digest():
    """Bytes of a tiny population and its ties."""
    import hashlib

    settled = settle(11, residents=130, communities=3, building_size=20)
    found = hashlib.sha256()
    for group in (settled.columns, tie(settled)):
        for name in sorted(group):
            found.update(name.encode() + group[name].tobytes())
    return found.hexdigest()


@pytest.mark.slow
def test_interpreted_and_compiled_runs_agree():
    found = [
        subprocess.run(
            [sys.executable, "-W", "error", __file__],
            env={**os.environ, "NUMBA_DISABLE_JIT": interpreted}, capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout
        for interpreted in ("0", "1")
    ]  # fmt: skip
    assert found[0] == found[1] != ""


if __name__ == "__main__":
    sys.stdout.write(digest())
