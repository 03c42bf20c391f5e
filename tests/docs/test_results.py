"""Numbers of the READMEs are those that the command prints now; pages of results say which model gave theirs."""

import pytest
from cogov.tools.site import readme, results
from cogov.tools.site.links import ROOT
from cogov.tools.site.pages import LANGUAGES, file_of


@pytest.fixture(scope="module")
def first():
    return readme.comparison()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_the_readme_is_what_compare_gives_now(first, language):
    text = (ROOT / file_of("README", language)).read_text(encoding="utf-8")
    assert readme.renewed(text, readme.rows(first, language)) == text, (
        "renew it: python -m cogov.tools.site.readme --write"
    )


def test_the_table_is_found_and_replaced():
    text = "# a\n\n| Last year of five | A | B |\n|---|---|---|\n| x | 1 | 2 |\n| y | 3 | 4 |\n\nrest\n"
    assert (
        readme.renewed(text, "| z | 5 | 6 |\n")
        == "# a\n\n| Last year of five | A | B |\n|---|---|---|\n| z | 5 | 6 |\n\nrest\n"
    )
    with pytest.raises(ValueError, match="no table"):
        readme.renewed("# a\n", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_on_an_earlier_model_comes_and_goes(language):
    page = "# Title\n\nText\n"
    old = results.marked(page, "evidence", language, current=False)
    assert "cogov evidence" in old.splitlines()[2]
    assert results.marked(old, "evidence", language, current=False) == old
    assert results.marked(old, "evidence", language, current=True) == page
    assert results.marked(page, "evidence", language, current=True) == page


def test_new_numbers_are_of_the_present_model_and_old_ones_stay_of_theirs(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "DOCS", tmp_path.parent)
    monkeypatch.setattr(results, "HERE", tmp_path)
    monkeypatch.setattr(results, "MADE", tmp_path / "made.json")
    for page, (pattern, _) in results.RESULTS.items():
        path = tmp_path / pattern.replace("*", "a")
        path.parent.mkdir(exist_ok=True)
        path.write_text("1\n", encoding="utf-8")
        for language in LANGUAGES:
            (tmp_path / file_of(page, language)).write_text("# T\n\nx\n", encoding="utf-8")

    def renew():
        for name, text in results.files().items():
            (tmp_path.parent / name).write_text(text, encoding="utf-8")

    def marks():
        return {page for page in results.RESULTS if "earlier" in (tmp_path / f"{page}.md").read_text(encoding="utf-8")}

    renew()
    assert marks() == set()
    monkeypatch.setattr(results, "model", lambda: "another")
    renew()
    assert marks() == set(results.RESULTS)
    (tmp_path / "validation" / "a.csv").write_text("2\n", encoding="utf-8")
    renew()
    assert marks() == set(results.RESULTS) - {"validation"}


def test_every_page_of_results_has_numbers_and_a_record():
    for page, (pattern, _) in results.RESULTS.items():
        assert list(results.HERE.glob(pattern)), page
        assert results.made()[page]["numbers"] == results.numbers(page)
