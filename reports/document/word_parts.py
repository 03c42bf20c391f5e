"""What python-docx has no words for: fonts for Chinese, links inside a document, fields, borders, and bytes that stay the same."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

LATIN, LATIN_HEAD, HAN, HAN_HEAD, MONO = "Calibri", "Calibri", "宋体", "黑体", "Consolas"
INK, SOFT, ACCENT, LINE = "1D2430", "535E6C", "14559B", "C9D0D8"
TONES = {"better": "1F5F96", "worse": "A14F05", "faint": SOFT}
WIDTH, HEIGHT = Mm(170), Mm(228)
RIGHT = WD_PARAGRAPH_ALIGNMENT.RIGHT
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LONGEST_TIP = 255
"""Word refuses longer tips."""

_FALLBACK = {HAN: "SimSun,Noto Serif CJK SC,Songti SC", HAN_HEAD: "SimHei,Noto Sans CJK SC,PingFang SC"}


def part_of_line(share: float) -> Emu:
    """Return a width: a share of the line."""
    return Emu(round(share * WIDTH))


def element(name: str, /, **attributes: Any) -> Any:
    """Return an element with attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def fonts(target: Any, latin: str, han: str) -> None:
    """Set the fonts of a style or a run, Chinese letters apart from Latin ones."""
    properties = target.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=han))


def prepare(document: Document, language: str) -> None:
    """Set page, fonts and styles."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(18), Mm(17)
    page.header_distance = page.footer_distance = Mm(9)
    styles: Any = document.styles
    normal = styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10), RGBColor.from_string(INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(4), 1.08
    fonts(normal.element, LATIN, HAN)
    normal.element.get_or_add_rPr().append(element("lang", val="en-US" if language == "en" else "zh-CN", eastAsia="zh-CN"))  # fmt: skip
    for name, size, before in (("Title", 20, 2), ("Heading 1", 14, 14), ("Heading 2", 11.5, 9), ("Heading 3", 10.5, 8)):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor.from_string(INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        style.paragraph_format.keep_with_next = True
        fonts(style.element, LATIN_HEAD, HAN_HEAD)
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    _paragraph(styles, "Finding", 12, bold=True, shade="F3F6F9", bar=ACCENT)
    _paragraph(styles, "Warning", 10, shade="FDF5EC", bar=TONES["worse"])
    _paragraph(styles, "Question", 10, colour=SOFT, italic=language == "en")
    _paragraph(styles, "Small", 8.5, colour=SOFT)
    _paragraph(styles, "Code", 8.5, shade="F3F6F9")
    fonts(styles["Code"].element, MONO, HAN)
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(8.5), False, RGBColor.from_string(SOFT)
    fonts(caption.element, LATIN, HAN)
    for name in ("Number", "Named", "Mark", "Mono"):
        styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    styles["Mark"].font.superscript, styles["Mark"].font.color.rgb = True, RGBColor.from_string(ACCENT)
    styles["Mark"].font.bold = False
    styles["Mono"].font.size = Pt(8)
    fonts(styles["Mono"].element, MONO, HAN)
    _fallback_fonts(document)


def _paragraph(styles: Any, name: str, size: float, *, bold: bool = False, italic: bool = False, shade: str = "", bar: str = "", colour: str = "") -> None:  # fmt: skip
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_pPr()
    if bar:
        border = element("pBdr")
        border.append(element("left", val="single", sz=36, space=8, color=bar))
        properties.append(border)
    if shade:
        properties.append(element("shd", val="clear", color="auto", fill=shade))
    if bar:
        style.paragraph_format.left_indent = Mm(4)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(3), Pt(5)


def _fallback_fonts(document: Document) -> None:
    """Name what may stand in for the Chinese fonts where they are missing."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    more = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in _FALLBACK.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", more.encode("utf-8") + b"</w:fonts>")


def field(paragraph: Any, instruction: str, shown: str = "", dirty: bool = False) -> None:
    """Add a field that a word processor computes, with what is shown until then."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    for part in (begin, code, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)
    if shown:
        paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Make a place in a document that links lead to."""
    start, end = element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def styled(paragraph: Any, text: str, style: str) -> Any:
    """Add text in a character style of this module, by its identifier: python-docx looks names up at length."""
    run = paragraph.add_run(text)
    run._r.style = style
    return run


def link(paragraph: Any, text: str, to: str, style: str, tip: str = "") -> Any:
    """Add text that leads to a place in the document; return its run."""
    outer = element("hyperlink", anchor=to, history="1")
    if tip:
        outer.set(qn("w:tooltip"), tip if len(tip) <= LONGEST_TIP else tip[: LONGEST_TIP - 1] + "…")
    run = styled(paragraph, text, style)
    outer.append(run._r)
    paragraph._p.append(outer)
    return run


def borders(table: Any) -> None:
    """Draw lines above, below and between the rows, none next to them."""
    drawn = element("tblBorders")
    for side, size, colour in (("top", 10, INK), ("bottom", 6, INK), ("insideH", 4, LINE)):
        drawn.append(element(side, val="single", sz=size, space=0, color=colour))
    margins = element("tblCellMar")
    for side, width in (("left", 40), ("right", 70)):
        margins.append(element(side, w=width, type="dxa"))
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(drawn)  # the order of these elements is fixed
    layout.addnext(margins)


def repeat(row: Any) -> None:
    """Repeat a row at the top of every page that its table runs over."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def describe(picture: Any, text: str, number: int) -> None:
    """Give a picture the words for those who do not see it."""
    properties = picture._inline.docPr
    properties.set("descr", text)
    properties.set("id", str(number))
    properties.set("name", f"Figure {number}")


def as_bytes(document: Document, title: str, author: str) -> bytes:
    """Return the file, the same bytes for the same content: no time of writing anywhere."""
    about: Any = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments, about.revision = title, author, author, "", 1
    about.created = about.modified = about.last_printed = datetime(*FIXED_TIME)
    sink = io.BytesIO()
    document.save(sink)
    again = io.BytesIO()
    with zipfile.ZipFile(sink) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            same: Any = zipfile.ZipInfo(entry.filename, FIXED_TIME)
            same.compress_type, same.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(same, old.read(entry.filename))
    return again.getvalue()
