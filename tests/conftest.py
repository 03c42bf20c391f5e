"""What all tests share: a headless plotting backend, Hypothesis profiles, processors, and `needs` for tools outside Python."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cogov.core.machine.processors import processors
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# Processes of `pytest -n` share the processors. Runs that name no number of workers start as many as there is room for, and
# each takes seconds to start; tests of workers name their number.
if share := os.environ.get("PYTEST_XDIST_WORKER_COUNT"):
    os.environ["SLURM_CPUS_PER_TASK"] = str(max(1, processors() // int(share)))

IN_CI = os.environ.get("CI") == "true"

# A first call into Numba compiles, so no example has a deadline; in CI the same examples every time.
settings.register_profile("cogov", deadline=None, derandomize=IN_CI)
settings.load_profile("cogov")

# One tool, the names it goes by.
ALIASES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "gcc": ("gcc", "cc"),
}


def find_tool(tool: str) -> str | None:
    """Where a tool is: a command, `module:NAME`, or `font:LANGUAGE` as fontconfig spells it; None if it is missing."""
    kind, _, name = tool.rpartition(":")
    if kind == "module":
        return name if importlib.util.find_spec(name) else None
    if kind == "font":
        if shutil.which("fc-list") is None:
            return None
        listed = subprocess.run(
            ["fc-list", f":lang={name}", "file"], capture_output=True, text=True, check=False
        ).stdout
        return listed.partition(":")[0] or None
    return next((path for alias in ALIASES.get(tool, (tool,)) if (path := shutil.which(alias))), None)


# These want hardly any kernel of the model.
FIRST = [Path(__file__).parent / name for name in ("repo", "scenarios", "data", "core")]


def pytest_collection_modifyitems(items):
    """Put tests without the model first: after an edit of a kernel, one process runs them while another compiles."""
    items.sort(key=lambda item: not any(folder in item.path.parents for folder in FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each process of `pytest -n` one stretch of the tests, so that few fixtures of a module are made in two of them."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """`path = needs("chromium")`: where the tool is; without it the test is skipped, or fails when CI=true."""

    def require(tool: str) -> str:
        found = find_tool(tool)
        if found is None:
            message = f"{tool} is missing; `make test-tools` installs it, or says how"
            if IN_CI:
                pytest.fail(message)
            pytest.skip(message)
        return found

    return require


@pytest.fixture
def undrawn(monkeypatch):
    """For a test in which figures are of no concern: they are not drawn."""
    from cogov.tests.support.undrawn import leave_out_pictures

    leave_out_pictures(monkeypatch)


@pytest.fixture(scope="session")
def chromium(needs):  # of the whole session: Playwright cannot be started twice in one process
    """Start a browser with these further flags: `chromium("--lang=zh")`; closed at the end."""
    path = needs("chromium")
    from cogov.tests.support.driver import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        here = []

        def start(*flags):
            here.append(launch(playwright, path, *flags))
            return here[-1]

        yield start
        for one in here:
            one.close()


@pytest.fixture(scope="session")
def browser(chromium):
    return chromium()
