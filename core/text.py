"""Words in both languages, and what an error says in them."""

from __future__ import annotations

from collections.abc import Iterable
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


def all_of(faults: str | Text | Iterable[str | Text]) -> tuple[Text, ...]:
    """Return one fault or several, each in both languages."""
    return tuple(both(one) for one in ((faults,) if isinstance(faults, str | Text) else faults))


def by_line(faults: Iterable[Text]) -> Text:
    """Return faults as one text, one a line."""
    faults = list(faults)
    return Text("\n".join(one.en for one in faults), "\n".join(one.zh for one in faults))


def lines_of(text: Text) -> list[Text]:
    """Return the lines of a text; it is one where the two languages have not the same number of lines."""
    en, zh = text.en.splitlines(), text.zh.splitlines()
    return [Text(*pair) for pair in zip(en, zh)] if len(en) == len(zh) else [text]


def text_of(error: BaseException) -> Text:
    """Return what an error says, in both languages where it has them (`text`)."""
    text = getattr(error, "text", None)
    return text if isinstance(text, Text) else both(str(error))
