"""The map: planted leads are found and ties stay open, with stated error rates; forms, telling cells, remarks; numbers a second way."""

from dataclasses import replace
from zlib import crc32

import numpy as np
import pandas as pd
import pytest
from cogov.evidence.contest import draw_up as d
from cogov.evidence.contest.cells import Cell, lead_of, remarks, shares, table, telling
from cogov.evidence.contest.conditions import PROBE, SEEN
from cogov.evidence.contest.families import (
    ABOVE,
    BELOW,
    FORMS,
    FULL,
    MIDDLE,
    NEGOTIATED,
    OPEN,
    QUICK,
    SEQUENCES,
    Place,
    families_of,
    looked_at,
    seed_of,
)
from cogov.evidence.design_points import check, scenario_of
from cogov.experiments.comparison.moments import CRISIS, RULES
from cogov.model.quantities.lever_groups import KIND_LEVERS
from cogov.runs.settings import replicate_seed

PLACE = Place(RULES, 0.9, 0.45, *MIDDLE)
NO_FORMS = dict.fromkeys(FORMS, "")
NOISE = 0.13
"""The paired standard deviation of benefit is some 0.12 to 0.16, and that of one family by itself is as large."""


def cell(lead, seed, pairs=24, place=PLACE, quarters=4, noise=NOISE):
    """A cell in which design from above leads by this much, at each of two prices."""
    rng = np.random.default_rng(seed)
    above = rng.normal(lead, noise, pairs)
    leads = {
        price: lead_of({ABOVE: above, **{name: rng.normal(0, noise, pairs) for name in place.families[1:]}}, NO_FORMS, 90)
        for price in (0.5, 2.0)
    }  # fmt: skip
    return Cell(place, quarters, "benefit", leads)


def test_a_tie_stays_open():
    """No family leads: fewer than one cell in twenty is coloured, for both prices must agree."""
    sides = [cell(0.0, seed).side for seed in range(1000)]
    assert sides.count(OPEN) / len(sides) > 0.95


def test_over_a_page_of_ties_hardly_any_cell_lasts():
    pages = [any(cell(0.0, 1000 * page + k).lasting for k in range(90)) for page in range(20)]
    assert sum(pages) / len(pages) < 0.1


def test_a_planted_lead_is_found():
    found = [cell(0.2, seed) for seed in range(300)]
    assert sum(one.side == ABOVE for one in found) / 300 > 0.9
    other = [cell(-0.2, seed, place=replace(PLACE, spillover=0.0)) for seed in range(300)]
    assert sum(one.side == BELOW for one in other) / 300 > 0.9
    assert np.mean([one.lead for one in found]) == pytest.approx(0.2 - 0.05, abs=0.05)  # over the better of two rivals


def test_a_lead_at_one_price_only_stays_open():
    rng = np.random.default_rng(1)
    low, high = rng.normal(0, 0.01, 24), rng.normal(1, 0.01, 24)
    one, other = lead_of({ABOVE: high, BELOW: low}, NO_FORMS), lead_of({ABOVE: low, BELOW: high}, NO_FORMS)
    tie = lead_of({ABOVE: low, BELOW: low[::-1]}, NO_FORMS)
    assert one.clear
    assert other.clear
    assert Cell(PLACE, 1, "benefit", {0.5: one, 2.0: other}).side == OPEN
    assert Cell(PLACE, 1, "benefit", {0.5: one, 2.0: tie}).side == OPEN
    assert Cell(PLACE, 1, "benefit", {0.5: one, 2.0: one}).side == ABOVE


def test_equal_families_are_never_clear():
    same = np.random.default_rng(2).normal(size=24)
    one = lead_of({ABOVE: same, BELOW: same.copy()}, NO_FORMS)
    assert not one.clear
    assert one.margin.mean == 0


