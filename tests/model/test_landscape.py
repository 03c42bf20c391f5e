"""Landscapes: against plain enumeration, bounds, similarity and drift; interpreted equals compiled."""

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from cogov.core.draws import python_stream
from cogov.model.rules import drift, fitness, landscape, tables
from cogov.tests.support.worlds import digest, snapshot, tiny_world

SHAPES = [(1, 0), (4, 0), (5, 2), (6, 5), (8, 3)]


def drawn(elements, complexity, seed=3):
    depends = np.zeros((elements, complexity), np.int32)
    table = np.zeros(elements * (2 << complexity))
    tables.draw_dependence(python_stream(seed, 1, 0), np.uint64(5), depends)
    for e in range(elements):
        tables.draw_table(python_stream(seed, 2, 0), np.uint64(5), e, 2 << complexity, table)
    return depends, table


@pytest.mark.parametrize(("elements", "complexity"), SHAPES)
def test_best_and_mean_agree_with_plain_enumeration(elements, complexity):
    depends, table = drawn(elements, complexity)
    best = np.empty(elements, np.uint8)
    highest = fitness.best_score(depends, table, best)
    scores = []
    for rules in itertools.product((0, 1), repeat=elements):
        parts = []
        for e in range(elements):
            bits = (rules[e], *(rules[other] for other in depends[e]))
            parts.append(table[e * (2 << complexity) + sum(bit << j for j, bit in enumerate(bits))])
        scores.append(np.mean(parts))
        assert fitness.score(np.array(rules, np.uint8), depends, table) == pytest.approx(scores[-1], abs=1e-14)
    assert highest == pytest.approx(max(scores), abs=1e-14)
    assert highest == fitness.score(best, depends, table)
    assert fitness.mean_score(depends, table) == pytest.approx(np.mean(scores), abs=1e-13)


@pytest.mark.parametrize(("elements", "complexity"), SHAPES)
def test_each_element_depends_on_others(elements, complexity):
    depends, _ = drawn(elements, complexity)
    for e in range(elements):
        assert len({e, *depends[e]}) == complexity + 1
        assert all(0 <= other < elements for other in depends[e])


@pytest.mark.slow
def test_twenty_elements():
    depends, table = drawn(20, 5)
    best = np.empty(20, np.uint8)
    highest = fitness.best_score(depends, table, best)
    assert fitness.climb(best, depends, table) == highest


def test_flat_landscape_has_fit_zero():
    assert fitness.relative(0.5, 0.5, 0.5) == 0.0


def test_fit_is_bounded_and_a_random_start_is_zero():
    fits = []
    for seed in range(60):
        w = tiny_world(4, 6, 2, seed, parameters={"burn_in_trials": 0, "similarity": 0.0})
        fits += list(w.rules.fit)
        np.testing.assert_array_equal(w.rules.fit, w.rules.fit_start)
    assert max(fits) <= 1.0 + 1e-12
    assert abs(np.mean(fits)) < 4 * np.std(fits) / np.sqrt(len(fits))  # wrong once in 16,000 fresh tries


def test_burn_in_helps_communities_and_template_alike_at_full_similarity():
    starts = [tiny_world(4, 8, 2, seed, parameters={"similarity": 1.0}) for seed in range(60)]
    local = np.array([w.rules.fit.mean() for w in starts])
    template = np.array([landscape.fit_of(w, 0, w.rules.template[0]) for w in starts])
    gap = template - local
    assert local.mean() > 0.4
    assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(gap.size)


def test_similarity_one_is_one_landscape_and_zero_independent_ones():
    one = tiny_world(2, 8, 2, 5, parameters={"similarity": 1.0})
    assert (one.rules.table[0] == one.rules.table[1]).all()
    assert one.rules.best[0] == one.rules.best[1]
    agree = []
    for seed in range(100):
        w = tiny_world(2, 8, 2, seed, parameters={"similarity": 0.0, "burn_in_trials": 0})
        best = np.empty((2, 8), np.uint8)
        for c in range(2):
            fitness.best_score(w.rules.depends, w.rules.table[c], best[c])
        agree += list(best[0] == best[1])
        assert not (w.rules.table[0] == w.rules.table[1]).any()
    assert abs(np.mean(agree) - 0.5) < 4 * 0.5 / np.sqrt(len(agree))


