"""The page on verification is that of the present tests, names tests that exist, and says everything in both languages."""

import ast
import re

import pytest
from cogov.tests.model import test_extremes, test_levers
from cogov.tools.verification.page import RESULTS, document
from cogov.tools.verification.ways import WAYS
from cogov.tools.verification.words import EXTREMES, REASONS


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_current(language):
    file = RESULTS / f"verification{'' if language == 'en' else '.zh'}.md"
    assert file.read_text(encoding="utf-8") == document(language), "make verification writes it again"


def test_every_test_that_is_named_exists(root):
    for test in (test for way in WAYS for test in way.tests):
        file, _, name = test.partition("::")
        tree = ast.parse((root / "tests" / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def test_all_words_have_chinese_and_none_is_left_over():
    assert {row.reason for row in test_levers.ROWS} == REASONS.keys()
    assert test_extremes.CASES.keys() == EXTREMES.keys()
    assert all(
        re.search("[\u4e00-\u9fff]", words) or words.startswith("K")
        for words in (*REASONS.values(), *EXTREMES.values())
    )


def test_both_languages_have_the_same_parts():
    parts = [re.findall(r"^(#+|\|)", document(language), re.MULTILINE) for language in ("en", "zh")]
    assert parts[0] == parts[1]
    assert parts[0].count("##") == 5
