"""Visitors whose connection is lost get back what was theirs, and nothing of anybody else's."""

import concurrent.futures
import threading
import time

import pytest
from cogov.tests.support.talking import Talker

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def writer(server, text):
    """A visitor who has written something private: the title of a scenario."""
    one = Talker(server).start()
    one.turn_to("scenario", "kept")
    one.event(one.widget("kept"), "name_it", {"en": text, "zh": text})
    one.settle()
    return one


def answers(messages):
    return [m for m in messages if m["content"].get("data", {}).get("method") == "update_states"]


@pytest.fixture
def two(server):
    here = [writer(server, "private to A"), writer(server, "private to B")]
    yield here
    for one in here:
        one.close()


def overheard(first, second):
    """What the second one hears when the first asks on a comm that was opened before the second one's own question."""
    older = first.open("jupyter.widget.control")
    first.settle()
    assert "private to B" in str(second.states())
    first.send(older, {"method": "request_states"})
    first.settle()
    return str(answers(second.rest(1.0)))


def test_without_the_apps_own_handler_another_visitor_gets_the_answer(unguarded):
    """The fault that the next tests are about; it is ipywidgets' and solara's."""
    first, second = writer(unguarded, "private to A"), writer(unguarded, "private to B")
    assert "private to A" in overheard(first, second)
    first.close()
    second.close()


def test_who_asks_gets_the_answer(two):
    first, second = two
    assert overheard(first, second) == "[]"
    assert "private to A" in str(answers(first.heard))
    assert "private to B" not in str(first.heard)
    assert "private to B" in str(second.states())


def test_one_who_floods_gets_and_spoils_nothing(two):
    first, second = two
    stop = threading.Event()

    def flood():
        while not stop.is_set():
            second.open("jupyter.widget.control")
            second.settle()

    thread = threading.Thread(target=flood)
    thread.start()
    try:
        for _ in range(10):
            found = str(first.connect().states(20))
            assert "private to A" in found
            assert "private to B" not in found
    finally:
        stop.set()
        thread.join()
    assert "private to A" not in str(second.heard)


def test_ten_who_reconnect_together(server):
    """Ten visitors, ten rounds: a hundred answers, each one's own."""
    here = [writer(server, f"private to number {k}.") for k in range(10)]
    together = threading.Barrier(len(here))

    def once(one):
        together.wait()
        one.connect()
        found = str(one.states())
        one.settle()
        return found, str(answers(one.heard)).count("private to number")

    right = 0
    with concurrent.futures.ThreadPoolExecutor(len(here)) as pool:
        for _ in range(10):
            for k, (found, others) in enumerate(pool.map(once, here)):
                mine = found.count(f"private to number {k}.")
                right += 0 < mine == others
    for one in here:
        one.close()
    assert right == 100


def test_a_browser_comes_back_to_its_own(visitor, server):
    """A real browser loses its connection while somebody floods: what was written is still there, and works on."""
    one, stranger = visitor(), writer(server, "private to B")
    page = one.go("scenario")
    page.fill("[data-test=title-en]", "private to A")
    page.press("[data-test=title-en]", "Tab")
    page.wait_for_function("document.querySelector('[data-test=yaml]').value.includes('private to A')")
    stop = threading.Event()

    def flood():
        while not stop.is_set():
            stranger.open("jupyter.widget.control")
            stranger.settle()
            time.sleep(0.01)

    thread = threading.Thread(target=flood)
    thread.start()
    try:
        for k in range(3):
            count = page.evaluate("solara.debug.reconnectCount")
            page.evaluate("solara.debug.dropConnection()")
            page.wait_for_function("n => solara.debug.reconnectCount > n", arg=count)
            page.wait_for_selector(".v-overlay--active, .v-dialog--active", state="detached")
            page.wait_for_timeout(500)
            page.fill("[data-test=title-zh]", f"第 {k} 次")
            page.press("[data-test=title-zh]", "Tab")
            page.wait_for_function(
                "t => document.querySelector('[data-test=yaml]').value.includes(t)", arg=f"第 {k} 次"
            )
            assert page.input_value("[data-test=title-en]") == "private to A"
    finally:
        stop.set()
        thread.join()
    assert "private to A" not in str(stranger.heard)
    assert "private to B" not in page.content()
    stranger.close()
