"""Attributions told: sentences say what the numbers say and no more; the waterfall in both languages."""

import dataclasses
import re

import numpy as np
import pytest
from cogov.experiments.attribution.attribute import why
from cogov.model.quantities.indicators import INDICATORS
from cogov.reports.attribution.attribution import Attribution
from cogov.reports.attribution.attribution_page import file_names
from cogov.reports.attribution.attribution_text import check_words, notes, sentences, shortly, switch_words, titles
from cogov.reports.attribution.waterfall import MOST, bars
from cogov.scenarios import compose, load

BASE = load("status_quo")
OTHER = compose(BASE, {"mandate_share": 0.1, "grid_staff": 0.0, "pooling": 0.9, "copy_breadth": 0.9}, name="freer")


@pytest.fixture(scope="module")
def made():
    """Real players and runs; the numbers of satisfaction are set by each test."""
    small = {"residents": 120, "communities": 2, "weeks": 8, "workers": 1}
    return Attribution.of(why(BASE, OTHER, replicates=4, indicator="satisfaction", **small))


def shaped(made, shares, alone=None, out=None):
    """The attribution with these shares of satisfaction: mean and spread over four replicates by player."""
    at = made.place("satisfaction")
    spread = np.array([-1, 1, -0.5, 0.5])
    parts = {}
    for name, given in (("contributions", shares), ("alone", alone or shares), ("out", out or shares)):
        values = getattr(made, name).copy()
        values[:, :, at] = [mean + width * spread for mean, width in given]
        parts[name] = values
    after = made.after.copy()
    after[:, at] = made.before[:, at] + parts["contributions"][:, :, at].sum(axis=0)
    return dataclasses.replace(made, **parts, after=after)


def said(result, lang="en"):
    return " ".join(one[lang] for one in sentences(result))


def test_names_the_largest_in_both_directions(made):
    result = shaped(made, [(0.03, 0.001), (-0.02, 0.001), (0.05, 0.001), (0, 0)])
    labels = [player.label for player in result.players]
    assert [label.en for label in labels] == ["Grid staff", "Pooling", "Mandated share", "Breadth of copying"]
    text = said(result)
    assert re.search(r"It comes from Mandated share \+5\.0\d* percentage points \(.*\) and Grid staff \+3\.0", text)
    assert "together 133\u00a0% of the difference" in text
    assert "Against it: Pooling \u22122.0" in text
    assert "Exactly nothing in every replicate: Breadth of copying." in text
    assert "C17 Grid management is costly" in text
    assert "no proof" in text
    chinese = said(result, "zh")
    assert "来自强制比例 +5.0" in chinese
    assert "起相反作用的是资源整合" in chinese
    assert "恰为零：复制范围" in chinese
    assert not re.search("[A-Za-z]{4,}", chinese.replace("status_quo", "").replace("freer", ""))


def test_says_when_nothing_can_be_told(made):
    result = shaped(made, [(0.001, 0.05), (0.002, 0.04), (-0.001, 0.03), (0.001, 0.02)])
    text = said(result)
    assert "The difference itself is not clearly other than zero." in text
    assert "No single share is clearly different from zero" in text
    assert "It comes from" not in text
    assert "Against" not in text
    assert "C17" not in text


def test_a_share_that_is_unclear_is_not_named_as_a_cause(made):
    result = shaped(made, [(0.09, 0.3), (0.02, 0.001), (0.01, 0.02), (0, 0)])
    text = said(result)
    assert "Clearly at work: Pooling" in text
    assert "Not clearly different from zero: Grid staff and Mandated share." in text


def test_intervals_hold_together(made):
    result = shaped(made, [(0.02, 0.01), (0.02, 0.001), (0.01, 0.02), (0, 0)])
    # mean 0.02, deviations of 0.01: standard error 0.00456; t(3) at 1 - 0.05 / 8 is 5.392
    share = result.shares()[0]
    assert share.found.half_width == pytest.approx(0.0045644 * 5.392, rel=1e-3)
    assert not share.found.clear
    assert "The 4 intervals of an indicator hold together at 95 %" in " ".join(one.en for one in notes(result))


def test_says_what_depends_on_the_rest(made):
    strong, weak = [(0.05, 0.001)] * 4, [(0.001, 0.0001)] * 4
    text = said(shaped(made, [(0.03, 0.001)] * 4, alone=strong, out=weak))
    assert "depends on what else is switched: alone in A it changes +5.0" in text
    assert "depends" not in said(shaped(made, [(0.03, 0.001)] * 4))


