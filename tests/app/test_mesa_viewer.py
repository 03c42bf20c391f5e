"""The model in Mesa's own viewer (notebooks/app.py), served by solara as its users do, in a real browser."""

import os
import sys

import pytest
from cogov.app.serving.assets import FOLDER
from cogov.tests.repo.conftest import ROOT
from cogov.tests.support.driver import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_mesas_viewer_steps_the_model(assets, browser, needs, tmp_path):
    needs("module:altair")  # which mesa.visualization imports
    start = (
        "import os, sys; from solara.__main__ import main; "
        "sys.argv = ['solara', 'run', '--no-open', '--no-check-version', '--production', '--port', os.environ['COGOV_TEST_PORT'], sys.argv[1]]; main()"
    )
    environment = {
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(FOLDER), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false", "SOLARA_THEME_SHOW_BANNER": "false", "MPLBACKEND": "Agg",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }  # fmt: skip
    server = Server(tmp_path, [sys.executable, "-c", start, str(ROOT / "notebooks" / "app.py")], environment)
    try:
        one = Visitor(browser, server.url)
        one.page.goto(server.url.replace("127.0.0.1", "localhost"))
        for time in ("1", "2"):
            one.page.get_by_role("button", name="Step").click()
            one.page.wait_for_selector(f"text=Time: {time}.0")
        one.page.wait_for_selector("img, svg")
        one.close()
        assert one.errors == []
        assert one.left == []
    finally:
        server.close()
