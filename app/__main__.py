"""`python -m cogov.app`: fetch the files that the browser needs (`make app-assets`)."""

from __future__ import annotations

import sys

from .serving.assets import AssetsMissing, fetch


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"  {line}\n")


if __name__ == "__main__":
    try:
        folder = fetch(tell=say)
    except AssetsMissing as error:
        sys.exit(f"cogov: {error}")
    sys.stdout.write(f"The app's browser files are in {folder}\n")
