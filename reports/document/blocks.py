"""What a report is made of: sections of paragraphs, tables and figures, in both languages, each number with where it is from.

HTML and Word are written from the same content (html.py, word.py), so that nothing is said twice in code. A sentence is
`Words`: plain pieces, names that were declared elsewhere, and numbers that know the row of the table they were read in.
Plain pieces hold no digits, so a number cannot get into a sentence without its source.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.text import Text

LANGUAGES = ("en", "zh")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class At:
    """Where a number is: the column of the one row of a file that has these keys."""

    file: str
    row: tuple[tuple[str, str], ...]
    column: str
    group: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Write it as a reader would look it up: file, keys of the row, column."""
        return " · ".join([self.file, *(f"{name}={value}" for name, value in self.row), self.column])


@dataclass(frozen=True, slots=True)
class Num:
    """A number as it is written, its value in the file, and where that is; `scale` is what the value is multiplied by."""

    text: str
    value: float
    at: At
    scale: float = 1.0

    @property
    def told(self) -> str:
        """Where it is from, in words for the reader."""
        return str(self.at) if self.scale == 1 else f"{self.at} × {self.scale:g}"


@dataclass(frozen=True, slots=True)
class Name:
    """Words that were declared elsewhere: a title, a label, a unit. They may hold digits."""

    text: str


@dataclass(frozen=True, slots=True)
class Mono:
    """A command, a file, an identifier."""

    text: str


Piece = str | Num | Name | Mono


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, or part of one, in both languages."""

    pieces: Mapping[str, tuple[Piece, ...]]

    def __getitem__(self, language: str) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.pieces[language])

    @property
    def en(self) -> str:
        """The words in English, as plain text."""
        return self["en"]

    @property
    def zh(self) -> str:
        """The words in Chinese, as plain text."""
        return self["zh"]

    @property
    def same(self) -> bool:
        """Whether both languages read the same."""
        return self.pieces["en"] == self.pieces["zh"]

    def __bool__(self) -> bool:
        return any(self.pieces.values())

    @property
    def at(self) -> list[At]:
        """Where the numbers are from."""
        return [one.at for one in self.numbers()]

    def numbers(self) -> Iterator[Num]:
        """Yield the numbers, in the order of the English words, and what only the Chinese ones have."""
        seen = []
        for language in LANGUAGES:
            for one in self.pieces[language]:
                if isinstance(one, Num) and one not in seen:
                    seen.append(one)
                    yield one


def of(part: Any) -> Words:
    """Return words made of one part: words as they are, a number, a declared name in both languages, a string."""
    if isinstance(part, Words):
        return part
    if isinstance(part, Text):
        return Words({language: (Name(part[language]),) if part[language] else () for language in LANGUAGES})
    if isinstance(part, Num | Mono | Name):
        return Words(dict.fromkeys(LANGUAGES, (part,)))
    return Words(dict.fromkeys(LANGUAGES, (Name(str(part)),) if str(part) else ()))


def say(en: str, zh: str, **parts: Any) -> Words:
    """Return a sentence in both languages, `{name}` standing for the part of that name.

    Raises
    ------
    ValueError
        If the plain words of a sentence hold a digit: numbers come as parts, with their source.
    """
    given = {name: of(part) for name, part in parts.items()}
    pieces = {}
    for language, template in zip(LANGUAGES, (en, zh)):
        found: list[Piece] = []
        for plain, name, _, _ in string.Formatter().parse(template):
            if _DIGIT.search(plain):
                raise ValueError(f"a number without its source in {template!r}")
            if plain:
                found.append(plain)
            if name is not None:
                found.extend(given[name].pieces[language])
        pieces[language] = tuple(found)
    return Words(pieces)


def joined(parts: Iterable[Any], en: str = "", zh: str = "") -> Words:
    """Return parts one after another, with something between them."""
    words = [of(part) for part in parts]
    found: dict[str, tuple[Piece, ...]] = {}
    for language, between in zip(LANGUAGES, (en, zh)):
        pieces: list[Piece] = []
        for one in words:
            if pieces and between and one.pieces[language]:
                pieces.append(between)
            pieces.extend(one.pieces[language])
        found[language] = tuple(pieces)
    return Words(found)


def listed(parts: Sequence[Any]) -> Words:
    """Return parts as a list in a sentence: `a, b and c`."""
    if len(parts) < 2:
        return joined(parts)
    first = joined(parts[:-1], ", ", "、")
    return joined([first, say(" and {last}", "、{last}", last=of(parts[-1]))])


NOTHING = say("", "")

NEW_PAGE = ("differences", "over-time", "gains", "costs", "assumptions", "scenarios", "again")
"""Sections that begin on a new page of paper."""

MARKS_IN_CAPTION = 3
"""A table whose numbers have no more sources than this names them in its caption, else each row names its own."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `style`: "", lead (the finding), note (small), warn (boxed)."""

    words: Words
    style: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the section."""

    words: Words


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `tone`: "", better, worse, faint, strong."""

    words: Words
    number: bool = False
    tone: str = ""
    below: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; the first cell names it. `style`: "", main, group, sum."""

    cells: tuple[Cell, ...]
    style: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `fold` is the line that opens it on a screen (on paper it is a heading). `widths` are shares of the line."""

    head: tuple[Cell, ...]
    rows: tuple[Row, ...]
    caption: Words = NOTHING
    fold: Words = NOTHING
    style: str = ""
    widths: tuple[float, ...] = ()

    def numbers(self) -> Iterator[Num]:
        """Yield the numbers of all cells."""
        yield from self.caption.numbers()
        for cell in self.head:
            yield from cell.words.numbers()
        for row in self.rows:
            yield from numbers_of_row(row)


