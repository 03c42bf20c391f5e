"""From the bytes of a text file to a table of words with the line number of each row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ...core.cells import plain_text
from ...core.text import Text
from ..errors import Problems, nearest_name
from .headers import COLUMNS, NEEDED, column_names, is_chinese, normal
from .rows import DELETE, SEARCHED, find_header, headers_again, set_aside, totals
from .seen import Seen

DELIMITERS = (",", ";", "\t")
ENCODINGS = Text("UTF-8 (with or without BOM) or GB18030", "UTF-8（可带 BOM）或 GB18030")


@dataclass(slots=True)
class Sheet:
    """A table as words, blanks at the ends removed; `line` is where each row stands in the file.

    Parameters
    ----------
    headers : column -> what it is called in the file.
    other : columns that are not read, by header.
    decided, spelling : what a codebook has settled of a column's words (data/tables/codebook.py).
    seen : column -> what was understood of it.
    """

    file: str
    frame: pd.DataFrame
    line: np.ndarray
    headers: dict[str, str]
    other: pd.DataFrame = field(default_factory=pd.DataFrame)
    decided: dict[str, set[str]] = field(default_factory=dict)
    spelling: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.line.size

    def __contains__(self, column: str) -> bool:
        return column in self.frame

    def words(self, column: str) -> pd.Series:
        """The cells of a column; all empty where the file does not have it."""
        return pd.Series(self.frame[column] if column in self.frame else [""] * len(self), dtype=str)

    def header(self, column: str) -> str:
        """What the column is called in the file."""
        return self.headers.get(column, column)


def decode(data: bytes, file: str, problems: Problems, encoding: str = "") -> tuple[str, str] | None:
    """Return the text and its encoding, or None after noting at which byte the text breaks off."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and not encoding:
        problems.add("encoding", file, value="UTF-16", allowed=ENCODINGS)
        return None
    if encoding:
        try:
            text = data.decode("utf-8-sig" if normal(encoding) in {"utf8", "utf8sig"} else encoding)
        except (UnicodeError, LookupError, ValueError) as error:
            at = f", byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
            problems.add("encoding", file, value=f"{encoding} (datapackage.json){at}", allowed=ENCODINGS)
            return None
        return _without_nul(text, encoding, file, problems)
    try:
        text, found = data.decode("utf-8-sig"), "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError as error:
        # The decoder counts from after the mark that utf-8-sig takes away.
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        chinese = None if _mostly_utf8(data, start) else _gb18030(data)
        if chinese is None:
            line = data.count(b"\n", 0, start) + 1
            problems.add("encoding", file, line, value=f"byte {start} (0x{data[start]:02x})", allowed=ENCODINGS)
            return None
        text, found = chinese, "gb18030"
    return _without_nul(text, found, file, problems)


def _without_nul(text: str, encoding: str, file: str, problems: Problems) -> tuple[str, str] | None:
    if "\x00" not in text:
        return text, encoding
    line = text.count("\n", 0, text.index("\x00")) + 1
    problems.add("encoding", file, line, value="NUL", allowed=ENCODINGS)
    return None


def _mostly_utf8(data: bytes, start: int) -> bool:
    """Whether a damaged file was UTF-8: Chinese letters came out well before the first broken byte."""
    before = data[:start].decode("utf-8", errors="ignore")
    return sum("\u4e00" <= letter <= "\u9fff" for letter in before[:100_000]) >= 4


