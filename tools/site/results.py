"""Pages of results, and whether the present model still gives their numbers.

A command makes each of them, and some take an hour. `docs/results/made.json` holds, for each page, a digest of its numbers and
one of the golden runs at the time; where the golden runs have changed since, the page carries a line about it, until
its command is run again. `make docs` keeps both current.
"""

from __future__ import annotations

import hashlib
import json

from cogov.core.text import Text

from .links import DOCS, ROOT
from .pages import LANGUAGES, file_of

RESULTS = {
    "evidence": ("evidence/*.csv", "cogov evidence --out docs/results"),
    "hypotheses": ("hypotheses/*.csv", "cogov hypotheses --out docs/results"),
    "assumptions": ("assumptions/*.csv", "cogov assumptions --out docs/results"),
    "validation": ("validation/*.csv", "cogov validate --out docs/results"),
    "reproduce": ("reproduce.csv", "cogov reproduce --out docs/results"),
    "movability": ("movability/*.csv", "cogov movability --out docs/results"),
    "map": ("map/*.csv", "cogov map --out docs/results"),
}
"""Pages, the files that hold their numbers, and the command that makes them."""

HERE = DOCS / "results"
MADE = HERE / "made.json"
GOLDEN = ROOT / "tests" / "model" / "golden.json"
EARLIER = Text(
    "> **An earlier version of the model gave these numbers.** The present one gives others; `{command}` makes the page again.",
    "> **本页数字由模型的早期版本得出。**当前版本的结果有所不同；运行 `{command}` 可重新生成本页。",
)


def model() -> str:
    """Return what distinguishes versions of the model by their results: a digest of the golden runs."""
    return hashlib.sha256(GOLDEN.read_bytes()).hexdigest()[:12]


def numbers(page: str) -> str:
    """Return a digest of the numbers of a page."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob(RESULTS[page][0])):
        digest.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def made() -> dict[str, dict[str, str]]:
    """Return, for each page, the numbers it has and the model that gave them; new numbers are of the present model."""
    known = json.loads(MADE.read_text(encoding="utf-8")) if MADE.exists() else {}
    found = {}
    for page in RESULTS:
        now = numbers(page)
        earlier = known.get(page, {})
        found[page] = earlier if earlier.get("numbers") == now else {"numbers": now, "model": model()}
    return found


def marked(text: str, page: str, language: str, current: bool) -> str:
    """Return a page with the line on an earlier model below its title, or without it."""
    line = EARLIER[language].format(command=RESULTS[page][1])
    title, _, rest = text.partition("\n")
    rest = rest.lstrip("\n").removeprefix(line).lstrip("\n")
    return f"{title}\n\n{rest}" if current else f"{title}\n\n{line}\n\n{rest}"


def files() -> dict[str, str]:
    """Return the record and all pages as they should be, by file below docs/."""
    record = made()
    found = {f"{HERE.name}/{MADE.name}": json.dumps(record, indent=2) + "\n"}
    for page in RESULTS:
        current = record[page]["model"] == model()
        for language in LANGUAGES:
            name = file_of(f"{HERE.name}/{page}", language)
            found[name] = marked((DOCS / name).read_text(encoding="utf-8"), page, language, current)
    return found
