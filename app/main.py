"""The application that solara serves: the header, and the page that the address names."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import solara

from .parts.parts import Header
from .sessions.visit import Visit, preferred_language, visit_context
from .words import HEADER, PAGES, words


@solara.component
def Layout(children: list | None = None) -> Any:
    """Show the page as it is, without solara's own bar."""
    return solara.Div(children=children or [])


def page_component(name: str) -> Callable[[], Any]:
    """Return the component of a page; it is imported when first seen."""
    return import_module(f".pages.{name}", __package__).Page


@solara.component
def Page() -> None:
    """Everything one visitor sees. All state is below this component, so that visitors never meet."""
    visit = solara.use_memo(Visit, [])
    solara.use_effect(lambda: visit.leave, [])
    page, set_page = solara.use_state("")
    language = visit.language
    visit_context.provide(visit)

    def arrived(data: dict[str, str]) -> None:
        visit.language = "zh" if data.get("language") == "zh" else "en"
        set_page(data["page"] if data.get("page") in PAGES else "explore")

    with solara.Div(classes=["cg-app"]):
        Header(
            pages=[{"name": name, "label": label[language]} for name, label in PAGES.items()],
            page=page,
            language=language,
            preferred=preferred_language(),
            words=words(HEADER, language),
            event_arrived=arrived,
        )
        with solara.Div(classes=["cg-main"]):
            if page:
                page_component(page)().key(page)
