"""The known name that a wrong one may stand for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from .text import Text


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name closest to `name`, or an empty string where none is close."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


def question(close: str) -> Text:
    """Return the question whether a known name is meant, or empty words for none."""
    return Text(f"; did you mean '{close}'?", f"；是否指“{close}”？") if close else Text("", "")


def suggestion(name: str, known: Iterable[str]) -> Text:
    """Return the question whether the known name closest to `name` is meant, or empty words."""
    return question(closest(name, known))


def meant(name: str, known: Iterable[str]) -> Text:
    """Return the question whether the closest known name is meant, or else all known names."""
    known = list(known)
    found = suggestion(name, known)
    return found if found.en else Text(f"; known: {', '.join(known)}", f"；可用的有：{'、'.join(known)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name closest to `name`, or an empty string."""
    return suggestion(name, known).en
