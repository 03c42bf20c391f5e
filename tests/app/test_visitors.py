"""Several visitors at once: nobody sees another's run, and who leaves frees what was his or hers."""

import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wait_until(true, seconds=25):
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.25)


def test_two_visitors_do_not_meet(visitor):
    first, second = visitor("en"), visitor("zh")
    first.go("explore")
    second.go("explore")
    first.make(residents=240, communities=2)
    first.page.fill("[data-test=until]", "26")
    first.page.click("[data-test=run-until]")
    first.wait_week(26)
    first.slide("pooling", 0.9)
    first.page.wait_for_selector("[data-test=marks] li.own")
    assert second.week() == 0
    assert second.page.locator("[data-test=marks]").count() == 0
    assert second.page.input_value("[data-test=residents]") == "3200"
    assert second.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert first.page.evaluate("document.documentElement.lang") == "en"
    second.page.click("[data-test=step]")
    assert second.wait_week(1) == 1
    assert first.week() == 26


def test_who_leaves_frees_the_model(visitor, server):
    wait_until(lambda: server.lives() == 0)  # those of earlier tests have left
    one = visitor()
    one.go("explore")
    one.page.click("[data-test=play]")
    one.wait_week(3)
    one.turn_to("compare")
    assert server.lives() == 5  # one district, and four side by side
    one.page.goto("about:blank")
    wait_until(lambda: server.lives() == 0)