def test_the_check_is_said_and_can_fail(made):
    result = shaped(made, [(0.03, 0.001)] * 4)
    assert "holds in every replicate" in check_words(result).en
    broken = dataclasses.replace(result, after=result.after + 0.001)
    assert "FAILS" in check_words(broken).en
    assert "不成立" in check_words(broken).zh


def test_one_replicate_gives_no_statement(made):
    small = {"residents": 120, "communities": 2, "weeks": 8, "workers": 1}
    one = Attribution.of(why(BASE, OTHER, replicates=1, **small))
    text = said(one)
    assert "One replicate shows" in text
    assert "comes from" not in text
    assert one.plot() is not None


def test_an_indicator_without_a_value(made):
    gone = dataclasses.replace(made, contributions=np.full_like(made.contributions, np.nan))
    assert "has no value" in said(gone)
    assert gone.plot(lang="zh") is not None
    assert gone.check().holds


def test_notes_name_method_money_and_assumptions(made):
    words = " ".join(one.en for one in made.notes())
    for part in ("Shapley value", "16 mixtures", "same budget, planned again", "random variation", "only", "assumed"):
        assert part in words
    assert "shares of time" not in words
    spent = " ".join(one.en for one in dataclasses.replace(made, scaled=3).notes())
    assert "In 3 of 16 mixtures the wishes exceeded the money" in spent


def test_words_of_paths_and_lists(made):
    assert switch_words(made.players[0]).en == "1 → 0"
    cut = Attribution.of(
        why(BASE, "status_quo+funding_cut", replicates=2, residents=120, communities=2, weeks=106, workers=1)
    )
    assert switch_words(cut.players[0]).en == "1 → 1, from week 104 on 0"
    assert switch_words(cut.players[0]).zh == "1 → 1，第 104 周起 0"
    labels = [player.label for player in made.players]
    assert shortly(labels, 2).en == "Grid staff, Pooling and 2 more"
    assert shortly(labels, 2).zh == "网格员、资源整合等 4 项"
    assert titles(made)[1].en == "Status quo [freer]"


def test_waterfall_goes_from_a_to_b(made):
    result = shaped(made, [(0.03, 0.001), (-0.02, 0.001), (0.05, 0.001), (0, 0)])
    for lang in ("en", "zh"):
        figure = result.plot(lang=lang)
        (axes,) = figure.axes
        widths = [patch.get_width() for patch in axes.patches]
        before, after = result.levels()
        assert widths == pytest.approx([0.05, 0.03, -0.02, 0])
        starts = [patch.get_x() for patch in axes.patches]
        assert starts == pytest.approx([before, before + 0.05, before + 0.08, before + 0.06])
        assert before + sum(widths) == pytest.approx(after)
        left, right = axes.get_xlim()
        assert left < before < right
    assert axes.get_yticklabels()[1].get_text().startswith("强制比例")


@pytest.mark.slow
def test_many_levers_make_a_readable_figure():
    small = {"residents": 120, "communities": 2, "weeks": 8, "workers": 1}
    many = Attribution.of(why("status_quo", "co_governance", replicates=2, runs=400, **small))
    assert len(many.players) > MOST
    steps = bars(many, "satisfaction")
    assert len(steps) == MOST
    assert steps[-1].label.en == f"{len(many.players) - MOST + 1} others together"
    total = sum(step.found.mean for step in steps)
    assert total == pytest.approx(many.difference("satisfaction").mean, abs=1e-12)
    assert many.plot("escalation", "zh").axes


@pytest.mark.slow
def test_files(made, tmp_path):
    page = made.report(tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert names == set(file_names(made.names, made.asked))
    text = page.read_text(encoding="utf-8")
    assert "# Why Status quo [freer] differs from Status quo [status_quo]" in text
    assert "figures/why-satisfaction.png" in text
    assert made.files("zh").keys() >= {"why.zh.md", "figures/why-satisfaction_zh.svg"}
    assert made.files("en")["figures/why-satisfaction.png"] == made.files("en")["figures/why-satisfaction.png"]
    assert set(INDICATORS) == {
        line.split(",")[0] for line in made.files("en")["shares.csv"].decode("utf-8-sig").splitlines()[1:]
    }


def test_rounding_is_no_contribution(made):
    result = shaped(made, [(1e-16, 0)] * 4)
    assert said(result).endswith("under both, no difference at all.")
    assert all(share.found.mean == 0 and not share.found.clear for share in result.shares())
    assert result.check().holds
    one = shaped(made, [(1e-16, 0), (0.01, 0.0001), (0, 0), (0, 0)])
    assert "Exactly nothing in every replicate: Grid staff, Mandated share and Breadth of copying." in said(one)
