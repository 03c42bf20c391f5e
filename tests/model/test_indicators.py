"""Indicators: inequality against the naive formulas, ratios by hand, and communities that add up to the district."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from cogov.agents import Organization
from cogov.model import collect, measures
from cogov.model.quantities import indicators
from cogov.model.quantities.codes import TIE_ACTIVITY, TIE_BUILDING
from cogov.model.quantities.indicators import ALL, INDICATORS, PARTS
from cogov.tests.support.districts import district, tie_list
from hypothesis import example, given, settings
from hypothesis import strategies as st

COLUMNS = list(measures.COLUMNS)
BUSY = {
    "environment": {"turnover_renters": 0.8, "problem_rate": 150.0, "dispute_rate": 100.0},
    "constants": {"participation_base": -1.0, "founding_rate": 1.0},
    "levers": {"kpi_power": 0.5, "copying": "adapted"},
}


@pytest.fixture(scope="module")
def model():
    return district(240, 3, 60, seed=5, by_community=True, **BUSY)


def naive_gini(values):
    """Mean difference of all pairs over twice the mean."""
    values = np.asarray(values, float)
    values = values / (values.max(initial=0.0) or 1.0)  # the smallest numbers have too few digits for a mean
    return np.abs(values[:, None] - values).mean() / (2 * values.mean()) if values.sum() > 0 else 0.0


# --- inequality and diversity ---


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 10)), min_size=1, max_size=12))
@example([(5e-324, 1.0)])
@example([(5e-324, 3.0)])
@example([(0.0, 1.0), (5e-324, 2.0), (1e-323, 1.0)])
@example([(0.0, 1.0), (1e-310, 2.0), (100.0, 3.0)])
def test_gini_of_bins(bins):
    """Against the naive formula over as many residents as the bins count (whole numbers), in the order of their values."""
    bins = sorted((value, int(count)) for value, count in bins)
    count, value = np.array([b[1] for b in bins], float), np.array([b[0] for b in bins])
    found = collect.gini_of_bins(count, value)
    assert found == pytest.approx(naive_gini(np.repeat(value, count.astype(int))) if count.sum() else 0.0, abs=1e-9)


def test_gini_of_belonging(model):
    r = model.residents
    bins = collect.empty_bins()
    collect.sort_residents(model.district.world.residents, 0, 240, bins)
    assert bins[: collect.BINS].sum() == bins[2 * collect.BINS :].sum() == 240
    assert collect.ginis(bins)[0] == pytest.approx(naive_gini(r.belonging), abs=1e-3)
    assert model.indicators.belonging_gini.iloc[-1] == collect.ginis(bins)[0]
    halves = [collect.empty_bins() for _ in range(2)]
    for (low, high), part in zip(((0, 100), (100, 240)), halves):
        collect.sort_residents(model.district.world.residents, low, high, part)
    assert (sum(halves) == bins).all()
    parts = model.indicators_by_community.loc[60].belonging_gini
    for c in range(3):
        assert parts[c] == pytest.approx(naive_gini(r.belonging[r.community == c]), abs=1e-3)


def test_gini_of_participation(model):
    weeks = [int(recent).bit_count() for recent in model.residents.recent]
    assert sum(weeks) > 100
    assert model.indicators.participation_gini.iloc[-1] == pytest.approx(naive_gini(weeks), abs=1e-12)


@given(st.integers(0, 2**31 - 1))
def test_bits(x):
    assert collect.bits_set(x) == (x & 0xFFFFFF).bit_count()


@given(st.integers(2, 7), st.integers(1, 9), st.integers(0, 10_000))
def test_rule_diversity(places, n, seed):
    """Brute force: the mean over all pairs of the share of rules in which they differ."""
    elements = np.random.default_rng(seed).integers(0, 2, (places, n)).astype(np.uint8)
    pairs = [(elements[a] != elements[b]).mean() for b in range(places) for a in range(b)]
    assert collect.rule_diversity(elements) == pytest.approx(np.mean(pairs), abs=1e-12)


def test_one_community_is_not_diverse():
    assert collect.rule_diversity(np.ones((1, 5), np.uint8)) == 0.0


# --- sums against the state they are made of ---


def summed(values, units=2**30):
    """The sum of 32-bit numbers that are cut to units: exact, in any order."""
    return np.floor(np.asarray(values, float) * units).sum() / units


def test_sums_of_residents(model):
    r, last, week = model.residents, model.measures.iloc[-1], model.week
    for name in (
        "belonging",
        "trust_neighbours",
        "trust_organizations",
        "trust_government",
        "awareness",
        "responsibility",
        "clarity",
        "satisfaction",
    ):
        assert last[name] == summed(getattr(r, name)) == pytest.approx(getattr(r, name).sum(dtype=float), rel=1e-6)
    for name in ("fatigue", "given"):
        assert last[name] == summed(getattr(r, name), 2**31) > 0
        assert last[name] == pytest.approx(getattr(r, name).sum(dtype=float), rel=1e-5)
    assert last.active == r.active.sum() > 0
    assert last.residents == 240
    assert last.active_month == np.count_nonzero(r.recent & 0b1111)
    assert last.members == np.count_nonzero((model.district.arrays["lists"]["member_of"] >= 0).any(axis=1))
    member = (model.district.arrays["lists"]["member_of"] >= 0).any(axis=1)
    assert last.active_members == (member & (r.active == 1)).sum() > 0
    assert last.ties_active == model.district.arrays["ties"]["degree"][r.active == 1].sum() > 0
    new = (r.arrived != 0) & (week - r.arrived < 52)
    groups = {
        "owners": r.tenure == 0,
        "renters": r.tenure == 1,
        "newcomers": new,
        "settled": ~new,
        "young": r.age_band == 0,
        "old": r.age_band == 2,
    }
    for name, mask in groups.items():
        assert last[name] == mask.sum() > 0
        assert last[f"satisfaction_{name}"] == pytest.approx(summed(r.satisfaction[mask]), rel=1e-12)


def test_sums_of_organisations_and_cases(model):
    o, cases, last = model.organizations, model.district.arrays["cases"], model.measures.iloc[-1]
    alive, used = o.alive == 1, model.district.arrays["counters"]["organizations"][0]
    assert last.organizations == alive.sum() == len(model.agents_by_type[Organization])
    for name in ("capability", "legitimacy", "funds"):
        assert last[name] == pytest.approx(getattr(o, name)[alive].sum(), rel=1e-12)
    initial = o.founded[:used] <= 0
    assert (last.initial_organizations, last.initial_alive) == (initial.sum(), (initial & alive[:used]).sum())
    assert last.open_cases == (cases["alive"] == 1).sum()
    assert last.latent_cases == ((cases["alive"] == 1) & (cases["state"] == 0)).sum()


def test_sums_of_ties_are_taken_every_quarter(model):
    """To neighbours are also those who met in an activity, where such ties are known by that."""
    constants = {**BUSY["constants"], "meeting_tie_loss": 0.1}
    other = district(240, 3, 65, seed=5, by_community=True, **{**BUSY, "constants": constants})
    r, last, found = other.residents, other.measures.iloc[-1], tie_list(other)
    assert last.ties == len(found)
    assert last.ties_cross == sum(r.origin[i] != r.origin[j] for i, j in found)
    built = [i for (i, _), (_, kind, _) in found.items() if kind == TIE_BUILDING]
    met = [i for (i, j), (_, kind, _) in found.items() if kind == TIE_ACTIVITY and r.building[i] == r.building[j]]
    assert min(len(built), len(met)) > 0
    near = np.bincount(built + met, minlength=240)
    assert last.ties_building == near.sum()
    assert last.isolated == np.count_nonzero(near == 0)
    course = other.measures.ties.to_numpy()
    quarter = [0, *range(12, 65, 13)]
    for begin, end in pairwise(quarter):
        assert (course[begin:end] == course[begin]).all()


def test_communities_add_up_to_the_district(model):
    places = model.district.arrays["series"]["series_places"].reshape(60, 3, -1)[:, :, : -len(measures.SPECIALS)]
    district_sums = model.measures.to_numpy()[:, : -len(measures.SPECIALS)]
    np.testing.assert_allclose(places.sum(axis=1), district_sums, rtol=1e-12, atol=1e-9)


def test_indicators_of_a_community_are_those_of_its_residents(model):
    table = model.indicators_by_community
    assert table.index.names == ["week", "community"]
    r = model.residents
    for c in range(3):
        here = r.community == c
        last = table.loc[(60, c)]
        assert last.belonging == pytest.approx(summed(r.belonging[here]) / here.sum(), rel=1e-12)
        assert last.participation == pytest.approx(((r.recent[here] & 15) > 0).mean(), rel=1e-12)
        assert last.rule_fit == pytest.approx(model.rules.fit[c], rel=1e-12)
    weight = np.bincount(r.community)
    assert (table.loc[60].satisfaction * weight).sum() / 240 == pytest.approx(
        model.indicators.satisfaction.iloc[-1], rel=1e-12
    )


# --- ratios by hand ---


def series(weeks=1, **columns):
    """A series of these measures; the others are 0, residents 1,000."""
    table = np.zeros((weeks, len(COLUMNS)))
    for name, values in {"residents": 1000.0, **columns}.items():
        table[:, COLUMNS.index(name)] = values
    return table


RATIOS = {
    "true_resolution": ({"resolved_true": 6, "resolved_false": 3, "abandoned": 1}, 0.6),
    "reported_resolution": ({"recorded_resolved": 9, "recorded_ended": 12}, 0.75),
    "recorded_resolution": ({"known_resolved": 3, "known_ended": 4, "recorded_ended": 6}, 0.75),
    "reporting_gap": ({"recorded_resolved": 9, "recorded_ended": 12, "resolved_true": 6, "abandoned": 4}, 0.15),
    "case_time": ({"case_time": 12, "case_ended": 8}, 1.5),
    "relay_delay": ({"relay_delay": 9, "relayed": 3}, 3.0),
    "abandonment": ({"resolved_true": 6, "resolved_false": 3, "abandoned": 1}, 0.1),
    "escalation": ({"escalated": 2}, 104.0),
    "settled_directly": ({"settled_direct": 3, "grievances": 12}, 0.25),
    "settled_early": ({"settled_early": 3, "claims": 4}, 0.75),
    "belonging": ({"belonging": 450}, 0.45),
    "mutual_help": ({"helped_ties": 3, "helped_organizations": 1, "needs": 8}, 0.5),
    "cross_group_ties": ({"ties_cross": 2500}, 2.5),
    "ei_index": ({"ties_cross": 30, "ties": 80}, -0.25),
    "participation": ({"active_month": 130}, 0.13),
    "participation_members": ({"active_members": 30, "members": 120}, 0.25),
    "participation_others": ({"active": 74, "active_members": 30, "members": 120}, 0.05),
    "ties_of_active": ({"ties_active": 740, "active": 74}, 10.0),
    "volunteer_hours": ({"volunteer_hours": 50}, 2.6),
    "legitimacy": ({"legitimacy": 3, "organizations": 5}, 0.6),
    "capability": ({"capability": 2, "organizations": 5}, 0.4),
    "organizations": ({"organizations": 3}, 30.0),
    "organization_survival": ({"initial_alive": 3, "initial_organizations": 4}, 0.75),
    "officer_share": ({"officer_hours": 4, "hours_organizations": 16}, 0.25),
    "fatigue": ({"fatigue": 1500}, 1.5),
    "rule_fit": ({"fit": -200}, -0.2),
    "benefit_reached": ({"benefit": 300, "reachable": 600}, 0.5),
    "search_hours": ({"hours_trials": 20, "hours_design": 5}, 1.3),
    "trials": ({"trials": 2, "communities": 4}, 26.0),
    "satisfaction_gap": (
        {"owners": 700, "satisfaction_owners": 420, "renters": 300, "satisfaction_renters": 150, "settled": 900, "satisfaction_settled": 540,
         "newcomers": 100, "satisfaction_newcomers": 30, "young": 300, "satisfaction_young": 150, "old": 200, "satisfaction_old": 90}, 0.3),
    "transaction_cost": ({"transaction_cost": 12, "affected": 8}, 1.5),
    "access_gap": ({"cost_unskilled": 9, "affected_unskilled": 3, "cost_skilled": 8, "affected_skilled": 4}, 1.0),
    "cost_per_resolution": ({"spending": 9000, "resolved_true": 3}, 3000.0),
    "spending": ({"spending": 1000}, 52.0),
    "utilisation": ({"server_hours_used": 8, "server_hours": 10}, 0.8),
    "silence": ({"silent": 3, "affected": 12}, 0.25),
    "resolution_known": ({"known_true": 3, "known_ended": 4}, 0.75),
    "reporting_gap_known": ({"recorded_resolved": 9, "recorded_ended": 10, "known_true": 3, "known_ended": 4}, 0.15),
    "calls": ({"calls": 4}, 40.0),
    "hotline_calls": ({"calls_hotline": 3}, 30.0),
    "phone_share": ({"told_phone": 9, "told_online": 3}, 0.75),
    "repeat_calls": ({"repeats": 3, "calls": 12}, 0.25),
    "returned_cases": ({"returned": 1, "recorded_ended": 8}, 0.125),
    "refusals": ({"refusals": 3, "callbacks": 4}, 0.75),
    "compliance_hours": ({"compliance": 6, "affected": 20, "silent": 8}, 0.5),
    "errand_surplus": ({"errand_surplus": 20, "errands": 8}, 2.5),
    "errand_surplus_unskilled": ({"errand_surplus_unskilled": 6, "errands_unskilled": 4}, 1.5),
    "errands_undone": ({"errands_undone": 2, "errands": 8}, 0.25),
    "errand_hours": ({"errand_hours": 9, "errands": 8, "errands_undone": 2}, 1.5),
    "mediations": ({"mediations": 2}, 1040.0),
    "mean_building_ties": ({"ties_building": 6000}, 6.0),
    "isolated": ({"isolated": 240}, 0.24),
    "members": ({"members": 120}, 0.12),
    "cases_received": ({"case_arrivals": 3}, 156.0),
    "rule_diversity": ({"rule_diversity": 0.3}, 0.3),
    "benefit_worst": ({"benefit_worst": -0.1}, -0.1),
    "benefit_spread": ({"benefit_spread": 0.2}, 0.2),
    "satisfaction_worst": ({"satisfaction_worst": 0.4}, 0.4),
    "problem_burden": ({"problem_burden": 40}, 2.08),
    "belonging_gini": ({"belonging_gini": 0.2}, 0.2),
    "participation_gini": ({"participation_gini": 0.7}, 0.7),
}  # fmt: skip


@pytest.mark.parametrize("name", RATIOS)
def test_ratio(name):
    columns, wanted = RATIOS[name]
    table = series(**columns)
    assert indicators.weekly(table, COLUMNS)[name][0] == pytest.approx(wanted, rel=1e-12)
    assert indicators.summary(table, COLUMNS)[name] == pytest.approx(wanted, rel=1e-12)


def test_every_indicator_is_tried():
    """The rest are means over residents, as belonging is."""
    means = {
        "trust_neighbours",
        "trust_organizations",
        "trust_government",
        "trust_central",
        "influence",
        *PARTS["satisfaction"],
        "awareness",
        "responsibility",
        "clarity",
        "satisfaction",
        "benefit",
    }
    assert RATIOS.keys() | means == set(INDICATORS) == set(ALL)
    for name in means:
        assert indicators.weekly(series(**{name: 450}), COLUMNS)[name][0] == 0.45


def test_nothing_to_divide_by_is_nan():
    found = indicators.weekly(series(residents=0.0), COLUMNS)
    assert {name for name, values in found.items() if not np.isnan(values[0])} == {
        "benefit_spread",
        "benefit_worst",
        "rule_diversity",
        "satisfaction_worst",
        "belonging_gini",
        "participation_gini",
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40))
@settings(max_examples=30)
def test_flows_are_summed_before_they_are_divided(flows):
    """Over the last quarter in the weekly table, over all weeks in the summary."""
    good, bad = np.array(flows, float).T
    table = series(len(flows), resolved_true=good, resolved_false=bad)
    found = indicators.weekly(table, COLUMNS)["true_resolution"]
    for t in range(len(flows)):
        a, b = good[max(0, t - 12) : t + 1].sum(), bad[max(0, t - 12) : t + 1].sum()
        assert found[t] == pytest.approx(a / (a + b), abs=1e-12) if a + b else np.isnan(found[t])
    total = indicators.summary(table, COLUMNS)["true_resolution"]
    assert total == pytest.approx(good.sum() / (good + bad).sum(), abs=1e-12) if (good + bad).sum() else np.isnan(total)


def test_a_state_is_averaged_over_weeks():
    table = series(4, belonging=np.array([400.0, 420.0, 440.0, 460.0]))
    np.testing.assert_allclose(indicators.weekly(table, COLUMNS)["belonging"], [0.40, 0.42, 0.44, 0.46])
    assert indicators.summary(table, COLUMNS)["belonging"] == pytest.approx(0.43)


def test_of_the_model(model):
    table = model.indicators
    assert list(table) == list(INDICATORS)
    assert table.index.tolist() == list(range(1, 61))
    assert table.attrs["units"]["case_time"] == "weeks"
    pd.testing.assert_series_equal(table.iloc[-1], pd.Series(model.latest_indicators()), check_names=False)
    assert model.summary(60) == pytest.approx(indicators.summary(model.measures.to_numpy(), COLUMNS), nan_ok=True)
    spending = model.environment["budget"]
    np.testing.assert_allclose(table.spending, spending, rtol=1e-9)
    assert set(COLUMNS) == set(model.measures)
    assert len(set(COLUMNS)) == len(COLUMNS)
