"""Template: pilots pay, mandates bind, paper is not practised, promotion lifts; better where communities are alike."""

import numpy as np
import pytest
from cogov.core.numeric import exp
from cogov.model.mechanisms import template
from cogov.model.rules import landscape
from cogov.tests.support.worlds import digest, snapshot, tiny_world

FULL = {
    "mandate_share": 1.0,
    "pilots": 2,
    "design_trials": 6,
    "pilot_selection": "representative",
    "promotion": 0.0,
    "kpi_power": 0.6,
}


def run(levers, seed=1, quarters=20, report=0.0, **parameters):
    w = tiny_world(
        4, 8, 2, seed, levers={**FULL, **levers}, parameters={"drift": 0.0, "adoption_cost": 0.0, **parameters}
    )
    w.governments.effort_report[0] = report
    for quarter in range(quarters):
        template.step(w, 13 * quarter + 12)
    return w


def test_nothing_mandated_changes_nothing():
    w = tiny_world(4, 8, 2, levers={**FULL, "mandate_share": 0.0, "promotion": 1.0})
    before = digest(w.rules, w.communities, w.tally, w.governments)
    template.step(w, 12)
    assert digest(w.rules, w.communities, w.tally, w.governments) == before


@pytest.mark.parametrize("off", [{"pilots": 0}, {"design_trials": 0}])
def test_without_pilots_or_candidates_the_template_stays(off):
    w = run(off)
    start = tiny_world(4, 8, 2).rules.template
    assert (w.rules.template == start).all()
    np.testing.assert_allclose(w.communities.staff_charge, 0.4 * 29.0)


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_mandates_bind_and_only_where_mandated(share):
    w = run({"mandate_share": share})
    fixed = w.rules.mandate_rank < landscape.mandated(share, 8)
    assert (w.rules.elements == w.rules.template)[:, fixed].all()
    start = tiny_world(4, 8, 2).rules.elements
    assert (w.rules.elements == start)[:, ~fixed].all()
    np.testing.assert_array_equal(w.rules.fit, w.rules.fit_reported)


def test_mandating_what_is_there_already_changes_no_rule():
    w = tiny_world(4, 8, 2, levers={**FULL, "design_trials": 0})
    w.rules.elements[:] = w.rules.template
    template.step(w, 12)
    assert (w.rules.elements == w.rules.template).all()
    assert w.events.count[0] == 0


def test_design_is_paid_by_the_pilots():
    w = run({"design_trials": 3}, quarters=1)
    cost = 3 * 0.1 * 10 / 13
    np.testing.assert_allclose(w.communities.staff_charge, 0.4 * 29.0 + cost * w.rules.pilot)
    assert w.rules.pilot.sum() == 1


def test_staff_never_pay_more_than_they_have():
    w = tiny_world(4, 8, 2, levers={**FULL, "design_trials": 12})
    w.communities.staff_hours[:] = 0.5
    template.step(w, 12)
    assert (w.communities.staff_charge <= 0.5 + 1e-12).all()
    assert w.communities.staff_charge.max() > 0.4
    w.communities.staff_hours[:] = 0.0
    template.step(w, 25)
    assert (w.communities.staff_charge == 0.0).all()


def test_paper_is_reported_and_not_practised():
    w = tiny_world(4, 8, 2, levers={**FULL, "transparency": 0.0, "design_trials": 0})
    w.governments.effort_report[0] = 1.0
    start = snapshot(w.rules)
    template.step(w, 12)
    r = w.rules
    paper = r.paper == 1
    assert paper.any()
    assert (r.elements == start["elements"])[paper].all()
    assert (r.elements == r.template)[~paper].all()
    for c in range(4):
        assert r.fit[c] == landscape.fit_of(w, c, r.elements[c])
        assert r.fit_reported[c] == pytest.approx(landscape.fit_of(w, c, r.template[0]) + 0.2)
    again = digest(r)
    template.step(w, 25)
    assert digest(r) == again  # counts as done


def test_paper_comes_to_light_with_transparency():
    w = run({"transparency": 1.0, "design_trials": 0}, quarters=1, report=0.3)
    assert w.rules.paper.any()
    for quarter in range(1, 60):
        template.step(w, 13 * quarter + 12)
    assert not w.rules.paper.any()


def test_share_on_paper():
    differing = paper = 0
    for seed in range(60):
        w = tiny_world(4, 8, 2, seed, levers={**FULL, "design_trials": 0})
        w.governments.effort_report[0] = 0.2
        differing += (w.rules.elements != w.rules.template).sum()
        template.step(w, 12)
        paper += w.rules.paper.sum()
    chance = template.paper_chance(0.2, 3.0)
    assert chance == 1.0 - exp(-3.0 * 0.2)
    assert abs(paper / differing - chance) < 4 * np.sqrt(chance * (1 - chance) / differing)


def test_less_mandate_takes_paper_away():
    w = run({"transparency": 0.0}, quarters=2, report=1.0)
    assert w.rules.paper.any()
    w.levers.mandate_share = 0.0
    template.step(w, 40)
    assert not w.rules.paper.any()
    assert (w.communities.staff_charge == 0.0).all()


def test_promotion_lifts_local_rules_and_keeps_the_size_of_the_mandate():
    w = tiny_world(4, 8, 2, levers={**FULL, "mandate_share": 0.5, "promotion": 1.0, "design_trials": 0})
    best = int(w.rules.fit_reported.argmax())
    free = int(np.nonzero(w.rules.mandate_rank == 6)[0][0])
    w.rules.local[best, free] = 1
    w.rules.before[best, free] = 1 - w.rules.elements[best, free]
    w.rules.template[0, free] = 1 - w.rules.elements[best, free]
    value = w.rules.elements[best, free]
    template.step(w, 12)
    assert w.rules.mandate_rank[free] < 4
    assert sorted(w.rules.mandate_rank) == list(range(8))
    assert (w.rules.elements[:, free] == value).all()
    assert w.rules.local[best, free] == 0


def test_template_fits_better_where_communities_are_alike():
    """Paired over 40 seeds; four standard errors."""
    low, high = (
        np.array([run({}, seed, similarity=similarity).rules.fit.mean() for seed in range(40)])
        for similarity in (0.3, 0.9)
    )
    gain = high - low
    assert gain.mean() > 4 * gain.std() / np.sqrt(gain.size)


def test_with_more_candidates_it_fits_better_where_all_are_alike():
    few, many = (
        np.array([run({"design_trials": n}, seed, similarity=1.0).rules.fit.mean() for seed in range(40)])
        for n in (0, 6)
    )
    gain = many - few
    assert gain.mean() > 4 * gain.std() / np.sqrt(gain.size)


def test_pilots_promise_more_where_reports_are_paid_for():
    worlds = [run({"pilots": 2}, seed, quarters=8, report=0.5) for seed in range(30)]
    promised = np.array([w.governments.template_fit[0] for w in worlds])
    there = np.array([w.rules.fit.mean() for w in worlds])
    gap = promised - there
    assert gap.mean() > 4 * gap.std() / np.sqrt(gap.size)
