"""Hints name the packages of an optional part as they are declared."""

import tomllib
from importlib.metadata import requires
from pathlib import Path

import cogov
import pytest
from cogov.core.extras import install, packages

PROJECT = Path(cogov.__file__).parent / "pyproject.toml"
EXTRAS = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def test_metadata_is_there():
    assert requires("cogov")


@pytest.mark.parametrize("extra", ["data", "sensitivity", "dask", "export", "discovery", "calibration"])
def test_the_packages_are_those_declared(extra):
    def plain(lines):
        return {line.replace(" ", "") for line in lines}

    assert plain(packages(extra)) == plain(EXTRAS[extra])
    assert install(extra).startswith("pip install ")
    assert "cogov" not in install(extra)  # not on a registry: a hint must work for a checkout and for a wheel
