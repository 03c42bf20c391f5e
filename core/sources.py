"""Sources of numbers in both languages: where a default comes from, or why it is assumed.

A declaration brings its source as a `Text`. What many declarations share stands here, and is named by its English words;
a citation is the same in both languages.
"""

from __future__ import annotations

from .text import Text, both

Source = str | Text
"""A source: the English words of one of the table, a citation, or another in both languages."""

_CHINESE = {
    "not measured": "未见实测",
    "design assumption": "设计假定",
    "assumed": "假定",
    "model": "模型",
}


def source(words: Source) -> Text:
    """Return a source in both languages; English words that are not in the table stay as they are."""
    return Text(words, _CHINESE[words]) if isinstance(words, str) and words in _CHINESE else both(words)
