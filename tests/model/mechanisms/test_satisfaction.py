"""Satisfaction: a moving average towards own cases, help, influence, freedom from problems and service."""

import numpy as np
import pytest
from cogov.core.quantity import QuantityError
from cogov.model.mechanisms import records, satisfaction
from cogov.model.model import CommunityModel
from cogov.model.quantities.indicators import PARTS
from cogov.model.runtime.weights import SATISFACTION, scaled, whole
from cogov.tests.support.districts import district
from cogov.tests.support.moved_states import MOVED, STILL
from cogov.tests.support.worlds import snapshot, tiny_world
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)


def world(fit=0.4, cases=0.8, helped=0.3, start=0.2, **parameters):
    w = tiny_world(2, residents=5, build=False, parameters={**STILL, **parameters})
    w.rules.benefit[:] = fit
    w.residents.case_outcome[:] = cases
    w.residents.help_outcome[:] = helped
    w.residents.satisfaction[:] = start
    return w


def run(w, weeks):
    for week in range(weeks):
        satisfaction.step(w, week)
    return w.residents.satisfaction


def test_half_the_way_in_a_half_life():
    """Target 0.5 x 0.4 + 0.3 x 0.8 + 0.2 x 0.3 = 0.5; from 0.2 to 0.35 in 26 weeks."""
    np.testing.assert_allclose(run(world(), 26), 0.35, rtol=2e-6)  # 26 roundings by 6e-8
    np.testing.assert_allclose(run(world(satisfaction_half_life=4.0), 8), 0.5 - 0.3 / 4, rtol=1e-6)


def test_it_is_summed_week_by_week():
    w = world()
    total = sum(run(w, 1).astype(float) for _ in range(10))
    np.testing.assert_allclose(w.residents.satisfaction_sum, total, rtol=1e-6)


@pytest.mark.parametrize("what", ["fit", "cases", "helped", "start"])
def test_directions(what):
    assert (run(world(**{what: 0.1}), 10) < run(world(**{what: 0.9}), 10)).all()


@pytest.mark.parametrize(
    ("weight", "what"),
    [("satisfaction_service", "fit"), ("satisfaction_cases", "cases"), ("satisfaction_help", "helped")],
)
def test_weights(weight, what):
    others = dict.fromkeys(("satisfaction_service", "satisfaction_cases", "satisfaction_help"), 0.0)
    w = world(**{what: 0.9, **others, weight: 0.5}, satisfaction_half_life=0.1)
    np.testing.assert_allclose(run(w, 1), 0.45 + (0.2 - 0.45) * 2**-10, rtol=2e-7)


@pytest.mark.parametrize(("fit", "counted"), [(-3.0, 0.0), (0.0, 0.0), (0.7, 0.7), (1.0, 1.0)])
def test_service_is_fit_cut_to_a_share(fit, counted):
    w = world(
        fit=fit, satisfaction_cases=0.0, satisfaction_help=0.0, satisfaction_service=1.0, satisfaction_half_life=0.1
    )
    np.testing.assert_allclose(run(w, 3), counted, atol=1e-9)


def test_service_is_that_of_the_community():
    w = world()
    w.rules.benefit[:] = (0.0, 1.0)
    found = run(w, 5)
    assert found[4] < found[5]


@given(st.floats(-5, 1), SHARE, SHARE, SHARE, st.floats(0.1, 1e9), SHARE, SHARE, SHARE)
def test_bounds(fit, cases, helped, start, half_life, service, weight, support):
    weights = {"satisfaction_service": service, "satisfaction_cases": weight, "satisfaction_help": support}
    found = run(world(fit, cases, helped, start, satisfaction_half_life=half_life, **weights), 3)
    assert ((found >= 0) & (found <= 1)).all()


def test_nearly_off():
    """Half-life without bound; the bound that is declared leaves next to nothing."""
    np.testing.assert_allclose(run(world(satisfaction_half_life=1e9), 52), 0.2, atol=1e-7)


def test_nothing_else_changes():
    w = world()
    before = snapshot(w.residents)
    run(w, 2)
    changed = {name for name, values in snapshot(w.residents).items() if not np.array_equal(values, before[name])}
    assert changed == {"satisfaction", "satisfaction_sum"}


# --- influence, freedom from problems, parts ---

EQUAL = dict(zip(SATISFACTION, (0.1, 0.3, 0.1, 0.3, 0.2), strict=True))


def felt(influence=0.7, burden=0.6, **parameters):
    w = world(**{**EQUAL, "burden_scale": 0.3, **parameters})
    w.residents.influence[:], w.residents.burden[:] = influence, burden
    return w


