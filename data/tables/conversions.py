"""From the words of a column to numbers and codes, whole columns at a time; what does not fit is noted by row."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, alike, counted, is_code, is_spoilt, loose, tidy
from ...model.population.given import natural as in_order
from ..errors import Problems
from .codebook import HOW, KEEP
from .csv_tables import Sheet
from .headers import Words, normal
from .seen import DRAWN, of_labels, of_numbers, of_words

LONG = 15  # digits that a spreadsheet keeps of a number; those after become zeros
SHARE = 0.02  # of long codes that end in 000: chance gives one in a thousand
SPELLING = Text(
    "write them in one way, or settle it in codes.csv: code * with keep or merge",
    "请统一写法，或在 codes.csv 中说明：代码 * 的含义写“区分”或“合并”",
)
SPOILT = Text(
    "a spreadsheet has turned codes into numbers: format the column as text and export again",
    "表格软件把编码变成了数字：请将该列设为文本格式后重新导出",
)
_UNITS = {
    "years": ("岁", "周岁", "年", "years", "year", "yrs"),
    "residents": ("人", "名"),
    "yuan": ("元",),
    "share": (),
}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")


def bounds(low: float | None, high: float | None, unit: str = "") -> Text:
    """What is permitted, in words."""
    unit = f" ({unit})" if unit else ""
    if high is None:
        return Text(f"numbers from {low:g}{unit}", f"不小于 {low:g} 的数{unit}")
    return Text(f"numbers from {low:g} to {high:g}{unit}", f"{low:g} 至 {high:g} 的数{unit}")


def numbers(
    sheet: Sheet, column: str, low: float, high: float | None, problems: Problems, unit: str = ""
) -> np.ndarray:
    """The column as numbers, NaN where missing or wrong; bounds are inclusive."""
    if column not in sheet:
        return np.full(len(sheet), np.nan)
    words = sheet.words(column).to_numpy(dtype=object)
    values = np.array(pd.to_numeric(words, errors="coerce"), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    # Full-width digits, words for missing, and what is no number at all.
    rest = np.flatnonzero(np.isnan(values) & (words != ""))
    wrong = []
    for place in rest:
        word = _without_unit(tidy(words[place]), unit)
        if _NUMBER.fullmatch(word) and np.isfinite(float(word)):
            values[place] = float(word)
        elif word not in MISSING:
            wrong.append(place)
    allowed, header = bounds(low, high, unit), sheet.header(column)
    if wrong:
        problems.add_rows("not_number", sheet.file, sheet.line[wrong].tolist(), header, words[wrong], allowed)
    with np.errstate(invalid="ignore"):
        out = (values < low) if high is None else (values < low) | (values > high)
    if out.any():
        problems.add_rows("out_of_range", sheet.file, sheet.line[out].tolist(), header, words[out], allowed)
        values[out] = np.nan
    sheet.seen[column] = of_numbers(values)
    return values


def _without_unit(word: str, unit: str) -> str:
    """A number with its unit, as `35岁`, without it; per cent of a share as a share."""
    for end in _UNITS.get(unit, ()):
        if word.endswith(end):
            return word.removesuffix(end).strip()
    if unit == "share" and _NUMBER.fullmatch(word.removesuffix("%").strip()) and word.endswith("%"):
        return repr(float(word.removesuffix("%")) / 100)
    return word


def words(
    sheet: Sheet, column: str, table: Words, allowed: Text, problems: Problems, kind: str = "unknown_word"
) -> np.ndarray:  # fmt: skip
    """The column as codes of known words, -1 where missing or unknown; bare digits are words only in a codebook."""
    values = sheet.words(column).to_numpy(dtype=object)
    codes, unique = pd.factorize(values)
    if no_codes(sheet, column, problems, allowed):
        unique = np.array(["" if is_code(word) else word for word in unique], dtype=object)
    meaning = np.array([table.get(normal(word), -1) for word in unique], dtype=np.int32)
    strange = np.array(
        [code < 0 and tidy(word) not in MISSING for code, word in zip(meaning, unique, strict=True)], dtype=bool
    )
    if strange.any():
        rows = strange[codes]
        found = unique[codes[rows]]
        if kind == "unmapped_occupation":  # once for each word, where it first stands, with its rows
            for place in dict.fromkeys(codes[rows]):
                same = np.flatnonzero(codes == place)
                line, header = int(sheet.line[same[0]]), sheet.header(column)
                problems.add(kind, sheet.file, line, header, unique[place], allowed, count=same.size)
        else:
            places = sheet.line[rows].tolist()
            problems.add_rows(kind, sheet.file, places, sheet.header(column), found, allowed, list(table))
    if column in sheet:
        unclear = DRAWN if kind == "unmapped_occupation" else None
        named = [unclear if odd else table.names.get(int(code)) for code, odd in zip(meaning, strange, strict=True)]
        sheet.seen[column] = of_words(codes, unique, named)
    return meaning[codes] if len(unique) else np.full(len(sheet), -1, np.int32)


def no_codes(sheet: Sheet, column: str, problems: Problems, allowed: Text) -> bool:
    """Note a column that holds bare digits, with how often each stands; whether it does."""
    values = sheet.words(column)
    bare = np.flatnonzero(values.map({word: is_code(word) for word in values.unique()}).to_numpy(dtype=bool))
    if not bare.size:
        return False
    said = Text(f"{HOW.en}; meanings: {allowed.en}", f"{HOW.zh}；含义：{allowed.zh}")
    shown = counted(values.iloc[bare].tolist())
    problems.add("digits", sheet.file, int(sheet.line[bare[0]]), sheet.header(column), shown, said, count=bare.size)
    return True


def labels(
    sheet: Sheet, column: str, problems: Problems, within: np.ndarray | None = None, natural: bool = True
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The column as codes of its own words in their natural order, so that the order of rows does not matter.

    Words that a spreadsheet has spoilt, and spellings of one word (of those in the same place of `within`), are problems.
    """
    values = sheet.words(column).to_numpy(dtype=object)
    check_codes(sheet, column, problems)
    check_spellings(sheet, column, problems, within)
    codes, unique = pd.factorize(values)
    known = [word for word in unique if tidy(word) not in MISSING]
    known.sort(key=in_order if natural else None)
    place = {word: code for code, word in enumerate(known)}
    found = np.array([place.get(word, -1) for word in unique], dtype=np.int32)[codes]
    if column in sheet:
        sheet.seen[column] = of_labels("label", found, len(known))
    return found, tuple(known)


