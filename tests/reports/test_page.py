"""What the page of a report says, figures apart."""

import dataclasses

import pytest
from cogov.core.quantity import STATUS_LABELS, Text
from cogov.model.indicators import INDICATORS
from cogov.reports.comparison import Comparison
from cogov.reports.figures import FIGURES

from ..experiments.synthetic import comparison
from .pages import HAN, Page, rendered


def test_values_of_the_table_are_those_of_the_runs(pair):
    page = Page(rendered(pair))
    row = pair.table().set_index("indicator").loc["satisfaction"]
    assert f"{row['baseline']:.4f}" in page.text or f"{row['baseline']:.3f}" in page.text
    assert "Co-governance is clearly ahead." in page.text


def test_a_small_comparison_without_intervals():
    made = comparison(Comparison, ("top_down", "co_governance"), replicates=1, weeks=4)
    page = Page(rendered(made))
    assert "With a single replicate there are no intervals" in page.text
    assert "nan" not in page.text.lower().split()


def test_markup_in_titles_is_text(pair):
    evil = dataclasses.replace(pair.setting.scenarios[1], title=Text("<script>x</script>", "<b>坏</b>"))
    made = comparison(Comparison, ("top_down", "co_governance"))
    made.setting = dataclasses.replace(made.setting, scenarios=(made.setting.scenarios[0], evil))
    report = rendered(made, None)
    assert "<script>x" not in report
    assert "&lt;script&gt;x" in report


def test_every_assumption_is_listed(three):
    page = Page(rendered(three, None))
    for quantity, _ in three.facts[0].assumptions:
        assert quantity.label.en in page.text
        assert quantity.name in page.text
    assert STATUS_LABELS["assumed"].zh in page.text


def test_reasons_of_the_levers_are_given(three):
    page = Page(rendered(three))
    for scenario in three.setting.scenarios:
        for reason in scenario.reasons.values():
            assert " ".join(reason.en.split()) in page.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_language(three, language):
    page = Page(rendered(three, language))
    assert len(page.images) == len(FIGURES)
    assert "lang" not in page.images[0]
    assert INDICATORS["satisfaction"].label[language] in page.text
    if language == "en":
        assert not HAN.search(page.text)
    else:
        assert "What can be said" not in page.text


def test_every_table_of_results_names_its_runs(three):
    page = Page(rendered(three, run_set="12345678"))
    named = [caption for caption in page.captions if "12345678" in caption]
    assert len(named) == 1 + 2 + 2 + 1  # findings, differences, gains, money
