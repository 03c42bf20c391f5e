"""Where a number comes from is written in both languages, with the same figures."""

import re

import pytest
from cogov.core.quantity import Status, constant
from cogov.core.text import Text
from cogov.experiments.comparison.gains import HIGH_SKILL, MARGIN, SMALLEST_CELL
from cogov.experiments.futures.sampling import WEEKS
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT, LEVERS
from cogov.reports.decision.ranking import SLIGHT

SAID = {
    one.name: one
    for one in (
        *LEVERS.values(),
        *ENVIRONMENT.values(),
        *CONSTANTS.values(),
        *INDICATORS.values(),
        *(HIGH_SKILL, MARGIN, SMALLEST_CELL, SLIGHT, WEEKS),
    )
    if one.source.en
}
CITATION = re.compile(r"[A-Z][a-z]+(?: & [A-Z][a-z]+)*(?: \d{4})?")
FIGURE = re.compile(r"(?<![\d.])(-?)(\d[\d,]*\.?\d*|\.\d+)( million| ?万)?(?!\d|th\b)")
SCALE = {"": 1.0, " million": 1e6, "万": 1e4, " 万": 1e4}


def figures(words):
    """The numbers in a text, in order of size; a hyphen after a word or a number is no sign."""
    words = re.sub(r"(?<=\w)-(?=\d)", " ", words)
    return sorted(
        round(float(f"{sign}{number.strip(',').replace(',', '')}") * SCALE[scale], 6)
        for sign, number, scale in FIGURE.findall(words)
    )


def test_figures_are_read():
    assert figures("0.931 million of 8 x 4,200, .12 and -1") == [-1, 0.12, 8, 4200, 931_000]
    assert figures("93.1 万，2020-2021 年") == [2020, 2021, 931_000]
    assert figures("the 14th plan") == []


@pytest.mark.parametrize("name", SAID)
def test_a_source_is_in_both_languages(name):
    source = SAID[name].source
    if source.en == source.zh:
        assert CITATION.fullmatch(source.en), "a source in English only: write Text(en, zh)"
        return
    assert re.search("[\u4e00-\u9fff]", source.zh)
    assert not re.search("[\u4e00-\u9fff]", source.en)


@pytest.mark.parametrize("name", SAID)
def test_both_languages_have_the_same_figures(name):
    source = SAID[name].source
    assert figures(source.en) == figures(source.zh)


def test_all_but_levers_have_a_source():
    assert all(name in SAID for name in (*ENVIRONMENT, *CONSTANTS, *INDICATORS))


def test_a_source_may_be_english_words_or_both():
    def of(source):
        return constant("pride", 1, bounds=(0, 2), unit="share", label=Text("Pride", "自豪感"), source=source)

    assert of("not measured").source == Text("not measured", "未见实测")
    assert of("Pei 2021").source == Text("Pei 2021", "Pei 2021")
    assert of(Text("asked", "询问所得")).source == Text("asked", "询问所得")
    assert of("x").status is Status.ASSUMED
