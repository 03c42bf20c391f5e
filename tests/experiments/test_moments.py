"""When: which quarters are looked at, and what outcomes are then, worked out a second way from the weekly series."""

import math

import numpy as np
import pytest
from cogov.experiments.comparison.compare import compare
from cogov.experiments.comparison.moments import CRISIS, END, OUTCOMES, RULES, Moment, moments, seen_at, when_table
from cogov.model.quantities.indicators import ALL, INDICATORS


def test_time_counts_from_the_first_decision_and_from_the_end_of_the_quarter_of_a_crisis():
    assert [(one.since, one.quarters, one.week) for one in moments(273)] == [
        (RULES, 1, 26), (RULES, 2, 39), (RULES, 4, 65), (RULES, 8, 117), (RULES, 20, 273), (END, 0, 273),
    ]  # fmt: skip
    for week in (91, 100, 103):  # the weeks of one quarter, counted from 0
        after = [(one.quarters, one.week) for one in moments(208, week) if one.since == CRISIS]
        assert after == [(1, 117), (2, 130), (4, 156), (8, 208)]
    assert [one.quarters for one in moments(208, 104) if one.since == CRISIS] == [1, 2, 4]


def test_a_short_run_has_only_its_end():
    assert moments(20) == (Moment(END, 0, 20, 20),)


def by_hand(series, names, moment):
    """The same means, cell by cell."""
    found = []
    for k, name in enumerate(names):
        window = ALL[name].window if name in ALL else 1
        weeks = range(moment.week, moment.week - moment.weeks, -max(1, min(window, moment.weeks)))
        values = [series[week - 1, k] for week in weeks]
        values = [one for one in values if math.isfinite(one)]
        found.append(sum(values) / len(values) if values else math.nan)
    return found


def test_what_is_seen_worked_out_by_hand():
    names = [*OUTCOMES, "search_hours", "escalation"]
    series = np.random.default_rng(3).normal(size=(2, 150, len(names)))
    series[0, 20:40, 1] = math.nan
    when = moments(150, 60)
    found = seen_at(series, names, when)
    assert found.shape == (2, len(when), len(names))
    for run in range(2):
        for place, moment in enumerate(when):
            np.testing.assert_allclose(found[run, place], by_hand(series[run], names, moment), rtol=1e-12)


def test_a_planted_lead_is_in_its_quarter_and_nowhere_else():
    names = ("benefit",)
    series = np.zeros((2, 30, 273, 1))
    series[1, :, 52:65] = 0.1  # the fourth quarter after the first decision
    values = seen_at(series, names, moments(273))
    table = when_table(values, ("a", "b"), 0, names, moments(273))
    leads = dict(zip(zip(table["since"], table["quarters"]), table["difference"]))
    assert leads[RULES, 4] == pytest.approx(0.1)
    assert all(lead == 0 for key, lead in leads.items() if key != (RULES, 4))


def test_a_comparison_at_its_moments():
    tiny = {"residents": 160, "communities": 2, "workers": 1, "environment": {"shock_week": 30, "shock_size": 1.0}}
    found = compare(["below", "above"], replicates=3, weeks=60, **tiny)
    table = found.when()
    assert set(zip(table["since"], table["quarters"])) == {(RULES, 1), (RULES, 2), (CRISIS, 1), (END, 0)}
    rows = table.set_index(["since", "quarters", "indicator"])
    place = {name: k for k, name in enumerate(found.indicators)}
    for moment in found.moments[:-1]:
        for name in OUTCOMES:
            apart = [
                by_hand(found.weekly[1, k], found.indicators, moment)[place[name]]
                - by_hand(found.weekly[0, k], found.indicators, moment)[place[name]]
                for k in range(3)
            ]
            row = rows.loc[(moment.since, moment.quarters, name)]
            assert row["difference"] == pytest.approx(sum(apart) / 3, rel=1e-9, abs=1e-12)
    at_end = rows.loc[(END, 0, "satisfaction")]
    assert at_end["difference"] == found.difference("above", "satisfaction").mean
    assert set(table["indicator"]) == set(INDICATORS)
