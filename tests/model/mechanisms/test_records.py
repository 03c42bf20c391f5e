"""Records: where anchors, influence, burden and trust rest, how they fade, and that off is off."""

import os
import subprocess
import sys

import numpy as np
import pytest
from cogov.model.mechanisms import learning, records, settlement
from cogov.model.population import attitudes
from cogov.tests.support.case_worlds import case_world
from cogov.tests.support.districts import differing, district, state_of
from cogov.tests.support.moved_states import MOVED, STILL
from cogov.tests.support.worlds import felt, snapshot, tiny_world
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)
OFF = {
    **STILL, "anchor_return": 0.0, "influence_return": 0.0, "burden_half_life": 1e9,
}  # fmt: skip
TRUST = {
    "trust_government": ("trust_trait", "trust_return"), "trust_central": ("central_trait", "trust_return"),
    "trust_neighbours": ("neighbours_trait", "trust_return_others"),
    "trust_organizations": ("organizations_trait", "trust_return_others"),
}  # fmt: skip


def world(residents=6, communities=1, **parameters):
    return tiny_world(communities, residents=residents, build=False, parameters={**OFF, **parameters})


def run(w, weeks):
    for week in range(weeks):
        records.step(w, week)
    return w.residents


# --- anchor of belonging ---


@given(st.floats(0, 0.2), st.floats(0, 0.2), st.floats(0.001, 0.2), st.floats(0, 0.2), SHARE, SHARE)
def test_fixed_point_of_the_anchor(gain, loss, rho, eta, pull, arrival):
    """Under constant inputs, all terms on the same old anchor: (g + eta q + rho a0) / (g + l + eta + rho)."""
    rest = (gain + eta * pull + rho * arrival) / (gain + loss + eta + rho)
    moved = records.anchor_after(rest, arrival, rho, eta, pull)
    moved += records.toward(rest, 1.0, gain) - rest + records.toward(rest, 0.0, loss) - rest
    assert moved == pytest.approx(rest, abs=1e-9)


def test_the_weeks_anchor_is_its_linear_maps():
    """Success, then the return: a -> (1 - rho - eta)((1 - g) a + g) + rho a0 + eta q, as the weeks have it."""
    g, rho, eta, half, arrival = 0.1, 0.02, 0.01, 2.0, 0.3
    w = world(anchor_success=g, anchor_return=rho, anchor_ties=eta, anchor_ties_half=half)
    r = w.residents
    r.anchor_arrival[:], r.anchor[:], r.active[:] = arrival, 0.8, 1
    w.communities.efficacy[:] = 1.0
    pull = w.ties.degree / (w.ties.degree + half)
    keep = (1 - rho - eta) * (1 - g)
    rest = (g * (1 - rho - eta) + rho * arrival + eta * pull) / (1 - keep)
    for week in range(400):
        learning.step(w, week)
        records.step(w, week)
    np.testing.assert_allclose(r.anchor, rest, atol=1e-6)


def test_anchors_return_to_where_they_were():
    """0.8 + 0.005 (0.2 - 0.8) = 0.797, in the end 0.2."""
    w = world(anchor_return=0.005)
    w.residents.anchor[:], w.residents.anchor_arrival[:] = 0.8, 0.2
    np.testing.assert_allclose(run(w, 1).anchor, 0.797, rtol=2e-7)
    np.testing.assert_allclose(run(w, 3000).anchor, 0.2, atol=3e-6)  # 0.005 x the last gap rounds to nothing


def test_more_ties_pull_higher():
    w = world(anchor_ties=0.1, anchor_ties_half=1.0)
    w.residents.anchor[:] = 0.5
    anchor = run(w, 200).anchor
    degree = w.ties.degree
    np.testing.assert_allclose(anchor, degree / (degree + 1.0), atol=1e-6)
    assert anchor[0] < anchor[1], "the first has one neighbour, the second two"


@pytest.mark.parametrize("success", [True, False])
def test_taking_part_moves_anchor_and_influence(success):
    w = world(anchor_success=0.1, anchor_failure=0.2, influence_step=0.3)
    r = w.residents
    r.anchor[:], r.influence[:], r.active[:3] = 0.5, 0.5, 1
    w.communities.efficacy[:] = float(success)
    learning.step(w, 0)
    moved, felt_now = (0.55, 0.65) if success else (0.4, 0.35)
    np.testing.assert_allclose(r.anchor, [moved] * 3 + [0.5] * 3, rtol=2e-7)
    np.testing.assert_allclose(r.influence, [felt_now] * 3 + [0.5] * 3, rtol=2e-7)


