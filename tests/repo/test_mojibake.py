"""No text of the repository was read in one encoding and written in another: UTF-8 taken for Latin-1 or Windows-1252 leaves such traces."""

import re
import subprocess

import pytest
from cogov.tests.repo.conftest import ROOT

ONE_BYTE = {bytes([b]).decode(encoding, "ignore") for b in range(0x80, 0x100) for encoding in ("latin-1", "cp1252")} - {
    ""
}
RUN = re.compile("[" + "".join(sorted(ONE_BYTE)) + "]{2,}")  # characters that either encoding has beyond ASCII


def read_wrongly(run):
    """What a run of characters was before it was read in the wrong encoding; None if it is what it seems."""
    for encoding in ("latin-1", "cp1252"):
        try:
            was = run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return was
    return None


def traces(text):
    """Places of mojibake in a text: (line, what stands there, what it was)."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if "\ufffd" in line:
            found.append((number, "\ufffd", "a character that could not be read"))
        for run in RUN.findall(line):
            was = read_wrongly(run)
            if was is not None:
                found.append((number, run, was))
    return found


def texts():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    for name in names:
        path = ROOT / name.decode() if name else None
        if path is None or not path.is_file() or path == ROOT / "tests" / "repo" / "test_mojibake.py":
            continue
        data = path.read_bytes()
        if b"\0" in data:
            continue  # a picture, a workbook
        yield path.relative_to(ROOT).as_posix(), data


def test_every_text_is_utf_8_and_read_rightly():
    faults = {}
    for name, data in texts():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue  # data in another encoding on purpose: examples of the loader
        if found := traces(text):
            faults[name] = found[:3]
    assert faults == {}


def spoilt(word):
    """The word as it looks after having been read in a wrong encoding, wherever that has a character for each of its bytes."""
    for encoding in ("latin-1", "cp1252"):
        try:
            yield word.encode("utf-8").decode(encoding)
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("word", ["：", "，双方", "居民", "é", "naïve – ‘so’", "“引号”"])
def test_what_was_read_wrongly_is_seen(word):
    forms = list(spoilt(word))
    assert forms
    for form in forms:
        assert traces(f"before {form} after")
        assert traces(f"标准 1{form}双方")
    assert not traces(f"before {word} after")


def test_right_texts_are_left_alone():
    assert not traces("Müller, Gödel, café, 10 €, ½ – ‘quoted’ “doubly” ×, ±0.1, α β, 中文：标点，齐全。")
