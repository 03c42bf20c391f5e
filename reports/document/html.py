"""The report as one HTML file that needs nothing else, in English, Chinese or both; its content is made in report.py."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ...core.versions import version
from .blocks import (  # fmt: skip
    LANGUAGES,
    NEW_PAGE,
    At,
    Mono,
    Name,
    Num,
    Piece,
    Report,
    Words,
    places,
    say,
    table_marks,
)


def html(report: Report, images: Mapping[tuple[str, str], bytes], language: str | None = None) -> str:
    """Return the page.

    Parameters
    ----------
    images : SVG of each figure by (name, language).
    language : en or zh; None for both with a switch.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__ or "cogov.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    languages = (language,) if language else LANGUAGES

    def image(name: str, language: str) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(images[name, language]).decode()

    environment.globals.update(
        t=partial(words_as_html, report, languages), image=image, marks=partial(marks_as_html, report), places=places, say=say, NEW_PAGE=NEW_PAGE,
        kind=lambda block: type(block).__name__.lower(), table_marks=partial(table_marks, report),
    )  # fmt: skip
    return environment.get_template("report.html").render(report=report, languages=languages, version=version())


def marks_as_html(report: Report, at: Iterable[At]) -> Markup:
    """Return the marks of some sources, as links."""
    links = [Markup('<a href="#R{0}">R{0}</a>').format(number) for number in report.marks(at)]
    return Markup(' <span class="r">[{}]</span>').format(Markup(", ").join(links)) if links else Markup("")


def words_as_html(report: Report, languages: Sequence[str], words: Words) -> Markup:
    """Return words in the languages of the page; where these differ, each in a span of its own."""
    found = {language: _pieces(report, words.pieces[language]) for language in languages}
    if len(languages) == 1 or words.same:
        return found[languages[0]]
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(_tag(language), found[language]) for language in languages
    )


def _tag(language: str) -> str:
    return "zh" if language == "zh" else "en"


def _pieces(report: Report, pieces: Iterable[Piece]) -> Markup:
    return Markup("").join(_piece(report, one) for one in pieces)


def _piece(report: Report, piece: Piece) -> Any:
    if isinstance(piece, Num):
        number = report.reference(piece.at)
        pattern = Markup('<data value="{!r}" data-r="R{}" title="{}">{}</data>')
        return pattern.format(piece.value, number, piece.told, piece.text)
    if isinstance(piece, Mono):
        return Markup("<code>{}</code>").format(piece.text)
    if isinstance(piece, Name):
        digits = any(letter.isdigit() for letter in piece.text)
        return Markup('<span class="name">{}</span>').format(piece.text) if digits else escape(piece.text)
    return escape(piece)
