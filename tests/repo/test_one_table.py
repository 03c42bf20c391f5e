"""Markdown tables are written by one function: `cogov.reports.document.markdown.table`."""

import ast
import re

from .conftest import Source

RULE = re.compile(r"\|\s*:?-{3,}:?\s*\||(?<!-)-{3,}:?\|")
WRITER = "reports/document/markdown.py"
BY_HAND = {"data/samples/invented.py", "data/samples/social_insure.py"}
"""Texts that hold a table as somebody wrote it; nothing is put into it by code."""


def rules(source):
    """The lines of strings that hold the line below a table's head."""
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE.search(node.value):
            yield f"{source.name}:{node.lineno}"


def test_one_function_writes_tables(sources):
    here = [one for one in sources if one.layer != "tests" and one.name not in {WRITER, *BY_HAND}]
    assert not [place for source in here for place in rules(source)], "yield from table(head, rows, right)"


def test_the_check_sees_a_table(sources):
    broken = Source(sources[0].path)
    for text in ("'|---|---:|'", "'|' + '---|' * 3", "f'| a |\\n| --- | --- |'"):
        broken.nodes = list(ast.walk(ast.parse(text)))
        assert list(rules(broken))
