"""Levers by what they are about: sliders stand in these groups, and a difference of two scenarios can be described by them."""

from __future__ import annotations

from ..core.text import Text

KINDS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("rules", Text("Rules from above and below", "顶层设计与社区探索"), ("mandate_share", "design_trials", "pilots", "pilot_selection", "promotion", "legal_status")),
    ("service", Text("Staff and queues", "人员与办理"), ("pooling", "linkage", "grid_staff", "grid_size", "social_workers")),
    ("measure", Text("Measurement and openness", "考核与公开"), ("kpi_power", "kpi_alignment", "transparency")),
    ("society", Text("Organisations and residents", "社会组织与居民"), ("organization_grants", "funding_mix", "volunteer_support", "civic_education")),
    ("time", Text("Social workers' time", "社工时间分配"), ("mediation_time", "bridging_time", "bonding_time", "education_time", "relay_time", "planning_time")),
    ("law", Text("Law", "法律"), ("legislation", "interpretation")),
    ("digital", Text("Digital service", "数字服务"), ("online_service", "digital_assistance", "data_sharing")),
    ("copying", Text("Copying", "复制推广"), ("copying", "copy_breadth", "exemplar_similarity")),
)  # fmt: skip
"""Short name, label, levers; every lever is in one of them."""
