"""Explore in a real browser: each control does what it says."""

import pytest
from cogov.scenarios.reading import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def start(one, residents=480, communities=4, seed=3):
    one.make(residents=residents, communities=communities, seed=seed)
    return one.page


def test_time_controls(visitor):
    one = visitor()
    one.go("explore")
    page = start(one)
    page.click("[data-test=step]")
    assert one.wait_week(1) == 1
    page.select_option("[data-test=speed]", "26")
    page.click("[data-test=play]")
    one.wait_week(8)
    page.click("[data-test=play]")
    page.wait_for_selector("[data-test=play][aria-pressed=false]")
    page.wait_for_timeout(300)
    here = one.week()
    page.wait_for_timeout(500)
    assert one.week() == here
    page.fill("[data-test=until]", "104")
    page.click("[data-test=run-until]")
    assert one.wait_week(104) == 104
    last = page.inner_text("figure:has([data-chart=satisfaction]) .cg-last")
    assert 1 < float(last) < 100  # per cent
    page.click("[data-test=reset]")
    page.wait_for_function("document.querySelector('[data-test=week]').dataset.week === '0'")


def test_a_slider_changes_the_run_from_its_week_on(visitor, tmp_path):
    """Two runs on the same luck: the same until the lever is turned, another one after it, and the change stands on the time line."""
    found = {}
    for turned in (False, True):
        one = visitor()
        one.go("explore")
        page = start(one)
        page.fill("[data-test=until]", "13")
        page.click("[data-test=run-until]")
        one.wait_week(13)
        page.wait_for_timeout(500)
        at_13 = page.locator("figure .cg-last").all_inner_texts()
        if turned:
            page.click("summary >> nth=2")
            one.slide("kpi_power", 1.5)
            page.wait_for_selector("[data-test=marks] li.own")
            assert "1.5" in page.inner_text("[data-test=marks]")
        page.fill("[data-test=until]", "60")
        page.click("[data-test=run-until]")
        one.wait_week(60)
        page.wait_for_timeout(600)
        if turned:
            with page.expect_download() as info:
                page.click("[data-test=save]")
            saved = tmp_path / info.value.suggested_filename
            saved.write_bytes(info.value.path().read_bytes())
            assert read(saved).at(13)["kpi_power"] == 1.5
            assert read(saved).at(12)["kpi_power"] < 1.5
        found[turned] = at_13, page.locator("figure .cg-last").all_inner_texts()
    assert found[True][0] == found[False][0]
    assert len(found[True][1]) == 8
    assert found[True][1] != found[False][1]


def test_a_lever_out_of_bounds_is_refused_in_words(visitor):
    one = visitor()
    page = one.go("explore")
    page.click("summary >> nth=4")
    for name in ("mediation_time", "relay_time"):
        one.slide(name, 1)
    page.wait_for_selector("[data-test=lever-fault]")
    assert "beyond 1" in page.inner_text("[data-test=lever-fault]")
    assert page.locator("[data-test=marks] li").count() == 0


def test_pick_by_click_and_by_search_and_follow(visitor):
    one = visitor()
    one.go("explore")
    page = start(one)
    page.fill("[data-test=search]", "o 1")
    page.click("[data-test=find]")
    page.wait_for_selector("[data-test=subject][data-kind=organization][data-row='0']")
    page.fill("[data-test=search]", "12")
    page.click("[data-test=find]")
    page.wait_for_selector("[data-test=subject][data-kind=resident][data-row='11']")
    before = page.inner_text("[data-test=subject] table")
    page.fill("[data-test=until]", "40")
    page.click("[data-test=run-until]")
    one.wait_week(40)
    page.wait_for_function("t => document.querySelector('[data-test=subject] table').innerText !== t", arg=before)
    page.locator("[data-test=subject] .cg-link").first.click()
    page.wait_for_selector("[data-test=subject]:not([data-row='11'])")
    page.fill("[data-test=search]", "99999")
    page.click("[data-test=find]")
    page.wait_for_selector("[role=alert]")
    page.click("[data-test=unpick]")
    page.wait_for_selector("[data-test=subject]", state="detached")
    box = page.locator(".cg-district canvas").bounding_box()
    for k in range(40):  # where the pointer says that it is over a resident
        page.mouse.move(box["x"] + box["width"] * (0.1 + 0.02 * k), box["y"] + box["height"] / 3)
        if page.get_attribute(".cg-district canvas", "title").startswith("Resident"):
            break
    page.mouse.down()
    page.mouse.up()
    page.wait_for_selector("[data-test=subject][data-kind=resident]")
    page.check("[data-test=follow]")


def test_colours_ties_and_feed(visitor):
    """The legend follows the choice, the picture changes with it, the feed shows what is asked for."""
    one = visitor("zh")
    one.go("explore")
    page = start(one)
    picture = "() => document.querySelector('.cg-district canvas').toDataURL()"
    page.fill("[data-test=until]", "30")
    page.click("[data-test=run-until]")
    one.wait_week(30)
    assert page.inner_text("[data-test=legend] strong") == "满意度"
    seen = page.evaluate(picture)
    page.select_option("[data-test=colour]", "tenure")
    page.wait_for_function("document.querySelector('[data-test=legend]').innerText.includes('租户')")
    other = page.evaluate(picture)
    assert other != seen
    page.select_option("[data-test=ties]", "all")
    page.wait_for_function("p => document.querySelector('.cg-district canvas').toDataURL() !== p", arg=other)
    page.uncheck("[data-kind=rules]")
    page.uncheck("[data-kind=disputes]")
    page.uncheck("[data-kind=organizations]")
    page.wait_for_selector("[data-test=feed] li", state="detached")
    page.check("[data-kind=endings]")
    page.select_option("[data-test=feed-community]", index=2)  # all, 1, 2
    only = "[...document.querySelectorAll('[data-test=feed] li')].map(e => e.innerText)"
    page.wait_for_function(
        f"() => {{ const all = {only}; return all.length && all.every(t => t.includes('社区 2：')); }}"
    )


def test_too_much_is_refused_in_words(visitor):
    one = visitor()
    page = one.go("explore")
    page.fill("[data-test=residents]", "5000")
    page.click("[data-test=make]")
    page.wait_for_selector("[data-test=setup-fault]")
    assert "5,000" in page.inner_text("[data-test=setup-fault]")
    assert "4,000" in page.inner_text("[data-test=setup-fault]")
