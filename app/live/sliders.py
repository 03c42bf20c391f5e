"""Levers as sliders: grouped, with unit, bounds, meaning and cost taken from their declarations."""

from __future__ import annotations

from typing import Any

from ...core.quantity import Quantity
from ...core.text import Text
from ...model.quantities.costs import cost_of
from ...model.quantities.lever_groups import GROUPED
from ...model.quantities.levers import LEVERS
from ...reports.format.words import shown, unit
from .district import Mark

OPEN = ("rules", "service")


def step_of(quantity: Quantity) -> float:
    """Return the step of a slider: whole numbers, or about a hundredth of the range in round figures."""
    assert quantity.low is not None
    assert quantity.high is not None
    span = quantity.high - quantity.low
    if quantity.integer or span >= 1000:
        return 1.0 if span < 1000 else 50.0
    return 0.05 if span <= 2 else 0.1


def lever_item(quantity: Quantity, language: str) -> dict[str, Any]:
    """Return one slider or choice."""
    item: dict[str, Any] = {
        "name": quantity.name,
        "label": quantity.label[language],
        "meaning": quantity.meaning[language],
    }
    item["cost"] = cost_text(quantity)[language]
    if quantity.choices:
        item |= {
            "choices": [{"value": one, "label": shown(one)[language]} for one in quantity.choices],
            "unit": "",
            "bounds": "",
        }
    else:
        bounds = Text(f"{quantity.low:g} to {quantity.high:g}", f"{quantity.low:g} 至 {quantity.high:g}")
        item |= {
            "low": quantity.low,
            "high": quantity.high,
            "step": step_of(quantity),
            "unit": unit(quantity.unit)[language],
            "bounds": bounds[language],
        }
    return item


def cost_text(quantity: Quantity) -> Text:
    """Return what a lever costs, in words; nothing where it costs nothing."""
    cost = cost_of(quantity)
    return Text("", "") if cost is None else Text(f"costs {cost.en}", f"费用：{cost.zh}")


def lever_groups(language: str) -> list[dict[str, Any]]:
    """Return all levers in groups, for the sliders."""
    return [
        {
            "name": name,
            "label": label[language],
            "open": name in OPEN,
            "items": [lever_item(LEVERS[one], language) for one in names],
        }
        for name, label, names in GROUPED
    ]


def mark_text(mark: Mark, language: str) -> str:
    """Return a change on the time line in words."""
    label = LEVERS[mark.lever].label[language]
    own = "" if mark.own else ("（方案）" if language == "zh" else " (scenario)")
    return f"{label}: {shown(mark.before)[language]} → {shown(mark.after)[language]}{own}"


def plan_note(plan: Any) -> Text:
    """Return what the budget pays of the levers' wishes."""
    spent = plan.total / plan.residents
    staff = f"{plan.staff:.1f}"
    return Text(
        f"Budget {plan.budget:,.0f} yuan a resident a year, spent {spent:,.0f}; {staff} community staff per 10,000 residents. What is not spent buys staff, so every policy costs the same.",
        f"预算每居民每年 {plan.budget:,.0f} 元，支出 {spent:,.0f} 元；每万居民社区工作者 {staff} 人。余款用于增配人员，因此各种政策花费相同。",
    )