def _gb18030(data: bytes) -> str | None:
    """The text as GB18030, if half of its Chinese letters are common ones: Western text passes as rare ones."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    letters = [letter for letter in text[:200_000] if ord(letter) > 127] or [x for x in text if ord(x) > 127]
    common = len("".join(letters).encode("gb2312", errors="ignore")) // 2
    return text if 2 * common >= len(letters) else None


def _delimiter(lines: list[str], known: dict[str, str]) -> str:
    """The delimiter by which most cells of the header are understood; the header is one of the first lines."""

    def score(mark: str) -> tuple[int, int]:
        split = [line.split(mark) for line in lines]
        return max((sum(normal(cell.strip('"')) in known for cell in cells), len(cells)) for cells in split)

    return max(DELIMITERS, key=score)


def _rows(text: str, mark: str) -> tuple[list[int], list[int]]:
    """For each record the line on which it starts and its number of cells (0: an empty line)."""
    if '"' not in text:
        cells = [line.count(mark) + 1 if line.strip() else 0 for line in text.split("\n")]
        return list(range(1, len(cells) + 1)), cells
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    starts, cells, at = [], [], 1
    for record in reader:
        starts.append(at)
        cells.append(0 if not any(cell.strip() for cell in record) and len(record) < 2 else len(record))
        at = reader.line_num + 1
    return starts, cells


def _only(text: str, starts: list[int], keep: np.ndarray) -> str:
    """The text of some of its records."""
    lines = text.split("\n")
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return "\n".join("\n".join(lines[starts[k] - 1 : ends[k]]) for k in keep)


def read_sheet(
    text: str, file: str, which: str, problems: Problems, mark: str = "", blank: tuple[str, ...] = (), key: str = ""
) -> Sheet | None:
    """Return the table, or None after noting why there is none.

    Rows with a wrong number of cells, titles above the header, repeated headers and totals are named and left out.

    Parameters
    ----------
    which : the kind of table, a key of `headers.COLUMNS`.
    mark : delimiter, where it is known.
    blank : cells that mean that nothing is known.
    key : header of the column that identifies records, where datapackage.json names one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not text.strip():
        problems.add("empty_file", file)
        return None
    known = column_names(which)
    mark = mark or _delimiter([line for line in text.split("\n", 50) if line.strip()][:SEARCHED], known)
    try:
        starts, cells = _rows(text, mark)
        line, number = np.array(starts), np.array(cells)
        head = int(np.flatnonzero(number)[find_header(text, mark, which)])
        width = int(number[head])
        below = np.arange(number.size) >= head
        for title in np.flatnonzero(~below & (number > 0)):
            value = _only(text, starts, np.array([title])).strip(mark + ' "')
            if value:
                problems.add("title_row", file, int(line[title]), value=value)
        wrong = below & (number != width) & (number > 0)
        kept = below & (number == width)
        if not kept.all():
            text = _only(text, starts, np.flatnonzero(kept))
        frame = pd.read_csv(
            io.StringIO(text), sep=mark, header=None, dtype=str, keep_default_na=False, na_filter=False,
            skip_blank_lines=False, names=range(width), index_col=False, engine="c",
        )  # fmt: skip
    except (csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, IndexError) as error:
        problems.add("quotes", file, value=" ".join(str(error).split()))
        return None
    allowed = Text(f"{width} cells", f"{width} 个单元格")
    problems.add_rows("fields", file, line[wrong].tolist(), "", number[wrong].tolist(), allowed)
    line = line[kept]
    if len(frame) != line.size:
        problems.add("quotes", file, value='"')
        return None
    headers = [str(cell).strip() for cell in frame.iloc[0]]
    frame, row, line = frame.iloc[1:].reset_index(drop=True), int(line[0]), line[1:]
    for column in frame:
        frame[column] = frame[column].str.strip()
        marked = frame[column].str.startswith("'")
        frame.loc[marked, column] = frame.loc[marked, column].map(plain_text)
        if blank:
            frame[column] = frame[column].where(~frame[column].isin(blank), "")
    full = (frame != "").any(axis=1).to_numpy()
    frame, line = frame[full].reset_index(drop=True), line[full]
    sheet = named(frame, line, headers, file, which, row, problems, key)
    if line.size == 0 and not wrong.any():
        problems.add("header_only", file)
    return sheet


def named(
    frame: pd.DataFrame, line: np.ndarray, headers: list[str], file: str, which: str, row: int | None,
    problems: Problems, key: str = "",
) -> Sheet | None:  # fmt: skip
    """Name the columns by what they mean, and leave out rows that are no records."""
    known, meaning, first = column_names(which), {}, NEEDED[which][0]
    if key and key in headers:
        meaning[first] = headers.index(key)
    elif key:
        problems.add("package", file, row, "schema.primaryKey", key, Text(", ".join(headers), "、".join(headers)))
    for place, header in enumerate(headers):
        name = known.get(normal(header))
        if place in meaning.values():
            continue
        if name is None or (key and name == first):
            if header or any(frame[place]):
                hint = nearest_name(normal(header), [word for group in COLUMNS[which].values() for word in group])
                problems.add("unknown_column", file, row, header or f"({place + 1})", nearest="" if name else hint)
        elif name in meaning:
            problems.add("duplicate_header", file, row, header, value=headers[meaning[name]])
        else:
            meaning[name] = place
    chinese = any(map(is_chinese, headers))
    lacking = [name for name in NEEDED[which] if name not in meaning]
    unused = [header for place, header in enumerate(headers) if header and place not in meaning.values()]
    for name in lacking:
        words = sorted(COLUMNS[which][name], key=lambda word: is_chinese(word) != chinese)
        candidates = {header: nearest_name(normal(header), words) for header in unused}
        hint = next((header for header, found in candidates.items() if found), "")
        allowed = Text(f"one of {', '.join(words)}", f"{'、'.join(words)} 之一")
        shown = words[0] if chinese else name
        problems.add("missing_column", file, row, shown, hint, allowed, shown if hint else "")
    if lacking:
        return None
    frame, line = set_aside(frame, line, headers_again(frame, meaning, which), "header_again", file, problems)
    frame, line = set_aside(frame, line, totals(frame, meaning, which), "total_row", file, problems, DELETE)
    other = {headers[place] or f"({place + 1})": frame[place] for place in frame if place not in meaning.values()}
    frame = pd.DataFrame({name: frame[place] for name, place in meaning.items()})
    return Sheet(file, frame, line, {name: headers[place] for name, place in meaning.items()}, pd.DataFrame(other))
