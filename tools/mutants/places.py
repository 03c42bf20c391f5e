"""Where the rules of each mechanism stand, and which tests are about them: read from the schedule, without running it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from edits import Edit, edits, siblings

SCHEDULE = "model/schedule.py"
COLLECT = ("model/collect.py", "collect")  # the last line of every week, not a mechanism
EXAMPLES = "test_examples.py"
GOLDEN = "tests/model/test_golden.py"  # notices every change, whether it matters or not
WHOLE = ("tests/model/test_extremes.py",)
FOR_ALL = "test_all_*.py"  # tests with the name of a mechanism in square brackets


@dataclass
class Module:
    """One file of the model: its functions, and what the names in it stand for elsewhere in the model."""

    path: str  # from the root of the package
    source: bytes
    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    names: dict[str, tuple[str, str | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mutant:
    """A fault in a function that a mechanism uses."""

    part: str  # a line of the schedule, or a file that several of them use
    path: str
    function: str
    edit: Edit
    number: int  # of those of the same words in one function, from 1

    @property
    def modules(self) -> set[str]:
        """By which the tests for all mechanisms know it."""
        return {self.part, "cogov." + self.path.removesuffix(".py").replace("/", ".")}

    @property
    def key(self) -> str:
        """Stays the same when lines are added elsewhere."""
        again = f" #{self.number}" if self.number > 1 else ""
        one_line = lambda words: " ".join(words.split())  # noqa: E731
        return f"{self.path}::{self.function}: {one_line(self.edit.before)} -> {one_line(self.edit.after)}{again}"


def read(root: Path, path: str) -> Module:
    source = (root / path).read_bytes()
    module = Module(path, source, ast.parse(source))
    here = Path(path).parent
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = here.joinpath(*[".."] * (node.level - 1), *(node.module or "").split("."))
            base = Path(
                *[part for k, part in enumerate(base.parts) if part != ".." and base.parts[k + 1 : k + 2] != ("..",)]
            )
            for alias in node.names:
                name, own, file = alias.asname or alias.name, base / f"{alias.name}.py", base.with_suffix(".py")
                if (root / own).is_file():
                    module.names[name] = (own.as_posix(), None)
                elif (root / file).is_file():
                    module.names[name] = (file.as_posix(), alias.name)
    return module


def used(module: Module, function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """(file, function) of all that a function names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in module.functions:
            yield module.path, node.id
        elif isinstance(node, ast.Name) and module.names.get(node.id, ("", None))[1]:
            path, name = module.names[node.id]
            yield path, str(name)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in module.names:
            yield module.names[node.value.id][0], node.attr


def scheduled(root: Path) -> dict[str, tuple[str, str]]:
    """File and function of every line of the schedule, by its name: lines are MODULE.CONSTANT, a `Process` of that module."""
    schedule, found = read(root, SCHEDULE), {}
    for line in assigned(schedule, "SCHEDULE").elts:
        path = schedule.names[line.value.id][0]
        name, step = assigned(read(root, path), line.attr).args[:2]
        found[str(name.value)] = (path, step.id)
    return found


def assigned(module: Module, name: str) -> Any:
    """What a file gives a name at its top."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.value
    raise SystemExit(f"{module.path} has no {name}")


def begins(root: Path) -> dict[str, tuple[str, str]]:
    """File and function of all that is run every week, by its name."""
    collected = {"collect": COLLECT} if (root / COLLECT[0]).is_file() else {}
    return {**scheduled(root), **collected}


def mutants(root: Path) -> dict[str, list[Mutant]]:
    """All faults by part: in every function of the model that a week reaches.

    A function belongs to the line of the schedule that is nearest if it stands in the same file, else to its file.
    """
    modules: dict[str, Module] = {}
    owner: dict[tuple[str, str], str] = {}
    frontier = [(name, place) for name, place in begins(root).items()]
    while frontier:  # all mechanisms one call further at a time
        following = []
        for name, (path, function) in frontier:
            if (path, function) in owner or not path.startswith("model/"):
                continue
            module = modules.setdefault(path, read(root, path))
            if module.names.get(function, ("", None))[1] == function:  # handed on from another file
                following.append((name, (module.names[function][0], function)))
            if function in module.functions:
                part = name if begins(root)[name][0] == path else Path(path).stem
                owner[path, function] = part
                following += [(name, place) for place in used(module, module.functions[function])]
        frontier = following
    found: dict[str, list[Mutant]] = {name: [] for name in begins(root)}
    for (path, function), part in owner.items():
        module, times = modules[path], defaultdict(int)
        for edit in edits(module.source, module.functions[function], siblings(module.tree)):
            times[edit.before, edit.after] += 1
            found.setdefault(part, []).append(Mutant(part, path, function, edit, times[edit.before, edit.after]))
    return {part: candidates for part, candidates in found.items() if candidates}


def choose(candidates: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Some of them, of as many kinds and functions as there are."""
    left = sorted(candidates, key=lambda mutant: mutant.key)
    Random(seed).shuffle(left)
    chosen: list[Mutant] = []
    seen: dict[str, int] = defaultdict(int)
    while left and len(chosen) < count:
        best = min(left, key=lambda m: seen[m.edit.kind] + seen[f"{m.path} {m.function}"])
        left.remove(best)
        chosen.append(best)
        seen[best.edit.kind] += 1
        seen[f"{best.path} {best.function}"] += 1
    return chosen


def tests_of(root: Path, mutant: Mutant) -> tuple[list[str], list[str], list[str]]:
    """Files with tests about a part: those of its name, and examples in docstrings; those that import it; those of whole districts."""
    stem = Path(mutant.path).stem
    begins_with = (f"test_{mutant.part}_", f"test_{stem}_", f"test_{mutant.part}.", f"test_{stem}.")
    imports = re.compile(rf"^\s*from cogov\.model\S* import [^\n]*\b{stem}\b|^\s*from cogov\.model\S*\.{stem} import", re.MULTILINE)  # fmt: skip
    own, importing = [], []
    for test in sorted((root / "tests" / "model").rglob("test_*.py")):
        file = test.relative_to(root).as_posix()
        if file in (GOLDEN, *WHOLE):
            continue
        if test.name.startswith(begins_with) or test.match(FOR_ALL) or test.name == EXAMPLES:
            own.append(file)
        elif imports.search(test.read_text(encoding="utf-8")):
            importing.append(file)
    return own, importing, [file for file in WHOLE if (root / file).is_file()]


def equivalent(file: Path) -> dict[str, str]:
    """Reasons by key: the edits that change nothing that could be observed. A line is `KEY | reason | 理由`; # begins a remark."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    parted = (line.rsplit(" | ", 2) for line in lines if line.strip() and not line.startswith("#"))
    return {key.strip(): reason.strip() for key, reason, _ in parted}
