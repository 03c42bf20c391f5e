"""What is accepted from a browser: the app's own start, requests for state, and declared events of the widgets that are there.

The protocol of notebooks lets a browser do more: write any property of a widget, make widgets, and, by ipyvue's message
`create_widget`, import any class and call it with any arguments. Nothing of that is needed here, and none of it is let in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

APP, STATES = "solara.control", "jupyter.widget.control"
TARGETS = (APP, STATES)
"""Comm targets that a browser may open: the app's start, and all states after a lost connection."""

METHODS = {APP: ("run", "app-status"), STATES: ("request_states",)}

QUESTIONS = ("kernel_info_request", "comm_info_request")

WRITABLE = {"Theme": frozenset({"dark_effective"})}
"""Properties that the browser reports, by class: whether its colours are dark."""

CLOSED = "that comm is closed"
"""The one refusal that happens without ill will: a widget was closed while the browser still spoke to it."""

Comms = Mapping[str, Any]


def parsed(message: str | bytes) -> dict[str, Any]:
    """Return a message of the notebook protocol. No part of the app sends binary ones: they are not taken apart at all.

    Raises
    ------
    ValueError
        For anything else.
    """
    if not isinstance(message, str):
        raise ValueError("the app accepts no binary messages of the notebook protocol")
    try:
        found = json.loads(message)
        kind, content = found["header"]["msg_type"], found["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ValueError("not a message of the notebook protocol") from error
    if not isinstance(kind, str) or not isinstance(content, dict):
        raise ValueError("not a message of the notebook protocol")
    return found


def refusal(message: Mapping[str, Any], comms: Comms, widgets: Comms) -> str | None:
    """Return why a message is not accepted, or None.

    Parameters
    ----------
    message : as `parsed` returns it.
    comms, widgets : what this visitor has, by identifier.
    """
    kind, content = message["header"]["msg_type"], message["content"]
    if kind in QUESTIONS:
        return None
    identifier = content.get("comm_id")
    if not isinstance(identifier, str):
        return f"{kind[:40]!r} is no message that the app accepts"
    comm = comms.get(identifier)
    target = getattr(comm, "target_name", None)
    if kind == "comm_open":
        if content.get("target_name") not in TARGETS:
            return f"comm target {str(content.get('target_name'))[:60]!r} may not be opened"
        return "a comm cannot be opened twice" if comm is not None else None
    if kind == "comm_close":
        return CLOSED if comm is None else None if target in TARGETS else "a browser does not close widgets"
    if kind != "comm_msg":
        return f"{kind[:40]!r} is no message that the app accepts"
    data = content.get("data")
    method = data.get("method") if isinstance(data, dict) else None
    if comm is None:
        return CLOSED
    if target in TARGETS:
        return None if method in METHODS[target] else f"{target} does not accept {str(method)[:40]!r}"
    return _to_widget(widgets.get(identifier), data if isinstance(data, dict) else {}, message.get("buffers"))


def _to_widget(widget: Any, data: Mapping[str, Any], buffers: Any) -> str | None:
    """Return why a widget does not accept this, or None."""
    method = data.get("method")
    if method == "request_state":
        return None
    if widget is None:
        return "no widget of this name"
    name = type(widget).__name__
    if method == "update":
        state = data.get("state")
        wanted = set(state) if isinstance(state, dict) else {"state"}
        return None if wanted <= WRITABLE.get(name, frozenset()) else f"{name} has no property that a browser may write"
    event = data.get("content")
    if method != "custom" or not isinstance(event, dict) or not set(event) <= {"event", "data"} or buffers:
        return f"{name} accepts declared events only"
    return None if _declared(widget, event.get("event")) else f"{name} has no event {str(event.get('event'))[:40]!r}"


def _declared(widget: Any, event: Any) -> bool:
    """Return whether a widget has declared an event."""
    from ipyvue import VueTemplate, VueWidget

    if not isinstance(event, str):
        return False
    if isinstance(widget, VueTemplate):
        return callable(getattr(type(widget), "vue_" + event, None))
    return isinstance(widget, VueWidget) and event in widget._event_handlers_map
