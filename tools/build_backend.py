"""Build the package by setuptools; a wheel without the web app's browser files is marked as such in its own name.

`make wheel` fetches the files first. A plain build works without them, for use without the app, and must not be taken
for the other one: its name holds the build tag ``0.without.app``, and the last line of the build names the way.
"""

import sys
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  # pyright: ignore[reportWildcardImportFromLibrary]  (every other hook is setuptools' own)

READY = Path(__file__).resolve().parent.parent / "app" / "browser" / ".ready"
WITHOUT_APP = "0.without.app"


def build_wheel(
    wheel_directory: str, config_settings: dict[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Build a wheel; return its name."""
    if READY.exists():
        return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    settings = dict(config_settings or {})
    given = settings.get("--build-option", [])
    settings["--build-option"] = [*([given] if isinstance(given, str) else given), f"--build-number={WITHOUT_APP}"]
    name = build_meta.build_wheel(wheel_directory, settings, metadata_directory)
    print(
        f"{name} does not hold the web app's browser files; `python -m cogov.app` fetches them. "
        "For a wheel that works without internet run `make wheel`.",
        file=sys.stderr,
    )
    return name
