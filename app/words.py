"""Words of the app that no declaration of the model holds, and how they reach a part."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.text import Text


def words(texts: Mapping[str, Text], language: str) -> dict[str, str]:
    """Return the words of one language, for a part."""
    return {name: text[language] for name, text in texts.items()}


PAGES = {
    "explore": Text("Explore", "探索"),
    "compare": Text("Compare", "比较"),
    "learn": Text("Learn", "学习"),
    "studies": Text("Studies", "研究"),
    "scenario": Text("Scenario editor", "方案编辑"),
}

HEADER = {
    "skip": Text("Skip to content", "跳到正文"),
    "pages": Text("Pages", "页面"),
    "switch": Text("切换为中文", "Switch to English"),
    "theme": Text("Dark colours", "深色显示"),
}

CANVAS = {
    "canvas": Text(
        "Map of the district. Arrow keys go from resident to resident and from community to community; the panel next to it describes the selected agent.",
        "城区图。左右方向键逐个选择居民，上下方向键切换社区；旁边的面板显示所选对象的情况。",
    ),
    "zoom_in": Text("Zoom in", "放大"),
    "zoom_out": Text("Zoom out", "缩小"),
    "zoom_reset": Text("Show all", "显示全部"),
    "ramp": Text("colour scale from low to high", "由低到高的色标"),
    "resident": Text("Resident", "居民"),
    "organization": Text("Organisation", "社会组织"),
    "worker": Text("Social worker", "社工"),
    "street": Text("Street office", "街道"),
    "district": Text("District government", "区政府"),
    "community": Text("Community", "社区"),
    "this_week": Text("This week:", "本周："),
    "problem": Text("public problem", "公共问题"),
    "resolved": Text("resolved", "解决"),
    "falsely_closed": Text("closed on paper", "虚假办结"),
    "escalated": Text("dispute escalated", "纠纷升级"),
    "moved_in": Text("moved in", "迁入"),
}

CHARTS = {"charts": Text("Indicators over time", "指标变化"), "nothing": Text("no week yet", "尚未运行")}


def agent_name(kind: str, row: int, language: str) -> str:
    """Return what an agent is called: its kind, and its row counted from 1."""
    if kind == "government":
        return CANVAS["district"][language] if row == 0 else f"{CANVAS['street'][language]} {row}"
    return f"{CANVAS[kind][language]} {row + 1}"


def community_name(community: int, language: str) -> str:
    """Return what a community is called."""
    return f"{CANVAS['community'][language]} {community + 1}"
