"""With what came later switched off, runs are those of the first version of the model, to the last bit.

`first_model.json` was written by that version: for each run a hash of every weekly number it had, by district and community.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from cogov.model.measures import COLUMNS
from cogov.model.model import CommunityModel
from cogov.tests.model.test_golden import SCENARIOS

KNOWN = json.loads(Path(__file__).with_name("first_model.json").read_text(encoding="utf-8"))

FIRST = {"copy_ahead": 1.0, "copy_reserve": 1.0, "adoption_cost": 0.0, "full_control": 0.0}
"""Constants whose defaults are not those of the first version; all else that came later is off by default."""


def first_version(name, **more):
    """The same run as the first version made, with what came later switched off."""
    if name in SCENARIOS:
        about = {"scenario": None, "levers": SCENARIOS[name], "residents": 400, "communities": 2, "rng": 20}
        return CommunityModel(
            **about, environment={"turnover_renters": 0.4}, constants=FIRST, by_community=True, **more
        ), 52
    return CommunityModel(
        scenario=name, residents=600, communities=3, rng=7, constants=FIRST, by_community=True, **more
    ), 120


def digest(model):
    """A hash of the weekly numbers that the first version had."""
    made, columns = hashlib.sha256(), [COLUMNS.index(name) for name in KNOWN["columns"]]
    for name in ("series", "series_places"):
        made.update(np.ascontiguousarray(model.district.arrays["series"][name][:, columns], "<f8").tobytes())
    return made.hexdigest()


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("name", KNOWN["runs"])
def test_the_first_version_to_the_last_bit(name, threads):
    model, weeks = first_version(name, threads=threads)
    model.run_for(weeks)
    assert digest(model) == KNOWN["runs"][name]


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
