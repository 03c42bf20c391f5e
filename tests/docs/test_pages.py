"""The pages: both languages whole and alike, links that lead somewhere, figures that are there, numbers that are those of their sources."""

import os
import re
from pathlib import Path

import pytest
from cogov.tools.site import generated, results
from cogov.tools.site.links import CODE, FENCE, LINK, BrokenLink, adapted, is_address, split
from cogov.tools.site.pages import LANGUAGES, PAGES, file_of
from cogov.tools.site.reference import commands, python_names, python_zh

from ..repo.conftest import ROOT

DOCS = ROOT / "docs"
RENEW = "renew it: python -m cogov.tools.site.build --pages"
FILES = [DOCS / file_of(page, language) for page in PAGES for language in LANGUAGES]
READMES = [ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")]
OTHERS = {"README.md"}  # of folders of figures and tables, should there be any


def prose(path):
    """A page without its blocks of code and without code within lines, except for that which is a link's words."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return re.sub(r"(?<!\[)" + CODE.pattern + r"(?!\]\()", "", text)


def headings(path):
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return re.findall(r"(?m)^(#{1,4}) +(.*?)\s*$", text)


def anchors(path):
    """Anchors of a page: of its headings as GitHub and the site make them, and those that it sets itself."""
    from pymdownx.slugs import slugify

    slug = slugify(case="lower")
    made = {slug(re.sub(r"`|\*\*", "", words), "-") for _, words in headings(path)}
    return made | set(re.findall(r'<a id="([^"]+)"', path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def made():
    return generated.files()


def test_what_is_made_from_the_code_is_current(made):
    assert [name for name, text in made.items() if (DOCS / name).read_text(encoding="utf-8") != text] == [], RENEW


def test_the_command_line_and_the_public_names_have_chinese_words():
    """A new option wants its Chinese words in cli/support/help_zh.py, a name in python_zh.py; what is gone leaves none behind."""
    assert commands.missing() == []
    assert {name: words for name, words in commands.shared().items() if len(words) > 1} == {}
    assert python_names.summaries() != []
    assert set(python_names.summaries()) == set(python_zh.SUMMARIES)


def test_every_picture_is_shown_and_every_table_belongs_to_a_page():
    """A picture that no page shows is read by nobody, and every clone carries it."""
    text = "".join(path.read_text(encoding="utf-8") for path in [*FILES, *READMES])
    tables = {path for pattern, _ in results.RESULTS.values() for path in results.HERE.glob(pattern)}
    pictures = [*(DOCS / "figures").iterdir(), *(results.HERE / "figures").iterdir()]
    assert [path.name for path in pictures if f"figures/{path.name}" not in text] == []
    assert [path.name for path in DOCS.rglob("*.csv") if path not in tables and path.name not in text] == []


def test_every_page_is_in_the_site_and_in_both_languages():
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert there - {file_of(page, language) for page in PAGES for language in LANGUAGES} == set()
    assert all(path.exists() for path in FILES)


@pytest.mark.parametrize("page", [*PAGES, "../README"])
def test_both_languages_have_the_same_headings(page):
    one, other = (headings(DOCS / file_of(page, language)) for language in LANGUAGES)
    assert [level for level, _ in one] == [level for level, _ in other]
    assert sum(level == "#" for level, _ in one) == 1


@pytest.mark.parametrize("path", [*FILES, *READMES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    broken = []
    for found in LINK.finditer(prose(path)):
        for target in (found["target"], *(inner["target"] for inner in LINK.finditer(found["text"]))):
            name, anchor = split(target)
            if is_address(target):
                continue
            place = Path(os.path.normpath(path.parent / name)) if name else path
            if not place.exists() or (anchor and place.suffix == ".md" and anchor[1:] not in anchors(place)):
                broken.append(target)
    assert broken == []


def test_a_page_links_to_its_own_language():
    """A Chinese page leads to Chinese pages, but for the one link to its own English form."""
    faults = []
    for page in PAGES:
        for found in LINK.finditer(prose(DOCS / file_of(page, "zh"))):
            name = os.path.normpath(Path(page).parent / split(found["target"])[0])
            if name.removesuffix(".md") in PAGES and name.removesuffix(".md") != page and found["text"] != "English":
                faults.append(f"{page}: {found['target']}")
    assert faults == []


def test_readmes_name_the_same_commands_and_figures():
    def named(name):
        text = (ROOT / name).read_text(encoding="utf-8")
        return {
            "commands": re.findall(r"`((?:cogov|make|--)[^`]*)`", text),
            "numbers": sorted(
                re.findall(r"(?<![\w.])[+−]?\d+(?:\.\d+)?", re.sub(r"(?ms)^```.*?^```|\]\([^)]*\)", "", text))
            ),
            "pictures": sorted(re.sub(r"[._]zh", "", one) for one in re.findall(r"docs/figures/[\w.-]+", text)),
        }

    one, other = named("README.md"), named("README.zh.md")
    assert set(other["commands"]) >= set(one["commands"])
    assert one["pictures"] == other["pictures"]
    # Numbers that are words in one language need not be digits in the other: those with a decimal point are the results.
    assert [n for n in one["numbers"] if "." in n] == [n for n in other["numbers"] if "." in n]


def test_the_layout_in_the_readmes_is_that_of_the_repository():
    for path in READMES[:2]:
        block = next(one[0] for one in FENCE.finditer(path.read_text(encoding="utf-8")) if "core/  " in one[0])
        folders = re.findall(r"(?m)^( *)([a-z]+)/ ", block)
        assert len(folders) > 10
        assert all((ROOT / "model" / name if indent else ROOT / name).is_dir() for indent, name in folders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_of_the_faq_stand_on_the_pages_it_links_to(language):
    """Each number with a decimal point, and each whole one above 12, stands on a page that its answer links to."""
    path = DOCS / file_of("faq", language)
    answers = re.split(r"(?m)^### .*$", path.read_text(encoding="utf-8"))[1:]
    assert len(answers) >= 15
    checked, unfounded = 0, []
    for number, answer in enumerate(answers, 1):
        links = [split(one["target"])[0] for one in LINK.finditer(answer)]
        sources = [(path.parent / link).read_text(encoding="utf-8") for link in links if link.endswith(".md")]
        text = " ".join(sources).replace("−", "-").replace(",", "")
        plain = LINK.sub(lambda one: one["text"], answer)
        for figure in re.findall(r"(?<![\w.\d])[+−]?\d+(?:,\d{3})*(?:\.\d+)?", plain):
            value = figure.replace("−", "-").replace(",", "")
            if "." in value or int(value.lstrip("+-")) > 12:
                checked += 1
                if not any(form in text for form in (value, value.lstrip("+-"))) and not _rounded(value, text):
                    unfounded.append(f"question {number}: {figure}")
    assert unfounded == []
    assert checked > 30


def _rounded(value, text):
    """Whether some number of a text is this one with more digits, or as a share instead of a percentage."""
    digits = len(value.partition(".")[2])
    wanted = float(value.lstrip("+-"))
    numbers = {float(one) for one in re.findall(r"\d+\.\d+", text)}
    return any(round(one, digits) == wanted or round(100 * one) == wanted for one in numbers)


def test_pages_are_made_fit_for_the_site():
    text, shown = adapted("index", "en")
    assert text.startswith("# cogov")
    assert "figures/compare.png" in shown
    text, _ = adapted("studies", "zh")
    assert '<a href="../en/studies.html">studies.md</a>' in text


def test_a_broken_link_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr("cogov.tools.site.links.DOCS", tmp_path)
    (tmp_path / "index.md").write_text("[x](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(BrokenLink, match=r"nowhere\.md"):
        adapted("index", "en")
