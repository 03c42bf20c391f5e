"""What a JSON file must be, declared as data and checked before anything is read from it.

A shape is a type (`str`, `int`, `float`, `bool`, `None`), a set of allowed words, `Listed`, `Mapped`, `Record`, `Whole`,
`Matching`, or a tuple of shapes of which one must fit. A fault names the place in the file, what stands there and what is
allowed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEEPEST = 60
_KINDS: dict[Any, str] = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", None: "null", dict: "an object",
    list: "a list",
}  # fmt: skip


class JsonFault(ValueError):
    """A file that is no JSON of the shape wanted; the message is for behind the name of the file."""


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    low: int = 0
    high: int = 2**63 - 1


@dataclass(frozen=True)
class Matching:
    """A text of a pattern; `words` describe it."""

    pattern: str
    words: str


@dataclass(frozen=True)
class Listed:
    """A list; each of its items has the shape."""

    item: Any
    fewest: int = 0


@dataclass(frozen=True)
class Mapped:
    """An object of any names; each value has the shape."""

    value: Any


class Record(dict):
    """An object of these names; those that end with ? may be missing. Other names are not read."""


NAME = Matching(r"[^\x00-\x1f\x7f]+", "a text without control letters")
DIGEST = Matching(r"[0-9a-f]{64}", "64 hexadecimal digits")
WORDS = Record({"en": str, "zh": str})
SCALAR = (bool, float, NAME)


def fault_of(value: Any, shape: Any, place: str = "") -> str | None:
    """Return the first fault, or None; `place` is where the value stands."""
    if isinstance(shape, tuple):
        return None if any(fault_of(value, one, place) is None for one in shape) else _said(value, shape, place)
    if isinstance(shape, Record):
        return _record_fault(value, shape, place)
    if isinstance(shape, Mapped) and isinstance(value, dict):
        items = [(f"{place}.{name}" if place else name, item) for name, item in value.items()]
        return next((fault for at, item in items if (fault := fault_of(item, shape.value, at))), None)
    if isinstance(shape, Listed) and isinstance(value, list) and len(value) >= shape.fewest:
        items = [(f"{place}[{k}]", item) for k, item in enumerate(value)]
        return next((fault for at, item in items if (fault := fault_of(item, shape.item, at))), None)
    return None if _fits(value, shape) else _said(value, shape, place)


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, Whole):
        return type(value) is int and shape.low <= value <= shape.high
    if isinstance(shape, Matching):
        return isinstance(value, str) and re.fullmatch(shape.pattern, value, re.DOTALL) is not None
    if isinstance(shape, frozenset | set):
        return isinstance(value, str) and value in shape
    if shape is None:
        return value is None
    if shape is float:
        return type(value) is float or (type(value) is int and abs(value) < 1 << 63)
    return isinstance(shape, type) and type(value) is shape


def _record_fault(value: Any, shape: Record, place: str) -> str | None:
    if not isinstance(value, dict):
        return _said(value, shape, place)
    for key, inner in shape.items():
        name, at = key.rstrip("?"), f"{place}.{key.rstrip('?')}" if place else key.rstrip("?")
        if name not in value:
            if key.endswith("?"):
                continue
            return f"{at}: is missing; {_words(inner)} is wanted"
        if fault := fault_of(value[name], inner, at):
            return fault
    return None


def _said(value: Any, shape: Any, place: str) -> str:
    shown = (
        json.dumps(value, ensure_ascii=False, default=str)
        if not isinstance(value, dict | list)
        else _KINDS[type(value)]
    )
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    return f"{place or 'the file'}: is {shown}; {_words(shape)} is wanted"


def _words(shape: Any) -> str:
    if isinstance(shape, tuple):
        return " or ".join(_words(one) for one in shape)
    if isinstance(shape, Whole):
        upto = "" if shape.high >= 2**63 - 1 else f" to {shape.high}"
        return f"a whole number from {shape.low}{upto}"
    if isinstance(shape, Matching):
        return shape.words
    if isinstance(shape, frozenset | set):
        return f"one of {', '.join(sorted(shape))}"
    if isinstance(shape, Listed):
        return f"a list of at least {shape.fewest}" if shape.fewest else "a list"
    return _KINDS[dict] if isinstance(shape, Mapped | Record) else _KINDS[shape]


def read_json(path: Path) -> Any:
    """Return what is in a JSON file.

    Raises
    ------
    JsonFault
        For what is no JSON, names a value twice, is no text, or is nested too deeply.
    OSError
        If the file cannot be read.
    """
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
        _check_depth(found)
    except RecursionError:
        raise JsonFault(f"is nested more than {DEEPEST} deep") from None
    except UnicodeDecodeError as error:
        raise JsonFault(f"is not UTF-8 (byte {error.start})") from None
    except JsonFault:
        raise
    except ValueError as error:
        raise JsonFault(f"is not JSON: {str(error).splitlines()[0]}") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise JsonFault(f"names {next(name for name in names if names.count(name) > 1)!r} twice")
    return found


def _no_constant(word: str) -> Any:
    raise JsonFault(f"holds {word}, which is no JSON")


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)
