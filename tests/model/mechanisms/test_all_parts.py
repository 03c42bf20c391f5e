"""A mechanism done part by part, as threads do it, is the mechanism done at once; small enough to be run interpreted.

Whole runs on threads are compared in test_threads.py; here each mechanism stands alone.
"""

import copy

import pytest
from cogov.core.threads import split
from cogov.model.process import shared
from cogov.model.schedule import SCHEDULE
from cogov.tests.support.districts import differing, district

PHASED = [process for process in SCHEDULE if process.phases]
WEEK = 12  # the end of a quarter
LIVELY = {
    "levers": {"copying": "adapted", "education_time": 0.3, "organization_grants": 5.0, "social_workers": 30.0},
    "environment": {"turnover_renters": 1.0, "initial_organizations": 2, "building_size": 10, "mean_ties": 4.0},
    "constants": {
        "participation_base": 0.0,
        "need_rate": 0.4,
        "learning_success": 0.3,
        "trust_up": 0.3,
        "coproduction": 0.5,
    },
}


def everything(w):
    return {f"{group}.{name}": values for group, columns in w.items() for name, values in columns.items()}


@pytest.fixture(scope="module")
def model():
    made = district(60, 3, 3, seed=5, **LIVELY)
    made.residents.active[::2] = 1  # so that half of all taught, tired and seen
    made.communities.efficacy[:] = (0.2, 0.5, 0.8)
    return made


@pytest.mark.parametrize("process", PHASED, ids=[process.name for process in PHASED])
def test_parts_are_the_whole(process, model):
    whole, parts = copy.deepcopy(model), copy.deepcopy(model)
    before = copy.deepcopy(everything(whole.district.arrays))
    process.step(whole.district.world, WEEK)
    for phase in process.phases:
        if not shared(phase):
            phase(parts.district.world, WEEK)
            continue
        for low, high in reversed(split(parts.district.world.communities.first, 3)):
            phase(parts.district.world, WEEK, low, high)
    assert differing(everything(whole.district.arrays), everything(parts.district.arrays)) <= {
        "scratch.number",
        "scratch.flag",
    }
    assert differing(before, everything(whole.district.arrays)), "the mechanism has something to do"
