"""What the tests of data folders share: writing a folder in one line."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path):
    """`folder({"residents.csv": "id,community\\n..."})` writes the files and returns the path."""

    def write(files, name="given", encoding="utf-8"):
        place = Path(tmp_path) / name
        place.mkdir(exist_ok=True)
        for file, content in files.items():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return place

    return write
