"""Each indicator is what it is said to be: made anew from agents, cases, ties and money, in two sizes of communities (recomputed.py)."""

import numpy as np
import pytest
from cogov.model.model import CommunityModel
from cogov.model.quantities.indicators import ALL, INDICATORS
from cogov.tests.support.moved_states import MOVED
from cogov.tests.support.recomputed import Watch, gini
from cogov.tests.support.recomputed_formulas import FORMULAS, expected

LEVERS = {
    "relay_time": 0.3,
    "mediation_time": 0.2,
    "planning_time": 0.2,
    "social_workers": 12,
    "kpi_power": 0.5,
    "kpi_alignment": 0.6,
    "pooling": 0.4,
}
CONSTANTS = {**MOVED, "satisfaction_service": 0.1, "satisfaction_relief": 0.18, "callback_told": 1, "repeat_call": 0.3, "callback_e1": 0.1, "phone_reach": 0.8, "online_readiness": -0.2, "window_readiness": 0.1, "worker_readiness": 0.2, "errand_rate": 4.0}  # fmt: skip
# Eight communities scaled down, and one of full size: sizes in which what is counted by residents and by communities differs.
SIZES = {"8 x 400": {"residents": 3200, "communities": 8}, "1 x 4,200": {"residents": 4200, "communities": 1}}
WEEKS = 27


@pytest.fixture(scope="module", params=SIZES)
def run(request):
    model = CommunityModel(
        scenario=None, rng=11, levers=LEVERS, record_events=True,
        environment={"burn_in": 0, "dispute_rate": 60.0, "turnover_renters": 0.5, "callback": 0.8},
        by_community=True, constants=CONSTANTS, **SIZES[request.param],
    )  # fmt: skip
    watch = Watch(model)
    model.run_for(WEEKS)
    return model, watch


def differences(model, watch):
    """The largest difference by indicator: of every week, of every community, and over all weeks; relative where numbers are above 1."""
    own, places, whole = model.indicators, model.indicators_by_community, model.summary(weeks=WEEKS)
    found = {}
    for name, (weeks, _) in FORMULAS.items():
        pairs = [(own[name][t], expected(watch, name, weeks, t)) for t in range(1, WEEKS + 1)]
        pairs.append((whole[name], expected(watch, name, WEEKS, WEEKS)))
        if name != "rule_diversity":  # of one community by itself there is none
            pairs += [
                (places[name][t, k], expected(watch, name, weeks, t, k))
                for t in (1, 13, WEEKS)
                for k in range(watch.places)
            ]
        known = [pair for pair in pairs if not np.isnan(pair).all()]
        assert known, f"{name}: nothing to compare"
        found[name] = max((abs(a - b) / max(1.0, abs(b)) if np.isfinite([a, b]).all() else np.inf) for a, b in known)
    return found


def test_every_indicator_is_made_anew():
    assert set(FORMULAS) == set(INDICATORS)
    assert {name: weeks for name, (weeks, _) in FORMULAS.items()} == {name: one.window for name, one in ALL.items()}


def test_indicators_are_what_they_are_said_to_be(run):
    found = differences(*run)
    print("\n" + "\n".join(f"{name:24}{value:.1e}" for name, value in found.items()))
    assert {name: value for name, value in found.items() if not value < 1e-9} == {}


def test_classes_cost_little(run):
    """The Gini coefficient of belonging is that of 512 classes: what this leaves out is below a thousandth."""
    model, _ = run
    exact = gini(model.residents.belonging)
    assert model.indicators.belonging_gini.iloc[-1] == pytest.approx(exact, abs=1e-4)