def head(*cells: Any) -> tuple[Cell, ...]:
    """Return the head of a table; cells of numbers are given as a tuple of one."""
    return tuple(Cell(of(one[0]), number=True) if isinstance(one, tuple) else Cell(of(one)) for one in cells)


def numbers_of_row(row: Row) -> Iterator[Num]:
    """Yield the numbers of a row."""
    for cell in row.cells:
        yield from cell.words.numbers()
        yield from cell.below.numbers()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure by its name; `at` are the tables that it draws."""

    name: str
    alternative: Text
    caption: Words
    at: tuple[At, ...] = ()


Block = Para | Heading | Bullets | Code | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `results`: every number in it leads to a table of results."""

    name: str
    title: Words
    blocks: tuple[Block, ...]
    results: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what stands at the top, the first page, the other sections, and what its sources are."""

    title: Words
    kind: Words
    facts: tuple[tuple[Words, Words], ...]
    front: Section
    sections: tuple[Section, ...]
    run_set: str
    author: str | None = None
    date: str | None = None
    references: Mapping[tuple[str, tuple[tuple[str, str], ...]], int] = field(default_factory=dict)

    @property
    def byline(self) -> tuple[str, ...]:
        """Author and date, if they are given."""
        return tuple(part for part in (self.author, self.date) if part)

    @property
    def facts_at(self) -> list[At]:
        """Where the numbers at the top are from."""
        return [at for number, _ in self.facts for at in number.at]

    def reference(self, at: At) -> int:
        """Return the number of the source that a place belongs to."""
        return self.references[at.file, at.group]

    def marks(self, places: Iterable[At]) -> list[int]:
        """Return the numbers of the sources of some places, in order, each once."""
        return sorted({self.reference(at) for at in places})


def places(block: Block) -> Iterator[At]:
    """Yield where the numbers of a block are from, in the order they are read."""
    if isinstance(block, Para | Heading):
        yield from block.words.at
    elif isinstance(block, Bullets):
        yield from (at for item in block.items for at in item.at)
    elif isinstance(block, Table):
        yield from (one.at for one in block.numbers())
    elif isinstance(block, Picture):
        yield from block.at
        yield from block.caption.at


def numbered(parts: Iterable[Section]) -> dict[tuple[str, tuple[tuple[str, str], ...]], int]:
    """Number the sources in the order in which they are first needed."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    for section in parts:
        for block in section.blocks:
            for at in places(block):
                found.setdefault((at.file, at.group), len(found) + 1)
    return found


def table_marks(report: Report, table: Table) -> tuple[list[At], dict[int, list[At]]]:
    """Return which sources the caption of a table names, and which each of its rows names, by place."""
    everything = [one.at for one in table.numbers()]
    if len(report.marks(everything)) <= MARKS_IN_CAPTION:
        return everything, {}
    by_row = {place: [one.at for one in numbers_of_row(row)] for place, row in enumerate(table.rows)}
    return table.caption.at, by_row
