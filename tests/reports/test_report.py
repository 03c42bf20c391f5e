"""The files of a report: whole, self-contained, the same bytes each time."""

import base64
import json
import re
import subprocess

import pytest
from cogov.model.quantities.indicators import INDICATORS
from cogov.reports.decision.figures import FIGURES
from cogov.reports.decision.report_files import file_names
from cogov.reports.decision.tables import TABLES
from cogov.runs.files.output_files import sha256

from ..support.report_pages import Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(files):
    return files["report.html"].decode()


@pytest.fixture(scope="module")
def page(report):
    return Page(report)


def test_files(files):
    assert {"report.html", "indicators.csv", "runs.parquet", "gains.csv", "manifest.json"} <= set(files)
    assert {f"figures/{name}.{kind}" for name in FIGURES for kind in ("png", "svg")} <= set(files)
    assert "scenarios/co_governance.yaml" in files
    assert set(TABLES) <= set(files)
    assert set(files) <= set(file_names(("top_down", "local_exploration", "co_governance")))


def test_nothing_is_loaded(report, page):
    assert page.loads
    assert all(link.startswith(("#", "data:image/svg+xml;base64,")) for link in page.loads)
    assert "@import" not in report
    assert not re.search(r"url\(", report)
    without_images = re.sub(r"data:image/svg\+xml;base64,[^\"]*", "", report)
    assert not re.search(r"https?:", without_images)
    for link in page.loads:
        if link.startswith("data:"):
            svg = base64.b64decode(link.partition(",")[2]).decode()
            assert all(to.startswith("#") for to in re.findall(r'(?:href|src)="([^"]*)"', svg))


def test_two_languages(page):
    assert len(page.images) == 2 * len(FIGURES)
    assert all(image["alt"] for image in page.images)
    for name in INDICATORS:
        assert INDICATORS[name].label.en in page.text
        assert INDICATORS[name].label.zh in page.text


def test_same_bytes(three, files):
    again = three.files()
    assert {name for name in files if files[name] != again[name]} <= {"manifest.json"}


def test_report_writes_a_folder(pair, undrawn, tmp_path):
    path = pair.report(tmp_path / "out", lang="en")
    assert path == tmp_path / "out" / "report.html"
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["kind"] == "comparison"


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_switch_in_a_browser(files, tmp_path, needs, language):
    (tmp_path / "report.html").write_bytes(files["report.html"])
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    command = [needs("chromium"), *flags, "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    address = (tmp_path / "report.html").as_uri() + "#" + language
    done = subprocess.run([*command, address], capture_output=True, text=True, encoding="utf-8", check=True, timeout=60)
    assert f'data-lang="{language}"' in done.stdout[:300]


def test_digests(files, page):
    run_set = json.loads(files["manifest.json"])["run_set"]
    assert run_set == sha256(files["runs.parquet"])[:8]
    for name in ("runs.parquet", "indicators.csv", "gains.csv"):
        assert sha256(files[name]) in page.text
    assert run_set in page.text
