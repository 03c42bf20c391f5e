"""With what came later switched off, runs are those of the earlier versions of the model, to the last bit.

Each file of `earlier` was written by that version: for each run a hash of every weekly number it had, by district and community.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from cogov.model.measures import COLUMNS
from cogov.model.model import CommunityModel
from cogov.model.quantities.parameters import CONSTANTS
from cogov.tests.model.test_golden import SCENARIOS
from cogov.tests.support.moved_states import STILL

PLACE = Path(__file__).with_name("earlier")
KNOWN = {name: json.loads((PLACE / f"{name}.json").read_text(encoding="utf-8")) for name in ("first", "second")}

SECOND = {**STILL, "susceptibility": 0.6, "attitude_sd": 0.8, "initial_trust_government": 0.64}
"""Settings whose defaults are not those of the second version (before residents could be moved)."""

FIRST = {"copy_ahead": 1.0, "copy_reserve": 1.0, "adoption_cost": 0.0, "full_control": 0.0}
"""Constants whose defaults are not those of the first version, beside those of `SECOND`."""

OFF = {"first": {**SECOND, **FIRST}, "second": SECOND}
"""All other settings that came later are off by default."""

CRISIS = {"shock_week": 52, "shock_size": 0.5}
RUNS = {
    "first": (),
    "second": (
        ("above_spread", {"spillover": 0.4}),
        ("below_copying", {"capacity_spread": 0.5}),
        ("negotiated", CRISIS),
        ("explore_then_harmonise", {}),
    ),
}
"""Runs beyond those of the golden scenarios and of the library: scenario, environment."""


def earlier(version, name, **more):
    """The same run as that version made, with what came later switched off."""
    off = OFF[version]
    constants = {one: value for one, value in off.items() if one in CONSTANTS}
    environment = {one: value for one, value in off.items() if one not in CONSTANTS}
    about = {"scenario": name, "residents": 600, "communities": 3, "rng": 7, "environment": environment}
    weeks = 120
    if name in SCENARIOS:
        about = {"scenario": None, "levers": SCENARIOS[name], "residents": 400, "communities": 2, "rng": 20}
        about["environment"], weeks = environment | {"turnover_renters": 0.4}, 52
    for scenario, apart in RUNS[version]:
        if name == " ".join((scenario, *apart)):
            about |= {"scenario": scenario, "environment": environment | apart}
    return CommunityModel(**about, constants=constants, by_community=True, **more), weeks


def digest(version, model):
    """A hash of the weekly numbers that this version had."""
    made, columns = hashlib.sha256(), [COLUMNS.index(name) for name in KNOWN[version]["columns"]]
    for name in ("series", "series_places"):
        made.update(np.ascontiguousarray(model.district.arrays["series"][name][:, columns], "<f8").tobytes())
    return made.hexdigest()


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize(("version", "name"), [(version, name) for version in KNOWN for name in KNOWN[version]["runs"]])
def test_an_earlier_version_to_the_last_bit(version, name, threads):
    model, weeks = earlier(version, name, threads=threads)
    model.run_for(weeks)
    assert digest(version, model) == KNOWN[version]["runs"][name]


@pytest.mark.parametrize("constant", FIRST)
def test_each_later_cost_changes_something(constant):
    later = {name: value for name, value in FIRST.items() if name != constant}
    levers = {"copying": "adapted", "mandate_share": 0.5, "legal_status": 1.0, "planning_time": 0.3}
    runs = []
    for constants in (FIRST, later):
        model = CommunityModel(scenario=None, levers=levers, residents=400, communities=4, rng=3, constants=constants)
        model.run_for(104)
        runs.append(digest_of_district(model))
    assert runs[0] != runs[1]


def digest_of_district(model):
    """A hash of every weekly number of the district."""
    return hashlib.sha256(np.ascontiguousarray(model.district.arrays["series"]["series"]).tobytes()).hexdigest()
