"""What residents contribute, in the report: a section, a table, a sentence on the first page; nothing without ablations."""

import pytest
from cogov.experiments.comparison.ablation import Ablated
from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.sections import residents

from ..support.synthetic_comparisons import comparison


@pytest.fixture(scope="module")
def ablated():
    made = comparison(Comparison)
    made.ablations = (Ablated("means", made.summary * 0.5), Ablated("alone", made.summary))
    return made, made.files()


def test_the_report_has_the_section_in_both_languages(ablated):
    _, files = ablated
    page = files["report.html"].decode()
    for words in (
        "What residents contribute",
        "居民的贡献",
        "residents replaced by the mean of their community",
        "以所在社区的均值代替",
    ):
        assert words in page
    assert (
        files["tables/residents.csv"]
        .decode("utf-8-sig")
        .splitlines()[0]
        .startswith("ablation,scenario,baseline,indicator")
    )
    assert '"ablations": [' in files["manifest.json"].decode()


def test_there_is_nothing_without_ablations(files):
    assert "tables/residents.csv" not in files
    assert "What residents contribute" not in files["report.html"].decode()


def test_a_sentence_says_what_is_clear(ablated):
    made, _ = ablated
    means, *rest = residents.in_words(made, made.ledger)
    assert "What residents contribute to" in means.en
    alone = [one for one in rest if "no influence of other residents" in one.en]
    assert all("no clear contribution to any main outcome" in one.en for one in alone)
    assert all("无明确贡献" in one.zh for one in alone)