def test_what_is_remarked_on():
    first, second = cell(0.9, 1), cell(-0.9, 2, place=replace(PLACE, spillover=0.0))
    assert remarks([first] * 10) == ([ABOVE], [BELOW, NEGOTIATED])
    nearly, nowhere = remarks([first] * 9 + [second])
    assert nearly == []  # nine in ten is not more than nine in ten
    assert nowhere == [NEGOTIATED]
    assert shares([first] * 3 + [second]) == {ABOVE: 0.75, BELOW: 0.25, NEGOTIATED: 0.0, OPEN: 0.0}


def test_telling_cells_are_of_each_kind_and_at_most_two_of_a_place():
    cells = [cell(lead, k + int(100 + 100 * lead), place=replace(PLACE, similarity=0.6 + 0.1 * (k % 5), spillover=0.45 * (lead > 0)), quarters=k) for lead in (0.9, 0.0, -0.9) for k in range(8)]  # fmt: skip
    found = telling(cells, 12)
    sides = [one.side for one in found]
    assert sides[:4] == [ABOVE] * 4
    assert all(side not in (ABOVE, OPEN) for side in sides[4:8])
    assert len(found) == len({(one.place, one.quarters, one.side) for one in found}) <= 12
    for one in found:
        assert sum(other.place == one.place for other in found) <= 2
    assert telling([one for one in cells if one.side == OPEN], 3) != []


def test_the_grid_holds_what_can_be_run_and_nothing_twice():
    for grid in (FULL, QUICK):
        places = grid.places()
        assert len(set(places)) == len(places)
        arms = {grid.arm(place, form, price) for place in places for price in grid.prices for family in place.families for form in place.forms(family)}  # fmt: skip
        arms |= {grid.arm(place, form, 2.0) for place in places for form in SEQUENCES[place.since]}
        check(arms)
    cells = sum(len(looked_at(place.since)) for place in FULL.places())
    assert (len(FULL.places()), cells) == (100, 450)
    assert [one.quarters for _, one in looked_at(RULES)] == [1, 2, 4, 8, 20]
    assert [one.quarters for _, one in looked_at(CRISIS)] == [1, 2, 4, 8]
    assert families_of([replace(PLACE, spillover=0.0)]) == (ABOVE, BELOW)


def test_families_have_equal_control_and_purse():
    for control in ("no_control", "low_control", "high_control"):
        one = scenario_of(f"below+{control}").levers
        for form in (form for forms in FORMS.values() for form in forms):
            other = scenario_of(f"{form}+{control}").levers
            assert all(one[name] == other[name] for kind in ("control", "purse") for name in KIND_LEVERS[kind])


def test_values_that_nothing_acts_on_are_shared():
    """Where nothing is mandated paper has no effect, and without copying its price has none: one run serves all such panels."""
    at = Place(RULES, 0.8, 0.0, "low_control", 3.0)
    assert FULL.arm(at, "below", 0.5) == FULL.arm(replace(at, paper_rate=0.0), "below", 2.0)
    assert FULL.arm(at, "above", 0.5) == FULL.arm(at, "above", 2.0)
    assert FULL.arm(at, "above", 2.0) != FULL.arm(replace(at, paper_rate=0.0), "above", 2.0)
    assert FULL.arm(at, "below_copying", 0.5) != FULL.arm(at, "below_copying", 2.0)


def test_forms_that_ask_the_neighbours_differ_only_where_there_is_spillover():
    near, far = replace(PLACE, spillover=0.45), replace(PLACE, spillover=0.0)
    assert "above_hearing" in near.forms(ABOVE)
    assert all("hearing" not in form for form in far.forms(ABOVE))
    assert far.forms(NEGOTIATED) == ()
    one, other = (d.run_job((7, [d.Job(replace(FULL, residents=80, communities=4).arm(far, form, 2.0), PROBE)]), (0, 0)) for form in ("above", "above_hearing"))  # fmt: skip
    assert one.tobytes() == other.tobytes()


def test_stages_have_seeds_apart():
    used = [{replicate_seed(seed_of(1, stage), k) for k in range(200)} for stage in ("choose", "judge", "telling")]
    used.append({replicate_seed(1, k) for k in range(200)})
    assert len(set().union(*used)) == 800


