"""One spelling of a date: which day and second it is, in the ways that hotlines, spreadsheets and databases write it."""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

import numpy as np

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
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_COMMON = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ t](\d{1,2}):(\d{2})(?::(\d{2}))?)?")


class Cell(NamedTuple):
    """A spelling: its day and, where there is one, its second of the day.

    Parameters
    ----------
    second : None where there is no time; 86400 for 24:00.
    offset : seconds east of UTC, nan where none is written.
    order : the separator, where day and month may stand the other way round; else empty.
    """

    year: int
    month: int
    day: int
    second: int | None
    offset: float
    order: str


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


def read_word(word: str) -> Cell | None:
    """Return what one spelling (half-width, lower case, single spaces) means, None for what is no date."""
    parts = _COMMON.fullmatch(word)
    if parts is not None:
        year, _, month, day, h, i, s = parts.groups(default="0")
        if h == "0" and parts[5] is None:
            return Cell(int(year), int(month), int(day), None, np.nan, "")
        second = int(h) * 3600 + int(i) * 60 + int(s)
        sound = int(h) < 24 and int(i) < 60 and int(s) < 60
        return Cell(int(year), int(month), int(day), second, np.nan, "") if sound else _rare(word)
    return _rare(word)


def _rare(word: str) -> Cell | None:
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
            return Cell(year, a, b, second, offset, parts["sep"])
        name = parts["m"]
        month = int(name) if name.isdigit() else _MONTHS[name[:3]]
        return Cell(year, month, int(parts["d"]), second, offset, "")
    return None
