"""Take the pictures of the web app again: `make screenshots`. Needs Chromium and the files of `make app-assets`."""

import shutil
import sys
import tempfile
from pathlib import Path

from cogov.tests.support.driver import DESK, PHONE, Server, Visitor, launch
from playwright.sync_api import sync_playwright

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures"


def explore(one):
    """A district under co-governance after two years, grids pooled half-way, one resident chosen."""
    page = one.go("explore")
    for week, lever, value in ((52, "pooling", 0.9), (104, None, None)):
        page.fill("[data-test=until]", str(week))
        page.click("[data-test=run-until]")
        one.wait_week(week)
        if lever:
            one.slide(lever, value)
            page.wait_for_selector("[data-test=marks] li")
    page.fill("[data-test=search]", "1257")
    page.click("[data-test=find]")
    page.wait_for_selector("[data-test=subject]")
    page.wait_for_timeout(1200)


def compare(one):
    """Three scenarios after an ensemble of ten; the differences."""
    page = one.go("compare")
    page.fill("[data-test=replicates]", "10")
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=differences]", timeout=300_000)
    page.wait_for_timeout(1500)
    page.locator("[data-test=headline]").evaluate(
        "e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)"
    )
    page.wait_for_timeout(500)


def learn(one):
    """A lesson after its reveal."""
    page = one.go("learn")
    page.locator("[data-lesson=measure] input[value=rises]").check()
    page.locator("[data-lesson=measure] [data-test=bet]").click()
    page.wait_for_selector("[data-lesson=measure][data-stage=answered]", timeout=60_000)
    page.wait_for_selector("[data-chart=measure] canvas")
    page.locator("[data-lesson=measure]").evaluate(
        "e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 20)"
    )
    page.wait_for_timeout(600)


PICTURES = (
    ("app-explore.png", explore, "en", DESK, False),
    ("app-compare.zh.png", compare, "zh", DESK, False),
    ("app-learn.png", learn, "en", DESK, True),
    ("app-phone.zh.png", explore, "zh", PHONE, True),
)


def main():
    """Take all of them into docs/figures."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is missing; `make test-tools` installs it, or says how")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, browser = Server(folder), launch(playwright, chromium)
        try:
            for name, show, language, size, dark in PICTURES:
                one = Visitor(browser, server.url, language, size, dark)
                show(one)
                one.page.screenshot(path=FIGURES / name)
                one.close()
        finally:
            browser.close()
            server.close()


if __name__ == "__main__":
    main()
