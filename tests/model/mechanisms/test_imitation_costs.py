"""Imitation by hand: what is tried and given back, what it costs, what counts, how many elements are marked."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.mechanisms import imitation
from cogov.model.rules import exemplar, fitness, landscape
from cogov.tests.support.worlds import snapshot, tiny_world

SURE = {"trial_noise": 0.0, "burn_in_trials": 0}


def copied(how, better, hours=9.0, seed=1, **levers):
    """Community 0 copies rules that fit it better, or worse, than its own; what came of it."""
    w = tiny_world(
        2, 6, 2, seed, levers={"copying": how, "copy_breadth": 1.0, "mandate_share": 0.0, **levers}, parameters=SURE
    )
    best = np.empty(6, np.uint8)
    fitness.best_score(w.rules.depends, w.rules.table[0], best)
    worst = 1 - best
    w.rules.elements[0] = worst if better else best
    landscape.update_fit(w, 0)
    w.communities.trial_hours[:] = hours
    before = snapshot(w.rules)
    done = imitation.copy_from(w, 0, best if better else worst, 12)
    return w, before, done


@pytest.mark.parametrize(("how", "better"), [("mechanical", True), ("mechanical", False), ("adapted", True)])
def test_what_is_taken_over_is_local_paid_and_counted(how, better):
    w, before, done = copied(how, better)
    assert done
    assert (w.rules.elements[0] == 1 - before["elements"][0]).all()
    assert (w.rules.local[0] == 1).all()
    assert w.rules.copies[0] == w.tally.copies[0] == 1
    cost = w.parameters.copy_trials * w.parameters.trial_cost * 10
    assert w.communities.trial_hours[0] == pytest.approx(9.0 - cost)
    assert w.rules.hours_spent[0] == w.tally.hours_trials[0] == pytest.approx(cost)
    assert (w.rules.elements[1] == before["elements"][1]).all()


def test_what_is_worse_at_home_is_given_back_but_was_paid():
    w, before, done = copied("adapted", better=False)
    assert not done
    assert (w.rules.elements[0] == before["elements"][0]).all()
    assert w.rules.copies[0] == w.tally.copies[0] == 0
    assert w.rules.hours_spent[0] > 0


def test_who_cannot_pay_or_has_it_already_does_nothing():
    w, before, done = copied("mechanical", True, hours=0.99)
    assert (done, w.rules.hours_spent[0]) == (False, 0)
    w = tiny_world(
        2, 6, 2, levers={"copying": "mechanical", "copy_breadth": 1.0, "mandate_share": 0.0}, parameters=SURE
    )
    w.communities.trial_hours[:] = 9.0
    assert not imitation.copy_from(w, 0, w.rules.elements[0].copy(), 12)
    assert (w.communities.trial_hours == 9.0).all()
    assert before["copies"][0] == 0


@pytest.mark.parametrize(("hours", "owed"), [(2.0, 0.0), (1.0, -1.0)])
def test_the_price_of_looking_is_enough_and_the_rest_is_owed(hours, owed):
    w, _, done = copied("mechanical", True, hours=hours)
    assert done
    assert w.communities.trial_hours[0] == owed


def test_who_gives_a_copy_back_pays_for_looking_alone():
    w, _, done = copied("adapted", better=False)
    assert not done
    assert w.communities.trial_hours[0] == 8.0
    assert w.rules.hours_spent[0] == w.tally.hours_trials[0] == 1.0


@pytest.mark.parametrize(("breadth", "wanted"), [(0.0, 0), (0.04, 0), (0.05, 1), (0.5, 5), (0.96, 10), (1.0, 10)])
def test_so_many_elements_are_marked_each_as_likely(breadth, wanted):
    marked = np.zeros(10)
    for k in range(300):
        chosen = np.empty(10, np.uint8)
        imitation.choose_breadth(python_stream(2, 1, 0), np.uint64(k), breadth, chosen)
        assert chosen.sum() == wanted
        marked += chosen
    share = wanted / 10
    assert (abs(marked / 300 - share) <= 5 * np.sqrt(share * (1 - share) / 300)).all()


def test_an_exemplar_on_the_same_tables_is_scored_by_them():
    """At similarity 1 its reported fit is its fit on the district's tables; its rules are a local best."""
    w = tiny_world(
        2, 6, 2, levers={"copying": "mechanical", "exemplar_similarity": 1.0}, parameters={**SURE, "similarity": 1.0}
    )
    exemplar.find_exemplar(w)
    own = landscape.fit_of(w, 0, w.rules.exemplar[0])
    assert w.rules.exemplar_fit[0] == pytest.approx(own)
    for e in range(6):
        other = w.rules.exemplar[0].copy()
        other[e] = 1 - other[e]
        assert landscape.fit_of(w, 0, other) <= own + 1e-12
    w.levers.exemplar_similarity = 0.0
    exemplar.find_exemplar(w)
    assert w.rules.exemplar_fit[0] != pytest.approx(landscape.fit_of(w, 0, w.rules.exemplar[0]))
