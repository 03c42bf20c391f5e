"""Design by hand and over random levers: hours add up, no pilot is overloaded, nothing is tried twice, who is asked."""

from functools import lru_cache

import networkx as nx
import numpy as np
import pytest
from cogov.model.mechanisms import imitation, template, trials
from cogov.model.rules import design, drift
from cogov.model.rules.landscape import fit_of, mandated
from cogov.model.rules.spillover import caused
from cogov.model.rules.trying import cost_of_trial
from cogov.model.sandbox import district
from hypothesis import given
from hypothesis import strategies as st

ELEMENTS, QUARTERS = 6, 4
SHARE = st.floats(0, 1)
LEVERS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("mandate_share", "design_pooling", "design_spread", "design_hearing", "neighbour_voice", "promotion", "legal_status"), SHARE),
        "design_trials": st.integers(0, 12), "pilots": st.sampled_from([0, 1, 2, 5, 8, 20]), "tournament": st.integers(0, 12),
        "copying": st.sampled_from([0, 1, 2]), "copy_breadth": SHARE, "kpi_power": st.floats(0, 1.5),
    }
)  # fmt: skip
CONSTANTS = st.fixed_dictionaries(
    {
        "design_fixed": SHARE, "hearing_cost": st.floats(0, 2), "trial_limit": st.integers(0, 12), "copy_ahead": SHARE, "copy_reserve": SHARE,
        "adoption_cost": SHARE, "spillover": st.sampled_from([0.0, 0.4]),
    }
)  # fmt: skip
HOURS = st.lists(st.floats(0, 400), min_size=5, max_size=5)  # of volunteers a week; a fifth is saved


def set_back(w):
    """Take away what earlier quarters left in a district that is used again."""
    r = w.rules
    for name in ("hours_saved", "hours_spent", "hours_lapsed", "hours_pooled", "hours_design", "saved_now", "fund", "fund_spent", "fund_lapsed", "candidates"):  # fmt: skip
        getattr(r, name)[:] = 0
    w.communities.trial_hours[:], w.communities.staff_charge[:] = 0.0, 0.0
    w.communities.staff_hours[:] = 30.0
    r.paper[:], r.local[:] = 0, 0


@lru_cache
def unequal():
    """Five communities of unequal size, in which rules spill over, everybody of the first two knows each other."""
    graph = nx.Graph()
    sizes = (4, 8, 15, 30, 20)
    graph.add_nodes_from((f"{c}/{i}", {"community": c}) for c, size in enumerate(sizes) for i in range(size))
    graph.add_edge("0/0", "1/0")
    graph.add_edge("2/0", "3/0")
    return district(
        graph, environment={"elements": ELEMENTS, "spillover": 0.4, "capacity_spread": 0.3, "drift": 0.5},
        constants={"capture_local": 0.1, "capture_centre": 0.1, "pilot_effort": 0.1},
    )  # fmt: skip


@lru_cache
def equal(communities=4):
    return district(
        10 * communities, communities=communities, environment={"elements": ELEMENTS, "spillover": 0.4, "drift": 0.3}
    )  # fmt: skip


def put(w, levers, constants=None):
    set_back(w)
    for name, value in levers.items():
        setattr(w.levers, name, float(value))
    for name, value in (constants or {}).items():
        setattr(w.parameters, name, float(value))


def quarter(w, q, hours):
    w.communities.volunteer_hours[:] = hours
    trials.accrue(w, 13 * q)
    for step in (drift.step, trials.step, imitation.step, template.step):
        step(w, 13 * q + 12)


