"""Compare: two to four scenarios on common random numbers, live, then as an ensemble; differences first."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from ..live.chart_data import chart_data, panels, view_of
from ..live.scene import COLOURINGS
from ..parts.parts import Charts, Contestants, District, Player, Trial, choice, of_the_form
from ..serving.limits import refusal
from ..sessions.asked import setting_line, whole
from ..sessions.compare_session import Contest
from ..sessions.visit import Visit, use_ticks, use_visit, watch
from ..words import CANVAS, CHARTS, words
from . import compare_words as w
from .compare_results import Results
from .explore_words import PLAYER, SPEEDS
from .explore_words import WORDS as EXPLORE


def _kept(visit: Visit) -> Contest:
    def make() -> Contest:
        contest = Contest(visit)
        visit.on_leave.append(contest.leave)
        return contest

    return visit.keep("compare", make)


@solara.component
def Page() -> None:
    """The page: what is compared, the live part, the ensemble, its results."""
    visit = use_visit()
    contest = solara.use_memo(lambda: _kept(visit), [])
    fast, slow, changed = use_ticks(contest)
    colouring = solara.use_reactive("satisfaction")

    with solara.Div(classes=["cg-page"]):
        Top(contest, slow, changed)
        Controls(contest, fast, changed)
        Shown(contest, slow)
        Maps(contest, fast, colouring)
        Lines(contest, slow)
        Repeated(contest, slow, changed)
        Results(contest, slow)


@solara.component
def Top(contest: Contest, slow: Any, changed: Callable[[], None]) -> None:
    """Which scenarios, of what size. What stands in the form and is not shown yet is marked."""
    language = contest.visit.language
    watch(slow)

    Contestants(
        most=contest.visit.limits.scenarios, words=words(w.CONTEST, language), **of_the_form(contest, slow, changed)
    )


@solara.component
def Shown(contest: Contest, slow: Any) -> None:
    """From what the maps and lines below are made."""
    language, asked = contest.visit.language, contest.asked
    watch(slow)
    line = setting_line(language, asked["residents"], asked["communities"], asked["seed"], asked["weeks"])
    titles = " / ".join(one.title[language] for one in contest.scenarios)
    with solara.Div(classes=["cg-shown"]):
        solara.HTML(tag="h2", attributes={"data-test": "shown"}, unsafe_innerHTML=escape(f"{titles} · {line}"))


@solara.component
def Controls(contest: Contest, fast: Any, changed: Callable[[], None]) -> None:
    """Play all districts in step."""
    language, playing = contest.visit.language, contest.playing
    most = contest.asked["weeks"]
    watch(fast)

    def play(wanted: bool) -> None:
        if not wanted:
            playing.pause()
        elif contest.ready():
            playing.pace(contest.speed)
            playing.play(contest.asked["weeks"])
        changed()

    def step(_: Any) -> None:
        if not playing.running and contest.ready() and contest.week < contest.asked["weeks"]:
            contest.advance(1)
        changed()

    def reset(_: Any) -> None:
        contest.apply()
        changed()

    def pace(speed: float) -> None:
        contest.speed = float(speed)
        playing.pace(contest.speed)
        changed()

    def run_to(week: int) -> None:
        if isinstance(week, int | float) and contest.ready() and week > contest.week:
            playing.play(min(int(week), contest.asked["weeks"]), hurry=True)
        changed()

    rate = playing.drawn_a_second if playing.running else 0.0
    Player(
        playing=playing.running, week=contest.week, most=most, speed=contest.speed,
        speeds=[{"value": value, "label": label[language]} for value, label in SPEEDS],
        pace_shown=f"{rate:.0f} {EXPLORE['rate'][language]}" if rate else "", marks=[], message=contest.message,
        words=words(PLAYER, language), event_play=play, event_step=step, event_reset=reset, event_pace=pace, event_run_to=run_to,
    )  # fmt: skip


@solara.component
def Maps(contest: Contest, fast: Any, colouring: Any) -> None:
    """The districts side by side."""
    language = contest.visit.language
    groups = int(contest.lives[0].model.environment["groups"])
    watch(fast)
    with solara.Div(classes=["cg-card"]):
        choice(
            w.WORDS["colour"][language],
            colouring,
            {name: one.label[language] for name, one in COLOURINGS.items()},
            "colour",
        )
    with solara.Div(classes=["cg-maps"]):
        for place, live in enumerate(contest.lives):
            title = live.scenario.title[language]
            with solara.Div(classes=["cg-card"]):
                solara.HTML(tag="h3", unsafe_innerHTML=escape(title))
                District(
                    scene=contest.scenes[place], frame=contest.frame(place, colouring.value),
                    view=view_of(colouring.value, language, groups), picked=None, ties=b"", compact=True,
                    words=words(CANVAS, language) | {"canvas": title}, event_pick=lambda _: None,
                    event_drawn=(lambda _: contest.playing.drawn()) if place == 0 else (lambda _: None),
                ).key(f"{contest.generation}-{place}")  # fmt: skip


@solara.component
def Lines(contest: Contest, slow: Any) -> None:
    """Live small multiples."""
    language = contest.visit.language
    watch(slow)
    Charts(
        panels=panels(w.CHART_NAMES, language),
        names=[live.scenario.title[language] for live in contest.lives],
        course=chart_data(contest.lives, w.CHART_NAMES, contest.asked["weeks"]),
        marks=sorted({week for live in contest.lives for week in live.scenario.weeks if week <= live.week}),
        words=words(CHARTS, language),
    ).key(f"lines-{len(contest.lives)}")


@solara.component
def Repeated(contest: Contest, slow: Any, changed: Callable[[], None]) -> None:
    """The ensemble: start, progress, cancel."""
    language, ensemble = contest.visit.language, contest.ensemble
    fault, set_fault = solara.use_state("")
    watch(slow)

    def repeat(replicates: Any) -> None:
        contest.replicates = whole(replicates) or 0
        slow.value += 1

    def start(replicates: Any) -> None:
        contest.replicates = whole(replicates) or 0
        if contest.replicates < 2:
            set_fault(w.WORDS["replicates"][language])
        elif not contest.ready():
            set_fault(w.WORDS["form"][language])
        else:
            refused = refusal(contest.visit.limits, runs=contest.replicates * len(contest.scenarios))
            set_fault(refused[language] if refused is not None else "")
            if refused is None:
                contest.playing.pause()
                ensemble.start(contest.setting(), contest.replicates)
        changed()

    def cancel(_: Any) -> None:
        ensemble.cancel()
        changed()

    left = ensemble.seconds_left
    after = w.LEFT[language].format(seconds=left) if left is not None else ""
    state = w.STATES[ensemble.state][language].format(done=ensemble.done, total=ensemble.total, left=after)
    if state and not contest.is_asked(ensemble.setting, ensemble.replicates):
        state += w.WORDS["other"][language]
    Trial(
        working=ensemble.working, done=ensemble.done, total=ensemble.total, fault=fault or ensemble.error[language],
        replicates=contest.replicates, state=state, words=words(w.ENSEMBLE, language),
        event_repeat=repeat, event_start=start, event_cancel=cancel,
    )  # fmt: skip
