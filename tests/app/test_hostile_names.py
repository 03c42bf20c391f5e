"""Names from users are text on every page: markup in them is shown, and never run."""

import pytest
from cogov.app.words import PAGES
from cogov.tests.app.test_named import shown

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = (
    "<img src=x onerror=\"window.attacked=1\">",
    "</textarea></title><script>window.attacked=1</script>",
    "{{ constructor.constructor('window.attacked=1')() }}",
    "\"'><svg onload=window.attacked=1>",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_titles(visitor, name):
    one = visitor()
    page = one.go("scenario")
    quoted = name.replace("'", "''")
    page.fill(
        "[data-test=yaml]",
        f"title: {{en: '{quoted}', zh: '{quoted}'}}\nquestion: {{en: '{quoted}', zh: '{quoted}'}}\nextends: top_down\n",
    )
    page.wait_for_function("t => document.querySelector('[data-test=title-en]').value === t", arg=name)
    page.click("[data-test=keep]")
    page.wait_for_function("t => document.querySelector('[data-test=kept]').textContent.includes(t)", arg=name)
    one.turn_to("explore")
    page.locator("[data-test=scenario]").select_option(index=0)
    for field, value in (("residents", 120), ("communities", 2)):
        page.fill(f"[data-test={field}]", str(value))
    page.click("[data-test=step]")
    shown(page, name)
    one.turn_to("compare")
    page.locator("[data-test=scenario-1]").select_option(index=0)
    for field, value in (("residents", 120), ("communities", 2), ("weeks", 10), ("replicates", 2)):
        page.fill(f"[data-test={field}]", str(value))
    page.select_option("[data-test=scenario-4]", "")
    page.select_option("[data-test=scenario-3]", "")
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=differences]", timeout=120_000)
    assert name in page.inner_text("[data-test=differences] thead")
    assert name in page.inner_text("[data-test=result]")
    for chart in page.locator("[data-chart] canvas").all()[:4]:  # tooltips are made of names as well
        chart.hover(position={"x": 60, "y": 40}, force=True)
        page.wait_for_timeout(150)
    for language in ("zh", "en"):
        page.click("[data-test=language]")
        page.wait_for_function("l => document.documentElement.lang.startsWith(l)", arg=language)
        for other in PAGES:
            one.turn_to(other)
            page.wait_for_timeout(100)
            assert page.evaluate("window.attacked") is None, other
            assert page.locator("img[src=x], svg[onload], .cg-app script").count() == 0, other
