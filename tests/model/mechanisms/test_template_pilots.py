"""Template by hand: the mean over pilots, what is told, what may be charged, what happens to paper, pilots chosen."""

import numpy as np
import pytest
from cogov.model.mechanisms import template
from cogov.model.rules import landscape
from cogov.model.rules.design import pilot_mean, report_error, search, staff_candidates
from cogov.model.rules.pilots import choose_pilots
from cogov.tests.support.worlds import tiny_world

SURE = {"trial_noise": 0.0, "burn_in_trials": 0}


def piloted(pilots, levers=None, **options):
    w = tiny_world(
        4, 6, 2, levers={"mandate_share": 1.0, "kpi_power": 0.0, **(levers or {})}, parameters=SURE, **options
    )
    w.rules.pilot[:] = pilots
    return w


def test_mean_is_over_pilots_only():
    w = piloted((1, 0, 1, 0))
    fits = [landscape.fit_of(w, c, w.rules.template[0]) for c in range(4)]
    assert pilot_mean(w, w.rules.template[0], 6, -1) == pytest.approx((fits[0] + fits[2]) / 2)
    assert pilot_mean(piloted((0, 0, 0, 0)), w.rules.template[0], 6, -1) == 0


def test_without_noise_a_candidate_is_kept_if_and_only_if_it_is_better():
    for seed in range(6):
        w = piloted((1, 1, 0, 0), {"design_trials": 5}, seed=seed)
        w.communities.staff_hours[:] = 1e6
        before, start = w.rules.template[0].copy(), pilot_mean(w, w.rules.template[0], 6, -1)
        charged = np.zeros(2)
        search(w, 12, 6, 0.0, charged)
        assert charged.tolist() == [5, 5]
        assert w.rules.candidates[0] == 5
        after = pilot_mean(w, w.rules.template[0], 6, -1)
        assert (after > start) == (not np.array_equal(before, w.rules.template[0]))
        assert after >= start
        assert set(w.rules.template[0].tolist()) <= {0, 1}
        assert w.governments.template_fit[0] == pytest.approx(after)


def test_what_is_promised_is_too_good_by_optimism_and_report_effort():
    w = piloted((1, 0, 0, 0), {"design_trials": 0})
    w.governments.effort_report[:] = 0.5
    search(w, 12, 6, 0.0, np.zeros(1))
    promised = pilot_mean(w, w.rules.template[0], 6, -1) + 0.5 * w.parameters.report_optimism
    assert w.governments.template_fit[0] == pytest.approx(promised)


def test_error_of_reports():
    """Mean over pilots of noise, sd noise / sqrt(pilots), and of embellishment, mean optimism x effort; 4 standard errors."""
    w = tiny_world(4, 6, 2, parameters={"trial_noise": 0.2, "report_optimism": 0.0, "burn_in_trials": 0})
    w.rules.pilot[:] = 1
    errors = np.array([report_error(w, 12, k, -1) for k in range(2000)])
    assert abs(errors.mean()) < 4 * 0.1 / np.sqrt(2000)
    assert abs(errors.std() / 0.1 - 1) < 4 / np.sqrt(4000)
    w.communities.feedback[:] = 3.0  # halves the noise
    assert abs(np.std([report_error(w, 12, k, -1) for k in range(2000)]) / 0.05 - 1) < 4 / np.sqrt(4000)
    w.parameters.trial_noise, w.parameters.report_optimism = 0.0, 0.4
    w.governments.effort_report[:] = 0.5
    errors = np.array([report_error(w, 12, k, -1) for k in range(2000)])
    assert abs(errors.mean() - 0.2) < 4 * 0.4 / np.sqrt(12 * 4 * 2000)
    assert (errors >= 0).all()
    assert errors.max() <= 0.4


def test_candidates_are_what_all_pilots_can_pay():
    w = piloted((1, 1, 0, 0), {"design_trials": 9})
    cost = w.parameters.trial_cost * 10
    burden = w.parameters.mandate_burden
    free = 1 - burden
    w.communities.staff_hours[:] = np.array([8.5, 3.5, 0.0, 0.0]) * cost / 13 / free
    assert staff_candidates(w, burden) == 3
    w.communities.staff_hours[:] = 1e6
    assert staff_candidates(w, burden) == 9
    w.rules.pilot[:] = 0
    assert staff_candidates(w, burden) == 0


