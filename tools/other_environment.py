"""What `make try` needs: an environment of another Python, or with the newest pre-release of Mesa.

    python tools/other_environment.py build/try python3.13 pre

Versions are those of constraints.txt; where these do not exist for that Python, the newest that fit.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = "dev"


def call(*command: str | Path) -> int:
    """Run a command; return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def uv() -> list[str]:
    """Return how to call uv in this environment; it is installed on first use."""
    beside = [sys.executable, "-m"]
    if call(*beside, "uv", "--version") != 0:
        pip = [*beside, "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"]
        if call(*pip, "uv") != 0:
            raise SystemExit("uv cannot be installed, which makes the environment")
    return [*beside, "uv", "--quiet"]


def wanted(mesa: str) -> tuple[list[str], list[str]]:
    """Return the lines of constraints to keep, and what is installed besides the package."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if mesa != "pre":
        return lines, []
    return [line for line in lines if not line.lower().startswith("mesa==")], ["mesa[network]>=4.0.0a0"]


def main(folder: str, python: str, mesa: str = "") -> int:
    """Make the environment; return 0, or 1 with a message where that is not possible."""
    if mesa not in ("", "pre"):
        raise SystemExit(f"MESA={mesa} is not known: MESA=pre, or leave it out")
    found = shutil.which(python)
    if found is None or subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode != 0:
        raise SystemExit(f"there is no {python} here: PYTHON=/path/to/python names another one")
    place, tool = ROOT / folder, uv()
    lines, more = wanted(mesa)
    if call(*tool, "venv", "--clear", "--python", found, place) != 0:
        raise SystemExit(f"no environment could be made with {found}")
    pins = place / "constraints.txt"
    pins.write_text("\n".join(lines) + "\n", encoding="utf-8")
    install = [*tool, "pip", "install", "--python", place / "bin" / "python", "-e", f".[{EXTRAS}]", *more]
    if call(*install, "-c", pins) != 0:
        print("The pinned versions do not fit here; taking the newest that do.", flush=True)
        if call(*install) != 0:
            raise SystemExit("the environment could not be filled; is there a connection?")
    said = "import mesa, sys; print('Python', sys.version.split()[0], 'with Mesa', mesa.__version__)"
    return call(place / "bin" / "python", "-c", said)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
