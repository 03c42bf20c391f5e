"""A price is declared once: change it, and the budget and every page that names it change."""

from pathlib import Path

import pytest
from cogov.app.live.sliders import lever_item
from cogov.model.budget import BOUGHT, HEADINGS, SCALED, plan
from cogov.model.quantities.costs import cost_of
from cogov.model.quantities.lever_groups import GROUPED, GROUPS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.model.quantities.prices import PRICES
from cogov.reports.odd import odd
from cogov.scenarios.template import template
from cogov.tools.site.reference import quantities


@pytest.fixture
def changed():
    """Change the default of a declaration for one test."""
    before = []

    def change(quantity, value):
        before.append((quantity, quantity.default))
        object.__setattr__(quantity, "default", value)

    yield change
    for quantity, value in before:
        object.__setattr__(quantity, "default", value)


def places():
    """What the template of scenarios, the slider, the reference and the ODD say that online service costs; what is paid."""
    line = next(
        one for one in template("mine", "status_quo", Path("mine.yaml")).splitlines() if "# online_service:" in one
    )
    row = next(one for one in quantities.page("en").splitlines() if "`online_service`" in one)
    entry = next(one for one in odd.document("en").splitlines() if one.startswith("| `online_service`"))
    paid = {one.name: one.paid for one in plan({}, 3200, 8, 400.0).lines}["online_service"]
    return line, lever_item(LEVERS["online_service"], "en")["cost"], row, entry, paid


def test_a_price_is_declared_once(changed):
    *texts, paid = places()
    assert all("10 yuan a resident a year at 1" in text for text in texts)
    changed(LEVERS["online_service"].extra["price"], 12.5)
    *texts, more = places()
    assert all("12.5 yuan a resident a year at 1" in text and "10 yuan" not in text for text in texts)
    assert more == pytest.approx(1.25 * paid)
    assert PRICES["price_online"].default == CONSTANTS["price_online"].default == 12.5


def test_what_is_not_bought_is_told_by_its_constant(changed):
    assert cost_of(LEVERS["linkage"]).en == "0.5 h a case"
    changed(CONSTANTS["linkage_hours"], 0.75)
    assert cost_of(LEVERS["linkage"]).zh == "0.75 小时/件"
    assert cost_of(LEVERS["grid_size"], {"price_grid_worker": 70_000}).en == "70,000 yuan x grid_staff / grid_size"
    assert cost_of(LEVERS["pooling"]) is None


def test_every_price_but_those_of_staff_is_of_a_lever():
    assert list(BOUGHT.values()) == [one for name, one in PRICES.items() if name not in ("price_staff", "core_staff")]
    assert {*SCALED, "pilots"} == {name for name, one in LEVERS.items() if one.extra["price"] is not None}
    assert {*SCALED, "pilots", "core_staff", "staff"} == {name for _, names in HEADINGS for name in names}


def test_every_lever_is_in_a_group():
    assert {one.extra["group"] for one in LEVERS.values()} == set(GROUPS)
    assert sorted(name for _, _, names in GROUPED for name in names) == sorted(LEVERS)
