"""Whatever stands in a column that users can write, no rule reads past the end of an array: wrong values are named before a week runs."""

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.core.rows.columns import columns_of
from cogov.model.model import CommunityModel
from cogov.model.runtime import column_checks
from cogov.model.runtime.build import AGENTS
from cogov.model.sandbox import district as alone
from cogov.tests.support.districts import district

OPEN = {
    "social_workers": 10.0,
}


@pytest.fixture(scope="module")
def model() -> CommunityModel:
    return district(60, 2, 2, levers=OPEN, environment={"initial_organizations": 2, "groups": 3})


def columns(model):
    """Every column that is held against bounds, with the array itself."""
    return [(c, model.district.arrays[c.group][c.name]) for c in column_checks.allowed(model.district.arrays, 3)]


def test_every_bounded_column_of_agents_is_looked_at(model):
    looked_at = {(column.group, column.name) for column, _ in columns(model)}
    bounded = {
        (group, name)
        for group, (_, cls) in AGENTS.items()
        for name, column in columns_of(cls).items()
        if name not in column_checks.KEYS and (column.quantity.low is not None or column.quantity.high is not None)
    }
    assert len(bounded) > 60
    assert bounded <= looked_at


def test_values_out_of_bounds_are_refused_in_every_column(model):
    """One step beyond either end, and nan; the bounds themselves are fine."""
    for column, values in columns(model):
        flat = values.reshape(-1)
        assert np.shares_memory(flat, values)
        kept = flat[-1]
        kind = np.finfo(values.dtype) if values.dtype.kind == "f" else np.iinfo(values.dtype)
        steps = (column.low - 1, column.high + 1, *([np.nan] if values.dtype.kind == "f" else []))
        for bad in steps:
            if np.isinf(bad) or not (kind.min <= bad <= kind.max or np.isnan(bad)):
                continue  # the type cannot hold it
            flat[-1] = bad
            with pytest.raises(QuantityError, match=column.name if column.group != "lists" else "memberships"):
                column_checks.check(model.district.arrays, 3)
        for good in (column.low, column.high):
            if kind.min <= good <= kind.max:
                flat[-1] = good
                column_checks.check(model.district.arrays, 3)
        flat[-1] = kept
    column_checks.check(model.district.arrays, 3)


@pytest.mark.parametrize(
    ("group", "name", "place", "value", "message"),
    [
        ("residents", "origin", 7, 3, r"residents\.origin\[7\] \(unique_id \d+\) = 3 is out of bounds: from 0 to 2 \(there are 3 groups\)"),
        ("residents", "community", 0, 2, r"residents\.community\[0\] .*= 2 .*from 0 to 1 \(there are 2 communities\)"),
        ("residents", "trust_neighbours", 4, 1.5, r"residents\.trust_neighbours\[4\] .*= 1\.5 .*from 0 to 1 \(share\)"),
        ("residents", "belonging", 4, np.nan, r"residents\.belonging\[4\] .*= nan "),
        ("residents", "hours", 4, -1.0, r"residents\.hours\[4\] .*= -1\.0 .*from 0 to 5 "),
        ("organizations", "officer_0", 1, 60, r"organizations\.officer_0\[1\] .*= 60 .*from -1 to 59 \(there are 60 residents\)"),
        ("organizations", "community", 0, -1, r"organizations\.community\[0\] .*= -1 "),
        ("social_workers", "community", 0, 9, r"social_workers\.community\[0\] .*= 9 "),
    ],
)  # fmt: skip
def test_a_run_names_what_is_wrong_and_changes_nothing(group, name, place, value, message):
    made = district(60, 2, 2, levers=OPEN, environment={"initial_organizations": 2, "groups": 3})
    column = getattr(getattr(made, group), name)
    right = column[place]
    column[place] = value
    for run in (lambda: made.run_for(5), made.step):
        with pytest.raises(QuantityError, match=message):
            run()
        assert made.week == 2
    column[place] = right
    made.run_for(3)
    assert made.week == made.time


def test_memberships_and_rules_and_how_many_more_there_are(model):
    made = district(60, 2, 1)
    made.memberships[5, 1] = 1000
    with pytest.raises(QuantityError, match=r"memberships\[5, 1\] = 1000 .*-1 is none"):
        made.run_for(1)
    made.memberships[5, 1] = -1
    made.rules.depends[0, 0] = 6
    with pytest.raises(QuantityError, match=r"rules\.depends\[0, 0\] = 6 .*from 0 to 5 "):
        made.run_for(1)
    made.rules.depends[0, 0] = 1
    made.residents.skill[3:] = 2.0
    with pytest.raises(QuantityError, match=r"skill\[3\].*and 56 more"):
        made.run_for(1)


def test_own_mechanisms_are_looked_at_in_the_same_week():
    """What is read later in the week must be right by then; what nobody wrote is not in the way of the others."""
    made = district(60, 2)

    def move_everybody_elsewhere(model):
        model.residents.origin[:] = 63

    made.add_process(move_everybody_elsewhere, before="mutual_help")
    with pytest.raises(QuantityError, match=r"residents\.origin\[0\].*and 59 more"):
        made.run_for(1)


def test_districts_for_single_mechanisms_too():
    with pytest.raises(QuantityError, match=r"residents\.origin\[0\].*= 9 is out of bounds"):
        alone(10, origin=9)


def test_what_32_bits_cannot_hold_exactly_is_let_pass():
    made = district(60, 2)
    made.residents.hours[:] = np.nextafter(np.float32(5), np.float32(6))
    made.run_for(1)
