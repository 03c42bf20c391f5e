"""The ODD description and the TRACE page: current, whole, in both languages, and true to the code."""

import ast
import re

import pytest
from cogov.agents import Government, Organization, Resident, SocialWorker
from cogov.core.quantity import STATUS_LABELS
from cogov.core.rows.columns import columns_of
from cogov.evidence.reproduce import RESULTS
from cogov.model.foundations import FOUNDATIONS
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS, MODULES
from cogov.model.schedule import MECHANISMS, SCHEDULE
from cogov.reports.odd import odd, odd_text, trace
from cogov.reports.odd.odd_files import files, html, page
from cogov.reports.odd.odd_states import GROUPS

from ..repo.conftest import ROOT

RENEW = "renew it: cogov odd --out docs && rm docs/odd*.html docs/trace*.html"


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def document(language):
    return odd.document(language)


@pytest.mark.parametrize("name", ["odd", "trace"])
def test_documents_are_current(name, language):
    suffix = "" if language == "en" else f".{language}"
    path = ROOT / "docs" / f"{name}{suffix}.md"
    assert path.read_text(encoding="utf-8") == page(name, language), RENEW


def test_every_declaration_is_shown(document, language):
    """Each parameter with its bounds and status, each state of each entity, each indicator."""
    lines = document.split("\n")
    for quantity in (*ENVIRONMENT.values(), *CONSTANTS.values()):
        (line,) = [
            line
            for line in lines
            if line.startswith(f"| `{quantity.name}` | {quantity.label[language]}")
            and quantity.source.replace("|", "\\|") in line
        ]
        assert STATUS_LABELS[quantity.status][language] in line
        assert odd._bounds(quantity) in line
    for quantity in (*LEVERS.values(), *INDICATORS.values()):
        assert any(line.startswith(f"| `{quantity.name}` | {quantity.label[language]}") for line in lines), (
            quantity.name
        )
    for cls in (Resident, Organization, SocialWorker, Government):
        for name, column in columns_of(cls).items():
            assert column.quantity is None or f"| `{name}` |" in document
    for _, struct, described in GROUPS:
        assert not set(struct.fields) - set(described), struct.name


def test_seven_elements_and_eleven_concepts(document, language):
    headings = [line.removeprefix("## ") for line in document.split("\n") if line.startswith("## ")]
    assert headings == [text[language] for text in odd_text.ELEMENTS]
    assert len(odd_text.CONCEPTS) == 11
    assert all(f"### {name[language]}\n" in document for name, _ in odd_text.CONCEPTS)


def test_the_schedule_is_the_one_that_runs(document, language):
    rows = re.findall(r"^\| (\d+) \| \[(.*?)\]\(#(.*?)\)", document, re.MULTILINE)
    assert [(int(k), label) for k, label, _ in rows] == [(k + 1, p.label[language]) for k, p in enumerate(SCHEDULE)]
    assert all(f'<a id="{anchor}"></a>' in document for _, _, anchor in rows)


def test_every_submodel_is_described_in_both_languages():
    for said in (*(process.about for process in SCHEDULE), *(module.ABOUT for module in FOUNDATIONS.values())):
        assert said.en.endswith(".")
        assert said.zh.endswith("。")
        assert len(said.zh) >= 15
    modules = {odd.title(module) for module in MODULES}
    shown = {odd.title(module) for module in MECHANISMS} | set(FOUNDATIONS)
    assert modules <= shown


def test_neighbours_and_published_results_are_named(document, language):
    assert "March 1991" in document
    assert "Siggelkow & Levinthal 2003" in document
    assert all(result.title[language] in document for result in RESULTS.values())


def test_chinese_has_chinese_units_and_costs():
    texts = odd.document("zh")
    for row in re.findall(r"^\| `.*$", texts, re.MULTILINE):
        assert "|  |" not in row or "合理" not in row
    units = {
        column.quantity.unit
        for cls in (Resident, Organization, SocialWorker, Government)
        for column in columns_of(cls).values()
        if column.quantity
    }
    units |= {described[name][0] for _, struct, described in GROUPS for name in struct.fields}
    assert [unit for unit in sorted(units) if re.search("[a-z]{3}", odd._unit(unit, "zh"))] == []


def test_docstrings_become_markdown():
    text = "First line\ngoes on:\n- a point\n  of two lines\n- x <- y * z\n\n    a = b\n\nExamples\n--------\n>>> 1\n"
    assert "\n".join(odd.prose(text)) == (
        "First line goes on:\n\n- a point of two lines\n- x &lt;- y \\* z\n\n```text\na = b\n```\n"
    )


def test_no_examples_and_no_broken_tables(document):
    assert ">>>" not in document
    heads = 0
    for block in re.findall(r"(?:^\|.*\n)+", document, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().split("\n")}
        assert len(widths) == 1, block[:200]
        heads += 1
    assert heads > 30


def test_pages_as_html(language):
    found = files([language])
    suffix = "" if language == "en" else f".{language}"
    assert sorted(found) == sorted(f"{name}{suffix}.{kind}" for name in ("odd", "trace") for kind in ("html", "md"))
    text = found[f"odd{suffix}.html"]
    assert text.count("<h2>") == 7
    assert "<table" in text
    assert "http" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert f'href="odd{suffix}.html"' in html(f"[x](odd{suffix}.md)", language)


# --- TRACE ---


def functions_in(file):
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_claim_of_quality_has_its_test():
    missing = []
    for element in trace.ELEMENTS:
        assert element.claims
        for claim in element.claims:
            assert claim.said.en
            assert claim.said.zh
            assert claim.tests
            for test in claim.tests:
                file, _, function = test.partition("::")
                if not function.startswith("test_") or function not in functions_in(file):
                    missing.append(test)
            assert all((ROOT / "docs" / f"{trace.page_of(name)}.md").exists() for name in claim.documents)
    assert missing == []


def test_trace_has_its_eight_elements_and_says_what_it_is_not_for(language):
    assert len(trace.ELEMENTS) == 8
    text = trace.document(language)
    assert all(said[language] in text for said in trace.NOT_FOR)
