"""Words in both languages, and what an error says in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and Chinese."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def both(words: str | Text) -> Text:
    """Return words in both languages; a bare string is the same in both."""
    return words if isinstance(words, Text) else Text(words, words)


def text_of(error: BaseException) -> Text:
    """Return what an error says, in both languages where it has them (`text`)."""
    text = getattr(error, "text", None)
    return text if isinstance(text, Text) else both(str(error))
