"""The site: built without a warning, asks nothing of the internet, is found through in both languages."""

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cogov.tools.site.build import build
from cogov.tools.site.pages import LANGUAGES, PAGES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Both sites, built strictly: a warning is an error."""
    folder = tmp_path_factory.mktemp("site") / "docs"
    said = build(folder)
    assert [line for line in said if line.startswith(("WARNING", "ERROR"))] == []
    return folder


def test_every_page_is_there_in_both_languages(site):
    for language in LANGUAGES:
        assert all((site / language / f"{page}.html").is_file() for page in PAGES)
    assert "en/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_pages_load_nothing_from_elsewhere(site):
    """Links may lead out; pictures, styles, scripts and fonts may not."""
    for path in site.rglob("*.html"):
        text = re.sub(r"<a [^>]*>", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"(?:src|href)=[\"']?(?:https?:)?//[^\"'> ]*", text) == [], path.name


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not write to the screen."""

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_site_works_alone_and_switches_languages(address, browser):
    """No request leaves the machine; search finds Chinese words; the switch leads to the same page in the other language."""
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/zh/faq.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390  # tables scroll by themselves
    page.set_viewport_size({"width": 1280, "height": 800})
    for _ in range(20):  # what is typed before the page's scripts are ready is not searched for
        page.fill("[data-md-component=search-query]", "")
        page.fill("[data-md-component=search-query]", "归属感")
        page.wait_for_timeout(4_000)
        if page.locator(".md-search-result__item:visible").count():
            break
    page.wait_for_selector(".md-search-result__item", timeout=20_000)
    page.keyboard.press("Escape")
    page.hover(".md-select button")
    page.click(".md-select__link[hreflang=en]")
    page.wait_for_url(f"{address}/en/faq.html")
    assert "reviewer" in page.inner_text("h1")
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
