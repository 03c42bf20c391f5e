"""Learning: what teaches, what is forgotten, and that success and failure decide what taking part teaches."""

import math

import numpy as np
import pytest
from cogov.model.mechanisms import learning
from cogov.tests.support.worlds import snapshot, tiny_world
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0, 1)
RATES = ("everyday", "civic", "taught", "interpretation", "success", "failure")
NONE = {"forgetting": 0.0, **{f"learning_{name}": 0.0 for name in RATES}}
KINDS = ("awareness", "responsibility", "clarity")


def world(
    levers=None, residents=10, communities=2, seed=1, law=0.0, active=0, efficacy=0.5, educating=0.0, **parameters
):
    w = tiny_world(
        communities, residents=residents, seed=seed, build=False, levers={"civic_education": 0.0, **(levers or {})},
        parameters={**NONE, **parameters},
    )  # fmt: skip
    for name in KINDS:
        getattr(w.residents, name)[:] = 0.4
    w.residents.active[:] = active
    w.communities.efficacy[:] = efficacy
    w.governments.interpretation[:] = law
    w.workers.educating[:] = educating
    return w


def gains(w, weeks=1):
    """Mean change of awareness, responsibility and clarity."""
    for week in range(weeks):
        learning.step(w, week)
    return [float(getattr(w.residents, name).mean(dtype=float)) - 0.4 for name in KINDS]


def test_learn_by_hand():
    """0.4 + 0.03 x 0.6 - 0.02 x 0.4 = 0.41."""
    assert learning.learn(0.4, 0.03, 0.02) == pytest.approx(0.41, abs=1e-15)


@given(SHARE, st.floats(0, 5), st.floats(0, 5))
def test_bounds(x, gain, loss):
    assert 0 <= learning.learn(x, gain, loss) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_rest_is_where_gain_and_loss_balance(gain, loss):
    if gain + loss == 0 or gain + loss > 1:
        return
    x = gain / (gain + loss)
    assert learning.learn(x, gain, loss) == pytest.approx(x, abs=1e-12)


def test_everyday_and_forgetting_concern_all_three():
    np.testing.assert_allclose(gains(world(learning_everyday=0.1)), 0.06, atol=5e-8)
    np.testing.assert_allclose(gains(world(forgetting=0.1)), -0.04, atol=5e-8)


def test_civic_education_raises_awareness():
    np.testing.assert_allclose(gains(world({"civic_education": 0.5}, learning_civic=0.2)), [0.06, 0, 0], atol=5e-8)


def test_interpretation_raises_clarity():
    np.testing.assert_allclose(gains(world(law=0.5, learning_interpretation=0.2)), [0, 0, 0.06], atol=5e-8)
    np.testing.assert_allclose(gains(world({"interpretation": 1.0}, learning_interpretation=0.2)), 0, atol=1e-8)


def test_education_hours_raise_awareness_and_half_as_much_clarity():
    """40 h x 0.5 for 10 residents are 2 h each; 2 x 0.05 = 0.1."""
    w = world(educating=0.5, learning_taught=0.05)
    np.testing.assert_allclose(learning.education_hours(w, 0, 2), 2.0)
    np.testing.assert_allclose(gains(w), [0.06, 0, 0.03], atol=5e-8)


def test_education_hours_are_those_of_the_community():
    w = world(educating=0.5)
    w.workers.alive[1] = 0
    assert learning.education_hours(w, 0, 2).tolist() == [2.0, 0.0]
    assert learning.education_hours(w, 1, 2).tolist() == [0.0]
    w.workers.alive[:] = (0, 1)
    assert learning.education_hours(w, 1, 2).tolist() == [2.0]


@pytest.mark.parametrize(("efficacy", "change"), [(1.0, 0.06), (0.0, -0.04)])
def test_success_teaches_and_failure_unteaches_those_who_take_part(efficacy, change):
    rates = {"learning_success": 0.1, "learning_failure": 0.1}
    np.testing.assert_allclose(gains(world(active=1, efficacy=efficacy, **rates)), [change, change, 0], atol=5e-8)
    np.testing.assert_allclose(gains(world(active=0, efficacy=efficacy, **rates)), 0, atol=1e-8)


def test_share_of_success_is_efficacy():
    """Of 20,000 who take part; four standard errors (one in 16,000 seeds fails)."""
    n, p = 20_000, 0.3
    w = world(residents=n // 2, active=1, efficacy=p, learning_success=0.1)
    learning.step(w, 5)
    succeeded = np.count_nonzero(w.residents.awareness > 0.41)
    assert abs(succeeded - n * p) < 4 * math.sqrt(n * p * (1 - p))
    assert ((w.residents.awareness > 0.41) == (w.residents.responsibility > 0.41)).all()


def test_rates_of_communities_differ():
    w = world(active=1, learning_success=0.1)
    w.communities.efficacy[:] = (1.0, 0.0)
    learning.step(w, 0)
    assert (w.residents.awareness[:10] > 0.41).all()
    assert (w.residents.awareness[10:] == np.float32(0.4)).all()


def test_luck_changes_from_week_to_week():
    w = world(residents=200, active=1, learning_success=0.1)
    outcomes = []
    for week in (0, 1):
        w.residents.awareness[:] = 0.4
        learning.step(w, week)
        outcomes.append(w.residents.awareness > 0.41)
    assert 0.3 < (outcomes[0] == outcomes[1]).mean() < 0.7


def test_off():
    w = world({"civic_education": 1.0}, active=1, law=1.0, educating=1.0)
    before = snapshot(w.residents)
    learning.step(w, 0)
    after = snapshot(w.residents)
    assert all(np.array_equal(before[name], after[name]) for name in before)
