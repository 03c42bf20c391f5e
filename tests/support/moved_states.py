"""Settings with which all that moves residents' states is on, whatever the defaults are."""

MOVED = {
    "anchor_ties": 0.002, "anchor_success": 0.02, "anchor_failure": 0.02, "anchor_dispute": 0.1, "anchor_case": 0.02,
    "newcomer_start": 0.7, "influence_step": 0.1, "influence_case": 0.15, "trust_return": 0.005, "trust_return_others": 0.01,
    "attribution": 0.5, "trust_down_government": 0.12, "trust_sd": 1.5, "hotline_reads": 1, "common_neighbours": 0.25,
    "satisfaction_service": 0.0, "satisfaction_cases": 0.28, "satisfaction_help": 0.08, "satisfaction_influence": 0.36,
    "satisfaction_relief": 0.28, "satisfaction_at_target": 1,
}  # fmt: skip

STILL = {
    "anchor_ties": 0.0, "anchor_success": 0.0, "anchor_failure": 0.0, "anchor_dispute": 0.0, "anchor_case": 0.0,
    "newcomer_start": 1.0, "influence_step": 0.0, "influence_case": 0.0, "trust_return": 0.0, "trust_return_others": 0.0,
    "attribution": 1.0, "trust_down_government": 0.0, "trust_sd": 0.0, "hotline_reads": 0, "common_neighbours": 0.0,
    "satisfaction_service": 0.5, "satisfaction_cases": 0.3, "satisfaction_help": 0.2, "satisfaction_influence": 0.0,
    "satisfaction_relief": 0.0, "satisfaction_at_target": 0,
}  # fmt: skip
"""The same switched off."""
