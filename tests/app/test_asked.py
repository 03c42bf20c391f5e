"""What stands in a form and what is shown are two things; what is no whole number is not made into one."""

import pytest
from cogov.app.library import library
from cogov.app.serving.limits import Limits
from cogov.app.sessions.asked import WRONG_ONE, WRONG_SOME, Form, NotPossible, checked, setting_line, whole, written
from cogov.app.sessions.compare_session import Contest, own_scenarios
from cogov.app.sessions.explore_session import Exploring
from cogov.app.sessions.visit import Visit
from cogov.scenarios import compose

ONE = {"scenario": "top_down", "residents": 240, "communities": 2, "seed": 1}
SOME = {"scenarios": ["top_down", "co_governance"], "residents": 240, "communities": 2, "weeks": 30, "seed": 1}


@pytest.mark.parametrize(
    ("value", "number"),
    [(5, 5), (5.0, 5), ("5", 5), (48.5, None), ("48.5", None), ("", None), (None, None), (True, None), ("nan", None), ("inf", None), (1e400, None), ([5], None), ("5 6", None)],
)  # fmt: skip
def test_whole_numbers(value, number):
    assert whole(value) == number


def test_a_form_is_taken_over_as_far_as_it_is_one():
    assert written({**ONE, "residents": "480", "template": "x"}, ONE) == {**ONE, "residents": 480}
    assert written({**SOME, "scenarios": ["a", 5]}, SOME)["scenarios"] == ["a", "5"]
    assert written({**SOME, "scenarios": "top_down"}, SOME)["scenarios"] == []
    for form in (None, "x", [1]):
        assert written(form, ONE) == ONE


@pytest.mark.parametrize(
    "wrong",
    [{"residents": 48.5}, {"residents": ""}, {"residents": 0}, {"residents": 10**9}, {"communities": 241}, {"seed": -1}, {"scenario": "nothing"}, {"scenario": "../x"}],
)  # fmt: skip
def test_what_cannot_be_made_is_told(wrong):
    with pytest.raises(NotPossible):
        checked(written({**ONE, **wrong}, ONE), Limits(), set(library()), WRONG_ONE)


@pytest.mark.parametrize("chosen", [[], ["top_down"], ["top_down"] * 2, ["top_down", "x"], ["top_down", ""]])
def test_what_cannot_be_compared_is_told(chosen):
    with pytest.raises(NotPossible):
        checked(written({**SOME, "scenarios": chosen}, SOME), Limits(), set(library()), WRONG_SOME)


def test_a_form_knows_whether_it_is_shown():
    form = Form(ONE)
    assert not form.changed
    form.write({**ONE, "seed": 2})
    assert form.changed
    assert form.shown == ONE
    form.show(form.draft)
    assert not form.changed


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "3,200 residents in 8 communities · 30 weeks · seed 1 · 20 replicates"),
        ("zh", "8 个社区共 3,200 名居民 · 30 周 · 随机种子 1 · 重复 20 次"),
    ],
)
def test_a_setting_is_named_whole(language, line):
    assert setting_line(language, 3200, 8, 1, 30, 20) == line


def small(kind, shown):
    visit = Visit()
    one = kind(visit)
    one.form.write(shown)
    assert one.apply()
    return one


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explore_runs_what_stands_in_its_form(language):
    exploring = small(Exploring, ONE)
    exploring.visit.language = language
    exploring.live.step()
    exploring.form.write({**ONE, "scenario": "local_exploration", "seed": 9})
    assert exploring.live.scenario.name == "top_down"  # shown until it is applied, and named so
    assert library()["top_down"].title[language] in exploring.heading()
    assert exploring.ready()
    assert (exploring.live.scenario.name, exploring.live.seed, exploring.live.week) == ("local_exploration", 9, 0)
    assert library()["local_exploration"].title[language] in exploring.heading()
    exploring.live.step()
    assert exploring.ready()
    assert exploring.live.week == 1  # nothing was changed, so nothing is made anew
    exploring.form.write({**ONE, "residents": 48.5})
    assert not exploring.ready()
    assert exploring.form.fault == WRONG_ONE
    assert exploring.live.scenario.name == "local_exploration"


def test_a_scenario_written_anew_is_not_shown_under_its_old_content():
    visit = Visit()
    own = own_scenarios(visit)
    own["mine"] = compose(library()["status_quo"], levers={"pooling": 0.1}, name="mine")
    exploring, contest = Exploring(visit), Contest(visit)
    exploring.form.write({**ONE, "scenario": "mine"})
    contest.form.write({**SOME, "scenarios": ["mine", "top_down"]})
    assert exploring.apply()
    assert contest.apply()
    assert contest.is_asked(contest.setting(), contest.replicates)
    before = contest.setting()
    own["mine"] = compose(library()["status_quo"], levers={"pooling": 0.9}, name="mine")
    assert exploring.outdated
    assert contest.outdated
    assert not contest.is_asked(before, contest.replicates)
    assert exploring.ready()
    assert contest.ready()
    assert exploring.live.levers["pooling"] == contest.lives[0].levers["pooling"] == 0.9
    assert not contest.is_asked(before, contest.replicates)
    assert contest.is_asked(contest.setting(), contest.replicates)
    assert not contest.is_asked(contest.setting(), contest.replicates + 1)