@pytest.mark.parametrize("chance", [0.0, 0.25, 1.0])
def test_common_action_is_an_experience_of_neighbours(chance):
    """With the probability `common_neighbours`: up on success, down on failure, nobody who stayed away."""
    w = world(4000, 2, common_neighbours=chance)
    w.residents.active[:] = np.arange(8000) % 2
    w.communities.efficacy[:] = (1.0, 0.0)
    learning.step(w, 0)
    up, down = felt(w, "neighbours_up"), felt(w, "neighbours_down")
    assert not up[::2].any()
    assert not down[::2].any()
    assert not up[4000:].any()
    assert not down[:4000].any()
    for noted in (up[1:4000:2], down[4001::2]):
        assert noted.mean() == pytest.approx(chance, abs=4 * 0.5 / np.sqrt(2000))


def test_an_escalated_dispute_lowers_the_anchors_of_both_parties():
    parameters = {"anchor_dispute": 0.2, "dispute_rate": 2000.0, "mediation_success": 0.01, "dispute_cost": 0.0, "relation_weight": 0.0}  # fmt: skip
    w = case_world(parameters={**STILL, **parameters})
    w.residents.anchor[:], w.residents.clarity[:] = 0.5, 0.5
    settlement.step(w, 0)
    used = int(w.counters.cases[0])
    parties = np.concatenate([w.cases.party[:used], w.cases.opponent[:used]])
    times = np.bincount(parties, minlength=w.residents.anchor.size)
    assert times.sum() > 10
    np.testing.assert_allclose(w.residents.anchor, 0.5 * 0.8**times, rtol=1e-6)
    assert np.array_equal(w.cases.arose_at[:used], w.cases.entered[:used])


# --- newcomers ---


def test_a_newcomers_deficit_fades_week_by_week():
    """By 1 - rho - eta_T a week, where ties pull to the anchor at arrival."""
    rho, eta = 0.005, 0.002
    w = world(newcomer_start=0.7, anchor_return=rho, anchor_ties=eta, anchor_ties_half=8.0)
    r = w.residents
    r.anchor_arrival[:] = w.ties.degree / (w.ties.degree + 8.0)
    for i in range(6):
        attitudes.start_anchor(w, i, 0.0)
    np.testing.assert_allclose(r.anchor, 0.7 * r.anchor_arrival, rtol=1e-6)
    assert np.array_equal(r.anchor, r.belonging)
    run(w, 100)
    deficit = 0.3 * (1 - rho - eta) ** 100
    np.testing.assert_allclose(r.anchor, r.anchor_arrival * (1 - deficit), atol=1e-5)
    assert attitudes.missing(0.7, 100 / 52, rho + eta) == pytest.approx(deficit, rel=0.003)  # in continuous time


@given(st.floats(1e-6, 1), st.floats(0.001, 0.999))
def test_years_lived_have_the_hazard_of_moving_out(u, yearly):
    """Of those who live there a share `yearly` would have moved within a year: P(y < 1) = yearly."""
    assert (attitudes.years_lived(u, yearly) < 1) == (u > 1 - yearly) or abs(u - (1 - yearly)) < 1e-9


def test_years_lived_at_the_ends():
    assert attitudes.years_lived(0.5, 1.0) == 0.0
    assert attitudes.years_lived(0.5, 0.0) == attitudes.LONG
    assert attitudes.missing(0.7, attitudes.LONG, 0.005) == 0.0
    assert attitudes.missing(0.7, 0.0, 0.005) == pytest.approx(0.3)


def test_first_residents_lack_less_the_longer_they_have_lived_there():
    moved = {**MOVED, "newcomer_start": 0.5}
    rates = {"turnover_owners": 0.05, "turnover_renters": 0.5, "renters": 0.5}
    r = district(2000, constants=moved, environment=rates).residents
    lack = 1 - r.anchor / r.anchor_arrival
    assert (lack > -1e-6).all()
    assert (lack < 0.5).all()
    for tenure, yearly in ((0, 0.05), (1, 0.5)):
        hazard, fades = -np.log(1 - yearly), 52 * (0.005 + 0.002)
        expected = 0.5 * hazard / (hazard + fades)
        found = lack[r.tenure == tenure]
        assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(found.size)


def test_given_years_count(tmp_path):
    """Years of the records are those that the anchors start from, whatever was drawn before."""
    from cogov.data import load

    rows = "\n".join(f"{i},A,{0 if i % 2 else 40},{40 + i % 30}" for i in range(60))
    (tmp_path / "residents.csv").write_text(f"id,community,years,age\n{rows}\n", encoding="utf-8")
    model = district(population=load(tmp_path), constants={**MOVED, "newcomer_start": 0.5})
    r = model.residents
    lack = np.asarray(1 - r.anchor / r.anchor_arrival)
    new = np.asarray(r.arrived) > -60
    assert 0 < new.sum() < 60
    np.testing.assert_allclose(lack[new], 0.5, atol=1e-6)
    np.testing.assert_allclose(lack[~new], 0.5 * np.exp(-52 * 40 * 0.007), atol=1e-6)


