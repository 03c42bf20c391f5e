"""Each mechanism of the contest, switched on where it has nothing to act on, changes nothing: whole runs, bit for bit."""

import pytest
from cogov.tests.support.districts import differing, district, state_of

WEEKS = 40
BUSY = {
    "levers": {"mandate_share": 0.5, "design_trials": 3, "pilots": 4, "kpi_power": 0.4, "copying": "adapted", "copy_breadth": 0.5, "promotion": 0.3},
    "environment": {"drift": 0.5, "similarity": 0.7},
    "constants": {"trial_cost": 0.02, "participation_base": -1.0},
}  # fmt: skip
ONE = {"communities": 1}
NEIGHBOURS = {"environment": {"spillover": 0.4}}
NO_TRIALS = {"constants": {"trial_volunteer_share": 0.0}, "levers": {"planning_time": 0.0, "copying": "none"}}
SPILL = ("rules.spill", "rules.spill_common", "rules.spill_shared", "rules.spill_mean", "rules.spill_best")
CAPTURE = ("rules.capture", "rules.capture_mean", "rules.capture_best")

# What is switched on; the partner without which it has nothing to act on; the books it keeps for itself.
CASES = {
    "spillover, one community": (NEIGHBOURS, ONE, SPILL),
    "those asked, one community": ({"levers": {"neighbour_voice": 1.0, "design_hearing": 1.0}}, {**ONE, **NEIGHBOURS}, ()),
    "those asked, no spillover": ({"levers": {"neighbour_voice": 1.0, "design_hearing": 1.0}}, {}, ()),
    "cost of asking, nobody asked": ({"constants": {"hearing_cost": 4.0}}, NEIGHBOURS, ()),
    "effort at pilots, no control": ({"constants": {"pilot_effort": 0.5}, "levers": {"pilot_discount": 0.5}}, {"levers": {"kpi_power": 0.0}}, ()),
    "discount, no effort at pilots": ({"levers": {"pilot_discount": 1.5}}, {}, ()),
    "tournament, no pilot": ({"levers": {"tournament": 8, "design_spread": 1.0}}, {"levers": {"pilots": 0}}, ()),
    "pooling, no pilot": ({"levers": {"design_pooling": 1.0}}, {"levers": {"pilots": 0}}, ()),
    "pooling, no mandate": ({"levers": {"design_pooling": 1.0, "tournament": 8}}, {"levers": {"mandate_share": 0.0}}, ()),
    "spread, one pilot": ({"levers": {"design_spread": 1.0}}, {**ONE, "levers": {"design_pooling": 1.0}}, ()),
    "fixed cost, one pilot": ({"constants": {"design_fixed": 0.25}}, {**ONE, "levers": {"design_pooling": 1.0}}, ()),
    "sight, no noise": ({"constants": {"design_sight": 3.0}}, {"constants": {"trial_noise": 0.0}}, ()),
    "capture of officers, no trial": ({"constants": {"capture_local": 0.5}}, NO_TRIALS, CAPTURE),
    "capture of the centre, no mandate": ({"constants": {"capture_centre": 0.5}}, {"levers": {"mandate_share": 0.0}}, CAPTURE),
    "capacity, no trial": ({"environment": {"capacity_spread": 0.8}}, {**NO_TRIALS, "levers": {**NO_TRIALS["levers"], "mandate_share": 0.0}}, ("rules.capacity",)),
    "affluence in capacity, all equal": ({"constants": {"capacity_affluence": 0.9}}, {}, ()),
    "crisis of no size": ({"environment": {"shock_week": 20, "shock_common": 0.5}}, {}, ()),
    "crisis that does not come": ({"environment": {"shock_size": 1.0, "shock_common": 0.5}}, {}, ()),
    "crisis after the end": ({"environment": {"shock_week": WEEKS, "shock_size": 1.0}}, {}, ()),
    "price of copies, none made": ({"constants": {"copy_ahead": 1.0, "copy_reserve": 1.0}}, {"levers": {"copying": "none"}}, ()),
    "cost of adoption, no mandate": ({"constants": {"adoption_cost": 5.0}}, {"levers": {"mandate_share": 0.0}}, ()),
    "full control, no mandate": ({"constants": {"full_control": 0.1}}, {"levers": {"mandate_share": 0.0}}, ()),
}  # fmt: skip


# Where it does act, if that is not simply the busy district.
PARTNERS = {
    "those asked, one community": NEIGHBOURS,
    "those asked, no spillover": NEIGHBOURS,
    "cost of asking, nobody asked": {**NEIGHBOURS, "levers": {"neighbour_voice": 1.0}},
    "discount, no effort at pilots": {"constants": {"pilot_effort": 0.5}},
    "spread, one pilot": {"levers": {"design_pooling": 1.0}},
    "fixed cost, one pilot": {"levers": {"design_pooling": 1.0}},
    "sight, no noise": {"levers": {"design_trials": 12}, "constants": {"trial_noise": 0.5}},
    "affluence in capacity, all equal": {"environment": {"capacity_spread": 0.8}},
    "crisis of no size": {"environment": {"shock_size": 1.0}},
    "crisis that does not come": {"environment": {"shock_week": 20}},
    "crisis after the end": {"environment": {"shock_week": WEEKS - 2}},
    "cost of adoption, no mandate": {"levers": {"mandate_share": 1.0}},
}


def joined(*options):
    """Options of `district`, the later ones over the earlier ones."""
    found = {"communities": 4}
    for option in options:
        for name, value in option.items():
            found[name] = {**found.get(name, {}), **value} if isinstance(value, dict) else value
    return found


def after(own, threads, *options):
    """All state after the run but for what the mechanism keeps for itself."""
    return state_of(district(240, weeks=WEEKS, threads=threads, **joined(BUSY, *options)), without=own)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("threads", [1, 4])
def test_without_its_partner_it_changes_nothing(case, threads):
    switched_on, partner, own = CASES[case]
    assert differing(after(own, threads, partner), after(own, threads, partner, switched_on)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_with_its_partner_it_changes_something(case):
    """The comparison above can fail."""
    switched_on, _, own = CASES[case]
    there = PARTNERS.get(case, {})
    assert differing(after(own, 1, there), after(own, 1, switched_on, there)) != set()
