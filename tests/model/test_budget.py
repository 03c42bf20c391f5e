"""The budget: everything is spent, nothing twice, and all scenarios are treated alike."""

import math

import pytest
from cogov.core.quantity import QuantityError
from cogov.model.budget import SCALED, pilot_count, plan
from cogov.model.quantities.codes import FULL_SIZE
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.prices import PRICES
from hypothesis import given
from hypothesis import strategies as st

RESIDENTS, COMMUNITIES = 3200, 8


def paid(planned):
    return {line.name: line.paid / planned.residents for line in planned.lines}


def any_levers():
    def values(lever):
        if lever.choices:
            return st.sampled_from(lever.choices)
        return st.integers(lever.low, lever.high) if lever.integer else st.floats(lever.low, lever.high)

    return st.fixed_dictionaries({}, optional={name: values(lever) for name, lever in LEVERS.items()})


def test_status_quo_by_hand():
    planned = plan({}, RESIDENTS, COMMUNITIES, 400)
    costs = paid(planned)
    assert costs["core_staff"] == pytest.approx(180)
    assert costs["grid_staff"] == pytest.approx(80)
    assert costs["social_workers"] == pytest.approx(59.4)
    assert costs["organization_grants"] == pytest.approx(30_000 / 4200)
    assert costs["online_service"] == pytest.approx(3)
    assert costs["pilots"] == pytest.approx(20_000 / 4200 / 8)
    known = 180 + 80 + 59.4 + 30_000 / 4200 + 3 + 1.2 + 1.6 + 2 + 1 + 1 + 0.6 + 1 + 20_000 / 4200 / 8
    assert costs["staff"] == pytest.approx(400 - known)
    assert planned.staff == pytest.approx(18 + (400 - known) / 10)
    assert planned.factor == 1
    assert not planned.warning.en
    assert planned.levers == LEVERS.defaults()


@given(any_levers(), st.integers(1, 10**7), st.integers(1, 500), st.floats(0, 2000))
def test_all_is_spent_always(levers, residents, communities, budget):
    planned = plan(levers, residents, communities, budget)
    assert math.isclose(planned.total, budget * residents, rel_tol=1e-9, abs_tol=1e-9)
    assert planned.balanced
    assert 0 <= planned.factor <= 1
    assert all(0 <= line.paid <= line.asked * (1 + 1e-12) for line in planned.lines)
    assert planned.staff >= 0
    assert all(LEVERS[name].low <= planned.levers[name] <= LEVERS[name].high for name in SCALED)


def test_too_many_wishes_are_scaled_by_one_factor():
    asked = {name: LEVERS[name].high for name in SCALED} | {"pilots": 4, "kpi_power": 1.2}
    planned = plan(asked, RESIDENTS, COMMUNITIES, 400)
    assert 0 < planned.factor < 1
    for name in SCALED:
        assert planned.levers[name] == pytest.approx(asked[name] * planned.factor)
    assert planned.levers["pilots"] == 4
    assert planned.levers["kpi_power"] == 1.2
    assert planned.staff == pytest.approx(18)
    assert "scaled" in planned.warning.en
    assert planned.warning.zh


@pytest.mark.parametrize("budget", [0, 90, 180])
def test_below_the_core_only_the_core_is_paid(budget):
    planned = plan({"pilots": 2}, RESIDENTS, COMMUNITIES, budget)
    assert planned.staff == pytest.approx(budget / 10)
    assert planned.factor == 0
    assert planned.levers["pilots"] == 0
    assert planned.warning.en


def test_pilots_that_cannot_be_paid_are_left_out():
    each = 20_000 / FULL_SIZE / 8  # a resident a year for one of eight
    planned = plan({"pilots": 8}, RESIDENTS, COMMUNITIES, 180 + 2.5 * each)
    assert planned.levers["pilots"] == 2
    assert pilot_count(planned.levers["pilots"], COMMUNITIES) == 2
    assert "6 pilot" in planned.warning.en


@pytest.mark.parametrize(
    ("pilots", "communities", "count"),
    [(0, 8, 0), (1, 8, 1), (1, 1, 1), (1, 3, 1), (1, 20, 3), (20, 8, 8), (2, 100, 25)],
)
def test_number_of_pilots(pilots, communities, count):
    assert pilot_count(pilots, communities) == count


def test_scaled_communities_pay_in_proportion():
    small, full = plan({"pilots": 3}, 8 * 400, 8, 400), plan({"pilots": 3}, 8 * 4200, 8, 400)
    assert small.staff == pytest.approx(full.staff)
    for name, cost in paid(small).items():
        assert cost == pytest.approx(paid(full)[name]), name


def test_grid_cost_follows_size_of_grid():
    assert paid(plan({"grid_size": 500}, 1000, 1, 600))["grid_staff"] == pytest.approx(160)


def test_codes_are_numbers_for_every_lever():
    codes = plan({"copying": "adapted"}, RESIDENTS, COMMUNITIES, 400).codes()
    assert list(codes) == [*LEVERS, "staff", "factor"]
    assert codes["copying"] == 2
    assert all(isinstance(value, float) for value in codes.values())


def test_other_prices():
    assert paid(plan({}, 1000, 1, 400, {"price_online": 20}))["online_service"] == pytest.approx(6)
    assert all(PRICES[name].status == "assumed" for name in PRICES)
    assert plan({}, 1000, 1, 400, {"price_pilot": 0}).balanced


@pytest.mark.parametrize(
    "arguments",
    [
        ({"poolling": 1}, 10, 1, 400), ({"pooling": 2}, 10, 1, 400), ({}, 0, 1, 400), ({}, 10, 0, 400),
        ({}, 10, 1, -1), ({}, 10, 1, math.nan), ({}, 10, 1, 400, {"price_onlin": 1}),
    ],
)  # fmt: skip
def test_nonsense_is_refused(arguments):
    with pytest.raises(QuantityError):
        plan(*arguments)
