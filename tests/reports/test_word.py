"""The report for Word: what a word processor needs, Chinese letters in Chinese fonts, the same bytes each time."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from cogov.reports.decision.figures import FIGURES
from cogov.reports.decision.report import Cover
from cogov.reports.decision.report_files import file_names
from cogov.runs.settings import SettingError

from ..support.references import W
from ..support.report_pages import word

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(pair):
    pytest.importorskip("docx")
    return word(pair, "zh", cover=Cover(title="试点", author="规划办"))


@pytest.fixture(scope="module")
def parts(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def body(parts):
    return ElementTree.fromstring(parts["word/document.xml"])[0]


def test_a_word_processor_can_open_it(made):
    import docx

    document = docx.Document(io.BytesIO(made))
    assert document.core_properties.author == "规划办"
    assert document.core_properties.title == "试点"
    headings = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings[0] == "逐项结果"
    assert headings[-1] == "数字来源"
    assert any(
        one.style is not None and one.style.name == "Title" and one.text == "试点" for one in document.paragraphs
    )


def test_same_bytes(pair, made):
    assert word(pair, "zh", cover=Cover(title="试点", author="规划办")) == made


def test_no_time_of_writing(made, parts):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", parts["docProps/core.xml"])) == {b"1980-01-01T00:00:00Z"}


def test_links_lead_to_places_in_the_document(body):
    places = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    links = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")}
    assert links
    assert links <= places
    identities = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(identities) == len(set(identities))


def test_tables_repeat_their_heads_and_keep_rows_whole(body):
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) > 6
    for table in tables:
        first, *others = table.iter(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)


def test_order_of_elements_that_word_insists_on(body):
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in body.iter(f"{W}tblPr"):
        names = [part.tag.removeprefix(W) for part in table]
        assert names == sorted(names, key=order.index)


def test_pictures_have_words(body, parts):
    found = [one for one in body.iter() if one.tag.endswith("}docPr")]
    assert len(found) == len(FIGURES)
    assert all(one.get("descr") for one in found)
    assert len({one.get("id") for one in found}) == len(found)


def test_chinese_letters_have_chinese_fonts(parts):
    styles = parts["word/styles.xml"].decode()
    normal = re.search(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', styles, re.DOTALL)
    assert normal is not None
    assert 'w:eastAsia="宋体"' in normal[0]
    heading = re.search(r'<w:style [^>]*w:styleId="Heading1".*?</w:style>', styles, re.DOTALL)
    assert heading is not None
    assert 'w:eastAsia="黑体"' in heading[0]
    assert "asciiTheme" not in normal[0] + heading[0]
    assert "Noto Serif CJK SC" in parts["word/fontTable.xml"].decode()


def test_contents_and_pages_are_fields(body, parts):
    codes = [one.text or "" for one in body.iter(f"{W}instrText")]
    assert any("TOC" in code for code in codes)
    foot = b"".join(data for name, data in parts.items() if "footer" in name).decode()
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_files_of_both_languages(pair, monkeypatch):
    monkeypatch.setattr("cogov.reports.decision.report_files.pictures", lambda *given: {})
    monkeypatch.setattr("cogov.reports.decision.report_files.html", lambda *_: "")
    monkeypatch.setattr("cogov.reports.decision.report_files.docx", lambda report, images, language: language.encode())
    both, one = pair.files(None, word=True), pair.files("en", word=True)
    assert (both["report.en.docx"], both["report.zh.docx"], one["report.docx"]) == (b"en", b"zh", b"en")
    assert {*both, *one} <= set(file_names(pair.names))


def test_without_python_docx(pair, monkeypatch):
    monkeypatch.setattr("cogov.reports.document.word.importlib.util.find_spec", lambda name: None)
    with pytest.raises(SettingError, match="python-docx"):
        pair.report("nowhere", word=True)