# --- influence, burden, trust ---


def test_influence_and_burden_by_hand():
    w = world(influence_rest=0.3, influence_return=0.02, burden_half_life=26.0)
    w.residents.influence[:], w.residents.burden[:] = 0.8, 1.0
    r = run(w, 1)
    np.testing.assert_allclose(r.influence, 0.79, rtol=2e-7)
    r = run(w, 25)
    np.testing.assert_allclose(r.influence, 0.3 + 0.5 * 0.98**26, rtol=1e-6)
    np.testing.assert_allclose(r.burden, 0.5, rtol=1e-6)


@pytest.mark.parametrize("kind", TRUST)
def test_each_trust_returns_to_its_trait(kind):
    trait, rate = TRUST[kind]
    w = world(**{rate: 0.01})
    for name in TRUST:
        getattr(w.residents, name)[:] = 0.9
    getattr(w.residents, trait)[:] = 0.4
    before = snapshot(w.residents)
    run(w, 10)
    after = snapshot(w.residents)
    np.testing.assert_allclose(after[kind], 0.4 + 0.5 * 0.99**10, rtol=1e-6)
    for other, (_, own) in TRUST.items():
        if own != rate:
            assert np.array_equal(after[other], before[other])


@given(st.integers(0, 1000), *[SHARE] * 5)
def test_bounds(seed, back, ties, influence, trust, others):
    w = world(
        anchor_return=back * 0.5, anchor_ties=ties * 0.5, influence_return=influence, trust_return=trust,
        trust_return_others=others, burden_half_life=26.0,
    )  # fmt: skip
    random = np.random.default_rng(seed)
    names = ("anchor", "anchor_arrival", "influence", *TRUST, *(trait for trait, _ in TRUST.values()))
    for name in names:
        getattr(w.residents, name)[:] = random.random(6)
    run(w, 5)
    for name in names:
        values = getattr(w.residents, name)
        assert ((values >= 0) & (values <= 1)).all(), name


def test_off():
    w = world()
    random = np.random.default_rng(1)
    for name in ("anchor", "influence", "burden", *TRUST):
        getattr(w.residents, name)[:] = random.random(6)
    before = snapshot(w.residents)
    run(w, 20)
    assert all(np.array_equal(before[name], values) for name, values in snapshot(w.residents).items())


# --- whole runs ---


def test_it_moves_something_and_threads_do_not_matter():
    options = {"environment": {"problem_rate": 200.0, "dispute_rate": 200.0, "turnover_renters": 0.8}}
    runs = [district(300, 3, 30, constants=MOVED, threads=threads, **options) for threads in (1, 3)]
    assert differing(*(state_of(model) for model in runs)) == set()
    still = district(300, 3, 30, constants=STILL, **options)
    for name in ("satisfaction", "belonging", "trust_government", "trust_central", "trust_neighbours", "influence"):
        assert not runs[0].indicators[name].equals(still.indicators[name]), name
    assert still.indicators.trust_central.std() < 0.02  # of those who move alone
    assert (runs[0].indicators.problem_burden.iloc[5:] > 0).all()


@pytest.mark.parametrize("name", ["anchor_ties", "anchor_success", "anchor_failure", "anchor_dispute", "anchor_case", "newcomer_start"])  # fmt: skip
def test_each_term_of_the_anchor_moves_belonging(name):
    options = {"environment": {"problem_rate": 200.0, "dispute_rate": 200.0}}
    one, other = (
        district(200, 2, 20, constants={**STILL, **own}, **options).indicators.belonging.iloc[-1]
        for own in ({}, {name: 0.5})
    )
    assert one != other


BOTH = """
from cogov.tests.support.districts import digest, district
from cogov.tests.support.moved_states import MOVED
where = {"problem_rate": 200.0, "dispute_rate": 200.0, "turnover_renters": 0.8}
print(digest(district(90, 2, 15, constants={**MOVED, "satisfaction_service": 0.1, "satisfaction_relief": 0.18}, environment=where)))
"""


@pytest.mark.slow
def test_interpreted_and_compiled_runs_agree():
    found = [
        subprocess.run(
            [sys.executable, "-c", BOTH], env={**os.environ, "NUMBA_DISABLE_JIT": interpreted}, capture_output=True, text=True,
            encoding="utf-8", check=True,
        ).stdout
        for interpreted in ("0", "1")
    ]  # fmt: skip
    assert found[0] == found[1] != ""
