"""How each indicator follows from the sums of `recomputed.Watch`, written from what it is said to mean."""

import numpy as np


def share(above, *below):
    return lambda s: s(above) / sum(s(name) for name in below)


def yearly(name, per=1.0):
    return lambda s: per * 52 * s(name) / s("residents")


def difference(one, other):
    return lambda s: s(f"satisfaction_{one}") / s(one) - s(f"satisfaction_{other}") / s(other)


def widest(s):
    pairs = ("owners", "renters"), ("settled_in", "new"), ("old", "young")
    with np.errstate(all="ignore"):
        return np.nanmax([abs(difference(*pair)(s)) for pair in pairs])


ENDS = ("true", "false", "given_up")
TRUE_SHARE, RECORDED_SHARE = share("true", *ENDS), share("recorded_resolved", "recorded")
# Name: weeks over which flows are summed (1: as it stands), and what it is.
FORMULAS = {
    "true_resolution": (13, TRUE_SHARE),
    "reported_resolution": (13, RECORDED_SHARE),
    "recorded_resolution": (13, share("known_resolved", "known")),
    "reporting_gap": (13, lambda s: RECORDED_SHARE(s) - TRUE_SHARE(s)),
    "resolution_known": (13, share("known_true", "known")),
    "reporting_gap_known": (13, lambda s: RECORDED_SHARE(s) - s("known_true") / s("known")),
    "calls": (13, lambda s: 10_000 * s("calls") / s("residents")),
    "hotline_calls": (13, lambda s: 10_000 * s("hotline") / s("residents")),
    "phone_share": (13, share("phone", "phone", "online")),
    "repeat_calls": (13, share("repeats", "calls")),
    "returned_cases": (13, share("back", "recorded")),
    "refusals": (13, share("refusals", "callbacks")),
    "compliance_hours": (13, share("telling", "told")),
    "errand_surplus": (13, share("surplus", "errands")),
    "errand_surplus_unskilled": (13, share("surplus_unskilled", "errands_unskilled")),
    "errands_undone": (13, share("undone", "errands")),
    "errand_hours": (13, share("doing", "done")),
    "case_time": (13, share("case_time", "timed")),
    "relay_delay": (52, share("relay_delay", "relayed")),
    "abandonment": (13, share("given_up", *ENDS)),
    "escalation": (13, yearly("escalated", 1000)),
    "settled_directly": (13, share("settled", "grievances")),
    "settled_early": (13, share("settled", "settled", "mediated", "escalated")),
    "mutual_help": (13, share("helped", "needs")),
    "cross_group_ties": (1, share("across", "residents")),
    "ei_index": (1, lambda s: (2 * s("across") - s("ties")) / s("ties")),
    "participation": (1, share("active_month", "residents")),
    "participation_members": (1, share("active_members", "members")),
    "participation_others": (1, share("active_others", "others")),
    "ties_of_active": (1, share("ties_active", "active")),
    "volunteer_hours": (13, yearly("hours")),
    "legitimacy": (1, share("legitimacy", "organizations")),
    "capability": (1, share("capability", "organizations")),
    "organizations": (1, lambda s: 10_000 * s("organizations") / s("residents")),
    "organization_survival": (1, share("surviving", "initial")),
    "officer_share": (13, share("hours_officers", "hours_organizations")),
    "rule_fit": (1, share("fit", "residents")),
    "benefit": (1, share("fit", "residents")),
    "benefit_reached": (1, share("fit", "residents")),
    "search_hours": (13, yearly("search")),
    "trials": (13, lambda s: 52 * s("trials") / s("communities")),
    "satisfaction_gap": (1, widest),
    "transaction_cost": (13, share("cost", "affected")),
    "access_gap": (13, lambda s: s("cost_unskilled") / s("affected_unskilled") - s("cost_skilled") / s("affected_skilled")),
    "cost_per_resolution": (13, share("spending", "true")),
    "spending": (13, yearly("spending")),
    "utilisation": (13, share("worked", "there")),
    "silence": (13, share("silent", "affected")),
    "mediations": (13, yearly("mediations", 10_000)),
    "mean_building_ties": (1, share("near", "residents")),
    "isolated": (1, share("alone", "residents")),
    "members": (1, share("members", "residents")),
    "cases_received": (13, yearly("received", 1000)),
    **{
        name: (1, share(name, "residents"))
        for name in (
            "belonging", "trust_neighbours", "trust_organizations", "trust_government", "trust_central", "awareness", "responsibility", "clarity",
            "fatigue", "influence", "satisfaction",
        )
    },
    "problem_burden": (13, yearly("weighed")),
    **{f"satisfaction_from_{part}": (1, share(f"from_{part}", "residents")) for part in ("service", "cases", "help", "influence", "relief")},
    "belonging_gini": (1, None), "participation_gini": (1, None), "rule_diversity": (1, None),
    "benefit_worst": (1, None), "benefit_spread": (1, None), "satisfaction_worst": (1, None),
}  # fmt: skip


def expected(watch, name, weeks, of_week, place=slice(None)):
    """An indicator over the last `weeks` before the end of week number `of_week` (from 1), of one community or of all."""
    rows = watch.weeks[max(0, of_week - weeks) : of_week]
    formula = FORMULAS[name][1]
    if formula is None:
        known = watch.unequal if place == slice(None) else [parts[place] for parts in watch.unequal_within]
        return float(np.mean([one[name] for one in known[max(0, of_week - weeks) : of_week]]))
    with np.errstate(all="ignore"):
        value = formula(lambda one: np.float64(sum(np.sum(row[one][place]) if one in row else 0.0 for row in rows)))
    return float(value) if np.isfinite(value) else np.nan  # nothing to divide by
