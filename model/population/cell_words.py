"""Words in a user's cells, wherever they stand (table, graph, frame): missing, bare digits, spellings of one word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

# A cell that says that nothing is known; compared in the form of `tidy`.
MISSING = frozenset(
    {
        *("", "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "nat", "null", "none", "-", "--", "—", "——", "/", "(blank)"),
        *("unknown", "missing", "not known", "not given", "no answer"),
        *(
            "缺失",
            "未知",
            "不详",
            "不明",
            "不清楚",
            "不知道",
            "未填",
            "未填写",
            "空",
            "空白",
            "无数据",
            "拒答",
            "未回答",
        ),
    }
)
_DIGITS = re.compile(r"[+-]?\d+(\.0*)?")
_SPACE, _WHOLE = re.compile(r"[\s\u200b\ufeff]+"), re.compile(r"^([+-]?\d+)\.0*$")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_SPOILT = re.compile(r"\d+(\.\d+)?e[+-]?\d+")


class CellError(ValueError):
    """A value that is no scalar (a set, a list, an array), where one cell is needed."""


def tidy(word: str) -> str:
    """Return a word half-width, in lower case, without spaces at the ends."""
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
    return plain.strip().casefold()


def cell(value: Any) -> Any:
    """Return a value as one plain Python scalar, None where it is missing in whatever form.

    Raises
    ------
    CellError
        For a value that is no scalar.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, np.generic):
        value = None if _gone(value) else value.item()
    if value is None or isinstance(value, str):
        return None if value is None or tidy(value) in MISSING else value
    if isinstance(value, set | frozenset | list | dict | np.ndarray | pd.Series | pd.Index):
        raise CellError(f"{type(value).__name__} is no single value")
    return None if pd.api.types.is_scalar(value) and _gone(value) else value


def _gone(value: Any) -> bool:
    answer: Any = pd.isna(value)
    return bool(answer)


def is_code(word: Any) -> bool:
    """Whether a cell is a bare number, which means nothing until a codebook gives it a meaning."""
    if isinstance(word, bool):
        return False
    return isinstance(word, int | float) or _DIGITS.fullmatch(tidy(str(word))) is not None


def is_spoilt(word: str) -> bool:
    """Whether a spreadsheet has turned a code into a number with an exponent."""
    plain = tidy(word)
    return "e" in plain and _SPOILT.fullmatch(plain) is not None


def loose(word: Any) -> str:
    """Return what stays of a word without width, case, spaces, leading zeros and `.0`."""
    plain = _SPACE.sub("", tidy(str(word)))
    if "." in plain:
        plain = _WHOLE.sub(r"\1", plain)
    return _ZEROS.sub("", plain) if "0" in plain else plain


def alike(words: Iterable[Any]) -> list[list[Any]]:
    """Return groups of different words that differ in width, case, spaces, leading zeros or `.0` only."""
    groups: dict[str, list[Any]] = {}
    for word in words:
        groups.setdefault(loose(word), []).append(word)
    return [group for group in groups.values() if len(group) > 1]


def counted(values: Sequence[Any], of: str = "", most: int = 12) -> str:
    """Return different values with how often each stands, the most frequent first: `1 (53), 0 (12)`."""
    counts: dict[Any, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    order = sorted(counts, key=lambda value: (-counts[value], str(value)))
    parts = [f"{value} ({counts[value]}{of})" for value in order[:most]]
    return ", ".join(parts) + (", ..." if len(order) > most else "")


class Codes:
    """What a codebook makes of the words of one column.

    A word that stands in it as it is written goes first; else one that differs in width, case, zeros or `.0` only, so that
    the code 1 covers the cells `1`, `01` and `1.0`. A word it does not have stays.

    Parameters
    ----------
    meanings : code -> word; None or a missing word for what means that nothing is known.
    """

    def __init__(self, meanings: Mapping[Any, Any]) -> None:
        self.exact = {str(code): word for code, word in meanings.items()}
        self.loosely = {loose(code): word for code, word in meanings.items()}

    def __bool__(self) -> bool:
        return bool(self.exact)

    def __getitem__(self, value: Any) -> Any:
        if str(value) in self.exact:
            return self.exact[str(value)]
        return self.loosely.get(loose(value), value) if self.loosely else value

    def decided(self) -> set[str]:
        """Return the words whose spelling the codebook has settled."""
        return {*self.exact, *map(str, self.exact.values())}
