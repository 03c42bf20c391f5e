"""What was tried before, on disk: a fault that was caught stays caught while the function is the same; a survivor is tried again
when tests have changed, or are given more time.
"""

import ast
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from places import Mutant


@dataclass(frozen=True)
class Result:
    """A fault that was tried: by which test it was caught (empty: by none), and in how much processor time."""

    part: str
    key: str
    kind: str
    by: str
    seconds: float
    function: str  # digest of the function it stood in
    tests: str  # digest of the tests that were asked and of the time they were given


def digest(*texts: str | bytes) -> str:
    made = hashlib.sha256()
    for text in texts:
        made.update(text.encode() if isinstance(text, str) else text)
    return made.hexdigest()[:16]


def digest_of_function(root: Path, mutant: Mutant) -> str:
    for node in ast.parse((root / mutant.path).read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == mutant.function:
            return digest(ast.unparse(node))
    raise ValueError(f"no function {mutant.function} in {mutant.path}")


def digest_of_tests(root: Path, files: list[str], limits: tuple[float, ...]) -> str:
    return digest(repr(limits), *((root / file).read_bytes() for file in files))


class Kept:
    """Results in a file, one a line, written as they come; the last one of a fault counts."""

    def __init__(self, folder: Path | None):
        self.file = folder / "results.jsonl" if folder else None
        self.results: dict[str, Result] = {}
        if self.file and self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                if line.endswith("}"):  # not one that was cut off
                    result = Result(**json.loads(line))
                    self.results[result.key] = result

    def find(self, key: str, function: str, tests: str) -> Result | None:
        result = self.results.get(key)
        if result is None or result.function != function or (not result.by and result.tests != tests):
            return None
        return result

    def add(self, result: Result) -> None:
        self.results[result.key] = result
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(
                    "\n" * (file.tell() > 0 and not self._ends_well())
                    + json.dumps(asdict(result), ensure_ascii=False)
                    + "\n"
                )

    def _ends_well(self) -> bool:
        assert self.file
        return self.file.read_bytes().endswith(b"\n")