def check_codes(sheet: Sheet, column: str, problems: Problems) -> None:
    """Note codes that a spreadsheet has turned into numbers: 3.20105E+11, or long ones whose last digits are zeros."""
    if column not in sheet or sheet.spelling.get(column) == KEEP:
        return
    codes, unique = pd.factorize(sheet.words(column).to_numpy(dtype=object))
    settled = sheet.decided.get(column, set())
    plain = [tidy(word) for word in unique]
    broken = np.array([is_spoilt(word) and word not in settled for word in unique], dtype=bool)
    long = [k for k, word in enumerate(plain) if word.isdecimal() and len(word) >= LONG]
    round_ = [k for k in long if plain[k].endswith("000") and unique[k] not in settled]
    if len(round_) > SHARE * len(long):
        broken[round_] = True
    rows = broken[codes] if len(unique) else broken
    if rows.any():
        found = unique[codes[rows]]
        problems.add_rows("spoilt_code", sheet.file, sheet.line[rows].tolist(), sheet.header(column), found, SPOILT)


def check_spellings(sheet: Sheet, column: str, problems: Problems, within: np.ndarray | None = None) -> None:
    """Note words that differ in width, case, spaces, leading zeros or `.0` only, unless a codebook has settled it."""
    if column not in sheet or column in sheet.spelling:
        return
    codes, unique = pd.factorize(sheet.words(column).to_numpy(dtype=object))
    settled = sheet.decided.get(column, set())
    groups = [
        group for group in alike(word for word in unique if tidy(word) not in MISSING) if not settled >= set(group)
    ]
    if not groups:
        return
    number = {loose(group[0]): k for k, group in enumerate(groups)}
    group_of = np.array([number.get(loose(word), -1) for word in unique], dtype=np.int64)[codes]
    outer = np.zeros(codes.size, np.int64) if within is None else within.astype(np.int64)
    rows = np.flatnonzero(group_of >= 0)
    pairs = np.unique(np.stack([outer[rows], group_of[rows], codes[rows]], axis=1), axis=0)
    _, at, times = np.unique(pairs[:, :2], axis=0, return_inverse=True, return_counts=True)
    meet = pairs[times[at.ravel()] > 1]
    if not meet.size:
        return
    counts = np.bincount(codes)
    shown = [
        " / ".join(
            f"'{unique[code]}' ({counts[code]})" for code in dict.fromkeys(meet[meet[:, 1] == group, 2].tolist())
        )
        for group in dict.fromkeys(meet[:, 1].tolist())
    ]
    row = int(sheet.line[np.flatnonzero(np.isin(codes, meet[:, 2]))[0]])
    more = f"; ... {len(shown)}" if len(shown) > 5 else ""
    problems.add("spellings", sheet.file, row, sheet.header(column), "; ".join(shown[:5]) + more, SPELLING)


