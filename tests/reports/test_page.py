"""What the page of a report says, figures apart."""

import dataclasses

import pytest
from cogov.core.quantity import STATUS_LABELS
from cogov.core.text import Text
from cogov.experiments.comparison.comparison_manifest import compare_command
from cogov.model.quantities.indicators import INDICATORS
from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.figures import FIGURES
from cogov.reports.decision.report import Cover

from ..support.report_pages import HAN, Page, rendered
from ..support.synthetic_comparisons import comparison


def test_values_of_the_table_are_those_of_the_runs(pair):
    page = Page(rendered(pair))
    row = pair.table().set_index("indicator").loc["satisfaction"]
    assert any(f"{100 * row['baseline']:.{places}f}" in page.text for places in (1, 2))
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
    assert page.ids.count("R1") == 1
    assert INDICATORS["satisfaction"].label[language] in page.text
    if language == "en":
        assert not HAN.search(page.text)
    else:
        assert "What can be said" not in page.text


def test_who_is_ahead_is_not_said_where_intervals_overlap():
    made = comparison(Comparison, ("top_down", "co_governance"), seed=3)
    page = Page(rendered(made))
    assert "best" not in page.text.lower().split()
    assert "Which scenario to choose: that depends" in page.text


def test_cover(three):
    cover = Cover("<Pilot> 2035", "Planning office", "November", "What <now>?")
    page = Page(rendered(three, cover=cover))
    for words in ("<Pilot> 2035", "Planning office", "November", "What <now>?"):
        assert words in page.text
    assert "How does a simulated district" not in page.text


def test_what_is_absent_says_how_to_get_it(three):
    page = Page(rendered(three))
    command = compare_command(three)
    assert f"{command} --why" in page.text
    assert f"{command} --futures 100" in page.text


def test_tables_can_be_read_aloud(three):
    page = Page(rendered(three))
    assert page.heads
    assert all(head["scope"] in ("col", "row", "rowgroup") for head in page.heads)
    assert len(page.ids) == len(set(page.ids))


def test_every_mark_leads_somewhere(three):
    page = Page(rendered(three, run_set="12345678"))
    assert {link[1:] for link in page.loads if link.startswith("#")} <= set(page.ids)
    assert "12345678" in page.text
