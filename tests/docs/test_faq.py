"""What the questions quote stands on the pages they link to: a page made anew with other numbers shows here."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
LINK = re.compile(r"\]\(([a-z_/.]+\.md)(?:#[^)]*)?\)")
NUMBER = re.compile(r"(?<![\d.])\d+\.\d{2,}(?![\d.])")


def quoted(page: str) -> list[tuple[str, list[str], list[str]]]:
    """Paragraphs that quote numbers of two decimals or more, with these numbers and the pages they link to."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = []
    for paragraph in text.split("\n\n"):
        links, numbers = LINK.findall(paragraph), NUMBER.findall(LINK.sub("]", paragraph))
        if links and numbers:
            found.append((paragraph[:60], numbers, links))
    return found


def near(number: str, text: str) -> bool:
    """Whether a page has this number, as it is or with more digits."""
    places = len(number.partition(".")[2])
    return any(f"{float(one):.{places}f}" == number for one in re.findall(r"\d+\.\d+", text))


@pytest.mark.parametrize("page", ["faq.md", "faq.zh.md"])
def test_numbers_are_on_the_linked_pages(page):
    parts = quoted(page)
    assert len(parts) > 4
    missing = []
    for start, numbers, links in parts:
        text = "\n".join((DOCS / link).read_text(encoding="utf-8") for link in links)
        missing += [f"{start}... {number} not in {links}" for number in numbers if not near(number, text)]
    assert not missing, "\n".join(missing)
