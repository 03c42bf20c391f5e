"""The example package, installed as its users would, into a folder of its own; and extensions of a single file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("example_package")


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The folder into which pip has installed the example package; nothing is fetched."""
    place = tmp_path_factory.mktemp("site")
    copy = shutil.copytree(SOURCE, tmp_path_factory.mktemp("source") / "gardens")
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", "--target", place, copy], check=True, timeout=300)
    return place


@pytest.fixture
def gardens(installed, monkeypatch):
    """The example package on the path of this process, for one test."""
    monkeypatch.syspath_prepend(installed)
    yield installed
    sys.modules.pop("cogov_gardens", None)


@pytest.fixture
def command(tmp_path):
    """`command(folder, "compare", ...)` runs cogov in a process of its own, with `folder` on its path."""

    def run(site, *words):
        above = str(Path(__file__).resolve().parents[3])
        path = os.pathsep.join([*([] if site is None else [str(site)]), above])
        return subprocess.run(
            [sys.executable, "-m", "cogov", *map(str, words)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path},
            capture_output=True, encoding="utf-8", timeout=600,
        )  # fmt: skip

    return run


HEAD = (
    "from cogov import Extension, Indicator, Mechanism, Text, column, constant, environment, lever\n"
    "import numpy as np\nT = Text('a', '甲')\n"
)


@pytest.fixture
def write(tmp_path):
    """`write("lines")` writes the file of an extension and returns its path."""
    count = []

    def make(text, name="mine.py", head=HEAD):
        count.append(name)
        path = tmp_path / str(len(count)) / name
        path.parent.mkdir()
        path.write_text(head + text, encoding="utf-8")
        return path

    return make
