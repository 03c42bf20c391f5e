"""Compare: two to four scenarios on the same luck, live, then as an ensemble; differences first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from ..contest import Contest, choices
from ..limits import refusal
from ..parts.parts import Charts, Contestants, District, Player, Trial, choice
from ..scene import COLOURINGS
from ..shown import chart_data, panels, view_of
from ..visit import Visit, use_ticks, use_visit, watch
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
        Maps(contest, fast, colouring)
        Lines(contest, slow)
        Repeated(contest, slow, changed)
        Results(contest, slow)


@solara.component
def Top(contest: Contest, slow: Any, changed: Callable[[], None]) -> None:
    """Which scenarios, of what size."""
    language = contest.visit.language
    fault, set_fault = solara.use_state("")
    watch(slow)

    def make(asked: dict[str, Any]) -> None:
        known = {one["name"] for one in choices(contest.visit)}
        try:
            wanted: dict[str, Any] = {name: int(asked[name]) for name in ("residents", "communities", "weeks", "seed")}
            wanted["scenarios"] = [str(name) for name in asked["scenarios"]]
        except (TypeError, ValueError, KeyError):
            set_fault(w.WORDS["numbers"][language])
            return
        limits, chosen = contest.visit.limits, wanted["scenarios"]
        refused = refusal(
            limits, residents=wanted["residents"], communities=wanted["communities"], weeks=wanted["weeks"]
        )
        fits = 2 <= len(chosen) <= limits.scenarios and len(set(chosen)) == len(chosen) and set(chosen) <= known
        if not fits or wanted["communities"] > wanted["residents"] or wanted["seed"] < 0:
            set_fault(w.WORDS["numbers"][language])
        elif refused is not None:
            set_fault(refused[language])
        else:
            set_fault("")
            contest.playing.pause()
            contest.make(wanted)
            changed()

    Contestants(
        scenarios=choices(contest.visit), current=contest.asked, most=contest.visit.limits.scenarios, fault=fault,
        words=words(w.CONTEST, language), event_make=make,
    )  # fmt: skip


@solara.component
def Controls(contest: Contest, fast: Any, changed: Callable[[], None]) -> None:
    """Play all districts in step."""
    language, playing = contest.visit.language, contest.playing
    most = contest.asked["weeks"]
    watch(fast)

    def play(wanted: bool) -> None:
        if wanted:
            playing.pace(contest.speed)
            playing.play(most)
        else:
            playing.pause()
        changed()

    def step(_: Any) -> None:
        if not playing.running and contest.week < most:
            contest.advance(1)
            changed()

    def reset(_: Any) -> None:
        playing.pause()
        contest.make(contest.asked)
        changed()

    def pace(speed: float) -> None:
        contest.speed = float(speed)
        playing.pace(contest.speed)
        changed()

    def run_to(week: int) -> None:
        if isinstance(week, int | float) and week > contest.week:
            playing.play(min(int(week), most), hurry=True)
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
                solara.HTML(tag="h3", unsafe_innerHTML=_escaped(title))
                District(
                    scene=contest.scenes[place], frame=contest.frame(place, colouring.value),
                    view=view_of(colouring.value, language, groups), picked=None, ties=b"", compact=True,
                    words=words(CANVAS, language) | {"canvas": title}, event_pick=lambda _: None,
                    event_drawn=(lambda _: contest.playing.drawn()) if place == 0 else (lambda _: None),
                ).key(f"{contest.generation}-{place}")  # fmt: skip


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


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

    def start(replicates: Any) -> None:
        if not isinstance(replicates, int) or replicates < 2:
            set_fault(w.WORDS["replicates"][language])
            return
        refused = refusal(contest.visit.limits, runs=replicates * len(contest.scenarios))
        set_fault(refused[language] if refused is not None else "")
        if refused is None:
            contest.playing.pause()
            ensemble.start(contest.setting(), replicates)

    def cancel(_: Any) -> None:
        ensemble.cancel()
        changed()

    left = ensemble.seconds_left
    after = w.LEFT[language].format(seconds=left) if left is not None else ""
    Trial(
        working=ensemble.working, done=ensemble.done, total=ensemble.total, fault=fault or ensemble.error,
        state=w.STATES[ensemble.state][language].format(done=ensemble.done, total=ensemble.total, left=after),
        words=words(w.ENSEMBLE, language), event_start=start, event_cancel=cancel,
    )  # fmt: skip
