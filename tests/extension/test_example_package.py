"""A mechanism, an indicator and scenarios from a package outside of this one, through the command line and from Python."""

import json
import sys

import cogov
import numpy as np
import pandas as pd
import pytest
from cogov.cli.main import main
from cogov.experiments.comparison.compare import compare
from cogov.model.extensions.extension import active
from cogov.model.model import CommunityModel
from cogov.model.quantities.indicators import ALL, INDICATORS
from cogov.reports.decision.comparison import Comparison
from cogov.reports.odd.odd import document
from cogov.runs.extensions.extensions import extensions

SMALL = ["--residents", 300, "--communities", 2, "--weeks", 40, "--replicates", 3, "--quiet"]


def small(**more):
    return compare(
        ["status_quo", "co_governance"], replicates=3, weeks=40, residents=300, communities=2, workers=1, **more
    )


@pytest.mark.slow
def test_compare_in_processes_of_its_own_and_replay(installed, command, tmp_path, capsys, monkeypatch):
    words = ["compare", "status_quo", "gardeners", *SMALL]
    done = command(installed, *words, "--extension", "gardens", "--workers", 2, "--out", "with", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "with" / "manifest.json").read_text(encoding="utf-8"))
    (kept,) = manifest["extensions"]
    assert (kept["name"], kept["version"]) == ("gardens", "1.2")
    assert len(kept["digest"]) == 64
    assert "--extension gardens" in manifest["command"]
    runs = pd.read_parquet(tmp_path / "with" / "runs.parquet")
    # The mechanism had its effect in every run, in every process.
    assert (runs["garden_gap"] > 0.02).all()
    plain = small().runs
    base = [table[table["scenario"] == "status_quo"]["belonging"].to_numpy() for table in (runs, plain)]
    assert (base[0] > base[1] + 0.01).all()
    text = (tmp_path / "with" / "indicators.csv").read_text(encoding="utf-8-sig")
    assert "garden_gap" in text
    report = (tmp_path / "with" / "report.html").read_text(encoding="utf-8")
    for said in ("花园差距", "归属感占比", "园艺互助"):
        assert said in report
    # The same bytes once more, here; without the package the replay says what is missing.
    assert main_ended("replay", tmp_path / "with", "--workers", 1) == 2
    said = capsys.readouterr().err
    assert "made with extension 'gardens' 1.2" in said
    assert "--extension" in said
    monkeypatch.syspath_prepend(installed)
    assert main_ended("replay", tmp_path / "with", "--workers", 1) == 0
    assert "The same bytes" in capsys.readouterr().out
    sys.modules.pop("cogov_gardens", None)


def main_ended(*words):
    """Run a command in this process; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


def test_what_it_adds_and_nothing_afterwards(gardens):
    with extensions("gardens") as (entry,):
        assert entry.version == "1.2"
        assert list(INDICATORS)[: len(ALL)] == list(ALL)
        assert set(INDICATORS) - set(ALL) == {"garden_gap", "gardener_share"}
        assert "gardeners" in cogov.scenario_names()
        assert cogov.load_scenario("gardeners").levers["volunteer_support"] == 0.9
        with_it = small()
        page = document("zh")
    assert active() == ()
    assert list(INDICATORS) == list(ALL)
    assert "gardeners" not in cogov.scenario_names()
    for said in ("gardens", "tend_gardens", "花园差距", "归属感占比"):
        assert said in page
    without = small()
    at = with_it.indicators.index("belonging")
    assert (with_it.summary[:, :, at] > without.summary[:, :, at] + 0.01).all()
    assert list(with_it.indicators)[: len(without.indicators)] == list(without.indicators)
    assert with_it.runs["garden_gap"].notna().all()
    page = Comparison.of(with_it).table()  # results can be shown when the extension is no longer in use
    assert page[page["indicator"] == "garden_gap"]["unit"].tolist() == ["share of belonging"]


def test_asked_for_by_compare(gardens):
    result = small(extensions=["gardens"])
    assert result.setting.extensions[0][0] == "gardens"
    assert "garden_gap" in result.indicators
    assert active() == ()


def test_indicator_by_week_and_over_weeks(gardens):
    with extensions("gardens"):
        model = CommunityModel(scenario=None, residents=300, communities=2, rng=3)
    model.run_for(30)
    for _ in range(10):
        model.step()
    weekly = model.indicators["garden_gap"]
    assert len(weekly) == 40
    assert weekly.iloc[-1] == pytest.approx(float(_gap(model)))
    assert model.summary(26)["garden_gap"] == pytest.approx(weekly.iloc[-26:].mean())
    assert model.latest_indicators()["garden_gap"] == weekly.iloc[-1]
    assert model.indicators.attrs["units"]["garden_gap"] == "share of belonging"
    assert model.datacollector.get_model_vars_dataframe()["garden_gap"].tolist() == weekly.tolist()


def _gap(model):
    there = model.residents.building % 3 == 0
    return np.mean(model.residents.belonging[there], dtype=float) - np.mean(
        model.residents.belonging[~there], dtype=float
    )


def test_an_extension_that_changes_nothing_changes_no_byte(write):
    path = write("extension = Extension('idle', [Mechanism(lambda model: None, before='trust', label=T)])\n")
    plain = small()
    idle = small(extensions=[path])
    assert idle.runs.equals(plain.runs)


@pytest.mark.slow
def test_studies_keep_apart_what_was_made_with_it(gardens, tmp_path):
    from cogov.studies import OtherCode, Study

    asked = {"scenarios": ["status_quo"], "replicates": 2, "weeks": 20, "residents": 200, "communities": 2}
    with extensions("gardens"):
        study = Study(tmp_path / "s", **asked)
        study.run(workers=0)
        assert (study.runs["garden_gap"] > 0).all()
        provenance = json.loads((tmp_path / "s" / "provenance.json").read_text(encoding="utf-8"))
        assert provenance["sessions"][0]["extensions"][0][0] == "gardens"
        cells = set(study.runs["cell"])
        assert Study.open(tmp_path / "s").spec.extensions == ("gardens",)
    again = Study.open(tmp_path / "s")  # used with the study, whether it is asked for or not
    assert again.spec.extensions == ("gardens",)
    again.run(workers=0)
    assert set(again.runs["cell"]) == cells
    assert active() == ()
    with pytest.raises(OtherCode, match="other extensions"):
        Study(tmp_path / "s", **asked).run(workers=0)
    other = Study(tmp_path / "t", **asked)
    other.run(workers=0)
    assert cells.isdisjoint(other.runs["cell"])


@pytest.mark.slow
def test_why_two_scenarios_differ_in_an_indicator_of_ones_own(gardens):
    small = {"residents": 120, "communities": 2, "weeks": 12, "replicates": 2}
    pair = "status_quo", cogov.load_scenario("status_quo").with_levers(mandate_share=0.0, pooling=0.9)
    found = cogov.why(*pair, indicator="garden_gap", extensions=["gardens"], workers=2, **small)
    assert found.asked == ("garden_gap",)
    assert found.check().holds
    assert found.sentences()[0]["zh"].startswith("花园差距")
    assert "--extension gardens" in found.command
    assert not np.isnan(found.contributions[:, :, found.place("garden_gap")]).any()
    with pytest.raises(ValueError, match="unknown indicator 'garden_gap'"):
        cogov.why(*pair, indicator="garden_gap", workers=1, **small)
    compared = cogov.compare(["status_quo", "networked"], extensions=["gardens"], workers=1, **small)
    told = compared.why(runs=90, workers=1)
    assert told.difference("garden_gap") == compared.difference("networked", "garden_gap")
