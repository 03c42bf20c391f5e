"""From the words of a column to times: each cell by its form, the order of day and month by the whole column.

A day without a time is kept as a day (`whole_day`). Nothing is guessed: what fits two readings is refused with both named.
Numbers of a spreadsheet (45663, days since 1899-12-30) are read only where the whole column consists of them.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, tidy
from ..errors import Problems
from .csv_tables import Sheet
from .date_spellings import Cell, read_word

NOT_A_TIME = np.datetime64("NaT", "s")
YEARS = (1980, 2199)
"""Years that a record can be of; a date outside is a slip or stands for an empty cell. The first mayor's hotlines of China date
from 1983."""
DATE_ALLOWED = Text(
    "dates as 2025-01-06 or 2025-01-06 08:15:30 (in a spreadsheet: format the column as yyyy-mm-dd hh:mm:ss and save again)",
    "形如 2025-01-06 或 2025-01-06 08:15:30 的日期（在表格软件中把该列设为 yyyy-mm-dd hh:mm:ss 格式后重新保存）",
)
IMPOSSIBLE_ALLOWED = Text(
    f"years {YEARS[0]} to {YEARS[1]}; the cell counts as empty", f"{YEARS[0]} 至 {YEARS[1]} 年；该单元格按空值处理"
)
FORMS = {
    "time": Text("date and time", "日期和时间"),
    "day": Text("day without a time", "只有日期"),
    "midnight": Text("day (every time is 00:00:00)", "只有日期（时间全为 00:00:00）"),
    "serial": Text("number of a spreadsheet (days since 1899-12-30)", "表格软件的日期序号（自 1899-12-30 起的天数）"),
    "offset": Text("with an offset from UTC", "带 UTC 偏移"),
    "impossible": Text(f"no possible date (before {YEARS[0]} or after {YEARS[1]})", f"不可能的日期（早于 {YEARS[0]} 年或晚于 {YEARS[1]} 年）"),
    "day_first": Text("day before month", "日在月前"),
    "month_first": Text("month before day", "月在日前"),
}  # fmt: skip

_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d+)?")
_ZERO = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,2}(?: .*)?|1900[-/.]0?1[-/.]0?0(?: .*)?")
_START = np.datetime64("1899-12-30", "s")
_DAY = 86_400
_EPOCH = datetime.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of times.

    Parameters
    ----------
    time : datetimes in seconds as written, the beginning of the day where there is no time; NaT where missing or wrong.
    whole_day : whether only a day is given.
    offset : seconds east of UTC; nan where none is written.
    impossible : a date, and one outside `YEARS` (its `time` is NaT).
    forms : how many cells have which of `FORMS`.
    """

    time: np.ndarray
    whole_day: np.ndarray
    offset: np.ndarray
    impossible: np.ndarray
    forms: Counter[str] = field(default_factory=Counter)

    @property
    def known(self) -> np.ndarray:
        """Which cells hold a time."""
        return ~np.isnat(self.time)


def _spaced(word: str) -> str:
    plain = tidy(word)
    return plain if " " not in plain and plain.isascii() and plain.isprintable() else re.sub(r"\s+", " ", plain)