# -- with planted outcomes -------------------------------------------------------------------------------------------------


def planted(jobs, seed, *_):
    """In place of runs: above leads in alike places, below in unlike ones; the spread form is the best of its family soon, two pilots later."""
    found = {}
    for job in jobs:
        values, since = dict(job.arm.values), CRISIS if "shock_week" in dict(job.arm.values) else RULES
        rng = np.random.default_rng([seed % 2**32, crc32(job.arm.scenario.encode()), len(values)])
        form = job.arm.scenario.partition("+")[0]
        base = rng.normal(0, 0.02, (job.replicates, 10, len(SEEN)))
        if form.startswith("above"):
            base += {0.6: -0.3, 1.0: 0.3}[values["similarity"]]
        for k, moment in looked_at(since):
            base[:, k] += {"above_spread": 0.1 if moment.quarters <= 4 else -0.1, "below_copying": 0.1}.get(form, 0.0)
        found[job.arm, PROBE] = list(base)
    return found


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(d, "run_jobs", planted)
    return d.draw_up(QUICK, quick=True)


def test_planted_outcomes_are_on_the_map(drawn):
    for one in drawn.cells:
        assert one.side == (ABOVE if one.place.similarity == 1 else BELOW)
        for lead in one.leads.values():
            assert lead.forms[ABOVE] == "above_spread" if one.quarters <= 4 else lead.forms[ABOVE] != "above_spread"
            assert lead.forms[BELOW] == "below_copying"
    assert shares(drawn.page("benefit"))[ABOVE] == 0.5
    assert all(one.holds for one in drawn.again)
    assert {one.cell.side for one in drawn.again} == {ABOVE, BELOW}


def test_bounds_of_the_runs_hold(drawn):
    bounds = d.most_runs(QUICK)
    for stage, made in drawn.runs.items():
        assert made <= bounds[stage][1]
    assert drawn.runs["choose"] == bounds["choose"][0]
    assert drawn.runs["judge"] >= bounds["judge"][0]


# -- with real runs ---------------------------------------------------------------------------------------------------------

TINY = replace(QUICK, similarity=(0.8,), panels=(MIDDLE, ("high_control", 3.0)), choosing=2, judging=3, telling=3, cells_again=2, residents=80, communities=4)  # fmt: skip


@pytest.mark.slow
def test_a_cell_a_second_way():
    """From single runs and their weekly series to the lead of a cell, without any of the code that draws the map."""
    drawn = d.draw_up(TINY, workers=1)
    one = next(c for c in drawn.cells if (c.place.since, c.place.control, c.quarters, c.outcome) == (CRISIS, "high_control", 2, "benefit"))  # fmt: skip
    price, lead = next(iter(one.leads.items()))
    values = {}
    for family, form in lead.forms.items():
        arm = TINY.arm(one.place, form, price)
        series = [weekly(arm, k) for k in range(3)]
        values[family] = np.array([s[117:130].mean() for s in series])  # two quarters after week 104
    apart = values[lead.leader] - values[lead.rival]
    assert lead.margin.mean == pytest.approx(apart.mean(), abs=1e-12)
    half = 4.302652729911275 * apart.std(ddof=1) / 3**0.5  # Student's t, two degrees of freedom
    assert lead.margin.half_width == pytest.approx(half, rel=1e-9)
    rows = table(drawn.cells)
    assert isinstance(rows, pd.DataFrame)
    assert len(rows) == len(drawn.cells) * 2


def weekly(arm, replicate):
    """The benefit of one run, week by week."""
    from cogov import CommunityModel

    values = dict(arm.values)
    environment = {
        name: values[name] for name in ("similarity", "spillover", "shock_week", "shock_size") if name in values
    }
    constants = {name: value for name, value in values.items() if name not in environment}
    model = CommunityModel(
        scenario=arm.scenario, residents=80, communities=4, rng=replicate_seed(seed_of(1, "judge"), replicate),
        environment=environment, constants=constants,
    )  # fmt: skip
    model.run_for(208)
    return model.indicators["benefit"].to_numpy()
