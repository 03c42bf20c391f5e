"""The project's own files, as the tests of its rules see them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_THE_PACKAGE = {"tests", "benchmarks", "notebooks", "docs", "tools"}
NEVER = {".git", ".venv", "__pycache__", "out", "build", "dist", ".pytest_cache", ".ruff_cache", ".hypothesis"}


@dataclass
class Source:
    """One Python file: its place below the root, its syntax tree."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """The module's dotted name below `cogov`, as a tuple: ("model", "mechanisms", "ties")."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def layer(self) -> str:
        return self.parts[0] if len(self.path.relative_to(ROOT).parts) > 1 else ""

    @property
    def in_package(self) -> bool:
        return self.layer not in NOT_THE_PACKAGE and self.name != "setup.py"

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, absolute dotted name) of all that is imported, also inside functions."""
        package = ("cogov", *(self.parts if self.path.name == "__init__.py" else self.parts[:-1]))
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else ()
                start = ".".join([*base, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def project_files() -> list[Path]:
    """Every file of the project: what git tracks or would track, or the tree where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
        paths = [ROOT / name for name in listed.split("\0") if name] if (ROOT / ".git").exists() else None
    except (OSError, subprocess.CalledProcessError):
        paths = None
    if paths is None:
        paths = [path for path in ROOT.rglob("*") if not NEVER & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return project_files()


@pytest.fixture(scope="session")
def sources(files: list[Path]) -> list[Source]:
    """All Python files, tests too."""
    return [Source(path) for path in files if path.suffix == ".py"]


@pytest.fixture(scope="session")
def package(sources: list[Source]) -> list[Source]:
    """The Python files that are `cogov`."""
    return [source for source in sources if source.in_package]
