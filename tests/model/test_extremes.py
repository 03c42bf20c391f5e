"""Extreme values end to end: thirty weeks in which all laws of conservation hold, all states are in bounds and finite, and the extreme shows."""

from collections.abc import Callable

import numpy as np
import pytest
from cogov.model.model import CommunityModel
from cogov.tests.model.test_conservation import LAWS, WEEKS, faults, run

# The parameters of one case: options of `district`, and what must be seen afterwards.
Case = tuple[dict, Callable[[CommunityModel], bool]]


def flows(model: CommunityModel):
    return model.measures.sum()


def fits(model: CommunityModel) -> np.ndarray:
    return np.asarray(model.rules.fit)


NOBODY_MOVES = {"turnover_owners": 0.0, "turnover_renters": 0.0}
CASES: dict[str, Case] = {
    "nobody active": (
        {"constants": {"participation_base": -20.0}},
        lambda m: flows(m).active == flows(m).volunteer_hours == 0,
    ),
    "all active": (
        {"constants": {"participation_base": 20.0, "participation_fatigue": 0.0}},
        lambda m: m.measures.active.eq(m.measures.residents).all() and flows(m).volunteer_hours > 0,
    ),
    "no law": (
        {"levers": {"legislation": 0.0, "interpretation": 0.0}, "constants": {"law_pace": 1.0, "interpretation_pace": 1.0}},
        lambda m: m.district.arrays["governments"]["law"][0] == m.district.arrays["governments"]["interpretation"][0] == 0,
    ),
    "no money": (
        {"environment": {"budget": 0.0, "initial_organizations": 3}},
        lambda m: flows(m).spending == flows(m).grants_paid == flows(m).mediated == flows(m).relayed == 0,
    ),
    "one group": ({"environment": {"groups": 1}}, lambda m: flows(m).ties_cross == 0 < flows(m).ties),
    "K 0": ({"environment": {"elements": 6, "complexity": 0}}, lambda m: fits(m).size == 2 and len(set(fits(m))) > 0),
    "K N - 1": ({"environment": {"elements": 6, "complexity": 5}}, lambda m: m.rules.table.shape[1] == 6 * 2**6),
    "similarity 0": (
        {"environment": {"similarity": 0.0, "drift": 0.0}},
        lambda m: not (m.rules.table[0] == m.rules.table[1]).any(),
    ),
    "similarity 1": (
        {"environment": {"similarity": 1.0, "drift": 0.0}},
        lambda m: (m.rules.table[0] == m.rules.table[1]).all() and m.rules.best[0] == m.rules.best[1],
    ),
    "one community": (
        {"communities": 1, "levers": {"copying": "mechanical"}},
        lambda m: (m.measures.rule_diversity == 0).all() and m.measures.residents.eq(120).all(),
    ),
    "one resident": (
        {"residents": 1, "communities": 1},
        lambda m: flows(m).ties == flows(m).escalated == flows(m).helped_ties == 0,
    ),
    "drift 1": ({"environment": {"drift": 1.0}}, lambda m: len(set(m.measures.fit)) > 1),
    "no needs": ({"constants": {"need_rate": 0.0}}, lambda m: flows(m).needs == 0),
    "needs of all": ({"constants": {"need_rate": 1.0}}, lambda m: m.measures.needs.eq(m.measures.residents).all()),
    "needs in step": (
        {"constants": {"need_correlation": 0.99}, "environment": {"groups": 1}},
        lambda m: (m.measures.needs == 0).any() and m.measures.needs.max() > 40,
    ),
    "all move": (
        {"environment": {"turnover_owners": 1.0, "turnover_renters": 1.0}},
        lambda m: m.measures.moves.eq(m.measures.residents).all() and (m.residents.arrived == WEEKS).all(),
    ),
    "nobody moves": ({"environment": NOBODY_MOVES}, lambda m: flows(m).moves == (m.residents.arrived > 0).sum() == 0),
    "no patience": ({"environment": {"patience": 0.1, "problem_rate": 200.0}}, lambda m: flows(m).abandoned > 0),
    "no staff": (
        {"levers": {"grid_staff": 0.0, "social_workers": 0.0}, "constants": {"core_staff": 0.0}, "environment": {"budget": 0.0}},
        lambda m: flows(m).spending == 0,
    ),
    "all mandated": (
        {"levers": {"mandate_share": 1.0, "kpi_power": 0.0}},
        lambda m: flows(m).trials == 0 and (m.rules.elements == m.rules.template).all(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_extreme(name):
    options, seen = CASES[name]
    model = run(options)
    assert not faults(model)
    for law in LAWS:
        law(model)
    assert seen(model)
    table = model.indicators.to_numpy()
    assert not np.isinf(table).any()
    assert np.isfinite(model.measures.to_numpy()).all()


def test_what_is_looked_for_is_not_seen_everywhere():
    """In an ordinary district none of the signs is there but those of settings it shares."""
    model = run({})
    shared = {"K 0", "drift 1", "no patience"}
    seen = {
        name for name, (_, seen) in CASES.items() if name not in ("one community", "one resident") and bool(seen(model))
    }
    assert seen <= shared
