"""Learn: four short lessons. Predict first; then the model's own mechanism runs; then a challenge."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any

import solara

from ...core.text import Text
from ..lessons import copying, measure, queues, tipping
from ..lessons.lesson import Answer, Lesson
from ..parts.parts import Challenge, LessonCard, Plots
from ..sessions.visit import use_visit
from ..words import words

LESSONS = (tipping.LESSON, queues.LESSON, copying.LESSON, measure.LESSON)

WORDS = {
    "title": Text("Predict, then see", "先预测，再看结果"),
    "lead": Text(
        "Say what you expect before you see it: surprise is what one remembers. What answers is the code that the simulation itself runs, reduced to a published model.",
        "先说出你的预期，再看结果：出乎意料才记得住。给出答案的，就是仿真本身运行的代码，只是简化为一个已发表的模型。",
    ),
    "bet": Text("Submit", "提交预测"),
    "right": Text("what happened", "实际结果"),
    "working": Text("the model is running …", "模型运行中……"),
    "hit": Text("You were right.", "你预测对了。"),
    "miss": Text("You expected something else.", "与你的预期不同。"),
    "open": Text("The runs cannot settle it.", "运行结果无法判定。"),
    "challenge": Text("Challenge", "挑战"),
    "try": Text("Try", "试一试"),
    "pending": Text(
        "Not tried yet: the answer and the charts are of the values named below. Press Try.",
        "尚未运行：答案与图表仍为下列取值的结果，请点“试一试”。",
    ),
    "solved": Text("solved", "完成"),
    "unsolved": Text("Try again.", "尚未达到，再试一次"),
    "source": Text("The published model behind it:", "背后的已发表模型："),
    "mechanism": Text("The code that ran:", "运行的代码："),
}


@solara.component
def Page() -> None:
    """All lessons, one below the other."""
    language = use_visit().language
    with solara.Div(classes=["cg-page"]):
        with solara.Div(classes=["cg-card"]):
            solara.HTML(tag="h1", unsafe_innerHTML=escape(WORDS["title"][language]))
            solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=escape(WORDS["lead"][language]))
        for lesson in LESSONS:
            One(lesson, language).key(lesson.name)


def in_background(work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
    """Do some work in a thread of the visitor's, so that the page stays alive."""

    def run() -> None:
        try:
            done(work())
        except Exception as error:  # shown to the visitor, who else would wait for ever
            failed(f"{type(error).__name__}: {error}")

    threading.Thread(target=run, daemon=True, name="cogov-lesson").start()


@solara.component
def One(lesson: Lesson, language: str) -> None:
    """One lesson: the prediction, the reveal, the challenge."""
    kept = use_visit().keep(f"lesson-{lesson.name}", dict)  # what was bet and answered, while pages change
    bet, set_bet = solara.use_state(kept.get("bet", ""))
    answer, set_answer = solara.use_state(kept.get("answer"), eq=lambda a, b: a is b)
    tried, set_tried = solara.use_state(kept.get("tried"), eq=lambda a, b: a is b)
    values, set_values = solara.use_state(kept.get("values", {}))
    working, set_working = solara.use_state(False)
    fault, set_fault = solara.use_state("")
    told = words(WORDS, language)

    def failed(message: str) -> None:
        set_working(False)
        set_fault(message)

    def begin(option: Any) -> None:
        if working or answer is not None or option not in lesson.options:
            return
        set_working(True)

        def done(found: Answer) -> None:
            kept.update(bet=option, answer=found)
            set_bet(option)
            set_working(False)
            set_answer(found)

        in_background(lesson.reveal, done, failed)

    def attempt(asked: Any) -> None:
        if working or not isinstance(asked, dict):
            return
        set_working(True)
        turned = lesson.knob_values(asked)

        def done(found: Answer) -> None:
            kept.update(tried=found, values=turned)
            set_working(False)
            set_values(turned)
            set_tried(found)

        in_background(lambda: lesson.attempt(turned), done, failed)

    with solara.Div(classes=["cg-duo"]):
        with solara.Div():
            LessonCard(
                lesson={
                    "name": lesson.name, "title": lesson.title[language], "story": lesson.story[language], "question": lesson.question[language],
                    "options": [{"name": name, "label": label[language]} for name, label in lesson.options.items()],
                },
                own=bet, stage="bet" if answer is None else "answered", right=(answer.right or "") if answer is not None else "",
                verdict=_verdict(answer, bet, language), answer=answer.text[language] if answer is not None else "",
                working=working, fault=fault, words=told, event_bet=begin,
            )  # fmt: skip
            if answer is not None:
                Challenge(
                    text=lesson.challenge[language],
                    knobs=[
                        {"name": k.name, "label": k.label[language], "unit": k.unit[language], "low": k.low, "high": k.high, "step": k.step, "start": k.start}
                        for k in lesson.knobs
                    ],
                    values=values, tried=_values(lesson, values, language),
                    said=tried.text[language] if tried is not None else "", solved=bool(tried is not None and tried.solved), working=working,
                    source=lesson.source, link=lesson.link, mechanism=lesson.mechanism, words=told, event_attempt=attempt,
                )  # fmt: skip
        with solara.Div():
            if answer is not None:
                Plots(plots=answer.plots(language), height=250, wide=False)
            if tried is not None:
                Plots(plots=tried.plots(language), height=220, wide=False)


def _values(lesson: Lesson, values: dict[str, float], language: str) -> str:
    """Return with which values a challenge was tried."""
    return " · ".join(
        f"{k.label[language]} {values[k.name]:g} {k.unit[language]}".strip() for k in lesson.knobs if k.name in values
    )


def _verdict(answer: Answer | None, bet: str, language: str) -> dict[str, Any]:
    if answer is None:
        return {"good": False, "text": ""}
    kind = "open" if answer.right is None else "hit" if answer.right == bet else "miss"
    return {"good": kind == "hit", "text": WORDS[kind][language]}
