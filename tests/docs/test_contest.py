"""The defaults of the contest are those that were fixed before it was run: the table of the page, in both languages."""

import re
from pathlib import Path

import pytest
from cogov.model.quantities.parameters import declared

DOCS = Path(__file__).parents[2] / "docs"


def frozen(page):
    """Name and default of every row of the table of defaults."""
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \| \d \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    for names, values in rows:
        each, given = re.findall(r"`(\w+)`", names), re.split(r"[,、]\s*", values.strip())
        yield from zip(each, given if len(given) == len(each) else given * len(each), strict=True)


@pytest.mark.parametrize("page", ["contest.md", "contest.zh.md"])
def test_defaults_are_those_fixed_before(page):
    values = dict(frozen(page))
    assert len(values) == 21
    for name, value in values.items():
        wanted = 1 / 6 if value == "1/6" else float(value)
        assert declared(name).default == wanted, name


def test_both_languages_say_the_same():
    assert list(frozen("contest.md")) == list(frozen("contest.zh.md"))