def adopted(report, transparency, paper, weeks=1):
    """Share on paper and in practice of what 200 communities must adopt at once."""
    w = tiny_world(200, 6, 0, levers={"mandate_share": 1.0, "transparency": transparency}, parameters=SURE, residents=2)
    w.rules.template[0] = 1
    w.rules.elements[:], w.rules.paper[:], w.rules.local[:] = 0, paper, 1
    w.governments.effort_report[:] = report
    for c in range(200):
        template.adopt(w, c, 12, 6)
    return w.rules


def test_paper_and_practice():
    """At their rates, within 4 standard errors; who has adopted in practice has neither paper nor a local rule there."""
    for report in (0.0, 0.3):
        rules, chance = adopted(report, 0.0, 0), 1 - np.exp(-3 * report)
        assert abs(rules.paper.mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / 1200)
        assert np.array_equal(rules.elements == 1, rules.paper == 0)
        assert np.array_equal(rules.local == 0, rules.elements == 1)
    for transparency in (0.0, 0.4, 1.0):
        rules = adopted(0.0, transparency, 1)
        assert abs((rules.elements == 1).mean() - transparency) <= 4 * np.sqrt(transparency * (1 - transparency) / 1200)


def test_what_agrees_already_is_neither_paper_nor_local():
    w = tiny_world(1, 6, 0, levers={"mandate_share": 0.5}, parameters=SURE)
    w.rules.template[0] = w.rules.elements[0] = 1
    w.rules.paper[:], w.rules.local[:] = 1, 1
    template.adopt(w, 0, 12, 3)
    assert (w.rules.paper == 0).all()
    assert np.array_equal(w.rules.local[0] == 0, w.rules.mandate_rank < 3)


@pytest.mark.parametrize(
    ("pilots", "places", "number"),
    [(0, 8, 0), (1, 8, 1), (1, 2, 1), (2, 8, 2), (3, 16, 6), (20, 4, 4), (1, 11, 1), (1, 12, 2)],
)
def test_pilots_for_each_eight_communities(pilots, places, number):
    w = tiny_world(places, 4, 0, levers={"pilots": pilots, "pilot_selection": "favourable"}, residents=2)
    w.communities.affluence[:] = np.roll(np.linspace(0, 1, places), 1)
    choose_pilots(w)
    assert w.rules.pilot.sum() == number
    if number:
        best = np.argsort(-np.asarray(w.communities.affluence))[:number]
        assert set(np.flatnonzero(w.rules.pilot)) == set(best)


def test_representative_pilots_do_not_ask_who_is_better_off():
    w = tiny_world(16, 4, 0, levers={"pilots": 4, "pilot_selection": "representative"}, residents=2)
    first = w.rules.pilot.copy()
    w.communities.affluence[:] = w.communities.affluence[::-1].copy()
    choose_pilots(w)
    assert np.array_equal(first, w.rules.pilot)


def test_promotion_takes_from_the_best_reported_and_swaps_ranks():
    w = tiny_world(3, 6, 0, levers={"mandate_share": 0.5, "promotion": 1.0}, parameters=SURE)
    r = w.rules
    r.fit_reported[:] = (0.1, 0.9, 0.5)
    r.mandate_rank[:] = (0, 1, 2, 3, 4, 5)
    r.local[:], r.elements[:], r.template[:] = 0, 0, 0
    r.local[1, 4] = r.elements[1, 4] = 1
    r.local[0, 5] = r.elements[0, 5] = 1
    template.promote(w, 12, 3)
    assert r.template[0].tolist() == [0, 0, 0, 0, 1, 0]
    assert r.mandate_rank[4] < 3
    assert sorted(r.mandate_rank.tolist()) == list(range(6))
    assert (np.asarray(r.mandate_rank) != np.arange(6)).sum() == 2
