"""Lessons: what they reveal is what the published models say, by the model's own mechanisms; challenges can be met and missed."""

import re

import pytest
from cogov.app.pages.learn import LESSONS
from cogov.tests.repo.conftest import ROOT

CHALLENGES = {
    "tipping": ({"sd": 12.0}, {"sd": 12.5}),  # Granovetter's jump at 12.2
    "queues": ({"coordination": 0.2}, {"coordination": 0.7}),
    "copying": ({"neighbours": 98}, {"neighbours": 10}),
    "measure": ({"power": 1.0}, {"power": 0.5}),  # Baker's optimum: cos(theta)
}
RIGHT = {"tipping": "one", "queues": "less", "copying": "few", "measure": "falls"}


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_reveal(lesson):
    answer = lesson.reveal()
    assert answer.right == RIGHT[lesson.name]
    assert answer.right in lesson.options
    for language in ("en", "zh"):
        assert answer.plots(language)
        assert re.search(r"\d", answer.text[language])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_challenge(lesson):
    missed, met = CHALLENGES[lesson.name]
    assert lesson.attempt(missed).solved is False
    assert lesson.attempt(met).solved is True


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_knobs_are_held_within_bounds(lesson):
    (knob,) = lesson.knobs
    for given, held in (
        (-1e9, knob.low),
        (1e9, knob.high),
        (None, knob.start),
        ("x", knob.start),
        (float("nan"), knob.start),
        (True, knob.start),
    ):
        assert lesson.knob_values({knob.name: given})[knob.name] == held


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_mechanism_is_the_models(lesson):
    assert (ROOT / lesson.mechanism).is_file()
    assert lesson.link.startswith("https://")
