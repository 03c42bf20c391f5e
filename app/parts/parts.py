"""The parts of pages: each a Vue file next to this one, and the properties and events it has.

Words come from Python, in the visitor's language; a part has none of its own. An event is a function of what the part sends.
"""

# The arguments are the properties of the Vue files; the bodies are empty on purpose.
# ruff: noqa: D103

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from ..sessions.asked import Asking

Words = dict[str, str]
Event = Callable[[Any], None]


@solara.component_vue("header.vue")
def Header(pages: list, page: str, language: str, preferred: str, words: Words, event_arrived: Event) -> None: ...


@solara.component_vue("setup.vue")
def Setup(
    scenarios: list, form: dict, current: dict, outdated: bool, fault: str, words: Words, event_write: Event, event_make: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("player.vue")
def Player(
    playing: bool, week: int, most: int, speed: float, speeds: list, pace_shown: str, marks: list, message: str, words: Words,
    event_play: Event, event_step: Event, event_reset: Event, event_pace: Event, event_run_to: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("district.vue")
def District(
    scene: dict, frame: dict, view: dict, picked: dict | None, ties: bytes, compact: bool, words: Words, event_pick: Event, event_drawn: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("charts.vue")
def Charts(panels: list, names: list, course: dict, marks: list, words: Words) -> None: ...


@solara.component_vue("levers.vue")
def Levers(
    groups: list, values: dict, base: dict, fault: str, note: str, disabled: bool, words: Words, event_set_lever: Event
) -> None: ...


@solara.component_vue("feed.vue")
def Feed(
    rows: list, kinds: list, chosen: list, community: int, communities: int, words: Words, event_choose: Event, event_place: Event, event_pick: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("inspector.vue")
def Inspector(
    subject: dict | None, followed: bool, fault: str, words: Words, event_search: Event, event_pick: Event, event_follow: Event, event_clear: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("download.vue")
def DownloadButton(label: str, file: dict | None, disabled: bool, test: str, event_ask: Event) -> None: ...


@solara.component_vue("choice.vue")
def ChoiceField(label: str, value: str, options: list, test: str, event_choose: Event) -> None: ...


def choice(label: str, value: Any, options: dict[str, str], test: str) -> None:
    """Show a field whose choice is kept in a reactive value; anything that is no option is ignored."""

    def choose(name: Any) -> None:
        if name in options:
            value.value = name

    ChoiceField(
        label=label,
        value=value.value,
        options=[{"value": k, "label": v} for k, v in options.items()],
        test=test,
        event_choose=choose,
    )


@solara.component_vue("contest.vue")
def Contestants(
    scenarios: list, form: dict, current: dict, outdated: bool, most: int, fault: str, words: Words,
    event_write: Event, event_make: Event,
) -> None: ...  # fmt: skip


def of_the_form(asking: Asking, slow: Any, changed: Callable[[], None]) -> dict[str, Any]:
    """Return what `Setup` and `Contestants` show of a page's form, and what happens when it is written in or sent off."""

    def write(form: Any) -> None:
        asking.form.write(form)
        slow.value += 1

    def make(form: Any) -> None:
        asking.form.write(form)
        asking.apply()
        changed()

    fault = asking.form.fault
    return {
        "scenarios": asking.choices(), "form": asking.form.draft | {"generation": asking.generation}, "current": asking.asked,
        "outdated": asking.outdated, "fault": "" if fault is None else fault[asking.visit.language], "event_write": write,
        "event_make": make,
    }  # fmt: skip


@solara.component_vue("ensemble.vue")
def Trial(
    working: bool, done: int, total: int, replicates: int, state: str, fault: str, words: Words,
    event_repeat: Event, event_start: Event, event_cancel: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("results.vue")
def Differences(made: str, headline: str, base: str, others: list, rows: list, words: Words) -> None: ...


@solara.component_vue("gains.vue")
def Gains(tables: list, made: str, words: Words) -> None: ...


@solara.component_vue("plots.vue")
def Plots(plots: list, height: int, wide: bool) -> None: ...


@solara.component_vue("lesson.vue")
def LessonCard(
    lesson: dict, own: str, stage: str, right: str, verdict: dict, answer: str, working: bool, fault: str, words: Words, event_bet: Event
) -> None: ...  # fmt: skip


@solara.component_vue("challenge.vue")
def Challenge(
    text: str, knobs: list, values: dict, tried: str, said: str, solved: bool, working: bool, source: str, link: str, mechanism: str, words: Words, event_attempt: Event
) -> None: ...  # fmt: skip


@solara.component_vue("draft.vue")
def Draft(
    scenarios: list, base: str, kinds: list, title: dict, levers: list, changes: list, valid: bool, old: str, kept: str, words: Words,
    event_extend: Event, event_put_together: Event, event_name_it: Event, event_add: Event, event_remove: Event, event_keep: Event,
) -> None: ...  # fmt: skip


@solara.component_vue("editor.vue")
def Editor(
    yaml: str, faults: list, old: str, rows: list, base: str, most: int, words: Words, event_write: Event, event_opened: Event
) -> None: ...  # fmt: skip


@solara.component_vue("study.vue")
def StudyChoice(
    names: list, chosen: str, done: int, total: int, state: str, said: str, fault: str, words: Words, event_open: Event
) -> None: ...  # fmt: skip


@solara.component_vue("runs.vue")
def Runs(columns: list, rows: list, note: str, words: Words, event_replay: Event) -> None: ...
