"""Fenced blocks of the documentation, and the lines in them that are commands."""

import ast
import re
import shlex
from dataclasses import dataclass

from cogov.tools.site.pages import PAGES, file_of

from ..repo.conftest import ROOT

FENCE = re.compile(
    r"^(?P<mark>```+)(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)

# Every document with blocks that people follow, English and Chinese; the other language is None where there is none.
DOCUMENTS = {
    "README.md": "README.zh.md",
    "CONTRIBUTING.md": None,
    **{f"docs/{file_of(page, 'en')}": f"docs/{file_of(page, 'zh')}" for page in PAGES},
}
SHELL = {"", "sh", "bash", "console"}
SHOWN = {"text"}  # output, formulas, signatures: nothing to run


@dataclass(frozen=True)
class Block:
    """One fenced block: where it stands, its language, its text."""

    file: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def blocks(file: str) -> list[Block]:
    """All blocks of a document that are not mere output."""
    text = (ROOT / file).read_text(encoding="utf-8")
    found = [
        Block(file, text.count("\n", 0, match.start()) + 1, match["language"], match["text"])
        for match in FENCE.finditer(text)
    ]
    return [block for block in found if block.language not in SHOWN]


def commands(block: Block) -> list[str]:
    """The commands of a block of shell lines, without comments and without the words that stand two spaces behind an example."""
    lines = (re.split(r"\s+# |\s{2,}(?=\S)", line.strip())[0].strip() for line in block.text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def meaning(block: Block) -> object:
    """What a block says besides language: for comparing the English one with the Chinese one."""
    if block.language in SHELL:
        return [
            [word for place, word in enumerate(words) if "--lang" not in (word, words[place - 1] if place else "")]
            for words in map(shlex.split, commands(block))
        ]
    if block.language == "python":
        return ast.dump(ast.parse(block.text))
    return re.sub(r"(?m)\s*#.*$|\bwhy: [^,}]*|\bsource: [^,}]*", "", block.text).split()
