"""Compare in a real browser: live, as an ensemble with cancel, and what is taken along opens."""

import io
import re
import zipfile

import pandas as pd
import pytest
from cogov.scenarios.reading import read

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def begin(one, weeks=30):
    page = one.go("compare")
    one.make(residents=240, communities=2, weeks=weeks)
    return page


def test_live_side_by_side(visitor):
    one = visitor()
    page = begin(one)
    page.select_option("[data-test=scenario-4]", "")
    page.select_option("[data-test=scenario-3]", "")
    page.select_option("[data-test=scenario-2]", "above_spread")
    page.click("[data-test=make]")
    page.wait_for_function("document.querySelectorAll('.cg-maps canvas').length === 2")
    page.fill("[data-test=until]", "20")
    page.click("[data-test=run-until]")
    assert one.wait_week(20) == 20
    page.wait_for_timeout(500)
    spoken = page.get_attribute(
        "[data-chart=rule_fit]", "aria-label"
    )  # what scenarios move first, whatever came before week 1
    assert len(set(re.findall(r"\d+\.\d+", spoken))) == 2, spoken  # two scenarios, two numbers
    page.select_option("[data-test=scenario-2]", "below")
    page.click("[data-test=make]")
    page.wait_for_selector("[data-test=setup-fault]")  # the same one twice is no comparison


def test_ensemble_and_what_is_taken_along(visitor, tmp_path):
    one = visitor("zh")
    page = begin(one)
    page.fill("[data-test=replicates]", "100")
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=ensemble-fault]")  # 400 runs are more than this server allows
    assert "60" in page.inner_text("[data-test=ensemble-fault]")
    page.fill("[data-test=replicates]", "3")
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=differences]", timeout=240_000)
    assert page.locator("[data-test=differences] tbody tr").count() == 12
    assert page.locator("[data-test=gains]").count() == 3
    assert page.locator("[data-test=when] tbody tr").count() == 3 * 5
    page.wait_for_selector("[data-chart=frontier] canvas")

    def taken(name):
        with page.expect_download(timeout=240_000) as info:
            page.click(f"[data-test=download-{name}]")
        return info.value.path().read_bytes()

    report = taken("report").decode("utf-8")
    assert "<html" in report
    assert "社区自主决定" in report
    with zipfile.ZipFile(io.BytesIO(taken("data"))) as archive:
        runs = pd.read_parquet(io.BytesIO(archive.read("runs.parquet")))
        assert {"report.html", "manifest.json", "gains.csv"} <= set(archive.namelist())
    assert len(runs) == 12
    with zipfile.ZipFile(io.BytesIO(taken("scenarios"))) as archive:
        archive.extractall(tmp_path)
    assert read(tmp_path / "scenarios" / "above_four_pilots.yaml").levers["pilots"] == 4
    command = page.inner_text(".cg-code")
    assert command.startswith("cogov compare below below_copying above_four_pilots above_spread --replicates 3")
    assert "--residents 240" in command


def test_cancel_cancels(visitor):
    one = visitor()
    page = begin(one, weeks=1040)
    page.fill("[data-test=replicates]", "15")  # 60 runs, as many as this server allows
    page.click("[data-test=ensemble]")
    page.wait_for_selector("[data-test=progress]")
    page.click("[data-test=cancel]")
    page.wait_for_selector("[data-test=ensemble-state]")
    assert "cancelled" in page.inner_text("[data-test=ensemble-state]")
    assert page.locator("[data-test=differences]").count() == 0
    page.wait_for_selector("[data-test=ensemble]:enabled")
