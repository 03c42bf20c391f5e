"""Local trials: hours are conserved, mandates respected, more trials give better rules, local rules lapse."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import trials
from cogov.model.rules import landscape, trying
from cogov.tests.support.worlds import digest, snapshot, tiny_world

QUARTERS = range(12, 260, 13)
FREE = {"mandate_share": 0.0, "legal_status": 1.0}


def after(seed, hours, levers=FREE, **parameters):
    """Mean fit after five years with these hours (a trial costs 1) saved each quarter."""
    w = tiny_world(4, 8, 2, seed, levers=levers, parameters={"drift": 0.0, "burn_in_trials": 0, **parameters})
    for week in QUARTERS:
        w.communities.trial_hours[:] += hours
        trials.step(w, week)
    return w


def test_hours_are_conserved():
    w = tiny_world(3, 6, 2, workers=2, levers={"copying": "adapted"})
    w.workers.planning[:] = 0.05
    w.workers.alive[2] = 0  # one of the two of community 1
    w.communities.volunteer_hours[:] = (0.0, 3.0, 40.0)
    for week in range(130):
        trials.accrue(w, week)
        if (week + 1) % 13 == 0:
            trials.step(w, week)
    r = w.rules
    np.testing.assert_allclose(r.hours_saved, r.hours_spent + r.hours_lapsed + w.communities.trial_hours, rtol=1e-12)
    np.testing.assert_allclose(r.hours_saved, 130 * (0.2 * np.array([0.0, 3.0, 40.0]) + np.array([4.0, 2.0, 4.0])))
    np.testing.assert_allclose(w.tally.hours_trials, r.hours_spent)
    assert (w.tally.trials == r.trials).all()
    assert (w.communities.trial_hours <= 6.0 + 1e-12).all()
    assert r.hours_lapsed[2] > 0.0


@pytest.mark.parametrize(("hours", "made"), [(0.0, 0), (0.99, 0), (1.0, 1), (3.5, 3), (6.0, 6), (50.0, 6)])
def test_hours_buy_trials(hours, made):
    w = tiny_world(2, 6, 2, levers=FREE)
    w.communities.trial_hours[:] = hours
    trials.step(w, 12)
    assert (w.rules.trials == made).all()


@pytest.mark.parametrize(
    ("reserve", "ahead", "made"), [(1.0, 1.0, [3, 3]), (0.5, 1.0, [4, 3]), (0.0, 0.5, [5, 4]), (0.0, 0.0, [5, 5])]
)
def test_what_is_left_for_a_copy(reserve, ahead, made):
    """A standing reserve is left by all; what looking costs, by the one that knows of a better report."""
    w = tiny_world(
        2, 6, 2, levers={**FREE, "copying": "mechanical"}, parameters={"copy_reserve": reserve, "copy_ahead": ahead}
    )
    w.rules.fit_reported[:], w.rules.exemplar_fit[:] = (0.9, 0.1), 0.0
    w.communities.trial_hours[:] = 5.0
    trials.step(w, 12)
    assert w.rules.trials.tolist() == made


def test_without_hours_and_local_rules_nothing_changes():
    w = tiny_world(3, 6, 2, levers={"legal_status": 0.0})
    before = digest(w.rules, w.communities, w.tally)
    for week in range(26):
        trials.accrue(w, week)
    trials.step(w, 12)
    assert digest(w.rules, w.communities, w.tally) == before


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_mandated_elements_are_never_flipped(share):
    w = tiny_world(4, 8, 2, levers={**FREE, "mandate_share": share}, parameters={"trial_noise": 5.0})
    start = snapshot(w.rules)["elements"]
    for week in QUARTERS:
        w.communities.trial_hours[:] = 6.0
        trials.step(w, week)
    fixed = w.rules.mandate_rank < landscape.mandated(share, 8)
    assert fixed.sum() == round(share * 8)
    assert (w.rules.elements == start)[:, fixed].all()
    assert (w.rules.trials.sum() > 0) == (share < 1)
    assert (w.rules.elements != start).any() == (share < 1)


def test_choice_is_the_same_unless_it_is_fixed():
    key, rank = python_stream(4, 1, 2), np.arange(8, dtype=np.int32)
    for entity in range(200):
        free = trying.choose_element(key, np.uint64(entity), rank, 0, 8)
        some = trying.choose_element(key, np.uint64(entity), rank, 4, 8)
        assert some >= 4
        assert free == some or free < 4
    assert trying.choose_element(key, np.uint64(1), rank, 8, 8) == -1


def test_local_elements_are_those_that_differ_from_before():
    w = after(3, 6.0)
    r, start = w.rules, snapshot(tiny_world(4, 8, 2, 3, parameters={"burn_in_trials": 0}).rules)["elements"]
    assert (r.local == (r.elements != start)).all()
    assert (r.before == start)[r.local == 1].all()
    assert (r.trials_kept <= r.trials).all()


def test_more_trials_give_better_rules():
    """Paired over 40 seeds; four standard errors: wrong once in 16,000 fresh tries."""
    few, many = (np.array([after(seed, hours).rules.fit.mean() for seed in range(40)]) for hours in (0.25, 2.0))
    gain = many - few
    assert gain.mean() > 4 * gain.std() / np.sqrt(gain.size)
    assert many.mean() > 0.6


def test_feedback_sharpens_what_is_seen():
    assert trying.noise_sd(0.05, 0.0) == 0.05
    assert trying.noise_sd(0.05, 3.0) == 0.025
    noisy, clear = (
        np.array([after(seed, 6.0, trial_noise=noise).rules.fit.mean() for seed in range(40)]) for noise in (1.0, 0.0)
    )
    gain = clear - noisy
    assert gain.mean() > 4 * gain.std() / np.sqrt(gain.size)


def test_without_noise_rules_never_get_worse():
    w = tiny_world(4, 8, 3, levers=FREE, parameters={"trial_noise": 0.0})
    for week in QUARTERS:
        old = w.rules.fit.copy()
        w.communities.trial_hours[:] = 6.0
        trials.step(w, week)
        assert (w.rules.fit >= old).all()


def test_local_rules_lapse_without_legal_status():
    for legal, expected in ((1.0, 0.0), (0.0, 0.1), (0.5, 0.05)):
        lapsed = total = 0
        for seed in range(50):
            w = tiny_world(4, 8, 2, seed, levers={"legal_status": legal})
            w.rules.local[:] = 1
            w.rules.before[:] = 1 - w.rules.elements
            old = w.rules.elements.copy()
            trials.step(w, 12)
            back = w.rules.local == 0
            assert (back == (w.rules.elements != old)).all()
            lapsed, total = lapsed + back.sum(), total + back.size
        assert abs(lapsed / total - expected) <= 4 * np.sqrt(expected * (1 - expected) / total)
