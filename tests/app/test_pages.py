"""Every page in both languages, on a desk and on a phone, by day and by night."""

import pytest
from cogov.app.words import PAGES
from cogov.tests.support.driver import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Controls without a name that a screen reader could say: their HTML.
UNNAMED = """() => [...document.querySelectorAll('button, input, select, textarea, canvas[tabindex], a, [role=img], summary, progress')].filter(e => {
  const label = e.labels && [...e.labels].map(l => l.textContent).join('').trim();
  const by = (e.getAttribute('aria-label') || e.textContent || e.title || '').trim();
  return !label && !by;
}).map(e => e.outerHTML.slice(0, 160))"""
# What can be clicked but not reached by the keyboard.
UNREACHABLE = """() => [...document.querySelectorAll('.cg-app button, .cg-app a, .cg-app input, .cg-app select, .cg-district canvas')]
  .filter(e => e.tabIndex < 0).map(e => e.outerHTML.slice(0, 160))"""
CONTRAST = """() => {
  const luminance = (c) => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = (e) => { while (e) { const c = getComputedStyle(e).backgroundColor; if (!c.endsWith(', 0)') && c !== 'transparent') return c; e = e.parentElement; } return 'rgb(255, 255, 255)'; };
  const bad = [];
  for (const e of document.querySelectorAll('.cg-app p, .cg-app label, .cg-app button:enabled, .cg-app a, .cg-app h2, .cg-app small, .cg-app summary, .cg-app th')) {
    if (!e.textContent.trim() || !e.offsetParent) continue;
    const a = luminance(getComputedStyle(e).color), b = luminance(ground(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(ratio.toFixed(2) + ' ' + e.outerHTML.slice(0, 100));
  }
  return bad;
}"""


@pytest.mark.parametrize(
    ("language", "size", "dark"),
    [("en", DESK, False), ("zh", DESK, True), ("en", PHONE, True), ("zh", PHONE, False)],
    ids=["en-desk-light", "zh-desk-dark", "en-phone-dark", "zh-phone-light"],
)
def test_every_page(visitor, language, size, dark):
    """It is there, in its language, no wider than the screen; every control has a name and is reached by keyboard."""
    one = visitor(language, size, dark)
    page = one.go("explore")
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if language == "zh" else "en")
    for name, label in PAGES.items():
        one.turn_to(name)
        assert page.title().startswith(label[language])
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0] + 1, name
        assert page.evaluate(UNNAMED) == [], name
        assert page.evaluate(UNREACHABLE) == [], name
        assert page.evaluate(CONTRAST) == [], name
        assert page.evaluate("document.querySelector('#app').classList.contains('theme--dark')") is dark
        text = page.inner_text(".cg-main")
        assert "undefined" not in text, name
        assert "NaN" not in text, name
        if language == "en":
            assert not [
                c
                for c in page.evaluate(
                    "[...document.querySelectorAll('.cg-main label, .cg-main h2')].map(e => e.textContent).join('')"
                )
                if "\u4e00" <= c <= "\u9fff"
            ], name


def test_language_and_theme_are_switched_and_kept(visitor):
    one = visitor("en")
    page = one.go("learn")
    before = page.inner_text(".cg-main h1")
    page.click("[data-test=language]")
    page.wait_for_function("t => document.querySelector('.cg-main h1').textContent !== t", arg=before)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.click("[data-test=theme]")
    page.wait_for_selector("#app.theme--dark")
    page.goto(one.url + "#learn")  # without ?lang=: as it was left
    page.wait_for_selector("#app.theme--dark")
    page.wait_for_selector(".cg-main h1")
    assert page.inner_text(".cg-main h1") != before


def test_keyboard_alone(visitor):
    """From the address line: skip to the content, play by the space bar, turn a lever by an arrow, walk on the map."""
    one = visitor("en")
    page = one.go("explore")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cg-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className.includes('cg-main')")
    page.focus("[data-test=step]")
    page.keyboard.press("Space")
    one.wait_week(1)
    page.focus("[data-lever=pooling] input")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-test=marks] li.own")
    page.focus(".cg-district canvas")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-test=subject][data-row='0']")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-test=subject][data-row='400']")
