"""Imitation: who is seen, what is taken over, what it costs; mechanical copying can hurt, adapted copying not."""

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.evidence.reproduce.lazer_friedman import one_round
from cogov.model.mechanisms import imitation
from cogov.model.rules import fitness, looking, tables
from cogov.tests.support.worlds import digest, tiny_world


def copying(how, seed=1, quarters=1, hours=2.0, elements=8, parameters=None, **levers):
    w = tiny_world(
        4, elements, 2, seed, levers={"copying": how, "mandate_share": 0.0, "copy_breadth": 1.0, **levers},
        parameters=parameters,
    )  # fmt: skip
    for quarter in range(quarters):
        w.communities.trial_hours[:] = hours
        imitation.step(w, 13 * quarter + 12)
    return w


def test_none_changes_nothing():
    w = tiny_world(4, 8, 2, levers={"copying": "none", "exemplar_similarity": 1.0})
    w.communities.trial_hours[:] = 100.0
    before = digest(w.rules, w.communities, w.tally)
    imitation.step(w, 12)
    assert digest(w.rules, w.communities, w.tally) == before


def test_nobody_copies_without_hours():
    for how in ("mechanical", "adapted"):
        w = copying(how, hours=0.99)
        assert w.rules.copies.sum() == 0
        assert (w.communities.trial_hours == 0.99).all()


def test_mechanical_copy_of_everything_is_the_source():
    w = tiny_world(4, 8, 2, levers={"copying": "mechanical", "mandate_share": 0.0, "copy_breadth": 1.0})
    w.rules.fit_reported[:] = (0.0, 5.0, 0.0, 1.0)  # 1 and 3 are neighbours of 0 and 2; no exemplar reports above 1
    old = w.rules.elements.copy()
    w.communities.trial_hours[:] = 2.0
    imitation.step(w, 12)
    source = [1, 1, 1, 3]  # 3 knows 0 and 2, who report less; 1 is best of all
    assert (w.rules.elements == old[source]).all()
    copied = (old != old[source]).any(axis=1)
    assert (w.rules.copies == copied).all()
    np.testing.assert_array_equal(w.communities.trial_hours, np.where(copied, 0.0, 2.0))
    assert (w.rules.hours_spent == w.tally.hours_trials).all()
    assert (w.rules.local == (w.rules.elements != old)).all()


def test_only_ties_are_seen():
    first, degree = np.array([0, 2, 4]), np.array([1, 0], np.int32)
    neighbour, place = np.array([1, -1, -1, -1], np.int32), np.array([0, 1], np.int32)
    reported = np.array([0.2, 0.7])
    assert looking.best_known(0.2, 0, 1, first, degree, neighbour, place, reported) == 1
    assert looking.best_known(0.7, 0, 1, first, degree, neighbour, place, reported) == -1
    assert looking.best_known(0.2, 1, 2, first, degree, neighbour, place, reported) == -1


@pytest.mark.parametrize("breadth", [0.0, 0.25, 0.5, 1.0])
def test_breadth(breadth):
    chosen = np.empty(8, np.uint8)
    marks = np.zeros(8)
    for entity in range(400):
        imitation.choose_breadth(python_stream(1, 2, 3), np.uint64(entity), breadth, chosen)
        assert chosen.sum() == round(8 * breadth)
        marks += chosen
    assert np.abs(marks / 400 - breadth).max() <= 4.5 * 0.5 / 20  # each element as often as any other


def test_mandated_elements_are_not_copied():
    w = copying("mechanical", quarters=8, mandate_share=0.5)
    start = tiny_world(4, 8, 2).rules.elements
    fixed = w.rules.mandate_rank < 4
    assert w.rules.copies.sum() > 0
    assert (w.rules.elements == start)[:, fixed].all()


def test_adapted_copying_without_noise_never_hurts():
    for seed in range(20):
        w = copying("adapted", seed, quarters=4, parameters={"trial_noise": 0.0}, exemplar_similarity=0.0)
        assert (w.rules.fit >= w.rules.fit_start).all()


def test_copying_what_does_not_fit_hurts_and_what_fits_helps():
    """Paired with the start over 60 seeds; four standard errors."""

    def gain(how, similarity):
        worlds = [
            copying(how, seed, exemplar_similarity=similarity, parameters={"similarity": similarity})
            for seed in range(60)
        ]
        differences = np.array([(w.rules.fit - w.rules.fit_start).mean() for w in worlds])
        return differences.mean() / (differences.std() / np.sqrt(differences.size))

    assert gain("mechanical", 0.0) < -4
    assert gain("mechanical", 1.0) > 4
    assert gain("adapted", 0.0) > -3
    assert gain("adapted", 1.0) > 4


def test_lazer_friedman_round():
    """A line: scores never fall, who has a better neighbour becomes it; in the end all are alike, at a peak."""
    agents, elements, complexity = 20, 8, 2
    depends = np.zeros((elements, complexity), np.int32)
    table = np.zeros(elements * 8)
    tables.draw_dependence(python_stream(1, 1, 0), np.uint64(1), depends)
    for e in range(elements):
        tables.draw_table(python_stream(1, 2, 0), np.uint64(1), e, 8, table)
    rules, keys = np.zeros((agents, elements), np.uint8), np.arange(agents, dtype=np.uint64)
    for a in range(agents):
        tables.draw_rules(python_stream(1, 3, 0), keys[a], rules[a])
    scores = np.array([fitness.score(rules[a], depends, table) for a in range(agents)])
    first, place = np.arange(agents + 1) * 2, np.arange(agents, dtype=np.int32)
    neighbour = np.stack([place - 1, place + 1], axis=1)
    neighbour[0], neighbour[-1] = (1, -1), (agents - 2, -1)
    degree = np.full(agents, 2, np.int32)
    degree[[0, -1]] = 1
    for week in range(200):
        old = scores.copy()
        slots = neighbour.astype(np.int32).ravel()
        one_round(rules, scores, first, degree, slots, depends, table, python_stream(1, 4, week))
        assert (scores >= old).all()
        for a in range(agents):
            around = [b for b in (a - 1, a + 1) if 0 <= b < agents]
            if max(old[around]) > old[a]:
                assert scores[a] == max(old[around])
    assert np.ptp(scores) == 0.0
    assert fitness.climb(rules[0], depends, table) == scores[0]