def test_drift_zero_changes_nothing_and_one_redraws_everything():
    w = tiny_world(3, 6, 2, parameters={"drift": 0.0})
    before = digest(w.rules)
    drift.step(w, 12)
    assert digest(w.rules) == before
    w = tiny_world(3, 6, 2, parameters={"drift": 1.0})
    old = snapshot(w.rules)
    drift.step(w, 12)
    assert not (w.rules.table == old["table"]).any()
    assert (w.rules.elements == old["elements"]).all()
    assert (w.rules.fit <= 1.0 + 1e-12).all()
    assert w.rules.fit.tolist() == [landscape.fit_of(w, c, w.rules.elements[c]) for c in range(3)], (
        "the old rules under new conditions"
    )
    assert (w.rules.fit != old["fit"]).all()


def test_drift_keeps_shared_tables_shared_and_comes_at_its_rate():
    redrawn = total = 0
    for seed in range(20):
        w = tiny_world(3, 6, 2, seed, parameters={"drift": 0.2})
        for week in range(12, 260, 13):
            old = snapshot(w.rules)
            drift.step(w, week)
            table = w.rules.table.reshape(3, 6, -1)
            for c, e in zip(*np.nonzero(w.rules.shared)):
                assert (table[c, e] == w.rules.common.reshape(6, -1)[e]).all()
            changed = (w.rules.common != old["common"]).reshape(6, -1).any(axis=1)
            redrawn, total = redrawn + changed.sum(), total + 6
    expected = 1 - 0.8**0.25
    assert abs(redrawn / total - expected) < 4 * np.sqrt(expected / total)


@pytest.mark.parametrize(
    ("pilots", "communities", "count"), [(0, 4, 0), (1, 4, 1), (1, 2, 1), (1, 16, 2), (20, 8, 8), (3, 8, 3)]
)
def test_number_of_pilots(pilots, communities, count):
    for selection in ("representative", "favourable"):
        w = tiny_world(communities, 3, 1, levers={"pilots": pilots, "pilot_selection": selection})
        assert w.rules.pilot.sum() == count


def test_favourable_pilots_are_the_better_off():
    w = tiny_world(8, 3, 1, levers={"pilots": 3, "pilot_selection": "favourable"})
    assert list(np.nonzero(w.rules.pilot)[0]) == [5, 6, 7]


def test_exemplar_is_a_local_optimum_at_home_and_follows_its_lever():
    w = tiny_world(2, 8, 2, levers={"exemplar_similarity": 1.0})
    rules = w.rules.exemplar[0].copy()
    present = fitness.score(rules, w.rules.depends, w.rules.common[0])
    assert fitness.climb(rules, w.rules.depends, w.rules.common[0]) == present
    assert 0.0 < w.rules.exemplar_fit[0] <= 1.0 + 1e-12
    other = tiny_world(2, 8, 2, levers={"exemplar_similarity": 0.0})
    assert digest(other.rules) != digest(w.rules)
    assert (other.rules.table == w.rules.table).all()


def test_start_depends_on_no_lever():
    a = snapshot(tiny_world(4, 8, 2).rules)
    b = snapshot(tiny_world(4, 8, 2, levers={"mandate_share": 1.0, "pilots": 5, "copying": "mechanical"}).rules)
    assert [name for name in a if (a[name] != b[name]).any()] == ["pilot"]


INTERPRETED = """
import warnings
warnings.simplefilter("error")
from cogov.model.rules import drift, fitness, landscape, tables
from cogov.model.mechanisms import imitation, template, trials
from cogov.tests.support.worlds import digest, tiny_world

w = tiny_world(3, 5, 2, 9, levers={"copying": "adapted", "promotion": 0.5, "pilots": 6}, parameters={"drift": 0.5})
w.communities.volunteer_hours[:] = 2.0
w.communities.feedback[:] = 1.5
w.governments.effort_report[0] = 0.2
for week in range(104):
    trials.accrue(w, week)
    if (week + 1) % 13 == 0:
        drift.step(w, week)
        trials.step(w, week)
        imitation.step(w, week)
        template.step(w, week)
out = digest(w.rules, w.communities, w.tally, w.governments, w.events)
"""


def test_interpreted_equals_compiled():
    here: dict = {}
    exec(INTERPRETED, here)
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", INTERPRETED + "print(out)"], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == here["out"]