@given(LEVERS, CONSTANTS, st.lists(HOURS, min_size=QUARTERS, max_size=QUARTERS))
def test_hours_add_up(levers, constants, hours):
    """Saved = spent + pooled + lapsed + there in each community; pooled = spent + lapsed + there in the fund."""
    w = unequal()
    put(w, levers, constants)
    r = w.rules
    for q in range(QUARTERS):
        quarter(w, q, hours[q])
        there = w.communities.trial_hours
        np.testing.assert_allclose(
            r.hours_saved, r.hours_spent + r.hours_pooled + r.hours_lapsed + there, rtol=1e-9, atol=1e-9
        )
        fund = r.fund_spent[0] + r.fund_lapsed[0] + r.fund[0]
        assert r.hours_pooled.sum() == pytest.approx(fund, rel=1e-9, abs=1e-9)
        assert r.fund[0] >= 0.0
        assert r.hours_design.sum() >= r.fund_spent[0] * (1 - 1e-9)
        if not r.pilot.any() or mandated(levers["mandate_share"], ELEMENTS) == 0:
            assert r.hours_pooled.sum() == r.candidates[0] == 0


@given(LEVERS, st.integers(0, 12), HOURS)
def test_no_pilot_makes_more_trials_than_a_community_may(levers, limit, hours):
    """Communities of one size, no fixed cost and asking is free: hours of design in a place are its trials."""
    w = equal(5)
    put(w, levers, {"design_fixed": 0.0, "hearing_cost": 0.0, "trial_limit": limit})
    for q in range(2):
        before = w.rules.hours_design.copy(), w.rules.candidates[0]
        quarter(w, q, hours)
        made = (w.rules.hours_design - before[0]) / cost_of_trial(w, 0)
        tried, pilots = w.rules.candidates[0] - before[1], int(w.rules.pilot.sum())
        assert (made <= limit + 1e-9).all()
        assert (made[w.rules.pilot == 0] == 0).all()
        if levers["design_spread"] == 0.0:
            assert made.sum() == pytest.approx(tried * pilots)
        assert tried <= made.sum() + 1e-9


def test_the_limit_is_reached():
    w = equal(5)
    put(w, {"mandate_share": 1, "design_pooling": 1, "pilots": 8, "design_trials": 0, "design_spread": 1, "tournament": 0, "design_hearing": 0}, {"trial_limit": 3, "design_fixed": 0})  # fmt: skip
    quarter(w, 0, [200.0] * 5)
    assert w.rules.hours_design.tolist() == pytest.approx([3.0] * 5)
    assert w.rules.candidates[0] == 15


def test_the_fund_holds_no_more_than_can_be_tried():
    """And all of it lapses when the mandate ends."""
    w = equal(5)
    put(w, {"mandate_share": 1, "design_pooling": 1, "pilots": 1, "design_trials": 0, "tournament": 0, "design_hearing": 0, "design_spread": 0}, {"trial_limit": 4})  # fmt: skip
    quarter(w, 0, [500.0] * 5)
    assert w.rules.fund[0] == pytest.approx(5 * 4 * cost_of_trial(w, 0))
    w.levers.mandate_share = 0.0
    quarter(w, 1, [0.0] * 5)
    assert w.rules.fund[0] == 0.0
    assert w.rules.hours_pooled.sum() == pytest.approx(w.rules.fund_spent[0] + w.rules.fund_lapsed[0])


@pytest.mark.parametrize(("hearing", "fixed", "tried_in", "price"), [(0, 0, 1, 1.0), (0, 0, 4, 4.0), (1, 0, 4, 6.0), (0, 1, 4, 1.0), (1, 0.5, 3, 3.0)])  # fmt: skip
def test_price_of_a_candidate(hearing, fixed, tried_in, price):
    w = equal()
    put(w, {"design_hearing": hearing}, {"design_fixed": fixed, "hearing_cost": 0.5})
    assert design.trials_of_candidate(w, tried_in) == pytest.approx(price)


@st.composite
def contests(draw):
    """Rules of six communities and a template, of few kinds, and how many elements are mandated."""
    kinds = draw(st.lists(st.integers(0, 2**ELEMENTS - 1), min_size=1, max_size=4))
    codes = [draw(st.sampled_from(kinds)) for _ in range(7)]
    return (np.array(codes)[:, None] >> np.arange(ELEMENTS)) & 1, draw(st.integers(1, ELEMENTS))


