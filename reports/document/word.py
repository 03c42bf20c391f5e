"""The report as a Word document, from the same content as the page (report.py).

Every number is a link to its row in the table of sources and says, when the mouse rests on it, where it was read. Needs
python-docx (the optional part `export`).
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.extras import install
from ...core.text import Text
from ...core.versions import version
from ...runs.settings import SettingError
from .blocks import (  # fmt: skip
    NEW_PAGE,
    At,
    Block,
    Bullets,
    Cell,
    Code,
    Heading,
    Mono,
    Name,
    Num,
    Para,
    Picture,
    Report,
    Row,
    Section,
    Table,
    Words,
    places,
    say,
    table_marks,
)

if TYPE_CHECKING:
    from docx.document import Document

STYLES = {
    "": "Normal",
    "lead": "Finding",
    "answer": "Normal",
    "question": "Question",
    "note": "Small",
    "warn": "Warning",
}
CONTENTS = say("Contents", "目录")


def check_word() -> None:
    """Raise `SettingError` where python-docx is missing; called before anything runs."""
    if importlib.util.find_spec("docx") is None:
        raise SettingError(
            Text(
                f"a report for Word needs python-docx: {install('export')}",
                f"生成 Word 报告需要 python-docx：{install('export')}",
            )
        )


def docx(report: Report, images: Mapping[tuple[str, str], bytes], language: str) -> bytes:
    """Return the document in one language.

    Parameters
    ----------
    images : PNG of each figure by (name, language).
    """
    check_word()
    return _Writer(report, images, language).document()


def anchor(section: Section) -> str:
    """Return the name of the place where a section begins, as Word allows it."""
    return section.name.replace("-", "_")


class _Writer:
    """Writes one document."""

    def __init__(self, report: Report, images: Mapping[tuple[str, str], bytes], language: str) -> None:
        import docx as library

        from . import word_parts

        self.parts = word_parts
        self.report, self.images, self.language = report, images, language
        self.file: Document = library.Document()
        self.count = 0
        word_parts.prepare(self.file, language)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def document(self) -> bytes:
        """Return the bytes of the whole."""
        report = self.report
        self._head_and_foot()
        kind = self.file.add_paragraph(style="Small")
        self._words(kind, report.kind)
        self._words(self.file.add_paragraph(style="Title"), report.title)
        if report.byline:
            self.file.add_paragraph(" · ".join(report.byline), style="Small")
        self._facts()
        for block in report.front.blocks:
            self._block(block, 2)
        self._contents()
        for section in report.sections:
            heading = self._heading(section.title, 1, anchor(section))
            heading.paragraph_format.page_break_before = section.name in NEW_PAGE
            for block in section.blocks:
                self._block(block, 2)
        end = say("Every number in this report comes from the runs {runs}. cogov {version}, MIT.", "本报告全部数字均来自运行集 {runs}。cogov {version}，MIT。", runs=Mono(report.run_set), version=version())  # fmt: skip
        self._words(self.file.add_paragraph(style="Small"), end)
        author = report.author or "cogov"
        return self.parts.as_bytes(self.file, report.title[self.language], author)

    def _head_and_foot(self) -> None:
        section = self.file.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head._p.style = foot._p.style = "Small"
        self._words(head, say("{title} · runs {runs}", "{title} · 运行集 {runs}", title=self.report.title, runs=Mono(self.report.run_set)))  # fmt: skip
        foot.alignment = self.parts.RIGHT
        self.parts.field(foot, "PAGE", "1")
        foot.add_run(" / ")
        self.parts.field(foot, "NUMPAGES", "1")

    def _facts(self) -> None:
        line = self.file.add_paragraph(style="Small")
        for place, (number, words) in enumerate(self.report.facts):
            if place:
                line.add_run(" · ")
            self._words(line, number, bold=True)
            line.add_run(" " if number else "")
            self._words(line, words)
        self._marks(line, self.report.facts_at)

    def _contents(self) -> None:
        """Add the list of sections as a field: links at once, page numbers when the field is updated."""
        title = self.file.add_paragraph(style="Heading 2")
        title.paragraph_format.page_break_before = True
        self._words(title, CONTENTS)
        sections = self.report.sections
        for place, section in enumerate(sections):
            line = self.file.add_paragraph()
            line.paragraph_format.space_after = 0
            if place == 0:
                self._field_part(line, "begin", 'TOC \\o "1-1" \\h \\z \\u')
            self.parts.link(line, section.title[self.language], anchor(section), "Named")
            if place == len(sections) - 1:
                self._field_part(line, "end")

    def _field_part(self, line: Any, kind: str, code: str = "") -> None:
        make = self.parts.element
        if kind == "end":
            line.add_run()._r.append(make("fldChar", fldCharType="end"))
            return
        line.add_run()._r.append(make("fldChar", fldCharType="begin"))
        told = make("instrText")
        told.text = f" {code} "
        line.add_run()._r.append(told)
        line.add_run()._r.append(make("fldChar", fldCharType="separate"))

    def _heading(self, words: Words, level: int, name: str = "") -> Any:
        paragraph = self.file.add_paragraph(style=f"Heading {level}")
        self._words(paragraph, words)
        self._marks(paragraph, words.at)
        if name:
            self.parts.bookmark(paragraph, name, self._next())
        return paragraph

    def _words(self, paragraph: Any, words: Words, bold: bool | None = None, colour: str = "") -> None:
        for one in words.pieces[self.language]:
            if isinstance(one, Num):
                run = self.parts.link(paragraph, one.text, f"R{self.report.reference(one.at)}", "Number", one.told)
            elif isinstance(one, Mono | Name):
                run = self.parts.styled(paragraph, one.text, "Mono" if isinstance(one, Mono) else "Named")
            else:
                run = paragraph.add_run(one)
            if bold is not None:
                run.font.bold = bold
            if colour:
                from docx.shared import RGBColor

                run.font.color.rgb = RGBColor.from_string(colour)

    def _marks(self, paragraph: Any, at: Iterable[At]) -> None:
        marks = self.report.marks(at)
        for place, number in enumerate(marks):
            self.parts.styled(paragraph, " [" if place == 0 else ", ", "Mark")
            self.parts.link(paragraph, f"R{number}", f"R{number}", "Mark")
        if marks:
            self.parts.styled(paragraph, "]", "Mark")

    def _block(self, block: Block, level: int) -> None:
        if isinstance(block, Para):
            paragraph = self.file.add_paragraph(style=STYLES[block.style])
            self._words(paragraph, block.words)
            self._marks(paragraph, places(block))
        elif isinstance(block, Heading):
            self._heading(block.words, level)
        elif isinstance(block, Bullets):
            for item in block.items:
                line = self.file.add_paragraph(style="List Bullet")
                line.paragraph_format.space_after = self.parts.Pt(2)
                self._words(line, item)
                self._marks(line, item.at)
        elif isinstance(block, Code):
            for line in block.lines:
                self.file.add_paragraph(line, style="Code")
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)

    def _picture(self, picture: Picture) -> None:
        holder: Any = self.file.add_paragraph()
        holder.paragraph_format.keep_with_next = True
        data = io.BytesIO(self.images[picture.name, self.language])
        drawn = holder.add_run().add_picture(data)
        shrunk = min(self.parts.WIDTH / drawn.width, self.parts.HEIGHT / drawn.height)
        drawn.width, drawn.height = round(drawn.width * shrunk), round(drawn.height * shrunk)
        self.parts.describe(drawn, picture.alternative[self.language], self._next())
        caption = self.file.add_paragraph(style="Caption")
        self._words(caption, picture.caption)
        self._marks(caption, places(picture))

    def _table(self, table: Table) -> None:
        if table.fold:
            heading = self._heading(table.fold, 3)
            heading.paragraph_format.page_break_before = "page" in table.style
        said, by_row = table_marks(self.report, table)
        columns = len(table.head)
        made = self.file.add_table(rows=0, cols=columns)
        made.autofit = False
        self.parts.borders(made)
        widths = table.widths or (0.34, *[0.66 / (columns - 1)] * (columns - 1))
        for column, width in zip(made.columns, widths):
            column.width = self.parts.part_of_line(width)
        small = 8 if "tight" in table.style or columns > 4 else 9
        self._row(made, Row(table.head), widths, small, head=True)
        for place, row in enumerate(table.rows):
            self._row(made, row, widths, small, by_row.get(place, ()), named="sources" in table.style)
        if table.caption or said:
            caption = self.file.add_paragraph(style="Caption")
            caption.paragraph_format.space_before = self.parts.Pt(3)
            self._words(caption, table.caption)
            self._marks(caption, said)

    def _row(
        self, made: Any, row: Row, widths: tuple[float, ...], size: float, marks: Iterable[At] = (), *, head: bool = False, named: bool = False
    ) -> None:  # fmt: skip
        line = made.add_row()
        self.parts.whole(line)
        if head:
            self.parts.repeat(line)
        cells = list(line.cells)
        if len(row.cells) < len(cells):  # the last one takes the rest of the row
            cells[len(row.cells) - 1] = cells[len(row.cells) - 1].merge(cells[-1])
        for place, (cell, holder, width) in enumerate(zip(row.cells, cells, widths)):
            if len(row.cells) == len(widths):
                holder.width = self.parts.part_of_line(width)
            strong = (
                head or cell.tone == "strong" or row.style == "sum" or (row.style in ("main", "group") and not place)
            )
            paragraph = holder.paragraphs[0]
            self._cell(paragraph, cell, size, strong, marks if place == 0 else ())
            if named and place == 0 and row.name:
                self.parts.bookmark(paragraph, row.name, self._next())

    def _cell(self, paragraph: Any, cell: Cell, size: float, strong: bool, marks: Iterable[At]) -> None:
        paragraph.paragraph_format.space_after = self.parts.Pt(1)
        paragraph.paragraph_format.space_before = self.parts.Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        if cell.number:
            paragraph.alignment = self.parts.RIGHT
        colour = self.parts.TONES.get(cell.tone, "")
        self._words(paragraph, cell.words, True if strong else None, colour)
        if cell.below:
            paragraph.add_run().add_break()
            self._words(paragraph, cell.below, False, self.parts.SOFT)
        self._marks(paragraph, marks)
        for run in paragraph._p.iter(self.parts.qn("w:r")):
            properties = run.get_or_add_rPr()
            if properties.find(self.parts.qn("w:sz")) is None:
                properties.append(self.parts.element("sz", val=round(2 * size)))
