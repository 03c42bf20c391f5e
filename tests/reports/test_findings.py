"""Findings in plain words say what the intervals show and no more."""

import re

import numpy as np
import pytest
from cogov.model.quantities.indicators import INDICATORS, MAIN, PARTS
from cogov.reports.decision import findings
from cogov.reports.decision import ranking as leads
from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.sections import results
from cogov.reports.decision.sections.first_page import front
from cogov.reports.document.blocks import Bullets, say

from ..support.synthetic_comparisons import comparison
from .conftest import shaped


def of(made, indicator):
    return next(one for one in findings.outcomes(made, made.ledger) if one.indicator == indicator)


def test_every_main_outcome_is_spoken_of_in_both_languages(three):
    found = findings.outcomes(three, three.ledger)
    assert [one.indicator for one in found] == list(MAIN)
    for one in found:
        assert one.text.en.endswith(".")
        assert one.text.zh.endswith("。")
        assert len(one.details) == 2


def test_a_clear_lead(pair):
    one = of(pair, "satisfaction")
    assert one.clear
    assert one.leaders == ("co_governance",)
    assert one.text.en == "Co-governance is clearly ahead."
    assert one.text.zh == "协同共治明确领先。"


def test_less_is_better(pair):
    assert of(pair, "escalation").leaders[0] == "top_down"


def test_a_small_lead_is_called_slight(pair):
    one = of(pair, "belonging")
    assert one.clear
    assert one.slight
    assert "only slightly" in one.text.en


def test_no_difference_at_all(pair):
    assert of(pair, "participation").text.en == "No difference at all."


def test_where_the_interval_includes_zero_nobody_leads():
    def noisy(summary, place):
        summary[1, :, place["satisfaction"]] = summary[0, :, place["satisfaction"]] + [0.1, -0.1, 0.2, -0.19, 0.1, -0.1]

    made = comparison(Comparison, ("top_down", "co_governance"), change=noisy)
    one = of(made, "satisfaction")
    assert not one.clear
    assert one.text.en == "No clear difference."


def test_who_is_behind_is_said_only_of_the_leader():
    def tied(summary, place):
        k = place["satisfaction"]
        noise = np.array([0.01, -0.01, 0.02, -0.02, 0.01, -0.012])
        summary[1, :, k] = summary[0, :, k] + 0.2 + noise / 10
        summary[2, :, k] = summary[1, :, k] - 0.001 + noise

    one = of(comparison(Comparison, change=tied), "satisfaction")
    assert not one.clear
    assert one.leaders == ("local_exploration", "co_governance")
    assert one.text.en == "Local exploration is ahead of Top-level design, but not clearly of Co-governance." or (
        "is ahead of" in one.text.en and "but not clearly of" in one.text.en
    )


def test_one_replicate_says_nothing():
    made = comparison(Comparison, replicates=1)
    assert "not what differs" in findings.headline(made, made.ledger, findings.outcomes(made, made.ledger)).en
    assert findings.against_baseline(made, made.ledger) == []
    assert all(one.text.en == "Too few replicates for a statement." for one in findings.outcomes(made, made.ledger))


def test_headline_counts():
    made = comparison(Comparison, change=shaped)
    found = findings.outcomes(made, made.ledger)
    text = findings.headline(made, made.ledger, found).en
    leads = sum(one.clear for one in found)
    assert 0 < leads < 7
    assert text.startswith("Of 7 main outcomes, ")
    assert f"in {7 - leads} no scenario is" in text


def test_headline_of_two_scenarios_says_what_is_better_and_worse(pair):
    found = findings.outcomes(pair, pair.ledger)
    text = findings.headline(pair, pair.ledger, found)
    better, worse = (
        [one for one in found if one.clear and one.leaders[0] == name] for name in ("co_governance", "top_down")
    )
    assert (
        f"clearly better in {len(better)} and clearly worse in {len(worse)} (Escalation) of 7 main outcomes" in text.en
    )
    assert f"有 {len(better)} 项明确更好，有 {len(worse)} 项明确更差（纠纷升级）" in text.zh
    assert (
        f"在 {7 - len(better) - len(worse)} 项" in text.zh or f"{7 - len(better) - len(worse)} 项无明确差异" in text.zh
    )


def test_headline_of_two_scenarios_that_do_not_differ():
    def same(summary, place):
        summary[1] = summary[0]

    made = comparison(Comparison, ("top_down", "co_governance"), change=same)
    text = findings.headline(made, made.ledger, findings.outcomes(made, made.ledger))
    assert "no clear difference in any of the 7 main outcomes" in text.en
    assert "均无明确差异" in text.zh


