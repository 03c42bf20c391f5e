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

from ...core.text import Text, both

DEEPEST = 60
_KINDS: dict[Any, Text] = {
    str: Text("a text", "文字"), int: Text("a whole number", "整数"), float: Text("a number", "数"),
    bool: Text("true or false", " true 或 false"), None: Text("null", " null"), dict: Text("an object", "对象"),
    list: Text("a list", "列表"),
}  # fmt: skip


class JsonFault(ValueError):
    """A file that is no JSON of the shape wanted; the message (`text`, in both languages) is for behind the name of the file."""

    def __init__(self, words: Text) -> None:
        self.text = words
        super().__init__(words.en)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    low: int = 0
    high: int = 2**63 - 1


@dataclass(frozen=True)
class Matching:
    """A text of a pattern; `words` describe it."""

    pattern: str
    words: Text


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


NAME = Matching(r"[^\x00-\x1f\x7f]+", Text("a text without control letters", "不含控制字符的文字"))
DIGEST = Matching(r"[0-9a-f]{64}", Text("64 hexadecimal digits", " 64 位十六进制数"))
WORDS = Record({"en": str, "zh": str})
SCALAR = (bool, float, NAME)


def fault_of(value: Any, shape: Any, place: str = "") -> Text | None:
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


def _record_fault(value: Any, shape: Record, place: str) -> Text | None:
    if not isinstance(value, dict):
        return _said(value, shape, place)
    for key, inner in shape.items():
        name, at = key.rstrip("?"), f"{place}.{key.rstrip('?')}" if place else key.rstrip("?")
        if name not in value:
            if key.endswith("?"):
                continue
            return Text(f"{at}: is missing; {_words(inner)} is wanted", f"{at}：缺失；应为{_words(inner).zh}")
        if fault := fault_of(value[name], inner, at):
            return fault
    return None


def _said(value: Any, shape: Any, place: str) -> Text:
    if isinstance(value, dict | list):
        shown = _KINDS[type(value)]
    else:
        shown = both(json.dumps(value, ensure_ascii=False, default=str))
        shown = shown if len(shown.en) <= 60 else both(f"{shown.en[:57]}...")
    return Text(
        f"{place or 'the file'}: is {shown.en}; {_words(shape).en} is wanted",
        f"{place or '文件'}：现为 {shown.zh.strip()}；应为{_words(shape).zh}",
    )


def _words(shape: Any) -> Text:
    if isinstance(shape, tuple):
        parts = [_words(one) for one in shape]
        return Text(" or ".join(one.en for one in parts), "或".join(one.zh for one in parts))
    if isinstance(shape, Whole):
        above = shape.high < 2**63 - 1
        return Text(
            f"a whole number from {shape.low}{f' to {shape.high}' if above else ''}",
            f" {shape.low} 至 {shape.high} 的整数" if above else f"不小于 {shape.low} 的整数",
        )
    if isinstance(shape, Matching):
        return shape.words
    if isinstance(shape, frozenset | set):
        return Text(f"one of {', '.join(sorted(shape))}", f"以下之一：{'、'.join(sorted(shape))}")
    if isinstance(shape, Listed) and shape.fewest:
        return Text(f"a list of at least {shape.fewest}", f"至少有 {shape.fewest} 项的列表")
    return _KINDS[list] if isinstance(shape, Listed) else _KINDS[dict if isinstance(shape, Mapped | Record) else shape]


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
        raise JsonFault(Text(f"is nested more than {DEEPEST} deep", f"嵌套超过 {DEEPEST} 层")) from None
    except UnicodeDecodeError as error:
        raise JsonFault(Text(f"is not UTF-8 (byte {error.start})", f"不是 UTF-8（第 {error.start} 字节）")) from None
    except JsonFault:
        raise
    except ValueError as error:
        raise JsonFault(
            Text(f"is not JSON: {str(error).splitlines()[0]}", f"不是 JSON：{str(error).splitlines()[0]}")
        ) from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise JsonFault(
            Text(
                f"names {next(name for name in names if names.count(name) > 1)!r} twice",
                f"{next(name for name in names if names.count(name) > 1)!r} 出现两次",
            )
        )
    return found


def _no_constant(word: str) -> Any:
    raise JsonFault(Text(f"holds {word}, which is no JSON", f"含有 {word}，不是合法的 JSON"))


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)
