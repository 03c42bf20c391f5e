"""How a report defines its scenarios: every lever that departs from the status quo, with its reason, from wherever it comes."""

from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.sections.basis import scenarios
from cogov.reports.decision.tables import ledger_of
from cogov.reports.document.blocks import Table
from cogov.scenarios import load

from ..support.synthetic_comparisons import comparison

BOTH = ("en", "zh")


def section(*names):
    made = comparison(Comparison, names)
    return scenarios(made, ledger_of(made))


def test_a_scenario_of_parts_has_the_words_of_each():
    text = repr(section("above+high_control+society_purse", "status_quo"))
    for name in ("above", "high_control", "society_purse"):
        part = load(name)
        assert f"Mono(text='{name}'" in text
        assert all(part.title[lang] in text for lang in BOTH)
        assert all(reason[lang] in text for reason in part.reasons.values() for lang in BOTH)
    assert "Who decides" in text
    assert "经费投向" in text


def test_what_is_inherited_is_there_too():
    found = section(
        "status_quo", "funding_cut"
    )  # it sets no lever itself, and departs from the status quo by those of co_governance
    tables = [block for block in found.blocks if isinstance(block, Table)]
    rows = {row.name for table in tables[1:] for row in table.rows}
    assert set(load("co_governance").own) <= rows
    assert all(reason.en in repr(tables) for reason in load("co_governance").reasons.values())
