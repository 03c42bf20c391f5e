"""Explore: one district alive. Levers act at once, and the selected agent is followed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from ...core.text import text_of
from ..live.chart_data import chart_data, panels, view_of
from ..live.feed import AT_FIRST, GROUPS, feed_rows
from ..live.inspector import edges, exists, find, subject
from ..live.scene import COLOURINGS, ties_between
from ..live.sliders import lever_groups, mark_text, plan_note
from ..parts.parts import Charts, District, DownloadButton, Feed, Inspector, Levers, Player, Setup, choice, of_the_form
from ..sessions.explore_session import Exploring, exploring_of
from ..sessions.visit import use_ticks, use_visit, watch
from ..words import CANVAS, CHARTS, words
from . import explore_words as w
from .explore_words import CHART_NAMES, SPEEDS


@solara.component
def Page() -> None:
    """The page: what was asked for, the player, the map, levers, charts, the selected agent, events."""
    visit = use_visit()
    exploring = solara.use_memo(lambda: exploring_of(visit), [])
    fast, slow, changed = use_ticks(exploring)
    colouring = solara.use_reactive("satisfaction")
    ties = solara.use_reactive("none")

    with solara.Div(classes=["cg-page"]):
        Top(exploring, slow, changed)
        Controls(exploring, fast, changed)
        Shown(exploring, slow)
        with solara.Div(classes=["cg-split"]):
            with solara.Div(classes=["cg-left"]):
                Map(exploring, fast, slow, colouring, ties, changed)
                History(exploring, slow)
                Happenings(exploring, slow, changed)
            with solara.Div(classes=["cg-right"]):
                Chosen(exploring, slow, changed)
                Policy(exploring, slow, changed)


@solara.component
def Top(exploring: Exploring, slow: Any, changed: Callable[[], None]) -> None:
    """What is looked at: scenario, size, seed. What stands in the form and is not shown yet is marked."""
    language = exploring.visit.language
    watch(slow)

    Setup(words=words(w.SETUP, language), **of_the_form(exploring, slow, changed))


@solara.component
def Shown(exploring: Exploring, slow: Any) -> None:
    """What the rest of the page shows, and the question that it is about."""
    language = exploring.visit.language
    watch(slow)
    with solara.Div(classes=["cg-shown"]):
        solara.HTML(tag="h2", attributes={"data-test": "shown"}, unsafe_innerHTML=escape(exploring.heading()))
        question = exploring.live.scenario.question[language]
        if question:
            solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=escape(question))


@solara.component
def Controls(exploring: Exploring, fast: Any, changed: Callable[[], None]) -> None:
    """Play, pause, step, reset, speed, run to a week, and the time line of changes."""
    language, playing = exploring.visit.language, exploring.playing
    most = exploring.visit.limits.weeks
    watch(fast)

    def play(wanted: bool) -> None:
        if not wanted:
            playing.pause()
        elif exploring.ready():
            playing.pace(exploring.speed)
            playing.play(most)
        changed()

    def step(_: Any) -> None:
        if not playing.running and exploring.ready() and exploring.live.week < most:
            exploring.live.step()
        changed()

    def reset(_: Any) -> None:
        playing.pause()
        if exploring.form.changed or exploring.outdated:
            exploring.apply()
        else:
            exploring.restart()
        changed()

    def pace(speed: float) -> None:
        exploring.speed = float(speed)
        playing.pace(exploring.speed)
        changed()

    def run_to(week: int) -> None:
        if isinstance(week, int | float) and exploring.ready() and week > exploring.live.week:
            playing.play(min(int(week), most), hurry=True)
        changed()

    rate = playing.drawn_a_second if playing.running else 0.0
    plan = exploring.live.model.plan
    Player(
        playing=playing.running,
        week=exploring.live.week,
        most=most,
        speed=exploring.speed,
        speeds=[{"value": value, "label": label[language]} for value, label in SPEEDS],
        pace_shown=f"{rate:.0f} {w.WORDS['rate'][language]}" if rate else "",
        marks=[
            {"week": mark.week, "text": mark_text(mark, language), "own": mark.own}
            for mark in exploring.live.marks[-12:]
        ],
        message=exploring.message or plan.warning[language],
        words=words(w.PLAYER, language),
        event_play=play,
        event_step=step,
        event_reset=reset,
        event_pace=pace,
        event_run_to=run_to,
    )


@solara.component
def Map(exploring: Exploring, fast: Any, slow: Any, colouring: Any, ties: Any, changed: Callable[[], None]) -> None:
    """The map, with what its colours mean and which ties are drawn."""
    language = exploring.visit.language
    groups = int(exploring.live.model.environment["groups"])
    watch(fast)
    quarter = exploring.live.week // 13
    pairs = solara.use_memo(
        lambda: b"" if ties.value == "none" else ties_between(exploring.live.model, ties.value == "across"),
        [ties.value, quarter, exploring.generation],
    )
    chosen = exploring.picked
    mine = None
    if chosen is not None and exists(exploring.live.model, *chosen):
        with exploring.live.lock:
            mine = {"kind": chosen[0], "row": chosen[1], "edges": edges(exploring.live.model, *chosen)}

    def pick(data: dict[str, Any]) -> None:
        choose(exploring, data, changed)

    with solara.Div(classes=["cg-card"]):
        with solara.Div(classes=["cg-inline"]):
            choice(
                w.WORDS["colour"][language],
                colouring,
                {name: one.label[language] for name, one in COLOURINGS.items()},
                "colour",
            )
            choice(w.WORDS["ties"][language], ties, {name: text[language] for name, text in w.TIES.items()}, "ties")
        District(
            scene=exploring.scene,
            frame=exploring.frame(colouring.value),
            view=view_of(colouring.value, language, groups),
            picked=mine,
            ties=pairs,
            compact=False,
            words=words(CANVAS, language),
            event_pick=pick,
            event_drawn=lambda _: exploring.playing.drawn(),
        )


def choose(exploring: Exploring, data: Any, changed: Callable[[], None]) -> None:
    """Choose an agent, if what came from the browser names one."""
    if (
        isinstance(data, dict)
        and isinstance(data.get("row"), int)
        and exists(exploring.live.model, str(data.get("kind")), data["row"])
    ):
        exploring.picked = (str(data["kind"]), data["row"])
        changed()


@solara.component
def History(exploring: Exploring, slow: Any) -> None:
    """Live charts."""
    language = exploring.visit.language
    watch(slow)
    Charts(
        panels=panels(CHART_NAMES, language),
        names=[exploring.live.scenario.title[language]],
        course=chart_data([exploring.live], CHART_NAMES),
        marks=sorted({mark.week for mark in exploring.live.marks}),
        words=words(CHARTS, language),
    )


@solara.component
def Policy(exploring: Exploring, slow: Any, changed: Callable[[], None]) -> None:
    """The levers."""
    language = exploring.visit.language
    fault, set_fault = solara.use_state("")
    watch(slow)

    def set_lever(data: dict[str, Any]) -> None:
        try:
            exploring.live.set(str(data["name"]), data["value"])
            set_fault("")
        except (ValueError, KeyError, TypeError) as error:
            set_fault(text_of(error)[language])
        changed()

    none: Any = None
    file, set_file = solara.use_state(none)

    def save(_: Any) -> None:
        made = exploring.live.as_scenario(f"{exploring.live.scenario.name}_changed")
        again = (file or {}).get("again", 0) + 1
        set_file({"name": f"{made.name}.yaml", "type": "text/yaml", "data": made.to_yaml().encode(), "again": again})

    plan = exploring.live.model.plan
    Levers(
        groups=lever_groups(language),
        values=exploring.live.levers,
        base=exploring.start_levers,
        fault=fault,
        note=plan_note(plan)[language],
        disabled=False,
        words=words(w.LEVERS, language),
        event_set_lever=set_lever,
    )
    DownloadButton(label=w.WORDS["save"][language], file=file, disabled=False, test="save", event_ask=save)


@solara.component
def Chosen(exploring: Exploring, slow: Any, changed: Callable[[], None]) -> None:
    """The selected agent: state, ties, history, cases."""
    language = exploring.visit.language
    fault, set_fault = solara.use_state("")
    watch(slow)
    frozen: Any = solara.use_ref((None, None))
    shown = None
    if exploring.picked is not None:
        key = (exploring.picked, language, exploring.generation)
        if exploring.followed or frozen.current[0] != key or not exploring.playing.running:
            frozen.current = (key, subject(exploring.live, *exploring.picked, language))
        shown = frozen.current[1]

    def search(text: str) -> None:
        found = find(exploring.live, str(text)[:60])
        set_fault("" if found else w.WORDS["not_found"][language])
        if found:
            exploring.picked = found
            changed()

    def follow(wanted: bool) -> None:
        exploring.followed = bool(wanted)
        changed()

    def clear(_: Any) -> None:
        exploring.picked = None
        changed()

    Inspector(
        subject=shown,
        followed=exploring.followed,
        fault=fault,
        words=words(w.INSPECTOR, language),
        event_search=search,
        event_pick=lambda data: choose(exploring, data, changed),
        event_follow=follow,
        event_clear=clear,
    )


@solara.component
def Happenings(exploring: Exploring, slow: Any, changed: Callable[[], None]) -> None:
    """The event feed with its filters."""
    language = exploring.visit.language
    first: list[str] = list(AT_FIRST)
    chosen, set_chosen = solara.use_state(first)
    community, set_community = solara.use_state(-1)
    watch(slow)
    with exploring.live.lock:
        rows = feed_rows(reversed(exploring.live.events), chosen, community, language)
    Feed(
        rows=rows,
        kinds=[{"name": name, "label": label[language]} for name, (label, _) in GROUPS.items()],
        chosen=chosen,
        community=community,
        communities=exploring.scene["communities"],
        words=words(w.FEED, language),
        event_choose=lambda names: set_chosen([str(name) for name in names]),
        event_place=set_community,
        event_pick=lambda data: choose(exploring, data, changed),
    )
