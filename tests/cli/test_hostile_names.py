"""Names that users choose are text everywhere: no cell of a table is a formula, no page runs a script."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

SCENARIO = """\
title: {en: "<script>alert(1)</script> & =SUM(A1)", zh: "<img src=x onerror=alert(1)>"}
question: {en: "@cmd </td><b>", zh: "+1 {{ 7 * 7 }}"}
extends: status_quo
levers: {pooling: 0.5}
"""
SMALL = ["--residents", "100", "--communities", "2", "--weeks", "6"]
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class Scripts(HTMLParser):
    """Scripts, handlers of events and pictures from elsewhere on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script"
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.found += [f"{tag} src=x" for name, value in attrs if name == "src" and value == "x"]

    def handle_data(self, data):
        if self.inside and "alert(1)" in data:
            self.found.append("script")


def computed(path):
    """Return the cells of a CSV file that a spreadsheet would compute."""
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return [cell for row in rows for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]


@pytest.mark.slow
def test_names_of_users_are_text_in_every_file(cogov, tmp_path):
    own = tmp_path / "=1+1.yaml"
    own.write_text(SCENARIO, encoding="utf-8")
    study = tmp_path / "study.yaml"
    study.write_text(
        f"scenarios: [status_quo, '{own}']\nfactors: {{cross_tier: [0.1, 0.3]}}\nreplicates: 2\nweeks: 6\nresidents: 100\ncommunities: 2\n",
        encoding="utf-8",
    )
    for words in (
        ["compare", "status_quo", own, *SMALL, "--replicates", "2", "--out", tmp_path / "compare"],
        ["run", own, *SMALL, "--out", tmp_path / "run"],
        ["sweep", study, "--out", tmp_path / "study", "--workers", "0"],
        ["study", "export", tmp_path / "study", "--format", "xlsx"],
    ):
        done = cogov(*words)
        assert done.code == 0, done.err
    tables = [path for path in tmp_path.rglob("*.csv")]
    assert len(tables) > 5
    assert {path.name: computed(path) for path in tables if computed(path)} == {}
    assert any("'=1+1" in path.read_text(encoding="utf-8-sig") for path in tables)
    pages = [path for path in tmp_path.rglob("*.html")]
    assert pages
    for path in pages:
        reader = Scripts()
        reader.feed(path.read_text(encoding="utf-8"))
        assert reader.found == [], path.name
        assert "49" not in re.findall(r"\+1 (\S+)", path.read_text(encoding="utf-8"))

    with zipfile.ZipFile(next(tmp_path.rglob("*.xlsx"))) as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
