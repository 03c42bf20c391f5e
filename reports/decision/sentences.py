"""Sentences that more than one section of a report has: who gains, what is spent, how much is assumed."""

from __future__ import annotations

import math
from typing import Any

from ...core.quantity import Status
from ...experiments.comparison.result import Comparison
from ..document.blocks import Words, listed, say
from ..document.ledger import Ledger, between

GAINS, SETTING = "gains.csv", "tables/setting.csv"


def gain_sentence(comparison: Comparison, ledger: Ledger, name: str) -> Words:
    """Say how many of a hundred residents are better and worse off than under the baseline."""
    row = (name, comparison.names[0], "all", "all residents")
    if ledger.value(GAINS, "suppressed", *row):
        return say("There are too few residents to say who gains.", "居民过少，无法说明谁受益。")
    parts: dict[str, Words] = {}
    for kind in ("better", "worse", "same"):
        bounds = say("", "")
        if kind != "same" and math.isfinite(ledger.value(GAINS, f"{kind}_low", *row)):
            low, high = (ledger.hundred(GAINS, f"{kind}_{end}", *row) for end in ("low", "high"))
            level = ledger.setting_percent("confidence")
            bounds = say(" ({span})", "（{level} 区间 {span} 人）", span=between(low, high), level=level)
        parts[kind], parts[f"{kind}_bounds"] = ledger.hundred(GAINS, kind, *row), bounds
    return say(
        "Of every hundred residents about {better}{better_bounds} are better off, {worse}{worse_bounds} worse off, {same} about the same.",
        "每百名居民中约 {better} 人受益{better_bounds}，{worse} 人受损{worse_bounds}，{same} 人大致不变。",
        **parts,
    )


def spent(comparison: Comparison, ledger: Ledger) -> Words:
    """Say what is spent, and whether it is the same in all scenarios."""
    totals = {
        (name, time): ledger.value("tables/spending.csv", "value", name, time, "total")
        for name, facts in zip(comparison.names, comparison.facts)
        for time, _ in zip(("start", "end"), facts.plans)
    }
    least, most = min(totals, key=lambda one: totals[one]), max(totals, key=lambda one: totals[one])
    low, high = (ledger.general("tables/spending.csv", "value", *one, "total", digits=5) for one in (least, most))
    if totals[most] - totals[least] < 0.005 * totals[most]:
        return say(
            "All scenarios spend the same, {low} yuan a resident a year; money a scenario does not use pays for more community staff.",
            "各方案支出相同，均为每居民每年 {low} 元；方案未申请的经费用于增加社区工作者工时。",
            low=low,
        )
    return say(
        "The scenarios do not spend the same ({low} to {high} yuan a resident a year): differences may be due to money.",
        "各方案支出不相等（每居民每年 {low} 至 {high} 元）：差异可能源于经费。",
        low=low, high=high,
    )  # fmt: skip


def assumed(ledger: Ledger) -> Words:
    """Say how many numbers are assumed and calibrated."""
    rows = ledger.rows(SETTING)
    counts: dict[str, Any] = {
        status: ledger.setting(f"numbers {status}") if (f"numbers {status}",) in rows else None
        for status in (Status.ASSUMED, Status.CALIBRATED)
    }
    parts = {
        Status.ASSUMED: say("{n} are assumed", "{n} 个为假定", n=counts[Status.ASSUMED] or ""),
        Status.CALIBRATED: say("{n} calibrated", "{n} 个经校准", n=counts[Status.CALIBRATED] or ""),
    }
    return say(
        "Assumptions: of the numbers in the model, {parts}; the intervals cover neither them nor what the model leaves out.",
        "假定：模型数值中 {parts}；区间既不反映这些数值的不确定性，也不反映模型未涵盖的因素。",
        parts=listed([words for status, words in parts.items() if counts[status]]) or say("none", "无"),
    )
