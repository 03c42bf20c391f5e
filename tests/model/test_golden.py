"""Golden runs: three districts whose results are known to the last bit.

They change whenever a mechanism, a constant or the luck of a run changes; whether that was meant is for a person to say.
If it was, renew them and say so in CHANGELOG.md:

    python -m cogov.tests.model.test_golden --write
"""

import hashlib
import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from cogov.model.model import CommunityModel

PLACE = Path(__file__).with_name("golden.json")
RENEW = (
    "Results have changed. If that was meant, renew them with `python -m cogov.tests.model.test_golden --write` and add a "
    "line to CHANGELOG.md that says what changed them."
)

# Lever values of their own, so that an edit in the library of scenarios is no change of results.
SCENARIOS = {
    "as it is": {},
    "from above": {
        "mandate_share": 0.9, "design_trials": 8, "pilots": 2, "kpi_power": 0.6, "kpi_alignment": 0.5, "promotion": 0.0,
        "organization_grants": 0.5, "legal_status": 0.1, "linkage": 0.6, "grid_staff": 1.5, "pooling": 0.0,
    },
    "from below": {
        "mandate_share": 0.1, "promotion": 0.6, "copying": "adapted", "organization_grants": 4.0, "legal_status": 0.9,
        "funding_mix": 0.8, "volunteer_support": 0.8, "social_workers": 12.0, "bridging_time": 0.2, "planning_time": 0.3,
        "pooling": 0.6, "transparency": 0.7, "kpi_power": 0.0,
    },
}  # fmt: skip
TOLD = (
    "true_resolution", "reported_resolution", "belonging", "participation", "mutual_help", "trust_government", "rule_fit",
    "organizations", "mean_building_ties", "satisfaction", "case_time",
)  # fmt: skip


def golden(levers):
    """What is kept of one run: a hash of every weekly number, and some of them to read."""
    model = CommunityModel(
        scenario=None,
        levers=levers,
        residents=400,
        communities=2,
        rng=20,
        environment={"turnover_renters": 0.4},
        by_community=True,
    )
    model.run_for(52)
    made = hashlib.sha256()
    for name in ("series", "series_places"):
        made.update(np.ascontiguousarray(model.district.arrays["series"][name], "<f8").tobytes())
    told = model.summary(26)
    return {
        "series": made.hexdigest(),
        "columns": hashlib.sha256(" ".join(model.measures).encode()).hexdigest()[:16],
        "numbers": {name: None if math.isnan(told[name]) else round(told[name], 12) for name in TOLD},
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_golden(name):
    known = json.loads(PLACE.read_text(encoding="utf-8"))
    found = golden(SCENARIOS[name])
    numbers = {
        what: (value, found["numbers"][what])
        for what, value in known[name]["numbers"].items()
        if found["numbers"][what] != value
    }
    assert not numbers, f"{RENEW} (known, found)"
    assert found == known[name], RENEW


def test_golden_runs_differ():
    known = json.loads(PLACE.read_text(encoding="utf-8"))
    assert list(known) == list(SCENARIOS)
    assert len({run["series"] for run in known.values()}) == len(SCENARIOS)


def main() -> None:
    """Write the file anew."""
    if sys.argv[1:] != ["--write"]:
        raise SystemExit(__doc__)
    runs = {name: golden(levers) for name, levers in SCENARIOS.items()}
    PLACE.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PLACE.name} written. Now say in CHANGELOG.md what changed the results.\n")


if __name__ == "__main__":
    main()