def test_shares_are_read_in_per_cent_and_their_differences_in_points(pair):
    one = of(pair, "satisfaction")
    mean = float(np.mean(pair.values("co_governance", "satisfaction")))
    assert float(str(one.means["co_governance"].en)) == pytest.approx(100 * mean, abs=0.06)
    assert "percentage points against" in str(one.details[0].en)
    assert "个百分点" in str(one.details[0].zh)
    assert "points" not in str(of(pair, "escalation").details[0].en)


def test_against_the_baseline(pair):
    (text,) = findings.against_baseline(pair, pair.ledger)
    assert "worse in" in text.en
    assert INDICATORS["escalation"].label.en in text.en
    assert INDICATORS["escalation"].label.zh in text.zh


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_scenarios_of_one_title_are_told_apart(language):
    made = comparison(Comparison, ("top_down", "top_down as mine"))
    titles = findings.titles(made)
    assert "mine" in titles["mine"][language]
    assert titles["mine"] != titles["top_down"]


def front_text(made, lang="en"):
    section = front(made, made.ledger, None, say("", ""))
    return "\n".join(
        str(getattr(item, lang)) for block in section.blocks if isinstance(block, Bullets) for item in block.items
    )


def test_the_front_page_names_every_clearly_worse_indicator_whether_main_or_not():
    def worse(summary, place):
        noise = 0.001 * np.arange(summary.shape[1])
        base = summary[0]
        summary[1] = base
        summary[1, :, place["trust_government"]] = base[:, place["trust_government"]] * (0.85 + noise)
        summary[1, :, place["case_time"]] = base[:, place["case_time"]] * (1.1 + noise)
        summary[1, :, place["isolated"]] = base[:, place["isolated"]] * (1.01 + 0.1 * noise)  # slight
        summary[1, :, place["volunteer_hours"]] = base[:, place["volunteer_hours"]] * (1.2 + noise)

    made = comparison(Comparison, ("top_down", "co_governance"), change=worse)
    named = leads.also_worse(made, "co_governance")
    assert set(named) == {"trust_government", "case_time"}
    for lang in ("en", "zh"):
        text = front_text(made, lang)
        for indicator in named:
            assert INDICATORS[indicator].label[lang] in text
        assert INDICATORS["isolated"].label[lang] not in text
    assert named[0] == "trust_government"  # it loses more of its level


def test_the_front_page_says_so_where_nothing_is_worse():
    def equal(summary, place):
        summary[1] = summary[0]

    made = comparison(Comparison, ("top_down", "co_governance"), change=equal)
    assert "No indicator is clearly worse" in front_text(made)


def without_service(summary, place):
    """Service has no weight, and the parts of the second scenario are higher."""
    summary[:, :, place["satisfaction_from_service"]] = 0.0
    for name in PARTS["satisfaction"][1:]:
        summary[1, :, place[name]] = summary[0, :, place[name]] + 0.05


def test_parts_stand_below_satisfaction_where_they_are_there():
    made = comparison(Comparison, ("top_down", "co_governance"), change=without_service)
    shown = findings.parts(made, "satisfaction")
    assert shown == PARTS["satisfaction"][1:]
    assert findings.parts(made, "belonging") == ()
    (table,) = (one for one in results.outcomes(made, made.ledger).blocks if hasattr(one, "rows"))
    names = [row.name for row in table.rows]
    assert names == ["satisfaction", *shown, *MAIN[1:]]
    assert [row.style for row in table.rows].count("part") == len(shown)
    whole = [block for block in results.differences(made, made.ledger).blocks if hasattr(block, "rows")]
    names = [row.name for row in whole[0].rows if row.name]
    assert names[: len(shown) + 2] == ["satisfaction", *shown, MAIN[1]]
    assert sorted(names) == sorted(INDICATORS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_paired_differences_of_parts_are_in_words(language):
    made = comparison(Comparison, ("top_down", "co_governance"), change=without_service)
    means, against = findings.part(made, made.ledger, "satisfaction_from_cases")
    assert set(means) == {"top_down", "co_governance"}
    points = "percentage points" if language == "en" else "个百分点"
    assert re.search(rf"\+5\.0+ {points}", against[language])


@pytest.mark.parametrize("everything", [False, True])
def test_the_screen_shows_parts_below_satisfaction(everything, capsys):
    from cogov.cli.support.summaries.comparison_summary import _show_differences, console

    made = comparison(Comparison, ("top_down", "co_governance"), change=without_service)
    _show_differences(console(), made, everything, "en")
    lines = capsys.readouterr().out.splitlines()
    shown = [line for line in lines if "Satisfaction" in line]
    assert shown[0].lstrip().startswith("Satisfaction ·") or shown[0].lstrip().startswith("Satisfaction")
    labels = [INDICATORS[name].label.en[:20] for name in PARTS["satisfaction"][1:]]
    assert [any(label in line for line in shown[1:5]) for label in labels] == [True] * 4
