"""What all tests share: a headless plotting backend, Hypothesis profiles, and `needs` for tools outside Python."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

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
