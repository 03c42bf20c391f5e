"""Money by hand: a district without street offices, posts that are not filled."""

import numpy as np
import pytest
from cogov.model import state
from cogov.model.mechanisms import money
from cogov.tests.model.mechanisms.test_money import SHARES, set_levers, world
from cogov.tests.support.worlds import tiny_world


def test_without_street_offices_the_district_pays():
    w = tiny_world(3, residents=10, build=False)
    money.weekly(w, 0)
    assert w.governments.spent[0] == pytest.approx(400.0 * 30 / 52)
    np.testing.assert_allclose(w.tally.spending, 400.0 * 10 / 52)


def test_posts_that_are_not_filled_do_nothing():
    w = world(sizes=(2000, 5000), room=4)
    set_levers(w, social_workers=6.6)
    filled = [money.posts(w.levers.social_workers * size / 10_000) for size in (2000, 5000)]
    assert filled == [2, 4]
    assert w.workers.alive.tolist() == [1, 1, 0, 0, 1, 1, 1, 1]
    for name in SHARES:
        values = np.asarray(getattr(w.workers, name))
        assert (values[[2, 3]] == 0).all()
        assert len(set(values[[0, 1, 4, 5, 6, 7]])) == 1
    assert w.workers.relaying[0] == w.levers.relay_time > 0
    w.workers.mediation_left[:] = 1.0
    set_levers(w, social_workers=1.0)
    assert (np.asarray(w.workers.mediation_left) == w.workers.alive).all()


@pytest.mark.parametrize(
    ("level", "aim", "pace", "expected"),
    [
        (0.2, 0.9, 0.1, 0.3),
        (0.2, 0.25, 0.1, 0.25),
        (0.9, 0.2, 0.1, 0.8),
        (0.9, 0.85, 0.1, 0.85),
        (0.5, 0.5, 0.1, 0.5),
        (0.2, 0.9, 0.0, 0.2),
    ],
)
def test_levels_move_by_at_most_the_pace(level, aim, pace, expected):
    assert money.toward(level, aim, pace) == pytest.approx(expected)


def test_the_pay_of_a_post_that_is_left_out_is_not_spent():
    w = tiny_world(2, residents=2000, workers=4, build=False, levers={"social_workers": 20.0})
    lists = {"organizations": np.zeros(0, np.uint64), "rules": np.zeros(0, np.int64), "workers": np.array([1])}
    w = state.World(**{**{name: getattr(w, name) for name in state.World.fields}, "without": state.Without(**lists)})
    saved = [money.unpaid(w, k) for k in (0, 1)]
    assert saved[0] > saved[1] == 0.0
    money.weekly(w, 0)
    np.testing.assert_allclose(w.tally.spending, 400.0 * 2000 / 52 - np.array(saved))
