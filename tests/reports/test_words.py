"""Every unit and choice that a report can show has Chinese words."""

import pytest
from cogov.core.units import unit
from cogov.model.budget import HEADINGS, plan
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.reports.format.words import CHOICES, DRAWN, shown


@pytest.mark.parametrize("catalogue", [INDICATORS, LEVERS, ENVIRONMENT, CONSTANTS], ids=lambda c: c.noun)
def test_units(catalogue):
    bare = {q.unit for q in catalogue.values() if q.unit not in ("K", "N", "logit") and unit(q.unit).zh == q.unit}
    assert not bare, "add them to core/units.py"


@pytest.mark.parametrize("catalogue", [LEVERS, ENVIRONMENT, CONSTANTS], ids=lambda c: c.noun)
def test_choices(catalogue):
    assert not {word for quantity in catalogue.values() for word in quantity.choices} - set(CHOICES)


def test_every_line_of_a_plan_is_in_one_group():
    lines = [line.name for line in plan({}, 3200, 8, 400.0).lines]
    grouped = [name for _, names in HEADINGS for name in names]
    assert sorted(grouped) == sorted(lines)


def test_columns_of_residents():
    from cogov.model.runtime.outputs import DRAWN_COLUMNS

    assert set(DRAWN_COLUMNS) <= set(DRAWN)


def test_values():
    assert shown("mechanical").zh == "机械照搬"
    assert shown(1000.0).en == "1,000"
    assert shown(0.25).en == "0.25"
    assert unit("share").en == "share"
