"""What is said and drawn of futures: the numbers that were found, both languages, the same bytes."""

import re

import pytest
from cogov.experiments.futures.discovery import Condition, Limit
from cogov.model.quantities.indicators import INDICATORS
from cogov.reports.decision import futures_text, report_files
from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.futures_figures import FUTURES_FIGURES, draw_futures
from cogov.reports.decision.report_files import file_names
from cogov.reports.format.style import image

from ..experiments.test_futures import made, similar
from ..support.synthetic_comparisons import comparison

AT = {name: k for k, name in enumerate(INDICATORS)}
NAMES = ("top_down", "co_governance")


@pytest.fixture(scope="module")
def told():
    found = comparison(Comparison, NAMES, replicates=8)
    found.futures = made(similar, names=NAMES, count=30)
    return found


def test_a_condition_is_said_with_its_held_out_numbers(told):
    one = told.futures.condition("co_governance", "satisfaction")
    said = futures_text.condition_sentence(one)
    assert f"fails in {one.cases} of 30 futures" in said.en
    assert "Similarity of communities is at least 0.7" in said.en
    assert "coverage 100\u00a0%" in said.en
    assert "not made from" in said.en
    assert "社区相似度不低于 0.7" in said.zh
    assert "覆盖率 100\u00a0%" in said.zh


@pytest.mark.parametrize("reason", ["always", "never", "few", "none", "no finding"])
def test_where_there_is_no_condition_it_is_said(reason):
    said = futures_text.condition_sentence(Condition("b", "satisfaction", cases=2, count=30, reason=reason))
    assert said.en.endswith(".")
    assert said.zh.endswith("。")


def test_words_of_a_box():
    box = (Limit("threshold_kind", words=("count",)), Limit("drift", 0.05, 0.1), Limit("budget", high=1200.0))
    said = futures_text.box_words(Condition("b", "x", limits=box))
    assert (
        said.en == "Kind of threshold is number of ties and Drift is between 0.05 and 0.1 and Budget is at most 1,200"
    )
    assert said.zh == "阈值类型为数量，且条件漂移介于 0.05 与 0.1 之间，且预算不高于 1,200"


def test_every_finding_and_every_regret_is_said(told):
    said = futures_text.sentences(told)
    english = " ".join(one.en for one in said)
    assert "Of 7 findings" in said[0].en or "findings" in said[0].en
    assert "not probabilities" in english
    assert "Satisfaction is higher under Co-governance than under Top-level design in" in english
    assert "best in every future tried" in english
    assert all(one.zh != one.en for one in said)
    assert not re.search(r"\bnan\b", english + " ".join(one.zh for one in said))


def test_shares_of_all_are_not_more_than_all(told):
    held = told.futures.held("co_governance", "true_resolution")
    assert "to 100\u00a0%" in futures_text.held_sentence(told, held).en


def test_a_future_in_words(told):
    said = futures_text.point_words(told.futures, 1)
    assert said.en.count(",") == 2


def test_without_futures():
    found = comparison(Comparison, NAMES)
    with pytest.raises(ValueError, match="without futures"):
        futures_text.sentences(found)
    assert not {*FUTURES_FIGURES} & {*found.figures}
    with pytest.raises(ValueError, match="no figure 'futures'"):
        found.plot("futures")


@pytest.mark.slow
@pytest.mark.parametrize("name", FUTURES_FIGURES)
@pytest.mark.parametrize("language", ["zh"])
def test_figures_are_the_same_bytes(told, name, language):
    once, twice = (image(draw_futures(told, name, language), "svg") for _ in range(2))
    assert once == twice


def test_a_figure_shows_every_future(told):
    axes = draw_futures(told, "futures", "en").axes
    assert len(axes) == 7
    dots = [line for line in axes[0].lines if line.get_marker() == "o"]
    assert sum(len(line.get_xdata()) for line in dots) == 30
    assert len(axes[0].patches) == 1  # the box
    assert not axes[1].patches


def test_figures_of_odd_futures(told):
    """One future, no finding at all, many scenarios, quantities without an effect: still drawn."""
    for names, count in ((NAMES, 1), (("top_down", "co_governance", "law_first", "grid_only"), 3)):
        odd = comparison(Comparison, names, replicates=2)
        odd.futures = made(lambda values, points: None, names=names, count=count, replicates=1)
        odd.futures.values[..., AT["escalation"]] = float("nan")
        for name in FUTURES_FIGURES if count > 1 else ["futures"]:
            assert draw_futures(odd, name, "en").axes
        assert futures_text.sentences(odd)


def test_all_files_are_announced(told, monkeypatch):
    monkeypatch.setattr(report_files, "draw_figure", lambda *_: None)
    monkeypatch.setattr(report_files, "image", lambda *_: b"<svg/>")
    files = told.files("en")
    assert {name for name in files if name.startswith(("futures", "figures/futures"))}
    assert {*files} <= {*file_names(NAMES, futures=True)}
