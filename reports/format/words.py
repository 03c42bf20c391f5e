"""Words that no declaration holds: choices in both languages, and what reports call their own parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.text import Text
from ...core.units import unit as unit
from ...model.population.ablation import ABLATIONS
from .numbers import scale_of

CHOICES: Mapping[str, Text] = {
    "representative": Text("representative", "有代表性的社区"),
    "favourable": Text("favourable", "条件较好的社区"),
    "none": Text("none", "无"),  # no copying, no ablation
    "mechanical": Text("mechanical", "机械照搬"),
    "adapted": Text("adapted", "复制后调整"),
    "fraction": Text("share of ties", "占比"),
    "log": Text("doublings of active ties", "活跃联系的倍增数"),
    "count": Text("number of ties", "数量"),
    **ABLATIONS,
}

DRAWN = {
    "grid": Text("grid", "网格"),
    "building": Text("building", "楼栋"),
    "household": Text("household", "家庭"),
    "tenure": Text("owner or renter", "住房权属"),
    "origin": Text("home region", "来源地"),
    "occupation": Text("occupation", "职业"),
    "age_band": Text("age", "年龄"),
    "skill": Text("digital skill", "数字技能"),
    "years": Text("years of residence", "居住年限"),
    "weight": Text("analysis weight", "分析权重"),
    "community": Text("community", "社区"),
    "id": Text("identifier", "编号"),
    "sex": Text("sex", "性别"),
    "age": Text("age in years", "年龄（岁）"),
}


def read_in(words: str) -> Text:
    """Return the unit in which numbers are read, by the English words of the one they are in: shares in per cent."""
    return unit(words) if scale_of(words) == 1 else Text("%", "%")


def points(words: str) -> Text:
    """Return what stands behind a difference in a unit: percentage points behind one of shares, else nothing."""
    return Text("", "") if scale_of(words) == 1 else Text(" percentage points", " 个百分点")


def shown(value: Any) -> Text:
    """Return the value of a lever or parameter for reading."""
    if isinstance(value, str):
        return CHOICES.get(value, Text(value, value))
    text = f"{value:,.6g}" if isinstance(value, int | float) else str(value)
    return Text(text, text)
