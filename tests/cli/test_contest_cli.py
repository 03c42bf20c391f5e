"""`cogov compare` without scenarios: the contest, its tables, its words in both languages, and what it refuses."""

import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner
from cogov.cli.main import cli

SMALL = ["compare", "--replicates", "3", "--weeks", "156", "--residents", "120", "--communities", "4", "--workers", "1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("contest") / "out"
    done = CliRunner().invoke(cli, [*SMALL, "--out", str(out)])
    assert done.exit_code == 0, done.output
    return done.output, out


def read(out, name):
    return pd.read_csv(io.BytesIO((out / "tables" / name).read_bytes()), encoding="utf-8-sig")


@pytest.mark.slow
def test_what_is_printed(made):
    printed, _ = made
    for part in (
        "Hours of search", "no control (KPI power 0)", "high control (KPI power", "costs without a source", "equal hours", "What decides it",
        "Quarters since rules began", "Quarters since the crisis",
    ):  # fmt: skip
        assert part in printed


@pytest.mark.slow
def test_tables_agree_with_the_runs(made):
    _, out = made
    runs = pd.read_parquet(out / "runs.parquet").set_index(["scenario", "replicate"])
    table = read(out, "conditions.csv").set_index(["condition", "scenario", "since", "quarters", "indicator"])
    when = read(out, "when.csv").set_index(["scenario", "since", "quarters", "indicator"])
    for name in ("below_copying", "above_four_pilots", "above_spread"):
        for outcome in ("benefit", "satisfaction_worst"):
            apart = (runs.loc[name, outcome] - runs.loc["below", outcome]).mean()
            assert table.loc[("as_it_is", name, "end", 0, outcome), "difference"] == pytest.approx(apart, abs=1e-9)
            assert when.loc[(name, "end", 0, outcome), "difference"] == pytest.approx(apart, abs=1e-9)
    hours = read(out, "search_hours.csv").set_index(["condition", "scenario"])
    assert hours.loc[("as_it_is", "below"), "hours"] == pytest.approx(runs.loc["below", "search_hours"].mean())
    assert set(read(out, "ablations.csv")["ablation"]) >= {"alike", "no_paper", "no_burden", "equal_hours"}


@pytest.mark.slow
def test_the_report_has_the_section_in_both_languages(made):
    _, out = made
    page = (out / "report.html").read_text(encoding="utf-8")
    for part in (
        "Who decides, at equal control and purse",
        "同等考核与经费下由谁决定",
        "What decides it",
        "危机之后",
    ):
        assert part in page
    assert (out / "figures" / "crisis.svg").exists()
    assert (out / "figures" / "when_zh.png").exists()
    listed = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {"tables/conditions.csv", "tables/search_hours.csv", "tables/ablations.csv", "figures/crisis.png"} <= set(
        listed
    )


def test_conditions_are_for_the_contest(tmp_path):
    for more in (["status_quo", "networked"], ["--data", str(tmp_path)]):
        for lang, words in (("en", "leave out SCENARIOS and --data"), ("zh", "请去掉方案名称与 --data")):
            done = CliRunner().invoke(
                cli, ["compare", *more, "--conditions", "--lang", lang, "--out", str(tmp_path / "o")]
            )
            assert done.exit_code == 2
            assert words in done.output.replace("\n", " ")


@pytest.mark.slow
def test_without_conditions_as_json(tmp_path):
    done = CliRunner().invoke(cli, [*SMALL, "--no-conditions", "--json", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert "conditions" not in found
    assert {row["since"] for row in found["when"]} == {"rules", "end"}
    assert not (tmp_path / "out" / "tables" / "conditions.csv").exists()