def test_constant_records_give_the_weighted_sum():
    """w_s fit + w_c cases + w_h help + w_v v + w_r exp(-B / B0), to the digits of 32 bits."""
    wanted = 0.1 * 0.4 + 0.3 * 0.8 + 0.1 * 0.3 + 0.3 * 0.7 + 0.2 * np.exp(-0.6 / 0.3)
    np.testing.assert_allclose(run(felt(satisfaction_half_life=0.5), 40), wanted, atol=1e-6)
    terms = (0.1 * 0.4, 0.3, 0.8, 0.1, 0.3, 0.3, 0.7, 0.2 * satisfaction.relief(0.6, 0.3))
    assert satisfaction.target(*terms) == pytest.approx(wanted, abs=1e-9)


def test_more_influence_and_less_burden_satisfy_more():
    assert (run(felt(influence=0.2), 5) < run(felt(influence=0.9), 5)).all()
    assert (run(felt(burden=2.0), 5) < run(felt(burden=0.1), 5)).all()
    assert (run(felt(burden_scale=0.1), 5) < run(felt(burden_scale=1.0), 5)).all()
    assert (run(felt(burden=0.0), 5) == run(felt(burden=0.0, burden_scale=50.0), 5)).all()


def test_the_parts_add_up_to_the_target():
    w = felt()
    w.residents.alive[7] = 0
    satisfaction.step(w, 0)
    parts = np.array([getattr(w.tally, name) for name in PARTS["satisfaction"]])
    np.testing.assert_allclose(parts[:, 0] / 5, [0.04, 0.24, 0.03, 0.21, 0.2 * np.exp(-2.0)], rtol=1e-6)
    np.testing.assert_allclose(parts[:, 1], parts[:, 0] * 4 / 5, rtol=1e-6)


def test_parts_of_a_whole_run_follow_satisfaction():
    """In the course of a year satisfaction comes near to what its parts add up to."""
    told = district(200, 2, 104, constants=MOVED)
    table = told.indicators.iloc[52:].mean()
    parts = sum(table[name] for name in PARTS["satisfaction"])
    assert table.satisfaction == pytest.approx(parts, abs=0.03)
    assert table.satisfaction_from_service == 0.0


@pytest.mark.parametrize("service", [0.0, 0.3])
def test_residents_start_at_their_target(service):
    constants = {**MOVED, "satisfaction_service": service, "satisfaction_relief": 0.28 - 0.7 * service, "satisfaction_influence": 0.36 - 0.3 * service, "influence_start": 0.4, "burden_start": 0.3}  # fmt: skip
    w = district(60, 2, constants=constants)
    r, p = w.residents, w.constants
    fit = np.clip(np.asarray(w.district.world.rules.benefit), 0, 1)[np.asarray(r.community)]
    wanted = service * fit + 0.28 * 0.5 + 0.08 * 0.5 + p["satisfaction_influence"] * 0.4
    wanted += p["satisfaction_relief"] * np.exp(-0.3 / p["burden_scale"])
    np.testing.assert_allclose(r.satisfaction, wanted, rtol=1e-6)
    assert (r.influence == np.float32(0.4)).all()
    assert (district(60, 2, constants=STILL).residents.satisfaction == 0.5).all()


def test_burden_halves_in_its_half_life():
    w = felt(burden=1.0, burden_half_life=13.0)
    for week in range(13):
        records.step(w, week)
    np.testing.assert_allclose(w.residents.burden, 0.5, rtol=1e-6)


# --- weights ---


def test_weights_that_are_not_set_give_way():
    found = whole({"satisfaction_help": 0.6})
    assert sum(found[name] for name in SATISFACTION) == pytest.approx(1, abs=1e-12)
    assert found["satisfaction_help"] == 0.6
    assert whole({}) == {}
    assert whole(EQUAL) == EQUAL
    assert CommunityModel(scenario=None, residents=60, communities=1, constants={"satisfaction_cases": 1.0}).constants["satisfaction_help"] == 0.0  # fmt: skip


@pytest.mark.parametrize("given", [{**EQUAL, "satisfaction_help": 0.2}, {**EQUAL, "satisfaction_cases": 0.2}, {"satisfaction_cases": 0.7, "satisfaction_help": 0.4}])  # fmt: skip
def test_weights_that_cannot_sum_to_one_are_named(given):
    with pytest.raises(QuantityError) as caught:
        district(60, 1, constants=given)
    for name in given:
        assert f"{name} = {given[name]:g}" in str(caught.value)
    assert "sum to 1" in str(caught.value)


def test_weights_drawn_together_are_scaled():
    drawn = dict.fromkeys(SATISFACTION, 0.5)
    assert scaled({**drawn, "gossip": 0.1}) == {**dict.fromkeys(SATISFACTION, 0.2), "gossip": 0.1}
    assert scaled({"satisfaction_help": 0.1}) == {"satisfaction_help": 0.1}
    assert whole(scaled({"satisfaction_help": 0.9, "satisfaction_cases": 0.9}))["satisfaction_help"] == 0.5
