"""Levers by what they are about: sliders stand in these groups, and a difference of two scenarios can be described by them."""

from __future__ import annotations

from ...core.text import Text
from .levers import LEVERS

GROUPS = {
    "rules": Text("Rules from above and below", "顶层设计与社区探索"),
    "service": Text("Staff and queues", "人员与办理"),
    "measure": Text("Measurement and openness", "考核与公开"),
    "society": Text("Organisations and residents", "社会组织与居民"),
    "time": Text("Social workers' time", "社工时间分配"),
    "law": Text("Law", "法律"),
    "digital": Text("Digital service", "数字服务"),
    "copying": Text("Copying", "复制推广"),
}

GROUPED: tuple[tuple[str, Text, tuple[str, ...]], ...] = tuple(
    (group, label, tuple(name for name, lever in LEVERS.model.items() if lever.extra["group"] == group))
    for group, label in GROUPS.items()
)
"""Short name, label, levers; every lever of the model is in one of them."""
