"""`python -m cogov.app`: fetch the files that the browser needs (`make app-assets`)."""

from __future__ import annotations

import sys

from .assets import AssetsMissing, fetch

if __name__ == "__main__":
    try:
        folder = fetch(tell=lambda line: sys.stdout.write(f"  {line}\n"))
    except AssetsMissing as error:
        sys.exit(f"cogov: {error}")
    sys.stdout.write(f"The app's browser files are in {folder}\n")
