"""What is measured every week, by name: flows, sums, and what does not add up. Indicators are made from these.

A measure is a flow of the week or a sum over what there is at its end, so communities add up to the district. Kernels know flows
and sums by their names (`w.tally`, `w.sums`); where a column stands in a series follows from the order here.
"""

from __future__ import annotations

from collections.abc import Callable

from .schedule import MECHANISMS

# Flows of the week, by community; several mechanisms may raise one of them, so they are named here and not where they arise.
FLOWS = (
    "problems", "reported", "resolved_true", "resolved_false", "abandoned", "recorded_resolved", "recorded_ended",
    "case_time", "case_ended", "relay_delay", "relayed", "affected", "silent", "transaction_cost",
    "affected_skilled", "cost_skilled", "affected_unskilled", "cost_unskilled",
    "grievances", "lumped", "claims", "settled_direct", "settled_early", "mediations", "mediated", "escalated",
    "escalated_covered", "grievances_covered", "escalated_plaintiff_won",
    "needs", "helped_ties", "helped_organizations", "volunteer_hours", "hours_saved", "hours_open", "hours_organizations", "hours_cases", "hours_meetings", "hours_help", "hours_lapsed", "hours_trials", "hours_design",
    "grants_pool", "grants_paid", "officer_hours",
    "server_hours", "server_hours_used", "coordination_hours", "case_arrivals", "problem_arrivals_work",
    "known_true", "known_ended", "known_resolved", "returned", "callbacks", "refusals", "calls", "repeats", "calls_hotline",
    "told_phone", "told_online", "compliance",
    "errands", "errands_undone", "errand_hours", "errand_surplus", "errands_unskilled", "errands_undone_unskilled", "errand_surplus_unskilled",
    "trials", "copies", "founded", "dissolved", "moves", "ties_formed", "ties_lost", "spending", "problem_burden",
    "satisfaction_from_service", "satisfaction_from_cases", "satisfaction_from_help", "satisfaction_from_influence", "satisfaction_from_relief",
)  # fmt: skip

OF_RESIDENTS: dict[str, Callable] = {
    name: add for module in MECHANISMS for name, add in getattr(module, "SUMS", {}).items()
}
"""Columns of residents that are added up as they are, and how (core/sums.py): declared by the mechanisms that change them."""

OF_TIES = ("ties", "ties_cross", "ties_building", "isolated")
"""Counted once a quarter; other weeks have the counts of the last quarter. They stand last."""

SUMS = (
    "residents", *OF_RESIDENTS, "active", "active_month", "members", "active_members", "ties_active", "given",
    "owners", "satisfaction_owners", "renters", "satisfaction_renters",
    "newcomers", "satisfaction_newcomers", "settled", "satisfaction_settled",
    "young", "satisfaction_young", "old", "satisfaction_old",
    "organizations", "capability", "legitimacy", "initial_organizations", "initial_alive", "funds",
    "fit", "fit_reported", "benefit", "reachable", "open_cases", "latent_cases", "communities", *OF_TIES,
)  # fmt: skip
"""What collect.py fills in, by community."""

SPECIALS = (
    "belonging_gini", "participation_gini", "rule_diversity", "template_fit", "benefit_worst", "benefit_spread", "satisfaction_worst",
)  # fmt: skip
"""What does not add up."""

COLUMNS = (*FLOWS, *SUMS, *SPECIALS)
"""Of a series."""
