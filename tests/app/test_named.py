"""What is shown is what is named, on every page: changed forms are marked, running applies them, results name their origin."""

import pytest
from cogov.app.library import library

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLES = {name: one.title for name, one in library().items()}
NAMED = "([selector, text]) => document.querySelector(selector).textContent.includes(text)"


def shown(page, text):
    page.wait_for_function(NAMED, arg=["[data-test=shown]", text])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explore(visitor, language):
    one = visitor(language)
    page = one.go("explore")
    one.make(residents=240, communities=2, seed=3)
    page.click("[data-test=step]")
    one.wait_week(1)
    assert page.locator("[data-test=pending]").count() == 0
    page.select_option("[data-test=scenario]", "top_down")
    page.fill("[data-test=seed]", "5")
    page.wait_for_selector("[data-test=pending]")
    heading = page.inner_text("[data-test=shown]")
    assert TITLES["co_governance"][language] in heading  # what is shown is still named by its own name
    assert ("seed 3" if language == "en" else "随机种子 3") in heading
    one.turn_to("learn")
    one.turn_to("explore")
    page.wait_for_selector("[data-test=pending]")  # the form keeps what was written, and the mark
    assert page.input_value("[data-test=seed]") == "5"
    page.click("[data-test=step]")  # running applies it
    shown(page, TITLES["top_down"][language])
    shown(page, "seed 5" if language == "en" else "随机种子 5")
    assert one.wait_week(1) == 1
    page.wait_for_selector("[data-test=pending]", state="detached")
    page.fill("[data-test=residents]", "48.5")
    page.click("[data-test=play]")
    page.wait_for_selector("[data-test=setup-fault]")  # nothing runs that is not named
    assert one.week() == 1
    page.fill("[data-test=residents]", "240")
    page.wait_for_selector("[data-test=pending]", state="detached")
    page.click("summary >> nth=2")
    one.slide("kpi_power", 1.5)
    shown(page, "by hand" if language == "en" else "手动调整")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_compare(visitor, language):
    """The planner's case: a box is emptied, and the ensemble is started."""
    one = visitor(language)
    page = one.go("compare")
    one.make(residents=240, communities=2, weeks=30)
    page.select_option("[data-test=scenario-1]", "status_quo")
    page.select_option("[data-test=scenario-2]", "co_governance")
    page.select_option("[data-test=scenario-4]", "")
    page.select_option("[data-test=scenario-3]", "")
    page.wait_for_selector("[data-test=pending]")
    page.fill("[data-test=replicates]", "3")
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=differences]", timeout=120_000)
    page.wait_for_selector("[data-test=pending]", state="detached")
    names = [TITLES[name][language] for name in ("status_quo", "co_governance")]
    assert page.locator(".cg-maps h3").all_inner_texts() == names
    assert page.locator("[data-test=differences] thead th").all_inner_texts()[1:] == names
    made = page.locator("[data-test=made]").all_inner_texts()
    assert len(made) == 7
    assert len(set(made)) == 1
    for part in (*names, "240", "30", "3 replicates" if language == "en" else "重复 3 次"):
        assert part in made[0]
    assert page.locator("[data-test=earlier]").count() == 0
    page.fill("[data-test=seed]", "8")  # from now on the result is an earlier one, and says so
    page.wait_for_selector("[data-test=earlier]")
    assert page.locator("[data-test=made]").first.inner_text() == made[0]
    page.fill("[data-test=seed]", "1")
    page.wait_for_selector("[data-test=earlier]", state="detached")
    page.fill("[data-test=replicates]", "4")
    page.wait_for_selector("[data-test=earlier]")
    one.turn_to("learn")
    one.turn_to("compare")
    assert page.input_value("[data-test=replicates]") == "4"
    page.wait_for_selector("[data-test=earlier]")


def test_a_scenario_that_is_written_anew(visitor):
    """Kept again under its name, it is not what Explore shows until it is applied there."""
    one = visitor()
    page = one.go("scenario")
    page.fill("[data-test=title-en]", "Mine")
    page.press("[data-test=title-en]", "Tab")
    page.wait_for_function("document.querySelector('[data-test=yaml]').value.includes('Mine')")
    page.click("[data-test=keep]")
    page.wait_for_function("document.querySelector('[data-test=kept]').textContent !== ''")
    one.turn_to("explore")
    page.select_option("[data-test=scenario]", "mine")
    page.fill("[data-test=residents]", "240")
    page.fill("[data-test=communities]", "2")
    page.click("[data-test=make]")
    shown(page, "Mine")
    page.wait_for_selector("[data-test=pending]", state="detached")
    one.turn_to("scenario")
    page.wait_for_selector("[data-test=yaml]")
    one.slide("pooling", 0.9)
    page.wait_for_function("document.querySelector('[data-test=yaml]').value.includes('pooling')")
    page.click("[data-test=keep]")
    page.wait_for_function("document.querySelector('[data-test=kept]').textContent !== ''")
    one.turn_to("explore")
    page.wait_for_selector("[data-test=pending]")
    page.click("[data-test=step]")
    page.wait_for_selector("[data-test=pending]", state="detached")
    page.wait_for_function("document.querySelector('[data-lever=pooling] input').value === '0.9'")


def test_the_editor_marks_what_is_older_than_its_text(visitor):
    one = visitor("zh")
    page = one.go("scenario")
    page.fill("[data-test=yaml]", "title: [")
    page.wait_for_selector("[data-test=faults] li")
    assert page.locator("[data-test=old]").count() == 2
    assert page.locator("[data-test=title-en]").is_disabled()
    assert page.locator("[data-lever=pooling] input").is_disabled()
    assert page.locator("[data-test=keep]").is_disabled()
    page.fill("[data-test=yaml]", "title: {en: Late, zh: 迟}\nquestion: {en: Why, zh: 为何}\nextends: top_down\n")
    page.click("[data-test=keep]", force=True)  # at once, before the pause in typing is over
    page.wait_for_function("document.querySelector('[data-test=title-en]').value === 'Late'")
    page.wait_for_selector("[data-test=old]", state="detached")


def test_a_challenge_names_what_it_was_tried_with(visitor):
    one = visitor()
    page = one.go("learn")
    card = page.locator("[data-lesson=tipping]")
    card.locator("input[value=half]").check()
    card.locator("[data-test=bet]").click()
    page.wait_for_selector("[data-test=challenge]")
    challenge = page.locator("[data-test=challenge]").first
    slider = challenge.locator("input[type=range]").first
    turn = "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }"
    slider.evaluate(turn, 8)
    challenge.locator("[data-test=try]").click()
    page.wait_for_selector("[data-test=challenge] [data-test=said]")
    assert "8" in challenge.locator("[data-test=made]").inner_text()
    assert challenge.locator("[data-test=pending]").count() == 0
    slider.evaluate(turn, 9)
    page.wait_for_selector("[data-test=challenge] [data-test=pending]")
    one.turn_to("explore")
    one.turn_to("learn")
    page.wait_for_selector("[data-test=challenge] [data-test=said]")  # kept, with the values it is of
    assert page.locator("[data-test=challenge] input[type=range]").first.input_value() == "8"
    assert page.locator("[data-lesson=tipping] input[value=half]").is_checked()