def read_dates(sheet: Sheet, column: str, problems: Problems) -> Moments:
    """Return a column of times; note what is no date, what could be two, and what no record can be of."""
    values = sheet.words(column).to_numpy(dtype=object)
    codes, unique = pd.factorize(values)
    if not len(unique):
        empty = np.zeros(len(values), bool)
        return Moments(np.full(len(values), NOT_A_TIME), empty, np.full(len(values), np.nan), empty)
    counts = np.bincount(codes, minlength=len(unique))
    words = [_spaced(word) for word in unique]
    missing = np.array([word in MISSING for word in words])
    seconds, whole = np.full(len(unique), np.iinfo(np.int64).min), np.zeros(len(unique), bool)  # the least: NaT
    offset, impossible, wrong = np.full(len(unique), np.nan), np.zeros(len(unique), bool), np.zeros(len(unique), bool)
    forms: Counter[str] = Counter()

    def note(kind: str, rows: np.ndarray, allowed: Text | None) -> None:
        at = rows[codes]
        problems.add_rows(kind, sheet.file, sheet.line[at].tolist(), sheet.header(column), values[at], allowed)

    if (~missing).any() and all(_SERIAL.fullmatch(word) for word, gone in zip(words, missing) if not gone):
        numbers = np.array([0.0 if gone else float(word) for word, gone in zip(words, missing)])
        whole = ~missing & bool((numbers == np.floor(numbers)).all())
        time = np.where(missing, NOT_A_TIME, _START + np.round(numbers * _DAY).astype("timedelta64[s]"))
        forms["serial"] = int(counts[~missing].sum())
        return Moments(time[codes], whole[codes], offset[codes], impossible[codes], forms)
    cells = [None if gone or _ZERO.fullmatch(word) else read_word(word) for word, gone in zip(words, missing)]
    orders = _orders(cells)
    unclear, mixed = np.zeros(len(unique), bool), np.zeros(len(unique), bool)
    for place, cell in enumerate(cells):
        if cell is None:
            impossible[place] = bool(_ZERO.fullmatch(words[place]))
            wrong[place] = not missing[place] and not impossible[place]
            continue
        month, day = cell.month, cell.day
        if cell.order and month != day:
            order = orders.get(cell.order, "")
            unclear[place], mixed[place] = order == "", order == "mixed"
            if order == "day_first":
                month, day = day, month
            forms[order] += int(counts[place]) if order in FORMS else 0
        if unclear[place] or mixed[place]:
            continue
        found = _second_of(cell.year, month, day, cell.second or 0)
        if found is None:
            wrong[place] = True
        elif not YEARS[0] <= cell.year <= YEARS[1]:
            impossible[place] = True
        else:
            seconds[place], whole[place], offset[place] = found, cell.second is None, cell.offset
    note("not_date", wrong, _way_out([word for word, bad in zip(words, wrong) if bad]))
    note("mixed_order", mixed, DATE_ALLOWED)
    if unclear.any():
        _ask(sheet, column, problems, unclear, codes, values)
    note("impossible_date", impossible, IMPOSSIBLE_ALLOWED)
    time = seconds.view("datetime64[s]")
    known = ~np.isnat(time)
    timed = known & ~whole
    clock = [cell is not None and bool(cell.second) for cell in cells]  # 24:00 is a time
    if timed.any() and not (timed & np.array(clock)).any() and np.isnan(offset[timed]).all():
        forms["midnight"] = int(counts[timed].sum())
        whole |= timed
        timed = np.zeros(len(unique), bool)
    forms["time"], forms["offset"] = int(counts[timed].sum()), int(counts[known & ~np.isnan(offset)].sum())
    forms["day"] = int(counts[known & whole].sum()) - forms["midnight"]
    forms["impossible"] = int(counts[impossible].sum())
    return Moments(time[codes], whole[codes], offset[codes], impossible[codes], forms)


def _orders(cells: Sequence[Cell | None]) -> dict[str, str]:
    """Return for each separator which of day and month stands first in the column, "mixed" where cells contradict one another."""
    first: dict[str, set[str]] = {}
    for cell in cells:
        if cell is None or not cell.order:
            continue
        known = first.setdefault(cell.order, set())
        if cell.month > 12 >= cell.day:
            known.add("day_first")
        elif cell.day > 12 >= cell.month:
            known.add("month_first")
    return {mark: next(iter(known)) if len(known) == 1 else "mixed" for mark, known in first.items() if known}


def _ask(
    sheet: Sheet, column: str, problems: Problems, unclear: np.ndarray, codes: np.ndarray, values: np.ndarray
) -> None:  # fmt: skip
    """Note once that day and month of a column cannot be distinguished."""
    rows = np.flatnonzero(unclear[codes])
    word = str(values[rows[0]])
    cell = read_word(_spaced(word))
    if cell is None:
        raise AssertionError(f"{word!r} was a date")
    readings = [f"{cell.year}-{m:02d}-{d:02d}" for m, d in ((cell.month, cell.day), (cell.day, cell.month))]
    allowed = Text(
        f"{readings[0]} or {readings[1]}? No day above 12 in {len(rows):,} rows settles it; write years first, as {readings[0]}",
        f"是 {readings[0]} 还是 {readings[1]}？{len(rows):,} 行中没有大于 12 的日，无法判定；请改为年在前，如 {readings[0]}",
    )
    problems.add("day_or_month", sheet.file, int(sheet.line[rows[0]]), sheet.header(column), word, allowed)


def _second_of(year: int, month: int, day: int, second: int) -> int | None:
    """Return seconds since 1970, None where there is no such day."""
    try:
        return (datetime.date(year, month, day).toordinal() - _EPOCH) * _DAY + second
    except ValueError:
        return None


def _way_out(words: Sequence[str]) -> Text:
    """Return what is allowed; how to convert what some spellings seem to be."""
    hints: list[tuple[Callable[[str], bool], Text]] = [
        (
            lambda word: bool(_SERIAL.fullmatch(word)),
            Text("a bare number such as 45663 may be a spreadsheet's 2025-01-06: it is read only where the whole column is such numbers",
                 "45663 这样的数可能是表格软件的 2025-01-06：只有整列都是这种数时才读取"),
        ),
        (lambda word: bool(re.fullmatch(r"\d{10}|\d{13}", word)), Text("seconds or milliseconds since 1970 are not read", "不读取自 1970 年起的秒数或毫秒数")),
        (lambda word: bool(re.match(r"\d{1,2}[-/.]\w{1,3}[-/.]\d{2}(?!\d)", word)), Text("years have four digits", "年份须为四位")),
    ]  # fmt: skip
    found = [text for test, text in hints if any(test(word) for word in words)]
    return Text(
        "; ".join([DATE_ALLOWED.en, *(one.en for one in found)]),
        "；".join([DATE_ALLOWED.zh, *(one.zh for one in found)]),
    )
