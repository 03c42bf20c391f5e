"""From the words of a column to times: each cell by its form, the order of day and month by the whole column.

A day without a time is kept as a day (`whole_day`). Nothing is guessed: what fits two readings is refused with both named.
Numbers of a spreadsheet (45663, days since 1899-12-30) are read only where the whole column consists of them.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..core.quantity import Text
from .errors import Problems
from .headers import MISSING, tidy
from .tables import Sheet

NOT_A_TIME = np.datetime64("NaT", "s")
YEARS = (1980, 2199)
"""Years that a record can be of; a date outside is a slip or stands for an empty cell. The first mayor's hotlines of China date
from 1983."""
DATE_ALLOWED = Text(
    "dates as 2025-01-06 or 2025-01-06 08:15:30 (in a spreadsheet: format the column as yyyy-mm-dd hh:mm:ss and save again)",
    "形如 2025-01-06 或 2025-01-06 08:15:30 的日期（在表格软件中把该列设为 yyyy-mm-dd hh:mm:ss 格式后重新保存）",
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

_MONTHS = {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name
}  # English: no locale is set
_MONTH = "(?:" + "|".join(
    ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?", "sept?(?:ember)?",
     "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?")
) + r")\.?"  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? *|\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)"
_DAYS: tuple[tuple[str, str], ...] = (
    ("ymd", r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"),
    ("ymd", r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]?"),
    ("ymd", r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    ("ab", r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})"),
    ("ymd", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- ](?P<m>{_MONTH})[- ,]+(?P<y>\d{{4}})"),
    ("ymd", rf"(?P<m>{_MONTH})[- ](?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- ,]+(?P<y>\d{{4}})"),
)
_HALF = {
    "am": 0, "a.m.": 0, "上午": 0, "早上": 0, "早晨": 0, "凌晨": 0, "清晨": 0,
    "pm": 12, "p.m.": 12, "下午": 12, "晚上": 12, "傍晚": 12, "中午": 12,
}  # fmt: skip
_HALVES = "|".join(re.escape(word) for word in _HALF)
_CLOCK = (
    rf"(?P<before>{_HALVES})? ?"
    r"(?:(?P<h>\d{1,2}) ?(?:[:] ?(?P<i>\d{1,2})(?: ?[:] ?(?P<s>\d{1,2})(?:[.,]\d+)?)?|[时点](?: ?(?P<i2>\d{1,2}) ?分(?: ?(?P<s2>\d{1,2}) ?秒)?)?整?))"
    rf" ?(?P<after>{_HALVES})?"
)
_COMPACT = r"(?P<h3>\d{2})(?P<i3>\d{2})(?P<s3>\d{2})?(?:\.\d+)?"
_ZONE = r" ?(?P<zone>z|(?:utc|gmt)(?: ?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?|北京时间)"
_GAP = rf"(?: ?t ?|, ?| |(?<=[日号一二三四五六天)])|(?<=\d{{8}})|(?={_HALVES}))"
_SHAPES = [
    (
        kind,
        re.compile(rf"(?:{_WEEKDAY})?{day}(?: ?{_WEEKDAY})?(?:{_GAP}(?:{_CLOCK}|{_COMPACT})(?:{_ZONE})?)?"),
    )
    for kind, day in _DAYS
]
_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d+)?")
_ZERO = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,2}(?: .*)?|1900[-/.]0?1[-/.]0?0(?: .*)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_START = np.datetime64("1899-12-30", "s")
_DAY = 86_400


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


@dataclass(slots=True)
class _Cell:
    """One spelling: day and, where there is one, second of the day."""

    year: int
    month: int
    day: int
    second: int | None
    offset: float
    order: str = ""  # the separator, where the order of day and month is open


def _second(parts: re.Match[str]) -> int | None:
    """Return the second of the day, -1 for what is no time, None for no time at all."""
    found = parts.groupdict()
    hour = found["h"] or found["h3"]
    if hour is None:
        return None
    h = int(hour)
    i, s = (int(found[name] or found[f"{name}2"] or found[f"{name}3"] or 0) for name in ("i", "s"))
    halves = [found[name] for name in ("before", "after") if found[name]]
    if len(halves) == 2 or i > 59 or s > 59:
        return -1
    if halves:
        h = _hour(h, halves[0])
    if h < 0 or h > 24 or (h == 24 and (i or s)):
        return -1
    return h * 3600 + i * 60 + s


def _hour(h: int, half: str) -> int:
    """Return the hour of 24, -1 where hour and half of the day do not go together: 12 am is midnight, 12 pm noon."""
    if half == "中午":
        return h if h in (11, 12, 13) else h + 12 if h in (1, 2) else -1
    if h == 12:
        return {"早上": -1, "早晨": -1, "清晨": -1, "晚上": -1, "傍晚": -1}.get(half, _HALF[half])
    if _HALF[half] == 0:
        return h if h < 12 else -1
    return h + 12 if 0 < h < 12 else h if 12 < h < 24 else -1  # 下午 13:00 is 13:00


def _offset(zone: str | None) -> float:
    if zone is None:
        return np.nan
    if zone == "北京时间":
        return 8 * 3600.0
    parts = _OFFSET.search(zone)
    if parts is None:
        return 0.0
    seconds = int(parts[2]) * 3600 + int(parts[3] or 0) * 60
    return float(-seconds if parts[1] == "-" else seconds)


def _cell(word: str) -> _Cell | None:
    """Return what one spelling means, None for what is no date."""
    word = re.sub(r"\.0$", "", word) if word[:8].isdigit() else word
    for kind, shape in _SHAPES:
        parts = shape.fullmatch(word)
        if parts is None:
            continue
        second, offset = _second(parts), _offset(parts["zone"])
        if second == -1 or abs(offset) > 14 * 3600:
            return None
        year = int(parts["y"])
        if kind == "ab":
            a, b = int(parts["a"]), int(parts["b"])
            return _Cell(year, a, b, second, offset, parts["sep"])
        name = parts["m"]
        month = int(name) if name.isdigit() else _MONTHS[name[:3]]
        return _Cell(year, month, int(parts["d"]), second, offset)
    return None


def _spaced(word: str) -> str:
    return re.sub(r"\s+", " ", tidy(word))


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
    time, whole = np.full(len(unique), NOT_A_TIME), np.zeros(len(unique), bool)
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
    cells = [None if gone or _ZERO.fullmatch(word) else _cell(word) for word, gone in zip(words, missing)]
    orders, open_order = _orders(cells)
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
        found = _time(cell.year, month, day, cell.second or 0)
        if found is None:
            wrong[place] = True
        elif not YEARS[0] <= cell.year <= YEARS[1]:
            impossible[place] = True
        else:
            time[place], whole[place], offset[place] = found, cell.second is None, cell.offset
    note("not_date", wrong, _way_out([word for word, bad in zip(words, wrong) if bad]))
    note("mixed_order", mixed, DATE_ALLOWED)
    if unclear.any():
        _ask(sheet, column, problems, unclear, codes, values, open_order)
    note("impossible_date", impossible, IMPOSSIBLE_ALLOWED)
    known = ~np.isnat(time)
    timed = known & ~whole
    seconds = (time - time.astype("datetime64[D]")).astype(np.int64)
    clock = [cell is not None and bool(cell.second) for cell in cells]  # 24:00 is a time
    if (
        timed.any()
        and not (timed & np.array(clock)).any()
        and np.isnan(offset[timed]).all()
        and not seconds[timed].any()
    ):
        forms["midnight"] = int(counts[timed].sum())
        whole |= timed
        timed = np.zeros(len(unique), bool)
    forms["time"], forms["offset"] = int(counts[timed].sum()), int(counts[known & ~np.isnan(offset)].sum())
    forms["day"] = int(counts[known & whole].sum()) - forms["midnight"]
    forms["impossible"] = int(counts[impossible].sum())
    return Moments(time[codes], whole[codes], offset[codes], impossible[codes], forms)


IMPOSSIBLE_ALLOWED = Text(
    f"years {YEARS[0]} to {YEARS[1]}; the cell counts as empty", f"{YEARS[0]} 至 {YEARS[1]} 年；该单元格按空值处理"
)


def _orders(cells: Sequence[_Cell | None]) -> tuple[dict[str, str], list[str]]:
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
    orders = {mark: next(iter(known)) if len(known) == 1 else "mixed" for mark, known in first.items() if known}
    return orders, [mark for mark, known in first.items() if not known]


def _ask(
    sheet: Sheet, column: str, problems: Problems, unclear: np.ndarray, codes: np.ndarray, values: np.ndarray, marks: list[str]
) -> None:  # fmt: skip
    """Note once that day and month of a column cannot be told apart."""
    rows = np.flatnonzero(unclear[codes])
    word = str(values[rows[0]])
    cell = _cell(_spaced(word))
    if cell is None:
        raise AssertionError(f"{word!r} was a date")
    readings = [f"{cell.year}-{m:02d}-{d:02d}" for m, d in ((cell.month, cell.day), (cell.day, cell.month))]
    allowed = Text(
        f"{readings[0]} or {readings[1]}? No day above 12 in {len(rows):,} rows settles it; write years first, as {readings[0]}",
        f"是 {readings[0]} 还是 {readings[1]}？{len(rows):,} 行中没有大于 12 的日，无法判定；请改为年在前，如 {readings[0]}",
    )
    problems.add("day_or_month", sheet.file, int(sheet.line[rows[0]]), sheet.header(column), word, allowed)


def _time(year: int, month: int, day: int, second: int) -> np.datetime64 | None:
    if not 1 <= month <= 12 or year < 1 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "s") + np.timedelta64(second, "s")


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
