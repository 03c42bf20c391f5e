"""What stands in a page of docs/, made into what stands in the site: links, pictures, folded parts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from .pages import LANGUAGES, PAGES, file_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

# Pages by their file below docs/: (page, language).
FILES = {file_of(page, language): (page, language) for page in PAGES for language in LANGUAGES}

LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\]|!\[[^\]]*\]\([^)]*\))*)\]\((?P<target>[^()\s]+)\)")
FENCE = re.compile(r"^(?P<mark>```+|~~~+).*?^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


class BrokenLink(ValueError):
    """A link to something that is not there. The message names page and link."""


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a text with `change` made to all that is neither a fenced block nor code within a line."""

    def prose(part: str) -> str:
        found, place = [], 0
        # A link whose words are code is one piece: `[`x`](y)`.
        for code in CODE.finditer(part):
            if part[max(0, code.start() - 1) : code.start()] == "[" and part[code.end() : code.end() + 2] == "](":
                continue
            found += [change(part[place : code.start()]), code[0]]
            place = code.end()
        return "".join([*found, change(part[place:])])

    found, place = [], 0
    for fence in FENCE.finditer(text):
        found += [prose(text[place : fence.start()]), fence[0]]
        place = fence.end()
    return "".join([*found, prose(text[place:])])


def split(target: str) -> tuple[str, str]:
    """Return path and anchor (with #) of a link."""
    path, sign, anchor = target.partition("#")
    return path, sign + anchor


def is_address(target: str) -> bool:
    """Return whether a link leads out of the project."""
    return target.startswith(("http://", "https://", "mailto:"))


def _joined(text: str) -> str:
    """Return Chinese prose whose lines run on: the end of a line would show as a space between two signs."""
    if text.startswith("```"):
        return text
    lines = text.split("\n")
    found = lines[:1]
    for line in lines[1:]:
        before = found[-1]
        runs_on = re.search("[\u3000-\u9fff\uff00-\uffef]$", before) and not re.match(r"[#|<>!]", before)
        if (
            runs_on
            and re.match(" *(?:[\u3000-\u9fff\uff00-\uffef]|[\\[`*(A-Za-z0-9])", line)
            and not re.match(r" *(?:\d+\. |\* )", line)
        ):
            found[-1] += line.lstrip()
        else:
            found.append(line)
    return "\n".join(found)


def adapted(page: str, language: str) -> tuple[str, set[str]]:
    """Return a page for the site of its language, and the files below docs/ that it shows or offers.

    Links between pages lose the language in their names; those to a page of the other language lead to its site; those to
    files of the repository that are no part of the site become their words.
    """
    text = (DOCS / file_of(page, language)).read_text(encoding="utf-8")
    here = (DOCS / file_of(page, language)).parent
    wanted: set[str] = set()

    def link(found: re.Match[str]) -> str:
        image, words, target = found["image"], found["text"], found["target"]
        words = LINK.sub(link, words)
        path, anchor = split(target)
        if is_address(target) or not path:
            return f"{image}[{words}]({target})"
        place = Path(os.path.normpath(here / path))
        if not place.exists():
            raise BrokenLink(f"docs/{file_of(page, language)}: {target} is not there")
        name = os.path.relpath(place, DOCS).replace(os.sep, "/")
        if name in FILES:
            other, spoken = FILES[name]
            to = os.path.relpath(other, Path(page).parent).replace(os.sep, "/")
            if spoken == language:
                return f"[{words}]({to}.md{anchor})"
            to = os.path.relpath(f"{spoken}/{other}", Path(language, page).parent).replace(os.sep, "/")
            return f'<a href="{to}.html{anchor}">{words}</a>'
        if name.startswith("..") or place.is_dir() or name.endswith((".md", ".py")):
            return words
        wanted.add(name)
        return f"{image}[{words}]({path})"

    text = outside_code(text, lambda part: LINK.sub(link, part))
    if language == "zh":
        text = "".join(_joined(part) for part in re.split(r"(?ms)(^```.*?^```[ \t]*$)", text))
    return text.replace("<details>", "<details markdown>"), wanted
