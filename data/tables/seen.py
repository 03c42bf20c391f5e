"""What was understood of each column of a table, to be checked at a glance; for the screen of the owner of the data only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...core.text import Text

SHOWN = 12  # words of one column
DRAWN = Text("drawn", "抽取")  # a word from which nothing follows: the model draws
KINDS: dict[str, Text] = {
    "number": Text("number", "数值"),
    "word": Text("category", "类别"),
    "label": Text("label", "标签"),
    "id": Text("id", "编号"),
    "reference": Text("reference", "引用"),
    "text": Text("text", "文字"),
    "date": Text("date", "日期"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One column as it was understood.

    Parameters
    ----------
    kind : a key of `KINDS`.
    read, missing : rows with a value, and without.
    words : for categories: as it is written, what it was read as, rows; the most frequent first.
    low, high : for numbers and dates: the least and the greatest, as text.
    distinct : for labels, ids and references: different values.
    """

    kind: str
    read: int
    missing: int
    words: tuple[tuple[str, Text, int], ...] = field(default=())
    low: str = ""
    high: str = ""
    distinct: int = 0

    def text(self, language: str = "en") -> str:
        """Return what was understood in one line."""
        zh = language == "zh"
        if self.kind == "word":
            parts = [
                f"{word}（{count:,}）" if zh and meaning.zh == word else f"{word} = {meaning.zh}（{count:,}）" if zh
                else f"{word} ({count:,})" if meaning.en == word else f"{word} = {meaning.en} ({count:,})"
                for word, meaning, count in self.words[:SHOWN]
            ]  # fmt: skip
            return ("、" if zh else ", ").join(parts) + (" …" if len(self.words) > SHOWN else "")
        if self.low:
            return f"{self.low} 至 {self.high}" if zh else f"{self.low} to {self.high}"
        if self.distinct:
            return f"{self.distinct:,} 个不同值" if zh else f"{self.distinct:,} different"
        return "-"

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the same for a script."""
        found: dict[str, Any] = {"kind": self.kind, "read": self.read, "missing": self.missing}
        if self.kind == "word":
            found["values"] = [
                {"value": word, "read_as": meaning[language], "rows": count} for word, meaning, count in self.words
            ]
        if self.low:
            found |= {"low": self.low, "high": self.high}
        if self.distinct:
            found["distinct"] = self.distinct
        return found


def of_numbers(values: np.ndarray) -> Seen:
    """Return what was understood of numbers, NaN where missing."""
    there = values[~np.isnan(values)]
    if not there.size:
        return Seen("number", 0, values.size)
    return Seen("number", there.size, values.size - there.size, low=f"{there.min():g}", high=f"{there.max():g}")


def of_words(codes: np.ndarray, unique: Any, meaning: Sequence[Text | None]) -> Seen:
    """Return what was understood of categories; `meaning` is None where a word means that nothing is known."""
    counts = np.bincount(codes[codes >= 0], minlength=len(unique))
    found = [(str(unique[k]), text, int(counts[k])) for k, text in enumerate(meaning) if text is not None]
    read = int(sum(counts[k] for k, text in enumerate(meaning) if text is not None and text is not DRAWN))
    return Seen("word", read, codes.size - read, tuple(sorted(found, key=lambda one: (-one[2], one[0]))))


def of_labels(kind: str, codes: np.ndarray, distinct: int) -> Seen:
    """Return what was understood of labels, ids or references; codes are negative where missing."""
    read = int((codes >= 0).sum())
    return Seen(kind, read, codes.size - read, distinct=distinct)
