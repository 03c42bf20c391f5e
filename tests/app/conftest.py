"""One server and one browser for all tests of the app; each test has visitors of its own."""

import os

import pytest
from cogov.app.serving.assets import missing
from cogov.tests.support.driver import DESK, Server, Visitor

IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def assets():
    """The files that the browser needs are there; else the test is skipped, or fails when CI=true."""
    if missing():
        message = "the web app's browser files are missing; `make app-assets` fetches them"
        if IN_CI:
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def studies(tmp_path_factory):
    """A folder in which tests may put study folders."""
    return tmp_path_factory.mktemp("studies")


@pytest.fixture(scope="session")
def server(assets, needs, tmp_path_factory, studies, planted):
    needs("chromium")
    started = Server(
        tmp_path_factory.mktemp("server"),
        environment={
            "COGOV_APP_RESIDENTS": "4000", "COGOV_APP_RUNS": "60", "COGOV_APP_UPLOAD_KILOBYTES": "16",
            "COGOV_APP_STUDIES": str(studies), "COGOV_APP_WORKERS": "1", "PYTHONPATH": str(planted), "PLANTED": str(planted),
        },
    )  # fmt: skip
    yield started
    started.close()


PLANTED = """
import os, pathlib
class Planted:
    def __init__(self, text, model_id):
        pathlib.Path(os.environ["PLANTED"], text).write_text(str(os.getpid()))
"""


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """A class that servers can import: whoever makes one has run code. Files in this folder are the proof."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "planted.py").write_text(PLANTED, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def unguarded(assets, needs, tmp_path_factory, planted):
    """Solara's server without the app's gate, to see that an attack is one."""
    needs("chromium")
    started = Server(
        tmp_path_factory.mktemp("unguarded"),
        environment={"COGOV_TEST_UNGUARDED": "1", "PYTHONPATH": str(planted), "PLANTED": str(planted), "COGOV_APP_IDLE_MINUTES": "1"},
    )  # fmt: skip
    yield started
    started.close()


@pytest.fixture
def visitor(server, browser):
    """Make visitors: `visitor("zh", PHONE, dark=True)`. At the end: no error on any page, nothing left the machine."""
    here = []

    def come(language="en", size=DESK, dark=False):
        here.append(Visitor(browser, server.url, language, size, dark))
        return here[-1]

    yield come
    errors = [error for one in here for error in one.errors]
    left = [url for one in here for url in one.left]
    for one in here:
        one.close()
    assert not errors
    assert not left
