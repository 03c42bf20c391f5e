"""The app from an installed wheel, with nothing but this machine to ask: its own files, its own scripts and fonts."""

import os
import shutil
import subprocess
import sys

import pytest
from cogov.app.serving.assets import FOLDER
from cogov.tests.repo.conftest import ROOT, project_files
from cogov.tests.support.driver import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Without compiling, which the page shown here does not need.
START = """
import os
from cogov.app.serving.limits import Limits
from cogov.app.serving.server import check_assets, configure, serve
import cogov
assert cogov.__file__.startswith(os.environ["COGOV_TEST_SITE"]), cogov.__file__
configure(Limits(), "zh", check_assets())
serve("127.0.0.1", int(os.environ["COGOV_TEST_PORT"]))
"""


def test_app_from_a_wheel(assets, browser, tmp_path):
    copy = tmp_path / "source"
    for path in project_files():
        place = copy / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    shutil.copytree(FOLDER, copy / "app" / "browser")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(copy)]
    subprocess.run(build, check=True, capture_output=True, cwd=tmp_path)
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    subprocess.run([*pip, str(next(tmp_path.glob("*.whl")))], check=True, capture_output=True)
    environment = {
        "PYTHONPATH": str(site), "COGOV_TEST_SITE": str(site), "NUMBA_DISABLE_JIT": "1",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
    }  # fmt: skip
    started = Server(tmp_path, [sys.executable, "-P", "-c", START], environment)
    try:
        one = Visitor(browser, started.url, "zh")
        page = one.go("learn")
        page.locator("[data-lesson=tipping] input[value=one]").check()
        page.locator("[data-lesson=tipping] [data-test=bet]").click()
        page.wait_for_selector("[data-lesson=tipping][data-stage=answered]")
        page.wait_for_selector("[data-chart=tipping] canvas")  # ECharts came from the wheel
        one.close()
        assert one.errors == []
        assert one.left == []
    finally:
        started.close()
    assert os.listdir(site / "cogov" / "app" / "browser")
