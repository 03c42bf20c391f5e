"""Trials by hand: hours of every community and social worker, lapses at their rate and back to what was there, no price, all fixed."""

import numpy as np
import pytest
from cogov.model.mechanisms import trials
from cogov.model.rules import landscape
from cogov.model.rules.trying import affordable
from cogov.tests.support.worlds import tiny_world


def test_hours_of_each_community():
    w = tiny_world(3, workers=2, parameters={"trial_volunteer_share": 0.2})
    w.communities.volunteer_hours[:] = (5.0, 10.0, 0.0)
    w.workers.hours[:], w.workers.planning[:] = (1, 2, 4, 8, 16, 32), 0.5
    w.workers.alive[1] = 0
    trials.accrue(w, 3)
    places = w.workers.community
    own = [0.5 * sum(w.workers.hours[k] for k in range(6) if places[k] == c and k != 1) for c in range(3)]
    np.testing.assert_allclose(w.communities.trial_hours, np.array([1.0, 2.0, 0.0]) + own)
    np.testing.assert_allclose(w.rules.hours_saved, w.communities.trial_hours)


@pytest.mark.parametrize(
    ("hours", "cost", "limit", "made"),
    [
        (5.0, 0.0, 6.0, 0),
        (5.0, -1.0, 6.0, 0),
        (0.0, 0.0, 6.0, 0),
        (5.0, 5.0, 6.0, 1),
        (4.9, 5.0, 6.0, 0),
        (99.0, 5.0, 6.0, 6),
    ],
)
def test_what_hours_pay_for(hours, cost, limit, made):
    assert affordable(hours, cost, limit) == made


@pytest.mark.parametrize(("status", "rate"), [(0.0, 0.3), (0.5, 0.15), (1.0, 0.0)])
def test_lapses_at_their_rate_to_what_was_there(status, rate):
    """Within 4 standard errors; only what is local lapses, and it is as it was before."""
    w = tiny_world(
        80, 6, 0, levers={"legal_status": status, "mandate_share": 0.0}, parameters={"lapse_rate": 0.3}, residents=2
    )
    r = w.rules
    r.local[:, ::2], r.elements[:] = 1, 1
    r.before[:, ::2] = 0
    trials.step(w, 12)
    lapsed = r.local[:, ::2] == 0
    n = lapsed.size
    assert abs(lapsed.sum() - n * rate) <= 4 * np.sqrt(n * rate * (1 - rate))
    assert np.array_equal(r.elements[:, ::2] == 0, lapsed)
    assert (r.elements[:, 1::2] == 1).all()


def test_where_all_is_mandated_nothing_is_tried():
    w = tiny_world(2, levers={"mandate_share": 1.0})
    w.communities.trial_hours[:] = 50.0
    trials.step(w, 12)
    assert w.rules.trials.sum() == w.rules.hours_spent.sum() == w.tally.trials.sum() == 0


def test_all_but_one_mandated_tries_that_one():
    w = tiny_world(
        4,
        6,
        0,
        levers={"mandate_share": 5 / 6, "legal_status": 1.0},
        parameters={"trial_noise": 0.0, "burn_in_trials": 0},
    )
    assert landscape.mandated(5 / 6, 6) == 5
    before = w.rules.elements.copy()
    w.communities.trial_hours[:] = 50.0
    trials.step(w, 12)
    changed = np.unique(np.nonzero(w.rules.elements != before)[1])
    free = np.flatnonzero(w.rules.mandate_rank == 5)
    assert set(changed) <= set(free)
    assert (w.rules.trials == 6).all()


def test_without_noise_a_kept_trial_is_better():
    w = tiny_world(
        4,
        8,
        2,
        levers={"mandate_share": 0.0, "legal_status": 1.0},
        parameters={"trial_noise": 0.0, "burn_in_trials": 0},
    )
    for week in range(12, 130, 13):
        before, kept = w.rules.fit.copy(), w.rules.trials_kept.copy()
        w.communities.trial_hours[:] = 3.0
        trials.step(w, week)
        assert ((w.rules.fit > before + 1e-12) == (w.rules.trials_kept > kept)).all()
    assert w.rules.trials_kept.sum() > 5


def test_feedback_sharpens_what_is_seen():
    """Kept against the truth less often: the same districts with and without feedback, paired, over many quarters."""
    worse = []
    for feedback in (0.0, 50.0):
        w = tiny_world(
            20,
            8,
            2,
            levers={"mandate_share": 0.0, "legal_status": 1.0},
            parameters={"trial_noise": 0.5, "burn_in_trials": 0},
            residents=4,
        )
        falls = 0
        for week in range(12, 300, 13):
            w.communities.feedback[:] = feedback
            w.communities.trial_hours[:] = 0.4
            before = w.rules.fit.copy()
            trials.step(w, week)
            falls += int((w.rules.fit < before - 1e-12).sum())
        worse.append(falls)
    assert worse[1] < 0.6 * worse[0]