def ids(sheet: Sheet, column: str, problems: Problems, unique: bool = True) -> np.ndarray:
    """The column as words that must be there and, if `unique`, stand once each; a missing one is an empty word."""
    column_words = sheet.words(column)
    gone = {word: tidy(word) in MISSING for word in column_words.unique()}
    empty = column_words.map(gone).to_numpy(dtype=bool)
    values = column_words.to_numpy(dtype=object).copy()
    lines = sheet.line[empty].tolist()
    problems.add_rows("missing_value", sheet.file, lines, sheet.header(column), values[empty])
    values[empty] = ""
    codes, different = pd.factorize(values)
    if column in sheet:
        codes = np.where(empty, -1, codes)
        kind = "id" if unique else "reference"
        sheet.seen[column] = of_labels(kind, codes, len(different) - ("" in different))
    if unique:
        check_codes(sheet, column, problems)
        check_spellings(sheet, column, problems)
        again = column_words.duplicated().to_numpy() & ~empty
        first = dict(zip(values[::-1], sheet.line[::-1], strict=True)) if again.any() else {}
        for row, value in list(zip(sheet.line[again], values[again], strict=True))[:1000]:
            said = Text(f"each id once; first in row {first[value]}", f"编号不得重复；首次出现在第 {first[value]} 行")
            problems.add("duplicate_id", sheet.file, int(row), sheet.header(column), value, said)
        if again.sum() > 1000:
            rest = int(again.sum()) - 1000
            problems.add("more", sheet.file, None, sheet.header(column), rest, count=rest, of="duplicate_id")
    return values


def rows_of(sheet: Sheet, column: str, known: Sequence[str] | np.ndarray, kind: str, problems: Problems) -> np.ndarray:
    """The rows in `known` of the ids in a column, -1 where an id is missing or unknown."""
    values = ids(sheet, column, problems, unique=False)
    index = pd.Index(np.asarray(known, dtype=object))
    unique_index = index if index.is_unique else index.drop_duplicates()
    found = unique_index.get_indexer(pd.Index(values, dtype=object)).astype(np.int64)
    lost = (found < 0) & (values != "")
    if lost.any():
        bare = {loose(word): word for word in index} if len(index) <= 2_000_000 else {}
        same = [bare.get(loose(word), "") for word in values[lost][:1000]]
        if not any(same):
            names = index if len(index) <= 2000 else ()
            lines = sheet.line[lost].tolist()
            problems.add_rows(kind, sheet.file, lines, sheet.header(column), values[lost], None, list(names))
        else:
            for row, word, hint in zip(sheet.line[lost], values[lost], same, strict=False):
                problems.add(kind, sheet.file, int(row), sheet.header(column), word, None, hint)
            if lost.sum() > 1000:
                rest = int(lost.sum()) - 1000
                problems.add("more", sheet.file, None, sheet.header(column), rest, count=rest, of=kind)
    return found
