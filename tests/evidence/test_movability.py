"""How far levers can move what residents feel: points, combinations, ranges, the page in both languages."""

import math

import numpy as np
import pytest
from cogov import CommunityModel
from cogov.evidence import movability
from cogov.evidence.design_points import TINY
from cogov.evidence.margins import MARGINS
from cogov.evidence.movability import Movability, Movable, combinations, gather, lever_points, r_squared, together
from cogov.evidence.observers import FELT, felt
from cogov.model.quantities.levers import LEVERS, TIME_LEVERS
from cogov.model.runtime.arguments import check_levers
from cogov.reports.evidence.movability import as_table, document, files


def moved(name, scenarios=(0.5, 0.5, 0.52, 0.51), sd=0.1):
    return Movable(name, 0.5, sd, (0.48, 0.53), ("kpi_power", ""), (0.4, 0.6), scenarios)


def test_every_lever_goes_to_either_end_and_every_other_word():
    points = lever_points()
    assert {name for name, _ in points} == set(LEVERS.model)
    assert len(points) == len(set(points))
    assert all(value != LEVERS[name].default for name, value in points)
    assert [value for name, value in points if name == "copying"] == ["mechanical", "adapted"]
    assert [value for name, value in points if name == "pooling"] == [0.0, 1.0]


@pytest.mark.parametrize(
    "values",
    [{}, {"mediation_time": 1.0}, {"mediation_time": 1.0, "relay_time": 1.0}, {"relay_time": 0.0}, {"pooling": 1.0}],
)
def test_hours_of_social_workers_stay_within_a_week(values):
    made = together(values)
    check_levers(made)
    assert made.get("pooling") == values.get("pooling")
    if sum(values.get(name, 0.0) for name in TIME_LEVERS) > 0:
        assert sum({**LEVERS.defaults(), **made}[name] for name in TIME_LEVERS) == pytest.approx(1.0)
    else:
        assert made == values


def test_combinations_take_the_best_end_of_each_lever():
    effects = {("a", 0): -0.1, ("a", 1): 0.2, ("b", 0): 0.3, ("b", 1): 0.1, ("c", 0): 0.0, ("d", 1): -0.2}
    assert combinations(effects) == ({"a": 0, "d": 1}, {"a": 1, "b": 0})


def test_ranges_and_the_line_between_inert_and_moving():
    row = moved("satisfaction")
    assert row.by_sd == pytest.approx((0.5, 2.0))
    assert row.by_margin == pytest.approx(0.02 / 0.0125)
    assert not row.inert
    assert moved("satisfaction", (0.5, 0.5, 0.512, 0.5)).inert
    assert math.isnan(moved("participation", sd=math.nan).by_sd[0])


def test_r_squared_is_that_of_a_line():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=50), rng.normal(size=50)
    slope, start = np.polyfit(x, y, 1)
    assert r_squared(x, y) == pytest.approx(1 - np.var(y - slope * x - start) / np.var(y))
    assert math.isnan(r_squared([1.0, 1.0], [1.0, 2.0]))


def test_every_state_has_a_margin_with_a_reason_in_both_languages():
    assert set(FELT) <= set(MARGINS)
    for one in MARGINS.values():
        assert one.value > 0
        assert one.why.en
        assert one.why.zh


def test_what_is_seen_is_the_mean_over_residents():
    model = CommunityModel(residents=120, communities=2, rng=3)
    seen = felt(model, 13)
    assert seen["belonging"] == pytest.approx(float(model.residents.belonging.mean()), rel=1e-6)
    assert seen["sd.belonging"] == pytest.approx(float(model.residents.belonging.std()), rel=1e-4)
    assert seen["participation"] == model.summary(weeks=13)["participation"]
    assert "sd.participation" not in seen


@pytest.fixture(scope="module")
def made():
    rows = (moved("satisfaction"), moved("belonging", (0.5,) * 4), moved("participation", sd=math.nan))
    return Movability(1, 4, TINY["default"], True, 70, rows, {"rule_fit": 0.4, "true_resolution": 0.9}, "k" * 40)


def test_the_page_is_there_in_both_languages(made):
    english, chinese = (document(made, "cogov movability", language) for language in ("en", "zh"))
    for page, words in (
        (
            english,
            ("# Movability", "inert here", "Satisfaction", "Quick mode", "0.40 of the variance", "Co-governance"),
        ),
        (chinese, ("# 可变动性", "在此不动", "满意度", "快速模式", "方差的 0.40", "协同共治")),
    ):
        for word in words:
            assert word in page
    written = files(made, "cogov movability")
    assert set(written) == {
        "movability/states.csv", "movability.md", "movability.zh.md", "movability/manifest.json",
    }  # fmt: skip
    table = as_table(made).set_index("state")
    assert table.loc["belonging", "result"] == "inert here"
    assert table.loc["satisfaction", "scenario_range_in_margins"] == pytest.approx(1.6)


@pytest.mark.slow
def test_a_small_run_gives_every_state():
    found = gather(2, 1, quick=True, workers=1, levers=("kpi_power", "mediation_time"))
    assert [row.name for row in found.rows] == [name for name in FELT if name in {row.name for row in found.rows}]
    assert {"belonging", "satisfaction", "participation"} <= {row.name for row in found.rows}
    assert found.points == 4
    for row in found.rows:
        assert row.single[0] <= row.level <= row.single[1]
        assert len(row.scenarios) == len(movability.SCENARIOS)
    again = gather(2, 1, quick=True, workers=1, levers=("kpi_power", "mediation_time"))
    assert repr(again) == repr(found)