@given(contests())
def test_a_tournament_tries_each_rule_set_once(contest):
    """Each that differs from the template in what is mandated, and only there; none twice; best report first."""
    rules, fixed = contest
    w = equal(6)
    w.rules.elements[:], w.rules.template[0] = rules[:6], rules[6]
    w.rules.fit_reported[:] = np.arange(6) * 0.1
    order = design.rule_sets_by_report(w)
    assert order.tolist() == [5, 4, 3, 2, 1, 0]
    earlier, candidate = np.zeros((6, ELEMENTS), np.uint8), np.empty(ELEMENTS, np.uint8)
    binding = w.rules.mandate_rank < fixed
    tried = []
    for k in range(6):
        if design.make_candidate(w, 12, k, fixed, order, earlier, candidate):
            tried.append(candidate[binding].tobytes())
            assert np.array_equal(candidate[binding], rules[order[k]][binding])
            assert np.array_equal(candidate[~binding], rules[6][~binding])
    wanted = {rules[c][binding].astype(np.uint8).tobytes() for c in range(6)} - {
        rules[6][binding].astype(np.uint8).tobytes()
    }
    assert len(tried) == len(set(tried))
    assert set(tried) == wanted


@pytest.mark.parametrize("hours", [1, 2, 3, 7, 8, 40])
def test_a_tournament_is_at_most_half_of_the_candidates(hours):
    w = equal(6)
    put(
        w,
        {"tournament": 64, "pilots": 1, "design_trials": 0, "design_hearing": 0},
        {"design_fixed": 0, "trial_limit": 100},
    )
    w.rules.pilot[:] = (1, 0, 0, 0, 0, 0)
    w.rules.fund[0] = hours * cost_of_trial(w, 0)
    assert design.tournament_size(w, 0, 1) == min(hours // 2, 6)
    w.parameters.trial_limit = 6.0
    assert design.tournament_size(w, 0, 1) == min(hours // 2, 3)


def test_what_is_known_is_not_paid():
    """All communities have the template: the fund pays for flips alone, as many as without a tournament."""
    w = equal(6)
    found = {}
    for size in (0, 6):
        put(w, {"mandate_share": 1, "tournament": size, "pilots": 1, "design_trials": 0, "design_hearing": 0, "design_spread": 0}, {"design_fixed": 0, "trial_limit": 100})  # fmt: skip
        w.rules.pilot[:] = (1, 0, 0, 0, 0, 0)
        w.rules.elements[:] = w.rules.template[0]
        w.rules.fund[0] = 12.0 * cost_of_trial(w, 0)
        design.search(w, 12, ELEMENTS, 0.0, np.zeros(1))
        found[size] = w.rules.candidates[0], w.rules.fund_spent[0]
    assert found[0] == found[6] == (12, pytest.approx(12.0))


def test_who_asks_nobody_looks_at_home_alone():
    """Worth in pilots: (1 - k) fit, and what the neighbours get where they are asked."""
    w = equal()
    w.rules.pilot[:] = (1, 0, 1, 0)
    one = np.array([1, 0, 0, 1, 1, 0], np.uint8)
    put(w, {"design_hearing": 0.0}, {"spillover": 0.4})
    alone = design.pilot_mean(w, one, ELEMENTS, -1)
    home = [fit_of(w, c, one) for c in (0, 2)]
    abroad = [caused(w, c, one) for c in (0, 2)]
    assert alone == pytest.approx(0.6 * np.mean(home), abs=1e-12)
    w.levers.design_hearing = 1.0
    assert design.pilot_mean(w, one, ELEMENTS, -1) == pytest.approx(
        0.6 * np.mean(home) + 0.4 * np.mean(abroad), abs=1e-12
    )
    assert design.pilot_mean(w, one, ELEMENTS, 1) == pytest.approx(0.6 * home[1] + 0.4 * abroad[1], abs=1e-12)
