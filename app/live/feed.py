"""The event feed: what each event is called, whom it concerns, and which kinds there are to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.text import Text
from ...model.events import EVENT_LABELS
from ..words import agent_name, community_name
from .district import Event

LABELS = dict(EVENT_LABELS)

GROUPS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "organizations": (Text("organisations", "社会组织"), ("founded", "dissolved")),
    "rules": (Text("rules", "规则"), ("trial_kept", "copied", "mandated", "lapsed")),
    "disputes": (Text("disputes", "纠纷"), ("settled", "mediated", "escalated")),
    "problems": (Text("problems", "公共问题"), ("problem", "risen")),
    "endings": (Text("ends of cases", "办结"), ("resolved", "falsely_closed", "abandoned")),
    "moves": (Text("moves", "迁入"), ("moved_in",)),
}
"""Kinds of events that are chosen together."""

AT_FIRST = ("organizations", "rules", "disputes")

_RULES = ("trial_kept", "mandated", "lapsed")
_NOBODY = ("copied", *_RULES)


def event_text(event: Event, language: str) -> str:
    """Return an event in words."""
    text = f"{community_name(event.community, language)}: {LABELS[event.kind][language]}"
    if language == "zh":
        text = f"{community_name(event.community, language)}：{LABELS[event.kind].zh}"
    if event.kind in _RULES:
        text += f"（规则 {event.what + 1}）" if language == "zh" else f" (rule {event.what + 1})"
    if event.kind == "copied":
        text += f"（{event.what} 项）" if language == "zh" else f" ({event.what} rules)"
    return text


def about(event: Event) -> tuple[str, int] | None:
    """Return the agent an event is about, if one can be chosen."""
    if event.kind == "founded":
        return "organization", event.who
    if event.kind in _NOBODY or event.kind == "dissolved" or event.who < 0:
        return None
    return "resident", event.who


def feed_rows(
    events: Iterable[Event], groups: Iterable[str], community: int, language: str, most: int = 60
) -> list[dict[str, Any]]:
    """Return the latest events of some groups and a community (-1: all), newest first."""
    wanted = {kind for group in groups for kind in GROUPS.get(group, (None, ()))[1]}
    rows: list[dict[str, Any]] = []
    for event in events:
        if event.kind not in wanted or community not in (-1, event.community):
            continue
        row: dict[str, Any] = {"week": event.week, "text": event_text(event, language)}
        subject = about(event)
        if subject is not None:
            row |= {"kind": subject[0], "row": subject[1], "who": agent_name(*subject, language)}
        rows.append(row)
        if len(rows) == most:
            break
    return rows


def pulses(events: Iterable[Event], week: int, most: int = 150) -> list[list[Any]]:
    """Return the homes where something happened this week: row and kind, newest events first."""
    shown = {"problem", "resolved", "falsely_closed", "escalated", "moved_in"}
    found: list[list[Any]] = []
    for event in events:
        if event.week < week or len(found) >= most:
            break
        if event.kind in shown and event.who >= 0:
            found.append([event.who, event.kind])
    return found
