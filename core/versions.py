"""Versions of this package and of others, as they are installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version_of(package: str, missing: str = "missing") -> str:
    """Return the version of a package, or `missing` where it is not installed."""
    try:
        return installed(package)
    except PackageNotFoundError:
        return missing


def version() -> str:
    """Return the version of this package."""
    return version_of("cogov", "0+unknown")
